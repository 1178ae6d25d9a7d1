"""Own validity: on which days a credential is valid with its issuer, renewals included.

Source of the meaning: concepts.md, "own validity": certifications lapse unless renewed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from stackways.rules.base import Code
from stackways.rules.days import EVERY_DAY, NO_DAYS, Days, on_at_least
from stackways.rules.situation import Lapsing, Situation, Verdict

if TYPE_CHECKING:
    from stackways.rules.holdings import Holding


def own_validity(holding: Holding, situation: Situation) -> Verdict | None:
    """Return the days on which its own validity runs for certain, and may run; None where no limit is known.

    Where the issuer's term decides, a renewal that is not mentioned may have come after it.
    """
    rules = situation.validities.get(holding.code, ()) if holding.code else ()
    if holding.valid_until is None and not rules:
        return None
    shown = Days.between(None, holding.valid_until) if holding.valid_until else NO_DAYS
    if holding.valid_until and (holding.renewed_on is None or holding.renewed_on <= holding.valid_until):
        return Verdict(shown, shown)
    certain = on_at_least(1, [shown, *(_term(start, rules) for start in (holding.attained_on, holding.renewed_on))])
    renewing = {code for rule in rules for code in rule.renewed_by}
    for start in sorted(h.attained_on for h in situation.holdings if h.code in renewing and h.attained_on):
        if start in certain:  # what has lapsed is not renewed any more
            certain |= _term(start, rules)
    return Verdict(certain, EVERY_DAY)


def _term(start: dt.date | None, rules: Iterable[Lapsing]) -> Days:
    """Return the days on which what was attained or renewed on `start` runs, by the newest version in force then."""
    newest: dict[Code, Lapsing] = {}
    for rule in sorted(rules, key=lambda rule: rule.version):
        if start and rule.in_force_on(start):
            newest[rule.code] = rule
    return (
        Days.between(start, min(rule.period.after(start) for rule in newest.values())) if start and newest else NO_DAYS
    )

"""Funding schemes: who is eligible, for what, at which rate, up to which cap, as far as it is published."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from stackways.planner.world import Thing
from stackways.rules.base import Code
from stackways.rules.catalogue import Institution
from stackways.rules.holdings import Learner
from stackways.rules.kinds.policy import Policy
from stackways.rules.versions import force_days, versions_by_code
from stackways.words.message import Argument, Message, Published, Word, listed
from stackways.words.message import Code as CodeShown

AWARDS = {
    "degree": ("bachelor", "degree"),
    "postgraduate by coursework": ("master", "postgraduate-diploma", "graduate-diploma"),
}
"""Kinds of programmes that are published under a common name; every other one under its own."""


@dataclass(frozen=True)
class Scheme:
    """A scheme that the learner is, or will be, eligible for."""

    rule: Policy
    share: Decimal | None
    """Of the fee, at most; None where it is an amount to spend."""
    cap: Decimal | None
    """In all, in `currency`; None without one."""
    currency: str | None
    country: str | None
    """Where it holds, by the institution that publishes it."""
    kinds: frozenset[str]
    """The kinds of award it covers; empty for any."""
    institutions: Mapping[Code, Institution]
    learner: Learner
    first: dt.date = dt.date.min
    """The first day on which the learner is eligible for certain."""
    last: dt.date = dt.date.max

    def covered(self, thing: Thing, awards: Collection[str]) -> Decimal:
        """Return which share of a thing's fee it takes over at most: none where it does not cover it.

        `awards`: the kinds of the programmes that the thing is studied in, its own among them; all must be covered.
        """
        countries = {i.country for code in thing.item.offered_by if (i := self.institutions.get(code))}
        if self.country is not None and self.country not in countries:
            return Decimal(0)
        if self.kinds and not (awards and self.kinds.issuperset(awards)):
            return Decimal(0)
        return Decimal(1) if self.share is None else self.share

    def is_for(self, day: dt.date) -> bool:
        """Tell whether the learner is eligible on a day, for certain."""
        return not why_not(self.rule, self.learner, day)


def schemes_for(
    rules: Iterable[Policy], learner: Learner, start: dt.date, last: dt.date, institutions: Mapping[Code, Institution]
) -> tuple[list[Scheme], list[Message]]:
    """Return the schemes that the learner is eligible for on some day of a plan, and what to say of each one.

    Of several versions of a scheme the one in force on the first day counts, once.
    """
    found, notes = [], []
    for code, versions in versions_by_code(rules).items():
        in_force = (rule for rule, days in zip(versions, force_days(versions), strict=True) if start in days)
        if (rule := next(in_force, None)) is None:
            notes.append(Message("plan.scheme-not-in-force", scheme=CodeShown(code), day=start))
            continue
        scheme_said: dict[str, Argument] = {"scheme": CodeShown(rule.code)}
        says = Published.of(rule.says)
        days = _eligible(rule, learner, start, last)
        currency = rule.unit if rule.unit and len(rule.unit) == 3 else None  # noqa: PLR2004 - a currency
        if days is None:
            why = why_not(rule, learner, start)
            notes.append(Message("plan.scheme-not-for-you", **scheme_said, why=why or ""))
        elif rule.share is None and currency is None:
            notes.append(Message("plan.scheme-without-rate", **scheme_said, says=says))
        else:
            publisher = institutions.get(rule.published_by)
            scheme = Scheme(
                rule,
                Decimal(str(rule.share)) if rule.share is not None else None,
                rule.amount if currency else None,
                currency,
                publisher.country if publisher else None,
                frozenset(_kinds(rule)),
                institutions,
                learner,
                *days,
            )
            found.append(scheme)
            counted = [Message("plan.scheme-at-most" if scheme.share is not None else "plan.scheme-whole-amount")]
            if scheme.kinds:
                kinds = listed([Word("kind", kind) for kind in sorted(scheme.kinds)], "comma")
                counted.append(Message("plan.for-kinds", kinds=kinds))
            if scheme.first > start:
                counted.append(Message("plan.for-what-begins-from", day=scheme.first))
            if scheme.last < last:
                counted.append(Message("plan.for-what-begins-by", day=scheme.last))
            notes.append(Message("plan.scheme-counted", **scheme_said, at=listed(counted, "comma"), says=says))
    return found, notes


def _eligible(rule: Policy, learner: Learner, start: dt.date, last: dt.date) -> tuple[dt.date, dt.date] | None:
    """Return the first and the last day of a plan on which the learner is eligible; None where there is none.

    Eligibility changes with the age alone, which for who was born in a year changes at the turn of a year.
    """
    years = range(start.year, last.year + 1)
    turns = [day for year in years for day in (dt.date(year, 1, 1), dt.date(year, 12, 31)) if start <= day <= last]
    days = [day for day in sorted({start, *turns, last}) if not why_not(rule, learner, day)]
    return (days[0], days[-1]) if days else None


def why_not(rule: Policy, learner: Learner, day: dt.date) -> Message | None:
    """Return why the learner is not eligible on a day, or that it cannot be told; None where they are."""
    residencies = rule.figures.get("residency")
    if isinstance(residencies, list) and learner.residency not in residencies:
        those = listed([Word("residency", one) for one in residencies])
        if learner.residency is None:
            return Message("plan.give-residency", those=those)
        return Message("plan.other-residency", those=those, given=Word("residency", learner.residency))
    least = rule.figures.get("minimum-age", rule.figures.get("min-age"))
    below = rule.figures.get("age-under")
    if learner.birth_year is None:
        asked = least is not None or below is not None
        return Message("plan.give-birth-year") if asked else None
    born = str(learner.birth_year)
    if isinstance(least, int) and day < dt.date(learner.birth_year + least, 12, 31):
        return Message("plan.from-age", age=least, born=born)
    if isinstance(below, int) and day >= dt.date(learner.birth_year + below, 1, 1):
        return Message("plan.under-age", age=below, born=born)
    return None


def _kinds(rule: Policy) -> list[str]:
    covered = rule.figures.get("awards-covered")
    if not isinstance(covered, list):
        return []
    plain = (str(kind).replace("(", "").replace(")", "") for kind in covered)
    return [kind for name in plain for kind in AWARDS.get(name, (name.replace(" ", "-"),))]

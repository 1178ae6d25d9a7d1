"""Funding schemes: who is eligible, for what, at which rate, up to which cap, as far as it is published."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from stackways.planner.candidates import Thing
from stackways.rules.base import Code, title_in
from stackways.rules.catalogue import Institution
from stackways.rules.holdings import Learner
from stackways.rules.kinds.policy import Policy


@dataclass(frozen=True)
class Scheme:
    """A scheme that the learner is eligible for."""

    rule: Policy
    share: Decimal | None
    """Of the fee, at most; None where it is not published."""
    cap: Decimal | None
    """In all, in `currency`; None without one."""
    currency: str | None
    country: str | None
    """Where it holds, by the institution that publishes it."""
    kinds: frozenset[str]
    """The kinds of award it covers; empty for any."""
    institutions: Mapping[Code, Institution]

    @property
    def is_credit(self) -> bool:
        """Whether it is an amount to spend rather than a share of each fee."""
        return self.share is None and self.cap is not None


def schemes_for(
    rules: Iterable[Policy], learner: Learner, day: dt.date, institutions: Mapping[Code, Institution]
) -> tuple[list[Scheme], list[str]]:
    """Return the schemes that the learner is eligible for, and what to say of every other one."""
    found, notes = [], []
    for rule in rules:
        name = title_in(rule.says)
        why = _not_eligible(rule, learner, day)
        currency = rule.unit if rule.unit and len(rule.unit) == 3 else None  # noqa: PLR2004 - a currency
        if why:
            notes.append(f"`{rule.code}` is not counted: {why}")
        elif rule.share is None and currency is None:
            notes.append(f"`{rule.code}` is not counted, for it publishes no rate and no amount: {name}")
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
            )
            found.append(scheme)
            most = "its published maximum" if scheme.share is not None else "the whole amount, as far as fees reach"
            notes.append(f"`{rule.code}` is counted at {most}; the scheme decides: {name}")
    return found, notes


def covered_share(scheme: Scheme, thing: Thing) -> Decimal:
    """Return which share of a thing's fee a scheme takes over at most: none where it does not cover it."""
    countries = {i.country for code in thing.item.offered_by if (i := scheme.institutions.get(code))}
    if scheme.country is not None and scheme.country not in countries:
        return Decimal(0)
    return Decimal(1) if scheme.share is None else scheme.share


def _not_eligible(rule: Policy, learner: Learner, day: dt.date) -> str:
    """Return why the learner is not eligible, or that it cannot be told; empty where nothing stands against it."""
    residencies = rule.figures.get("residency")
    if isinstance(residencies, list) and learner.residency not in residencies:
        given = "give `residency`" if learner.residency is None else f"`{learner.residency}` is given"
        return f"it is for {' and '.join(residencies)}, and {given}"
    least = rule.figures.get("minimum-age", rule.figures.get("min-age"))
    below = rule.figures.get("age-under")
    if learner.birth_year is None:
        return "it depends on the age: give `birth_year`" if least is not None or below is not None else ""
    age = day.year - learner.birth_year
    born = f"that is not certain for who was born in {learner.birth_year}"
    if isinstance(least, int) and age <= least:
        return f"it is from age {least} on, and {born}"
    return f"it is for those under {below}, and {born}" if isinstance(below, int) and age >= below else ""


def _kinds(rule: Policy) -> list[str]:
    covered = rule.figures.get("awards-covered")
    return [kind.replace(" ", "-") for kind in covered] if isinstance(covered, list) else []

"""The meaning of caps on recognition once more: everything that several decisions give, one after the other.

Works on plain dictionaries, shares no code with the rules. A decision is `{target, kind, towards, rule, programme,
granted, amount, unit, used}`, with `spares` the credits and unit of a module that it exempts from; a cap is a
`model_dump`, with `bound` (`YES`, `NO`, `MAYBE`) whether it binds this learner.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, combinations
from typing import Any

Plain = dict[str, Any]
SPARING = ("exemption", "specified_credit")


@dataclass(frozen=True)
class Found:
    """What a cap comes to."""

    status: str
    granted: Decimal
    conditional: Decimal
    over: Decimal


def together(cap: Plain, decisions: list[Plain], programme: Plain, parts: dict[str, set[str]]) -> Found | None:
    """Return what the decisions on one programme come to; None where there is nothing to look at."""
    unit = unit_of(cap, decisions, programme)
    given = counting(cap, decisions, unit, parts)
    if not given:
        return None
    sums = {
        granted: sum((amount for one, amount in given if amount is not None and one["granted"] is granted), Decimal(0))
        for granted in (True, False)
    }
    most = most_of(cap, programme, unit)
    over = Decimal(0) if most is None else max(Decimal(0), sums[True] + sums[False] - most)
    if cap["bound"] == "YES" and most is not None and sums[True] > most:
        return Found("exceeded", sums[True], sums[False], over)
    unsaid = any(amount is None for _, amount in given)
    several = len({tuple(one["used"]) for one, _ in given}) > 1
    unknown = unsaid and (most is not None or cap["of_parts"] == "difference" or several)
    unknown = unknown or ((cap["not_published"] or cap["share"] is not None) and most is None)
    return Found("in_doubt" if unknown or over else "kept", sums[True], sums[False], over)


def counting(
    cap: Plain, decisions: list[Plain], unit: str | None, parts: dict[str, set[str]]
) -> list[tuple[Plain, Decimal | None]]:
    """Return what counts, and how much each gives."""
    given: list[tuple[Plain, Decimal | None]] = []
    for one in decisions:
        rivals = [other for other in decisions if same_thing(one, other)]
        best = max(rivals, key=lambda other: (other["granted"], amount_of(other, unit) or 0))
        if one is best:
            given.append((one, amount_of(one, unit)))
    if cap["of_parts"] == "difference":
        whole = given
        given = [(one, difference(one, amount, whole, parts)) for one, amount in whole]
    if cap["of_several"] == "highest" and given and all(amount is not None for _, amount in given):
        things = list(dict.fromkeys(tuple(one["used"]) for one, _ in given))
        by_thing = [[pair for pair in given if tuple(pair[0]["used"]) == thing] for thing in things]
        given = max(by_thing, key=lambda pairs: (all(o["granted"] for o, _ in pairs), sum(a or 0 for _, a in pairs)))
    return given


def same_thing(one: Plain, other: Plain) -> bool:
    """Say whether two decisions give one and the same; blocks of credit add up."""
    keys = ["target", "kind", "towards"]
    if one["kind"] == "block_credit":
        keys += ["tier" if one["tier"] and other["tier"] else "rule", "used"]
    return all(one[key] == other[key] for key in keys)


def amount_of(one: Plain, unit: str | None) -> Decimal | None:
    if one["amount"] is not None:
        return Decimal(one["amount"]) if one["unit"] == unit else None
    if one["kind"] in SPARING and one["spares"] and one["spares"][1] == unit:
        return Decimal(one["spares"][0])
    return None


def difference(
    one: Plain, amount: Decimal | None, given: list[tuple[Plain, Decimal | None]], parts: dict[str, set[str]]
) -> Decimal | None:
    inside = {part for name in one["used"] for part in parts.get(name, ())}
    for other, less in given:
        if other is not one and inside & set(other["used"]):
            amount = None if amount is None or less is None else max(Decimal(0), amount - less)
    return amount


def unit_of(cap: Plain, decisions: Iterable[Plain], programme: Plain) -> str | None:
    told = {one["unit"] for one in decisions if one["unit"]}
    unit: str | None = cap["unit"] or programme["unit"] or (told.pop() if len(told) == 1 else None)
    return unit


def most_of(cap: Plain, programme: Plain, unit: str | None) -> Decimal | None:
    if cap["at_most"] is not None:
        return Decimal(cap["at_most"])
    if cap["share"] is None or programme["credits"] is None or programme["unit"] != unit:
        return None
    return round(Decimal(str(cap["share"])) * Decimal(programme["credits"]), 2)


def spared(
    caps: list[Plain], decisions: list[Plain], programme: Plain, parts: dict[str, set[str]]
) -> set[frozenset[str]]:
    """Return every set of things that may be exempted from at once, for certain."""
    certain = [one for one in decisions if one["granted"] and one["kind"] in SPARING]
    targets = {one["target"] for one in certain}
    every = chain.from_iterable(combinations(sorted(targets), size) for size in range(len(targets) + 1))
    allowed = set(map(frozenset, every))
    for cap in caps:
        if cap["bound"] == "NO":
            continue
        unit = unit_of(cap, certain, programme)
        counted = counting(cap, certain, unit, parts)
        given = {
            target: min(
                (amount for one, amount in counted if one["target"] == target and amount is not None), default=None
            )
            for target in {one["target"] for one, _ in counted}
        }
        most = most_of(cap, programme, unit)
        asks = most is not None or cap["not_published"] or cap["share"] is not None
        allowed = {
            chosen
            for chosen in allowed
            if all(target in given for target in chosen)
            and not (asks and chosen and (most is None or any(given[target] is None for target in chosen)))
            and (most is None or sum(given[target] or 0 for target in chosen) <= most)
        }
    return allowed

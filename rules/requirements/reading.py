"""One reading of a tree: what is asked for in any case, and how much an award requires.

The audit of an award, the planning of a route and its replay all read a tree by this.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

    from stackways.rules.catalogue import Programme
    from stackways.rules.holdings import Reading
    from stackways.rules.requirements.base import RequirementBase


def outermost(needs: RequirementBase, reading: Reading) -> list[tuple[str, RequirementBase]]:
    """Return what a tree asks for in any case, each part with its path (`0` is the root's)."""
    whole = needs.as_read(reading)
    if whole.all_needed:
        return [(f"0/{position}", part) for position, part in enumerate(whole.each_needed())]
    return [("0", needs)]


def everything_needed(tree: RequirementBase, reading: Reading) -> Iterator[RequirementBase]:
    """Yield what a tree asks for in any case, at any depth: things, choices, amounts and conditions."""
    whole = tree.as_read(reading)
    if not whole.all_needed:
        yield whole
        return
    for part in whole.each_needed():
        yield from everything_needed(part, reading)


def amounts_of(needs: RequirementBase, reading: Reading) -> Iterator[tuple[Decimal | None, str]]:
    """Yield how many credits a tree asks for in any case, at least, each with its unit; None for another amount."""
    for _, part in outermost(needs, reading):
        if (amount := part.as_read(reading).least_credits()) is not None:
            yield amount


def least_credits(needs: RequirementBase, reading: Reading) -> Iterator[tuple[Decimal, str]]:
    """Yield how many credits a tree asks for at least, in any case, each with its unit."""
    return ((amount, unit) for amount, unit in amounts_of(needs, reading) if amount is not None)


def unit_of(programme: Programme, needs: RequirementBase, reading: Reading) -> str | None:
    """Return the unit of an award's credits: the programme's own, else that of the credits its tree asks for."""
    return programme.unit or next((unit for _, unit in amounts_of(needs, reading)), None)


def required(programme: Programme, needs: RequirementBase, reading: Reading, unit: str | None) -> Decimal | None:
    """Return the credits an award requires, in a unit: the programme's own, else those its tree asks for.

    Where nothing has a unit, whatever is asked for in credits counts.
    """
    if programme.credits is not None and unit == unit_of(programme, needs, reading):
        return programme.credits
    return next((amount for amount, of in least_credits(needs, reading) if unit in (None, of)), None)


def asks_for_one_of(tree: RequirementBase, missing: RequirementBase) -> RequirementBase | None:
    """Return the group in a tree in which a part is one of several to choose from; None where it is in none.

    Of two courses that would each do, an audit names one.
    """
    for part, _ in tree.parts():
        if part == missing:
            return tree if tree.lets_choose else None
        if inside := asks_for_one_of(part, missing):
            return inside
    return None

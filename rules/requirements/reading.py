"""One reading of a tree: what a doubt is taken as, what is asked for in any case, and how much an award requires.

The audit of an award, the planning of a route and its replay all read a tree by this.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from stackways.rules.requirements.credits import Credits
from stackways.rules.requirements.doubt import Doubt
from stackways.rules.requirements.groups import AllOf

if TYPE_CHECKING:
    from decimal import Decimal

    from stackways.rules.catalogue import Programme
    from stackways.rules.holdings import Reading
    from stackways.rules.requirements.base import RequirementBase


def taken(requirement: RequirementBase, reading: Reading) -> RequirementBase:
    """Return a requirement as a reading takes it: of a doubt the alternative."""
    if isinstance(requirement, Doubt):
        return taken(requirement.alternatives[requirement.taken(reading)], reading)
    return requirement


def outermost(needs: RequirementBase, reading: Reading) -> list[tuple[str, RequirementBase]]:
    """Return what a tree asks for in any case, each part with its path (`0` is the root's)."""
    whole = taken(needs, reading)
    if isinstance(whole, AllOf):
        return [(f"0/{position}", part) for position, part in enumerate(whole.all_of)]
    return [("0", needs)]


def amounts_of(needs: RequirementBase, reading: Reading) -> list[Credits]:
    """Return the amounts of credits that a tree asks for in any case."""
    parts = (taken(part, reading) for _, part in outermost(needs, reading))
    return [part for part in parts if isinstance(part, Credits)]


def least_credits(needs: RequirementBase, reading: Reading) -> Iterator[tuple[Decimal, str]]:
    """Yield how many credits a tree asks for at least, in any case, each with its unit."""
    for part in amounts_of(needs, reading):
        if part.credits.at_least is not None and not part.counted:
            yield part.credits.at_least, part.unit


def unit_of(programme: Programme, needs: RequirementBase, reading: Reading) -> str | None:
    """Return the unit of an award's credits: the programme's own, else that of the credits its tree asks for."""
    return programme.unit or next((part.unit for part in amounts_of(needs, reading)), None)


def required(programme: Programme, needs: RequirementBase, reading: Reading, unit: str | None) -> Decimal | None:
    """Return the credits an award requires, in a unit: the programme's own, else those its tree asks for.

    Where nothing has a unit, whatever is asked for in credits counts.
    """
    if programme.credits is not None and unit == unit_of(programme, needs, reading):
        return programme.credits
    return next((amount for amount, of in least_credits(needs, reading) if unit in (None, of)), None)

"""Cutting: of what a limit selects, a sum of credits takes no more than its most, and so part of a course's credits.

Source of the meaning: concepts.md, "caps and residency, in units, credits or share".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING

from stackways.rules.awards.solver import cp_model
from stackways.rules.requirements.reading import everything_needed

if TYPE_CHECKING:
    from stackways.rules.holdings import Reading
    from stackways.rules.requirements.base import RequirementBase


def cuts_of(tree: RequirementBase, reading: Reading) -> list[RequirementBase]:
    """Return the limits of a tree that cut off part of what courses bring."""
    return [part for part in everything_needed(tree, reading) if part.cuts_at is not None]


def cuts_in(cuts: Iterable[RequirementBase], unit: str) -> list[tuple[RequirementBase, int]]:
    """Return the limits that speak of a unit, each with its most in hundredths."""
    return [(cut, int(at[0] * 100)) for cut in cuts if (at := cut.cuts_at) is not None and at[1] == unit]


def left_of(amounts: Iterable[tuple[int, Collection[int]]], mosts: Sequence[int]) -> int:
    """Return how much limits leave of amounts, each with the positions of the limits that speak of it."""
    by_limits: dict[frozenset[int], int] = defaultdict(int)
    for amount, by in amounts:
        by_limits[frozenset(by)] += amount
    if all(len(by) <= 1 for by in by_limits):
        return sum(min([amount, *(mosts[at] for at in by)]) for by, amount in by_limits.items())
    model = cp_model.CpModel()
    left = {by: model.new_int_var(0, amount, "") for by, amount in by_limits.items()}
    for at, most in enumerate(mosts):
        model.add(sum(part for by, part in left.items() if at in by) <= most)
    model.maximize(sum(left.values()))
    solver = cp_model.CpSolver()
    solver.solve(model)
    return int(solver.objective_value)

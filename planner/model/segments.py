"""Segments: what rules can tell of the day on which something planned will have been attained.

A year, or a date that is asked for, divides the days: within a segment no rule tells one day from another. What is
planned is then held as one thing a segment, of which one comes true.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from stackways.planner.world import World
from stackways.rules.requirements.base import RequirementBase, walk


def first_days(world: World) -> list[dt.date]:
    """Return the first day of each segment after the first; none where no rule looks at years or dates."""
    problem = world.problem
    days: set[dt.date] = set()
    for requirement in _asked(world):
        days |= {*requirement.days_told_apart(problem.situation.learner.admission_on)}
        if "year" in requirement.traits():
            days |= {dt.date(year, 1, 1) for year in range(problem.start.year, problem.last.year + 1)}
    return sorted(day for day in days if problem.start < day <= problem.last)


def _asked(world: World) -> Iterator[RequirementBase]:
    """Yield every requirement of every rule that takes part, at any depth."""
    trees: list[RequirementBase] = []
    for code, thing in world.things.items():
        trees += [thing.tree.needs] if thing.tree else []
        trees += [award.needs for award in thing.awards if award.needs]
        trees += [rule.needs for rule in world.entries(code)]
    trees += [rule.needs for sparing in world.sparings for rule in sparing.versions]
    for tree in trees:
        yield from walk(tree)

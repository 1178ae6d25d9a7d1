"""Segments: what rules can tell of the day on which something planned will have been attained.

A year, or a date that is asked for, divides the days: within a segment no rule tells one day from another. What is
planned is then held as one thing a segment, of which one comes true.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from stackways.planner.world import World
from stackways.rules.requirements.base import RequirementBase
from stackways.rules.requirements.distinct import Distinct
from stackways.rules.requirements.select import Select

NEXT_DAY = dt.timedelta(days=1)


def first_days(world: World) -> list[dt.date]:
    """Return the first day of each segment after the first; none where no rule looks at years or dates."""
    problem = world.problem
    days: set[dt.date] = set()
    for requirement in _asked(world):
        if isinstance(requirement, Select):
            days |= {day for day in (requirement.attained_from,) if day}
            days |= {day + NEXT_DAY for day in (requirement.attained_until,) if day}
            admitted = problem.situation.learner.admission_on
            if requirement.within and admitted:
                days.add(requirement.within.after(admitted) + NEXT_DAY)
        if _looks_at_years(requirement):
            days |= {dt.date(year, 1, 1) for year in range(problem.start.year, problem.last.year + 1)}
    return sorted(day for day in days if problem.start < day <= problem.last)


def _asked(world: World) -> Iterator[RequirementBase]:
    """Yield every requirement of every rule that takes part, at any depth."""
    pending: list[RequirementBase] = []
    for code, thing in world.things.items():
        pending += [thing.tree.needs] if thing.tree else []
        pending += [award.needs for award in thing.awards if award.needs]
        pending += [rule.needs for rule in world.entries(code)]
    pending += [rule.needs for sparing in world.sparings for rule in sparing.versions]
    while pending:
        requirement = pending.pop()
        yield requirement
        pending += [part for part, _ in requirement.parts()]


def _looks_at_years(requirement: RequirementBase) -> bool:
    where = getattr(requirement, "where", None)
    trait = requirement.distinct if isinstance(requirement, Distinct) else where.same if where is not None else None
    return trait == "year"

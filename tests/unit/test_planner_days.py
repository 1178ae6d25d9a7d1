"""Rules that look at the day on which something was attained, where that day is still to be planned.

What the planner finds is compared with every choice of courses and of days there is, each audited as if it were held.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from tests.reference.compare_routes import problem_of
from tests.reference.routes import Course, Small

from stackways.planner.candidates import world_of
from stackways.planner.problem import Problem
from stackways.planner.route import Limits
from stackways.planner.routes import plan_routes
from stackways.rules.awards.audit import Asked, audit
from stackways.rules.holdings import Holding
from stackways.rules.kinds.structure import Structure
from stackways.rules.situation import Standing

START, LAST = dt.date(2026, 1, 1), dt.date(2028, 6, 30)
COURSES = (
    Course("s:spring", fee=100, hours=30, months=4, intakes=(3,), credits=6),
    Course("s:autumn", fee=100, hours=30, months=4, intakes=(9,), credits=6),
    Course("s:year", fee=100, hours=30, months=12, intakes=(3,), credits=6),
)
ALL = [course.code for course in COURSES]
LATER = {"select": {"codes": ALL}, "attained_from": "2027-01-01"}
SOONER = {"select": {"codes": ALL}, "attained_until": "2026-12-30"}


def units(least: int, **more: object) -> dict[str, Any]:
    """So many courses of all."""
    return {"units": {"at_least": least}, "called": "courses", **({"of": ALL} if "where" not in more else {}), **more}


CASES: Mapping[str, dict[str, Any]] = {
    "within six months": {"all_of": [units(2), {"span": "P6M"}]},
    "within three months, all of them": {"all_of": [units(3), {"span": "P3M"}]},
    "the first of them last": {"all_of": [units(3), units(1, counted=True, latest=1, of=["s:spring"])]},
    "one of the last two": {"all_of": [units(3), units(1, counted=True, latest=2, of=["s:spring"])]},
    "none of the last two": {
        "all_of": [units(3), {**units(0, counted=True, latest=2, of=["s:year"]), "units": {"at_most": 0}}]
    },
    "one from a day on": {"all_of": [units(2), units(1, counted=True, of=[LATER])]},
    "only from a day on": units(2, of=[LATER]),
    "one until a day, one from another on": {"all_of": [units(1, of=[SOONER]), units(1, of=[LATER])]},
    "of one year": units(2, where={"same": "year", "codes": ALL}),
    "of two years": {"all_of": [units(2), {"distinct": "year", "at_least": 2}]},
    "of one year at most, all of them": {"all_of": [units(3), {"distinct": "year", "at_most": 1}]},
}


def asking(needs: Mapping[str, Any]) -> Problem:
    """What ends soonest where an award asks for this."""
    asked = problem_of(Small(COURSES, "some", 1, START, LAST, order=("time",)))
    (tree,) = (rule for rule in asked.rules if isinstance(rule, Structure))
    said = tree.model_dump(mode="json", exclude_unset=True, by_alias=True)
    new = Structure.model_validate({**said, "needs": needs})
    rules = [new if rule is tree else rule for rule in asked.rules]
    return replace(asked, rules=rules, optimise=["time"], limits=Limits(finish_by=LAST))


def every_choice(problem: Problem) -> Iterator[list[Holding]]:
    """Yield whatever may be had by the end: each course on each day on which it may end, or not at all."""
    ends: list[list[Holding | None]] = []
    for thing in world_of(problem).things.values():
        if thing.tree is None and thing.facts.period:
            days = [thing.facts.period.after(start) - dt.timedelta(days=1) for start in thing.starts.days]
            had = [Holding(code=thing.code, attained_on=day) for day in days if day <= LAST]
            ends.append([None, *had])
    for chosen in product(*ends):
        yield [holding for holding in chosen if holding]


def soonest(problem: Problem) -> dt.date | None:
    """The first day on which the award can be claimed, by auditing every choice."""
    tree = problem.tree(problem.target.code)
    assert tree
    days = []
    for holdings in every_choice(problem):
        day = max((holding.attained_on or START for holding in holdings), default=START)
        situation = problem.situation.but(day=day, holdings=holdings)
        found = audit(Asked(problem.target, tree), situation)
        if found.standing is Standing.MET:
            days.append(day)
    return min(days, default=None)


@pytest.mark.parametrize("needs", CASES.values(), ids=CASES.keys())
def test_what_ends_soonest_is_the_soonest_of_every_choice(needs: Mapping[str, Any]) -> None:
    problem = asking(needs)
    planned = plan_routes(problem, 1)
    assert [route.finish for route in planned.routes] == [day for day in [soonest(problem)] if day]
    assert all(route.proven_optimal for route in planned.routes)
    assert planned.undecided is None

"""A route that was tampered with is refused, and why; without a solver."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from tests.asking import texts
from tests.reference.compare_routes import SAID, TARGET, problem_of
from tests.reference.routes import Course, Small

from stackways.planner.answer.itinerary import Itinerary
from stackways.planner.answer.validate import faults_of
from stackways.planner.route import Variant
from stackways.planner.routes import plan_routes
from stackways.planner.search.search import Found, Search, Studied
from stackways.rules.awards.solver import cp_model
from stackways.rules.base import Money
from stackways.rules.kinds.award import Award
from stackways.rules.kinds.structure import Structure
from stackways.rules.situation import Standing

START = dt.date(2026, 1, 1)
COURSES = (
    Course("s:a", fee=100, hours=40, months=2, intakes=(2, 3), credits=6),
    Course("s:b", fee=200, hours=40, months=2, intakes=(), credits=6, after=("s:a",)),
    Course("s:c", fee=300, hours=40, months=2, intakes=(), credits=6),
)
SMALL = Small(
    courses=COURSES, kind="all", amount=0, start=START, last=dt.date(2027, 12, 31), shelf_life=12,
    held=dt.date(2025, 6, 1), exempts="s:c", window=12, entry=12, weekly=10,
)  # fmt: skip


def found_for(small: Small, needs: dict[str, Any] | None = None) -> Found:
    problem = problem_of(small)
    if needs is not None:
        (old, *others) = problem.rules
        assert isinstance(old, Structure)
        tree = {**SAID, "kind": "structure", "code": "s:structure", "of": [TARGET], "confers": True, "needs": needs}
        problem = replace(problem, rules=[Structure.model_validate(tree), *others])
    found = Search(problem, [], least=Standing.MET).best(["time"])
    assert found
    assert faults_of(Itinerary(found)) == []
    return found


@pytest.fixture
def found() -> Found:
    """A in February and March, B after it, C exempted."""
    return found_for(SMALL)


def moved(found: Found, code: str, start: dt.date | None = None, end: dt.date | None = None) -> Found:
    calendar, was = found.search.plan.calendar, found.studies[code]
    begun = was.start if start is None else calendar.number(start)
    ended = was.end if end is None else calendar.number(end)
    return replace(found, studies={**found.studies, code: Studied(begun, ended)})


def at(found: Found, day: dt.date) -> int:
    return found.search.plan.calendar.number(day)


TAMPERED: dict[str, tuple[Callable[[Found], Found], str]] = {
    "a step a day late": (
        lambda f: moved(f, "s:a", dt.date(2026, 2, 2)),
        "`s:a` does not begin on 2026-02-02",
    ),
    "a closed intake": (
        lambda f: moved(f, "s:a", dt.date(2026, 4, 1), dt.date(2026, 5, 31)),
        "`s:a` does not begin on 2026-04-01",
    ),
    "shorter than published": (
        lambda f: moved(f, "s:a", end=dt.date(2026, 3, 30)),
        "`s:a` from 2026-02-01 to 2026-03-30 is shorter than published",
    ),
    "before what it asks for": (
        lambda f: moved(f, "s:b", dt.date(2026, 3, 1), dt.date(2026, 4, 30)),
        "`s:b` may not begin on 2026-03-01",
    ),
    "an expired claim": (
        lambda f: replace(f, claimed={one: at(f, dt.date(2026, 6, 2)) for one in f.claimed}),
        "the exemption from `s:c` is not granted on 2026-06-02",
    ),
    "an exemption that is not claimed": (
        lambda f: replace(f, claimed={}),
        "the exemption from `s:c` is not claimed by then",
    ),
    "entry that is over": (
        lambda f: replace(f, entered={TARGET: at(f, dt.date(2026, 6, 2))}),
        f"`{TARGET}` may not begin on 2026-06-02",
    ),
    "an award before its parts": (
        lambda f: replace(f, awarded={TARGET: f.awarded[TARGET] - 1}),
        "`s:b` does not count for",
    ),
    "an award after a part's shelf life": (
        lambda f: replace(
            f, awarded={TARGET: at(f, dt.date(2027, 4, 1))}, figures={**f.figures, "time": at(f, dt.date(2027, 4, 1))}
        ),
        "`s:a` does not count for",
    ),
    "a part that is not studied": (
        lambda f: replace(f, studies={code: one for code, one in f.studies.items() if code != "s:b"}),
        "`s:b` does not count for",
    ),
    "a part that is counted nowhere": (
        lambda f: replace(f, places={TARGET: {path: at_ for path, at_ in f.places[TARGET].items() if path != "0/1"}}),
        "0 things are counted for s:b",
    ),
    "something else in its place": (
        lambda f: replace(f, places={TARGET: {**f.places[TARGET], "0/1": f.places[TARGET]["0/0"]}}),
        "`s:a` is counted twice",
    ),
    "another finish": (
        lambda f: replace(f, figures={**f.figures, "time": f.figures["time"] - 1}),
        "another day is told",
    ),
    "another cost": (
        lambda f: replace(f, figures={**f.figures, "cost": 299_00}),
        "it costs 300.00 SGD, and 299 is told",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TAMPERED)
def test_what_does_not_hold_is_refused_with_the_reason(name: str, found: Found) -> None:
    tamper, reason = TAMPERED[name]
    faults = faults_of(Itinerary(tamper(found)))
    assert [fault for fault in faults if reason in fault], faults


def test_the_budget(found: Found) -> None:
    world = found.search.world
    limits = world.problem.limits.model_copy(update={"budget": Money(amount=Decimal(250), currency="SGD")})
    world.problem = replace(world.problem, limits=limits)
    assert "it costs 300.00 SGD, more than 250" in faults_of(Itinerary(found))


def test_the_hours_of_a_week(found: Found) -> None:
    world = found.search.world
    world.problem = replace(
        world.problem, limits=world.problem.limits.model_copy(update={"hours_per_week": Decimal(2)})
    )
    assert [fault for fault in faults_of(Itinerary(found)) if "does not get its hours by" in fault]


def test_a_piece_that_is_counted_in_two_pools() -> None:
    pool = {"credits": {"at_least": 6}, "unit": "cu", "of": ["s:a", "s:c"]}
    found = found_for(replace(SMALL, exempts=None), {"all_of": [pool, pool]})
    places = found.places[TARGET]
    twice = replace(found, places={TARGET: {**places, "0/1": places["0/0"]}})
    assert [fault for fault in faults_of(Itinerary(twice)) if "is counted twice" in fault]


def test_no_solver_is_asked(found: Found, monkeypatch: pytest.MonkeyPatch) -> None:
    itinerary = Itinerary(found)

    def refuse(*_: object) -> None:
        raise AssertionError("a solver was asked")

    monkeypatch.setattr(cp_model.CpSolver, "solve", refuse)
    monkeypatch.setattr(cp_model.CpModel, "new_bool_var", refuse)
    assert faults_of(itinerary) == []


def test_a_better_title_than_the_one_asked_for_is_told_and_no_mistake() -> None:
    problem = problem_of(SMALL)
    titles = [
        Award.model_validate(
            {
                **SAID,
                "kind": "award",
                "code": code,
                "of": [TARGET],
                "decides": "title",
                "title": {"en": title},
                "rank": rank,
            }
        )
        for code, title, rank in (("s:better", "Better", 1), ("s:plain", "Plain", 2))
    ]
    asked = replace(problem, rules=[*problem.rules, *titles], variant=Variant(title="s:plain"))
    (route,) = plan_routes(asked, 1).routes
    assert route.steps[-1].title == {"en": "Better"}
    assert "what counts is enough for Better, which goes before `s:plain`" in texts(route.warnings)

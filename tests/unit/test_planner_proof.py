"""What is said to be proven, what is not, and that an effort which ends is no answer."""

import datetime as dt
from dataclasses import replace
from itertools import chain, repeat

import pytest
from bench.routes import problem
from tests.reference.compare_routes import problem_of
from tests.reference.routes import Course, Small

from stackways.planner.routes import plan_routes
from stackways.planner.search import search as solve
from stackways.planner.search.search import Search
from stackways.rules.awards.solver import cp_model, repeatable_solver

KNOWN = Course("s:known", fee=300, hours=30, months=1, intakes=(), credits=6)


def either(other: Course) -> Small:
    """One of two courses is enough."""
    day = dt.date(2026, 1, 1)
    return Small((KNOWN, other), "some", 1, day, dt.date(2026, 12, 31), order=("cost",))


def after_so_many_steps(monkeypatch: pytest.MonkeyPatch, steps: int) -> None:
    """Let the effort of every step after the first few end at once."""
    efforts = chain(repeat(8.0, steps), repeat(0.0))

    def solver(**_: float) -> cp_model.CpSolver:
        return repeatable_solver(effort=next(efforts), seconds=60)

    monkeypatch.setattr(solve, "repeatable_solver", solver)


def test_a_route_whose_cost_is_not_known_may_be_cheaper() -> None:
    asked = problem_of(either(Course("s:unknown", fee=None, hours=30, months=1, intakes=(), credits=6)))
    (route,) = plan_routes(replace(asked, optimise=["cost"]), 1).routes
    assert [step.code for step in route.steps if step.kind == "study"] == ["s:known"]
    assert not route.proven_optimal
    assert str(route.why_not_proven) == "another route may be better, but it is not known what it costs"


def test_a_route_that_is_worse_as_far_as_it_is_known_takes_nothing_from_the_proof() -> None:
    asked = problem_of(either(Course("s:unknown", fee=200, hours=None, months=None, intakes=(12,), credits=6)))
    (route,) = plan_routes(replace(asked, optimise=["time"]), 1).routes
    assert [step.code for step in route.steps if step.kind == "study"] == ["s:known"]
    assert route.proven_optimal
    assert route.why_not_proven is None


def test_what_begins_on_a_published_day_far_ahead_does_not_begin_sooner() -> None:
    asked = problem_of(replace(either(KNOWN), courses=(KNOWN,), last=dt.date(2034, 12, 31)))
    published = dt.date(2032, 9, 15)
    item = asked.items["s:known"].model_copy(update={"starts": [published]})
    asked = replace(asked, knowledge=replace(asked.knowledge, items={**asked.items, "s:known": item}))
    (route,) = plan_routes(replace(asked, optimise=["time"]), 1).routes
    (study,) = [step for step in route.steps if step.kind == "study"]
    assert study.start == published


def test_what_is_not_decided_is_not_impossible(monkeypatch: pytest.MonkeyPatch) -> None:
    after_so_many_steps(monkeypatch, 0)
    asked = problem(30, 0, ["cost"])
    limits = asked.limits.model_copy(update={"finish_by": dt.date(2028, 11, 22)})
    planned = plan_routes(replace(asked, limits=limits), 1)
    assert planned.routes == []
    assert planned.impossible is None
    assert planned.undecided
    assert "we stopped looking before we knew whether there is a route" in str(planned.undecided)
    assert "`finish_by`" in str(planned.undecided)


def test_what_an_earlier_step_found_stands_where_a_later_one_ends_early(monkeypatch: pytest.MonkeyPatch) -> None:
    after_so_many_steps(monkeypatch, 1)
    search = Search(problem(30, 0, ["steps"], weekly=None), [])
    found = search.best(["steps"])
    assert found
    assert not found.proven
    assert not search.undecided

"""Awards on the way that may spare something: their routes are compared with those of the straight way."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reference.compare_routes import SAID, TARGET, figures_of, problem_of
from tests.reference.routes import Course, Small

from stackways.planner import routes as planning
from stackways.planner.problem import Problem
from stackways.planner.route import Route
from stackways.planner.routes import plan_routes
from stackways.planner.search.search import OBJECTIVES, Search
from stackways.rules.catalogue import Programme
from stackways.rules.kinds.recognition import Recognition
from stackways.rules.kinds.structure import Structure

DAY = dt.date(2026, 1, 1)
STAGE = "s:stage"
DEAR = Course("s:dear", fee=500, hours=50, months=3, intakes=(), credits=6)
REST = Course("s:rest", fee=100, hours=10, months=1, intakes=(), credits=6)
FIRST = Course("s:first", fee=200, hours=20, months=1, intakes=(), credits=6)


def asked(first: Course = FIRST, dear: Course = DEAR, *, spared: str = "s:dear") -> Problem:
    """The target asks for two courses; a certificate made of a third exempts from one of them."""
    small = Small((dear, REST, first), "all", 0, DAY, dt.date(2026, 12, 31))
    problem = problem_of(small)
    stage = Programme(code=STAGE, title={"en": "Stage"}, kind="certificate", offered_by=["s"])
    items = {**problem.items, STAGE: stage}
    rules = [
        Structure.model_validate(
            {**SAID, "kind": "structure", "code": f"{code}-made", "of": [code], "confers": True, "needs": needs}
        )
        for code, needs in ((TARGET, {"all_of": ["s:dear", "s:rest"]}), (STAGE, {"all_of": ["s:first"]}))
    ]
    grant = {"target": spared, "outcome": "exemption"}
    exempts = {"kind": "recognition", "code": "s:exempts", "within": TARGET, "needs": STAGE, "grants": [grant]}
    return replace(
        problem,
        rules=[*rules, Recognition.model_validate({**SAID, **exempts})],
        knowledge=replace(problem.knowledge, items=items),
        situation=problem.situation.but(items=items),
    )


def planned(problem: Problem, *wanted: str, most: int = 3) -> list[Route]:
    return [*plan_routes(replace(problem, optimise=wanted), most, chains=[[STAGE]]).routes]  # type: ignore[arg-type]


def studied(route: Route) -> set[str]:
    return {step.code for step in route.steps if step.kind == "study"}


def test_a_chain_that_is_better_comes_first_and_is_proven() -> None:
    first, second, *_ = planned(asked(), "cost")
    assert studied(first) == {"s:first", "s:rest"}
    assert [step.code for step in first.steps if step.kind == "award"] == [STAGE, TARGET]
    assert studied(second) == {"s:dear", "s:rest"}
    assert first.proven_optimal
    (alone,) = planned(asked(), "cost", most=1)
    assert alone == first, "also where one route alone is asked for"


def test_a_chain_that_is_worse_comes_after() -> None:
    first, second, *_ = planned(asked(replace(FIRST, fee=900)), "cost")
    assert studied(first) == {"s:dear", "s:rest"}
    assert first.proven_optimal
    assert studied(second) == {"s:first", "s:rest"}


def test_a_chain_of_which_the_cost_is_not_known_may_be_cheaper() -> None:
    first, second, *_ = planned(asked(replace(FIRST, fee=None)), "cost")
    assert studied(first) == {"s:dear", "s:rest"}
    assert str(first.why_not_proven) == "another route may be better, but it is not known what it costs"
    assert second.cost.gross is None
    (sooner, *_) = planned(asked(replace(FIRST, fee=None)), "hours")
    assert studied(sooner) == {"s:first", "s:rest"}
    assert sooner.hours.value == 30


def test_a_chain_that_spares_nothing_takes_nothing_from_the_proof() -> None:
    first, *_ = planned(asked(replace(FIRST, fee=None), spared="s:first"), "cost")
    assert studied(first) == {"s:dear", "s:rest"}
    assert first.proven_optimal


def test_without_an_objective_what_is_best_by_each_is_found_on_any_way() -> None:
    slow = asked(replace(FIRST, months=6))
    found = planned(slow, most=5)
    assert [route.best_by for route in found[:2]] == ["time", "cost"]
    assert [studied(route) for route in found[:2]] == [{"s:dear", "s:rest"}, {"s:first", "s:rest"}]


def test_a_chain_whose_search_ends_early_leaves_nothing_proven(monkeypatch: pytest.MonkeyPatch) -> None:
    real = planning._Looking.found

    def found(self: Any, problem: Problem, most: int) -> Any:  # noqa: ANN401 - as there
        self.undecided = bool(problem.stages)
        return [] if problem.stages else real(self, problem, most)

    monkeypatch.setattr(planning._Looking, "found", found)
    (route,) = planned(asked(), "cost", most=1)
    assert studied(route) == {"s:dear", "s:rest"}
    assert str(route.why_not_proven) == "we stopped looking before we could be sure that this is the best route"


def test_chains_beyond_the_limit_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planning, "MOST_CHAINS", 0)
    answer = plan_routes(replace(asked(), optimise=["cost"]), 1, chains=[[STAGE]])
    assert str(answer.left_out[-1]) == "getting Stage first"


courses = st.builds(
    Course,
    code=st.just(""),
    fee=st.sampled_from([None, 100, 300, 500]),
    hours=st.sampled_from([None, 10, 30, 50]),
    months=st.sampled_from([None, 1, 2, 4]),
    intakes=st.sampled_from([(), (5,)]),
    credits=st.just(6),
)


@settings(max_examples=25, deadline=None)
@given(courses, courses, st.sampled_from(OBJECTIVES))
def test_the_first_route_is_the_best_of_all_ways(first: Course, dear: Course, objective: str) -> None:
    problem = replace(asked(replace(first, code="s:first"), replace(dear, code="s:dear")), optimise=[objective])  # type: ignore[list-item]
    ways = [Search(replace(problem, stages=stages), []).best([objective]) for stages in ((), (STAGE,))]  # type: ignore[list-item]
    order = [objective, *(other for other in OBJECTIVES if other != objective)]
    figures = [[figures_of(one)[OBJECTIVES.index(o)] for o in order] for one in ways if one]
    found = plan_routes(problem, 1, chains=[[STAGE]]).routes
    assert bool(found) == bool(figures)
    if found:
        best = min(figures)
        known = {"steps": len(studied(found[0])), "cost": found[0].cost.gross, "hours": found[0].hours.value}
        assert known["steps"] == best[order.index("steps")][1]
        assert (known["cost"] is None) == best[order.index("cost")][0]
        assert (known["hours"] is None) == best[order.index("hours")][0]
        if known["hours"] is not None:
            assert known["hours"] == best[order.index("hours")][1]

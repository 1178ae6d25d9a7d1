"""Why there is no route: a conflict that holds, relaxations that give what they say, and an effort that is bounded."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.asking import texts
from tests.reference.compare_routes import problem_of, questions
from tests.reference.routes import Course, Small

from stackways.planner.answer import impossible
from stackways.planner.problem import Problem
from stackways.planner.route import Impossible
from stackways.planner.routes import plan_routes
from stackways.planner.search.search import Search, Solving
from stackways.words.message import Money

DAY = dt.date(2026, 1, 1)
TIGHT = Small(
    (Course("s:a", fee=400, hours=40, months=2, intakes=(), credits=6),),
    "all", 0, DAY, dt.date(2026, 1, 20), weekly=5, budget=100,
)  # fmt: skip


def why(problem: Problem) -> Impossible:
    answer = plan_routes(problem, 1).impossible
    assert answer
    return answer


def test_each_limit_that_alone_leaves_no_way_is_enough() -> None:
    answer = why(problem_of(TIGHT))
    assert answer.conflict[0].text in ("your budget is SGD 100", "you finish by 20 January 2026")
    assert len(answer.relaxations) == 1, "a smallest set: the other limits could be kept"


def test_each_search_is_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[tuple[object, ...]] = []

    def count(self: Search) -> None:
        made.append((self.problem.limits.model_dump_json(), self.problem.months, self.least))
        real(self)

    real = Search.__post_init__
    monkeypatch.setattr(Search, "__post_init__", count)
    asked = problem_of(TIGHT)
    impossible.explain(asked, [], Solving())
    assert len(made) == len({*made}) > 2


def test_an_effort_that_ends_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(impossible, "MOST_EFFORT", 0.0)
    answer = why(problem_of(TIGHT))
    assert [one.message for one in answer.relaxations] == [impossible.NOT_ALL]
    assert "your budget is SGD 100" in texts(answer.conflict)


@settings(max_examples=5, deadline=None)
@given(questions(), st.sampled_from([40, 70, 95]), st.sampled_from([50, 100, 200]))
def test_what_giving_up_a_limit_gives_is_so(small: Small, days: int, budget: int) -> None:
    small = replace(small, last=small.start + dt.timedelta(days=days), budget=budget)
    problem = problem_of(small)
    answer = plan_routes(problem, 1)
    assume(answer.impossible is not None)
    assert answer.impossible
    for message in (one.message for one in answer.impossible.relaxations):
        limits, given = problem.limits, dict(message.args)
        if message.id == "plan.by-day":
            limits = limits.model_copy(update={"finish_by": given["day"]})
        elif message.id == "plan.with-hours":
            limits = limits.model_copy(update={"hours_per_week": Decimal(str(given["hours"]))})
        elif message.id in {"plan.with-budget", "plan.with-budget-for-known"}:
            assert limits.budget
            assert isinstance(given["budget"], Money)
            money = limits.budget.model_copy(update={"amount": given["budget"].amount})
            limits = limits.model_copy(update={"budget": money})
        elif message.id == "plan.with-at-once":
            limits = limits.model_copy(update={"concurrent": given["most"]})
        else:
            continue
        # Of a smallest set: the limits that are not in it are no part of what is said.
        kept = {
            name: None for name, id_ in KEPT.items() if all(one.message.id != id_ for one in answer.impossible.conflict)
        }
        assert plan_routes(replace(problem, limits=limits.model_copy(update=kept)), 1).routes, (message, small)


KEPT = {
    "finish_by": "plan.limit-finish",
    "budget": "plan.limit-budget",
    "hours_per_week": "plan.limit-hours",
    "concurrent": "plan.limit-at-once",
    "credits_per_term": "plan.limit-per-term",
}

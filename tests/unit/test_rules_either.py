"""What is recognised as one thing or another, never as both."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from pydantic import ValidationError
from tests.asking import MODULE, ask, course, held, remarks, rule
from tests.reference.compare_routes import BADGE, problem_of
from tests.reference.routes import Course, Small

from stackways.planner.routes import plan_routes
from stackways.rules.awards.exempting import exemptions_of
from stackways.rules.caps import left_by_caps, totals_of
from stackways.rules.catalogue import Module, Programme, StudyItem
from stackways.rules.decision import Decision, Status
from stackways.rules.kinds.recognition import Recognition
from stackways.rules.recognise import Knowledge, decide
from stackways.rules.situation import Situation

CERT = course("vendor:cert")
MODULES = [
    Module(code=f"school:{name}", title={"en": name}, offered_by=["school"], credits=Decimal(6), unit="cu")
    for name in ("art", "tea", "fish")
]
DIPLOMA = Programme(code="school:diploma", title={"en": "Diploma"}, kind="diploma", offered_by=["school"])
ENTRIES: list[StudyItem] = [*MODULES, MODULE, DIPLOMA, CERT]
ITEMS = {one.code: one for one in ENTRIES}


def of_either(*names: str, **more: object) -> Recognition:
    grants = [{"target": f"school:{name}", "outcome": "exemption"} for name in names]
    return rule("vendor:cert", **{"grants": grants, "either": True, **more})


def decided(*rules: Recognition) -> list[Decision]:
    situation = Situation(dt.date(2026, 11, 22), [held()], items=ITEMS)
    return [decide([one], grant, situation, Knowledge(ITEMS)) for one in rules for grant in one.grants]


def test_each_is_granted_and_names_what_it_takes_the_place_of() -> None:
    decision = ask(of_either("art", "tea"), held(), items=[CERT, *MODULES])
    assert decision.status is Status.GRANTED
    assert decision.either == ["school:tea"]
    assert "either" in remarks(decision)
    assert "only one of these counts: art or tea" in [remark.text for remark in decision.remarks]


def test_without_either_all_are_granted_together() -> None:
    assert [one.either for one in decided(of_either("art", "tea", either=False))] == [[], []]


def test_either_is_a_choice_between_several() -> None:
    with pytest.raises(ValidationError, match="chooses between several"):
        of_either("art")


def test_a_total_has_one_of_them() -> None:
    one = {"outcome": "exemption", "unit": "cu"}
    grants = [{"target": "school:art", "amount": 6, **one}, {"target": "school:tea", "amount": 3, **one}]
    decisions = decided(of_either(grants=grants))
    (total,) = totals_of(decisions, [], Situation(dt.date(2026, 11, 22), [held()], items=ITEMS), Knowledge(ITEMS))
    assert [total.most, total.adds_up_to] == [Decimal(6)] * 2


def test_in_an_award_one_of_them_is_exempted() -> None:
    situation = Situation(dt.date(2026, 11, 22), [held()], items=ITEMS)
    rules = {"one": [of_either("art", "tea")], "other": [rule("vendor:cert", code="school:other")]}
    spared, limits = left_by_caps(DIPLOMA, [*exemptions_of(rules, situation)], [], [], situation, Knowledge(ITEMS))
    assert [one.code for one in spared] == ["school:art", "school:tea", "school:module"]
    assert [(limit.weights, limit.most, limit.own) for limit in limits] == [
        ({"school:art": 1, "school:tea": 1}, 1, True)
    ]


@pytest.mark.parametrize(("either", "studied"), [(True, 1), (False, 0)])
def test_on_a_route_one_of_them_is_claimed(either: bool, studied: int) -> None:  # noqa: FBT001 - the case
    day = dt.date(2026, 1, 1)
    courses = tuple(Course(f"s:{name}", fee=400, hours=40, months=3, intakes=(), credits=6) for name in "ab")
    badge = Course(BADGE, fee=50, hours=10, months=1, intakes=(), credits=0)
    small = Small(courses, "all", 0, day, dt.date(2026, 12, 31), badge=badge, spares="s:a", order=("cost",))
    problem = problem_of(small)
    both = [{"target": code, "outcome": "exemption"} for code in ("s:a", "s:b")]
    rules = [
        Recognition(**{**one.model_dump(), "grants": both, "either": either}) if isinstance(one, Recognition) else one
        for one in problem.rules
    ]
    (route,) = plan_routes(replace(problem, rules=rules, optimise=["cost"]), 1).routes
    assert sum(step.kind == "study" and step.code != BADGE for step in route.steps) == studied

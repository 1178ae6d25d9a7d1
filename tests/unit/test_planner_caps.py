"""Caps on what is recognised in all, where exemptions are still to be claimed."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from pydantic import TypeAdapter
from tests.asking import texts
from tests.reference.compare_routes import CERTIFICATE, SAID, TARGET, problem_of
from tests.reference.routes import Course, Small

from stackways.planner.answer.itinerary import Itinerary
from stackways.planner.answer.validate import faults_of
from stackways.planner.problem import Problem
from stackways.planner.routes import plan_routes
from stackways.planner.search import search as solve
from stackways.planner.search.search import Search, routes_of
from stackways.rules.kinds.cap import Cap
from stackways.rules.kinds.recognition import Recognition

CAP: TypeAdapter[Cap] = TypeAdapter(Cap)
COURSES = tuple(
    Course(f"s:{name}", fee=fee, hours=30, months=1, intakes=(), credits=6)
    for name, fee in (("dear", 300), ("middling", 200), ("cheap", 100))
)


def asking(*caps: Mapping[str, Any]) -> Problem:
    """All three courses are needed, and a certificate that is held exempts from each."""
    day = dt.date(2026, 1, 1)
    asked = problem_of(Small(COURSES, "all", 3, day, dt.date(2027, 12, 31), held=dt.date(2025, 1, 1)))
    exempts = Recognition.model_validate(
        {
            **SAID, "kind": "recognition", "code": "s:exempts", "within": TARGET, "needs": {"hold": CERTIFICATE},
            "grants": [{"target": course.code, "outcome": "exemption"} for course in COURSES],
        }
    )  # fmt: skip
    limits = [CAP.validate_python({**SAID, "kind": "cap", "code": "s:cap", "of": [TARGET], **cap}) for cap in caps]
    return replace(asked, rules=[*asked.rules, exempts, *limits], optimise=["cost"])


def exempted(problem: Problem) -> list[str]:
    """What the best route is exempted from."""
    (route,) = plan_routes(problem, 1).routes
    assert route.proven_optimal
    return [step.code for step in route.steps if step.kind == "exempt"]


@pytest.mark.parametrize(
    ("cap", "spared"),
    [
        ({"at_most": 12, "unit": "cu"}, ["s:dear", "s:middling"]),
        ({"at_most": 11, "unit": "cu"}, ["s:dear"]),
        ({"at_most": 12, "unit": "cu", "of": ["s"]}, ["s:dear", "s:middling"]),
        ({"at_most": 18, "unit": "cu"}, ["s:cheap", "s:dear", "s:middling"]),
        ({"at_most": 6, "unit": "cu", "resting_on": [COURSES[0].code]}, ["s:cheap", "s:dear", "s:middling"]),
        ({"at_most": 12, "unit": "cu", "resting_on": [CERTIFICATE]}, ["s:dear", "s:middling"]),
        ({"at_most": 1, "unit": "hours"}, []),
        ({"not_published": True}, []),
    ],
)
def test_no_more_is_claimed_than_caps_leave_and_the_dearest_is_spared(
    cap: Mapping[str, Any], spared: list[str]
) -> None:
    assert sorted(exempted(asking(cap))) == spared


def test_two_caps_both_hold() -> None:
    hours = {"at_most": 6, "unit": "cu", "code": "s:second", "resting_on": [CERTIFICATE]}
    assert exempted(asking({"at_most": 12, "unit": "cu"}, hours)) == ["s:dear"]


def test_what_a_cap_leaves_no_room_for_is_told() -> None:
    (route,) = plan_routes(asking({"at_most": 12, "unit": "cu"}), 1).routes
    assert "not claimed, because the most that counts is reached: the exemption from s:cheap" in texts(route.warnings)
    assert [step.code for step in route.steps if step.kind == "study"] == ["s:cheap"]


def test_the_replay_finds_a_cap_that_the_model_forgot(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solve, "keep_to_caps", lambda _: None)
    (found,) = routes_of(Search(asking({"at_most": 12, "unit": "cu"}), []), ["cost"], 1)
    itinerary = Itinerary(found, ())
    assert faults_of(itinerary) == [
        "a cap is not kept: Target: 18 cu are recognised in all; at most 12 count in all, so 6 are too many"
    ]

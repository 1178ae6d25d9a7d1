"""Conditions on all that is held, where what is held is still to be planned: the model and the replay agree."""

import datetime as dt
from dataclasses import replace
from itertools import chain, combinations
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reference.compare_routes import CERTIFICATE, SAID, TARGET, figures_of, problem_of
from tests.reference.routes import Course, Small

from stackways.planner.answer.itinerary import Itinerary
from stackways.planner.answer.validate import faults_of
from stackways.planner.problem import Problem
from stackways.planner.routes import plan_routes
from stackways.planner.search.search import Search
from stackways.rules.catalogue import Programme
from stackways.rules.kinds.recognition import Recognition
from stackways.rules.kinds.structure import Structure
from stackways.rules.situation import Standing

DAY = dt.date(2026, 1, 1)
CODES = [f"s:{letter}" for letter in "abcdef"]
FEES = st.sampled_from([100, 150, 200, 300])


def structure(code: str, needs: Any) -> Structure:  # noqa: ANN401 - a requirement
    fields = {"kind": "structure", "code": f"{code}-structure", "of": [code], "confers": True, "needs": needs}
    return Structure.model_validate({**SAID, **fields})


def asking(small: Small, needs: Any) -> Problem:  # noqa: ANN401 - a requirement
    problem = problem_of(small)
    return replace(problem, rules=[structure(TARGET, needs), *problem.rules[1:]])


def courses(draw: st.DrawFn | None = None) -> tuple[Course, ...]:
    fees = [draw(FEES) if draw else 100 for _ in CODES]
    months = [draw(st.integers(1, 3)) if draw else 1 for _ in CODES]
    return tuple(
        Course(code, fee=fee, hours=10, months=month, intakes=(), credits=6)
        for code, fee, month in zip(CODES, fees, months, strict=True)
    )


@st.composite
def choices(draw: st.DrawFn) -> tuple[Small, dict[str, Any], Any]:
    """Draw a tree: some of a, b, c, and by whether some are held (d or e may be had for that alone) either e or f."""
    asked = draw(st.lists(st.sampled_from([*CODES[:5], CERTIFICATE]), min_size=1, max_size=4, unique=True))
    window = {"period": "P1M", "ends": "claim"}
    holds: list[Any] = [{"hold": code, "window": draw(st.sampled_from([None] * 7 + [window]))} for code in asked]
    when = draw(
        st.sampled_from([{"all_of": holds}, {"any_of": holds}, {"at_least": min(2, len(asked)), "of": holds}, holds[0]])
    )
    held = draw(st.sampled_from([None, DAY - dt.timedelta(days=30)]))
    small = Small(courses(draw), "all", 0, DAY, dt.date(2027, 6, 30), held=held, order=("cost",))
    return small, when, draw(st.sampled_from([{"at_least": 1, "of": CODES[:3]}, {"at_least": 2, "of": CODES[:3]}]))


def is_so(when: dict[str, Any], had: set[str]) -> bool:
    parts = when.get("all_of") or when.get("any_of") or when.get("of") or [when]
    least = len(parts) if "all_of" in when else when.get("at_least", 1)
    return sum(part["hold"] in had for part in parts) >= least


@settings(max_examples=60, deadline=None)
@given(choices())
def test_what_is_held_decides_also_where_it_is_only_planned(question: tuple[Small, dict[str, Any], Any]) -> None:
    small, when, base = question
    tree = {"all_of": [base, {"when": when, "of": "held", "then": "s:e", "otherwise": "s:f"}]}
    search = Search(asking(small, tree), [], least=Standing.MET)
    found = search.best(["cost"])
    holds = when.get("all_of") or when.get("any_of") or when.get("of") or [when]
    dated = {hold["hold"] for hold in holds if hold["window"]}
    best: tuple[int, int] | None = None
    for chosen in chain.from_iterable(combinations(small.courses, count) for count in range(len(CODES) + 1)):
        had = {course.code for course in chosen}
        if had & dated or (CERTIFICATE in dated and small.held):
            # What counts for a month alone: whether it is held is not the same whenever it is had.
            continue
        had |= {CERTIFICATE} if small.held else set()
        way = "s:e" if is_so(when, had) else "s:f"
        if way in had and len(had & {*CODES[:3]}) >= base["at_least"]:
            cost = sum(course.fee or 0 for course in chosen)
            best = min(best or (cost, len(chosen)), (cost, len(chosen)))
    if CERTIFICATE in dated and small.held:
        assert found is None or not faults_of(Itinerary(found))
        return
    assert (found is None) == (best is None), question
    if found is not None:
        assert faults_of(Itinerary(found)) == [], question
        figures = figures_of(found)
        assert (figures[1][1], figures[3][1]) == best, question


def test_an_award_is_claimed_before_what_would_ask_for_more_is_held() -> None:
    """Who holds C needs D for the certificate, who does not needs E; the target asks for the certificate and C."""
    small = Small(
        (
            Course("s:c", fee=100, hours=10, months=1, intakes=(), credits=6),
            Course("s:d", fee=500, hours=10, months=1, intakes=(), credits=6),
            Course("s:e", fee=100, hours=10, months=1, intakes=(), credits=6),
        ),
        "all", 0, DAY, dt.date(2026, 12, 31), order=("cost",),
    )  # fmt: skip
    inner = Programme(code="s:inner", title={"en": "Inner"}, kind="certificate", offered_by=["s"])
    asked = asking(small, {"all_of": ["s:inner", "s:c"]})
    items = {**asked.items, inner.code: inner}
    made_of = structure(inner.code, {"when": "s:c", "of": "held", "then": "s:d", "otherwise": "s:e"})
    asked = replace(
        asked,
        rules=[*asked.rules, made_of],
        knowledge=replace(asked.knowledge, items=items),
        situation=asked.situation.but(items=items),
    )
    (route,) = plan_routes(replace(asked, optimise=["cost"]), 1).routes
    days = {(step.kind, step.code): step.end for step in route.steps}
    assert ("study", "s:d") not in days
    certificate, c = days["award", "s:inner"], days["study", "s:c"]
    assert certificate
    assert c
    assert certificate < c


def test_of_more_than_can_be_told_apart_none_is_had_and_that_is_told() -> None:
    small = Small(courses(), "all", 0, DAY, dt.date(2026, 12, 31), order=("cost",))
    when = {"at_least": 2, "of": CODES[:5]}
    tree = {"all_of": ["s:f", {"when": when, "of": "held", "then": "s:a", "otherwise": "s:e"}]}
    answer = plan_routes(replace(asking(small, tree), optimise=["cost"]), 1)
    assert answer.impossible, "s:e would itself be one of the five"
    assert len(answer.left_out) == 5
    assert str(answer.left_out[0]).startswith("getting s:a before the parts that depend on whether you hold")


def test_of_many_any_one_of_which_decides_each_is_looked_at() -> None:
    small = Small(courses(), "all", 0, DAY, dt.date(2026, 12, 31), order=("cost",))
    tree = {"all_of": ["s:f", {"when": {"any_of": CODES[:5]}, "of": "held", "then": "s:e", "otherwise": "s:e"}]}
    answer = plan_routes(replace(asking(small, tree), optimise=["cost"]), 1)
    assert {step.code for step in answer.routes[0].steps if step.kind == "study"} == {"s:e", "s:f"}
    assert answer.left_out == []


def test_nobody_knows_the_grade_of_what_is_only_planned() -> None:
    small = Small(courses()[:2], "all", 0, DAY, dt.date(2026, 12, 31), order=("cost",))
    average = {"average": {"value": 2, "scale": "gpa-4"}, "of": "held"}
    (route,) = plan_routes(asking(small, {"all_of": ["s:a", average]}), 1).routes
    assert route.conditional
    assert [step.code for step in route.steps if step.kind == "study"] == ["s:a"]
    selected = {**average, "where": {"codes": ["s:b"]}}
    (route,) = plan_routes(asking(small, {"all_of": ["s:a", selected]}), 1).routes
    assert not route.conditional


def test_a_premise_on_what_is_counted_is_never_met_for_certain() -> None:
    """What the replay would not grant is not relied on."""
    small = Small(courses()[:2], "all", 0, DAY, dt.date(2026, 12, 31), held=DAY, order=("cost",))
    asked = asking(small, {"all_of": ["s:a", "s:b"]})
    rule = Recognition.model_validate(
        {
            **SAID, "kind": "recognition", "code": "s:share", "within": TARGET,
            "grants": [{"target": "s:a", "outcome": "exemption"}],
            "needs": {"all_of": [CERTIFICATE, {"units": {"at_least": 1}, "where": {"kinds": ["certificate"]}}]},
        }
    )  # fmt: skip
    (route,) = plan_routes(replace(asked, rules=[*asked.rules, rule]), 1).routes
    assert {step.code for step in route.steps if step.kind == "study"} == {"s:a", "s:b"}


def test_what_has_no_credits_in_the_unit_of_a_pool_is_counted_in_a_group_inside_it() -> None:
    small = Small(courses(), "all", 0, DAY, dt.date(2026, 12, 31), order=("cost",))
    group = {"units": {"at_least": 1}, "of": ["s:a"], "name": "group"}
    pool = {"credits": {"at_least": 6}, "unit": "cu", "of": ["s:f", group], "name": "pool"}
    asked = asking(small, {"all_of": [pool, {"units": {"at_least": 2}, "counted": True, "where": {}}]})
    items = {**asked.items, "s:a": asked.items["s:a"].model_copy(update={"credits": None, "unit": None})}
    situation = asked.situation.but(items=items)
    asked = replace(asked, knowledge=replace(asked.knowledge, items=items), situation=situation, optimise=["cost"])
    (route,) = plan_routes(asked, 1).routes
    assert {step.code for step in route.steps if step.kind == "study"} == {"s:a", "s:f"}

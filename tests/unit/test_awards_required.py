"""How many credits an award requires, where a doubt leaves the amount open: audit, planner and replay read it alike."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from tests.award_cases import audited, made_of, module
from tests.reference.compare_plans import assert_same_plan
from tests.reference.compare_plans import questions as plans

from stackways.rules.awards.audit import Audit
from stackways.rules.holdings import Holding, Reading
from stackways.rules.situation import Standing

HALF_HERE: dict[str, Any] = {"share": 0.5, "of": "required", "earned_here": True}
COURSES = [module("x:here", 6), module("y:there", 12), module("y:other", 6)]


def credits_(amount: int) -> dict[str, Any]:
    return {"credits": {"at_least": amount}, "unit": "cu", "where": {"kinds": ["module"]}}


def doubt(few: Any, many: Any) -> dict[str, Any]:  # noqa: ANN401 - YAML
    return {
        "doubt": "how-many", "text": "how many?", "lenient": "few", "strict": "many",
        "alternatives": {"few": few, "many": many},
    }  # fmt: skip


def asked(needs: Any, reading: Reading) -> Audit:  # noqa: ANN401 - YAML
    held = [Holding(code=course.code, attained_on=dt.date(2025, 6, 1)) for course in COURSES]
    return audited(made_of(needs, unit=None), held, *COURSES, reading=reading)


@pytest.mark.parametrize(
    "needs",
    [
        {"all_of": [doubt(credits_(12), credits_(24)), HALF_HERE]},
        doubt({"all_of": [credits_(12), HALF_HERE]}, {"all_of": [credits_(24), HALF_HERE]}),
    ],
    ids=["a part in doubt", "the whole in doubt"],
)
def test_a_share_of_what_is_required_is_of_the_amount_that_the_reading_takes(needs: dict[str, Any]) -> None:
    lenient, strict = asked(needs, "lenient"), asked(needs, "strict")
    assert (lenient.standing, lenient.unit) == (Standing.MET, "cu")
    assert (strict.standing, strict.unit) == (Standing.NOT_MET, "cu")
    assert [missing.amount for missing in strict.missing] == [6]


@settings(max_examples=40, deadline=None)
@given(plans())
def test_planner_and_replay_find_an_award_just_where_the_audit_does(question: Any) -> None:  # noqa: ANN401 - drawn
    assert_same_plan(question)

"""One part finished before another: in an award, where it is asked what is held, and on a route."""

import datetime as dt
from typing import Any

import pytest
from tests.award_cases import NEED, RULE, SAID, audited, made_of, module, spared

from stackways.planner.problem import Problem
from stackways.planner.route import Limits
from stackways.planner.search.search import Search
from stackways.rules.catalogue import Programme, StudyItem
from stackways.rules.holdings import Holding
from stackways.rules.recognise import Knowledge
from stackways.rules.requirements.in_order import InOrder
from stackways.rules.situation import Situation, Standing
from stackways.words.render import say

MET, MAYBE, NOT_MET = Standing.MET, Standing.UNKNOWN, Standing.NOT_MET
COURSES = [module(f"x:{name}", 4, duration="P4M", intakes=[9]) for name in ("a", "b", "c", "d")]
A_THEN_B = {"in_order": ["x:a", "x:b"]}


def standing(needs: Any, held: dict[str, str], **more: Any) -> Standing:  # noqa: ANN401 - YAML
    return audited(made_of(needs, **more), held, *COURSES).standing


def test_what_was_attained_in_order_counts_and_nothing_else_does() -> None:
    assert standing(A_THEN_B, {"x:a": "2023-06-01", "x:b": "2024-06-01"}) is MET
    assert standing(A_THEN_B, {"x:b": "2023-06-01", "x:a": "2024-06-01"}) is NOT_MET
    assert standing(A_THEN_B, {"x:a": "2023-06-01", "x:b": "2023-06-01"}) is NOT_MET


def test_all_of_a_part_is_before_anything_of_the_next() -> None:
    needs = {"in_order": [{"all_of": ["x:a", "x:b"]}, {"any_of": ["x:c", "x:d"]}]}
    dated = {"x:a": "2023-01-01", "x:b": "2024-01-01", "x:c": "2023-06-01"}
    assert standing(needs, dated) is NOT_MET
    assert standing(needs, {**dated, "x:d": "2024-06-01"}) is MET


def test_of_several_attempts_one_that_fits_counts() -> None:
    held = [Holding(code="x:b", attained_on=day) for day in (dt.date(2022, 1, 1), dt.date(2025, 1, 1))]
    found = audited(made_of(A_THEN_B), [Holding(code="x:a", attained_on=dt.date(2023, 1, 1)), *held], *COURSES)
    assert found.standing is MET
    assert [piece.holding.attained_on for piece in found.used] == [dt.date(2023, 1, 1), dt.date(2025, 1, 1)]


def test_without_a_date_it_is_not_certain_in_which_order() -> None:
    undated = [Holding(code="x:a"), Holding(code="x:b", attained_on=dt.date(2024, 1, 1))]
    assert audited(made_of(A_THEN_B), undated, *COURSES).standing is MAYBE


def test_what_is_exempted_stands_anywhere() -> None:
    award = made_of(A_THEN_B, exempted=[spared("x:a", "x:rule@1", 1)])
    held = {"x:b": "2023-06-01", "x:c": "2024-06-01"}
    assert audited(award, held, *COURSES).standing is MET


def test_what_is_missing_is_the_order_where_each_part_is_there() -> None:
    found = audited(made_of(A_THEN_B), {"x:b": "2023-06-01", "x:a": "2024-06-01"}, *COURSES)
    assert [type(one.requirement) for one in found.missing] == [InOrder]
    (missing,) = found.missing
    assert say(missing.requirement.in_words(str), "en") == "in this order: x:a, x:b"
    assert say(missing.requirement.in_words(str), "zh-Hant").startswith("依次完成")


def test_a_whole_tree_may_be_in_order() -> None:
    tree = {**SAID, "code": "x:tree", "kind": "structure", "of": ["x:award"], "in_order": True}
    rule = RULE.validate_python({**tree, "needs": {"all_of": ["x:a", "x:b"]}})
    assert rule.needs == NEED.validate_python(A_THEN_B)
    assert RULE.validate_python(rule.model_dump()) == rule
    with pytest.raises(ValueError, match="lists several parts"):
        RULE.validate_python({**tree, "needs": "x:a"})


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        ([("x:a", "2023-06-01"), ("x:b", "2024-06-01")], "met"),
        ([("x:b", "2023-06-01"), ("x:a", "2024-06-01")], "not_in_order"),
        ([("x:b", "2023-06-01"), ("x:a", None)], "order_unknown"),
        ([("x:b", "2022-06-01"), ("x:a", "2023-06-01"), ("x:b", "2024-06-01")], "met"),
        ([("x:a", "2023-06-01")], "not_held"),
    ],
)
def test_a_premise_may_ask_for_an_order(held: list[tuple[str, str | None]], expected: str) -> None:
    holdings = [Holding(code=code, attained_on=dt.date.fromisoformat(on) if on else None) for code, on in held]
    day = dt.date(2026, 1, 1)
    verdict = NEED.validate_python(A_THEN_B).judge(Situation(day, holdings))
    assert expected == "met" if verdict.on(day) is MET else expected in [note.code for note in verdict.reasons]


@pytest.mark.parametrize(("key", "finish"), [("all_of", dt.date(2026, 12, 31)), ("in_order", dt.date(2027, 12, 31))])
def test_on_a_route_the_later_part_begins_when_the_earlier_is_had(key: str, finish: dt.date) -> None:
    award = Programme(code="x:award", title={"en": "Award"}, kind="diploma", offered_by=["x"], intakes=[9])
    items: dict[str, StudyItem] = {award.code: award, **{course.code: course for course in COURSES}}
    tree = {**SAID, "code": "x:tree", "kind": "structure", "of": ["x:award"], "confers": True}
    start = dt.date(2026, 9, 1)
    problem = Problem(
        target=award,
        situation=Situation(start, items=items),
        knowledge=Knowledge(items),
        rules=[RULE.validate_python({**tree, "needs": {key: ["x:a", "x:b"]}})],
        start=start,
        limits=Limits(finish_by=dt.date(2028, 12, 31)),
        shown_only=True,
    )
    search = Search(problem, [], least=MET)
    found = search.best(["time"])
    assert found is not None
    assert search.plan.calendar.day(found.figures["time"]) == finish

"""Parts of a tree: what they share, what holds within them; grades, attributes and published codes as limits."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from tests.award_cases import NEED, audited, made_of, module, names

from stackways.rules.awards.audit import Audit
from stackways.rules.holdings import Described, Grade, Holding
from stackways.rules.situation import Standing

ON = dt.date(2025, 6, 1)
PASS = Grade(value="pass", scale="pass-fail")
COURSES = [
    module("x:one", 4, published_code="CS 101", subject="CS", attributes=["quantitative"]),
    module("x:two", 4, published_code="CS 301 / MA 305", subject="CS", attributes=["quantitative", "writing"]),
    module("x:three", 4, published_code="CS 302", subject="CS"),
    module("x:four", 4, published_code="HI 310", subject="HI", attributes=["writing"]),
    module("x:choir", 1, repeatable=True),
]


def asked(needs: Any, *held: str | Holding, single_use: bool = True) -> Audit:  # noqa: ANN401 - YAML
    award = made_of(needs)
    award = replace(award, structure=award.structure.model_copy(update={"single_use": single_use}))
    holdings = [Holding(code=f"x:{one}", attained_on=ON) if isinstance(one, str) else one for one in held]
    return audited(award, holdings, *COURSES)


def graded(name: str, value: float | str, scale: str = "gpa-4") -> Holding:
    return Holding(code=f"x:{name}", attained_on=ON, grade=Grade.model_validate({"value": value, "scale": scale}))


def units(least: float, name: str | None = None, **where: Any) -> dict[str, Any]:  # noqa: ANN401 - a selection
    return {"units": {"at_least": least}, "where": where, "name": name}


MAJOR = {"all_of": [units(2, subjects=["CS"])], "name": "major"}
DISTRIBUTION = {"all_of": [units(1, attributes=["writing"]), units(1, attributes=["quantitative"])], "name": "gen"}


def test_without_sharing_no_course_counts_in_two_parts() -> None:
    assert asked({"all_of": [MAJOR, DISTRIBUTION]}, "one", "two", "three").standing is Standing.NOT_MET
    assert asked({"all_of": [MAJOR, DISTRIBUTION]}, "one", "two", "three", "four").standing is Standing.MET


def test_one_course_may_count_in_two_groups_that_share_one_and_two_may_not() -> None:
    sharing = {"sharing": ["major", "gen"], "at_most": 1}
    assert asked({"all_of": [MAJOR, DISTRIBUTION, sharing]}, "one", "two", "three").standing is Standing.MET
    assert asked({"all_of": [MAJOR, DISTRIBUTION, sharing]}, "one", "two").standing is Standing.NOT_MET


def test_parts_that_share_without_a_number_share_everything() -> None:
    assert (
        asked({"all_of": [MAJOR, DISTRIBUTION, {"sharing": ["major", "gen"]}]}, "one", "two").standing is Standing.MET
    )


def test_inside_one_part_a_course_still_counts_once() -> None:
    both = {"all_of": [units(1, subjects=["CS"]), units(1, attributes=["writing"])], "name": "major"}
    assert asked({"all_of": [both, {"sharing": ["major", "gen"]}]}, "two").standing is Standing.NOT_MET


def test_where_single_use_is_off_a_course_counts_wherever_it_may() -> None:
    assert asked({"all_of": [MAJOR, DISTRIBUTION]}, "one", "two", single_use=False).standing is Standing.MET


def test_where_single_use_is_off_sharing_still_limits() -> None:
    shared = {"all_of": [MAJOR, DISTRIBUTION, {"sharing": ["major", "gen"], "at_most": 1}]}
    found = asked(shared, "one", "two", single_use=False)
    assert [piece.name for piece in found.counted["0/1/0"]] == ["x:two"] == [p.name for p in found.counted["0/1/1"]]
    none = {"all_of": [MAJOR, DISTRIBUTION, {"sharing": ["major", "gen"], "at_most": 0}]}
    assert asked(none, "one", "two", single_use=False).standing is Standing.NOT_MET


def test_credits_counted_twice_in_one_pool_are_credits_once() -> None:
    pool = {"credits": {"at_least": 8}, "unit": "cu", "of": ["x:two", {"any_of": ["x:two"]}]}
    assert asked(pool, "two", single_use=False).standing is Standing.NOT_MET


def test_a_limit_among_one_part_leaves_others_alone() -> None:
    cap = {"units": {"at_most": 1}, "counted": True, "where": {"published_codes": ["CS 3*"]}}
    tree = [{"all_of": [units(2, subjects=["CS"])], "name": "core"}, {**units(1), "name": "free"}]
    assert asked({"all_of": [*tree, cap]}, "one", "two", "three").standing is Standing.NOT_MET
    found = asked({"all_of": [*tree, {**cap, "among": "core"}]}, "one", "two", "three")
    assert (found.standing, names(found)) == (Standing.MET, ["one", "two", "three"])


@pytest.mark.parametrize(("pattern", "count"), [("CS 3*", 2), ("MA 3??", 1), ("*1?", 1), ("CS 3", 0), ("cs 1*", 1)])
def test_published_codes_are_matched_by_pattern_under_each_code_a_course_is_listed(pattern: str, count: int) -> None:
    everything = ("one", "two", "three", "four")
    assert asked(units(count or 1, published_codes=[pattern]), *everything).standing is (
        Standing.MET if count else Standing.NOT_MET
    )
    assert asked(units(count + 1, published_codes=[pattern]), *everything).standing is Standing.NOT_MET


def test_a_described_course_matches_by_what_is_said_of_it_and_may_match_by_what_is_not() -> None:
    def course(**said: Any) -> Holding:  # noqa: ANN401 - what is described
        return Holding(described=Described(title="a course", **said), attained_on=ON)

    writing = units(1, attributes=["Writing"])
    assert asked(writing, course(attributes=["writing", "lab"])).standing is Standing.MET
    assert asked(writing, course(attributes=["lab"])).standing is Standing.NOT_MET
    assert asked(writing, course()).standing is Standing.UNKNOWN


def test_what_is_repeatable_counts_each_time() -> None:
    assert asked(units(3), "choir", "choir", "choir").standing is Standing.MET
    assert asked(units(2), "one", "one").standing is Standing.NOT_MET


def test_at_most_one_course_may_be_without_a_mark() -> None:
    cap = {"units": {"at_most": 1}, "counted": True, "where": {}, "graded_on": ["pass-fail"]}
    needs = {"all_of": [units(2), cap]}
    assert asked(needs, graded("one", "pass", "pass-fail"), graded("two", 3)).standing is Standing.MET
    two_passed = graded("one", "pass", "pass-fail"), graded("two", "pass", "pass-fail")
    assert asked(needs, *two_passed).standing is Standing.NOT_MET
    assert asked(needs, graded("one", "pass", "pass-fail"), "two").standing is Standing.UNKNOWN


def test_at_most_one_course_below_c() -> None:
    cap = {"units": {"at_most": 1}, "counted": True, "where": {}, "below_grade": {"value": 2, "scale": "gpa-4"}}
    assert asked({"all_of": [units(2), cap]}, graded("one", 1.7), graded("two", 2)).standing is Standing.MET
    assert asked({"all_of": [units(2), cap]}, graded("one", 1.7), graded("two", 1)).standing is Standing.NOT_MET


def test_an_average_of_what_is_counted_may_leave_out_a_bad_grade_and_one_of_all_held_may_not() -> None:
    average = {"average": {"value": 3, "scale": "gpa-4"}}
    held = graded("one", 4), graded("two", 3), graded("three", 1)
    assert asked({"all_of": [units(2), average]}, *held).standing is Standing.MET
    assert asked({"all_of": [units(2), {**average, "of": "held"}]}, *held).standing is Standing.NOT_MET
    assert asked({"all_of": [units(2), {**average, "of": "held"}]}, *held[:2]).standing is Standing.MET


def test_what_is_passed_without_a_mark_enters_no_average() -> None:
    average = {"average": {"value": 3, "scale": "gpa-4"}}
    for of in ("counted", "held"):
        needs = {"all_of": [units(2), {**average, "of": of}]}
        assert asked(needs, graded("one", 3), graded("two", "pass", "pass-fail")).standing is Standing.MET
        assert asked(needs, graded("one", 3), "two").standing is Standing.UNKNOWN


def test_an_average_among_a_part_leaves_the_rest_out() -> None:
    average = {"average": {"value": 3, "scale": "gpa-4"}, "among": "major"}
    free = {**units(1, subjects=["HI"]), "name": "free"}
    held = graded("one", 3), graded("two", 3), graded("four", 1)
    assert asked({"all_of": [MAJOR, free, average]}, *held).standing is Standing.MET
    assert asked({"all_of": [MAJOR, free, {**average, "among": None}]}, *held).standing is Standing.NOT_MET


@pytest.mark.parametrize("field", [{"among": "core"}, {"graded_on": ["pass-fail"]}, {"below_grade": {"value": 50}}])
def test_a_pool_that_counts_itself_limits_no_other(field: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="counted: true"):
        NEED.validate_python({**units(1), **field})


def test_parts_are_told_in_words() -> None:
    def said(need: Any) -> str:  # noqa: ANN401 - YAML
        return str(NEED.validate_python(need).in_words(lambda code: code))

    cap = {"units": {"at_most": 1}, "counted": True, "where": {}, "among": "core", "graded_on": ["pass-fail"]}
    assert said(cap) == "at most 1 unit of what counts in core on the scale pass-fail"
    assert said({"sharing": ["a", "b"]}) == "anything for both a and b"
    average = {"average": {"value": 2, "scale": "gpa-4"}, "of": "held"}
    assert said(average) == "an average of 2 (gpa-4) or better over everything you hold"

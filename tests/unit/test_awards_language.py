"""What degree rules of others say besides: several selections in one pool, terms, the last credits, strict conditions.

The cases are ours; what they try was found in the tests of other people's degree audits: degreepath (count of terms,
years and marks, limits over several selections, courses that may count in two named parts, conditions on what was
taken), TigerPath (patterns with exceptions, progress by a semester, double counting), FireRoad (so many of so many
lists) and Penn's degree plans (a number and credits at once).
"""

import datetime as dt
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.award_cases import NEED, audited, made_of, module

from stackways.rules.awards.audit import Asked, Audit, audit
from stackways.rules.holdings import Described, Grade, Holding, HoldingStatus, Learner
from stackways.rules.patterns import as_expression
from stackways.rules.situation import Situation, Standing

MET, MAYBE, NOT_MET = Standing.MET, Standing.UNKNOWN, Standing.NOT_MET
COURSES = [
    module("x:cs-101", 4, published_code="CS 101", subject="CS", attributes=["tradition-a"]),
    module("x:cs-301", 4, published_code="CS 301 / MA 305", subject="CS", attributes=["tradition-a", "tradition-b"]),
    module("x:cs-397", 4, published_code="CS 397", subject="CS"),
    module("x:st-110", 4, published_code="ST 110", subject="ST"),
    module("x:hi-310", 2, published_code="HI 310", subject="HI", attributes=["tradition-b", "history"]),
    module("x:choir", 1, published_code="MU 101", subject="MU", repeatable=True),
    module("x:lesson", 1, published_code="MU 102", subject="MU", repeatable=True),
]
DAYS = [dt.date(2021, 1, 31), dt.date(2021, 6, 30), dt.date(2022, 1, 31), dt.date(2022, 6, 30)]


def took(code: str, term: int | None = 0, **more: Any) -> Holding:  # noqa: ANN401 - any field
    """Return a course taken in one of four terms, of which two fall in a year."""
    day, name = (None, None) if term is None else (DAYS[term], f"term {term}")
    return Holding(code=f"x:{code}", attained_on=day, term=name, **more)


def asked(needs: Any, *held: Holding | str, admitted: dt.date | None = None) -> Audit:  # noqa: ANN401 - YAML
    holdings = [took(one) if isinstance(one, str) else one for one in held]
    if admitted is None:
        return audited(made_of(needs), holdings, *COURSES)
    items = {course.code: course for course in COURSES}
    award: Asked = made_of(needs)
    return audit(award, Situation(dt.date(2026, 1, 1), holdings, Learner(admission_on=admitted), items=items))


ADVANCED = {
    "units": {"at_least": 2},
    "of": [
        "x:cs-101",
        {"select": {"published_codes": ["CS 3*"]}, "unlike": ["CS 39*"]},
        {"select": {"subjects": ["HI"]}},
    ],
}


def test_a_pool_may_hold_courses_patterns_with_exceptions_and_other_selections() -> None:
    assert asked(ADVANCED, "cs-101", "cs-301").standing is MET
    assert asked(ADVANCED, "cs-301", "hi-310").standing is MET
    assert asked(ADVANCED, "cs-301", "cs-397").standing is NOT_MET
    assert asked(ADVANCED, "cs-101", "st-110").standing is NOT_MET


def test_of_what_several_selections_take_together_only_so_much_counts() -> None:
    statistics = [{"select": {"subjects": ["ST"]}}, {"select": {"published_codes": ["MU 101"]}}]
    needs = {
        "all_of": [
            {"units": {"at_least": 2}, "where": {"kinds": ["module"]}},
            {"units": {"at_most": 1}, "counted": True, "of": statistics},
        ]
    }
    assert asked(needs, "st-110", "choir").standing is NOT_MET
    assert asked(needs, "st-110", "hi-310").standing is MET


def test_what_is_selected_may_stand_alone_and_is_one_course() -> None:
    needs = {"all_of": [{"select": {"subjects": ["CS"]}}, {"select": {"subjects": ["CS"]}, "credits_from": 4}]}
    assert asked(needs, "cs-101").standing is NOT_MET
    assert len(asked(needs, "cs-101", "cs-301", "cs-397").used) == 2


def test_the_size_of_a_course_and_its_grade_may_be_asked() -> None:
    needs = {"units": {"at_least": 1}, "of": [{"select": {}, "credits_to": 2, "minimum_grade": {"value": 50}}]}
    good, bad = Grade.model_validate({"value": 70}), Grade.model_validate({"value": 40})
    assert asked(needs, took("hi-310", grade=good)).standing is MET
    assert asked(needs, took("hi-310", grade=bad)).standing is NOT_MET
    assert asked(needs, took("cs-101", grade=good)).standing is NOT_MET
    assert asked(needs, took("hi-310")).standing is MAYBE


@pytest.mark.parametrize(("what", "enough"), [("term", 2), ("year", 2), ("entry", 2)])
def test_it_may_have_to_spread_over_terms_years_or_courses(what: str, enough: int) -> None:
    needs = {"all_of": [{"units": {"at_least": 2}, "where": {}}, {"distinct": what, "at_least": enough}]}
    alike, apart = [took("choir", 0), took("choir", 0)], [took("choir", 0), took("lesson", 2)]
    assert asked(needs, *alike).standing is NOT_MET
    assert asked(needs, *apart).standing is MET


def test_without_a_term_it_is_not_certain_that_terms_differ() -> None:
    needs = {"all_of": [{"units": {"at_least": 2}, "where": {}}, {"distinct": "term", "at_least": 2}]}
    assert asked(needs, took("choir", 0), Holding(code="x:lesson", attained_on=DAYS[2])).standing is MAYBE


def test_four_terms_of_one_and_the_same_course_are_not_two_and_two() -> None:
    needs = {"units": {"at_least": 3}, "where": {"subjects": ["MU"], "same": "entry"}}
    assert asked(needs, *(took("choir", at) for at in range(3))).standing is MET
    assert asked(needs, *(took("choir", at) for at in range(2)), took("lesson", 3)).standing is NOT_MET


def test_different_marks_are_counted_also_where_one_course_has_two() -> None:
    marks = {"attributes": ["tradition-a", "tradition-b", "tradition-c"]}
    needs = {
        "all_of": [{"units": {"at_least": 1}, "where": marks}, {"distinct": "attribute", "at_least": 2, "where": marks}]
    }
    assert asked(needs, "cs-301").standing is MET
    assert asked(needs, "cs-101").standing is NOT_MET
    assert asked(needs, "cs-101", "hi-310").standing is MET
    with pytest.raises(ValueError, match="listed in `where`"):
        NEED.validate_python({"distinct": "attribute", "at_least": 2})


EARLY = {"units": {"at_least": 2}, "of": [{"select": {}, "within": "P1Y"}]}


def test_so_many_courses_may_be_asked_by_a_time_after_admission() -> None:
    began = dt.date(2020, 9, 1)
    assert asked(EARLY, took("cs-101", 0), took("cs-301", 1), admitted=began).standing is MET
    assert asked(EARLY, took("cs-101", 0), took("cs-301", 2), admitted=began).standing is NOT_MET
    assert asked(EARLY, took("cs-101", 0), took("cs-301", 1)).standing is MAYBE
    assert asked(EARLY, took("cs-101", 0), took("cs-301", None), admitted=began).standing is MAYBE


def last(limit: dict[str, Any], total: int = 4) -> dict[str, Any]:
    """Return a degree of so many courses with a limit on the last of them."""
    return {"all_of": [{"units": {"at_least": total}, "where": {"kinds": ["module"]}}, {**limit, "counted": True}]}


def test_so_many_of_the_last_credits_must_satisfy_something() -> None:
    limit = {"credits": {"at_least": 8}, "unit": "cu", "latest": 8, "where": {"subjects": ["CS"]}}
    late = [took("st-110", 0), took("hi-310", 0), took("cs-101", 2), took("cs-301", 3)]
    early = [took("cs-101", 0), took("cs-301", 1), took("st-110", 2), took("hi-310", 3)]
    assert asked(last(limit), *late).standing is MET
    assert asked(last(limit), *early).standing is NOT_MET


def test_what_was_taken_on_one_day_belongs_together_among_the_last() -> None:
    none_else = {"units": {"at_most": 0}, "latest": 1, "where": {"subjects": ["HI", "ST"]}}
    assert asked(last(none_else, 2), took("hi-310", 0), took("cs-101", 1)).standing is MET
    assert asked(last(none_else, 2), took("hi-310", 1), took("cs-101", 1)).standing is NOT_MET


def test_without_a_date_it_is_not_certain_what_came_last() -> None:
    limit = {"units": {"at_least": 1}, "latest": 1, "where": {"subjects": ["CS"]}}
    assert asked(last(limit, 2), took("cs-101", 3), took("hi-310", None)).standing is MAYBE


def test_only_what_is_named_may_count_in_two_parts() -> None:
    two = [{"units": {"at_least": 1}, "where": {"subjects": ["CS"]}, "name": name} for name in ("major", "college")]
    needs = {"all_of": [*two, {"sharing": ["major", "college"], "where": {"codes": ["x:cs-301"]}}]}
    assert asked(needs, "cs-301").standing is MET
    assert asked(needs, "cs-101").standing is NOT_MET
    assert asked(needs, "cs-101", "cs-397").standing is MET


STRICT = {"when": "x:hi-310", "then": "x:cs-101", "otherwise": "x:cs-301", "of": "held"}


def test_a_condition_on_what_is_held_is_no_choice() -> None:
    choice = {key: part for key, part in STRICT.items() if key != "of"}
    assert asked(choice, "hi-310", "cs-301").standing is MET
    assert asked(STRICT, "hi-310", "cs-301").standing is NOT_MET
    assert asked(STRICT, "hi-310", "cs-101").standing is MET
    assert asked(STRICT, "cs-301").standing is MET
    assert asked(STRICT, "cs-101").standing is NOT_MET


def test_what_decides_need_not_be_counted() -> None:
    assert [piece.name for piece in asked(STRICT, "hi-310", "cs-101").used] == ["x:cs-101"]


def test_where_it_is_not_known_what_is_held_both_ways_are_needed_to_be_certain() -> None:
    graded = {**STRICT, "when": {"hold": "x:hi-310", "minimum_grade": {"value": 50}}}
    assert asked(graded, "hi-310", "cs-101").standing is MAYBE
    assert asked(graded, "hi-310", "cs-101", "cs-301").standing is MET


def test_a_condition_ends_a_claim_on_the_day_it_begins_to_hold() -> None:
    later = Holding(code="x:hi-310", attained_on=dt.date(2027, 3, 1), status=HoldingStatus.PLANNED)
    assert asked(STRICT, "cs-301", later).claim_by == dt.date(2027, 2, 28)


def test_four_of_at_least_two_lists() -> None:
    lists = [
        {"units": {"at_least": 0}, "where": {"subjects": [subject]}, "name": subject.lower()}
        for subject in ("CS", "HI", "MU")
    ]
    among = [{"units": {"at_least": 1}, "counted": True, "among": name, "where": {}} for name in ("cs", "hi", "mu")]
    needs = {
        "all_of": [
            {"all_of": lists, "name": "lists"},
            {"units": {"at_least": 3}, "counted": True, "among": "lists", "where": {}},
            {"at_least": 2, "of": among},
        ]
    }
    assert asked(needs, "cs-101", "cs-301", "cs-397").standing is NOT_MET
    assert asked(needs, "cs-101", "cs-301", "hi-310").standing is MET


def test_of_each_inner_list_only_so_many_count_towards_the_outer() -> None:
    lists = [
        {"units": {"at_least": 0, "at_most": most}, "where": {"subjects": [subject]}}
        for subject, most in (("CS", 1), ("MU", 2))
    ]
    outer = {"units": {"at_least": 3}, "counted": True, "among": "outer", "where": {}}
    needs = {"all_of": [{"all_of": lists, "name": "outer"}, outer]}
    assert asked(needs, "cs-101", "cs-301", "choir").standing is NOT_MET
    assert asked(needs, "cs-101", "lesson", "choir").standing is MET


def test_a_number_and_credits_may_be_asked_of_one_pool() -> None:
    needs = {
        "all_of": [
            {"units": {"at_least": 2}, "where": {"published_codes": ["MU *", "HI *"]}, "name": "small"},
            {"credits": {"at_least": 3}, "unit": "cu", "counted": True, "among": "small", "where": {}},
        ]
    }
    assert asked(needs, "choir", "lesson").standing is NOT_MET
    assert asked(needs, "choir", "hi-310").standing is MET


def test_a_described_course_is_selected_by_what_is_said_of_it() -> None:
    needs = {"units": {"at_least": 1}, "of": [{"select": {"subjects": ["CS"]}, "unlike": ["CS 1*"]}]}
    seen = Described(title="Elsewhere", subject="CS", published_code="CS 250")
    assert asked(needs, Holding(described=seen)).standing is MET
    assert asked(needs, Holding(described=seen.model_copy(update={"published_code": None}))).standing is MAYBE
    assert asked(needs, Holding(described=seen.model_copy(update={"published_code": "CS 110"}))).standing is NOT_MET


@pytest.mark.parametrize(
    ("more", "held", "expected"),
    [
        ({"with_all": ["Tradition-A", "tradition-b"]}, "cs-301", MET),
        ({"with_all": ["tradition-a", "tradition-b"]}, "cs-101", NOT_MET),
        ({"without": ["tradition-a"]}, "hi-310", MET),
        ({"without": ["tradition-a"]}, "cs-101", NOT_MET),
        ({"without": ["tradition-a"]}, "cs-397", MET),
        ({"outside": ["cs"]}, "st-110", MET),
        ({"outside": ["CS", "ST"]}, "st-110", NOT_MET),
    ],
)
def test_what_is_selected_may_need_all_of_several_marks_none_of_some_or_another_subject(
    more: dict[str, Any], held: str, expected: Standing
) -> None:
    assert asked({"units": {"at_least": 1}, "of": [{"select": {}, **more}]}, held).standing is expected


def test_what_is_not_said_of_a_described_course_may_be_marked_and_may_not() -> None:
    for more in ({"with_all": ["lab"]}, {"without": ["lab"]}, {"outside": ["CS"]}):
        needs = {"units": {"at_least": 1}, "of": [{"select": {}, **more}]}
        assert asked(needs, Holding(described=Described(title="Elsewhere"))).standing is MAYBE
    told = Holding(described=Described(title="Elsewhere", attributes=["history"]))
    assert asked({"select": {}, "without": ["lab"]}, told).standing is MET
    assert asked({"select": {}, "with_all": ["lab"]}, told).standing is NOT_MET


def test_nothing_is_marked_so_and_is_not() -> None:
    with pytest.raises(ValueError, match="nothing is marked `lab` and is not"):
        NEED.validate_python({"select": {}, "with_all": ["Lab"], "without": ["lab"]})


def test_a_course_may_have_to_be_taken_in_a_term_of_some_name() -> None:
    needs = {"units": {"at_least": 1}, "of": [{"select": {}, "terms": ["* winter", "term 2"]}]}
    assert asked(needs, took("cs-101", 2)).standing is MET
    assert asked(needs, Holding(code="x:cs-101", term="2021 Winter")).standing is MET
    assert asked(needs, took("cs-101", 1)).standing is NOT_MET
    assert asked(needs, Holding(code="x:cs-101")).standing is MAYBE


@pytest.mark.parametrize(
    ("pattern", "count"),
    [("CS 200..399", 2), ("CS 301..397", 2), ("* 300..305", 1), ("CS 1..99", 0), ("CS 0..1000", 3), ("CS 302..396", 0),
     ("CS 30..39", 0), ("* 100..102", 3)],
)  # fmt: skip
def test_codes_are_matched_by_a_range_of_numbers(pattern: str, count: int) -> None:
    everything = [took(course.code.removeprefix("x:")) for course in COURSES]
    pool = {"where": {"published_codes": [pattern]}}
    assert asked({"units": {"at_least": count}, **pool}, *everything).standing is MET
    assert asked({"units": {"at_least": count + 1}, **pool}, *everything).standing is NOT_MET


@given(st.integers(0, 1200), st.integers(0, 1200), st.integers(0, 1500))
def test_a_range_of_numbers_holds_just_the_numbers_in_it(one: int, other: int, number: int) -> None:
    low, high = sorted((one, other))
    assert bool(re.fullmatch(as_expression(f"CS {low}..{high}*"), f"CS {number}A")) is (low <= number <= high)


def test_a_range_that_ends_before_it_begins_is_refused() -> None:
    for need in ({"select": {"published_codes": ["CS 399..300"]}}, {"select": {}, "unlike": ["CS 399..300"]}):
        with pytest.raises(ValueError, match="the range ends before it begins"):
            NEED.validate_python(need)


def lists_of(least: int, *pools: dict[str, Any], each: bool = True) -> dict[str, Any]:
    return {"units": {"at_least": least}, "each": each, "of": list(pools)}


CS_TWO = {"units": {"at_least": 1, "at_most": 2}, "where": {"subjects": ["CS"]}}
MUSIC_TWO = {"units": {"at_least": 2}, "where": {"subjects": ["MU"]}}
ALL_CS = ["cs-101", "cs-301", "cs-397"]


def test_courses_of_several_lists_count_each_up_to_what_their_list_lets() -> None:
    assert asked(lists_of(3, CS_TWO, MUSIC_TWO), *ALL_CS).standing is NOT_MET
    assert asked(lists_of(4, CS_TWO, MUSIC_TWO), *ALL_CS, "choir", "lesson").standing is MET
    assert asked(lists_of(4, CS_TWO, MUSIC_TWO, each=False), *ALL_CS, "choir", "lesson").standing is NOT_MET
    assert asked(lists_of(2, CS_TWO, MUSIC_TWO, each=False), *ALL_CS, "choir", "lesson").standing is MET


def test_courses_of_a_list_count_only_once_enough_of_it_are_held() -> None:
    assert asked(lists_of(3, CS_TWO, MUSIC_TWO), *ALL_CS, "choir").standing is NOT_MET


def test_beside_lists_whose_courses_count_each_another_group_is_one() -> None:
    pair = {"all_of": ["x:st-110", "x:hi-310"]}
    assert asked(lists_of(3, CS_TWO, pair), *ALL_CS, "st-110", "hi-310").standing is MET
    assert asked(lists_of(4, CS_TWO, pair), *ALL_CS, "st-110", "hi-310").standing is NOT_MET


def test_lists_of_lists_count_what_is_counted_in_each() -> None:
    inner = {**lists_of(2, CS_TWO, MUSIC_TWO), "units": {"at_least": 2, "at_most": 3}}
    statistics = {"units": {"at_least": 1}, "where": {"subjects": ["ST"]}}
    held = [*ALL_CS, "choir", "lesson"]
    assert asked(lists_of(4, inner, statistics), *held).standing is NOT_MET
    assert asked(lists_of(4, inner, statistics), *held, "st-110").standing is MET


def test_a_course_in_two_lists_counts_once_for_both() -> None:
    advanced = {"units": {"at_least": 1}, "where": {"published_codes": ["CS 3*"]}, "name": "advanced"}
    computing = {"units": {"at_least": 1}, "where": {"subjects": ["CS"]}, "name": "computing"}
    needs = {"all_of": [lists_of(2, advanced, computing), {"sharing": ["advanced", "computing"]}]}
    assert asked(needs, "cs-301").standing is NOT_MET
    assert asked(needs, "cs-301", "cs-101").standing is MET


def test_what_lists_lack_is_told_in_units() -> None:
    found = asked(lists_of(5, CS_TWO, MUSIC_TWO), "cs-101")
    assert sum(missing.amount for missing in found.missing) == 4


def test_lists_whose_courses_count_each_are_told_in_brackets() -> None:
    told = NEED.validate_python({**lists_of(4, CS_TWO, {"select": {"subjects": ["ST"]}}), "called": "courses"})
    assert str(told.in_words(str)) == (
        "at least 4 courses, each of which counts, from (from 1 to 2 units from: in CS), anything that is in ST"
    )


def test_each_is_for_a_pool_of_pools() -> None:
    with pytest.raises(ValueError, match="lists pools of `units`"):
        NEED.validate_python({"units": {"at_least": 1}, "each": True, "of": ["x:cs-101"]})


IN_ONE = {"all_of": [{"units": {"at_least": 2}, "where": {}}, {"distinct": "subject", "at_most": 1}]}


def test_courses_may_have_to_come_from_at_most_so_many_subjects() -> None:
    assert asked(IN_ONE, "cs-101", "st-110").standing is NOT_MET
    assert [one.name for one in asked(IN_ONE, "cs-101", "st-110", "cs-301").used] == ["x:cs-101", "x:cs-301"]


def test_what_does_not_say_its_subject_may_be_one_more() -> None:
    told = [Holding(described=Described(title=title, subject="Tea")) for title in ("Green", "Black")]
    assert asked(IN_ONE, *told).standing is MET
    assert asked(IN_ONE, told[0], Holding(described=Described(title="White"))).standing is MAYBE


def test_as_many_terms_as_are_asked_and_no_more() -> None:
    needs = {"all_of": [{"units": {"at_least": 3}, "where": {}}, {"distinct": "term", "at_least": 2, "at_most": 2}]}
    assert asked(needs, took("choir", 0), took("choir", 1), took("choir", 2)).standing is NOT_MET
    assert asked(needs, took("choir", 0), took("choir", 1), took("lesson", 1)).standing is MET


@pytest.mark.parametrize(
    ("numbers", "message"),
    [({}, "or `at_most`"), ({"at_least": 1}, "or `at_most`"), ({"at_least": 3, "at_most": 2}, "can never be met")],
)
def test_how_many_different_ones_must_be_said(numbers: dict[str, int], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        NEED.validate_python({"distinct": "term", **numbers})
    with pytest.raises(ValueError, match="only `at_least` can be asked"):
        NEED.validate_python({"distinct": "attribute", "at_most": 2, "where": {"attributes": ["a", "b"]}})

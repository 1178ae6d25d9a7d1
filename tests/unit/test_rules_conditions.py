"""Conditions: exam versions, grades, use elsewhere, who the learner is; groups of requirements."""

import pytest
from pydantic import ValidationError
from tests.asking import ask, codes, course, day, held, rule, text

from stackways.rules.decision import Status
from stackways.rules.holdings import Grade, Learner

CERT = "vendor:cert"


def hold(**conditions: object) -> dict[str, object]:
    return {"hold": CERT, **conditions}


def test_an_exam_version_that_is_not_given_is_conditional_and_a_wrong_one_refused() -> None:
    premise = rule(hold(versions=["200-125", "100-105 + 200-105"]))
    assert ask(premise, held(version="200-125")).status is Status.GRANTED
    wrong = ask(premise, held(version="200-301"))
    assert (wrong.status, text(wrong)) == (
        Status.REFUSED,
        "`vendor:cert`: version 200-301 is not on the list: 200-125 or 100-105 + 200-105",
    )
    unknown = ask(premise, held())
    assert (unknown.status, codes(unknown)) == (Status.CONDITIONAL, ["version_unknown"])


@pytest.mark.parametrize(
    ("scale", "value", "status"),
    [
        ("letter", "C+", Status.GRANTED),
        ("letter", "a", Status.GRANTED),
        ("letter", "C", Status.REFUSED),
        ("letter", "Pass", Status.CONDITIONAL),
        ("percent", 99, Status.CONDITIONAL),
        ("percent", "C+", Status.CONDITIONAL),
        ("gpa-4", 4, Status.CONDITIONAL),
    ],
)
def test_marks_on_different_scales_are_never_compared(scale: str, value: str | int, status: Status) -> None:
    premise = rule(hold(minimum_grade={"value": "C+", "scale": "letter"}))
    assert ask(premise, held(grade=Grade.model_validate({"value": value, "scale": scale}))).status is status


@pytest.mark.parametrize(
    ("value", "status"),
    [
        (55, Status.GRANTED),
        ("55.0", Status.GRANTED),
        ("55.00", Status.GRANTED),
        (54.99, Status.REFUSED),
        ("Infinity", Status.CONDITIONAL),
        ("NaN", Status.CONDITIONAL),
        ("A", Status.CONDITIONAL),
    ],
)
def test_numbers_are_compared_exactly_and_only_numbers(value: str | float, status: Status) -> None:
    premise = rule(hold(minimum_grade={"value": 55}))
    assert ask(premise, held(grade=Grade.model_validate({"value": value}))).status is status


def test_without_a_grade_it_is_conditional() -> None:
    decision = ask(rule(hold(minimum_grade={"value": 55})), held())
    assert (decision.status, codes(decision)) == (Status.CONDITIONAL, ["grade_unknown"])


def test_every_part_needs_the_grade() -> None:
    premise = rule(hold(minimum_component_grade={"value": "C+", "scale": "letter"}))

    def parts(*letters: str | None) -> str:
        grades = [{"grade": letter and {"value": letter, "scale": "letter"}} for letter in letters]
        return ask(premise, held(components=grades)).status.value

    assert parts("A", "C+") == "granted"
    assert parts("A", "C") == "refused"
    assert parts("A", None) == "conditional"
    assert parts("C", None) == "refused"
    assert parts() == "conditional"


def test_what_must_not_have_been_used_elsewhere_is_conditional_until_that_is_said() -> None:
    premise = rule(hold(unused=True))
    assert ask(premise, held(used_for=[])).status is Status.GRANTED
    assert ask(premise, held()).status is Status.CONDITIONAL
    used = ask(premise, held(used_for=["a bachelor elsewhere"]))
    assert (used.status, text(used)) == (Status.REFUSED, "`vendor:cert`: already used for a bachelor elsewhere")


def test_the_door_it_was_taken_through() -> None:
    premise = rule(hold(taken_through="school"))
    assert ask(premise, held(taken_through="school")).status is Status.GRANTED
    assert ask(premise, held(taken_through="vendor")).status is Status.REFUSED
    assert ask(premise, held()).status is Status.CONDITIONAL


def test_in_the_year_of_the_birthday_the_age_is_unknown() -> None:
    premise = rule({"minimum_age": 18})
    answers = {
        today: ask(premise, (), today, learner={"birth_year": 2008})
        for today in ("2025-12-31", "2026-01-01", "2026-12-30", "2026-12-31")
    }
    assert [answer.status.value for answer in answers.values()] == ["refused", "conditional", "conditional", "granted"]
    assert answers["2025-12-31"].from_ == day("2026-01-01")
    assert ask(premise).status is Status.CONDITIONAL


def test_the_age_on_the_first_of_january_of_the_intake_year() -> None:
    premise = rule({"minimum_age": 18, "on": "1-january-of-intake-year"})
    answers = [
        ask(premise, learner={"birth_year": 2008, "intake": intake}).status.value
        for intake in ("2025-12", "2026-12", "2027-01")
    ]
    assert answers == ["refused", "conditional", "granted"]  # in 2026 only those born on 1 January are 18
    assert ask(premise, learner={"birth_year": 2008}).status is Status.CONDITIONAL


@pytest.mark.parametrize(
    ("needs", "enough", "too_little"),
    [
        ({"residency": ["sg-citizen", "sg-pr"]}, {"residency": "sg-pr"}, {"residency": "hk-resident"}),
        ({"work_years": 2}, {"work_years": 2}, {"work_years": 1.99}),
        ({"admitted": True}, {"admission_on": day("2026-11-22")}, {"admission_on": day("2026-11-23")}),
        ({"intake": "in-range", "first": "2024-07"}, {"intake": "2024-07"}, {"intake": "2024-06"}),
        ({"intake": "in-range", "last": "2024"}, {"intake": "2024-12-31"}, {"intake": "2025-01"}),
    ],
)
def test_what_the_learner_tells_decides_and_what_is_not_told_leaves_it_conditional(
    needs: dict[str, object], enough: dict[str, object], too_little: dict[str, object]
) -> None:
    assert ask(rule(needs), learner=enough).status is Status.GRANTED
    assert ask(rule(needs), learner=too_little).status is Status.REFUSED
    assert ask(rule(needs)).status is Status.CONDITIONAL


def test_years_of_work_of_a_number_that_is_not_published_leave_it_conditional_and_none_refuse() -> None:
    premise = rule({"work_years": 0, "not_published": True})
    found = [ask(premise, learner={"work_years": years} if years is not None else {}) for years in (0, 3, None)]
    assert [(decision.status.value, decision.reasons[0].text) for decision in found] == [
        ("refused", "you have 0 years of work, and more are needed"),
        ("conditional", "you have 3 years of work; it is not published how many are needed"),
        ("conditional", "relevant work (it is not published how many years) are needed: give yours (`work_years`)"),
    ]


def test_a_range_of_credit_is_told_and_its_most_stands_above_its_least() -> None:
    target = {"target": "school:module", "outcome": "specified_credit", "unit": "cu"}
    outcome = ask(rule("vendor:a", grants=[{**target, "at_least": 1, "amount": 2}]), held("vendor:a")).outcome
    assert outcome
    assert [outcome.at_least, outcome.amount] == [1, 2]
    for wrong in ({"at_least": 1}, {"at_least": 3, "amount": 2}):
        with pytest.raises(ValidationError, match="give the most as `amount`"):
            rule("vendor:a", grants=[{**target, **wrong}])


def test_an_intake_year_leaves_open_which_month_of_it() -> None:
    premise = rule({"intake": "in-range", "first": "2024-07", "last": "2025"})
    answers = [ask(premise, learner={"intake": year}).status.value for year in ("2023", "2024", "2025", "2026")]
    assert answers == ["refused", "conditional", "granted", "refused"]


@pytest.mark.parametrize("intake", ["2026-13", "2026-02-30", "0000", "26", "2026-1"])
def test_an_intake_that_is_no_date_is_refused_when_it_is_given(intake: str) -> None:
    with pytest.raises(ValidationError, match="intake"):
        Learner(intake=intake)


def test_admission_first_says_from_when() -> None:
    assert ask(rule({"admitted": True}), learner={"admission_on": day("2027-01-01")}).from_ == day("2027-01-01")


@pytest.mark.parametrize(
    "needs",
    [{"similarity": 80}, {"stated": "by interview"}, {"credits": {"at_least": 3}, "unit": "cu", "where": {}},
     {"share": 0.5}, {"units": {"not_published": True}, "of": [CERT]}],
)  # fmt: skip
def test_what_only_the_institution_can_judge_is_conditional(needs: dict[str, object]) -> None:
    assert ask(rule(needs), held()).status is Status.CONDITIONAL


A, B, C = "vendor:a", "vendor:b", "vendor:c"
NESTED = {"any_of": [{"all_of": [A, B]}, {"all_of": [B, C]}]}


@pytest.mark.parametrize(
    ("needs", "granted", "refused"),
    [
        ({"all_of": [A, B]}, [A, B], [A]),
        ({"any_of": [A, B]}, [B], [C]),
        ({"at_least": 2, "of": [A, B, C]}, [A, C], [B]),
        ({"exactly_one_of": [A, B]}, [B, C], [A, B]),
        (NESTED, [B, C], [A, C]),
    ],
)
def test_groups_count_what_is_held(needs: dict[str, object], granted: list[str], refused: list[str]) -> None:
    assert ask(rule(needs), [held(code) for code in granted]).status is Status.GRANTED
    assert ask(rule(needs), [held(code) for code in refused]).status is Status.REFUSED


def test_a_refusal_names_what_is_missing_and_a_grant_what_it_used() -> None:
    decision = ask(rule({"all_of": [A, B, C]}), [held(A), held(C)])
    assert text(decision) == "you do not hold `vendor:b`"
    assert ask(rule({"any_of": [A, B]}), [held(A), held(B)]).used == [A]
    longest = ask(rule({"any_of": [A, B]}, window={"period": "P1Y"}), [held(A, "2026-01-01"), held(B, "2026-06-01")])
    assert (longest.used, longest.claim_by) == ([B], day("2027-06-01"))


def test_where_one_would_do_the_reasons_are_those_of_what_is_held_and_does_not_count() -> None:
    decision = ask(rule({"any_of": [A, B]}, window={"period": "P1Y"}), held(B, "2025-11-21"))
    assert codes(decision) == ["window_passed"]
    assert "one day too late" in text(decision)


def test_a_second_one_that_may_count_makes_exactly_one_conditional() -> None:
    needs = {"exactly_one_of": [A, {"hold": B, "versions": ["2"]}]}
    assert ask(rule(needs), [held(A), held(B)]).status is Status.CONDITIONAL
    assert codes(ask(rule(needs), [held(A), held(B, version="2")])) == ["more_than_one"]
    assert ask(rule(needs), [held(A), held(B, version="1")]).status is Status.GRANTED


def test_of_several_that_match_the_one_nearest_to_counting_is_told_of() -> None:
    premise = rule(A, window={"period": "P1Y"})
    late = ask(premise, [held(A, "2020-01-01"), held(A, "2025-11-21"), held(A, "2022-01-01")])
    assert "attained 21 November 2025" in text(late)
    coming = ask(premise, [held(A, "2025-11-21"), held(A, "2028-01-01"), held(A, "2027-01-01")])
    assert ("attained 1 January 2027" in text(coming), coming.from_) == (True, day("2027-01-01"))


THREE = rule({"units": {"at_least": 3}, "called": "short courses", "of": ["school:short"]})
SHORT = course("school:short", is_class=True, kind="class")


def test_units_count_what_is_held_each_once() -> None:
    def answer(count: int) -> str:
        return ask(THREE, [held("school:short", "2026-01-01")] * count, items=[SHORT]).status.value

    assert [answer(count) for count in range(5)] == ["refused", "refused", "refused", "granted", "granted"]
    two = ask(THREE, [held("school:short")] * 2, items=[SHORT])
    assert text(two).startswith("you hold 2 of the 3 short courses needed")
    future = [held("school:short", "2026-01-01")] * 2 + [held("school:short", "2027-05-05")]
    assert ask(THREE, future, items=[SHORT]).from_ == day("2027-05-05")


def test_the_same_course_twice_is_one_unit() -> None:
    premise = rule({"units": {"at_least": 2}, "of": [A, B]})
    known = [course(A), course(B)]
    assert ask(premise, [held(A), held(A)], items=known).status is Status.REFUSED
    assert ask(premise, [held(A), held(B)], items=known).status is Status.GRANTED


def test_what_is_asked_for_is_said_in_words_with_its_window() -> None:
    premise = rule({"all_of": [A, {"any_of": [B, C]}]}, window={"period": "P4Y", "ends": "claim"})
    decision = ask(premise, items=[course(A), course(B)])
    assert str(decision.needs) == "A and (B or `vendor:c`), attained in the last 4 years before you claim"

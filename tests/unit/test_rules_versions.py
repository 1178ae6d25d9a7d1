"""Which version of a rule answers, and what holds before, between and after them."""

import pytest
from tests.asking import MODULE, ask, codes, day, held, remarks, rule, text

from stackways.rules.decision import Status
from stackways.rules.recognise import force_days, grants_of
from stackways.rules.versions import silent_days

OLD = rule("vendor:old", effective_until="2024-12-31")
NEW = rule("vendor:new", version=2, effective_from="2025-01-01")


def test_each_version_answers_on_its_own_days() -> None:
    old, new = held("vendor:old", "2020-01-01"), held("vendor:new", "2020-01-01")
    assert ask([OLD, NEW], old, "2024-12-31").status is Status.GRANTED
    assert ask([OLD, NEW], old, "2025-01-01").status is Status.REFUSED
    assert ask([OLD, NEW], new, "2025-01-01").status is Status.GRANTED
    assert [ask([OLD, NEW], old, today).rule for today in ("2024-12-31", "2025-01-01")] == [
        "school:rule@1",
        "school:rule@2",
    ]


def test_what_is_granted_today_ends_with_the_version_that_grants_it() -> None:
    assert ask([OLD, NEW], held("vendor:old", "2020-01-01"), "2024-01-01").claim_by == day("2024-12-31")
    both = [held("vendor:old", "2020-01-01"), held("vendor:new", "2020-01-01")]
    assert ask([OLD, NEW], both, "2024-01-01").claim_by is None


def test_what_only_the_next_version_recognises_is_refused_today_and_says_from_when() -> None:
    decision = ask([OLD, NEW], held("vendor:new", "2020-01-01"), "2024-01-01")
    assert (decision.status, decision.from_) == (Status.REFUSED, day("2025-01-01"))


def test_before_the_first_version_the_answer_is_unknown() -> None:
    for first in (rule(effective_from="2025-01-01"), rule(observed_on="2025-01-01")):
        decision = ask(first, held(on="2020-01-01"), "2024-12-31")
        assert (decision.status, decision.claim_by, decision.from_) == (Status.UNKNOWN, None, None)
        assert codes(decision) == ["before_first_version"]
        assert (
            text(decision)
            == "the rule is known only from 1 January 2025; it is not known what held on 31 December 2024"
        )
        assert ask(first, held(on="2020-01-01"), "2025-01-01").status is Status.GRANTED


def test_after_the_last_version_it_is_refused() -> None:
    decision = ask(rule(effective_until="2025-12-31"), held(on="2020-01-01"), "2026-01-01")
    assert (decision.status, decision.from_) == (Status.REFUSED, None)
    assert text(decision) == "the rule ended on 31 December 2025, before 1 January 2026"


def test_between_two_dated_versions_it_is_refused_until_the_next() -> None:
    versions = [rule(effective_until="2023-12-31"), rule(version=2, effective_from="2025-01-01")]
    decision = ask(versions, held(on="2020-01-01"), "2024-06-01")
    assert (decision.status, decision.from_, codes(decision)) == (Status.REFUSED, day("2025-01-01"), ["rule_ended"])


def test_where_none_is_in_force_the_one_that_ended_last_is_shown() -> None:
    versions = [
        rule(effective_from="2020-01-01", effective_until="2020-12-31"),
        rule(version=2, effective_from="2022-01-01", effective_until="2022-12-31"),
        rule(version=3, effective_from="2024-01-01", effective_until="2024-12-31"),
    ]
    shown = [ask(versions, held(), f"{year}-06-01").rule for year in (2019, 2021, 2023, 2025)]
    assert shown == ["school:rule@1", "school:rule@1", "school:rule@2", "school:rule@3"]


def test_a_version_until_the_calendars_last_day_does_not_end_so_the_next_takes_its_place() -> None:
    versions = [rule("vendor:old", effective_until="9999-12-31"), rule("vendor:new", version=2)]
    assert ask(versions, held("vendor:new")).status is Status.GRANTED


def test_before_an_undated_version_was_observed_it_may_have_held_already() -> None:
    versions = [rule(effective_until="2023-12-31"), rule(version=2, observed_on="2025-01-01")]
    assert ask(versions, held(on="2020-01-01"), "2024-06-01").status is Status.UNKNOWN
    assert ask(versions, held(on="2020-01-01"), "2023-12-31").status is Status.GRANTED


def test_a_rule_observed_only_after_it_ended_is_unknown_while_it_may_have_held() -> None:
    ended = rule(observed_on="2026-10-01", effective_until="2016-03-31")
    assert ask(ended, held(on="2010-01-01"), "2016-03-31").status is Status.UNKNOWN
    assert ask(ended, held(on="2010-01-01"), "2016-04-01").status is Status.REFUSED


def test_an_undated_version_takes_the_place_of_an_undated_one_before_it() -> None:
    versions = [rule("vendor:old"), rule("vendor:new", version=2)]
    for today in ("2000-01-01", "2026-11-22"):
        assert ask(versions, held("vendor:new"), today).status is Status.GRANTED
        assert ask(versions, held("vendor:old"), today).status is Status.REFUSED


def test_an_undated_version_follows_on_one_that_ends() -> None:
    versions = [rule("vendor:old", effective_until="2024-12-31"), rule("vendor:new", version=2)]
    assert ask(versions, held("vendor:old"), "2024-12-31").status is Status.GRANTED
    assert ask(versions, held("vendor:new"), "2024-12-31").status is Status.REFUSED
    assert ask(versions, held("vendor:new"), "2025-01-01").status is Status.GRANTED


def test_an_undated_rule_is_open_and_marked() -> None:
    decision = ask(rule(), held(), "1950-01-01")
    assert decision.status is Status.GRANTED
    assert "undated" in remarks(decision)
    assert "undated" not in remarks(ask(rule(effective_from="2020-01-01"), held()))


def test_a_rule_that_will_end_says_when() -> None:
    decision = ask(rule(effective_until="2026-12-31"), held(on="2020-01-01"))
    assert (decision.status, decision.claim_by) == (Status.GRANTED, day("2026-12-31"))
    assert "rule_ends" in remarks(decision)


ADMISSIONS = [
    rule("vendor:old", effective_from="2020-01-01", effective_until="2024-12-31", applies_by="admission"),
    rule("vendor:new", version=2, effective_from="2025-01-01", applies_by="admission"),
]


@pytest.mark.parametrize(
    ("admission", "status", "by"),
    [
        ("2019-12-31", Status.UNKNOWN, "school:rule@1"),
        ("2020-01-01", Status.GRANTED, "school:rule@1"),
        ("2024-12-31", Status.GRANTED, "school:rule@1"),
        ("2025-01-01", Status.REFUSED, "school:rule@2"),
    ],
)
def test_where_the_admission_picks_the_version_the_day_of_the_claim_does_not(
    admission: str, status: Status, by: str
) -> None:
    decision = ask(ADMISSIONS, held("vendor:old", "2019-01-01"), learner={"admission_on": day(admission)})
    assert (decision.status, decision.rule) == (status, by)


def test_without_an_admission_it_depends_on_it_unless_every_version_says_the_same() -> None:
    decision = ask(ADMISSIONS, held("vendor:old", "2019-01-01"))
    assert (decision.status, codes(decision)[-1]) == (Status.CONDITIONAL, "admission_unknown")
    assert ask(ADMISSIONS, held("vendor:other")).status is Status.REFUSED
    both = [held("vendor:old"), held("vendor:new")]
    assert ask(ADMISSIONS, both).status is Status.CONDITIONAL  # it may have been before the first version
    open_ended = [
        rule("vendor:old", effective_until="2024-12-31", applies_by="admission"),
        rule("vendor:new", version=2, effective_from="2025-01-01", applies_by="admission"),
    ]
    assert ask(open_ended, both).status is Status.GRANTED
    assert ask(open_ended, both).used == ["vendor:old", "vendor:new"]


def test_after_the_last_admissions_it_is_refused() -> None:
    ended = rule(effective_until="2024-12-31", applies_by="admission")
    decision = ask(ended, held(), learner={"admission_on": day("2025-01-01")})
    assert text(decision) == "the rule ended on 31 December 2024, before admission on 1 January 2025"


AWARDS = [
    rule(effective_from="2020-01-01", effective_until="2024-12-31", applies_by="award", window={"period": "P10Y"}),
    rule(version=2, effective_from="2025-01-01", applies_by="award", window={"period": "P1Y"}),
]


@pytest.mark.parametrize(
    ("attained", "status", "by", "until"),
    [
        ("2019-12-31", Status.UNKNOWN, None, None),
        ("2020-01-01", Status.GRANTED, "school:rule@1", "2030-01-01"),
        ("2024-12-31", Status.GRANTED, "school:rule@1", "2034-12-31"),
        ("2025-01-01", Status.REFUSED, None, None),
        ("2026-01-01", Status.GRANTED, "school:rule@2", "2027-01-01"),
        (None, Status.CONDITIONAL, None, None),
    ],
)
def test_where_the_award_picks_the_version_the_day_it_was_attained_does(
    attained: str | None, status: Status, by: str | None, until: str | None
) -> None:
    decision = ask(AWARDS, held(on=attained))
    assert decision.status is status
    assert by is None or decision.rule == by
    assert decision.claim_by == (day(until) if until else None)


def test_by_the_award_a_newer_version_takes_the_place_of_one_without_an_end() -> None:
    versions = [
        rule(effective_from="2020-01-01", applies_by="award"),
        rule("vendor:other", version=2, effective_from="2025-01-01", applies_by="award"),
    ]
    assert ask(versions, held(on="2024-12-31")).status is Status.GRANTED
    assert ask(versions, held(on="2025-01-01")).status is Status.REFUSED


def test_only_what_entitles_is_granted() -> None:
    for certainty in ("up_to", "precedent", "recommendation"):
        decision = ask(rule(certainty=certainty), held(on="2020-01-01"))
        assert decision.status is Status.CONDITIONAL
        assert codes(decision)[-1] == f"certainty_{certainty}"
        assert ask(rule(certainty=certainty)).status is Status.REFUSED


def test_a_claim_in_time_for_what_entitles_does_not_outlast_it() -> None:
    versions = [
        rule(effective_until="2024-12-31"),
        rule(version=2, effective_from="2025-01-01", certainty="up_to"),
    ]
    granted = ask(versions, held(on="2020-01-01"), "2024-01-01")
    assert (granted.status, granted.claim_by) == (Status.GRANTED, day("2024-12-31"))
    assert granted.outcome is not None
    assert granted.outcome.certainty == "entitled"


def test_each_version_grants_its_own_amount_and_one_that_does_not_grant_it_refuses() -> None:
    def credit(amount: int) -> dict[str, object]:
        return {"target": MODULE.code, "outcome": "block_credit", "amount": amount, "unit": "credit"}

    versions = [
        rule(effective_until="2023-12-31", grants=[credit(3)]),
        rule(version=2, effective_from="2024-01-01", effective_until="2024-12-31", grants=[credit(6)]),
        rule(version=3, effective_from="2025-01-01", grants=[{"target": MODULE.code, "outcome": "exemption"}]),
    ]
    assert [(grant.outcome, grant.amount) for grant in grants_of(versions)] == [
        ("exemption", None),
        ("block_credit", 6),
    ]
    for today, amount in (("2023-01-01", 3), ("2024-01-01", 6)):
        outcome = ask(versions[:2], held(), today).outcome
        assert outcome is not None
        assert outcome.amount == amount
    assert ask(versions, held(), "2024-01-01").status is Status.REFUSED
    assert codes(ask(versions, held(), "2024-01-01")) == ["not_granted"]
    assert ask(versions, held(), "2024-01-01").from_ == day("2025-01-01")


def test_no_day_has_two_versions_in_force() -> None:
    versions = [
        rule(effective_from="2020-01-01"),
        rule(version=2, effective_from="2021-01-01", effective_until="2021-12-31"),
        rule(version=3, observed_on="2023-01-01"),
    ]
    forces = force_days(versions)
    assert [str(days.in_words()) for days in forces] == [
        "from 1 January 2020 to 31 December 2020 or from 1 January 2022 to 31 December 2022",
        "from 1 January 2021 to 31 December 2021",
        "from 1 January 2023 on",
    ]
    assert str(silent_days(versions).in_words()) == "until 31 December 2019"

"""How long a holding counts: windows, absolute dates, own validity."""

import datetime as dt
from typing import Any

import pytest
from tests.asking import ask, codes, course, day, described, held, remarks, rule, text, validity

from stackways.rules.decision import Status

FOUR_YEARS = {"period": "P4Y", "ends": "claim"}


def window(period: str, **more: str) -> dict[str, str]:
    return {"period": period, **more}


def test_four_years_from_2022_11_22_count_on_2026_11_22_and_not_on_2026_11_23() -> None:
    last = ask(rule(window=FOUR_YEARS), held(on="2022-11-22"), "2026-11-22")
    after = ask(rule(window=FOUR_YEARS), held(on="2022-11-22"), "2026-11-23")
    assert (last.status, last.claim_by) == (Status.GRANTED, day("2026-11-22"))
    assert (after.status, after.claim_by, after.from_) == (Status.REFUSED, None, None)
    assert (
        text(after) == "`vendor:cert`: attained 22 November 2022, which counts until 22 November 2026: one day too late"
    )


def test_a_year_too_late_is_counted_in_days() -> None:
    decision = ask(rule(window=FOUR_YEARS), held(on="2020-01-01"), "2025-01-01")
    assert (
        text(decision) == "`vendor:cert`: attained 1 January 2020, which counts until 1 January 2024: 366 days too late"
    )


@pytest.mark.parametrize(
    ("attained", "period", "last"),
    [
        ("2020-02-29", "P1Y", "2021-02-28"),
        ("2020-02-29", "P4Y", "2024-02-29"),
        ("2019-02-28", "P1Y", "2020-02-28"),
        ("2023-01-31", "P1M", "2023-02-28"),
        ("2024-01-31", "P1M", "2024-02-29"),
        ("2023-10-31", "P1M", "2023-11-30"),
        ("2023-11-30", "P3M", "2024-02-29"),
        ("2023-12-31", "P2M1D", "2024-03-01"),
        ("2023-01-30", "P1M1W", "2023-03-07"),
        ("2023-05-05", "P0D", "2023-05-05"),
    ],
)
def test_a_day_that_does_not_exist_clamps_to_the_months_last(attained: str, period: str, last: str) -> None:
    premise = rule(window=window(period, ends="claim"))
    assert ask(premise, held(on=attained), last).status is Status.GRANTED
    assert ask(premise, held(on=attained), attained).claim_by == day(last)
    assert ask(premise, held(on=attained), str(day(last) + dt.timedelta(days=1))).status is Status.REFUSED


def test_a_holding_dated_after_the_day_is_refused_and_says_from_when_it_counts() -> None:
    decision = ask(rule(window=FOUR_YEARS), held(on="2027-02-01"))
    assert (decision.status, decision.from_) == (Status.REFUSED, day("2027-02-01"))
    assert codes(decision) == ["not_yet_held"]
    assert text(decision) == "`vendor:cert`: attained 1 February 2027, which is after 22 November 2026"


def test_a_planned_holding_without_a_date_is_refused_and_cannot_say_from_when() -> None:
    for status in ("planned", "in_progress"):
        decision = ask(rule(), held(status=status))
        assert (decision.status, decision.from_) == (Status.REFUSED, None)
        assert codes(decision) == ["not_yet_held"]


def test_a_planned_holding_counts_from_its_date_with_a_remark() -> None:
    before = ask(rule(), held(on="2027-06-01", status="planned"))
    after = ask(rule(), held(on="2027-06-01", status="planned"), "2027-06-01")
    assert (before.status, before.from_) == (Status.REFUSED, day("2027-06-01"))
    assert after.status is Status.GRANTED
    assert "planned" in remarks(after)


def test_without_a_date_a_window_leaves_it_conditional_and_no_window_grants_it() -> None:
    inside = ask(rule(window=FOUR_YEARS), held())
    assert (inside.status, codes(inside)) == (Status.CONDITIONAL, ["date_unknown"])
    assert ask(rule(), held()).status is Status.GRANTED


def test_a_window_without_a_published_end_is_counted_to_the_claim_with_a_remark() -> None:
    decision = ask(rule(window=window("P4Y")), held(on="2025-01-01"))
    assert (decision.status, decision.claim_by) == (Status.GRANTED, day("2029-01-01"))
    assert "window_end_not_stated" in remarks(decision)
    assert "window_end_not_stated" not in remarks(ask(rule(window=FOUR_YEARS), held(on="2025-01-01")))


def test_a_window_to_admission_is_measured_there_whenever_the_claim_is() -> None:
    premise = rule(window=window("P5Y", starts="programme-completed", ends="admission"))
    holding = held(on="2020-06-30")
    on_time = ask(premise, holding, learner={"admission_on": day("2025-06-30")})
    late = ask(premise, holding, learner={"admission_on": day("2025-07-01")})
    assert (on_time.status, on_time.claim_by) == (Status.GRANTED, None)
    assert (late.status, text(late)) == (
        Status.REFUSED,
        (
            "`vendor:cert`: attained 30 June 2020, which counts until 30 June 2025 (admission on 1 July 2025): one "
            "day too late"
        ),
    )
    unknown = ask(premise, holding)
    assert (unknown.status, codes(unknown)) == (Status.CONDITIONAL, ["admission_day_unknown"])
    too_early = ask(premise, holding, learner={"admission_on": day("2020-06-29")})
    assert (too_early.status, codes(too_early)) == (Status.REFUSED, ["not_yet_held"])


def test_a_window_to_the_start_is_open_where_the_intake_may_lie_on_both_sides_of_it() -> None:
    premise, holding = rule(window=window("P3Y", ends="start")), held(on="2023-08-15")
    answers = {
        intake: ask(premise, holding, learner={"intake": intake}).status
        for intake in ("2026-07", "2026-08-15", "2026-08", "2026-08-16", "2026-09", "2026", "2025", "2027", "2023")
    }
    assert answers == {
        "2026-07": Status.GRANTED,
        "2026-08-15": Status.GRANTED,
        "2026-08": Status.CONDITIONAL,
        "2026-08-16": Status.REFUSED,
        "2026-09": Status.REFUSED,
        "2026": Status.CONDITIONAL,
        "2025": Status.GRANTED,
        "2027": Status.REFUSED,
        "2023": Status.CONDITIONAL,
    }
    assert ask(premise, holding).status is Status.CONDITIONAL


@pytest.mark.parametrize(
    ("attained", "expected"),
    [
        ("2023-07-31", "refused"),  # the last good day is the one before the month
        ("2023-08-01", "conditional"),  # its first
        ("2023-08-30", "conditional"),
        ("2023-08-31", "granted"),  # its last
        ("2026-08-01", "granted"),  # attained on its first day
        ("2026-08-02", "conditional"),
        ("2026-08-31", "conditional"),  # attained on its last
        ("2026-09-01", "refused"),
    ],
)
def test_an_intake_month_is_inside_where_all_of_its_days_are(attained: str, expected: str) -> None:
    premise = rule(window=window("P3Y", ends="start"))
    decision = ask(premise, held(on=attained), "2030-01-01", learner={"intake": "2026-08"})
    assert decision.status.value == expected


def test_every_part_has_to_be_inside_a_window_that_starts_with_the_parts() -> None:
    premise = rule(window=window("P5Y", starts="component-attained", ends="claim"))

    def of(*dates: str | None) -> str:
        parts = [{"attained_on": date and day(date)} for date in dates]
        return ask(premise, held(on="2024-01-01", components=parts)).status.value

    assert of("2021-11-22", "2023-05-05") == "granted"
    assert of("2021-11-21", "2023-05-05") == "refused"
    assert of("2022-01-01", None) == "conditional"
    assert of("2021-11-21", None) == "refused"  # what is not known cannot help any more
    assert of() == "conditional"

    def reasons(*dates: str | None) -> str:
        parts = [{"attained_on": date and day(date)} for date in dates]
        return text(ask(premise, held(on="2024-01-01", components=parts)))

    assert reasons("2022-01-01", "2023-05-05").endswith("attained 1 January 2022, which counts until 1 January 2027")
    assert reasons("2021-11-21", None).endswith(
        "attained 21 November 2021, which counts until 21 November 2026: one day too late"
    )
    assert "give the date of every part" in reasons("2022-01-01", None)
    decision = ask(
        premise, held(on="2024-01-01", components=[{"attained_on": day(date)} for date in ("2015-01-01", "2021-01-01")])
    )
    assert codes(decision) == ["parts_too_far_apart"]


def test_a_part_attained_later_than_the_day_is_not_held_yet() -> None:
    parts = [{"attained_on": day("2025-01-01")}, {"attained_on": day("2027-01-01")}]
    decision = ask(rule(window=window("P5Y", starts="component-attained", ends="claim")), held(components=parts))
    assert (decision.status, decision.from_) == (Status.REFUSED, day("2027-01-01"))
    assert codes(decision) == ["not_yet_held"]


def test_a_holdings_own_window_goes_before_the_rules() -> None:
    premise = rule({"hold": "vendor:cert", "window": window("P1Y", ends="claim")}, window=FOUR_YEARS)
    assert ask(premise, held(on="2026-01-01")).claim_by == day("2027-01-01")


def test_absolute_dates_include_both_ends_and_need_a_date() -> None:
    premise = rule({"hold": "vendor:cert", "attained_from": "2018-04-13", "attained_until": "2020-03-31"})
    answers = [
        ask(premise, held(on=on)).status.value for on in ("2018-04-12", "2018-04-13", "2020-03-31", "2020-04-01")
    ]
    assert answers == ["refused", "granted", "granted", "refused"]
    assert ask(premise, held()).status is Status.CONDITIONAL
    until = rule({"hold": "vendor:cert", "attained_until": "2020-03-31"})
    assert [ask(until, held(on=on)).status.value for on in ("2020-03-31", "2020-04-01")] == ["granted", "refused"]
    since = rule({"hold": "vendor:cert", "attained_from": "2018-04-13"})
    assert [ask(since, held(on=on)).status.value for on in ("2018-04-12", "2018-04-13")] == ["refused", "granted"]
    assert text(ask(premise, held(on="2018-04-12"))) == (
        "`vendor:cert`: attained 12 April 2018, but it must be on or after 13 April 2018 and on or before 31 March 2020"
    )


def test_a_period_that_runs_past_the_calendar_does_not_end() -> None:
    decision = ask(rule(window=window("P9000Y", ends="claim")), held(on="2022-01-01"))
    assert (decision.status, decision.claim_by) == (Status.GRANTED, None)


def test_the_last_day_of_the_calendar_can_be_asked_about() -> None:
    versions = [
        rule(effective_from="2020-01-01", effective_until="2021-01-01"),
        rule(version=2, effective_from="2022-01-01"),
    ]
    assert ask(versions, held(on="2021-01-01"), "9999-12-31").status is Status.GRANTED
    assert ask(rule(window=FOUR_YEARS), held(on="2021-01-01"), "9999-12-31").status is Status.REFUSED
    assert ask(rule(effective_from="0001-01-01"), held(), "0001-01-01").status is Status.GRANTED


CCNA = course("vendor:cert")
THREE_YEARS = validity("P3Y", "vendor:cert")


def test_a_certification_of_three_and_a_half_years_ago_is_granted_with_a_remark_on_its_own_validity() -> None:
    decision = ask(rule(window=FOUR_YEARS), held(on="2023-05-22"), items=[CCNA], validities=[THREE_YEARS])
    assert (decision.status, decision.claim_by) == (Status.GRANTED, day("2027-05-22"))
    remark = next(remark for remark in decision.remarks if remark.code == "own_validity_ended")
    assert remark.text == (
        "Cert: it was valid until 22 May 2026 unless you renewed it; that you attained it is enough here"
    )


def test_one_that_must_be_active_is_conditional_after_its_term_and_refused_after_the_date_it_shows() -> None:
    premise = rule({"hold": "vendor:cert", "state": "active"})

    def answer(today: str, **said: Any) -> str:  # noqa: ANN401 - any field
        return ask(premise, held(on="2023-05-22", **said), today, items=[CCNA], validities=[THREE_YEARS]).status.value

    assert answer("2026-05-22") == "granted"
    assert answer("2026-05-23") == "conditional"
    assert answer("2026-05-23", renewed_on=day("2026-01-01")) == "granted"
    assert answer("2029-01-02", renewed_on=day("2026-01-01")) == "conditional"
    assert answer("2026-05-22", valid_until=day("2026-05-22")) == "granted"
    assert answer("2026-05-23", valid_until=day("2026-05-22")) == "refused"
    assert answer("2026-05-23", valid_until=day("2026-05-22"), renewed_on=day("2026-05-23")) == "granted"


def test_whichever_is_less_of_the_window_and_the_own_validity() -> None:
    premise = rule({"hold": "vendor:cert", "state": "active"}, window=FOUR_YEARS)
    by_validity = ask(premise, held(on="2025-01-01"), items=[CCNA], validities=[THREE_YEARS])
    by_window = ask(
        premise, held(on="2025-01-01", valid_until=day("2035-01-01")), items=[CCNA], validities=[THREE_YEARS]
    )
    assert (by_validity.status, by_validity.claim_by) == (Status.GRANTED, day("2028-01-01"))
    assert (by_window.status, by_window.claim_by) == (Status.GRANTED, day("2029-01-01"))


def test_whichever_is_less_is_measured_on_the_day_the_window_ends() -> None:
    premise = rule(window={"period": "P5Y", "ends": "start", "or_own_validity": True})

    def answer(intake: str, attained: str = "2020-01-15", **said: Any) -> Status:  # noqa: ANN401 - any field
        return ask(
            premise,
            held(on=attained, **said),
            learner={"intake": intake},
            items=[CCNA],
            validities=[THREE_YEARS],
        ).status

    assert answer("2023-01-15") is Status.GRANTED
    assert answer("2023-01-16") is Status.CONDITIONAL, "it may have been renewed"
    assert answer("2023-01-16", renewed_on=day("2022-06-01")) is Status.GRANTED
    assert answer("2025-01-16", renewed_on=day("2022-06-01")) is Status.REFUSED
    assert answer("2023-01-16", valid_until=day("2023-01-15")) is Status.REFUSED
    assert answer("2025-01-15", valid_until=day("2030-01-01")) is Status.GRANTED


def test_past_a_limit_whose_length_is_not_published_it_is_conditional() -> None:
    premise = rule(window={"period": "P2Y", "ends": "application", "not_published": True})
    within, beyond = ask(premise, held(on="2024-11-22")), ask(premise, held(on="2024-11-21"))
    assert (within.status, within.claim_by) == (Status.GRANTED, day("2026-11-22"))
    assert (beyond.status, codes(beyond)) == (Status.CONDITIONAL, ["limit_not_published"])
    assert ask(premise, held(on="2027-01-01")).status is Status.REFUSED


def test_a_higher_certification_renews_one_that_still_runs_and_not_one_that_has_lapsed() -> None:
    premise = rule({"hold": "vendor:cert", "state": "active"})
    renewing = validity("P3Y", "vendor:cert", renewed_by=["vendor:higher"])

    def answer(higher: str) -> str:
        holdings = [held(on="2022-01-01"), held("vendor:higher", higher)]
        return ask(premise, holdings, items=[CCNA, course("vendor:higher")], validities=[renewing]).status.value

    assert answer("2025-01-01") == "granted"
    assert answer("2025-01-02") == "conditional"


def test_what_nobody_limits_stays_active_and_what_the_catalogue_does_not_know_may_not() -> None:
    any_course = course("vendor:any", is_class=True, kind="class", members={"kinds": ["course"]})
    premise = rule({"hold": "vendor:any", "state": "active"})
    assert ask(premise, held(on="2010-01-01"), items=[CCNA, any_course]).status is Status.GRANTED
    assert ask(premise, described("2010-01-01", kind="course"), items=[any_course]).status is Status.CONDITIONAL


def test_the_newest_validity_that_held_when_it_was_attained_counts() -> None:
    rules = [validity("P2Y", "vendor:cert"), validity("P3Y", "vendor:cert", version=2, effective_from="2024-01-01")]
    premise = rule({"hold": "vendor:cert", "state": "active"})
    assert ask(premise, held(on="2023-12-31"), "2025-01-01", items=[CCNA], validities=rules).claim_by == day(
        "2025-12-31"
    )
    assert ask(premise, held(on="2024-01-01"), "2025-01-01", items=[CCNA], validities=rules).claim_by == day(
        "2027-01-01"
    )

"""Periods and sets of days."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.reference.recognition import plus

from stackways.rules.days import EVERY_DAY, NO_DAYS, Days, on_at_least
from stackways.rules.periods import Period
from stackways.words.message import Length

numbers = st.integers(0, 40)
periods = st.builds("P{}Y{}M{}W{}D".format, numbers, numbers, numbers, numbers).map(Period)
near = st.integers(1, 60).map(dt.date.fromordinal)
sets_of_days = st.lists(st.tuples(near, near), max_size=4).map(
    lambda pairs: on_at_least(1, [Days.between(min(pair), max(pair)) for pair in pairs])
)


@given(st.dates(), periods)
def test_the_day_after_a_period_is_that_of_counting_months_and_then_days(start: dt.date, period: Period) -> None:
    assert period.after(start) == plus(start, period.iso)


@given(st.dates(), st.dates(), periods)
def test_a_later_start_never_ends_earlier(one: dt.date, other: dt.date, period: Period) -> None:
    assert period.after(min(one, other)) <= period.after(max(one, other))


@pytest.mark.parametrize(
    "huge", ["P9000Y", "P999999999Y", "P999999999M", "P999999999W", "P999999999D", "P7978Y", "P9999Y99D"]
)
def test_a_period_past_the_year_9999_ends_with_the_calendar(huge: str) -> None:
    assert Period(huge).after(dt.date(2022, 11, 22)) == dt.date.max
    assert Period(huge).after(dt.date.max) == dt.date.max


def test_the_last_day_of_the_calendar_can_be_reached() -> None:
    assert Period("P7977Y1M9D").after(dt.date(2022, 11, 22)) == dt.date.max
    assert Period("P7977Y1M8D").after(dt.date(2022, 11, 22)) == dt.date(9999, 12, 30)
    assert Period("P0D").after(dt.date.min) == dt.date.min


@pytest.mark.parametrize(
    ("iso", "words"),
    [
        ("P4Y", "4 years"),
        ("P1M", "1 month"),
        ("P1Y6M", "1 year and 6 months"),
        ("P2W", "2 weeks"),
        ("P10D", "10 days"),
        ("P1Y2M10D", "1 year, 2 months and 10 days"),
        ("P012M", "12 months"),
    ],
)
def test_a_period_is_said_in_plain_words(iso: str, words: str) -> None:
    assert str(Length(iso)) == words
    assert str(Period(iso)) == iso


@pytest.mark.parametrize(
    "wrong", ["", "P", "4Y", "PT4H", "P4Y ", "P-4Y", "P4.5Y", "P1D1Y", "P4Y\n", "P1234567890Y", "P٤Y", "p4y"]
)
def test_what_is_no_period_in_whole_days_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="is not a period"):
        Period(wrong)


def days_of(days: Days) -> set[dt.date]:
    return {day for day in map(dt.date.fromordinal, range(1, 61)) if day in days}


@given(st.lists(sets_of_days, max_size=4), st.integers(0, 5))
def test_days_in_at_least_so_many_sets_are_counted_day_by_day(sets: list[Days], count: int) -> None:
    counted = {day for day in map(dt.date.fromordinal, range(1, 61)) if sum(day in days for days in sets) >= count}
    found = on_at_least(count, sets)
    assert days_of(found) == counted
    touching = [(one, other) for one, other in zip(found.runs, found.runs[1:], strict=False) if one[1] + 1 >= other[0]]
    assert (touching, [run for run in found.runs if run[0] > run[1]]) == ([], [])


@given(sets_of_days, sets_of_days)
def test_the_algebra_of_days_is_that_of_sets(one: Days, other: Days) -> None:
    assert days_of(one & other) == days_of(one) & days_of(other)
    assert days_of(one | other) == days_of(one) | days_of(other)
    assert days_of(~one) == days_of(EVERY_DAY) - days_of(one)
    assert (one & ~one, one | ~one, ~~one) == (NO_DAYS, EVERY_DAY, one)
    assert bool(one) == bool(days_of(one))


@given(sets_of_days, near)
def test_the_next_the_last_and_the_end_are_found(days: Days, day: dt.date) -> None:
    inside = days_of(days)
    assert days.first_after(day) == min((other for other in inside if other > day), default=None)
    assert days.last_before(day) == max((other for other in inside if other < day), default=None)
    end = None
    if day in inside:
        end = next(other for other in map(dt.date.fromordinal, range(day.toordinal(), 70)) if other not in inside)
        end -= dt.timedelta(days=1)
    assert days.last_of_run(day) == end


def test_what_does_not_end_has_no_last_day() -> None:
    assert Days.between(dt.date(2026, 1, 1), None).last_of_run(dt.date(2026, 1, 1)) is None
    assert Days.between(dt.date(2026, 1, 2), dt.date(2026, 1, 1)) == NO_DAYS

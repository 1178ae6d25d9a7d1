"""Cypher's and Python's date arithmetic give the same days: last good days, and who is inside a window."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections.abc import Iterator, Sequence
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from neo4j import Driver, GraphDatabase
from tests.conftest import Neo4jServer

from stackways.rules.holdings import Holding
from stackways.rules.periods import Period
from stackways.rules.requirements.window import Window
from stackways.rules.situation import Situation

Row = tuple[dt.date, str]

# The calendar of Python ends with the year 9999; what lasts longer does not end for anybody who asks.
LAST_GOOD_DAYS = """
UNWIND $rows AS row
WITH date(row[0]) + duration(row[1]) AS last, date('9999-12-31') AS end
RETURN collect(toString(CASE WHEN last > end THEN end ELSE last END)) AS answers
"""
INSIDE = """
UNWIND $rows AS row
WITH date(row[0]) AS start, date(row[0]) + duration(row[1]) AS last, date(row[2]) AS day
RETURN collect(start <= day AND day <= last) AS answers
"""
PERIODS = [
    "P0D", "P1D", "P30D", "P365D", "P1461D", "P1W", "P52W", "P1M", "P2M", "P3M", "P6M", "P11M", "P12M", "P13M", "P18M",
    "P48M", "P1Y", "P2Y", "P3Y", "P4Y", "P5Y", "P10Y", "P100Y", "P1Y1M", "P1Y2M10D", "P3Y11M30D", "P1M1D", "P1M1W",
    "P1M1W1D", "P11M31D", "P1Y29D", "P4Y1D", "P2Y6M3W5D", "P9000Y", "P100000M", "P5000000D",
]  # fmt: skip


@pytest.fixture(scope="module")
def driver(neo4j_server: Neo4jServer) -> Iterator[Driver]:
    with GraphDatabase.driver(neo4j_server.uri, auth=(neo4j_server.user, neo4j_server.password)) as driver:
        yield driver


def asked(driver: Driver, query: str, rows: Sequence[Sequence[object]]) -> list[object]:
    """Return Cypher's answer to each row, in batches."""
    answers: list[object] = []
    for first in range(0, len(rows), 20_000):
        plain = [[str(value) for value in row] for row in rows[first : first + 20_000]]
        record = driver.execute_query(query, rows=plain).records[0]
        answers += record["answers"]
    return answers


def assert_same_last_good_days(driver: Driver, rows: Sequence[Row]) -> None:
    answers = asked(driver, LAST_GOOD_DAYS, rows)
    expected = [str(Period(period).after(start)) for start, period in rows]
    assert [row for row, one, other in zip(rows, answers, expected, strict=True) if one != other] == []


def assert_same_inside(driver: Driver, rows: Sequence[Row]) -> None:
    """Compare who is inside on the days around both ends."""
    questions = [
        (start, period, dt.date.fromordinal(day))
        for start, period in rows
        for edge in (start.toordinal(), Period(period).after(start).toordinal())
        for day in (edge - 1, edge, edge + 1)
        if 1 <= day <= dt.date.max.toordinal()
    ]
    answers = asked(driver, INSIDE, questions)
    expected = [inside(start, period, day) for start, period, day in questions]
    assert [row for row, one, other in zip(questions, answers, expected, strict=True) if one is not other] == []


def inside(start: dt.date, period: str, day: dt.date) -> bool:
    """Tell whether the rules count something attained on `start` on that day."""
    holding = Holding(code="vendor:cert").model_copy(update={"attained_on": start})  # also of days that nobody may give
    return day in Window(period=Period(period), ends="claim").judge(holding, Situation(day)).met


def ends_of_months(years: range) -> list[dt.date]:
    """Return the last two days of every month, leap days among them, and the first."""
    days = []
    for year in years:
        for month in range(1, 13):
            last = monthrange(year, month)[1]
            days += [dt.date(year, month, day) for day in (1, last - 1, last)]
    return days


def test_every_end_of_a_month_of_the_years_that_matter_agrees_for_every_kind_of_period(driver: Driver) -> None:
    rows = [(start, period) for start in ends_of_months(range(2015, 2037)) for period in PERIODS]
    assert_same_last_good_days(driver, rows)


def test_every_leap_day_of_the_calendar_agrees(driver: Driver) -> None:
    leap_days = [dt.date(year, 2, 29) for year in range(4, 10_000, 4) if monthrange(year, 2)[1] == 29]
    assert len(leap_days) == 2424
    assert_same_last_good_days(driver, [(start, period) for start in leap_days for period in PERIODS])


def test_every_day_of_four_hundred_years_agrees_four_years_on(driver: Driver) -> None:
    first = dt.date(1800, 1, 1).toordinal()
    assert_same_last_good_days(driver, [(dt.date.fromordinal(first + day), "P4Y") for day in range(146_097)])


def test_random_days_and_periods_of_the_whole_calendar_agree(driver: Driver) -> None:
    dice = Random(20261122)  # noqa: S311 - the same questions every time

    def row() -> Row:
        years, months, weeks, days = (dice.choice((0, 1, dice.randint(0, most))) for most in (12, 40, 60, 900))
        return dt.date.fromordinal(dice.randint(1, dt.date.max.toordinal())), f"P{years}Y{months}M{weeks}W{days}D"

    rows = [row() for _ in range(60_000)]
    assert_same_last_good_days(driver, rows)
    assert_same_inside(driver, rows[:10_000])


def test_around_the_ends_of_a_window_both_count_the_same_days(driver: Driver) -> None:
    rows = [(start, period) for start in ends_of_months(range(2023, 2026)) for period in PERIODS]
    assert_same_inside(driver, rows)
    assert_same_inside(driver, [(dt.date(2022, 11, 22), "P4Y"), (dt.date.min, "P1D"), (dt.date.max, "P1D")])


def test_a_period_past_the_calendar_never_ends(driver: Driver) -> None:
    huge = ["P7978Y", "P9999Y", "P900000Y", "P119988M", "P5000000W", "P999999999D", "P9000Y12000M10000W1D"]
    starts = [dt.date.min, dt.date(2022, 11, 22), dt.date(9999, 12, 30), dt.date.max]
    assert_same_last_good_days(driver, [(start, period) for start in starts for period in huge])


amounts = st.integers(0, 120)


@given(
    st.lists(st.tuples(st.dates(), st.builds("P{}Y{}M{}W{}D".format, amounts, amounts, amounts, amounts)), max_size=40)
)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_is_asked_agrees(driver: Driver, rows: list[Row]) -> None:
    assert_same_last_good_days(driver, rows)
    assert_same_inside(driver, rows)

"""A route as a calendar and as a chart."""

import datetime as dt
from typing import Any

from icalendar import Calendar

from stackways.pathways.plan_route import Routes, RouteTold, Searched
from stackways.pathways.write_route import to_gantt, to_icalendar
from stackways.planner.route import Cost, Hours, Step
from stackways.words.message import as_message

DAY = dt.date(2026, 11, 22)
ENTER = Step(
    kind="enter",
    code="tp:sd",
    title={"en": "Diploma: the second"},
    message=as_message("Enter it"),
    start=DAY,
    end=DAY,
    where=["tp"],
)
CLAIM = Step(
    kind="exempt", code="tp:ml", title={"en": "Learning"}, message=as_message("Claim it"), start=DAY, end=DAY,
    apply_by=dt.date(2029, 5, 1), because=["tp:rule@1"],
)  # fmt: skip
STUDY = Step(
    kind="study", code="tp:dl", title={"en": "Deep Learning"}, message=as_message("Study it"),
    start=dt.date(2027, 4, 1), end=dt.date(2027, 9, 30),
)  # fmt: skip
UNDATED = Step(kind="award", code="tp:sd", title={"en": "Diploma"}, message=as_message("Be awarded it"))
ROUTE = RouteTold(
    cost=Cost(), hours=Hours(), proven_optimal=False, steps=[ENTER, CLAIM, STUDY, UNDATED], warnings=[], doubts=[],
    illustrative=[],
)  # fmt: skip
ANSWER = Routes(
    as_of=DAY, target="tp:sd", title={"en": "Diploma"}, routes=[ROUTE],
    searched=Searched(depth=8, candidates=1, complete=True), impossible=None,
)  # fmt: skip


def test_a_calendar_has_an_event_for_each_dated_step_and_one_for_each_last_day() -> None:
    calendar: Any = Calendar.from_ical(to_icalendar(ANSWER, ROUTE))
    events = {str(event["summary"]): event for event in calendar.walk("VEVENT")}
    assert set(events) == {
        "Enter Diploma: the second", "Claim Learning", "Last day to claim Learning", "Study Deep Learning",
    }  # fmt: skip
    study = events["Study Deep Learning"]
    assert (study["dtstart"].dt, study["dtend"].dt) == (dt.date(2027, 4, 1), dt.date(2027, 10, 1))
    last = events["Last day to claim Learning"]
    assert last["dtstart"].dt == dt.date(2029, 5, 1)
    (alarm,) = last.walk("VALARM")
    assert alarm["trigger"].dt == dt.timedelta(days=-30)
    assert "tp:rule@1" in events["Claim Learning"]["description"]
    assert len({str(event["uid"]) for event in events.values()}) == 4


def test_the_same_route_is_written_the_same() -> None:
    assert to_icalendar(ANSWER, ROUTE) == to_icalendar(ANSWER, ROUTE)


def test_a_chart_has_a_bar_for_each_study_and_says_what_has_no_date() -> None:
    chart = to_gantt(ANSWER, ROUTE).splitlines()
    assert chart[0] == "gantt"
    assert "  Deep Learning :2027-04-01, 2027-10-01" in chart
    assert "  Diploma - the second :milestone, 2026-11-22, 0d" in chart
    assert "  %% Be awarded Diploma - the day is not known" in chart
    assert "  section Awards" not in chart

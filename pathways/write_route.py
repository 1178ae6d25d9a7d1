"""A route as a calendar to import, or as a chart to read."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from icalendar import Alarm, Calendar, Event

from stackways.words.message import Message, Published

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stackways.pathways.plan_route import Routes
    from stackways.planner.route import Route, Step

ONE_DAY = dt.timedelta(days=1)
WARNED_BEFORE = dt.timedelta(days=30)
"""How long before the last day to claim something a calendar speaks up."""
SECTIONS = {
    "enter": Message("plan.section-entry"),
    "exempt": Message("plan.section-exemptions"),
    "study": Message("plan.section-study"),
    "award": Message("plan.section-awards"),
}


def to_icalendar(answer: Routes, route: Route) -> str:
    """Return a route as iCalendar (RFC 5545): an event for each dated step, and one for each last day to claim.

    What has no published date is left out: a calendar cannot say "not known".
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Stackways//routes//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", str(_to(answer)))
    for position, step in enumerate(route.steps, 1):
        for event in _events(step, f"{answer.target}-{answer.as_of}-{position}", answer.as_of):
            calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written.decode()


def _events(step: Step, name: str, made_on: dt.date) -> Iterator[Event]:
    if step.start is not None and step.end is not None and step.dates_published:
        event = _event(str(_doing(step)), step.start, step.end, f"{name}@stackways", made_on)
        rules = [Message("plan.by-rule", rule=rule) for rule in step.because]
        said = [step.message, step.why_not_sooner, step.if_it_slips, *rules]
        event.add("description", "\n".join(str(one) for one in said if one))
        if step.where:
            event.add("location", ", ".join(step.where))
        yield event
    title = Published.of(step.title)
    for day, message in (
        (step.applications_close, Message("plan.last-day-to-apply", what=title)),
        (step.apply_by, Message("plan.last-day-to-claim", what=title)),
    ):
        if day is None:
            continue
        text = str(message)
        last = _event(text, day, day, f"{name}-last@stackways", made_on)
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", text)
        alarm.add("trigger", -WARNED_BEFORE)
        last.add_component(alarm)
        yield last


def _event(text: str, first: dt.date, last: dt.date, name: str, made_on: dt.date) -> Event:
    """Return an event of whole days; the end of an iCalendar event is the day after."""
    event = Event()
    event.add("uid", name)
    event.add("dtstamp", dt.datetime.combine(made_on, dt.time(), tzinfo=dt.UTC))
    event.add("summary", text)
    event.add("dtstart", first)
    event.add("dtend", last + ONE_DAY)
    return event


def to_gantt(answer: Routes, route: Route) -> str:
    """Return a route as a Mermaid Gantt chart; what has no date is listed as a comment."""
    said = ["gantt", f"  title {_plain(str(_to(answer)))}", "  dateFormat YYYY-MM-DD", "  axisFormat %b %Y"]
    for kind, section in SECTIONS.items():
        steps = [step for step in route.steps if step.kind == kind]
        if any(step.start and step.end for step in steps):
            said.append(f"  section {section}")
        for step in steps:
            name = _plain(str(Published.of(step.title)))
            if step.start is None or step.end is None:
                said.append(f"  %% {_plain(str(Message('plan.not-known-when', what=_doing(step))))}")
            elif kind == "study":
                said.append(f"  {name} :{step.start}, {step.end + ONE_DAY}")
            else:
                said.append(f"  {name} :milestone, {step.start}, 0d")
    return "\n".join(said) + "\n"


def _to(answer: Routes) -> Message:
    return Message("plan.route-to", target=Published.of(answer.title))


def _doing(step: Step) -> Message:
    """Return what a step is, in a few words."""
    title = Published.of(step.title)
    return {
        "enter": Message("plan.do-enter", what=title),
        "study": Message("plan.study", what=title),
        "exempt": Message("plan.claim", what=title),
        "award": Message("plan.be-awarded", title=title),
    }[step.kind]


def _plain(text: str) -> str:
    """Return a title without the signs that Mermaid reads as its own."""
    for sign, words in ((":", " -"), (";", ","), ("#", "no. "), ("%", " per cent")):
        text = text.replace(sign, words)
    return text

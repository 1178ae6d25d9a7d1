"""The recogniser's window: how long after an event a holding counts, measured to another event.

Source of the meaning: domain.md, "Recognition rules". The last good day is start + period, clamping to the month's
last day; it counts if and only if start <= reference day <= last good day.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Literal

from stackways.rules.base import Model
from stackways.rules.days import EVERY_DAY, NO_DAYS, Days
from stackways.rules.periods import PeriodField
from stackways.rules.situation import Note, Situation, Verdict

if TYPE_CHECKING:
    from stackways.rules.holdings import Holding

StartEvent = Literal["attained", "component-attained", "programme-completed"]
EndEvent = Literal["claim", "application", "admission", "start"]


class Window(Model):
    """How long a holding counts."""

    period: PeriodField
    """How long."""
    starts: StartEvent = "attained"
    """The event it is counted from."""
    ends: EndEvent | None = None
    """The event that must fall inside; none when the publisher does not say (the claim is taken, with a remark)."""

    def in_words(self) -> str:
        """Return the window as the end of a sentence."""
        start = {"attained": "attained", "component-attained": "each part attained", "programme-completed": "completed"}
        end = f" before {self.ends}" if self.ends else ""
        return f"{start[self.starts]} in the last {self.period.in_words()}{end}"

    def judge(self, holding: Holding, situation: Situation) -> Verdict:
        """Return the days on which the holding is inside the window."""
        starts = self._starts(holding)
        if not starts:
            text = f"no date for `{holding.name}` is given, and it counts only if {self.in_words()}"
            return Verdict(NO_DAYS, EVERY_DAY, (Note("date_unknown", text),))
        first, last = max(starts), min(self.period.after(start) for start in starts)
        if self.ends in ("admission", "start"):
            return self._judge_against_event(holding, first, last, situation)
        days = Days.between(first, last)
        remarks: tuple[Note, ...] = ()
        if self.ends is None:
            length = self.period.in_words()
            text = f"the publisher does not say to which day the {length} are counted; the day of the claim is taken"
            remarks = (Note("window_end_not_stated", text),)
        return Verdict(days, days, (_compare(min(starts), last, situation.day),), remarks)

    def _starts(self, holding: Holding) -> list[dt.date]:
        if self.starts != "component-attained":
            return [holding.attained_on] if holding.attained_on else []
        dates = [component.attained_on for component in holding.components or ()]
        return [date for date in dates if date] if all(dates) else []

    def _judge_against_event(self, holding: Holding, first: dt.date, last: dt.date, situation: Situation) -> Verdict:
        event = _event_day(self.ends, situation)
        if event is None:
            text = f"`{holding.name}` counts if the {self.ends} is from {first} to {last}, and that day is not given"
            return Verdict(NO_DAYS, EVERY_DAY, (Note(f"{self.ends}_day_unknown", text),))
        days = EVERY_DAY if first <= event <= last else NO_DAYS
        return Verdict(days, days, (_compare(first, last, event, what=f"{self.ends} on "),))


def _event_day(event: EndEvent | None, situation: Situation) -> dt.date | None:
    """Return the learner's day of admission, or of start: the first day of the intake named."""
    if event == "admission":
        return situation.learner.admission_on
    intake = situation.learner.intake
    return dt.date.fromisoformat(intake + "-01-01"[len(intake) - len("2026") :]) if intake else None


def _compare(start: dt.date, last: dt.date, day: dt.date, what: str = "") -> Note:
    """Return the dates compared, in words."""
    span = f"attained {start}, last good day {last}"
    against = f" ({what}{day})" if what else ""
    if day < start:
        return Note("not_yet_held", f"attained {start}, which is after {what}{day}")
    if day <= last:
        return Note("inside_window", f"{span}{against}: counts")
    late = (day - last).days
    return Note("window_passed", f"{span}{against}: {'one day' if late == 1 else f'{late} days'} too late")

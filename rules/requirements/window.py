"""The recogniser's window: how long after an event a holding counts, measured to another event.

Source of the meaning: domain.md, "Recognition rules". The last good day is start + period, clamping to the month's
last day; it counts if and only if start <= reference day <= last good day.
"""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from typing import TYPE_CHECKING, Literal

from stackways.rules.base import Model
from stackways.rules.days import EVERY_DAY, NO_DAYS, Days
from stackways.rules.own_validity import own_validity
from stackways.rules.periods import PeriodField
from stackways.rules.situation import Note, Situation, Standing, Verdict, never, unknown

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
    not_published: bool = False
    """True where the publisher only says that there is a limit: `period` is the least it can be, and beyond it what is
    not published decides."""
    or_own_validity: bool = False
    """True where it ends with the holding's own validity if that is sooner ("whichever is less")."""

    def in_words(self) -> str:
        """Return the window as the end of a sentence: "attained in the last 4 years before the claim"."""
        less = " or its own validity if that is less" if self.or_own_validity else ""
        longer = " or longer: how long is not published" if self.not_published else ""
        return f"{_STARTS[self.starts]} in the last {self.period.in_words()}{less}{_ENDS[self.ends]}{longer}"

    def judge(self, holding: Holding, situation: Situation) -> Verdict:
        """Return the days on which the holding is inside the window."""
        starts = self._starts(holding)
        dates = [start for start in starts if start]
        verdict = self._judge_dates(dates, holding, situation) if dates else unknown(self._date_unknown())
        if len(dates) < len(starts):
            # A part without a date leaves open what those with a date allow.
            refused = verdict.on(situation.day) is Standing.NOT_MET
            reasons = verdict.reasons if refused else (self._date_unknown(),)
            verdict = verdict._replace(met=NO_DAYS, reasons=reasons)
        if self.ends is None:
            length = self.period.in_words()
            text = f"the publisher does not say to which day the {length} are counted; the day of the claim is taken"
            verdict = verdict._replace(remarks=(Note("window_end_not_stated", text),))
        return verdict

    def _starts(self, holding: Holding) -> list[dt.date | None]:
        """Return the days it is counted from, one or more; None for each that is not known."""
        if self.starts == "component-attained" and holding.components:
            return [component.attained_on for component in holding.components]
        return [None if self.starts == "component-attained" else holding.attained_on]

    def _judge_dates(self, dates: list[dt.date], holding: Holding, situation: Situation) -> Verdict:
        """Return the verdict on parts with these dates: all of them must be inside."""
        first, last = max(dates), min(self.period.after(date) for date in dates)
        if first > last and not self.not_published:
            text = f"its parts were attained from {min(dates)} to {first}, and the first counts to {last} only"
            return never(Note("parts_too_far_apart", text))
        met = Days.between(first, last)
        possible = Days.between(first, None) if self.not_published else met
        valid = own_validity(holding, situation) if self.or_own_validity else None
        if valid is not None:
            met, possible = met & valid.met, possible & valid.possible
            last = min(last, valid.met.last_of_run(first) or last)
        elif self.or_own_validity and holding.code is None:
            met = NO_DAYS
        if self.ends not in ("admission", "start"):
            return Verdict(met, possible, (self._compared(dates, last, situation.day, (met, possible)),))
        event = _event(self.ends, situation)
        if event is None and not possible:
            return never(self._compared(dates, last, first, (met, possible)))
        if event is None:
            text = f"it counts if the {self.ends} is from {first} to {last}: give `{_GIVEN[self.ends]}`"
            return unknown(Note(f"{self.ends}_day_unknown", text))
        low, high, said = event
        span = Days.between(low, high)
        certain, perhaps = not span & ~met, bool(span & possible)
        if perhaps and span & met and not certain:
            text = f"it counts if the {self.ends} is from {first} to {last}, and `{said}` may be inside or outside"
            return unknown(Note(f"{self.ends}_day_unknown", text))
        days, may = EVERY_DAY if certain else NO_DAYS, EVERY_DAY if perhaps else NO_DAYS
        return Verdict(days, may, (self._compared(dates, last, low, (met, possible), f"{self.ends} {said}"),))

    def _compared(
        self, dates: list[dt.date], last: dt.date, day: dt.date, counts: tuple[Days, Days], event: str = ""
    ) -> Note:
        """Return the dates compared on a day, in words; `counts`: the days inside for certain, and perhaps."""
        met, possible = counts
        if day in met or day not in possible:
            return _compared(min(dates), max(dates), last, day, event)
        if self.not_published and day > last:
            length = self.period.in_words()
            text = f"attained {min(dates)}, more than {length} ago, and how long it counts is not published"
            return Note("limit_not_published", text)
        text = f"attained {min(dates)}; it counts within its own validity only: give `renewed_on` or `valid_until`"
        return Note("own_validity_unknown", text)

    def _date_unknown(self) -> Note:
        part = "a part of it" if self.starts == "component-attained" else "it"
        text = f"no date is given for {part}, and it counts only if {self.in_words()}"
        return Note("date_unknown", text)


_STARTS = {"attained": "attained", "component-attained": "each part attained", "programme-completed": "completed"}
_ENDS = {
    None: "",
    "claim": " before the claim",
    "application": " before the application",
    "admission": " before admission",
    "start": " before the start",
}
_GIVEN = {"admission": "admission_on", "start": "intake"}


def _event(event: EndEvent | None, situation: Situation) -> tuple[dt.date, dt.date, str] | None:
    """Return the first and last day on which the learner's admission or start may be, and how it was given."""
    learner = situation.learner
    if event == "admission":
        day = learner.admission_on
        return None if day is None else (day, day, f"on {day}")
    if learner.intake is None:
        return None
    year, month, day_of_month = (*map(int, learner.intake.split("-")), 0, 0)[:3]
    low = dt.date(year, month or 1, day_of_month or 1)
    last_day = day_of_month or monthrange(year, month or 12)[1]
    high = dt.date(year, month or 12, last_day)
    return low, high, f"{'on' if day_of_month else 'in'} {learner.intake}"


def _compared(attained: dt.date, first: dt.date, last: dt.date, day: dt.date, event: str = "") -> Note:
    """Return the dates compared, in words."""
    if day < first:
        return Note("not_yet_held", f"attained {first}, which is after {event or day}")
    span = f"attained {attained}, last good day {last}{f' ({event})' if event else ''}"
    if day <= last:
        return Note("inside_window", f"{span}: counts")
    late = (day - last).days
    return Note("window_passed", f"{span}: {'one day' if late == 1 else f'{late} days'} too late")

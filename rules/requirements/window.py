"""The recogniser's window: how long after an event a holding counts, measured to another event.

Source of the meaning: concepts.md, "Recognition". The last good day is start + period, clamping to the month's
last day; it counts if and only if start <= reference day <= last good day.
"""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from stackways.rules.base import Model
from stackways.rules.days import EVERY_DAY, NO_DAYS, Days
from stackways.rules.own_validity import own_validity
from stackways.rules.periods import PeriodField
from stackways.rules.situation import Note, Situation, Standing, Verdict, never, unknown
from stackways.words.message import Argument, Length, Message, Month
from stackways.words.message import Code as CodeShown

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

    def in_words(self) -> Message:
        """Return the window as the end of a sentence: "attained in the last 4 years before the claim"."""
        last = Message("rules.in-the-last", period=Length(self.period.iso))
        said = _STARTS[self.starts](_ENDS[self.ends](last))
        if self.or_own_validity:
            said = Message("rules.or-own-validity", window=said)
        return Message("rules.or-longer", window=said) if self.not_published else said

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
            remark = Message("rules.window-end-not-stated", period=Length(self.period.iso))
            verdict = verdict._replace(remarks=(Note("window_end_not_stated", remark),))
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
            apart = Message("rules.parts-too-far-apart", first=min(dates), last=first, until=last)
            return never(Note("parts_too_far_apart", apart))
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
        inside: dict[str, Argument] = {"event": _EVENTS[self.ends], "first": first, "last": last}
        if event is None:
            given = CodeShown(_GIVEN[self.ends])
            return unknown(Note(f"{self.ends}_day_unknown", Message("rules.give-event-day", **inside, field=given)))
        low, high, said = event
        span = Days.between(low, high)
        certain, perhaps = not span & ~met, bool(span & possible)
        if perhaps and span & met and not certain:
            open_ = Message("rules.event-day-open", **inside, given=said)
            return unknown(Note(f"{self.ends}_day_unknown", open_))
        days, may = EVERY_DAY if certain else NO_DAYS, EVERY_DAY if perhaps else NO_DAYS
        return Verdict(days, may, (self._compared(dates, last, low, (met, possible), said),))

    def _compared(
        self, dates: list[dt.date], last: dt.date, day: dt.date, counts: tuple[Days, Days], event: Message | None = None
    ) -> Note:
        """Return the dates compared on a day, in words; `counts`: the days inside for certain, and perhaps."""
        met, possible = counts
        if day in met or day not in possible:
            return _compared(min(dates), max(dates), last, day, event)
        if self.not_published and day > last:
            long_ago = Message("rules.limit-not-published", attained=min(dates), period=Length(self.period.iso))
            return Note("limit_not_published", long_ago)
        return Note("own_validity_unknown", Message("rules.give-renewed-on", attained=min(dates)))

    def _date_unknown(self) -> Note:
        if self.starts == "component-attained":
            return Note("date_unknown", Message("rules.date-of-part-not-given", window=self.in_words()))
        return Note("date_unknown", Message("rules.date-not-given", window=self.in_words()))


_STARTS: dict[StartEvent, Callable[[Message], Message]] = {
    "attained": lambda when: Message("rules.window-attained", when=when),
    "component-attained": lambda when: Message("rules.window-parts-attained", when=when),
    "programme-completed": lambda when: Message("rules.window-completed", when=when),
}
_ENDS: dict[EndEvent | None, Callable[[Message], Message]] = {
    None: lambda when: when,
    "claim": lambda when: Message("rules.before-claim", when=when),
    "application": lambda when: Message("rules.before-application", when=when),
    "admission": lambda when: Message("rules.before-admission", when=when),
    "start": lambda when: Message("rules.before-start", when=when),
}
_GIVEN = {"admission": "admission_on", "start": "intake"}
_EVENTS = {"admission": Message("rules.event-admission"), "start": Message("rules.event-start")}


def _event(event: EndEvent | None, situation: Situation) -> tuple[dt.date, dt.date, Message] | None:
    """Return the first and last day on which the learner's admission or start may be, and how it was given."""
    learner = situation.learner
    if event == "admission":
        day = learner.admission_on
        return None if day is None else (day, day, Message("rules.admission-on", day=day))
    if learner.intake is None:
        return None
    year, month, day_of_month = (*map(int, learner.intake.split("-")), 0, 0)[:3]
    low = dt.date(year, month or 1, day_of_month or 1)
    last_day = day_of_month or monthrange(year, month or 12)[1]
    high = dt.date(year, month or 12, last_day)
    if day_of_month:
        return low, high, Message("rules.start-on", day=low)
    return low, high, Message("rules.start-in", month=Month(year, month or None))


def _compared(attained: dt.date, first: dt.date, last: dt.date, day: dt.date, event: Message | None = None) -> Note:
    """Return the dates compared, in words."""
    if day < first:
        return Note("not_yet_held", Message("rules.attained-after", attained=first, when=event or day))
    span = Message("rules.window", attained=attained, last=last)
    if event:
        span = Message("rules.window-to-event", attained=attained, last=last, event=event)
    if day <= last:
        return Note("inside_window", Message("rules.window-counts", window=span))
    return Note("window_passed", Message("rules.window-passed", window=span, count=(day - last).days))

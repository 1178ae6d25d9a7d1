"""Explaining a step: what keeps it from beginning sooner, and what is lost when it begins later."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from stackways.planner.intakes import starts_of
from stackways.planner.route import Step
from stackways.rules.base import Code
from stackways.words.message import Argument, Message, Month, Published, Quantity, listed

if TYPE_CHECKING:
    from stackways.planner.answer.timeline import Timeline

YEARS_AHEAD = 20
"""How far ahead intakes are looked at for the last that still makes it."""


def explained(step: Step, itinerary: Timeline) -> Step:
    """Return a step with why it does not begin sooner, and what is lost when it begins later."""
    why = {"study": _study, "award": _award, "enter": _enter, "exempt": _claim}[step.kind](step, itinerary)
    latest, slips = _slips(step, itinerary)
    changes = {"why_not_sooner": why, "latest": latest, "if_it_slips": slips}
    return step.model_copy(update={**changes, **_applying(step, itinerary)})


def _applying(step: Step, itinerary: Timeline) -> dict[str, object]:
    """Return by when to apply for what is studied, or for a programme by what is studied first in it, on whose word."""
    if step.start is None or step.kind not in ("study", "enter"):
        return {}
    world, begun = itinerary.search.world, step.start
    codes = [step.code]
    if step.kind == "enter":
        inside = world.inside(step.code)
        codes += [c for c, s in itinerary.found.studies.items() if c in inside and itinerary.day(s.start) == begun]
    days = {code: day for code in codes if (day := world.apply_by(code, begun))}
    if not days:
        return {}
    first = min(days, key=lambda code: (days[code], code))
    because = dict.fromkeys([*step.because, *(rule.name for rule in world.applications[first])])
    return {"applications_close": days[first], "because": list(because)}


def _study(step: Step, itinerary: Timeline) -> Message | None:
    """Return what keeps a study from beginning at the intake before."""
    found = itinerary.found.studies.get(step.code)
    if found is None:
        return None
    begun = itinerary.day(found.start)
    thing = itinerary.search.world.things[step.code]
    sooner = [day for day in thing.starts.days if day < begun]
    if not sooner:
        begins = sorted({day.month for day in thing.starts.days})
        every = thing.starts.published == "not-published" or set(begins) >= set(range(1, 13))
        if thing.starts.published == "dates":
            return Message("plan.first-date-after", start=itinerary.problem.start, day=begun)
        if every:
            return Message("plan.first-of-month", start=itinerary.problem.start, day=begun)
        return Message("plan.begins-in", months=listed([Month(None, month) for month in begins]))
    return (
        _asked_for_first(step.code, sooner[-1], itinerary)
        or _stage_first(step.code, sooner[-1], itinerary)
        or _no_room(step.code, sooner[-1], itinerary)
    )


def _asked_for_first(code: Code, sooner: dt.date, itinerary: Timeline) -> Message | None:
    """Return what it asks for that is not had by then."""
    asked = {c for rule in itinerary.search.world.entries(code) for c in rule.needs.codes()}
    begun = itinerary.day(itinerary.found.studies[code].start)
    late = {c: had for c in asked if (had := itinerary.had.get(c)) and sooner < had <= begun}
    if not late:
        return None
    last = max(late, key=lambda c: (late[c], c))
    return Message("plan.asks-for-first", what=_name(last, itinerary), day=late[last])


def _stage_first(code: Code, sooner: dt.date, itinerary: Timeline) -> Message | None:
    """Return the award on the way that comes first."""
    for stage in itinerary.problem.stages:
        if code not in itinerary.search.world.inside(stage) and itinerary.had.get(stage, dt.date.min) > sooner:
            return Message("plan.comes-first", what=_name(stage, itinerary), day=itinerary.had[stage])
    return None


def _no_room(code: Code, sooner: dt.date, itinerary: Timeline) -> Message | None:
    """Return what takes the hours, or the room, until then."""
    limits, problem = itinerary.problem.limits, itinerary.problem
    if term := limits.credits_per_term:
        begun = [
            problem.credits_in_term(other) or 0
            for other, studied in itinerary.found.studies.items()
            if other == code or term.term_of(itinerary.day(studied.start)) == term.term_of(sooner)
        ]
        if sum(begun) > term.amount:
            return Message("plan.term-is-full", most=Quantity(term.amount, problem.term_unit or "credits"))
    if limits.hours_per_week is None and limits.concurrent is None:
        return None
    running = [
        other
        for other, studied in itinerary.found.studies.items()
        if other != code and itinerary.day(studied.start) <= sooner <= itinerary.day(studied.end)
    ]
    if not running:
        return None
    names = listed([_name(other, itinerary) for other in sorted(running)])
    if limits.concurrent is not None and len(running) >= limits.concurrent:
        return Message("plan.no-more-at-once", most=limits.concurrent, what=names)
    if not limits.hours_per_week:
        return None
    return Message("plan.hours-go-to", hours=limits.hours_per_week, what=names)


def _award(step: Step, itinerary: Timeline) -> Message | None:
    """Return the part that is had last."""
    indexes = itinerary.found.counted(step.code)
    codes = [itinerary.search.plan.pieces[at].holding.code for at in indexes]
    dates = {code: itinerary.had[code] for code in codes if code in itinerary.had}
    if not dates:
        return None
    last = max(dates, key=lambda code: (dates[code], code))
    return Message("plan.had-on", what=_name(last, itinerary), day=dates[last])


def _enter(step: Step, itinerary: Timeline) -> Message | None:
    """Return what is studied first in it."""
    inside = itinerary.search.world.inside(step.code)
    begun = {c: itinerary.day(s.start) for c, s in itinerary.found.studies.items() if c in inside}
    if step.code in begun or not begun:
        return None
    first = min(begun, key=lambda code: (begun[code], code))
    return Message("plan.first-of-it-begins", what=_name(first, itinerary), day=begun[first])


def _claim(step: Step, itinerary: Timeline) -> Message:
    """Return what the claim waits for."""
    waited = {code: itinerary.had[code] for code in step.uses if code in itinerary.had}
    if not waited:
        return Message("plan.claimed-on-entering")
    last = max(waited, key=lambda code: (waited[code], code))
    return Message("plan.rests-on", what=_name(last, itinerary), day=waited[last])


def _slips(step: Step, itinerary: Timeline) -> tuple[dt.date | None, Message | None]:
    """Return the last day it may begin on, and what is lost after it."""
    if step.kind == "exempt" and step.apply_by is not None and step.decision is not None:
        used = listed([_name(code, itinerary) for code in step.uses])
        last = _last_intake(step.apply_by, itinerary)
        if last is None:
            return None, Message("plan.slips-claim", day=step.apply_by, used=used)
        closes = _applications_close(step.code, last, itinerary)
        if closes is None:
            return last, Message("plan.slips-start", day=step.apply_by, start=Month.of(last), used=used)
        start = Month.of(last)
        return last, Message("plan.slips-application", day=step.apply_by, start=start, apply=closes, used=used)
    if step.kind == "award" and step.apply_by is not None:
        return step.apply_by, Message("plan.slips-award", day=step.apply_by)
    if step.kind == "study" and step.start is not None:
        thing = itinerary.search.world.things[step.code]
        later = [day for day in thing.starts.days if day > step.start]
        if later and thing.starts.published != "not-published":
            return None, Message("plan.begins-next", day=later[0])
    return None, None


def _applications_close(spared: Code, start: dt.date, itinerary: Timeline) -> dt.date | None:
    """Return by when to apply for the programme in which something is exempted, to start on a day."""
    world = itinerary.search.world
    wholes = [code for code in world.things if spared in world.inside(code)]
    return min((day for code in (spared, *wholes) if (day := world.apply_by(code, start))), default=None)


def _last_intake(by: dt.date, itinerary: Timeline) -> dt.date | None:
    """Return the last published day up to a day on which the programme, or what is studied first in it, begins."""
    problem = itinerary.problem
    target = problem.target
    first: Sequence[Code] = sorted(itinerary.found.studies, key=lambda c: (itinerary.found.studies[c].start, c))
    items = [target, *(problem.items[code] for code in first)]
    published = [item for item in items if item.intakes or item.starts]
    if not published:
        return None
    last = min(by, problem.start.replace(year=problem.start.year + YEARS_AHEAD, day=1))
    days = starts_of(published[0], problem.start, last).days
    return days[-1] if days else None


def _name(code: Code | None, itinerary: Timeline) -> Argument:
    item = itinerary.problem.items.get(code or "")
    return Published.of(item.title) if item else f"{code}"

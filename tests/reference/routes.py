"""The meaning of a route once more: every choice, every start, every order of work, tried one by one.

Works on plain values, shares no code with the planner or the rules, and is slow: for three or four things to study.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from itertools import chain, combinations, permutations, product

ORDER = ("time", "cost", "hours", "steps")


@dataclass(frozen=True)
class Course:
    """Something to study; None where it is not published."""

    code: str
    fee: int | None
    hours: int | None
    months: int | None
    intakes: tuple[int, ...]
    credits: int
    after: tuple[str, ...] = ()
    """What must be had before it begins."""
    beside: tuple[str, ...] = ()
    """What must be had before it begins, or begun by then."""


@dataclass(frozen=True)
class Small:
    """A small question."""

    courses: tuple[Course, ...]
    kind: str
    """`all`, `in_order` (all, one after another), `some` or `credits` (at least `amount` of them)."""
    amount: int
    start: dt.date
    last: dt.date
    shelf_life: int | None = None
    """Months that each part counts from when it was had."""
    held: dt.date | None = None
    """The day on which a certificate was had that may exempt and may be asked for."""
    exempts: str | None = None
    window: int | None = None
    """Months that the certificate counts for the exemption."""
    badge: Course | None = None
    """What no tree asks for, and may be studied in order to be exempted from `spares`."""
    spares: str | None = None
    badge_window: int | None = None
    """Months that the badge counts for that exemption."""
    earns: bool = False
    """Whether what is exempted earns its credits; where that is not said, it is not certain, and counts none."""
    entry: int | None = None
    """Months that the certificate counts for entry; None: entry asks for nothing."""
    weekly: int | None = None
    cut: int | None = None
    """Of credits: the most that the first two courses bring, where what exceeds it is cut off."""
    concurrent: int | None = None
    per_term: int | None = None
    """The most credits that begin in one half of a year."""
    budget: int | None = None
    order: tuple[str, ...] = ORDER

    def before(self, course: Course) -> tuple[str, ...]:
        """Return what must be had before something begins that is studied."""
        codes = [one.code for one in self.courses]
        earlier = codes[: codes.index(course.code)] if self.kind == "in_order" and course.code in codes else []
        return (*course.after, *earlier)

    def course(self, code: str) -> Course:
        return next(course for course in self.courses if course.code == code)

    @property
    def choice(self) -> tuple[Course, ...]:
        """Return what may be studied; the badge only where all that is compared is known of it, and of something."""
        badge = self.badge
        if badge is None or badge.fee is None or not badge.hours or (badge.months is None and not self.weekly):
            return self.courses
        paid = self.budget is not None or any(c.fee is not None for c in self.courses)
        comparable = paid and any(c.hours for c in self.courses)
        return (*self.courses, badge) if comparable else self.courses


Figures = tuple[tuple[bool, int], ...]
"""Time (day after the start), cost, hours and steps, each with whether something of it is not known."""


@dataclass
class Tried:
    """Everything that can be done, by what it comes to."""

    figures: set[Figures] = field(default_factory=set)

    def best(self, order: tuple[str, ...]) -> Figures | None:
        order = (*order, *(one for one in ORDER if one not in order))
        return min(self.figures, key=lambda f: [f[ORDER.index(one)] for one in order], default=None)

    def may_be_beaten(self, best: Figures, order: tuple[str, ...]) -> bool:
        """Tell whether something of which not everything is known may be better than a best that is known."""
        places = [ORDER.index(one) for one in order]
        if any(best[at][0] for at in places):
            return False
        return any(
            any(figures[at][0] for at in places[: count + 1])
            and all(figures[at][1] <= best[at][1] for at in places[:count])
            and figures[places[count]][1] < best[places[count]][1]
            for figures in self.figures
            for count in range(len(places))
        )

    def undominated(self) -> set[Figures]:
        values = {tuple(value for _, value in f): f for f in self.figures if not any(unknown for unknown, _ in f)}
        return {
            f
            for one, f in values.items()
            if not any(other != one and all(a <= b for a, b in zip(other, one, strict=True)) for other in values)
        }


def months_after(day: dt.date, months: int) -> dt.date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def everything(small: Small) -> Tried:
    """Try everything."""
    tried = Tried()
    for chosen in chain.from_iterable(combinations(small.choice, n) for n in range(len(small.choice) + 1)):
        if small.budget is not None and sum(c.fee or 0 for c in chosen) > small.budget:
            continue
        for ends, starts in timetables(small, chosen):
            figures = outcome(small, chosen, starts, ends)
            if figures is not None:
                tried.figures.add(figures)
    return tried


def starts_of(small: Small, course: Course) -> list[dt.date]:
    day = small.start if small.start.day == 1 else months_after(small.start.replace(day=1), 1)
    found = []
    while day <= small.last:
        if not course.intakes or day.month in course.intakes:
            found.append(day)
        day = months_after(day, 1)
    return found


def timetables(small: Small, chosen: tuple[Course, ...]) -> Iterator[tuple[dict[str, dt.date], dict[str, dt.date]]]:
    """Yield every way to lay out what is chosen: when each begins, and in which order it is worked on."""
    one_day = dt.timedelta(days=1)
    for days in product(*(starts_of(small, course) for course in chosen)):
        starts = {course.code: day for course, day in zip(chosen, days, strict=True)}
        least = {
            course.code: starts[course.code]
            if course.months is None
            else months_after(starts[course.code], course.months) - one_day
            for course in chosen
        }
        working = [c for c in chosen if small.weekly and c.hours]
        for order in permutations(working):
            soonest = worked(small, order, starts, least)
            last = max(soonest.values(), default=small.start)
            until = [last, *([small.held] if small.held and small.held > last else [])] if order else []
            expires = small.shelf_life is not None or (small.badge in chosen and small.badge_window is not None)
            if order and small.badge in chosen and small.badge_window is not None:
                until += [day for day in entering(small) if day > last]
            # Work may also be put off, so that what is had counts for longer.
            late = (ends for day in until for ends in put_off(small, order[::-1], chosen, starts, least, day))
            for ends in [soonest, *(late if expires else ())]:
                if all(end <= small.last for end in ends.values()) and not crowded(small, starts, ends):
                    yield ends, starts
            if not chosen:
                yield {}, {}


def days_needed(small: Small, course: Course) -> dt.timedelta:
    return dt.timedelta(days=-(-(course.hours or 0) * 7 // (small.weekly or 1)))


def worked(
    small: Small, order: tuple[Course, ...], starts: dict[str, dt.date], least: dict[str, dt.date]
) -> dict[str, dt.date]:
    """Return when each ends that is worked on as soon as may be."""
    ends, free = dict(least), small.start
    for course in order:
        free = max(free, starts[course.code]) + days_needed(small, course)
        ends[course.code] = max(ends[course.code], free - dt.timedelta(days=1))
    return ends


def put_off(
    small: Small,
    order: tuple[Course, ...],
    chosen: tuple[Course, ...],
    starts: dict[str, dt.date],
    ends: dict[str, dt.date],
    until: dt.date,
) -> Iterator[dict[str, dt.date]]:
    """Yield when each ends, the last first, that is worked on as late as may be: by a day, or before another begins."""
    if not order:
        yield ends
        return
    course, *before = order
    bound = min([until, *(starts[other.code] for other in chosen if course.code in small.before(other))])
    one_day = dt.timedelta(days=1)
    others = {day - one_day for code, day in starts.items() if code != course.code} if small.concurrent else set()
    for end in {bound, *(day for day in others if day < bound)}:
        begun = end - days_needed(small, course) + one_day
        if begun >= starts[course.code]:
            later = {**ends, course.code: max(ends[course.code], end)}
            yield from put_off(small, tuple(before), chosen, starts, later, begun - one_day)


def crowded(small: Small, starts: dict[str, dt.date], ends: dict[str, dt.date]) -> bool:
    if small.per_term is not None:
        halves = {code: (day.year, day.month > 6) for code, day in starts.items()}
        credits_of = {course.code: course.credits for course in small.choice}
        for half in halves.values():
            if sum(credits_of[code] for code, other in halves.items() if other == half) > small.per_term:
                return True
    return small.concurrent is not None and any(
        sum(starts[other] <= day <= ends[other] for other in starts) > small.concurrent for day in starts.values()
    )


def outcome(
    small: Small, chosen: tuple[Course, ...], starts: dict[str, dt.date], ends: dict[str, dt.date]
) -> Figures | None:
    """Return what a timetable comes to; None where it does not lead to the target."""
    found = []
    for entered in entering(small):
        for claims in claiming(small, entered, ends):
            day = max([*ends.values(), entered, *claims.values()], default=entered)
            if day > small.last or not ready(chosen, starts, ends, claims):
                continue
            counting = {c for c in ends if small.shelf_life is None or day <= months_after(ends[c], small.shelf_life)}
            # What was begun before the programme was entered is not studied in it.
            counting = {c for c in counting if starts[c] >= entered}
            if small.kind == "in_order":
                counting -= claims.keys()  # studied for nothing, or exempted for nothing
                if not one_after_another(small, counting, starts, ends):
                    continue
            if reached(small, counting, claims):
                found.append(day)
    if not found:
        return None
    untimed = any(c.months is None and not (small.weekly and c.hours) for c in chosen)
    return (
        (untimed, (min(found) - small.start).days),
        (any(c.fee is None for c in chosen), sum(c.fee or 0 for c in chosen)),
        (any(c.hours is None for c in chosen), sum(c.hours or 0 for c in chosen)),
        (False, len(chosen)),
    )


def entering(small: Small) -> list[dt.date]:
    """Return the days on which the target may be entered."""
    days = starts_of(small, Course("", None, None, None, (), 0))
    if small.entry is None:
        return days
    held = small.held
    return [day for day in days if held is not None and held <= day <= months_after(held, small.entry)]


def claiming(small: Small, entered: dt.date, ends: dict[str, dt.date]) -> Iterator[dict[str, dt.date]]:
    """Yield what may be exempted, from the first day on which it may be claimed: later ones never help."""
    ways = []
    if small.held is not None and small.exempts is not None:
        ways.append((small.exempts, small.held, small.window))
    if small.badge and small.spares and small.badge.code in ends:
        ways.append((small.spares, ends[small.badge.code], small.badge_window))
    days = []
    for code, had, window in ways:
        day = max(entered, had)
        if day <= (small.last if window is None else min(months_after(had, window), small.last)):
            days.append((code, day))
    for made in product([False, True], repeat=len(days)):
        claims: dict[str, dt.date] = {}
        for (code, day), one in zip(days, made, strict=True):
            if one:
                claims[code] = min(day, claims.get(code, day))
        yield claims


def ready(
    chosen: tuple[Course, ...],
    starts: dict[str, dt.date],
    ends: dict[str, dt.date],
    claims: dict[str, dt.date],
) -> bool:
    """Tell whether everything begins with what it asks for."""
    for course in chosen:
        for code in course.after:
            had = code in ends and ends[code] <= starts[course.code]
            spared = code in claims and claims[code] <= starts[course.code]
            if not (had or spared):
                return False
        for code in course.beside:
            begun = code in starts and starts[code] <= starts[course.code]
            if not (begun or (code in claims and claims[code] <= starts[course.code])):
                return False
    return True


def one_after_another(small: Small, counting: set[str], starts: dict[str, dt.date], ends: dict[str, dt.date]) -> bool:
    """Tell whether each part begins when what is before it is had, and is had later."""
    return all(
        ends[earlier] <= starts[part.code] and ends[earlier] < ends[part.code]
        for part in small.courses
        if part.code in counting
        for earlier in small.before(part)
        if earlier in counting and earlier not in part.after
    )


def reached(small: Small, counting: set[str], exempted: Collection[str]) -> bool:
    """Tell whether what counts is enough."""
    got = {code for code in (*counting, *exempted) if any(code == course.code for course in small.courses)}
    if small.kind in ("all", "in_order"):
        return all(course.code in got for course in small.courses)
    if small.kind == "some":
        return len(got) >= small.amount
    brings = {code: small.course(code).credits for code in got if code in counting or small.earns}
    limited = [
        course.code
        for course in small.courses[:2]
        if course.code in brings and not (small.earns and course.code in exempted)
    ]
    amount = sum(brings[code] for code in limited)
    off = max(0, amount - small.cut) if small.cut is not None else 0
    return sum(brings.values()) - off >= small.amount

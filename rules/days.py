"""Sets of days: what a verdict is true on.

A rule with windows, dates and choices is true on some days and not on others. Keeping the whole set of days, rather
than a yes or no for one day, makes `from` and `claim_by` exact however deeply conditions nest.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from stackways.words.message import Listed, Message, listed

FIRST, LAST = dt.date.min.toordinal(), dt.date.max.toordinal()


@dataclass(frozen=True, slots=True)
class Days:
    """A set of calendar days as sorted, separate, non-touching closed runs of ordinals."""

    runs: tuple[tuple[int, int], ...] = ()

    @classmethod
    def between(cls, first: dt.date | None, last: dt.date | None) -> Days:
        """Return the days from `first` to `last`, both included; None leaves that side open."""
        if first is None and last is None:
            return EVERY_DAY
        low = FIRST if first is None else first.toordinal()
        high = LAST if last is None else last.toordinal()
        return cls(((low, high),)) if low <= high else NO_DAYS

    def __contains__(self, day: dt.date) -> bool:
        """Tell whether the day is in the set."""
        return self.holds(day.toordinal())

    def holds(self, ordinal: int) -> bool:
        """Tell whether the day with that ordinal is in the set."""
        for low, high in self.runs:
            if ordinal <= high:
                return low <= ordinal
        return False

    def __bool__(self) -> bool:
        """Tell whether any day is in the set."""
        return bool(self.runs)

    def __and__(self, other: Days) -> Days:
        """Return the days in both."""
        return on_at_least(2, [self, other])

    def __or__(self, other: Days) -> Days:
        """Return the days in either."""
        return on_at_least(1, [self, other])

    def __invert__(self) -> Days:
        """Return every other day."""
        edges = [FIRST - 1, *(edge for run in self.runs for edge in run), LAST + 1]
        gaps = zip(edges[::2], edges[1::2], strict=True)
        return Days(tuple((low + 1, high - 1) for low, high in gaps if low + 1 <= high - 1))

    def last_of_run(self, day: dt.date) -> dt.date | None:
        """Return the last day of the unbroken run around `day`; None when it never ends or `day` is not in."""
        run = self._run_of(day)
        return None if run is None or run[1] == LAST else dt.date.fromordinal(run[1])

    def first_after(self, day: dt.date) -> dt.date | None:
        """Return the first day of the set that is later than `day`, if any."""
        ordinal = day.toordinal()
        later = (max(low, ordinal + 1) for low, high in self.runs if high > ordinal)
        first = next(later, None)
        return None if first is None else dt.date.fromordinal(first)

    def last_before(self, day: dt.date) -> dt.date | None:
        """Return the last day of the set that is earlier than `day`, if any."""
        ordinal = day.toordinal()
        earlier = [min(high, ordinal - 1) for low, high in self.runs if low < ordinal]
        return dt.date.fromordinal(earlier[-1]) if earlier else None

    def in_words(self) -> Listed:
        """Return the days in plain words: "from 2024-07-01 to 2025-06-30 or from 2026-07-01 on"."""
        return listed(map(_run_in_words, self.runs), "or")

    def _run_of(self, day: dt.date) -> tuple[int, int] | None:
        ordinal = day.toordinal()
        return next((run for run in self.runs if run[0] <= ordinal <= run[1]), None)


def _run_in_words(run: tuple[int, int]) -> Message:
    first, last = map(dt.date.fromordinal, run)
    if run == (FIRST, LAST):
        return Message("rules.every-day")
    if run[0] == FIRST:
        return Message("rules.days-until", last=last)
    if run[1] == LAST:
        return Message("rules.days-from", first=first)
    return Message("rules.days-from-to", first=first, last=last)


def on_at_least(count: int, sets: Sequence[Days]) -> Days:
    """Return the days that lie in at least `count` of the sets (0: every day)."""
    # Nearly every condition is met always or never, and nearly every other one on one run of days.
    some = []
    for days in sets:
        if days.runs == EVERY_DAY.runs:
            count -= 1
        elif days.runs:
            some.append(days)
    if count <= 0:
        return EVERY_DAY
    if count > len(some):
        return NO_DAYS
    if len(some) == 1:
        return some[0]
    if count == len(some) and (run := _common_run(some)):
        return Days((run,)) if run[0] <= run[1] else NO_DAYS
    return _counted(count, some)


def _common_run(sets: Iterable[Days]) -> tuple[int, int] | None:
    """Return the run that sets of one run each have in common, ending before it begins where there is none."""
    low, high = FIRST, LAST
    for days in sets:
        if len(days.runs) > 1:
            return None
        first, last = days.runs[0]
        low, high = max(low, first), min(high, last)
    return low, high


def _counted(count: int, sets: Iterable[Days]) -> Days:
    changes: Counter[int] = Counter()
    for days in sets:
        for low, high in days.runs:
            changes[low] += 1
            changes[high + 1] -= 1
    edges = sorted(changes)
    runs: list[tuple[int, int]] = []
    start: int | None = None
    for edge, depth in zip(edges, accumulate(changes[edge] for edge in edges), strict=True):
        if depth >= count and start is None:
            start = edge
        elif depth < count and start is not None:
            runs.append((start, edge - 1))
            start = None
    return Days(tuple(runs))


NO_DAYS = Days()
EVERY_DAY = Days(((FIRST, LAST),))

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

FIRST, LAST = dt.date.min.toordinal(), dt.date.max.toordinal()


@dataclass(frozen=True, slots=True)
class Days:
    """A set of calendar days as sorted, separate, non-touching closed runs of ordinals."""

    runs: tuple[tuple[int, int], ...] = ()

    @classmethod
    def between(cls, first: dt.date | None, last: dt.date | None) -> Days:
        """Return the days from `first` to `last`, both included; None leaves that side open."""
        low = FIRST if first is None else first.toordinal()
        high = LAST if last is None else last.toordinal()
        return cls(((low, high),)) if low <= high else NO_DAYS

    def __contains__(self, day: dt.date) -> bool:
        """Tell whether the day is in the set."""
        return self._run_of(day) is not None

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

    def in_words(self) -> str:
        """Return the days in plain words: "from 2024-07-01 to 2025-06-30 or from 2026-07-01 on"."""
        said = []
        for low, high in self.runs:
            first = "" if low == FIRST else f"from {dt.date.fromordinal(low)}"
            last = "on" if high == LAST else f"to {dt.date.fromordinal(high)}"
            said.append(f"{first} {last}".strip() if first else last.replace("to", "until"))
        return " or ".join(said)

    def _run_of(self, day: dt.date) -> tuple[int, int] | None:
        ordinal = day.toordinal()
        return next((run for run in self.runs if run[0] <= ordinal <= run[1]), None)


def on_at_least(count: int, sets: Sequence[Days]) -> Days:
    """Return the days that lie in at least `count` of the sets (0: every day)."""
    if count <= 0:
        return EVERY_DAY
    changes: Counter[int] = Counter()
    for low, high in _all_runs(sets):
        changes[low] += 1
        changes[high + 1] -= 1
    days = sorted(changes)
    depths = accumulate(changes[day] for day in days)
    runs: list[tuple[int, int]] = []
    start: int | None = None
    for day, depth in zip(days, depths, strict=True):
        if depth >= count and start is None:
            start = day
        elif depth < count and start is not None:
            runs.append((start, day - 1))
            start = None
    return Days(tuple(runs))


def _all_runs(sets: Iterable[Days]) -> Iterable[tuple[int, int]]:
    return (run for days in sets for run in days.runs)


NO_DAYS = Days()
EVERY_DAY = Days(((FIRST, LAST),))

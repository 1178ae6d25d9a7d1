"""Intakes: on which days a thing may begin.

Source of the meaning: domain.md, "Starts: published dates or months, else month starts, with a remark".
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from stackways.rules.catalogue import StudyItem


@dataclass(frozen=True)
class Starts:
    """The days something may begin on, in order."""

    days: tuple[dt.date, ...]
    published: Literal["dates", "months", "not-published"]


def starts_of(item: StudyItem, first: dt.date, last: dt.date) -> Starts:
    """Return the days from `first` to `last` on which a thing begins.

    A month that is published stands for its first day. Where every published date has passed, when it begins next is
    not known, and any month is taken.
    """
    dates = tuple(sorted(day for day in item.starts if first <= day <= last))
    if dates:
        return Starts(dates, "dates")
    months = set(item.intakes) or set(range(1, 13))
    days = tuple(day for day in _month_starts(first, last) if day.month in months)
    return Starts(days, "months" if item.intakes else "not-published")


def _month_starts(first: dt.date, last: dt.date) -> list[dt.date]:
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    days = (dt.date(month // 12, month % 12 + 1, 1) for month in months)
    return [day for day in days if first <= day <= last]

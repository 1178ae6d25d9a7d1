"""Intakes: on which days a thing may begin, and by when to apply for it.

Source of the meaning: concepts.md, "Starts: published dates or months, else month starts, with a remark".
"""

from __future__ import annotations

import datetime as dt
from calendar import month_name, monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from stackways.rules.catalogue import StudyItem
from stackways.rules.kinds.policy import Policy


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
    dates = sorted(day for day in item.starts if first <= day)
    if dates:
        return Starts(tuple(day for day in dates if day <= last), "dates")
    months = set(item.intakes) or set(range(1, 13))
    days = tuple(day for day in _month_starts(first, last) if day.month in months)
    return Starts(days, "months" if item.intakes else "not-published")


def apply_by(rules: Iterable[Policy], start: dt.date) -> dt.date | None:
    """Return the last day to apply for what begins on a day, where a rule publishes one; of several the first.

    A rule names its intakes and the month in which applications for each close: the last day of that month.
    """
    names = list(month_name)
    found = []
    for rule in rules:
        intakes, closing = rule.figures.get("intakes"), rule.figures.get("applications-close")
        if not isinstance(intakes, list) or not isinstance(closing, list):
            continue
        for intake, month in zip(intakes, closing, strict=False):
            if intake == names[start.month] and month in names[1:]:
                closes = names.index(month)
                year = start.year - (closes >= start.month)
                found.append(dt.date(year, closes, monthrange(year, closes)[1]))
    return min(found, default=None)


def _month_starts(first: dt.date, last: dt.date) -> list[dt.date]:
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    days = (dt.date(month // 12, month % 12 + 1, 1) for month in months)
    return [day for day in days if first <= day <= last]

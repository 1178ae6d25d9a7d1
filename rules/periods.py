"""Calendar periods: reading them and finding the last good day of a window.

The arithmetic is the proleptic Gregorian calendar's, months before days, a day that does not exist clamping to the
month's last: the same as Cypher's `date + duration`, which a property test proves over all dates and periods.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Any

from isodate import ISO8601Error, parse_duration
from pydantic import PlainSerializer, PlainValidator, WithJsonSchema

PERIOD_PATTERN = r"^P(?=.)([0-9]+Y)?([0-9]+M)?([0-9]+W)?([0-9]+D)?$"


class Period:
    """A length of calendar time in whole years, months, weeks and days, such as `P4Y` or `P6M`."""

    __slots__ = ("_length", "iso")

    def __init__(self, iso: str) -> None:
        """Read an ISO 8601 duration; raises ValueError when it is not one in whole days or longer."""
        if not re.fullmatch(PERIOD_PATTERN.removesuffix("$"), iso):
            raise _not_a_period(iso)
        try:
            self._length = parse_duration(iso)
        except (ISO8601Error, OverflowError) as error:
            raise _not_a_period(iso) from error
        self.iso = iso

    def __eq__(self, other: object) -> bool:
        """Tell whether the other is written alike."""
        return isinstance(other, Period) and self.iso == other.iso

    def __hash__(self) -> int:
        """Hash as written."""
        return hash(self.iso)

    def __str__(self) -> str:
        """Return the ISO 8601 form."""
        return self.iso

    def __repr__(self) -> str:
        """Return the constructor call."""
        return f"Period({self.iso!r})"

    def in_words(self) -> str:
        """Return the period in plain English: "4 years", "6 months", "1 year and 6 months"."""
        names = {"Y": "year", "M": "month", "W": "week", "D": "day"}
        parts = []
        number = ""
        for sign in self.iso[1:]:
            if sign.isdigit():
                number += sign
                continue
            parts.append(f"{int(number)} {names[sign]}{'' if int(number) == 1 else 's'}")
            number = ""
        return " and ".join(parts)

    def after(self, start: dt.date) -> dt.date:
        """Return the day this long after `start`, clamped to the month's last day and to the calendar's end."""
        try:
            return start + self._length  # type: ignore[no-any-return]
        except (OverflowError, ValueError):
            return dt.date.max

    def before(self, end: dt.date) -> dt.date:
        """Return the earliest start whose period still reaches `end`; the calendar's first day if there is none.

        Derived from `after`, never the other way round: subtraction clamps differently.
        """
        low, high = dt.date.min.toordinal(), end.toordinal()
        while low < high:
            middle = (low + high) // 2
            if self.after(dt.date.fromordinal(middle)) >= end:
                high = middle
            else:
                low = middle + 1
        return dt.date.fromordinal(low)


def _not_a_period(iso: object) -> ValueError:
    return ValueError(f"`{iso}` is not a period: write it as in P4Y, P6M or P10D")


def _validate(value: Any) -> Period:  # noqa: ANN401 - a validator sees whatever the file holds
    if isinstance(value, Period):
        return value
    return Period(str(value))


PeriodField = Annotated[
    Period,
    PlainValidator(_validate),
    PlainSerializer(lambda period: period.iso, return_type=str),
    WithJsonSchema({"type": "string", "pattern": PERIOD_PATTERN, "examples": ["P4Y", "P6M"]}),
]
"""An ISO 8601 period, for example P4Y."""

"""Calendar periods: reading them and finding the last good day of a window.

The arithmetic is the proleptic Gregorian calendar's, months before days, a day that does not exist clamping to the
month's last: the same as Cypher's `date + duration`, which a property test proves over all dates and periods.
"""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from typing import Annotated, Any

from pydantic import PlainSerializer, PlainValidator, WithJsonSchema

from stackways.words.message import Message, MisfitError

PERIOD_PATTERN = r"^P(?=.)([0-9]+Y)?([0-9]+M)?([0-9]+W)?([0-9]+D)?$"
_PARTS = re.compile(r"P(?=.)(?:([0-9]{1,9})Y)?(?:([0-9]{1,9})M)?(?:([0-9]{1,9})W)?(?:([0-9]{1,9})D)?")


class Period:
    """A length of calendar time in whole years, months, weeks and days, such as `P4Y` or `P6M`."""

    __slots__ = ("_days", "_months", "iso")

    def __init__(self, iso: str) -> None:
        """Read an ISO 8601 duration; raises ValueError when it is not one in whole days or longer."""
        found = _PARTS.fullmatch(iso)
        if found is None:
            wanted = Message("check.wanted.period")
            raise MisfitError(Message("check.is-not", value=iso, wanted=wanted), Message("check.write.period"))
        years, months, weeks, days = (int(number or 0) for number in found.groups())
        self.iso = iso
        self._months = 12 * years + months
        self._days = 7 * weeks + days

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

    def after(self, start: dt.date) -> dt.date:
        """Return the day this long after `start`, clamped to the month's last day and to the calendar's end."""
        years, month = divmod(start.month - 1 + self._months, 12)
        year = start.year + years
        if year > dt.MAXYEAR:
            return dt.date.max
        day = min(start.day, monthrange(year, month + 1)[1])
        ordinal = dt.date(year, month + 1, day).toordinal() + self._days
        return dt.date.fromordinal(min(ordinal, dt.date.max.toordinal()))


def _validate(value: Any) -> Period:  # noqa: ANN401 - a validator sees whatever the file holds
    return value if isinstance(value, Period) else Period(str(value))


PeriodField = Annotated[
    Period,
    PlainValidator(_validate),
    PlainSerializer(lambda period: period.iso, return_type=str),
    WithJsonSchema({"type": "string", "pattern": PERIOD_PATTERN, "examples": ["P4Y", "P6M"]}),
]
"""An ISO 8601 period, for example P4Y."""

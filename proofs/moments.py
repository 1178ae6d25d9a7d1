"""Dates as credentials write them, and the day they are where the issuer is."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any
from zoneinfo import ZoneInfo

from babel.core import get_global

from stackways.proofs.base import Finding, Moment, Validity
from stackways.words.message import Message

_WRITTEN = re.compile(
    r"(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z|z|[+-]\d{2}:?\d{2})?)?", re.ASCII
)


def moment_of(text: Any) -> Moment | None:  # noqa: ANN401 - any part of a document
    """Return a date or time of ISO 8601; None where there is none, or it is written otherwise.

    A time without an offset says no more than its day.
    """
    found = _WRITTEN.fullmatch(text.strip()) if isinstance(text, str) else None
    if not found:
        return None
    date, minutes, seconds, offset = found.groups()
    try:
        day = dt.date.fromisoformat(date)
        if offset is None:
            return Moment(day)
        return Moment(day, dt.datetime.fromisoformat(f"{date}T{minutes}:{seconds or '00'}{_offset(offset)}"))
    except ValueError:
        return None


def moment_from(seconds: Any) -> Moment | None:  # noqa: ANN401 - any part of a document
    """Return the moment so many seconds after the start of 1970, in UTC; None where that is none."""
    if not isinstance(seconds, int | float) or isinstance(seconds, bool) or not 0 <= seconds < 253_402_300_800:  # noqa: PLR2004 - year 10000
        return None
    at = dt.datetime.fromtimestamp(int(seconds), dt.UTC)
    return Moment(at.date(), at)


def _offset(text: str) -> str:
    return "+00:00" if text in "Zz" else text if ":" in text else f"{text[:3]}:{text[3:]}"


def day_in(moment: Moment, country: str | None) -> tuple[dt.date, Message | None]:
    """Return the day where the issuer is, and what to say of it.

    What is written with an offset is dated there. What is written in UTC is dated in the issuer's country where that
    has one time zone, else in UTC.
    """
    if moment.at is None or not moment.is_utc:
        return moment.day, None
    zones = get_global("territory_zones").get(country or "", ())
    if len(zones) != 1:
        return moment.day, Message("proof.dated-in-utc", day=moment.day)
    try:
        day = moment.at.astimezone(ZoneInfo(zones[0])).date()
    except OverflowError:
        day = moment.day
    return day, Message("proof.dated-in-zone", day=day, zone=zones[0]) if day != moment.day else None


def validity(starts: Moment | None, ends: Moment | None, as_of: dt.date, *, unreadable: bool) -> Finding[Validity]:
    """Return whether a day lies between the dates of a credential; both days count."""
    if starts and as_of < starts.day:
        return Finding(Validity.NOT_YET, Message("proof.not-yet", day=starts.day))
    if ends and as_of > ends.day:
        return Finding(Validity.EXPIRED, Message("proof.expired", day=ends.day))
    if unreadable:
        return Finding(Validity.NOT_CHECKED, Message("proof.dates-unreadable"))
    if ends:
        return Finding(Validity.CURRENT, Message("proof.current-until", day=ends.day))
    return Finding(Validity.CURRENT, Message("proof.no-end"))

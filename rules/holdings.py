"""What a learner says: holdings, facts about the learner, and the question's day and readings.

Nothing of it is stored or logged.
"""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, PrivateAttr, WithJsonSchema, model_validator

from stackways.rules.base import Amount, Code, Day, Model, Slug, Text
from stackways.rules.catalogue import Level, PartialDate
from stackways.rules.scales import UNGRADED, passes, scale_of
from stackways.words.message import Message

_MONTH_OR_YEAR = r"^(19|20|21)\d{2}(-(0[1-9]|1[0-2]))?$"
_DAY_MONTH_OR_YEAR = {
    "anyOf": [{"type": "string", "format": "date"}, {"type": "string", "pattern": _MONTH_OR_YEAR}, {"type": "null"}]
}


class HoldingStatus(StrEnum):
    """Whether the learner has it already."""

    ATTAINED = "attained"
    IN_PROGRESS = "in_progress"
    PLANNED = "planned"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"
    REVOKED = "revoked"
    WAIVED = "waived"
    """It need not be taken, by a decision for this learner alone; `credits` says how much credit that gives."""
    REPLACED = "replaced"
    """Another attempt counts in its place."""


UNEARNED = frozenset({HoldingStatus.FAILED, HoldingStatus.WITHDRAWN, HoldingStatus.REVOKED, HoldingStatus.REPLACED})
"""What earns nothing: listed, as transcripts do, and not held."""
AHEAD = frozenset({HoldingStatus.IN_PROGRESS, HoldingStatus.PLANNED})
"""What is still to be attained."""


class Grade(Model):
    """A mark on a named scale; marks on different scales are never compared."""

    value: Annotated[str, Field(max_length=20)] | Amount
    """A letter such as "C+", or a number."""
    scale: Slug = "percent"
    """`percent`, `gpa-4`, `gpa-5`, `letter` (A+ to F), `pass-fail` or a scale of the publisher's own. Not given, a
    letter is on `letter`, `pass` or `fail` on `pass-fail`, and a number on `percent`."""

    @model_validator(mode="before")
    @classmethod
    def _on_its_scale(cls, value: Any) -> Any:  # noqa: ANN401 - a validator sees whatever was sent
        if not isinstance(value, dict) or value.get("scale") is not None or "value" not in value:
            return value
        return {**value, "scale": scale_of(str(value["value"]))}


class Component(Model):
    """A part of a holding with a date and grade of its own."""

    code: Code | None = None
    """Its code, where it is something that the catalogue knows."""
    title: Text | None = None
    """Its title, as printed."""
    published_code: Text | None = None
    """The code of who offers it, as on a transcript; information only."""
    credits: Amount | None = None
    """The credits it carries; information only."""
    attained_on: Day | None = None
    """The day it was attained."""
    grade: Grade | None = None
    """Its grade."""


class Described(Model):
    """A holding that the catalogue does not know, by what it is."""

    title: Text
    """Its title, as printed."""
    institution: Text | None = None
    """The institution's code, or its name."""
    kind: Slug | None = None
    """The field's term, for example `diploma`."""
    credits: Amount | None = None
    """The credits it carries, in `unit`."""
    unit: Text | None = None
    """The unit of the credits, for example `credit`."""
    level: Level | None = None
    """Its level in a qualifications framework."""
    professional: bool | None = None
    """Whether it is in a professional area; none: not said."""
    theme: Text | None = None
    """The theme it belongs to, by its English name."""
    subject: Text | None = None
    """The subject, for example `nursing`."""
    published_code: Text | None = None
    """The code of who offers it, for example `CS 301`."""
    attributes: list[Text] = []
    """What else it is marked as, for example `writing-intensive`; none: not said."""


class Holding(Model):
    """One thing the learner holds, is working on or plans."""

    code: Code | None = None
    """Its code in the catalogue (a class may be held as such)."""
    described: Described | None = None
    """What it is, where the catalogue does not know it."""
    attained_on: Annotated[Day | None, WithJsonSchema(_DAY_MONTH_OR_YEAR)] = None
    """The day it was (or will be) attained; where only the month or the year is known, that: `2024-05` or `2024`."""
    attained_in: Annotated[str, Field(pattern=_MONTH_OR_YEAR)] | None = None
    """The month or the year, where only that is known; what `attained_on` says where it is no day."""
    credits: Amount | None = None
    """How many credits were taken, of a course that carries as many as one chooses, or that a waiver gives."""
    unit: Text | None = None
    """The unit of `credits`; none: that of the course, else of what they count towards."""
    term: Text | None = None
    """The term it was taken in, as the institution names it, for example `2025 autumn`."""
    status: HoldingStatus = HoldingStatus.ATTAINED
    """Whether it is attained, in progress, planned, or does not count any more."""
    grade: Grade | None = None
    """The grade it was attained with."""
    version: Text | None = None
    """For example an exam number."""
    valid_until: Day | None = None
    """The last day of its own validity, as the certificate shows."""
    renewed_on: Day | None = None
    """The day it was last renewed."""
    components: Annotated[list[Component], Field(max_length=100)] | None = None
    """Its parts, where they have dates and grades of their own."""
    used_for: Annotated[list[Text], Field(max_length=100)] | None = None
    """What it has already been used for; an empty list says: nothing. Absent says: unknown."""
    taken_through: Code | None = None
    """The institution it was taken through, where another than the issuer's own door."""

    _past: bool = PrivateAttr(default=False)

    @model_validator(mode="before")
    @classmethod
    def _as_far_as_known(cls, value: Any) -> Any:  # noqa: ANN401 - a validator sees whatever was sent
        """Read a year or a month as the time in which it was attained."""
        when = value.get("attained_on") if isinstance(value, dict) else None
        if isinstance(when, int) and not isinstance(when, bool):
            when = str(when)
        if isinstance(when, str) and re.fullmatch(_MONTH_OR_YEAR, when):
            return {**value, "attained_on": None, "attained_in": when}
        return value

    @model_validator(mode="after")
    def _one_date(self) -> Holding:
        if self.attained_in is not None and self.attained_on is not None:
            raise ValueError(str(Message("error.either-day")))
        return self

    @model_validator(mode="after")
    def _either_code_or_described(self) -> Holding:
        if (self.code is None) == (self.described is None):
            raise ValueError(str(Message("error.code-or-described")))
        return self

    @property
    def is_attained(self) -> bool:
        """Whether the learner has it already, whatever its date."""
        return self.status is HoldingStatus.ATTAINED

    @property
    def is_earned(self) -> bool:
        """Whether the learner has it, whatever its date: it is attained, and its grade is none that passes nowhere."""
        return self.is_attained and not (self.grade and passes(self.grade.value, self.grade.scale) is False)

    @property
    def may_count(self) -> bool:
        """Whether it is held, or will be on a day that is given."""
        dated = self.attained_on is not None or self.attained_in is not None
        return self.is_earned or (self.status in AHEAD and dated and not self.is_past)

    @property
    def enters_averages(self) -> bool:
        """Whether its grade is one of all that was graded: also of what was failed; not of what was withdrawn."""
        listed = self.is_attained or self.status is HoldingStatus.FAILED or (self.status in AHEAD and not self.is_past)
        return listed and not (self.grade and self.grade.scale == UNGRADED)

    @property
    def begun(self) -> dt.date | None:
        """The first day on which it may be held; None where no date is given."""
        return self.days[0] if self.days else self.attained_on

    @property
    def is_past(self) -> bool:
        """Whether it is said to be ahead, on a day that lay behind when it was said: a contradiction."""
        return self._past

    @property
    def days(self) -> tuple[dt.date, dt.date] | None:
        """The first and the last day on which it may have been attained, where only the month or year is known."""
        if self.attained_in is None:
            return None
        year, month = (*map(int, self.attained_in.split("-")), 0)[:2]
        return dt.date(year, month or 1, 1), dt.date(year, month or 12, monthrange(year, month or 12)[1])

    def said_on(self, day: dt.date) -> Holding:
        """Return it as said on a day: what is ahead by its status, and behind by its date, is a contradiction."""
        behind = self.attained_on or (self.days[1] if self.days else None)
        past = self.status in AHEAD and behind is not None and behind < day
        if past is self._past:
            return self
        told = self.model_copy()
        told._past = past  # noqa: SLF001 - its own
        return told

    @property
    def name(self) -> str:
        """How answers name it: its code, or the described title."""
        return self.code or (self.described.title if self.described else "")


def _written_short(value: object) -> object:
    """Read `code`, `code@date`, `code@date grade scale` and any of them with a status as a holding."""
    if not isinstance(value, str):
        return value
    held, *more = value.split()
    code, at, day = held.partition("@")
    status = {"status": more.pop()} if more and more[-1] in {one.value for one in HoldingStatus} else {}
    grades = {"grade": dict(zip(("value", "scale"), more, strict=False))} if more else {}
    return {"code": code, **({"attained_on": day} if at else {}), **grades, **status}


WrittenHolding = Annotated[Holding, BeforeValidator(_written_short)]
"""In a file: as the API takes it, or as `code@date`, with a grade `code@date 3.7 gpa-4`, or a status `code failed`."""


def _as_text(value: object) -> object:
    """Read a year or a day that YAML takes for a number or a date as it was written."""
    return str(value) if isinstance(value, int | dt.date) and not isinstance(value, bool) else value


class Learner(Model):
    """What the learner tells of themselves; everything is optional."""

    pseudonym: Annotated[Text, Field(max_length=200)] | None = None
    """The name under which an institution keeps exceptions for this learner: never the learner's own."""

    birth_year: Annotated[int, Field(ge=1900, le=2100)] | None = None
    """The year of birth, for rules with an age limit."""
    residency: Slug | None = None
    """For example `sg-citizen`, `sg-pr`, `hk-resident`."""
    work_years: Amount | None = None
    """Years of relevant work."""
    intake: Annotated[PartialDate | None, BeforeValidator(_as_text)] = None
    """The intake applied for: a year, a month or a day."""
    admission_on: Day | None = None
    """The day of admission to the programme in question."""


Reading = Literal["lenient", "strict"] | dict[Slug, Slug]
"""Which alternative each doubt takes: best for the learner, worst, or by name (others lenient)."""

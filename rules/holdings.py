"""What a learner says: holdings, facts about the learner, and the question's day and readings.

Nothing of it is stored or logged.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from stackways.rules.base import Amount, Code, Day, Model, Slug, Text
from stackways.rules.catalogue import Level, PartialDate
from stackways.words.message import Message


class HoldingStatus(StrEnum):
    """Whether the learner has it already."""

    ATTAINED = "attained"
    IN_PROGRESS = "in_progress"
    PLANNED = "planned"


class Grade(Model):
    """A mark on a named scale; marks on different scales are never compared."""

    value: Annotated[str, Field(max_length=20)] | Amount
    """A letter such as "C+", or a number."""
    scale: Slug = "percent"
    """`percent`, `gpa-4`, `gpa-5`, `letter` (A+ to F) or a scale of the publisher's own."""


class Component(Model):
    """A part of a holding with a date and grade of its own."""

    code: Code | None = None
    """Its code, where it is something that the catalogue knows."""
    title: Text | None = None
    """Its title, as printed."""
    published_code: Text | None = None
    """The code of who offers it, as on a transcript."""
    credits: Amount | None = None
    """The credits it carries."""
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
    attained_on: Day | None = None
    """The day it was (or will be) attained."""
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
    def name(self) -> str:
        """How answers name it: its code, or the described title."""
        return self.code or (self.described.title if self.described else "")


def _written_short(value: object) -> object:
    """Read `code`, `code@date` and `code@date grade scale` as a holding."""
    if not isinstance(value, str):
        return value
    held, *grade = value.split()
    code, at, day = held.partition("@")
    grades = {"grade": dict(zip(("value", "scale"), grade, strict=False))} if grade else {}
    return {"code": code, **({"attained_on": day} if at else {}), **grades}


WrittenHolding = Annotated[Holding, BeforeValidator(_written_short)]
"""In a file: as the API takes it, or as `code@date`, with a grade `code@date 3.7 gpa-4`."""


def _as_text(value: object) -> object:
    """Read a year or a day that YAML takes for a number or a date as it was written."""
    return str(value) if isinstance(value, int | dt.date) and not isinstance(value, bool) else value


class Learner(Model):
    """What the learner tells of themselves; everything is optional."""

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

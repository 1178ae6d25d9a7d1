"""The catalogue's objects: sources and the four kinds people ask about.

Everything here is plain data, as an institution published it. What it means for a learner is decided from rules.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, field_validator, model_validator

from stackways.rules.base import PARTIAL_DAY, Amount, Citation, Code, Figure, Model, Money, Slug, Text, Titles
from stackways.rules.patterns import as_expression
from stackways.rules.periods import PeriodField
from stackways.words.message import Message, MisfitError


def _day_exists(partial: str) -> str:
    try:
        dt.date.fromisoformat(f"{partial}-01-01"[:10] if len(partial) <= len("2022-12") else partial)
    except ValueError:
        raise MisfitError(Message("check.no-day", value=partial), Message("misfit.no-day.do")) from None
    return partial


PartialDate = Annotated[str, Field(pattern=PARTIAL_DAY), AfterValidator(_day_exists)]
"""A date as far as it is known: `2022`, `2022-12` or `2022-12-21`."""


class Kind(StrEnum):
    """The four kinds people ask about."""

    INSTITUTION = "institution"
    CREDENTIAL = "credential"
    MODULE = "module"
    PROGRAMME = "programme"


class Tier(StrEnum):
    """Who speaks in a source."""

    PRIMARY = "primary"
    GOVERNMENT = "government"
    PRESS = "press"
    SECONDARY = "secondary"
    MIRROR = "mirror"
    LOW = "low"


class Source(Model):
    """A page or document that rules and facts rest on."""

    code: Code
    """Namespaced by institution like every code, for example `tp:source-micro-credentials`."""
    title: Text
    """The page's title, as the reader would find it."""
    url: Annotated[str, Field(pattern=r"^(https?://|github:).+")] | None = None
    """The address; none for a document that is not on the web."""
    publisher: Text | None = None
    """Who published it, where that is not the institution the code is namespaced by; information only."""
    tier: Tier
    """Who speaks: the institution itself, government, press, a mirror, …; information only."""
    published: PartialDate | None = None
    """The date the page shows; none when it shows none (most do not)."""
    published_note: Text | None = None
    """What is known of the date beyond `published`, for example "2018 intake"."""
    read: dt.date | None = None
    """The day it was read; none when that was not recorded."""
    note: Text | None = None
    """What a reader must know, for example that only a mirror could be read."""
    illustrative: bool = False
    """True for a source that nobody published: part of the illustrative catalogue."""


class Level(Model):
    """A level in a qualifications framework; where a range is published, its upper end too."""

    framework: Text
    """For example HKQF, EQF or FHEQ."""
    value: Annotated[int, Field(ge=0, le=12)]
    """The level, or the lower end of a published range."""
    up_to: Annotated[int, Field(ge=0, le=12)] | None = None
    """The upper end of a published range."""


Trait = Literal["theme", "subject", "level", "institution", "term", "year", "entry"]
"""What holdings may have in common or differ in: `year` is that of the day attained, `entry` what it is of."""


class Selection(Model):
    """A flat predicate over what can be held: every field that is given must match.

    Lists mean any of. A described holding that does not say what a field asks for is unknown, not excluded.
    """

    institutions: list[Code] = []
    """Offered by any of these."""
    kinds: list[Slug] = []
    """Of any of these kinds, for example `specialist-diploma`."""
    themes: list[Text] = []
    """In any of these themes (English name)."""
    subjects: list[Text] = []
    """In any of these subjects."""
    attributes: list[Text] = []
    """With any of these attributes."""
    published_codes: list[Text] = []
    """With a published code like any of these: `*` is any text, `?` any one character, as in `CS 3*`, and `..` stands
    between the ends of a range, as in `CS 300..349`; a letter before a number in it and up to two after it (`H301`,
    `339W`) leave it in the range."""
    professional: bool | None = None
    """In a professional area, or not."""
    framework: Text | None = None
    """The framework that `level_from` and `level_to` speak of."""
    level_from: int | None = None
    """At this level or higher."""
    level_to: int | None = None
    """At this level or lower."""
    codes: list[Code] = []
    """Exactly these, where the publisher lists them."""
    excluding: list[Code] = []
    """All but these."""
    same: Trait | None = None
    """Everything selected must share one and the same theme, subject, level, institution, term, year or entry."""
    or_higher: bool = False
    """With `same: level`: what lies at a higher level counts for the level, too (it reaches it)."""

    @field_validator("published_codes")
    @classmethod
    def _can_be_read(cls, patterns: list[str]) -> list[str]:
        for pattern in patterns:
            as_expression(pattern)
        return patterns


class Item(Model):
    """What everything in the catalogue that people ask about has."""

    code: Code
    """Readable, unique across all kinds, never changes meaning: `institution:slug`."""
    title: Titles
    """Its name per language, as the publisher prints it."""
    facts: list[str] = []
    """Ids of the raw facts that this entry restates; information only."""
    former_codes: Annotated[list[Code], Field(max_length=10)] = []
    """Codes that it had before it was renumbered or renamed: whoever holds, asks for or names one of them means it, and
    the answer says so."""
    identifiers: Annotated[list[Text], Field(max_length=40)] = []
    """What others call it by: the id of a badge's achievement, a CTID, a DID or an address; each names nothing else."""
    sources: list[Citation] = []
    """Where it is published; at least one, except for an institution."""
    note: Text | None = None
    """What a reader must know before relying on the entry; information only."""
    illustrative: bool = False
    """True when nobody published it; such entries take part only when asked for."""
    figures: dict[Slug, Figure] = {}
    """Further figures as printed, by name; information only, never computed with."""
    aliases: list[Text] = []
    """Other names that people look for it by, for example `TP`; for search alone, no rule reads them."""


class Institution(Item):
    """A body that offers, awards or recognises."""

    code: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
    """One slug, which every code of what it offers and publishes starts with, for example `hku-space`."""
    kind: Slug
    """For example `polytechnic`, `university`, `certification-vendor`, `government-framework`."""
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] | None = None
    """ISO 3166 code; none when no source says."""
    url: Annotated[str, Field(pattern=r"^https?://.+")] | None = None
    """Its address on the web; information only."""


class Offering(Item):
    """What an institution offers to be studied or attained."""

    kind: Slug
    """The field's term, for example `nanodegree`, `industry-certification`, `module`, `specialist-diploma`."""
    offered_by: Annotated[list[Code], Field(min_length=1)]
    """Who offers it; a joint offer has two."""
    published_code: Text | None = None
    """The publisher's own code, for example `nd089` or `TZFM862`; several, where cross-listed, as `CS 301 / MA 301`."""
    versions: list[Text] = []
    """Known versions, for example exam numbers; information only, a rule names those it asks for."""
    credits: Amount | None = None
    """How many credits it carries."""
    unit: Text | None = None
    """The unit of `credits`, for example `HK credit`, `AU`, `SUSS cu`; units are never mixed."""
    level: Level | None = None
    """Its level in a qualifications framework."""
    hours: Amount | None = None
    """How many hours it takes."""
    hours_kind: Literal["notional", "contact", "not-stated"] = "not-stated"
    """Whether `hours` are all learning hours, hours in class, or the page does not say."""
    duration: PeriodField | None = None
    """Published length of study."""
    duration_to: PeriodField | None = None
    """The longer end where a range is published."""
    fee: Money | None = None
    """The published fee."""
    intakes: list[Annotated[int, Field(ge=1, le=12)]] = []
    """Months in which it starts (1 to 12), where published."""
    starts: list[dt.date] = []
    """Published dates of runs."""
    mode: Slug | None = None
    """Delivery, for example `part-time-evening`, `online`, `full-time`."""
    theme: Titles | None = None
    """The theme it belongs to, per language."""
    subject: Text | None = None
    """The subject it belongs to."""
    topics: list[Text] = []
    """What people look for that its title does not say, for example `AI`; for search alone, no rule reads them."""
    attributes: list[Text] = []
    """What else it is marked as, of which it may be several, for example `writing-intensive`."""
    repeatable: bool | None = None
    """True where each time it is taken counts anew; none when not stated."""
    professional: bool | None = None
    """In a professional area; none when not stated."""
    is_class: bool = False
    """True for a published group that can be held or recognised as such ("a local polytechnic diploma")."""
    members: Selection | None = None
    """Who belongs to the class, where that is published; members are never invented."""

    @model_validator(mode="after")
    def _only_classes_have_members(self) -> Offering:
        if self.members is not None and not self.is_class:
            raise MisfitError(Message("misfit.no-class", code=self.code), Message("misfit.no-class.do"))
        return self

    @model_validator(mode="after")
    def _credits_have_a_unit(self) -> Offering:
        if self.credits is not None and self.unit is None:
            raise MisfitError(Message("misfit.credits-unit", code=self.code), Message("check.say-unit"))
        return self


class Credential(Offering):
    """A leaf that a learner attains and can show, or a published class of them."""


class Module(Offering):
    """A unit of study inside a programme."""

    kind: Slug = "module"
    """The field's term, where the publisher has another than `module`."""


class Programme(Offering):
    """Whatever has a requirement tree of its own and leads to an award."""

    curriculum: Literal["published", "partly-published", "not-published"] = "not-published"
    """How much of what it is made of could be read; information only, never filled up by invention."""
    stackable: bool = False
    """True when the award is built from credentials the learner chooses, rather than entered and studied."""


StudyItem = Credential | Module | Programme
"""Anything that can be held or recognised."""

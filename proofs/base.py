"""What is found out about a credential: four findings kept apart, and the facts it states."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Generic, TypeVar

from stackways.rules.holdings import HoldingStatus
from stackways.words.message import Message

Json = dict[str, Any]


class Format(StrEnum):
    """What a credential is written in."""

    OPEN_BADGES_2 = "open-badges-2.0"
    OPEN_BADGES_3 = "open-badges-3.0"
    CLR = "clr-2.0"
    VERIFIABLE_CREDENTIAL = "verifiable-credential"
    OPEN_ATTESTATION_2 = "open-attestation-2"
    OPEN_ATTESTATION_3 = "open-attestation-3"
    OPENCERTS = "opencerts"
    EUROPASS = "europass"


class Integrity(StrEnum):
    """Whether the proof holds for every word that is read."""

    HOLDS = "holds"
    BROKEN = "broken"
    NOT_CHECKED = "not_checked"


class IssuedBy(StrEnum):
    """What is shown about who issued it."""

    PINNED = "pinned"
    """The key stands in the trust folder for this issuer."""
    BOUND = "bound"
    """The key is the issuer's identifier itself; who stands behind the identifier is not shown."""
    UNBOUND = "unbound"
    """The key came with the file: anybody could have made it."""


class Standing(StrEnum):
    """Whether the issuer has taken it back."""

    VALID = "valid"
    REVOKED = "revoked"
    SUSPENDED = "suspended"
    NOT_CHECKED = "not_checked"


class Validity(StrEnum):
    """Whether its own dates include the day asked for."""

    CURRENT = "current"
    EXPIRED = "expired"
    NOT_YET = "not_yet"
    NOT_CHECKED = "not_checked"
    """Its dates cannot be read."""


Verdict = TypeVar("Verdict", Integrity, IssuedBy, Standing, Validity)


@dataclass(frozen=True, slots=True)
class Finding(Generic[Verdict]):
    """One finding and why."""

    verdict: Verdict
    why: Message


@dataclass(frozen=True, slots=True)
class Findings:
    """The four findings; none follows from another."""

    integrity: Finding[Integrity]
    issuer: Finding[IssuedBy]
    status: Finding[Standing]
    validity: Finding[Validity]


@dataclass(frozen=True, slots=True)
class Moment:
    """A date or time as it is written: an instant with its offset, or a day alone."""

    day: dt.date
    """The day in the offset that is written."""
    at: dt.datetime | None = None
    """The instant, where a time is written."""

    @property
    def is_utc(self) -> bool:
        """Whether it is written in UTC, which says nothing of the day where the issuer is."""
        return self.at is not None and not self.at.utcoffset()


@dataclass(frozen=True, slots=True)
class IssuerStated:
    """Who the credential says issued it."""

    id: str | None = None
    name: str | None = None
    url: str | None = None
    country: str | None = None
    """ISO 3166 code, where an address is given."""
    identifiers: tuple[str, ...] = ()
    """What else it is called by."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a credential states about one thing attained, in the words of no format."""

    title: str | None
    issuer: IssuerStated
    """Who awarded it."""
    identifiers: tuple[str, ...] = ()
    """What the achievement is called by, for example its address."""
    aligned_with: tuple[str, ...] = ()
    """What it says it is aligned with, by address or code."""
    codes: tuple[str, ...] = ()
    """The issuer's own codes for it."""
    kind: str | None = None
    credits: str | None = None
    unit: str | None = None
    level: tuple[str, int] | None = None
    """Framework and value."""
    subject: str | None = None
    grade: tuple[str, str] | None = None
    """Value and scale."""
    attained: Moment | None = None
    valid_until: Moment | None = None
    term: str | None = None
    status: HoldingStatus = HoldingStatus.ATTAINED
    not_attained: bool = False
    """True where it says that it was failed or given up."""
    parts: tuple[Facts, ...] = ()
    """What it is made of, for example the rows of a transcript."""
    not_carried: tuple[str, ...] = ()
    """What it states that a holding has no place for."""
    remarks: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """One thing attained, with what was found out about the credential that states it."""

    format: Format
    facts: Facts
    findings: Findings
    refused: tuple[Message, ...] = ()
    """Why it must not be used; empty where it may."""
    to_pin: tuple[str, ...] = field(default=())
    """Addresses that would have to stand in the trust folder to find out more."""

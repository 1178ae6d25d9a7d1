"""What do these badges say is held, and what is shown about them?

A badge is matched to the catalogue by what its achievement is called, by what it says it is aligned with, or by its
issuer and its code together, never by title; else it is a described holding. Nothing of it is kept.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, Literal, TypeVar

from pydantic import ValidationError

from stackways.graph.rows import item_from_row
from stackways.pathways.found import shown
from stackways.pathways.question import ItemShown
from stackways.proofs.achievement import hosts_of
from stackways.proofs.base import Facts, Finding, Format, Integrity, IssuedBy, IssuerStated, Judged, Standing, Validity
from stackways.proofs.judge import judge
from stackways.proofs.limits import UnreadableError
from stackways.proofs.moments import day_in
from stackways.proofs.pinned import Pinned, TrustFolder
from stackways.rules.base import Amount, Code, Model, Spoken
from stackways.rules.catalogue import Institution, Item, Level, Offering
from stackways.rules.holdings import Component, Described, Grade, Holding
from stackways.words.message import Message, Published

if TYPE_CHECKING:
    from stackways.graph.driver import Reading

__all__ = [
    "File",
    "ImportedHoldings",
    "Integrity",
    "IssuedBy",
    "Standing",
    "Validity",
    "import_holdings",
]

MOST_FILES = 50
"""The most files in one question."""
MOST_COMPONENTS = 100
MOST_SOUGHT = 500
"""The most identifiers that the graph is asked for at once."""

Verdict = TypeVar("Verdict", Integrity, IssuedBy, Standing, Validity)
MatchedBy = Literal["identifier", "alignment", "issuer_and_code"]


@dataclass(frozen=True)
class File:
    """A file that was given."""

    name: str
    content: bytes


class FindingShown(Spoken, Generic[Verdict]):
    """One finding, and why."""

    verdict: Verdict
    """What was found."""


class FindingsShown(Model):
    """What was found out, one by one; none follows from another."""

    integrity: FindingShown[Integrity]
    """Whether the proof holds for every word that is read."""
    issuer: FindingShown[IssuedBy]
    """What is shown about who issued it."""
    status: FindingShown[Standing]
    """Whether it was taken back."""
    validity: FindingShown[Validity]
    """Whether its own dates include the day asked for."""


class IssuerShown(Model):
    """Who the badge says awarded it."""

    name: str | None
    """The name it gives; none where it gives none."""
    id: str | None
    """The address or identifier it gives."""
    institution: ItemShown | None
    """The institution in the catalogue that this is, as far as an address or an identifier tells."""


class Matched(Model):
    """The entry of the catalogue that it is."""

    entry: ItemShown
    """The entry."""
    by: MatchedBy
    """What tells that it is this entry."""


class Imported(Model):
    """One thing attained that a file states."""

    file: str
    """The name of the file."""
    format: Format
    """The format it is written in."""
    title: str | None
    """What was attained, as the badge says it."""
    issuer: IssuerShown
    """Who awarded it, as the badge says."""
    findings: FindingsShown
    """What was found out about it."""
    holding: Holding | None
    """What to ask with; none where it must not be used."""
    matched: Matched | None
    """None where it is only described."""
    refused: list[Spoken]
    """Why it must not be used; empty where it may."""
    remarks: list[Spoken]
    """What else must be told of it."""
    not_carried: list[str]
    """What it states that a holding has no place for."""
    to_pin: list[str]
    """What would have to be in the trust folder to find out more."""


class NotRead(Spoken):
    """A file that is no credential, or none that is known here."""

    file: str
    """The name of the file."""


class ImportedHoldings(Model):
    """Everything that the files state, in their order."""

    as_of: dt.date
    """The day for which dates were judged."""
    summary: list[Spoken]
    """The answer in a few sentences: what may be used, and how far each is shown to be genuine."""
    imported: list[Imported]
    """What the files state was attained."""
    not_read: list[NotRead]
    """Files that hold no badge that is known here, and why."""

    @property
    def holdings(self) -> list[Holding]:
        """Return what may be used."""
        return [one.holding for one in self.imported if one.holding]


async def import_holdings(
    reader: Reading, files: Sequence[File], trust: TrustFolder, as_of: dt.date, *, illustrative: bool = False
) -> ImportedHoldings:
    """Return what files state was attained, judged by what is trusted and matched to the catalogue.

    Raises:
        TrustError: the trust folder is not what it was.
    """
    judged: list[tuple[str, Judged]] = []
    not_read = []
    for file in files:
        try:
            found = await asyncio.to_thread(judge, file.content, trust, as_of)
        except UnreadableError as error:
            not_read.append(NotRead(file=file.name, message=error.message))
        else:
            judged += [(file.name, one) for one in found]
    known = await _Known.of(reader, [one.facts for _, one in judged], trust, illustrative=illustrative)
    imported = [_imported(name, one, known) for name, one in judged]
    summary = [*(sentence for one in imported for sentence in _said(one)), *map(_not_read, not_read)]
    said = [Spoken(message=sentence) for sentence in summary]
    return ImportedHoldings(as_of=as_of, summary=said, imported=imported, not_read=not_read)


def _said(one: Imported) -> Iterator[Message]:
    """Yield what a person wants to know of one thing attained."""
    what: Message | str = one.title or one.file
    if one.issuer.name:
        what = Message("badge.from", title=what, issuer=one.issuer.name)
    if one.holding and one.holding.attained_on:
        what = Message("badge.attained-on", what=what, day=one.holding.attained_on)
    if one.refused:
        yield Message("badge.refused", what=what, why=one.refused[0].message)
        return
    if one.findings.integrity.verdict is not Integrity.HOLDS:
        yield Message("badge.not-checked", what=what)
    elif one.findings.issuer.verdict is IssuedBy.PINNED:
        yield Message("badge.proven", what=what)
    elif one.findings.issuer.verdict is IssuedBy.BOUND:
        yield Message("badge.bound", what=what)
    else:
        yield Message("badge.unbound", what=what)
    if one.findings.validity.verdict is not Validity.CURRENT:
        yield one.findings.validity.message
    if one.matched:
        yield Message("badge.is-entry", entry=Published.of(one.matched.entry.title))
    else:
        yield Message("badge.is-described")


def _not_read(file: NotRead) -> Message:
    return Message("badge.not-read", file=file.file, why=file.message)


class _Known:
    """The entries of the catalogue that badges may speak of."""

    def __init__(self, items: Iterable[Item], trust: TrustFolder) -> None:
        entries = list(items)
        self._institutions = [item for item in entries if isinstance(item, Institution)]
        self._offerings = [item for item in entries if isinstance(item, Offering) and not item.is_class]
        self._pinned = Pinned(trust)

    @classmethod
    async def of(cls, reader: Reading, facts: Sequence[Facts], trust: TrustFolder, *, illustrative: bool) -> _Known:
        every = [part for one in facts for part in (one, *one.parts)]
        pinned = Pinned(trust)
        issuers = list(dict.fromkeys(one.issuer for one in every))
        named = _once(
            [
                *(name for one in every for name in (*one.identifiers, *one.aligned_with)),
                *(name for issuer in issuers for name in _names(issuer)),
            ]
        )
        institutions = _once(code for issuer in issuers if (code := pinned.institution(*_names(issuer))))
        found: dict[Code, Item] = {}
        for start in range(0, len(named), MOST_SOUGHT):
            sought = named[start : start + MOST_SOUGHT]
            rows = await reader.read(
                "identified",
                identifiers=sought,
                text=" ".join(map(_quoted, sought)),
                institutions=institutions,
                hosts=_once(host for issuer in issuers for host in hosts_of(issuer)),
                codes=_once(code.lower() for one in every for code in one.codes),
                illustrative=illustrative,
            )
            found |= {item.code: item for item in map(item_from_row, rows)}
        return cls(found.values(), trust)

    def institution(self, issuer: IssuerStated) -> Institution | None:
        """Return the institution that an issuer is: as it is pinned, by what it is called, or by its own address."""
        names, hosts = set(_names(issuer)), set(hosts_of(issuer))
        code = self._pinned.institution(*_names(issuer))
        return (
            _only(one for one in self._institutions if one.code == code)
            or _only(one for one in self._institutions if names & set(one.identifiers))
            or _only(one for one in self._institutions if one.url and hosts & set(hosts_of(IssuerStated(url=one.url))))
        )

    def offering(self, facts: Facts, institution: Institution | None) -> tuple[Offering, MatchedBy] | None:
        """Return the entry that something attained is, and by what."""
        own = [item for item in self._offerings if institution and institution.code in item.offered_by]
        # Who is known to be another institution does not award what this one does not offer.
        may_be = own if institution else self._offerings
        ways: tuple[tuple[MatchedBy, Iterable[Offering]], ...] = (
            ("identifier", (item for item in may_be if set(facts.identifiers) & set(item.identifiers))),
            ("alignment", (item for item in may_be if set(facts.aligned_with) & set(item.identifiers))),
            ("issuer_and_code", (item for item in own if _codes(item) & {code.lower() for code in facts.codes})),
        )
        for by, found in ways:
            if item := _only(found):
                return item, by
        return None


def _quoted(text: str) -> str:
    """Return a text for the full-text index, to be found as it is."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _names(issuer: IssuerStated) -> list[str]:
    return [name for name in (issuer.id, issuer.url, *issuer.identifiers) if name]


def _codes(item: Offering) -> set[str]:
    return {code.strip().lower() for code in (item.published_code or "").split("/") if code.strip()}


T = TypeVar("T")


def _only(several: Iterable[T]) -> T | None:
    """Return the one there is; none where there are several."""
    found = list(several)
    return found[0] if len(found) == 1 else None


def _once(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))


def _imported(file: str, judged: Judged, known: _Known) -> Imported:
    facts, findings = judged.facts, judged.findings
    institution = known.institution(facts.issuer)
    country = institution.country if institution and institution.country else facts.issuer.country
    dates = _Dates(country)
    match = known.offering(facts, institution)
    holding = _holding(facts, match[0] if match else None, institution, dates, known) if not judged.refused else None
    return Imported(
        file=file,
        format=judged.format,
        title=facts.title,
        issuer=IssuerShown(
            name=facts.issuer.name, id=facts.issuer.id, institution=shown(institution) if institution else None
        ),
        findings=FindingsShown(
            integrity=_shown(findings.integrity),
            issuer=_shown(findings.issuer),
            status=_shown(findings.status),
            validity=_shown(findings.validity),
        ),
        holding=holding,
        matched=Matched(entry=shown(match[0]), by=match[1]) if match else None,
        refused=[Spoken(message=why) for why in judged.refused],
        remarks=[Spoken(message=remark) for remark in _once_each((*facts.remarks, *dates.remarks))],
        not_carried=_once((*facts.not_carried, *_lost(facts, match is not None))),
        to_pin=list(judged.to_pin),
    )


def _shown(finding: Finding[Verdict]) -> FindingShown[Verdict]:
    return FindingShown(verdict=finding.verdict, message=finding.why)


def _once_each(messages: Iterable[Message]) -> list[Message]:
    return list(dict.fromkeys(messages))


class _Dates:
    """Days where the issuer is, and what was said of them on the way."""

    def __init__(self, country: str | None) -> None:
        self._country = country
        self.remarks: list[Message] = []

    def of(self, facts: Facts) -> Iterator[dt.date | None]:
        """Yield the day it was attained, and the last day it is valid."""
        for moment in (facts.attained, facts.valid_until):
            if moment is None:
                yield None
                continue
            day, remark = day_in(moment, self._country)
            if remark:
                self.remarks.append(remark)
            yield day


def _holding(
    facts: Facts, item: Offering | None, institution: Institution | None, dates: _Dates, known: _Known
) -> Holding:
    attained, valid_until = dates.of(facts)
    return Holding(
        code=item.code if item else None,
        described=None if item else _described(facts, institution),
        attained_on=attained,
        valid_until=valid_until,
        term=facts.term,
        status=facts.status,
        grade=_grade(facts),
        components=[_component(part, institution, dates, known) for part in facts.parts[:MOST_COMPONENTS]] or None,
    )


def _component(facts: Facts, institution: Institution | None, dates: _Dates, known: _Known) -> Component:
    attained, _ = dates.of(facts)
    match = known.offering(facts, institution)
    return Component(
        code=match[0].code if match else None,
        title=facts.title,
        published_code=facts.codes[0] if facts.codes else None,
        credits=_amount(facts.credits),
        attained_on=attained,
        grade=_grade(facts),
    )


def _described(facts: Facts, institution: Institution | None) -> Described:
    level = facts.level
    return Described(
        title=facts.title or "",
        institution=institution.code if institution else facts.issuer.name,
        kind=facts.kind,
        credits=_amount(facts.credits),
        unit=facts.unit,
        level=Level(framework=level[0], value=level[1]) if level else None,
        subject=facts.subject,
        published_code=facts.codes[0] if facts.codes else None,
    )


def _lost(facts: Facts, is_matched: bool) -> Iterator[str]:  # noqa: FBT001 - which of two shapes it takes
    """Yield what a holding of that shape has no place for; an entry of the catalogue has its own title and amounts."""
    if facts.grade and _grade(facts) is None:
        yield "grade"
    if facts.credits and (is_matched or _amount(facts.credits) is None):
        yield "credits"
    if facts.level and is_matched:
        yield "level"
    if len(facts.parts) > MOST_COMPONENTS:
        yield str(Message("badge.lost-parts", most=MOST_COMPONENTS))


class _Amount(Model):
    amount: Amount


def _amount(text: str | None) -> Amount | None:
    """Return a number of credits; none where it is not one that can be kept exactly."""
    try:
        return _Amount.model_validate({"amount": text}).amount if text else None
    except ValidationError:
        return None


def _grade(facts: Facts) -> Grade | None:
    try:
        return Grade(value=facts.grade[0], scale=facts.grade[1]) if facts.grade else None
    except ValidationError:
        return None

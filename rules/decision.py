"""The answer to "does this count there?": never a bare boolean.

Field names are the contract's.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, PrivateAttr

from stackways.rules.base import Amount, Citation, Code, Confidence, Model, Said, Spoken, Titles
from stackways.rules.catalogue import Kind, Source
from stackways.rules.effects import Effects
from stackways.words.message import Message


class Status(StrEnum):
    """How a question is decided; unknown is not no."""

    GRANTED = "granted"
    CONDITIONAL = "conditional"
    """What is not known decides; the reasons name it."""
    REFUSED = "refused"
    UNKNOWN = "unknown"
    """Nobody published on it."""


RANK = {Status.GRANTED: 0, Status.CONDITIONAL: 1, Status.REFUSED: 2, Status.UNKNOWN: 3}
"""The better, the lower."""


class EntryStanding(StrEnum):
    """Whether the programme's entry requirement is met; judged apart from recognition."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_SHOWN = "not_shown"


class Named(Model):
    """A code with its titles."""

    code: Code
    """Its code."""
    title: Titles
    """Its title in each language that it is published in."""
    is_class: bool = False
    """True for a published group of things: nothing that can be entered or planned as such."""


class Target(Named):
    """What a decision is about."""

    kind: Kind
    """Which of the four kinds it is."""


class Outcome(Model):
    """What is granted, and how certainly."""

    kind: Literal["exemption", "specified_credit", "block_credit", "entry"]
    """What is granted: an exemption, credit for named units, an amount of credit, or entry."""
    amount: Amount | None = None
    """How much, in `unit`; none where no amount is published."""
    at_least: Amount | None = None
    """The least, where a range is published and `amount` is the most."""
    unit: str | None = None
    """The unit of the amounts, for example `credit`."""
    own_credits: bool = False
    """True where `amount` is the credits that the thing itself carries."""
    towards: str | None = None
    """The part of the target it counts in, as printed."""
    certainty: Literal["entitled", "up_to", "precedent", "recommendation"]
    """How certain it is: an entitlement, up to so much, a precedent, or a recommendation that binds nobody."""
    effects: Effects
    """What else it does in the programme."""


class Explanation(Spoken):
    """A reason or remark: a stable code and plain words."""

    code: str
    """A name for programs that does not change."""


def told(message: Message) -> Explanation:
    """Return what is told, with the last part of its id as the code."""
    return Explanation(code=message.id.partition(".")[2].replace("-", "_"), message=message)


class DoubtTaken(Model):
    """A doubt that mattered: which alternative was taken, and what the others would have decided."""

    name: str
    """Its name, by which a `reading` chooses an alternative."""
    text: str
    """What is unclear in the source."""
    taken: str
    """The alternative that this answer takes."""
    if_otherwise: dict[str, Status]
    """The status under each other alternative."""
    together_with: list[str] = []
    """Other doubts that must be taken otherwise too; empty where this one decides alone."""


class SourceShown(Model):
    """A source by title and address."""

    title: str
    """The title of the page or document."""
    url: str | None
    """Its address; none where it has none."""
    published: str | None
    """The date on the page itself, as printed."""
    read: dt.date | None
    """The day it was last checked."""
    confidence: Confidence
    """How sure it is that the page said so."""
    relation: Literal["states", "corroborates", "contradicts"] = "states"
    """Whether it states the fact, agrees with it or disagrees."""
    note: str | None = None
    """What else must be known of it."""


class ExceptionUsed(Model):
    """An exception that an answer rests on."""

    rule: str
    """`code@version`."""
    does: Literal["waive", "substitute", "also_allow", "count_here"]
    """What it does."""
    says: Titles
    """Its sentence."""
    requested_by: str
    """Who asked for it."""
    approved_by: str
    """Who approved it."""
    from_: Annotated[dt.date | None, Field(alias="from", serialization_alias="from")] = None
    """The first day on which it holds."""
    until: dt.date | None = None
    """The last day on which it holds; none when it does not end."""
    judge_again: bool = False
    """Whether it must be judged again: it was granted for another programme, or under other rules of it."""
    sources: list[SourceShown]
    """Where it is recorded."""

    def in_words(self) -> Message:
        """Return who approved it and from when it holds."""
        if self.until is None:
            return Message("rules.exception-used", approver=self.approved_by, start=self.from_ or "")
        return Message(
            "rules.exception-used-until", approver=self.approved_by, start=self.from_ or "", until=self.until
        )


class Decision(Model):
    """One rule's answer for one target, explained down to the sentence it rests on."""

    status: Status
    """Recognised (`granted`), depending on something (`conditional`), not recognised, or not published."""
    target: Target
    """What it is recognised towards."""
    programme: Named | None
    """The programme in which it counts; none where it is not bound to one."""
    entry: EntryStanding
    """Whether the programme's entry requirement is met; judged apart."""
    entry_needs: list[Said] = []
    """What entry to the programme asks for, a text for each rule in force; empty where nothing is published on it."""
    outcome: Outcome | None
    """None where nobody published on it."""
    rule: str | None
    """`code@version`; none where nobody published on it."""
    says: Titles | None = None
    """The rule's sentence."""
    needs: Said | None = None
    """What the rule asks for, in plain words; none where nobody published on it."""
    used: list[str]
    """The holdings it rests on, by code or described title."""
    reasons: list[Explanation]
    """Why the status is what it is."""
    remarks: list[Explanation]
    """What must be told with it."""
    from_: Annotated[dt.date | None, Field(alias="from", serialization_alias="from")] = None
    """For what is refused today: the first later day on which it counts, if any."""
    claim_by: dt.date | None = None
    """The last good day; none when it does not end."""
    doubts: list[DoubtTaken]
    """Points that are unclear in the source and matter here."""
    either: list[Code] = []
    """What the same rule recognises it as instead: only one of these and the target counts at a time."""
    path: list[str]
    """From the holding to the programme, by code."""
    sources: list[SourceShown]
    """Where the rule is published."""
    illustrative: bool = False
    """Whether it rests on sample data that nobody published."""
    exception: ExceptionUsed | None = None
    """The exception that it is; none where it is a published rule."""
    _tier: str | None = PrivateAttr(None)

    @property
    def tier(self) -> str | None:
        """What a score is recognised by, where it may have tiers: of what has the same, one counts."""
        return self._tier

    def of_tier(self, tier: str | None) -> Decision:
        """Return this decision, which says what it is a tier of."""
        self._tier = tier
        return self


def best_first(decisions: Iterable[Decision]) -> list[Decision]:
    """Return decisions in one order, whatever the order in which a catalogue was read."""
    return sorted(decisions, key=lambda d: (RANK[d.status], d.target.code, d.rule or "", d.path, d.used))


def shown(citations: list[Citation], sources: dict[Code, Source]) -> list[SourceShown]:
    """Return sources as they are shown, those that state the fact first."""
    order = {"states": 0, "corroborates": 1, "contradicts": 2}
    return [
        SourceShown(
            title=source.title,
            url=source.url,
            published=source.published or source.published_note,
            read=source.read,
            confidence=citation.confidence,
            relation=citation.relation,
            note=source.note,
        )
        for citation in sorted(citations, key=lambda citation: order[citation.relation])
        if (source := sources.get(citation.source))
    ]

"""An institution's desk: what it recognises, what of it others recognise, and which of these rules need care."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

from stackways.pathways.found import Found, found_in, unknown_code
from stackways.pathways.printed import printed_page, printed_table
from stackways.pathways.question import WrongKindError
from stackways.rules.base import Code, Model, Said, Titles, title_in
from stackways.rules.catalogue import Institution
from stackways.rules.decision import Named, SourceShown, shown
from stackways.rules.kinds.entry import Entry
from stackways.rules.kinds.recognition import Recognition
from stackways.rules.periods import Period
from stackways.rules.recognise import titles_of
from stackways.words.message import Argument, Message, Published
from stackways.words.message import Code as CodeShown

if TYPE_CHECKING:
    from stackways.graph.driver import Reading

__all__ = ["Desk", "DeskAsked", "RuleOnDesk", "as_csv", "as_page", "institution_desk"]

MOST_READ = 5000
"""The most rules that are looked at for one desk."""
MOST_ON_DESK = 2000
"""The most rules in one answer."""

Direction = Literal["inward", "outward"]


@dataclass(frozen=True)
class DeskAsked:
    """Which rules of a desk are asked for; none: all."""

    direction: Direction | None = None
    ending_within: Period | None = None
    """Only rules in force that end within this time."""
    not_checked_for: Period | None = None
    """Only rules of which no source was read for this long, or it is not known when."""
    undated: bool = False
    """Only rules without a day from which they hold."""
    contradicted: bool = False
    """Only rules that a source contradicts."""
    doubtful: bool = False
    """Only rules that leave something unclear."""
    illustrative: bool = False
    limit: int = 200
    """How many rules at most."""


class DoubtLeft(Model):
    """What a rule leaves unclear."""

    name: str
    """Its name, by which a `reading` chooses an alternative."""
    text: str
    """What is unclear in the source."""


class RuleOnDesk(Model):
    """A rule of recognition or entry, as a programme officer looks after it."""

    rule: str
    """`code@version`."""
    kind: str
    """`recognition` or `entry`."""
    direction: Direction
    """`inward`: of the institution; `outward`: of another, about what this one offers."""
    institution: Named
    """Who publishes it."""
    partners: list[Named]
    """Who offers what must be held."""
    says: Titles
    """The sentence as published."""
    what: list[Named]
    """What counts."""
    for_what: list[Named]
    """What it counts for, or lets enter."""
    conditions: Said
    """What must be held and how long it counts, in plain words."""
    from_: Annotated[dt.date | None, Field(alias="from", serialization_alias="from")]
    """The first day on which it holds; none where none is published."""
    until: dt.date | None
    """The last day on which it holds; none where none is published."""
    last_checked: dt.date | None
    """The last day on which a source that states it was read; none where that is not known."""
    in_force: bool
    """Whether it holds on the day asked for, as far as its dates say."""
    undated: bool
    """Whether no day is published from which it holds."""
    contradicted: bool
    """Whether a source disagrees."""
    doubts: list[DoubtLeft]
    """What it leaves unclear."""
    sources: list[SourceShown]
    """Where it is published."""


class Desk(Model):
    """The rules of one institution, or of all, soonest to need care first."""

    as_of: dt.date
    """The day the question was asked for."""
    institution: Named | None
    """Whose rules; none where they are of all."""
    items: list[RuleOnDesk]
    """By the day they end; with `not_checked_for`, by the day they were last checked."""
    count: int
    """How many there are; more than `items` where the limit cut them."""
    ending_soon: int
    """How many rules in force end within six months."""
    not_checked: int
    """How many were not checked for a year, or nobody knows when."""
    undated: int
    """How many have no day from which they hold."""
    contradicted: int
    """How many a source contradicts."""
    complete: bool
    """False when there were more rules than are looked at for one desk."""


async def institution_desk(reader: Reading, institution: Code | None, as_of: dt.date, asked: DeskAsked) -> Desk:
    """Return the rules of an institution, or of all, that are asked for, sorted by date.

    Raises:
        UnknownCodeError: the catalogue has no such institution.
        WrongKindError: it is no institution.
    """
    rows = await reader.read("desk", institution=institution, limit=MOST_READ + 1, illustrative=asked.illustrative)
    row = rows[0]
    if institution and ":" in institution:
        raise WrongKindError(institution, "institution", "offered", "institution")
    if institution and row["found"] is None:
        raise await unknown_code(reader, institution, "institution", illustrative=asked.illustrative)
    found = found_in(row, reader.version)
    outward = set(row["outward"])
    rules: list[Recognition | Entry] = [*Recognition.among(found.rules), *Entry.among(found.rules)]
    every = [_on_desk(rule, "outward" if rule.name in outward else "inward", found, as_of) for rule in rules]
    wanted = sorted((one for one in every if _is_asked_for(one, as_of, asked)), key=_order(asked))
    own = found.institutions.get(institution or "")
    return Desk(
        as_of=as_of,
        institution=_named(own) if own else None,
        items=wanted[: asked.limit],
        count=len(wanted),
        ending_soon=sum(_ends_within(one, as_of, Period("P6M")) for one in every),
        not_checked=sum(_not_checked_for(one, as_of, Period("P1Y")) for one in every),
        undated=sum(one.undated for one in every),
        contradicted=sum(one.contradicted for one in every),
        complete=row["complete"],
    )


def _on_desk(rule: Recognition | Entry, direction: Direction, found: Found, as_of: dt.date) -> RuleOnDesk:
    def name_of(code: Code) -> Argument:
        return Published.of(titles_of(found.items, code)) if code in found.items else CodeShown(code)

    held = list(dict.fromkeys(rule.needs.codes()))
    targets = rule.leads_to()
    partners = dict.fromkeys(owner for code in held if code in found.items for owner in found.items[code].offered_by)
    needs = rule.needs.in_words(name_of)
    stating = [one for one in rule.sources if one.relation == "states"]
    read = [found.knowledge.sources[one.source].read for one in stating if one.source in found.knowledge.sources]
    return RuleOnDesk(
        rule=rule.name,
        kind=rule.kind,
        direction=direction,
        institution=_of(rule.published_by, found),
        partners=[_of(code, found) for code in partners],
        says=rule.says,
        what=[_of(code, found) for code in held],
        for_what=[_of(code, found) for code in dict.fromkeys(targets)],
        conditions=Message("desk.counted", needs=needs, window=rule.window.in_words())
        if rule.window
        else Message("said.as-it-stands", what=needs),
        from_=rule.effective_from,
        until=rule.effective_until,
        last_checked=max(filter(None, read), default=None),
        in_force=rule.in_force_on(as_of),
        undated=rule.effective_from is None,
        contradicted=any(one.relation == "contradicts" for one in rule.sources),
        doubts=[DoubtLeft(name=doubt.doubt, text=doubt.text) for doubt in rule.doubts()],
        sources=shown(rule.sources, found.knowledge.sources),
    )


def _of(code: Code, found: Found) -> Named:
    entry = found.item(code)
    return Named(code=code, title=entry.title if entry else {"en": code})


def _named(institution: Institution) -> Named:
    return Named(code=institution.code, title=institution.title)


def _is_asked_for(one: RuleOnDesk, as_of: dt.date, asked: DeskAsked) -> bool:
    return (
        asked.direction in {None, one.direction}
        and (asked.ending_within is None or _ends_within(one, as_of, asked.ending_within))
        and (asked.not_checked_for is None or _not_checked_for(one, as_of, asked.not_checked_for))
        and (one.undated or not asked.undated)
        and (one.contradicted or not asked.contradicted)
        and (bool(one.doubts) or not asked.doubtful)
    )


def _ends_within(one: RuleOnDesk, as_of: dt.date, time: Period) -> bool:
    return one.until is not None and as_of <= one.until <= time.after(as_of)


def _not_checked_for(one: RuleOnDesk, as_of: dt.date, time: Period) -> bool:
    """Tell whether a rule that may still hold was last checked at least so long ago."""
    over = one.until is not None and one.until < as_of
    return not over and (one.last_checked is None or time.after(one.last_checked) <= as_of)


def _order(asked: DeskAsked) -> Any:  # noqa: ANN401 - a key to sort by
    if asked.not_checked_for:
        return lambda one: (one.last_checked or dt.date.min, one.rule)
    return lambda one: (one.until or dt.date.max, one.last_checked or dt.date.min, one.rule)


COLUMNS = (
    "rule", "direction", "institution", "partners", "sentence", "what", "for_what", "conditions", "from", "until",
    "last_checked", "doubts", "source", "source_url",
)  # fmt: skip


def as_csv(desk: Desk) -> str:
    """Return a desk as CSV, as spreadsheet programs read it."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(map(heading, COLUMNS))
    writer.writerows(row(one) for one in desk.items)
    return "\ufeff" + stream.getvalue()


def heading(column: str) -> str:
    """Return how a column is headed."""
    return str(Message(f"desk.heading.{column}"))


def row(one: RuleOnDesk) -> list[str]:
    """Return a rule as the cells of its row."""
    return [
        one.rule,
        str(Message(f"desk.{one.direction}")),
        title_in(one.institution.title),
        _titles(one.partners),
        title_in(one.says),
        _titles(one.what),
        _titles(one.for_what),
        str(one.conditions),
        *(day.isoformat() if day else "" for day in (one.from_, one.until, one.last_checked)),
        "; ".join([*(doubt.text for doubt in one.doubts), *_contradiction(one)]),
        "; ".join(source.title for source in one.sources),
        " ".join(source.url for source in one.sources if source.url),
    ]


def _contradiction(one: RuleOnDesk) -> Sequence[str]:
    return [str(Message("desk.contradicted"))] if one.contradicted else []


def _titles(things: Iterable[Named]) -> str:
    return "; ".join(title_in(one.title) for one in things)


def as_page(desk: Desk) -> str:
    """Return a desk as an HTML page to print."""
    title = str(title_of(desk))
    note = str(Message("table.page.as-of", day=desk.as_of))
    return printed_page(title, note, printed_table(map(heading, COLUMNS), map(row, desk.items)))


def title_of(desk: Desk) -> Message:
    """Return what a desk is about."""
    if desk.institution is None:
        return Message("desk.title-all", count=desk.count)
    return Message("desk.title", institution=Published.of(desk.institution.title), count=desk.count)

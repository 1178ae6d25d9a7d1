"""What does a credential open, directly and by stacking?"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Literal

from stackways.pathways.former_codes import Renumbered, present_codes
from stackways.pathways.found import Found, found_in, shown, unknown_code
from stackways.pathways.question import ItemShown, WrongKindError
from stackways.pathways.summary.opens import summary_of_opening
from stackways.pathways.summary.sentence import Sentence, sentence
from stackways.pathways.what_is_recognised import without_a_holder
from stackways.rules.base import Code, Model, Said
from stackways.rules.caps import CapFound
from stackways.rules.decision import Decision, EntryStanding, SourceShown
from stackways.rules.decision import shown as sources_shown
from stackways.rules.holdings import Holding
from stackways.rules.kinds.entry import Entry
from stackways.rules.recognise import Knowledge, judge_entry
from stackways.rules.situation import Situation
from stackways.words.message import as_message

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stackways.graph.driver import Reading

MOST_WAYS = 200
"""The most ways in one answer."""


class Hop(Model):
    """One edge of a path."""

    start: str
    """A code, or the path of a requirement in a rule's tree."""
    end: str
    """A code, or the path of a requirement in a rule's tree."""
    edge: Literal["RECOGNISED_TOWARDS", "STACKS_INTO", "MEMBER_OF", "REQUIRES"]
    """What leads from one to the other."""
    rule: str | None
    """`code@version` of the rule the edge is derived from."""


class PathShown(Model):
    """A path over the graph, by code."""

    path: list[Code]
    """The codes on the way, in order."""
    hops: list[Hop]
    """The edges between them, in order."""
    illustrative: bool
    """Whether something on the way is sample data that nobody published."""


class Admission(Model):
    """An entry requirement that asks for something, alone or with others."""

    into: list[ItemShown]
    """What it is asked for."""
    rule: str
    """`code@version`."""
    needs: Said
    """All that is asked for, in plain words."""
    standing: EntryStanding
    """How entry stands for someone who attains just this; what is not known of them is not shown."""
    sources: list[SourceShown]
    """Where the entry requirement is published."""


class Opens(Model):
    """What a credential opens."""

    as_of: dt.date
    """The day the question was asked for."""
    item: ItemShown
    """What opens the rest."""
    renumbered: Renumbered | None = None
    """Where it was asked for by a code that it had before."""
    direct: list[Decision]
    """Decided for someone who attains it on the day asked for and of whom nothing else is known."""
    caps: list[CapFound] = []
    """What it gives in all in one programme, where a published rule caps it."""
    entry: list[Admission]
    """The entry requirements that ask for it, or for a class it belongs to."""
    by_stacking: list[PathShown]
    """Where one gets from there by further stacking and recognition, shortest first."""
    titles: dict[Code, ItemShown]
    """Every entry on the paths."""
    complete: bool
    """False when the limit of paths cut them."""
    summary: list[Sentence] = []
    """What it opens in a few sentences."""


async def what_opens(
    reader: Reading, code: Code, as_of: dt.date, *, depth: int = 6, illustrative: bool = False
) -> Opens:
    """Return what a credential, module or programme opens, on ways of at most `depth` edges.

    Raises:
        UnknownCodeError: the catalogue does not have it, or it is illustrative and that was not asked for.
        WrongKindError: it is an institution.
    """
    row = (await reader.read("opens", code=code, depth=depth, limit=MOST_WAYS + 1, illustrative=illustrative))[0]
    if row["found"] is None:
        now = await present_codes(reader, [code], illustrative=illustrative)
        if code not in now:
            raise await unknown_code(reader, code, "code", illustrative=illustrative)
        present, said = now[code]
        told = await what_opens(reader, present, as_of, depth=depth, illustrative=illustrative)
        renumbered = Renumbered(former=code, code=present, message=said)
        return told.model_copy(update={"renumbered": renumbered, "summary": [*told.summary, sentence("unclear", said)]})
    found = found_in(row, reader.version)
    item = found.items.get(code)
    if item is None:
        raise WrongKindError(code, "code", "institution", "entry")
    found.must_be_published(code, "code", illustrative=illustrative)
    paths = paths_from(row["ways"][:MOST_WAYS])
    supposed = without_a_holder(found, as_of, held=[code])
    admissions = [
        _admission(rule, code, as_of, found)
        for rule in sorted(Entry.among(found.rules), key=lambda rule: rule.name)
        if rule.name in row["admitting"] and rule.in_force_on(as_of)
    ]
    stacking = [path for path in paths if len(path.hops) > 1 or path.hops[0].edge != "RECOGNISED_TOWARDS"]
    return Opens(
        as_of=as_of,
        item=shown(item),
        direct=supposed.each,
        caps=supposed.caps,
        entry=admissions,
        by_stacking=stacking,
        summary=summary_of_opening(
            shown(item),
            supposed.each,
            [one for admission in admissions for one in admission.into],
            len({path.path[-1] for path in stacking}),
            found,
        ),
        titles={code: shown(entry) for path in paths for code in path.path if (entry := found.item(code))},
        complete=len(row["ways"]) <= MOST_WAYS,
    )


def _admission(rule: Entry, code: Code, as_of: dt.date, found: Found) -> Admission:
    situation = Situation(
        as_of,
        [Holding(code=code, attained_on=as_of)],
        items=found.items,
        institutions=found.institutions,
        validities=found.validities,
    )
    starter = found.items[rule.into[0]]
    standing = judge_entry(starter, situation, Knowledge(found.items, entries={starter.code: [rule]})).standing
    return Admission(
        into=[shown(found.items[starter]) for starter in rule.into],
        rule=rule.name,
        needs=as_message(rule.needs.in_words(situation.name_of)),
        standing=standing,
        sources=sources_shown(rule.sources, found.knowledge.sources),
    )


def paths_from(ways: Iterable[list[dict[str, Any]]]) -> list[PathShown]:
    """Return the ways of a query as they are shown."""
    return [
        PathShown(
            path=[way[0]["start"], *(hop["end"] for hop in way if "@" not in hop["end"])],
            hops=[Hop(start=hop["start"], end=hop["end"], edge=hop["edge"], rule=hop["rule"]) for hop in way],
            illustrative=any(hop["illustrative"] for hop in way),
        )
        for way in ways
    ]

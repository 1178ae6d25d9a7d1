"""What does a credential open, directly and by stacking?"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Literal

from stackways.pathways.found import found_in, shown, unknown_code
from stackways.pathways.question import ItemShown, WrongKindError
from stackways.pathways.what_is_recognised import without_a_holder
from stackways.rules.base import Code, Model
from stackways.rules.decision import Decision

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
    edge: Literal["RECOGNISED_TOWARDS", "STACKS_INTO", "MEMBER_OF", "REQUIRES"]
    rule: str | None
    """`code@version` of the rule the edge is derived from."""


class PathShown(Model):
    """A path over the graph, by code."""

    path: list[Code]
    hops: list[Hop]
    illustrative: bool


class Opens(Model):
    """What a credential opens."""

    as_of: dt.date
    item: ItemShown
    direct: list[Decision]
    """Decided for someone who attains it on the day asked for and of whom nothing else is known."""
    by_stacking: list[PathShown]
    """Where one gets from there by further stacking and recognition, shortest first."""
    titles: dict[Code, ItemShown]
    """Every entry on the paths."""


async def what_opens(
    reader: Reading, code: Code, as_of: dt.date, *, depth: int = 6, illustrative: bool = False
) -> Opens:
    """Return what a credential, module or programme opens, on ways of at most `depth` edges.

    Raises:
        UnknownCodeError: the catalogue does not have it.
        WrongKindError: it is an institution.
    """
    row = (await reader.read("opens", code=code, depth=depth, limit=MOST_WAYS, illustrative=illustrative))[0]
    if row["found"] is None:
        raise await unknown_code(reader, code, "code")
    found = found_in(row)
    item = found.items.get(code)
    if item is None:
        raise WrongKindError(code, "code", "institution", "credential, module or programme")
    paths = paths_from(row["ways"])
    return Opens(
        as_of=as_of,
        item=shown(item),
        direct=list(without_a_holder(found, as_of, {}, held=[code])),
        by_stacking=[path for path in paths if len(path.hops) > 1 or path.hops[0].edge != "RECOGNISED_TOWARDS"],
        titles={code: shown(entry) for path in paths for code in path.path if (entry := found.item(code))},
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

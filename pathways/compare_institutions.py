"""What does one institution recognise of another's?"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from stackways.pathways.found import found_in, shown, titles_from, unknown_code
from stackways.pathways.question import ItemShown, WrongKindError
from stackways.pathways.what_is_recognised import without_a_holder
from stackways.pathways.what_opens import PathShown, paths_from
from stackways.rules.base import Code, Model
from stackways.rules.caps import CapFound, Total
from stackways.rules.catalogue import Kind
from stackways.rules.decision import Decision, Status
from stackways.words.message import Code as CodeSaid
from stackways.words.message import Message

if TYPE_CHECKING:
    from stackways.graph.driver import Reading

MOST_WAYS = 50
"""The most indirect ways in one answer."""
MOST_ISSUERS = 1_000
"""The most institutions whose learning one page of the matrix goes through."""
DEEPEST = 6
"""The most edges from what is held to an award on an indirect way."""


class Transferability(Model):
    """What `to` recognises of what `from` issues, directly and by way of others."""

    from_: Annotated[ItemShown, Field(alias="from", serialization_alias="from")]
    """Whose learning."""
    to: ItemShown
    """Who recognises it."""
    as_of: dt.date
    """The day the question was asked for."""
    offered: list[ItemShown]
    """What `from` offers of what the direct decisions speak of; members of the classes they name included."""
    status: Literal["recognised", "unknown"]
    """Unknown is not no: nobody published on it."""
    direct: list[Decision]
    """Without a holder: one for each thing or class that a rule of `to` names and `from` offers (or has members of),
    decided for someone who attains it on the day asked for."""
    indirect: list[PathShown]
    """By way of a third party or a stacked award, shortest first."""
    complete: bool
    """False when the limit of indirect paths cut them."""
    titles: dict[Code, ItemShown]
    """Every entry on the indirect paths."""
    totals: list[Total]
    """The most in one programme, as far as caps leave it, for someone who attains all that the direct decisions name;
    never across units or programmes."""
    caps: list[CapFound] = []
    """What that comes to in each programme, where a published rule caps it."""


class Cell(Model):
    """How many rules of one institution recognise something of another's, by certainty."""

    from_: Annotated[Code, Field(alias="from", serialization_alias="from")]
    """Whose learning."""
    to: Code
    """Who recognises it."""
    rules: int
    """How many rules."""
    by_certainty: dict[str, int]
    """How many of them by how certain what they give is."""


class Matrix(Model):
    """Every directed pair of which something is published; every other pair is unknown."""

    as_of: dt.date
    """The day the question was asked for."""
    institutions: list[ItemShown]
    """Every institution in a pair."""
    cells: list[Cell]
    """Every pair of which something is published, by whose learning it is; a page of them where `next` is given."""
    next: Code | None = None
    """The cursor of the next page: the institution with whose learning this one ends."""


async def compare_institutions(
    reader: Reading, start: Code, end: Code, as_of: dt.date, *, illustrative: bool = False
) -> Transferability:
    """Return what the institution `end` recognises of the institution `start`'s.

    Raises:
        UnknownCodeError: the catalogue does not have one of them.
        WrongKindError: one of them is no institution.
    """
    parameters = {"start": start, "end": end, "depth": DEEPEST, "limit": MOST_WAYS + 1, "illustrative": illustrative}
    row = (await reader.read("transfer", **parameters))[0]
    for code, field in ((start, "from"), (end, "to")):
        _must_name_institution(code, field)
        if code not in row["found"]:
            raise await unknown_code(reader, code, field, illustrative=illustrative)
    found = found_in(row, reader.version)
    supposed = without_a_holder(found, as_of, held=row["counting"])
    direct = [decision for decision in supposed.each if decision.status is not Status.UNKNOWN]
    indirect = paths_from(row["ways"][:MOST_WAYS])
    return Transferability(
        from_=shown(found.institutions[start]),
        to=shown(found.institutions[end]),
        as_of=as_of,
        offered=[shown(found.items[code]) for code in sorted(row["offered"])],
        status="recognised" if direct or indirect else "unknown",
        direct=direct,
        indirect=indirect,
        complete=len(row["ways"]) <= MOST_WAYS,
        titles={code: shown(entry) for path in indirect for code in path.path if (entry := found.item(code))},
        totals=supposed.totals,
        caps=supposed.caps,
    )


async def transfer_matrix(  # noqa: PLR0913 - a day, what narrows it, and which page
    reader: Reading,
    as_of: dt.date,
    *,
    start: Code | None = None,
    end: Code | None = None,
    limit: int = MOST_ISSUERS,
    cursor: Code | None = None,
    illustrative: bool = False,
) -> Matrix:
    """Return the matrix of institutions, counting the rules in force on the day.

    Args:
        reader: Reads the catalogue.
        as_of: The day.
        start: Only what others recognise of this institution.
        end: Only what this institution recognises of others.
        limit: Of how many institutions' learning at most, in one page.
        cursor: Any code: the page begins after that institution.
        illustrative: Whether data that nobody published may take part.

    Raises:
        UnknownCodeError: there is no such institution.
        WrongKindError: it is no institution.
    """
    row = (await reader.read(
        "transfer_matrix",
        start=start, end=end, as_of=as_of, after=cursor or "", limit=limit + 1, illustrative=illustrative,
    ))[0]  # fmt: skip
    known = {properties["code"]: properties for properties in row["institutions"]}
    for code, field in ((start, "from"), (end, "to")):
        if code is not None and code not in known:
            _must_name_institution(code, field)
            raise await unknown_code(reader, code, field, illustrative=illustrative)
    issuers = row["issuers"][:limit]
    goes_on = len(row["issuers"]) > limit
    counts: dict[tuple[Code, Code], dict[str, int]] = defaultdict(dict)
    for cell in row["cells"]:
        if not goes_on or cell["start"] <= issuers[-1]:
            counts[cell["start"], cell["end"]][cell["certainty"]] = cell["rules"]
    named = {start, end, *(code for pair in counts for code in pair)} | (
        set(issuers) if start is end is None else set()
    )
    return Matrix(
        as_of=as_of,
        institutions=[
            ItemShown(
                kind=Kind.INSTITUTION,
                code=code,
                title=titles_from(properties),
                illustrative=properties["illustrative"] or False,
            )
            for code, properties in sorted(known.items())
            if code in named
        ],
        cells=[
            Cell(from_=start, to=end, rules=sum(counter.values()), by_certainty=dict(sorted(counter.items())))
            for (start, end), counter in sorted(counts.items())
        ],
        next=issuers[-1] if goes_on else None,
    )


def _must_name_institution(code: Code, field: str) -> None:
    if ":" in code:
        institution = code.partition(":")[0]
        raise WrongKindError(code, field, "entry", Message("noun.institution-such-as", code=CodeSaid(institution)))

"""What is in the catalogue? Lists, single entries, search."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stackways.pathways.question import ItemShown
from stackways.rules.base import Code, Model
from stackways.rules.catalogue import Kind
from stackways.rules.decision import SourceShown

if TYPE_CHECKING:
    from stackways.graph.reader import Reader


class Page(Model):
    """One page of a list."""

    items: list[dict[str, Any]]
    """Entries in the catalogue's own fields, with their kind."""
    next: str | None
    """The cursor of the next page."""


class Entry(Model):
    """One entry with its neighbours."""

    kind: Kind
    item: dict[str, Any]
    """The entry in the catalogue's own fields."""
    sources: list[SourceShown]
    offers: list[ItemShown]
    """For an institution: what it offers (the first of them)."""
    parts: list[ItemShown]
    """What stacks into it."""
    stacks_into: list[ItemShown]
    member_of: list[ItemShown]
    members: list[ItemShown]
    rules: list[str]
    """Rules that speak of it, `code@version`."""


class Found(Model):
    """What a search found, best first."""

    query: str
    items: list[ItemShown]


async def list_entries(  # noqa: PLR0913 - one argument for each filter of the contract
    reader: Reader,
    kind: Kind,
    *,
    q: str | None = None,
    institution: Code | None = None,
    of_kind: str | None = None,
    theme: str | None = None,
    limit: int = 50,
    cursor: str | None = None,
    illustrative: bool = False,
) -> Page:
    """Return a page of entries of one kind, by code."""
    raise NotImplementedError


async def show_entry(reader: Reader, code: Code, kind: Kind | None = None) -> Entry:
    """Return one entry; raises UnknownCodeError, and WrongKindError when it is not of the kind asked for."""
    raise NotImplementedError


async def search(reader: Reader, text: str, *, limit: int = 20, illustrative: bool = False) -> Found:
    """Return entries whose title or code matches, best first."""
    raise NotImplementedError

"""What is in the catalogue? Lists, single entries, search."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from stackways.graph.rows import item_from_row, source_from
from stackways.pathways.former_codes import Renumbered, present_codes
from stackways.pathways.found import kind_of, shown_from, titles_from, unknown_code
from stackways.pathways.full_text import MOST_BEGUN, misspelt
from stackways.pathways.question import ItemShown, WrongKindError
from stackways.pathways.rank_found import Candidate, asked_words, best_first
from stackways.rules.base import Code, Model
from stackways.rules.catalogue import Kind
from stackways.rules.decision import SourceShown
from stackways.rules.decision import shown as sources_shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from stackways.graph.driver import Reading

MOST_NEIGHBOURS = 200
"""The most neighbours of each sort that an entry is shown with."""
MOST_RANKED = 500
"""The most entries of a list that is ordered by how well they fit words."""
LOOKED_AT_FOR_ONE, LOOKED_AT_BESIDES = 4, 200
"""How many entries a search looks at, for each that is wanted and besides."""


class EntryListed(Model):
    """An entry in the catalogue's own fields, with its kind."""

    kind: Kind
    """Which of the four kinds it is."""
    item: dict[str, Any]
    """The entry in the catalogue's own fields."""


class Page(Model):
    """One page of a list."""

    as_of: dt.date
    """The day the question was asked for."""
    items: list[EntryListed]
    """The entries of this page, by code."""
    next: str | None
    """The cursor of the next page: the last code of this one."""


class Entry(Model):
    """One entry with its neighbours."""

    as_of: dt.date
    """The day the question was asked for."""
    kind: Kind
    """Which of the four kinds it is."""
    item: dict[str, Any]
    """The entry in the catalogue's own fields."""
    sources: list[SourceShown]
    """Where it is published."""
    offers: list[ItemShown]
    """For an institution: what it offers (the first of them)."""
    parts: list[ItemShown]
    """What stacks into it."""
    stacks_into: list[ItemShown]
    """What it stacks into."""
    member_of: list[ItemShown]
    """The published groups it belongs to."""
    members: list[ItemShown]
    """For a published group: what belongs to it."""
    rules: list[str]
    """Rules that speak of it, `code@version`."""
    renumbered: Renumbered | None = None
    """Where it was asked for by a code that it had before."""


class Found(Model):
    """What a search found, best first."""

    as_of: dt.date
    """The day the question was asked for."""
    query: str
    """The words that were looked for."""
    items: list[ItemShown]
    """What was found, best first."""


@dataclass(frozen=True)
class Filters:
    """Which entries a list is to hold."""

    q: str | None = None
    """Words of a title, as in a search."""
    institution: Code | None = None
    kind: str | None = None
    """For example `nanodegree`."""
    theme: str | None = None
    illustrative: bool = False


async def list_entries(  # noqa: PLR0913 - a list is asked for by kind, day, filters and page
    reader: Reading, kind: Kind, as_of: dt.date, filters: Filters, *, limit: int = 50, cursor: str | None = None
) -> Page:
    """Return a page of entries of one kind, by code, or where words are asked for what fits them best first.

    Any string is a cursor: the page begins after that code.

    Raises:
        UnknownCodeError: the institution is not in the catalogue (told by an empty list's look-up).
    """
    words = filters.q.strip() if filters.q else ""
    fitting = None
    if words:
        found = await find(reader, words, kind=kind, limit=MOST_RANKED, illustrative=filters.illustrative)
        fitting = [one.code for one, _ in found]
    rows = await reader.read(
        "list_entries",
        label=kind.value.capitalize(),
        after=cursor or "",
        institution=filters.institution,
        kind=filters.kind,
        theme=filters.theme,
        codes=fitting,
        limit=limit + 1 if fitting is None else len(fitting),
        illustrative=filters.illustrative,
    )
    if not rows and filters.institution and not await _exists(reader, filters.institution):
        raise await unknown_code(reader, filters.institution, "institution", illustrative=filters.illustrative)
    items = [item_from_row(row) for row in rows]
    if fitting is not None:
        items.sort(key=lambda item: fitting.index(item.code))
        items = items[next((at + 1 for at, item in enumerate(items) if item.code == cursor), 0) :]
    return Page(
        as_of=as_of,
        items=[EntryListed(kind=kind, item=in_own_fields(item)) for item in items[:limit]],
        next=items[limit - 1].code if len(items) > limit else None,
    )


async def _exists(reader: Reading, code: Code) -> bool:
    return bool(await reader.read("entry", code=code, limit=1, illustrative=True))


async def show_entry(
    reader: Reading, code: Code, as_of: dt.date, kind: Kind | None = None, *, illustrative: bool = False
) -> Entry:
    """Return one entry with its neighbours; an illustrative one is shown when asked for by name.

    Raises:
        UnknownCodeError: the catalogue does not have it.
        WrongKindError: it is of another kind than asked for.
    """
    rows = await reader.read("entry", code=code, limit=MOST_NEIGHBOURS, illustrative=illustrative)
    if not rows:
        now = await present_codes(reader, [code], illustrative=True)
        if code not in now:
            raise await unknown_code(reader, code, "code", illustrative=illustrative)
        present, said = now[code]
        entry = await show_entry(reader, present, as_of, kind, illustrative=illustrative)
        return entry.model_copy(update={"renumbered": Renumbered(former=code, code=present, message=said)})
    row = rows[0]
    item = item_from_row(row)
    found = kind_of(item)
    if kind is not None and found is not kind:
        raise WrongKindError(code, "code", found.value, kind.value)
    sources = {properties["code"]: source_from(properties) for properties in row["sources"]}
    return Entry(
        as_of=as_of,
        kind=found,
        item=in_own_fields(item),
        sources=sources_shown(item.sources, sources),
        offers=_all_shown(row["offers"]),
        parts=_all_shown(row["parts"]),
        stacks_into=_all_shown(row["wholes"]),
        member_of=_all_shown(row["member_of"]),
        members=_all_shown(row["members"]),
        rules=row["rules"],
    )


async def search(  # noqa: PLR0913 - a text, a day, and what narrows it
    reader: Reading, text: str, as_of: dt.date, *, kind: Kind | None = None, limit: int = 20, illustrative: bool = False
) -> Found:
    """Return entries (of a kind, or any) that fit the words, best first; beginnings and misspelt words match, too."""
    found = await find(reader, text, kind=kind, limit=limit, illustrative=illustrative)
    return Found(as_of=as_of, query=text, items=[shown for _, shown in found])


async def find(
    reader: Reading, text: str, *, kind: Kind | None = None, limit: int = 20, illustrative: bool = False
) -> list[tuple[Candidate, ItemShown]]:
    """Return what fits the words, best first, each with all that people may mean it by."""
    query = _full_text(asked_words(text))
    if not query:
        return []
    rows = await reader.read(
        "search",
        text=query,
        label=kind.title() if kind else None,
        limit=limit * LOOKED_AT_FOR_ONE + LOOKED_AT_BESIDES,
        illustrative=illustrative,
    )
    by_code = {row["item"]["code"]: row for row in rows}
    return [(one, _shown(by_code[one.code])) for one in best_first(map(candidate_of, rows), text)[:limit]]


def _full_text(words: Iterable[str]) -> str:
    """Return words as a query of the full-text index: as they are, begun, misspelt, and each two that follow as one.

    They are escaped by having nothing but word characters; the looser forms rank below the exact one.
    """
    plain = ["".join(re.findall(r"\w+", word)).lower() for word in words]  # AND, OR and NOT are only words
    said = [word for word in plain if len(word) > 1 or not word.isascii()] or [word for word in plain if word]
    said = said[:MOST_BEGUN]
    joined = [first + second for first, second in itertools.pairwise(said)]
    return " ".join([*(f'"{word}"^4 {word}*' for word in said), *misspelt(said), *(f"{word}*" for word in joined)])


def candidate_of(row: Mapping[str, Any]) -> Candidate:
    """Return a row of the search with all that people may mean it by."""
    item, labels = row["item"], row["labels"]
    first, *others = [_names(by) for by in row["offered_by"]] or [()]
    about = (*item.get("topics", ()), *_given(item, "theme_en", "theme_zh_hant", "subject"))
    sort = item.get("kind", "").replace("-", " ")
    return Candidate(
        kind=next(kind for kind in Kind if kind.value.capitalize() in labels),
        code=item["code"],
        names=(
            *titles_from(item).values(),
            *item.get("aliases", ()),
            *item.get("former_codes", ()),
            *_given(item, "published_code"),
        ),
        about=(*about, sort, item["code"].partition(":")[2]),
        sort=sort,
        offered_by=first,
        also_by=tuple(name for names in others for name in names),
        is_class=item.get("is_class", False),
        illustrative=item.get("illustrative", False),
    )


def _names(institution: Mapping[str, Any]) -> tuple[str, ...]:
    return (*titles_from(institution).values(), *institution.get("aliases", ()), institution["code"])


def _given(item: Mapping[str, Any], *properties: str) -> tuple[str, ...]:
    return tuple(item[name] for name in properties if item.get(name))


def _shown(row: Mapping[str, Any]) -> ItemShown:
    by = [titles_from(institution) for institution in row["offered_by"]]
    return shown_from(row["labels"], row["item"]).model_copy(update={"offered_by": by})


def in_own_fields(value: Model) -> dict[str, Any]:
    """Return an object in the catalogue's own fields, without those that are not set."""
    return value.model_dump(mode="json", exclude_defaults=True)


def _all_shown(nodes: Iterable[dict[str, Any]]) -> list[ItemShown]:
    return [shown_from(node["labels"], node["properties"]) for node in nodes]

"""What a query found, as the rules' objects; and the code that nobody has."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from stackways.graph.rows import item_from_row, rule_from, source_from
from stackways.pathways.full_text import MOST_BEGUN, misspelt
from stackways.pathways.kinds_said import says_its_kind
from stackways.pathways.question import IllustrativeCodeError, ItemShown, Question, UnknownCodeError
from stackways.rules.catalogue import (
    Credential,
    Institution,
    Item,
    Kind,
    Module,
    Offering,
    Programme,
    Selection,
    Source,
    StudyItem,
)
from stackways.rules.decision import ExceptionUsed
from stackways.rules.excepting import Scope, with_exceptions
from stackways.rules.kinds.entry import Entry
from stackways.rules.kinds.exception import RuleException
from stackways.rules.kinds.grading import Grading
from stackways.rules.kinds.recognition import Recognition
from stackways.rules.kinds.structure import Structure
from stackways.rules.kinds.validity import Validity
from stackways.rules.patterns import as_expression
from stackways.rules.pieces import Value, as_text
from stackways.rules.recognise import Knowledge, may_be_meant, versions_by_code
from stackways.rules.selection import LookedFor

if TYPE_CHECKING:
    from stackways.graph.driver import Reading
    from stackways.rules.base import Code, Titles
    from stackways.rules.holdings import Described, Holding
    from stackways.rules.kinds import Rule

T = TypeVar("T")

MOST_MADE = 20_000
"""The most objects that are kept made, some 5 KiB each."""
MOST_ROWS = 4
"""Of so many lists of rows what they were made into is kept."""
TOLD_OF_ENTRIES = {"theme", "subject", "level", "institution"}
"""In what entries may differ; terms, years and attempts only what somebody holds has."""
NEAR_ENOUGH = 60
"""The least likeness, of 100, of a code that is offered for a misspelt one."""


@dataclass(frozen=True)
class Found:
    """The rules, entries and sources of one row."""

    rules: Sequence[Rule]
    items: Mapping[Code, StudyItem]
    institutions: Mapping[Code, Institution]
    knowledge: Knowledge
    validities: Mapping[Code, Sequence[Validity]]
    exceptions: Mapping[str, ExceptionUsed] = field(default_factory=dict)
    """The exceptions that were put into the rules, by `code@version`."""

    def excepted_for(self, question: Question, asked: Code | None = None) -> Found:
        """Return what was found with the exceptions that hold for who asks; `asked`: the programme asked about."""
        if not RuleException.among(self.rules):
            return self
        scope = Scope(question.day, question.learner, question.holdings, self.items, self.knowledge.sources, asked)
        rules, exceptions = with_exceptions(self.rules, scope)
        return replace(self, rules=rules, exceptions=exceptions)

    @cached_property
    def gradings(self) -> Sequence[Grading]:
        """Return the rules on what passes and which attempt counts."""
        return Grading.among(self.rules)

    @cached_property
    def recognitions(self) -> Mapping[Code, Sequence[Recognition]]:
        """Return recognition rules by code, each in all its versions."""
        return versions_by_code(Recognition.among(self.rules))

    @cached_property
    def structures(self) -> Mapping[Code, Sequence[Structure]]:
        """Return structure rules by the programme they structure, oldest version first."""
        by_programme: dict[Code, list[Structure]] = defaultdict(list)
        for rule in Structure.among(self.rules):
            for programme in rule.of:
                by_programme[programme].append(rule)
        return by_programme

    def item(self, code: Code) -> Item | None:
        """Return the entry of that code, of whatever kind."""
        return self.items.get(code) or self.institutions.get(code)

    def must_be_published(self, code: Code, field: str, *, illustrative: bool) -> None:
        """Raise IllustrativeCodeError for an entry that nobody published, unless such data may take part."""
        item = self.item(code)
        if item and item.illustrative and not illustrative:
            raise IllustrativeCodeError(code, field)


class _Made(dict[str, Any]):
    """Objects that were made of rows before, by code or name: they never change within one catalogue."""

    def __init__(self) -> None:
        """Begin with none."""
        super().__init__()
        self._of_rows: dict[int, tuple[object, Any]] = {}

    def once(self, rows: object, make: Callable[[], T]) -> T:
        """Return what the very same rows were made into before: a catalogue in memory gives them again and again."""
        kept, value = self._of_rows.get(id(rows), (None, None))
        if kept is not rows:
            if len(self._of_rows) >= MOST_ROWS:
                self._of_rows.clear()
            value = make()
            self._of_rows[id(rows)] = (rows, value)
        return value  # type: ignore[no-any-return]  # it is what was made of them

    def keep(self, name: str, value: T) -> T:
        """Keep a new one."""
        if len(self) >= MOST_MADE:
            self.clear()
        self[name] = value
        return value


@lru_cache(maxsize=1)
def _made(version: str) -> _Made:  # noqa: ARG001 - another version has other objects
    return _Made()


def found_in(row: Mapping[str, Any], version: str) -> Found:
    """Return what the columns `rules`, `items` and `sources` of a row of the catalogue of that version hold."""
    made = _made(version)
    # In one order, whatever the order in which they were read: what is said of several follows it.
    rules: list[Rule] = [made.get(name := rule["rule"]["name"]) or made.keep(name, rule_from(rule))
                         for rule in sorted(row["rules"], key=lambda rule: rule["rule"]["name"])]  # fmt: skip
    items, institutions = made.once(row["items"], lambda: _entries_in(row["items"], made))
    sources = made.once(row["sources"], lambda: _sources_in(row["sources"], made))
    asked: dict[Code, list[Entry]] = defaultdict(list)
    limited: dict[Code, list[Validity]] = defaultdict(list)
    for entry in Entry.among(rules):
        for starter in entry.into:
            asked[starter].append(entry)
    for validity in Validity.among(rules):
        for credential in validity.of:
            limited[credential].append(validity)
    return Found(
        rules=rules,
        items=items,
        institutions=institutions,
        knowledge=Knowledge(items, sources, asked),
        validities=limited,
    )


def _entries_in(
    rows: Sequence[Mapping[str, Any]], made: _Made
) -> tuple[dict[Code, StudyItem], dict[Code, Institution]]:
    entries: list[Item] = [made.get(code := item["item"]["code"]) or made.keep(code, item_from_row(item))
                           for item in rows]  # fmt: skip
    return (
        {item.code: item for item in entries if isinstance(item, Credential | Module | Programme)},
        {item.code: item for item in entries if isinstance(item, Institution)},
    )


def _sources_in(rows: Sequence[dict[str, Any]], made: _Made) -> dict[Code, Source]:
    sources: list[Source] = [made.get(code := source["code"]) or made.keep(code, source_from(source))
                             for source in rows]  # fmt: skip
    return {source.code: source for source in sources}


def kind_of(item: Item) -> Kind:
    """Return which of the four kinds an entry is."""
    kinds: dict[type[Item], Kind] = {
        Institution: Kind.INSTITUTION, Credential: Kind.CREDENTIAL, Module: Kind.MODULE, Programme: Kind.PROGRAMME,
    }  # fmt: skip
    return kinds[type(item)]


def shown(item: Item) -> ItemShown:
    """Return an entry by kind, code and titles."""
    return ItemShown(
        kind=kind_of(item),
        code=item.code,
        title=item.title,
        illustrative=item.illustrative,
        is_class=isinstance(item, Offering) and item.is_class,
    )


def shown_from(labels: Iterable[str], properties: Mapping[str, Any]) -> ItemShown:
    """Return an entry by kind, code and titles, from a node's labels and properties."""
    kind = next(kind for kind in Kind if kind.value.capitalize() in labels)
    return ItemShown(
        kind=kind,
        code=properties["code"],
        title=titles_from(properties),
        illustrative=properties.get("illustrative", False),
        is_class=properties.get("is_class", False),
    )


def titles_from(properties: Mapping[str, Any]) -> Titles:
    """Return the titles in a node's properties."""
    titles: Titles = {}
    if title := properties.get("title_en"):
        titles["en"] = title
    if title := properties.get("title_zh_hant"):
        titles["zh-Hant"] = title
    return titles


def speaks_of(rule: Recognition, holdings: Iterable[Holding], items: Mapping[Code, StudyItem]) -> list[str]:
    """Return the names of the holdings that something in the rule's premise may be."""
    return [
        holding.name
        for holding in holdings
        if may_be_meant(rule, holding, items)
        and (holding.described is None or _could_be_any(holding.described, rule, items))
    ]


def _could_be_any(described: Described, rule: Recognition, items: Mapping[Code, StudyItem]) -> bool:
    """Tell whether what is described could be of a kind that the rule names: where none is said, by its title."""
    groups = [items[code] for code in set(rule.needs.codes()) if code in items]
    return described.kind is not None or any(_could_be(described.title, group) for group in groups if group.is_class)


def _could_be(title: str, group: StudyItem) -> bool:
    kinds = (group.members.kinds if group.members else ()) or ([group.kind] if group.kind != "class" else [])
    return any(says_its_kind(title, kind) for kind in kinds or group.title.values())


async def unknown_code(
    reader: Reading, code: str, field: str, *, of: Literal["entry", "rule"] = "entry", illustrative: bool = False
) -> UnknownCodeError:
    """Return the error for a code that the catalogue does not have, with the nearest ones (at most three).

    Args:
        reader: Where to look for near ones.
        code: The code as it was given.
        field: Where it stood: a JSON pointer into a body, or the name of a parameter.
        of: Whether it should be the code of an entry or of a rule.
        illustrative: Whether one that nobody published may be among the near ones.
    """
    words = re.findall(r"[a-z0-9]+", code.lower())[:MOST_BEGUN]
    text = " ".join([*misspelt(words), *(f"{word}*" for word in words)])
    rows = await reader.read("nearest_codes", text=text, of=of, limit=200, illustrative=illustrative) if text else []
    return UnknownCodeError(code, field, near_ones(code, {row["code"] for row in rows}))


async def fillers(  # noqa: PLR0913 - what the query asks for
    reader: Reading,
    wanted: LookedFor,
    *,
    own: Sequence[Code] = (),
    without: Sequence[Code],
    shown: Collection[Value] = (),
    limit: int,
    illustrative: bool,
) -> list[Code]:
    """Return the codes of entries that are selected, at most `limit` of them.

    Of a `select`, what an entry tells of itself is compared; not its term, days and grades, which a holding has.

    Args:
        reader: Where to look.
        wanted: What is selected.
        own: Whose entries, where what is selected may be anybody's (`is_of_anybody`).
        without: Codes that are left out.
        shown: What there is already of that in which they must differ: themes, levels, attributes, ….
        limit: The most entries.
        illustrative: Whether entries that nobody published may be among them.
    """
    selection = wanted.selection
    attributes = _folded(selection.attributes)
    if wanted.differing == "attribute":
        attributes = [one for one in attributes if one not in shown]
        if not attributes:
            return []
    rows = await reader.read(
        "fillers",
        institutions=own if is_of_anybody(selection) else selection.institutions,
        kinds=selection.kinds,
        themes=selection.themes,
        subjects=selection.subjects,
        attributes=attributes,
        published_codes=_expressions(selection.published_codes),
        unlike=_expressions(wanted.unlike),
        with_all=_folded(wanted.with_all),
        with_none=_folded(wanted.without),
        outside=_folded(wanted.outside),
        credits_from=None if wanted.credits_from is None else int(wanted.credits_from * 100),
        credits_to=None if wanted.credits_to is None else int(wanted.credits_to * 100),
        professional=selection.professional,
        level_from=selection.level_from,
        level_to=selection.level_to,
        codes=selection.codes,
        without=without,
        differing=wanted.differing if wanted.differing in TOLD_OF_ENTRIES else None,
        shown=[*map(as_text, shown)],
        limit=limit,
        illustrative=illustrative,
    )
    return [row["code"] for row in rows]


def is_of_anybody(selection: Selection) -> bool:
    """Tell whether a selection leaves open whose entries, and of which kind or theme, it selects."""
    return not (selection.institutions or selection.codes or selection.kinds or selection.themes)


def _folded(names: Iterable[str]) -> list[str]:
    return [name.casefold() for name in names]


def _expressions(patterns: Iterable[str]) -> list[str]:
    """Return patterns of published codes as regular expressions, in small letters."""
    return [as_expression(pattern.casefold()) for pattern in patterns]


def near_ones(name: str, known: Iterable[str]) -> list[str]:
    """Return the names that are most like one, at most three."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - only for a name that is not known

    near = process.extract(name, known, scorer=fuzz.ratio, limit=3, score_cutoff=NEAR_ENOUGH)
    return [match for match, _, _ in near]

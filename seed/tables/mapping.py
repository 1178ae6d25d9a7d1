"""What the columns of one office's table mean: a mapping, read from YAML or proposed from the headings.

A proposal is never used without somebody's yes, unless every heading is one that is known by that very name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import Field, TypeAdapter, field_validator
from rapidfuzz import fuzz

from stackways.rules.base import Code, Confidence, Day, Model, Slug, Text, Titles
from stackways.rules.catalogue import PartialDate, Tier
from stackways.seed.draft import dotted
from stackways.seed.fitting import fit
from stackways.seed.located import read
from stackways.seed.problems import CatalogueRefusedError, Problem, nearest, one_of
from stackways.seed.shape import Node, shape_of, walk
from stackways.seed.tables.columns import COLUMNS, KINDS, NEEDED, Column, TableKind
from stackways.seed.tables.grid import Sheet, TableUnreadError
from stackways.words.message import Message, MisfitError, listed

FORMAT: Literal["stackways-mapping/1"] = "stackways-mapping/1"
LIKE_ENOUGH = 82
"""From how like a known heading on, in per cent, a heading is proposed for it."""
LOOKED_AT = 15
"""Among how many first rows the headings are looked for."""


class TableSource(Model):
    """The document that the table restates, where a row names none of its own."""

    title: Text
    url: Text | None = None
    publisher: Text | None = None
    tier: Tier = Tier.PRIMARY
    published: PartialDate | None = None
    read: Day | None = None
    """The day the document was read; the rules are known to hold from then on."""
    confidence: Confidence = Confidence.HIGH
    note: Text | None = None


class NewInstitution(Model):
    """An institution that the catalogue does not have yet."""

    code: Code
    title: Text | Titles
    kind: Slug = "institution"
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] | None = None
    url: Text | None = None


class Mapping(Model):
    """What the columns of a table mean, and what holds in every row."""

    format: Literal["stackways-mapping/1"] = FORMAT
    """The version of this format."""
    kind: TableKind
    """What the table holds: recognition, entries or curriculum."""
    sheet: Text | None = None
    """The sheet; every sheet with these headings unless given."""
    columns: dict[str, Text] = {}
    """The heading of each column that means something, by what it means."""
    always: dict[str, Text] = {}
    """What holds in every row where the column is missing or empty, by what it means."""
    source: TableSource | None = None
    """The document that the table restates; the table itself unless given."""
    institutions: dict[Text, Code] = {}
    """Names of institutions as the table writes them, and the codes of those that are meant."""
    new: list[NewInstitution] = []
    """Institutions that the catalogue does not have and that are to be added."""
    accept: list[Literal["institutions", "courses"]] = []
    """What may be added under the very name that the table gives it, where the catalogue does not have it."""
    different: list[Text] = []
    """Names that are as meant, although they are like another that the catalogue has."""
    several: Literal["all", "either"] | None = None
    """What several rows with one course mean: everything they name is recognised, or one of them at a time."""
    unspecified: list[Text] = []
    """Words in a code or title for what is no course but credit: `elective`. `ECONxxxx` is so in any case."""
    blank: list[Text] = ["-", "--", "n/a", "na", "nil", "none"]
    """What a cell says that means nothing."""
    words: dict[str, dict[Text, Text]] = {}
    """What words in a column mean, by column: the word as printed, and the value it stands for."""
    complete: bool = False
    """Of curricula: true where meeting the table's parts leads to the award, false where more is needed."""

    @cached_property
    def blank_words(self) -> frozenset[str]:
        """Return what a cell says that means nothing, in lower case."""
        return frozenset(word.casefold() for word in self.blank)

    @field_validator("words", "columns", "always")
    @classmethod
    def _columns_are_known(cls, value: dict[str, Any]) -> dict[str, Any]:
        known = {column.id for columns in COLUMNS.values() for column in columns}
        for id_ in value:
            if id_ not in known:
                near = nearest(id_, known, limit=1, least=50)
                columns = ", ".join(sorted(known))
                meant = (
                    Message("check.did-you-mean", near=one_of(near))
                    if near
                    else Message("check.columns", columns=columns)
                )
                raise MisfitError(Message("check.no-column", column=id_), meant)
        return value


@dataclass(frozen=True, slots=True)
class Proposed:
    """A column's heading in a table, and what it is taken to mean."""

    column: str
    heading: str
    likeness: float
    """In per cent; 100 where the heading is known by that very name."""


@dataclass(slots=True)
class Proposal:
    """What a table's headings are taken to mean, to be confirmed by a person."""

    mapping: Mapping
    proposed: list[Proposed]
    unused: list[str] = field(default_factory=list)
    """Headings that mean nothing known."""
    missing: list[tuple[str, ...]] = field(default_factory=list)
    """Columns that a table of the kind cannot do without, any one of each group."""

    @property
    def certain(self) -> bool:
        """Tell whether every heading is known by that very name and nothing is missing."""
        return not self.missing and not self.unused and all(one.likeness == 100 for one in self.proposed)  # noqa: PLR2004


def read_mapping(file: Path) -> Mapping:
    """Return the mapping in a file.

    Raises:
        CatalogueRefusedError: it cannot be read, or says what no mapping can; every problem is told with its line.
    """
    document = read(file)
    problems = [Problem(file, misread.position, "", "", misread.what, misread.remedy) for misread in document.misread]
    if problems or not isinstance(document.data, dict):
        raise CatalogueRefusedError(problems or [_no_mapping(file)])
    mapping, misfits = fit(list(walk(Node((), document.data, shape_of(Mapping)))), TypeAdapter(Mapping))
    if mapping is None:
        raise CatalogueRefusedError(
            [
                Problem(
                    file, document.position(one.path, at_key=one.at_key), "", dotted(one.path), one.what, one.remedy
                )
                for one in misfits
            ]
        )
    return Mapping.model_validate(mapping)


def _no_mapping(file: Path) -> Problem:
    said = (Message("table.no-mapping"), Message("table.no-mapping.remedy", format=FORMAT))
    return Problem(file, read(file).position(()), "", "", *said)


def header_of(sheet: Sheet, kind: TableKind | None = None) -> tuple[int, list[str]]:
    """Return the row of the headings: the one of the first rows that has most headings that are known."""
    first = sheet.rows[:LOOKED_AT]
    kinds = (kind,) if kind else KINDS
    known = {heading for one in kinds for column in COLUMNS[one] for heading in map(_plain, column.headings())}

    def known_in(row: tuple[int, list[str]]) -> tuple[int, int]:
        return sum(_plain(cell) in known for cell in row[1]), sum(map(bool, row[1])) > 1

    best = max(first, key=known_in)
    return best if any(known_in(best)) else first[0]


def propose(sheet: Sheet, kind: TableKind | None = None, always: AnyMapping[str, str] | None = None) -> Proposal:
    """Return what the headings of a sheet are taken to mean, as the kind of table they fit best."""
    number, headings = header_of(sheet, kind)
    candidates = [_proposal(one, headings, always or {}) for one in ((kind,) if kind else KINDS)]
    best = min(candidates, key=lambda one: (not one.proposed, len(one.missing), len(one.unused), -_likeness(one)))
    if not best.proposed:
        raise TableUnreadError(Message("table.no-headings", sheet=sheet.name, row=number))
    return best


def _likeness(proposal: Proposal) -> float:
    return sum(one.likeness for one in proposal.proposed)


def _proposal(kind: TableKind, headings: Sequence[str], always: AnyMapping[str, str]) -> Proposal:
    pairs = sorted(_likenesses(kind, headings), key=lambda one: (-one.likeness, headings.index(one.heading)))
    taken: dict[str, Proposed] = {}
    used: set[str] = set()
    for one in pairs:
        if one.column not in taken and one.heading not in used:
            taken[one.column] = one
            used.add(one.heading)
    order = [column.id for column in COLUMNS[kind]]
    proposed = sorted(taken.values(), key=lambda one: order.index(one.column))
    mapping = Mapping(kind=kind, columns={one.column: one.heading for one in proposed}, always=dict(always))
    missing = [group for group in NEEDED[kind] if not any(one in taken or one in always for one in group)]
    return Proposal(mapping, proposed, [each for each in headings if each and each not in used], missing)


def _likenesses(kind: TableKind, headings: Sequence[str]) -> Iterator[Proposed]:
    for column in COLUMNS[kind]:
        known = [_plain(heading) for heading in column.headings()]
        for heading in dict.fromkeys(filter(None, headings)):
            plain = _plain(heading)
            likeness = 100 if plain in known else max(_like(plain, one) for one in known)
            if likeness >= LIKE_ENOUGH:
                yield Proposed(column.id, heading, likeness)


def _like(one: str, other: str) -> float:
    """Return how like two headings are, never quite the same."""
    return min(99, max(fuzz.ratio(one, other), fuzz.token_sort_ratio(one, other)))


def _plain(heading: str) -> str:
    return re.sub(r"[\s_\-\u2013/*:()]+", " ", heading.casefold()).strip()


def columns_missing(mapping: Mapping) -> list[tuple[str, ...]]:
    """Return the columns that the mapping lacks, any one of each group."""
    return [
        group
        for group in NEEDED[mapping.kind]
        if not any(one in mapping.columns or one in mapping.always for one in group)
    ]


def missing_in_words(kind: TableKind, missing: Sequence[tuple[str, ...]]) -> Message:
    """Return the message that tells which columns are missing."""
    groups = [listed([_heading(kind, one) for one in group], "or") for group in missing]
    return Message("table.columns-missing", columns=listed(groups, "semicolon"))


def _heading(kind: TableKind, id_: str) -> str:
    named: Column = next(column for column in COLUMNS[kind] if column.id == id_)
    return named.heading


def as_yaml(mapping: Mapping) -> str:
    """Return a mapping as a file."""
    said = mapping.model_dump(mode="json", exclude_defaults=True)
    written = yaml.safe_dump({"format": FORMAT, "kind": mapping.kind, **said}, sort_keys=False, allow_unicode=True)
    return f"# {Message('table.mapping-file')}\n{written}"

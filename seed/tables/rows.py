"""The rows of a table as its mapping reads them, and what is wrong in them, cell by cell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeVar

from stackways.rules.base import Code
from stackways.seed.tables.cells import MisreadError, is_code, key_of, read_choice
from stackways.seed.tables.columns import column
from stackways.seed.tables.grid import Place, Sheet, TableUnreadError, letter_of
from stackways.seed.tables.mapping import Mapping, header_of
from stackways.seed.tables.register import Register
from stackways.words.message import Message, listed

Value = TypeVar("Value")
HELP_MARK = "#"
"""A row whose first cell begins so, with a space after it, is for people and no rule."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with a row, where, and what would be right."""

    place: Place
    what: Message
    remedy: Message


@dataclass(slots=True)
class Row:
    """A row as the mapping reads it."""

    mapping: Mapping
    sheet: str
    number: int
    cells: dict[str, str]
    """The cells as they stand, by column."""
    letters: dict[str, str]
    findings: list[Finding] = field(default_factory=list)
    said: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        """Read every cell with what the mapping says of its words."""
        said = {
            id_: cell for id_, cell in self.cells.items() if cell and cell.casefold() not in self.mapping.blank_words
        }
        self.said = self.mapping.always | said
        for id_, own in self.mapping.words.items():
            text = self.said.get(id_, "").casefold()
            meant = next((meant for word, meant in own.items() if word.casefold() == text), None)
            if meant is not None:
                self.said[id_] = meant

    def text(self, id_: str) -> str:
        """Return what a column's cell says; what always holds, where it says nothing."""
        return self.said.get(id_, "")

    def place(self, id_: str = "") -> Place:
        """Return where a column's cell stands."""
        heading = self.mapping.columns.get(id_, "")
        return Place(self.sheet, self.number, heading, self.letters.get(id_, ""))

    def refuse(self, id_: str, error: MisreadError) -> None:
        """Note that a cell cannot be taken; once, however often it is read."""
        finding = Finding(self.place(id_), error.what, error.remedy)
        if finding not in self.findings:
            self.findings.append(finding)

    def read(self, id_: str, reader: Callable[[str], Value]) -> Value | None:
        """Return what a cell says, None where it is empty or, as is then noted, cannot be taken."""
        text = self.text(id_)
        if not text:
            return None
        try:
            return reader(text)
        except MisreadError as error:
            self.refuse(id_, error)
            return None

    def attempt(self, id_: str, found: Callable[[], Value]) -> Value | None:
        """Return what is found; None where, as is then noted, a column's cell cannot be taken."""
        try:
            return found()
        except MisreadError as error:
            self.refuse(id_, error)
            return None

    def choice(self, id_: str) -> str | None:
        """Return the catalogue's word for what a cell of few values says."""
        choices = column(self.mapping.kind, id_).choices_read()
        return self.read(id_, lambda text: read_choice(text, choices))


Outcome = Literal["imported", "merged", "refused", "proposed", "left-out"]


@dataclass(slots=True)
class Accounted:
    """What became of a row."""

    sheet: str
    row: int
    outcome: Outcome
    codes: list[str] = field(default_factory=list)
    """The rules or entries it became; the ones it was merged into."""
    findings: list[Finding] = field(default_factory=list)


def rows_of(sheet: Sheet, mapping: Mapping) -> list[Row]:
    """Return the rows below the headings that a mapping names.

    Raises:
        TableUnreadError: a heading that it names is not there.
    """
    number, headings = _headings(sheet, mapping)
    where = {id_: headings.index(heading) for id_, heading in mapping.columns.items() if heading in headings}
    missing = [heading for heading in mapping.columns.values() if heading not in headings]
    if missing:
        named, there = listed(missing), listed([one for one in headings if one])
        raise TableUnreadError(
            Message("table.headings-missing", sheet=sheet.name, row=number, headings=named, there=there)
        )
    letters = {id_: letter_of(position) for id_, position in where.items()}
    return [
        Row(mapping, sheet.name, at, {id_: _cell(cells, position) for id_, position in where.items()}, letters)
        for at, cells in sheet.rows
        if at > number and not cells[0].startswith(f"{HELP_MARK} ")
    ]


def _headings(sheet: Sheet, mapping: Mapping) -> tuple[int, list[str]]:
    """Return the row of headings: the one that has most of the mapping's."""
    wanted = set(mapping.columns.values())
    best = max(sheet.rows[:15], key=lambda row: len(wanted & set(row[1])))
    return best if wanted & set(best[1]) else header_of(sheet, mapping.kind)


def _cell(cells: list[str], position: int) -> str:
    return cells[position] if position < len(cells) else ""


def _codes_alone(rows: Iterable[Row], of: str, column_id: str) -> dict[str, set[str]]:
    """Return the keys of the codes that stand alone in a column, by what stands in the column of institutions."""
    known: dict[str, set[str]] = {}
    for row in rows:
        code = row.text(column_id)
        if code and is_code(code) and not any(sign in code for sign in "+/ "):
            known.setdefault(row.text(of), set()).add(key_of(code))
    return known


class Vocabulary:
    """The codes that are known of each institution: those of the catalogue, and those that stand alone in the table."""

    def __init__(self, rows: Sequence[Row], register: Register) -> None:
        """Read the columns of codes."""
        self._register = register
        self._alone = {
            "course": _codes_alone(rows, "sender", "course"),
            "target": _codes_alone(rows, "receiver", "target"),
            "module": _codes_alone(rows, "receiver", "module"),
        }
        self._names: dict[str, dict[Code, set[str]]] = {id_: {} for id_ in self._alone}

    def of(self, institution: Code | None, id_: str) -> set[str]:
        """Return the keys of the codes of an institution that may stand in a column."""
        if institution is None:
            return set()
        known = self._names[id_]
        if institution not in known:
            names = [name for name in self._alone[id_] if self._register.is_called(institution, name)]
            known[institution] = self._register.keys_of_codes(institution).union(
                *(self._alone[id_][one] for one in names)
            )
        return known[institution]

"""Reading a table as people keep it: every cell as text, with the sheet, row and column where it stands.

A spreadsheet program turns codes into numbers and days into serial numbers; here a cell is what the person sees in it.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from stackways.words.message import Message, SaidError

ENCODINGS = ("utf-8-sig", "big5hkscs", "cp1252")
"""How tables are encoded; what is no UTF-8 is what a spreadsheet program in Hong Kong or in Europe wrote."""


class TableUnreadError(SaidError, ValueError):
    """A table that cannot be read at all."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands: the file or sheet, its row counted from 1, and its column."""

    sheet: str
    row: int
    column: str = ""
    """The column's heading; empty for the whole row."""
    letter: str = ""


@dataclass(slots=True)
class Sheet:
    """A sheet's rows, each with its number as the person sees it."""

    name: str
    rows: list[tuple[int, list[str]]]

    def row(self, number: int) -> list[str]:
        """Return the cells of a row, by its number; none where it is empty."""
        return next((cells for at, cells in self.rows if at == number), [])


def read_sheets(file: Path) -> list[Sheet]:
    """Return the sheets of a CSV or XLSX file that have something in them.

    Raises:
        TableUnreadError: there is no such file, or it is neither.
    """
    if not file.is_file():
        raise TableUnreadError(Message("table.no-file", file=str(file)))
    try:
        sheets = list(_workbook(file)) if file.suffix.lower() in (".xlsx", ".xlsm") else [_csv(file)]
    except (OSError, BadZipFile, InvalidFileException, KeyError, csv.Error) as error:
        raise TableUnreadError(Message("table.unread", file=str(file), why=str(error))) from error
    if not any(sheet.rows for sheet in sheets):
        raise TableUnreadError(Message("table.empty", file=str(file)))
    return [sheet for sheet in sheets if sheet.rows]


def letter_of(index: int) -> str:
    """Return the letter of a column counted from 0."""
    return get_column_letter(index + 1)


def tidied(text: str) -> str:
    """Return a cell's text in one way of writing: composed characters, single spaces, lines kept."""
    text = re.sub(r"\r\n?|[\x85\u2028\u2029]", "\n", unicodedata.normalize("NFC", text))
    text = re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\u200b]", "", text)
    lines = (re.sub(r"[^\S\n]+", " ", line).strip(" `") for line in text.split("\n"))
    return "\n".join(lines).strip()


def _csv(file: Path) -> Sheet:
    text = _decoded(file)
    delimiter = _delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: list[tuple[int, list[str]]] = []
    for number, cells in enumerate(reader, start=1):  # a record is a row on the screen, however many lines it takes
        _keep(rows, number, cells)
    return Sheet(file.name, rows)


def _decoded(file: Path) -> str:
    raw = file.read_bytes()
    for encoding in ENCODINGS:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise TableUnreadError(Message("table.encoding", file=str(file)))


def _delimiter(text: str) -> str:
    """Return what stands between the cells: whatever there is most of in the first lines that are not empty."""
    start = "\n".join([line for line in text.split("\n") if line.strip()][:3])
    return max((",", ";", "\t"), key=start.count)


def _workbook(file: Path) -> Iterator[Sheet]:
    values = load_workbook(file, data_only=True)
    for sheet in values.worksheets:
        if sheet.sheet_state != "visible":
            continue
        merged = {
            (row, column): sheet.cell(area.min_row, area.min_col)
            for area in sheet.merged_cells.ranges
            for row in range(area.min_row, area.max_row + 1)
            for column in range(area.min_col, area.max_col + 1)
        }
        rows: list[tuple[int, list[str]]] = []
        for number, cells in enumerate(sheet.iter_rows(), start=1):
            shown = [merged.get((number, column), cell) for column, cell in enumerate(cells, start=1)]
            _keep(rows, number, [_shown(cell.value, cell.number_format) for cell in shown])
        yield Sheet(sheet.title, rows)


def _keep(rows: list[tuple[int, list[str]]], number: int, cells: Sequence[str]) -> None:
    tidy = [tidied(cell) for cell in cells]
    if any(tidy):
        rows.append((number, tidy))


def _shown(value: Any, number_format: str) -> str:  # noqa: ANN401 - whatever a cell holds
    """Return what a person sees in a cell, as far as it matters here."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case dt.datetime() | dt.date():
            return value.strftime("%Y-%m-%d")
        case int() | float():
            return _number_shown(Decimal(str(value)), number_format)
    return str(value)


def _number_shown(number: Decimal, number_format: str) -> str:
    if "%" in number_format:
        return f"{(number * 100).normalize():f}%"
    if number != number.to_integral_value():
        return f"{number.normalize():f}"
    return str(int(number)).zfill(len(number_format) if re.fullmatch("0+", number_format) else 1)

"""An empty table for an office to fill in: headings, a row of help, an example, and drop-downs where values are few."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from stackways.seed.tables.columns import COLUMNS, NEEDED, Column, TableKind
from stackways.seed.tables.rows import HELP_MARK
from stackways.words.message import Message

MOST_ROWS = 5000
"""How far down the drop-downs reach."""

_NEEDED = PatternFill("solid", fgColor="DDEBF7")
_OPTIONAL = PatternFill("solid", fgColor="F2F2F2")


def write_template(kind: TableKind, file: Path) -> None:
    """Write an empty table of a kind, with one example."""
    example = {column.id: _shown_example(column) for column in COLUMNS[kind]}
    example[COLUMNS[kind][0].id] = f"{HELP_MARK} {Message('table.example')}"
    write_workbook(kind, [example], file, helped=True)


def write_workbook(kind: TableKind, rows: Iterable[Mapping[str, str]], file: Path, *, helped: bool = False) -> None:
    """Write rows under the headings of their kind; every cell is text, so that `0097` stays so.

    Args:
        kind: The kind of table.
        rows: What stands in each row, by column.
        file: Where to.
        helped: True for a row of help below the headings.
    """
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = str(Message(f"table.kind.{kind}"))
    columns = COLUMNS[kind]
    _fill(sheet, 1, [column.heading for column in columns])
    needed = {id_ for group in NEEDED[kind] for id_ in group}
    for position, column in enumerate(columns, start=1):
        cell = sheet.cell(1, position)
        cell.font = Font(bold=True)
        cell.fill = _NEEDED if column.id in needed else _OPTIONAL
        sheet.column_dimensions[get_column_letter(position)].width = 32 if "title" in column.id else 18
        if column.choices:
            _drop_down(sheet, position, column)
    first = 2
    if helped:
        first_help = f"{HELP_MARK} {Message('table.blue-needed')} {columns[0].help}"
        _fill(sheet, 2, [first_help, *(column.help for column in columns[1:])])
        for cell in sheet[2]:
            cell.font = Font(italic=True, color="666666")
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        first = 3
    for number, row in enumerate(rows, start=first):
        _fill(sheet, number, [row.get(column.id, "") for column in columns])
    sheet.freeze_panes = f"A{first}"
    book.save(file)


def _fill(sheet: Worksheet, row: int, texts: Sequence[str]) -> None:
    for position, text in enumerate(texts, start=1):
        if text:
            cell = sheet.cell(row, position, text)
            cell.number_format = "@"
            cell.data_type = "s"  # a text that begins with `=` is no formula


def _drop_down(sheet: Worksheet, position: int, column: Column) -> None:
    choices = DataValidation(type="list", formula1=f'"{",".join(column.shown())}"', allow_blank=True)
    choices.error = column.help
    letter = get_column_letter(position)
    choices.add(f"{letter}3:{letter}{MOST_ROWS}")
    sheet.add_data_validation(choices)


def _shown_example(column: Column) -> str:
    return dict(zip(column.choices, column.shown(), strict=True)).get(column.example, column.example)

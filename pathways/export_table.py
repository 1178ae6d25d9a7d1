"""What does an institution recognise, or what of it is recognised elsewhere, as a table or a page to print?"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from pathlib import Path

from stackways.pathways.keep_catalogue import paths_of
from stackways.pathways.printed import printed_page
from stackways.pathways.question import UnknownCodeError
from stackways.pathways.settings import Settings
from stackways.rules.base import Code, title_in
from stackways.seed.problems import nearest
from stackways.seed.reading import read_catalogue
from stackways.seed.tables.columns import RECOGNITION, Column
from stackways.seed.tables.out import Direction, RuleRows, rules_as_rows
from stackways.seed.tables.template import write_workbook
from stackways.words.message import Message

__all__ = ["Direction", "RulesOut", "as_csv", "as_page", "export_rules", "write_xlsx"]

ON_THE_PAGE = (
    "course",
    "course_title",
    "target",
    "target_title",
    "outcome",
    "amount",
    "grade",
    "counts_for",
    "from",
    "until",
    "source",
)


class RulesOut:
    """An institution's rules of recognition, as rows of a table."""

    def __init__(self, institution: str, direction: Direction, rules: Sequence[RuleRows]) -> None:
        """Keep the institution's name and the rules."""
        self.institution = institution
        self.direction = direction
        self.rules = rules

    @property
    def rows(self) -> list[Mapping[str, str]]:
        """Return every row."""
        return [row for rule in self.rules for row in rule.rows]

    @property
    def for_people(self) -> int:
        """Return of how many rules the table cannot say all, so that their rows are for people alone."""
        return sum(not rule.in_full for rule in self.rules)


def export_rules(institution: Code, direction: Direction, settings: Settings, own: Sequence[Path] = ()) -> RulesOut:
    """Return an institution's rules of recognition; no database is needed.

    Args:
        institution: Its code.
        direction: `inward`: what it recognises; `outward`: what of it others recognise.
        settings: How much of the shipped catalogue there is, and which are one's own unless given.
        own: Files and folders.

    Raises:
        UnknownCodeError: there is no such institution.
        CatalogueRefusedError: the catalogue has problems.
    """
    catalogue = read_catalogue(paths_of(settings, own))
    names = {one.code: title_in(one.title) for one in catalogue.institutions}
    if institution not in names:
        raise UnknownCodeError(institution, "institution", nearest(institution, names, least=60))
    return RulesOut(names[institution], direction, rules_as_rows(catalogue, institution, direction))


def as_csv(rows: Iterable[Mapping[str, str]]) -> str:
    """Return rows of a table of recognition as CSV, as `stackways import` reads it."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow([column.heading for column in RECOGNITION])
    writer.writerows([row.get(column.id, "") for column in RECOGNITION] for row in rows)
    return "\ufeff" + stream.getvalue()  # so that spreadsheet programs read it as UTF-8


def write_xlsx(rows: Iterable[Mapping[str, str]], file: Path) -> None:
    """Write rows of a table of recognition as XLSX, as `stackways import` reads it."""
    write_workbook("recognition", rows, file)


def as_page(rules: RulesOut, day: dt.date) -> str:
    """Return the rules as an HTML page to print, a table for each partner."""
    title = str(Message(f"table.page.{rules.direction}", institution=rules.institution))
    by_partner: dict[str, list[RuleRows]] = {}
    partner = "sender" if rules.direction == "inward" else "receiver"
    for rule in rules.rules:
        by_partner.setdefault(rule.rows[0][partner], []).append(rule)
    columns = [column for column in RECOGNITION if column.id in ON_THE_PAGE]
    parts = [_partner(name, group, columns) for name, group in sorted(by_partner.items())]
    return printed_page(title, str(Message("table.page.as-of", day=day)), "\n".join(parts))


def _partner(name: str, rules: Iterable[RuleRows], columns: Sequence[Column]) -> str:
    heads = "".join(f"<th>{escape(column.heading)}</th>" for column in columns)
    lines = [_line(rule, columns) for rule in rules]
    return f"<section><h2>{escape(name)}</h2>\n<table><tr>{heads}</tr>\n" + "\n".join(lines) + "</table></section>"


def _line(rule: RuleRows, columns: Sequence[Column]) -> str:
    first, more = rule.rows[0], rule.rows[1:]
    remarks = [row["remark"] for row in (first, *more) if "remark" in row]
    said = " ".join([first["sentence"], *remarks])
    sentence = f'<tr class="said"><td colspan="{len(columns)}">{escape(said)}</td></tr>'
    if "course" not in first:
        return sentence
    sources = "; ".join(dict.fromkeys(row["source"] for row in (first, *more) if row.get("source")))
    cells = (first | {"source": sources}).get
    return "<tr>" + "".join(f"<td>{escape(cells(column.id, ''))}</td>" for column in columns) + f"</tr>{sentence}"

"""What rules does a table of an office hold, and what must a person still decide?"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field
from pathlib import Path

from stackways.pathways.keep_catalogue import paths_of
from stackways.pathways.settings import Settings
from stackways.seed.check import problems_of
from stackways.seed.draft import Draft, read_draft
from stackways.seed.problems import CatalogueRefusedError, Problem
from stackways.seed.reading import catalogue_of
from stackways.seed.tables.assist import agreement_mapping, read_agreement
from stackways.seed.tables.cells import MisreadError
from stackways.seed.tables.columns import KINDS, TableKind
from stackways.seed.tables.files import Written
from stackways.seed.tables.folder import joined, read_folder, table_name
from stackways.seed.tables.grid import Sheet, TableUnreadError, read_sheets
from stackways.seed.tables.mapping import (
    Mapping,
    Proposal,
    as_yaml,
    columns_missing,
    header_of,
    missing_in_words,
    propose,
    read_mapping,
)
from stackways.seed.tables.near import Notice
from stackways.seed.tables.rows import Accounted, Finding
from stackways.seed.tables.take_in import Table, TakenIn, take_in, take_in_agreement
from stackways.seed.tables.template import write_template

__all__ = [
    "KINDS",
    "Accounted",
    "Finding",
    "Mapping",
    "MisreadError",
    "Notice",
    "Proposal",
    "TableKind",
    "TableUnreadError",
    "TakenIn",
    "Wishes",
    "Written",
    "import_table",
    "mapping_beside",
    "mapping_for",
    "missing_in_words",
    "problems_once_written",
    "read_mapping",
    "save_mapping",
    "with_wishes",
    "write_template",
]

CHECKED_AT_ONCE = 4_000
"""Entries up to which an import checks the whole catalogue; of more, `check` and `load` tell the same later."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person says of a table beside its mapping."""

    kind: TableKind | None = None
    always: AnyMapping[str, str] = field(default_factory=dict)
    """What holds in every row."""
    several: str | None = None
    """What several rows with one course mean: `all` or `either`."""
    accept_new: bool = False
    """True where what the catalogue does not have is to be added under the table's own names."""


def mapping_beside(table: Path) -> Path:
    """Return where a table's mapping is kept: beside it."""
    return table.with_name(f"{table.stem}.mapping.yaml")


def mapping_for(table: Path, file: Path | None, wishes: Wishes) -> Mapping | Proposal:
    """Return a table's mapping, or what is proposed where nobody has given one.

    Args:
        table: The table.
        file: A mapping file; the one beside the table unless given.
        wishes: What a person says beside it.

    Raises:
        TableUnreadError: the table cannot be read, or lacks what its kind needs.
        CatalogueRefusedError: the mapping file has problems.
    """
    if is_agreement(table):
        given = with_wishes(read_mapping(file) if file else Mapping(kind="recognition"), wishes)
        return agreement_mapping(read_agreement(table), given)
    file = file or (mapping_beside(table) if mapping_beside(table).exists() else None)
    if file is None:
        proposal = propose(main_sheet(table, wishes.kind), wishes.kind, wishes.always)
        return with_wishes(proposal.mapping, wishes) if proposal.certain else proposal
    mapping = with_wishes(read_mapping(file), wishes)
    if missing := columns_missing(mapping):
        raise TableUnreadError(missing_in_words(mapping.kind, missing))
    return mapping


def main_sheet(table: Path, kind: TableKind | None) -> Sheet:
    """Return the sheet whose headings are known best."""
    return max(read_sheets(table), key=lambda sheet: len(propose_or_none(sheet, kind)))


def propose_or_none(sheet: Sheet, kind: TableKind | None) -> list[str]:
    """Return the columns that a sheet's headings are taken to mean; none where none is known."""
    try:
        return list(propose(sheet, kind).mapping.columns)
    except TableUnreadError:
        return []


def with_wishes(mapping: Mapping, wishes: Wishes) -> Mapping:
    """Return a mapping with what a person says beside it."""
    said = mapping.model_dump(mode="json", exclude_defaults=True)
    said["always"] = {**mapping.always, **wishes.always}
    if wishes.several:
        said["several"] = wishes.several
    if wishes.accept_new:
        said["accept"] = ["institutions", "courses"]
    return Mapping.model_validate({"kind": mapping.kind, **said})


def save_mapping(mapping: Mapping, table: Path) -> Path:
    """Write a mapping beside its table, and return where."""
    file = mapping_beside(table)
    file.write_text(as_yaml(mapping), encoding="utf-8")
    return file


def import_table(table: Path, mapping: Mapping, folder: Path, settings: Settings, *, dry_run: bool = False) -> TakenIn:
    """Take a table into catalogue files, and return what became of each row.

    Args:
        table: A CSV or XLSX file.
        mapping: What its columns mean.
        folder: Where the catalogue files are to be.
        settings: Which catalogues are known beside it.
        dry_run: Write nothing.

    Raises:
        TableUnreadError: the table cannot be read, or has not the columns that the mapping names.
        CatalogueRefusedError: a catalogue that is known beside it has problems, or what comes of the table would have.
    """
    name = table_name(table)
    there = read_folder(folder, name)
    others = read_draft([path for path in paths_of(settings) if path.resolve() != folder.resolve()])
    if problems := problems_of(others):
        raise CatalogueRefusedError(problems)
    known = joined([catalogue_of(others), there.others])
    if is_agreement(table):
        taken = take_in_agreement(read_agreement(table), Table(name, mapping), known, folder, there.own)
    else:
        taken = take_in(Table(name, mapping, _sheets(table, mapping)), known, folder, there.own)
    few = len(taken.written.added) + len(taken.written.changed) <= CHECKED_AT_ONCE
    if taken.written and few and (problems := problems_once_written(taken.written, folder, others)):
        raise CatalogueRefusedError(problems)
    if not dry_run:
        taken.written.apply(folder)
    return taken


def is_agreement(table: Path) -> bool:
    """Tell whether a file is an agreement of ASSIST, which needs no mapping."""
    return table.suffix.lower() == ".json"


def _sheets(table: Path, mapping: Mapping) -> list[Sheet]:
    """Return the sheets that a mapping is about: the one it names, else all that have its headings."""
    sheets = [sheet for sheet in read_sheets(table) if mapping.sheet in (None, sheet.name)]
    if mapping.sheet is None and len(sheets) > 1:
        wanted = set(mapping.columns.values())
        sheets = [sheet for sheet in sheets if wanted <= set(header_of(sheet, mapping.kind)[1])] or sheets[:1]
    return sheets


def problems_once_written(written: Written, folder: Path, others: Draft) -> list[Problem]:
    """Return the problems that the folder would have, once written."""
    with tempfile.TemporaryDirectory() as name:
        draft = Path(name) / folder.name
        draft.mkdir()
        for file in folder.glob("*.yaml"):
            if file not in written.removed:
                (draft / file.name).write_bytes(file.read_bytes())
        for file, text in written.texts.items():
            (draft / file.name).write_text(text, encoding="utf-8")
        ours = read_draft([draft])
        whole = Draft([*others.entries, *ours.entries], ours.problems, ours.unread_codes)
        return [problem for problem in problems_of(whole) if problem.file.parent == draft]

"""What do files of CTDL hold, and what of it has no place in a catalogue?"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from stackways.pathways.import_table import problems_once_written
from stackways.pathways.keep_catalogue import paths_of
from stackways.pathways.settings import Settings
from stackways.seed.check import problems_of
from stackways.seed.ctdl.nodes import CtdlUnreadError, read_graph
from stackways.seed.ctdl.register import SECTIONS, Lost, TakenIn
from stackways.seed.ctdl.take_in import take_in
from stackways.seed.draft import read_draft
from stackways.seed.problems import CatalogueRefusedError
from stackways.seed.reading import catalogue_of
from stackways.seed.tables.files import Content, Written, content_of, plan
from stackways.seed.tables.folder import joined, read_folder, table_name

__all__ = ["CtdlTaken", "CtdlUnreadError", "Lost", "import_ctdl"]


@dataclass(frozen=True, slots=True)
class CtdlTaken:
    """What files of CTDL become, and what is lost on the way."""

    found: TakenIn
    written: Written


def import_ctdl(  # noqa: PLR0913 - what to take in, where to, and beside what
    files: Sequence[Path],
    folder: Path,
    settings: Settings,
    today: dt.date,
    *,
    institution: str | None = None,
    dry_run: bool = False,
) -> CtdlTaken:
    """Take files of CTDL, which may refer to each other, into catalogue files, one an institution.

    Args:
        files: JSON-LD of the Credential Registry.
        folder: Where the catalogue files are to be.
        settings: Which catalogues are known beside it.
        today: The day the files are read.
        institution: Who offers what the files name nobody for.
        dry_run: Write nothing.

    Raises:
        CtdlUnreadError: a file cannot be read, or is no CTDL.
        CatalogueRefusedError: a catalogue that is known beside it has problems, or what comes of the files would have.
    """
    graph = read_graph(list(files))
    name = table_name(files[0])
    there = read_folder(folder, name)
    others = read_draft([path for path in paths_of(settings) if path.resolve() != folder.resolve()])
    if problems := problems_of(others):
        raise CatalogueRefusedError(problems)
    found = take_in(graph, name, joined([catalogue_of(others), there.others]), today, institution)
    written = plan(folder, _by_file(found, folder), name)
    if written and (problems := problems_once_written(written, folder, others)):
        raise CatalogueRefusedError(problems)
    if not dry_run:
        written.apply(folder)
    return CtdlTaken(found, written)


def _by_file(found: TakenIn, folder: Path) -> dict[str, Content]:
    """Return the content of each institution's file; what was read before, and says the same, was read then."""
    wanted: dict[str, Content] = defaultdict(dict)
    for section in SECTIONS:
        for entry in found.sections[section]:
            wanted[f"{entry['code'].partition(':')[0]}.yaml"].setdefault(section, []).append(entry)
    for name, content in wanted.items():
        file = folder / name
        before = {one.get("code"): one for one in content_of(file).get("sources", ())} if file.exists() else {}
        for source in content.get("sources", ()):
            old = before.get(source["code"], {})
            if {**old, "read": None} == {**source, "read": None}:
                source["read"] = old["read"]
    return wanted

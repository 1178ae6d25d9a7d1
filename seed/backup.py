"""A backup: one file with the catalogue as its own files, and where the local Neo4j was read, a dump of its store.

The files are enough: they say everything in the format that every later version reads, so a backup outlives a change
of the graph's schema and of Neo4j. The dump brings the same back faster, where schema and Neo4j are as they were.
"""

from __future__ import annotations

import datetime as dt
import re
import shutil
import zipfile
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from pydantic import BaseModel, ValidationError

from stackways.rules.collection import Catalogue
from stackways.seed.draft import SECTIONS
from stackways.seed.load import content_hash
from stackways.seed.problems import CatalogueRefusedError
from stackways.seed.reading import read_catalogue
from stackways.seed.tables.files import Content, as_text
from stackways.seed.writing import written
from stackways.words.message import Message

FORMAT: Literal["stackways-backup/1"] = "stackways-backup/1"
MANIFEST, DUMP = "manifest.json", "neo4j.dump"
MOST_BYTES = 4 * 1024**3
"""What the files of a backup may come to, unpacked; a graph that Neo4j holds on one machine is far smaller."""

_HEADER = "# Made by `stackways backup`.\n"
_FILE = re.compile(r"catalogue/[a-z0-9-]+\.yaml")


class BackupError(ValueError):
    """A file is no backup, or not a whole one; one paragraph to show as it stands."""


class Manifest(BaseModel):
    """What a backup says of itself."""

    format: Literal["stackways-backup/1"] = FORMAT
    made_at: dt.datetime
    schema_version: int
    """Of the graph that was read."""
    content_hash: str
    """Of the catalogue."""
    neo4j: str | None = None
    """The version of Neo4j that wrote the dump; none: there is no dump."""
    entries: int
    """How many entries the catalogue has."""


@dataclass(frozen=True)
class Backup:
    """A backup that was read."""

    manifest: Manifest
    catalogue: Catalogue


def as_files(catalogue: Catalogue) -> dict[str, Content]:
    """Return a catalogue as files, one an institution, by name."""
    files: dict[str, Content] = defaultdict(lambda: defaultdict(list))
    for section in SECTIONS:
        for entry in getattr(catalogue, section):
            files[f"{entry.code.partition(':')[0]}.yaml"][section].append(written(entry))
    return dict(files)


def write_backup(file: Path, catalogue: Catalogue, manifest: Manifest, dump: Path | None = None) -> None:
    """Write a backup, which is there whole or not at all; OSError where it cannot be written."""
    draft = file.with_name(f".{file.name}.new")
    try:
        with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(MANIFEST, manifest.model_dump_json(indent=2))
            for name, content in sorted(as_files(catalogue).items()):
                archive.writestr(f"catalogue/{name}", as_text(content, _HEADER))
            if dump:
                archive.write(dump, DUMP, zipfile.ZIP_STORED)  # it is packed
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)


def read_backup(file: Path) -> Backup:
    """Return what a backup holds, checked.

    Raises:
        BackupError: it is no backup, of a later version, or damaged.
    """
    try:
        with zipfile.ZipFile(file) as archive, TemporaryDirectory() as folder:
            manifest = Manifest.model_validate_json(archive.read(MANIFEST))
            entries = [entry for entry in archive.infolist() if _FILE.fullmatch(entry.filename)]
            if sum(entry.file_size for entry in entries) > MOST_BYTES:
                raise BackupError(str(Message("backup.no-backup", file=str(file))))
            for entry in entries:
                archive.extract(entry, folder)
            catalogue = read_catalogue([Path(folder)])
    except (zipfile.BadZipFile, KeyError, ValidationError, CatalogueRefusedError, OSError) as error:
        raise BackupError(str(Message("backup.no-backup", file=str(file)))) from error
    if content_hash([catalogue]) != manifest.content_hash:
        raise BackupError(str(Message("backup.damaged", file=str(file))))
    return Backup(manifest, catalogue)


def extract_dump(file: Path, folder: Path) -> None:
    """Take the dump out of a backup that has one."""
    with zipfile.ZipFile(file) as archive, archive.open(DUMP) as dump, (folder / DUMP).open("wb") as written:
        shutil.copyfileobj(dump, written)

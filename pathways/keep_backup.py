"""Is what the graph holds safe elsewhere, and back again when it is needed?"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from stackways.graph.bulk import Progress, stored_in
from stackways.graph.elements import catalogue_from
from stackways.graph.local import LocalNeo4j
from stackways.graph.local.lock import NEO4J_VERSION
from stackways.graph.shape import SCHEMA_VERSION
from stackways.pathways.session import open_graph
from stackways.pathways.settings import Settings
from stackways.rules.collection import Catalogue
from stackways.seed.backup import (
    Backup,
    BackupError,
    Manifest,
    extract_dump,
    read_backup,
    write_backup,
)
from stackways.seed.difference import count_entries
from stackways.seed.importing import replace_store
from stackways.seed.load import content_hash, load, silent
from stackways.words.message import Message
from stackways.words.system import why_not

__all__ = ["Backup", "BackupError", "Manifest", "back_up", "read_backup", "restore"]


def back_up(settings: Settings, file: Path, progress: Progress = silent) -> Manifest:
    """Write what the graph holds into one file.

    The local Neo4j is started where it does not run, and stands still for the seconds that the dump of its store takes.

    Raises:
        BackupError: the file is there already or cannot be written, or nothing is loaded.
        GraphError, LocalNeo4jError: the database does not answer or does not start.
    """
    if file.exists():
        raise BackupError(str(Message("backup.there-already", file=str(file))))
    local = None if settings.neo4j_uri else LocalNeo4j(settings.home)
    ran = local is not None and local.found() is not None
    if local:
        local.up(progress)
    progress(str(Message("progress.reading-graph")), 0, 0)
    manifest, catalogue = asyncio.run(_read(settings))
    try:
        with TemporaryDirectory(dir=file.absolute().parent, prefix=".stackways-backup-") as folder:
            if local:
                _dump(local, Path(folder), progress, again=ran)
                manifest = manifest.model_copy(update={"neo4j": NEO4J_VERSION})
            progress(str(Message("progress.writing-backup")), 0, 0)
            write_backup(file, catalogue, manifest, Path(folder) / "neo4j.dump" if local else None)
    except OSError as error:
        raise BackupError(str(Message("backup.not-written", file=str(file), why=why_not(error)))) from error
    return manifest


async def _read(settings: Settings) -> tuple[Manifest, Catalogue]:
    async with open_graph(settings) as graph:
        state = graph.readable(await graph.state())  # there is one, and it is of this schema
        elements = (await stored_in(graph)).elements()
        if await graph.state() != state:
            raise BackupError(str(Message("backup.changed-meanwhile")))
    catalogue = catalogue_from(elements.nodes, elements.edges)
    manifest = Manifest(
        made_at=dt.datetime.now(dt.UTC),
        schema_version=state.schema_version or SCHEMA_VERSION,
        content_hash=content_hash([catalogue]),
        entries=count_entries(elements),
    )
    return manifest, catalogue


def _dump(local: LocalNeo4j, folder: Path, progress: Progress, *, again: bool) -> None:
    """Dump the store of a local Neo4j into a folder, and have it running `again`, or not."""
    progress(str(Message("progress.dumping")), 0, 0)
    local.down()
    try:
        local.admin("database", "dump", "neo4j", f"--to-path={folder}")
    finally:
        if again:
            local.up(progress)


def restore(settings: Settings, file: Path, backup: Backup, progress: Progress = silent) -> bool:
    """Make the graph hold what a backup holds and nothing else; tells whether its dump served, or its files.

    Raises:
        GraphError, LocalNeo4jError: the database does not answer or refuses; what it held is there as before.
    """
    local = None if settings.neo4j_uri else LocalNeo4j(settings.home)
    manifest = backup.manifest
    if local and (manifest.neo4j, manifest.schema_version) == (NEO4J_VERSION, SCHEMA_VERSION):
        with TemporaryDirectory(prefix=".stackways-restore-") as folder:
            extract_dump(file, Path(folder))
            asyncio.run(replace_store(local, _loading(Path(folder)), progress))
        return True
    if local:
        local.up(progress)
    asyncio.run(_load(settings, backup, progress))
    return False


def _loading(folder: Path) -> Callable[[LocalNeo4j], None]:
    def fill(draft: LocalNeo4j) -> None:
        draft.admin("database", "load", "neo4j", f"--from-path={folder}", "--overwrite-destination=true")

    return fill


async def _load(settings: Settings, backup: Backup, progress: Progress) -> None:
    async with open_graph(settings) as graph:
        await load(backup.catalogue, graph, progress=progress)

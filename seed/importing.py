"""Import a catalogue into a new store of the local Neo4j: for those that one transaction of `load` cannot hold.

The old store answers until the new one is whole; then one restart swaps them, and the old one is kept until the new
one has answered. A folder of a store is put in place by renaming, so a kill leaves the one or the other; one that
strikes between the two renamings leaves the old one as `data.old`, and the next import puts it back first.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

from stackways.graph.driver import Graph
from stackways.graph.errors import GraphError
from stackways.graph.importing import IMPORT_OPTIONS, write_import_csv
from stackways.graph.local import LocalNeo4j, LocalNeo4jError, Progress, Running, silent
from stackways.graph.state import CatalogueState
from stackways.rules.collection import Catalogue
from stackways.seed.load import stamp_of
from stackways.words.message import Message


async def import_catalogue(
    catalogues: Iterable[Catalogue], server: LocalNeo4j, progress: Progress = silent
) -> CatalogueState:
    """Have a local Neo4j run with a (checked) catalogue and nothing else, and return what it then says of it.

    Args:
        catalogues: The catalogue, in one part or several.
        server: Where to; it may run or not.
        progress: Told what is being done.

    Raises:
        LocalNeo4jError: Neo4j refuses the tables or does not start with the new store; the old one runs as before.
        ValueError: a value cannot be imported; nothing was changed.
    """
    catalogue = Catalogue.joined(catalogues)
    return await replace_store(server, lambda draft: _write_store(catalogue, draft, progress), progress)


async def replace_store(
    server: LocalNeo4j, fill: Callable[[LocalNeo4j], object], progress: Progress = silent
) -> CatalogueState:
    """Have a local Neo4j run with another store, and return what that says of its catalogue.

    Args:
        server: Where to; it may run or not.
        fill: Puts the store into the home of the Neo4j that it is given, which does not run.
        progress: Told what is being done.

    Raises:
        LocalNeo4jError: the new store cannot be made or does not start; the old one runs as before.
    """
    draft = LocalNeo4j(server.home.parent / "importing", bolt_port=0, http_port=0)
    shutil.rmtree(draft.home.parent, ignore_errors=True)
    try:
        await asyncio.to_thread(fill, draft)
        _share_password(server, draft)
        await _prove(await asyncio.to_thread(draft.up, progress), progress)
        await asyncio.to_thread(draft.down)
        return await _swap(server, draft.home / "data", progress)
    finally:
        await asyncio.to_thread(draft.down)
        shutil.rmtree(draft.home.parent, ignore_errors=True)


def _write_store(catalogue: Catalogue, draft: LocalNeo4j, progress: Progress) -> None:
    progress(str(Message("progress.writing-tables")), 0, 0)
    stamp = {**stamp_of(catalogue), "loads": 1, "loaded_at": dt.datetime.now(dt.UTC)}
    arguments = write_import_csv([catalogue], draft.home.parent / "tables", stamp)
    progress(str(Message("progress.importing-tables")), 0, 0)
    draft.admin("database", "import", "full", "neo4j", *arguments, *IMPORT_OPTIONS)


def _share_password(server: LocalNeo4j, draft: LocalNeo4j) -> None:
    """Give the new store the old one's password; Neo4j keeps it in the store from its first start on."""
    if server.password_file.exists():
        shutil.copy2(server.password_file, draft.password_file)


async def _prove(running: Running, progress: Progress) -> CatalogueState:
    """Make the indexes where they are missing, and return what the catalogue is; GraphError if it is not there."""
    progress(str(Message("progress.indexes")), 0, 0)
    async with Graph(running.bolt_uri, running.user, running.password) as graph:
        await graph.write_statements("load/schema")
        return graph.readable(await graph.state())


async def _swap(server: LocalNeo4j, store: Path, progress: Progress) -> CatalogueState:
    """Put the new store in place of the old; when it does not answer, put the old one back."""
    old = await asyncio.to_thread(_put_in_place, server, store)
    try:
        state = await _prove(await asyncio.to_thread(server.up, progress), progress)
    except (GraphError, LocalNeo4jError):
        await asyncio.to_thread(_put_back, server, old, progress)
        raise
    shutil.rmtree(old, ignore_errors=True)
    return state


def _put_in_place(server: LocalNeo4j, store: Path) -> Path:
    """Return where the old store is now; it may be that there was none."""
    place, old = server.home / "data", server.home / "data.old"
    server.down()
    if old.exists() and not place.exists():
        old.rename(place)
    shutil.rmtree(old, ignore_errors=True)
    if place.exists():
        place.rename(old)
    store.rename(place)
    return old


def _put_back(server: LocalNeo4j, old: Path, progress: Progress) -> None:
    server.down()
    place = server.home / "data"
    shutil.rmtree(place)
    if old.exists():
        old.rename(place)
        server.up(progress)

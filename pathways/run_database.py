"""Is the database running, and what does it hold? Start, stop and look at the local Neo4j."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from stackways.graph.errors import GraphError
from stackways.graph.local import LocalNeo4j, LocalNeo4jError, Progress, Running, Status, silent
from stackways.graph.state import CatalogueState
from stackways.pathways.session import Place, open_graph
from stackways.pathways.settings import Settings, SettingsError
from stackways.words.message import Message

__all__ = [
    "CatalogueState",
    "DatabaseStatus",
    "LocalNeo4jError",
    "Progress",
    "Running",
    "Status",
    "look_at_database",
    "prepare",
    "start_local",
    "stay_local",
    "stop_local",
]

PREPARING_SECONDS = 15.0
"""The longest a start waits for queries to be planned."""


@dataclass(frozen=True)
class DatabaseStatus:
    """The database that questions go to, and the catalogue in it."""

    uri: str | None
    """The address set by the user; None when the local Neo4j is used."""
    local: Status
    """How the local Neo4j is, used or not."""
    catalogue: CatalogueState | None
    """What the database in use holds; None when it cannot be asked."""
    trouble: str | None = None
    """Why it cannot be asked, where it should answer."""


def start_local(settings: Settings, progress: Progress = silent) -> Running:
    """Have the local Neo4j running and answering; when it runs already, find it.

    Raises:
        SettingsError: a Neo4j of the user's own is set; the local one is then never started.
        LocalNeo4jError: it cannot be downloaded or does not start.
    """
    return _startable(settings).up(progress)


async def prepare(settings: Settings, running: Running, progress: Progress = silent) -> None:
    """Have a local Neo4j that has just started plan what the command line asks, so that the first answer is quick."""
    progress(str(Message("progress.getting-ready")), 0, 0)
    async with open_graph(settings, Place(running.bolt_uri, running.user, running.password)) as graph:
        await graph.prepare(PREPARING_SECONDS)


def stay_local(settings: Settings, ready: Callable[[Running], None], progress: Progress = silent) -> None:
    """Have it running, tell `ready`, and stay until it ends; Ctrl-C and SIGTERM stop it. Raises as `start_local`."""
    _startable(settings).foreground(ready, progress)


def stop_local(settings: Settings) -> bool:
    """Stop the local Neo4j; answers whether it ran."""
    return LocalNeo4j(settings.home).down()


def look_at_local(settings: Settings) -> Status:
    """Return whether the local Neo4j runs, and how to reach it."""
    return LocalNeo4j(settings.home).status()


async def look_at_database(settings: Settings) -> DatabaseStatus:
    """Return how the database in use is, and what it holds; nothing is raised for one that is away."""
    local = look_at_local(settings)
    if not settings.neo4j_uri and local.state != "running":
        return DatabaseStatus(None, local, None)
    try:
        async with open_graph(settings) as graph:
            return DatabaseStatus(settings.neo4j_uri, local, await graph.state())
    except GraphError as error:
        return DatabaseStatus(settings.neo4j_uri, local, None, str(error))


def _startable(settings: Settings) -> LocalNeo4j:
    if settings.neo4j_uri:
        raise SettingsError(str(Message("local.not-wanted", address=settings.neo4j_uri)))
    return LocalNeo4j(settings.home)

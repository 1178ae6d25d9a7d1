"""The way from a door to the graph: one connection, and the errors that a question can meet on the way."""

from __future__ import annotations

from dataclasses import dataclass, field

from stackways.graph.driver import Graph
from stackways.graph.driver import Reading as Reader
from stackways.graph.errors import (
    Busy,
    CatalogueLoading,
    DatabaseAway,
    GettingReady,
    GraphError,
    NoCatalogue,
    SchemaMismatch,
    TooSlow,
)
from stackways.graph.local import LocalNeo4j, LocalNeo4jError
from stackways.graph.watch import LOOK_SECONDS
from stackways.pathways.settings import Settings
from stackways.words.message import Message

__all__ = [
    "Busy",
    "CatalogueLoading",
    "DatabaseAway",
    "GettingReady",
    "Graph",
    "GraphError",
    "NoCatalogue",
    "Place",
    "Reader",
    "SchemaMismatch",
    "TooSlow",
    "open_graph",
    "place_of_graph",
]


@dataclass(frozen=True)
class Place:
    """Where a graph is, and who logs in."""

    uri: str
    user: str
    password: str = field(repr=False)
    database: str = "neo4j"


def place_of_graph(settings: Settings) -> Place:
    """Return where the graph is that the settings name, else the local one; nothing is asked of it.

    Raises:
        DatabaseAway: no address is set and the local Neo4j does not run.
    """
    if settings.neo4j_uri is not None:
        password = settings.neo4j_password.get_secret_value() if settings.neo4j_password else ""
        return Place(settings.neo4j_uri, settings.neo4j_user, password, settings.neo4j_database)
    try:
        found = LocalNeo4j(settings.home).found()
    except LocalNeo4jError as error:
        raise DatabaseAway(error.message) from error
    if found is None:
        raise DatabaseAway(Message("graph.local-not-running"))
    return Place(found.bolt_uri, found.user, found.password)


def open_graph(settings: Settings, place: Place | None = None, *, serving: bool = False) -> Graph:
    """Return the graph that the settings name, else the local one; connections are made when first needed.

    Args:
        settings: Where it is, and how long a query may take.
        place: Where it is, if that is known already.
        serving: Others wait as well: who asks is told sooner to ask again.

    Raises:
        DatabaseAway: no address is set and the local Neo4j does not run.
    """
    at = place or place_of_graph(settings)
    seconds = settings.query_seconds
    soon = {"look_seconds": min(LOOK_SECONDS, seconds / 2), "planning_seconds": seconds} if serving else {}
    return Graph(at.uri, at.user, at.password, database=at.database, query_seconds=seconds, **soon)

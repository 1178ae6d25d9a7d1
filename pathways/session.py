"""The way from a door to the graph: one connection, and the errors that a question can meet on the way."""

from __future__ import annotations

from stackways.graph.driver import Graph
from stackways.graph.driver import Reading as Reader
from stackways.graph.errors import CatalogueLoading, DatabaseAway, GraphError, NoCatalogue, SchemaMismatch, TooSlow
from stackways.graph.local import LocalNeo4j
from stackways.pathways.settings import Settings

__all__ = [
    "CatalogueLoading",
    "DatabaseAway",
    "Graph",
    "GraphError",
    "NoCatalogue",
    "Reader",
    "SchemaMismatch",
    "TooSlow",
    "open_graph",
]


def open_graph(settings: Settings) -> Graph:
    """Return the graph that the settings name, else the local one; connections are made when first needed.

    Raises:
        DatabaseAway: no address is set and the local Neo4j does not run.
    """
    if settings.neo4j_uri is not None:
        password = settings.neo4j_password.get_secret_value() if settings.neo4j_password else ""
        return Graph(
            settings.neo4j_uri,
            settings.neo4j_user,
            password,
            database=settings.neo4j_database,
            query_seconds=settings.query_seconds,
        )
    running = LocalNeo4j(settings.home).status().running
    if running is None:
        raise DatabaseAway(
            "the local Neo4j does not run: start it with `stackways up`, then load the catalogue with `stackways load`"
        )
    return Graph(running.bolt_uri, running.user, running.password, query_seconds=settings.query_seconds)

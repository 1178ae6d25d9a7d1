"""An empty graph in a real Neo4j, for tests that fill it themselves."""

from collections.abc import AsyncIterator

import pytest
from tests.conftest import Neo4jServer

from stackways.graph.driver import Graph
from stackways.graph.queries import NamedQuery


def cypher(text: str) -> NamedQuery:
    """A query that is no file, for looking behind the scenes."""
    return NamedQuery("test", "", {}, {}, text)


@pytest.fixture
async def graph(neo4j_server: Neo4jServer) -> AsyncIterator[Graph]:
    """An empty graph. Its questions may take half a second, so that a load need not wait long for readers."""
    async with Graph(neo4j_server.uri, neo4j_server.user, neo4j_server.password, query_seconds=0.5) as graph:
        await empty(graph)
        yield graph


async def empty(graph: Graph) -> None:
    """Remove every node."""
    async with graph._driver.session(database="neo4j") as session:
        await (await session.run("MATCH (node) CALL (node) { DETACH DELETE node } IN TRANSACTIONS")).consume()

"""An empty graph in a real Neo4j, for tests that fill it themselves."""

from collections.abc import AsyncIterator

import pytest
from tests.conftest import Neo4jServer

from stackways.graph.driver import Graph
from stackways.graph.queries import NamedQuery


@pytest.fixture
async def graph(neo4j_server: Neo4jServer) -> AsyncIterator[Graph]:
    """An empty graph that nobody else reads."""
    async with Graph(neo4j_server.uri, neo4j_server.user, neo4j_server.password) as graph:
        await change(graph, "MATCH (node) CALL (node) { DETACH DELETE node } IN TRANSACTIONS")
        yield graph


def cypher(text: str) -> NamedQuery:
    """A query that is no file, for looking behind the scenes."""
    return NamedQuery("test", "", {}, {}, text)


async def change(graph: Graph, text: str) -> None:
    """Change the graph behind the loader's back."""
    async with graph._driver.session(database="neo4j") as session:
        await (await session.run(text)).consume()

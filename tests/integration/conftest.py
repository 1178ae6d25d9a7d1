"""Fixtures for tests against a real Neo4j that holds the shipped catalogue."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import httpx
import pytest
import pytest_asyncio
from pydantic import SecretStr
from tests.api_client import is_ready, serving
from tests.conftest import Neo4jServer

from stackways.graph.driver import Graph
from stackways.pathways.settings import Settings
from stackways.rules.collection import Catalogue
from stackways.seed.load import load
from stackways.seed.reading import shipped_catalogue


@dataclass(frozen=True)
class Loaded:
    """A server that holds a catalogue."""

    uri: str
    user: str
    password: str = field(repr=False)
    catalogue: Catalogue = field(repr=False)
    """What it holds."""

    def open(self) -> Graph:
        """Return a patient connection (answers are tested, not how fast), to be closed or used in `async with`."""
        return Graph(self.uri, self.user, self.password, query_seconds=60)


async def load_into(server: Neo4jServer, catalogue: Catalogue) -> Loaded:
    """Make the server hold just this catalogue."""
    async with Graph(server.uri, server.user, server.password, query_seconds=60) as graph:
        await load(catalogue, graph)
    return Loaded(server.uri, server.user, server.password, catalogue)


@pytest.fixture(scope="session")
def shipped() -> Catalogue:
    """The shipped catalogue, with the illustrative part."""
    return shipped_catalogue(illustrative=True)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def loaded(neo4j_server: Neo4jServer, shipped: Catalogue) -> Loaded:
    """The test server, holding the shipped catalogue with the illustrative part.

    Loaded once; a module that comes after one which loaded something else gets it back. Tests only read it.
    """
    return await load_into(neo4j_server, shipped)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def shipped_graph(loaded: Loaded) -> AsyncIterator[Graph]:
    """A connection to what `loaded` holds, on the loop of the tests."""
    async with loaded.open() as graph:
        yield graph


@pytest.fixture
def commands_ask_the_test_server(loaded: Loaded, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands and the API read what `loaded` holds."""
    monkeypatch.setenv("STACKWAYS_NEO4J_URI", loaded.uri)
    monkeypatch.setenv("STACKWAYS_NEO4J_USER", loaded.user)
    monkeypatch.setenv("STACKWAYS_NEO4J_PASSWORD", loaded.password)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def api(loaded: Loaded) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the API over what `loaded` holds."""
    settings = Settings(
        neo4j_uri=loaded.uri,
        neo4j_user=loaded.user,
        neo4j_password=SecretStr(loaded.password),
        query_seconds=60,  # answers are tested, not how fast a server that has just started plans
    )
    async with serving(settings) as client:
        await is_ready(client)
        yield client

"""The API outlives its database, wherever the local one comes back."""

import threading
from typing import cast

import pytest

from stackways.api import connection as connection_module
from stackways.api.connection import Connection
from stackways.graph.state import CatalogueState
from stackways.pathways.session import DatabaseAway, Graph, Place
from stackways.pathways.settings import Settings


class StubGraph:
    """A graph at an address, as long as a database answers there."""

    def __init__(self, machine: "StubMachine", address: str) -> None:
        self.machine, self.address, self.closed = machine, address, False

    async def reading(self) -> str:
        return f"reader at {self.address}"

    async def ready(self) -> CatalogueState:
        if self.machine.answers_at != self.address:
            raise DatabaseAway(self.address)
        return CatalogueState(version=self.address)

    async def close(self) -> None:
        self.closed = True


class StubMachine:
    """Where a database may answer, and a clock."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.answers_at: str | None = None
        self.now = 100.0
        self.looked = 0
        self.opened: list[StubGraph] = []
        monkeypatch.setattr(connection_module, "place_of_graph", self.place)
        monkeypatch.setattr(connection_module, "open_graph", self.open)

    def connection(self, uri: str | None = None) -> Connection:
        return Connection(Settings(neo4j_uri=uri), clock=lambda: self.now)

    def place(self, settings: Settings) -> Place:
        self.looked += 1
        address = settings.neo4j_uri or self.answers_at
        if address is None:
            raise DatabaseAway("the local Neo4j is not running")
        return Place(address, "neo4j", "secret")

    def open(self, _: Settings, place: Place, *, serving: bool) -> StubGraph:
        assert serving
        self.opened.append(StubGraph(self, place.uri))
        return self.opened[-1]


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> StubMachine:
    return StubMachine(monkeypatch)


async def test_it_starts_without_a_local_database_and_finds_it_later(machine: StubMachine) -> None:
    async with machine.connection() as connection:
        for ask in (connection.reading, connection.ready):
            with pytest.raises(DatabaseAway):
                await ask()
        machine.answers_at = "bolt://127.0.0.1:7687"
        machine.now += 1
        assert str(await connection.reading()) == "reader at bolt://127.0.0.1:7687"
        assert await connection.ready() == "bolt://127.0.0.1:7687"
    assert machine.opened[0].closed


async def test_it_follows_the_local_database_to_another_port(machine: StubMachine) -> None:
    machine.answers_at = "bolt://127.0.0.1:7687"
    async with machine.connection() as connection:
        await connection.ready()
        machine.answers_at = "bolt://127.0.0.1:9999"
        machine.now += 1
        assert await connection.ready() == "bolt://127.0.0.1:9999"
        assert [graph.closed for graph in machine.opened] == [True, False]


async def test_it_keeps_the_graph_while_the_local_database_is_where_it_was_and_says_nothing(
    machine: StubMachine,
) -> None:
    machine.answers_at = "bolt://127.0.0.1:7687"
    async with machine.connection() as connection:
        await connection.ready()
        (graph,) = machine.opened
        machine.now += 1
        with pytest.raises(DatabaseAway):
            await connection.elsewhere(cast("Graph", graph))
        assert not graph.closed
        assert len(machine.opened) == 1


async def test_it_looks_for_the_local_database_once_a_second_at_most(machine: StubMachine) -> None:
    machine.answers_at = "bolt://127.0.0.1:7687"
    async with machine.connection() as connection:
        await connection.ready()
        machine.answers_at = None
        for _ in range(50):
            machine.now += 0.1
            with pytest.raises(DatabaseAway):
                await connection.ready()
        assert machine.looked <= 1 + 5
        machine.answers_at = "bolt://127.0.0.1:7687"
        assert await connection.ready() == "bolt://127.0.0.1:7687"


async def test_it_stays_with_the_database_that_was_named(machine: StubMachine) -> None:
    async with machine.connection("bolt://db:7687") as connection:
        for _ in range(3):
            machine.now += 10
            with pytest.raises(DatabaseAway):
                await connection.ready()
        machine.answers_at = "bolt://db:7687"
        assert await connection.ready() == "bolt://db:7687"
    assert len(machine.opened) == 1


async def test_the_machine_is_looked_through_beside_the_loop_that_answers(
    machine: StubMachine, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads = []

    def place(_: Settings) -> Place:
        threads.append(threading.current_thread())
        return Place("bolt://127.0.0.1:7687", "neo4j", "secret")

    monkeypatch.setattr(connection_module, "place_of_graph", place)
    async with machine.connection() as connection:
        await connection.reading()
    assert threads != [threading.current_thread()]

"""The driver against servers that are away, slow, killed and back."""

import asyncio
import logging
from collections.abc import AsyncIterator
from pathlib import Path

import psutil
import pytest
from tests import real_graph
from tests.conftest import Neo4jServer
from tests.real_graph import cypher

from stackways.graph.bulk import stored_in
from stackways.graph.driver import Graph
from stackways.graph.elements import catalogue_from
from stackways.graph.errors import DatabaseAway, GraphError, TooSlow
from stackways.graph.local import LocalNeo4j
from stackways.rules.collection import Catalogue
from stackways.seed.load import load

graph = real_graph.graph


def catalogue(size: int, title: str = "Old") -> Catalogue:
    bodies = [{"code": f"body-{n:05}", "title": {"en": title}, "kind": "body"} for n in range(size)]
    return Catalogue.model_validate({"institutions": bodies})


async def test_a_server_that_is_away_is_said_to_be() -> None:
    async with Graph("bolt://127.0.0.1:1", "neo4j", "secret") as away:
        with pytest.raises(DatabaseAway, match="does not answer") as error:
            await away.read("load/nodes")
    assert "stackways up" in str(error.value)


async def test_a_host_that_does_not_exist_is_away() -> None:
    async with Graph("bolt://no-such-host.invalid:7687", "neo4j", "secret") as away:
        with pytest.raises(DatabaseAway):
            await away.state()


@pytest.mark.parametrize("uri", ["http://localhost:7687", "localhost", ""])
async def test_an_address_that_is_none_is_refused_at_once(uri: str) -> None:
    with pytest.raises(DatabaseAway, match="write it as in bolt://localhost:7687"):
        Graph(uri, "neo4j", "secret")


async def test_the_password_is_never_shown(neo4j_server: Neo4jServer, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with Graph(neo4j_server.uri, neo4j_server.user, "wrong-and-secret") as refused:
        with pytest.raises(DatabaseAway, match="refuses the user or the password") as error:
            await refused.state()
    shown = repr(refused) + str(vars(refused)) + str(error.value) + repr(error.value) + caplog.text
    assert "wrong-and-secret" not in shown
    with pytest.raises(DatabaseAway, match="is no address of a Neo4j") as error:
        Graph("bolt://ada:hidden@127.0.0.1:1", "neo4j", "secret")
    assert "hidden" not in str(error.value)
    assert error.value.__suppress_context__  # the driver's own words show it


async def test_a_question_that_takes_too_long_ends(graph: Graph) -> None:
    endless = cypher("UNWIND range(1, 10000000000) AS n WITH n WHERE n % 7 = 8 RETURN count(n) AS found")
    with pytest.raises(TooSlow, match="took longer than"):
        await graph.rows(endless, {}, 0.3)
    assert await graph.rows(cypher("RETURN 1 AS one"), {}) == [{"one": 1}]


async def test_a_question_that_takes_too_much_memory_ends(graph: Graph) -> None:
    greedy = cypher(
        "UNWIND range(1, 100000000) AS n WITH collect({n: toString(n)}) AS everything RETURN size(everything) AS found"
    )
    with pytest.raises(TooSlow):
        await graph.rows(greedy, {}, 30)


async def test_a_question_with_other_parameters_than_its_file_names_is_refused(graph: Graph) -> None:
    await load(catalogue(1), graph)
    with pytest.raises(TypeError, match=r"takes \[\], not \['code'\]"):
        await graph.read("load/nodes", code="cisco:ccna")


async def test_a_query_that_neo4j_refuses_is_our_fault(graph: Graph) -> None:
    with pytest.raises(GraphError, match="a fault of Stackways"):
        await graph.rows(cypher("RETURN nonsense"), {})


async def test_a_cancelled_question_leaves_the_way_free(graph: Graph) -> None:
    slow = cypher("UNWIND range(1, 10000000000) AS n WITH n WHERE n % 7 = 8 RETURN count(n) AS found")
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(graph.rows(slow, {}, 5), 0.2)
    assert await graph.rows(cypher("RETURN 1 AS one"), {}) == [{"one": 1}]


# A server of its own, to be killed


@pytest.fixture
async def mortal(tmp_path: Path) -> AsyncIterator[LocalNeo4j]:
    server = LocalNeo4j(tmp_path, bolt_port=0, http_port=0, heap=512, page_cache=64)
    try:
        yield server
    finally:
        server.down()


async def held_by(graph: Graph) -> Catalogue:
    elements = (await stored_in(graph)).elements()
    return catalogue_from(elements.nodes, elements.edges)


async def test_a_server_killed_while_writing_keeps_the_old_catalogue_and_readers_recover(mortal: LocalNeo4j) -> None:
    running = mortal.up()
    port = int(running.bolt_uri.rpartition(":")[2])

    def kill(what: str, *_: int) -> None:
        if what == "writing the catalogue":
            psutil.Process(running.pid).kill()

    async with Graph(running.bolt_uri, running.user, running.password) as graph:
        await load(catalogue(100), graph)
        with pytest.raises(DatabaseAway):
            await load(catalogue(6_000, "New"), graph, progress=kill)
        with pytest.raises(DatabaseAway):
            await graph.read("load/nodes")
        LocalNeo4j(mortal.home.parent, bolt_port=port, http_port=0, heap=512, page_cache=64).up()
        # The same object answers again, once the dead load's lease is over.
        for _ in range(120):
            try:
                assert len(await graph.read("load/nodes")) == 100
                break
            except GraphError:
                await asyncio.sleep(0.5)
        assert await held_by(graph) == catalogue(100)
        await load(catalogue(6_000, "New"), graph)
        assert await held_by(graph) == catalogue(6_000, "New")
        assert (await graph.state()).loading is None

"""Loads that one transaction cannot hold: prepared in parts that no question sees, then switched at once."""

import asyncio

import pytest
from hypothesis import HealthCheck, given, settings
from tests import real_graph
from tests.integration.test_load import held_by, small, values
from tests.random_catalogues import catalogues
from tests.real_graph import change

from stackways.graph import staging
from stackways.graph.bulk import stored_in
from stackways.graph.driver import Graph
from stackways.graph.elements import elements_of
from stackways.graph.staging import prepare, sweep
from stackways.rules.collection import Catalogue
from stackways.seed.load import load, silent

graph = real_graph.graph

SEEN = "MATCH (seen:Coded|Rule|Requirement|Source)--(hidden:Hidden) RETURN count(*)"
HIDDEN = "MATCH (hidden:Hidden) RETURN count(*)"


@pytest.fixture(autouse=True)
def everything_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staging, "AT_ONCE", 3)
    monkeypatch.setattr(staging, "SWEPT", 2)


async def test_any_catalogue_follows_any_other_in_parts(graph: Graph) -> None:
    loop = asyncio.get_running_loop()

    async def loaded(catalogue: Catalogue) -> Catalogue:
        await load(catalogue, graph)
        assert await values(graph, HIDDEN) == [0]
        return await held_by(graph)

    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
    @given(catalogues())
    def each(catalogue: Catalogue) -> None:
        assert asyncio.run_coroutine_threadsafe(loaded(catalogue), loop).result(60) == catalogue

    await asyncio.to_thread(each)


@pytest.mark.parametrize(
    "new", [small("New", modules=9), small("Old", modules=9), small("Old", modules=2, needs="tp:module-1")]
)
async def test_what_is_prepared_is_met_by_no_question(graph: Graph, new: Catalogue) -> None:
    await load(small(), graph)
    prepared = await prepare(graph, await stored_in(graph), elements_of(new), silent)
    assert prepared.show_nodes or prepared.retire_nodes
    assert await values(graph, SEEN) == [0]
    assert await held_by(graph) == small()
    assert await values(graph, "CALL db.index.fulltext.queryNodes('names', 'New') YIELD node RETURN node") == []
    await sweep(graph)
    assert await values(graph, HIDDEN) == [0]
    assert await held_by(graph) == small()


async def test_what_a_dead_loader_prepared_is_swept_by_the_next(graph: Graph) -> None:
    await load(small(), graph)
    await prepare(graph, await stored_in(graph), elements_of(small("Lost", modules=9)), silent)
    assert await values(graph, HIDDEN) != [0]
    await load(small("New", modules=9), graph)
    assert await values(graph, HIDDEN) == [0]
    assert await held_by(graph) == small("New", modules=9)


async def test_an_unknown_code_is_named_before_anything_is_prepared(graph: Graph) -> None:
    await load(small(), graph)
    with pytest.raises(ValueError, match=r"speaks of `tp:nowhere`"):
        await load(small("New", modules=9, needs="tp:nowhere"), graph)
    assert await values(graph, HIDDEN) == [0]
    assert await held_by(graph) == small()


async def test_other_nodes_in_the_database_are_left_alone(graph: Graph) -> None:
    await change(graph, "CREATE (:Person {name: 'Ada'})-[:KNOWS]->(:Person {name: 'Grace'})")
    await load(small(modules=9), graph)
    await load(Catalogue(), graph)
    assert await values(graph, "MATCH (p:Person)-[:KNOWS]->(q) RETURN p.name + q.name") == ["AdaGrace"]

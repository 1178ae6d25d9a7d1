"""Importing a catalogue into a new store of the local Neo4j."""

from pathlib import Path

import pytest

from stackways.graph.bulk import stored_in
from stackways.graph.driver import Graph
from stackways.graph.elements import catalogue_from, elements_of
from stackways.graph.errors import GraphError
from stackways.graph.local import LocalNeo4j, Progress, Running
from stackways.graph.state import CatalogueState
from stackways.rules.collection import Catalogue
from stackways.seed import importing
from stackways.seed.difference import difference
from stackways.seed.importing import import_catalogue
from stackways.seed.load import load
from stackways.seed.reading import shipped_catalogue


async def test_an_import_that_does_not_answer_leaves_the_old_store_and_one_that_does_takes_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = LocalNeo4j(tmp_path, bolt_port=0, http_port=0, heap=512, page_cache=64)
    try:
        await _import_twice(server, monkeypatch)
    finally:
        server.down()


async def _import_twice(server: LocalNeo4j, monkeypatch: pytest.MonkeyPatch) -> None:
    old = Catalogue.model_validate({"institutions": [{"code": "old", "title": {"en": "Old"}, "kind": "body"}]})
    running = server.up()
    async with Graph(running.bolt_uri, running.user, running.password) as graph:
        await load(old, graph)
    prove = importing._prove

    async def prove_but_not_in_place(running: Running, progress: Progress) -> CatalogueState:
        if running.password_file == server.password_file:
            raise GraphError("as if it did not answer")
        return await prove(running, progress)

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(importing, "_prove", prove_but_not_in_place)
        with pytest.raises(GraphError, match="as if"):
            await import_catalogue([Catalogue()], server)
    running = server.up()
    async with Graph(running.bolt_uri, running.user, running.password) as graph:
        elements = (await stored_in(graph)).elements()
        assert catalogue_from(elements.nodes, elements.edges) == old

    shipped = shipped_catalogue(illustrative=True)
    state = await import_catalogue([shipped], server)
    running = server.up()
    async with Graph(running.bolt_uri, running.user, running.password) as graph:
        elements = (await stored_in(graph)).elements()
        assert not difference(elements, elements_of(shipped))
        assert catalogue_from(elements.nodes, elements.edges) == shipped
        assert not await load(shipped, graph)
        assert await graph.state() == state
    assert not (server.home / "data.old").exists()
    assert not (server.home.parent / "importing").exists()

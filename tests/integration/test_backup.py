"""A catalogue is backed up and brought back: from a dump by the local Neo4j, from files into any."""

import asyncio
import json
import zipfile
from pathlib import Path

import pytest
from pydantic import SecretStr
from tests import real_graph
from tests.command_line import run
from tests.conftest import Neo4jServer
from tests.integration.test_load import held_by, small
from tests.real_graph import change

from stackways.graph.driver import Graph
from stackways.graph.local import LocalNeo4j
from stackways.pathways.keep_backup import back_up, read_backup, restore
from stackways.pathways.settings import Settings
from stackways.rules.collection import Catalogue
from stackways.seed.backup import MANIFEST
from stackways.seed.load import load
from stackways.seed.reading import read_catalogue

graph = real_graph.graph
EXAMPLE = Path(__file__).parents[2] / "docs" / "catalogue-example.yaml"
KEPT = Catalogue.joined([read_catalogue([EXAMPLE])])


@pytest.fixture
def settings(neo4j_server: Neo4jServer) -> Settings:
    """Those of a Neo4j of one's own."""
    server = neo4j_server
    return Settings(neo4j_uri=server.uri, neo4j_user=server.user, neo4j_password=SecretStr(server.password))


async def test_a_neo4j_of_ones_own_is_backed_up_as_files(graph: Graph, settings: Settings, tmp_path: Path) -> None:
    await load(KEPT, graph)
    file = tmp_path / "a.backup"
    made = await asyncio.to_thread(back_up, settings, file)
    assert made.neo4j is None
    await load(small("Lost", modules=5), graph)
    assert await asyncio.to_thread(restore, settings, file, read_backup(file)) is False
    assert await held_by(graph) == KEPT


async def test_a_backup_of_another_schema_is_brought_back_from_its_files(
    graph: Graph, settings: Settings, tmp_path: Path
) -> None:
    await load(KEPT, graph)
    file = tmp_path / "a.backup"
    await asyncio.to_thread(back_up, settings, file)
    await change(graph, "MATCH (c:Catalogue) SET c.schema_version = 0")
    assert await asyncio.to_thread(restore, settings, file, read_backup(file)) is False
    assert (await graph.state()).schema_version != 0
    assert await held_by(graph) == KEPT


async def test_the_local_neo4j_is_backed_up_and_brought_back_with_its_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, file = tmp_path / "home", tmp_path / "a.backup"
    monkeypatch.setenv("STACKWAYS_HOME", str(home))
    monkeypatch.setenv("STACKWAYS_NEO4J_HEAP", "512")
    monkeypatch.setenv("STACKWAYS_NEO4J_PAGE_CACHE", "64")
    neo4j = LocalNeo4j(home)
    try:
        running = neo4j.up()
        async with Graph(running.bolt_uri, running.user, running.password) as local:
            await load(KEPT, local)
        ran = await asyncio.to_thread(run, "backup", str(file))
        assert (ran.code, "are saved in" in ran.words) == (0, True)
        assert neo4j.found(), "it runs again, for it ran before"
        running = neo4j.up()
        async with Graph(running.bolt_uri, running.user, running.password) as local:
            await load(small("Lost", modules=5), local)
        ran = await asyncio.to_thread(run, "restore", str(file), "--yes")
        assert (ran.code, "The graph now holds the backup" in ran.words) == (0, True)
        running = neo4j.up()
        async with Graph(running.bolt_uri, running.user, running.password) as local:
            assert await held_by(local) == KEPT
        with zipfile.ZipFile(file) as archive:
            assert json.loads(archive.read(MANIFEST))["neo4j"]
            assert "neo4j.dump" in archive.namelist()
    finally:
        neo4j.down()

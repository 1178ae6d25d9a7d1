"""A loader killed at any moment: the old catalogue (or, once committed, the new) is read, and a next load heals."""

import asyncio
import os
import subprocess
import sys
import time
from typing import Literal

import pytest
from tests import real_graph
from tests.conftest import Neo4jServer

from stackways.graph import loading
from stackways.graph.driver import Graph
from stackways.graph.errors import CatalogueLoading
from stackways.rules.collection import Catalogue
from stackways.seed.load import load

graph = real_graph.graph

Moment = Literal["preparing", "announced", "writing", "marked", "committed"]

LOADER = """
import asyncio, os, sys, time
from stackways.graph import driver, loading, staging
from stackways.graph.driver import Graph, Transaction
from stackways.rules.collection import Catalogue
from stackways.seed.load import load

moment = sys.argv[1]
loading.LEASE_SECONDS = 3.0
loading.CHANGES_A_SECOND = 1e9

def stop():
    print("there", flush=True)
    time.sleep(600)

def progress(what, *_):
    moments = {"preparing the catalogue": "preparing", "writing the catalogue": "writing"}
    if moments.get(what) == moment:
        stop()

class Stopping(Transaction):
    async def run(self, query_name, **parameters):
        if (query_name, moment) == ("load/stamp", "marked"):
            stop()
        return await super().run(query_name, **parameters)

async def write(*_):
    stop()

async def finish(self):
    stop()

async def main():
    if moment == "preparing":
        staging.AT_ONCE = 3
    if moment == "announced":
        loading.write = write
    if moment == "committed":
        loading.Load.finish = finish
    driver.Transaction = Stopping
    bodies = [{"code": f"new-{n}", "title": {"en": "New"}, "kind": "body"} for n in range(50)]
    async with Graph(os.environ["URI"], os.environ["USER_NAME"], os.environ["PASSWORD"], query_seconds=1) as graph:
        await load(Catalogue.model_validate({"institutions": bodies}), graph, progress=progress)

asyncio.run(main())
"""


def old() -> Catalogue:
    bodies = [{"code": f"old-{n}", "title": {"en": "Old"}, "kind": "body"} for n in range(50)]
    return Catalogue.model_validate({"institutions": bodies})


async def titles(graph: Graph) -> set[str]:
    return {row["properties"]["title_en"] for row in await graph.read("load/nodes")}


@pytest.mark.parametrize(
    ("moment", "left"),
    [("preparing", "Old"), ("announced", "Old"), ("writing", "Old"), ("marked", "Old"), ("committed", "New")],
)
async def test_a_killed_loader_leaves_a_whole_catalogue(
    graph: Graph, neo4j_server: Neo4jServer, moment: Moment, left: str
) -> None:
    await load(old(), graph)
    server = neo4j_server
    environment = {"URI": server.uri, "USER_NAME": server.user, "PASSWORD": server.password}
    loader = await asyncio.create_subprocess_exec(
        sys.executable, "-c", LOADER, moment, stdout=subprocess.PIPE, env=os.environ | environment
    )
    assert loader.stdout
    assert await loader.stdout.readline() == b"there\n"
    loader.kill()
    await loader.wait()
    began = time.monotonic()
    async with Graph(server.uri, server.user, server.password) as reader:
        while True:
            try:
                assert await titles(reader) == {left}
                break
            except CatalogueLoading:
                assert moment in {"marked", "committed"}  # before that readers are never turned away
                assert time.monotonic() - began < 30
        assert (await reader.state()).loading
        await load(old(), reader)
        assert await titles(reader) == {"Old"}
        assert (await reader.state()).loading is None


async def test_a_loader_that_stands_still_while_writing_shows_that_it_lives(
    graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    await load(old(), graph)
    monkeypatch.setattr(loading, "LEASE_SECONDS", 1.0)
    monkeypatch.setattr(loading, "BEAT_SECONDS", 0.3)
    async with loading.exclusive_load(graph, 0, lambda *_: None) as one:
        await one._keep("writing", 1.0)
        await asyncio.sleep(2.5)
        assert (await graph.state()).being_written
    assert (await graph.state()).loading is None

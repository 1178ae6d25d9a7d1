"""A disk that fills while a catalogue is loaded: told as what it is, and over when there is room again."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.integration.test_load import held_by, small

from stackways.graph.driver import Graph
from stackways.graph.local import LocalNeo4j, LocalNeo4jError
from stackways.pathways.keep_catalogue import load_planned
from stackways.pathways.settings import Settings
from stackways.seed.load import load, plan_load

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="mounting a small disk takes root")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 200 MB."""
    mount = ["mount", "-t", "tmpfs", "-o", "size=200m", "stackways", str(tmp_path)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("mounting is not allowed here")
    try:
        yield tmp_path
    finally:
        subprocess.run(["umount", "--lazy", str(tmp_path)], check=True)


def fill(disk: Path) -> Path:
    """Leave a megabyte of a disk."""
    filler = disk / "filler"
    free = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
    with filler.open("wb") as file:
        file.write(bytes(free - 10**6))
    return filler


async def test_the_old_catalogue_is_there_when_there_is_room_again(disk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    neo4j = LocalNeo4j(disk, bolt_port=0, http_port=0, heap=512, page_cache=64)
    settings = Settings(home=disk)
    try:
        running = neo4j.up()
        async with Graph(running.bolt_uri, running.user, running.password) as graph:
            await load(small(), graph)
            planned = await plan_load(small("New", modules=3_000), graph)
            filler = fill(disk)
            with pytest.raises(LocalNeo4jError, match=r"the disk of .* has too little room for this load"):
                await load_planned(planned, graph, settings)
            assert await held_by(graph) == small()
            monkeypatch.setattr(LocalNeo4j, "require_room", lambda *_: None)  # as if it filled only meanwhile
            with pytest.raises(LocalNeo4jError, match=r"has given up because the disk of .* is full .0 MB are free"):
                await load_planned(planned, graph, settings)
        assert neo4j.status().state == "broken"
        with pytest.raises(LocalNeo4jError, match=r"the disk of .* is full"):
            neo4j.up()
        filler.unlink()
        running = neo4j.up()
        async with Graph(running.bolt_uri, running.user, running.password) as graph:
            assert await held_by(graph) == small()
            await load(small("New"), graph)
            assert await held_by(graph) == small("New")
    finally:
        neo4j.down()

"""Fixtures for every test: the Neo4j that integration tests talk to."""

import contextlib
import gc
import os
import secrets
import shutil
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import docker
import hypothesis
import pytest
from testcontainers.community.neo4j import Neo4jContainer

from stackways.graph.local import LocalNeo4j, conf
from stackways.graph.local.lock import NEO4J_VERSION
from stackways.words.render import speak

# Tests start many servers and ask each little: the quick compiler alone starts one with half the work.
conf.JVM_OPTIONS = (*conf.JVM_OPTIONS, "-XX:TieredStopAtLevel=1")

# No test depends on how fast the machine is just now, nor on luck: `python -m tests.reference` asks with other dice.
hypothesis.settings.register_profile("stackways", deadline=None, derandomize=True)
hypothesis.settings.load_profile("stackways")

IMAGE = f"neo4j:{NEO4J_VERSION}-community"


@dataclass(frozen=True)
class Neo4jServer:
    """A server that a test run may fill and empty as it likes."""

    uri: str
    user: str
    password: str
    home: Path | None = None
    """Where a local one keeps its data; None for any other."""


@pytest.fixture(autouse=True)
def _in_english() -> None:
    """Begin each test in English: a command that was run in this process may have been asked for another language."""
    speak("en")


@pytest.fixture
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder as the working one, and no setting from outside."""
    for name in [name for name in os.environ if name.startswith("STACKWAYS_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="session")
def neo4j_server(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Neo4jServer]:
    """The server that STACKWAYS_TEST_NEO4J_URI names, else one in Docker, else a local one in a throw-away home.

    Community has one database for users, so each process of a parallel run (pytest -n) gets a server of its own.
    """
    uri = os.environ.get("STACKWAYS_TEST_NEO4J_URI")
    if uri:
        if hasattr(request.config, "workerinput"):
            pytest.exit("STACKWAYS_TEST_NEO4J_URI names one server: run its tests in one process, without `-n`")
        yield Neo4jServer(
            uri, os.environ.get("STACKWAYS_TEST_NEO4J_USER", "neo4j"), os.environ["STACKWAYS_TEST_NEO4J_PASSWORD"]
        )
    elif _docker_answers():
        with Neo4jContainer(IMAGE, password=secrets.token_hex()) as container:
            yield Neo4jServer(container.get_connection_url(), container.username, container.password)
    else:
        home = tmp_path_factory.mktemp("stackways")
        yield from _local(home)
        shutil.rmtree(home)


def _local(home: Path) -> Iterator[Neo4jServer]:
    neo4j = LocalNeo4j(home, bolt_port=0, http_port=0, heap=768, page_cache=64)
    running = neo4j.up()
    try:
        yield Neo4jServer(running.bolt_uri, running.user, running.password, home)
    finally:
        neo4j.down()


def _docker_answers() -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # docker leaves its socket open where no engine listens
        with contextlib.suppress(docker.errors.DockerException):
            docker.from_env(timeout=5).close()
            return True
        gc.collect()
        return False

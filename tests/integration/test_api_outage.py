"""The database is killed under a running API: 503 meanwhile, and answers again once it is back, without a restart."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import psutil
import pytest
from pydantic import SecretStr
from tests.api_client import serving

from stackways.graph.driver import TRUSTED_SECONDS, Graph
from stackways.graph.local import LocalNeo4j
from stackways.pathways.settings import Settings
from stackways.rules.collection import Catalogue
from stackways.seed.load import load

CATALOGUE = Catalogue.model_validate(
    {
        "institutions": [{"code": "tp", "title": {"en": "Temasek Polytechnic"}, "kind": "polytechnic"}],
    }
)
PATH = "/v1/institutions/tp"
PATIENT = 60
"""Seconds: a cold server on a busy machine takes its time."""


def local(home: Path, bolt: int = 0) -> LocalNeo4j:
    return LocalNeo4j(home, bolt_port=bolt, http_port=0, heap=512, page_cache=32)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    local(tmp_path).down()


async def test_killed_it_is_503_and_back_it_answers_again(home: Path) -> None:
    running = local(home).up()
    async with Graph(running.bolt_uri, running.user, running.password, query_seconds=PATIENT) as graph:
        await load(CATALOGUE, graph)
    password = SecretStr(running.password)
    named = Settings(
        neo4j_uri=running.bolt_uri, neo4j_user=running.user, neo4j_password=password, query_seconds=PATIENT
    )
    by_home = Settings(neo4j_uri=None, home=home, query_seconds=PATIENT)
    async with serving(named) as one, serving(by_home) as other:
        clients = (one, other)
        for client in clients:
            assert (await answered(client)).headers["stackways-catalogue"]

        os.kill(running.pid, signal.SIGKILL)
        psutil.wait_procs([psutil.Process(running.pid)] if psutil.pid_exists(running.pid) else [])
        time.sleep(TRUSTED_SECONDS)  # noqa: ASYNC251 - until then what is remembered is answered
        for client in clients:
            for _ in range(3):
                await is_away(client)
            assert (await client.get("/livez")).status_code == 200

        local(home, bolt=int(running.bolt_uri.rpartition(":")[2])).up()
        for client in clients:
            assert (await answered(client)).json()["item"]["code"] == "tp"


async def is_away(client: httpx.AsyncClient) -> None:
    for path in (PATH, "/readyz"):
        response = await client.get(path)
        assert (response.status_code, response.json()["type"]) == (503, "/problems/database-away")
        assert int(response.headers["retry-after"]) >= 1


async def answered(client: httpx.AsyncClient) -> httpx.Response:
    """The first answer that is no 503."""
    deadline = time.monotonic() + PATIENT
    while (response := await client.get(PATH)).status_code == 503 and time.monotonic() < deadline:
        time.sleep(0.1)  # noqa: ASYNC251 - nothing else runs here
    assert response.status_code == 200, response.text
    return response

"""The service that is attacked: an API process before a Neo4j that holds the shipped catalogue."""

from __future__ import annotations

import asyncio
import datetime as dt
import itertools
import json
import os
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import httpx
import psutil
from tests.conftest import Neo4jServer

from stackways.graph.driver import GRACE_SECONDS, QUERY_SECONDS, Graph
from stackways.graph.local import LocalNeo4j
from stackways.graph.watch import SILENCE_SECONDS
from stackways.seed.load import load
from stackways.seed.reading import shipped_catalogue

SLOW = float(os.environ.get("STACKWAYS_ABUSE_SLOW", "1"))
"""How many times slower than an idle machine of two cores this one may be."""
LATE_SECONDS = {"look-up": QUERY_SECONDS + GRACE_SECONDS + SILENCE_SECONDS, "thinking": 45.0}
"""After so long an answer is late, on an idle machine."""
LIMITS = {
    "STACKWAYS_QUERY_SECONDS": f"{SLOW * 5}",
    "STACKWAYS_ANSWER_SECONDS": f"{SLOW * 30}",
    "STACKWAYS_WAITING_SECONDS": f"{min(60, SLOW * 5)}",
}
PATIENT = {
    "STACKWAYS_QUERY_SECONDS": "60",
    "STACKWAYS_ANSWER_SECONDS": "120",
    "STACKWAYS_WAITING_SECONDS": "60",
}
"""The limits where seconds are not counted."""
PATIENCE = 600
"""Seconds after which an answer counts as lost."""

LOOK_UP = ("POST", "/v1/exemptions", {"holdings": [{"code": "udacity:ai-programming-with-python"}]})
ROUTE = ("POST", "/v1/routes", {"target": "tp:sd-ai-solution-development", "holdings": LOOK_UP[2]["holdings"]})
AWARDS = ("POST", "/v1/awards", {"holdings": LOOK_UP[2]["holdings"]})

T = TypeVar("T")
SUITE, SHORT, LONG = range(3)
"""How long attacks are: as tests, on a machine of whatever load, on which seconds are not counted; as a command."""

Question = tuple[str, str, dict[str, Any] | None]

_DAYS = itertools.count()


def never_asked(question: tuple[str, str, dict[str, Any]]) -> Question:
    """Return the same question of a day of which it was never asked, so that no answer of before is given again."""
    method, path, body = question
    return method, path, {**body, "as_of": f"{dt.date(2030, 1, 1) + dt.timedelta(days=next(_DAYS))}"}


@dataclass
class Count:
    """What came of one attack."""

    attack: str
    tries: int = 0
    lost: int = 0
    wrong: int = 0
    late: int = 0
    unexpected: int = 0
    worst: float = 0.0
    """The longest that any answer took, in seconds."""
    told: Counter[str] = field(default_factory=Counter)
    """With which problems who asked was told to ask again."""
    notes: list[str] = field(default_factory=list)
    """What else was measured."""
    found: list[str] = field(default_factory=list)
    """What was lost, wrong, late or unexpected, the first few."""

    @property
    def held(self) -> bool:
        """Whether the service held."""
        return not (self.lost or self.wrong or self.late or self.unexpected)

    def add(self, kind: str, what: str) -> None:
        """Count something that should not have been."""
        setattr(self, kind, getattr(self, kind) + 1)
        if len(self.found) < 20:
            self.found.append(f"{kind}: {what}")


class World:
    """A service at work."""

    def __init__(
        self,
        address: str,
        process: psutil.Process,
        server: Neo4jServer,
        length: int,
        neo4j: LocalNeo4j | None = None,
        database: psutil.Process | None = None,
    ) -> None:
        self.address = address
        self.process = process
        self.server = server
        self.length = length
        self._neo4j = neo4j
        self._database = database
        self.most_memory = 0
        self.truth: dict[str, bytes] = {}
        """What the service answers at peace, by question."""

    @property
    def seconds_count(self) -> bool:
        """Whether it matters how long something takes, and who is told to ask again."""
        return self.length > SUITE

    def of(self, suite: T, short: T, long: T) -> T:
        """Return what is meant for attacks of this length."""
        return (suite, short, long)[self.length]

    @property
    def neo4j(self) -> LocalNeo4j:
        """The local Neo4j, which may be stopped and started."""
        assert self._neo4j
        return self._neo4j

    @property
    def database(self) -> psutil.Process:
        """The database's process, which is another after a restart."""
        assert self._database
        return self._database

    async def start_database(self) -> None:
        """Start the database, which was stopped."""
        running = await asyncio.to_thread(self.neo4j.up)
        self.server = Neo4jServer(running.bolt_uri, running.user, running.password)
        self._database = psutil.Process(running.pid)

    def graph(self) -> Graph:
        """A connection to the database."""
        return Graph(self.server.uri, self.server.user, self.server.password)

    def must_be_answered(self, count: Count, status: int, what: str) -> None:
        """Count what was not answered, or told to ask again although nothing else is going on."""
        if status != httpx.codes.OK and (self.seconds_count or status != httpx.codes.SERVICE_UNAVAILABLE):
            count.add("wrong", f"{what}: {status}")

    def client(self) -> httpx.AsyncClient:
        """A client with as many connections as it wants."""
        limits = httpx.Limits(max_connections=None, max_keepalive_connections=20)
        return httpx.AsyncClient(base_url=self.address, timeout=PATIENCE, limits=limits, trust_env=False)

    async def ask(self, client: httpx.AsyncClient, count: Count, question: Question, *, right: bool = True) -> int:
        """Ask, count what comes, and return its status; `right`: an answer must be what it is at peace."""
        method, path, body = question
        count.tries += 1
        began = time.monotonic()
        try:
            response = await client.request(method, path, json=body)
        except httpx.HTTPError as error:
            count.add("lost", f"{path}: {type(error).__name__}")
            return 0
        finally:
            self.most_memory = max(self.most_memory, self.process.memory_info().rss)
        took = time.monotonic() - began
        count.worst = max(count.worst, took)
        thinking = path in {ROUTE[1], AWARDS[1], "/v1/what-if"}
        if self.seconds_count and took > SLOW * LATE_SECONDS["thinking" if thinking else "look-up"]:
            count.add("late", f"{path}: {took:.1f} s")
        if response.status_code == httpx.codes.SERVICE_UNAVAILABLE:
            count.told[response.json().get("type", "")] += 1
        if reason := _unexpected(response):
            count.add("unexpected", f"{method} {path} {response.status_code}: {reason}")
        elif right and response.status_code == httpx.codes.OK:
            # Where Neo4j Browser is changes with the database's port.
            content = re.sub(rb"http://127\.0\.0\.1:\d+/browser/", b"", response.content)
            if content != self.truth.setdefault(f"{path} {json.dumps(body)}", content):
                count.add("wrong", f"{path}: another answer than at peace")
        return response.status_code

    async def is_ready(self) -> None:
        """Return once the service says that it can answer everything."""
        async with self.client() as client, asyncio.timeout(PATIENCE):
            while (await client.get("/readyz")).status_code != httpx.codes.OK:  # noqa: ASYNC110 - it is asked
                await asyncio.sleep(0.2)

    async def peace(self) -> None:
        """Learn what it answers at peace."""
        await self.is_ready()
        count = Count("peace")
        async with self.client() as client:
            for question in (LOOK_UP, ROUTE, AWARDS):
                async with asyncio.timeout(PATIENCE):  # what was never asked takes its time on a busy machine
                    while await self.ask(client, count, question) != httpx.codes.OK:  # noqa: ASYNC110 - it is asked
                        await asyncio.sleep(1)

    def figure(self, text: str, name: str) -> float:
        """Return a figure of `/metrics`."""
        return sum(float(line.rsplit(" ", 1)[1]) for line in text.splitlines() if line.startswith(name))


def _unexpected(response: httpx.Response) -> str:
    """Return what an answer has that no answer should have."""
    if response.status_code < httpx.codes.BAD_REQUEST:
        return ""
    if response.headers.get("content-type", "").partition(";")[0] != "application/problem+json":
        return "no problem details"
    problem = response.json()
    if problem["status"] != response.status_code or "Traceback" in response.text:
        return str(problem)
    if response.status_code == httpx.codes.SERVICE_UNAVAILABLE:
        return "" if "retry-after" in response.headers else "no Retry-After"
    return str(problem) if response.status_code >= httpx.codes.INTERNAL_SERVER_ERROR else ""


@contextmanager
def api_process(**environment: str) -> Iterator[tuple[str, psutil.Process]]:
    """Serve the API in a process of its own; give its address."""
    with subprocess.Popen(
        [sys.executable, "-m", "stackways.api"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, **LIMITS, "STACKWAYS_PORT": "0", **environment},
    ) as process:
        try:
            assert process.stdout
            address = next(word for word in process.stdout.readline().split() if word.startswith("http")).rstrip(",")
            yield address, psutil.Process(process.pid)
        finally:
            process.terminate()


@asynccontextmanager
async def world_in(home: Path, length: int) -> AsyncIterator[World]:
    """A service with everything in a folder, at peace."""
    neo4j = LocalNeo4j(home, bolt_port=0, http_port=0, heap=768, page_cache=64)
    running = neo4j.up()
    server = Neo4jServer(running.bolt_uri, running.user, running.password)
    try:
        async with Graph(running.bolt_uri, running.user, running.password) as graph:
            await load(shipped_catalogue(illustrative=True), graph)
        environment = {"STACKWAYS_HOME": str(home), "STACKWAYS_NEO4J_URI": ""}
        with api_process(**environment) as (address, process):
            world = World(address, process, server, length, neo4j, psutil.Process(running.pid))
            await world.peace()
            yield world
    finally:
        neo4j.down()


@asynccontextmanager
async def world_before(server: Neo4jServer, length: int) -> AsyncIterator[World]:
    """An API process before a server that holds the shipped catalogue, at peace."""
    with api_process(**as_environment(server.uri, server), **PATIENT) as (address, process):
        world = World(address, process, server, length)
        await world.peace()
        yield world


def as_environment(uri: str, server: Neo4jServer) -> dict[str, str]:
    """The settings of an API before a server that is reached at an address."""
    names = {"URI": uri, "USER": server.user, "PASSWORD": server.password}
    return {f"STACKWAYS_NEO4J_{name}": value for name, value in names.items()}

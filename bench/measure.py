"""Timing questions against a bare round trip, turn by turn, so that whatever else the machine does hits both alike."""

from __future__ import annotations

import http.client
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any, cast
from urllib.parse import urlsplit

from neo4j import READ_ACCESS, AsyncDriver, Query

from bench.questions import Question, Sample
from stackways.graph.driver import Graph, Reading
from stackways.graph.errors import GraphError
from stackways.graph.local import Running
from stackways.graph.queries import query

FLOOR = "RETURN 1"
IDLE_SECONDS = 3.0
"""After so long a connection is not trusted: the API hangs up after five."""
QUERY_SECONDS = 30.0
"""The longest a question may take here; the usual limit is 5 seconds."""
LEAST, MOST = 20, 2_000
"""The fewest and the most turns of one question."""
WARM_UP = 15
"""Turns that are not counted: Neo4j compiles a plan, and Java the code that runs it."""


@dataclass(frozen=True)
class Spread:
    """The middle and the 99th percentile, in units of the floor's middle."""

    p50: float
    p99: float


@dataclass(frozen=True)
class Result:
    """How long one question takes; everything but `floor_ms` in units of the floor's middle."""

    question: str
    turns: int
    floor_ms: float
    """The middle of `RETURN 1` through the driver, in milliseconds."""
    query: Spread
    """The question's query alone, its rows left as they come."""
    pathway: Spread
    """The whole answer: query, rules' objects, decision."""
    http_floor: Spread | None
    """`GET /livez`: what HTTP and the API cost before anything is asked."""
    http: Spread | None
    """The same answer through the API, as JSON."""

    @property
    def api_cost(self) -> float | None:
        """What the API adds to the pathway, beside what it takes to answer anything at all."""
        return self.http.p50 - self.http_floor.p50 - self.pathway.p50 if self.http and self.http_floor else None


@dataclass(frozen=True)
class Failure:
    """A question that has no answer."""

    question: str
    seconds: float
    why: str


class _Recorder:
    """Reads as a reader does, and keeps what was asked."""

    def __init__(self, reader: Reading) -> None:
        self._reader = reader
        self.version = reader.version
        self.asked: list[tuple[str, dict[str, Any]]] = []

    async def read(self, query_name: str, **parameters: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - as the reader has it
        self.asked.append((query_name, parameters))
        return await self._reader.read(query_name, **parameters)


class Bench:
    """Asks one server, and one API in front of it."""

    def __init__(self, graph: Graph, driver: AsyncDriver, api: str | None) -> None:
        """Keep the ways to ask; `api` is an address, or None to leave HTTP out."""
        self._graph = graph
        self._driver = driver
        self._http = _connected(api) if api else None
        self._last_request = 0.0

    async def time(self, question: Question, seconds: float) -> Result | Failure:
        """Time one question for about so many seconds."""
        began = time.perf_counter()
        try:
            asked = [await self._recorded(sample) for sample in question.samples]
        except GraphError as error:
            return Failure(question.name, time.perf_counter() - began, str(error))
        spans: dict[str, list[float]] = {"floor": [], "query": [], "pathway": [], "http_floor": [], "http": []}
        turn = 0
        deadline = float("inf")
        while turn < WARM_UP + LEAST or (time.perf_counter() < deadline and turn < WARM_UP + MOST):
            if turn == WARM_UP:
                deadline = time.perf_counter() + seconds
            taken = await self._turn(question.samples[turn % len(asked)], asked[turn % len(asked)])
            turn += 1
            if turn > WARM_UP:
                for name, span in taken.items():
                    spans[name].append(span)
        return _result(question.name, turn - WARM_UP, spans)

    async def _turn(self, sample: Sample, queries: list[tuple[str, dict[str, Any]]]) -> dict[str, float]:
        """Ask once in every way, the bare round trips among them; return the seconds."""
        taken = {
            "floor": await _timed(lambda: self._run(FLOOR, {})),
            "query": await _timed(lambda: self._replay(queries)),
            "pathway": await _timed(lambda: self._answered(sample)),
        }
        if self._http:
            taken["http_floor"] = await _timed(lambda: self._requested(Sample(sample.pathway, "GET", "/livez")))
            taken["http"] = await _timed(lambda: self._requested(sample))
        return taken

    async def _recorded(self, sample: Sample) -> list[tuple[str, dict[str, Any]]]:
        """Answer once, and return the named queries that took."""
        recorder = _Recorder(await self._graph.reading())
        await sample.pathway(cast("Reading", recorder))
        return [(query(name).text, parameters) for name, parameters in recorder.asked]

    async def _answered(self, sample: Sample) -> None:
        await sample.pathway(await self._graph.reading())

    async def _replay(self, queries: list[tuple[str, dict[str, Any]]]) -> None:
        for text, parameters in queries:
            await self._run(text, parameters)

    async def _run(self, text: str, parameters: dict[str, Any]) -> None:
        async with self._driver.session(database="neo4j", default_access_mode=READ_ACCESS) as session:
            result = await session.run(Query(text), parameters)
            [record async for record in result]

    async def _requested(self, sample: Sample) -> None:
        """Send a request and read the answer; it blocks, for nothing else is to run meanwhile."""
        if self._http is None:
            return
        if time.monotonic() - self._last_request > IDLE_SECONDS:
            self._http.close()  # the next request connects anew
        headers = {"Content-Type": "application/json"} if sample.body else {}
        self._http.request(sample.method, sample.address, sample.body, headers)
        response = self._http.getresponse()
        body = response.read()
        self._last_request = time.monotonic()
        if response.status != http.client.OK:
            raise RuntimeError(f"{sample.method} {sample.address} is answered {response.status}: {body[:500]!r}")


async def _timed(work: Callable[[], Awaitable[None]]) -> float:
    began = time.perf_counter()
    await work()
    return time.perf_counter() - began


def _result(name: str, turns: int, spans: dict[str, list[float]]) -> Result:
    floor = statistics.median(spans["floor"])

    def spread(what: str) -> Spread:
        ordered = sorted(spans[what])
        return Spread(statistics.median(ordered) / floor, ordered[int(len(ordered) * 0.99)] / floor)

    with_http = bool(spans["http"])
    return Result(
        question=name,
        turns=turns,
        floor_ms=floor * 1000,
        query=spread("query"),
        pathway=spread("pathway"),
        http_floor=spread("http_floor") if with_http else None,
        http=spread("http") if with_http else None,
    )


def _connected(address: str) -> http.client.HTTPConnection:
    parts = urlsplit(address)
    return http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)


@contextmanager
def api_on(running: Running) -> Iterator[str]:
    """Serve the API in front of a server, in a process of its own; yields its address."""
    settings = {"URI": running.bolt_uri, "USER": running.user, "PASSWORD": running.password}
    environment = {name: value for name, value in os.environ.items() if not name.startswith("STACKWAYS_")}
    environment |= {f"STACKWAYS_NEO4J_{name}": value for name, value in settings.items()} | {
        "STACKWAYS_PORT": "0",
        "STACKWAYS_QUERY_SECONDS": str(QUERY_SECONDS),
        "STACKWAYS_MEMORY_MEGABYTES": "0",  # the samples come again and again, and would be answered from memory
    }
    with subprocess.Popen(
        [sys.executable, "-u", "-m", "stackways.api"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=environment,
    ) as process:
        try:
            line = process.stdout.readline() if process.stdout else ""
            yield next(word.rstrip(",") for word in line.split() if word.startswith("http"))
        finally:
            process.terminate()


def as_json(result: Result | Failure) -> dict[str, Any]:
    """Return a result as plain data."""
    return asdict(result) | ({"api_cost": result.api_cost} if isinstance(result, Result) else {})

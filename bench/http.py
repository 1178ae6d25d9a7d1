"""`python -m bench http`: how many answers a second the API gives, against endpoints of the same framework.

Over 1, 16, 64 and 256 connections, with one worker and with two, on the shipped catalogue. Everything is asked by turns
within one run; `empty` is an endpoint of FastAPI that does nothing, `bare` one that asks the database `RETURN 1`. The
client, the database and the workers share the machine's cores: what counts are the ratios.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from urllib.parse import quote

import uvloop

from bench.http_client import again, request, times_of
from stackways.graph.driver import Graph
from stackways.graph.local import LocalNeo4j, Running
from stackways.rules.collection import Catalogue
from stackways.seed.load import load
from stackways.seed.reading import shipped_catalogue

CONNECTIONS = (1, 16, 64, 256)
WORKERS = (1, 2)
READY_SECONDS = 90.0
HELD = "cisco:ccna"


@dataclass(frozen=True)
class Asked:
    """Something that is asked: of which server, by which requests, and what it is compared with."""

    name: str
    server: str
    requests: Iterator[bytes]
    against: str | None = None
    wanted: float | None = None
    """The least ratio that is wanted over 16 connections."""


def all_asked(catalogue: Catalogue, tag: str) -> list[Asked]:
    """Return everything that is asked; `tag` is of the credential that a client has already."""
    entries = [request("GET", f"/v1/credentials/{quote(item.code)}") for item in catalogue.credentials]
    entry = request("GET", f"/v1/credentials/{quote(HELD)}")
    known = request("GET", f"/v1/credentials/{quote(HELD)}", headers=f"if-none-match: {tag}\r\n")
    institutions = request("GET", "/v1/institutions")
    return [
        Asked("empty", "reference", again(request("GET", "/empty"))),
        Asked("bare", "reference", again(request("GET", "/bare"))),
        Asked("/livez", "api", again(request("GET", "/livez")), "empty", 0.8),
        Asked("credential, from the database", "forgetful", again(*entries), "bare", 0.8),
        Asked("credential, from memory", "api", again(entry), "bare", 4),
        Asked("credential, known by its tag", "api", again(known), "bare", 4),
        Asked("institutions, from the database", "forgetful", again(institutions), "bare"),
        Asked("institutions, from memory", "api", again(institutions), "bare", 4),
        Asked("exemptions, new", "api", _new(catalogue), "bare", 0.6),
        Asked("exemptions, repeated", "api", again(_exemptions(HELD, "2024-05-01")), "bare", 2),
    ]


def _exemptions(code: str, attained_on: str) -> bytes:
    body = {"holdings": [{"code": code, "attained_on": attained_on}]}
    return request("POST", "/v1/exemptions", json.dumps(body).encode())


def _new(catalogue: Catalogue) -> Iterator[bytes]:
    """Yield questions none of which was asked before: of every credential, and of another day each round."""
    codes = sorted(item.code for item in catalogue.credentials if not item.is_class)
    for number in count():
        days, which = divmod(number, len(codes))
        year, day = divmod(days, 336)
        yield _exemptions(codes[which], f"{2025 - year}-{day // 28 + 1:02}-{day % 28 + 1:02}")


@contextmanager
def _serving(running: Running, arguments: Sequence[str], more: Mapping[str, str]) -> Iterator[int]:
    """Serve in a process of its own, until it answers; yields its port."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    settings = {"URI": running.bolt_uri, "USER": running.user, "PASSWORD": running.password}
    environment = {name: value for name, value in os.environ.items() if not name.startswith("STACKWAYS_")}
    environment |= {f"STACKWAYS_NEO4J_{name}": value for name, value in settings.items()} | dict(more)
    environment["STACKWAYS_PORT"] = str(port)
    command = [sys.executable, *(argument.replace("PORT", str(port)) for argument in arguments)]
    with subprocess.Popen(  # noqa: S603 - our own
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment
    ) as process:
        try:
            _wait_for(port, "/empty" if "uvicorn" in arguments else "/readyz")
            yield port
        finally:
            process.terminate()


def _wait_for(port: int, path: str) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while True:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5).close()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.3)
        else:
            return


SERVE = "from stackways.api.serving import serve; from stackways.pathways.settings import Settings"


def _api(workers: int) -> list[str]:
    return ["-c", f"{SERVE}; serve(Settings.read(), workers={workers})"]


def _reference(workers: int) -> list[str]:
    return ["-m", "uvicorn", "bench.http_reference:app", "--port", "PORT", "--no-access-log", "--log-level", "error",
            "--workers", str(workers)]  # fmt: skip


Row = dict[str, object]


async def _measured(
    ports: Mapping[str, int], asked: Sequence[Asked], workers: int, connections: int, given: argparse.Namespace
) -> list[Row]:
    """Return a row for each thing asked: answers a second, their times, and the ratio to what it is compared with.

    The ratio is of the middle times: where each connection asks again at once, it is that of the rates, and a moment in
    which other work has the machine does not change it.
    """
    rates: dict[str, list[float]] = {one.name: [] for one in asked}
    times: dict[str, list[float]] = {one.name: [] for one in asked}
    for turn in range(given.turns):
        for one in asked if turn % 2 == 0 else reversed(asked):
            rate, taken = await times_of(ports[one.server], one.requests, connections, given.seconds)
            rates[one.name].append(rate)
            times[one.name] += taken
    middle = {name: statistics.median(taken) for name, taken in times.items()}
    rows: list[Row] = []
    for one in asked:
        taken = sorted(times[one.name])
        rows.append({
            "asked": one.name, "workers": workers, "connections": connections,
            "a second": round(statistics.median(rates[one.name])),
            "p50 ms": round(middle[one.name] * 1000, 2), "p99 ms": round(taken[len(taken) * 99 // 100] * 1000, 2),
            "against": one.against, "wanted": one.wanted,
            "ratio": round(middle[one.against] / middle[one.name], 2) if one.against else None,
        })  # fmt: skip
    return rows


async def _warmed_up(port: int, one: Asked) -> None:
    """Ask until it is answered: Neo4j compiles its plans, and Java the code that runs them."""
    deadline = time.monotonic() + READY_SECONDS
    while True:
        try:
            await times_of(port, one.requests, 16, 1.5)
        except RuntimeError:
            if time.monotonic() > deadline:
                raise
            await asyncio.sleep(0.5)
        else:
            return


def _tag(port: int) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/v1/credentials/{quote(HELD)}") as answer:
        return str(answer.headers["etag"])


def _table(rows: Sequence[Row], connections: Sequence[int]) -> Iterator[str]:
    """Yield the rows as a table: a line for each thing asked and each number of workers."""
    yield f"| asked | against | workers | {' | '.join(f'{n}' for n in connections)} | wanted at 16 |"
    yield f"| --- | --- | --: | {' | '.join('--:' for _ in connections)} | --: |"
    for first in (row for row in rows if row["connections"] == connections[0]):
        same = [row for row in rows if (row["asked"], row["workers"]) == (first["asked"], first["workers"])]
        cells = [f"{row['p50 ms']} ms" + (f" **{row['ratio']}**" if row["against"] else "") for row in same]
        said = [first["asked"], first["against"] or "", first["workers"], *cells, first["wanted"] or ""]
        yield f"| {' | '.join(map(str, said))} |"


def main(arguments: Sequence[str] | None = None) -> None:
    """Ask, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench http", description=__doc__)
    parser.add_argument("--connections", type=int, nargs="*", default=list(CONNECTIONS))
    parser.add_argument("--workers", type=int, nargs="*", default=list(WORKERS))
    parser.add_argument("--only", nargs="*", default=[""], help="only what has one of these in its name")
    parser.add_argument("--seconds", type=float, default=1.0, help="of each turn; 1 unless given")
    parser.add_argument("--turns", type=int, default=3, help="how often each is asked by turns; 3 unless given")
    parser.add_argument("--keep", type=Path, help="keep the loaded Neo4j in this folder, and use it the next time")
    parser.add_argument("--json", type=Path, help="also write everything into this file")
    given = parser.parse_args(arguments)
    with ExitStack() as stack:
        home = given.keep or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="stackways-bench-")))
        server = LocalNeo4j(home, bolt_port=0, http_port=0)
        running = server.up()
        stack.callback(server.down)
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            rows = runner.run(_all(running, given))
    for line in _table(rows, given.connections):
        _tell(line)
    if given.json:
        given.json.write_text(json.dumps(rows, indent=1))


async def _all(running: Running, given: argparse.Namespace) -> list[Row]:
    catalogue = shipped_catalogue(illustrative=False)
    async with Graph(running.bolt_uri, running.user, running.password) as graph:
        if (await graph.state()).version is None:
            await load(catalogue, graph)
    rows: list[Row] = []
    for workers in given.workers:
        with (
            _serving(running, _reference(workers), {}) as reference,
            _serving(running, _api(workers), {}) as api,
            _serving(running, _api(workers), {"STACKWAYS_MEMORY_MEGABYTES": "0"}) as forgetful,
        ):
            ports = {"reference": reference, "api": api, "forgetful": forgetful}
            asked = [
                one for one in all_asked(catalogue, _tag(api))
                if one.against is None or any(word in one.name for word in given.only)
            ]  # fmt: skip
            for one in asked:
                await _warmed_up(ports[one.server], one)
            for connections in given.connections:
                rows += await _measured(ports, asked, workers, connections, given)
                for row in rows[-len(asked) :]:
                    _tell(
                        f"{row['asked']!s:34}{row['workers']:>3} workers{row['connections']:>5} connections"
                        f"{row['a second']:>8,} a second, p50 {row['p50 ms']}, p99 {row['p99 ms']} ms"
                        + (f", {row['ratio']} x {row['against']}" if row["against"] else "")
                    )
    return rows


def _tell(text: str) -> None:
    print(text, flush=True)

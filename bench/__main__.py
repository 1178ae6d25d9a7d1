"""`make bench`: how long every question takes on a synthetic catalogue, against a bare round trip."""

from __future__ import annotations

import argparse
import asyncio
import json
import platform
import shutil
import sys
import tempfile
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import uvloop
from neo4j import AsyncGraphDatabase

from bench import http
from bench.generate import SEED
from bench.importing import fill
from bench.measure import QUERY_SECONDS, Bench, Failure, Result, Spread, api_on, as_json
from bench.questions import questions
from stackways.graph.driver import Graph
from stackways.graph.errors import GraphError
from stackways.graph.local import LocalNeo4j, LocalNeo4jError, Running


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the bench and print its table."""
    arguments = sys.argv[1:] if arguments is None else arguments
    if arguments[:1] == ["http"]:
        http.main(arguments[1:])
        return
    given = _given(arguments)
    kept = given.keep / f"{given.credentials}-{given.seed}" if given.keep else None
    home = kept or Path(tempfile.mkdtemp(prefix="stackways-bench-"))
    # Memory by size: the store of a million credentials is about 4 GiB.
    page_cache = max(256, given.credentials // 250)
    server = LocalNeo4j(home, bolt_port=0, http_port=0, page_cache=page_cache, heap=given.heap)
    try:
        done = home / "filled"
        if not done.exists():
            fill(server, given.credentials, given.seed, _tell)
            done.touch()
        running = server.up()
        try:
            with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:  # as under uvicorn
                measured = runner.run(_measure(running, given))
        finally:
            server.down()
        if given.json:
            given.json.write_text(json.dumps(measured, indent=1))
    except (LocalNeo4jError, GraphError) as error:
        sys.exit(str(error))
    finally:
        if not kept:
            shutil.rmtree(home, ignore_errors=True)


def _given(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--credentials", type=int, default=10_000, help="how many, to a million; 10000 unless given")
    parser.add_argument("--questions", nargs="*", default=[""], help="only those with one of these in their name")
    parser.add_argument("--seconds", type=float, default=4.0, help="how long each question is asked; 4 unless given")
    parser.add_argument("--no-http", action="store_true", help="through the driver alone")
    parser.add_argument("--json", type=Path, help="also write everything into this file")
    parser.add_argument("--keep", type=Path, help="keep the filled Neo4j in this folder, and use it the next time")
    parser.add_argument("--seed", type=int, default=SEED, help="another number makes another catalogue")
    parser.add_argument("--heap", type=int, default=2048, help="Neo4j's heap in MiB; 2048 unless given")
    return parser.parse_args(arguments)


async def _measure(running: Running, given: argparse.Namespace) -> list[dict[str, Any]]:
    async with (
        Graph(running.bolt_uri, running.user, running.password, query_seconds=QUERY_SECONDS) as graph,
        AsyncGraphDatabase.driver(
            running.bolt_uri, auth=(running.user, running.password), notifications_min_severity="OFF"
        ) as driver,
    ):
        await graph.write_statements("load/schema")  # leaves alone what is there
        about = await _about(graph, driver, given)
        _tell(about["text"])
        with api_on(running) as api:
            bench = Bench(graph, driver, None if given.no_http else api)
            results = []
            _tell(_row(HEADINGS))
            for question in questions(given.credentials, given.seed):
                if any(word in question.name for word in given.questions) and question.samples:
                    results.append(await bench.time(question, given.seconds))
                    _tell(_shown(results[-1]))
    return [about, *(as_json(result) for result in results)]


async def _about(graph: Graph, driver: Any, given: argparse.Namespace) -> dict[str, Any]:  # noqa: ANN401 - the driver
    """Return what was measured, where and with which versions."""
    records, _, _ = await driver.execute_query(
        "CALL dbms.components() YIELD versions MATCH (n) WITH versions, count(n) AS nodes "
        "MATCH ()-[e]->() RETURN versions[0] AS neo4j, nodes, count(e) AS edges"
    )
    stored = records[0].data()
    versions = {name: version(name) for name in ("neo4j", "pydantic", "fastapi", "uvicorn")}
    state = await graph.state()
    text = (
        f"{given.credentials:,} credentials ({stored['nodes']:,} nodes, {stored['edges']:,} edges; {state.version}), "
        f"Neo4j {stored['neo4j']}, driver {versions['neo4j']}, Python {platform.python_version()}, "
        f"{platform.machine()}\neverything in units of `RETURN 1` through the driver, of the same run; "
        "its middle in ms under `floor`"
    )
    return {"text": text, "credentials": given.credentials, **stored, "versions": versions}


HEADINGS = ("question", "turns", "floor", "query", "p99", "answer", "p99", "/livez", "HTTP", "p99", "API adds")


def _shown(result: Result | Failure) -> str:
    if isinstance(result, Failure):
        return f"{result.question:<32} no answer after {result.seconds:.1f} s: {result.why}"
    cells = [result.question, str(result.turns), f"{result.floor_ms:.2f}", *_both(result.query), *_both(result.pathway)]
    if result.http and result.http_floor:
        cells += [f"{result.http_floor.p50:.2f}", *_both(result.http), f"{result.api_cost:.2f}"]
    return _row(cells)


def _both(spread: Spread) -> tuple[str, str]:
    return f"{spread.p50:.2f}", f"{spread.p99:.1f}"


def _row(cells: Sequence[str]) -> str:
    return f"{cells[0]:<32}" + "".join(f"{cell:>9}" for cell in cells[1:])


def _tell(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    main()

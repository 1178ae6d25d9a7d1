"""`python -m bench.peers`: what others take to follow the same edges, which is but the beginning of an answer.

From a credential along recognition, stacking and membership, four edges far: by NetworkX and rustworkx over a graph in
memory, by Cypher of variable length as one would write it first, and by `opens`, which also keeps to what rules allow
on the way, decides every rule, and names sources. It asks a bench that was kept: `python -m bench --keep FOLDER`.
Libraries that are not installed are left out.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable, Iterable
from importlib import import_module
from pathlib import Path
from typing import Any

import uvloop
from neo4j import READ_ACCESS, AsyncDriver, AsyncGraphDatabase, Query

from bench.generate import SEED
from bench.questions import AS_OF, Known
from stackways.graph.driver import Graph
from stackways.graph.local import LocalNeo4j
from stackways.pathways.what_opens import what_opens

DEPTH = 4
EDGES = "RECOGNISED_TOWARDS|STACKS_INTO|MEMBER_OF"
NAIVE = f"MATCH (:Coded {{code: $code}})-[:{EDGES}*1..{DEPTH}]->(end:Coded) RETURN DISTINCT end.code AS code"
ALL = f"MATCH (start)-[:{EDGES}]->(end) RETURN elementId(start) AS start, elementId(end) AS end"
SECONDS = 60

Asks = Callable[[str], Awaitable[object]]


async def _rows(driver: AsyncDriver, text: str, **parameters: object) -> list[Any]:
    async with driver.session(database="neo4j", default_access_mode=READ_ACCESS) as session:
        result = await session.run(Query(text, timeout=SECONDS), parameters)
        return [record.values() async for record in result]


def _in_memory(edges: Iterable[tuple[str, str]], ids: dict[str, str]) -> dict[str, tuple[float, Asks]]:
    """Return the libraries that are installed: how long each takes to take the edges in, and what asks it."""
    found: dict[str, tuple[float, Asks]] = {}
    edges = list(edges)
    try:
        networkx = import_module("networkx")
    except ImportError:
        pass
    else:
        began = time.perf_counter()
        graph = networkx.DiGraph(edges)

        async def by_networkx(code: str) -> object:
            return networkx.single_source_shortest_path_length(graph, ids[code], cutoff=DEPTH)

        found["NetworkX, in memory"] = (time.perf_counter() - began, by_networkx)
    try:
        rustworkx = import_module("rustworkx")
    except ImportError:
        pass
    else:
        began = time.perf_counter()
        numbers = {name: at for at, name in enumerate(dict.fromkeys(end for edge in edges for end in edge))}
        rust = rustworkx.PyDiGraph()
        rust.add_nodes_from(list(numbers))
        rust.add_edges_from_no_data([(numbers[start], numbers[end]) for start, end in edges])

        async def by_rustworkx(code: str) -> object:
            reached, last = {numbers[ids[code]]}, [numbers[ids[code]]]
            for _ in range(DEPTH):
                last = [one for before in last for one in rust.successor_indices(before) if one not in reached]
                reached.update(last)
            return reached

        found["rustworkx, in memory"] = (time.perf_counter() - began, by_rustworkx)
    return found


async def _measure(given: argparse.Namespace) -> None:
    server = LocalNeo4j(given.keep / f"{given.credentials}-{SEED}", bolt_port=0, http_port=0)
    running = server.up()
    try:
        async with (
            AsyncGraphDatabase.driver(running.bolt_uri, auth=(running.user, running.password)) as driver,
            Graph(running.bolt_uri, running.user, running.password, query_seconds=SECONDS) as ours,
        ):
            held = Known(given.credentials, SEED).held_by(2, 3)
            edges = [(start, end) for start, end in await _rows(driver, ALL)]
            named = await _rows(
                driver, "MATCH (n:Coded) WHERE n.code IN $codes RETURN n.code, elementId(n)", codes=held
            )
            ids = {str(row[0]): str(row[1]) for row in named}
            taken_in = _in_memory(edges, ids)

            async def naive(code: str) -> object:
                return await _rows(driver, NAIVE, code=code)

            async def opens(code: str) -> object:
                return await what_opens(await ours.reading(), code, AS_OF, depth=DEPTH)

            async def floor(_: str) -> object:
                return await _rows(driver, "RETURN 1")

            asked: dict[str, Asks] = {
                "RETURN 1": floor,
                "opens, the whole answer": opens,
                "Cypher of variable length": naive,
            }
            asked |= {name: ask for name, (_, ask) in taken_in.items()}
            times: dict[str, list[float]] = {name: [] for name in asked}
            for turn in range(given.turns + 5):
                for name, ask in asked.items():
                    began = time.perf_counter()
                    await ask(held[turn % len(held)])
                    if turn >= 5:  # noqa: PLR2004 - the first are not counted
                        times[name].append(time.perf_counter() - began)
            base = statistics.median(times["RETURN 1"])
            print(f"{len(edges):,} edges; a floor is {base * 1000:.2f} ms")
            for name, taken in times.items():
                before = f"; {taken_in[name][0]:.1f} s to take the edges in" if name in taken_in else ""
                ordered = sorted(taken)
                worst = ordered[len(ordered) * 99 // 100]
                print(f"{name:28} p50 {statistics.median(taken) / base:8.3f} p99 {worst / base:8.2f} floors{before}")
    finally:
        server.down()


def main() -> None:
    """Ask by turns, and print the times."""
    parser = argparse.ArgumentParser(prog="python -m bench.peers", description=__doc__)
    parser.add_argument("--keep", type=Path, required=True, help="the folder that `python -m bench --keep` filled")
    parser.add_argument("--credentials", type=int, default=100_000)
    parser.add_argument("--turns", type=int, default=100)
    given = parser.parse_args()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_measure(given))


if __name__ == "__main__":
    main()

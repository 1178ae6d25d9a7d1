"""What a database does: hang, die, start cold, answer over a line that delays and breaks, be loaded twice at once."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import psutil
from tests.abuse.world import LOOK_UP, PATIENT, ROUTE, SLOW, Count, World, api_process, as_environment, never_asked

from stackways.graph.errors import GraphError
from stackways.seed.load import load
from stackways.seed.reading import shipped_catalogue

LIVE = ("GET", "/livez", None)
AT_ONCE = 20
LIVE_SECONDS = 1.0
"""The longest that `/livez` may take, whatever the database does, on an idle machine."""


async def _asked_until(world: World, count: Count, ended: asyncio.Event) -> None:
    """Ask all the time, many at once, whatever comes."""
    async with world.client() as client:

        async def ask() -> None:
            while not ended.is_set():
                await world.ask(client, count, LOOK_UP)
                await asyncio.sleep(0.05)

        await asyncio.gather(*(ask() for _ in range(AT_ONCE)))


async def _lives(world: World, count: Count, ended: asyncio.Event) -> None:
    """See that the process lives all the time."""
    worst = 0.0
    async with world.client() as client:
        while not ended.is_set():
            began = time.monotonic()
            if await world.ask(client, count, LIVE) != 200:
                count.add("wrong", "/livez")
            worst = max(worst, time.monotonic() - began)
            await asyncio.sleep(0.2)
    count.notes.append(f"/livez at most {worst * 1000:.0f} ms")
    if world.seconds_count and worst > SLOW * LIVE_SECONDS:
        count.add("late", f"/livez: {worst:.1f} s")


@asynccontextmanager
async def _under_questions(world: World, count: Count) -> AsyncIterator[None]:
    """Have the service asked all the time meanwhile, and see that it is back afterwards."""
    ended = asyncio.Event()
    asking = [asyncio.create_task(_asked_until(world, count, ended)), asyncio.create_task(_lives(world, count, ended))]
    try:
        yield
    finally:
        began = time.monotonic()
        await world.is_ready()
        count.notes.append(f"back after {time.monotonic() - began:.1f} s")
        ended.set()
        await asyncio.gather(*asking)
    async with world.client() as client:
        world.must_be_answered(count, await world.ask(client, count, LOOK_UP), "not back by itself")


async def a_database_that_hangs(world: World) -> Count:
    """Stop the database's process (SIGSTOP) while questions are asked, and let it go on."""
    count = Count("the database hangs")
    async with _under_questions(world, count):
        await asyncio.sleep(1)
        world.database.suspend()
        try:
            await asyncio.sleep(world.of(4, 10, 60))
        finally:
            world.database.resume()
    return count


async def a_database_that_is_killed(world: World) -> Count:
    """Kill the database while questions are asked, and start it again."""
    count = Count("the database is killed")
    for _ in range(world.of(1, 1, 3)):
        async with _under_questions(world, count):
            await asyncio.sleep(1)
            world.database.kill()
            psutil.wait_procs([world.database], timeout=60)
            await asyncio.sleep(3)
            await world.start_database()
    return count


async def a_cold_start(world: World) -> Count:
    """Restart the database; when it is said to be ready, sixteen people ask the same at once."""
    count = Count("a cold start")
    for _ in range(world.of(1, 1, 3)):
        await asyncio.to_thread(world.neo4j.down)
        await world.start_database()
        began = time.monotonic()
        async with world.client() as client:
            while (await client.get("/readyz")).status_code == 200:
                await client.request(*LOOK_UP[:2], json=LOOK_UP[2])
            await world.is_ready()
            count.notes.append(f"ready after {time.monotonic() - began:.1f} s")
            statuses = await asyncio.gather(*(world.ask(client, count, never_asked(LOOK_UP)) for _ in range(16)))
        for status in statuses:
            world.must_be_answered(count, status, "although ready")
    return count


class Line:
    """A line to the database that can delay, cut and swallow."""

    def __init__(self, port: int) -> None:
        self._port = port
        self.delay = 0.0
        self.swallows = False
        self._writers: set[asyncio.StreamWriter] = set()

    async def serve(self) -> asyncio.Server:
        return await asyncio.start_server(self._carry, "127.0.0.1", 0)

    def cut(self) -> None:
        """Break every connection."""
        for writer in list(self._writers):
            writer.transport.abort()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, to = await asyncio.open_connection("127.0.0.1", self._port)
        self._writers |= {writer, to}
        with contextlib.suppress(OSError):
            await asyncio.gather(self._copy(reader, to), self._copy(there, writer))
        self._writers -= {writer, to}

    async def _copy(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65536):
            await asyncio.sleep(self.delay)
            while self.swallows:  # noqa: ASYNC110 - a switch, not an event
                await asyncio.sleep(0.1)
            writer.write(data)
            await writer.drain()
        writer.close()


async def a_line_that_breaks(world: World) -> Count:
    """Ask over a line to the database that delays, is cut again and again, and swallows everything for a while."""
    count = Count("the line to the database breaks")
    line = Line(int(world.server.uri.rpartition(":")[2]))
    server = await line.serve()
    port = server.sockets[0].getsockname()[1]
    environment = as_environment(f"bolt://127.0.0.1:{port}", world.server)
    started = asyncio.to_thread(lambda: contexts.enter_context(api_process(**environment, **world.of(PATIENT, {}, {}))))
    with contextlib.ExitStack() as contexts:
        address, process = await started
        beside = World(address, process, world.server, world.length)
        beside.truth = world.truth
        await beside.is_ready()
        async with _under_questions(beside, count):
            line.delay = 0.05
            await asyncio.sleep(world.of(1, 3, 3))
            for _ in range(world.of(3, 5, 20)):
                line.cut()
                await asyncio.sleep(0.5)
            line.swallows = True
            await asyncio.sleep(world.of(3, 8, 30))
            line.swallows, line.delay = False, 0.0
    line.cut()
    server.close()
    return count


async def two_loads_at_once(world: World) -> Count:
    """Load two catalogues in turns, by two loaders at once, while questions are asked: each answer is of one."""
    count = Count("two loaders at once")
    catalogues = [shipped_catalogue(illustrative=illustrative) for illustrative in (False, True)]
    ended = asyncio.Event()
    seen: dict[str, set[bytes]] = {}

    async def ask(client: object) -> None:
        while not ended.is_set():
            count.tries += 1
            response = await client.post(LOOK_UP[1], json={**LOOK_UP[2], "illustrative": True})  # type: ignore[attr-defined]
            if response.status_code == 200:
                seen.setdefault(response.headers["stackways-catalogue"], set()).add(response.content)
            elif response.status_code != 503:
                count.add("unexpected", response.text)

    async def loading(times: int) -> None:
        async with world.graph() as graph:
            for time_ in range(times):
                with contextlib.suppress(GraphError):
                    await load(catalogues[time_ % 2], graph, wait_seconds=120)

    async with world.client() as client:
        asking = [asyncio.create_task(ask(client)) for _ in range(4)]
        await asyncio.gather(loading(world.of(1, 2, 4)), loading(world.of(1, 2, 4)))
        ended.set()
        await asyncio.gather(*asking)
    async with world.graph() as graph:
        await load(catalogues[1], graph)
    await world.is_ready()
    for version, answers in seen.items():
        if len(answers) > 1:
            count.add("wrong", f"{len(answers)} answers from catalogue {version}")
    count.notes.append(f"{len(seen)} catalogues seen")
    return count


__all__ = [
    "ROUTE",
    "a_cold_start",
    "a_database_that_hangs",
    "a_database_that_is_killed",
    "a_line_that_breaks",
    "two_loads_at_once",
]

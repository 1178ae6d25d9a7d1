"""What clients do: ask too much at once, go away, send without end, slowly, or nonsense."""

from __future__ import annotations

import asyncio
import contextlib
import time
from urllib.parse import urlsplit

from tests.abuse.faults import LIVE
from tests.abuse.world import AWARDS, LOOK_UP, ROUTE, SLOW, Count, World, never_asked

MIB = 1 << 20
MOST_MEMORY = 600 * MIB
LONG_BODY = {**LOOK_UP[2], "adding": [{"code": "cisco:ccna"}]}


async def _is_small(world: World, count: Count) -> None:
    world.most_memory = max(world.most_memory, world.process.memory_info().rss)
    count.notes.append(f"{world.most_memory / MIB:.0f} MB")
    if world.most_memory > MOST_MEMORY:
        count.add("unexpected", f"{world.most_memory / MIB:.0f} MB of memory")


async def more_than_can_be_answered(world: World) -> Count:
    """Ask for many routes, and look things up meanwhile: what is looked up is answered all the same."""
    count = Count("32 routes and 64 look-ups at once")
    many = world.of(8, 32, 32)
    for _ in range(world.of(1, 1, 5)):
        async with world.client() as client:
            routes = [asyncio.create_task(world.ask(client, count, ROUTE)) for _ in range(many)]
            await asyncio.sleep(0.05)
            asked = (never_asked(LOOK_UP) for _ in range(2 * many))
            looked_up = await asyncio.gather(*(world.ask(client, count, question) for question in asked))
            planned = await asyncio.gather(*routes)
        for status in looked_up:
            world.must_be_answered(count, status, "a look-up")
        if world.seconds_count and 200 not in planned:
            count.add("wrong", "no route was planned at all")
        count.notes.append(f"{planned.count(200)} routes, {planned.count(503)} told to ask again")
    return count


async def clients_that_leave(world: World) -> Count:
    """Ask for routes, awards and comparisons, and go away: the work ends."""
    count = Count("clients that leave")
    asked = (ROUTE, AWARDS, ("POST", "/v1/what-if", LONG_BODY))
    async with world.client() as client:
        for _ in range(world.of(1, 3, 20)):
            for method, path, body in asked:
                count.tries += 1
                leaving = asyncio.create_task(client.request(method, path, json=body))
                await asyncio.sleep(0.05)
                leaving.cancel()
                await asyncio.gather(leaving, return_exceptions=True)
        began = time.monotonic()
        while world.figure((await client.get("/metrics")).text, "stackways_questions_answering"):
            if time.monotonic() - began > world.of(120, 10, 10) * SLOW:
                count.add("unexpected", "work goes on although nobody waits")
                break
            await asyncio.sleep(0.1)
        count.notes.append(f"all work ended within {time.monotonic() - began:.1f} s")
        await world.ask(client, count, LOOK_UP)
    return count


async def _endless(world: World, begin: bytes, go_on: bytes, seconds: float) -> str:
    """Send without end on one connection; return how it ended."""
    parts = urlsplit(world.address)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    try:
        async with asyncio.timeout(seconds):
            writer.write(begin)
            while not reader.at_eof():
                writer.write(go_on)
                await writer.drain()
                await asyncio.sleep(0)
    except TimeoutError:
        return "goes on"
    except ConnectionError:
        return "refused"
    finally:
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()
    return "refused"


async def headers_without_end(world: World) -> Count:
    """Send headers, and one header, without end on many connections."""
    count = Count("headers without end")
    world.most_memory = 0
    begin = b"GET /livez HTTP/1.1\r\nHost: x\r\n"
    attacks = [(begin, b"X-A: " + b"a" * 4000 + b"\r\n"), (begin + b"X: ", b"a" * 65536), (b"GET /", b"a" * 65536)]
    for begin_with, go_on in attacks * world.of(1, 2, 20):
        seconds = SLOW * world.of(60, 15, 15)
        ends = await asyncio.gather(*(_endless(world, begin_with, go_on, seconds) for _ in range(20)))
        count.tries += len(ends)
        for end in ends:
            if end != "refused":
                count.add("unexpected", f"{begin_with[:8]!r} {end}")
    async with world.client() as client:
        await world.ask(client, count, LOOK_UP)
    await _is_small(world, count)
    return count


async def slow_and_many(world: World) -> Count:
    """Hold very many connections open and send next to nothing on them: who asks properly is answered meanwhile."""
    count = Count("slow connections")
    world.most_memory = 0
    parts = urlsplit(world.address)
    held = []
    for _ in range(world.of(50, 300, 900)):
        count.tries += 1
        _, writer = await asyncio.open_connection(parts.hostname, parts.port)
        writer.write(b"POST /v1/exemptions HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{")
        held.append(writer)
    async with world.client() as client:
        for _ in range(10):
            world.must_be_answered(count, await world.ask(client, count, LOOK_UP), "a proper question")
    for writer in held:
        writer.close()
    await _is_small(world, count)
    return count


async def nonsense(world: World) -> Count:
    """Send a mebibyte of nonsense of many shapes, and see that the process lives all the time."""
    count = Count("a mebibyte of nonsense")
    world.most_memory = 0
    bodies = [
        b'{"holdings": [' + b"1," * (MIB // 2 - 20) + b"1]}",
        b'{"holdings": [' + b'{"code":1},' * (MIB // 11 - 20) + b"1]}",
        b"{" + b",".join(b'"a%d":1' % n for n in range(MIB // 14)) + b"}",
        b'{"reading": {' + b",".join(b'"a%d":1' % n for n in range(MIB // 14)) + b"}}",
        b"[" * (MIB - 1),
        b'"' + b"a" * (MIB - 2) + b'"',
        b'{"holdings": "' + b"a" * (MIB - 20) + b'"}',
        b'{"holdings": [{"described": {"title": "' + b"a" * (MIB - 60) + b'"}}]}',
        b"1" * (MIB - 1),
        b"\xff" * (MIB - 1),
        b'{"as_of": ' + b"9" * 5000 + b"}",
    ]
    worst = 0.0
    ended = asyncio.Event()

    async def lives() -> None:
        nonlocal worst
        async with world.client() as client:
            while not ended.is_set():
                began = time.monotonic()
                await world.ask(client, count, LIVE)
                worst = max(worst, time.monotonic() - began)
                await asyncio.sleep(0.02)

    living = asyncio.create_task(lives())
    async with world.client() as client:
        paths = ("/v1/exemptions", "/v1/awards", "/v1/routes", "/v1/what-if", "/v1/graph")
        for path in paths[: world.of(1, 5, 5)]:
            for body in bodies * world.of(1, 1, 5):
                count.tries += 1
                response = await client.post(path, content=body, headers={"Content-Type": "application/json"})
                if response.status_code not in {400, 413, 422}:
                    count.add("unexpected", f"{path} {body[:20]!r}: {response.status_code}")
    ended.set()
    await living
    count.notes.append(f"/livez at most {worst * 1000:.0f} ms")
    if world.seconds_count and worst > SLOW * 1.0:
        count.add("late", f"/livez: {worst:.1f} s")
    await _is_small(world, count)
    return count

"""Who sends slowly, without end or from too many connections is refused; who asks as usual notices nothing."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
import pytest_asyncio
import uvicorn
from starlette.types import Receive, Scope, Send

from stackways.api import bounded
from stackways.api.bounded import MOST_HEADER_BYTES, Bounded

GET = b"GET / HTTP/1.1\r\nHost: x\r\n"
SOON = 0.3
LONG = 60


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers with how long the body was, or with more than anybody reads."""
    length, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return
        length += len(message["body"])
        more = message["more_body"]
    body = b"x" * 50_000_000 if scope["path"] == "/much" else b"%d" % length
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"%d" % len(body))]})
    await send({"type": "http.response.body", "body": body})


@pytest_asyncio.fixture
async def port() -> AsyncIterator[int]:
    server = uvicorn.Server(uvicorn.Config(app, port=0, http=Bounded, ws="none", lifespan="off", log_level="critical"))
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - uvicorn has no event for it
        await asyncio.sleep(0.01)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    await serving


class Client:
    """One connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    async def send(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def endlessly(self, data: bytes) -> None:
        """Send until the other side hangs up, or for much longer than it should."""
        for _ in range(4096):
            if self.reader.at_eof():
                return
            await self.send(data)
            await asyncio.sleep(0)

    async def rest(self) -> bytes:
        """Everything that comes until the other side hangs up."""
        try:
            return await asyncio.wait_for(self.reader.read(), LONG)
        except ConnectionResetError:
            return b""

    async def answer(self) -> tuple[int, bytes]:
        """One answer; the connection stays."""
        head = await asyncio.wait_for(self.reader.readuntil(b"\r\n\r\n"), LONG)
        length = next(int(line[15:]) for line in head.split(b"\r\n") if line.startswith(b"content-length:"))
        return int(head.split()[1]), await self.reader.readexactly(length)


Connect = Callable[[], Awaitable[Client]]


@pytest_asyncio.fixture
async def connect(port: int) -> AsyncIterator[Connect]:
    opened = []

    async def connected() -> Client:
        client = Client(*await asyncio.open_connection("127.0.0.1", port))
        opened.append(client)
        return client

    yield connected
    for client in opened:
        client.writer.close()


def problem(answer: bytes) -> tuple[int, str]:
    """The status and type of a problem."""
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"content-type: application/problem+json" in head
    assert b"connection: close" in head
    said = json.loads(body)
    assert said["status"] == int(head.split()[1])
    return said["status"], said["type"]


async def test_who_asks_as_usual_is_answered_one_after_the_other_on_one_connection(connect: Connect) -> None:
    client = await connect()
    for _ in range(3):
        await client.send(GET + b"\r\n")
        assert await client.answer() == (200, b"0")
    body = b"b" * (1 << 20)
    await client.send(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
    assert await client.answer() == (200, b"%d" % len(body))
    await client.send((GET + b"\r\n") * 3)
    assert [await client.answer() for _ in range(3)] == [(200, b"0")] * 3


@pytest.mark.parametrize(
    ("begin", "go_on"),
    [
        (GET, b"X: y\r\n" * 100),
        (GET + b"X: ", b"y" * 1000),
        (b"GET /", b"a" * 1000),
        (b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n", b"1;e=" + b"x" * 1000 + b"\r\nb\r\n"),
        (b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", b"X: y\r\n" * 100),
    ],
    ids=["headers", "one header", "an address", "marks of chunks", "headers behind the body"],
)
async def test_what_has_no_end_beside_the_body_is_refused(connect: Connect, begin: bytes, go_on: bytes) -> None:
    client = await connect()
    await client.send(begin)
    sending = asyncio.create_task(client.endlessly(go_on))
    answer = await client.rest()
    await asyncio.gather(sending, return_exceptions=True)  # it may meet a closed connection
    if answer:  # what is refused while it is still sent may be lost on the way
        assert problem(answer) == (431, "/problems/headers-too-large")


async def test_headers_of_the_most_length_are_read(connect: Connect) -> None:
    client = await connect()
    await client.send(GET + b"X: " + b"y" * (MOST_HEADER_BYTES - len(GET) - 10) + b"\r\n\r\n")
    assert await client.answer() == (200, b"0")


@pytest.mark.parametrize(
    ("constant", "sent"),
    [
        ("HEADER_SECONDS", b""),
        ("HEADER_SECONDS", GET),
        ("BODY_SECONDS", b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n1"),
    ],
    ids=["nothing", "half the headers", "half the body"],
)
async def test_who_sends_too_slowly_is_refused(
    connect: Connect, monkeypatch: pytest.MonkeyPatch, constant: str, sent: bytes
) -> None:
    monkeypatch.setattr(bounded, constant, SOON)
    client = await connect()
    await client.send(sent)
    assert problem(await client.rest()) == (408, "/problems/request-too-slow")


async def test_the_second_request_of_a_connection_has_its_own_time(
    connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounded, "HEADER_SECONDS", SOON)
    client = await connect()
    await client.send(GET + b"\r\n")
    await client.answer()
    await client.send(GET)
    assert problem(await client.rest())[0] == 408


async def test_who_does_not_read_is_hung_up_on(connect: Connect, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded, "READING_SECONDS", SOON)
    client = await connect()
    await client.send(b"GET /much HTTP/1.1\r\nHost: x\r\n\r\n")
    await asyncio.sleep(4 * SOON)
    assert len(await client.rest()) < 50_000_000


async def test_more_connections_than_may_be_are_told_to_come_again(
    connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounded, "MOST_CONNECTIONS", 2)
    first, _ = await connect(), await connect()
    await first.send(GET + b"\r\n")
    await first.answer()
    answer = await (await connect()).rest()
    assert b"retry-after: 2" in answer
    assert problem(answer) == (503, "/problems/busy")
    await first.send(GET + b"\r\n")
    assert await first.answer() == (200, b"0")

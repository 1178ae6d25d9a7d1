"""A client that costs little: it shares the machine with what it measures."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from itertools import cycle
from typing import cast

HEAD_ENDS = b"\r\n\r\n"
LENGTH = b"content-length: "
GOOD = (b"200", b"304")


class _Asker(asyncio.Protocol):
    """Asks over one connection, the next thing as soon as the one before is answered."""

    def __init__(self, requests: Iterator[bytes], note: Callable[[float], bool], done: asyncio.Future[None]) -> None:
        self._requests, self._note, self._done = requests, note, done
        self._transport: asyncio.Transport
        self._received = b""
        self._began = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._ask()

    def _ask(self) -> None:
        self._began = time.perf_counter()
        self._received = b""
        self._transport.write(next(self._requests))

    def data_received(self, data: bytes) -> None:
        self._received = self._received + data if self._received else data
        end = self._received.find(HEAD_ENDS)
        if end < 0:
            return
        head = self._received[:end].lower()
        at = head.find(LENGTH)
        length = int(head[at + len(LENGTH) :].split(b"\r\n", 1)[0]) if at >= 0 else 0
        if len(self._received) < end + len(HEAD_ENDS) + length:
            return
        if head[9:12] not in GOOD:
            self._end(RuntimeError(f"it answers {self._received[:600]!r}"))
        elif self._note(time.perf_counter() - self._began):
            self._ask()
        else:
            self._end(None)

    def connection_lost(self, exc: Exception | None) -> None:
        if not self._done.done():
            self._done.set_exception(exc or ConnectionError("it hangs up"))

    def _end(self, error: Exception | None) -> None:
        if not self._done.done():
            if error:
                self._done.set_exception(error)
            else:
                self._done.set_result(None)
        self._transport.close()


async def times_of(port: int, requests: Iterator[bytes], connections: int, seconds: float) -> tuple[float, list[float]]:
    """Ask over so many connections for so long; return how many answers came a second, and the seconds of each."""
    taken: list[float] = []
    loop = asyncio.get_running_loop()
    began = time.perf_counter()

    def note(one: float) -> bool:
        taken.append(one)
        return time.perf_counter() - began < seconds

    ends = [loop.create_future() for _ in range(connections)]
    for end in ends:
        await loop.create_connection(lambda end=end: _Asker(requests, note, end), "127.0.0.1", port)  # type: ignore[misc]
    try:
        await asyncio.gather(*ends)
    finally:
        await asyncio.sleep(0)
    return len(taken) / (time.perf_counter() - began), sorted(taken)


def request(method: str, address: str, body: bytes = b"", headers: str = "") -> bytes:
    """Return a request as it goes over the line."""
    said = f"content-type: application/json\r\ncontent-length: {len(body)}\r\n" if body else ""
    return f"{method} {address} HTTP/1.1\r\nhost: bench\r\n{said}{headers}\r\n".encode() + body


def again(*requests: bytes) -> Iterator[bytes]:
    """Return requests that begin anew where they end."""
    return cycle(requests)

"""HTTP/1.1 with bounds: who sends slowly, without end or from very many connections at once costs little.

uvicorn reads headers of any length and waits for them for ever; here each has its limit, so that the API may stand in
the open. What is refused here is refused before anything of it reaches the application.
"""

from __future__ import annotations

import asyncio
import json
from http import HTTPStatus
from typing import TYPE_CHECKING, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from stackways.api.problems import HeadersTooLarge, RequestTooSlow, TooBusy
from stackways.words.message import Message

if TYPE_CHECKING:
    from rfc9457 import StatusProblem
    from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

MOST_HEADER_BYTES = 32 * 1024
"""The most bytes of a request beside its body: its first line, its headers, and how its body is cut into chunks."""
HEADER_SECONDS = 10.0
"""The longest from the first to the last byte of the headers, and from a new connection to its first request."""
BODY_SECONDS = 30.0
"""The longest from the headers to the last byte of the body."""
READING_SECONDS = 30.0
"""The longest a client may leave what is sent to it unread."""
MOST_CONNECTIONS = 1_000
"""The most connections of one process at once."""


class Bounded(HttpToolsProtocol):
    """Reads requests of one connection."""

    _late: asyncio.TimerHandle | None = None
    """Runs out where the client is too slow with what it sends."""
    _unread: asyncio.TimerHandle | None = None
    """Runs out where the client does not read what is sent to it."""
    _beside_body = 0
    """How many bytes of the request came beside its body."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin, unless there are too many others."""
        super().connection_made(transport)
        if len(self.connections) > MOST_CONNECTIONS:
            self._refuse(TooBusy(str(Message("error.too-many-connections", seconds=2))), retry_after=2)
        else:
            self._wait(HEADER_SECONDS)

    def connection_lost(self, exc: Exception | None) -> None:
        """End."""
        self._wait(None)
        if self._unread is not None:
            self._unread.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on, unless that was too much."""
        if self.transport.is_closing():
            return
        self._beside_body += len(data)
        super().data_received(data)
        if self._beside_body > MOST_HEADER_BYTES and not self.transport.is_closing():
            self._refuse(HeadersTooLarge(str(Message("error.headers-too-long", most=MOST_HEADER_BYTES))))

    def on_message_begin(self) -> None:
        """Begin with a request."""
        super().on_message_begin()
        self._wait(HEADER_SECONDS)

    def on_headers_complete(self) -> None:
        """Hand a request over to the application."""
        self._wait(BODY_SECONDS)
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Take a part of the body."""
        self._beside_body -= len(body)
        super().on_body(body)

    def on_message_complete(self) -> None:
        """Have the whole request."""
        self._wait(None)
        self._beside_body = 0
        super().on_message_complete()

    def pause_writing(self) -> None:
        """Wait for the client to read."""
        super().pause_writing()
        self._unread = self.loop.call_later(READING_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        """Go on: the client reads."""
        if self._unread is not None:
            self._unread.cancel()
            self._unread = None
        super().resume_writing()

    def _wait(self, seconds: float | None) -> None:
        """Wait so long for the client; None: it has sent all that there was to send."""
        if self._late is not None:
            self._late.cancel()
        self._late = None if seconds is None else self.loop.call_later(seconds, self._too_late)

    def _too_late(self) -> None:
        self._refuse(RequestTooSlow(str(Message("error.request-late"))))

    def _refuse(self, problem: StatusProblem, *, retry_after: int | None = None) -> None:
        """Send a problem, where no answer has begun, and hang up."""
        self._wait(None)
        if self.transport.is_closing():
            return
        cycle = cast("RequestResponseCycle | None", self.cycle)  # none before the first request
        if cycle is None or cycle.response_complete or not cycle.response_started:
            body = json.dumps(problem.marshal(uri="/problems/{type}", strict=False)).encode()
            lines = [
                f"HTTP/1.1 {problem.status} {HTTPStatus(problem.status).phrase}",
                "content-type: application/problem+json",
                f"content-length: {len(body)}",
                "connection: close",
                *([f"retry-after: {retry_after}"] if retry_after else []),
            ]
            self.transport.write("\r\n".join([*lines, "", ""]).encode() + body)
        if cycle is not None and not cycle.response_complete:
            cycle.disconnected = True
            cycle.message_event.set()
        self.transport.close()

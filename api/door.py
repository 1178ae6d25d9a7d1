"""What every request goes through: one plain ASGI middleware, for each layer of them costs every request."""

from __future__ import annotations

import time
from collections.abc import Callable

import structlog
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from stackways.api import language
from stackways.api.problems import LONGEST_PATH, MOST_BYTES, too_large
from stackways.words.render import speak, speaking, spoken

log = structlog.get_logger("stackways.api")

SAFE_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
)


SPEAKING = "/v1/"
"""Where answers say something to people."""


class Door:
    """Limits the body, answers HEAD, speaks the language asked for, turns what is raised into a problem, and logs.

    The log has the path and never the query or the body: what a learner holds is not written down.
    """

    def __init__(self, app: ASGIApp, problem: Callable[[Request, Exception], Response]) -> None:
        self.app = app
        self.problem = problem

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began = time.perf_counter()
        method = scope["method"]
        # Answered as GET, without the body; the server keeps its own scope, by which it expects none.
        scope = {**scope, "method": "GET"} if method == "HEAD" else dict(scope)
        received = 0
        status = 0

        async def receive_limited() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > MOST_BYTES:
                raise too_large()
            return message

        async def send_safely(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], *SAFE_HEADERS]
                if scope["path"].startswith(SPEAKING):
                    language.mark(message, spoken())
            elif method == "HEAD":
                message["body"] = b""
            await send(message)

        try:
            with speaking(spoken()):
                try:
                    _check_declared_length(scope)
                    asked, without = language.taken_out(scope)
                    speak(asked)
                    await self.app(without, receive_limited, send_safely)
                except Exception as error:
                    if status:  # half an answer is on its way: the server must break it off
                        raise
                    await self.problem(Request(scope), error)(scope, receive, send_safely)
        finally:
            seconds = round(time.perf_counter() - began, 4)
            log.info("answered", method=method, path=scope["path"][:LONGEST_PATH], status=status, seconds=seconds)


def _check_declared_length(scope: Scope) -> None:
    length = Headers(scope=scope).get("content-length", "0")
    if length.isdecimal() and int(length) > MOST_BYTES:
        raise too_large()

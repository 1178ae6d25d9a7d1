"""What every request goes through: one plain ASGI middleware, for each layer of them costs every request."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Callable
from http import HTTPStatus

import structlog
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from stackways.api import language
from stackways.api.operations import Requests
from stackways.api.page import FRAMED
from stackways.api.problems import LONGEST_PATH, MOST_BYTES, MOST_COMMAS, too_large
from stackways.words.render import speak, speaking, spoken

log = structlog.get_logger("stackways.api")

SAFE_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
)
UNFRAMED = (b"x-frame-options", b"DENY")
"""What everything says but the one page that is made for a frame."""


SPEAKING = "/v1/"
"""Where answers say something to people."""
LIVE = "/livez"
POLICY = b"content-security-policy"
NO_PAGE = (POLICY, b"default-src 'none'; frame-ancestors 'none'")
"""What is no page shows nothing and runs nothing, should a browser take it for one."""
REQUEST_ID = b"x-request-id"
"""Names one request in the log, and in the log of whatever stands in front."""
_AN_ID = re.compile(rb"[A-Za-z0-9._-]{1,64}")


class Door:
    """Limits the body, answers HEAD, speaks the language asked for, turns what is raised into a problem, and logs.

    The log has the path and never the query or the body: what a learner holds is not written down. That the process
    lives is asked every few seconds, and is no line of it.
    """

    def __init__(self, app: ASGIApp, problem: Callable[[Request, Exception], Response], requests: Requests) -> None:
        self.app = app
        self.problem = problem
        self.requests = requests

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began = time.perf_counter()
        path, method = scope["path"], scope["method"]
        request_id = _id_of(scope)
        bound = structlog.contextvars.bind_contextvars(request_id=request_id)
        # Answered as GET, without the body; the server keeps its own scope, by which it expects none.
        scope = {**scope, "method": "GET"} if method == "HEAD" else dict(scope)
        status = 0

        async def send_safely(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = _safe(message["headers"], path)
                if path.startswith(SPEAKING):
                    headers = language.marked(headers, spoken())
                headers.append((REQUEST_ID, request_id.encode()))
                message = {**message, "headers": headers}
            elif method == "HEAD":
                message["body"] = b""
            await send(message)

        try:
            with speaking(spoken()):
                try:
                    _check_declared_length(scope)
                    asked, scope = language.taken_out(scope)
                    speak(asked)
                    await self.app(scope, _limited(receive), send_safely)
                except Exception as error:
                    if status:  # half an answer is on its way: the server must break it off
                        raise
                    await self.problem(Request(scope), error)(scope, receive, send_safely)
        finally:
            seconds = time.perf_counter() - began
            self.requests.add(scope, method, status, seconds)
            if path != LIVE or status != HTTPStatus.OK:
                log.info("answered", method=method, path=path[:LONGEST_PATH], status=status, seconds=round(seconds, 4))
            structlog.contextvars.reset_contextvars(**bound)


def _limited(receive: Receive) -> Receive:
    """Return what receives a body as long as it is one that somebody asks with."""
    received = commas = 0

    async def receive_limited() -> Message:
        nonlocal received, commas
        message = await receive()
        body = message.get("body", b"")
        received += len(body)
        commas += body.count(b",")
        if received > MOST_BYTES or commas > MOST_COMMAS:
            raise too_large(values=received <= MOST_BYTES)
        return message

    return receive_limited


def _safe(headers: list[tuple[bytes, bytes]], path: str) -> list[tuple[bytes, bytes]]:
    """Return headers with what keeps a browser from doing more with an answer than to show it."""
    if all(name != POLICY for name, _ in headers):
        return [*headers, *SAFE_HEADERS, UNFRAMED, NO_PAGE]
    return [*headers, *SAFE_HEADERS, *([] if path.startswith(FRAMED) else [UNFRAMED])]


def _check_declared_length(scope: Scope) -> None:
    length = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
    if length.isdigit() and int(length) > MOST_BYTES:
        raise too_large()


def _id_of(scope: Scope) -> str:
    """Return the id that whatever stands in front gave a request, else a new one."""
    for name, value in scope["headers"]:
        if name == REQUEST_ID and _AN_ID.fullmatch(value):
            return str(value, "ascii")
    return secrets.token_hex(8)

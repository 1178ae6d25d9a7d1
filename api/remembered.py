"""Whole answers that a worker remembers, for as long as the catalogue and the day stay what they are.

An answer follows from the question, the language, the day and the catalogue, and from nothing else. So one that was
given before is given again, byte by byte, where the catalogue is still the one that gave it: `Graph.look` tells that
without asking for half a second after every look, and with one bare round trip else. Where it cannot tell, while a load
is at work or the database does not answer, the question is asked as if nothing were remembered.

Nothing of it is ever written down, and what a learner sent is not kept: the answer to it is found again by a hash.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import OrderedDict
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from stackways.rules.today import today
from stackways.words.message import Language
from stackways.words.render import spoken

if TYPE_CHECKING:
    from stackways.api.connection import Connection
    from stackways.pathways.session import Reader

QUESTIONS = "/v1/"
"""Where questions are answered."""
LONGEST_BODY = 16 * 1024
"""The longest body of a question whose answer is remembered, in bytes."""
PARTS = 8
"""An answer that takes more than one such part of the memory is not remembered."""
BYTES_BESIDE = 2_000
"""About what an answer takes beside its body: its head, and what it is found by."""
OK, NOT_MODIFIED = 200, 304

_MADE_BY = "stackways.made_by"
"""Where the scope of a request says which load made the catalogue that answered."""

Headers = list[tuple[bytes, bytes]]
Made = tuple[int, str | None]
Key = tuple[str, bytes, bytes, Language, bool, dt.date]


@dataclass(frozen=True, slots=True)
class Answer:
    """One whole answer, as it goes out."""

    made_by: Made | None
    """The load that made the catalogue which gave it; None where it may not be remembered."""
    headers: Headers
    body: bytes
    route: object
    """What answered it, for the figures."""

    @property
    def size(self) -> int:
        """About how many bytes of memory it takes."""
        return len(self.body) + BYTES_BESIDE


class Memory:
    """Answers, of which those asked for longest ago are forgotten first.

    Args:
        most: The most bytes that they take.
    """

    def __init__(self, most: int) -> None:
        self.size = 0
        self._most = most
        self._answers: OrderedDict[Key, Answer] = OrderedDict()

    def get(self, key: Key) -> Answer | None:
        """Return the answer to a question, of whichever catalogue."""
        answer = self._answers.get(key)
        if answer is not None:
            self._answers.move_to_end(key)
        return answer

    def keep(self, key: Key, answer: Answer) -> None:
        """Remember an answer, unless it takes too much."""
        if before := self._answers.pop(key, None):
            self.size -= before.size
        if answer.size * PARTS > self._most:
            return
        self._answers[key] = answer
        self.size += answer.size
        while self.size > self._most:
            _, oldest = self._answers.popitem(last=False)
            self.size -= oldest.size


class Remembered:
    """Answers from memory where it can, and with 304 whoever has the answer already.

    Args:
        app: Answers what is not remembered.
        most: The most bytes that answers take; with none, nothing is remembered.
        registry: Where it is counted how many were answered from memory.
    """

    def __init__(self, app: ASGIApp, most: int, registry: CollectorRegistry) -> None:
        self.app = app
        self._memory = Memory(most)
        self._remembers = most > 0
        self._counted = Counter("stackways_answers_remembered", "Questions answered from memory", registry=registry)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or not scope["path"].startswith(QUESTIONS):
            await self.app(scope, receive, send)
            return
        head = dict(scope["headers"])
        asked, receive = await self._asked(scope, head, receive)
        key = None
        if asked is not None:
            gzip = b"gzip" in head.get(b"accept-encoding", b"")
            key = (scope["path"], scope["query_string"], asked, spoken(), gzip, today())
        answer = await self._remembered(scope, key) if key else None
        if answer is None:
            waiting = _Waiting(scope, send)
            await self.app(scope, receive, waiting.send)
            answer = waiting.answer
            if answer is None:  # it is sent already
                return
            if key and answer.made_by and key[-1] == today():
                self._memory.keep(key, answer)
        await _give(answer, send, head.get(b"if-none-match") if scope["method"] == "GET" else None)

    async def _asked(self, scope: Scope, head: dict[bytes, bytes], receive: Receive) -> tuple[bytes | None, Receive]:
        """Return what a body asks, in one form however it is written, and what receives it (again); None: too much."""
        length = head.get(b"content-length", b"0" if scope["method"] == "GET" else b"")
        if (
            not self._remembers
            or scope["method"] not in {"GET", "POST"}
            or not length.isdigit()
            or int(length) > LONGEST_BODY
        ):
            return None, receive
        if scope["method"] == "GET":
            return b"", receive
        messages = [await receive()]
        while messages[-1].get("more_body"):
            messages.append(await receive())
        again = iter(messages)

        async def received() -> Message:
            return next(again, None) or await receive()

        try:
            body = json.loads(b"".join(message.get("body", b"") for message in messages))
        except (ValueError, RecursionError):
            return None, received
        said = json.dumps([head.get(b"content-type", b"").decode("latin-1"), body], sort_keys=True)
        return blake2b(said.encode(), digest_size=32).digest(), received

    async def _remembered(self, scope: Scope, key: Key) -> Answer | None:
        """Return the answer that was given before, where the catalogue that gave it is there at this moment."""
        answer = self._memory.get(key)
        if answer is None:
            return None
        connection: Connection = scope["app"].state.connection
        if answer.made_by != await connection.made_by():
            return None
        scope["route"] = answer.route
        self._counted.inc()
        return answer


class _Waiting:
    """Holds back an answer that has a tag until it is whole, and sends every other one on."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self.answer: Answer | None = None
        """The answer that was held back."""
        self._scope = scope
        self._send = send
        self._headers: Headers | None = None
        self._parts: list[bytes] = []

    async def send(self, message: Message) -> None:
        """Take a part of the answer."""
        if message["type"] == "http.response.start" and message["status"] == OK and _tag(message["headers"]):
            self._headers = message["headers"]
        elif self._headers is None:
            await self._send(message)
        else:
            self._parts.append(message.get("body", b""))
            if not message.get("more_body"):
                made_by, route = self._scope.get(_MADE_BY), self._scope.get("route")
                self.answer = Answer(made_by, self._headers, b"".join(self._parts), route)


async def _give(answer: Answer, send: Send, known: bytes | None) -> None:
    """Send an answer, or 304 to who has it already; `known` is the header with the tags of what the client has."""
    if known and _matches(known.decode("latin-1"), _tag(answer.headers)):
        headers = [(name, value) for name, value in answer.headers if not name.startswith(b"content-")]
        await send({"type": "http.response.start", "status": NOT_MODIFIED, "headers": headers})
        await send({"type": "http.response.body", "body": b""})
    else:
        await send({"type": "http.response.start", "status": OK, "headers": answer.headers})
        await send({"type": "http.response.body", "body": answer.body})


def _tag(headers: Headers) -> str:
    return next((value.decode("latin-1") for name, value in headers if name == b"etag"), "")


def _matches(known: str, tag: str) -> bool:
    """Whether an If-None-Match header has a tag; weak tags and strong ones compare alike."""
    tags = [one.strip() for one in known.split(",")]
    return "*" in tags or tag[2:] in (one.removeprefix("W/") for one in tags)


def remember(scope: Scope, reader: Reader) -> None:
    """Say that the answer to a request follows from the catalogue that was read, the question and the day alone."""
    scope[_MADE_BY] = reader.made_by


def forget(scope: Scope) -> None:
    """Say that the answer to a request follows from something else as well."""
    scope.pop(_MADE_BY, None)

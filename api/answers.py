"""How an answer goes out: as JSON, with the catalogue's version and an ETag."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from hashlib import blake2b
from typing import Concatenate, ParamSpec, TypeVar
from urllib.parse import quote

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from stackways.api.admission import Gate
from stackways.api.connection import Connection
from stackways.api.leaving import while_waited_for
from stackways.api.remembered import remember
from stackways.pathways.session import CatalogueLoading, DatabaseAway, Reader, TooSlow
from stackways.words.message import Message

P = ParamSpec("P")
Answer = TypeVar("Answer", bound=BaseModel)

GRACE_SECONDS = 5.0
"""How much longer than a question may think its answer may take to be put together and sent."""

SURELY_WHOLE = 0.5
"""An answer that took less than this part of its time was cut short by nothing."""

CATALOGUE = "Stackways-Catalogue"
"""The header with the version of the catalogue that answered."""

RELEASE = "Stackways-Release"
"""The header with the name of the release that answered, percent-encoded; absent where nobody approved one."""


async def answer(
    request: Request,
    pathway: Callable[Concatenate[Reader, P], Awaitable[BaseModel]],
    *args: P.args,
    **kwargs: P.kwargs,
) -> Response:
    """Look something up with a pathway, and render its answer as JSON."""
    reader, answered = await ask(request, request.app.state.gates.looking_up, pathway, *args, **kwargs)
    return _as_json(request, reader, answered)


async def think(
    request: Request,
    pathway: Callable[Concatenate[Reader, P], Awaitable[BaseModel]],
    *args: P.args,
    **kwargs: P.kwargs,
) -> Response:
    """Have a pathway think, which takes the processor's time; the work ends when nobody waits for it any more."""

    async def thought_out() -> Response:
        reader, answered = await ask(request, request.app.state.gates.thinking, pathway, *args, **kwargs)
        return _as_json(request, reader, answered)

    return await while_waited_for(request, thought_out())


async def ask(
    request: Request,
    gate: Gate,
    pathway: Callable[Concatenate[Reader, P], Awaitable[Answer]],
    *args: P.args,
    **kwargs: P.kwargs,
) -> tuple[Reader, Answer]:
    """Call a pathway with a reader of one whole catalogue, within the time that one question may take.

    What took much of that time may have been cut short by it: it is not remembered.
    """
    state = request.app.state
    seconds = state.settings.answer_seconds
    began = time.monotonic()
    reader, answered = await ask_through(state.connection, gate, seconds, pathway, *args, **kwargs)
    if time.monotonic() - began < seconds * SURELY_WHOLE:
        remember(request.scope, reader)
    return reader, answered


async def ask_through(
    connection: Connection,
    gate: Gate,
    seconds: float,
    pathway: Callable[Concatenate[Reader, P], Awaitable[Answer]],
    *args: P.args,
    **kwargs: P.kwargs,
) -> tuple[Reader, Answer]:
    """Call a pathway; again where a new catalogue came in between, or the database has moved."""
    async with gate.question(seconds):
        try:
            async with asyncio.timeout(seconds + GRACE_SECONDS):
                reader = await connection.reading()
                try:
                    return reader, await pathway(reader, *args, **kwargs)
                except CatalogueLoading:
                    reader = await connection.reading()
                except DatabaseAway:
                    reader = await (await connection.elsewhere(reader.graph)).reading()
                return reader, await pathway(reader, *args, **kwargs)
        except TimeoutError as error:
            raise TooSlow(Message("error.answer-late", seconds=f"{seconds:g}")) from error


def _as_json(request: Request, reader: Reader, answered: BaseModel) -> Response:
    return render(request, reader, answered.__pydantic_serializer__.to_json(answered, by_alias=True))


def render(request: Request, reader: Reader, body: bytes, media_type: str = "application/json") -> Response:
    """Return a body with a tag; who has that already is told so where it is sent (`api.remembered`)."""
    # Weak: compressed or not, it is the same answer.
    tag = f'W/"{blake2b(body, digest_size=12).hexdigest()}"'
    asked = request.scope["method"] == "GET"
    headers = {
        "ETag": tag,
        CATALOGUE: reader.version,
        # An answer to a learner is nobody else's business, and not a cache's.
        "Cache-Control": "no-cache" if asked else "no-store",
    }
    if reader.release is not None:
        headers[RELEASE] = quote(reader.release, safe=" ,:")
    return Response(body, media_type=media_type, headers=headers)

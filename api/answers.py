"""How an answer goes out: as JSON, with the catalogue's version and an ETag."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from hashlib import blake2b
from typing import Concatenate, ParamSpec, TypeVar

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from stackways.api.connection import Connection
from stackways.pathways.session import CatalogueLoading, Reader

P = ParamSpec("P")
Answer = TypeVar("Answer", bound=BaseModel)

CATALOGUE = "Stackways-Catalogue"
"""The header with the version of the catalogue that answered."""


async def answer(
    request: Request,
    pathway: Callable[Concatenate[Reader, P], Awaitable[BaseModel]],
    *args: P.args,
    **kwargs: P.kwargs,
) -> Response:
    """Call a pathway, and render its answer as JSON."""
    reader, answered = await ask(request, pathway, *args, **kwargs)
    return render(request, reader, answered.__pydantic_serializer__.to_json(answered, by_alias=True))


async def ask(
    request: Request,
    pathway: Callable[Concatenate[Reader, P], Awaitable[Answer]],
    *args: P.args,
    **kwargs: P.kwargs,
) -> tuple[Reader, Answer]:
    """Call a pathway with a reader of one whole catalogue, and again where a new catalogue came in between."""
    reader = await reading(request)
    try:
        return reader, await pathway(reader, *args, **kwargs)
    except CatalogueLoading:
        reader = await reading(request)
        return reader, await pathway(reader, *args, **kwargs)


async def reading(request: Request) -> Reader:
    """Return a reader of the catalogue as it is now; everything one question reads goes through one."""
    connection: Connection = request.app.state.connection
    return await connection.reading()


def render(request: Request, reader: Reader, body: bytes, media_type: str = "application/json") -> Response:
    """Return a body, or 304 where the one who asks has it already."""
    # Weak: compressed or not, it is the same answer.
    tag = f'W/"{blake2b(body, digest_size=12).hexdigest()}"'
    asked = request.scope["method"] == "GET"
    headers = {
        "ETag": tag,
        CATALOGUE: reader.version,
        # An answer to a learner is nobody else's business, and not a cache's.
        "Cache-Control": "no-cache" if asked else "no-store",
    }
    if asked and _matches(request.headers.get("if-none-match"), tag):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=media_type, headers=headers)


def _matches(known: str | None, tag: str) -> bool:
    """Whether an If-None-Match header has a tag; weak tags and strong ones compare alike."""
    if known is None:
        return False
    tags = [one.strip() for one in known.split(",")]
    return "*" in tags or tag[2:] in (one.removeprefix("W/") for one in tags)

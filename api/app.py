"""The application: every path, what surrounds them, and the one connection to the graph."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi_offline import FastAPIOffline
from prometheus_client import CollectorRegistry
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from stackways import version
from stackways.api import ask, badges, batch, browse, draw, operations, rules
from stackways.api.admission import Gates
from stackways.api.answers import CATALOGUE, RELEASE
from stackways.api.connection import Connection, get_ready
from stackways.api.described import add_description
from stackways.api.door import Door
from stackways.api.openapi import DESCRIPTION, LICENCE, PROBLEMS, SERVERS, TAGS, describe_all
from stackways.api.page import add_page, page_not_found
from stackways.api.problems import NotFound, handler
from stackways.api.remembered import Remembered
from stackways.pathways.question import UnknownCodeError, WrongKindError
from stackways.pathways.session import GraphError
from stackways.pathways.settings import Settings

SHORT = frozenset({"/livez", "/readyz"})
OPEN = ("/v1/", "/openapi.json", "/livez", "/readyz")
"""What every page of every origin may read."""


def create_app(settings: Settings | None = None) -> FastAPI:
    """Return the application; it connects to the database when it starts, or whenever that begins to answer."""
    settings = settings or Settings.read()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with Connection(settings) as app.state.connection:
            getting_ready = asyncio.create_task(get_ready(app.state.connection))
            yield
            getting_ready.cancel()

    app = FastAPIOffline(  # its page of the API needs nothing from elsewhere
        title="Stackways",
        version=version(),
        description=DESCRIPTION,
        license_info=LICENCE,
        servers=SERVERS,
        openapi_tags=TAGS,
        lifespan=lifespan,
        telemetry={
            "tracing": settings.telemetry,
            "metrics": settings.telemetry,
            "logs": False,  # an error's own words may hold what a learner sent
            "auto_configure": settings.telemetry,
        },
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        generate_unique_id_function=lambda route: route.name,
        responses=PROBLEMS,
    )
    app.state.settings = settings
    registry = CollectorRegistry()  # its own, so that two applications in one process do not share figures
    app.state.registry = registry
    app.state.gates = Gates(settings, registry)
    for router in (
        operations.router,  # one after the other is looked at for each request: the shortest answers come first
        browse.router,
        ask.router,
        batch.router,
        badges.router,
        draw.router,
        rules.router,
    ):
        app.include_router(router)
    add_page(app)
    add_description(app)
    problems = handler()

    def problem(request: Request, error: Exception) -> Response:
        """A browser that goes to an address of nothing gets a page."""
        nothing = isinstance(error, HTTPException) and error.status_code == NotFound.status
        return (page_not_found(request) if nothing else None) or problems(request, error)

    for error in (HTTPException, RequestValidationError, UnknownCodeError, WrongKindError, GraphError):
        app.add_exception_handler(error, problem)
    # The last one added is met first.
    app.add_middleware(_Packed, minimum_size=1024, compresslevel=5)
    app.add_middleware(Remembered, most=settings.memory_megabytes << 20, registry=registry)
    app.add_middleware(Door, problem=problem, requests=operations.Requests(registry))
    app.add_middleware(
        _OpenToRead,  # open to every page: a question by POST changes nothing, so it is a read as well
        allow_origins=["*"],
        allow_methods=["GET", "HEAD", "POST"],
        allow_headers=["*"],
        expose_headers=[CATALOGUE, RELEASE, "ETag", "Retry-After", "Content-Language", "X-Request-ID"],
        max_age=86400,
    )
    describe_all(app)
    return app


class _OpenToRead(CORSMiddleware):
    """Lets every page ask the API; what is for those who run it, and for people, other pages cannot read."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; only browsers say from which page it comes."""
        from_page = scope["type"] == "http" and any(name == b"origin" for name, _ in scope["headers"])
        if from_page and scope["path"].startswith(OPEN):
            await super().__call__(scope, receive, send)
        else:
            await self.app(scope, receive, send)


class _Packed(GZipMiddleware):
    """Packs answers for who can unpack them, but for those of a few bytes that machines ask for again and again."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "http" and scope["path"] in SHORT:
            await self.app(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)

"""The page: what Vite built of `web/`, served as it is. Nothing of it is asked of any other address.

The page of an entry says what that is for machines, too: as data of schema.org, which no browser runs.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from fastapi import APIRouter, FastAPI
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse, Response
from starlette.staticfiles import StaticFiles

from stackways.api.connection import Connection
from stackways.pathways.describe_for_machines import describe_for_machines
from stackways.pathways.session import GraphError
from stackways.rules.catalogue import Kind
from stackways.words.message import Message

BUILT = Path(__file__).parent / "static"
"""Where `make page` puts it; a wheel holds it."""

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; connect-src 'self'; "
    "img-src 'self' data: blob:; "  # the drawing that is exported
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""Nothing but what this server sends, and nothing that runs written into the document itself."""

HEADERS = {"Content-Security-Policy": POLICY, "Cache-Control": "no-cache"}

FRAMED = "/embed/"
"""Where the page for an institution's own site is: the one address that any site may show in a frame."""
FRAMED_HEADERS = HEADERS | {"Content-Security-Policy": POLICY.replace("frame-ancestors 'none'", "frame-ancestors *")}

ADDRESSES = (
    "/",
    "/plan",
    "/awards",
    "/transfer",
    "/transfer/{start}/{end}",
    "/desk/{code}",
    "/catalogue",
    "/institutions/{code}",
    "/credentials/{code}",
    "/modules/{code}",
    "/programmes/{code}",
    "/rules/{code}",
    "/institutions",
    "/credentials",
    "/modules",
    "/programmes",
    "/rules",
)
"""Every address of the page. What a learner tells it stands behind the `#`, which no browser sends to a server."""


ENTRIES = {
    "/institutions/{code}": Kind.INSTITUTION,
    "/credentials/{code}": Kind.CREDENTIAL,
    "/modules/{code}": Kind.MODULE,
    "/programmes/{code}": Kind.PROGRAMME,
}
"""The pages of entries."""
SECONDS = 1.0
"""The longest that a page waits for what it says for machines."""


class _Assets(StaticFiles):
    """Files with their hash in their name, which a browser may keep for good."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:  # noqa: ANN401 - Starlette's own arguments
        response = super().file_response(*args, **kwargs)
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response


def is_built(built: Path = BUILT) -> bool:
    """Tell whether there is a page to serve."""
    return (built / "index.html").is_file()


def _of_entry(kind: Kind, built: Path) -> Callable[[Request, str], Awaitable[Response]]:
    """Return what answers with the page of an entry: as every page, and with data on it where that can be had."""

    async def page(request: Request, code: str) -> Response:
        if not is_built(built):
            return PlainTextResponse(f"{Message('serve.no-page')}\n", status_code=404)
        document = (built / "index.html").read_text(encoding="utf-8")
        said = await _for_machines(request, code, kind)
        if said:
            data = json.dumps(said, ensure_ascii=False).replace("<", "\\u003c")
            document = document.replace("</head>", f'<script type="application/ld+json">{data}</script>\n  </head>', 1)
        return HTMLResponse(document, headers=HEADERS)

    return page


async def _for_machines(request: Request, code: str, kind: Kind) -> dict[str, Any] | None:
    """Return what an entry is for machines; None where that cannot be had now: the page is there all the same."""
    connection: Connection | None = getattr(request.app.state, "connection", None)
    if connection is None:
        return None
    try:
        async with asyncio.timeout(SECONDS):
            return await describe_for_machines(await connection.reading(), code, kind)
    except (GraphError, TimeoutError):
        return None


def page_not_found(request: Request, built: Path = BUILT) -> Response | None:
    """Return the page that says there is none, to a browser that asks for one; None to a program, and under `/v1`."""
    wanted = request.method == "GET" and "text/html" in request.headers.get("accept", "")
    if not wanted or request.url.path.startswith("/v1") or not is_built(built):
        return None
    return FileResponse(built / "index.html", status_code=404, headers=HEADERS)


def add_page(app: FastAPI, built: Path = BUILT) -> None:
    """Serve the page at its addresses, and its parts under `/assets`; where it is not built, say so there."""
    router = APIRouter(include_in_schema=False)

    def document() -> Response:
        return as_built(HEADERS)

    def framed(code: str) -> Response:  # noqa: ARG001 - the page reads its own address
        return as_built(FRAMED_HEADERS)

    def as_built(headers: dict[str, str]) -> Response:
        if not is_built(built):
            return PlainTextResponse(f"{Message('serve.no-page')}\n", status_code=404)
        return FileResponse(built / "index.html", headers=headers)

    router.add_api_route(f"{FRAMED}{{code}}", framed, name="embed", response_model=None)
    for address in ADDRESSES:
        kind = ENTRIES.get(address)
        page = _of_entry(kind, built) if kind else document
        router.add_api_route(address, page, name="page", response_model=None)
    app.include_router(router)
    app.mount("/assets", _Assets(directory=built / "assets", check_dir=False))

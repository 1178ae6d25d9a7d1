"""The page: what Vite built of `web/`, served as it is. Nothing of it is asked of any other address."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fastapi import APIRouter, FastAPI
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.staticfiles import StaticFiles

BUILT = Path(__file__).parent / "static"
"""Where `make page` puts it; a wheel holds it."""
MISSING = "the page is not built in this copy: `make page` builds it; the API answers under `/v1`"

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; connect-src 'self'; "
    "img-src 'self' data: blob:; "  # the drawing that is exported
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""Nothing but what this server sends, and nothing written into the document itself."""

ADDRESSES = (
    "/",
    "/plan",
    "/awards",
    "/transfer",
    "/transfer/{start}/{end}",
    "/catalogue",
    "/institutions/{code}",
    "/credentials/{code}",
    "/modules/{code}",
    "/programmes/{code}",
    "/rules/{code}",
)
"""Every address of the page. What a learner tells it stands behind the `#`, which no browser sends to a server."""


class _Assets(StaticFiles):
    """Files with their hash in their name, which a browser may keep for good."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:  # noqa: ANN401 - Starlette's own arguments
        response = super().file_response(*args, **kwargs)
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response


def is_built(built: Path = BUILT) -> bool:
    """Tell whether there is a page to serve."""
    return (built / "index.html").is_file()


def add_page(app: FastAPI, built: Path = BUILT) -> None:
    """Serve the page at its addresses, and its parts under `/assets`; where it is not built, say so there."""
    router = APIRouter(include_in_schema=False)

    def document() -> Response:
        if not is_built(built):
            return PlainTextResponse(f"{MISSING}\n", status_code=404)
        headers = {"Content-Security-Policy": POLICY, "Cache-Control": "no-cache"}
        return FileResponse(built / "index.html", headers=headers)

    for address in ADDRESSES:
        router.add_api_route(address, document, name="page")
    app.include_router(router)
    app.mount("/assets", _Assets(directory=built / "assets", check_dir=False))

"""What is in the catalogue: lists, single entries, search."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from stackways.api.answers import answer
from stackways.api.parameters import Asking, CodeInPath, EntriesAsked, SearchAsked
from stackways.pathways.browse_catalogue import Entry, Filters, Found, Page, list_entries, search, show_entry
from stackways.rules.catalogue import Kind

router = APIRouter(prefix="/v1", tags=["catalogue"])

PLURALS = {
    Kind.INSTITUTION: "institutions",
    Kind.CREDENTIAL: "credentials",
    Kind.MODULE: "modules",
    Kind.PROGRAMME: "programmes",
}


def _add(kind: Kind, plural: str) -> None:
    """Add the list of one kind, and its single entries."""

    async def entries(request: Request, asked: Annotated[EntriesAsked, Query()]) -> Response:
        filters = Filters(asked.q, asked.institution, asked.kind, asked.theme, asked.illustrative)
        return await answer(request, list_entries, kind, asked.day, filters, limit=asked.limit, cursor=asked.cursor)

    async def entry(request: Request, code: CodeInPath, asked: Annotated[Asking, Query()]) -> Response:
        return await answer(request, show_entry, code, asked.day, kind, illustrative=asked.illustrative)

    router.add_api_route(f"/{plural}", entries, response_model=Page, name=f"list_{plural}")
    router.add_api_route(f"/{plural}/{{code}}", entry, response_model=Entry, name=f"show_{kind}")


for _kind, _plural in PLURALS.items():
    _add(_kind, _plural)


@router.get("/search", response_model=Found)
async def search_catalogue(request: Request, asked: Annotated[SearchAsked, Query()]) -> Response:
    """Find credentials, modules, programmes and institutions by words."""
    return await answer(
        request, search, asked.q, asked.day, kind=asked.kind, limit=asked.limit, illustrative=asked.illustrative
    )

"""Graphs to draw: as JSON, or as text for Mermaid or Graphviz."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated, Any, Concatenate, ParamSpec

from fastapi import APIRouter, Query, Request, Response

from stackways.api.answers import answer, ask, render
from stackways.api.parameters import DrawingAsked, NeighbourhoodAsked, Written
from stackways.pathways.draw_graph import Drawing, draw_neighbourhood, draw_paths, to_dot, to_mermaid
from stackways.pathways.session import Reader

P = ParamSpec("P")

router = APIRouter(prefix="/v1", tags=["graph"])

AS_TEXT = {"mermaid": ("text/plain", to_mermaid), "dot": ("text/vnd.graphviz", to_dot)}
_TEXTS: dict[int | str, dict[str, Any]] = {
    200: {"content": {media_type: {"schema": {"type": "string"}} for media_type, _ in AS_TEXT.values()}}
}


@router.get("/graph", response_model=Drawing, responses=_TEXTS, name="draw_neighbourhood")
async def neighbourhood(request: Request, asked: Annotated[NeighbourhoodAsked, Query()]) -> Response:
    """What lies within `depth` edges of an entry."""
    return await _drawn(
        request,
        asked.format,
        draw_neighbourhood,
        asked.focus,
        depth=asked.depth,
        as_of=asked.day,
        illustrative=asked.illustrative,
    )


@router.post("/graph", response_model=Drawing, responses=_TEXTS, name="draw_paths")
async def paths(request: Request, question: DrawingAsked, asked: Annotated[Written, Query()]) -> Response:
    """A route, or the entries named, with the edges between them."""
    return await _drawn(
        request,
        asked.format,
        draw_paths,
        question.all_codes,
        as_of=question.day,
        illustrative=question.illustrative,
    )


async def _drawn(
    request: Request,
    form: str,
    pathway: Callable[Concatenate[Reader, P], Awaitable[Drawing]],
    *args: P.args,
    **kwargs: P.kwargs,
) -> Response:
    if form == "json":
        return await answer(request, pathway, *args, **kwargs)
    media_type, write = AS_TEXT[form]
    reader, drawing = await ask(request, request.app.state.gates.looking_up, pathway, *args, **kwargs)
    return render(request, reader, write(drawing).encode(), media_type)

"""What a learner asks: exemptions, awards, routes, what opens, what is recognised, transferability."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.exceptions import RequestValidationError

from stackways.api.answers import answer, ask, render, think
from stackways.api.leaving import while_waited_for
from stackways.api.parameters import Asking, CodeInPath, OpensAsked, RouteWritten, TransferAsked
from stackways.api.remembered import forget
from stackways.pathways.compare_institutions import Matrix, Transferability, compare_institutions, transfer_matrix
from stackways.pathways.find_awards import Awards, AwardsQuestion, find_awards
from stackways.pathways.find_exemptions import Exemptions, ExemptionsQuestion, find_exemptions
from stackways.pathways.funding_schemes import Funding, FundingQuestion, funding_schemes
from stackways.pathways.open_browser import plan_route_to_draw
from stackways.pathways.plan_route import RouteQuestion, Routes, plan_route
from stackways.pathways.what_if import WhatIf, WhatIfQuestion, what_if
from stackways.pathways.what_is_recognised import Recognised, what_is_recognised
from stackways.pathways.what_opens import Opens, what_opens
from stackways.pathways.write_route import to_icalendar
from stackways.words.message import Message

LOOPBACK = ("127.0.0.1", "::1")

CALENDAR: dict[int | str, dict[str, Any]] = {200: {"content": {"text/calendar": {"schema": {"type": "string"}}}}}

router = APIRouter(prefix="/v1", tags=["recognition"])


@router.post("/exemptions", response_model=Exemptions)
async def exemptions(request: Request, question: ExemptionsQuestion) -> Response:
    """What these holdings are exempt from or get credit for, by every published rule."""
    return await answer(request, find_exemptions, question)


@router.post("/awards", response_model=Awards)
async def awards(request: Request, question: AwardsQuestion) -> Response:
    """Awards that these holdings can claim, the best first; then the nearest others, with what is missing."""
    return await think(request, find_awards, question)


@router.post("/what-if", response_model=WhatIf, name="what_if")
async def what_if_asked(request: Request, question: WhatIfQuestion) -> Response:
    """What would change with more holdings (`adding`), a claimed award (`claiming`) or on a later day (`on`)."""
    return await think(request, what_if, question)


@router.post("/routes", response_model=Routes, responses=CALENDAR)
async def routes(request: Request, question: RouteQuestion, written: Annotated[RouteWritten, Query()]) -> Response:
    """Routes from these holdings to a target. The search stops when the client leaves."""
    if written.as_ == "ics":
        return await while_waited_for(request, _calendar(request, question, written.route))
    here = request.client is not None and request.client.host in LOOPBACK
    if here:  # else the local Neo4j is not theirs to open
        response = await think(request, plan_route_to_draw, question, request.app.state.settings)
        forget(request.scope)  # it may be stopped at any time
        return response
    return await think(request, plan_route, question)


async def _calendar(request: Request, question: RouteQuestion, number: int) -> Response:
    """Return one of the routes as a calendar."""
    reader, answered = await ask(request, request.app.state.gates.thinking, plan_route, question)
    if number > len(answered.routes):
        wrong = {"type": "value_error", "loc": ("query", "route"), "msg": str(Message("api.no-such-route"))}
        raise RequestValidationError([wrong])
    return render(request, reader, to_icalendar(answered, answered.routes[number - 1]).encode(), "text/calendar")


@router.post("/funding", response_model=Funding)
async def funding(request: Request, question: FundingQuestion) -> Response:
    """Funding schemes with a published rate or amount: what each pays at most, and whether the learner qualifies."""
    return await answer(request, funding_schemes, question)


@router.get("/credentials/{code}/opens", response_model=Opens)
async def opens(request: Request, code: CodeInPath, asked: Annotated[OpensAsked, Query()]) -> Response:
    """Everything a credential counts towards, directly and with further study."""
    return await answer(request, what_opens, code, asked.day, depth=asked.depth, illustrative=asked.illustrative)


@router.get("/modules/{code}/recognised", response_model=Recognised, name="recognised_towards_module")
@router.get("/programmes/{code}/recognised", response_model=Recognised, name="recognised_towards_programme")
async def recognised(request: Request, code: CodeInPath, asked: Annotated[Asking, Query()]) -> Response:
    """What counts towards a module or programme."""
    return await answer(request, what_is_recognised, code, asked.day, illustrative=asked.illustrative)


@router.get("/transferability", response_model=Transferability | Matrix)
async def transferability(request: Request, asked: Annotated[TransferAsked, Query()]) -> Response:
    """What institution `to` recognises from institution `from`. With one of them or neither: every pair there is."""
    if asked.from_ is None or asked.to is None:
        return await think(
            request,
            transfer_matrix,
            asked.day,
            start=asked.from_,
            end=asked.to,
            limit=asked.limit,
            cursor=asked.cursor,
            illustrative=asked.illustrative,
        )
    return await answer(
        request, compare_institutions, asked.from_, asked.to, asked.day, illustrative=asked.illustrative
    )

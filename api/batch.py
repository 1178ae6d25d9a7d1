"""The same question for many learners: answered one after the other, streamed, and forgotten."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import StreamingResponse

from stackways.api.answers import CATALOGUE, ask_through
from stackways.api.connection import Connection
from stackways.api.parameters import Asking
from stackways.api.problems import UnsupportedMediaType
from stackways.pathways.run_cohort import (
    Answer,
    Ask,
    CohortError,
    CohortLearner,
    CohortQuestion,
    answer_cohort,
    answer_learner,
    learners_in,
)
from stackways.rules.base import Code
from stackways.words.message import Message

router = APIRouter(prefix="/v1", tags=["recognition"])

NDJSON = "application/x-ndjson"
FORMS: dict[str, Literal["ndjson", "csv"]] = {
    NDJSON: "ndjson",
    "text/csv": "csv",
    "text/plain": "ndjson",
    "application/octet-stream": "ndjson",  # what generators of clients can send
}
"""How learners are sent, by media type."""


class BatchAsked(Asking):
    """What is asked for every learner."""

    ask: Ask = "exemptions"
    """`exemptions`, `awards` or `routes`."""
    towards: Code | None = None
    """For exemptions: the programme, module or institution they count towards."""
    institution: Code | None = None
    """For awards: the institution."""
    programme: Code | None = None
    """For awards: only this programme."""
    target: Code | None = None
    """For routes: the target."""
    reading: Literal["lenient", "strict"] = "lenient"
    """How what is unclear in the sources is read."""


LINES: dict[str, Any] = {"schema": {"type": "string"}}
ASKED_WITH: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "A learner a line, `{id, holdings, learner}`; or CSV with a row for each holding.",
        "content": dict.fromkeys(FORMS, LINES)
        | {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}
ANSWERED_WITH: dict[int | str, dict[str, Any]] = {
    200: {"description": "A line for each learner: `{id, answer}`, or `{id, problem}`.", "content": {NDJSON: LINES}}
}


@router.post("/batch", response_class=StreamingResponse, responses=ANSWERED_WITH, openapi_extra=ASKED_WITH)
async def batch(request: Request, asked: Annotated[BatchAsked, Query()]) -> StreamingResponse:
    """Ask the same question for many learners, one answer a line in their order. Nothing is kept."""
    form = FORMS.get(request.headers.get("content-type", NDJSON).partition(";")[0].strip().casefold())
    if form is None:
        raise HTTPException(UnsupportedMediaType.status, str(Message("api.no-learners")))
    try:
        question = CohortQuestion.model_validate(asked.model_dump(exclude_none=True) | {"as_of": asked.day})
        text = (await request.body()).decode()
        learners = learners_in(text.splitlines(keepends=True), form)
    except CohortError as error:
        raise _refused(str(error)) from None
    except UnicodeDecodeError:
        raise _refused(str(Message("api.not-utf-8"))) from None
    except ValueError as error:
        raise _refused(_said(error)) from None
    state = request.app.state
    connection: Connection = state.connection
    seconds: float = state.settings.answer_seconds
    graph = (await connection.reading()).graph
    version = graph.readable(await graph.state()).version or ""

    async def answering(learner: CohortLearner) -> Answer:
        _, answered = await ask_through(connection, state.gates.thinking, seconds, answer_learner, question, learner)
        return answered

    headers = {CATALOGUE: version, "Cache-Control": "no-store"}
    return StreamingResponse(answer_cohort(answering, learners), media_type=NDJSON, headers=headers)


def _refused(said: str) -> RequestValidationError:
    return RequestValidationError([{"type": "value_error", "loc": ("body",), "msg": said}])


def _said(error: ValueError) -> str:
    """Return what a question cannot be, without pydantic's own words around it."""
    errors: Any = getattr(error, "errors", None)
    return str(errors()[0]["msg"]).removeprefix("Value error, ") if errors else str(error)

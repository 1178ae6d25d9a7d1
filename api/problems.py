"""What can go wrong, as RFC 9457 problem details: one class a `type`, described one by one in docs/http-api.md.

A problem's `detail` says what is wrong and what to do next. None tells of the inside: no traceback, no address of the
database, no value that a learner sent.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

import structlog
from fastapi.exceptions import RequestValidationError
from fastapi_problem.handler import ExceptionHandler
from pydantic import BaseModel, ConfigDict, Field
from rapidfuzz import process
from rfc9457 import Problem, StatusProblem
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.routing import Match

from stackways.api.fields import Place, place_of
from stackways.pathways.mistakes import mistake_of
from stackways.pathways.question import UnknownCodeError, WrongKindError
from stackways.pathways.session import (
    Busy,
    CatalogueLoading,
    DatabaseAway,
    GettingReady,
    GraphError,
    NoCatalogue,
    SchemaMismatch,
    TooSlow,
)
from stackways.rules.base import CODE_PATTERN, MessageGiven
from stackways.words.message import Argument, Code, Message, as_message, listed
from stackways.words.render import say

MEDIA_TYPE = "application/problem+json"
METHODS = ("GET", "POST")
"""The methods that some path answers; HEAD goes wherever GET does."""
MOST_BYTES = 1 << 20
"""The longest body of a request, in bytes."""
MOST_COMMAS = 20_000
"""The most commas of a body: so many values are looked at one by one before they can be refused."""
LONGEST_PATH = 200
"""The most of a path that is repeated or logged."""
MOST_ERRORS = 20
"""The most mistakes told of one request."""

log = structlog.get_logger("stackways.api")


class _Said(StatusProblem):
    """One whose title is the message `problem.TYPE`, in the language of the answer."""

    @property
    def title(self) -> str:
        """The problem in a few words."""
        return _said(f"problem.{self.type_}")

    @title.setter
    def title(self, _: str) -> None:
        """Stay with those words, whatever the library thinks the title is."""


class UnknownCode(_Said):
    """A code that the catalogue does not have; `nearest` lists codes it has. 422 where it stood in a body or query."""

    type_ = "unknown-code"
    status = 404


class WrongKind(_Said):
    """A code of another kind than asked for, such as a module's under `/v1/credentials`. 422 in a body or query."""

    type_ = "wrong-kind"
    status = 404


class NotFound(_Said):
    """A path that is none of the API's."""

    type_ = "not-found"
    status = 404


class MethodNotAllowed(_Said):
    """A method that the path does not answer; `Allow` lists those it does."""

    type_ = "method-not-allowed"
    status = 405


class MalformedJson(_Said):
    """A body that is not JSON, or nests deeper or has longer numbers than can be read."""

    type_ = "malformed-json"
    status = 400


class UnsupportedMediaType(_Said):
    """A body sent as something else than JSON."""

    type_ = "unsupported-media-type"
    status = 415


class BodyTooLarge(_Said):
    """A body longer than 1 MiB, or of more values than anybody asks with."""

    type_ = "body-too-large"
    status = 413


class HeadersTooLarge(_Said):
    """Headers longer than 32 KiB."""

    type_ = "headers-too-large"
    status = 431


class RequestTooSlow(_Said):
    """A request that did not arrive whole in time."""

    type_ = "request-too-slow"
    status = 408


class InvalidRequest(_Said):
    """A field or parameter that is missing, unknown or has a value that cannot be; `errors` lists every one."""

    type_ = "invalid-request"
    status = 422


class OverLimit(_Said):
    """More holdings, codes or depth than the stated maximum, which `most` repeats."""

    type_ = "over-limit"
    status = 422


class DatabaseIsAway(_Said):
    """The database does not answer; nothing is wrong with the question."""

    type_ = "database-away"
    status = 503


class CatalogueIsLoading(_Said):
    """A new catalogue is being written, and no answer is given from half of it."""

    type_ = "catalogue-loading"
    status = 503


class NothingLoaded(_Said):
    """The database holds no catalogue yet."""

    type_ = "no-catalogue"
    status = 503


class OtherSchema(_Said):
    """The catalogue in the database was written by another version of Stackways."""

    type_ = "schema-mismatch"
    status = 503


class TooBusy(_Said):
    """Others are answered, and as many as may wait are waiting; nothing is wrong with the question."""

    type_ = "busy"
    status = 503


class NotReady(_Said):
    """The database has just started, and prepares for the question."""

    type_ = "getting-ready"
    status = 503


class QuestionTooSlow(_Said):
    """The question took longer, or more memory, than one question may."""

    type_ = "too-slow"
    status = 504


class Internal(_Said):
    """A fault of Stackways; it is logged on the server."""

    type_ = "internal"
    status = 500


class Mistake(BaseModel):
    """One mistake in a request."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    field: str
    """A JSON pointer into the body (`/holdings/0/code`), or the name of a parameter."""
    in_: Annotated[Literal["body", "query", "path"], Field(alias="in")]
    """Where `field` is."""
    detail: str
    """What is wrong, and what to do next."""
    message: MessageGiven
    """What is wrong with `field`, for programs: the id of what is said, which never changes meaning, and its `args`."""


class ProblemDetails(BaseModel):
    """RFC 9457 problem details."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    type: str
    """A relative address, `/problems/…`, that never changes meaning."""
    title: str
    """The problem in a few words."""
    status: int
    """The HTTP status."""
    detail: str
    """What is wrong, and what to do next."""
    field: str | None = None
    """What is at fault: a JSON pointer into the body (`/holdings/0/code`), or the name of a parameter."""
    in_: Annotated[Literal["body", "query", "path"] | None, Field(alias="in")] = None
    """Where `field` is."""
    nearest: list[str] | None = None
    """For an unknown code: the nearest codes, nearest first."""
    most: float | None = None
    """For what is over a limit: the limit."""
    errors: list[Mistake] | None = None
    """Every mistake found (the first 20)."""


RETRY = {
    Busy: (TooBusy, 2, Message("error.busy")),
    GettingReady: (NotReady, 2, Message("error.getting-ready")),
    DatabaseAway: (DatabaseIsAway, 5, Message("error.database-away")),
    CatalogueLoading: (CatalogueIsLoading, 2, Message("error.catalogue-loading")),
    NoCatalogue: (NothingLoaded, 30, Message("error.no-catalogue")),
    SchemaMismatch: (OtherSchema, 60, Message("error.other-schema")),
}
"""What may be over after a while: the problem, in how many seconds to ask again, and what is the matter."""


def handler() -> ExceptionHandler:
    """Return the handler that turns whatever is raised into a problem."""
    return ExceptionHandler(
        handlers={
            UnknownCodeError: _code_problem,
            WrongKindError: _code_problem,
            RequestValidationError: _invalid,
            HTTPException: _http,
            GraphError: _graph,
            Exception: _internal,
        },
        documentation_uri_template="/problems/{type}",
    )


def too_large(*, values: bool = False) -> HTTPException:
    """Return what is raised where a body is too long; FastAPI lets no other exception through while it reads one."""
    return HTTPException(BodyTooLarge.status, "values" if values else None)


def _code_problem(_: ExceptionHandler, request: Request, error: UnknownCodeError | WrongKindError) -> Problem:
    where, field = _whereabouts(request, error)
    at: dict[str, Any] = {"field": field, "in": where}
    problem: Problem
    if isinstance(error, UnknownCodeError):
        every = [error, *error.others]
        if error.others:
            at["errors"] = [
                {
                    **dict(zip(("in", "field"), _whereabouts(request, one), strict=True)),
                    "detail": str(one),
                    "message": one.message.data(),
                }
                for one in every[:MOST_ERRORS]
            ]
        problem = UnknownCode(_one_of(str(error), len(every)), nearest=error.nearest, **at)
    else:
        problem = WrongKind(str(error), **at)
    if where != "path":
        problem.status = InvalidRequest.status
    return problem


def _said(id_: str, **args: Argument) -> str:
    """Say a message in the language of the answer."""
    return str(Message(id_, **args))


def _one_of(what: str, count: int) -> str:
    """Return what is wrong, and that it is not all."""
    return _said("error.and-more", what=what, mistakes=count) if count > 1 else what


def _whereabouts(request: Request, error: UnknownCodeError | WrongKindError) -> tuple[str, str]:
    """Return where the code stood: a pathway knows no paths and queries, only the question's fields."""
    for where, parameters in (("path", request.path_params), ("query", request.query_params)):
        for name, value in parameters.items():
            if value == error.code:
                return where, name
    return "body", error.field


def _invalid(_: ExceptionHandler, request: Request, error: RequestValidationError) -> Problem:
    # A misspelt field is told before what is missing for it.
    wrongs: list[dict[str, Any]] = sorted(error.errors(), key=lambda wrong: wrong["type"] == "missing")
    if wrongs[0]["type"] == "json_invalid":
        why, at = wrongs[0]["ctx"]["error"].lower(), int(wrongs[0]["loc"][1])
        return MalformedJson(_said("error.body-not-json", why=why, at=at))
    if isinstance(error.body, bytes):
        return UnsupportedMediaType(_said("error.not-sent-as-json"))
    mistakes = list(_mistakes(request, error.body, wrongs[:MOST_ERRORS]))
    told: dict[str, Any] = {
        "field": mistakes[0].field,
        "in": mistakes[0].in_,
        "errors": [mistake.model_dump(by_alias=True) for mistake in mistakes],
    }
    detail = _one_of(mistakes[0].detail, len(mistakes))
    most = _limit(wrongs[0])
    return InvalidRequest(detail, **told) if most is None else OverLimit(detail, most=most, **told)


def _limit(wrong: dict[str, Any]) -> int | None:
    """Return the limit that was passed, if that is what is wrong."""
    if wrong["type"] == "too_long":
        return int(wrong["ctx"]["max_length"])
    if wrong["type"] == "less_than_equal" and wrong["loc"][-1] in {"depth", "limit", "alternatives"}:
        return int(wrong["ctx"]["le"])
    return None


def _mistakes(request: Request, body: object, wrongs: list[dict[str, Any]]) -> Iterator[Mistake]:
    """Yield one mistake a field: what is wrong with each alternative of a union is one mistake."""
    told: dict[tuple[str, str], list[Message]] = {}
    for wrong in wrongs:
        place = place_of(request.scope.get("route"), wrong["loc"], body)
        told.setdefault((place.where, place.field), []).append(_in_words(wrong, place))
    for (where, field), messages in told.items():
        if any(deeper.startswith(f"{field}/") for _, deeper in told):
            continue  # of a union's alternatives, the one that fits further is meant
        name = f"`{field}`" if field else _said(f"mistake.the-{where}")
        [first, *others] = dict.fromkeys(messages)
        message = as_message(listed((first, *others), "or")) if others else first
        yield Mistake.model_validate({"field": field, "in": where, "detail": f"{name}: {message}", "message": message})


def _in_words(wrong: dict[str, Any], place: Place) -> Message:
    if wrong["type"] == "extra_forbidden":
        near = process.extractOne(place.name, place.siblings, score_cutoff=60)
        if near:
            return Message("error.no-such-field-near", near=Code(near[0]))
        return Message("error.no-such-field", fields=listed(map(Code, place.siblings), "comma"))
    if wrong["type"] == "string_pattern_mismatch" and wrong["ctx"]["pattern"] == CODE_PATTERN:
        return Message("error.bad-code")
    return mistake_of(wrong)


def _http(_: ExceptionHandler, request: Request, error: HTTPException) -> Problem:
    """Starlette's and FastAPI's own."""
    if error.status_code == BodyTooLarge.status:
        too_many = error.detail == "values"
        most = MOST_COMMAS if too_many else MOST_BYTES
        text = _said("error.body-too-full" if too_many else "error.body-too-long", most=most)
        # Hang up rather than read the rest of it.
        return BodyTooLarge(text, headers={"Connection": "close"}, most=most)
    if error.status_code == MethodNotAllowed.status:
        allowed = _allowed(request)
        text = _said("error.method", path=_path(request), method=request.method, allowed=listed(allowed, "or"))
        return MethodNotAllowed(text, headers={"Allow": ", ".join(allowed)})
    if error.status_code == UnsupportedMediaType.status:
        return UnsupportedMediaType(error.detail)
    if error.status_code == MalformedJson.status:
        return MalformedJson(_said("error.body-unreadable"))
    return NotFound(_said("error.no-path", path=_path(request)))


def _allowed(request: Request) -> list[str]:
    """Return every method that the path answers; Starlette names those of the first of its routes alone."""
    app: Starlette = request.app
    return [
        method
        for method in METHODS
        if any(route.matches({**request.scope, "method": method})[0] is Match.FULL for route in app.routes)
    ]


def _graph(_: ExceptionHandler, request: Request, error: GraphError) -> Problem:
    for kind, (problem, seconds, text) in RETRY.items():
        if isinstance(error, kind):
            if kind is not GettingReady:  # asked again and again until it is ready
                log.warning(problem.type_, why=say(error.message, "en"), path=_path(request))
            return problem(_said("error.ask-again", what=text, seconds=seconds), headers={"Retry-After": str(seconds)})
    if isinstance(error, TooSlow):
        log.warning(QuestionTooSlow.type_, why=say(error.message, "en"), path=_path(request))
        return QuestionTooSlow(_said("error.too-slow"))
    return _internal(_, request, error)


def _internal(_: ExceptionHandler, request: Request, error: Exception) -> Problem:
    """A fault of ours. Its message may hold what a learner sent, so its class and the places in code are logged."""
    log.error("internal error", error=type(error).__qualname__, at=_places(error), path=_path(request))
    return Internal(_said("error.internal"))


def _path(request: Request) -> str:
    path: str = request.scope["path"]
    return path[:LONGEST_PATH]


def _places(error: BaseException) -> list[str]:
    """Return where in the code it happened, innermost last."""
    places = []
    traceback = error.__traceback__
    while traceback:
        code = traceback.tb_frame.f_code
        places.append(f"{code.co_filename}:{traceback.tb_lineno} {code.co_qualname}")
        traceback = traceback.tb_next
    return places[-12:]

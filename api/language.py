"""The language of an answer: asked for with `?language=`, else with `Accept-Language`, else English."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

from fastapi.exceptions import RequestValidationError
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import Message, Scope

from stackways.words.message import LANGUAGES, Language
from stackways.words.render import language_of

PARAMETER = "language"
DESCRIPTION = {
    "name": PARAMETER,
    "in": "query",
    "required": False,
    "schema": {"type": "string", "enum": list(LANGUAGES)},
    "description": "The language of what is said; what `Accept-Language` asks for unless given, else English.",
}
"""The parameter as OpenAPI has it, the same for every path that answers."""


def taken_out(scope: Scope) -> tuple[Language, Scope]:
    """Return the language asked for, and the request without the parameter that asks for it.

    Raises:
        RequestValidationError: the parameter names a language that is not spoken.
    """
    query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
    given = [value for name, value in query if name == PARAMETER]
    if not given:
        return _accepted(Headers(scope=scope).get("accept-language", "")), scope
    language = language_of(given[-1])
    if language is None:
        known = {"expected": " or ".join(f"'{one}'" for one in LANGUAGES)}
        wrong = {"type": "enum", "loc": ("query", PARAMETER), "msg": "no such language", "ctx": known}
        raise RequestValidationError([wrong])
    others = urlencode([(name, value) for name, value in query if name != PARAMETER])
    return language, {**scope, "query_string": others.encode("latin-1")}


def _accepted(header: str) -> Language:
    """Return the language that a header prefers among those that are spoken."""
    best: Language = "en"
    most = 0.0
    for part in header.split(","):
        tag, _, weight = part.partition(";")
        language = language_of(tag)
        if language and (quality := _quality(weight)) > most:
            best, most = language, quality
    return best


def _quality(weight: str) -> float:
    name, _, value = weight.strip().partition("=")
    try:
        return float(value) if name.strip() == "q" else 1.0
    except ValueError:
        return 0.0


def mark(message: Message, language: Language) -> None:
    """Say in the head of an answer which language it is in, and that this depends on what was asked for."""
    headers = MutableHeaders(raw=message["headers"])
    headers.setdefault("Content-Language", language)
    headers.add_vary_header("Accept-Language")
    message["headers"] = headers.raw

"""The language of an answer: asked for with `?language=`, else with `Accept-Language`, else English."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import parse_qsl, urlencode

from fastapi.exceptions import RequestValidationError
from starlette.types import Scope

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
    text = scope["query_string"].decode("latin-1")
    query = parse_qsl(text, keep_blank_values=True) if PARAMETER in text or "%" in text else []
    given = [value for name, value in query if name == PARAMETER]
    if not given:
        return accepted_by(scope), scope
    language = language_of(given[-1])
    if language is None:
        known = {"expected": " or ".join(f"'{one}'" for one in LANGUAGES)}
        wrong = {"type": "enum", "loc": ("query", PARAMETER), "msg": "no such language", "ctx": known}
        raise RequestValidationError([wrong])
    others = urlencode([(name, value) for name, value in query if name != PARAMETER])
    return language, {**scope, "query_string": others.encode("latin-1")}


def accepted_by(scope: Scope) -> Language:
    """Return the language that a request's headers ask for."""
    header = next((value for name, value in scope["headers"] if name == b"accept-language"), b"")
    return _accepted(header.decode("latin-1")) if header else "en"


@lru_cache(maxsize=256)
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


def marked(headers: list[tuple[bytes, bytes]], language: Language) -> list[tuple[bytes, bytes]]:
    """Return the head of an answer, which says the language it is in, and that this depends on what was asked for."""
    varies = b", ".join([*(value for name, value in headers if name == b"vary"), b"Accept-Language"])
    others = [(name, value) for name, value in headers if name != b"vary"]
    return [*others, (b"vary", varies), (b"content-language", language.encode())]

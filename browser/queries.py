"""Queries with their values written in, for a guide's block carries no parameters, and addresses that draw."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from stackways.rules.base import CODE_PATTERN

Value = bool | int | str | list[str] | None
"""What a parameter of a guide or a link may be; a text is a code."""

_PARAMETER = re.compile(r"\$(\w+)")


def with_values(query: str, values: Mapping[str, Value]) -> str:
    """Return the query with each `$parameter` replaced by its value.

    Raises:
        ValueError: a text is no code; no other text ever becomes Cypher.
        KeyError: a parameter has no value.
    """
    return _PARAMETER.sub(lambda found: _literal(values[found[1]]), query)


def drawing_address(browser: str, stops: Collection[str]) -> str:
    """Return the address that opens Neo4j Browser (`browser` is its own) with the query that draws a route.

    The stops stand behind the `#`: no server is sent them.

    Raises:
        ValueError: a stop is no code.
    """
    for stop in stops:
        _must_be_code(stop)
    return f"{browser}stackways/draw.html#{','.join(stops)}"


def is_code(text: str) -> bool:
    """Whether a text is a code, whole and nothing else: no character in it means anything to Cypher within quotes."""
    return re.fullmatch(CODE_PATTERN, text) is not None


def _must_be_code(text: str) -> None:
    if not is_code(text):
        raise ValueError(f"`{text}` is no code, and nothing else is written into a query")


def _literal(value: Value) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case str():
            _must_be_code(value)
            return f"'{value}'"
        case list():
            return f"[{', '.join(map(_literal, value))}]"

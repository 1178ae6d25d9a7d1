"""What is wrong with a value, in words of ours: pydantic's are for programmers, and in English alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from stackways.rules.base import CODE_PATTERN, PARTIAL_DAY, SLUG_PATTERN
from stackways.words.message import Code, Message, SaidError, listed

PLAIN = {
    "missing": "needed",
    "int_type": "integer",
    "int_parsing": "integer",
    "int_from_float": "integer",
    "bool_type": "boolean",
    "bool_parsing": "boolean",
    "string_type": "text",
    "list_type": "list",
    "dict_type": "object",
    "model_type": "object",
    "model_attributes_type": "object",
    "decimal_type": "number",
    "decimal_parsing": "number",
    "float_parsing": "number",
    "float_type": "number",
    "path_type": "path",
    "date_type": "day",
    "date_parsing": "day",
    "date_from_datetime_parsing": "day",
    "extra_forbidden": "no-such-field",
}
"""Kinds of mistakes that pydantic tells, and how they are said."""
LIMITS = {
    "greater_than_equal": ("at-least", "least", "ge"),
    "less_than_equal": ("at-most", "most", "le"),
    "greater_than": ("more-than", "least", "gt"),
    "less_than": ("less-than", "most", "lt"),
    "string_too_short": ("too-short", "least", "min_length"),
    "string_too_long": ("too-long", "most", "max_length"),
    "too_short": ("too-few", "least", "min_length"),
    "too_long": ("too-many", "most", "max_length"),
}
"""The same, of those that name a limit."""


PATTERNS = {
    SLUG_PATTERN: "slug",
    CODE_PATTERN: "code",
    PARTIAL_DAY: "partial-day",
    r"^[A-Z]{3}$": "currency",
}
"""Patterns that a value did not match, and how it is said what would."""


def mistake_of(wrong: Mapping[str, Any]) -> Message:
    """Return what is wrong, of one of pydantic's errors, with what would be right."""
    kind, context = wrong["type"], wrong.get("ctx", {})
    if plain := PLAIN.get(kind) or PATTERNS.get(context.get("pattern", "")):
        return Message(f"mistake.{plain}")
    if kind in LIMITS:
        return _over(kind, context)
    if kind in {"enum", "literal_error"} and "expected" in context:
        choices = re.findall(r"'([^']*)'", str(context["expected"]))
        return Message("mistake.one-of", choices=listed(map(Code, choices), "or"))
    if isinstance(error := context.get("error"), SaidError):
        remedy = getattr(error, "remedy", None)
        return Message("misfit.both", what=error.message, remedy=remedy) if remedy else error.message
    if kind in {"value_error", "assertion_error"} or "ctx" not in wrong:
        said = str(wrong["msg"]).removeprefix("Value error, ")
        return Message("said.as-it-stands", what=said[:1].lower() + said[1:])
    return Message("mistake.unreadable")


def _over(kind: str, context: Mapping[str, Any]) -> Message:
    """Return which limit is passed."""
    id_, name, limit = LIMITS[kind]
    if (id_, context[limit]) == ("too-short", 1):
        return Message("mistake.empty")
    return Message(f"mistake.{id_}", **{name: int(context[limit])})

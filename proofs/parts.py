"""Parts of JSON that may be written as one or as several, as a text or as an object with an id."""

from __future__ import annotations

import re
from typing import Any

from stackways.proofs.base import Json
from stackways.rules.characters import STEERING

LONGEST = 500
"""The most of a text that is kept."""
LONGEST_ID = 1000
"""The longest id; a longer one names nothing."""
MOST_LISTED = 200
"""The most of a list that is kept."""


def objects(value: Any) -> list[Json]:  # noqa: ANN401 - any part of a document
    """Return the objects of what may be one or several."""
    several = value if isinstance(value, list) else [value]
    return [one for one in several[:MOST_LISTED] if isinstance(one, dict)]


def text_of(value: Any) -> str | None:  # noqa: ANN401 - any part of a document
    """Return a text as it is written: English of several languages, the first of several; None where there is none."""
    if isinstance(value, list):
        return next((found for one in value if (found := text_of(one))), None)
    if isinstance(value, dict):
        return text_of(value.get("@value") or value.get("en") or next(iter(value.values()), None))
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{value:.10g}"
    return " ".join(STEERING.sub("", value).split())[:LONGEST] or None if isinstance(value, str) else None


def texts_of(value: Any) -> tuple[str, ...]:  # noqa: ANN401 - any part of a document
    """Return the texts of what may be one or several."""
    several = value if isinstance(value, list) else [value]
    return tuple(text for one in several[:MOST_LISTED] if (text := text_of(one)))


def id_of(value: Any) -> str | None:  # noqa: ANN401 - any part of a document
    """Return the id of what is written as an id or as an object with one."""
    found = value.get("id") or value.get("@id") if isinstance(value, dict) else value
    return found if isinstance(found, str) and 0 < len(found) <= LONGEST_ID else None


def ids_of(value: Any) -> tuple[str, ...]:  # noqa: ANN401 - any part of a document
    """Return the ids of what may be one or several."""
    several = value if isinstance(value, list) else [value]
    return tuple(found for one in several[:MOST_LISTED] if (found := id_of(one)))


def types_of(value: Any) -> tuple[str, ...]:  # noqa: ANN401 - any part of a document
    """Return the types of an object."""
    return texts_of(value.get("type") or value.get("@type")) if isinstance(value, dict) else ()


def slug_of(text: str | None) -> str | None:
    """Return a term as the catalogue writes kinds: `MicroCredential` and `Micro credential` are `micro-credential`."""
    if text is None:
        return None
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", text)
    return re.sub(r"[^a-z0-9]+", "-", apart.lower()).strip("-")[:80].strip("-") or None


def named(item: Json, *names: str) -> tuple[str, ...]:
    """Return which of these members an object has."""
    return tuple(name for name in names if item.get(name) not in (None, [], {}, ""))

"""Where in a request a mistake is, as a person would point at it."""

from __future__ import annotations

import typing
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fastapi.dependencies.models import Dependant
from pydantic import BaseModel

LONGEST = 80
"""The most of a name that is repeated."""


@dataclass(frozen=True, slots=True)
class Place:
    """A field of a request."""

    where: typing.Literal["body", "query", "path"]
    field: str
    """A JSON pointer into the body (`/holdings/0/code`), or the name of a parameter."""
    name: str
    """Its own name."""
    siblings: list[str]
    """The names that may stand in its place."""


def place_of(route: object, loc: Sequence[str | int], body: object) -> Place:
    """Return the place that pydantic calls `loc` in a request to a route.

    Pydantic also names the alternatives of a union on the way; what is not in the body itself is left out.
    """
    where, *parts = loc
    models = list(_asked(route, str(where)))
    kept: list[str] = []
    value = body
    for i, part in enumerate(parts):
        last = i == len(parts) - 1
        if where == "body":
            if isinstance(value, dict) and (part in value or (last and part in _names(models))):
                value = value.get(part)
            elif isinstance(value, list) and isinstance(part, int) and part < len(value):
                value = value[part]
            else:
                continue
        if not last:
            models = list(_below(models, part))
        kept.append(_shown(str(part)))
    name = kept[-1] if kept else ""
    siblings = sorted(_names(models))
    if where == "body":
        return Place("body", "".join(f"/{part.replace('~', '~0').replace('/', '~1')}" for part in kept), name, siblings)
    return Place("query" if where == "query" else "path", ".".join(kept), name, siblings)


def _asked(route: object, where: str) -> Iterator[type[BaseModel]]:
    """Yield the models of a route's body or query."""
    dependant = getattr(route, "dependant", None)
    if isinstance(dependant, Dependant):
        for parameter in dependant.body_params if where == "body" else dependant.query_params:
            yield from _models(parameter.field_info.annotation)


def _models(annotation: object) -> Iterator[type[BaseModel]]:
    """Yield the models in a type such as `list[Holding]` or `Grade | None`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in typing.get_args(annotation):
        yield from _models(part)


def _names(models: Sequence[type[BaseModel]]) -> set[str]:
    return {field.alias or name for model in models for name, field in model.model_fields.items()}


def _below(models: Sequence[type[BaseModel]], part: str | int) -> Iterator[type[BaseModel]]:
    """Yield the models of a field of these; a place in a list stands for the list."""
    if isinstance(part, int):
        yield from models
    for model in models:
        for name, field in model.model_fields.items():
            if part == (field.alias or name):
                yield from _models(field.annotation)


def _shown(name: str) -> str:
    """Return a name as it can be said in UTF-8, and not endlessly: a body may hold half characters."""
    return name.encode("utf-8", "replace").decode()[:LONGEST]

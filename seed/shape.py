"""Walking plain data along the models it is meant for, even where it does not fit them.

pydantic stops at the first level that does not fit. A
catalogue with mistakes still has references to check and lines to point at, so both are followed here by type.
"""

from __future__ import annotations

import types
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from stackways.rules.kinds import RULE_KINDS
from stackways.rules.kinds.base import RuleBase
from stackways.rules.requirements.base import RequirementBase, kind_of
from stackways.rules.requirements.hold import Hold
from stackways.seed.located import Key

Path = tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value."""

    annotation: Any


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list."""

    item: Shape


@dataclass(frozen=True, slots=True)
class MapOf:
    """A mapping with keys of the writer's choice."""

    value: Shape


@dataclass(frozen=True, slots=True)
class Record:
    """A mapping with the fields of a model."""

    model: type[BaseModel]


@dataclass(frozen=True, slots=True)
class AnyRequirement:
    """A bare code, or a mapping whose marking key tells its kind."""


@dataclass(frozen=True, slots=True)
class AnyRule:
    """A mapping whose `kind` tells which rule it is."""


Shape = Scalar | ListOf | MapOf | Record | AnyRequirement | AnyRule


@dataclass(frozen=True, slots=True)
class Node:
    """A part of the data and what it is meant to be."""

    path: Path
    value: Any
    shape: Shape
    owner: type[BaseModel] | None = None
    """The model whose field it is, or is inside of."""
    field: str = ""


def shape_of(annotation: Any) -> Shape:  # noqa: ANN401 - an annotation has no type of its own
    """Return the shape of a field's type."""
    while get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is list:
        return ListOf(shape_of(arguments[0]))
    if origin is dict:
        return MapOf(shape_of(arguments[1]))
    if origin in (Union, types.UnionType):
        options = [bare for option in arguments if (bare := _bare(option)) is not type(None)]
        return shape_of(options[0]) if len(options) == 1 else Scalar(annotation)
    if annotation in (RequirementBase, RuleBase):
        return AnyRequirement() if annotation is RequirementBase else AnyRule()
    return (
        Record(annotation) if isinstance(annotation, type) and issubclass(annotation, BaseModel) else Scalar(annotation)
    )


def _bare(annotation: Any) -> Any:  # noqa: ANN401
    return get_args(annotation)[0] if get_origin(annotation) is Annotated else annotation


@cache
def fields_of(model: type[BaseModel]) -> dict[str, Shape]:
    """Return the shape of every field of a model."""
    return {name: shape_of(info.annotation) for name, info in model.model_fields.items()}


def record_for(shape: Shape, value: Any) -> Record | None:  # noqa: ANN401 - whatever the file holds
    """Return which model a value is meant to be, of a rule of no known kind what all have; None when it is none."""
    if not isinstance(value, dict):
        return None
    if isinstance(shape, Record):
        return shape
    if isinstance(shape, AnyRule):
        named = value.get("kind")
        return Record(RULE_KINDS.get(named, RuleBase) if isinstance(named, str) else RuleBase)
    if isinstance(shape, AnyRequirement):
        kind = kind_of(value)
        return None if kind is None else Record(kind)
    return None


def walk(root: Node) -> Iterator[Node]:
    """Yield a part and all that is inside it, as far as it has the shape it is meant to have."""
    pending = [root]
    while pending:
        node = pending.pop()
        yield node
        if isinstance(node.shape, Scalar):
            continue
        pending.extend(reversed(list(_inside(node))))


def _inside(node: Node) -> Iterator[Node]:
    value, shape = node.value, node.shape
    if not isinstance(value, dict | list) and not isinstance(shape, AnyRequirement):
        return
    if isinstance(shape, AnyRequirement) and isinstance(value, str):
        yield Node(node.path, value, fields_of(Hold)["hold"], Hold, "hold")
    elif record := record_for(shape, value):
        fields = fields_of(record.model)
        for key in [key for key in value if key in fields]:
            yield Node((*node.path, key), value[key], fields[key], record.model, key)
    elif isinstance(shape, ListOf | MapOf):
        inner = shape.item if isinstance(shape, ListOf) else shape.value
        for key, item in _items(value, shape):
            yield Node((*node.path, key), item, inner, node.owner, node.field)


def _items(value: Any, shape: ListOf | MapOf) -> Iterable[tuple[Key, Any]]:  # noqa: ANN401
    if isinstance(shape, ListOf):
        return enumerate(value) if isinstance(value, list) else ()
    return value.items() if isinstance(value, dict) else ()


def locate(root: Node, loc: tuple[Key, ...]) -> Node:
    """Return the part that a pydantic error location names, or where it names a missing one the part around it."""
    node = root
    for step in loc:
        child = next((child for child in _inside(node) if child.path == (*node.path, step)), None)
        if child is None:
            break
        node = child
    return node

"""Flat properties of a rules object, and back: one small mapping for every model, driven by field annotations.

A property is a string, number, truth value, date or a list of these: Neo4j Browser shows it as it is.

| field | properties |
| --- | --- |
| text, number, truth value, date, list of these | the same name |
| exact amount (`credits`) | `credits_hundredths`, an integer |
| period | ISO 8601 text |
| text per language (`title`) | `title_en`, `title_zh_hant` |
| nested object (`window`) | `window_period`, `window_starts`, … |
| money (`fee`) | `fee_minor` (hundredths of the currency's unit), `fee_currency` |
| `figures` | `figure_total_hours` for the figure `total-hours` |

What is none or an empty list is left out. References to other nodes are edges and no properties (see
`stackways.graph.shape`), and so are the parts of a requirement.
"""

from __future__ import annotations

import datetime as dt
import types
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from stackways.graph.shape import drawn_fields
from stackways.rules.base import Model, Money
from stackways.rules.periods import Period

Properties = dict[str, Any]

FIGURE = "figure_"
_SHORTER: dict[tuple[type[Model], str], str] = {(Money, "amount"): "minor"}


@dataclass(frozen=True, slots=True)
class Leaf:
    """One property and the place of its value in the object."""

    name: str
    path: tuple[str, ...]
    kind: type
    """The Python type of the value in the object."""
    to_graph: Callable[[Any], Any] | None = None
    """What turns the value into the property; none where they are the same."""
    from_graph: Callable[[Any], Any] | None = None
    """What turns the property into the value; none where they are the same."""
    item: type | None = None
    """Of a list: the Python type of what is in it."""

    def find(self, model: Model) -> Any:  # noqa: ANN401 - whatever the field holds
        """Return the value in the object; None when it has none."""
        value: Any = model
        for step in self.path:
            value = value.get(step) if isinstance(value, dict) else getattr(value, step)
            if value is None:
                return None
        return value if isinstance(value, self.kind) and value != [] else None


@dataclass(frozen=True, slots=True)
class Plan:
    """How one model is written and read."""

    leaves: Mapping[str, Leaf]
    figures: bool
    """Whether it has figures, each of which is a property of its own."""


def to_properties(value: Model) -> Properties:
    """Return the object's flat properties."""
    plan = plan_of(type(value))
    properties = {}
    for leaf in plan.leaves.values():
        found = leaf.find(value)
        written = leaf.to_graph(found) if leaf.to_graph and found is not None else found
        if written is not None:
            properties[leaf.name] = written
    if plan.figures:
        figures = value.figures  # type: ignore[attr-defined]
        properties.update({FIGURE + name.replace("-", "_"): figure for name, figure in figures.items()})
    return properties


def to_fields(model: type[Model], properties: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments that make the object again; properties that are not the model's are left out.

    In the model's order: Neo4j gives them in any, and a title's languages would stand in it.
    """
    plan = plan_of(model)
    fields: dict[str, Any] = {}
    for name, leaf in plan.leaves.items():
        if name in properties:
            value = properties[name]
            *above, last = leaf.path
            place = fields
            for step in above:
                place = place.setdefault(step, {})
            place[last] = leaf.from_graph(value) if leaf.from_graph else value
    if plan.figures:
        figures = {name.removeprefix(FIGURE).replace("_", "-"): value for name, value in properties.items()
                   if name.startswith(FIGURE) and name not in plan.leaves}  # fmt: skip
        if figures:
            fields["figures"] = figures
    return fields


@cache
def plan_of(model: type[Model]) -> Plan:
    """Return how a model is written and read; TypeError when a field fits no property."""
    leaves = {leaf.name: leaf for leaf in _leaves(model, "", ())}
    return Plan(leaves, "figures" in model.model_fields)


def _leaves(model: type[Model], prefix: str, path: tuple[str, ...]) -> Iterator[Leaf]:
    drawn = drawn_fields(model)
    for field, info in model.model_fields.items():
        if field in drawn or field == "figures":
            continue
        name = prefix + _SHORTER.get((model, field), field)
        yield from _leaves_of(info.annotation, name, (*path, field))


def _leaves_of(annotation: Any, name: str, path: tuple[str, ...]) -> Iterator[Leaf]:  # noqa: ANN401 - any annotation
    """Yield the properties of one field: several for text per language, nested objects and alternatives of type."""
    kinds = list(_alternatives(annotation))
    for kind in kinds:
        origin = get_origin(kind) or kind
        if origin is dict:
            for language in get_args(_bare(get_args(kind)[0])):
                yield Leaf(f"{name}_{language.lower().replace('-', '_')}", (*path, language), str)
        elif issubclass(origin, Model):
            yield from _leaves(origin, f"{name}_", path)
            if type(None) in kinds and not any(info.is_required() for info in origin.model_fields.values()):
                # A selection that asks for nothing is not the same as none.
                yield Leaf(f"{name}_anything", path, origin, _says_nothing, lambda _: {})
        elif origin is list:
            yield Leaf(name, path, list, item=next(_alternatives(get_args(kind)[0])))
        elif origin is not type(None):
            yield _leaf(origin, name, path)


def _says_nothing(value: Model) -> bool | None:
    return True if value == type(value)() else None


def _leaf(kind: type, name: str, path: tuple[str, ...]) -> Leaf:
    if kind is Decimal:
        name = name if name.endswith("minor") else f"{name}_hundredths"
        return Leaf(name, path, Decimal, lambda amount: int(amount * 100), lambda hundredths: Decimal(hundredths) / 100)
    if kind is Period:
        return Leaf(name, path, Period, lambda period: period.iso, cache(Period))
    if issubclass(kind, StrEnum):
        return Leaf(name, path, kind, lambda word: word.value)
    if kind in (str, int, float, bool, dt.date):
        return Leaf(name, path, kind)
    raise TypeError(f"`{'.'.join(path)}` of type {kind} fits no property of the graph")


def _alternatives(annotation: Any) -> Iterator[Any]:  # noqa: ANN401 - any annotation
    """Yield the types an annotation allows; for a literal, the types of its words."""
    bare = _bare(annotation)
    if get_origin(bare) in (Union, types.UnionType):
        for member in get_args(bare):
            yield from _alternatives(member)
    elif get_origin(bare) is Literal:
        yield from dict.fromkeys(type(word) for word in get_args(bare))
    else:
        yield bare


def _bare(annotation: Any) -> Any:  # noqa: ANN401 - any annotation
    return _bare(get_args(annotation)[0]) if get_origin(annotation) is Annotated else annotation

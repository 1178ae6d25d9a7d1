"""Rows of a query, into the rules' objects.

A query that returns whole rules repeats these lines, `rule` being the node:

```cypher
RETURN properties(rule) AS rule,
  COLLECT {
    MATCH (rule)-[edge:PUBLISHED_BY|GRANTS|WITHIN|EXCEPTS|STRUCTURES|ADMITS_TO|LIMITS|RENEWED_BY|ABOUT|STATED_IN]->(end)
    RETURN {type: type(edge), code: end.code, properties: properties(edge)}
  } AS edges,
  COLLECT {
    MATCH (rule) (()-[:NEEDS]->(:Requirement)){0,16} (above)-[edge:NEEDS]->(part)
    RETURN {above: above.path, properties: properties(edge), code: part.code,
            requirement: CASE WHEN part:Requirement THEN properties(part) END}
  } AS needs
```

and one that returns entries of the catalogue these, `item` being the node:

```cypher
RETURN labels(item) AS labels, properties(item) AS item,
  COLLECT {
    MATCH (item)-[edge:OFFERED_BY|STATED_IN]->(end)
    RETURN {type: type(edge), code: end.code, properties: properties(edge)}
  } AS edges
```

A source is `properties(source)`. Give the row to `rule_from`, `item_from_row` or `source_from`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import TypeAdapter

from stackways.graph.properties import Properties, to_fields
from stackways.graph.shape import ITEM_LABELS, PREMISE, Link, links_of
from stackways.rules.base import Model
from stackways.rules.catalogue import Item, Source
from stackways.rules.kinds import RULE_KINDS, Rule
from stackways.rules.requirements import REQUIREMENT_KINDS
from stackways.rules.requirements.base import RequirementBase
from stackways.rules.requirements.hold import Hold

Row = Mapping[str, Any]

_RULES: TypeAdapter[Rule] = TypeAdapter(Rule)
_ITEMS: dict[str, type[Item]] = {label: model for model, label in ITEM_LABELS.items()}


def rule_from(row: Row) -> Rule:
    """Return the rule of a row with `rule`, `edges` and `needs`, in the shape this module's docstring gives."""
    properties = row["rule"]
    model = RULE_KINDS[properties["kind"]]
    fields = _fields(model, properties, row["edges"])
    if tree := _tree(row["needs"]):
        fields[PREMISE] = tree
    return _RULES.validate_python(fields)


def item_from_row(row: Row) -> Item:
    """Return the institution, credential, module or programme of a row with `labels`, `item` and `edges`."""
    label = next(label for label in row["labels"] if label in _ITEMS)
    return item_from(label, row["item"], row["edges"])


def item_from(label: str, properties: Properties, edges: Iterable[Row]) -> Item:
    """Return the entry of the catalogue whose kind has that label."""
    model = _ITEMS[label]
    return model.model_validate(_fields(model, properties, edges))


def source_from(properties: Properties) -> Source:
    """Return the source with these properties."""
    return Source.model_validate(to_fields(Source, properties))


def _fields(model: type[Model], properties: Properties, edges: Iterable[Row]) -> dict[str, Any]:
    """Return an object's fields: its own properties, and what its edges lead to, in their order."""
    fields = to_fields(model, properties)
    by_type = defaultdict(list)
    for edge in edges:
        by_type[edge["type"]].append(edge)
    for link in links_of(model):
        parts = by_type.get(link.edge)
        if parts:
            fields[link.field] = _parts(link, parts)
    return fields


def _parts(link: Link, edges: list[Row]) -> Any:  # noqa: ANN401 - a code, or a list of codes or of parts
    if not link.many:
        return edges[0]["code"]
    edges.sort(key=_position)
    if link.part is None:
        return [edge["code"] for edge in edges]
    return [{link.code_field: edge["code"], **to_fields(link.part, edge["properties"])} for edge in edges]


def _position(edge: Row) -> int:
    position: int = edge["properties"]["position"]
    return position


def _tree(needs: Iterable[Row]) -> RequirementBase | None:
    """Return the requirement at the root of these edges, with everything inside it."""
    below: dict[str | None, list[Row]] = defaultdict(list)
    for edge in needs:
        below[edge["above"]].append(edge)
    return _requirement(below[None][0], below) if below else None


def _requirement(edge: Row, below: Mapping[str | None, list[Row]]) -> RequirementBase:
    group = edge["requirement"]
    if group is None:
        return Hold.model_validate({Hold.key: edge["code"], **to_fields(Hold, edge["properties"])})
    kind = REQUIREMENT_KINDS[group["kind"]]
    parts = [
        (part["properties"].get("alternative"), _requirement(part, below))
        for part in sorted(below.get(group["path"], ()), key=_position)
    ]
    return kind.model_validate({**to_fields(kind, group), **kind.holding(parts)})

"""What was renumbered: rules and entries that name a former code name what has it now, and by it the entry is found."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel

from stackways.rules.base import Code
from stackways.rules.catalogue import Item
from stackways.rules.collection import Catalogue
from stackways.seed.references import is_reference
from stackways.seed.shape import Node, Record, walk

Part = TypeVar("Part", bound=BaseModel)


def renumbered(catalogue: Catalogue) -> Catalogue:
    """Return a catalogue in which everything is named by the code that it has now."""
    now = {former: item.code for item in catalogue.coded() for former in item.former_codes}
    if not now:
        return catalogue
    sections = ("institutions", "credentials", "modules", "programmes", "rules")
    parts = {name: [_found_by(_named_now(one, now)) for one in getattr(catalogue, name)] for name in sections}
    return catalogue.model_copy(update=parts)


def _found_by(part: Part) -> Part:
    """Return an entry that its former codes are identifiers of."""
    if not isinstance(part, Item) or not part.former_codes:
        return part
    return part.model_copy(update={"identifiers": list(dict.fromkeys([*part.identifiers, *part.former_codes]))})


def _named_now(part: Part, now: Mapping[Code, Code]) -> Part:
    """Return an entry or a rule that names nothing by a former code."""
    data = part.model_dump(mode="json", by_alias=True, exclude_unset=True)
    found = [node for node in walk(Node((), data, Record(type(part)))) if is_reference(node) and node.value in now]
    if not found:
        return part
    for node in found:
        _put(data, node.path, now[node.value])
    return type(part).model_validate(data)


def _put(data: Any, path: tuple[str | int, ...], code: Code) -> None:  # noqa: ANN401 - whatever a file holds
    for step in path[:-1]:
        data = data[step]
    data[path[-1]] = code

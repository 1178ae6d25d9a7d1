"""Which fields of the rules' objects are edges, and what those edges are called.

The nodes: everything with a code that people ask about (`Coded`, with the label of its kind), `Rule`, `Requirement`,
`Source`. What a field says beside the node it names (a grant's outcome, a citation's confidence) are the edge's
properties, and the place in a list is its `position`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from stackways.rules.base import Citation, Model
from stackways.rules.catalogue import Credential, Institution, Item, Module, Offering, Programme
from stackways.rules.kinds.award import Award
from stackways.rules.kinds.base import RuleBase
from stackways.rules.kinds.cap import Cap
from stackways.rules.kinds.entry import Entry
from stackways.rules.kinds.exception import RuleException
from stackways.rules.kinds.grading import Grading
from stackways.rules.kinds.recognition import Grant, Recognition
from stackways.rules.kinds.structure import Structure
from stackways.rules.kinds.validity import Validity
from stackways.rules.requirements.base import RequirementBase, part_fields

SCHEMA_VERSION = 4
"""Raised whenever nodes, edges or properties change their meaning, or an index is new.

A reader refuses a graph of another version.
"""

KEYS = {"Coded": "code", "Rule": "name", "Requirement": "path", "Source": "code"}
"""The property that names a node, by its label."""

ITEM_LABELS: dict[type[Item], str] = {
    Institution: "Institution",
    Credential: "Credential",
    Module: "Module",
    Programme: "Programme",
}
"""The label of each of the four kinds people ask about."""


@dataclass(frozen=True, slots=True)
class Link:
    """A field that is drawn as edges of one type."""

    field: str
    edge: str
    label: str = "Coded"
    """The label of what it points at."""
    many: bool = True
    """Whether the field is a list; its order is kept as `position`."""
    part: type[Model] | None = None
    """The model of the list's members, where they say more than a code."""
    code_field: str = ""
    """The field of `part` that holds the code."""


LINKS: dict[type[Model], tuple[Link, ...]] = {
    Item: (Link("sources", "STATED_IN", "Source", part=Citation, code_field="source"),),
    Offering: (Link("offered_by", "OFFERED_BY"),),
    RuleBase: (
        Link("published_by", "PUBLISHED_BY", many=False),
        Link("about", "ABOUT"),
        Link("sources", "STATED_IN", "Source", part=Citation, code_field="source"),
    ),
    Recognition: (
        Link("grants", "GRANTS", part=Grant, code_field="target"),
        Link("within", "WITHIN", many=False),
    ),
    RuleException: (Link("target", "EXCEPTS", many=False), Link("within", "WITHIN", many=False)),
    Entry: (Link("into", "ADMITS_TO"),),
    Structure: (Link("of", "STRUCTURES"),),
    Award: (Link("of", "STRUCTURES"),),
    Cap: (Link("of", "LIMITS"),),
    Grading: (Link("of", "LIMITS"),),
    Validity: (Link("of", "LIMITS"), Link("renewed_by", "RENEWED_BY")),
}

PREMISE = "needs"
"""The field of a rule that holds its requirement tree, drawn as NEEDS edges."""


@cache
def links_of(model: type[Model]) -> tuple[Link, ...]:
    """Return the fields of a model that are edges, its bases' included."""
    return tuple(link for base in model.__mro__ for link in LINKS.get(base, ()))


@cache
def drawn_fields(model: type[Model]) -> frozenset[str]:
    """Return the names of the fields that are edges, and so no properties."""
    fields = {link.field for link in links_of(model)}
    fields |= {link.code_field for links in LINKS.values() for link in links if link.part is model}
    if issubclass(model, RuleBase):
        fields.add(PREMISE)
    if issubclass(model, RequirementBase):
        fields |= {model.key} if model.is_edge else {*part_fields(model)}
    return frozenset(fields)

"""The graph's schema as neomodel classes: its nodes, its edges, and the sentence that each edge says.

They are plain enough to look around with, from Python or a notebook:

```python
neomodel.db.set_connection("bolt://neo4j:PASSWORD@localhost:7687")
module = Module.nodes.get(code="tp:principles-of-machine-learning")
[rule.says_en for rule in module.granted_by]
```

Their properties are what the fields of the rules' objects are written as (`stackways.graph.properties`). The loader
writes in bulk and does not use them (`stackways.graph.bulk`); a test shows that they and the constraints and indexes of
`cypher/load/schema.cypher` agree. Figures are properties (`figure_total_hours`) that no class declares.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from decimal import Decimal
from enum import StrEnum
from typing import Any

from neomodel import (
    ArrayProperty,
    BooleanProperty,
    DateTimeNeo4jFormatProperty,
    FloatProperty,
    IntegerProperty,
    One,
    RelationshipFrom,
    RelationshipTo,
    StringProperty,
    StructuredNode,
    StructuredRel,
    ZeroOrOne,
)
from neomodel.contrib.sync_.semi_structured import SemiStructuredNode
from neomodel.properties import Property

from stackways.graph.properties import plan_of
from stackways.rules import catalogue
from stackways.rules.base import Citation, Model
from stackways.rules.kinds import RULE_KINDS
from stackways.rules.kinds.recognition import Grant
from stackways.rules.periods import Period
from stackways.rules.requirements import REQUIREMENT_KINDS
from stackways.rules.requirements.hold import Hold


class NativeDate(Property[dt.date]):
    """A date as Neo4j has them (neomodel's own is text), so that Cypher can compare and add to it."""

    def inflate(self, value: Any, rethrow: bool = True) -> Any:  # noqa: ANN401, ARG002, FBT001, FBT002 - as inherited
        """Return Python's date for the driver's."""
        return value.to_native()

    def deflate(self, value: Any, rethrow: bool = True) -> Any:  # noqa: ANN401, ARG002, FBT001, FBT002 - as inherited
        """Return what the driver writes as a date."""
        return value


_PROPERTIES: dict[type, type[Property[Any]]] = {
    str: StringProperty, int: IntegerProperty, float: FloatProperty, bool: BooleanProperty, dt.date: NativeDate,
    Decimal: IntegerProperty, Period: StringProperty,
}  # fmt: skip
"""What a value of each type is written as; words of an enumeration are text, "selects anything" is a truth value."""


def _written(
    *models: type[Model], indexed: Collection[str] = (), above: type[Model] | None = None
) -> dict[str, Property[Any]]:
    """Return a property for each that objects of some models are written as, as their fields say.

    `above`: a model whose properties the class has already.
    """
    declared: dict[str, Property[Any]] = {}
    there = plan_of(above).leaves if above else {}
    leaves = (leaf for model in models for leaf in plan_of(model).leaves.values())
    for leaf in (leaf for leaf in leaves if leaf.name not in there):
        kind = _property_of(leaf.kind if leaf.item is None else leaf.item)
        declared[leaf.name] = ArrayProperty(kind()) if leaf.item else kind(index=leaf.name in indexed)
    return declared


def _property_of(kind: type) -> type[Property[Any]]:
    if issubclass(kind, StrEnum):
        return StringProperty
    return BooleanProperty if issubclass(kind, Model) else _PROPERTIES[kind]


# Edges that the catalogue says


class InOrder(StructuredRel):
    """An edge that has a place among others of its type."""

    position = IntegerProperty()


class RulePublishedByInstitution(StructuredRel):
    """The rule is the institution's."""


class RuleWithinProgramme(StructuredRel):
    """The rule holds in the programme alone."""


class WholeNeedsPart(InOrder):
    """The rule or the requirement needs the part: another requirement, or something held in the way the edge says."""

    alternative = StringProperty()
    vars().update(_written(Hold))


class RuleGrantsTarget(InOrder):
    """The rule grants the outcome for the target."""

    vars().update(_written(Grant))


class RuleStructuresProgramme(InOrder):
    """The rule says what the programme is made of."""


class RuleAdmitsToTarget(InOrder):
    """The rule says who may start the programme or module."""


class RuleLimitsItem(InOrder):
    """The rule says how long the credential stays valid, or how much is recognised in the programme."""


class RuleExceptsItem(StructuredRel):
    """The exception is about the item: it need not be taken, or is counted."""


class RuleRenewedByCredential(InOrder):
    """Attaining the credential renews what the rule limits."""


class RuleAboutItem(InOrder):
    """The rule speaks of the item too."""


class EntryStatedInSource(InOrder):
    """The rule or item stands in the source."""

    vars().update(_written(Citation))


class ItemOfferedByInstitution(InOrder):
    """The item is offered by the institution."""


# Edges that follow from the others, made by the loader


class FromRule(StructuredRel):
    """An edge that follows from one rule."""

    rule = StringProperty()
    illustrative = BooleanProperty()


class HeldRecognisedTowardsTarget(FromRule):
    """What the learner holds is recognised towards the target."""

    needs = StringProperty()
    outcome = StringProperty()
    certainty = StringProperty()
    window = StringProperty()
    within = StringProperty()
    effective_from = NativeDate()
    effective_until = NativeDate()


class PartStacksIntoWhole(FromRule):
    """The part stacks into the programme, or into the requirement of one."""


class StarterRequiresAsked(FromRule):
    """The programme or module asks for the other before it starts."""


class MemberOfClass(StructuredRel):
    """The item belongs to the published class."""


class IssuerRecognisedByInstitution(StructuredRel):
    """So many rules of the institution count something that the issuer offers."""

    rules = IntegerProperty()
    certainty = StringProperty()
    effective_from = NativeDate()
    effective_until = NativeDate()
    illustrative = BooleanProperty()


# Nodes


class Source(StructuredNode):
    """A page or document that rules and facts rest on."""

    vars().update(_written(catalogue.Source))
    code = StringProperty(unique_index=True, required=True)

    states = RelationshipFrom("Rule", "STATED_IN", model=EntryStatedInSource)


class Coded(SemiStructuredNode):
    """Everything that people ask about: one code, one of four kinds."""

    vars().update(_written(catalogue.Item))
    code = StringProperty(unique_index=True, required=True)
    kind = StringProperty(index=True)

    stated_in = RelationshipTo("Source", "STATED_IN", model=EntryStatedInSource)
    granted_by = RelationshipFrom("Rule", "GRANTS", model=RuleGrantsTarget)
    spoken_of_by = RelationshipFrom("Rule", "ABOUT", model=RuleAboutItem)
    limited_by = RelationshipFrom("Rule", "LIMITS", model=RuleLimitsItem)


class Institution(Coded):
    """A body that offers, awards or recognises."""

    vars().update(_written(catalogue.Institution, above=catalogue.Item))
    kind = StringProperty(index=True)

    offers = RelationshipFrom("Coded", "OFFERED_BY", model=ItemOfferedByInstitution)
    publishes = RelationshipFrom("Rule", "PUBLISHED_BY", model=RulePublishedByInstitution)
    recognised_by = RelationshipTo("Institution", "RECOGNISED_BY", model=IssuerRecognisedByInstitution)
    recognises = RelationshipFrom("Institution", "RECOGNISED_BY", model=IssuerRecognisedByInstitution)


class Offering(Coded):
    """What an institution offers to be studied or attained."""

    __abstract_node__ = True

    vars().update(_written(catalogue.Offering, above=catalogue.Item, indexed={"kind", "theme_en", "is_class"}))

    offered_by = RelationshipTo("Institution", "OFFERED_BY", model=ItemOfferedByInstitution)
    needed_by = RelationshipFrom("Rule", "NEEDS", model=WholeNeedsPart)
    counts_towards = RelationshipTo("Coded", "RECOGNISED_TOWARDS", model=HeldRecognisedTowardsTarget)
    counted_by = RelationshipFrom("Coded", "RECOGNISED_TOWARDS", model=HeldRecognisedTowardsTarget)
    stacks_into = RelationshipTo("Coded", "STACKS_INTO", model=PartStacksIntoWhole)
    requires = RelationshipTo("Coded", "REQUIRES", model=StarterRequiresAsked)
    member_of = RelationshipTo("Coded", "MEMBER_OF", model=MemberOfClass)


class Credential(Offering):
    """A leaf that a learner attains and can show, or a published class of them."""


class Module(Offering):
    """A unit of study inside a programme."""


class Programme(Offering):
    """Whatever has a requirement tree of its own and leads to an award."""

    vars().update(_written(catalogue.Programme, above=catalogue.Offering))

    structured_by = RelationshipFrom("Rule", "STRUCTURES", model=RuleStructuresProgramme)
    stacked_from = RelationshipFrom("Coded", "STACKS_INTO", model=PartStacksIntoWhole)


class Rule(SemiStructuredNode):
    """One sentence an institution published, in one dated version; its kind is `kind`."""

    vars().update(_written(*RULE_KINDS.values(), indexed={"code", "effective_until", "learner"}))
    name = StringProperty(unique_index=True, required=True)

    published_by = RelationshipTo("Institution", "PUBLISHED_BY", cardinality=One, model=RulePublishedByInstitution)
    stated_in = RelationshipTo("Source", "STATED_IN", model=EntryStatedInSource)
    needs_group = RelationshipTo("Requirement", "NEEDS", cardinality=ZeroOrOne, model=WholeNeedsPart)
    needs_held = RelationshipTo("Coded", "NEEDS", cardinality=ZeroOrOne, model=WholeNeedsPart)
    grants = RelationshipTo("Coded", "GRANTS", model=RuleGrantsTarget)
    within = RelationshipTo("Programme", "WITHIN", cardinality=ZeroOrOne, model=RuleWithinProgramme)
    structures = RelationshipTo("Programme", "STRUCTURES", model=RuleStructuresProgramme)
    admits_to = RelationshipTo("Coded", "ADMITS_TO", model=RuleAdmitsToTarget)
    limits = RelationshipTo("Coded", "LIMITS", model=RuleLimitsItem)
    renewed_by = RelationshipTo("Coded", "RENEWED_BY", model=RuleRenewedByCredential)
    excepts = RelationshipTo("Coded", "EXCEPTS", cardinality=ZeroOrOne, model=RuleExceptsItem)
    about = RelationshipTo("Coded", "ABOUT", model=RuleAboutItem)


class Requirement(StructuredNode):
    """A group or condition in a rule's premise or a programme's tree; its kind is `kind`."""

    vars().update(_written(*(kind for kind in REQUIREMENT_KINDS.values() if not kind.is_edge)))
    path = StringProperty(unique_index=True, required=True)
    kind = StringProperty(index=True)
    says_en = StringProperty()

    needs_group = RelationshipTo("Requirement", "NEEDS", model=WholeNeedsPart)
    needs_held = RelationshipTo("Coded", "NEEDS", model=WholeNeedsPart)
    stacks_into = RelationshipTo("Coded", "STACKS_INTO", model=PartStacksIntoWhole)
    stacked_from = RelationshipFrom("Coded", "STACKS_INTO", model=PartStacksIntoWhole)


class Catalogue(StructuredNode):
    """The one node that says which catalogue the graph holds, and whether a load is changing it."""

    name = StringProperty(unique_index=True, required=True)
    version = StringProperty()
    content_hash = StringProperty()
    release = StringProperty()
    schema_version = IntegerProperty()
    loads = IntegerProperty()
    loaded_at = DateTimeNeo4jFormatProperty()
    loading = StringProperty()
    loading_owner = StringProperty()
    loading_until = DateTimeNeo4jFormatProperty()
    institutions = IntegerProperty()
    credentials = IntegerProperty()
    modules = IntegerProperty()
    programmes = IntegerProperty()
    rules = IntegerProperty()
    sources = IntegerProperty()

"""The graph's schema as neomodel classes: its nodes, its edges, and the sentence that each edge says.

They are plain enough to look around with, from Python or a notebook:

```python
neomodel.db.set_connection("bolt://neo4j:PASSWORD@localhost:7687")
module = Module.nodes.get(code="tp:principles-of-machine-learning")
[rule.says_en for rule in module.granted_by]
```

The loader writes in bulk and does not use them (`stackways.graph.bulk`); tests show that they, the mapping of
`stackways.graph.properties` and the constraints and indexes of `cypher/load/schema.cypher` agree. Figures are
properties (`figure_total_hours`) that no class declares.
"""

from __future__ import annotations

import datetime as dt
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

SCHEMA_VERSION = 1
"""Raised whenever nodes, edges or properties change their meaning; a reader refuses a graph of another version."""


class NativeDate(Property[dt.date]):
    """A date as Neo4j has them (neomodel's own is text), so that Cypher can compare and add to it."""

    def inflate(self, value: Any, rethrow: bool = True) -> Any:  # noqa: ANN401, ARG002, FBT001, FBT002 - as inherited
        """Return Python's date for the driver's."""
        return value.to_native()

    def deflate(self, value: Any, rethrow: bool = True) -> Any:  # noqa: ANN401, ARG002, FBT001, FBT002 - as inherited
        """Return what the driver writes as a date."""
        return value


def _texts() -> ArrayProperty:
    return ArrayProperty(StringProperty())


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
    versions = _texts()
    state = StringProperty()
    window_period = StringProperty()
    window_starts = StringProperty()
    window_ends = StringProperty()
    window_not_published = BooleanProperty()
    window_or_own_validity = BooleanProperty()
    attained_from = NativeDate()
    attained_until = NativeDate()
    minimum_grade_value = StringProperty()
    minimum_grade_value_hundredths = IntegerProperty()
    minimum_grade_scale = StringProperty()
    or_passed_as = _texts()
    minimum_component_grade_value = StringProperty()
    minimum_component_grade_value_hundredths = IntegerProperty()
    minimum_component_grade_scale = StringProperty()
    unused = BooleanProperty()
    taken_through = StringProperty()


class RuleGrantsTarget(InOrder):
    """The rule grants the outcome for the target."""

    outcome = StringProperty()
    amount_hundredths = IntegerProperty()
    at_least_hundredths = IntegerProperty()
    unit = StringProperty()
    own_credits = BooleanProperty()
    towards = StringProperty()


class RuleStructuresProgramme(InOrder):
    """The rule says what the programme is made of."""


class RuleAdmitsToTarget(InOrder):
    """The rule says who may start the programme or module."""


class RuleLimitsItem(InOrder):
    """The rule says how long the credential stays valid, or how much is recognised in the programme."""


class RuleRenewedByCredential(InOrder):
    """Attaining the credential renews what the rule limits."""


class RuleAboutItem(InOrder):
    """The rule speaks of the item too."""


class EntryStatedInSource(InOrder):
    """The rule or item stands in the source."""

    confidence = StringProperty()
    relation = StringProperty()


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

    code = StringProperty(unique_index=True, required=True)
    title = StringProperty()
    url = StringProperty()
    publisher = StringProperty()
    tier = StringProperty()
    published = StringProperty()
    published_note = StringProperty()
    read = NativeDate()
    note = StringProperty()
    illustrative = BooleanProperty()

    states = RelationshipFrom("Rule", "STATED_IN", model=EntryStatedInSource)


class Coded(SemiStructuredNode):
    """Everything that people ask about: one code, one of four kinds."""

    code = StringProperty(unique_index=True, required=True)
    title_en = StringProperty()
    title_zh_hant = StringProperty()
    kind = StringProperty(index=True)
    facts = _texts()
    identifiers = _texts()
    note = StringProperty()
    illustrative = BooleanProperty()

    stated_in = RelationshipTo("Source", "STATED_IN", model=EntryStatedInSource)
    granted_by = RelationshipFrom("Rule", "GRANTS", model=RuleGrantsTarget)
    spoken_of_by = RelationshipFrom("Rule", "ABOUT", model=RuleAboutItem)
    limited_by = RelationshipFrom("Rule", "LIMITS", model=RuleLimitsItem)


class Institution(Coded):
    """A body that offers, awards or recognises."""

    country = StringProperty()
    url = StringProperty()

    offers = RelationshipFrom("Coded", "OFFERED_BY", model=ItemOfferedByInstitution)
    publishes = RelationshipFrom("Rule", "PUBLISHED_BY", model=RulePublishedByInstitution)
    recognised_by = RelationshipTo("Institution", "RECOGNISED_BY", model=IssuerRecognisedByInstitution)
    recognises = RelationshipFrom("Institution", "RECOGNISED_BY", model=IssuerRecognisedByInstitution)


class Offering(Coded):
    """What an institution offers to be studied or attained."""

    __abstract_node__ = True

    published_code = StringProperty()
    versions = _texts()
    credits_hundredths = IntegerProperty()
    unit = StringProperty()
    level_framework = StringProperty()
    level_value = IntegerProperty()
    level_up_to = IntegerProperty()
    hours_hundredths = IntegerProperty()
    hours_kind = StringProperty()
    duration = StringProperty()
    duration_to = StringProperty()
    fee_minor = IntegerProperty()
    fee_currency = StringProperty()
    intakes = ArrayProperty(IntegerProperty())
    starts = ArrayProperty(NativeDate())
    mode = StringProperty()
    theme_en = StringProperty(index=True)
    theme_zh_hant = StringProperty()
    subject = StringProperty()
    attributes = _texts()
    repeatable = BooleanProperty()
    professional = BooleanProperty()
    is_class = BooleanProperty(index=True)
    members_institutions = _texts()
    members_kinds = _texts()
    members_themes = _texts()
    members_subjects = _texts()
    members_attributes = _texts()
    members_published_codes = _texts()
    members_professional = BooleanProperty()
    members_framework = StringProperty()
    members_level_from = IntegerProperty()
    members_level_to = IntegerProperty()
    members_codes = _texts()
    members_excluding = _texts()
    members_same = StringProperty()
    members_or_higher = BooleanProperty()
    members_anything = BooleanProperty()

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

    curriculum = StringProperty()
    stackable = BooleanProperty()

    structured_by = RelationshipFrom("Rule", "STRUCTURES", model=RuleStructuresProgramme)
    stacked_from = RelationshipFrom("Coded", "STACKS_INTO", model=PartStacksIntoWhole)


class Rule(SemiStructuredNode):
    """One sentence an institution published, in one dated version; its kind is `kind`."""

    name = StringProperty(unique_index=True, required=True)
    code = StringProperty(index=True)
    version = IntegerProperty()
    kind = StringProperty()
    says_en = StringProperty()
    says_zh_hant = StringProperty()
    facts = _texts()
    effective_from = NativeDate()
    effective_until = NativeDate(index=True)
    observed_on = NativeDate()
    applies_by = StringProperty()
    remarks = _texts()
    illustrative = BooleanProperty()
    # recognition and entry
    window_period = StringProperty()
    window_starts = StringProperty()
    window_ends = StringProperty()
    window_not_published = BooleanProperty()
    window_or_own_validity = BooleanProperty()
    certainty = StringProperty()
    either = BooleanProperty()
    effects_earns_credit = StringProperty()
    effects_lowers_requirement = StringProperty()
    effects_must_be_replaced = StringProperty()
    effects_graded = StringProperty()
    effects_label = StringProperty()
    # structure
    confers = BooleanProperty()
    in_order = BooleanProperty()
    single_use = BooleanProperty()
    # award
    decides = StringProperty()
    title_en = StringProperty()
    title_zh_hant = StringProperty()
    rank = IntegerProperty()
    indicative = BooleanProperty()
    # cap
    at_most_hundredths = IntegerProperty()
    not_published = BooleanProperty()
    of_several = StringProperty()
    of_parts = StringProperty()
    resting_on = _texts()
    # validity and policy
    period = StringProperty()
    topic = StringProperty()
    amount_hundredths = IntegerProperty()
    unit = StringProperty()
    share = FloatProperty()
    typical_duration = StringProperty()
    typical_duration_to = StringProperty()
    typical_hours_hundredths = IntegerProperty()
    typical_hours_to_hundredths = IntegerProperty()

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
    about = RelationshipTo("Coded", "ABOUT", model=RuleAboutItem)


class Requirement(StructuredNode):
    """A group or condition in a rule's premise or a programme's tree; its kind is `kind`."""

    path = StringProperty(unique_index=True, required=True)
    kind = StringProperty(index=True)
    # at least k of n; credits, units and shares of a pool
    at_least = IntegerProperty()
    credits_at_least_hundredths = IntegerProperty()
    credits_at_most_hundredths = IntegerProperty()
    credits_not_published = BooleanProperty()
    credits_hundredths = IntegerProperty()
    units_at_least_hundredths = IntegerProperty()
    units_at_most_hundredths = IntegerProperty()
    units_not_published = BooleanProperty()
    unit = StringProperty()
    called = StringProperty()
    each = BooleanProperty()
    share = FloatProperty()
    bound = StringProperty()
    of = StringProperty()
    earned_here = BooleanProperty()
    where_institutions = _texts()
    where_kinds = _texts()
    where_themes = _texts()
    where_subjects = _texts()
    where_attributes = _texts()
    where_published_codes = _texts()
    where_professional = BooleanProperty()
    where_framework = StringProperty()
    where_level_from = IntegerProperty()
    where_level_to = IntegerProperty()
    where_codes = _texts()
    where_excluding = _texts()
    where_same = StringProperty()
    where_or_higher = BooleanProperty()
    where_anything = BooleanProperty()
    select_institutions = _texts()
    select_kinds = _texts()
    select_themes = _texts()
    select_subjects = _texts()
    select_attributes = _texts()
    select_published_codes = _texts()
    select_professional = BooleanProperty()
    select_framework = StringProperty()
    select_level_from = IntegerProperty()
    select_level_to = IntegerProperty()
    select_codes = _texts()
    select_excluding = _texts()
    select_same = StringProperty()
    select_or_higher = BooleanProperty()
    unlike = _texts()
    with_all = _texts()
    without = _texts()
    outside = _texts()
    terms = _texts()
    credits_from_hundredths = IntegerProperty()
    credits_to_hundredths = IntegerProperty()
    attained_from = NativeDate()
    attained_until = NativeDate()
    within = StringProperty()
    # pools
    name = StringProperty()
    counted = BooleanProperty()
    among = StringProperty()
    latest_hundredths = IntegerProperty()
    graded_on = _texts()
    below_grade_value = StringProperty()
    below_grade_value_hundredths = IntegerProperty()
    below_grade_scale = StringProperty()
    window_period = StringProperty()
    window_starts = StringProperty()
    window_ends = StringProperty()
    window_not_published = BooleanProperty()
    window_or_own_validity = BooleanProperty()
    minimum_grade_value = StringProperty()
    minimum_grade_value_hundredths = IntegerProperty()
    minimum_grade_scale = StringProperty()
    # of what is counted: what it spreads over, its average, its span; how much pools share
    distinct = StringProperty()
    at_most = IntegerProperty()
    average_value = StringProperty()
    average_value_hundredths = IntegerProperty()
    average_scale = StringProperty()
    span = StringProperty()
    sharing = _texts()
    at_most_hundredths = IntegerProperty()
    # doubts
    doubt = StringProperty()
    text = StringProperty()
    lenient = StringProperty()
    strict = StringProperty()
    # conditions
    minimum_age = IntegerProperty()
    on = StringProperty()
    residency = _texts()
    work_years_hundredths = IntegerProperty()
    not_published = BooleanProperty()
    admitted = BooleanProperty()
    similarity = IntegerProperty()
    intake = StringProperty()
    first = StringProperty()
    last = StringProperty()
    stated = StringProperty()

    needs_group = RelationshipTo("Requirement", "NEEDS", model=WholeNeedsPart)
    needs_held = RelationshipTo("Coded", "NEEDS", model=WholeNeedsPart)
    stacks_into = RelationshipTo("Coded", "STACKS_INTO", model=PartStacksIntoWhole)
    stacked_from = RelationshipFrom("Coded", "STACKS_INTO", model=PartStacksIntoWhole)


class Catalogue(StructuredNode):
    """The one node that says which catalogue the graph holds, and whether a load is changing it."""

    name = StringProperty(unique_index=True, required=True)
    version = StringProperty()
    content_hash = StringProperty()
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

"""The mapping between rules objects and flat properties."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from neomodel import StructuredNode, StructuredRel
from tests.random_catalogues import bodies, conditions, credentials, modules, sources, wholes

from stackways.graph import schema
from stackways.graph.properties import FIGURE, plan_of, to_fields, to_properties
from stackways.graph.shape import ITEM_LABELS, LINKS, drawn_fields
from stackways.rules.base import Citation, Model
from stackways.rules.catalogue import Credential, Selection, Source
from stackways.rules.kinds import RULE_KINDS
from stackways.rules.kinds.recognition import Grant
from stackways.rules.requirements import REQUIREMENT_KINDS
from stackways.rules.requirements.hold import Hold

OBJECTS = [Source, *ITEM_LABELS, *RULE_KINDS.values(), *REQUIREMENT_KINDS.values(), Citation, Grant]


def credential(**more: object) -> Credential:
    return Credential.model_validate(
        {
            "code": "cisco:ccna",
            "title": {"en": "CCNA"},
            "kind": "industry-certification",
            "offered_by": ["cisco"],
            **more,
        }
    )


def test_every_kind_of_value_has_its_own_property() -> None:
    properties = to_properties(
        credential(
            title={"en": "CCNA", "zh-Hant": "思科認證"},
            credits=7.5,
            unit="HK credit",
            fee={"amount": "1234.50", "currency": "SGD"},
            duration="P6M",
            starts=[dt.date(2026, 1, 12)],
            level={"framework": "HKQF", "value": 4},
            figures={"total-hours": 60},
        )
    )
    assert properties == {
        "code": "cisco:ccna",
        "title_en": "CCNA",
        "title_zh_hant": "思科認證",
        "kind": "industry-certification",
        "illustrative": False,
        "credits_hundredths": 750,
        "unit": "HK credit",
        "fee_minor": 123450,
        "fee_currency": "SGD",
        "duration": "P6M",
        "starts": [dt.date(2026, 1, 12)],
        "level_framework": "HKQF",
        "level_value": 4,
        "hours_kind": "not-stated",
        "is_class": False,
        "figure_total_hours": 60,
    }


def test_whole_amounts_come_back_without_decimals() -> None:
    fields = to_fields(Credential, {"credits_hundredths": 3000})
    assert str(fields["credits"]) == "30"
    assert fields["credits"] == Decimal(30)


def test_a_selection_of_everything_is_not_the_same_as_none() -> None:
    everything = credential(is_class=True, members=Selection())
    assert to_properties(everything)["members_anything"] is True
    assert to_fields(Credential, to_properties(everything))["members"] == {}
    assert "members" not in to_fields(Credential, to_properties(credential(is_class=True)))


def test_the_languages_of_a_title_stand_in_one_order_however_the_server_gives_them() -> None:
    properties = to_properties(credential(title={"en": "CCNA", "zh-Hant": "思科認證"}))
    for read in (properties, dict(reversed(properties.items()))):
        assert list(to_fields(Credential, read)["title"]) == ["en", "zh-Hant"]


def test_properties_of_nobody_are_left_out() -> None:
    assert to_fields(Hold, {"state": "active", "position": 3, "surprise": True}) == {"state": "active"}


@given(st.one_of(bodies, credentials, modules, wholes, sources))
def test_an_entry_is_the_same_after_being_properties(entry: Model) -> None:
    links = {link.field: getattr(entry, link.field) for base in type(entry).__mro__ for link in LINKS.get(base, ())}
    assert type(entry).model_validate({**to_fields(type(entry), to_properties(entry)), **links}) == entry


@given(conditions)
def test_a_condition_is_the_same_after_being_properties(condition: Model) -> None:
    held = {"hold": condition.hold} if isinstance(condition, Hold) else {}
    assert type(condition).model_validate({**to_fields(type(condition), to_properties(condition)), **held}) == condition


@given(st.one_of(bodies, credentials, wholes, conditions))
def test_nothing_hides_in_a_blob(entry: Model) -> None:
    for value in to_properties(entry).values():
        for part in value if isinstance(value, list) else [value]:
            assert type(part) in (str, int, float, bool, dt.date)


@pytest.mark.parametrize("model", OBJECTS, ids=lambda model: model.__name__)
def test_every_field_is_a_property_or_an_edge_and_never_both(model: type[Model]) -> None:
    written = {leaf.path[0] for leaf in plan_of(model).leaves.values()} | (
        {"figures"} if plan_of(model).figures else set()
    )
    assert written | (drawn_fields(model) & model.model_fields.keys()) == model.model_fields.keys()
    assert not written & drawn_fields(model)


def declared(node: type[StructuredNode] | type[StructuredRel]) -> set[str]:
    return set(node.defined_properties(rels=False, aliases=False))


def mapped(*models: type[Model]) -> set[str]:
    return {name for model in models for name in plan_of(model).leaves}


def test_the_schema_declares_exactly_what_the_mapping_writes() -> None:
    for model, label in ITEM_LABELS.items():
        assert declared(getattr(schema, label)) == mapped(model), label
    assert declared(schema.Source) == mapped(Source)
    groups = [kind for kind in REQUIREMENT_KINDS.values() if kind is not Hold]
    assert declared(schema.Requirement) == {"path", "kind", "says_en"} | mapped(*groups)
    assert declared(schema.Rule) == {"name"} | mapped(*RULE_KINDS.values())


def test_the_edges_of_the_schema_declare_exactly_what_is_written_on_them() -> None:
    assert declared(schema.WholeNeedsPart) == {"position", "alternative"} | mapped(Hold)
    assert declared(schema.RuleGrantsTarget) == {"position"} | mapped(Grant)
    assert declared(schema.EntryStatedInSource) == {"position"} | mapped(Citation)


def test_no_declared_property_looks_like_a_figure() -> None:
    for node in (schema.Coded, schema.Rule, schema.Requirement, schema.Source):
        assert not [name for name in declared(node) if name.startswith(FIGURE)]


def test_every_edge_of_the_schema_says_a_sentence() -> None:
    pending = [StructuredRel]
    while pending:
        kind = pending.pop()
        pending += [k for k in kind.__subclasses__() if k.__module__ == schema.__name__]
        if kind is not StructuredRel:
            assert (kind.__doc__ or "").endswith("."), kind

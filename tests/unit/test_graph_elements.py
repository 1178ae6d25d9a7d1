"""A catalogue as nodes and edges, and back."""

import datetime as dt

from hypothesis import given, settings
from tests.random_catalogues import catalogues, rules

from stackways.graph.elements import DERIVED, Node, catalogue_from, derived_from, elements_of, truth_of
from stackways.graph.shape import KEYS
from stackways.rules.collection import Catalogue
from stackways.rules.kinds import Rule
from stackways.rules.kinds.entry import Entry
from stackways.rules.kinds.recognition import Recognition
from stackways.rules.kinds.structure import Structure
from stackways.words.render import speaking

SOURCE = {"code": "tp:page", "title": "Micro-credentials", "tier": "primary"}
CITED = {"says": {"en": "So it is."}, "sources": [{"source": "tp:page", "confidence": "high"}]}


def catalogue(*rules: dict[str, object]) -> Catalogue:
    """Two nanodegrees of Udacity, one sold by Temasek Polytechnic too, a class of both, and a diploma with a module."""
    offered = {"title": {"en": "Something"}, "kind": "nanodegree"}
    return Catalogue.model_validate(
        {
            "institutions": [{"code": code, "title": {"en": code}, "kind": "body"} for code in ("tp", "udacity", "sg")],
            "sources": [SOURCE],
            "credentials": [
                {"code": "udacity:a", "offered_by": ["udacity", "tp"], **offered},
                {"code": "udacity:b", "offered_by": ["udacity"], **offered},
                {
                    "code": "sg:any", "offered_by": ["sg"], "title": {"en": "Any"}, "kind": "class", "is_class": True,
                    "members": {"kinds": ["nanodegree"]},
                },
            ],
            "modules": [{"code": "tp:module", "offered_by": ["tp"], "title": {"en": "Module"}}],
            "programmes": [{"code": "tp:diploma", "offered_by": ["tp"], "title": {"en": "Diploma"}, "kind": "diploma"}],
            "rules": [{"published_by": "tp", **CITED, **rule} for rule in rules],
        }
    )  # fmt: skip


RECOGNITION = {
    "code": "tp:rule",
    "kind": "recognition",
    "needs": {"all_of": ["udacity:a", {"any_of": [{"hold": "udacity:b", "state": "active"}, "sg:any"]}]},
    "grants": [{"target": "tp:module", "outcome": "exemption"}],
    "within": "tp:diploma",
    "window": {"period": "P4Y"},
    "effective_from": dt.date(2024, 1, 1),
}


def edges(found: Catalogue, kind: str) -> list[tuple[str, str, dict[str, object]]]:
    return [(e.start[1], e.end[1], e.properties) for e in elements_of(found).edges if e.type == kind]


@settings(max_examples=60, deadline=None)
@given(catalogues())
def test_a_catalogue_is_the_same_after_being_nodes_and_edges(found: Catalogue) -> None:
    elements = elements_of(found)
    assert catalogue_from(reversed(elements.nodes), reversed(elements.edges)) == found


@settings(max_examples=30, deadline=None)
@given(catalogues())
def test_every_edge_leads_from_a_node_to_a_node(found: Catalogue) -> None:
    elements = elements_of(found)
    ends = {node.end for node in elements.nodes}
    assert len(ends) == len(elements.nodes)
    assert {end for edge in elements.edges for end in (edge.start, edge.end)} <= ends
    assert all(node.properties[KEYS[node.end[0]]] == node.end[1] for node in elements.nodes)


def test_a_tree_is_a_chain_of_requirements_and_a_hold_is_an_edge() -> None:
    found = catalogue(RECOGNITION)
    requirements = [n for n in truth_of(found) if isinstance(n, Node) and n.end[0] == "Requirement"]
    assert [(n.end[1], n.properties["kind"]) for n in requirements] == [
        ("tp:rule@1/0", "all_of"),
        ("tp:rule@1/0/1", "any_of"),
    ]
    plain = {"state": "attained", "unused": False}
    assert edges(found, "NEEDS") == [
        ("tp:rule@1", "tp:rule@1/0", {"position": 0}),
        ("tp:rule@1/0", "udacity:a", {"position": 0, **plain}),
        ("tp:rule@1/0", "tp:rule@1/0/1", {"position": 1}),
        ("tp:rule@1/0/1", "udacity:b", {"position": 0, **plain, "state": "active"}),
        ("tp:rule@1/0/1", "sg:any", {"position": 1, **plain}),
    ]


def test_what_is_held_is_recognised_towards_what_is_granted() -> None:
    found = edges(catalogue(RECOGNITION), "RECOGNISED_TOWARDS")
    assert [(held, target) for held, target, _ in found] == [
        ("udacity:a", "tp:module"),
        ("udacity:b", "tp:module"),
        ("sg:any", "tp:module"),
    ]
    assert found[0][2] == {
        "rule": "tp:rule@1",
        "needs": "with others or instead of them",
        "outcome": "exemption",
        "certainty": "entitled",
        "window": "P4Y",
        "within": "tp:diploma",
        "effective_from": dt.date(2024, 1, 1),
        "illustrative": False,
    }


def test_institutions_count_once_for_each_rule_and_classes_count_for_their_members() -> None:
    second = RECOGNITION | {"code": "tp:other", "needs": "udacity:a"}
    since = {"certainty": "entitled", "effective_from": dt.date(2024, 1, 1), "illustrative": False}
    assert sorted(edges(catalogue(RECOGNITION, second), "RECOGNISED_BY"), key=lambda edge: edge[0]) == [
        ("sg", "tp", {"rules": 1, **since}),
        ("tp", "tp", {"rules": 2, **since}),
        ("udacity", "tp", {"rules": 2, **since}),
    ]


def test_a_class_that_names_nobody_is_still_recognised_for_its_members() -> None:
    only_class = RECOGNITION | {"needs": "sg:any"}
    assert {issuer for issuer, _, _ in edges(catalogue(only_class), "RECOGNISED_BY")} == {"sg", "tp", "udacity"}


def test_members_of_a_class_are_edges() -> None:
    assert edges(catalogue(), "MEMBER_OF") == [("udacity:a", "sg:any", {}), ("udacity:b", "sg:any", {})]


@given(rules)
def test_derived_edges_are_those_that_the_rules_derive(rule: Rule) -> None:
    found = [e for e in derived_from(Catalogue(rules=[rule])) if e.type != "RECOGNISED_BY"]
    codes = list(dict.fromkeys(rule.premise.codes())) if rule.premise else []
    if isinstance(rule, Recognition):
        expected = [("RECOGNISED_TOWARDS", code, grant.target) for code in codes for grant in rule.grants]
    elif isinstance(rule, Entry):
        expected = [("REQUIRES", starter, code) for starter in rule.into for code in codes]
    else:
        expected = [(e.type, e.start, e.end) for e in rule.derived()]
        assert all(type_ == "STACKS_INTO" and isinstance(rule, Structure) for type_, _, _ in expected)
    assert [(e.type, e.start[1], e.end[1]) for e in found] == expected
    assert all(e.type in DERIVED and e.properties["rule"] == rule.name for e in found)


def test_what_a_requirement_asks_for_is_written_on_its_node_in_english_whatever_is_spoken() -> None:
    part = {"all_of": [{"at_least": 2, "of": ["tp:a", "tp:b", "tp:c"]}, {"work_years": 1}]}
    rule = Structure.model_validate(
        {
            "code": "tp:tree", "kind": "structure", "of": ["tp:whole"], "published_by": "tp", "says": {"en": "So."},
            "sources": [{"source": "tp:page", "confidence": "high"}], "needs": part,
        }
    )  # fmt: skip
    with speaking("zh-Hant"):
        nodes = [one for one in truth_of(Catalogue(rules=[rule])) if isinstance(one, Node)]
    says = [node.properties["says_en"] for node in nodes if node.end[0] == "Requirement"]
    assert says == ["all of these", "at least 2 of these", "1 year of relevant work"]

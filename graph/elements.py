"""A catalogue as nodes and edges, and back.

Edges of two sorts: what the catalogue says (the truth), and what follows from it (`derived`), which people see and
paths run over. Only the first are read back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from stackways.graph.properties import Properties, to_properties
from stackways.graph.rows import Row, item_from, rule_from, source_from
from stackways.graph.shape import ITEM_LABELS, Link, links_of
from stackways.rules.base import Model
from stackways.rules.catalogue import Item, Source
from stackways.rules.collection import Catalogue
from stackways.rules.derived import members
from stackways.rules.kinds import Rule
from stackways.rules.kinds.recognition import Recognition
from stackways.rules.requirements.base import RequirementBase, paths_in
from stackways.words.message import Published
from stackways.words.render import say

End = tuple[str, str]
"""The label and the key of a node: ("Coded", "cisco:ccna"), ("Requirement", "tp:structure@1/0")."""

DERIVED = frozenset({"RECOGNISED_TOWARDS", "STACKS_INTO", "REQUIRES", "MEMBER_OF", "RECOGNISED_BY"})
"""The types of the edges that follow from the others."""


@dataclass(frozen=True, slots=True)
class Node:
    """A node to be in the graph."""

    end: End
    properties: Properties
    kind: str = ""
    """The second label of what people ask about: Institution, Credential, Module or Programme."""

    @property
    def labels(self) -> list[str]:
        """Return its labels, sorted."""
        return sorted({self.end[0], self.kind} - {""})


@dataclass(frozen=True, slots=True)
class Edge:
    """An edge to be in the graph."""

    type: str
    start: End
    end: End
    properties: Properties


@dataclass(slots=True)
class Elements:
    """Everything a catalogue is in the graph, but for the `Catalogue` node itself."""

    nodes: list[Node] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)


def elements_of(catalogue: Catalogue) -> Elements:
    """Return the nodes and edges of a catalogue, derived edges included."""
    elements = Elements()
    for element in (*truth_of(catalogue), *derived_from(catalogue)):
        (elements.nodes if isinstance(element, Node) else elements.edges).append(element)  # type: ignore[arg-type]
    return elements


def truth_of(catalogue: Catalogue) -> Iterator[Node | Edge]:
    """Yield the nodes and edges of what a catalogue says."""
    for source in catalogue.sources:
        yield Node(("Source", source.code), to_properties(source))
    for item in catalogue.coded():
        end = ("Coded", item.code)
        yield Node(end, to_properties(item), ITEM_LABELS[type(item)])
        yield from _links(item, end)
    titles = {item.code: Published.of(item.title) for item in catalogue.study_items()}
    for rule in catalogue.rules:
        end = ("Rule", rule.name)
        yield Node(end, {"name": rule.name, **to_properties(rule)})
        yield from _links(rule, end)
        if rule.premise:
            yield from _tree(rule.name, rule.premise, titles)


def _links(model: Model, start: End) -> Iterator[Edge]:
    """Yield the edges that the object's fields are."""
    for link in links_of(type(model)):
        value = getattr(model, link.field)
        if link.many:
            for position, part in enumerate(value):
                yield _link(link, start, part, {"position": position})
        elif value is not None:
            yield _link(link, start, value, {})


def _link(link: Link, start: End, part: Model | str, properties: Properties) -> Edge:
    if isinstance(part, Model):
        return Edge(link.edge, start, (link.label, getattr(part, link.code_field)), properties | to_properties(part))
    return Edge(link.edge, start, (link.label, part), properties)


def _tree(rule_name: str, root: RequirementBase, titles: Mapping[str, Published]) -> Iterator[Node | Edge]:
    """Yield a premise: a node for each group and condition, a NEEDS edge to each part; a hold is the edge itself."""
    for path, requirement, above, position, tag in paths_in(root, rule_name):
        start = ("Requirement", above) if above else ("Rule", rule_name)
        properties: Properties = {"position": position} | ({"alternative": tag} if tag else {})
        if requirement.is_edge and requirement.thing is not None:
            yield Edge("NEEDS", start, ("Coded", requirement.thing), properties | to_properties(requirement))
        else:
            says = say(requirement.caption(lambda code: titles.get(code, code)), "en")
            said = {"path": path, "kind": requirement.key, "says_en": says}
            yield Node(("Requirement", path), {**said, **to_properties(requirement)})
            yield Edge("NEEDS", start, ("Requirement", path), properties)


def derived_from(catalogue: Catalogue) -> Iterator[Edge]:
    """Yield the edges that follow from a whole catalogue."""
    items = {item.code: item for item in catalogue.study_items()}
    offered_by = {code: list(item.offered_by) for code, item in items.items()}
    for member in members(items):
        if not items[member.member].illustrative:  # what is counted is published
            offered_by[member.group] += items[member.member].offered_by
        yield Edge("MEMBER_OF", ("Coded", member.member), ("Coded", member.group), {})
    for rule in catalogue.rules:
        yield from derived_from_rule(rule)
    yield from recognised_by(catalogue.rules, offered_by)


def derived_from_rule(rule: Rule) -> Iterator[Edge]:
    """Yield the edges that follow from one rule alone."""
    for edge in rule.derived():
        yield Edge(edge.type, _part(edge.start), _part(edge.end), {**edge.says})


def recognised_by(rules: Iterable[Rule], offered_by: Mapping[str, Iterable[str]]) -> Iterator[Edge]:
    """Yield, from each institution whose offers count to each that counts them, how many rules say so.

    One edge for each distinct period, certainty and mark of illustration, so that a matrix of all institutions reads
    these edges alone; a rule without a date counts from the day it was first observed. `offered_by` gives the
    institutions that offer a code; for a class, its members' too.
    """
    names: dict[tuple[str, str, tuple[tuple[str, object], ...]], set[str]] = defaultdict(set)
    for rule in Recognition.among(rules):
        properties = _given(rule, "certainty", "effective_until", "illustrative")
        if day := rule.effective_from or rule.observed_on:
            properties["effective_from"] = day
        said = tuple(properties.items())
        for institution in {i for code in rule.needs.codes() for i in offered_by.get(code, ())}:
            names[institution, rule.published_by, said].add(rule.name)
    for (issuer, recogniser, said), said_by in names.items():
        yield Edge("RECOGNISED_BY", ("Coded", issuer), ("Coded", recogniser), {"rules": len(said_by), **dict(said)})


def _given(holder: object, *fields: str) -> Properties:
    """Return the fields that are not none."""
    return {name: value for name in fields if (value := getattr(holder, name)) is not None}


def _part(name: str) -> End:
    """Return the node of a part of a tree, which is a code or a path with the rule's version in it."""
    return ("Requirement" if "@" in name else "Coded", name)


def catalogue_from(nodes: Iterable[Node], edges: Iterable[Edge]) -> Catalogue:
    """Return the catalogue that nodes and edges are; everything in it is ordered by code."""
    known = {node.end: node for node in nodes}
    leaving: dict[End, list[Edge]] = defaultdict(list)
    for edge in edges:
        if edge.type not in DERIVED:
            leaving[edge.start].append(edge)
    found: dict[str, list[Item | Rule | Source]] = {name: [] for name in Catalogue.model_fields if name != "format"}
    for end, node in known.items():
        if end[0] == "Source":
            found["sources"].append(source_from(node.properties))
        elif end[0] == "Coded":
            found[f"{node.kind.lower()}s"].append(item_from(node.kind, node.properties, map(_row, leaving[end])))
        elif end[0] == "Rule":
            edges_and_needs = {"edges": map(_row, leaving[end]), "needs": _needs(end, leaving, known)}
            found["rules"].append(rule_from({"rule": node.properties, **edges_and_needs}))
    return Catalogue.joined([Catalogue.model_validate(found)])


@dataclass(frozen=True)
class Rows:
    """Everything in a catalogue, as the columns `rules`, `items` and `sources` of a query return it."""

    rules: list[Row]
    items: list[Row]
    sources: list[Row]


def rows_of(catalogue: Catalogue) -> Rows:
    """Return a catalogue as a query that named everything in it would."""
    nodes = {node.end: node for node in truth_of(catalogue) if isinstance(node, Node)}
    leaving: dict[End, list[Edge]] = defaultdict(list)
    for edge in truth_of(catalogue):
        if isinstance(edge, Edge):
            leaving[edge.start].append(edge)
    rows = Rows([], [], [])
    for end, node in nodes.items():
        edges = [_row(edge) for edge in leaving[end] if edge.type != "NEEDS"]
        if end[0] == "Source":
            rows.sources.append(node.properties)
        elif end[0] == "Coded":
            rows.items.append({"labels": node.labels, "item": node.properties, "edges": edges})
        elif end[0] == "Rule":
            needs = list(_needs(end, leaving, nodes))
            rows.rules.append({"rule": node.properties, "edges": edges, "needs": needs})
    return rows


def _row(edge: Edge) -> Properties:
    return {"type": edge.type, "code": edge.end[1], "properties": edge.properties}


def _needs(rule: End, leaving: Mapping[End, list[Edge]], known: Mapping[End, Node]) -> Iterator[Properties]:
    """Yield the NEEDS edges below a rule, as a query returns them."""
    pending = [rule]
    while pending:
        above = pending.pop()
        for edge in leaving[above]:
            if edge.type == "NEEDS":
                group = known[edge.end].properties if edge.end[0] == "Requirement" else None
                yield {"above": above[1] if above[0] == "Requirement" else None, "properties": edge.properties,
                       "code": None if group else edge.end[1], "requirement": group}  # fmt: skip
                if group:
                    pending.append(edge.end)

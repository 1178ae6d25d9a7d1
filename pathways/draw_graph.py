"""What is around an entry, or on a route, to draw?"""

from __future__ import annotations

import datetime as dt
import html
from typing import TYPE_CHECKING, Any

import graphviz

from stackways.pathways.found import titles_from, unknown_code
from stackways.pathways.question import IllustrativeCodeError
from stackways.rules.base import Code, Model, Titles, title_in
from stackways.words.message import Length

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from stackways.graph.driver import Reading

MOST_DRAWN = 300
"""The most nodes in one drawing."""

REQUIREMENT = "requirement"
"""The kind of a node that is a group of requirements."""


class Node(Model):
    """A node to draw."""

    id: str
    """A code, or the path of a requirement in a rule's tree."""
    kind: str
    """`institution`, `credential`, `module`, `programme` or `requirement`."""
    title: Titles
    """Its title in each language that it is published in."""
    illustrative: bool = False
    """Whether it is sample data that nobody published."""


class Edge(Model):
    """An edge to draw."""

    start: str
    """The id of the node where it begins."""
    end: str
    """The id of the node where it ends."""
    kind: str
    """`RECOGNISED_TOWARDS`, `STACKS_INTO`, `OFFERED_BY`, `REQUIRES` or `MEMBER_OF`."""
    rule: str | None = None
    """The rule it is derived from, `code@version`; none where no rule says it."""
    label: str = ""
    """What to write beside it."""
    illustrative: bool = False
    """Whether it rests on sample data that nobody published."""


class Drawing(Model):
    """Nodes and edges, ordered so that equal graphs are equal."""

    as_of: dt.date
    """The day the question was asked for."""
    nodes: list[Node]
    """What is drawn, by id."""
    edges: list[Edge]
    """What joins them."""
    complete: bool
    """False when the limit of nodes cut it."""


LABELS = {
    "RECOGNISED_TOWARDS": "recognised towards",
    "STACKS_INTO": "stacks into",
    "OFFERED_BY": "offered by",
    "REQUIRES": "requires",
    "MEMBER_OF": "member of",
}
"""How an edge reads between its ends."""


async def draw_neighbourhood(
    reader: Reading, focus: Code, *, depth: int = 1, as_of: dt.date, illustrative: bool = False
) -> Drawing:
    """Return what lies within `depth` edges of an entry, the nearest where the limit of nodes cuts it.

    Raises:
        UnknownCodeError: the catalogue does not have it, or it is illustrative and that was not asked for.
    """
    rows = await reader.read("neighbourhood", focus=focus, depth=depth, limit=MOST_DRAWN, illustrative=illustrative)
    if rows[0]["found"] is None:
        raise await unknown_code(reader, focus, "focus", illustrative=illustrative)
    if rows[0]["nodes"][0]["properties"].get("illustrative") and not illustrative:  # the nearest first: the focus
        raise IllustrativeCodeError(focus, "focus")
    return _drawing(rows[0], as_of, complete=rows[0]["complete"])


async def draw_paths(reader: Reading, codes: list[str], *, as_of: dt.date, illustrative: bool = False) -> Drawing:
    """Return the entries named and the edges between them, for a route or an answer; unknown ones are left out.

    Codes may be paths of requirements (as in the hops of an answer).
    """
    rows = await reader.read("drawing", codes=codes[:MOST_DRAWN], illustrative=illustrative)
    return _drawing(rows[0], as_of, complete=len(codes) <= MOST_DRAWN)


def _drawing(row: Mapping[str, Any], as_of: dt.date, *, complete: bool) -> Drawing:
    nodes = [_node(node["labels"], node["properties"]) for node in row["nodes"]]
    edges = [
        Edge(
            start=edge["start"],
            end=edge["end"],
            kind=edge["kind"],
            rule=edge["rule"],
            label=LABELS[edge["kind"]] + (f", within {Length(edge['window'])}" if edge["window"] else ""),
            illustrative=edge["illustrative"],
        )
        for edge in row["edges"]
    ]
    return Drawing(as_of=as_of, nodes=sorted(nodes, key=lambda node: node.id), edges=edges, complete=complete)


def _node(labels: Iterable[str], properties: Mapping[str, Any]) -> Node:
    if "Requirement" in labels:
        return Node(id=properties["path"], kind=REQUIREMENT, title={"en": _group(properties)})
    kind = next(label for label in labels if label != "Coded").lower()
    illustrative = properties.get("illustrative", False)
    return Node(id=properties["code"], kind=kind, title=titles_from(properties), illustrative=illustrative)


def _group(properties: Mapping[str, Any]) -> str:
    """Return what a group of requirements is called on a drawing."""
    kind: str = properties["kind"]
    if kind == "doubt":
        return f"in doubt: {properties['doubt']}"
    if kind == "at_least":
        return f"at least {properties['at_least']} of"
    least = properties.get("credits_at_least_hundredths") or properties.get("units_at_least_hundredths")
    if least is not None:
        return f"at least {least / 100:g} {properties.get('unit') or properties.get('called') or ''}".strip()
    return kind.replace("_", " ")


def to_mermaid(drawing: Drawing) -> str:
    """Return the drawing as a Mermaid flowchart, left to right; titles are quoted and their quotes escaped."""
    names = {node.id: f"n{position}" for position, node in enumerate(drawing.nodes)}
    shapes = {
        "institution": ("[[", "]]"),
        "credential": ("([", "])"),
        "module": ("[", "]"),
        "programme": ("{{", "}}"),
        REQUIREMENT: ("(", ")"),
    }
    lines = ["flowchart LR", f"  %% as of {drawing.as_of}{'' if drawing.complete else ', cut at the limit of nodes'}"]
    for node in drawing.nodes:
        before, after = shapes[node.kind]
        lines.append(f'  {names[node.id]}{before}"{_escaped(_label(node))}"{after}')
    lines += [
        f'  {names[edge.start]} {"-.->" if edge.illustrative else "-->"}|"{_escaped(edge.label)}"| {names[edge.end]}'
        for edge in drawing.edges
    ]
    return "\n".join(lines) + "\n"


def to_dot(drawing: Drawing) -> str:
    """Return the drawing as Graphviz DOT, left to right."""
    shapes = {"institution": "house", "credential": "ellipse", "module": "box", "programme": "hexagon"}
    comment = f"as of {drawing.as_of}{'' if drawing.complete else ', cut at the limit of nodes'}"
    graph = graphviz.Digraph("stackways", comment=comment, graph_attr={"rankdir": "LR"})
    for node in drawing.nodes:
        style = "dashed" if node.illustrative else "solid"
        graph.node(
            node.id.replace(":", "/"), graphviz.escape(_label(node)), shape=shapes.get(node.kind, "plain"), style=style
        )
    for edge in drawing.edges:
        style = "dashed" if edge.illustrative else "solid"
        graph.edge(
            edge.start.replace(":", "/"), edge.end.replace(":", "/"), label=graphviz.escape(edge.label), style=style
        )
    return str(graph.source)


def _label(node: Node) -> str:
    return title_in(node.title) + (" (illustrative)" if node.illustrative else "")


def _escaped(text: str) -> str:
    """Return text for a quoted Mermaid label."""
    return html.escape(text).replace("\n", " ")

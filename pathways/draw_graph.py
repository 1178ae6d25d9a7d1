"""What is around an entry, or on a route, to draw?"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from stackways.rules.base import Code, Model, Titles

if TYPE_CHECKING:
    from stackways.graph.reader import Reader


class Node(Model):
    """A node to draw."""

    id: str
    kind: str
    """`institution`, `credential`, `module`, `programme` or `requirement`."""
    title: Titles
    illustrative: bool = False


class Edge(Model):
    """An edge to draw."""

    start: str
    end: str
    kind: str
    """`RECOGNISED_TOWARDS`, `STACKS_INTO`, `OFFERED_BY`, `REQUIRES` or `MEMBER_OF`."""
    rule: str | None = None
    label: str = ""
    illustrative: bool = False


class Drawing(Model):
    """Nodes and edges, ordered so that equal graphs are equal."""

    as_of: dt.date
    nodes: list[Node]
    edges: list[Edge]
    complete: bool
    """False when the limit of nodes cut it."""


async def draw_neighbourhood(
    reader: Reader, focus: Code, *, depth: int = 1, as_of: dt.date, illustrative: bool = False
) -> Drawing:
    """Return what lies within `depth` edges of an entry."""
    raise NotImplementedError


async def draw_paths(reader: Reader, codes: list[Code], *, as_of: dt.date, illustrative: bool = False) -> Drawing:
    """Return the entries named and the edges between them, for a route or an answer."""
    raise NotImplementedError


def to_mermaid(drawing: Drawing) -> str:
    """Return the drawing as a Mermaid flowchart."""
    raise NotImplementedError


def to_dot(drawing: Drawing) -> str:
    """Return the drawing as Graphviz DOT."""
    raise NotImplementedError

"""Making the graph equal to a catalogue: what is there, what differs, and one transaction that writes it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from stackways.graph.driver import Graph, Row, Transaction
from stackways.graph.elements import Edge, Elements, End, Node
from stackways.graph.properties import Properties
from stackways.graph.queries import query
from stackways.graph.shape import ITEM_LABELS, KEYS
from stackways.words.message import Message

READ_SECONDS = 600.0
"""The longest that reading the whole graph may take."""

BATCH = 5_000
"""Rows in one statement: 5,000 is as fast as more, and each shows some progress."""

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done and how much there is."""

T = TypeVar("T")


@dataclass(slots=True)
class Stored:
    """What the graph holds, with the ids of its elements."""

    nodes: dict[str, Node] = field(default_factory=dict)
    """By the element's id; one that is none of ours has an end with an empty key."""
    edges: dict[str, tuple[str, str, str, Properties]] = field(default_factory=dict)
    """Type, start id, end id and properties, by the element's id."""

    def elements(self) -> Elements:
        """Return it as nodes and edges between them."""
        nodes = self.nodes
        edges = [
            Edge(kind, nodes[start].end, nodes[end].end, properties)
            for kind, start, end, properties in self.edges.values()
            if start in nodes and end in nodes  # a load may have come between reading the two
        ]
        return Elements(list(self.nodes.values()), edges)


@dataclass(slots=True)
class Changes:
    """What makes the graph equal to a catalogue."""

    remove_edges: list[str] = field(default_factory=list)
    remove_nodes: list[str] = field(default_factory=list)
    change_nodes: list[tuple[str, Node]] = field(default_factory=list)
    create_nodes: list[Node] = field(default_factory=list)
    create_edges: list[Edge] = field(default_factory=list)
    retire_nodes: list[str] = field(default_factory=list)
    """Nodes to be hidden, and removed later (see `stackways.graph.staging`)."""
    show_nodes: list[tuple[str, list[str]]] = field(default_factory=list)
    """Nodes that were made hidden, with the labels by which they are seen."""
    ids: dict[End, str] = field(default_factory=dict)
    """The ids of the nodes that stay, and of those that were made hidden."""

    def __len__(self) -> int:
        return sum(
            len(part)
            for part in (
                self.remove_edges, self.remove_nodes, self.retire_nodes, self.change_nodes, self.show_nodes,
                self.create_nodes, self.create_edges,
            )
        )  # fmt: skip


async def stored_in(graph: Graph) -> Stored:
    """Return everything of the catalogue that the graph holds."""
    stored = Stored()
    for row in await graph.rows(query("load/nodes"), {}, READ_SECONDS):
        stored.nodes[row["id"]] = _node(row)
    for row in await graph.rows(query("load/edges"), {}, READ_SECONDS):
        stored.edges[row["id"]] = (row["type"], row["start"], row["end"], row["properties"])
    return stored


def _node(row: Row) -> Node:
    labels: set[str] = set(row["labels"])
    properties = row["properties"]
    label = next(iter(labels & KEYS.keys()))
    kinds = sorted(labels & set(ITEM_LABELS.values()))
    node = Node((label, properties.get(KEYS[label], "")), properties, "".join(kinds))
    # Labels that no node of ours has: removed and made again.
    return node if set(node.labels) == labels else Node((label, ""), properties)


def changes_between(stored: Stored, wanted: Elements) -> Changes:
    """Return what turns what is stored into what is wanted."""
    changes = Changes()
    missing = {node.end: node for node in wanted.nodes}
    for identity, node in stored.nodes.items():
        want = missing.get(node.end)
        if want is None or want.kind != node.kind:
            changes.remove_nodes.append(identity)
            continue
        del missing[node.end]
        changes.ids[node.end] = identity
        if _exact(node.properties) != _exact(want.properties):
            changes.change_nodes.append((identity, want))
    changes.create_nodes = list(missing.values())
    _compare_edges(stored, wanted, changes)
    return changes


def _compare_edges(stored: Stored, wanted: Elements, changes: Changes) -> None:
    """Add the edges to remove and to make; those at a node that goes, go with it."""
    ends = {identity: end for end, identity in changes.ids.items()}
    present: dict[tuple[Any, ...], list[str]] = defaultdict(list)
    for identity, (kind, start, end, properties) in stored.edges.items():
        if start in ends and end in ends:
            present[kind, ends[start], ends[end], _exact(properties)].append(identity)
    for edge in wanted.edges:
        same = present.get((edge.type, edge.start, edge.end, _exact(edge.properties)))
        if same:
            same.pop()
        else:
            changes.create_edges.append(edge)
    changes.remove_edges = [identity for rest in present.values() for identity in rest]


def _exact(properties: Properties) -> str:
    """Return properties so that only identical ones are equal: for Python, 1, 1.0 and true are."""
    return repr(sorted(properties.items()))


async def write(transaction: Transaction, changes: Changes, progress: Progress) -> None:
    """Write the changes; ValueError when an edge leads to something that is not there."""
    work = Work(len(changes), progress)
    for ids in work.batches(changes.remove_edges):
        await transaction.run("load/remove_edges", ids=ids)
    for ids in work.batches(changes.remove_nodes):
        await transaction.run("load/remove_nodes", ids=ids)
    for ids in work.batches(changes.retire_nodes):
        await transaction.run("load/hide_nodes", ids=ids)
    for hidden in work.batches(changes.show_nodes):
        await transaction.run("load/show_nodes", rows=[{"id": i, "labels": labels} for i, labels in hidden])
    for pairs in work.batches(changes.change_nodes):
        await transaction.run("load/change_nodes", rows=[{"id": i, "properties": node.properties} for i, node in pairs])
    ids_of = dict(changes.ids)
    for nodes in work.batches(changes.create_nodes):
        ids_of |= await create_nodes(transaction, nodes)
    all_known(changes.create_edges, ids_of)
    for edges in work.batches(changes.create_edges):
        await create_edges(transaction, edges, ids_of)


async def create_nodes(
    transaction: Transaction, nodes: Sequence[Node], labels: list[str] | None = None
) -> dict[End, str]:
    """Make nodes, with other labels than their own where those are given; return their ids."""
    rows: list[Row] = [
        {"key": i, "labels": labels or node.labels, "properties": node.properties} for i, node in enumerate(nodes)
    ]
    return {nodes[row["key"]].end: row["id"] for row in await transaction.run("load/create_nodes", rows=rows)}


async def create_edges(transaction: Transaction, edges: Sequence[Edge], ids: Mapping[End, str]) -> None:
    """Make edges between nodes with these ids."""
    rows: list[Row] = [
        {"type": e.type, "start": ids[e.start], "end": ids[e.end], "properties": e.properties} for e in edges
    ]
    await transaction.run("load/create_edges", rows=rows)


def all_known(edges: Iterable[Edge], known: Container[End]) -> None:
    """Raise ValueError when an edge leads to something that is not there."""
    unknown = Counter(end[1] for edge in edges for end in (edge.start, edge.end) if end not in known)
    if unknown:
        named = ", ".join(f"`{code}`" for code in sorted(unknown)[:5])
        raise ValueError(f"the catalogue speaks of {named} and does not say what it is: see `stackways check`")


class Work:
    """Cuts lists into batches and tells how far the whole is."""

    def __init__(self, total: int, progress: Progress, doing: str = "") -> None:
        self._total = total
        self._done = 0
        self._progress = progress
        self._doing = doing or str(Message("progress.writing-catalogue"))

    def batches(self, things: Sequence[T]) -> Iterable[Sequence[T]]:
        """Yield the things in batches."""
        for start in range(0, len(things), BATCH):
            batch = things[start : start + BATCH]
            yield batch
            self._done += len(batch)
            self._progress(self._doing, self._done, self._total)

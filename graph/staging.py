"""Loads that one transaction cannot hold: most of the work is done before, where no question sees it.

Everything is found by its labels, so a node that has none of ours, with edges to others like it alone, is met by no
question. A large load therefore makes its new nodes hidden, and the edges between them, in parts. What is left for the
one transaction that turns the old catalogue into the new is to give those their labels, to take the labels off what
goes, and to write what touches both. What was taken off is removed afterwards, in parts again. A loader that dies
leaves hidden nodes and a whole catalogue; the next load sweeps them away.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from stackways.graph.bulk import (
    READ_SECONDS,
    Changes,
    Progress,
    Stored,
    Work,
    all_known,
    changes_between,
    create_edges,
    create_nodes,
)
from stackways.graph.driver import Graph
from stackways.graph.elements import Edge, Elements
from stackways.words.message import Message

AT_ONCE = 40_000
"""Changes that one transaction holds with the local Neo4j's default memory; some 60,000 no longer fit."""

HIDDEN = ["Hidden"]

SWEPT = 2_000
"""Hidden nodes removed at once."""


async def prepare(graph: Graph, stored: Stored, wanted: Elements, progress: Progress) -> Changes:
    """Return what one transaction must change, after having made hidden what is too much for it.

    Raises:
        ValueError: the catalogue speaks of something that it does not hold.
    """
    await sweep(graph)
    changes = await asyncio.to_thread(changes_between, stored, wanted)
    if len(changes) <= AT_ONCE:
        return changes
    all_known(wanted.edges, {node.end for node in wanted.nodes})
    inside, across = _apart(changes)
    if len(changes.remove_edges) + len(changes.change_nodes) + len(across) > AT_ONCE:  # made anew as a whole
        changes = Changes(remove_nodes=list(stored.nodes), create_nodes=wanted.nodes, create_edges=wanted.edges)
        inside, across = wanted.edges, []
    await _make_hidden(graph, changes, inside, progress)
    return _switch(stored, changes, across)


def _apart(changes: Changes) -> tuple[list[Edge], list[Edge]]:
    """Return the edges to make between new nodes, and those that touch one that is there."""
    inside: list[Edge] = []
    across: list[Edge] = []
    for edge in changes.create_edges:
        (across if edge.start in changes.ids or edge.end in changes.ids else inside).append(edge)
    return inside, across


async def _make_hidden(graph: Graph, changes: Changes, inside: list[Edge], progress: Progress) -> None:
    """Make the new nodes and the edges between them, and keep the nodes' ids."""
    work = Work(len(changes.create_nodes) + len(inside), progress, str(Message("progress.preparing-catalogue")))
    for nodes in work.batches(changes.create_nodes):
        async with graph.transaction(READ_SECONDS) as transaction:
            changes.ids |= await create_nodes(transaction, nodes, HIDDEN)
    for edges in work.batches(inside):
        async with graph.transaction(READ_SECONDS) as transaction:
            await create_edges(transaction, edges, changes.ids)


def _switch(stored: Stored, changes: Changes, across: list[Edge]) -> Changes:
    """Return what is left to change when the new nodes are there, hidden, and those that go are only to be hidden."""
    gone = set(changes.remove_nodes)
    parting = [
        identity for identity, (_, start, end, _) in stored.edges.items() if (start in gone) is not (end in gone)
    ]
    return Changes(
        remove_edges=[*changes.remove_edges, *parting],
        retire_nodes=changes.remove_nodes,
        show_nodes=[(changes.ids[node.end], node.labels) for node in changes.create_nodes],
        change_nodes=changes.change_nodes,
        create_edges=across,
        ids=changes.ids,
    )


async def sweep(graph: Graph, alive: Callable[[], Awaitable[None]] | None = None) -> None:
    """Remove what is hidden; `alive` is called after each part."""
    while (await graph.write("load/sweep", limit=SWEPT))[0]["removed"]:
        if alive:
            await alive()

"""Load a catalogue: the graph becomes equal to the files, at once or not at all.

`load` compares what the graph holds with what the files say, node by node and edge by edge, and writes what differs in
one transaction. So a load is declarative (what is no longer in the files goes, and what someone changed by hand in the
graph is put right), idempotent (no difference: nothing is written) and atomic (killed at any moment, the old catalogue
stays). How readers never see half of it is told in `stackways.graph.driver`.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from stackways.graph.bulk import Progress, Stored, stored_in
from stackways.graph.driver import Graph
from stackways.graph.elements import Elements, elements_of
from stackways.graph.errors import LoadRunning
from stackways.graph.loading import exclusive_load
from stackways.graph.properties import Properties
from stackways.graph.shape import SCHEMA_VERSION
from stackways.graph.staging import prepare
from stackways.rules.collection import Catalogue
from stackways.seed.difference import Difference, count_entries, difference
from stackways.seed.memory import making_many
from stackways.words.message import Message


def silent(what: str, done: int, total: int) -> None:
    """Tell nobody."""


BYTES_AN_ELEMENT = 1_000
"""About what a node or an edge takes at most, its part of the indexes and of the log included; measured: 400."""


@dataclass(frozen=True)
class Load:
    """A load that is planned: what it brings, and what that changes."""

    wanted: Elements
    stamp: Properties
    difference: Difference
    entries: int
    """How many entries the graph holds now."""
    settled: bool
    """Whether there is nothing at all to write."""
    stored: Stored = field(repr=False)
    """What the graph holds now."""
    loads: int
    """How many loads have changed it until now."""

    @property
    def megabytes(self) -> float:
        """About how much of a disk it takes: what is new, in the store and in its log."""
        return (len(self.wanted.nodes) + len(self.wanted.edges)) * BYTES_AN_ELEMENT / 10**6


async def load(
    catalogue: Catalogue,
    graph: Graph,
    *,
    dry_run: bool = False,
    progress: Progress = silent,
    wait_seconds: float = 60.0,
) -> Difference:
    """Make the graph equal to a (checked) catalogue, whatever that removes, and return what that changed.

    Args:
        catalogue: Everything the graph is to hold.
        graph: Where to.
        dry_run: Change nothing, only return what would be changed.
        progress: Told what is being done, how much is done and how much there is.
        wait_seconds: How long to wait for another load that is at work.

    Raises:
        DatabaseAway: Neo4j does not answer.
        LoadRunning: another load is still at work after `wait_seconds`.
        ValueError: the catalogue speaks of a code that it does not hold; nothing was changed.
    """
    planned = await plan_load(catalogue, graph, progress=progress)
    if dry_run:
        return planned.difference
    return await carry_out(planned, graph, progress=progress, wait_seconds=wait_seconds)


async def plan_load(
    catalogue: Catalogue, graph: Graph, *, release: str | None = None, progress: Progress = silent
) -> Load:
    """Return what loading a (checked) catalogue would do; nothing is changed. Raises DatabaseAway as `load`.

    `release`: the name under which two people approved it, which answers then carry.
    """
    progress(str(Message("progress.comparing-graph")), 0, 0)
    with making_many():
        catalogue = Catalogue.joined([catalogue])
        wanted, stamp = elements_of(catalogue), stamp_of(catalogue) | {"release": release}
    state = await graph.state()
    stored = await stored_in(graph)
    with making_many():
        elements = stored.elements()
        differs = difference(elements, wanted)
    said = (state.content_hash, state.schema_version, state.release)
    stamped = said == (stamp["content_hash"], stamp["schema_version"], stamp["release"])
    settled = not differs and stamped and not state.loading
    return Load(wanted, stamp, differs, count_entries(elements), settled, stored, state.loads)


async def carry_out(
    planned: Load, graph: Graph, *, progress: Progress = silent, wait_seconds: float = 60.0
) -> Difference:
    """Do what was planned, and return what that changed; raises as `load`.

    Raises:
        LoadRunning: meanwhile another load brought something that this one would remove, which nobody has agreed to.
    """
    if planned.settled:
        return planned.difference
    await graph.write_statements("load/schema")
    async with exclusive_load(graph, wait_seconds, progress) as one:
        stored, differs = planned.stored, planned.difference
        state = await graph.state()
        if state.loads != planned.loads:  # another load was at work until now
            progress(str(Message("progress.comparing-graph")), 0, 0)
            stored = await stored_in(graph)
            differs = await asyncio.to_thread(difference, stored.elements(), planned.wanted)
        if not set(differs.removed) <= set(planned.difference.removed):
            raise LoadRunning(Message("load.changed-meanwhile"))
        changes = await prepare(graph, stored, planned.wanted, progress)
        await one.write(changes, planned.stamp, progress, first=state.version is None)
        if changes.retire_nodes:
            await one.sweep()
        return differs


def content_hash(catalogues: Iterable[Catalogue]) -> str:
    """Return the SHA-256 of catalogues' contents; equal for equal contents, however the files are written."""
    digest = hashlib.sha256()
    for catalogue in catalogues:
        content = catalogue.model_dump(mode="json", exclude_defaults=True)
        digest.update(json.dumps(content, sort_keys=True, ensure_ascii=False).encode())
    return digest.hexdigest()


def stamp_of(catalogue: Catalogue) -> Properties:
    """Return what the `Catalogue` node says of it."""
    whole = content_hash([catalogue])
    counts = {
        kind: len(getattr(catalogue, kind))
        for kind in ("institutions", "credentials", "modules", "programmes", "rules", "sources")
    }
    return {"version": whole[:12], "content_hash": whole, "schema_version": SCHEMA_VERSION, **counts}

"""The marks of a load: one load at a time, seen by every reader, and harmless when its loader dies.

See `stackways.graph.driver` for what readers do with them.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Literal

from stackways.graph.bulk import Changes, Progress, write
from stackways.graph.driver import TRUSTED_SECONDS, Graph
from stackways.graph.errors import GraphError, LoadRunning
from stackways.graph.properties import Properties
from stackways.graph.staging import sweep
from stackways.words.message import Message

LEASE_SECONDS = 8.0
"""How long a load without a sign of life is believed to live."""

BEAT_SECONDS = 2.0
"""How often a load shows that it lives."""

ANNOUNCED_SECONDS = TRUSTED_SECONDS + 0.1
"""From its announcement until a load commits: who saw the catalogue before that trusts it no longer, by any clock."""

WRITE_SECONDS = 900.0
"""The longest one load's transaction may take; the server rolls it back then."""

CHANGES_A_SECOND = 5_000
"""How many changes a server commits in a second, at the very least: the lease outlives the commit."""


class Load:
    """One load that has the catalogue to itself."""

    def __init__(self, graph: Graph, owner: str) -> None:
        self._graph = graph
        self._owner = owner
        self._mark: Literal["announced", "writing"] = "announced"
        self._announced_at = time.monotonic()
        self._enough = asyncio.Event()
        self._beating = asyncio.create_task(self._beat())

    async def write(self, changes: Changes, stamp: Properties, progress: Progress, *, first: bool = False) -> None:
        """Write the changes in one transaction, with a mark that every reader sees before it sees any of them.

        `stamp` is what the `Catalogue` node says afterwards. Where it is the `first`, nobody trusts what was before.

        Raises:
            LoadRunning: another load took over; nothing was changed.
            LoadTooLarge: Neo4j has not enough memory for it; nothing was changed.
            GraphError: it failed. Nothing was changed, or (where the connection was lost at the very end) everything.
        """
        async with self._graph.transaction(WRITE_SECONDS) as transaction:
            await write(transaction, changes, progress)
            if not first:
                await asyncio.sleep(self._announced_at + ANNOUNCED_SECONDS - time.monotonic())
            # Readers are kept waiting only now, while what was written becomes visible. The stamp locks the node that
            # beats write to, so the last one must outlive the commit.
            await self.stop_beating()
            await self._keep("writing", LEASE_SECONDS + len(changes) / CHANGES_A_SECOND)
            if not await transaction.run("load/stamp", owner=self._owner, properties=stamp):
                raise LoadRunning(Message("load.taken-over"))

    async def sweep(self) -> None:
        """Remove what a large load has hidden; the new catalogue is read meanwhile."""

        async def alive() -> None:
            await self._keep("announced", LEASE_SECONDS)

        await alive()
        await sweep(self._graph, alive)

    async def stop_beating(self) -> None:
        """Show no more signs of life."""
        self._enough.set()
        await self._beating

    async def finish(self) -> None:
        """Give the catalogue free; what cannot be reached now, the next load does."""
        await self.stop_beating()
        with suppress(GraphError):
            await self._graph.write("load/finish", owner=self._owner)
            await self._graph.state()  # readers of this process know at once

    async def _keep(self, mark: Literal["announced", "writing"], lease: float) -> None:
        self._mark = mark
        if not await self._graph.write("load/keep", owner=self._owner, loading=mark, lease=lease):
            raise LoadRunning(Message("load.taken-over"))

    async def _beat(self) -> None:
        while not self._enough.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(self._enough.wait(), BEAT_SECONDS)
                return
            with suppress(GraphError):  # the transaction will tell
                await self._keep(self._mark, LEASE_SECONDS)


@asynccontextmanager
async def exclusive_load(graph: Graph, wait_seconds: float, progress: Progress) -> AsyncIterator[Load]:
    """Have the catalogue for one load, waiting for another that is at work.

    Raises:
        LoadRunning: the other is still at work after `wait_seconds`.
    """
    owner = secrets.token_hex(8)
    deadline = time.monotonic() + wait_seconds
    while (await graph.write("load/announce", owner=owner, lease=LEASE_SECONDS))[0]["owner"] != owner:
        if time.monotonic() > deadline:
            raise LoadRunning(Message("load.another-at-work", address=graph.address))
        progress(str(Message("progress.another-load")), 0, 0)
        await asyncio.sleep(0.5)
    load = Load(graph, owner)
    try:
        yield load
    finally:
        await load.finish()

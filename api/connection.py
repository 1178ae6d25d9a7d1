"""The way to the graph for as long as the API runs, whatever the database does meanwhile."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Self

from stackways.pathways.session import DatabaseAway, Graph, GraphError, Place, Reader, open_graph, place_of_graph
from stackways.pathways.settings import Settings
from stackways.words.message import Message

SECONDS_BETWEEN = 1.0
"""How often the local Neo4j is looked for while it is away."""


class Connection:
    """The graph that the settings name.

    It need not be there when the API starts, and may go and come back. The local Neo4j may come back at another port.
    """

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.monotonic) -> None:
        self._settings = settings
        self._clock = clock
        self._graph: Graph | None = None
        self._place: Place | None = None
        self._looked_at = float("-inf")
        self._looking = asyncio.Lock()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._graph is not None:
            await self._graph.close()

    async def reading(self) -> Reader:
        """Return a reader of one whole catalogue.

        Raises:
            DatabaseAway: the local Neo4j is not running.
        """
        return await (self._graph or await self._found(None)).reading()

    async def made_by(self) -> tuple[int, str | None] | None:
        """Return which load made the catalogue that there is at this moment; None where that cannot be told at once."""
        state = await self._graph.look() if self._graph else None
        return state.made_by if state else None

    async def ready(self) -> str:
        """Return the version of the catalogue, where every question can be answered at this moment.

        Raises:
            GraphError: what keeps them from being answered.
        """
        graph = self._graph or await self._found(None)
        try:
            state = await graph.ready()
        except DatabaseAway:
            state = await (await self.elsewhere(graph)).ready()
        return state.version or ""

    async def elsewhere(self, failed: Graph) -> Graph:
        """Return the graph where it is now, where the one that does not answer may be another's place by now.

        Raises:
            DatabaseAway: it is nowhere else.
        """
        if self._settings.neo4j_uri is None:
            found = await self._found(failed)
            if found is not failed:
                return found
        raise DatabaseAway(Message("graph.is-silent", address=failed.address))

    async def _found(self, failed: Graph | None) -> Graph:
        """Return the graph where it is now, looked for once however many ask, and not on the loop that answers."""
        async with self._looking:
            if self._graph is not failed and self._graph is not None:
                return self._graph
            if self._clock() - self._looked_at < SECONDS_BETWEEN:
                raise DatabaseAway(Message("error.local-silent"))
            self._looked_at = self._clock()
            # Looking through the processes of a machine may take a moment.
            place = await asyncio.to_thread(place_of_graph, self._settings)
            if failed is not None and place == self._place:
                return failed
            self._graph, self._place = open_graph(self._settings, place, serving=True), place
            if failed is not None:
                await failed.close()
            return self._graph


async def get_ready(connection: Connection) -> None:
    """Have the database prepare for every question, as soon as it is there."""
    while True:
        try:
            await connection.ready()
        except GraphError:
            await asyncio.sleep(SECONDS_BETWEEN)
        else:
            return

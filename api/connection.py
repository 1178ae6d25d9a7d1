"""The way to the graph for as long as the API runs, whatever the database does meanwhile."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Self

from stackways.pathways.session import DatabaseAway, Graph, Reader, open_graph
from stackways.pathways.settings import Settings

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
        self._looked_at = float("-inf")
        self._looking = asyncio.Lock()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._graph is not None:
            await self._graph.close()

    async def reading(self, *, look: bool = False) -> Reader:
        """Return a reader of one whole catalogue; with `look`, only if the database answers at this moment.

        Raises:
            GraphError: what keeps the graph from answering now.
        """
        graph = self._graph or await self._opened_anew(None)
        try:
            if look:  # a reader may be had for half a second on what was last seen
                await graph.state()
            return await graph.reading()
        except DatabaseAway:
            if self._settings.neo4j_uri is not None:
                raise
            return await (await self._opened_anew(graph)).reading()

    async def _opened_anew(self, failed: Graph | None) -> Graph:
        """Return the graph where it is now, opened once however many ask."""
        async with self._looking:
            if self._graph is not failed and self._graph is not None:
                return self._graph
            if self._clock() - self._looked_at < SECONDS_BETWEEN:
                raise DatabaseAway("the local Neo4j did not answer a moment ago")
            self._looked_at = self._clock()
            self._graph = open_graph(self._settings)
            if failed is not None:
                await failed.close()
            return self._graph

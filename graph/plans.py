"""Every query is planned once before it is asked.

Planning takes Neo4j from tenths of a second to seconds, and many who ask for the same at once would have it planned as
many times over. So whoever asks a query first has it planned, and all others wait for that. What was planned is
forgotten where the server may have been started anew, or a catalogue loaded; a query that Neo4j has planned already is
planned again in a moment.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress

from stackways.graph.errors import GettingReady, GraphError
from stackways.graph.queries import NamedQuery
from stackways.graph.watch import seen
from stackways.rules.deadline import deadline_of_question
from stackways.words.message import Message

AT_ONCE = 2
"""How many queries are planned at once: Neo4j plans each on one core."""


class Plans:
    """The queries that one database has planned.

    Args:
        plan: Has a query planned.
        ahead: The queries that are planned before anybody asks them.
        patience: Seconds for which a question waits for its query's plan.
    """

    def __init__(
        self, plan: Callable[[NamedQuery], Awaitable[object]], ahead: Iterable[NamedQuery], patience: float
    ) -> None:
        self._plan = plan
        self._ahead = tuple(ahead)
        self._patience = patience
        self._planned: set[str] = set()
        self._doubted: set[str] = set()
        """What was planned before a silence in which the server may have been started anew."""
        self._planning: dict[str, asyncio.Task[None]] = {}
        self._going_ahead: asyncio.Task[None] | None = None

    @property
    def left(self) -> int:
        """How many of the queries that are planned ahead are not planned yet."""
        return sum(named.name not in self._planned for named in self._ahead)

    @property
    def unplanned(self) -> int:
        """How many of them were never planned, as far as is known: after a mere silence the server has its plans."""
        return sum(named.name not in self._planned | self._doubted for named in self._ahead)

    def doubt(self) -> None:
        """Plan everything again, which takes a moment unless the server was started anew."""
        doubted = self._doubted | self._planned
        self.forget()
        self._doubted = doubted

    def forget(self) -> None:
        """Plan everything again."""
        self._doubted = set()
        self._planned.clear()
        self._planning.clear()  # who waits for a plan of before still gets it

    async def have(self, named: NamedQuery) -> None:
        """Return once a query is planned.

        Raises:
            GettingReady: it is not yet; its planning goes on.
            GraphError: what kept it from being planned.
        """
        if named.name in self._planned:
            return
        try:
            async with asyncio.timeout(min(self._patience, deadline_of_question().left)):
                await asyncio.shield(self._begun(named))
        except TimeoutError as error:
            raise GettingReady(Message("graph.database-just-started")) from error

    def go_ahead(self) -> None:
        """Plan all queries, a few at once, in the background, unless that is being done."""
        if self.left and (self._going_ahead is None or self._going_ahead.done()):
            self._going_ahead = asyncio.create_task(self._plan_all())

    async def ahead(self, seconds: float) -> None:
        """Return once everything is planned, or cannot be, or so long has passed; planning goes on."""
        self.go_ahead()
        if self._going_ahead is not None:
            await asyncio.wait([self._going_ahead], timeout=seconds)

    async def close(self) -> None:
        """Plan no more."""
        for task in (self._going_ahead, *self._planning.values()):
            if task is not None:
                task.cancel()
                with suppress(asyncio.CancelledError, GraphError):
                    await task

    async def _plan_all(self) -> None:
        await asyncio.gather(*(self._plan_one_after_the_other() for _ in range(AT_ONCE)))

    async def _plan_one_after_the_other(self) -> None:
        with suppress(GraphError):  # whoever asks next is told
            while missing := next((named for named in self._ahead if named.name not in self._begun_or_planned), None):
                await asyncio.shield(self._begun(missing))

    @property
    def _begun_or_planned(self) -> set[str]:
        return self._planned | self._planning.keys()

    def _begun(self, named: NamedQuery) -> asyncio.Task[None]:
        if named.name not in self._planning:
            task = asyncio.create_task(self._made(named))
            task.add_done_callback(seen)
            self._planning[named.name] = task
        return self._planning[named.name]

    async def _made(self, named: NamedQuery) -> None:
        this = asyncio.current_task()
        try:
            await self._plan(named)
        finally:
            current = self._planning.get(named.name) is this
            if current:
                del self._planning[named.name]
        if current:  # else everything was to be planned again meanwhile
            self._planned.add(named.name)

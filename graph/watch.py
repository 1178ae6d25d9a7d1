"""Whether the database is there: who waits in vain finds out soon, and all who wait find out together.

A question that gets no answer for a while looks whether the database answers anything at all. One look serves all who
wait; where it fails, all of them are told, and whoever asks next is told at once, without waiting. From then on the
database is looked at again and again in the background, until it answers.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from typing import Any, TypeVar

from stackways.graph.errors import DatabaseAway, GraphError

Result = TypeVar("Result")

SILENCE_SECONDS = 2.0
"""How long a question waits for an answer before it is looked whether the database is there."""
LOOK_SECONDS = 5.0
"""The longest a database that is there takes to say so, on a machine that is busy."""
SECONDS_BETWEEN = 1.0
"""How often it is looked for while it is away."""


class Watch:
    """Watches one database.

    Args:
        look: Returns when the database answers; may wait without end.
        away: Says in words that it does not.
        back: Called when it is there again.
        look_seconds: How long a look may take.
    """

    def __init__(
        self,
        look: Callable[[], Awaitable[object]],
        away: Callable[[], DatabaseAway],
        back: Callable[[], object],
        look_seconds: float = LOOK_SECONDS,
    ) -> None:
        self._look_seconds = look_seconds
        self._look = look
        self._away = away
        self._back = back
        self._looking: asyncio.Task[bool] | None = None
        self._waiting: asyncio.Task[None] | None = None
        """Looks for it while it is away."""

    @property
    def is_away(self) -> bool:
        """Whether it did not answer when it was looked at last."""
        return self._waiting is not None

    async def answer(self, work: Callable[[], Coroutine[Any, Any, Result]], seconds: float, looks: int = 1) -> Result:
        """Return what comes of some work that waits for the database, for so many seconds at most.

        Only where so many looks in a row fail is it away.

        Raises:
            DatabaseAway: it does not answer.
            TimeoutError: it is there, and did not answer within these seconds.
        """
        if self.is_away:
            raise self._away()
        loop = asyncio.get_running_loop()
        ends, failed = loop.time() + seconds, 0
        working = asyncio.create_task(work())
        working.add_done_callback(seen)
        try:
            while not working.done():
                left = ends - loop.time()
                if left <= 0:
                    raise TimeoutError
                await asyncio.wait((working,), timeout=min(left, SILENCE_SECONDS))
                if not working.done():
                    failed = 0 if await self._is_there() else failed + 1
                    if failed >= looks:
                        self._wait_in_background()
                        raise self._away()
            return working.result()
        finally:
            if not working.done():
                working.cancel()

    async def close(self) -> None:
        """End every look."""
        for task in (self._looking, self._waiting):
            if task is not None:
                task.cancel()
                with suppress(asyncio.CancelledError, Exception):
                    await task

    async def _is_there(self) -> bool:
        if self.is_away:
            return False
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._looked())
        return await asyncio.shield(self._looking)

    def _wait_in_background(self) -> None:
        if self._waiting is None:
            self._waiting = asyncio.create_task(self._wait_for_it())

    async def _looked(self) -> bool:
        try:
            async with asyncio.timeout(self._look_seconds):
                await self._look()
        except (TimeoutError, GraphError):
            return False
        return True

    async def _wait_for_it(self) -> None:
        while not await self._looked():  # noqa: ASYNC110 - nobody but the database knows when it is there
            await asyncio.sleep(SECONDS_BETWEEN)
        self._waiting = None
        self._back()


def seen(task: asyncio.Task[Any]) -> None:
    """Take note of how something ended that nobody waits for any more."""
    if not task.cancelled():
        task.exception()

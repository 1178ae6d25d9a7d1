"""How many questions are answered at once.

Looking something up takes milliseconds, and planning a route seconds: each has a gate of its own, so that the one never
waits for the other. Behind each gate a few questions wait for a moment; who cannot wait there is told to ask again.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from prometheus_client import CollectorRegistry, Counter, Gauge

from stackways.pathways.session import Busy
from stackways.pathways.settings import Settings
from stackways.pathways.thinking import at_work, nothing_at_work
from stackways.rules.deadline import Deadline, question_within
from stackways.words.message import Message

LOOKING_UP_AT_ONCE = 64
"""How many are looked up at once: as many connections to the database are kept for them."""
LOOKING_UP_WAITING = 256
"""How many more may wait."""
WAITING_FOR_EACH = 4
"""How many may wait for each of those that think."""


class Figures:
    """How many questions are answered, wait, and were refused, for `/metrics`; added up over several processes."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.answering = Gauge(
            "stackways_questions_answering", "Questions that are being answered", ["gate"],
            registry=registry, multiprocess_mode="livesum",
        )  # fmt: skip
        self.waiting = Gauge(
            "stackways_questions_waiting", "Questions that wait to be answered", ["gate"],
            registry=registry, multiprocess_mode="livesum",
        )  # fmt: skip
        self.refused = Counter(
            "stackways_questions_refused", "Questions told to come again: too many others", ["gate"], registry=registry
        )


class Gate:
    """Lets so many questions in at once.

    Args:
        name: What is asked there, for figures.
        at_once: How many are answered at once.
        waiting: How many more may wait.
        seconds: How long each of them waits.
        figures: Where it is counted.
    """

    def __init__(self, name: str, at_once: int, waiting: int, seconds: float, figures: Figures | None = None) -> None:
        self.name = name
        self.said = Message(f"gate.{name.replace(' ', '-')}")
        self.answering = 0
        self.waiting = 0
        self.refused = 0
        figures = figures or Figures(CollectorRegistry())
        self._figure_answering = figures.answering.labels(name)
        self._figure_waiting = figures.waiting.labels(name)
        self._figure_refused = figures.refused.labels(name)
        self._most_waiting = waiting
        self._seconds = seconds
        self._free = asyncio.Semaphore(at_once)
        self._leaving: set[asyncio.Task[None]] = set()

    @asynccontextmanager
    async def question(self, seconds: float) -> AsyncIterator[Deadline]:
        """Answer one question inside; it may take so many seconds from when it is let in.

        Raises:
            Busy: too many others are answered and wait.
        """
        await self._enter()
        deadline = Deadline(seconds)
        try:
            with question_within(deadline):
                yield deadline
        finally:
            if at_work(deadline):
                # A thread that was told to stop takes the processor's time until it ends: nobody takes its place.
                leaving = asyncio.create_task(self._leave_after(deadline))
                self._leaving.add(leaving)
                leaving.add_done_callback(self._leaving.discard)
            else:
                self._leave()

    async def _enter(self) -> None:
        if not self._free.locked():
            await self._free.acquire()  # at once
        elif self.waiting < self._most_waiting:
            await self._wait()
        else:
            self._refuse()
            raise Busy(Message("error.many-wait", gate=self.said))
        self.answering += 1
        self._figure_answering.inc()

    async def _wait(self) -> None:
        self.waiting += 1
        self._figure_waiting.inc()
        try:
            async with asyncio.timeout(self._seconds):
                await self._free.acquire()
        except TimeoutError:
            self._refuse()
            said = Message("error.others-answered", seconds=f"{self._seconds:g}", gate=self.said)
            raise Busy(said) from None
        finally:
            self.waiting -= 1
            self._figure_waiting.dec()

    async def _leave_after(self, deadline: Deadline) -> None:
        await nothing_at_work(deadline)
        self._leave()

    def _leave(self) -> None:
        self.answering -= 1
        self._figure_answering.dec()
        self._free.release()

    def _refuse(self) -> None:
        self.refused += 1
        self._figure_refused.inc()


class Gates:
    """The gates of one process."""

    def __init__(self, settings: Settings, registry: CollectorRegistry) -> None:
        figures = Figures(registry)
        self.looking_up = Gate("looking up", LOOKING_UP_AT_ONCE, LOOKING_UP_WAITING, settings.query_seconds, figures)
        at_once = settings.thinking_at_once or max(2, os.cpu_count() or 1)
        self.thinking = Gate("thinking", at_once, at_once * WAITING_FOR_EACH, settings.waiting_seconds, figures)

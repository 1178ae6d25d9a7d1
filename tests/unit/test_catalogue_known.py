"""Which catalogue there is, is known for half a second after a look without a load at work, and for no longer."""

import asyncio
from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any

import pytest

from stackways.graph import driver
from stackways.graph.driver import TRUSTED_SECONDS, Graph
from stackways.graph.errors import DatabaseAway


class Seen:
    """A graph whose database answers what it is told to, and a clock."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.graph = Graph("bolt://127.0.0.1:1", "neo4j", "secret")
        self.now = 100.0
        self.takes = 0.0
        self.looks = 0
        self.loading: str | None = None
        self.error: Exception | None = None
        self.hangs = False
        monkeypatch.setattr(driver, "time", SimpleNamespace(monotonic=lambda: self.now))
        monkeypatch.setattr(self.graph, "_answer", self._answer)
        monkeypatch.setattr(self.graph._plans, "have", self._have)

    async def _have(self, _: object) -> None:
        """Everything is planned."""

    async def _answer(self, *_: object) -> tuple[list[dict[str, Any]], list[str]]:
        self.looks += 1
        await asyncio.sleep(3600 if self.hangs else 0)
        if self.error:
            raise self.error
        self.now += self.takes
        state = {"version": "v", "loads": 3, "loading": self.loading, "alive": True}
        return [{"before": state, "rows": [], "after": state}], []


@pytest.fixture
async def seen(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Seen]:
    made = Seen(monkeypatch)
    yield made
    monkeypatch.undo()
    await made.graph.close()


async def test_every_answer_is_a_look_that_is_trusted_from_its_beginning(seen: Seen) -> None:
    assert seen.graph.known is None
    seen.takes = TRUSTED_SECONDS * 0.6
    await seen.graph.state()
    known = await seen.graph.look()
    assert known is not None
    assert (known.made_by, seen.looks) == ((3, "v"), 1)
    seen.now += TRUSTED_SECONDS * 0.5
    assert seen.graph.known is None
    assert await seen.graph.look()
    assert seen.looks == 2


async def test_a_look_that_took_too_long_tells_nothing(seen: Seen) -> None:
    seen.takes = TRUSTED_SECONDS
    assert await seen.graph.look() is None


async def test_while_a_load_is_at_work_nothing_is_known_without_asking(seen: Seen) -> None:
    await seen.graph.state()
    seen.loading = "announced"
    await seen.graph.state()
    assert seen.graph.known is None
    assert await seen.graph.look() is None


async def test_one_look_serves_all_who_ask_meanwhile(seen: Seen) -> None:
    assert all(await asyncio.gather(*(seen.graph.look() for _ in range(10))))
    assert seen.looks == 1


async def test_where_the_database_does_not_answer_nothing_is_known_soon(
    seen: Seen, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen.error = DatabaseAway("away")
    assert await seen.graph.look() is None
    monkeypatch.setattr(driver, "TRUSTED_SECONDS", 0.01)
    seen.error, seen.hangs = None, True
    async with asyncio.timeout(60):
        assert await seen.graph.look() is None

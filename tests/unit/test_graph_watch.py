"""Who waits for a database that hangs is told soon, and all who wait are told together."""

import asyncio
import time
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from stackways.graph import watch as watching
from stackways.graph.errors import DatabaseAway
from stackways.graph.watch import Watch


class Database:
    """Answers, unless it hangs."""

    def __init__(self) -> None:
        self.answers = asyncio.Event()
        self.answers.set()
        self.looks = 0
        self.came_back = 0
        self.watch = Watch(self.look, lambda: DatabaseAway("away"), self.back, look_seconds=0.1)

    async def look(self) -> None:
        self.looks += 1
        await self.answers.wait()

    async def ask(self) -> str:
        await self.answers.wait()
        return "an answer"

    def back(self) -> None:
        self.came_back += 1


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "SILENCE_SECONDS", 0.1)
    monkeypatch.setattr(watching, "SECONDS_BETWEEN", 0.01)


async def seconds_until_away(asking: Coroutine[Any, Any, object]) -> float:
    began = time.monotonic()
    with pytest.raises(DatabaseAway):
        await asking
    return time.monotonic() - began


async def happened(what: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not what():  # noqa: ASYNC110 - what is looked at is no event
            await asyncio.sleep(0.01)


async def test_an_answer_comes_without_a_look() -> None:
    database = Database()
    assert await database.watch.answer(database.ask, 60) == "an answer"
    assert database.looks == 0


async def test_all_who_wait_share_one_failed_look_and_who_comes_then_waits_no_more() -> None:
    database = Database()
    database.answers.clear()
    away = [seconds_until_away(database.watch.answer(database.ask, 600)) for _ in range(50)]
    assert max(await asyncio.gather(*away)) < 60
    assert database.looks <= 2  # theirs, and the first in the background
    assert database.watch.is_away
    looks = database.looks
    with pytest.raises(DatabaseAway):
        await database.watch.answer(database.ask, 600)
    assert database.looks <= looks + 1  # the one in the background, not another for who asks
    await database.watch.close()


async def test_it_is_looked_for_until_it_is_back() -> None:
    database = Database()
    database.answers.clear()
    await seconds_until_away(database.watch.answer(database.ask, 600))
    await happened(lambda: database.looks > 2)
    assert (database.watch.is_away, database.came_back) == (True, 0)
    database.answers.set()
    await happened(lambda: not database.watch.is_away)
    assert database.came_back == 1
    assert await database.watch.answer(database.ask, 600) == "an answer"


async def test_one_that_is_there_and_does_not_answer_in_time_is_not_away() -> None:
    database = Database()

    async def never() -> None:
        await asyncio.Event().wait()

    with pytest.raises(TimeoutError):
        await database.watch.answer(never, 0.3)
    assert not database.watch.is_away
    assert database.looks >= 1


async def test_a_load_gives_up_after_several_looks_that_fail() -> None:
    database = Database()
    database.answers.clear()
    await seconds_until_away(database.watch.answer(database.ask, 600, looks=3))
    assert database.looks >= 3
    await database.watch.close()


async def test_what_was_waited_for_is_cancelled() -> None:
    database = Database()
    cancelled = asyncio.Event()

    async def ask() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            cancelled.set()

    asking = asyncio.create_task(database.watch.answer(ask, 600))
    await asyncio.sleep(0.01)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    await asyncio.wait_for(cancelled.wait(), 60)

"""How many questions are answered at once, and who is told to ask again."""

import asyncio
import threading
import time

import pytest
from prometheus_client import CollectorRegistry

from stackways.api.admission import Gate, Gates
from stackways.pathways.session import Busy
from stackways.pathways.settings import Settings
from stackways.pathways.thinking import thought_out
from stackways.rules.deadline import StoppedError, deadline_of_question

LONG = 60.0


async def asked(gate: Gate, until: asyncio.Event) -> None:
    async with gate.question(LONG):
        await until.wait()


async def begun(gate: Gate, until: asyncio.Event, count: int) -> list[asyncio.Task[None]]:
    tasks = [asyncio.create_task(asked(gate, until)) for _ in range(count)]
    await asyncio.sleep(0.01)
    return tasks


async def test_so_many_are_answered_so_many_wait_and_the_rest_is_refused_at_once() -> None:
    gate, until = Gate("test", at_once=2, waiting=3, seconds=LONG), asyncio.Event()
    tasks = await begun(gate, until, 6)
    assert (gate.answering, gate.waiting, gate.refused) == (2, 3, 1)
    with pytest.raises(Busy):
        tasks[-1].result()
    until.set()
    await asyncio.gather(*tasks[:-1])
    await asyncio.sleep(0.01)
    assert (gate.answering, gate.waiting) == (0, 0)


async def test_who_waits_too_long_is_refused() -> None:
    gate, until = Gate("test", at_once=1, waiting=1, seconds=0.05), asyncio.Event()
    first, second = await begun(gate, until, 2)
    with pytest.raises(Busy):
        await second
    until.set()
    await first
    async with gate.question(LONG):
        assert gate.answering == 1


async def test_who_goes_away_while_waiting_takes_no_place() -> None:
    gate, until = Gate("test", at_once=1, waiting=1, seconds=LONG), asyncio.Event()
    first, second = await begun(gate, until, 2)
    second.cancel()
    await asyncio.gather(second, return_exceptions=True)
    assert gate.waiting == 0
    until.set()
    await first


async def test_the_time_of_a_question_begins_when_it_is_let_in() -> None:
    gate = Gate("test", at_once=1, waiting=1, seconds=LONG)
    async with gate.question(30.0) as deadline:
        assert deadline is deadline_of_question()
        assert 29 < deadline.left <= 30


async def test_the_place_of_work_that_nobody_waits_for_is_free_once_it_has_ended() -> None:
    gate = Gate("test", at_once=1, waiting=1, seconds=LONG)
    heard, go_on = threading.Event(), threading.Event()

    def work() -> None:
        try:
            while True:
                time.sleep(0.001)
                deadline_of_question().check()
        except StoppedError:
            heard.set()
            go_on.wait(LONG)

    async def question() -> None:
        async with gate.question(LONG):
            await thought_out(work)

    leaving = asyncio.create_task(question())
    await asyncio.sleep(0.05)
    leaving.cancel()
    await asyncio.gather(leaving, return_exceptions=True)
    assert await asyncio.to_thread(heard.wait, LONG)
    assert gate.answering == 1
    go_on.set()
    async with gate.question(LONG):
        assert gate.answering == 1


def test_looking_up_and_thinking_have_gates_of_their_own() -> None:
    gates = Gates(Settings(thinking_at_once=3, query_seconds=7, waiting_seconds=4), CollectorRegistry())
    assert gates.looking_up is not gates.thinking
    assert gates.thinking._free._value == 3
    assert (gates.looking_up._seconds, gates.thinking._seconds) == (7, 4)

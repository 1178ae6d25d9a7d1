"""What takes the processor's time, in a thread of its own, so that others are answered meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from stackways.rules.deadline import Deadline, deadline_of_question, question_within

Result = TypeVar("Result")

MOST_AT_ONCE = 64
"""The most threads; a door lets fewer questions in at once, and a thread that nobody waits for ends by itself."""

_thoughts: WeakKeyDictionary[Deadline, set[asyncio.Future[Any]]] = WeakKeyDictionary()
_threads = ThreadPoolExecutor(MOST_AT_ONCE, thread_name_prefix="thinking")


async def thought_out(work: Callable[[], Result]) -> Result:
    """Return what comes of some work for the question that is being answered.

    A question that is cancelled tells its work to end: nobody waits for it any more.
    """
    with question_within(deadline_of_question()) as deadline:
        context = copy_context()
    thinking = asyncio.get_running_loop().run_in_executor(_threads, context.run, work)
    thoughts = _thoughts.setdefault(deadline, set())
    thoughts.add(thinking)
    thinking.add_done_callback(thoughts.discard)
    thinking.add_done_callback(_seen)
    try:
        return await asyncio.shield(thinking)
    except asyncio.CancelledError:
        deadline.stop()
        raise


def at_work(deadline: Deadline) -> bool:
    """Tell whether a thread works for a question."""
    return bool(_thoughts.get(deadline))


async def nothing_at_work(deadline: Deadline) -> None:
    """Return once no thread works for a question any more; one that was told to stop may take a moment to hear it."""
    while thoughts := _thoughts.get(deadline):
        await asyncio.wait(thoughts)


def _seen(thinking: asyncio.Future[Any]) -> None:
    """Take note of how some work ended that nobody waits for any more."""
    if not thinking.cancelled():
        thinking.exception()

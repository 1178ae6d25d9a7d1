"""How long one question may take: one deadline for its queries, its models and its solver.

A door sets it (`question_within`), and whoever works for the question finds it (`deadline_of_question`), in whatever
room and thread. Who works long asks it now and then (`check`); who meets its end tells what was not looked at.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar


class StoppedError(Exception):
    """Nobody waits for the answer any more."""


class TimeUpError(Exception):
    """The time that the question may take is over."""


class TooLargeError(TimeUpError):
    """Something asks for so much that there is no time or memory for it, however much is left."""


class Deadline:
    """The end of one question: its time is over, or nobody waits for the answer any more.

    Args:
        seconds: How long it may take, from now on; without end unless given.
        clock: What tells the time, in seconds.
    """

    def __init__(self, seconds: float = math.inf, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._ends = clock() + seconds
        self._stopped = threading.Event()
        self._stops: set[Callable[[], object]] = set()

    @property
    def left(self) -> float:
        """How many seconds are left; never below none."""
        return max(0.0, self._ends - self._clock())

    @property
    def over(self) -> bool:
        """Whether the time is over."""
        return not self.left

    @property
    def stopped(self) -> bool:
        """Whether nobody waits any more."""
        return self._stopped.is_set()

    def stop(self) -> None:
        """Tell whoever works for the question, in any thread, that nobody waits any more."""
        self._stopped.set()
        for stop in list(self._stops):
            stop()

    @contextmanager
    def told(self, stop: Callable[[], object]) -> Iterator[None]:
        """Have `stop` called where nobody waits any more, meanwhile; for what cannot ask by itself."""
        self._stops.add(stop)
        try:
            yield
        finally:
            self._stops.discard(stop)

    def must_be_waited_for(self) -> None:
        """Raise StoppedError where nobody waits any more."""
        if self.stopped:
            raise StoppedError

    def check(self) -> None:
        """Raise StoppedError where nobody waits any more, TimeUpError where the time is over."""
        self.must_be_waited_for()
        if self.over:
            raise TimeUpError


_deadline: ContextVar[Deadline | None] = ContextVar("deadline", default=None)


def deadline_of_question() -> Deadline:
    """Return the deadline of the question that is being answered; where nobody set any, a new one without end.

    Never one that others share: a question that is stopped must stop no other.
    """
    return _deadline.get() or Deadline()


@contextmanager
def question_within(deadline: Deadline) -> Iterator[Deadline]:
    """Answer one question by a deadline."""
    before = _deadline.set(deadline)
    try:
        yield deadline
    finally:
        _deadline.reset(before)

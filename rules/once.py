"""What follows from an object that never changes is worked out once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")
V = TypeVar("V")

MOST_KEPT = 10_000
"""How much one of them keeps; then it begins anew."""


class Once(Generic[T, V]):
    """Works something out of an object and keeps it beside the object, which it keeps alive.

    The object is known by its identity: the models of rules and entries have lists in them, which cannot be looked up
    by what they hold; and a copy of one with something changed is another object.
    """

    def __init__(self, work_out: Callable[[T], V]) -> None:
        """Keep nothing yet."""
        self._work_out = work_out
        self._kept: dict[int, tuple[T, V]] = {}

    def __call__(self, thing: T) -> V:
        """Return what follows from a thing."""
        kept = self._kept.get(id(thing))
        if kept is None:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            kept = self._kept[id(thing)] = thing, self._work_out(thing)
        return kept[1]

"""How it is told what the local Neo4j is busy with."""

from collections.abc import Callable

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done and how much there is (bytes; 0 of 0 where it cannot be counted)."""


def silent(_doing: str, _done: int, _total: int) -> None:
    """Show no progress."""

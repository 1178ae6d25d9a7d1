"""Words as part of a query of a full-text index."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

LONG = 8
"""From this length on two letters of a word may be wrong, else one."""
MOST_MISSPELT = 2
"""How many words, the longest, may be misspelt: each may stand for 50 others in each of nine fields, and an index takes
1,024 in one query."""
MOST_BEGUN = 30
"""How many words of a query are looked for."""


def misspelt(words: Sequence[str]) -> list[str]:
    """Return the longest of some words (of word characters alone) as they may be misspelt."""
    longest = sorted(dict.fromkeys(words), key=len, reverse=True)[:MOST_MISSPELT]
    return [f"{word}~{2 if len(word) >= LONG else 1}" for word in longest]

"""A problem in a catalogue, as the person who writes catalogues reads it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz, process

from stackways.seed.located import Position
from stackways.words.message import Argument, Code, Listed, Message, listed
from stackways.words.render import say

MOST_TOLD = 100
"""Problems told at once; nobody reads more, and mending some often mends others."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a catalogue, where, and what would be right."""

    file: Path
    position: Position
    entry: Argument
    """The entry it stands in, for example "rule `tp:recognition-x`"; empty for what concerns the whole file."""
    field: str
    """Where in the entry, for example `needs.any_of[1]`; empty for the entry itself."""
    what: Message
    """What is wrong."""
    remedy: Message
    """What would be right."""

    def __str__(self) -> str:
        """Return one line: "file:line:column: entry: field: what is wrong; what would be right"."""
        place = f"{self.file}:{self.position.line}:{self.position.column}"
        where = ": ".join(filter(None, (place, say(self.entry), self.field)))
        return f"{where}: {say(listed((self.what, self.remedy), 'semicolon'))}"


class CatalogueRefusedError(ValueError):
    """A catalogue has problems and is not taken, not even in part."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Keep every problem found."""
        self.problems = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        """Return the first of them, one a line."""
        shown, others = first_of(self.problems)
        more = [Message("table.told.and-more", count=others)] if others else []
        return "\n".join(map(str, (Message("check.refused", count=len(self.problems)), *shown, *more)))


def first_of(problems: Sequence[Problem]) -> tuple[Sequence[Problem], int]:
    """Return as many problems as are told at once, and how many others there are."""
    return problems[:MOST_TOLD], max(0, len(problems) - MOST_TOLD)


def nearest(word: str, known: Iterable[str], limit: int = 3, least: float = 70) -> list[str]:
    """Return the known words most like `word`, best first; none when nothing is much like it."""
    found = process.extract(word, list(known), scorer=fuzz.ratio, score_cutoff=least, limit=limit)
    return [match for match, _, _ in found]


def one_of(words: Iterable[str]) -> Listed:
    """Return the words as a choice: "`a`, `b` or `c`"."""
    return listed(map(Code, words), "or")

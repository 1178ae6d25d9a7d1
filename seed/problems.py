"""A problem in a catalogue, as the person who writes catalogues reads it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz, process

from stackways.seed.located import Position

MOST_TOLD = 100
"""Problems told at once; nobody reads more, and mending some often mends others."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a catalogue, where, and what would be right."""

    file: Path
    position: Position
    entry: str
    """The entry it stands in, for example "rule `tp:recognition-x`"; empty for what concerns the whole file."""
    field: str
    """Where in the entry, for example `needs.any_of[1]`; empty for the entry itself."""
    what: str
    """What is wrong."""
    remedy: str
    """What would be right."""

    def __str__(self) -> str:
        """Return one line: "file:line:column: entry: field: what is wrong; what would be right"."""
        place = f"{self.file}:{self.position.line}:{self.position.column}"
        return f"{': '.join(part for part in (place, self.entry, self.field, self.what) if part)}; {self.remedy}"


class CatalogueRefusedError(ValueError):
    """A catalogue has problems and is not taken, not even in part."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Keep every problem found."""
        self.problems = tuple(problems)
        shown, others = first_of(self.problems)
        lines = [str(problem) for problem in shown] + ([f"and {others:,} more"] if others else [])
        count = f"{len(self.problems):,} problem{'s'[: len(self.problems) > 1]}"
        super().__init__("\n".join([f"the catalogue has {count}:", *lines]))


def first_of(problems: Sequence[Problem]) -> tuple[Sequence[Problem], int]:
    """Return as many problems as are told at once, and how many others there are."""
    return problems[:MOST_TOLD], max(0, len(problems) - MOST_TOLD)


def nearest(word: str, known: Iterable[str], limit: int = 3, least: float = 70) -> list[str]:
    """Return the known words most like `word`, best first; none when nothing is much like it."""
    found = process.extract(word, list(known), scorer=fuzz.ratio, score_cutoff=least, limit=limit)
    return [match for match, _, _ in found]


def one_of(words: Iterable[str], quote: str = "`") -> str:
    """Return the words as a choice: "`a`, `b` or `c`"."""
    quoted = [f"{quote}{word}{quote}" for word in words]
    return " or ".join([", ".join(quoted[:-1]), quoted[-1]] if len(quoted) > 1 else quoted)

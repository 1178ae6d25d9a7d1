"""What requirements tell a ledger in: truth values, sums of them, places to count in, what may be shared.

The solver that decides them is behind the ledger, and is imported by nothing here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from stackways.rules.base import Code
from stackways.rules.pieces import Piece

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

Truth: TypeAlias = "cp_model.IntVar"
"""A truth value, which the solver decides."""
Sum: TypeAlias = "cp_model.LinearExprT"
"""A sum of truth values and numbers, each times a whole number."""

PRICE_OF_A_PART = 1_500
"""What a missing part without known credits counts, in hundredths of a credit, when awards are ranked by nearness."""


@dataclass(frozen=True, slots=True)
class Place:
    """One requirement of a tree, as a place to count holdings in."""

    path: str
    pool: str | None
    """The pool's own name, where rules speak of it."""
    active: Truth
    """Whether the requirement is asked for at all."""
    parts: frozenset[str] = frozenset()
    """The names of the pool and of the parts of the tree it is in; the ledger tells."""


@dataclass(frozen=True, slots=True)
class Term:
    """Something that adds to a total where its literal is true."""

    weight: int
    literal: Truth
    piece: Piece | None = None
    """None for a group."""
    limiting: int | None = None
    """What it adds towards a most, where that is something else."""

    @property
    def most(self) -> int:
        """What it adds towards a most."""
        return self.weight if self.limiting is None else self.limiting


@dataclass(frozen=True, slots=True)
class Shared:
    """How much may be counted both in one pool and in another."""

    parts: frozenset[str]
    at_most: int | None
    """Between any two of the parts, in units or in hundredths of `unit`; None: no limit."""
    unit: str | None
    active: Truth
    takes: Callable[[Piece], bool] = lambda _: True
    """Tells whether a piece may be shared by it."""

    def weight(self, piece: Piece) -> int | None:
        """Return how much of what may be shared a piece takes; None when that is not known."""
        return 1 if self.unit is None else piece.hundredths(self.unit)

    def pairs(self, one: Place, other: Place) -> set[frozenset[str]]:
        """Return which two of the parts the places are in; none where it does not speak of both."""
        here, there = one.parts & self.parts, other.parts & self.parts
        return {frozenset((a, b)) for a in here for b in there if a != b}


@dataclass(frozen=True, slots=True)
class Total:
    """What a requirement counts and asks for, to be read after solving."""

    holds: Truth
    """Whether it is this total that counts (of one and the same theme, level, …: that of the value chosen)."""
    amount: Sum
    needed: Sum
    scale: int


@dataclass(frozen=True, slots=True)
class AtMost:
    """The most that may be exempted in all of some codes, each with its weight, as a published rule caps it."""

    weights: Mapping[Code, int]
    most: int
    rule: str
    own: bool = False
    """True where it speaks of what its own rule exempts from, and of nothing else."""

"""The ledger that requirements write themselves into, as they see it, and what they tell it in.

The solver that decides it is behind the ledger (`rules.awards.ledger`), and is imported by nothing here.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, MutableMapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeAlias, TypeVar

from stackways.rules.base import Code
from stackways.rules.pieces import Piece

if TYPE_CHECKING:
    from decimal import Decimal

    from ortools.sat.python import cp_model

    from stackways.rules.catalogue import Selection
    from stackways.rules.days import Days
    from stackways.rules.holdings import Grade, Holding
    from stackways.rules.periods import Period
    from stackways.rules.pieces import Value
    from stackways.rules.situation import Situation, Standing, Verdict

Asking = TypeVar("Asking", contravariant=True)  # noqa: PLC0105 - a requirement asks
"""What asks: a requirement."""

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


class Ledger(Protocol[Asking]):
    """What a requirement writes itself into: which holdings are counted where, to be decided by a solver."""

    model: cp_model.CpModel

    @property
    def situation(self) -> Situation:
        """What everything is judged in."""

    @property
    def pieces(self) -> Sequence[Piece]:
        """Everything that may be counted."""

    @property
    def unit(self) -> str | None:
        """The unit of the award's credits."""

    @property
    def required(self) -> Callable[[str | None], Decimal | None]:
        """Returns the credits that the award requires, in a unit; None where that is not published in it."""

    @property
    def least(self) -> Standing:
        """The standing that something needs to take part: MET for what is certain, UNKNOWN for what may be."""

    @property
    def inner(self) -> Container[Code]:
        """The programmes whose parts may be counted in their place."""

    @property
    def exclusive(self) -> bool:
        """Whether no piece can be counted in two places."""

    @property
    def places(self) -> Mapping[int, Sequence[tuple[Place, Truth]]]:
        """Where each piece may be counted, as far as it is written, by its index."""

    @property
    def totals(self) -> MutableMapping[str, list[Total]]:
        """What each requirement counts and asks for, by its path."""

    @property
    def roles(self) -> MutableMapping[int, list[object]]:
        """Everything that is asked of each piece: pieces of which the same is asked can be exchanged."""

    # Variables

    def literal(self, name: str) -> Truth:
        """Return a new truth value."""

    def counted(self, piece: Piece, among: str | None = None) -> Truth:
        """Return whether the piece is counted anywhere, or in the part of that name."""

    def part(self, name: str | None) -> AbstractContextManager[None]:
        """Let what is written meanwhile be in the part of that name."""

    def place(self, piece: Piece, place: Place, verdict: Verdict) -> Truth | None:
        """Return whether the piece is counted in a place; None when it may not be there on the day."""

    def places_for(self, requirement: Asking, active: Truth, path: str) -> Iterator[Truth]:
        """Yield whether each piece that a requirement takes is counted for it."""

    def build(self, code: Code, active: Truth, path: str) -> Truth | None:
        """Return whether the parts of an inner programme are counted in its place; None inside its own parts."""

    def apart(self) -> AbstractContextManager[None]:
        """Write inner programmes where they are named meanwhile: who does looks at what is counted there."""

    def as_held(self, requirement: Asking, days: Callable[[Verdict], Days], name: str) -> Truth:
        """Return a truth value that may hold on the days that follow from how a requirement stands by what is held."""

    # What is known of a piece

    def verdict(
        self, requirement: Asking, piece: Piece, judge: Callable[[Holding, Situation], Verdict | None]
    ) -> Verdict | None:
        """Return the verdict on a piece."""

    def situation_of(self, piece: Piece) -> Situation:
        """Return the situation in which a piece is judged: what is exempted is asked for nothing that one must hold."""

    def limited(self, piece: Piece) -> Piece:
        """Return a piece with the credits that it counts for towards a most."""

    def earned(self, piece: Piece) -> Piece:
        """Return a piece with the credits that it brings, and not what it lowers."""

    def grade_of(self, piece: Piece) -> Grade | None:
        """Return the grade of a piece; of what is exempted, that of the one thing it rests on."""

    def takes_part(self, answer: bool | None, *, limiting: bool = False) -> bool:  # noqa: FBT001 - the answer itself
        """Tell whether what is matched so counts: towards a limit also what may be, unless the best is supposed."""

    def hundredths_of(self, code: Code, unit: str | None) -> int | None:
        """Return the credits of a catalogue entry in hundredths of a unit; None when they are not known in it."""

    def is_here(self, piece: Piece) -> bool | None:
        """Tell whether a piece was earned at the awarding institution."""

    def is_dated(self, piece: Piece) -> bool:
        """Tell whether it is known when a piece was attained."""

    def values(self, trait: str, pieces: Iterable[Piece | None]) -> Sequence[Value]:
        """Return the different themes, subjects, levels or institutions of some pieces."""

    def candidates(self, trait: str, pieces: Iterable[Piece]) -> Sequence[Value]:
        """Return the values that may be the one and same."""

    def among_latest(self, terms: Sequence[Term], amount: int, path: str) -> Mapping[int, Truth]:
        """Return, by index, whether a dated piece is counted and less than an amount is counted on later days."""

    # What is asked for

    def condition(self, requirement: Asking, verdict: Verdict, active: Truth, path: str) -> None:
        """Ask for a condition that is not about what is counted."""

    def average_of_held(
        self, requirement: Asking, where: Selection, verdict: Verdict, active: Truth, path: str
    ) -> None:
        """Ask for an average of all that is held and selected, counted or not; the verdict is on what is held now."""

    def refuse(self, requirement: Asking, active: Truth, path: str) -> None:
        """Say that a requirement cannot be met."""

    def excuse(self, requirement: Asking, path: str, price: int | None = None) -> Sequence[Truth]:
        """Return what lets a requirement be left unmet; `price` is what it is worth, in hundredths of a credit."""

    def short_of(self, requirement: Asking, path: str) -> Sequence[Truth]:
        """Return how much is missing of a requirement of an amount, as far as it may be left unmet."""

    def require_one(self, literals: Sequence[Truth], active: Truth) -> None:
        """Ask for exactly one of several ways to meet a requirement."""

    def brought(self, terms: Sequence[Term], unit: str | None) -> Sum:
        """Return what is summed in a unit of credits, without what limits cut off; in none, what is counted."""

    def require(  # noqa: PLR0913 - a limit has this many sides
        self,
        requirement: Asking,
        total: Sum,
        least: Sum,
        active: Truth,
        path: str,
        *,
        most: int,
        scale: int,
        times: int = 1,
    ) -> None:
        """Ask that `total * times` is at least `least`.

        `most`: the most of the total that can be missing. `scale`: how many of it are one of the requirement's numbers.
        """

    def require_any(self, literals: Sequence[Truth], active: Truth) -> None:
        """Ask that something that has the value chosen is counted, also where the amount asked for is none."""

    def require_any_of(
        self, requirement: Asking, literals: Sequence[Truth], active: Truth, path: str, *, scale: int
    ) -> None:
        """Ask the same of a share, which of nothing is nothing."""

    def choose(self, trait: str, values: Iterable[Value], active: Truth, path: str) -> Mapping[Value, Truth]:
        """Return which one of several values is chosen, as a rule of one and the same theme, level, … asks."""

    def keep_within(
        self,
        requirement: Asking,
        period: Period,
        counted: Sequence[tuple[Piece, Truth]],
        active: Truth,
        path: str,
    ) -> None:
        """Exclude every two that were attained further apart than a period; what has no date is not certain."""

    def one_after_another(
        self, requirement: Asking, parts: Sequence[Sequence[tuple[Piece, Truth]]], active: Truth, path: str
    ) -> None:
        """Exclude what was attained before something that is counted in an earlier part; without a date, both."""

    def share(self, sharing: Shared) -> None:
        """Let something be counted in two pools."""

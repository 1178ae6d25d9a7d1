"""What is counted where, as a requirement sees it when an award is judged without a solver.

That is a second writing of what kinds mean, which shares nothing with the `encode` by which an assignment was found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

if TYPE_CHECKING:
    from decimal import Decimal

    from stackways.rules.catalogue import Selection
    from stackways.rules.holdings import Grade
    from stackways.rules.pieces import Piece, Value
    from stackways.rules.situation import Situation, Verdict

Replayed = TypeVar("Replayed", contravariant=True)  # noqa: PLC0105 - a requirement is replayed
"""What is replayed: a requirement."""
Weigh = Callable[["Piece"], "int | None"]
"""Returns how much a piece counts; None where that is not known."""


@dataclass(frozen=True)
class Limits:
    """A least and a most, and what each piece counts towards them, by its index."""

    least: Decimal | None
    most: Decimal | None
    weights: Mapping[int, int | None]
    limiting: Mapping[int, int | None]
    summed_in: str | None = None
    """The unit of credits that are summed to a number; None where none are."""


class Both(NamedTuple):
    """How much may be counted in two parts of some, and what of it."""

    parts: frozenset[str]
    at_most: Decimal | None
    unit: str | None
    where: Selection


class Replay(Protocol[Replayed]):
    """An award with what is counted where, on the situation's day."""

    @property
    def situation(self) -> Situation:
        """What everything is judged in."""

    @property
    def certain(self) -> bool:
        """Whether what is not known does not help; else the best of it is supposed."""

    @property
    def deciding(self) -> bool:
        """Whether a rule is asked that looks at what is counted, and counts nothing itself."""

    @property
    def unit(self) -> str | None:
        """The unit of the award's credits."""

    def required(self, unit: str | None) -> Decimal | None:
        """Return the hundredths of credits that are required, less what exemptions lower; None where not published."""

    # What is counted

    def here(self, path: str) -> Sequence[Piece]:
        """Return what is counted in one place of the tree."""

    def inside(self, path: str) -> Sequence[Piece]:
        """Return what is counted in a place of the tree or in one inside it."""

    def is_used(self, path: str) -> bool:
        """Tell whether something is counted in a part of the tree."""

    def among(self, name: str | None) -> Sequence[Piece]:
        """Return what is counted: anywhere, or in the part of that name."""

    def held(self) -> Sequence[Piece]:
        """Return what is held by the day, counted or not."""

    # What is known of a piece

    def counts(self, requirement: Replayed, piece: Piece) -> bool:
        """Tell whether a piece may be counted in the very place of a requirement, on the day."""

    def situation_of(self, piece: Piece) -> Situation:
        """Return the situation in which a piece is judged: what is exempted is asked for nothing that one must hold."""

    def grade_of(self, piece: Piece) -> Grade | None:
        """Return the grade of a piece; of what is exempted, that of the one thing it rests on."""

    def is_here(self, piece: Piece) -> bool | None:
        """Tell whether a piece was earned at the awarding institution."""

    def weights(
        self, weigh: Weigh, pieces: Iterable[Piece], *, limiting: bool = False, lowering: bool = True
    ) -> dict[int, int | None]:
        """Return how much each piece counts, by its index: towards a most, or without what it only lowers."""

    def cut_off(self, pieces: Iterable[Piece], weights: Mapping[int, int | None], unit: str | None) -> int:
        """Return how much of what pieces weigh, by their index, limits cut off where it is summed in a unit."""

    def values(self, trait: str, pieces: Iterable[Piece]) -> Sequence[Value]:
        """Return the values that may be the one and same, of which the wanted theme or level alone where one is."""

    # What holds

    def is_on(self, verdict: Verdict) -> bool:
        """Tell whether a verdict is met on the day, or may be where the best is supposed."""

    def takes_part(self, answer: bool | None, *, limiting: bool = False) -> bool:  # noqa: FBT001 - the answer itself
        """Tell whether what matches so counts: unknown never helps, unless the best is supposed."""

    def keeps_to(
        self,
        matching: Sequence[tuple[Piece, bool | None]],
        where: Selection | None,
        limits: Limits,
        *,
        relative: bool = False,
    ) -> bool:
        """Tell whether what matches keeps to a least and a most; of one and the same value where that is asked for."""

    def tried(self, *parts: tuple[Replayed, str]) -> list[str]:
        """Return why parts that may be left out are not met; what they let share counts only where they are."""

    def share(self, both: Both) -> None:
        """Let something be counted twice."""

    # What does not

    def not_met(self, requirement: Replayed) -> list[str]:
        """Say that a requirement is not met."""

    def not_one(self, requirement: Replayed, path: str) -> list[str]:
        """Say why not exactly one thing is counted for a requirement, or does not count; nothing where one does."""

    def not_asked(self, path: str) -> list[str]:
        """Say that something is counted for what is not asked."""

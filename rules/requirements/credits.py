"""Credits: at least or at most so many credits from a pool."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil
from typing import TYPE_CHECKING, ClassVar

from pydantic import model_validator

from stackways.rules.base import Text
from stackways.rules.requirements.asks import Term
from stackways.rules.requirements.base import Names
from stackways.rules.requirements.pool import Pool, Range
from stackways.words.message import Argument, Message, MisfitError

if TYPE_CHECKING:
    from decimal import Decimal

    from stackways.rules.catalogue import StudyItem
    from stackways.rules.holdings import Reading
    from stackways.rules.pieces import Piece
    from stackways.rules.requirements.asks import Truth
    from stackways.rules.requirements.base import Ledger


class Credits(Pool):
    """So many credits from a pool."""

    key: ClassVar[str] = "credits"
    more_never_harms: ClassVar[bool] = True
    credits: Range
    """How many."""
    unit: Text
    """The unit counted; others are not converted unless a conversion is published."""
    cut: bool = False
    """Of a most that is `counted: true`: true where any number of courses counts, and of what they bring to a sum of
    credits no more than the most (of 3 and 3, 4); else a whole course that exceeds it is left out."""

    @model_validator(mode="after")
    def _cuts_what_exceeds_a_most(self) -> Credits:
        more = self.among or self.latest is not None or (self.where and self.where.same)
        if self.cut and (not self.counted or self.credits.at_most is None or self.credits.at_least is not None or more):
            raise MisfitError(Message("misfit.cut"), Message("check.change-one"))
        return self

    @property
    def range(self) -> Range:
        """How many credits."""
        return self.credits

    @property
    def scale(self) -> int:
        """Hundredths."""
        return 100

    def enough_of(self, item: StudyItem) -> int:
        """Return how many make up the least."""
        return ceil((self.credits.at_least or 0) / item.credits) if item.credits else 0

    def least_credits(self) -> tuple[Decimal | None, str]:
        """Return the least, and its unit."""
        return None if self.counted else self.credits.at_least, self.unit

    @property
    def cuts_at(self) -> tuple[Decimal, str] | None:
        """The most and its unit, where what exceeds it is cut off."""
        return (self.credits.at_most, self.unit) if self.cut and self.credits.at_most is not None else None

    @property
    def summed_in(self) -> str | None:
        """The unit of its credits."""
        return self.unit

    @property
    def counts_groups(self) -> bool:
        """False: what is counted in a group brings its own credits."""
        return False

    def weight(self, piece: Piece) -> int | None:
        """Return its credits in hundredths; None when they are not known in this unit."""
        return piece.hundredths(self.unit)

    def _groups(self, ledger: Ledger, active: Truth, path: str) -> Iterator[Term]:
        with ledger.apart():
            yield from super()._groups(ledger, active, path)

    def _group(self, ledger: Ledger, literal: Truth, path: str) -> Iterator[Term]:  # noqa: ARG002 - as every pool
        for piece in ledger.pieces:
            weight = self.weight(piece)
            for place, counted in ledger.places.get(piece.index, ()):
                if weight is not None and f"{place.path}/".startswith(f"{path}/"):
                    ledger.roles[piece.index].append((path, "group", weight))
                    yield Term(weight, counted, piece, self.weight(ledger.limited(piece)))

    def in_words(self, names: Names, reading: Reading = "lenient") -> Argument:
        """Return "at least 30 HK credit from …"."""
        said = self.from_pool(self.credits.in_words(self.unit), names, reading)
        return Message("rules.cut-off", what=said) if self.cut else said

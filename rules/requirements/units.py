"""Units: at least or at most so many units of study from a pool."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from stackways.rules.base import Text
from stackways.rules.requirements.base import Names
from stackways.rules.requirements.pool import Pool, Range

if TYPE_CHECKING:
    from stackways.rules.awards.ledger import Piece


class Units(Pool):
    """So many units of study (modules, certificates, courses) from a pool."""

    key: ClassVar[str] = "units"
    units: Range
    """How many."""
    called: Text = "units"
    """What the publisher calls them."""

    @property
    def range(self) -> Range:
        """How many units."""
        return self.units

    @property
    def scale(self) -> int:
        """Whole units."""
        return 1

    def weight(self, piece: Piece) -> int | None:  # noqa: ARG002 - every piece is one unit
        """Return 1."""
        return 1

    def in_words(self, names: Names) -> str:
        """Return "at least 5 modular certificates from …"."""
        return f"{self.units.in_words()} {self.called} {self.pool_in_words(names)}"

"""Units: at least or at most so many units of study from a pool."""

from __future__ import annotations

from typing import ClassVar

from stackways.rules.base import Text
from stackways.rules.requirements.base import Names
from stackways.rules.requirements.credits import Pool, Range


class Units(Pool):
    """So many units of study (modules, certificates, courses) from a pool."""

    key: ClassVar[str] = "units"
    units: Range
    """How many."""
    called: Text = "units"
    """What the publisher calls them."""

    def in_words(self, names: Names) -> str:
        """Return "at least 5 modular certificates from …"."""
        return f"{self.units.in_words()} {self.called} from {self.pool_in_words(names)}"

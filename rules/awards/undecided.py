"""What an award rests on that is not known: the holdings, grades, dates and conditions that decide it.

The tree is walked along what was counted, so that a way that was not taken is not asked about; each kind says what of
it is not known (`undecided`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from stackways.rules.requirements.undecided import Counted

if TYPE_CHECKING:
    from stackways.rules.awards.audit import Audit
    from stackways.rules.requirements.base import RequirementBase
    from stackways.rules.situation import Note, Situation


def undecided(requirement: RequirementBase, path: str, found: Audit, situation: Situation) -> Iterator[Note]:
    """Yield what is not known in a part of the tree of an award that was found."""
    counted = Counted(situation, found.used, found.counted, found.asked.inner, found.unit)
    return requirement.undecided(counted, path)

"""Average: the credit-weighted average grade of what is counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from stackways.rules.catalogue import Selection
from stackways.rules.grades import number
from stackways.rules.holdings import Grade
from stackways.rules.requirements.base import AwardRequirement, Names
from stackways.rules.requirements.pool import selection_in_words
from stackways.rules.selection import selects
from stackways.rules.situation import Standing

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import LinearExprT

    from stackways.rules.awards.ledger import Ledger, Literal, Piece
    from stackways.rules.holdings import Reading


GRAIN = 1_000
"""Grades are exact to a thousandth."""


class Average(AwardRequirement):
    """An average of at least so much, each grade weighted by its credits."""

    key: ClassVar[str] = "average"
    average: Grade
    """A number on a scale; grades on other scales are not known on this one."""
    where: Selection = Selection()
    """Of what is counted and selected by this."""

    def encode(self, ledger: Ledger, active: Literal, path: str) -> None:
        """Ask that the weighted sum of differences to the average is not negative.

        Without a grade on this scale a piece is not certain; where the best is supposed, its grade may be any.
        """
        least = number(self.average)
        if least is None:
            ledger.refuse(self, active, path)
            return
        certain = ledger.least is Standing.MET
        terms: list[LinearExprT] = []
        supposing = [active, *(literal.negated() for literal in ledger.excuse(self, path))]
        for piece in ledger.pieces:
            selected = selects(self.where, piece.holding, ledger.situation.items)
            if selected is False:
                continue
            grade = piece.holding.grade
            mark = number(grade) if grade and grade.scale == self.average.scale else None
            weight = _weight(piece, ledger.unit)
            worth = 0 if mark is None else int(weight * (mark - least) * GRAIN)
            if selected is None:
                worth = min(worth, 0) if certain else max(worth, 0)
            ledger.roles[piece.index].append((path, selected, mark, weight))
            terms.append(worth * ledger.counted(piece))
            if mark is None and certain:
                ledger.model.add_implication(active, ledger.counted(piece).negated())
            elif mark is None:
                supposing.append(ledger.counted(piece).negated())
        ledger.model.add(sum(terms) >= 0).only_enforce_if(supposing)

    def in_words(self, names: Names, reading: Reading = "lenient") -> str:  # noqa: ARG002 - as every requirement
        """Return "an average of 2.5 (gpa-5) or better of …"."""
        among = selection_in_words(self.where, names)
        return f"an average of {self.average.value} ({self.average.scale}) or better of {among}"


def _weight(piece: Piece, unit: str | None) -> int:
    """Return its credits in hundredths; where they are not known, or there is no unit, as one credit."""
    return 100 if unit is None else piece.hundredths(unit) or 100

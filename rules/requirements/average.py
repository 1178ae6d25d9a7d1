"""Average: the credit-weighted average grade of what is counted."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, ClassVar

from stackways.rules.catalogue import Selection
from stackways.rules.holdings import Grade
from stackways.rules.requirements.base import AwardRequirement, Names
from stackways.rules.requirements.pool import selection_in_words
from stackways.rules.selection import selects
from stackways.rules.situation import Standing

if TYPE_CHECKING:
    from stackways.rules.awards.ledger import Ledger, Literal
    from stackways.rules.holdings import Reading


class Average(AwardRequirement):
    """An average of at least so much, each grade weighted by its credits."""

    key: ClassVar[str] = "average"
    average: Grade
    """A number on a scale; grades on other scales are not known on this one."""
    where: Selection = Selection()
    """Of what is counted and selected by this."""

    def encode(self, ledger: Ledger, active: Literal, path: str) -> None:
        """Ask that the weighted sum of differences to the average is not negative; unknown grades are not certain."""
        least = _number(self.average, self.average.scale)
        if least is None:
            ledger.refuse(self, active, path)
            return
        terms = []
        for piece in ledger.pieces:
            if not selects(self.where, piece.holding, ledger.situation.items):
                continue
            grade = _number(piece.holding.grade, self.average.scale)
            weight = piece.hundredths(ledger.unit) or 100
            if grade is not None:
                terms.append(weight * (grade - least) * ledger.counted(piece))
            elif ledger.least is Standing.MET:
                ledger.model.add_implication(active, ledger.counted(piece).negated())
        ledger.model.add(sum(terms) >= 0).only_enforce_if(active)

    def in_words(self, names: Names, reading: Reading = "lenient") -> str:  # noqa: ARG002 - as every requirement
        """Return "an average of 2.5 (gpa-5) or better of …"."""
        return f"an average of {self.average.value} ({self.average.scale}) or better of {selection_in_words(self.where, names)}"


def _number(grade: Grade | None, scale: str) -> int | None:
    """Return a grade in hundredths, where it is a number on that scale."""
    if grade is None or grade.scale != scale:
        return None
    try:
        return int(Decimal(str(grade.value)) * 100)
    except InvalidOperation:
        return None

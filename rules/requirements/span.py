"""Span: everything counted must be attained within a period, from the first to the last."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, ClassVar

from stackways.rules.catalogue import Selection
from stackways.rules.periods import PeriodField
from stackways.rules.requirements.base import AwardRequirement, Names
from stackways.rules.requirements.pool import selection_in_words
from stackways.rules.selection import selects
from stackways.rules.situation import Standing

if TYPE_CHECKING:
    from stackways.rules.awards.ledger import Ledger, Literal
    from stackways.rules.holdings import Reading


class Span(AwardRequirement):
    """From the first to the last at most so long."""

    key: ClassVar[str] = "span"
    span: PeriodField
    """From the first attained, clamping as windows do."""
    where: Selection = Selection()
    """Of what is counted and selected by this."""

    def encode(self, ledger: Ledger, active: Literal, path: str) -> None:  # noqa: ARG002 - the shape every kind has
        """Exclude every two that lie too far apart; what has no date is not certain."""
        selected = [p for p in ledger.pieces if selects(self.where, p.holding, ledger.situation.items)]
        dated = sorted((p.holding.attained_on, p.index, p) for p in selected if p.holding.attained_on)
        for (first, _, one), (last, _, other) in combinations(dated, 2):
            if last > self.span.after(first):
                ledger.model.add_bool_or(
                    [active.negated(), ledger.counted(one).negated(), ledger.counted(other).negated()]
                )
        if ledger.least is Standing.MET:
            for piece in selected:
                if piece.holding.attained_on is None:
                    ledger.model.add_implication(active, ledger.counted(piece).negated())

    def in_words(self, names: Names, reading: Reading = "lenient") -> str:  # noqa: ARG002 - as every requirement
        """Return "all within 3 years of the first"."""
        return f"all within {self.span.in_words()} of the first: {selection_in_words(self.where, names)}"

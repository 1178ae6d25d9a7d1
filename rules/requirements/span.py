"""Span: everything counted must be attained within a period, from the first to the last."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, ClassVar

from stackways.rules.catalogue import Selection
from stackways.rules.periods import PeriodField
from stackways.rules.requirements.base import Counting, Names
from stackways.rules.requirements.select import selection_in_words
from stackways.rules.selection import selects
from stackways.rules.situation import Standing

if TYPE_CHECKING:
    from stackways.rules.awards.ledger import Ledger, Literal
    from stackways.rules.holdings import Reading


class Span(Counting):
    """From the first to the last at most so long."""

    key: ClassVar[str] = "span"
    span: PeriodField
    """From the first attained, clamping as windows do."""
    where: Selection = Selection()
    """Of what is counted and selected by this."""

    def encode(self, ledger: Ledger, active: Literal, path: str) -> None:
        """Exclude every two that lie too far apart; what has no date is not certain."""
        certain = ledger.least is Standing.MET
        dated = []
        for piece in ledger.pieces:
            selected = selects(self.where, piece.holding, ledger.situation.items)
            if ledger.takes_part(selected, limiting=True):
                attained = piece.holding.attained_on
                ledger.roles[piece.index].append((path, attained))
                if attained is not None:
                    dated.append((attained, piece.index, ledger.counted(piece, self.among)))
                elif certain:
                    ledger.model.add_implication(active, ledger.counted(piece, self.among).negated())
        dated.sort(key=lambda one: one[:2])
        # later[k]: something from the k-th on is counted, which says it for all that lie too far before.
        later = [ledger.literal(f"{path} from {attained}") for attained, _, _ in dated]
        unless = [active.negated(), *ledger.excuse(self, path)]
        for position, (_, _, counted) in enumerate(dated):
            ledger.model.add_implication(counted, later[position])
            if position + 1 < len(dated):
                ledger.model.add_implication(later[position + 1], later[position])
        for attained, _, counted in dated:
            too_late = bisect_right(dated, self.span.after(attained), key=lambda one: one[0])
            if too_late < len(dated):
                ledger.model.add_bool_or([*unless, counted.negated(), later[too_late].negated()])

    def in_words(self, names: Names, reading: Reading = "lenient") -> str:  # noqa: ARG002 - as every requirement
        """Return "all within 3 years of the first"."""
        among = f"in {self.among}, " if self.among else ""
        return f"all within {self.span.in_words()} of the first: {among}{selection_in_words(self.where, names)}"

"""Share: how much of what is counted must satisfy a predicate.

Source of the meaning: domain.md, "shares: at least p of the credits satisfy a predicate, of the credits counted or
required, as the rule says; or the published number itself".
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from stackways.rules.base import Amount, Text
from stackways.rules.catalogue import Selection
from stackways.rules.requirements.base import AwardRequirement, Names
from stackways.rules.requirements.pool import selection_in_words
from stackways.rules.selection import selects
from stackways.rules.situation import Standing

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import LinearExprT

    from stackways.rules.awards.audit import Audit
    from stackways.rules.awards.ledger import Ledger, Piece
    from stackways.rules.awards.ledger import Literal as Truth
    from stackways.rules.holdings import Reading
    from stackways.rules.requirements.base import Measured
    from stackways.rules.situation import Situation


def _above(held: str | int | None, value: str | int) -> bool:
    return isinstance(held, int) and isinstance(value, int) and held > value


PARTS = 10_000
"""A share is exact to a hundredth of a per cent."""


class Share(AwardRequirement):
    """At least or at most a share of the credits, or the published number itself."""

    key: ClassVar[str] = "share"
    share: Annotated[float, Field(gt=0, le=1)]
    """As printed, for example 0.75."""
    bound: Literal["at-least", "at-most"] = "at-least"
    """Whether the share is the least or the most."""
    of: Literal["counted", "required"] = "counted"
    """Of the credits counted, or of the credits required."""
    credits: Amount | None = None
    """The published number, which goes before the share where both are printed."""
    unit: Text | None = None
    """The unit of `credits`; none: the unit of the programme."""
    where: Selection = Selection()
    """What the share must satisfy."""
    earned_here: bool | None = None
    """True where the share must be earned at the awarding institution (residency), false where elsewhere (a cap)."""

    @property
    def scale(self) -> int:
        """Hundredths of a credit."""
        return 100

    def encode(self, ledger: Ledger, active: Truth, path: str) -> None:
        """Limit what is counted."""
        if self.of == "required" and self._needed(ledger) is None:
            ledger.refuse(self, active, path)
            return
        terms = [
            (weight, ledger.counted(piece))
            for piece in ledger.pieces
            if (weight := piece.hundredths(self.unit or ledger.unit)) is not None and self._matches(piece, ledger)
        ]
        if self.where.same is not None:
            ledger.require_same(self, terms, active, path)
        else:
            self.require_amount(ledger, sum(weight * literal for weight, literal in terms), active, path)

    def require_amount(self, ledger: Ledger, total: LinearExprT, active: Truth, path: str) -> None:
        """Ask that a total is the share, or the published number."""
        needed = self._needed(ledger)
        if needed is not None:
            if self.bound == "at-least":
                ledger.require(self, total, needed, active, path)
            else:
                ledger.model.add(total <= needed).only_enforce_if(active)
            return
        share = round(self.share * PARTS)
        weighed = ((piece.hundredths(self.unit or ledger.unit), piece) for piece in ledger.pieces)
        limit = sum(weight * share * ledger.counted(piece) for weight, piece in weighed if weight)
        holds = total * PARTS >= limit if self.bound == "at-least" else total * PARTS <= limit
        ledger.model.add(holds).only_enforce_if(active)

    def measure(self, found: Audit, path: str, situation: Situation) -> Measured:  # noqa: ARG002 - the shape every kind has
        """Return the credits that satisfy it; of one and the same theme or level, those of the award's own."""
        same = self.where.same
        value = {"theme": found.variant.theme, "level": found.variant.level}.get(same or "")
        pieces = [p for p in found.used if selects(self.where, p.holding, situation.items)]
        if same is not None and value is not None:
            pieces = [
                p for p in pieces if p.value(same) == value or (self.where.or_higher and _above(p.value(same), value))
            ]
        total = sum(piece.hundredths(self.unit) or 0 for piece in pieces)
        return Decimal(total) / 100, self.credits

    def _needed(self, ledger: Ledger) -> int | None:
        """Return the number of credits, in hundredths, where it does not depend on what is counted."""
        if self.credits is not None:
            return int(self.credits * 100)
        if self.of == "counted" or ledger.required is None:
            return None
        share = round(self.share * PARTS) * ledger.required
        return share // PARTS if self.bound == "at-most" else -(-share // PARTS)

    def _matches(self, piece: Piece, ledger: Ledger) -> bool:
        """Tell whether a piece certainly counts for the bound (for a limit: whether it may count)."""
        selected = selects(self.where, piece.holding, ledger.situation.items)
        here = ledger.is_here(piece)
        answers = (
            [selected] if self.earned_here is None else [selected, None if here is None else here is self.earned_here]
        )
        if False in answers:
            return False
        optimistic = ledger.least is Standing.UNKNOWN
        return None not in answers or (optimistic if self.bound == "at-least" else not optimistic)

    def in_words(self, names: Names, reading: Reading = "lenient") -> str:  # noqa: ARG002 - as every requirement
        """Return "at least 75% (24 HK credit) of the credits required: professional"."""
        number = f" ({self.credits} {self.unit or 'credits'})" if self.credits is not None else ""
        here = {True: "earned here", False: "earned elsewhere", None: ""}[self.earned_here]
        what = ", ".join(part for part in (here, selection_in_words(self.where, names)) if part)
        return f"{self.bound.replace('-', ' ')} {self.share:.0%}{number} of the credits {self.of}: {what}"

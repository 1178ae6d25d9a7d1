"""Distinct: what is counted must spread over several themes, subjects, levels or institutions."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from stackways.rules.awards.ledger import Total
from stackways.rules.catalogue import Selection
from stackways.rules.requirements.base import Limiting, Names
from stackways.rules.requirements.pool import selection_in_words
from stackways.rules.selection import selects
from stackways.rules.situation import Standing

if TYPE_CHECKING:
    from stackways.rules.awards.ledger import Ledger
    from stackways.rules.awards.ledger import Literal as Truth
    from stackways.rules.holdings import Reading


class Distinct(Limiting):
    """At least so many different ones among what is counted."""

    key: ClassVar[str] = "distinct"
    distinct: Literal["theme", "subject", "level", "institution"]
    """What must differ."""
    at_least: Annotated[int, Field(ge=2)]
    """How many different ones."""
    where: Selection = Selection()
    """Among what is counted and selected by this."""

    @property
    def scale(self) -> int:
        """Whole numbers."""
        return 1

    def encode(self, ledger: Ledger, active: Truth, path: str) -> None:
        """Ask for enough values that something counted has."""
        holders: dict[object, list[Truth]] = defaultdict(list)
        for piece in ledger.pieces:
            selected = selects(self.where, piece.holding, ledger.situation.items)
            value: object = piece.value(self.distinct)
            if value is None and piece.may_be_anything and ledger.least is Standing.UNKNOWN:
                value = piece.index  # it may be one of its own
            ledger.roles[piece.index].append((path, value, selected))
            if value is not None and ledger.takes_part(selected):
                holders[value].append(ledger.counted(piece, self.among))
        shown = []
        for value, counted in holders.items():
            literal = ledger.literal(f"{path} {value} shown")
            ledger.model.add_bool_or([*counted, literal.negated()])
            shown.append(literal)
        ledger.require(self, sum(shown), self.at_least, active, path, most=self.at_least)
        ledger.totals[path].append(Total(active, sum(shown), self.at_least, 1))

    def in_words(self, names: Names, reading: Reading = "lenient") -> str:  # noqa: ARG002 - as every requirement
        """Return "at least 2 different levels of what is counted"."""
        among = selection_in_words(self.where, names)
        inside = f" in {self.among}" if self.among else ""
        return f"at least {self.at_least} different {self.distinct}s of what is counted{inside}: {among}"

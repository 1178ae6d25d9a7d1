"""Sharing: how much may count in two parts of one programme."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import Field

from stackways.rules.base import Amount, Slug, Text
from stackways.rules.catalogue import Selection
from stackways.rules.requirements.asks import Shared
from stackways.rules.requirements.base import AwardRequirement, Names
from stackways.rules.requirements.replays import Both
from stackways.rules.requirements.select import selection_in_words
from stackways.rules.selection import selects
from stackways.words.message import Argument, Message, Quantity, Word, listed

if TYPE_CHECKING:
    from stackways.rules.holdings import Reading
    from stackways.rules.pieces import Piece
    from stackways.rules.requirements.asks import Truth
    from stackways.rules.requirements.base import Ledger, Replay


class Sharing(AwardRequirement):
    """At most so many units or credits count for both; without it, nothing counts twice."""

    key: ClassVar[str] = "sharing"
    lets_share: ClassVar[bool] = True
    sharing: Annotated[list[Slug], Field(min_length=2)]
    """The names of pools, or of groups with all that is in them."""
    at_most: Amount | None = None
    """How much may be shared between any two of them; none: as much as there is."""
    unit: Text | None = None
    """The unit of credits; none: units of study."""
    where: Selection = Selection()
    """Only what this selects may be shared by it."""

    def encode(self, ledger: Ledger, active: Truth, path: str) -> None:  # noqa: ARG002 - the shape every kind has
        """Let the pools share."""
        scale = 1 if self.unit is None else 100
        most = None if self.at_most is None else int(self.at_most * scale)
        ledger.share(Shared(frozenset(self.sharing), most, self.unit, active, partial(self._takes, ledger)))

    def _takes(self, ledger: Ledger, piece: Piece) -> bool:
        return ledger.takes_part(selects(self.where, piece.holding, ledger.situation.items))

    def replay(self, replay: Replay, path: str) -> list[str]:  # noqa: ARG002 - the shape every kind has
        """Let the pools share."""
        replay.share(Both(frozenset(self.sharing), self.at_most, self.unit, self.where))
        return []

    def in_words(self, names: Names, reading: Reading = "lenient") -> Argument:  # noqa: ARG002 - as every requirement
        """Return "at most 2 units for both a and b"."""
        amount = Message("rules.anything")
        if self.at_most is not None:
            amount = Message("rules.at-most", amount=Quantity(self.at_most, self.unit or "units"))
        said = Message("rules.for-both", amount=amount, parts=listed([Word("part", part) for part in self.sharing]))
        if self.where == Selection():
            return said
        return Message("rules.only-what-is", said=said, what=selection_in_words(self.where, names))

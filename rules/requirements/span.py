"""Span: everything counted must be attained within a period, from the first to the last."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from stackways.rules.catalogue import Selection
from stackways.rules.periods import PeriodField
from stackways.rules.requirements.base import Counting, Names
from stackways.rules.requirements.select import selection_in_words
from stackways.rules.selection import selects
from stackways.rules.situation import Note
from stackways.words.message import Argument, Length, Message, Word, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stackways.rules.holdings import Reading
    from stackways.rules.requirements.asks import Truth
    from stackways.rules.requirements.base import Counted, Ledger, Replay


class Span(Counting):
    """From the first to the last at most so long."""

    key: ClassVar[str] = "span"
    span: PeriodField
    """From the first attained, clamping as windows do."""
    where: Selection = Selection()
    """Of what is counted and selected by this."""

    @property
    def selection(self) -> Selection:
        """What is looked at."""
        return self.where

    def encode(self, ledger: Ledger, active: Truth, path: str) -> None:
        """Exclude every two that lie too far apart; what has no date is not certain."""
        counted = []
        for piece in ledger.pieces:
            selected = selects(self.where, piece.holding, ledger.situation.items)
            if piece.exemption is not None:
                continue  # it was not attained on any day
            if ledger.takes_part(selected, limiting=True):
                ledger.roles[piece.index].append((path, piece.holding.attained_on))
                counted.append((piece, ledger.counted(piece, self.among)))
        ledger.keep_within(self, self.span, counted, active, path)

    def replay(self, replay: Replay, path: str) -> list[str]:  # noqa: ARG002 - the shape every kind has
        """Return that the first and the last lie too far apart, or that something has no date."""
        days = []
        for piece in (one for one in replay.among(self.among) if one.exemption is None):
            if not replay.takes_part(selects(self.where, piece.holding, replay.situation.items), limiting=True):
                continue
            if piece.holding.attained_on is not None:
                days.append(piece.holding.attained_on)
            elif replay.certain:
                return replay.not_met(self)
        return [] if not days or max(days) <= self.span.after(min(days)) else replay.not_met(self)

    def undecided(self, counted: Counted, path: str) -> Iterator[Note]:  # noqa: ARG002 - the shape every kind has
        """Yield what is counted and has no date."""
        return counted.give_dates(self)

    def in_words(self, names: Names, reading: Reading = "lenient") -> Argument:  # noqa: ARG002 - as every requirement
        """Return "all within 3 years of the first"."""
        what: list[Argument] = [Message("rules.in-part", part=Word("part", self.among))] if self.among else []
        if self.where != Selection():
            what.append(selection_in_words(self.where, names))
        period = Length(self.span.iso)
        if not what:
            return Message("rules.all-within-first", period=period)
        return Message("rules.all-within", period=period, what=listed(what, "comma"))

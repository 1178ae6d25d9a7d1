"""Share: how much of what is counted must satisfy a predicate.

Source of the meaning: concepts.md, "shares: at least p of the credits satisfy a predicate, of the credits counted or
required, as the rule says; or the published number itself".
"""

from __future__ import annotations

from decimal import Decimal
from math import ceil
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from stackways.rules.base import Amount, Text
from stackways.rules.catalogue import Selection
from stackways.rules.requirements.base import Limiting, Names, RequirementBase
from stackways.rules.requirements.limits import PARTS, Wanted, limit
from stackways.rules.requirements.replays import Limits
from stackways.rules.requirements.select import selection_in_words
from stackways.rules.selection import LookedFor, all_true, selects
from stackways.words.message import Argument, Message, Quantity, Word, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stackways.rules.catalogue import StudyItem
    from stackways.rules.holdings import Reading
    from stackways.rules.pieces import Piece
    from stackways.rules.requirements.asks import Truth
    from stackways.rules.requirements.base import Ledger, Replay


def _weight(piece: Piece, unit: str | None) -> int | None:
    """Return its credits in hundredths; where neither rule nor programme has a unit, each piece is one."""
    return 100 if unit is None else piece.hundredths(unit)


class Share(Limiting):
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

    @property
    def selection(self) -> Selection:
        """What is looked at."""
        return self.where

    def would_fill(self, tree: RequirementBase) -> Iterator[LookedFor]:
        """Yield what it selects."""
        return self._fill_with_selected(self.where, tree)

    def asks_for_least(self) -> bool:
        """Tell whether it is a least of what is required, or of a number."""
        return self.bound == "at-least" and (self.of == "required" or self.credits is not None)

    def enough_of(self, item: StudyItem) -> int:
        """Return how many make up the number; a share of what is required is never more than all that is asked for."""
        return ceil((self.credits or 0) / item.credits) if item.credits else 0

    def encode(self, ledger: Ledger, active: Truth, path: str) -> None:
        """Limit what is counted."""
        needed = self._needed(ledger)
        if needed is None and self.of == "required":
            ledger.refuse(self, active, path)
            return
        bound = 0 if needed is None else needed
        least, most = (bound, None) if self.bound == "at-least" else (None, bound)
        share = round(self.share * PARTS) if needed is None else None
        unit = self.unit or ledger.unit
        wanted = Wanted(
            lambda piece: self._matches(piece, ledger),
            lambda piece: _weight(piece, unit),
            self.where,
            least,
            most,
            share,
            self.among,
            earned=True,
            summed_in=None if share is not None else unit,
            of_required=self._required(ledger, unit),
            part=round(self.share * PARTS),
        )
        limit(ledger, self, wanted, active, path)

    def _needed(self, ledger: Ledger) -> int | None:
        """Return the number of credits, in hundredths, where it does not depend on what is counted."""
        if self.credits is not None:
            return int(self.credits * 100)
        required = self._required(ledger, self.unit or ledger.unit)
        if required is None:
            return None
        share = round(self.share * PARTS) * required[0]
        return share // PARTS if self.bound == "at-most" else -(-share // PARTS)

    def _required(self, ledger: Ledger, unit: str | None) -> tuple[int, str | None] | None:
        """Return the credits that it is a share of, in hundredths, with their unit; None where it is of none."""
        asked = self.of == "required" and self.credits is None
        required = ledger.required(unit) if asked else None
        return None if required is None else (int(required * 100), unit)

    def _matches(self, piece: Piece, ledger: Ledger) -> bool | None:
        """Tell whether a piece is of the kind that the share speaks of."""
        answers = [selects(self.where, piece.holding, ledger.situation.items)]
        if self.earned_here is not None:
            here = ledger.is_here(piece)
            answers.append(None if here is None else here is self.earned_here)
        return all_true(answers)

    def replay(self, replay: Replay, path: str) -> list[str]:  # noqa: ARG002 - the shape every kind has
        """Return that the share is not kept."""
        unit = self.unit or replay.unit
        among = replay.among(self.among)

        def weigh(piece: Piece) -> int | None:
            return 100 if unit is None else piece.hundredths(unit)

        earned, limiting = replay.weights(weigh, among, lowering=False), replay.weights(weigh, among, limiting=True)
        part = Decimal(str(self.share)).quantize(Decimal("0.0001"))
        bound = None if self.credits is None else self.credits * 100
        if bound is None and self.of == "required":
            required = replay.required(unit)
            if required is None:
                return replay.not_met(self)
            bound = (part * required).to_integral_value("ROUND_FLOOR" if self.bound == "at-most" else "ROUND_CEILING")
        relative = bound is None
        if bound is None:
            all_of_it = limiting if self.bound == "at-least" else earned
            bound = part * sum(weight or 0 for weight in all_of_it.values())
        least, most = (bound, None) if self.bound == "at-least" else (None, bound)
        limits = Limits(least, most, earned, limiting, None if relative else unit)
        matching = [(piece, self._is_of_it(piece, replay)) for piece in among]
        return [] if replay.keeps_to(matching, self.where, limits, relative=relative) else replay.not_met(self)

    def _is_of_it(self, piece: Piece, replay: Replay) -> bool | None:
        """Tell whether a piece is what the share speaks of, counted or not."""
        answers = [selects(self.where, piece.holding, replay.situation.items)]
        if self.earned_here is not None:
            here = replay.is_here(piece)
            answers.append(None if here is None else here is self.earned_here)
        return all_true(answers)

    def in_words(self, names: Names, reading: Reading = "lenient") -> Argument:  # noqa: ARG002 - as every requirement
        """Return "at least 75% (24 HK credit) of the credits required: professional"."""
        share: Argument = f"{self.share:.0%}"
        if self.credits is not None:
            share = Message("rules.with-number", share=share, number=Quantity(self.credits, self.unit or "credits"))
        what: list[Argument] = []
        if self.among:
            what.append(Message("rules.in-part", part=Word("part", self.among)))
        if self.earned_here is not None:
            what.append(Message("rules.earned-here" if self.earned_here else "rules.earned-elsewhere"))
        if self.where != Selection():
            what.append(selection_in_words(self.where, names))
        amount = Message("rules.at-least" if self.bound == "at-least" else "rules.at-most", amount=share)
        required = self.of == "required"
        if not what:
            return Message(
                "rules.of-all-credits-required" if required else "rules.of-all-credits-counted", amount=amount
            )
        return Message(
            "rules.of-credits-required" if required else "rules.of-credits-counted",
            amount=amount,
            what=listed(what, "comma"),
        )

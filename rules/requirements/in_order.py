"""In order: all of these, each finished before the next.

Source of the meaning: concepts.md, "Requirements and awards". What was attained on one day was not attained before
each other; what is exempted was attained on no day, and may stand anywhere.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import combinations, product
from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import Field

from stackways.rules.days import EVERY_DAY, NO_DAYS, Days
from stackways.rules.requirements.base import Names, Requirement, RequirementBase
from stackways.rules.requirements.groups import Group, judge_at_least
from stackways.rules.situation import Note, Situation, Standing, Verdict
from stackways.words.message import Argument, Message, listed

if TYPE_CHECKING:
    from stackways.rules.base import Code
    from stackways.rules.holdings import Reading
    from stackways.rules.pieces import Piece
    from stackways.rules.requirements.asks import Truth
    from stackways.rules.requirements.base import Counted, Ledger, Replay


class InOrder(Group):
    """All of these, one after another: all that counts for one is attained before anything for the next."""

    key: ClassVar[str] = "in_order"
    all_needed: ClassVar[bool] = True
    more_never_harms: ClassVar[bool] = True
    in_order: Annotated[list[Requirement], Field(min_length=2)]
    """Every one of these is needed, in this order."""

    @classmethod
    def of(cls, tree: RequirementBase) -> RequirementBase | None:
        """Return a tree with its parts asked for one after another; None where it does not need several."""
        parts = [part for part, _ in tree.parts()] if tree.all_needed else []
        return cls(in_order=parts, name=tree.part_name) if len(parts) > 1 else None

    def judge(self, situation: Situation) -> Verdict:
        """Return the days on which some days of the past part what is held, so that each part is met by its share."""
        parts = [part.judge(situation) for part in self.in_order]
        together = judge_at_least(len(parts), parts, situation.day)
        found = together._replace(met=self._met(situation), possible=self._possible(situation))
        if found.on(situation.day) >= together.on(situation.day):
            return found
        asked = self.in_words(situation.name_of, situation.reading)
        if found.on(situation.day) is Standing.UNKNOWN:
            return found._replace(reasons=(Note("order_unknown", Message("rules.order-not-told", what=asked)),))
        return found._replace(reasons=(Note("not_in_order", Message("rules.not-in-order", what=asked)),))

    def _met(self, situation: Situation) -> Days:
        return self._parted(situation, lambda verdict: verdict.met, undated=False)

    def _possible(self, situation: Situation) -> Days:
        either = (self._parted(situation, lambda verdict: verdict.possible, undated=one) for one in (False, True))
        return next(either) | next(either)

    def _parted(self, situation: Situation, days: Callable[[Verdict], Days], *, undated: bool) -> Days:
        """Return the days on which what was attained before some day, from then on until another, … meets each part."""
        concerned = [one for one in situation.holdings if any(True for _ in self.verdicts_on(one, situation))]
        others = [one for one in situation.holdings if one not in concerned]
        ends = [dt.date.min, *sorted({one.attained_on for one in concerned if one.attained_on}), dt.date.max]

        @cache
        def from_part(at: int, after: int) -> Days:
            if at == len(self.in_order):
                return EVERY_DAY
            found = NO_DAYS
            for until in range(after, len(ends)) if at < len(self.in_order) - 1 else [len(ends) - 1]:
                share = [
                    one
                    for one in concerned
                    if (ends[after] < one.attained_on <= ends[until] if one.attained_on else undated)
                ]
                met = days(self.in_order[at].judge(situation.but(holdings=[*others, *share])))
                found |= met & from_part(at + 1, until) if met else NO_DAYS
            return found

        return from_part(0, 0)

    def encode(self, ledger: Ledger, active: Truth, path: str) -> None:
        """Ask for every part, and that what is counted in one was attained before what is counted in the next."""
        with ledger.part(self.name), ledger.apart():
            for at, part in enumerate(self.in_order):
                part.encode(ledger, active, f"{path}/{at}")
        counted = [list(self._counted_in(ledger, f"{path}/{at}")) for at in range(len(self.in_order))]
        ledger.one_after_another(self, counted, active, path)

    def _counted_in(self, ledger: Ledger, path: str) -> Iterator[tuple[Piece, Truth]]:
        """Yield what may be counted in a part, but what is exempted."""
        for piece in ledger.pieces:
            for place, literal in ledger.places.get(piece.index, ()) if piece.exemption is None else ():
                if f"{place.path}/".startswith(f"{path}/"):
                    yield piece, literal

    def replay(self, replay: Replay, path: str) -> list[str]:
        """Return why a part is not met, or that something was attained before what is to come before it."""
        paths = [f"{path}/{at}" for at in range(len(self.in_order))]
        faults = [
            fault for part, inside in zip(self.in_order, paths, strict=True) for fault in part.replay(replay, inside)
        ]
        counted = [[piece for piece in replay.inside(inside) if piece.exemption is None] for inside in paths]
        pairs = (pair for earlier, later in combinations(counted, 2) for pair in product(earlier, later))
        ordered = all(_is_before(one, other, certain=replay.certain) for one, other in pairs)
        return faults if ordered else [*faults, *replay.not_met(self)]

    def undecided(self, counted: Counted, path: str) -> Iterator[Note]:
        """Yield what is not known of any part, and what has no date."""
        yield from super().undecided(counted, path)
        inside = [piece for at, there in counted.places.items() if f"{at}/".startswith(f"{path}/") for piece in there]
        yield from counted.give_dates(self, [piece for piece in inside if piece.exemption is None])

    def is_filled(self, covers: Callable[[Code], bool], reading: Reading) -> bool:
        """Tell whether things are enough, whenever they are had."""
        return all(self._filled(covers, reading))

    def in_words(self, names: Names, reading: Reading = "lenient") -> Argument:
        """Return "in this order: A, B"."""
        parts: Sequence[Argument] = [part.in_words(names, reading) for part in self.in_order]
        return Message("rules.in-order", parts=listed(parts, "comma"))

    def caption(self, names: Names) -> Argument:  # noqa: ARG002 - as every requirement
        """Return that what stands beside it is finished in its order."""
        return Message("rules.these-in-order")


def _is_before(one: Piece, other: Piece, *, certain: bool) -> bool:
    """Tell whether one thing was attained before another; where a day is not known, it is not certain."""
    first, then = one.holding.attained_on, other.holding.attained_on
    return not certain if first is None or then is None else first < then

"""Units: at least or at most so many units of study from a pool."""

from __future__ import annotations

from collections import defaultdict
from math import ceil
from typing import TYPE_CHECKING, ClassVar

from pydantic import model_validator

from stackways.rules.base import Text
from stackways.rules.requirements.base import Names
from stackways.rules.requirements.groups import judge_at_least
from stackways.rules.requirements.pool import Pool, Range
from stackways.rules.situation import Note, Situation, Standing, Verdict, unknown
from stackways.words.message import Argument, Message, MisfitError, Quantity, listed

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from stackways.rules.catalogue import StudyItem
    from stackways.rules.holdings import Holding, Reading
    from stackways.rules.pieces import Piece
    from stackways.rules.requirements.asks import Term, Truth
    from stackways.rules.requirements.base import Ledger, RequirementBase


class Units(Pool):
    """So many units of study (modules, certificates, courses) from a pool."""

    key: ClassVar[str] = "units"
    more_never_harms: ClassVar[bool] = True
    units: Range
    """How many."""
    called: Text = "units"
    """What the publisher calls them."""
    each: bool = False
    """True where a listed pool of units counts as many as are counted in it, not as one unit when it is met."""

    @model_validator(mode="after")
    def _each_of_pools(self) -> Units:
        if self.each and not any(isinstance(part, Units) for part in self.of):
            raise MisfitError(Message("misfit.each"), Message("check.change-one"))
        return self

    @property
    def range(self) -> Range:
        """How many units."""
        return self.units

    @property
    def scale(self) -> int:
        """Whole units."""
        return 1

    @property
    def least_units(self) -> int | None:
        """Return the least."""
        return None if self.units.at_least is None else ceil(self.units.at_least)

    def enough_of(self, item: StudyItem) -> int:  # noqa: ARG002 - every thing is one unit
        """Return the least."""
        return ceil(self.units.at_least or 0)

    def is_decided_alone(self, reading: Reading) -> bool:
        """Tell whether it is a least of what is listed, held or not."""
        alone = not self.counted and bool(self.of) and self.units.at_least is not None and not self.each
        return alone or super().is_decided_alone(reading)

    @property
    def counts_groups(self) -> bool:
        """True: a group is one unit."""
        return True

    def counts_each_of(self, part: RequirementBase) -> bool:
        """Tell whether each unit of a pool that is listed counts, and not that pool as one."""
        return self.each and isinstance(part, Units) and not part.counted

    def weight(self, piece: Piece) -> int | None:  # noqa: ARG002 - every piece is one unit
        """Return 1."""
        return 1

    def _chosen(self, part: RequirementBase, ledger: Ledger, literal: Truth, path: str) -> Iterator[Term]:
        """Count in a group, and yield one for it, or each unit of a pool."""
        if isinstance(part, Units) and self.counts_each_of(part):
            yield from part.count(ledger, literal, path)
        else:
            yield from super()._chosen(part, ledger, literal, path)

    def in_words(self, names: Names, reading: Reading = "lenient") -> Argument:
        """Return "at least 5 modular certificates from …"; of lists that count each, every list in brackets."""
        amount = self.units.in_words(self.called)
        if not self.each:
            return self.from_pool(amount, names, reading)
        said = ((part.in_words(names, reading), part.is_one) for part in self.of)
        pool = listed([what if single else Message("said.in-brackets", what=what) for what, single in said], "comma")
        return Message("rules.amount-each-from", amount=amount, pool=pool)

    def judge(self, situation: Situation) -> Verdict:
        """Return the days on which enough different things of a listed pool are held.

        An upper bound caps what is counted and defeats nothing. A selected pool, or a number that is not published,
        depends on what is counted towards the award.
        """
        if self.units.at_least is None or not self.of or self.each:
            return super().judge(situation)
        needed = ceil(self.units.at_least)
        verdicts = sorted(self._each(situation), key=lambda verdict: [note.message for note in verdict.reasons])
        if situation.open_world:
            asked = self.in_words(situation.name_of, situation.reading)
            verdicts += [unknown(Note("not_shown", Message("rules.not-all-among-holdings", what=asked)))] * needed
        verdict = judge_at_least(needed, verdicts, situation.day)
        if verdict.on(situation.day) is Standing.NOT_MET:
            held = sum(verdict.on(situation.day) is not Standing.NOT_MET for verdict in verdicts)
            few = Message("rules.too-few", held=held, needed=Quantity(needed, self.called))
            return verdict._replace(reasons=(Note("too_few", few), *verdict.reasons))
        return verdict

    def _each(self, situation: Situation) -> Iterator[Verdict]:
        """Yield the verdict on each different thing held that may be in the pool."""
        things: dict[Hashable, list[Holding]] = defaultdict(list)
        for position, holding in enumerate(situation.holdings):
            item = situation.items.get(holding.code or "")
            things[holding.code if item and not item.is_class else position].append(holding)
        for holdings in things.values():
            alone = situation.but(holdings=holdings, open_world=False)
            verdict = judge_at_least(1, [part.judge(alone) for part in self.of], situation.day)
            if verdict.possible:
                yield verdict

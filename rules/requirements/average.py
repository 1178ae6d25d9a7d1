"""Average: the credit-weighted average grade of what is counted, or of all that is held."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import model_validator

from stackways.rules.catalogue import Selection
from stackways.rules.days import NO_DAYS, Days
from stackways.rules.grades import UNGRADED, number
from stackways.rules.holdings import AHEAD, Grade
from stackways.rules.requirements.base import Counting, Names
from stackways.rules.requirements.hold import on_scale
from stackways.rules.requirements.select import selection_in_words
from stackways.rules.selection import selects
from stackways.rules.situation import Note, Standing, Verdict
from stackways.words.message import Argument, Message, MisfitError, Word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from stackways.rules.holdings import Reading
    from stackways.rules.pieces import Piece
    from stackways.rules.requirements.asks import Sum, Truth
    from stackways.rules.requirements.base import Counted, Ledger, Replay
    from stackways.rules.situation import Situation


GRAIN = 1_000
"""Grades are exact to a thousandth."""


class Average(Counting):
    """An average of at least so much, each grade weighted by its credits."""

    key: ClassVar[str] = "average"
    average: Grade
    """A number on a scale; grades on other scales are not known on this one, but `pass-fail` enters no average."""
    of: Literal["counted", "held"] = "counted"
    """Of what is counted, so that a bad grade may be left out; or of all that is held."""
    where: Selection = Selection()
    """Of what is so and selected by this."""

    @model_validator(mode="after")
    def _is_of_one(self) -> Average:
        if self.of == "held" and self.among:
            raise MisfitError(Message("misfit.average-among"), Message("misfit.average-among.do"))
        return self

    @property
    def selection(self) -> Selection:
        """What is looked at."""
        return self.where

    def encode(self, ledger: Ledger, active: Truth, path: str) -> None:
        """Ask that the weighted sum of differences to the average is not negative.

        Without a grade on this scale a piece is not certain; where the best is supposed, its grade may be any.
        """
        least = number(self.average)
        if least is None:
            ledger.refuse(self, active, path)
            return
        if self.of == "held":
            ledger.average_of_held(self, self.where, self._of_held(least, ledger), active, path)
            return
        certain = ledger.least is Standing.MET
        terms: list[Sum] = []
        supposing = [active, *(literal.negated() for literal in ledger.excuse(self, path))]
        for piece in ledger.pieces:
            selected = selects(self.where, piece.holding, ledger.situation.items)
            grade = ledger.grade_of(piece)
            if selected is False or (grade and grade.scale == UNGRADED) or not _enters(piece):
                continue
            mark = self._mark(grade)
            weight = weight_of_mark(piece, ledger.unit, ledger.situation)
            worth = 0 if mark is None else int(weight * (mark - least) * GRAIN)
            if selected is None:
                worth = min(worth, 0) if certain else max(worth, 0)
            ledger.roles[piece.index].append((path, selected, mark, weight))
            terms.append(worth * ledger.counted(piece, self.among))
            if mark is None and certain:
                ledger.model.add_implication(active, ledger.counted(piece, self.among).negated())
            elif mark is None:
                supposing.append(ledger.counted(piece, self.among).negated())
        ledger.model.add(sum(terms) >= 0).only_enforce_if(supposing)

    def _mark(self, grade: Grade | None) -> Decimal | None:
        return number(grade) if grade and grade.scale == self.average.scale else None

    def _of_held(self, least: Decimal, ledger: Ledger) -> Verdict:
        """Return the days on which the average of all that is held by then is enough."""
        worths: list[tuple[dt.date, int, int, bool]] = []
        for piece in (one for one in ledger.pieces if one.exemption is None):
            holding = piece.holding
            selected = selects(self.where, holding, ledger.situation.items)
            undated = holding.begun is None and holding.status in AHEAD
            if selected is False or not holding.enters_averages or undated:
                continue
            mark = self._mark(holding.grade)
            weight = weight_of_mark(piece, ledger.unit, ledger.situation)
            worth = 0 if mark is None else int(weight * (mark - least) * GRAIN)
            low, high = (worth, worth) if selected else (min(worth, 0), max(worth, 0))
            worths.append((holding.begun or dt.date.min, low, high, mark is None))
        changes = sorted({dt.date.min, *(start for start, *_ in worths)})
        met = possible = NO_DAYS
        for first, following in zip(changes, [*changes[1:], None], strict=True):
            days = Days.between(first, following and following - dt.timedelta(days=1))
            held = [one for one in worths if one[0] <= first]
            unknown = any(one[3] for one in held)
            met |= days if not unknown and sum(one[1] for one in held) >= 0 else NO_DAYS
            possible |= days if unknown or sum(one[2] for one in held) >= 0 else NO_DAYS
        asked = self.in_words(ledger.situation.name_of)
        return Verdict(met, possible, (Note("average_compared", Message("rules.is-needed", what=asked)),))

    def replay(self, replay: Replay, path: str) -> list[str]:  # noqa: ARG002 - the shape every kind has
        """Return that the grades, each weighted by its credits, fall short of the average."""
        least = number(self.average)
        pieces = replay.held() if self.of == "held" else replay.among(self.among)
        return [] if least is not None and self._reaches(least, pieces, replay) else replay.not_met(self)

    def _reaches(self, least: Decimal, pieces: Iterable[Piece], replay: Replay) -> bool:
        """Tell whether the grades of some pieces reach an average."""
        total = Decimal(0)
        for piece in pieces:
            selected = selects(self.where, piece.holding, replay.situation.items)
            grade = replay.grade_of(piece)
            if selected is False or (grade and grade.scale == UNGRADED) or not _enters(piece):
                continue
            mark = number(grade) if grade and grade.scale == self.average.scale else None
            if mark is None:
                return not replay.certain  # where the best is supposed, its grade may be any
            worth = weight_of_mark(piece, replay.unit, replay.situation) * (mark - least)
            if selected is None:
                worth = min(worth, Decimal(0)) if replay.certain else max(worth, Decimal(0))
            total += worth
        return total >= 0

    def undecided(self, counted: Counted, path: str) -> Iterator[Note]:  # noqa: ARG002 - the shape every kind has
        """Yield what is counted, or held, and has no grade on this scale."""
        looked_at = counted.held() if self.of == "held" else counted.used
        return counted.give_grades(self, looked_at, self.where, {self.average.scale, UNGRADED})

    def assumed(self, unit: str | None, situation: Situation) -> Iterator[Note]:
        """Yield by which unit marks weigh, where the award has none."""
        if unit is None and (own := common_unit(situation)) is not None:
            yield Note("weighed_by_own_unit", Message("rules.weighed-by-own-unit", unit=Word("unit", own, 2)))

    def in_words(self, names: Names, reading: Reading = "lenient") -> Argument:  # noqa: ARG002 - as every requirement
        """Return "an average of 2.5 (gpa-5) or better of …"."""
        among = selection_in_words(self.where, names)
        if self.of == "held" and self.where == Selection():
            among = Message("rules.all-held")
        elif self.of == "held":
            among = Message("rules.all-held-that-is", what=among)
        elif self.among:
            among = Message("rules.counted-in-part", part=Word("part", self.among), what=among)
        return Message("rules.average", grade=on_scale(self.average), among=among)


def _enters(piece: Piece) -> bool:
    """Tell whether a piece enters an average: what is exempted where its rule says so."""
    return piece.exemption is None or piece.exemption.effects.graded == "yes"


def weight_of_mark(piece: Piece, unit: str | None, situation: Situation) -> int:
    """Return what a mark weighs, in hundredths of a credit: nothing for a course of none.

    Where the award has no unit, marks weigh by the one unit that everything held with a mark is in. What carries no
    known credits weighs as one credit; so does everything where no unit is common.
    """
    unit = unit or common_unit(situation)
    weight = None if unit is None else piece.hundredths(unit)
    return 100 if weight is None else weight


def common_unit(situation: Situation) -> str | None:
    """Return the unit of the credits of everything held that has a mark, where it is one and the same."""
    marked = [holding for holding in situation.holdings if holding.grade]
    things = [(h.unit, h.described or situation.items.get(h.code or "")) for h in marked]
    units = {own or thing.unit for own, thing in things if thing is not None and thing.credits is not None}
    return units.pop() if len(units) == 1 else None

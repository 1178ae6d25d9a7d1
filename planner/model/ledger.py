"""The dated ledger: what is counted where, when both what is held and the day of the claim are still to be planned.

It takes the place of the audit's ledger: the requirement kinds write themselves into it by the same `encode`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from stackways.planner.problem import Judged
from stackways.rules.awards.ledger import SolverLedger
from stackways.rules.awards.solver import cp_model
from stackways.rules.days import EVERY_DAY, Days
from stackways.rules.pieces import Piece
from stackways.rules.requirements.asks import Term, Truth
from stackways.rules.situation import Standing, Verdict

if TYPE_CHECKING:
    from stackways.rules.base import Code
    from stackways.rules.holdings import Holding
    from stackways.rules.periods import Period
    from stackways.rules.requirements.asks import Place
    from stackways.rules.requirements.base import RequirementBase
    from stackways.rules.situation import Situation

Judge = Callable[["Holding", "Situation"], "Verdict | None"]


@dataclass(frozen=True)
class Dated:
    """A planned thing, as what will be held: whether, and from which day (counted from the first day of the plan)."""

    taken: Truth
    begun: cp_model.IntVar
    """The day it is begun, or entered."""
    end: cp_model.IntVar
    first: int
    """The first day it can be had on."""
    last: int


@dataclass(frozen=True)
class Claimed:
    """An exemption, as what may be counted: whether it is claimed, and on which day."""

    made: Truth
    day: cp_model.IntVar
    may_rest_on: Sequence[Piece]
    """What its rule speaks of."""


@dataclass(frozen=True)
class Calendar:
    """The days of a plan as whole numbers."""

    first: dt.date
    length: int
    """The number of the last day."""

    def number(self, day: dt.date) -> int:
        """Return a day's number."""
        return (day - self.first).days

    def day(self, number: int) -> dt.date:
        """Return the day with a number."""
        return self.first + dt.timedelta(days=number)

    def runs(self, days: Days) -> list[tuple[int, int]]:
        """Return the runs of a set of days that lie in the plan."""
        base = self.first.toordinal()
        runs = ((max(0, low - base), min(self.length, high - base)) for low, high in days.runs)
        return [(low, high) for low, high in runs if low <= high]


ANY_DAY = Verdict(EVERY_DAY, EVERY_DAY)
"""What the audit's ledger is told of a piece: which days it counts on is asked of the variables."""

Lag = tuple[int, int, int]
"""Had from one day to another, it counts for so many days after it was had."""


@dataclass
class DatedLedger(SolverLedger):
    """A ledger whose day of the claim is a variable."""

    when: cp_model.IntVar = field(kw_only=True)
    """The day of the claim."""
    calendar: Calendar = field(kw_only=True)
    planned: Mapping[int, Dated] = field(kw_only=True)
    """The planned things among the pieces, by index."""
    claimed: Mapping[int, Claimed] = field(kw_only=True, default_factory=dict)
    """The exemptions among the pieces, by index."""
    assumable: Callable[[Code], bool] = field(kw_only=True, default=lambda _: False)
    """Whether what is not mentioned may be held all the same (entry)."""
    or_together: bool = field(kw_only=True, default=False)
    """Whether a planned thing counts as soon as it is begun (a corequisite)."""
    judged: dict[int, tuple[Verdict, Judge, RequirementBase]] = field(default_factory=dict)
    lags: dict[object, list[Lag] | None] = field(default_factory=dict)
    had: dict[tuple[int, int], Holding] = field(default_factory=dict)
    """Planned things as they are held from a day on, by index and day."""
    counting: Judged = field(kw_only=True, default_factory=Judged)
    """On which days planned things count, as far as it was judged already."""
    had_by: dict[int, Truth] = field(default_factory=dict)

    def verdict(self, requirement: RequirementBase, piece: Piece, judge: Judge) -> Verdict | None:
        """Return the verdict on a piece; on a planned one, as if had on the first day that it can be."""
        if piece.index not in self.planned:
            return super().verdict(requirement, piece, judge)
        key = (id(requirement), piece.index)
        kept = self.verdicts.get(key)
        if kept is None:
            verdict = judge(self.as_had(piece, self.planned[piece.index].first), self.situation)
            kept = self.verdicts[key] = requirement, verdict
            if verdict is not None:
                self.judged[id(verdict)] = (verdict, judge, requirement)
        return kept[1]

    def place(self, piece: Piece, place: Place, verdict: Verdict) -> Truth | None:
        """Return whether the piece is counted in a place; None when it never may be."""
        dated = self.planned.get(piece.index)
        runs = self.calendar.runs(self._days(verdict)) if dated is None else []
        lags = None if dated is None else self._lags(piece, dated, verdict)
        if lags == [] or (dated is None and not runs):
            return None
        literal = super().place(piece, place, ANY_DAY)
        if literal is None:
            return None
        if dated is None:
            self._claimed_within(runs, literal)
            if piece.index in self.claimed:
                claim = self.claimed[piece.index]
                self.model.add_implication(literal, claim.made)
                self.model.add(self.when >= claim.day).only_enforce_if(literal)
            return literal
        self.model.add_implication(literal, dated.taken)
        self.model.add(self.when >= (dated.begun if self.or_together else dated.end)).only_enforce_if(literal)
        if lags is not None:
            self._while_it_counts(lags, dated, literal)
        return literal

    def is_had(self, piece: Piece) -> Truth:
        """Return whether a planned thing is had by the day of the claim."""
        if piece.index not in self.had_by:
            dated = self.planned[piece.index]
            had, later = self.literal(""), self.literal("")
            self.model.add_implication(had, dated.taken)
            self.model.add(self.when >= dated.end).only_enforce_if(had)
            self.model.add(self.when < dated.end).only_enforce_if(later)
            self.model.add_bool_or([had, later, dated.taken.negated()])
            self.had_by[piece.index] = had
        return self.had_by[piece.index]

    def condition(self, requirement: RequirementBase, verdict: Verdict, active: Truth, path: str) -> None:
        """Ask for a condition that is not about what is counted, on the day of the claim."""
        runs = self.calendar.runs(self._days(verdict))
        if runs:
            self._claimed_within(runs, active)
        else:
            self.refuse(requirement, active, path)

    def is_here(self, piece: Piece) -> bool | None:
        """Tell whether a piece was earned at the awarding institution; of what is exempted, whatever it may rest on."""
        if piece.exemption is None:
            return super().is_here(piece)
        answers = {other.is_earned_at(self.institutions) for other in self.claimed[piece.index].may_rest_on}
        return answers.pop() if len(answers) == 1 else (None if answers else False)

    def excuse(self, requirement: RequirementBase, path: str, price: int | None = None) -> list[Truth]:
        """Return what lets a requirement be taken as met: that it asks for what need not be mentioned."""
        if requirement.thing is not None and self.assumable(requirement.thing):
            return [self.literal("")]
        return super().excuse(requirement, path, price)

    def require(  # noqa: PLR0913 - the shape of the ledger
        self,
        requirement: RequirementBase,
        total: cp_model.LinearExprT,
        least: cp_model.LinearExprT,
        active: Truth,
        path: str,
        *,
        most: int,
        scale: int,
        times: int = 1,
    ) -> None:
        """Ask for an amount; where what is counted need not be mentioned, for none."""
        if any(map(self.assumable, requirement.codes())):
            return
        super().require(requirement, total, least, active, path, most=most, scale=scale, times=times)

    def is_dated(self, piece: Piece) -> bool:
        """Tell whether it is known when a piece was attained, or planned when it will be."""
        return piece.index in self.planned or super().is_dated(piece)

    def among_latest(self, terms: Sequence[Term], amount: int, path: str) -> Mapping[int, Truth]:
        """Return, by index, whether a piece is counted and less than an amount is counted on later days."""
        if not any(term.piece and term.piece.index in self.planned for term in terms):
            return super().among_latest(terms, amount, path)
        days = [self._had_on(term.piece) for term in terms if term.piece]
        seen: dict[int, Truth] = {}
        for term, day in zip(terms, days, strict=True):
            later = sum(
                other.weight * self._both(other.literal, self._is_later(its_day, day))
                for other, its_day in zip(terms, days, strict=True)
                if other is not term
            )
            seen |= self.counted_unless(self.reaches(later, amount, path), [term], path)
        return seen

    def _had_on(self, piece: Piece) -> cp_model.IntVar | int:
        dated, attained = self.planned.get(piece.index), piece.holding.attained_on
        assert dated or attained  # noqa: S101 - asked only of what is dated
        return dated.end if dated else self.calendar.number(attained or self.calendar.first)

    def _is_later(self, one: cp_model.IntVar | int, other: cp_model.IntVar | int) -> Truth:
        if isinstance(one, int) and isinstance(other, int):
            return self.model.new_constant(one > other)
        later = self.literal("")
        self.model.add(one > other).only_enforce_if(later)
        self.model.add(one <= other).only_enforce_if(later.negated())
        return later

    def _both(self, one: Truth, other: Truth) -> Truth:
        both = self.literal("")
        self.model.add_min_equality(both, [one, other])
        return both

    def keep_within(
        self,
        requirement: RequirementBase,  # noqa: ARG002 - the shape of the ledger
        period: Period,
        counted: Sequence[tuple[Piece, Truth]],
        active: Truth,
        path: str,  # noqa: ARG002
    ) -> None:
        """Exclude every two that are had further apart than a period, on the days planned."""
        days: list[tuple[cp_model.IntVar | int, Truth]] = []
        for piece, literal in counted:
            if self.is_dated(piece):
                days.append((self._had_on(piece), literal))
            elif self.least is Standing.MET:
                self.model.add_implication(active, literal.negated())
        earliest = min([0, *(day for day, _ in days if isinstance(day, int))])
        first = self.model.new_int_var(earliest, self.calendar.length, "")
        longest = self._length_from(first, range(earliest, self.calendar.length + 1), period)
        for day, literal in days:
            self.model.add(first <= day).only_enforce_if([active, literal])
            self.model.add(first + longest >= day).only_enforce_if([active, literal])

    def between_parts(self, name: str) -> cp_model.IntVar:
        """Return a day of the plan, or before, by which something is had, before something else."""
        attained = [one.holding.attained_on for one in self.pieces if one.holding.attained_on]
        earliest = min([0, *(self.calendar.number(day) for day in attained)])
        return self.model.new_int_var(earliest, self.calendar.length, name)

    def begun_and_had(self, piece: Piece) -> tuple[cp_model.IntVar | int, cp_model.IntVar | int]:
        """Return the days on which a dated piece is begun and had, planned or held."""
        dated, had = self.planned.get(piece.index), self._had_on(piece)
        return dated.begun if dated else had, had

    def _length_from(self, first: cp_model.IntVar, numbers: range, period: Period) -> cp_model.IntVar:
        """Return how many days a period has from a day on; months differ."""

        def lasts(number: int) -> int:
            after = self.calendar.number(period.after(self.calendar.day(number)))
            return after - number if after <= self.calendar.length else self.calendar.length - numbers[0]

        runs = [(run[0], run[-1], lasting) for lasting, same in groupby(numbers, lasts) for run in [list(same)]]
        lengths = [lasting for _, _, lasting in runs]
        length = self.model.new_int_var(min(lengths), max(lengths), "")
        for low, high, lasting in runs:
            here = self.literal("")
            self.model.add_linear_expression_in_domain(first, cp_model.Domain(low, high)).only_enforce_if(here)
            self.model.add_linear_expression_in_domain(first, cp_model.Domain(low, high).complement()).only_enforce_if(
                here.negated()
            )
            self.model.add(length == lasting).only_enforce_if(here)
        return length

    def _days(self, verdict: Verdict) -> Days:
        return verdict.met if self.least is Standing.MET else verdict.possible

    def _claimed_within(self, runs: list[tuple[int, int]], literal: Truth) -> None:
        if runs != [(0, self.calendar.length)]:
            domain = cp_model.Domain.from_intervals([list(run) for run in runs])
            self.model.add_linear_expression_in_domain(self.when, domain).only_enforce_if(literal)

    def as_had(self, piece: Piece, number: int) -> Holding:
        """Return a planned thing as it is held from a day on."""
        key = (piece.index, number)
        if key not in self.had:
            self.had[key] = piece.holding.model_copy(update={"attained_on": self.calendar.day(number)})
        return self.had[key]

    def _lags(self, piece: Piece, dated: Dated, verdict: Verdict) -> list[Lag] | None:
        """Return for how long a planned thing counts, by the day it is had on; None where that never matters."""
        _, judge, requirement = self.judged[id(verdict)]
        first = self.calendar.runs(self._days(verdict))
        if not first and not requirement.looks_at_dates(self.situation):
            return []
        key = (id(requirement), dated.first, dated.last, tuple(first))
        if key not in self.lags:
            latest = judge(self.as_had(piece, dated.last), self.situation)
            whole = [(dated.first, self.calendar.length)], [(dated.last, self.calendar.length)]
            last = [] if latest is None else self.calendar.runs(self._days(latest))
            self.lags[key] = None if (first, last) == whole else self._each_lag(piece, dated, judge, requirement)
        return self.lags[key]

    def _each_lag(self, piece: Piece, dated: Dated, judge: Judge, requirement: RequirementBase) -> list[Lag]:
        """Return for how long it counts, day by day, days with the same answer together."""
        lags: list[Lag] = []
        for number in range(dated.first, dated.last + 1):
            key = id(requirement), piece.holding.code, self.calendar.day(number)
            if key not in self.counting.days:
                verdict = judge(self.as_had(piece, number), self.situation)
                self.counting.days[key] = requirement, None if verdict is None else (verdict.met, verdict.possible)
            _, days = self.counting.days[key]
            runs = [] if days is None else self.calendar.runs(days[self.least is not Standing.MET])
            if not runs or runs[0][0] != number:
                continue
            lag = self.calendar.length if runs[0][1] == self.calendar.length else runs[0][1] - number
            if lags and lags[-1][1:] == (number - 1, lag):
                lags[-1] = (lags[-1][0], number, lag)
            else:
                lags.append((number, number, lag))
        return lags

    def _while_it_counts(self, lags: list[Lag], dated: Dated, literal: Truth) -> None:
        """Ask that the claim comes while it counts."""
        chosen = []
        for low, high, lag in lags:
            here = self.literal("")
            self.model.add_linear_expression_in_domain(
                dated.end, cp_model.Domain.from_intervals([[low, high]])
            ).only_enforce_if(here)
            if lag < self.calendar.length:
                self.model.add(self.when <= dated.end + lag).only_enforce_if(here)
            chosen.append(here)
        self.model.add_bool_or([*chosen, literal.negated()])

"""The plan under construction: one CP-SAT model of what is studied when, entered, claimed and awarded."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import ceil

from stackways.planner.model.held import PlannedLedger
from stackways.planner.model.ledger import Calendar, Claimed, Dated
from stackways.planner.model.segments import first_days
from stackways.planner.problem import Problem
from stackways.planner.world import Sparing, Thing, World
from stackways.rules.awards.solver import cp_model
from stackways.rules.base import Code
from stackways.rules.catalogue import Programme
from stackways.rules.holdings import Holding, HoldingStatus
from stackways.rules.pieces import Piece
from stackways.rules.recognise import may_be_meant
from stackways.rules.requirements.asks import Truth
from stackways.rules.situation import Standing
from stackways.words.message import Message

WEEK = 7
FIRST_EXEMPTED = 1_000_000
"""The first index of what is exempted, after all that is held or planned."""


@dataclass(frozen=True)
class Study:
    """The study of one thing, in days of the plan."""

    thing: Thing
    taken: Truth
    start: cp_model.IntVar
    end: cp_model.IntVar
    work: int | None
    """How many days it takes with all the weekly hours; None where they or its hours are not given."""
    work_start: cp_model.IntVar | None
    shortest: int
    """The fewest days from its first to its last."""

    @property
    def is_timed(self) -> bool:
        """Whether it is known how long it takes."""
        return self.thing.facts.period is not None or self.work is not None


@dataclass(frozen=True)
class Awarding:
    """The way through one award: entered, and applied for."""

    thing: Thing
    taken: Truth
    enter: cp_model.IntVar
    day: cp_model.IntVar
    ledgers: dict[str, PlannedLedger] = field(default_factory=dict)


@dataclass(frozen=True)
class Claim:
    """An exemption, claimed on a day."""

    sparing: Sparing
    made: Truth
    day: cp_model.IntVar
    piece: Piece
    """What is exempted, as what may be counted."""
    rests_on: dict[int, list[Truth]] = field(default_factory=lambda: defaultdict(list))
    """Whether it uses up each piece, by its index."""


class Plan:
    """What is chosen: which things are studied and when, which awards are had, which exemptions are claimed."""

    def __init__(self, world: World, least: Standing = Standing.MET) -> None:
        self.world = world
        self.problem: Problem = world.problem
        self.least = least
        self.model = cp_model.CpModel()
        self.calendar = Calendar(self.problem.start, (self.problem.last - self.problem.start).days)
        self.studies: dict[Code, Study] = {}
        self.awardings: dict[Code, Awarding] = {}
        self.claims: list[Claim] = []
        self.pieces: list[Piece] = [
            Piece(index, holding, self.problem.items.get(holding.code or ""))
            for index, holding in enumerate(self.problem.situation.holdings)
        ]
        self.planned: dict[int, Dated] = {}
        self.had: dict[tuple[int, int], Holding] = {}
        """Planned things as they are held from a day on, by index and day."""
        self.kept_out: dict[Message, None] = {}
        """What is not looked at for a condition on all that is held, in words."""
        self.weekly = self.problem.limits.hours_per_week
        self._stages: set[Code] = set()
        self.segments: list[int] = []
        """The first day of each segment after the first."""

    # Variables

    def whole_number(self, first: int, last: int) -> cp_model.IntVar:
        """Return a new day, or other whole number."""
        return self.model.new_int_var(first, last, "")

    def truth(self) -> Truth:
        """Return a new truth value."""
        return self.model.new_bool_var("")

    def is_taken(self, code: Code) -> Truth | None:
        """Return whether something is studied or awarded in the plan."""
        found = self.studies.get(code) or self.awardings.get(code)
        return found.taken if found else None

    @property
    def finish(self) -> cp_model.IntVar:
        """The day on which the target is had."""
        target = self.problem.target.code
        return self.awardings[target].day if target in self.awardings else self.studies[target].end

    def take_together(self, days: Sequence[tuple[Study, int]], at_once: int = 1) -> None:
        """Say how long things take together, so many at once: it follows from other constraints, and is seen sooner."""
        first = min(self.calendar.number(study.thing.starts.days[0]) for study, _ in days)
        any_taken = self.truth()
        for study, _ in days:
            self.model.add_implication(study.taken, any_taken)
        total = sum(count * study.taken for study, count in days)
        self.model.add(at_once * (self.finish + 1) >= at_once * first * any_taken + total)

    def build(self) -> bool:
        """Make the variables of all that may be studied or awarded; False where the target or a stage is missing."""
        self._stages = set(self.world.stages)
        self.segments = [self.calendar.number(day) for day in first_days(self.world)]
        for thing in self.world.things.values():
            if thing.tree is None:
                self._study(thing)
            else:
                day, enter = self.whole_number(0, self.calendar.length), self._entering(thing)
                taken = self.truth()
                self.awardings[thing.code] = Awarding(thing, taken, enter, day)
                self._piece(thing, Dated(taken, enter, day, 0, self.calendar.length))
        for sparing in self.world.sparings:
            self._claim(sparing)
        return all(self.is_taken(code) is not None for code in (*self.problem.stages, self.problem.target.code))

    def _claim(self, sparing: Sparing) -> None:
        """Make the variables of an exemption, and the piece that is counted where it is used."""
        item = self.problem.items.get(sparing.spares)
        index = FIRST_EXEMPTED + len(self.claims)
        piece = Piece(index, Holding(code=sparing.spares), item, sparing.exemption)
        self.claims.append(Claim(sparing, self.truth(), self.whole_number(0, self.calendar.length), piece))

    def _entering(self, thing: Thing) -> cp_model.IntVar:
        """Return the day a programme is entered: one on which it begins, where it is entered to be studied."""
        stage = thing.code in self._stages
        days = [self.calendar.number(day) for day in thing.starts.days]
        if not stage or not days or (isinstance(thing.item, Programme) and thing.item.stackable):
            return self.whole_number(0, self.calendar.length)
        return self.model.new_int_var_from_domain(cp_model.Domain.from_values(days), "")

    def _study(self, thing: Thing) -> None:
        """Make the variables of the study of a thing; none where it cannot be done in the time there is."""
        length, model = self.calendar.length, self.model
        work = days_of_work(thing, self.problem)
        dates = [(day, end_of_study(thing, day)) for day in thing.starts.days]
        fitting = [(self.calendar.number(day), self.calendar.number(end)) for day, end in dates if end]
        fitting = [
            (start, end) for start, end in fitting if end <= length and (work is None or start + work - 1 <= length)
        ]
        if not fitting:
            return
        taken = self.truth()
        start = model.new_int_var_from_domain(cp_model.Domain.from_values([start for start, _ in fitting]), "")
        least = model.new_int_var_from_domain(cp_model.Domain.from_values([end for _, end in fitting]), "")
        self._lasting(start, least, fitting)
        first = fitting[0][1] if work is None else max(fitting[0][1], fitting[0][0] + work - 1)
        work_start = None
        end = least
        if work is not None:
            end = self.whole_number(first, length)
            work_start = self.whole_number(0, length - work + 1)
            model.add(work_start >= start).only_enforce_if(taken)
            model.add_max_equality(end, [least, work_start + work - 1])
        shortest = max(min(last - begun + 1 for begun, last in fitting), work or 0)
        self.studies[thing.code] = Study(thing, taken, start, end, work, work_start, shortest)
        self._piece(thing, Dated(taken, start, end, first, length if work is not None else fitting[-1][1]))

    def _lasting(self, start: cp_model.IntVar, end: cp_model.IntVar, fitting: Sequence[tuple[int, int]]) -> None:
        """Tie the day something ends to the day it begins, both among days that fit.

        Months differ by a few days and beginnings lie further apart, so that the shortest and the longest it may last
        leave one end for each beginning, mostly; that is easier for the solver than a table.
        """
        lengths = [last - first for first, last in fitting]
        shortest, longest = min(lengths), max(lengths)
        ends = sorted({last for _, last in fitting})
        if all(bisect_left(ends, b + shortest) + 1 == bisect_right(ends, b + longest) for b, _ in fitting):
            self.model.add_linear_constraint(end - start, shortest, longest)
        else:
            self.model.add_allowed_assignments([start, end], fitting)

    def _piece(self, thing: Thing, dated: Dated) -> None:
        """Make the piece, or one for each segment in which it may be had, of which one comes true."""
        holding = Holding(code=thing.code, status=HoldingStatus.PLANNED)
        if not self.segments:
            self._planned(thing, holding, dated)
            return
        begins = [dated.first, *(day for day in self.segments if dated.first < day <= dated.last)]
        true = []
        for first, last in zip(begins, [*(day - 1 for day in begins[1:]), dated.last], strict=True):
            here = self.truth()
            self.model.add_implication(here, dated.taken)
            self.model.add_linear_expression_in_domain(dated.end, cp_model.Domain(first, last)).only_enforce_if(here)
            had = holding.model_copy(update={"attained_on": self.calendar.day(first)})
            self._planned(thing, had, Dated(here, dated.begun, dated.end, first, last))
            true.append(here)
        self.model.add(sum(true) == dated.taken)

    def _planned(self, thing: Thing, holding: Holding, dated: Dated) -> None:
        index = len(self.pieces)
        self.pieces.append(Piece(index, holding, thing.item))
        self.planned[index] = dated

    # Ledgers

    def ledger(
        self,
        when: cp_model.IntVar,
        pieces: Sequence[Piece],
        least: Standing,
        claiming: Code | None = None,
        **more: object,
    ) -> PlannedLedger:
        """Return an empty ledger on the model of the plan, claimed on a day of the plan.

        `claiming`: the award that is had by it, and not before.
        """
        return PlannedLedger(
            self.problem.situation,
            pieces,
            self.problem.start,
            least=least,
            model=self.model,
            when=when,
            calendar=self.calendar,
            planned=self.planned,
            had=self.had,
            everything=[piece for piece in self.pieces if piece.holding.code != claiming],
            kept_out=self.kept_out,
            counting=self.problem.judged.within(self.problem.situation),
            claimed=self.claimed,
            **more,  # type: ignore[arg-type]
        )

    def exemptions(self, place: Code | None, least: Standing) -> list[Piece]:
        """Return what may be exempted in a programme (None: in any), as what may be counted."""
        return [
            claim.piece.counting_for(least) for claim in self.claims if place is None or place in claim.sparing.places
        ]

    @cached_property
    def claimed(self) -> Mapping[int, Claimed]:
        """Every exemption by the index of its piece."""
        items = self.problem.items
        return {
            claim.piece.index: Claimed(
                claim.made,
                claim.day,
                [p for p in self.pieces if any(may_be_meant(r, p.holding, items) for r in claim.sparing.versions)],
            )
            for claim in self.claims
        }


def end_of_study(thing: Thing, start: dt.date) -> dt.date | None:
    """Return the last day of study by the published duration, else the day it begins; None past the calendar's end."""
    if thing.facts.period is None:
        return start
    after = thing.facts.period.after(start)
    return None if after == dt.date.max else max(start, after - dt.timedelta(days=1))


def days_of_work(thing: Thing, problem: Problem) -> int | None:
    """Return how many days a thing takes with all the weekly hours, rounded up; None where something is not known."""
    weekly, hours = problem.limits.hours_per_week, thing.facts.hours
    if not weekly or not hours:
        return None
    return ceil(hours * WEEK / weekly)

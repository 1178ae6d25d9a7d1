"""The timeline of a plan that was found: what is had when, and which of these days nobody knows for certain."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from stackways.planner.problem import Problem
from stackways.planner.search.search import Found, Search
from stackways.rules.base import Code
from stackways.rules.holdings import Holding, HoldingStatus
from stackways.rules.selection import is_member
from stackways.rules.situation import Situation


@dataclass
class Timeline:
    """A plan that was found, on the days of the calendar."""

    found: Found

    @property
    def search(self) -> Search:
        """The search that found the plan."""
        return self.found.search

    @property
    def problem(self) -> Problem:
        """What was asked."""
        return self.search.world.problem

    @cached_property
    def stages(self) -> list[Code]:
        """The programmes that are entered for themselves, the target last."""
        had = {*self.found.studies, *self.found.awarded}
        return [code for code in self.search.world.stages if code in had]

    def day(self, number: int) -> dt.date:
        """Return a day of the plan."""
        return self.search.plan.calendar.day(number)

    @cached_property
    def had(self) -> dict[Code, dt.date]:
        """When each thing of the plan is had."""
        ends = {code: self.day(s.end) for code, s in self.found.studies.items()}
        return ends | {code: self.day(day) for code, day in self.found.awarded.items()}

    def situation(self, day: dt.date) -> Situation:
        """Return what is held on a day of the plan."""
        planned = [
            Holding(code=code, attained_on=had, status=HoldingStatus.PLANNED)
            for code, had in sorted(self.had.items())
            if had <= day
        ]
        situation = self.problem.situation
        return situation.but(day=day, holdings=[*situation.holdings, *planned])

    @cached_property
    def unsure(self) -> set[Code]:
        """What is had on a day that nobody knows, because of how long something takes that comes before it."""
        plan = self.search.plan
        unsure = {code for code in self.found.studies if not plan.studies[code].is_timed}
        stages = [*self.problem.stages, self.problem.target.code]
        changed = True
        while changed:
            before = len(unsure)
            for code in self.found.awarded:
                if any(plan.pieces[at].holding.code in unsure for at in self.found.counted(code)):
                    unsure.add(code)
            for code in [*self.found.studies, *self.found.awarded]:
                asked = {c for rule in self.search.world.entries(code) for c in rule.needs.codes()}
                if any(is_member(one, c, self.problem.items) for one in unsure - {code} for c in asked):
                    unsure.add(code)
            for one, following in pairwise(stages):
                if one in unsure:
                    unsure |= self.search.world.inside(following) & self.had.keys()
            changed = len(unsure) != before
        return unsure

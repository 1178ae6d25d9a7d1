"""What a route is asked for, and what the catalogue says of it; nothing here is solved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from stackways.planner.route import Limits, Objective, Variant
from stackways.rules.base import Code
from stackways.rules.catalogue import Programme, StudyItem
from stackways.rules.days import Days
from stackways.rules.holdings import Holding
from stackways.rules.kinds import Rule
from stackways.rules.kinds.award import Award
from stackways.rules.kinds.policy import Policy
from stackways.rules.kinds.recognition import Recognition
from stackways.rules.kinds.structure import Structure
from stackways.rules.periods import Period
from stackways.rules.recognise import Knowledge
from stackways.rules.requirements.base import RequirementBase
from stackways.rules.requirements.reading import unit_of
from stackways.rules.situation import Situation
from stackways.rules.versions import force_days, may_apply, versions_by_code

MONTHS = 60
"""How far ahead is planned at first; further only where that is too short. The answer says how far."""


@dataclass
class Judged:
    """On which days things count that are had on some day, certainly and perhaps; None: it is not what is asked for.

    By the requirement's identity (which is kept, so that it stays its own), the thing and the day it is had on.
    """

    situation: Situation | None = None
    days: dict[tuple[int, Code | None, dt.date], tuple[RequirementBase, tuple[Days, Days] | None]] = field(
        default_factory=dict
    )

    def within(self, situation: Situation) -> Judged:
        """Return what was judged in a situation; nothing of another one."""
        if self.situation is not situation:
            self.situation = situation
            self.days.clear()
        return self


@dataclass(frozen=True)
class Problem:
    """A target, what is held, and what must be kept to."""

    target: Programme
    situation: Situation
    knowledge: Knowledge
    rules: Sequence[Rule]
    start: dt.date
    """The first day of study."""
    limits: Limits = field(default_factory=Limits)
    optimise: Sequence[Objective] = ()
    """The most important first; none: everything that is not worse in all."""
    variant: Variant = field(default_factory=Variant)
    schemes: Sequence[Policy] = ()
    """Funding schemes to count on."""
    shown_only: bool = False
    """True when a qualification that is not mentioned is not held, so that entry must be shown."""
    stages: Sequence[Code] = ()
    """Programmes whose awards must be had first, in order, for what they bring to the next and to the target."""
    blocks: frozenset[Code] = frozenset()
    """Programmes that are studied as one block, for what their trees are made of is not in the catalogue."""
    for_exemption: frozenset[Code] | None = None
    """What may be studied for an exemption alone, of which everything is at hand; None: whatever rules name."""
    spare: int = 0
    """How many more than needed of things that are alike are looked at, so that there are other routes to tell."""
    months: int = MONTHS
    """How far ahead is planned."""
    judged: Judged = field(default_factory=Judged, repr=False, compare=False)
    """What was judged already, the same for all limits: what is asked again with others need not judge it again."""

    @property
    def term_unit(self) -> str | None:
        """The unit in which credits are counted in a term."""
        limit, tree = self.limits.credits_per_term, self.tree(self.target.code)
        own = unit_of(self.target, tree.needs, self.situation.reading) if tree else self.target.unit
        return (limit.unit if limit else None) or own

    def credits_in_term(self, code: Code) -> Decimal | None:
        """Return how many credits a thing takes of a term; None where that is not known in the unit."""
        item, unit = self.items.get(code), self.term_unit
        return item.credits if item is not None and unit in (None, item.unit) else None

    @property
    def items(self) -> Mapping[Code, StudyItem]:
        """Every entry that is at hand."""
        return self.knowledge.items

    @property
    def last(self) -> dt.date:
        """The last day that is planned."""
        limit = Period(f"P{self.months}M").after(self.start)
        return min(limit, self.limits.finish_by or limit)

    @cached_property
    def held(self) -> frozenset[Code]:
        """What is held, or will be on a day that is given."""
        return frozenset(h.code for h in self.situation.holdings if h.code and h.may_count and not self._again(h))

    def _again(self, holding: Holding) -> bool:
        """Tell whether what is held does not always do where it is asked for, so that it may be studied again."""
        plan = Days.between(self.start, self.last)
        for needs, situation in self._asking:
            if any(verdict.possible & plan != plan for verdict in needs.verdicts_on(holding, situation)):
                return True
        return False

    @cached_property
    def _asking(self) -> list[tuple[RequirementBase, Situation]]:
        """What programmes are made of and what entry asks for, each with the situation in which it is judged."""
        made_of = [(rule.needs, self.situation) for rules in self.structures.values() for rule in rules if rule.confers]
        entries = [
            (rule.needs, self.situation.but(window=rule.window))
            for rules in self.knowledge.entries.values()
            for rule in rules
        ]
        return [*made_of, *entries]

    @cached_property
    def recognitions(self) -> Mapping[Code, Sequence[Recognition]]:
        """Recognition rules by code, each in all its versions."""
        return versions_by_code(Recognition.among(self.rules))

    @cached_property
    def structures(self) -> Mapping[Code, Sequence[Structure]]:
        """Structure rules by the programme they structure, oldest version first."""
        by_programme: dict[Code, list[Structure]] = {}
        for rule in sorted(Structure.among(self.rules), key=lambda r: (r.code, r.version)):
            for code in rule.of:
                by_programme.setdefault(code, []).append(rule)
        return by_programme

    @cached_property
    def policies(self) -> Mapping[Code, Sequence[Policy]]:
        """Policies by the one thing they speak of."""
        by_thing: dict[Code, list[Policy]] = {}
        for rule in Policy.among(self.rules):
            if len(rule.about) == 1:
                by_thing.setdefault(rule.about[0], []).append(rule)
        return by_thing

    def tree(self, code: Code) -> Structure | None:
        """Return the published tree that leads to a programme's award; one that was made up only where none is."""
        for made_up in () if code in self.blocks else (False, True):
            rules = [r for r in self.structures.get(code, ()) if r.confers and r.illustrative is made_up]
            for versions in versions_by_code(rules).values():
                # Who is not told to be admitted yet is admitted when the plan begins.
                admitted = self.situation.learner.admission_on or self.start
                learner = self.situation.learner.model_copy(update={"admission_on": admitted})
                for rule in may_apply(versions, self.start, learner):
                    return rule
        return None

    def depends_on_admission(self, code: Code) -> bool:
        """Tell whether another version of a programme's tree may be the one, as the day of admission is not told."""
        tree = self.tree(code)
        versions = [r for r in self.structures.get(code, ()) if tree and r.code == tree.code]
        return len(versions) > 1 and len(may_apply(versions, self.start, self.situation.learner)) > 1

    def awards(self, code: Code) -> list[Award]:
        """Return the rules in force that decide title, theme and level of a programme's award."""
        rules = [rule for rule in Award.among(self.rules) if code in rule.of]
        return [
            rule
            for versions in versions_by_code(rules).values()
            for rule, days in zip(versions, force_days(versions), strict=True)
            if self.start in days
        ]

"""The world of a plan: what may be studied on the way, which awards are made of what, and what may be exempted."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from stackways.planner.asked import asked_by
from stackways.planner.intakes import Starts, apply_by
from stackways.planner.problem import Problem
from stackways.rules.awards.exempting import SPARING, effects_of
from stackways.rules.base import Code, Money
from stackways.rules.catalogue import Programme, StudyItem
from stackways.rules.decision import Decision
from stackways.rules.exemption import Exemption
from stackways.rules.kinds.award import Award
from stackways.rules.kinds.entry import Entry
from stackways.rules.kinds.policy import Policy
from stackways.rules.kinds.recognition import Grant, Recognition
from stackways.rules.kinds.structure import Structure
from stackways.rules.periods import Period
from stackways.rules.recognise import Knowledge, decide, grants_of
from stackways.rules.selection import is_member
from stackways.rules.situation import Situation
from stackways.words.message import Message


@dataclass(frozen=True)
class Facts:
    """What is known of studying something, of its own or published apart; None where it is not known."""

    hours: Decimal | None = None
    hours_kind: str = "not-stated"
    fee: Money | None = None
    period: Period | None = None
    rules: tuple[str, ...] = ()
    """Rules that say it, where the entry itself does not."""
    covered: bool = False
    """True where the fee is part of the one published for the whole award."""
    whole: bool = True
    """False where part of it need not be studied, so that what is published for all of it says nothing of the rest."""
    within: Code | None = None
    """The award whose published duration is taken, for want of one of its own."""


@dataclass(frozen=True)
class Thing:
    """Something that may be studied, or an award that may be had on the way."""

    item: StudyItem
    tree: Structure | None
    """The tree that leads to its award; None: it is studied as such, or as one block."""
    awards: Sequence[Award]
    facts: Facts
    starts: Starts

    @property
    def code(self) -> Code:
        """Its code."""
        return self.item.code


def exemption_by(rule: Recognition, grant: Grant) -> Exemption:
    """Return what a grant of a rule does, whoever claims it."""
    own = grant.own_credits
    return Exemption(
        code=grant.target,
        rule=rule.name,
        effects=effects_of(rule.effects, grant.outcome),
        amount=None if own else grant.amount,
        unit=None if own or grant.amount is None else grant.unit,
    )


@dataclass(frozen=True)
class Sparing:
    """An exemption that may be claimed: by which rule, of what, inside which programmes."""

    versions: Sequence[Recognition]
    spares: Code
    places: frozenset[Code]
    """The programmes in whose trees it counts."""
    stage: Code
    """The programme that must be entered first."""

    @property
    def exemption(self) -> Exemption:
        """Return what it does, as the newest version of its rule says."""
        rule = self.versions[-1]
        grant = next(grant for grant in rule.grants if grant.target == self.spares and grant.outcome in SPARING)
        return exemption_by(rule, grant)

    def decisions(self, situation: Situation, knowledge: Knowledge) -> list[Decision]:
        """Return what is decided on it in a situation, one decision for each outcome."""
        grants = (grant for grant in grants_of(self.versions) if grant.target == self.spares)
        return [decide(self.versions, grant, situation, knowledge) for grant in grants]


@dataclass(frozen=True)
class NotProposed:
    """Something that would be of use for an exemption, and is not looked at."""

    code: Code
    spared: Code
    why: Message


@dataclass
class World:
    """Everything that can matter."""

    problem: Problem
    things: dict[Code, Thing] = field(default_factory=dict)
    barred: dict[Code, StudyItem] = field(default_factory=dict)
    """What the limits on places and delivery leave out."""
    named: set[Code] = field(default_factory=set)
    """Every code and member that some tree asks for, also what is held or barred."""
    sparings: list[Sparing] = field(default_factory=list)
    applications: dict[Code, list[Policy]] = field(default_factory=dict)
    """The rules that say by when to apply for each thing, its own or those of the programme it is studied in."""
    for_exemption: set[Code] = field(default_factory=set)
    """What no tree asks for, and is studied for an exemption alone."""
    not_proposed: list[NotProposed] = field(default_factory=list)
    """What would be of use for an exemption, and is not looked at."""

    @property
    def currency(self) -> str:
        """The currency that is compared: the budget's, else the one that most fees are in."""
        if self.problem.limits.budget is not None:
            return self.problem.limits.budget.currency
        fees = Counter(thing.facts.fee.currency for thing in self.things.values() if thing.facts.fee)
        return min(fees, key=lambda currency: (-fees[currency], currency), default="")

    @property
    def hours_kind(self) -> str:
        """The kind of hours that are compared: notional ones where any are known, else the kind most are of."""
        kinds = [thing.facts.hours_kind for thing in self.things.values() if thing.facts.hours]
        return "notional" if "notional" in kinds else max(sorted(set(kinds)), key=kinds.count, default="not-stated")

    def apply_by(self, code: Code, start: dt.date) -> dt.date | None:
        """Return the last day to apply for a thing that begins on a day; None where nobody published one."""
        return apply_by(self.applications.get(code, ()), start)

    @property
    def stages(self) -> list[Code]:
        """Return the programmes that are entered for themselves, rather than as a part of another; the target last."""
        asked = {
            part for thing in self.things.values() if thing.tree for part in asked_by(thing.tree.needs, self.problem)
        }
        last = [*self.problem.stages, self.problem.target.code]
        entered = (code for code, thing in self.things.items() if isinstance(thing.item, Programme))
        return [*sorted(code for code in entered if code not in asked and code not in last), *last]

    def entries(self, code: Code) -> Sequence[Entry]:
        """Return the entry rules of a thing, in all versions."""
        return self.problem.knowledge.entries.get(code, ())

    def inside(self, code: Code) -> set[Code]:
        """Return a programme and everything in its trees, at any depth."""
        found: set[Code] = set()
        pending = [code]
        while pending:
            one = pending.pop()
            if one in found:
                continue
            found.add(one)
            pending += [part for rule in self.problem.structures.get(one, ()) for part in rule.needs.codes()]
        return found

    def within(self, problem: Problem) -> World:
        """Return the same world for a shorter time: what begins later does not begin in it."""
        things = {}
        for code, thing in self.things.items():
            days = tuple(day for day in thing.starts.days if day <= problem.last)
            things[code] = replace(thing, starts=replace(thing.starts, days=days))
        return replace(self, problem=problem, things=things)

    def is_assumable(self, code: Code) -> bool:
        """Tell whether a qualification that is not mentioned may be held: it is no part of what is planned."""
        if self.problem.shown_only or code in self.named:
            return False
        planned = self.things.keys() - self.for_exemption
        return not any(is_member(thing, code, self.problem.items) for thing in planned)

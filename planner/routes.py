"""Planning routes: from a problem to dated itineraries, each replayed before it leaves, or to why there is none."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from stackways.planner.answer.impossible import FAR_MONTHS, explain
from stackways.planner.answer.itinerary import Itinerary
from stackways.planner.answer.validate import faults_of
from stackways.planner.asked import asks_for_the_unknown
from stackways.planner.chains import compared, spares_more
from stackways.planner.exempting import told as not_proposed
from stackways.planner.funding import Scheme
from stackways.planner.problem import Problem
from stackways.planner.route import Cost, Hours, Impossible, Route
from stackways.planner.search.search import Found, Search, Solving, routes_of
from stackways.rules.base import Code
from stackways.rules.deadline import TimeUpError
from stackways.rules.decision import told
from stackways.rules.situation import Standing
from stackways.words.message import Message, Published, listed

logger = logging.getLogger(__name__)

MOST_CHAINS = 3
"""How many chains of awards on the way are planned: so many that may spare something, so many others."""
UNDECIDED = Message("plan.undecided")


class UnsoundRouteError(RuntimeError):
    """A route that does not hold when it is replayed: a bug of the planner, never an answer."""


@dataclass(frozen=True)
class Planned:
    """What was found."""

    routes: Sequence[Route]
    until: dt.date
    """The last day that was planned for."""
    impossible: Impossible | None = None
    undecided: Message | None = None
    """Where the effort ended before it was decided whether there is a route: that, and what to do."""
    left_out: Sequence[Message] = ()
    """Ways that are not looked at."""


def plan_routes(
    problem: Problem,
    most: int,
    *,
    chains: Sequence[Sequence[Code]] = (),
    schemes: list[Scheme] | None = None,
    notes: Sequence[Message] = (),
) -> Planned:
    """Return at most so many routes, best first; without any, why there is none.

    `chains`: awards to be had one after the other before the target, each a further way there. Where what one brings
    may spare something that the straight way asks for, its plans are compared with those of the straight way; the
    others come after, where there is room.

    Raises:
        StoppedError: nobody waits for the answer any more.
        UnsoundRouteError: a route does not hold when replayed, which is a bug.
    """
    solving, schemes = Solving(), schemes or []
    if problem.target.code in problem.held:
        return Planned([_nothing_to_do(problem)], problem.last)
    problem = replace(problem, spare=most - 1)
    looking = _Looking(schemes, solving)
    found = looking.found(problem, most) or looking.as_a_block(problem, most)
    ways = [replace(problem, stages=tuple(chain)) for chain in chains]
    sparing = [bool(found) and spares_more(way, found[0].search.world) for way in ways]
    useful = [way for way, more in zip(ways, sparing, strict=True) if more]
    others = [way for way, more in zip(ways, sparing, strict=True) if not more]
    looks = [_Looking(schemes, solving) for _ in useful[:MOST_CHAINS]]
    chained = [look.found(way, most) for look, way in zip(looks, useful, strict=False)]
    found = compared(found, chained, undecided=any(look.undecided for look in looks))[:most]
    for way in others[:MOST_CHAINS]:
        if len(found) >= most:
            break
        found += looking.found(way, 1)
    if found:
        until = max(one.search.world.problem.last for one in found)
        left_out = [*looking.left_out(useful[:MOST_CHAINS]), *_not_looked_at(useful[MOST_CHAINS:])]
        return Planned([_told(one, notes) for one in found], until, left_out=left_out)
    if looking.undecided:
        return Planned([], problem.last, undecided=UNDECIDED, left_out=looking.left_out())
    try:
        impossible = explain(problem, schemes, solving)
    except TimeUpError:
        return Planned([], problem.last, undecided=UNDECIDED, left_out=looking.left_out())
    return Planned([], problem.last, impossible, left_out=looking.left_out())


def _not_looked_at(ways: Sequence[Problem]) -> Iterator[Message]:
    for way in ways:
        names = listed([Published.of(way.items[code].title) for code in way.stages], "then")
        yield Message("plan.having-first", what=names)


@dataclass
class _Looking:
    """A look for plans, further and further."""

    schemes: list[Scheme]
    solving: Solving
    undecided: bool = False
    """True once the effort ended before it was decided whether there is a plan."""
    first: Search | None = None
    """The first search."""

    def left_out(self, chained: Sequence[Problem] = ()) -> list[Message]:
        """Return what was not looked at, but for what chains bring."""
        if self.first is None:
            return []
        brought = {code for way in chained for code in way.stages}
        return [*not_proposed(self.first.world, brought), *self.first.plan.kept_out]

    def found(self, problem: Problem, most: int) -> list[Found]:
        """Return what is found: near before far, what is certain before what may be."""
        days = set()
        for months in (problem.months, FAR_MONTHS):
            within = replace(problem, months=months)
            if within.last in days:
                break
            days.add(within.last)
            for least in (Standing.MET, Standing.UNKNOWN):
                found = self._found_by(within, least, most)
                if found:
                    # What could not be decided nearer, or for certain, may be better.
                    return [replace(one, proven=False) for one in found] if self.undecided else found
        return []

    def _found_by(self, problem: Problem, least: Standing, most: int) -> list[Found]:
        """Return what one search finds before the question's time is over."""
        found: list[Found] = []
        try:
            search = Search(problem, self.schemes, self.solving, least)
            self.first = self.first or search
            for one in routes_of(search, problem.optimise, most):
                found.append(one)  # noqa: PERF402 - what was found stays where the time ends meanwhile
        except TimeUpError:
            self.undecided = True
        else:
            self.undecided = self.undecided or (not found and search.undecided)
        return found

    def as_a_block(self, problem: Problem, most: int) -> list[Found]:
        """Return what is found with the target as one block, where the catalogue lacks what it is made of."""
        tree = problem.tree(problem.target.code)
        if tree is None or not asks_for_the_unknown(tree.needs, problem):
            return []
        return self.found(replace(problem, blocks=frozenset({problem.target.code})), most)


def _told(found: Found, notes: Sequence[Message]) -> Route:
    itinerary = Itinerary(found, notes)
    route = itinerary.route()
    if faults := faults_of(itinerary):
        logger.error("a planned route does not hold: %s", "; ".join(faults))
        raise UnsoundRouteError("; ".join(faults))
    return route


def _nothing_to_do(problem: Problem) -> Route:
    target = problem.target
    return Route(
        finish=None, cost=Cost(gross=[]), hours=Hours(value=Decimal(0)), proven_optimal=True, steps=[],
        warnings=[told(Message("plan.held-already", what=Published.of(target.title)))], doubts=[],
        illustrative=[target.code] if target.illustrative else [],
    )  # fmt: skip

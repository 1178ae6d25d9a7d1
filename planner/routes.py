"""Planning routes: from a problem to dated itineraries, each replayed before it leaves, or to why there is none."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from stackways.planner.candidates import asks_for_the_unknown, world_of
from stackways.planner.funding import Scheme
from stackways.planner.impossible import FAR_YEARS, explain
from stackways.planner.itinerary import Itinerary
from stackways.planner.problem import Problem
from stackways.planner.route import Cost, Hours, Impossible, Route
from stackways.planner.solve import Search, Stop, routes_of
from stackways.planner.validate import faults_of
from stackways.rules.base import Code, title_in
from stackways.rules.situation import Standing

logger = logging.getLogger(__name__)


class UnsoundRouteError(RuntimeError):
    """A route that does not hold when it is replayed: a bug of the planner, never an answer."""


@dataclass(frozen=True)
class Planned:
    """What was found."""

    routes: Sequence[Route]
    until: dt.date
    """The last day that was planned for."""
    impossible: Impossible | None = None


def plan_routes(  # noqa: PLR0913 - a question has this many sides
    problem: Problem,
    most: int,
    *,
    chains: Sequence[Sequence[Code]] = (),
    schemes: list[Scheme] | None = None,
    notes: Sequence[str] = (),
    stop: Stop | None = None,
) -> Planned:
    """Return at most so many routes, best first; without any, why there is none.

    `chains`: awards to be had one after the other before the target, each a further way there.

    Raises:
        StoppedError: `stop` was told that nobody waits any more.
        UnsoundRouteError: a route does not hold when replayed, which is a bug.
    """
    stop, schemes = stop or Stop(), schemes or []
    if problem.target.code in problem.held:
        return Planned([_nothing_to_do(problem)], problem.last)
    searched = _searched(problem, schemes, stop) or _as_a_block(problem, schemes, stop)
    found = [] if searched is None else list(_told(searched, problem, most, notes))
    for chain in chains:
        if len(found) >= most:
            break
        staged = _searched(replace(problem, stages=tuple(chain)), schemes, stop)
        if staged is not None:
            found += _told(staged, problem, 1, notes)
    if found:
        return Planned(found, searched.world.problem.last if searched else problem.last)
    return Planned([], problem.last, explain(problem, schemes, stop))


def _searched(problem: Problem, schemes: list[Scheme], stop: Stop) -> Search | None:
    """Return the search that finds anything: near before far, what is certain before what may be."""
    for years in (problem.years, FAR_YEARS):
        within = replace(problem, years=years)
        if years != problem.years and within.last == problem.last:
            break
        world = world_of(within)
        for least in (Standing.MET, Standing.UNKNOWN):
            search = Search(world, schemes, stop, least)
            if search.anything():
                return search
    return None


def _as_a_block(problem: Problem, schemes: list[Scheme], stop: Stop) -> Search | None:
    """Return the search that studies the target as one block, where the catalogue lacks what it is made of."""
    tree = problem.tree(problem.target.code)
    if tree is None or not asks_for_the_unknown(tree.needs, problem):
        return None
    return _searched(replace(problem, blocks=frozenset({problem.target.code})), schemes, stop)


def _told(search: Search, problem: Problem, most: int, notes: Sequence[str]) -> Iterator[Route]:
    for found in routes_of(search, problem.optimise, most):
        itinerary = Itinerary(search, found, notes)
        route = itinerary.route()
        faults = faults_of(itinerary)
        if faults:
            logger.error("a planned route does not hold: %s", "; ".join(faults))
            raise UnsoundRouteError("; ".join(faults))
        yield route


def _nothing_to_do(problem: Problem) -> Route:
    target = problem.target
    return Route(
        finish=None, cost=Cost(gross=[]), hours=Hours(value=Decimal(0)), proven_optimal=True, steps=[],
        warnings=[f"{title_in(target.title)} is held already"], doubts=[],
        illustrative=[target.code] if target.illustrative else [],
    )  # fmt: skip

"""Chains: awards to be had before the target for what they bring, compared with the straight way.

An award on the way costs time and money of its own. It can pay only where what it brings (the award, or what is studied
for it) may spare something that the straight way asks for; any other chain is the straight way with more in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from stackways.planner.candidates import world_of
from stackways.planner.problem import Problem
from stackways.planner.route import Objective
from stackways.planner.search.search import OBJECTIVES, Found, Search
from stackways.planner.world import World
from stackways.rules.selection import is_member


def spares_more(way: Problem, straight: World) -> bool:
    """Tell whether what a chain brings may spare something in the target that the straight way asks for."""
    target, world = way.target.code, world_of(way)
    thing, alone = world.things.get(target), straight.things.get(target)
    if thing is None or alone is None:
        return False
    if thing.facts.whole != alone.facts.whole:
        return True  # a block, of which what is left is not known
    brought = world.things.keys() - straight.things.keys()
    sparings = [sparing for sparing in world.sparings if sparing.spares in straight.things]
    asked = {code for sparing in sparings for rule in sparing.versions for code in rule.needs.codes()}
    return any(is_member(one, code, way.items) is not False for one in brought for code in asked)


def compared(straight: Sequence[Found], chained: Sequence[Sequence[Found]], *, undecided: bool = False) -> list[Found]:
    """Return all plans, best first, each with what another way leaves unproven of it.

    `undecided`: whether the effort ended before it was decided of some chain whether there is a plan.
    """
    ways = [list(way) for way in (straight, *chained) if way]
    if len(ways) < 2:  # noqa: PLR2004 - nothing to compare
        return [replace(one, proven=one.proven and not undecided) for way in ways for one in way]
    wanted = ways[0][0].search.problem.optimise
    bests: dict[tuple[int, Objective], Found | None] = {}
    everything = [
        _judged(one, [way[0].search for way in ways if way is not own], bests, undecided=undecided)
        for own in ways
        for one in own
    ]
    return sorted(everything, key=lambda one: _rank(one, wanted)) if wanted else _by_each(everything)


def _rank(found: Found, order: Sequence[Objective]) -> tuple[object, ...]:
    """Return what sorts plans: what is certain first, what is known before what is not."""
    full = [*order, *(objective for objective in OBJECTIVES if objective not in order)]
    return found.conditional, *((one in found.unknown, found.figures[one]) for one in full)


def _by_each(everything: Sequence[Found]) -> list[Found]:
    """Return the best by each objective, then the others none of which is worse in all, then the rest."""
    best: list[Found] = []
    for objective in OBJECTIVES:
        one = min(everything, key=lambda found: _rank(found, [objective]))
        if not any(one is other or one.figures == other.figures for other in best):
            best.append(replace(one, by=objective))
            everything = [other for other in everything if other is not one]
            if not everything:
                return best
    worse = [one for one in everything if any(_is_better(other, one) for other in (*best, *everything))]
    return [*best, *(one for one in everything if one not in worse), *worse]


def _is_better(one: Found, other: Found) -> bool:
    """Tell whether a plan is in nothing worse than another, and in something better, as far as all of it is known."""
    if one.unknown or other.unknown or one.conditional > other.conditional:
        return False
    figures = [(one.figures[objective], other.figures[objective]) for objective in OBJECTIVES]
    return all(a <= b for a, b in figures) and any(a < b for a, b in figures)


def _judged(
    found: Found, others: Sequence[Search], bests: dict[tuple[int, Objective], Found | None], *, undecided: bool
) -> Found:
    """Return a plan with what other searches leave unproven of it; `bests` keeps what they found."""
    order = [*(found.search.problem.optimise or [found.by])]
    rivals, proven = found.rivals, found.proven and not undecided
    for search in others:
        if search.least < found.search.least:
            continue  # what is certain goes before what may be
        key = id(search), order[0]
        best = bests[key] = bests[key] if key in bests else search.best(order)
        proven = proven and not search.undecided and (best is None or best.proven)
        rivals += tuple(one for one in (*search.rivals(found, order), *_incomparable(found, search)) if one in order)
    return replace(found, proven=proven, rivals=tuple(dict.fromkeys(rivals)))


def _incomparable(found: Found, search: Search) -> list[Objective]:
    """Return by what plans of two searches cannot be compared: fees of two currencies, hours of two kinds."""
    one, other = found.search.world, search.world
    figures: list[tuple[Objective, bool]] = [
        ("cost", one.currency != other.currency), ("hours", one.hours_kind != other.hours_kind),
    ]  # fmt: skip
    return [objective for objective, differs in figures if differs]

"""Candidates: what may be studied on the way, which awards are made of what, and what may be exempted.

Everything that can matter is here, and nothing is chosen yet: what trees ask for (and entry, where only what is shown
is to count), and what is of use for an exemption alone (see `planner.exempting`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from stackways.planner.asked import asked_by
from stackways.planner.claimable import CLAIMABLE, decisions_in
from stackways.planner.exempting import is_sure, may_be_met, propose
from stackways.planner.intakes import starts_of
from stackways.planner.places import is_allowed
from stackways.planner.problem import Problem
from stackways.planner.pruning import prune
from stackways.planner.world import Facts, Sparing, Thing, World
from stackways.rules.base import Code, Money
from stackways.rules.catalogue import Programme, StudyItem
from stackways.rules.holdings import Holding, HoldingStatus
from stackways.rules.kinds.policy import Policy
from stackways.rules.selection import is_member

HOURS_OF_A_CREDIT = {"HK credit": Decimal(10)}
"""Notional hours of one credit, by its unit."""


def world_of(problem: Problem) -> World:
    """Return everything that can matter for a problem."""
    world = World(problem)
    pending: list[Code] = [problem.target.code, *problem.stages]
    while pending:
        code = pending.pop(0)
        if code in world.named:
            continue
        world.named.add(code)
        item = problem.items.get(code)
        if item is None or code in problem.held:
            continue
        if not is_allowed(item, problem.limits):
            world.barred[code] = item
            continue
        thing = world.things[code] = _thing(item, problem)
        pending += asked_by(thing.tree.needs, problem) if thing.tree else ()
        if problem.shown_only:
            pending += [asked for rule in world.entries(code) for asked in asked_by(rule.needs, problem)]
    sparings = list(_sparings(world))
    world.sparings += [sparing for sparing in sparings if may_be_met(sparing.versions, world)]
    _cover(world)
    _close(world, world.things)
    prune(world, sparings)
    propose(world, sparings, lambda code: _whole(_thing(problem.items[code], problem), world))
    _close(world, world.for_exemption)
    return world


def _thing(item: StudyItem, problem: Problem) -> Thing:
    tree = problem.tree(item.code) if isinstance(item, Programme) else None
    starts = starts_of(item, problem.start, problem.last)
    return Thing(item, tree, problem.awards(item.code) if tree else (), _facts(item, problem), starts)


def _facts(item: StudyItem, problem: Problem) -> Facts:
    """Return what is published of a thing, by itself or in a sentence of its own."""
    hours, kind, fee, rules = item.hours, item.hours_kind, item.fee, []
    if hours is None and item.credits is not None and item.unit in HOURS_OF_A_CREDIT:
        hours, kind = item.credits * HOURS_OF_A_CREDIT[item.unit], "notional"
    for rule in problem.policies.get(item.code, ()):
        if rule.amount is None or not rule.in_force_on(problem.start):
            continue
        if hours is None and rule.topic == "structure" and rule.unit == "hours":
            hours, kind = rule.amount, "notional"
            rules.append(rule.name)
        if fee is None and rule.topic == "funding" and rule.share is None and rule.unit and len(rule.unit) == 3:  # noqa: PLR2004 - a currency
            fee = Money(amount=rule.amount, currency=rule.unit)
            rules.append(rule.name)
    return Facts(hours, kind, fee, item.duration_to or item.duration, tuple(rules))


def _sparings(world: World) -> Iterator[Sparing]:
    """Yield each exemption that is sure once its premise is met, of something that a tree asks for, met or not."""
    problem = world.problem
    made_of = {code: set(asked_by(thing.tree.needs, problem)) for code, thing in world.things.items() if thing.tree}
    stages = world.stages
    for versions in problem.recognitions.values():
        rule = versions[-1]
        for grant in rule.grants:
            places = {code for code, parts in made_of.items() if grant.target in parts}
            if not places or not is_sure(rule, grant, problem):
                continue
            for stage in stages:
                inside = world.inside(stage)
                scope = {p for p in places if p in inside}
                within = rule.within
                if within is not None and not is_member(stage, within, problem.items):
                    scope = {p for p in scope if any(
                        is_member(q, within, problem.items) for q in inside if p in world.inside(q)
                    )}  # fmt: skip
                if scope and stage in world.things:
                    yield Sparing(versions, grant.target, frozenset(scope), stage)


def _cover(world: World) -> None:
    """Let parts of which nothing is published share what is published for the whole, where the whole is studied."""
    problem = world.problem
    for code, thing in list(world.things.items()):
        if thing.tree is None:
            world.things[code] = _whole(world.things[code], world)
            continue
        parts = [p for p in asked_by(thing.tree.needs, problem) if p in world.things and world.things[p].tree is None]
        inside = world.inside(code) - {code}
        whole = not (inside & problem.held) and not any(sparing.spares in inside for sparing in world.sparings)
        own = thing.facts
        covers_fee = whole and own.fee is not None and all(world.things[p].facts.fee is None for p in parts)
        covers_hours = whole and own.hours is not None and all(world.things[p].facts.hours is None for p in parts)
        world.things[code] = _with(
            thing,
            fee=own.fee if covers_fee else None,
            hours=own.hours if covers_hours else None,
        )
        for part in parts:
            facts = world.things[part].facts
            changes: dict[str, object] = {}
            if covers_fee:
                changes |= {"covered": True, "fee": None}
            if covers_hours:
                changes |= {"hours": Decimal(0), "hours_kind": own.hours_kind}
            if facts.period is None and own.period is not None:
                changes |= {"period": own.period, "within": code}
            world.things[part] = _with(world.things[part], **changes)
            if world.things[part].starts.published == "not-published" and thing.starts.published != "not-published":
                world.things[part] = replace(world.things[part], starts=thing.starts)


def _whole(thing: Thing, world: World) -> Thing:
    """Return a thing without what is published for all of it, where part of it need not be studied."""
    if thing.tree is None and isinstance(thing.item, Programme) and not _is_studied_whole(thing.code, world):
        return _with(thing, whole=False, hours=None, fee=None, period=None)
    return thing


def _close(world: World, codes: Iterable[Code]) -> None:
    """Leave out the intakes for which applications have closed on the day asked for."""
    problem = world.problem
    rules = [rule for rule in Policy.among(problem.rules) if "applications-close" in rule.figures]
    if not rules:
        return
    inside = {code: world.inside(code) for code, thing in world.things.items() if thing.tree}
    for code in list(codes):
        thing = world.things[code]
        wholes = [code, *(whole for whole, parts in inside.items() if code in parts)]
        world.applications[code] = [
            rule
            for rule in rules
            if rule.in_force_on(problem.start)
            and any(is_member(whole, one, problem.items) for whole in wholes for one in rule.about)
        ]
        day = problem.situation.day
        open_ = tuple(start for start in thing.starts.days if (world.apply_by(code, start) or day) >= day)
        if open_ != thing.starts.days:
            world.things[code] = replace(thing, starts=replace(thing.starts, days=open_))


def _is_studied_whole(code: Code, world: World) -> bool:
    """Tell whether nothing of a block is held or can be claimed in it."""
    problem = world.problem
    programme = problem.items[code]
    if (world.inside(code) - {code}) & problem.held:
        return False
    stages = [*problem.stages, problem.target.code]
    if code not in stages:
        return True
    assert isinstance(programme, Programme)  # noqa: S101 - stages and targets are programmes
    awards = [
        Holding(code=stage, attained_on=problem.start, status=HoldingStatus.PLANNED)
        for stage in stages[: stages.index(code)]
    ]
    situation = problem.situation
    situation = situation.but(day=problem.start, holdings=[*situation.holdings, *awards])
    return not any(decision.status in CLAIMABLE for decision in decisions_in(programme, situation, problem))


def _with(thing: Thing, **changes: object) -> Thing:
    return replace(thing, facts=replace(thing.facts, **changes))  # type: ignore[arg-type]

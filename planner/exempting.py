"""What is studied only in order to be exempted from something else: proposed where all that is compared is known of it.

A learner may study what an institution recognises in place of what it teaches. Whether that pays can be told only where
the fee, the hours and how long it takes are known: so what is proposed for an exemption alone never makes a figure of a
route unknown. What is not proposed for want of that is told by name (`NotProposed`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from stackways.planner.asked import named_by
from stackways.planner.places import is_allowed
from stackways.planner.world import NotProposed, Sparing, Thing, World, exemption_by
from stackways.rules.awards.exempting import SPARING
from stackways.rules.catalogue import Programme
from stackways.rules.kinds.recognition import Grant, Recognition
from stackways.rules.selection import belongs_to, is_member
from stackways.words.message import Message, listed

if TYPE_CHECKING:
    from stackways.planner.problem import Problem
    from stackways.rules.base import Code

MOST_TOLD = 3
"""How many things that are not proposed are told by name."""
NOT_SAVED = Message("plan.saving-not-published")
OF_PARTS = Message("plan.made-of-parts")


def is_sure(rule: Recognition, grant: Grant, problem: Problem) -> bool:
    """Tell whether a grant spares its target for certain once its rule's premise is met.

    It does not where something else must be taken instead, unless it earns credit. A premise that asks what is counted
    towards an award (a share, an average) is never met for certain.
    """
    entitles = rule.certainty == "entitled" and grant.outcome in SPARING and exemption_by(rule, grant).spares
    return entitles and rule.needs.is_decided_alone(problem.situation.reading)


def may_be_met(versions: Sequence[Recognition], world: World) -> bool:
    """Tell whether something that is held or planned is what a rule speaks of."""
    items = world.problem.items
    codes = {code for rule in versions for code in rule.needs.codes()}
    held = world.problem.situation.holdings
    if versions[-1].asks_nothing:
        return True
    return any(belongs_to(h, code, items) is not False for h in held for code in codes) or any(
        is_member(thing, code, items) is not False for thing in world.things for code in codes
    )


def propose(world: World, sparings: Sequence[Sparing], make: Callable[[Code], Thing]) -> None:
    """Add to a world what is of use for an exemption alone, and the exemptions that it makes possible.

    `sparings`: every exemption from something that a tree asks for, whether its premise can be met or not. `make`
    returns what is known of studying something.
    """
    possible = {id(sparing) for sparing in world.sparings}
    usable = [s for s in sparings if id(s) in possible or not _is_paid_with_a_whole(s.spares, world)]
    wanted: dict[Code, Code] = {}
    for sparing in usable:
        for code in _named(sparing.versions, world):
            wanted.setdefault(code, sparing.spares)
    _add(wanted, world, make)
    if world.problem.shown_only:
        asked = {
            code: spared
            for thing, spared in wanted.items()
            if thing in world.for_exemption
            for rule in world.entries(thing)
            for code in named_by(rule.needs, world.problem)
        }
        _add({code: spared for code, spared in asked.items() if _is_open(code, world)}, world, make)
    if world.for_exemption:
        world.sparings += [s for s in usable if id(s) not in possible and may_be_met(s.versions, world)]
    unsaved = [(s.versions, s.spares) for s in sparings if not any(s is one for one in usable)]
    for versions, spared in [*unsaved, *_of_blocks(world)]:
        world.not_proposed += [NotProposed(code, spared, NOT_SAVED) for code in _named(versions, world)]


def told(world: World, besides: Collection[Code]) -> list[Message]:
    """Return what would be of use for an exemption, and is not looked at; the first few by name.

    `besides`: what is looked at all the same.
    """
    name_of = world.problem.situation.name_of
    each: dict[Code, NotProposed] = {}
    for one in sorted(world.not_proposed, key=lambda one: (one.code, one.spared)):
        if one.code not in world.things and one.code not in besides:
            each.setdefault(one.code, one)
    said = [
        Message("plan.not-proposed", what=name_of(one.code), spared=name_of(one.spared), why=one.why)
        for one in each.values()
    ]
    more = len(said) - MOST_TOLD
    return [*said[:MOST_TOLD], *([Message("plan.more-not-proposed", count=more)] * (more > 0))]


def _add(wanted: dict[Code, Code], world: World, make: Callable[[Code], Thing]) -> None:
    """Add of what is wanted, each for what it spares, all of which everything is known that is compared."""
    at_hand = world.problem.for_exemption
    apart = [code for code in wanted if at_hand is not None and code not in at_hand]
    awards = [code for code in apart if isinstance(world.problem.items[code], Programme)]
    world.not_proposed += [NotProposed(code, wanted[code], OF_PARTS) for code in awards]
    things = {code: make(code) for code in wanted if code not in apart}
    unknown = {code: why for code, thing in things.items() if (why := _unknown(thing, world))}
    world.not_proposed += [NotProposed(code, wanted[code], why) for code, why in unknown.items()]
    world.things |= {code: thing for code, thing in things.items() if code not in unknown}
    world.for_exemption |= things.keys() - unknown.keys()


def _named(versions: Sequence[Recognition], world: World) -> list[Code]:
    """Return what a rule names that might be studied for its sake alone."""
    codes = dict.fromkeys(code for rule in versions for code in named_by(rule.needs, world.problem))
    return [code for code in codes if _is_open(code, world)]


def _is_open(code: Code, world: World) -> bool:
    """Tell whether a thing is neither held nor asked for otherwise, and may be studied."""
    problem = world.problem
    item = problem.items.get(code)
    if item is None or code in world.named or code in world.things or code in problem.held:
        return False
    return is_allowed(item, problem.limits)


def _unknown(thing: Thing, world: World) -> Message | None:
    """Return what is not known of a thing that routes are compared by; None where everything is."""
    if thing.tree is not None:
        return OF_PARTS
    facts, weekly = thing.facts, world.problem.limits.hours_per_week
    missing = [Message("plan.its-fee")] if facts.fee is None else []
    missing += [Message("plan.its-hours")] if facts.hours is None else []
    missing += [Message("plan.how-long-it-takes")] if facts.period is None and not (weekly and facts.hours) else []
    if missing:
        several = len(missing) > 1 or facts.hours is None
        return Message("plan.not-published", count=2 if several else 1, what=listed(missing))
    assert facts.fee is not None  # noqa: S101 - else it is missing
    if facts.fee.currency != world.currency:
        return Message("plan.other-currency")
    return None if facts.hours_kind == world.hours_kind else Message("plan.other-hours")


def _is_paid_with_a_whole(spared: Code, world: World) -> bool:
    """Tell whether the fee or the hours of a thing are part of what is published for the whole of an award."""
    wholes = [code for code, thing in world.things.items() if thing.tree and (thing.facts.fee or thing.facts.hours)]
    return any(spared != code and spared in world.inside(code) for code in wholes)


def _of_blocks(world: World) -> Iterator[tuple[Sequence[Recognition], Code]]:
    """Yield the rules that spare something inside a programme which is studied as one block, with what they spare."""
    problem = world.problem
    blocks = [code for code in (*problem.stages, problem.target.code) if code in world.things]
    for block in [code for code in blocks if world.things[code].tree is None]:
        inside = world.inside(block) - {block}
        for versions in problem.recognitions.values():
            rule = versions[-1]
            here = rule.within is None or is_member(block, rule.within, problem.items)
            for grant in rule.grants if here else ():
                if is_sure(rule, grant, problem) and (grant.target in inside or rule.within is not None):
                    yield versions, grant.target

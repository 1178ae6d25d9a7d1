"""Pruning: what need not be looked at, because enough others are the same and not worse.

Only things that no rule can tell apart are compared: the same institutions, kind, credits and whatever else some rule
looks at, in no tree, entry rule or premise of an exemption by their own name, nor there as one of a class. Of such a
group it keeps as many as any least amount could ever need, those first that are not dearer, longer or slower.

Why that changes no best answer: whoever uses a thing that was left out either uses all that were kept of its group,
which are enough for every least amount without it, so that it can be dropped; or does not use one of them, which can
take its place at the same time at no greater cost, hours or length. Where a rule asks for anything else than least
amounts (a most, a share of what is counted, an average, a span), nothing is left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from stackways.planner.asked import asked_by
from stackways.rules.catalogue import Programme, Selection
from stackways.rules.requirements.reading import everything_needed

if TYPE_CHECKING:
    from stackways.planner.world import Sparing, Thing, World
    from stackways.rules.base import Code
    from stackways.rules.requirements.base import RequirementBase


def prune(world: World, sparings: Iterable[Sparing]) -> list[Code]:
    """Return what was left out, and leave it out.

    `sparings`: every exemption from something that a tree asks for, whether its premise can be met or not.
    """
    trees = [thing.tree.needs for thing in world.things.values() if thing.tree]
    decided = [award.needs for thing in world.things.values() for award in thing.awards if award.needs]
    reading = world.problem.situation.reading
    parts = [part for tree in (*trees, *decided) for part in everything_needed(tree, reading)]
    if not all(part.asks_for_least() for part in parts):
        return []
    looked_at = [part.selection for part in parts if part.selection is not None]
    named = _named(world, parts) | _asked_first(world, sparings)
    groups: dict[object, list[Thing]] = defaultdict(list)
    for code, thing in world.things.items():
        if not isinstance(thing.item, Programme) and code not in named and _is_known(thing):
            groups[_alike(thing, world, looked_at)].append(thing)
    left_out = []
    for things in groups.values():
        enough = max((part.enough_of(things[0].item) for part in parts), default=0) + world.problem.spare
        ordered = sorted(things, key=lambda thing: (_figures(thing), bool(world.entries(thing.code)), thing.code))
        for position, thing in enumerate(ordered):
            better = sum(_is_not_worse(other, thing, world) for other in ordered[:position])
            if better >= enough:
                left_out.append(thing.code)
    for code in left_out:
        del world.things[code]
    return left_out


def _named(world: World, parts: Iterable[RequirementBase]) -> set[Code]:
    """Return what is asked for by its own name, in a tree, by what must be had before something, or by a rule."""
    problem = world.problem
    codes = {code for part in parts for code in part.codes()}
    codes |= {code for thing in world.things for rule in world.entries(thing) for code in rule.needs.codes()}
    codes |= {c for versions in problem.recognitions.values() for r in versions for c in r.needs.codes()}
    codes |= {c for versions in problem.recognitions.values() for r in versions for c in [g.target for g in r.grants]}
    return codes


def _asked_first(world: World, sparings: Iterable[Sparing]) -> set[Code]:
    """Return what entry or the premise of an exemption asks for: how much of it, and what else, is not looked at."""
    premises = [rule.needs for thing in world.things for rule in world.entries(thing)]
    exempting = {sparing.versions[-1].code: sparing.versions for sparing in sparings}
    premises += [rule.needs for versions in exempting.values() for rule in versions]
    return {code for premise in premises for code in asked_by(premise, world.problem)}


def _is_known(thing: Thing) -> bool:
    facts = thing.facts
    return facts.fee is not None and facts.hours is not None and facts.period is not None and not facts.covered


def _alike(thing: Thing, world: World, looked_at: list[Selection]) -> object:
    """Return what must be the same for two things not to be told apart by any rule."""
    item, facts = thing.item, thing.facts
    traits: list[object] = [tuple(item.offered_by), item.kind, item.credits, item.unit, item.mode, item.is_class]
    if any(where.themes or where.same == "theme" for where in looked_at):
        traits.append(item.theme.get("en") if item.theme else None)
    if any(where.subjects or where.same == "subject" for where in looked_at):
        traits.append(item.subject)
    if any(where.professional is not None for where in looked_at):
        traits.append(item.professional)
    if any(where.framework or where.level_from or where.level_to or where.same == "level" for where in looked_at):
        traits.append(item.level.model_dump_json() if item.level else None)
    if any(
        where.published_codes or where.attributes or where.codes or where.excluding or where.same == "entry"
        for where in looked_at
    ):
        traits.append(item.code)
    limited = item.code if item.code in world.problem.situation.validities else None
    currency = facts.fee.currency if facts.fee else None
    return (*traits, thing.starts, limited, currency, facts.hours_kind)


def _figures(thing: Thing) -> tuple[object, ...]:
    facts = thing.facts
    return facts.fee.amount if facts.fee else 0, facts.hours


def _is_not_worse(one: Thing, other: Thing, world: World) -> bool:
    """Tell whether a thing is not dearer, longer or slower than another, and asks for nothing else first."""
    asked, of_other = ([(r.needs, r.or_together) for r in world.entries(thing.code)] for thing in (one, other))
    if asked and asked != of_other:
        return False
    mine, theirs = one.facts, other.facts
    if mine.fee is None or theirs.fee is None or mine.hours is None or theirs.hours is None:
        return False
    if mine.period is None or theirs.period is None:
        return False
    slower = mine.period != theirs.period and any(
        mine.period.after(day) > theirs.period.after(day) for day in one.starts.days
    )
    return mine.fee.amount <= theirs.fee.amount and mine.hours <= theirs.hours and not slower

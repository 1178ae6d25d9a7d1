"""Caps: no more is exempted in a programme than what its caps leave.

What takes nobody knows how much of a cap, and what a cap without a published number looks at, is not relied on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from stackways.planner.model.plan import Plan
from stackways.planner.world import Sparing, World
from stackways.rules.base import Code
from stackways.rules.caps import exempted
from stackways.rules.decision import Decision, Named, Status
from stackways.rules.holdings import Holding, HoldingStatus
from stackways.rules.kinds.cap import Cap
from stackways.rules.requirements.asks import Truth
from stackways.rules.selection import belongs_to
from stackways.rules.situation import Situation


def caps_of(world: World) -> list[Cap]:
    """Return every rule that says how much is recognised in all."""
    return Cap.among(world.problem.rules)


def programmes_of(sparing: Sparing) -> list[Code]:
    """Return the programmes in which an exemption counts: where it is claimed, and where it stands in a tree."""
    return sorted({sparing.stage, *sparing.places})


def keep_to_caps(plan: Plan) -> None:
    """Let no more be claimed than caps leave, whatever is had by then."""
    world, problem = plan.world, plan.problem
    caps = caps_of(world)
    capped = [claim for claim in plan.claims if claim.sparing.versions[-1].exception is None]
    if not caps or not capped:
        return
    planned = [Holding(code=code, attained_on=problem.start, status=HoldingStatus.PLANNED) for code in world.things]
    holdings = [*problem.situation.holdings, *planned]
    situation = problem.situation.but(day=problem.start, holdings=holdings)
    decisions = [one for claim in capped for one in _as_granted(claim.sparing, situation, world)]
    claims: dict[Code, dict[Code, list[Truth]]] = defaultdict(lambda: defaultdict(list))
    for claim in capped:
        for programme in programmes_of(claim.sparing):
            claims[programme][claim.sparing.spares].append(claim.made)
    for programme, left in exempted(decisions, caps, situation, problem.knowledge).items():
        for code, made in claims[programme].items():
            if code not in left.rules:
                plan.model.add(sum(made) == 0)
        for limit in left.at_most:
            used = [weight * _any(plan, claims[programme][code]) for code, weight in limit.weights.items()]
            plan.model.add(sum(used) <= limit.most)


def _as_granted(sparing: Sparing, situation: Situation, world: World) -> Iterator[Decision]:
    """Yield what an exemption gives in each programme where it counts, as if it were granted."""
    problem = world.problem
    codes = {code for rule in sparing.versions for code in rule.needs.codes()}
    used = [h.name for h in situation.holdings if any(belongs_to(h, one, problem.items) is not False for one in codes)]
    for decision in sparing.decisions(situation, problem.knowledge):
        # It may rest on any of what the rule names, also on what does not count on the first day.
        resting = decision.model_copy(update={"used": used})
        yield from in_programmes(resting, programmes_of(sparing), world)


def in_programmes(decision: Decision, programmes: Iterable[Code], world: World) -> Iterator[Decision]:
    """Yield a decision, granted, for each of some programmes."""
    for code in programmes:
        programme = Named(code=code, title=world.problem.items[code].title)
        yield decision.model_copy(update={"status": Status.GRANTED, "programme": programme})


def _any(plan: Plan, literals: list[Truth]) -> Truth:
    """Return a truth value that is true where any of several is."""
    used = plan.truth()
    for literal in literals:
        plan.model.add_implication(literal, used)
    return used

"""Claims: exemptions, each claimed on a day on which its premise is met and its rule in force.

The recogniser's window is compared on that day, also for what is only planned (see `planner.model.ledger`). What is
studied for an exemption alone is used for one.
"""

from __future__ import annotations

from collections import defaultdict

from stackways.planner.asked import named_by
from stackways.planner.model.held import PlannedLedger
from stackways.planner.model.plan import Claim, Plan
from stackways.rules.awards.solver import cp_model
from stackways.rules.base import Code
from stackways.rules.days import EVERY_DAY
from stackways.rules.recognise import force_days
from stackways.rules.requirements.asks import Truth
from stackways.rules.situation import Standing


def ask_premises(plan: Plan) -> None:
    """Write what each exemption needs."""
    uses: dict[int, list[Truth]] = defaultdict(list)
    for claim in plan.claims:
        for ledger in _ask(plan, claim):
            for index, places in ledger.places.items():
                uses[index] += [literal for _, literal in places]
                claim.rests_on[index] += [literal for _, literal in places]
    _one_of_either(plan)
    world = plan.world
    asked = [rule.needs for code in world.for_exemption for rule in world.entries(code)]
    first = {code for needs in asked for code in named_by(needs, plan.problem)}
    for piece in plan.pieces:
        if piece.index in plan.planned and piece.holding.code in world.for_exemption - first:
            plan.model.add_bool_or([*uses[piece.index], plan.planned[piece.index].taken.negated()])


def use_up(plan: Plan) -> None:
    """Count nothing towards an award beside what it exempts from there, except where rules let it be in both places."""
    for awarding in plan.awardings.values():
        ledger = awarding.ledgers["counted"]
        pieces = [piece for piece in ledger.pieces if piece.exemption is None and ledger.single_use]
        for claim in plan.claims:
            for other, there in ledger.places.get(claim.piece.index, ()):
                for piece in pieces:
                    for used in claim.rests_on.get(piece.index, ()):
                        for one, here in ledger.places.get(piece.index, ()):
                            let = [s.active for s in ledger.sharings if s.takes(piece) and s.pairs(one, other)]
                            plan.model.add_bool_or([here.negated(), there.negated(), used.negated(), *let])


def _one_of_either(plan: Plan) -> None:
    """Of what a rule recognises as one thing or another, let one be claimed, wherever it counts."""
    spared: dict[Code, dict[Code, list[Truth]]] = defaultdict(lambda: defaultdict(list))
    for claim in plan.claims:
        if claim.sparing.versions[-1].either:
            spared[claim.sparing.versions[-1].code][claim.sparing.spares].append(claim.made)
    for targets in spared.values():
        chosen = []
        for made in targets.values():
            chosen.append(plan.truth())
            for literal in made:
                plan.model.add_implication(literal, chosen[-1])
        plan.model.add_at_most_one(chosen)


def _ask(plan: Plan, claim: Claim) -> list[PlannedLedger]:
    """Write what an exemption needs; return what each version of its rule looks at."""
    versions, model = claim.sparing.versions, plan.model
    stage = plan.awardings.get(claim.sparing.stage)
    if stage is not None:
        model.add_implication(claim.made, stage.taken)
        model.add(claim.day >= stage.enter).only_enforce_if(claim.made)
    ways, ledgers = [], []
    by = versions[-1].applies_by
    for rule, days in zip(versions, force_days(versions), strict=True):
        if not any(grant.target == claim.sparing.spares for grant in rule.grants) or not plan.calendar.runs(days):
            continue
        way = plan.truth()
        model.add_implication(way, claim.made)
        situation = plan.problem.situation.but(window=rule.window)
        if by == "award":
            situation = situation.but(attained_in=days)
        elif days != EVERY_DAY:
            picking = claim.day if by == "claim" or stage is None else stage.enter
            domain = cp_model.Domain.from_intervals([list(run) for run in plan.calendar.runs(days)])
            model.add_linear_expression_in_domain(picking, domain).only_enforce_if(way)
        ledger = plan.ledger(claim.day, plan.pieces, Standing.MET, single_use=False)
        ledger.situation = situation
        rule.needs.encode(ledger, way, rule.name)
        ways.append(way)
        ledgers.append(ledger)
    model.add_bool_or([*ways, claim.made.negated()])
    return ledgers

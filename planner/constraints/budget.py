"""Budget and funding: what is paid, in one currency, net of what a scheme takes over.

A scheme that says "up to" is counted at its published maximum, and the route says so. Fees of other currencies are
never summed with these: they count as not known.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from ortools.sat.python import cp_model

from stackways.planner.candidates import Thing
from stackways.planner.funding import Scheme, covered_share
from stackways.planner.plan import Plan
from stackways.planner.problem import Problem


@dataclass(frozen=True)
class Price:
    """What a plan costs, in hundredths of one currency."""

    gross: cp_model.LinearExprT
    net: cp_model.LinearExprT
    unknown: list[cp_model.IntVar]
    """What is studied and has no known fee in the currency."""
    fees: list[int]
    """What it is summed up of; single hundredths where a scheme takes over a share."""


def price_of(plan: Plan, schemes: list[Scheme]) -> Price:
    """Return what a plan costs, and keep it within the budget."""
    currency = currency_of(plan.problem, [*plan.world.things.values()])
    chosen = [(s.thing, s.taken) for s in plan.studies.values()]
    chosen += [(a.thing, a.taken) for a in plan.awardings.values()]
    known = [(cents(t, currency), t, taken) for t, taken in chosen]
    gross = sum(fee * taken for fee, _, taken in known if fee)
    unknown = [taken for fee, thing, taken in known if fee is None]
    paid = [gross]
    for scheme in schemes:
        if scheme.currency not in (None, currency):
            continue
        share = sum(round(fee * covered_share(scheme, thing)) * taken for fee, thing, taken in known if fee)
        if isinstance(share, int):
            continue
        if scheme.cap is None:
            paid.append(-share)
            continue
        taken_over = plan.whole_number(0, int(scheme.cap * 100))
        plan.model.add(taken_over <= share)
        paid.append(-taken_over)
    net = sum(paid)
    budget = plan.problem.limits.budget
    if budget is not None:
        plan.model.add(net <= int(budget.amount * 100))
    fees = [fee for fee, _, _ in known if fee]
    return Price(gross, net, unknown, fees if len(paid) == 1 else [*fees, 1])


def currency_of(problem: Problem, things: list[Thing]) -> str:
    """Return the currency that is compared: the budget's, else the one that most fees are in."""
    if problem.limits.budget is not None:
        return problem.limits.budget.currency
    fees = Counter(thing.facts.fee.currency for thing in things if thing.facts.fee)
    return min(fees, key=lambda currency: (-fees[currency], currency), default="")


def cents(thing: Thing, currency: str) -> int | None:
    """Return a fee in hundredths; none of its own where it is covered by another; None where it is not known."""
    fee = thing.facts.fee
    if fee is None:
        return 0 if thing.facts.covered or thing.tree is not None else None
    return int(fee.amount * Decimal(100)) if fee.currency == currency else None

"""Budget and funding: what is paid, in one currency, net of what a scheme takes over.

A scheme that says "up to" is counted at its published maximum, and the route says so. Fees of other currencies are
never summed with these: they count as not known.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from stackways.planner.funding import Scheme
from stackways.planner.model.plan import Plan
from stackways.planner.world import Thing, World
from stackways.rules.awards.solver import cp_model
from stackways.rules.base import Code


@dataclass(frozen=True)
class Price:
    """What a plan costs, in hundredths of one currency."""

    gross: cp_model.LinearExprT
    net: cp_model.LinearExprT
    unknown: list[cp_model.IntVar]
    """What is studied and has no known fee in the currency."""
    fees: list[int]
    """What it is summed up of; single hundredths where a scheme takes over a share."""


@dataclass(frozen=True)
class _Bill:
    """A fee that may have to be paid, in hundredths, on the day something begins."""

    thing: Thing
    fee: int
    taken: cp_model.IntVar
    day: cp_model.IntVar


def price_of(plan: Plan, schemes: list[Scheme]) -> Price:
    """Return what a plan costs, and keep it within the budget.

    Of subsidies that are a share of the fee, each fee has one; amounts to spend, and what has a cap over all steps, pay
    of what is left. Together they never pay more than the fee.
    """
    currency = plan.world.currency
    chosen = [(s.thing, s.taken, s.start) for s in plan.studies.values()]
    chosen += [(a.thing, a.taken, a.enter) for a in plan.awardings.values()]
    known = [(cents(thing, currency), thing, taken, day) for thing, taken, day in chosen]
    bills = [_Bill(thing, fee, taken, day) for fee, thing, taken, day in known if fee]
    gross = sum(bill.fee * bill.taken for bill in bills)
    unknown = [taken for fee, _, taken, _ in known if fee is None]
    usable = [scheme for scheme in schemes if scheme.currency in (None, currency)]
    covered = _taken_over(plan, usable, bills) if usable else []
    net = sum([gross, *(-1 * amount for amount in covered)])
    budget = plan.problem.limits.budget
    if budget is not None:
        plan.model.add(net <= int(budget.amount * 100))
    fees = [bill.fee for bill in bills]
    return Price(gross, net, unknown, [*fees, 1] if covered else fees)


def _taken_over(plan: Plan, schemes: list[Scheme], bills: list[_Bill]) -> list[cp_model.LinearExprT]:
    """Return what schemes pay of each bill."""
    awards = awards_of(plan.world)
    paid: list[cp_model.LinearExprT] = []
    capped: dict[int, list[cp_model.IntVar]] = {at: [] for at, scheme in enumerate(schemes) if scheme.cap is not None}
    for bill in bills:
        paying: list[cp_model.LinearExprT] = []
        shares = []
        for at, scheme in enumerate(schemes):
            most = round(bill.fee * scheme.covered(bill.thing, awards.get(bill.thing.code, ())))
            if not most or (eligible := _eligible(plan, scheme, bill)) is None:
                continue
            if at in capped:
                amount = plan.whole_number(0, most)
                plan.model.add(amount <= most * eligible)
                capped[at].append(amount)
                paying.append(amount)
            else:
                shares.append((most, eligible))
        if len(shares) > 1:
            shares = [(most, _one_of_several(plan, eligible)) for most, eligible in shares]
            plan.model.add_at_most_one(literal for _, literal in shares)
        paying += [most * literal for most, literal in shares]
        if len(paying) > 1:
            plan.model.add(sum(paying) <= bill.fee * bill.taken)
        paid += paying
    for at, amounts in capped.items():
        plan.model.add(sum(amounts) <= int((schemes[at].cap or 0) * 100))
    return paid


def _eligible(plan: Plan, scheme: Scheme, bill: _Bill) -> cp_model.IntVar | None:
    """Return whether a bill falls on a day on which the learner is eligible; None where it never does."""
    calendar = plan.calendar
    first, last = max(scheme.first, calendar.first), min(scheme.last, calendar.day(calendar.length))
    if first > last:
        return None
    if (first, last) == (calendar.first, calendar.day(calendar.length)):
        return bill.taken
    literal = _one_of_several(plan, bill.taken)
    domain = cp_model.Domain(calendar.number(first), calendar.number(last))
    plan.model.add_linear_expression_in_domain(bill.day, domain).only_enforce_if(literal)
    return literal


def _one_of_several(plan: Plan, taken: cp_model.IntVar) -> cp_model.IntVar:
    """Return a truth value that may be true where another is."""
    literal = plan.truth()
    plan.model.add_implication(literal, taken)
    return literal


def awards_of(world: World) -> dict[Code, set[str]]:
    """Return the kinds of the programmes that are entered for themselves, by each thing that is studied in them."""
    kinds: dict[Code, set[str]] = {}
    for stage in world.stages:
        for code in world.inside(stage) if stage in world.things else ():
            kinds.setdefault(code, set()).add(world.things[stage].item.kind)
    return kinds


def cents(thing: Thing, currency: str) -> int | None:
    """Return a fee in hundredths; none of its own where it is covered by another; None where it is not known."""
    fee = thing.facts.fee
    if fee is None:
        return 0 if thing.facts.covered or thing.tree is not None else None
    return int(fee.amount * Decimal(100)) if fee.currency == currency else None

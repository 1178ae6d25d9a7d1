"""Terms: what begins in one term has at most so many credits; what does not say how many takes none of it."""

from __future__ import annotations

from collections import defaultdict

from stackways.planner.model.plan import Plan
from stackways.rules.awards.solver import cp_model
from stackways.rules.requirements.asks import Sum


def keep_to_terms(plan: Plan) -> None:
    """Limit the credits of what begins in each term."""
    limit = plan.problem.limits.credits_per_term
    if limit is None:
        return
    begun: dict[tuple[int, int], list[Sum]] = defaultdict(list)
    for study in plan.studies.values():
        carried = plan.problem.credits_in_term(study.thing.code)
        if not carried:
            continue
        days: dict[tuple[int, int], list[int]] = defaultdict(list)
        for day in study.thing.starts.days:
            days[limit.term_of(day)].append(plan.calendar.number(day))
        terms = []
        for term, numbers in days.items():
            here = plan.truth()
            begins = cp_model.Domain.from_values(numbers)
            plan.model.add_linear_expression_in_domain(study.start, begins).only_enforce_if(here)
            begun[term].append(int(carried * 100) * here)
            terms.append(here)
        plan.model.add(sum(terms) == study.taken)
    for amounts in begun.values():
        plan.model.add(sum(amounts) <= int(limit.amount * 100))

"""Entry and prerequisites: what must be held on the day something begins.

A part of what is planned must be had by then; any other qualification may be held without being mentioned, unless only
what is shown is to be counted.
"""

from __future__ import annotations

from stackways.planner.model.plan import Plan
from stackways.rules.awards.solver import cp_model
from stackways.rules.base import Code
from stackways.rules.recognise import force_days, versions_by_code
from stackways.rules.requirements.asks import Truth
from stackways.rules.situation import Standing


def ask_entry(plan: Plan) -> None:
    """Write every entry rule of everything that may be studied or entered."""
    for code, study in plan.studies.items():
        _ask(plan, code, study.taken, study.start)
    for code, awarding in plan.awardings.items():
        _ask(plan, code, awarding.taken, awarding.enter)


def _ask(plan: Plan, code: Code, taken: Truth, begun: cp_model.IntVar) -> None:
    """Ask for each rule that is in force on the day something begins, in the version of that day."""
    for versions in versions_by_code(plan.world.entries(code)).values():
        forces = force_days(versions)
        for rule, days in zip(versions, forces, strict=True):
            runs = plan.calendar.runs(days)
            if not runs:
                continue
            active = taken
            if runs != [(0, plan.calendar.length)]:
                domain = cp_model.Domain.from_intervals([list(run) for run in runs])
                active = plan.truth()
                elsewhere = plan.truth()
                plan.model.add_linear_expression_in_domain(begun, domain.complement()).only_enforce_if(elsewhere)
                plan.model.add_bool_or([active, elsewhere, taken.negated()])
            shown = plan.problem.shown_only and plan.least is Standing.MET
            least = Standing.MET if shown else Standing.UNKNOWN
            exempted = plan.exemptions(None, least)
            ledger = plan.ledger(
                begun,
                [*(piece for piece in plan.pieces if piece.holding.code != code), *exempted],
                least,
                single_use=False,
                assumable=plan.world.is_assumable,
                or_together=rule.or_together,
            )
            ledger.situation = rule.asking(plan.problem.situation)
            rule.needs.encode(ledger, active, rule.name)

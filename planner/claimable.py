"""What can be claimed in a programme on a day, decided rule by rule."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from stackways.planner.problem import Problem
from stackways.rules.awards.exempting import SPARING, effects_of
from stackways.rules.base import Code
from stackways.rules.catalogue import Programme
from stackways.rules.decision import Decision, Status
from stackways.rules.exemption import Exemption
from stackways.rules.kinds.base import RuleBase
from stackways.rules.kinds.policy import Policy
from stackways.rules.kinds.recognition import Recognition
from stackways.rules.kinds.structure import Structure
from stackways.rules.recognise import decide, grants_of
from stackways.rules.selection import belongs_to, is_member
from stackways.rules.situation import Situation

CLAIMABLE = (Status.GRANTED, Status.CONDITIONAL)
ORDER = {Status.GRANTED: 0, Status.CONDITIONAL: 1, Status.REFUSED: 2, Status.UNKNOWN: 3}
"""Best first."""


def decisions_in(programme: Programme, situation: Situation, problem: Problem) -> list[Decision]:
    """Return what is decided on each thing that may be claimed in a programme; of what is spared the surest alone."""
    found = (
        decide(versions, grant, situation, problem.knowledge)
        for versions in problem.recognitions.values()
        if _speaks_of_held(versions, situation)
        for grant in grants_of(versions)
    )
    return _each_once(decision for decision in found if _belongs(decision, programme, problem))


def frameworks_of(programme: Programme, problem: Problem) -> list[RuleBase]:
    """Return what is published of the classes of programmes that this one belongs to, and not of it in particular."""
    structures = [(rule, rule.of) for rule in Structure.among(problem.rules)]
    policies = [(rule, rule.about) for rule in Policy.among(problem.rules)]
    speaking = {
        id(rule)
        for rule, codes in (*structures, *policies)
        if programme.code not in codes and any(is_member(programme.code, code, problem.items) for code in codes)
    }
    return [rule for rule in problem.rules if id(rule) in speaking]


def parts_of(programme: Programme, problem: Problem) -> set[Code]:
    """Return every code in the programme's trees, at any depth."""
    parts: set[Code] = set()
    pending = [programme.code]
    while pending:
        named = {code for rule in problem.structures.get(pending.pop(), ()) for code in rule.needs.codes()}
        pending += named - parts
        parts |= named
    return parts


def _speaks_of_held(versions: Sequence[Recognition], situation: Situation) -> bool:
    codes = {code for rule in versions for code in rule.needs.codes()}
    speaking = any(belongs_to(h, code, situation.items) is not False for h in situation.holdings for code in codes)
    return speaking or versions[-1].asks_nothing


def _belongs(decision: Decision, programme: Programme, problem: Problem) -> bool:
    """Tell whether a decision counts in a programme: by its rule, or by its target being a part of it."""
    place = decision.programme or decision.target
    if is_member(programme.code, place.code, problem.items):
        return True
    parts = parts_of(programme, problem)
    within = decision.programme is None or decision.programme.code in {*parts, decision.target.code}
    return within and decision.target.code in parts


def _each_once(decisions: Iterable[Decision]) -> list[Decision]:
    """Return one decision for each thing that is spared, the surest and longest; every other decision as it is."""

    def goodness(one: Decision) -> tuple[int, bool, int, str]:
        return ORDER[one.status], not is_settled(one), -(one.claim_by or dt.date.max).toordinal(), one.rule or ""

    ordered = sorted(decisions, key=goodness)
    chosen: dict[object, Decision] = {}
    for decision in ordered:
        chosen.setdefault(decision.target.code if spares(decision) else (decision.rule, decision.target.code), decision)
    return list(chosen.values())


def is_settled(decision: Decision) -> bool:
    """Tell whether it is known that nothing must be taken in place of what a decision exempts from."""
    exemption = _exemption_by(decision)
    return exemption is not None and exemption.settled


def spares(decision: Decision) -> bool:
    """Tell whether its target need not be studied, nor anything else instead, where it is granted."""
    exemption = _exemption_by(decision)
    return exemption is not None and exemption.spares


def _exemption_by(decision: Decision) -> Exemption | None:
    outcome = decision.outcome
    if outcome is None or decision.rule is None or outcome.kind not in SPARING:
        return None
    effects = effects_of(outcome.effects, outcome.kind)
    return Exemption(code=decision.target.code, rule=decision.rule, effects=effects, amount=outcome.amount)


def refused(decisions: Iterable[Decision]) -> Iterator[Decision]:
    """Yield the decisions that refuse."""
    return (decision for decision in decisions if decision.status is Status.REFUSED)

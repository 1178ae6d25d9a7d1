"""The outline of a route: entry, exemptions claimed, what remains to be studied, the award.

The first form of a route: it does not date the study and does not choose between alternatives. A curriculum that is
not published is one block; where nothing is published, hours and cost are unknown, never zero. No module is invented.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from stackways.planner.route import Cost, Hours, Route, Step
from stackways.rules.base import Code, Money, title_in
from stackways.rules.catalogue import Programme, StudyItem
from stackways.rules.decision import Decision, DoubtTaken, EntryStanding, Status
from stackways.rules.holdings import HoldingStatus
from stackways.rules.kinds.structure import Structure
from stackways.rules.recognise import Knowledge, judge_entry
from stackways.rules.requirements.base import RequirementBase
from stackways.rules.requirements.doubt import Doubt
from stackways.rules.requirements.groups import AllOf, AnyOf, AtLeast
from stackways.rules.requirements.hold import Hold
from stackways.rules.situation import Situation

CLAIMABLE = (Status.GRANTED, Status.CONDITIONAL)


@dataclass(frozen=True)
class Stage:
    """One award on the way: the programme and what is claimed in it."""

    programme: Programme
    decisions: Sequence[Decision]
    """Decisions for the holdings (and the awards of earlier stages) within this programme."""


@dataclass
class _Way:
    """What is walked through: the situation, the catalogue, and what is already exempted or held."""

    situation: Situation
    knowledge: Knowledge
    structures: Mapping[Code, Sequence[Structure]]
    done: set[Code] = field(default_factory=set)


def outline(
    stages: Sequence[Stage],
    situation: Situation,
    knowledge: Knowledge,
    structures: Mapping[Code, Sequence[Structure]],
) -> Route:
    """Return the outline through each stage's award to the last one's."""
    held = {h.code for h in situation.holdings if h.code and h.status is HoldingStatus.ATTAINED}
    way = _Way(situation, knowledge, structures, held)
    steps = [step for stage in stages for step in _stage_steps(stage, way)]
    decisions = [step.decision for step in steps if step.decision]
    return Route(
        cost=_total_cost(steps),
        hours=_total_hours(steps),
        proven_optimal=False,
        steps=steps,
        warnings=list(dict.fromkeys(_warnings(steps))),
        doubts=_distinct_doubts(decisions),
        illustrative=sorted({step.code for step in steps if step.illustrative}),
    )


def _stage_steps(stage: Stage, way: _Way) -> Iterator[Step]:
    programme = stage.programme
    yield _enter(programme, way)
    for decision in stage.decisions:
        if decision.status in CLAIMABLE:
            if decision.outcome and decision.outcome.kind == "exemption":
                way.done.add(decision.target.code)
            yield _claim(decision)
    yield from _study_programme(programme, way)
    yield _award(programme, way)
    way.done.add(programme.code)


def _enter(programme: Programme, way: _Way) -> Step:
    standing, remarks, rules = judge_entry(programme, way.situation, way.knowledge)
    said = "; ".join(remark.text for remark in remarks)
    text = f"Enter {title_in(programme.title)}" + (f": {said}" if said else ": the entry requirement is met")
    if standing is EntryStanding.NOT_MET:
        text += " (entry comes first: no route skips it)"
    return Step(
        kind="enter", code=programme.code, title=programme.title, because=rules, text=text,
        illustrative=programme.illustrative,
    )  # fmt: skip


def _claim(decision: Decision) -> Step:
    outcome = decision.outcome
    amount = f" {outcome.amount} {outcome.unit}" if outcome and outcome.amount is not None else ""
    kind = outcome.kind.replace("_", " ") if outcome else "recognition"
    by = f", by {decision.claim_by} at the latest" if decision.claim_by else ""
    why = "; ".join(reason.text for reason in decision.reasons)
    sure = "" if decision.status is Status.GRANTED else f" (conditional: {why})"
    return Step(
        kind="exempt",
        code=decision.target.code,
        title=decision.target.title,
        because=[decision.rule] if decision.rule else [],
        uses=decision.used,
        apply_by=decision.claim_by,
        text=f"Claim the {kind}{amount}: {title_in(decision.target.title)}{by}{sure}",
        decision=decision,
        illustrative=decision.illustrative,
    )


def _study_programme(programme: Programme, way: _Way) -> Iterator[Step]:
    """Yield what remains to be studied: by the published tree, or as one block where that is not published whole."""
    chosen = _telling(programme, way)
    for rule in chosen:
        yield from _remaining(rule.needs, rule, programme, way)
    if not any(rule.confers for rule in chosen):
        yield _block(programme, chosen)


def _telling(programme: Programme, way: _Way) -> Sequence[Structure]:
    """Return the structure rule that leads to the award, else every one that tells a part of it."""
    rules = way.structures.get(programme.code, ())
    return [rule for rule in rules if rule.confers][-1:] or rules


def _remaining(requirement: RequirementBase, rule: Structure, programme: Programme, way: _Way) -> Iterator[Step]:
    if isinstance(requirement, Hold):
        yield from _study_item(requirement.hold, rule, way)
    elif isinstance(requirement, AllOf):
        for part in requirement.all_of:
            yield from _remaining(part, rule, programme, way)
    elif isinstance(requirement, Doubt):
        taken = requirement.alternatives[requirement.taken(way.situation.reading)]
        yield from _remaining(taken, rule, programme, way)
    elif not _satisfied(requirement, way):
        words = requirement.in_words(way.situation.name_of)
        yield _study(programme, rule, f"Study, for {title_in(programme.title)}: {words}", item=None)


def _satisfied(requirement: RequirementBase, way: _Way) -> bool:
    """Tell whether a choice is already met by what is exempted or held."""
    if isinstance(requirement, Hold):
        return requirement.hold in way.done
    parts = [_satisfied(part, way) for part, _ in requirement.parts()]
    if isinstance(requirement, AnyOf):
        return any(parts)
    if isinstance(requirement, AtLeast):
        return sum(parts) >= requirement.at_least
    return isinstance(requirement, AllOf) and all(parts)


def _study_item(code: Code, rule: Structure, way: _Way) -> Iterator[Step]:
    if code in way.done:
        return
    item = way.knowledge.items.get(code)
    if item is None:
        return
    if isinstance(item, Programme) and way.structures.get(code):
        yield from _study_programme(item, way)
        yield _award(item, way)
        return
    yield _study(item, rule, f"Study {title_in(item.title)}", item)


def _study(shown: StudyItem, rule: Structure | None, text: str, item: StudyItem | None) -> Step:
    """Return a study step; hours and cost only where the item publishes them."""
    hours = Hours(value=item.hours, kind=item.hours_kind, at_least=item.hours or Decimal(0)) if item else Hours()
    fee = [item.fee] if item and item.fee else None
    return Step(
        kind="study", code=shown.code, title=shown.title, hours=hours, cost=Cost(gross=fee, at_least=fee or []),
        because=[rule.name] if rule else [], text=text, illustrative=shown.illustrative,
    )  # fmt: skip


def _block(programme: Programme, known: Sequence[Structure]) -> Step:
    rest = "the rest of " if known else ""
    published = f"; {programme.hours} hours are published for the whole" if programme.hours else ""
    text = f"Study {rest}{title_in(programme.title)}: its curriculum is not published module by module{published}"
    whole = programme if not known else None
    return _study(programme, None, text, whole)


def _award(programme: Programme, way: _Way) -> Step:
    name = title_in(programme.title)
    rules = [rule.name for rule in _telling(programme, way)]
    return Step(
        kind="award", code=programme.code, title=programme.title, because=rules,
        text=f"Be awarded {name}", illustrative=programme.illustrative,
    )  # fmt: skip


def _total_cost(steps: Iterable[Step]) -> Cost:
    known: dict[str, Decimal] = defaultdict(Decimal)
    complete = True
    for step in steps:
        complete = complete and step.cost.gross is not None
        for money in step.cost.at_least:
            known[money.currency] += money.amount
    total = [Money(amount=amount, currency=currency) for currency, amount in sorted(known.items())]
    return Cost(gross=total if complete else None, at_least=total)


def _total_hours(steps: Iterable[Step]) -> Hours:
    """Return the sum of study hours; notional and contact hours are never mixed in one figure."""
    study = [step.hours for step in steps if step.kind == "study"]
    kinds = {hours.kind for hours in study if hours.at_least}
    if len(kinds) > 1:
        return Hours(kind="mixed")
    known = sum((hours.at_least for hours in study), Decimal(0))
    complete = all(hours.value is not None for hours in study)
    return Hours(value=known if complete else None, kind=next(iter(kinds), "not-stated"), at_least=known)


def _warnings(steps: Iterable[Step]) -> Iterator[str]:
    for step in steps:
        if step.kind == "study" and step.hours.value is None:
            yield f"hours are not published for: {title_in(step.title)}"
        if step.kind == "study" and step.cost.gross is None:
            yield f"the fee is not published for: {title_in(step.title)}"
        if step.decision and step.decision.entry is not EntryStanding.MET:
            yield f"entry is {step.decision.entry.value.replace('_', ' ')} and comes before any exemption"
        if step.illustrative:
            yield f"illustrative, published by nobody: {title_in(step.title)}"


def _distinct_doubts(decisions: Iterable[Decision]) -> list[DoubtTaken]:
    by_name: dict[str, DoubtTaken] = {}
    for decision in decisions:
        for doubt in decision.doubts:
            by_name.setdefault(doubt.name, doubt)
    return list(by_name.values())

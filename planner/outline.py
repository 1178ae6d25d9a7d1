"""The outline of a route: entry, exemptions claimed, what remains to be studied, the award.

The first form of a route: it does not date the study and does not choose between alternatives. A choice that is left
open is one block; so is a curriculum that is not published, or only partly, with what is published for the whole.
Where nothing is published, hours and cost are unknown, never zero. No module is invented.
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
from stackways.rules.kinds.base import RuleBase
from stackways.rules.kinds.structure import Structure
from stackways.rules.recognise import Knowledge, judge_entry
from stackways.rules.requirements.base import RequirementBase
from stackways.rules.requirements.doubt import Doubt
from stackways.rules.requirements.groups import AllOf, AnyOf, AtLeast, ExactlyOne
from stackways.rules.requirements.hold import Hold
from stackways.rules.selection import is_member
from stackways.rules.situation import Situation

CLAIMABLE = (Status.GRANTED, Status.CONDITIONAL)
SPARING = ("exemption", "specified_credit")
"""The outcomes after which the target need not be studied."""


@dataclass(frozen=True)
class Stage:
    """One award on the way: the programme and what is claimed in it."""

    programme: Programme
    decisions: Sequence[Decision]
    """Decisions for the holdings, and the awards of earlier stages, within this programme."""
    situation: Situation
    """The learner's situation, awards of earlier stages among the holdings."""
    frameworks: Sequence[RuleBase] = ()
    """What frameworks say of the published classes that the programme belongs to."""


@dataclass
class _Way:
    """What is walked through: the catalogue, the stage, and what need not be studied (any more)."""

    knowledge: Knowledge
    structures: Mapping[Code, Sequence[Structure]]
    stage: Stage
    done: set[Code] = field(default_factory=set)

    def is_done(self, code: Code) -> bool:
        """Tell whether a thing, or a member of that class, is held, spared or studied."""
        return any(is_member(done, code, self.knowledge.items) for done in self.done)

    def name(self, code: Code) -> str:
        return title_in(self.knowledge.items[code].title)


def outline(stages: Sequence[Stage], knowledge: Knowledge, structures: Mapping[Code, Sequence[Structure]]) -> Route:
    """Return the outline through each stage's award to the last one's.

    Args:
        stages: The awards on the way, the target last; at least one.
        knowledge: Every entry that a stage's tree names, with entry rules and sources.
        structures: Structure rules by the programme they structure, oldest version first.
    """
    situation = stages[0].situation
    held = {h.code for h in situation.holdings if h.code and h.status is HoldingStatus.ATTAINED}
    way = _Way(knowledge, structures, stages[0], held)
    steps: list[Step] = []
    warnings: list[str] = []
    for stage in stages:
        way.stage = stage
        of_stage = list(_stage_steps(stage, way))
        warnings += _stage_warnings(stage, of_stage, way)
        steps += of_stage
    return Route(
        cost=_total_cost(steps),
        hours=_total_hours(steps),
        proven_optimal=False,
        steps=steps,
        warnings=list(dict.fromkeys([*warnings, *_warnings(steps)])),
        doubts=_distinct_doubts(step.decision for step in steps if step.decision),
        illustrative=_illustrative(steps, knowledge, structures),
    )


def _stage_steps(stage: Stage, way: _Way) -> Iterator[Step]:
    yield _enter(stage, way)
    for decision in stage.decisions:
        if decision.status in CLAIMABLE:
            if decision.outcome and decision.outcome.kind in SPARING:
                way.done.add(decision.target.code)
            yield _claim(decision)
    claimed = any(decision.status in CLAIMABLE for decision in stage.decisions)
    yield from _study_programme(stage.programme, way, claimed=claimed)


def _enter(stage: Stage, way: _Way) -> Step:
    programme = stage.programme
    standing, remarks, rules = judge_entry(programme, stage.situation, way.knowledge)
    name = title_in(programme.title)
    said = "; ".join(remark.text for remark in remarks) or "the entry requirement is met"
    text = f"Enter {name}: {said.removeprefix(f'entry to {name} ')}"
    if standing is EntryStanding.NOT_MET:
        text += " (entry comes first: no route skips it)"
    return Step(
        kind="enter", code=programme.code, title=programme.title, because=rules, entry=standing, text=text,
        illustrative=programme.illustrative,
    )  # fmt: skip


def _claim(decision: Decision) -> Step:
    by = f" by {decision.claim_by}" if decision.claim_by else ""
    why = "; ".join(reason.text for reason in decision.reasons)
    sure = "" if decision.status is Status.GRANTED else f" (conditional; {why})"
    return Step(
        kind="exempt",
        code=decision.target.code,
        title=decision.target.title,
        because=[decision.rule] if decision.rule else [],
        uses=decision.used,
        apply_by=decision.claim_by,
        text=f"Claim {_claimed(decision)}{by}{sure}",
        decision=decision,
        illustrative=decision.illustrative,
    )


def _claimed(decision: Decision) -> str:
    """Return what is claimed as the end of a sentence: "the exemption from Principles of Machine Learning"."""
    name, outcome = title_in(decision.target.title), decision.outcome
    if outcome is None or outcome.kind == "exemption":
        return f"the exemption from {name}"
    if outcome.kind == "entry":
        return f"entry to {name}"
    most = "up to " if outcome.certainty == "up_to" else ""
    amount = "credit"
    if outcome.amount is not None:
        unit = outcome.unit or "units"
        amount = f"{most}{outcome.amount} {unit}{'' if 'credit' in unit else ' of credit'}"
    return f"{amount} {'for' if outcome.kind == 'specified_credit' else 'towards'} {name}"


def _study_programme(programme: Programme, way: _Way, *, claimed: bool) -> Iterator[Step]:
    """Yield what remains to be studied, and the award: by the published tree, else as one block."""
    rules = _in_force(way.structures.get(programme.code, ()), way)
    conferring = sorted((rule for rule in rules if rule.confers), key=lambda rule: rule.illustrative)[:1]
    whole = not claimed and not any(map(way.is_done, _inside(programme.code, way) - {programme.code}))
    if conferring:
        steps = list(_tree_steps(conferring[0], programme, way))
        told = whole and any(step.kind == "study" for step in steps)
        yield from _with_award(programme, steps, conferring, published_for_the_whole=told)
    else:
        yield _block(programme, rules, way, whole=whole)
        yield from _with_award(programme, [], rules, published_for_the_whole=False)
    way.done.add(programme.code)


def _in_force(rules: Iterable[Structure], way: _Way) -> list[Structure]:
    return [rule for rule in rules if rule.in_force_on(way.stage.situation.day)]


def _tree_steps(rule: Structure, programme: Programme, way: _Way) -> Iterator[Step]:
    """Yield a step for each thing that the tree asks for as such, in order, and one for everything else it asks."""
    holds, others = _flat(rule.needs, way)
    for code in _in_order(holds, rule, way):
        if not way.is_done(code):
            yield from _study_item(code, rule, way)
    rest = [words for requirement in others if (words := _remaining(requirement, way))]
    if rest:
        text = f"For {title_in(programme.title)}, complete {'; '.join(rest)}"
        yield _study(programme, [rule.name], text, item=None)


def _flat(requirement: RequirementBase, way: _Way) -> tuple[list[Code], list[RequirementBase]]:
    """Return the things a tree asks for as such, and what else it asks (choices, amounts, conditions)."""
    if isinstance(requirement, Hold):
        return [requirement.hold], []
    if isinstance(requirement, Doubt):
        return _flat(requirement.alternatives[requirement.taken(way.stage.situation.reading)], way)
    if not isinstance(requirement, AllOf):
        return [], [requirement]
    flat = [_flat(part, way) for part in requirement.all_of]
    return [code for codes, _ in flat for code in codes], [other for _, others in flat for other in others]


def _in_order(codes: Sequence[Code], rule: Structure, way: _Way) -> list[Code]:
    """Return codes in their order, each after those that it (or something inside it) asks for."""
    if rule.in_order:
        return list(codes)
    inside = {code: _inside(code, way) for code in codes}
    asked = {code: {need for part in inside[code] for need in _prerequisites(part, way)} for code in codes}
    ordered: list[Code] = []
    left = list(codes)
    while left:
        free = (code for code in left if not any(asked[code] & inside[other] for other in left if other != code))
        ordered.append(next(free, left[0]))  # what asks for each other in a circle stays as it is listed
        left.remove(ordered[-1])
    return ordered


def _inside(code: Code, way: _Way) -> set[Code]:
    """Return a thing and all that its trees ask for."""
    found: set[Code] = set()
    pending = [code]
    while pending:
        one = pending.pop()
        if one not in found:
            found.add(one)
            pending += [part for rule in way.structures.get(one, ()) for part in rule.needs.codes()]
    return found


def _prerequisites(code: Code, way: _Way) -> list[Code]:
    """Return what the entry rules in force ask for before a thing may start."""
    day = way.stage.situation.day
    rules = [rule for rule in way.knowledge.entries.get(code, ()) if rule.in_force_on(day)]
    return list(dict.fromkeys(asked for rule in rules for asked in rule.needs.codes()))


def _remaining(requirement: RequirementBase, way: _Way) -> str:
    """Return in words what of a choice, an amount or a condition is left; empty where it is already met."""
    if _satisfied(requirement, way):
        return ""
    situation = way.stage.situation
    if isinstance(requirement, AtLeast):
        left = [part for part in requirement.of if not _satisfied(part, way)]
        least = requirement.at_least - (len(requirement.of) - len(left))
        requirement = AtLeast(at_least=least, of=left)
    return requirement.in_words(situation.name_of, situation.reading)


def _satisfied(requirement: RequirementBase, way: _Way) -> bool:
    """Tell whether a choice is already met by what is held or spared."""
    if isinstance(requirement, Hold):
        return way.is_done(requirement.hold)
    if isinstance(requirement, Doubt):
        return _satisfied(requirement.alternatives[requirement.taken(way.stage.situation.reading)], way)
    parts = [_satisfied(part, way) for part, _ in requirement.parts()]
    if isinstance(requirement, AnyOf | ExactlyOne):
        return any(parts)
    if isinstance(requirement, AtLeast):
        return sum(parts) >= requirement.at_least
    return isinstance(requirement, AllOf) and all(parts)


def _study_item(code: Code, rule: Structure, way: _Way) -> Iterator[Step]:
    item = way.knowledge.items[code]
    if isinstance(item, Programme) and way.structures.get(code):
        yield from _study_programme(item, way, claimed=False)
        return
    first = [asked for asked in _prerequisites(code, way) if asked in way.done]
    after = f" (after {', '.join(map(way.name, first))})" if first else ""
    asking = [entry.name for entry in way.knowledge.entries.get(code, ()) if set(entry.needs.codes()) & set(first)]
    yield _study(item, [rule.name, *asking], f"Study {title_in(item.title)}{after}", item)
    way.done.add(code)


def _study(shown: StudyItem, because: list[str], text: str, item: StudyItem | None) -> Step:
    """Return a study step; hours and cost only where the item publishes them."""
    hours = Hours(value=item.hours, kind=item.hours_kind, at_least=item.hours or Decimal(0)) if item else Hours()
    fee = [item.fee] if item and item.fee else None
    return Step(
        kind="study", code=shown.code, title=shown.title, hours=hours, cost=Cost(gross=fee, at_least=fee or []),
        because=because, text=text, illustrative=shown.illustrative,
    )  # fmt: skip


def _block(programme: Programme, rules: Sequence[Structure], way: _Way, *, whole: bool) -> Step:
    """Return the one block that a curriculum is which is not published, or only partly."""
    name = title_in(programme.title)
    flat = [_flat(rule.needs, way) for rule in rules]
    known = [way.name(code) for codes, _ in flat for code in codes if not way.is_done(code)]
    other = [words for _, others in flat for requirement in others if (words := _remaining(requirement, way))]
    said = [f"Study {'' if whole else 'the rest of '}{name} as one block"]
    said.append(f"its curriculum is {'only partly' if rules else 'not'} published")
    if known:
        said.append(f"of what is left, this is known to be in it: {', '.join(known)}")
    if other:
        said.append(f"it is made of {'; '.join(other)}")
    if not whole:
        totals = [f"{programme.hours} hours"] if programme.hours is not None else []
        totals += [_in_words(programme.fee)] if programme.fee else []
        if totals:
            said.append(f"{' and '.join(totals)} are published for the whole")
    because = [rule.name for rule in (*rules, *(way.stage.frameworks if programme is way.stage.programme else ()))]
    return _study(programme, because, f"{said[0]}: {'; '.join(said[1:])}", programme if whole else None)


def _with_award(
    programme: Programme, steps: list[Step], rules: Sequence[Structure], *, published_for_the_whole: bool
) -> Iterator[Step]:
    """Yield the steps inside a programme and its award, with what is published for the whole but not for its parts."""
    made_up = " (by a curriculum that nobody published)" if any(rule.illustrative for rule in rules) else ""
    award = Step(
        kind="award", code=programme.code, title=programme.title, because=[rule.name for rule in rules],
        text=f"Be awarded {title_in(programme.title)}{made_up}", illustrative=programme.illustrative,
    )  # fmt: skip
    if published_for_the_whole and programme.fee and all(step.cost.gross is None for step in _studies(steps)):
        steps = [step.model_copy(update={"cost": Cost(gross=[])}) for step in steps]
        fee = [programme.fee]
        text = f"{award.text}; {_in_words(programme.fee)} is the published fee for all of it"
        award = award.model_copy(update={"cost": Cost(gross=fee, at_least=fee), "text": text})
    if published_for_the_whole and programme.hours and all(step.hours.value is None for step in _studies(steps)):
        steps = [step.model_copy(update={"hours": Hours(value=Decimal(0))}) for step in steps]
        hours = Hours(value=programme.hours, kind=programme.hours_kind, at_least=programme.hours)
        text = f"{award.text}; {programme.hours} hours are published for all of it"
        award = award.model_copy(update={"hours": hours, "text": text})
    yield from steps
    yield award


def _studies(steps: Iterable[Step]) -> list[Step]:
    return [step for step in steps if step.kind == "study"]


def _in_words(money: Money) -> str:
    return f"{money.currency} {money.amount}"


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
    hours = [step.hours for step in steps]
    kinds = {one.kind for one in hours if one.at_least}
    if len(kinds) > 1:
        return Hours(kind="mixed")
    known = sum((one.at_least for one in hours), Decimal(0))
    complete = all(one.value is not None for one in hours)
    return Hours(value=known if complete else None, kind=next(iter(kinds), "not-stated"), at_least=known)


def _stage_warnings(stage: Stage, steps: Sequence[Step], way: _Way) -> Iterator[str]:
    name = title_in(stage.programme.title)
    standing = steps[0].entry
    if standing is not EntryStanding.MET and standing is not None:
        yield f"entry to {name} is {standing.value.replace('_', ' ')}, and comes before anything claimed there"
    for decision in stage.decisions:
        if decision.status is Status.REFUSED:
            why = "; ".join(reason.text for reason in decision.reasons)
            yield f"not claimed, for it is refused: {_claimed(decision)}: {why}"
        elif decision.status is Status.CONDITIONAL:
            yield f"rests on a claim that is conditional: {_claimed(decision)}"
    if stage.frameworks and not any(rule.confers for rule in way.structures.get(stage.programme.code, ())):
        said = " ".join(title_in(rule.says) for rule in stage.frameworks)
        yield f"of the framework that {name} belongs to: {said}"


def _warnings(steps: Iterable[Step]) -> Iterator[str]:
    lists = {
        "hours are not published for": [step for step in steps if step.hours.value is None],
        "the fee is not published for": [step for step in steps if step.cost.gross is None],
        "illustrative, published by nobody": [step for step in steps if step.illustrative],
    }
    for text, found in lists.items():
        if found:
            yield f"{text}: {', '.join(dict.fromkeys(title_in(step.title) for step in found))}"


def _distinct_doubts(decisions: Iterable[Decision]) -> list[DoubtTaken]:
    by_name: dict[str, DoubtTaken] = {}
    for decision in decisions:
        for doubt in decision.doubts:
            by_name.setdefault(doubt.name, doubt)
    return list(by_name.values())


def _illustrative(
    steps: Iterable[Step], knowledge: Knowledge, structures: Mapping[Code, Sequence[Structure]]
) -> list[Code]:
    """Return every illustrative entry and rule that a step is or rests on."""
    rules: list[RuleBase] = [rule for group in (*structures.values(), *knowledge.entries.values()) for rule in group]
    made_up = {rule.name: rule.code for rule in rules if rule.illustrative}
    found: set[Code] = set()
    for step in steps:
        named = [step.code, *step.uses]
        found |= {code for code in named if (item := knowledge.items.get(code)) and item.illustrative}
        found |= {made_up[name] for name in step.because if name in made_up}
    return sorted(found)

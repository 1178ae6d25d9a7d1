"""The itinerary: a plan that was found, as dated steps with what each rests on, and what is not known of it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property

from stackways.planner.answer.explain import explained
from stackways.planner.answer.timeline import Timeline
from stackways.planner.blocks import block_text, told_of_frameworks
from stackways.planner.claimable import CLAIMABLE, decisions_in, frameworks_of, is_settled, spares
from stackways.planner.model.constraints.caps import caps_of
from stackways.planner.model.plan import days_of_work
from stackways.planner.route import Cost, Hours, Route, Step
from stackways.planner.world import Thing
from stackways.rules.awards.answer import AwardAnswered, claimable
from stackways.rules.awards.audit import Asked, Audit, audit
from stackways.rules.base import Code, Money
from stackways.rules.catalogue import Programme
from stackways.rules.decision import Decision, DoubtTaken, EntryStanding, Status, told
from stackways.rules.exemption import Exemption
from stackways.rules.kinds.base import RuleBase
from stackways.rules.recognise import judge_entry
from stackways.rules.selection import is_member
from stackways.rules.situation import Note, Situation
from stackways.words.message import (
    Argument,
    Length,
    Listed,
    Message,
    Published,
    Quantity,
    as_message,
    in_english,
    listed,
)
from stackways.words.message import Code as CodeShown

DAYS_OF_A_MONTH = Decimal("30.4375")
UNKNOWN = {
    "time": Message("plan.when-it-ends"),
    "cost": Message("plan.what-it-costs"),
    "hours": Message("plan.how-many-hours-it-takes"),
}
"""What may not be known of a route."""
KIND_ORDER = {"enter": 0, "exempt": 1, "study": 2, "award": 3}


@dataclass
class Itinerary(Timeline):
    """A plan that was found, being told."""

    notes: Sequence[Message] = ()
    """What is said of every route, for example of funding schemes."""
    steps: list[Step] = field(default_factory=list)
    warnings: list[Message] = field(default_factory=list)
    doubts: list[DoubtTaken] = field(default_factory=list)
    answered: dict[Code, AwardAnswered] = field(default_factory=dict)
    exempting: dict[Code, list[Decision]] = field(default_factory=lambda: defaultdict(list))
    """The exemptions relied on, by each thing they rest on."""

    def route(self) -> Route:
        """Return the plan as a route."""
        for code in self.stages:
            self._stage(code)
        self._studies()
        self._inner_awards()
        order = {code: at for at, code in enumerate(self.stages)}
        last = self.problem.target.code
        self.steps.sort(
            key=lambda s: (
                s.kind == "award" and s.code == last,
                self._begins(s),
                KIND_ORDER[s.kind],
                order.get(s.code, -1),
                s.code,
            )
        )
        self.steps = [explained(self._dated(step), self) for step in self.steps]
        self._warn()
        figures, unknown = self.found.figures, self.found.unknown
        finish = self.day(figures["time"])
        timed = "time" not in unknown and self.problem.target.code not in self.unsure
        days = (finish - self.problem.start).days
        conditional = self.found.conditional or any(a.status is Status.CONDITIONAL for a in self.answered.values())
        return Route(
            finish=finish if timed else None,
            finish_at_least=None if timed else finish,
            months=(Decimal(days) / DAYS_OF_A_MONTH).quantize(Decimal("0.1")) if timed else None,
            cost=self._cost(),
            hours=self._hours(),
            proven_optimal=not (why := self._why_not_proven()),
            gap=self.found.gap,
            why_not_proven=why,
            steps=self.steps,
            warnings=[told(one) for one in dict.fromkeys([*self.warnings, *self.notes])],
            doubts=self.doubts,
            illustrative=self._illustrative(),
            counted={code: a.uses for code, a in self.answered.items()},
            conditional=conditional,
            unknown=list(self._unknown()),
            best_by=self.found.by,
        )

    def _dated(self, step: Step) -> Step:
        """Return a step with whether its days are published: nothing that it waits for begins on a day taken."""
        taken = [self.found.studies[code].start for code in self.undated]
        waits = bool(taken) and self._begins(step) >= self.day(min(taken))
        own = step.kind == "study" and step.code not in self.undated
        return step.model_copy(update={"dates_published": own or not waits})

    @cached_property
    def undated(self) -> list[Code]:
        """What is studied of which nobody published when it begins."""
        things = self.search.world.things
        return [code for code in self.found.studies if things[code].starts.published == "not-published"]

    def _begins(self, step: Step) -> dt.date:
        day = step.start or step.not_before
        return day or self.problem.start

    # Stages: entered, claimed in, awarded

    def _stage(self, code: Code) -> None:
        plan, found = self.search.plan, self.found
        programme = self.problem.items[code]
        if not isinstance(programme, Programme):
            return
        tree = code in found.awarded
        entered = self.day(found.entered[code] if tree else found.studies[code].start)
        begun = self._in_doubt(code, tree=tree)
        situation = self.situation(entered)
        standing, remarks, rules, needs = judge_entry(programme, situation, self.problem.knowledge)
        name = Published.of(programme.title)
        if not (programme.stackable and not rules):
            self._tell(
                Step(
                    kind="enter",
                    code=code,
                    title=programme.title,
                    because=rules,
                    entry=standing,
                    entry_needs=needs,
                    illustrative=programme.illustrative,
                    message=_entering(name, remarks),
                    where=list(programme.offered_by),
                ),
                on=entered,
                unsure=begun,
            )
        if standing is not EntryStanding.MET and rules:
            refused = standing is EntryStanding.NOT_MET
            self.warnings.append(Message("plan.entry-not-met" if refused else "plan.entry-not-shown", programme=name))
        claims = {
            plan.claims[at].sparing.spares: self.day(day)
            for at, day in found.claimed.items()
            if plan.claims[at].sparing.stage == code
        }
        later = self.situation(max([entered, *claims.values()]))
        decisions = decisions_in(programme, later, self.problem)
        for decision in decisions:
            self._claim(decision, claims, entered, programme, undated=begun)
        frameworks = frameworks_of(programme, self.problem)
        if frameworks and not tree:
            self.warnings.append(told_of_frameworks(programme, frameworks))
        if tree:
            self._award(code)
        else:
            self._block_award(programme, decisions, frameworks)

    def _in_doubt(self, code: Code, *, tree: bool) -> bool:
        """Tell whether a stage begins on a day that nobody knows."""
        stages = [*self.problem.stages, self.problem.target.code]
        before = stages[: stages.index(code)] if code in stages else []
        late = any(stage in self.unsure for stage in before) or self._waits_for_unsure(code)
        return late and (tree or code in self.unsure)

    def _waits_for_unsure(self, code: Code) -> bool:
        """Tell whether entry asks for something that is had on a day that nobody knows."""
        asked = {c for rule in self.search.world.entries(code) for c in rule.needs.codes()}
        return any(is_member(one, c, self.problem.items) for one in self.unsure for c in asked if one != code)

    def _claim(
        self,
        decision: Decision,
        claims: dict[Code, dt.date],
        entered: dt.date,
        programme: Programme,
        *,
        undated: bool,
    ) -> None:
        """Tell one claim; what is refused, or not sure, is said and not relied on."""
        if decision.status is Status.REFUSED:
            why = listed([reason.message for reason in decision.reasons], "semicolon")
            self.warnings.append(Message("plan.refused", what=claimed(decision), why=why))
            return
        if decision.status not in CLAIMABLE:
            return
        target = decision.target.code
        if target in self.found.studies and target not in claims and caps_of(self.search.world):
            self.warnings.append(Message("plan.no-room-under-cap", what=claimed(decision)))
            return
        by = decision.claim_by
        planned = [code for code in decision.used if code in self.had]
        if any(code in self.unsure for code in planned):
            by = None
        sure = decision.status is Status.GRANTED
        rests_on = sure and target in claims and spares(decision)
        for code in decision.used if rests_on else ():
            self.exempting[code].append(decision)
        if rests_on and not is_settled(decision):
            self.warnings.append(Message("plan.replacement-not-stated", what=Published.of(decision.target.title)))
        claim = Message("plan.claim", what=claimed(decision))
        if by:
            claim = Message("plan.claim-by", what=claimed(decision), day=by)
        if not sure:
            self.warnings.append(Message("plan.conditional-claim", what=claimed(decision)))
            why = listed([reason.message for reason in decision.reasons], "semicolon")
            claim = Message("plan.claim-depends", claim=claim, why=why)
            if spares(decision) and target in self.found.studies:
                claim = Message("plan.planned-without", claim=claim)
        self._add_doubts(decision.doubts)
        self._tell(
            Step(
                kind="exempt",
                code=target,
                title=decision.target.title,
                because=[decision.rule] if decision.rule else [],
                uses=decision.used,
                apply_by=by,
                message=claim,
                decision=decision,
                illustrative=decision.illustrative,
                where=list(programme.offered_by),
            ),
            on=claims.get(target, entered),
            unsure=undated,
        )

    def _block_award(self, programme: Programme, decisions: Sequence[Decision], frameworks: Sequence[RuleBase]) -> None:
        """Tell the one block that a curriculum is which is not published, or only partly, and its award."""
        code = programme.code
        begun, end = (self.day(n) for n in (self.found.studies[code].start, self.found.studies[code].end))
        rules = [r for r in self.problem.structures.get(code, ()) if r.in_force_on(begun)]
        spared = {d.target.code for d in decisions if d.status in CLAIMABLE and spares(d)}
        thing = self.search.world.things[code]
        block = block_text(programme, rules, self.situation(begun), spared, whole=thing.facts.whole)
        step = self._study_step(thing, block, [*(rule.name for rule in (*rules, *frameworks))])
        self.steps.append(step)
        unsure = code in self.unsure
        self._tell(
            Step(
                kind="award",
                code=code,
                title=programme.title,
                because=[rule.name for rule in rules],
                message=Message("plan.be-awarded", title=Published.of(programme.title)),
                illustrative=programme.illustrative,
                where=list(programme.offered_by),
            ),
            on=end,
            unsure=unsure,
        )

    def _tell(self, step: Step, *, on: dt.date, unsure: bool) -> None:
        """Add what is done on a day; not before it, where nobody knows the day."""
        when = {"not_before": on} if unsure else {"start": on, "end": on}
        self.steps.append(step.model_copy(update=when))

    # Studies

    def _studies(self) -> None:
        blocks = {*self.stages}
        counted_in = self._counted_in()
        for code in sorted(self.found.studies.keys() - blocks):
            thing = self.search.world.things[code]
            begun = self.day(self.found.studies[code].start)
            entries = [r for r in self.search.world.entries(code) if r.in_force_on(begun)]
            wanted = [c for rule in entries for c in rule.needs.codes() if c in self.had]
            first = [c for c in wanted if self.had[c] <= begun]
            study = Message("plan.study", what=Published.of(thing.item.title))
            if beside := [c for c in wanted if c not in first]:
                names = listed(dict.fromkeys(self._name(c) for c in beside))
                study = Message("plan.study-beside", what=Published.of(thing.item.title), beside=names)
            elif first:
                names = listed(dict.fromkeys(self._name(c) for c in first))
                study = Message("plan.study-after", what=Published.of(thing.item.title), first=names)
            asking = [rule.name for rule in entries if set(rule.needs.codes()) & set(wanted)]
            trees = [self.search.world.things[c].tree for c in counted_in.get(code, ())]
            spared = [] if code in counted_in else self.exempting[code]
            if spared:
                study = Message("plan.because", study=study, why=listed(map(self._saved, spared), "semicolon"))
            naming = [decision.rule for decision in spared if decision.rule]
            because = [*(tree.name for tree in trees if tree), *asking, *naming, *thing.facts.rules]
            self.steps.append(self._study_step(thing, study, because))

    def _saved(self, decision: Decision) -> Message:
        """Return what an exemption spares, by which rule, and the fee and hours of what need not be studied."""
        code = decision.target.code
        thing = self.search.world.things.get(code)
        facts = thing.facts if thing and thing.tree is None else None
        saved: list[Argument] = [facts.fee.in_words()] if facts and facts.fee else []
        saved += [Quantity(facts.hours, "hours")] if facts and facts.hours else []
        exempts = Message(
            "plan.exempts", target=Published.of(decision.target.title), rule=CodeShown(decision.rule or "")
        )
        return Message("plan.exempts-saving", exempts=exempts, saved=listed(saved)) if saved else exempts

    def _counted_in(self) -> dict[Code, list[Code]]:
        counted_in: dict[Code, list[Code]] = defaultdict(list)
        for award in self.found.awarded:
            for at in self.found.counted(award):
                code = self.search.plan.pieces[at].holding.code
                if code:
                    counted_in[code].append(award)
        return counted_in

    def _study_step(self, thing: Thing, message: Message, because: list[str]) -> Step:
        """Return a study step; hours, cost and end only where they are known."""
        facts, studied = thing.facts, self.found.studies[thing.code]
        begun, end = self.day(studied.start), self.day(studied.end)
        timed = self.search.plan.studies[thing.code].is_timed
        asked = {c for rule in self.search.world.entries(thing.code) for c in rule.needs.codes()}
        known = not (asked & self.unsure) and not (thing.code in self.unsure and timed)
        hours = Hours(value=facts.hours, kind=facts.hours_kind, at_least=facts.hours or Decimal(0))  # type: ignore[arg-type]
        fee = [facts.fee] if facts.fee else None
        cost = Cost(gross=[], at_least=[]) if facts.covered else Cost(gross=fee, at_least=fee or [])
        return Step(
            kind="study",
            code=thing.code,
            title=thing.item.title,
            start=begun if known else None,
            end=end if timed and known else None,
            not_before=None if known else begun,
            hours=hours,
            cost=cost,
            because=list(dict.fromkeys(because)),
            message=message,
            illustrative=thing.item.illustrative,
            where=list(thing.item.offered_by),
        )

    # Awards

    def _inner_awards(self) -> None:
        for code in self.found.awarded:
            if code not in self.stages:
                self._award(code)

    def audited(self, code: Code) -> Audit:
        """Return the audit of an award on the day it is applied for, with what the plan counts towards it."""
        return audit_of(self, code)

    def _award(self, code: Code) -> None:
        """Tell an award: what is counted towards it, and until when it can be applied for with that."""
        day = self.day(self.found.awarded[code])
        thing = self.search.world.things[code]
        found = self.audited(code)
        answered = claimable(found, audit_situation(self, code), self.problem.knowledge)
        self.answered[code] = answered
        self._add_doubts(answered.doubts)
        tree = thing.tree
        assert tree is not None  # noqa: S101 - what is awarded by its parts has a tree
        unsure = code in self.unsure
        name = Published.of(answered.title)
        award = Message("plan.be-awarded-illustrative" if tree.illustrative else "plan.be-awarded", title=name)
        cost, hours = Cost(gross=[]), Hours(value=Decimal(0))
        if thing.facts.fee:
            cost = Cost(gross=[thing.facts.fee], at_least=[thing.facts.fee])
            award = Message("plan.fee-for-all", award=award, fee=thing.facts.fee.in_words())
        if thing.facts.hours:
            hours = Hours(value=thing.facts.hours, kind=thing.facts.hours_kind, at_least=thing.facts.hours)  # type: ignore[arg-type]
            award = Message("plan.hours-for-all", award=award, hours=thing.facts.hours)
        if answered.status is Status.CONDITIONAL:
            open_ = listed([check.message for check in answered.checks if not check.passed], "semicolon")
            why = [reason.message for reason in answered.reasons] or [Message("plan.not-known-decides", what=open_)]
            self.warnings += [Message("plan.conditional", title=name, why=one) for one in why]
        if self.problem.depends_on_admission(code):
            self.warnings.append(Message("plan.version-of-admission", title=name))
        wanted, given = self.problem.variant.title, found.variant.title
        if code == self.problem.target.code and wanted and given and given.code != wanted:
            self.warnings.append(Message("plan.goes-before", title=name, wanted=CodeShown(wanted)))
        self.warnings += [Message("plan.remark", title=name, remark=in_english(remark)) for remark in tree.remarks]
        self._tell(
            Step(
                kind="award",
                code=code,
                title=answered.title,
                because=[tree.name],
                uses=answered.uses,
                apply_by=None if unsure else answered.claim_by,
                message=award,
                cost=cost,
                hours=hours,
                illustrative=thing.item.illustrative,
                where=list(thing.item.offered_by),
            ),
            on=day,
            unsure=unsure,
        )

    # What is said of the whole

    def _warn(self) -> None:
        if names := _titles(s for s in self.steps if s.hours.value is None):
            self.warnings.append(Message("plan.hours-not-published", what=names))
        if names := _titles(s for s in self.steps if s.cost.gross is None):
            self.warnings.append(Message("plan.fee-not-published", what=names))
        if untimed := [self._name(c) for c in self.found.studies if not self.search.plan.studies[c].is_timed]:
            self.warnings.append(Message("plan.length-not-published", what=listed(untimed, "comma")))
        if undated := [self._name(c) for c in self.undated]:
            self.warnings.append(Message("plan.starts-not-published", what=listed(undated, "comma")))
        if names := _titles(s for s in self.steps if s.illustrative):
            self.warnings.append(Message("plan.illustrative", what=names))
        self.warnings += list(self._stretched())
        self.warnings += list(self._entries_not_shown())
        for code in self.found.studies:
            facts = self.search.world.things[code].facts
            if facts.within:
                lasts = Message("plan.lasts-as-whole", what=self._name(code), whole=self._name(facts.within))
                self.warnings.append(lasts)

    def _entries_not_shown(self) -> Iterator[Message]:
        """Yield what asks for something that what is planned does not show, such as a mark, where that decides."""
        for code in self.found.studies if self.found.conditional else ():
            begun = self.situation(self.day(self.found.studies[code].start))
            entry = judge_entry(self.problem.items[code], begun, self.problem.knowledge)
            if entry.rules and entry.standing is not EntryStanding.MET:
                yield from (remark.message for remark in entry.notes)

    def _stretched(self) -> Iterator[Message]:
        """Yield what takes longer than published at the hours there are."""
        longer = []
        for code, studied in self.found.studies.items():
            thing = self.search.world.things[code]
            if days_of_work(thing, self.problem) is None or thing.facts.period is None:
                continue
            published = thing.facts.period.after(self.day(studied.start)) - self.day(studied.start)
            if studied.end - studied.start + 1 > published.days:
                period = Length(thing.facts.period.iso)
                longer.append(Message("plan.published-length", what=self._name(code), period=period))
        if longer:
            hours = self.problem.limits.hours_per_week or 0
            yield Message("plan.stretched", hours=hours, what=listed(longer, "comma"))

    def _unknown(self) -> Iterator[Message]:
        yield from (what for objective, what in UNKNOWN.items() if objective in self.found.unknown)

    def _why_not_proven(self) -> Message | None:
        """Return why nothing says that it is the best; None where that is proven."""
        if self.found.unknown:
            return Message("plan.not-known", what=listed(self._unknown()))
        if self.found.rivals:
            unknown = listed([UNKNOWN[objective] for objective in self.found.rivals])
            return Message("plan.rival-not-known", what=unknown)
        return None if self.found.proven else Message("plan.effort-ended")

    def _cost(self) -> Cost:
        """Return the cost by currency; net where every fee is known, less what schemes take over at most."""
        known: dict[str, Decimal] = defaultdict(Decimal)
        for step in self.steps:
            for money in step.cost.at_least:
                known[money.currency] += money.amount
        total = [Money(amount=amount, currency=currency) for currency, amount in sorted(known.items())]
        complete = all(step.cost.gross is not None for step in self.steps)
        net = None
        if complete and self.search.schemes and "cost" not in self.found.unknown:
            currency = self.search.world.currency
            net = [Money(amount=Decimal(self.found.figures["cost"]) / 100, currency=currency)]
        return Cost(gross=total if complete else None, net=net, at_least=total)

    def _hours(self) -> Hours:
        """Return the sum of study hours; notional and contact hours are never mixed in one figure."""
        hours = [step.hours for step in self.steps]
        kinds = {one.kind for one in hours if one.at_least}
        if len(kinds) > 1:
            return Hours(kind="mixed")
        total = sum((one.at_least for one in hours), Decimal(0))
        complete = all(one.value is not None for one in hours)
        return Hours(value=total if complete else None, kind=next(iter(kinds), "not-stated"), at_least=total)

    def _illustrative(self) -> list[Code]:
        """Return every illustrative entry and rule that a step is or rests on."""
        made_up = {rule.name: rule.code for rule in self.problem.rules if rule.illustrative}
        found: set[Code] = set()
        for step in self.steps:
            named = [step.code, *step.uses]
            found |= {code for code in named if (item := self.problem.items.get(code)) and item.illustrative}
            found |= {made_up[name] for name in step.because if name in made_up}
        return sorted(found)

    def _add_doubts(self, doubts: Iterable[DoubtTaken]) -> None:
        known = {doubt.name for doubt in self.doubts}
        self.doubts += [doubt for doubt in doubts if doubt.name not in known]

    def _name(self, code: Code) -> Published:
        return Published.of(self.problem.items[code].title)


def audit_situation(itinerary: Itinerary, code: Code) -> Situation:
    """Return the situation in which an award is applied for: what it rests on, and nothing else."""
    return _applied_for(itinerary, code)[0]


def _applied_for(itinerary: Itinerary, code: Code) -> tuple[Situation, list[Exemption]]:
    """Return what an award rests on: what is counted, what is exempted, and what that uses up."""
    found, plan = itinerary.found, itinerary.search.plan
    claims = sorted({at for there in found.exempted[code].values() for at in there})
    indexes = {*found.counted(code), *(index for at in claims for index in found.rests_on.get(at, ()))}
    held = len(itinerary.problem.situation.holdings)
    situation = itinerary.situation(itinerary.day(found.awarded[code]))
    planned = {plan.pieces[index].holding.code for index in indexes if index >= held}
    chosen = [
        (at, holding)
        for at, holding in enumerate(situation.holdings)
        if (at < held and at in indexes) or (at >= held and holding.code in planned)
    ]
    positions = {at if at < held else holding.code: position for position, (at, holding) in enumerate(chosen)}
    exemptions = []
    for at in claims:
        used = (index if index < held else plan.pieces[index].holding.code for index in found.rests_on.get(at, ()))
        rests_on = frozenset(positions[one] for one in used if one in positions)
        exemptions.append(replace(plan.claims[at].sparing.exemption, rests_on=rests_on))
    return situation.but(holdings=[holding for _, holding in chosen]), exemptions


def audit_of(itinerary: Itinerary, code: Code) -> Audit:
    """Audit an award of the plan afresh, on the day it is applied for."""
    thing = itinerary.search.world.things[code]
    assert isinstance(thing.item, Programme)  # noqa: S101 - what has a tree is a programme
    assert thing.tree is not None  # noqa: S101
    situation, exemptions = _applied_for(itinerary, code)
    return audit(Asked(thing.item, thing.tree, thing.awards, exemptions), situation)


def claimed(decision: Decision) -> Message:
    """Return what is claimed as the end of a sentence: "the exemption from Principles of Machine Learning"."""
    name, outcome = Published.of(decision.target.title), decision.outcome
    if outcome is None or outcome.kind == "exemption":
        return Message("plan.the-exemption", target=name)
    if outcome.kind == "entry":
        return Message("plan.the-entry", target=name)
    amount = Message("plan.credit")
    if outcome.amount is not None:
        unit = outcome.unit or "units"
        amount = as_message(Quantity(outcome.amount, unit))
        if "credit" not in unit:
            amount = Message("plan.of-credit", amount=amount)
        if outcome.certainty == "up_to":
            amount = Message("plan.up-to", amount=amount)
    specified = outcome.kind == "specified_credit"
    return Message("plan.credit-for" if specified else "plan.credit-towards", amount=amount, target=name)


def _entering(programme: Published, remarks: Sequence[Note]) -> Message:
    """Return what to do to enter a programme: what it asks for, where that is not met."""
    if not remarks:
        return Message("plan.enter-met", programme=programme)
    said = listed([_of_entry(remark.message) for remark in remarks], "semicolon")
    return Message("plan.enter", programme=programme, remarks=said)


def _of_entry(message: Message) -> Message:
    """Return what is said of entry, without naming the programme again."""
    if message.id == "rules.entry-not-shown":
        return Message("plan.needs-not-shown", needs=message.argument("needs"))
    if message.id == "rules.entry-not-met":
        return Message("plan.needs-not-met", needs=message.argument("needs"), why=message.argument("why"))
    return message


def _titles(steps: Iterable[Step]) -> Listed | None:
    """Return the titles of some steps, each once; None where there are none."""
    titles = dict.fromkeys(Published.of(step.title) for step in steps)
    return listed(titles, "comma") if titles else None

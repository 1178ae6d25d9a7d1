"""Caps: what several recognitions give together in one programme, and what of it is too much.

Each decision stays the answer to its own rule; a cap looks at them together, says what they add up to, and marks those
it concerns.

Source of the meaning: concepts.md, "what exceeds a cap is reported; a cap that exists without a published number makes
the answer conditional".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from stackways.rules.awards.exempting import SPARING
from stackways.rules.base import Amount, Code, Model, Spoken, Titles
from stackways.rules.catalogue import Module, Programme
from stackways.rules.decision import Decision, Explanation, Named, SourceShown, Status, shown
from stackways.rules.exemption import Exemption
from stackways.rules.kinds.cap import Cap
from stackways.rules.recognise import Knowledge, by_rule, titles_of
from stackways.rules.requirements.asks import AtMost
from stackways.rules.selection import belongs_to, is_member
from stackways.rules.situation import Note, Situation, Standing
from stackways.rules.versions import force_days, versions_by_code
from stackways.words.message import Argument, Message, Published, Quantity

COUNTING = frozenset({"exemption", "specified_credit", "block_credit"})
"""The outcomes that give something."""
EFFORT, SECONDS = 1, 5
"""The most deterministic time, and the most seconds, for finding out how much caps leave of a total."""


class CapStatus(StrEnum):
    """How what was found stands to a cap."""

    KEPT = "kept"
    EXCEEDED = "exceeded"
    IN_DOUBT = "in_doubt"
    """What is not known decides: an amount, the cap's own number, or what is only conditional."""


class CapFound(Spoken):
    """What several decisions give together in a programme, and the most that counts."""

    rule: str
    """`code@version`."""
    says: Titles
    """The rule's sentence."""
    programme: Named
    """The programme in which it caps."""
    status: CapStatus
    """Whether what was found keeps to the cap."""
    granted: Amount
    """What is granted adds up to this, as the rule counts it."""
    conditional: Amount
    """What is conditional would add this."""
    unit: str | None
    """The unit of the amounts; none where none is published."""
    at_most: Amount | None
    """None: no number is published."""
    over: Amount
    """By how much it is too much, with what is conditional."""
    sources: list[SourceShown]
    """Where the rule is published."""


@dataclass(frozen=True, slots=True)
class _Given:
    """One thing that is given: an amount of credit for a target."""

    decision: int
    """Its position among the decisions."""
    certain: bool
    amount: Decimal | None
    """None where it is not known in the cap's unit."""


def under_caps(
    decisions: Sequence[Decision], caps: Iterable[Cap], situation: Situation, knowledge: Knowledge
) -> tuple[list[Decision], list[CapFound]]:
    """Return the decisions, those that a cap concerns with a remark, and each cap with what it found.

    Under a cap whose number nobody published nothing is granted for certain.
    """
    marked, found = list(decisions), []
    for counted in _looked_at(decisions, caps, situation, knowledge):
        told = counted.told()
        found.append(told)
        for position in counted.positions:
            marked[position] = counted.marked(marked[position], position, told)
    return marked, found


class Total(Model):
    """The most that one learner, who attains all of it, could get into one programme, in one unit and certainty."""

    unit: str
    """The unit of the amounts."""
    certainty: str
    """How certain the amount is; certainties are never added up."""
    most: Amount
    """As much as the caps leave."""
    programme: Code
    """The programme in which that most is had; other programmes are alternatives, never added."""
    adds_up_to: Amount
    """What the parts come to without any cap."""
    caps: list[str]
    """The caps that look at them (`code@version`), those that leave all of it and those without a number included."""


def totals_of(
    decisions: Sequence[Decision], caps: Iterable[Cap], situation: Situation, knowledge: Knowledge
) -> list[Total]:
    """Return the most of each unit and certainty that one programme gives to someone who attains everything.

    An exemption without a published amount counts as one module.
    """
    looked_at = list(_looked_at(decisions, caps, situation, knowledge))
    places: dict[tuple[str, str, Code], dict[int, Decimal]] = defaultdict(dict)
    for position, decision in enumerate(decisions):
        outcome = decision.outcome
        if outcome and outcome.kind in COUNTING and decision.status in (Status.GRANTED, Status.CONDITIONAL):
            amount, unit = outcome.amount, outcome.unit
            if amount is None and outcome.kind == "exemption":
                amount, unit = Decimal(1), "module"
            programme = decision.programme.code if decision.programme else decision.target.code
            if amount is not None and unit is not None:
                places[unit, outcome.certainty, programme][position] = amount
    best: dict[tuple[str, str], Total] = {}
    for (unit, certainty, programme), worth in sorted(places.items()):
        over = [together for together in looked_at if not worth.keys().isdisjoint(together.positions)]
        total = Total(
            unit=unit,
            certainty=certainty,
            most=max(_most_of(decisions, one, over) for one in _at_once(decisions, worth, over)),
            programme=programme,
            adds_up_to=sum(_each_once(decisions, worth).values(), Decimal(0)),
            caps=[together.rule.name for together in over],
        )
        if (unit, certainty) not in best or total.most > best[unit, certainty].most:
            best[unit, certainty] = total
    return list(best.values())


def _at_once(
    decisions: Sequence[Decision], worth: Mapping[int, Decimal], over: Iterable[_Together]
) -> list[dict[int, Decimal]]:
    """Return what may count at once: all of it or, where only the highest of several things counts, one of them."""
    if not any(together.rule.of_several == "highest" for together in over):
        return [_each_once(decisions, worth)]
    by_thing: dict[tuple[str, ...], dict[int, Decimal]] = defaultdict(dict)
    for position, amount in worth.items():
        by_thing[tuple(decisions[position].used)][position] = amount
    return [_each_once(decisions, one) for one in by_thing.values()]


def _each_once(decisions: Sequence[Decision], worth: Mapping[int, Decimal]) -> dict[int, Decimal]:
    """Return what is given, each thing once and as the decision gives it that gives the most."""
    best: dict[tuple[str | None, ...], int] = {}
    for position, amount in worth.items():
        what = _what_is_given(decisions[position])
        if what not in best or amount > worth[best[what]]:
            best[what] = position
    return {position: worth[position] for position in best.values()}


def _what_is_given(decision: Decision) -> tuple[str | None, ...]:
    """Return what tells things that are given from each other.

    A target counts once; blocks of credit add up, but the credits that a thing carries count once for each thing, and
    the tiers of a score once for each score.
    What a rule recognises as one thing or another is given once.
    """
    outcome = decision.outcome
    if decision.either:
        return "either", decision.rule
    what = (decision.target.code, outcome.kind if outcome else None, outcome.towards if outcome else None)
    if not outcome or not _is_block(decision):
        return what
    return (*what, None if outcome.own_credits else decision.tier or decision.rule, *decision.used)


def _most_of(decisions: Sequence[Decision], worth: Mapping[int, Decimal], over: Iterable[_Together]) -> Decimal:
    """Return how much of what is given the caps leave: of a block of credit any part, of anything else all or nothing.

    A cap without a known number leaves everything, and so does one of which it is not known whether it binds.
    """
    limits = [(together, most) for together in over if together.bound and (most := together.most()) is not None]
    if not limits:
        return sum(worth.values(), Decimal(0))
    from stackways.rules.awards.solver import cp_model, repeatable_solver  # noqa: PLC0415 - only where caps bind

    model = cp_model.CpModel()
    blocks = {at: _is_block(decisions[at]) for at in worth}
    taken = {at: model.new_int_var(0, int(worth[at] * 100) if blocks[at] else 1, "") for at in worth}

    def hundredths(position: int, amount: Decimal) -> cp_model.LinearExprT:
        return taken[position] * (1 if blocks[position] else int(amount * 100))

    for together, most in limits:
        weights = {at: together.amount_of(decisions[at]) for at in worth.keys() & set(together.positions)}
        used = [hundredths(at, weight) for at, weight in weights.items() if weight is not None]
        model.add(cp_model.LinearExpr.sum(used) <= int(most * 100))
    model.maximize(cp_model.LinearExpr.sum([hundredths(at, amount) for at, amount in worth.items()]))
    solver = repeatable_solver(effort=EFFORT, seconds=SECONDS)
    solver.solve(model)
    # Where the effort ended first, the bound is still a most.
    return Decimal(int(solver.best_objective_bound)) / 100


def _is_block(decision: Decision) -> bool:
    return decision.outcome is not None and decision.outcome.kind == "block_credit"


def _looked_at(
    decisions: Sequence[Decision], caps: Iterable[Cap], situation: Situation, knowledge: Knowledge
) -> Iterator[_Together]:
    """Yield what each cap in force looks at, programme by programme."""
    for versions in versions_by_code(caps).values():
        for rule, days in zip(versions, force_days(versions), strict=True):
            standing = rule.needs.judge(situation).on(situation.day) if rule.needs else Standing.MET
            if situation.day not in days or standing is Standing.NOT_MET:
                continue
            for programme, positions in _by_programme(rule, decisions, situation, knowledge).items():
                bound = standing is Standing.MET
                yield _Together(rule, programme, decisions, positions, situation, knowledge, bound=bound)


def _by_programme(
    rule: Cap, decisions: Sequence[Decision], situation: Situation, knowledge: Knowledge
) -> dict[Code, list[int]]:
    """Return the positions of the decisions that the cap looks at, by programme."""
    found: dict[Code, list[int]] = defaultdict(list)
    for position, decision in enumerate(decisions):
        gives = decision.outcome is not None and decision.outcome.kind in COUNTING
        programme = decision.programme.code if decision.programme else None
        counts = gives and _rests_on(rule.resting_on, decision, situation)
        if counts and programme and decision.status in (Status.GRANTED, Status.CONDITIONAL):
            item = knowledge.items.get(programme)
            offered = set(item.offered_by) if item else set()
            if any(code in offered or is_member(programme, code, knowledge.items) for code in rule.of):
                found[programme].append(position)
    return found


def _rests_on(codes: Sequence[Code], decision: Decision, situation: Situation) -> bool:
    """Tell whether a decision may rest on any of some entries or classes; on none in particular, every one does."""
    used = [holding for holding in situation.holdings if holding.name in decision.used]
    return not codes or any(belongs_to(one, code, situation.items) is not False for one in used for code in codes)


@dataclass(frozen=True)
class Exempted:
    """What is exempted for certain in one programme, and how much of it may count in all."""

    rules: Mapping[Code, str]
    """What need not be taken, with the rule that says so."""
    at_most: Sequence[AtMost] = ()


def exempted(
    decisions: Sequence[Decision], caps: Sequence[Cap], situation: Situation, knowledge: Knowledge
) -> dict[Code, Exempted]:
    """Return what the decisions exempt for certain, by programme, and what caps leave of it.

    Under a cap whose number nobody published nothing is exempted for certain; nor, under one with a number, what takes
    nobody knows how much of it. Of several things of which only the highest counts, the others exempt from nothing.
    """
    granted: dict[Code, dict[Code, str]] = defaultdict(dict)
    certain = [one for one in decisions if _exempts(one)]
    for decision in certain:
        if decision.programme and decision.rule:
            granted[decision.programme.code][decision.target.code] = decision.rule
    limits: dict[Code, list[AtMost]] = defaultdict(list)
    for together in _looked_at(certain, caps, situation, knowledge):
        programme = together.item.code
        weights = together.weights()
        for target in together.targets() - weights.keys():
            granted[programme].pop(target, None)
        if (most := together.most()) is not None and sum(weights.values()) > most * 100:
            limits[programme].append(AtMost(weights, int(most * 100), together.rule.name))
    return {programme: Exempted(rules, limits[programme]) for programme, rules in granted.items()}


def left_by_caps(  # noqa: PLR0913, PLR0917 - what a cap looks at
    programme: Programme,
    exemptions: Sequence[Exemption],
    decisions: Iterable[Decision],
    caps: Sequence[Cap],
    situation: Situation,
    knowledge: Knowledge,
) -> tuple[list[Exemption], list[AtMost]]:
    """Return what is exempted in one programme, and how much of it may count in all.

    What caps leave for certain is certain; what takes nobody knows how much of one is not. Of several things of which
    only the highest counts, the others exempt from nothing. Of what a rule recognises as one of several, one counts.
    """
    one_of: dict[str, set[Code]] = defaultdict(set)
    for one in exemptions:
        one_of[one.rule] |= {one.code} if one.either else set()
    limits = [
        AtMost(dict.fromkeys(sorted(codes), 1), 1, rule, own=True)
        for rule, codes in sorted(one_of.items())
        if len(codes) > 1
    ]
    if not caps:
        return list(exemptions), limits
    here = {(one.rule, one.code) for one in exemptions}
    inside = Named(code=programme.code, title=programme.title)
    counted = [d.model_copy(update={"programme": inside}) for d in decisions if (d.rule, d.target.code) in here]
    left = exempted(counted, caps, situation, knowledge).get(programme.code, Exempted({}))
    highest = any(cap.of_several == "highest" for cap in caps)
    spared = []
    for one in exemptions:
        if not one.certain or one.code in left.rules:
            spared.append(one)
        elif not highest:
            said = Message("rules.cap-leaves-unknown", title=Published.of(titles_of(situation.items, one.code)))
            spared.append(replace(one, certain=False, reasons=(Note("cap_leaves_unknown", said),)))
    return spared, [*limits, *left.at_most]


def _exempts(decision: Decision) -> bool:
    exempts = decision.outcome is not None and decision.outcome.kind in SPARING
    return exempts and decision.status is Status.GRANTED


class _Together:
    """What some decisions give together in one programme, as one cap counts it."""

    def __init__(  # noqa: PLR0913, PLR0917 - what a cap looks at
        self,
        rule: Cap,
        programme: Code,
        decisions: Sequence[Decision],
        positions: Sequence[int],
        situation: Situation,
        knowledge: Knowledge,
        *,
        bound: bool,
    ) -> None:
        self.positions, self.bound, self._items = positions, bound, knowledge.items
        self.rule, self.item = rule, knowledge.items[programme]
        self.sources = shown(rule.sources, knowledge.sources)
        self.unit = rule.unit or self.item.unit or _only_unit(decisions[at] for at in positions)
        self.parts = _parts(situation)
        self.decisions = decisions
        self.given = self._counting(list(self._each_once(positions)))

    def _each_once(self, positions: Sequence[int]) -> Iterator[_Given]:
        """Yield what is given, each target once, however many rules give it."""
        best: dict[tuple[str | None, ...], _Given] = {}
        for at in positions:
            decision = self.decisions[at]
            one = _Given(at, decision.status is Status.GRANTED, self.amount_of(decision))
            key = _what_is_given(decision)
            if key not in best or (one.certain, one.amount or 0) > (best[key].certain, best[key].amount or 0):
                best[key] = one
        yield from sorted(best.values(), key=lambda one: one.decision)

    def amount_of(self, decision: Decision) -> Decimal | None:
        """Return how much a decision gives in the cap's unit; exempting from a module gives what the module carries."""
        outcome = decision.outcome
        if outcome is None:
            return None
        if outcome.amount is not None:
            return outcome.amount if outcome.unit == self.unit else None
        target = self._items.get(decision.target.code)
        spares = outcome.kind in SPARING and isinstance(target, Module) and target.unit == self.unit
        return target.credits if spares and target else None

    def targets(self) -> set[Code]:
        """Return everything that it looks at."""
        return {self.decisions[at].target.code for at in self.positions}

    def weights(self) -> dict[Code, int]:
        """Return how much of the cap each target takes at least, in hundredths; without those that it rules out."""
        if self.most() is None and self._asks_a_number:
            return {}
        given = [(self.decisions[one.decision].target.code, one.amount) for one in self.given]
        if self.most() is None:
            return dict.fromkeys((code for code, _ in given), 0)
        known = sorted(((amount, code) for code, amount in given if amount is not None), reverse=True)
        return {code: int(amount * 100) for amount, code in known}

    def _counting(self, given: list[_Given]) -> list[_Given]:
        """Return what counts of it: without what another one contains, or of several things only the highest."""
        if self.rule.of_parts == "difference":
            given = [_Given(one.decision, one.certain, self._difference(one, given)) for one in given]
        if self.rule.of_several == "highest":
            by_thing: dict[tuple[str, ...], list[_Given]] = defaultdict(list)
            for one in given:
                by_thing[tuple(self.decisions[one.decision].used)].append(one)
            if len(by_thing) > 1 and all(one.amount is not None for one in given):
                return max(by_thing.values(), key=lambda ones: (all(o.certain for o in ones), _sum(ones)))
        return given

    def _difference(self, one: _Given, given: Sequence[_Given]) -> Decimal | None:
        """Return what counts of a thing beside what counts of the things it contains."""
        inside = {part for name in self.decisions[one.decision].used for part in self.parts.get(name, ())}
        contained = [o.amount for o in given if o is not one and inside & set(self.decisions[o.decision].used)]
        if one.amount is None or None in contained:
            return one.amount if not contained else None
        return max(Decimal(0), one.amount - sum(amount for amount in contained if amount is not None))

    def told(self) -> CapFound:
        """Return what was found."""
        granted = _sum(one for one in self.given if one.certain)
        conditional = _sum(one for one in self.given if not one.certain)
        most = self.most()
        unknown = self._undecided() or (self._asks_a_number and most is None)
        over = max(Decimal(0), granted + conditional - most) if most is not None else Decimal(0)
        if self.bound and most is not None and granted > most:
            status = CapStatus.EXCEEDED
        else:
            status = CapStatus.IN_DOUBT if unknown or over else CapStatus.KEPT
        return CapFound(
            rule=self.rule.name,
            says=self.rule.says,
            programme=Named(code=self.item.code, title=self.item.title),
            status=status,
            granted=granted,
            conditional=conditional,
            unit=self.unit,
            at_most=most,
            over=over,
            message=self._in_words(granted, conditional, most, over),
            sources=self.sources,
        )

    def _undecided(self) -> bool:
        """Tell whether an amount that is not known may change what counts."""
        unknown = any(one.amount is None for one in self.given)
        several = len({tuple(self.decisions[one.decision].used) for one in self.given}) > 1
        return unknown and (self.most() is not None or self.rule.of_parts == "difference" or several)

    @property
    def _asks_a_number(self) -> bool:
        """Whether there is a most, be its number not published or that of the credits it is a share of."""
        return self.rule.not_published or self.rule.share is not None

    def most(self) -> Decimal | None:
        """Return the most in the cap's unit; None where no number is known."""
        if self.rule.at_most is not None:
            return self.rule.at_most
        if self.rule.share is None or self.item.credits is None or self.item.unit != self.unit:
            return None
        return (Decimal(str(self.rule.share)) * self.item.credits).quantize(Decimal("0.01"))

    def _in_words(self, granted: Decimal, conditional: Decimal, most: Decimal | None, over: Decimal) -> Message:
        found = self._found_in_words(granted, conditional)
        if most is None:
            return Message("rules.cap-number-not-published", found=found) if self.rule.not_published else found
        if over:
            return Message("rules.cap-too-many", found=found, most=most, over=over)
        return Message("rules.cap-at-most", found=found, most=most)

    def _found_in_words(self, granted: Decimal, conditional: Decimal) -> Message:
        """Return what is recognised in all, of several things perhaps only the highest."""
        programme = Published.of(self.item.title)
        unpublished = any(one.amount is None for one in self.given)
        if unpublished and not granted + conditional:
            return Message("rules.cap-amount-not-published", programme=programme)
        amount: Argument = Quantity(granted or conditional, self.unit or "credits")
        if granted and conditional:
            amount = Message("rules.granted-and-conditional", granted=amount, conditional=conditional)
        elif conditional:
            amount = Message("rules.all-conditional", amount=amount)
        if unpublished:
            amount = Message("rules.and-unpublished", amount=amount)
        if self.rule.of_several == "highest":
            return Message("rules.cap-highest", programme=programme, amount=amount)
        return Message("rules.cap-total", programme=programme, amount=amount)

    def marked(self, decision: Decision, position: int, told: CapFound) -> Decision:
        """Return a decision with what the cap says of it."""
        reasons, remarks, status = list(decision.reasons), list(decision.remarks), decision.status
        counts = position in {one.decision for one in self.given}
        if self.rule.not_published and self.most() is None:
            unknown = self._explained("cap_not_published", Message("rules.cap-not-published"))
            if status is Status.GRANTED:
                reasons = [unknown]
                status = Status.CONDITIONAL
            else:
                remarks.append(unknown)
        elif told.over:
            remarks.append(self._explained("cap_exceeded", told.message))
        limited = Message("rules.capped", programme=Published.of(self.item.title), says=Published.of(self.rule.says))
        remarks.append(self._explained("capped", limited))
        if self.rule.of_several == "highest" and not counts:
            remarks.append(self._explained("not_the_highest", Message("rules.not-the-highest")))
        if self.rule.of_parts == "difference":
            own = decision.outcome.amount if decision.outcome else None
            left = next((one.amount for one in self.given if one.decision == position), own)
            if left != own:
                much = Message("rules.what-is-not-known")
                if left is not None:
                    much = Message("rules.part-of", part=left, whole=Quantity(own or 0, self.unit or "credits"))
                remarks.append(self._explained("difference_only", Message("rules.difference-only", amount=much)))
        return decision.model_copy(update={"status": status, "reasons": reasons, "remarks": remarks})

    def _explained(self, code: str, message: Message) -> Explanation:
        return Explanation(code=code, message=by_rule(message, self.rule.name))


def _parts(situation: Situation) -> Mapping[str, set[str]]:
    """Return the names of the things that each thing held contains, by its name."""
    return {
        holding.name: {part.code or part.title or "" for part in holding.components or ()}
        for holding in situation.holdings
    }


def _only_unit(decisions: Iterable[Decision]) -> str | None:
    """Return the unit of what is given, where there is only one."""
    units = {decision.outcome.unit for decision in decisions if decision.outcome and decision.outcome.unit}
    return units.pop() if len(units) == 1 else None


def _sum(given: Iterable[_Given]) -> Decimal:
    return sum((one.amount for one in given if one.amount is not None), Decimal(0))

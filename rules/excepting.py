"""Exceptions as the rules that they are for one learner: what is waived or substituted, and what may be counted too.

An exception becomes a rule of recognition, or a tree that lists one thing more; from there on it is judged, counted,
planned and told as every other rule is. Without exceptions nothing here changes anything.

Source of the meaning: concepts.md, "Exceptions".
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from stackways.rules.base import Code, Slug, Text
from stackways.rules.catalogue import Programme, Source, StudyItem
from stackways.rules.days import NO_DAYS
from stackways.rules.decision import ExceptionUsed, shown
from stackways.rules.effects import Effects
from stackways.rules.holdings import Holding, Learner, Reading
from stackways.rules.kinds.base import RuleBase
from stackways.rules.kinds.exception import RuleException
from stackways.rules.kinds.recognition import Grant, Recognition
from stackways.rules.kinds.structure import Structure
from stackways.rules.pieces import Piece
from stackways.rules.requirements.base import Names, RequirementBase, part_fields, walk
from stackways.rules.requirements.groups import AllOf
from stackways.rules.requirements.hold import Hold, of_holding
from stackways.rules.selection import is_member
from stackways.rules.situation import Note, Situation, Verdict, always, known, unknown
from stackways.rules.versions import may_apply, versions_by_code
from stackways.words.message import Argument, Message

JUDGE_AGAIN = Note("judge_again", Message("rules.exception-judge-again"))
SETTLED = Effects(must_be_replaced="no", earns_credit="no")
COUNTED = Effects(must_be_replaced="no", earns_credit="yes")


@dataclass(frozen=True)
class Scope:
    """For whom, when and where exceptions are looked for."""

    day: dt.date
    learner: Learner
    holdings: Sequence[Holding]
    items: Mapping[Code, StudyItem]
    sources: Mapping[Code, Source]
    asked: Code | None = None
    """The programme that is asked about, where one is."""


class Excepted(RequirementBase):
    """What an exception asks for besides: nothing, or that it is judged again."""

    again: bool = False

    def judge(self, situation: Situation) -> Verdict:  # noqa: ARG002 - the shape every requirement has
        """Return met, or unknown where it must be judged again."""
        return unknown(JUDGE_AGAIN) if self.again else always(Note("exception", Message("rules.exception-granted")))

    def in_words(self, names: Names, reading: Reading = "lenient") -> Argument:  # noqa: ARG002 - as every requirement
        """Return that it is an exception."""
        return Message("rules.exception-judged-again" if self.again else "rules.exception-granted")


class Allowed(Hold):
    """Something that counts by an exception: in one term, or once it is judged again."""

    by: str
    """The exception, `code@version`."""
    term: Text | None = None
    again: bool = False

    def judge_holding(self, holding: Holding, membership: bool | None, situation: Situation) -> Verdict:  # noqa: FBT001
        """Return on which days a holding counts."""
        verdict = super().judge_holding(holding, membership, situation)
        if self.again and verdict.possible != NO_DAYS:
            verdict = verdict._replace(met=NO_DAYS, reasons=(of_holding(holding, JUDGE_AGAIN, situation),))
        if not self.term or situation.exempting:
            return verdict
        in_term = known(
            None if holding.term is None else holding.term.casefold() == self.term.casefold(),
            met=Note("in_term", Message("rules.taken-in", terms=self.term)),
            not_met=Note("not_in_term", Message("rules.exception-other-term", term=self.term)),
            not_known=Note("term_unknown", Message("rules.exception-term-unknown", term=self.term)),
        )
        met, possible = verdict.met & in_term.met, verdict.possible & in_term.possible
        told = (
            verdict.reasons
            if met == verdict.met
            else tuple(of_holding(holding, one, situation) for one in in_term.reasons)
        )
        return verdict._replace(met=met, possible=possible, reasons=told)


def with_exceptions(rules: Sequence[RuleBase], scope: Scope) -> tuple[list[RuleBase], dict[str, ExceptionUsed]]:
    """Return the rules as they are for a learner, and the exceptions that were put into them, by `code@version`."""
    own = [
        rule
        for rule in RuleException.among(rules)
        if rule.learner is None or (rule.learner == scope.learner.pseudonym and scope.learner.pseudonym is not None)
    ]
    found: list[RuleBase] = list(rules)
    used: dict[str, ExceptionUsed] = {}
    newest = {code: versions[-1] for code, versions in versions_by_code(own).items()}
    for rule in own:
        within, again = _where(rule, rules, scope)
        told = used[rule.name] = _told(rule, scope, again=again)
        found.append(_as_recognition(rule, within, scope, again=again).by_exception(told))
        if rule.does == "also_allow" and rule is newest[rule.code] and rule.in_force_on(scope.day):
            more = Allowed(hold=rule.target, by=rule.name, term=rule.term, again=again)
            found = _with_part(found, within, rule.part or "", more)
    return found, used


def _where(rule: RuleException, rules: Sequence[RuleBase], scope: Scope) -> tuple[Code, bool]:
    """Return the programme in which an exception is looked at, and whether it must be judged again there.

    It goes with its learner into another programme of the institution, and past a change of the programme's rules; what
    it was granted for is no longer so there.
    """
    asked = scope.items.get(scope.asked or "")
    other = isinstance(asked, Programme) and rule.published_by in asked.offered_by
    moved = other and rule.learner is not None and not is_member(scope.asked or "", rule.within, scope.items)
    inner = {code for one in Structure.among(rules) if scope.asked in one.of for code in one.needs.codes()}
    if moved and scope.asked is not None and rule.within not in inner:
        return scope.asked, True
    return rule.within, _rules_changed(rule, rules, scope)


def _rules_changed(rule: RuleException, rules: Sequence[RuleBase], scope: Scope) -> bool:
    """Tell whether other versions of the programme's rules hold on the day than when the exception was granted."""
    granted = rule.effective_from or scope.day
    own = [one for one in Structure.among(rules) if one.confers and rule.within in one.of]
    for versions in versions_by_code(own).values():
        then = may_apply(versions, granted, scope.learner)
        now = may_apply(versions, scope.day, scope.learner)
        if len(versions) > 1 and then != now:
            return True
    return False


def _told(rule: RuleException, scope: Scope, *, again: bool) -> ExceptionUsed:
    return ExceptionUsed(
        rule=rule.name,
        does=rule.does,
        says=rule.says,
        requested_by=rule.requested_by,
        approved_by=rule.approved_by,
        from_=rule.effective_from,
        until=rule.effective_until,
        judge_again=again,
        sources=shown(rule.sources, dict(scope.sources)),
    )


def _as_recognition(rule: RuleException, within: Code, scope: Scope, *, again: bool) -> Recognition:
    """Return the rule of recognition that an exception is."""
    counts = Allowed(hold=rule.target, by=rule.name, term=rule.term, again=again)
    needs: RequirementBase = counts
    grant: dict[str, Any] = {"target": rule.target, "outcome": "specified_credit"}
    effects = COUNTED
    if rule.does == "waive":
        needs, effects = Excepted(again=again), COUNTED if rule.credits else SETTLED
        grant = {"target": rule.target, "outcome": "exemption", **_credits(rule.credits, rule.unit)}
    elif rule.does == "substitute" and rule.needs is not None:
        thing = rule.needs.thing
        needs = AllOf(all_of=[rule.needs, Excepted(again=again)]) if again else rule.needs
        if rule.needs.is_edge:
            needs = Allowed(**{**dict(rule.needs), "by": rule.name, "term": rule.term, "again": again})
        grant |= _credits(rule.credits, rule.unit) or _carried(thing, scope)
    elif rule.does == "also_allow":
        grant = {"target": within, "outcome": "block_credit", "towards": rule.part, **_carried(rule.target, scope)}
    kept = {name: getattr(rule, name) for name in RuleBase.model_fields if name != "kind"}
    return Recognition(kind="recognition", needs=needs, grants=[Grant(**grant)], within=within, effects=effects, **kept)


def _credits(amount: object, unit: str | None) -> dict[str, Any]:
    return {"amount": amount, "unit": unit} if amount else {}


def _carried(code: Code | None, scope: Scope) -> dict[str, Any]:
    """Return the credits that a thing carries: as many as were taken, where that is said."""
    item = scope.items.get(code or "")
    taken = next((one for one in scope.holdings if one.code == code and one.credits is not None), None)
    if item is None or code is None:
        return {}
    if taken is not None:
        return _credits(taken.credits, taken.unit or item.unit)
    return _credits(item.credits, item.unit)


def _with_part(rules: Sequence[RuleBase], programme: Code, name: Slug, more: Allowed) -> list[RuleBase]:
    """Return rules of which those that a programme is made of list one thing more in the part of that name."""
    trees = {id(one): one for one in Structure.among(rules) if programme in one.of}
    listing = {at: _listing(one.needs, name, more) for at, one in trees.items()}
    changed = {at: one.model_copy(update={"needs": listing[at]}) for at, one in trees.items()}
    return [changed.get(id(rule), rule) for rule in rules]


def _listing(tree: RequirementBase, name: Slug, more: Allowed) -> RequirementBase:
    """Return a tree that lists one thing more in the part of that name; the same tree where there is no such part."""
    if tree.part_name == name and (opened := tree.with_more(more)):
        return opened
    changes: dict[str, Any] = {}
    for field, holder in part_fields(type(tree)).items():
        value = getattr(tree, field)
        if holder is list:
            new: Any = [_listing(part, name, more) for part in value]
            same = all(one is other for one, other in zip(new, value, strict=True))
        elif holder is dict:
            new = {tag: _listing(part, name, more) for tag, part in value.items()}
            same = all(new[tag] is value[tag] for tag in value)
        else:
            new = _listing(value, name, more)
            same = new is value
        if not same:
            changes[field] = new
    return tree.model_copy(update=changes) if changes else tree


def allowed_in(tree: RequirementBase, counted: Mapping[str, Sequence[Piece]], situation: Situation) -> Iterator[str]:
    """Yield the exceptions by which something is counted in a tree that its rules do not let count there."""
    pending = [("0", tree)]
    for path, requirement in pending:  # which grows on the way
        read = requirement.as_read(situation.reading)
        parts = [part for part, _ in read.parts()]
        pending += [(f"{path}/{at}", part) for at, part in enumerate(parts)]
        for at, part in enumerate(parts):
            if not isinstance(part, Allowed):
                continue
            here = [*counted.get(path, ()), *counted.get(f"{path}/{at}", ())]
            others = [one for one in parts if one is not part and one.is_one]
            for piece in here:
                named = piece.exemption is None and piece.holding.code == part.hold
                if named and not any(any(one.verdicts_on(piece.holding, situation)) for one in others):
                    yield part.by


def exceptions_in(tree: RequirementBase) -> Iterable[str]:
    """Return the exceptions by which a tree lists something more."""
    return (part.by for part in walk(tree) if isinstance(part, Allowed))

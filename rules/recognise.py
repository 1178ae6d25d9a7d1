"""Deciding recognition: which version of a rule holds, whether its premise is met, until when, and why.

Source of the meaning: domain.md, "Recognition rules".
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from stackways.rules.base import Code, Confidence, Titles, title_in
from stackways.rules.catalogue import Kind, Module, Programme, Source, StudyItem
from stackways.rules.days import EVERY_DAY, NO_DAYS, Days, on_at_least
from stackways.rules.decision import (
    Decision,
    DoubtTaken,
    EntryStanding,
    Explanation,
    Named,
    Outcome,
    Status,
    Target,
    shown,
)
from stackways.rules.kinds.base import RuleBase
from stackways.rules.kinds.entry import Entry
from stackways.rules.kinds.recognition import Grant, Recognition
from stackways.rules.situation import Note, Situation, Standing, Verdict, never

WithPremise = TypeVar("WithPremise", Recognition, Entry)

NOT_BINDING = {
    "up_to": "the institution decides how much, up to what is published",
    "precedent": "the institution decided so before; it is not bound to do so again",
    "recommendation": "a recommendation binds nobody: the receiving institution decides",
}
"""Why a certainty below `entitled` is never shown as granted."""


@dataclass(frozen=True)
class Knowledge:
    """What the catalogue says, as far as a question needs it."""

    items: Mapping[Code, StudyItem] = field(default_factory=dict)
    sources: dict[Code, Source] = field(default_factory=dict)
    entries: Mapping[Code, Sequence[Entry]] = field(default_factory=dict)
    """Entry rules by the programme or module they are asked for, in all versions."""


def decide(
    versions: Sequence[Recognition],
    grant: Grant,
    situation: Situation,
    knowledge: Knowledge,
    path: Sequence[Code] = (),
) -> Decision:
    """Decide one grant of one rule, given in all its versions, on the situation's day.

    `path` leads from the granted target to the programme asked about; the holdings used are put before it.
    """
    situation = replace(situation, reading=_by_name(versions, situation))
    rule = _version_at(versions, situation)
    verdict = _verdict_of_versions(versions, situation)
    status = _status(versions, rule, verdict, situation.day)
    programme = _programme_of(rule, grant, path, knowledge.items)
    entry, entry_remarks, _ = judge_entry(programme, situation, knowledge)
    reasons = list(verdict.reasons)
    if status is Status.CONDITIONAL and rule.certainty != "entitled" and verdict.on(situation.day) is Standing.MET:
        reasons.append(Note(f"certainty_{rule.certainty}", NOT_BINDING[rule.certainty]))
    remarks = [*verdict.remarks, *_remarks(rule, situation), *entry_remarks]
    target = knowledge.items[grant.target]
    return Decision(
        status=status,
        target=Target(kind=kind_of(target), code=target.code, title=target.title),
        programme=Named(code=programme.code, title=programme.title) if programme else None,
        entry=entry,
        outcome=Outcome(
            kind=grant.outcome,
            amount=grant.amount,
            unit=grant.unit,
            towards=grant.towards,
            certainty=rule.certainty,
            effects=rule.effects,
        ),
        rule=rule.name,
        says=rule.says,
        needs=_asked(rule, situation),
        used=list(verdict.used),
        reasons=explained(reasons),
        remarks=explained(remarks),
        from_=verdict.possible.first_after(situation.day) if status is Status.REFUSED else None,
        claim_by=_claim_by(verdict, status, situation.day),
        doubts=_doubts(versions, rule, verdict, status, situation),
        path=[*verdict.used, *(path or [grant.target, *([rule.within] if rule.within else [])])],
        sources=shown(rule.sources, knowledge.sources),
        illustrative=rule.illustrative or target.illustrative,
    )


def nobody_published(target: StudyItem, path: Sequence[Code], situation: Situation, knowledge: Knowledge) -> Decision:
    """Return the decision where no rule speaks: unknown, which is not no."""
    programme = target if isinstance(target, Programme) else None
    entry, remarks, _ = judge_entry(programme, situation, knowledge)
    text = f"no published rule in this catalogue recognises what is held towards {title_in(target.title)}"
    return Decision(
        status=Status.UNKNOWN,
        target=Target(kind=kind_of(target), code=target.code, title=target.title),
        programme=Named(code=programme.code, title=programme.title) if programme else None,
        entry=entry,
        outcome=None,
        rule=None,
        used=[],
        reasons=explained([Note("nobody_published", text)]),
        remarks=explained(remarks),
        doubts=[],
        path=list(path),
        sources=[],
        illustrative=target.illustrative,
    )


def kind_of(item: StudyItem) -> Kind:
    """Return which of the four kinds an entry is."""
    if isinstance(item, Programme):
        return Kind.PROGRAMME
    return Kind.MODULE if isinstance(item, Module) else Kind.CREDENTIAL


def explained(notes: Iterable[Note]) -> list[Explanation]:
    """Return notes as they are shown, each once."""
    return [Explanation(code=note.code, text=note.text) for note in dict.fromkeys(notes)]


def versions_by_code(rules: Iterable[WithPremise]) -> dict[Code, list[WithPremise]]:
    """Return rules in all their versions, oldest first, by code."""
    by_code: dict[Code, list[WithPremise]] = {}
    for rule in sorted(rules, key=lambda rule: rule.version):
        by_code.setdefault(rule.code, []).append(rule)
    return by_code


def force_days(versions: Sequence[RuleBase]) -> list[Days]:
    """Return, for each version, the days on which it is the one in force: the newest whose dates allow the day."""
    own = [Days.between(rule.effective_from or rule.observed_on, rule.effective_until) for rule in versions]
    return [days & ~on_at_least(1, own[position + 1 :]) for position, days in enumerate(own)]


def _by_name(versions: Sequence[RuleBase], situation: Situation) -> dict[str, str]:
    """Return the reading as the alternative that each doubt of the rule takes."""
    return {doubt.doubt: doubt.taken(situation.reading) for rule in versions for doubt in rule.doubts()}


def _version_at(versions: Sequence[WithPremise], situation: Situation) -> WithPremise:
    """Return the version in force on the day that picks it, else the one nearest to explain with."""
    rule = versions[-1]
    day = situation.day
    if rule.applies_by == "admission" and situation.learner.admission_on:
        day = situation.learner.admission_on
    in_force = [rule for rule, days in zip(versions, force_days(versions), strict=True) if day in days]
    earlier = [rule for rule in versions if (rule.effective_from or rule.observed_on or dt.date.min) <= day]
    return (in_force or earlier[-1:] or versions[:1])[-1]


def _verdict_of_versions(versions: Sequence[WithPremise], situation: Situation) -> Verdict:
    """Return the verdict over all versions, each on the days, admissions or awards it is for."""
    current = _version_at(versions, situation)
    judged: list[tuple[WithPremise, Verdict]] = [
        (rule, _judge_version(rule, days, situation)) for rule, days in zip(versions, force_days(versions), strict=True)
    ]
    told = next(verdict for rule, verdict in judged if rule is current)
    if current.applies_by == "award":
        told = max((verdict for _, verdict in judged), key=lambda other: other.on(situation.day))
    return replace(
        told,
        met=on_at_least(1, [verdict.met for _, verdict in judged]),
        possible=on_at_least(1, [verdict.possible for _, verdict in judged]),
    )


def _judge_version(rule: WithPremise, in_force: Days, situation: Situation) -> Verdict:
    situation = replace(situation, window=rule.window)
    if rule.applies_by == "award":
        first, last = rule.effective_from or rule.observed_on, rule.effective_until
        return rule.needs.judge(replace(situation, attained_between=(first, last)))
    verdict: Verdict = rule.needs.judge(situation)
    if rule.applies_by == "claim" or in_force == EVERY_DAY:
        ended = rule.effective_until is not None and situation.day > rule.effective_until
        if ended and situation.day not in in_force:
            verdict = replace(verdict, reasons=(Note("rule_ended", f"the rule ended on {rule.effective_until}"),))
        return replace(verdict, met=verdict.met & in_force, possible=verdict.possible & in_force)
    admission = situation.learner.admission_on
    if admission is None:
        dates = f"{rule.effective_from or 'any day'} to {rule.effective_until or 'today'}"
        note = Note("admission_unknown", f"the rule is for admissions from {dates}: give `admission_on`")
        reasons = verdict.reasons if verdict.on(situation.day) is Standing.NOT_MET else (*verdict.reasons, note)
        return replace(verdict, met=NO_DAYS, reasons=reasons)
    if admission in in_force:
        return verdict
    return never(Note("admission_outside", f"admission on {admission} is outside the dates the rule is for"))


def _status(versions: Sequence[Recognition], rule: Recognition, verdict: Verdict, day: dt.date) -> Status:
    first = min(r.effective_from or r.observed_on or dt.date.min for r in versions)
    if rule.applies_by == "claim" and day < first:
        return Status.UNKNOWN
    standing = verdict.on(day)
    if standing is Standing.MET and rule.certainty == "entitled":
        return Status.GRANTED
    return Status.REFUSED if standing is Standing.NOT_MET else Status.CONDITIONAL


def _claim_by(verdict: Verdict, status: Status, day: dt.date) -> dt.date | None:
    """Return the last day of the unbroken run on which the status holds or better."""
    if status is Status.GRANTED:
        return verdict.met.last_of_run(day)
    return verdict.possible.last_of_run(day) if status is Status.CONDITIONAL else None


def _programme_of(
    rule: Recognition, grant: Grant, path: Sequence[Code], items: Mapping[Code, StudyItem]
) -> StudyItem | None:
    """Return the programme the decision is for: the one the rule is within, else where the path leads."""
    codes = [rule.within, *reversed(path), grant.target]
    programmes = [items[code] for code in codes if code and isinstance(items.get(code), Programme)]
    return programmes[0] if programmes else None


def judge_entry(
    programme: StudyItem | None, situation: Situation, knowledge: Knowledge
) -> tuple[EntryStanding, list[Note], list[str]]:
    """Judge entry apart from recognition: how it stands, what to say of it, and by which rules (`code@version`).

    What the learner does not mention is not shown rather than missing.
    """
    if programme is None:
        return EntryStanding.NOT_SHOWN, [], []
    name = title_in(programme.title)
    rules = versions_by_code(knowledge.entries.get(programme.code, ()))
    if not rules:
        text = f"the entry requirements of {name} are not in this catalogue"
        return EntryStanding.NOT_SHOWN, [Note("entry_not_published", text)], []
    asking = replace(situation, open_world=True, window=None, reading=situation.reading)
    judged = [(_version_at(versions, asking), _verdict_of_versions(versions, asking)) for versions in rules.values()]
    worst = min(verdict.on(situation.day) for _, verdict in judged)
    standing = {
        Standing.MET: EntryStanding.MET,
        Standing.UNKNOWN: EntryStanding.NOT_SHOWN,
        Standing.NOT_MET: EntryStanding.NOT_MET,
    }[worst]
    needed = "; ".join(_asked(rule, situation) for rule, _ in judged)
    names = [rule.name for rule, _ in judged]
    if worst is Standing.MET:
        return standing, [], names
    said = "is not shown by what is given" if worst is Standing.UNKNOWN else "is not met by what is given"
    return standing, [Note(f"entry_{standing.value}", f"entry to {name} needs {needed}; this {said}")], names


def _asked(rule: Recognition | Entry, situation: Situation) -> str:
    """Return what a rule asks for: its premise, and the window that holds for all of it."""
    window = f", {rule.window.in_words()}" if rule.window else ""
    return f"{rule.needs.in_words(situation.name_of)}{window}"


def _remarks(rule: RuleBase, situation: Situation) -> Iterable[Note]:
    for text in rule.remarks:
        yield Note("published_remark", text)
    if rule.effective_from is None:
        yield Note("undated", "the source does not say from when the rule holds; it is taken to hold now")
    if rule.effective_until is not None and situation.day <= rule.effective_until:
        yield Note("rule_ends", f"the rule ends on {rule.effective_until}")
    if all(citation.confidence is not Confidence.HIGH for citation in rule.sources if citation.relation == "states"):
        yield Note("confidence", "the rule is known only from a source of medium or low confidence")
    if any(citation.relation == "contradicts" for citation in rule.sources):
        yield Note("contradicted", "another source says otherwise; see the sources")
    if rule.illustrative:
        yield Note("illustrative", "illustrative: made up for planning, published by nobody")


def _doubts(
    versions: Sequence[Recognition], rule: Recognition, verdict: Verdict, status: Status, situation: Situation
) -> list[DoubtTaken]:
    """Return the doubts under which another alternative would have decided otherwise."""
    reading = situation.reading
    if not isinstance(reading, dict):
        return []
    claim_by = _claim_by(verdict, status, situation.day)
    found = []
    for doubt in rule.doubts():
        taken = doubt.taken(reading)
        otherwise: dict[str, Status] = {}
        for name in doubt.alternatives:
            if name == taken:
                continue
            other = _verdict_of_versions(versions, replace(situation, reading={**reading, doubt.doubt: name}))
            other_status = _status(versions, rule, other, situation.day)
            if other_status is not status or _claim_by(other, status, situation.day) != claim_by:
                otherwise[name] = other_status
        if otherwise:
            found.append(DoubtTaken(name=doubt.doubt, text=doubt.text, taken=taken, if_otherwise=otherwise))
    return found


def titles_of(items: Mapping[Code, StudyItem], code: Code) -> Titles:
    """Return an entry's titles; its code where the entry is not at hand."""
    return items[code].title if code in items else {"en": code}

"""Deciding recognition: which version of a rule holds, whether its premise is met, until when, and why.

Source of the meaning: concepts.md, "Recognition".
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from stackways.rules.base import Code, Confidence, Said, Titles
from stackways.rules.catalogue import Kind, Module, Programme, Source, StudyItem
from stackways.rules.days import NO_DAYS, Days
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
from stackways.rules.holdings import Holding, Reading
from stackways.rules.kinds.base import RuleBase
from stackways.rules.kinds.entry import Entry
from stackways.rules.kinds.recognition import Grant, Recognition
from stackways.rules.readings import NOTHING, Flipped, doubts_of, that_matter
from stackways.rules.selection import belongs_to
from stackways.rules.situation import Note, Situation, Verdict, never
from stackways.rules.versions import Answer, answer_of, force_days, versions_by_code
from stackways.words.message import Code as CodeShown
from stackways.words.message import Message, Published, Word, as_message, in_english, listed

__all__ = [
    "Knowledge", "by_rule", "decide", "explained", "force_days", "grants_of", "judge_entry", "kind_of",
    "nobody_published", "remarks_on", "titles_of", "versions_by_code",
]  # fmt: skip

NOT_BINDING = {
    "up_to": Message("rules.institution-decides-how-much"),
    "precedent": Message("rules.decided-so-before"),
    "recommendation": Message("rules.recommendation-binds-nobody"),
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
    """Decide one grant of one rule, given in all its versions, oldest first, on the situation's day.

    `grant` is one of any version; each version answers with its own grant of that outcome to that target.
    `path` leads from the granted target to the programme asked about; the holdings used are put before it.
    """
    answering = _recognition(versions, grant, situation)
    answer = answering(NOTHING)
    rule, verdict = answer.rule, answer.verdict
    grant = _own_grant(rule, grant) or grant
    programme = _programme_of(rule, grant, path, knowledge.items)
    entry = judge_entry(programme, situation, knowledge)
    remarks = [*verdict.remarks, *_unread(versions, situation.reading), *remarks_on(rule, situation), *entry.notes]
    if rule.exception is not None:
        remarks.append(Note("exception", rule.exception.in_words()))
    through = _through(rule, verdict, situation)
    remarks += [note for note, _ in through]
    others = [other.target for other in rule.instead_of(grant)]
    if others:
        remarks.append(Note("either", _one_counts([grant.target, *others], knowledge.items)))
    target = knowledge.items[grant.target]
    amount, unit = amount_of(grant, verdict.used, situation)
    named = [target, programme, *(knowledge.items.get(code) for code in verdict.used)]
    return Decision(
        status=answer.status,
        target=Target(kind=kind_of(target), code=target.code, title=target.title, is_class=target.is_class),
        programme=_named(programme) if programme else None,
        entry=entry.standing,
        entry_needs=entry.needs,
        outcome=Outcome(
            kind=grant.outcome,
            amount=amount,
            at_least=grant.at_least,
            unit=unit,
            own_credits=grant.own_credits,
            towards=grant.towards,
            certainty=rule.certainty,
            effects=rule.effects,
        ),
        rule=rule.name,
        says=rule.says,
        needs=_asked(rule, situation),
        used=list(verdict.used),
        reasons=explained(verdict.reasons),
        remarks=explained(remarks),
        from_=answer.from_,
        claim_by=answer.claim_by,
        doubts=_doubts(versions, situation, answer, answering),
        either=others,
        path=[*verdict.used, *(path or [grant.target, *([rule.within] if rule.within else [])])],
        sources=shown([*rule.sources, *(c for _, group in through for c in group.sources)], knowledge.sources),
        illustrative=rule.illustrative or any(item.illustrative for item in named if item),
        exception=rule.exception,
    ).of_tier(rule.tier)


def recognised(versions: Sequence[Recognition], grant: Grant, situation: Situation) -> Answer[Recognition]:
    """Return how one grant of a rule is answered, without what is told beside it."""
    return _recognition(versions, grant, situation)(NOTHING)


def may_be_meant(rule: Recognition, holding: Holding, items: Mapping[Code, StudyItem]) -> bool:
    """Tell whether something in a rule's premise may be what is held."""
    return any(belongs_to(holding, code, items) is not False for code in set(rule.needs.codes()))


def _through(rule: Recognition, verdict: Verdict, situation: Situation) -> list[tuple[Note, StudyItem]]:
    """Return the groups of a third party, such as a common number of courses, by which what is used counts."""
    found: list[tuple[Note, StudyItem]] = []
    for code in dict.fromkeys(rule.needs.codes()) if verdict.used else ():
        group = situation.items.get(code)
        if group is None or group.members is None or rule.published_by in group.offered_by:
            continue
        for holding in situation.holdings:
            third = not {*group.offered_by} & {*getattr(situation.items.get(holding.code or ""), "offered_by", ())}
            if (
                holding.name in verdict.used
                and holding.code != code
                and third
                and belongs_to(holding, code, situation.items)
            ):
                said = Message("rules.through", holding=situation.title_of(holding), group=Published.of(group.title))
                found.append((Note("through", said), group))
    return found


def _one_counts(targets: Sequence[Code], items: Mapping[Code, StudyItem]) -> Message:
    """Say that only one of several targets counts at a time."""
    titles = (Published.of(titles_of(items, code)) for code in dict.fromkeys(targets))
    return Message("rules.either", targets=listed(titles, "or"))


def nobody_published(target: StudyItem, path: Sequence[Code], situation: Situation, knowledge: Knowledge) -> Decision:
    """Return the decision where no rule speaks: unknown, which is not no."""
    programme = target if isinstance(target, Programme) else None
    entry = judge_entry(programme, situation, knowledge)
    nobody = Message("rules.nobody-published", target=Published.of(target.title))
    return Decision(
        status=Status.UNKNOWN,
        target=Target(kind=kind_of(target), code=target.code, title=target.title, is_class=target.is_class),
        programme=_named(programme) if programme else None,
        entry=entry.standing,
        entry_needs=entry.needs,
        outcome=None,
        rule=None,
        used=[],
        reasons=explained([Note("nobody_published", nobody)]),
        remarks=explained(entry.notes),
        doubts=[],
        path=list(path),
        sources=[],
        illustrative=target.illustrative,
    )


def _named(programme: StudyItem) -> Named:
    return Named(code=programme.code, title=programme.title, is_class=programme.is_class)


def kind_of(item: StudyItem) -> Kind:
    """Return which of the four kinds an entry is."""
    if isinstance(item, Programme):
        return Kind.PROGRAMME
    return Kind.MODULE if isinstance(item, Module) else Kind.CREDENTIAL


def explained(notes: Iterable[Note]) -> list[Explanation]:
    """Return notes as they are shown, each once."""
    return [Explanation(code=note.code, message=note.message) for note in dict.fromkeys(notes)]


def by_rule(message: Message, rule: str) -> Message:
    """Return what is said with the rule (`code@version`) that says so."""
    return Message("rules.by-rule", what=message, rule=rule)


def grants_of(versions: Sequence[Recognition]) -> list[Grant]:
    """Return what a rule grants in any of its versions, the newest version's first; each outcome for a target once."""
    grants: dict[tuple[str | None, ...], Grant] = {}
    for rule in reversed(versions):
        for grant in rule.grants:
            grants.setdefault(_kind_of_grant(grant), grant)
    return list(grants.values())


def _kind_of_grant(grant: Grant) -> tuple[str | None, ...]:
    return grant.target, grant.outcome, grant.towards


def _own_grant(rule: Recognition, grant: Grant) -> Grant | None:
    """Return the grant that a version makes in place of another version's."""
    if grant in rule.grants:
        return grant
    return next((own for own in rule.grants if _kind_of_grant(own) == _kind_of_grant(grant)), None)


def amount_of(grant: Grant, used: Sequence[str], situation: Situation) -> tuple[Decimal | None, str | None]:
    """Return how much is granted, and its unit: what the rule says, or the credits of what is held."""
    if not grant.own_credits:
        return grant.amount, grant.unit
    carried = [
        (thing.credits if holding.credits is None else holding.credits, holding.unit or thing.unit)
        for holding in situation.holdings
        if holding.name in used and (thing := situation.items.get(holding.code or "") or holding.described)
    ]
    units = {unit for _, unit in carried}
    unit = grant.unit or next(iter(units), None)
    if units != {unit} or any(amount is None for amount, _ in carried):
        return None, unit
    return sum((amount for amount, _ in carried if amount is not None), Decimal(0)), unit


def _recognition(
    versions: Sequence[Recognition], grant: Grant, situation: Situation
) -> Callable[[Flipped], Answer[Recognition]]:
    """Return what gives a rule's answer on one of its grants, with the doubts flipped that are named."""
    premise = _premises()

    def answer(flipped: Flipped) -> Answer[Recognition]:
        def judge(rule: Recognition, situation: Situation) -> Verdict:
            if _own_grant(rule, grant) is None:
                return never(Note("not_granted", Message("rules.not-granted", version=rule.version)))
            verdict = premise(rule, situation, flipped)
            return verdict if rule.certainty == "entitled" else _not_binding(rule, verdict, situation.day)

        return answer_of(versions, situation, judge)

    return answer


def _not_binding(rule: Recognition, verdict: Verdict, day: dt.date) -> Verdict:
    """Return a verdict that is never more than conditional."""
    reasons = verdict.reasons
    if day in verdict.met:
        reasons = (*reasons, Note(f"certainty_{rule.certainty}", NOT_BINDING[rule.certainty]))
    return verdict._replace(met=NO_DAYS, reasons=reasons)


def _premises() -> Callable[[Recognition | Entry, Situation, Flipped], Verdict]:
    """Return a judge of premises that looks at what is held once, however many doubts are flipped."""
    situations: dict[tuple[int, Days], Situation] = {}

    def judge(rule: Recognition | Entry, situation: Situation, flipped: Flipped) -> Verdict:
        key = rule.version, situation.attained_in
        asking = situations.get(key)
        if asking is None:
            asking = situations[key] = rule.asking(situation)
        return rule.needs.judge(asking.flipping(flipped) if flipped else asking)

    return judge


def _programme_of(
    rule: Recognition, grant: Grant, path: Sequence[Code], items: Mapping[Code, StudyItem]
) -> StudyItem | None:
    """Return the programme the decision is for: the one the rule is within, else where the path leads."""
    codes = [rule.within, *reversed(path), grant.target]
    programmes = [items[code] for code in codes if code and isinstance(items.get(code), Programme)]
    return programmes[0] if programmes else None


class EntryJudged(NamedTuple):
    """How entry to a programme stands."""

    standing: EntryStanding
    notes: list[Note]
    """What to say of it."""
    rules: list[str]
    """By which rules, `code@version`."""
    needs: list[Said]
    """What it asks for, a text for each rule in force."""


def judge_entry(programme: StudyItem | None, situation: Situation, knowledge: Knowledge) -> EntryJudged:
    """Judge entry apart from recognition.

    What the learner does not mention is not shown rather than missing. All rules in force must be met.
    """
    if programme is None:
        return EntryJudged(EntryStanding.NOT_SHOWN, [], [], [])
    name = Published.of(programme.title)
    rules = versions_by_code(knowledge.entries.get(programme.code, ()))
    asking = situation.in_open_world() if rules else situation
    answering = {code: _entry(versions, asking) for code, versions in rules.items()}
    answers = {code: answer for code in rules if not (answer := answering[code](NOTHING)).ended}
    if not answers:
        note = Note("entry_not_published", Message("rules.entry-not-published", programme=name))
        return EntryJudged(EntryStanding.NOT_SHOWN, [note], [], [])
    names = [answer.rule.name for answer in answers.values()]
    doubts = [note for code in answers for note in _entry_doubts(rules[code], asking, answers[code], answering[code])]
    standing = min((_ENTRY[answer.status] for answer in answers.values()), key=_WORST_FIRST.index)
    needs: list[Said] = [_asked(answer.rule, situation) for answer in answers.values()]
    if standing is EntryStanding.MET:
        return EntryJudged(standing, doubts, names, needs)
    needed = listed(needs, "semicolon")
    note = Note("entry_not_shown", Message("rules.entry-not-shown", programme=name, needs=needed))
    if standing is EntryStanding.NOT_MET:
        failing = (answer.verdict for answer in answers.values() if answer.status is Status.REFUSED)
        why = listed(dict.fromkeys(note.message for verdict in failing for note in verdict.reasons), "semicolon")
        note = Note("entry_not_met", Message("rules.entry-not-met", programme=name, needs=needed, why=why))
    return EntryJudged(standing, [note, *doubts], names, needs)


_ENTRY = {
    Status.GRANTED: EntryStanding.MET,
    Status.REFUSED: EntryStanding.NOT_MET,
    Status.CONDITIONAL: EntryStanding.NOT_SHOWN,
    Status.UNKNOWN: EntryStanding.NOT_SHOWN,
}
"""How entry stands by what its rule answers."""
_WORST_FIRST = (EntryStanding.NOT_MET, EntryStanding.NOT_SHOWN, EntryStanding.MET)


def _entry(versions: Sequence[Entry], situation: Situation) -> Callable[[Flipped], Answer[Entry]]:
    """Return what gives an entry rule's answer, with the doubts flipped that are named."""
    premise = _premises()
    return lambda flipped: answer_of(versions, situation, lambda rule, situation: premise(rule, situation, flipped))


def _entry_doubts(
    versions: Sequence[Entry],
    situation: Situation,
    answer: Answer[Entry],
    answering: Callable[[Flipped], Answer[Entry]],
) -> Iterable[Note]:
    """Yield a note for each doubt that decides how entry stands."""
    matter = that_matter(versions, situation.reading, answer.status, lambda flipped: answering(flipped).status)
    for found in matter:
        otherwise = listed(
            [
                Message("rules.entry-if", standing=Word("entry", _ENTRY[status].value), alternative=Word("doubt", name))
                for name, status in found.otherwise.items()
            ],
            "comma",
        )
        doubt = Message(
            "rules.entry-doubt",
            doubt=CodeShown(found.doubt.doubt),
            taken=Word("doubt", found.taken),
            text=in_english(found.doubt.text),
            otherwise=otherwise,
        )
        yield Note("entry_doubt", doubt)


def _asked(rule: Recognition | Entry, situation: Situation) -> Message:
    """Return what a rule asks for: its premise, and the window that holds for all of it."""
    needs = rule.needs.in_words(situation.name_of, situation.reading)
    return as_message(listed([needs, rule.window.in_words()], "comma") if rule.window else needs)


def _unread(versions: Sequence[RuleBase], reading: Reading) -> Iterable[Note]:
    """Yield a note for each doubt that is to be read as something that is none of its alternatives."""
    if isinstance(reading, str):
        return
    for name, doubt in doubts_of(versions).items():
        if reading.get(name, doubt.lenient) not in doubt.alternatives:
            unread = Message(
                "rules.reading-not-known",
                doubt=CodeShown(name),
                given=CodeShown(reading[name]),
                known=listed(map(CodeShown, doubt.alternatives), "or"),
                taken=CodeShown(doubt.lenient),
            )
            yield Note("reading_not_known", unread)


def remarks_on(rule: RuleBase, situation: Situation) -> Iterable[Note]:
    """Yield what must be told with every answer that rests on a rule."""
    for text in rule.remarks:
        yield Note("published_remark", as_message(in_english(text)))
    if rule.effective_from is None:
        yield Note("undated", Message("rules.undated"))
    if rule.effective_until is not None and situation.day <= rule.effective_until:
        yield Note("rule_ends", Message("rules.ends-on", day=rule.effective_until))
    if all(citation.confidence is not Confidence.HIGH for citation in rule.sources if citation.relation == "states"):
        yield Note("confidence", Message("rules.low-confidence"))
    if any(citation.relation == "contradicts" for citation in rule.sources):
        yield Note("contradicted", Message("rules.contradicted"))
    if rule.illustrative:
        yield Note("illustrative", Message("rules.illustrative"))


def _doubts(
    versions: Sequence[Recognition],
    situation: Situation,
    answer: Answer[Recognition],
    answering: Callable[[Flipped], Answer[Recognition]],
) -> list[DoubtTaken]:
    """Return the doubts under which another alternative would have decided otherwise."""

    def decided(answer: Answer[Recognition]) -> tuple[Status, dt.date | None, dt.date | None]:
        return answer.status, answer.from_, answer.claim_by

    matter = that_matter(versions, situation.reading, decided(answer), lambda flipped: decided(answering(flipped)))

    return [
        DoubtTaken(
            name=found.doubt.doubt,
            text=found.doubt.text,
            taken=found.taken,
            if_otherwise={name: status for name, (status, _, _) in found.otherwise.items()},
            together_with=list(found.together_with),
        )
        for found in matter
    ]


def titles_of(items: Mapping[Code, StudyItem], code: Code) -> Titles:
    """Return an entry's titles; its code where the entry is not at hand."""
    return items[code].title if code in items else {"en": code}

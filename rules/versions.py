"""Versions of a rule: which is in force when, and what all of them answer together.

Source of the meaning: concepts.md, "effective period".
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from stackways.rules.base import Code
from stackways.rules.days import EVERY_DAY, NO_DAYS, Days, on_at_least
from stackways.rules.decision import Status
from stackways.rules.holdings import Learner
from stackways.rules.kinds.base import RuleBase
from stackways.rules.kinds.entry import Entry
from stackways.rules.kinds.recognition import Recognition
from stackways.rules.situation import Note, Situation, Standing, Verdict, never
from stackways.words.message import Argument, Message

WithPremise = TypeVar("WithPremise", Recognition, Entry)
AnyRule = TypeVar("AnyRule", bound=RuleBase)

ONE_DAY = dt.timedelta(days=1)


def versions_by_code(rules: Iterable[AnyRule]) -> dict[Code, list[AnyRule]]:
    """Return rules in all their versions, oldest first, by code."""
    by_code: dict[Code, list[AnyRule]] = {}
    for rule in sorted(rules, key=lambda rule: rule.version):
        by_code.setdefault(rule.code, []).append(rule)
    return by_code


def force_days(versions: Sequence[RuleBase]) -> list[Days]:
    """Return, for each version, oldest first, the days on which it is the one in force: the newest that has begun."""
    own = [Days.between(begins, rule.effective_until) for rule, begins in zip(versions, _begins(versions), strict=True)]
    if len(own) == 1:
        return own
    return [days & ~on_at_least(1, own[position + 1 :]) for position, days in enumerate(own)]


def may_apply(versions: Sequence[AnyRule], day: dt.date, learner: Learner) -> list[AnyRule]:
    """Return the versions, oldest first, that may be the one on a day; none where none is in force.

    The newest version says which day picks the version. Where that is the admission's, and it is not told, every
    version may be that was in force until then.
    """
    picked = (learner.admission_on if versions[-1].applies_by == "admission" else day) or None
    until = Days.between(None, day)
    forces = zip(versions, force_days(versions), strict=True)
    return [rule for rule, days in forces if (days & until if picked is None else picked in days)]


def silent_days(versions: Sequence[RuleBase]) -> Days:
    """Return the days of which it is not known what held.

    Those before the first version; and those on which an undated version may have held before it was first observed.
    """
    begins = _begins(versions)
    unheard = [
        Days.between(
            begins[position - 1] if position else None,
            min(begins[position] - ONE_DAY, rule.effective_until or dt.date.max),
        )
        for position, rule in enumerate(versions)
        if begins[position] > dt.date.min and (position == 0 or (rule.observed_on and not rule.effective_from))
    ]
    return on_at_least(1, unheard) & ~on_at_least(1, force_days(versions))


def _begins(versions: Sequence[RuleBase]) -> list[dt.date]:
    """Return the first day of each version.

    A version without a date holds from the day it was first observed; where that is not known either, it follows on
    the version before it where that one ends, else takes its place; without one before it, it is open.
    """
    begins: list[dt.date] = []
    before: RuleBase | None = None
    for rule in versions:
        begun = rule.effective_from or rule.observed_on
        if begun is None and before and before.effective_until and before.effective_until < dt.date.max:
            begun = before.effective_until + ONE_DAY
        begins.append(begun or (begins[-1] if begins else dt.date.min))
        before = rule
    return begins


@dataclass(frozen=True, slots=True)
class Answer(Generic[WithPremise]):
    """What a rule in all its versions answers on a day."""

    rule: WithPremise
    """The version that answers, or comes nearest."""
    verdict: Verdict
    """Its reasons for the day; its sets of days hold what all versions answer."""
    status: Status
    """How it is decided on the day."""
    claim_by: dt.date | None = None
    """The last day of the unbroken run on which it is decided so or better; none where it does not end."""
    from_: dt.date | None = None
    """For what is refused, the first later day on which it is not."""
    ended: bool = False
    """True when it is known that no version was in force on the day that picks it."""


def _answered(rule: WithPremise, verdict: Verdict, day: dt.date) -> Answer[WithPremise]:
    """Return the answer that a verdict gives on a day."""
    if day in verdict.met:
        return Answer(rule, verdict, Status.GRANTED, claim_by=verdict.met.last_of_run(day))
    if day in verdict.possible:
        return Answer(rule, verdict, Status.CONDITIONAL, claim_by=verdict.possible.last_of_run(day))
    return Answer(rule, verdict, Status.REFUSED, from_=verdict.possible.first_after(day))


def answer_of(
    versions: Sequence[WithPremise], situation: Situation, judge: Callable[[WithPremise, Situation], Verdict]
) -> Answer[WithPremise]:
    """Return what a rule answers, given in all its versions, oldest first.

    The newest version says which day picks the version. `judge` gives the verdict of one version, its dates apart.
    """
    newest = versions[-1]
    if len(versions) == 1 and not (newest.effective_from or newest.effective_until or newest.observed_on):
        return _answered(newest, judge(newest, situation), situation.day)
    forces = force_days(versions)
    applies_by = newest.applies_by
    if applies_by == "award":
        return _by_award(versions, forces, situation, judge)
    if applies_by == "claim":
        return _by_claim(versions, forces, situation, judge)
    return _by_admission(versions, forces, situation, judge)


def _by_claim(
    versions: Sequence[WithPremise],
    forces: Sequence[Days],
    situation: Situation,
    judge: Callable[[WithPremise, Situation], Verdict],
) -> Answer[WithPremise]:
    """Return the answer where the day of the claim picks the version: each speaks of its own days."""
    day = situation.day
    verdicts = [judge(rule, situation) for rule in versions]
    nearest = _nearest(forces, day)
    outside, silent = _outside(versions, forces, day)
    if outside and silent:
        return Answer(versions[nearest], never(outside), Status.UNKNOWN)
    told = (never(outside) if outside else verdicts[nearest])._replace(
        met=on_at_least(1, [verdict.met & days for verdict, days in zip(verdicts, forces, strict=True)]),
        possible=on_at_least(1, [verdict.possible & days for verdict, days in zip(verdicts, forces, strict=True)]),
    )
    answer = _answered(versions[nearest], told, day)
    return replace(answer, ended=True) if outside else answer


def _by_admission(
    versions: Sequence[WithPremise],
    forces: Sequence[Days],
    situation: Situation,
    judge: Callable[[WithPremise, Situation], Verdict],
) -> Answer[WithPremise]:
    """Return the answer where the admission picks the version, whatever the day of the claim."""
    day, admission = situation.day, situation.learner.admission_on
    if admission is None:
        return _before_admission(versions, forces, situation, judge)
    nearest = _nearest(forces, admission)
    outside, silent = _outside(versions, forces, admission, by_admission=True)
    if outside:
        status = Status.UNKNOWN if silent else Status.REFUSED
        return Answer(versions[nearest], never(outside), status, ended=not silent)
    return _answered(versions[nearest], judge(versions[nearest], situation), day)


def _before_admission(
    versions: Sequence[WithPremise],
    forces: Sequence[Days],
    situation: Situation,
    judge: Callable[[WithPremise, Situation], Verdict],
) -> Answer[WithPremise]:
    """Return the answer where any version may be the one: granted for certain only where all of them grant."""
    day = situation.day
    verdicts = [
        judge(rule, situation) if days else _never_in_force(rule) for rule, days in zip(versions, forces, strict=True)
    ]
    told = _best(verdicts, day)
    counted = [verdict for verdict, days in zip(verdicts, forces, strict=True) if days]
    always_one = on_at_least(1, forces) == EVERY_DAY
    verdict: Verdict = verdicts[told]._replace(
        met=on_at_least(len(counted), [verdict.met for verdict in counted]) if always_one else NO_DAYS,
        possible=on_at_least(1, [verdict.possible for verdict in counted]),
        used=tuple(dict.fromkeys(name for verdict in counted for name in verdict.used)),
    )
    if verdict.on(day) is Standing.UNKNOWN:
        depends = Note("admission_unknown", Message("rules.version-depends-on-admission"))
        verdict = verdict._replace(reasons=(*verdict.reasons, depends))
    return _answered(versions[told], verdict, day)


def _by_award(
    versions: Sequence[WithPremise],
    forces: Sequence[Days],
    situation: Situation,
    judge: Callable[[WithPremise, Situation], Verdict],
) -> Answer[WithPremise]:
    """Return the answer where each version speaks of what was attained while it was in force."""
    day = situation.day
    verdicts = [
        judge(rule, situation.but(attained_in=days)) if days else _never_in_force(rule)
        for rule, days in zip(versions, forces, strict=True)
    ]
    told = _best(verdicts, day)
    verdict: Verdict = verdicts[told]._replace(
        met=on_at_least(1, [verdict.met for verdict in verdicts]),
        possible=on_at_least(1, [verdict.possible for verdict in verdicts]),
    )
    if verdict.on(day) is Standing.NOT_MET and (unheard := silent_days(versions)):
        earlier = situation.but(attained_in=unheard)
        if any(day in judge(rule, earlier).possible for rule in versions):
            note = Note("before_first_version", Message("rules.not-known-when-attained"))
            return Answer(versions[told], never(note), Status.UNKNOWN)
    return _answered(versions[told], verdict, day)


def _never_in_force(rule: RuleBase) -> Verdict:
    return never(Note("never_in_force", Message("rules.never-in-force", version=rule.version)))


def _nearest(forces: Sequence[Days], day: dt.date) -> int:
    """Return the position of the version in force on the day, else of the last before it, else of the first."""
    begun = [position for position, days in enumerate(forces) if days and days.runs[0][0] <= day.toordinal()]
    in_force = [position for position in begun if day in forces[position]]
    return max(in_force or begun, key=lambda position: (forces[position].last_before(day) or day, position), default=0)


def _best(verdicts: Sequence[Verdict], day: dt.date) -> int:
    """Return the position of the verdict that stands best on the day; of several the newest."""
    return max(range(len(verdicts)), key=lambda position: (verdicts[position].on(day), position))


def _outside(
    versions: Sequence[RuleBase], forces: Sequence[Days], day: dt.date, *, by_admission: bool = False
) -> tuple[Note | None, bool]:
    """Return why no version is in force on the day, none where one is; and whether it is unknown what held."""
    held = on_at_least(1, forces)
    if day in held:
        return None, False
    last, first = held.last_before(day), held.first_after(day)
    when: Argument = Message("rules.admission-on", day=day) if by_admission else day
    if day in silent_days(versions):
        silent = Message("rules.not-known", when=when)
        if first:
            silent = Message("rules.known-from", first=first, when=when)
        return Note("before_first_version", silent), True
    ended = Message("rules.ended", when=when)
    if last:
        ended = Message("rules.ended-on", last=last, when=when)
    return Note("rule_ended", ended), False

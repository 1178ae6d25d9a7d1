"""Versions of a rule: which is in force when, and what all of them answer together.

Source of the meaning: domain.md, "effective period".
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from stackways.rules.base import Code
from stackways.rules.days import EVERY_DAY, NO_DAYS, Days, on_at_least
from stackways.rules.decision import Status
from stackways.rules.kinds.base import RuleBase
from stackways.rules.kinds.entry import Entry
from stackways.rules.kinds.recognition import Recognition
from stackways.rules.situation import Note, Situation, Standing, Verdict, never

WithPremise = TypeVar("WithPremise", Recognition, Entry)
AnyRule = TypeVar("AnyRule", bound=RuleBase)

ONE_DAY = dt.timedelta(days=1)
STATUS_OF = {Standing.MET: Status.GRANTED, Standing.UNKNOWN: Status.CONDITIONAL, Standing.NOT_MET: Status.REFUSED}


def versions_by_code(rules: Iterable[AnyRule]) -> dict[Code, list[AnyRule]]:
    """Return rules in all their versions, oldest first, by code."""
    by_code: dict[Code, list[AnyRule]] = {}
    for rule in sorted(rules, key=lambda rule: rule.version):
        by_code.setdefault(rule.code, []).append(rule)
    return by_code


def force_days(versions: Sequence[RuleBase]) -> list[Days]:
    """Return, for each version, oldest first, the days on which it is the one in force: the newest that has begun."""
    own = [Days.between(begins, rule.effective_until) for rule, begins in zip(versions, _begins(versions), strict=True)]
    return [days & ~on_at_least(1, own[position + 1 :]) for position, days in enumerate(own)]


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

    day: dt.date
    rule: WithPremise
    """The version that answers, or comes nearest."""
    verdict: Verdict
    """Its reasons for the day; its sets of days hold what all versions answer."""
    silent: bool = False
    """True when it is not known what held on the day that picks the version."""
    ended: bool = False
    """True when it is known that no version was in force on that day."""

    @property
    def status(self) -> Status:
        """How it is decided on the day."""
        return Status.UNKNOWN if self.silent else STATUS_OF[self.verdict.on(self.day)]

    @property
    def claim_by(self) -> dt.date | None:
        """The last day of the unbroken run on which it is decided so or better; none where it does not end."""
        if self.status is Status.GRANTED:
            return self.verdict.met.last_of_run(self.day)
        return self.verdict.possible.last_of_run(self.day) if self.status is Status.CONDITIONAL else None

    @property
    def from_(self) -> dt.date | None:
        """For what is refused, the first later day on which it is not."""
        return self.verdict.possible.first_after(self.day) if self.status is Status.REFUSED else None


def answer_of(
    versions: Sequence[WithPremise], situation: Situation, judge: Callable[[WithPremise, Situation], Verdict]
) -> Answer[WithPremise]:
    """Return what a rule answers, given in all its versions, oldest first.

    The newest version says which day picks the version. `judge` gives the verdict of one version, its dates apart.
    """
    forces = force_days(versions)
    if forces == [EVERY_DAY]:
        return Answer(situation.day, versions[0], judge(versions[0], situation))
    applies_by = versions[-1].applies_by
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
    silent = day in silent_days(versions)
    outside = _outside(forces, day, silent=silent)
    told = replace(
        never(outside) if outside else verdicts[nearest],
        met=on_at_least(1, [verdict.met & days for verdict, days in zip(verdicts, forces, strict=True)]),
        possible=on_at_least(1, [verdict.possible & days for verdict, days in zip(verdicts, forces, strict=True)]),
    )
    return Answer(day, versions[nearest], told, silent, ended=outside is not None and not silent)


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
    silent = admission in silent_days(versions)
    outside = _outside(forces, admission, "admission on ", silent=silent)
    verdict = never(outside) if outside else judge(versions[nearest], situation)
    return Answer(day, versions[nearest], verdict, silent, ended=outside is not None and not silent)


def _before_admission(
    versions: Sequence[WithPremise],
    forces: Sequence[Days],
    situation: Situation,
    judge: Callable[[WithPremise, Situation], Verdict],
) -> Answer[WithPremise]:
    """Return the answer where any version may be the one: granted for certain only where all of them grant."""
    day = situation.day
    verdicts = [judge(rule, situation) if days else never() for rule, days in zip(versions, forces, strict=True)]
    told = _best(verdicts, day)
    counted = [verdict for verdict, days in zip(verdicts, forces, strict=True) if days]
    always_one = on_at_least(1, forces) == EVERY_DAY
    verdict: Verdict = replace(
        verdicts[told],
        met=on_at_least(len(counted), [verdict.met for verdict in counted]) if always_one else NO_DAYS,
        possible=on_at_least(1, [verdict.possible for verdict in counted]),
        used=tuple(dict.fromkeys(name for verdict in counted for name in verdict.used)),
    )
    if verdict.on(day) is Standing.UNKNOWN:
        text = "which version of the rule holds depends on the day of admission: give `admission_on`"
        verdict = replace(verdict, reasons=(*verdict.reasons, Note("admission_unknown", text)))
    return Answer(day, versions[told], verdict)


def _by_award(
    versions: Sequence[WithPremise],
    forces: Sequence[Days],
    situation: Situation,
    judge: Callable[[WithPremise, Situation], Verdict],
) -> Answer[WithPremise]:
    """Return the answer where each version speaks of what was attained while it was in force."""
    day = situation.day
    verdicts = [
        judge(rule, replace(situation, attained_in=days)) if days else never()
        for rule, days in zip(versions, forces, strict=True)
    ]
    told = _best(verdicts, day)
    verdict = replace(
        verdicts[told],
        met=on_at_least(1, [verdict.met for verdict in verdicts]),
        possible=on_at_least(1, [verdict.possible for verdict in verdicts]),
    )
    if verdict.on(day) is Standing.NOT_MET and (unheard := silent_days(versions)):
        earlier = replace(situation, attained_in=unheard)
        if any(day in judge(rule, earlier).possible for rule in versions):
            note = Note("before_first_version", "what held when it was attained is not known")
            return Answer(day, versions[told], never(note), silent=True)
    return Answer(day, versions[told], verdict)


def _nearest(forces: Sequence[Days], day: dt.date) -> int:
    """Return the position of the version in force on the day, else of the last before it, else of the first."""
    begun = [position for position, days in enumerate(forces) if days and days.runs[0][0] <= day.toordinal()]
    in_force = [position for position in begun if day in forces[position]]
    return max(in_force or begun, key=lambda position: (forces[position].last_before(day) or day, position), default=0)


def _best(verdicts: Sequence[Verdict], day: dt.date) -> int:
    """Return the position of the verdict that stands best on the day; of several the newest."""
    return max(range(len(verdicts)), key=lambda position: (verdicts[position].on(day), position))


def _outside(forces: Sequence[Days], day: dt.date, what: str = "", *, silent: bool) -> Note | None:
    """Return why no version is in force on the day; None where one is."""
    held = on_at_least(1, forces)
    if day in held:
        return None
    last, first = held.last_before(day), held.first_after(day)
    if silent:
        known = f"the rule is known from {first} on; " if first else ""
        return Note("before_first_version", f"{known}what held on {what}{day} is not known")
    text = f"the rule ended on {last}, before {what}{day}" if last else f"the rule ended before {what}{day}"
    return Note("rule_ended", text)

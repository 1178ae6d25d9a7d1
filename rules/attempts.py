"""Attempts: what several marks of one course come to, as the institution that gave them counts.

A transcript lists every attempt. What an institution publishes decides which of them counts, and what passes; the
others stay listed, and earn nothing.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from stackways.rules.base import Code
from stackways.rules.catalogue import StudyItem
from stackways.rules.grades import is_at_least, number
from stackways.rules.holdings import Grade, Holding, HoldingStatus
from stackways.rules.kinds.grading import Grading
from stackways.rules.versions import force_days, versions_by_code

ATTEMPTED = frozenset({HoldingStatus.ATTAINED, HoldingStatus.FAILED})
"""What an attempt may have come to."""


def as_graded(
    holdings: Sequence[Holding], gradings: Iterable[Grading], items: Mapping[Code, StudyItem], day: dt.date
) -> list[Holding]:
    """Return holdings, in the same places, as those who graded them count: what passed, and one attempt of each."""
    rules = list(in_force(gradings, day))
    if not rules:
        return list(holdings)
    found = [_passed(holding, rules, items) for holding in holdings]
    attempts: dict[Code, list[int]] = defaultdict(list)
    for at, holding in enumerate(found):
        item = items.get(holding.code or "")
        attempted = holding.status in ATTEMPTED and (holding.begun is None or holding.begun <= day)
        if item and attempted and not (item.is_class or item.repeatable):
            attempts[item.code].append(at)
    for code, several in attempts.items():
        counted = next((rule.attempts for rule in rules if rule.attempts and _speaks_of(rule, items[code])), None)
        if counted and len(several) > 1:
            _count_one(found, several, counted)
    return found


def in_force(gradings: Iterable[Grading], day: dt.date) -> Iterator[Grading]:
    """Yield the rules in force on a day."""
    for versions in versions_by_code(gradings).values():
        for rule, days in zip(versions, force_days(versions), strict=True):
            if day in days:
                yield rule


def scales_of(gradings: Iterable[Grading]) -> dict[str, tuple[str, ...]]:
    """Return the marks of each scale that an institution lists, from worst to best."""
    return {rule.scale: tuple(rule.grades) for rule in gradings if rule.scale and rule.grades}


def _speaks_of(rule: Grading, item: StudyItem) -> bool:
    return item.code in rule.of or any(by in rule.of for by in item.offered_by)


def _passed(holding: Holding, rules: Sequence[Grading], items: Mapping[Code, StudyItem]) -> Holding:
    """Return a holding, as failed where its mark is below what passes."""
    item, grade = items.get(holding.code or ""), holding.grade
    if item is None or grade is None or holding.status is not HoldingStatus.ATTAINED:
        return holding
    for rule in rules:
        if rule.passes and rule.scale == grade.scale and _speaks_of(rule, item):
            least = Grade(value=rule.passes, scale=rule.scale)
            if is_at_least(grade, least, rule.grades) is False:
                return holding.model_copy(update={"status": HoldingStatus.FAILED})
    return holding


def _count_one(holdings: list[Holding], attempts: Sequence[int], counted: str) -> None:
    """Let one of several attempts count, in place."""
    ordered = sorted(attempts, key=lambda at: (holdings[at].begun or dt.date.min, at))
    chosen = ordered[0] if counted == "first" else ordered[-1]
    if counted == "best":
        chosen = max(ordered, key=lambda at: _rank(holdings[at]))
    if counted == "average" and (grade := _average([holdings[at].grade for at in ordered])):
        earned = any(holdings[at].is_earned for at in ordered)
        status = HoldingStatus.ATTAINED if earned else HoldingStatus.FAILED
        holdings[chosen] = holdings[chosen].model_copy(update={"grade": grade, "status": status})
    for at in ordered:
        if at != chosen:
            holdings[at] = holdings[at].model_copy(update={"status": HoldingStatus.REPLACED})


def _rank(holding: Holding) -> tuple[bool, Decimal]:
    """Order attempts: what was passed, then the higher mark."""
    mark = number(holding.grade) if holding.grade else None
    return holding.is_earned, Decimal(-1) if mark is None else mark


def _average(grades: Sequence[Grade | None]) -> Grade | None:
    """Return the average of marks on one scale; None where some are missing or on another."""
    marks = [number(grade) for grade in grades if grade]
    scales = {grade.scale for grade in grades if grade}
    if len(scales) != 1 or len(marks) < len(grades) or None in marks:
        return None
    known = [mark for mark in marks if mark is not None]
    return Grade(value=round(sum(known, Decimal(0)) / len(known), 2), scale=scales.pop())

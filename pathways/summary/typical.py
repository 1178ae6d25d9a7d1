"""What a framework publishes of programmes of a kind: typical, and never a programme's own figure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from stackways.planner.claimable import frameworks_of
from stackways.rules.base import Amount, Model, Titles
from stackways.rules.decision import SourceShown, shown
from stackways.rules.kinds.policy import Policy
from stackways.rules.periods import PeriodField
from stackways.words.message import Argument, Length, Message

if TYPE_CHECKING:
    from stackways.planner.problem import Problem


class Typical(Model):
    """How long such programmes usually take, by a framework's rule."""

    rule: str
    """`code@version`."""
    says: Titles
    """The framework's sentence."""
    duration: PeriodField | None = None
    """How long."""
    duration_to: PeriodField | None = None
    """The longer end, where a range is published."""
    hours: Amount | None = None
    """How many hours."""
    hours_to: Amount | None = None
    """The upper end, where a range is published."""
    sources: list[SourceShown]
    """Where it is published."""


def typical_of(problem: Problem) -> list[Typical]:
    """Return what frameworks publish of programmes like the target, where it publishes no such figure of its own."""
    target = problem.target
    return [
        Typical(
            rule=rule.name,
            says=rule.says,
            duration=rule.typical_duration if target.duration is None else None,
            duration_to=rule.typical_duration_to if target.duration is None else None,
            hours=rule.typical_hours if target.hours is None else None,
            hours_to=rule.typical_hours_to if target.hours is None else None,
            sources=shown(rule.sources, problem.knowledge.sources),
        )
        for rule in Policy.among(frameworks_of(target, problem))
        if rule.in_force_on(problem.start)
        if rule.typical_duration is not None or rule.typical_hours is not None
    ]


def typical_in_words(typical: Typical) -> Iterator[Argument]:
    """Yield the figures: "about 1 year", "240 to 300 hours"."""
    if typical.duration is not None and typical.duration_to is not None:
        ends = {"least": Length(typical.duration.iso), "most": Length(typical.duration_to.iso)}
        yield Message("answer.about-between", **ends)
    elif typical.duration is not None:
        yield Message("answer.about", length=Length(typical.duration.iso))
    if typical.hours is not None and typical.hours_to is not None:
        yield Message("answer.hours-between", least=typical.hours, most=typical.hours_to)
    elif typical.hours is not None:
        yield Message("answer.hours", count=typical.hours)

"""Whether a route keeps to each limit that was given, or why that cannot be checked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Literal

from stackways.rules.base import Spoken
from stackways.words.message import Message, Money

if TYPE_CHECKING:
    from decimal import Decimal

    from stackways.planner.route import Limits, Route
    from stackways.rules import base


class LimitChecked(Spoken):
    """A limit that was given, and whether the route keeps to it."""

    limit: Literal["finish_by", "budget", "hours_per_week", "concurrent", "credits_per_term", "only", "avoid", "modes"]
    """Which limit."""
    status: Literal["kept", "broken", "not_checked"]
    """`not_checked`: something that nobody published keeps it from being judged."""


def limits_checked(
    route: Route, limits: Limits, credits_of: Callable[[base.Code], Decimal | None]
) -> Iterator[LimitChecked]:
    """Yield each limit that was given with how the route stands to it."""
    if limits.finish_by is not None:
        yield _finish(route, limits)
    if limits.budget is not None:
        yield _budget(route, limits.budget)
    yield from _pace(route, limits, credits_of)
    if limits.only:
        yield _kept("only", Message("answer.limit-only-kept"))
    if limits.avoid:
        yield _kept("avoid", Message("answer.limit-avoid-kept"))
    if limits.modes:
        yield _kept("modes", Message("answer.limit-modes-kept"))


def _pace(route: Route, limits: Limits, credits_of: Callable[[base.Code], Decimal | None]) -> Iterator[LimitChecked]:
    """Yield the limits on how much is studied in a week, at once or in a term."""
    if limits.hours_per_week is not None:
        hours = limits.hours_per_week
        if any(step.kind == "study" and step.hours.value is None for step in route.steps):
            yield _not_checked("hours_per_week", Message("answer.limit-hours-not-checked", count=hours))
        else:
            yield _kept("hours_per_week", Message("answer.limit-hours-kept", count=hours))
    if limits.concurrent is not None:
        at_once = limits.concurrent
        if any(step.kind == "study" and step.end is None for step in route.steps):
            yield _not_checked("concurrent", Message("answer.limit-at-once-not-checked", count=at_once))
        else:
            yield _kept("concurrent", Message("answer.limit-at-once-kept", count=at_once))
    if limits.credits_per_term is not None:
        most = limits.credits_per_term.amount
        if any(step.kind == "study" and credits_of(step.code) is None for step in route.steps):
            yield _not_checked("credits_per_term", Message("answer.limit-per-term-not-checked", most=most))
        else:
            yield _kept("credits_per_term", Message("answer.limit-per-term-kept", most=most))


def _finish(route: Route, limits: Limits) -> LimitChecked:
    day = limits.finish_by
    assert day is not None  # noqa: S101 - asked for above
    if route.finish is None:
        return _not_checked("finish_by", Message("answer.limit-finish-not-checked", day=day))
    if route.finish <= day:
        return _kept("finish_by", Message("answer.limit-finish-kept", day=day))
    return LimitChecked(
        limit="finish_by", status="broken", message=Message("answer.limit-finish-broken", day=day, finish=route.finish)
    )


def _budget(route: Route, budget: base.Money) -> LimitChecked:
    most = Money(budget.amount, budget.currency)
    total = route.cost.net if route.cost.net is not None else route.cost.gross
    if total is None:
        return _not_checked("budget", Message("answer.limit-budget-not-checked", most=most))
    others = [money.currency for money in total if money.currency != budget.currency]
    if others:
        message = Message("answer.limit-budget-other-currency", most=most, currency=others[0])
        return _not_checked("budget", message)
    if sum(money.amount for money in total) <= budget.amount:
        return _kept("budget", Message("answer.limit-budget-kept", most=most))
    return LimitChecked(limit="budget", status="broken", message=Message("answer.limit-budget-broken", most=most))


def _kept(limit: str, message: Message) -> LimitChecked:
    return LimitChecked.model_validate({"limit": limit, "status": "kept", "message": message})


def _not_checked(limit: str, message: Message) -> LimitChecked:
    return LimitChecked.model_validate({"limit": limit, "status": "not_checked", "message": message})

"""What becomes of each thing that is held: it counts, it may, it does not and why, or nobody published on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Literal

from stackways.pathways.found import Found, speaks_of
from stackways.pathways.summary.sentence import name_of, named
from stackways.rules.base import Spoken
from stackways.rules.decision import Decision, Status, Target
from stackways.rules.selection import belongs_to
from stackways.words.message import Argument, Message

if TYPE_CHECKING:
    from stackways.pathways.question import Question
    from stackways.rules.holdings import Holding

Accounting = Literal["counts", "may_count", "does_not_count", "not_published"]

_BEST: tuple[tuple[Status, Accounting], ...] = (
    (Status.GRANTED, "counts"),
    (Status.CONDITIONAL, "may_count"),
    (Status.REFUSED, "does_not_count"),
)


class Accounted(Spoken):
    """What becomes of one thing that is held; the text says why, and where it would count."""

    holding: str
    """Its code or described title."""
    standing: Accounting
    would_count: list[Target] = []
    """Where else it counts or may count, where it does not here."""


def account_for(
    question: Question,
    found: Found,
    decisions: Sequence[Decision],
    elsewhere: Mapping[str, Sequence[Target]],
) -> Iterator[Accounted]:
    """Yield what becomes of each thing that is held, in the order given."""
    for holding in question.holdings:
        told = [decision for decision in decisions if _is_about(decision, holding, found)]
        title = title_of(holding, found)
        for status, standing in _BEST:
            these = [decision for decision in told if decision.status is status]
            if these:
                yield Accounted(holding=holding.name, standing=standing, message=_said(standing, title, these))
                break
        else:
            yield _not_recognised(holding, title, found, elsewhere.get(holding.name, ()))


def title_of(holding: Holding, found: Found) -> Argument:
    """Return what is held by its title."""
    item = found.items.get(holding.code or "")
    return name_of(item.title) if item else holding.name


def _is_about(decision: Decision, holding: Holding, found: Found) -> bool:
    """Tell whether a decision speaks of something that is held: uses it, or judged it and found it wanting."""
    if holding.name in decision.used:
        return True
    if decision.status is Status.GRANTED or decision.rule is None:
        return False
    versions = found.recognitions.get(decision.rule.partition("@")[0], ())
    return any(speaks_of(rule, [holding], found.items) for rule in versions)


def _said(standing: Accounting, title: Argument, decisions: Sequence[Decision]) -> Message:
    targets = named([*dict.fromkeys(name_of(decision.target.title) for decision in decisions)])
    if standing == "counts":
        return Message("answer.holding-counts", holding=title, targets=targets)
    first = decisions[0]
    why = named([reason.message for reason in first.reasons])
    if standing == "may_count":
        return Message("answer.holding-may-count", holding=title, targets=targets, why=why)
    if first.from_:
        return Message("answer.holding-counts-from", holding=title, targets=targets, why=why, day=first.from_)
    return Message("answer.holding-does-not-count", holding=title, targets=targets, why=why)


def _not_recognised(holding: Holding, title: Argument, found: Found, elsewhere: Sequence[Target]) -> Accounted:
    entered = [
        code
        for code, rules in found.knowledge.entries.items()
        for rule in rules
        if any(belongs_to(holding, named_code, found.items) is True for named_code in rule.needs.codes())
    ]
    if entered:
        programmes = named([name_of(found.items[code].title) for code in dict.fromkeys(entered) if code in found.items])
        message = Message("answer.holding-helps-entry", holding=title, programmes=programmes)
        return Accounted(holding=holding.name, standing="counts", message=message)
    if elsewhere:
        places = named([name_of(target.title) for target in elsewhere])
        message = Message("answer.holding-counts-elsewhere", holding=title, places=places)
    else:
        message = Message("answer.holding-not-published", holding=title)
    return Accounted(holding=holding.name, standing="not_published", message=message, would_count=list(elsewhere))

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
    from stackways.rules.base import Code
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
    """Whether it counts: recognised, depending on something, not counted here, or not known here."""
    would_count: list[Target] = []
    """Where else it counts or may count, where it does not here."""


def account_for(
    question: Question,
    found: Found,
    decisions: Sequence[Decision],
    elsewhere: Mapping[str, Sequence[Target]],
) -> Iterator[Accounted]:
    """Yield what becomes of each thing that is held, in the order given."""
    named_by = [(decision, _about(decision, question, found)) for decision in decisions]
    asked = {
        code: {needed for rule in rules for needed in rule.needs.codes()}
        for code, rules in found.knowledge.entries.items()
    }
    for holding in question.holdings:
        told = [decision for decision, names in named_by if holding.name in names]
        title = title_of(holding, found)
        for status, standing in _BEST:
            these = [decision for decision in told if decision.status is status]
            if these:
                yield Accounted(holding=holding.name, standing=standing, message=_said(standing, title, these))
                break
        else:
            silent = [reason.message for decision in told if decision.rule for reason in decision.reasons]
            if silent:
                why = named(list(dict.fromkeys(silent)))
                message = Message("answer.holding-not-known", holding=title, why=why)
                yield Accounted(holding=holding.name, standing="not_published", message=message)
            else:
                yield _not_recognised(holding, title, asked, found, elsewhere.get(holding.name, ()))


def title_of(holding: Holding, found: Found) -> Argument:
    """Return what is held by its title."""
    item = found.items.get(holding.code or "")
    return name_of(item.title) if item else holding.name


def _about(decision: Decision, question: Question, found: Found) -> set[str]:
    """Return the names of what a decision speaks of: what it uses, and what it judged and found wanting."""
    if decision.status is Status.GRANTED or decision.rule is None:
        return set(decision.used)
    versions = found.recognitions.get(decision.rule.partition("@")[0], ())
    return {*decision.used, *(name for rule in versions for name in speaks_of(rule, question.holdings, found.items))}


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


def _not_recognised(
    holding: Holding, title: Argument, asked: Mapping[Code, set[Code]], found: Found, elsewhere: Sequence[Target]
) -> Accounted:
    """Say what becomes of what no rule recognises; `asked` holds what the entry into each programme asks for."""
    entered = [
        code
        for code, needed in asked.items()
        if any(belongs_to(holding, named_code, found.items) is True for named_code in needed)
    ]
    if entered:
        programmes = named([name_of(found.items[code].title) for code in entered if code in found.items])
        message = Message("answer.holding-helps-entry", holding=title, programmes=programmes)
        return Accounted(holding=holding.name, standing="counts", message=message)
    if elsewhere:
        places = named([name_of(target.title) for target in elsewhere])
        message = Message("answer.holding-counts-elsewhere", holding=title, places=places)
    else:
        message = Message("answer.holding-not-published", holding=title)
    return Accounted(holding=holding.name, standing="not_published", message=message, would_count=list(elsewhere))

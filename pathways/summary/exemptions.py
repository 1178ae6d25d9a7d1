"""What is exempted, in a few sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from stackways.pathways.summary.sentence import (
    Needed,
    Sentence,
    by_exceptions,
    entry_needed,
    institutions_named,
    name_of,
    named,
    says_needed,
    sentence,
)
from stackways.rules.decision import Decision, EntryStanding, Named, Status
from stackways.words.message import Argument, Message, Word

if TYPE_CHECKING:
    from stackways.pathways.found import Found
    from stackways.pathways.summary.accounted import Accounted
    from stackways.rules.base import Code

MOST_GIVEN = 4
"""How many exemptions have a sentence of their own; the others are counted."""


def summary_of_exemptions(
    decisions: Sequence[Decision], accounted: Sequence[Accounted], found: Found
) -> list[Sentence]:
    """Return what a learner gets and until when, what else is needed, and what does not count."""
    return [
        *_you_get(decisions, found),
        *_may_count(decisions, found),
        *by_exceptions(
            one.exception for one in decisions if one.exception and one.status in {Status.GRANTED, Status.CONDITIONAL}
        ),
        *_nothing(decisions),
        *_you_need(decisions, found),
        *_does_not_count(accounted),
        *_unclear(decisions),
    ]


def _does_not_count(accounted: Sequence[Accounted]) -> Iterator[Sentence]:
    if [one.message.id for one in accounted] == ["answer.holding-not-published"]:
        return  # all that was asked about, and the first sentence has just said so
    for one in accounted:
        if one.standing in {"does_not_count", "not_published"}:
            yield sentence("does_not_count", one.message)


def _you_get(decisions: Sequence[Decision], found: Found) -> Iterator[Sentence]:
    given = either_of(decision for decision in decisions if decision.status is Status.GRANTED)
    for group in given[:MOST_GIVEN]:
        yield sentence("you_get", gives(group, found), Status.GRANTED)
    if len(given) > MOST_GIVEN:
        yield sentence("you_get", Message("answer.more-granted", count=len(given) - MOST_GIVEN), Status.GRANTED)


def either_of(decisions: Iterable[Decision]) -> list[list[Decision]]:
    """Return decisions with those together of which only one counts at a time."""
    groups: dict[tuple[str | None, frozenset[Code]], list[Decision]] = {}
    for decision in decisions:
        together = frozenset({decision.target.code, *decision.either}) if decision.either else frozenset(decision.path)
        groups.setdefault((decision.rule, together), []).append(decision)
    return list(groups.values())


def gives(group: Sequence[Decision], found: Found) -> Message:
    """Return what a decision gives, or either of several, where, and until when to claim it."""
    what = gift_and_place(group[0], found, group)
    if group[0].claim_by is None:
        return Message("answer.get", what=what)
    return Message("answer.get-until", what=what, day=group[0].claim_by)


def _gift(decision: Decision, group: Sequence[Decision]) -> Message:
    may = decision.status is Status.CONDITIONAL
    titles = dict.fromkeys(name_of(one.target.title) for one in group)
    target: Argument = named([*titles], "or") if len(titles) > 1 else name_of(decision.target.title)
    outcome = decision.outcome
    if outcome is None:
        return Message("answer.may-be-recognised-for" if may else "answer.recognised-for", target=target)
    if outcome.kind == "exemption":
        return Message("answer.may-be-exempt" if may else "answer.exempt", target=target)
    if outcome.kind == "entry":
        return Message("answer.may-be-admitted" if may else "answer.admitted", target=target)
    if outcome.amount is None:
        return Message("answer.may-get-credit-for" if may else "answer.credit-for", target=target)
    unit = Word("unit", outcome.unit or "", outcome.amount)
    given: dict[str, Argument] = {"amount": outcome.amount, "unit": unit, "target": target}
    if outcome.certainty == "up_to":
        return Message("answer.may-get-credits-up-to" if may else "answer.credits-up-to", **given)
    return Message("answer.may-get-credits-for" if may else "answer.credits-for", **given)


def gift_and_place(decision: Decision, found: Found, group: Sequence[Decision] = ()) -> Message:
    """Return what is given (or either of what a group gives), in which programme and at whom."""
    what, programme = _gift(decision, group or [decision]), decision.programme
    target = found.items.get(decision.target.code)
    by = [one for code in (target.offered_by if target else ()) if (one := found.institutions.get(code))]
    inside = name_of(programme.title) if programme and programme.code != decision.target.code else None
    if inside and by:
        return Message("answer.in-at", what=what, programme=inside, institutions=institutions_named(by))
    if inside:
        return Message("answer.in", what=what, programme=inside)
    return Message("answer.at", what=what, institutions=institutions_named(by)) if by else what


def _may_count(decisions: Sequence[Decision], found: Found) -> Iterator[Sentence]:
    may = [decision for decision in decisions if decision.status is Status.CONDITIONAL]
    if not may:
        return
    if len(may) == 1:
        yield may_get(may[0], found)
        return
    targets = list(dict.fromkeys(name_of(decision.target.title) for decision in may))
    yield sentence("you_get", Message("answer.may-count", count=len(may), targets=named(targets)), Status.CONDITIONAL)


def may_get(decision: Decision, found: Found) -> Sentence:
    """Say what a decision may give, and what that depends on."""
    depends = named([reason.message for reason in decision.reasons if reason.code != "held_from"])
    said = Message("answer.depends", what=gift_and_place(decision, found), why=depends)
    return sentence("you_get", said, Status.CONDITIONAL)


def _nothing(decisions: Sequence[Decision]) -> Iterator[Sentence]:
    if any(decision.status in {Status.GRANTED, Status.CONDITIONAL} for decision in decisions):
        return
    if any(decision.status is Status.REFUSED for decision in decisions):
        yield sentence("you_get", Message("answer.nothing-counts"), Status.REFUSED)
    elif why := [reason.message for decision in decisions if decision.rule for reason in decision.reasons]:
        yield sentence("you_get", Message("answer.not-known", why=named(list(dict.fromkeys(why)))), Status.UNKNOWN)
    else:
        yield sentence("you_get", Message("answer.nothing-published"), Status.UNKNOWN)


MOST_COULD_BE = 4
"""How many things that would show entry are offered to be added."""


def _you_need(decisions: Sequence[Decision], found: Found) -> Iterator[Sentence]:
    needed: dict[Needed, list[Named]] = {}
    for decision in decisions:
        if decision.status in {Status.GRANTED, Status.CONDITIONAL} and (need := also_needed(decision)):
            assert decision.programme is not None  # noqa: S101 - what is needed is for a programme
            needed.setdefault(need, shows_entry(decision.programme.code, found))
    for need, could_be in list(needed.items())[:2]:
        yield says_needed(need, could_be)
    if len(needed) > 2:  # noqa: PLR2004 - two are named, as above
        yield sentence("you_need", Message("answer.more-entries", count=len(needed) - 2))


def shows_entry(programme: Code, found: Found) -> list[Named]:
    """Return what the entry rules of a programme name that could be held, the first few."""
    rules = found.knowledge.entries.get(programme, ())
    codes = dict.fromkeys(code for rule in rules for code in rule.needs.codes())
    items = [found.items[code] for code in codes if code in found.items]
    return [Named(code=item.code, title=item.title, is_class=item.is_class) for item in items[:MOST_COULD_BE]]


def also_needed(decision: Decision) -> Needed | None:
    """Return what entry to the programme still asks for; None where it is met or nothing is published on it."""
    if decision.programme is None or decision.entry is EntryStanding.MET or not decision.entry_needs:
        return None
    not_met = decision.entry is EntryStanding.NOT_MET
    return entry_needed(name_of(decision.programme.title), decision.entry_needs, not_met=not_met)


def _unclear(decisions: Sequence[Decision]) -> Iterator[Sentence]:
    doubts: Mapping[str, None] = {doubt.name: None for decision in decisions for doubt in decision.doubts}
    if doubts:
        yield sentence("unclear", Message("answer.unclear", count=len(doubts)))

"""A route, in a few sentences: what you get, what you need, what remains to be studied, what is not known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from stackways.pathways.summary.exemptions import also_needed, either_of, gives, may_get, shows_entry
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
from stackways.pathways.summary.typical import Typical, typical_in_words
from stackways.rules.decision import EntryStanding, Status
from stackways.words.message import Argument, Listed, Message, Money, listed

if TYPE_CHECKING:
    from stackways.pathways.found import Found
    from stackways.pathways.summary.accounted import Accounted
    from stackways.pathways.summary.limits import LimitChecked
    from stackways.planner.route import Impossible, Route, Step
    from stackways.rules.base import Code, Said, Titles
    from stackways.rules.catalogue import Programme

MOST_WAYS_OUT = 3
"""How many ways out of an impossible question are named."""


def summary_of_route(  # noqa: PLR0913 - what the route is and what was found out about it
    route: Route,
    target: Programme,
    found: Found,
    *,
    typical: Sequence[Typical],
    limits: Sequence[LimitChecked],
    accounted: Sequence[Accounted],
) -> list[Sentence]:
    """Return one route in a few sentences."""
    if not route.steps:
        return [sentence("you_get", Message("answer.held-already", target=name_of(target.title)), Status.GRANTED)]
    return [
        *_you_get(route, target, found),
        *by_exceptions(step.decision.exception for step in route.steps if step.decision and step.decision.exception),
        *_you_need(route, found),
        *_to_study(route, target),
        *(sentence("to_study", message) for one in typical if (message := _typical(one))),
        *(sentence("to_study", one.message) for one in limits if one.status != "kept"),
        *(sentence("does_not_count", one.message) for one in accounted if one.standing not in {"counts", "may_count"}),
        *_not_published(route, target, found),
        *_unclear(route),
    ]


def summary_of_no_route(title: Titles, impossible: Impossible | None, undecided: Said | None) -> list[Sentence]:
    """Return why there is no route, and what would give one."""
    name = name_of(title)
    if impossible is None:
        said = Message("answer.route-undecided", target=name, why=undecided or "")
        return [sentence("you_get", said, Status.UNKNOWN)]
    why = listed([one.message for one in impossible.conflict], "semicolon")
    found = [sentence("you_get", Message("answer.no-route", target=name, why=why), Status.REFUSED)]
    ways_out = [way for way in impossible.relaxations if way.code != "not_all_looked_at"]
    stopped = [way for way in impossible.relaxations if way not in ways_out]
    return [
        *found,
        *(sentence("you_need", Message("answer.way-out", way=way.message)) for way in ways_out[:MOST_WAYS_OUT]),
        *(sentence("unclear", Message("answer.ways-out-not-all")) for _ in stopped),
    ]


def _you_get(route: Route, target: Programme, found: Found) -> Iterator[Sentence]:
    claimed = [step.decision for step in route.steps if step.kind == "exempt" and step.decision is not None]
    for group in either_of(decision for decision in claimed if decision.status is Status.GRANTED):
        yield sentence("you_get", gives(group, found), Status.GRANTED)
    for decision in claimed:
        if decision.status is Status.CONDITIONAL:
            yield may_get(decision, found)
    award = next((step for step in reversed(route.steps) if step.kind == "award"), None)
    title = name_of(award.title if award else target.title)
    may = Status.CONDITIONAL if route.conditional else Status.GRANTED
    cost = _cost(route)
    hours = Message("answer.hours", count=route.hours.value) if route.hours.value else None
    spent: list[Argument] = [one for one in (cost, hours) if one is not None]
    if route.finish is None:
        if not spent:
            return
        said = Message("answer.had-for", title=title, spent=listed(spent))
    elif spent:
        said = Message("answer.finish-for", title=title, day=route.finish, spent=listed(spent))
    else:
        said = Message("answer.finish", title=title, day=route.finish)
    yield sentence("you_get", said, may)


def _cost(route: Route) -> Listed | None:
    total = route.cost.net if route.cost.net is not None else route.cost.gross
    return listed([Money(money.amount, money.currency) for money in total]) if total else None


def _you_need(route: Route, found: Found) -> Iterator[Sentence]:
    seen: dict[Needed, Code] = {}
    for step in route.steps:
        if need := _entry(step):
            programme = step.decision.programme if step.decision else None
            seen.setdefault(need, programme.code if programme else step.code)
    for need, code in seen.items():
        yield says_needed(need, shows_entry(code, found))


def _entry(step: Step) -> Needed | None:
    if step.decision is not None:
        return also_needed(step.decision)
    if step.entry in {None, EntryStanding.MET} or not step.entry_needs:
        return None
    return entry_needed(name_of(step.title), step.entry_needs, not_met=step.entry is EntryStanding.NOT_MET)


def _to_study(route: Route, target: Programme) -> Iterator[Sentence]:
    studied = [step for step in route.steps if step.kind == "study"]
    blocks = [step for step in studied if step.code == target.code]
    others = [step for step in studied if step.code != target.code]
    if others:
        titles = named([name_of(step.title) for step in others])
        yield sentence("to_study", Message("answer.to-study", count=len(others), titles=titles))
    if blocks:
        programme, exempt = name_of(target.title), any(step.kind == "exempt" for step in route.steps)
        rest, whole = (
            Message("answer.to-study-rest", programme=programme),
            Message("answer.to-study-all", programme=programme),
        )
        yield sentence("to_study", rest if exempt else whole)


def _typical(typical: Typical) -> Message | None:
    figures = list(typical_in_words(typical))
    if not figures:
        return None
    sources: list[Argument] = [source.title for source in typical.sources if source.relation == "states"]
    return Message("answer.typical", figures=listed(figures, "comma"), sources=listed(sources[:1]))


def _not_published(route: Route, target: Programme, found: Found) -> Iterator[Sentence]:
    """Say in one line what nobody published."""
    by = [one for code in target.offered_by if (one := found.institutions.get(code))]
    missing: list[Argument] = []
    if any(not step.dates_published for step in route.steps):
        missing.append(Message("answer.missing-dates"))
    if any(step.cost.gross is None for step in route.steps):
        missing.append(Message("answer.missing-fee"))
    if any(step.hours.value is None for step in route.steps):
        missing.append(Message("answer.missing-hours"))
    if any(step.kind == "study" and step.code == target.code for step in route.steps):
        missing.append(Message("answer.missing-modules"))
    if missing and by:
        message = Message("answer.not-published-by", institutions=institutions_named(by), missing=listed(missing, "or"))
        yield sentence("unclear", message)


def _unclear(route: Route) -> Iterator[Sentence]:
    if route.doubts:
        yield sentence("unclear", Message("answer.unclear", count=len({doubt.name for doubt in route.doubts})))

"""What do these holdings exempt?"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from stackways.pathways.described import placed
from stackways.pathways.former_codes import Renumbered, by_present_codes
from stackways.pathways.found import Found, found_in, near_ones, speaks_of, unknown_code
from stackways.pathways.question import (
    Question,
    UnknownCodeError,
    UnknownDoubtError,
    WrongKindError,
    raise_all,
)
from stackways.pathways.summary.accounted import Accounted, account_for
from stackways.pathways.summary.exemptions import summary_of_exemptions
from stackways.pathways.summary.sentence import Sentence
from stackways.rules.attempts import as_graded, scales_of
from stackways.rules.base import Code, Model
from stackways.rules.caps import CapFound, under_caps
from stackways.rules.catalogue import Credential
from stackways.rules.decision import Decision, Status, Target, best_first
from stackways.rules.holdings import Reading as DoubtReading
from stackways.rules.kinds.cap import Cap
from stackways.rules.kinds.exception import RuleException
from stackways.rules.recognise import decide, grants_of, nobody_published
from stackways.rules.selection import is_member
from stackways.rules.situation import Situation
from stackways.rules.tiers import with_tiers_told, without_lower_tiers

if TYPE_CHECKING:
    from stackways.graph.driver import Reading
    from stackways.rules.holdings import Holding
    from stackways.rules.kinds.recognition import Grant, Recognition


class ExemptionsQuestion(Question):
    """Holdings, and optionally where they should count."""

    towards: Code | None = None
    """A programme, module or institution."""


class Exemptions(Model):
    """Decisions, granted ones first."""

    as_of: dt.date
    """The day the question was asked for."""
    reading: DoubtReading
    """How what is unclear in the sources was read."""
    decisions: list[Decision]
    """A decision for each rule that speaks of what is held, recognised ones first."""
    caps: list[CapFound] = []
    """What several decisions give together in one programme, where a published rule caps it."""
    unmatched: list[str] = []
    """Holdings that no published rule in the catalogue speaks of."""
    renumbered: list[Renumbered] = []
    """What was named by a code that it had before, and what has it now."""
    summary: list[Sentence] = []
    """The answer in a few sentences: what you get, what you also need, what does not count."""
    holdings: list[Accounted] = []
    """What becomes of each thing that is held, in the order given."""


MOST_ELSEWHERE = 5
"""How many other places where something would count are named."""


async def find_exemptions(reader: Reading, question: ExemptionsQuestion) -> Exemptions:
    """Decide every rule that speaks of the holdings.

    Where nothing published speaks of what is held towards the module or programme asked for, one decision says that
    this is unknown.

    Raises:
        UnknownCodeError: a holding, `towards` or a doubt read is not in the catalogue, or is illustrative without that
            being asked for.
        WrongKindError: `towards` is a credential.
    """
    return await by_present_codes(reader, question, _find_exemptions)


async def _find_exemptions(reader: Reading, question: ExemptionsQuestion) -> Exemptions:
    question = await placed(reader, question)
    decided = await _decided(reader, question)
    found, decisions = decided.found, decided.decisions
    used = {name for versions in found.recognitions.values() for rule in versions
            for name in speaks_of(rule, question.holdings, found.items)}  # fmt: skip
    unmatched = [holding for holding in question.holdings if holding.name not in used]
    elsewhere = await _where_else(reader, question, unmatched) if question.towards and unmatched else {}
    accounted = list(account_for(question, found, decisions, elsewhere))
    return Exemptions(
        as_of=question.day,
        reading=question.reading,
        decisions=decisions,
        caps=decided.caps,
        unmatched=[holding.name for holding in unmatched],
        summary=summary_of_exemptions(without_lower_tiers(decisions), accounted, found),
        holdings=accounted,
    )


@dataclass(frozen=True)
class _Decided:
    """What was decided, and from what was found."""

    found: Found
    decisions: list[Decision]
    caps: list[CapFound]


async def _decided(reader: Reading, question: ExemptionsQuestion) -> _Decided:
    """Decide every rule that speaks of the holdings; raises as `find_exemptions`."""
    rows = await reader.read(
        "exemptions",
        codes=[holding.code for holding in question.holdings if holding.code],
        described=any(holding.described for holding in question.holdings),
        towards=question.towards,
        learner=question.learner.pseudonym,
        illustrative=question.illustrative,
    )
    row = rows[0]
    found = found_in(row, reader.version).excepted_for(question, question.towards)
    towards = (question.towards, "/towards", row["asked"] is not None)
    await must_be_known(reader, question, found, row["held"], named=[towards])
    if question.towards and isinstance(found.items.get(question.towards), Credential):
        raise WrongKindError(question.towards, "/towards", "credential", "recogniser")
    situation = situation_of(question, found)
    decisions = list(decisions_of(found, situation, ways_of(row)))
    if question.towards is None:  # what is waived for everybody is told where it is asked about
        everybodys = {rule.name for rule in RuleException.among(found.rules) if rule.learner is None}
        decisions = [one for one in decisions if one.used or one.rule not in everybodys]
    elif found.exceptions:
        decisions = [one for one in decisions if one.exception is None or _is_in(one, question.towards, found)]
    target = found.items.get(question.towards or "")
    if not decisions and target is not None:
        decisions = [nobody_published(target, [target.code], situation, found.knowledge)]
    rules = Cap.among(found.rules)
    exceptions = [one for one in decisions if one.exception is not None]
    decisions, caps = under_caps([one for one in decisions if one.exception is None], rules, situation, found.knowledge)
    decisions += exceptions
    decisions = with_tiers_told(decisions)
    return _Decided(found, best_first(decisions), caps)


def _is_in(decision: Decision, asked: Code, found: Found) -> bool:
    """Tell whether an exception is in the programme, at the institution or of the thing asked about."""
    target, programme = found.items.get(decision.target.code), decision.programme
    within = programme is not None and is_member(asked, programme.code, found.items) is True
    return asked == decision.target.code or within or (target is not None and asked in target.offered_by)


async def _where_else(
    reader: Reading, question: ExemptionsQuestion, holdings: Sequence[Holding]
) -> Mapping[str, Sequence[Target]]:
    """Return where things that count nowhere in what was asked about would count, by what is held."""
    asked = question.model_copy(update={"holdings": list(holdings), "towards": None})
    answer = await _decided(reader, asked)
    places: dict[str, dict[Code, Target]] = defaultdict(dict)
    for decision in answer.decisions:
        if decision.status in {Status.GRANTED, Status.CONDITIONAL}:
            for name in decision.used:
                places[name].setdefault(decision.target.code, decision.target)
    return {name: list(found.values())[:MOST_ELSEWHERE] for name, found in places.items()}


def situation_of(question: Question, found: Found) -> Situation:
    """Return the situation in which the question's rules are judged."""
    said = [holding.said_on(question.said_on) for holding in question.holdings]
    return Situation(
        day=question.day,
        holdings=as_graded(said, found.gradings, found.items, question.day),
        learner=question.learner,
        reading=question.reading,
        items=found.items,
        institutions=found.institutions,
        validities=found.validities,
        scales=scales_of(found.gradings),
    )


Ways = Mapping[tuple[Code, Code], Sequence[Sequence[Code]]]
"""The codes from a granted target to each programme it leads to, by rule (without version) and target."""


def decisions_of(found: Found, situation: Situation, ways: Ways) -> Iterator[Decision]:
    """Yield the decision on each grant of each rule that speaks of what is held, one for each way it leads.

    Where a grant gives the credits that a thing carries, each thing has a decision of its own.
    """
    for versions in found.recognitions.values():
        speaking = any(speaks_of(rule, situation.holdings, found.items) for rule in versions)
        if not (speaking or versions[-1].asks_nothing):
            continue
        for grant in grants_of(versions):
            for path in ways.get((versions[-1].code, grant.target), [()]):
                for apart in _apart(versions, grant, situation, found):
                    yield decide(versions, grant, apart, found.knowledge, path)


def _apart(versions: Sequence[Recognition], grant: Grant, situation: Situation, found: Found) -> Iterator[Situation]:
    """Yield the situation with each thing alone of which a grant gives the credits that it carries, else as it is."""
    named = {code for rule in versions for code in rule.needs.codes()}
    if not grant.own_credits or len(named) > 1:
        yield situation
        return
    telling = [one for one in situation.holdings if any(speaks_of(rule, [one], found.items) for rule in versions)]
    for holding in telling:
        yield situation.but(holdings=[holding])


def ways_of(row: Mapping[str, Any]) -> Ways:
    """Return the codes from each granted target to its programmes, by rule and target."""
    ways: dict[tuple[Code, Code], list[list[Code]]] = defaultdict(list)
    for way in row["paths"]:
        known = ways[way["rule"].partition("@")[0], way["codes"][0]]
        if way["codes"] not in known:
            known.append(way["codes"])
    return ways


async def must_be_known(  # noqa: PLR0913 - what a question names, and what is known of it
    reader: Reading,
    question: Question,
    found: Found,
    known: list[Code],
    *,
    named: Iterable[tuple[Code | None, str, bool]] = (),
    also: Iterable[UnknownCodeError] = (),
) -> None:
    """Raise UnknownCodeError where something named is not in the catalogue, or may not be used; it knows every one.

    Args:
        reader: Where to look.
        question: Its holdings, and the doubts that it reads, are looked at.
        found: What was found.
        known: The codes of holdings that the catalogue has.
        named: What else the question names: the code, where it stands, and whether the catalogue has it.
        also: What else is known to be wrong.
    """
    illustrative = question.illustrative
    asked = [
        *((one.code, f"/holdings/{at}/code", one.code in known) for at, one in enumerate(question.holdings)),
        *named,
    ]
    unknown: list[UnknownCodeError] = []
    for code, field, is_known in asked:
        if code is None:
            continue
        if not is_known:
            unknown.append(await unknown_code(reader, code, field, illustrative=illustrative))
            continue
        try:
            found.must_be_published(code, field, illustrative=illustrative)
        except UnknownCodeError as error:
            unknown.append(error)
    if isinstance(question.reading, dict) and question.reading:
        rows = await reader.read("doubts", illustrative=illustrative)
        doubts = [row["name"] for row in rows]
        unknown += [UnknownDoubtError(name, near_ones(name, doubts)) for name in question.reading if name not in doubts]
    raise_all([*unknown, *also])

"""What do these holdings exempt?"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from stackways.pathways.found import Found, found_in, speaks_of, unknown_code
from stackways.pathways.question import Question
from stackways.rules.base import Code, Model
from stackways.rules.decision import Decision, Status
from stackways.rules.holdings import Reading as DoubtReading
from stackways.rules.recognise import decide, nobody_published
from stackways.rules.situation import Situation

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from stackways.graph.driver import Reading

ORDER = {Status.GRANTED: 0, Status.CONDITIONAL: 1, Status.REFUSED: 2, Status.UNKNOWN: 3}
"""What a learner looks for first."""


class ExemptionsQuestion(Question):
    """Holdings, and optionally where they should count."""

    towards: Code | None = None
    """A programme, module or institution."""


class Exemptions(Model):
    """Decisions, granted ones first."""

    as_of: dt.date
    reading: DoubtReading
    decisions: list[Decision]
    unmatched: list[str] = []
    """Holdings that no published rule in the catalogue speaks of."""


async def find_exemptions(reader: Reading, question: ExemptionsQuestion) -> Exemptions:
    """Decide every rule that speaks of the holdings.

    Raises:
        UnknownCodeError: a holding or `towards` is not in the catalogue.
    """
    rows = await reader.read(
        "exemptions",
        codes=[holding.code for holding in question.holdings if holding.code],
        described=any(holding.described for holding in question.holdings),
        towards=question.towards,
        illustrative=question.illustrative,
    )
    row = rows[0]
    await must_be_known(reader, question, row["held"])
    if question.towards and row["asked"] is None:
        raise await unknown_code(reader, question.towards, "/towards")
    found = found_in(row)
    situation = situation_of(question, found)
    decisions = list(decisions_of(found, situation, ways_of(row)))
    target = found.items.get(question.towards or "")
    if not decisions and target is not None:
        path = [question.holdings[0].name, target.code] if question.holdings else [target.code]
        decisions = [nobody_published(target, path, situation, found.knowledge)]
    used = {name for versions in found.recognitions.values() for rule in versions
            for name in speaks_of(rule, question.holdings, found.items)}  # fmt: skip
    return Exemptions(
        as_of=question.day,
        reading=question.reading,
        decisions=sorted(decisions, key=lambda d: (ORDER[d.status], d.target.code, d.rule or "")),
        unmatched=[holding.name for holding in question.holdings if holding.name not in used],
    )


def situation_of(question: Question, found: Found) -> Situation:
    """Return the situation in which the question's rules are judged."""
    return Situation(
        day=question.day,
        holdings=question.holdings,
        learner=question.learner,
        reading=question.reading,
        items=found.items,
        validities=found.validities,
    )


def decisions_of(found: Found, situation: Situation, ways: Mapping[tuple[str, Code], list[Code]]) -> Iterator[Decision]:
    """Yield the decision on each grant of each rule that speaks of what is held."""
    for versions in found.recognitions.values():
        if not any(speaks_of(rule, situation.holdings, found.items) for rule in versions):
            continue
        for grant in versions[-1].grants:
            path = ways.get((versions[-1].code, grant.target), [grant.target])
            yield decide(versions, grant, situation, found.knowledge, path)


def ways_of(row: Mapping[str, Any]) -> dict[tuple[str, Code], list[Code]]:
    """Return the codes from each granted target to its programme, by rule and target."""
    return {(way["rule"].partition("@")[0], way["codes"][0]): way["codes"] for way in row["paths"]}


async def must_be_known(reader: Reading, question: Question, known: list[Code]) -> None:
    """Raise UnknownCodeError for the first holding that the catalogue does not have."""
    for position, holding in enumerate(question.holdings):
        if holding.code and holding.code not in known:
            raise await unknown_code(reader, holding.code, f"/holdings/{position}/code")

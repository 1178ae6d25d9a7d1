"""What is recognised towards a module or programme?"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from stackways.pathways.find_exemptions import ways_of
from stackways.pathways.found import Found, found_in, shown, unknown_code
from stackways.pathways.question import ItemShown, WrongKindError
from stackways.rules.base import Code, Model
from stackways.rules.catalogue import Credential
from stackways.rules.decision import Decision
from stackways.rules.holdings import Holding
from stackways.rules.recognise import decide
from stackways.rules.situation import Situation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from stackways.graph.driver import Reading


class Recognised(Model):
    """What counts towards a module or programme, or towards anything inside it by a rule within it."""

    as_of: dt.date
    item: ItemShown
    decisions: list[Decision]
    """One for each rule and grant, decided for someone who attains what it needs on the day asked for."""


async def what_is_recognised(reader: Reading, code: Code, as_of: dt.date, *, illustrative: bool = False) -> Recognised:
    """Return what is recognised towards a module or programme.

    Raises:
        UnknownCodeError: the catalogue does not have it.
        WrongKindError: it is an institution or a credential.
    """
    row = (await reader.read("recognised", code=code, illustrative=illustrative))[0]
    if row["found"] is None:
        raise await unknown_code(reader, code, "code")
    found = found_in(row)
    item = found.items.get(code)
    if item is None or isinstance(item, Credential):
        kind = "credential" if item else "institution"
        raise WrongKindError(code, "code", kind, "module or programme; `stackways opens` tells what a credential opens")
    ways = ways_of(row)
    decisions = [
        decision
        for decision in without_a_holder(found, as_of, ways)
        if (decision.rule or "").partition("@")[0] in {rule for rule, _ in ways} and code in decision.path
    ]
    return Recognised(as_of=as_of, item=shown(item), decisions=decisions)


def without_a_holder(
    found: Found,
    as_of: dt.date,
    ways: Mapping[tuple[str, Code], list[Code]],
    held: Iterable[Code] | None = None,
) -> Iterator[Decision]:
    """Yield the decision on each grant of each rule, for someone of whom nothing else is known.

    They attain what the rule needs on the day asked for; where `held` is given, of that only what is in it.
    """
    for versions in found.recognitions.values():
        codes = dict.fromkeys(code for rule in versions for code in rule.needs.codes())
        holdings = [Holding(code=code, attained_on=as_of) for code in (codes if held is None else held)]
        situation = Situation(as_of, holdings, items=found.items, validities=found.validities)
        for grant in versions[-1].grants:
            path = ways.get((versions[-1].code, grant.target), [grant.target])
            yield decide(versions, grant, situation, found.knowledge, path)

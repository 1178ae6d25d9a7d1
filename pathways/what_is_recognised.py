"""What is recognised towards a module or programme?"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from stackways.pathways.find_exemptions import Ways, ways_of
from stackways.pathways.found import Found, found_in, shown, speaks_of, unknown_code
from stackways.pathways.question import ItemShown, WrongKindError
from stackways.rules.base import Code, Model
from stackways.rules.catalogue import Credential
from stackways.rules.decision import Decision, Status
from stackways.rules.holdings import Holding
from stackways.rules.recognise import decide, grants_of
from stackways.rules.situation import Situation

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence

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
        UnknownCodeError: the catalogue does not have it, or it is illustrative and that was not asked for.
        WrongKindError: it is an institution or a credential.
    """
    row = (await reader.read("recognised", code=code, illustrative=illustrative))[0]
    if row["found"] is None:
        raise await unknown_code(reader, code, "code", illustrative=illustrative)
    found = found_in(row, reader.version)
    item = found.items.get(code)
    if item is None or isinstance(item, Credential):
        kind = "credential" if item else "institution"
        raise WrongKindError(code, "code", kind, "module or programme; `stackways opens` tells what a credential opens")
    found.must_be_published(code, "code", illustrative=illustrative)
    ways = ways_of(row)
    decisions = without_a_holder(found, as_of, targets=ways.keys(), ways=ways)
    return Recognised(as_of=as_of, item=shown(item), decisions=list(decisions))


def without_a_holder(
    found: Found,
    as_of: dt.date,
    *,
    held: Iterable[Code] | None = None,
    targets: Container[tuple[Code, Code]] | None = None,
    ways: Ways | None = None,
) -> Iterator[Decision]:
    """Yield the decisions of each rule for someone of whom nothing else is known than what they attain that day.

    One for each thing that counts alone; where nothing does, one for someone who attains all of it.

    Args:
        found: The rules, and the entries they name.
        as_of: The day asked for, on which everything is attained.
        held: What is attained; everything that a rule names unless given.
        targets: The grants asked for, as (rule without version, target); all unless given.
        ways: The way from each granted target to its programme, where that is known.
    """

    def someone(holdings: Sequence[Holding]) -> Situation:
        return Situation(as_of, holdings, items=found.items, validities=found.validities)

    for versions in found.recognitions.values():
        named = dict.fromkeys(code for rule in versions for code in rule.needs.codes())
        attained = [Holding(code=code, attained_on=as_of) for code in (named if held is None else held)]
        telling = [one for one in attained if any(speaks_of(rule, [one], found.items) for rule in versions)]
        if not telling and (named or held is not None):
            continue  # a rule that names nothing rests on conditions alone, and is told to everyone
        for grant in grants_of(versions):
            key = versions[-1].code, grant.target
            if targets is not None and key not in targets:
                continue
            path = (ways or {}).get(key, [()])[0]
            alone = [decide(versions, grant, someone([one]), found.knowledge, path) for one in telling]
            counting = [decision for decision in alone if decision.status is not Status.REFUSED]
            yield from counting or [decide(versions, grant, someone(telling), found.knowledge, path)]

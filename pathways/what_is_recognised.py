"""What is recognised towards a module or programme?"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from stackways.pathways.find_exemptions import ways_of
from stackways.pathways.found import Found, found_in, shown, speaks_of, unknown_code
from stackways.pathways.question import ItemShown, WrongKindError
from stackways.rules.base import Code, Model
from stackways.rules.catalogue import Credential
from stackways.rules.decision import Decision, Status
from stackways.rules.holdings import Holding
from stackways.rules.recognise import decide
from stackways.rules.situation import Situation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from stackways.graph.driver import Reading
    from stackways.rules.kinds.recognition import Grant, Recognition


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
    """Yield the decisions of each rule for someone of whom nothing else is known than what they attain that day.

    One for each thing that counts alone; where nothing does, one for someone who attains all of it. Where `held` is
    given, only what is in it (or belongs to a class the rule names) is attained.
    """
    for versions in found.recognitions.values():
        named = dict.fromkeys(code for rule in versions for code in rule.needs.codes())
        attained = [Holding(code=code, attained_on=as_of) for code in (named if held is None else held)]
        telling = [one for one in attained if any(speaks_of(rule, [one], found.items) for rule in versions)]
        for grant in versions[-1].grants:
            path = ways.get((versions[-1].code, grant.target), [grant.target])
            alone = [_decide(versions, grant, [one], as_of, found, path) for one in telling]
            counting = [decision for decision in alone if decision.status is not Status.REFUSED]
            yield from counting or [_decide(versions, grant, telling, as_of, found, path)]


def _decide(  # noqa: PLR0913, PLR0917 - a rule, what is held, and where to look things up
    versions: Sequence[Recognition],
    grant: Grant,
    holdings: Sequence[Holding],
    as_of: dt.date,
    found: Found,
    path: Sequence[Code],
) -> Decision:
    situation = Situation(as_of, holdings, items=found.items, validities=found.validities)
    return decide(versions, grant, situation, found.knowledge, path)

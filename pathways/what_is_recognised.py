"""What is recognised towards a module or programme?"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from stackways.pathways.find_exemptions import Ways, ways_of
from stackways.pathways.former_codes import Renumbered, present_codes
from stackways.pathways.found import Found, found_in, shown, unknown_code
from stackways.pathways.question import ItemShown, WrongKindError
from stackways.rules.base import Code, Model
from stackways.rules.caps import CapFound, Total, totals_of, under_caps
from stackways.rules.catalogue import Credential
from stackways.rules.decision import Decision, Status, best_first
from stackways.rules.holdings import Holding
from stackways.rules.kinds.cap import Cap
from stackways.rules.recognise import decide, grants_of
from stackways.rules.selection import is_member
from stackways.rules.situation import Situation

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Container, Iterable, Iterator, Sequence

    from stackways.graph.driver import Reading
    from stackways.rules.kinds.recognition import Grant, Recognition


class Recognised(Model):
    """What counts towards a module or programme, or towards anything inside it by a rule within it."""

    as_of: dt.date
    """The day the question was asked for."""
    item: ItemShown
    """What it is recognised towards."""
    renumbered: Renumbered | None = None
    """Where it was asked for by a code that it had before."""
    decisions: list[Decision]
    """One for each rule and grant, decided for someone who attains what it needs on the day asked for."""
    caps: list[CapFound] = []
    """What all of it together comes to in one programme, where a published rule caps it."""


async def what_is_recognised(reader: Reading, code: Code, as_of: dt.date, *, illustrative: bool = False) -> Recognised:
    """Return what is recognised towards a module or programme.

    Raises:
        UnknownCodeError: the catalogue does not have it, or it is illustrative and that was not asked for.
        WrongKindError: it is an institution or a credential.
    """
    row = (await reader.read("recognised", code=code, illustrative=illustrative))[0]
    if row["found"] is None:
        now = await present_codes(reader, [code], illustrative=illustrative)
        if code not in now:
            raise await unknown_code(reader, code, "code", illustrative=illustrative)
        present, said = now[code]
        told = await what_is_recognised(reader, present, as_of, illustrative=illustrative)
        return told.model_copy(update={"renumbered": Renumbered(former=code, code=present, message=said)})
    found = found_in(row, reader.version)
    item = found.items.get(code)
    if item is None or isinstance(item, Credential):
        kind = "credential" if item else "institution"
        raise WrongKindError(code, "code", kind, "module-or-programme")
    found.must_be_published(code, "code", illustrative=illustrative)
    ways = ways_of(row)
    supposed = without_a_holder(found, as_of, targets=ways.keys(), ways=ways)
    return Recognised(as_of=as_of, item=shown(item), decisions=supposed.each, caps=supposed.caps)


@dataclass(frozen=True)
class Supposed:
    """What is decided for someone of whom nothing else is known than what they attain on a day."""

    each: list[Decision]
    """Of each rule and grant one for each thing that counts alone; where nothing does, one for all of it."""
    caps: list[CapFound]
    """What it comes to in one programme, for someone who attains everything, where a published rule caps it."""
    totals: list[Total]
    """The most in each unit and certainty, for someone who attains everything."""


def without_a_holder(
    found: Found,
    as_of: dt.date,
    *,
    held: Iterable[Code] | None = None,
    targets: Container[tuple[Code, Code]] | None = None,
    ways: Ways | None = None,
) -> Supposed:
    """Decide each rule for someone of whom nothing else is known than what they attain that day.

    Args:
        found: The rules, and the entries they name.
        as_of: The day asked for, on which everything is attained.
        held: What is attained; everything that a rule names unless given.
        targets: The grants asked for, as (rule without version, target); all unless given.
        ways: The way from each granted target to its programme, where that is known.
    """
    caps = Cap.among(found.rules)
    asked = list(_asked(found, held, targets))

    @cache
    def someone(attained: tuple[Code, ...]) -> Situation:
        holdings = [Holding(code=code, attained_on=as_of) for code in attained]
        return Situation(
            as_of, holdings, items=found.items, institutions=found.institutions, validities=found.validities
        )

    def decided(one: _Asked, attained: tuple[Code, ...]) -> Decision:
        path = (ways or {}).get((one.versions[-1].code, one.grant.target), [()])[0]
        return decide(one.versions, one.grant, someone(attained), found.knowledge, path)

    each: list[tuple[tuple[Code, ...], Decision]] = []
    together: list[Decision] = []
    for one in asked:
        alone = [((code,), decided(one, (code,))) for code in one.telling]
        everything = alone[0][1] if len(alone) == 1 else decided(one, one.telling)
        together.append(everything)
        counting = [(attained, decision) for attained, decision in alone if decision.status is not Status.REFUSED]
        each += counting or [(one.telling, everything)]
    everyone = someone(tuple(dict.fromkeys(code for one in asked for code in one.telling)))
    return Supposed(
        each=best_first(_each_under_caps(each, caps, someone, found)),
        caps=under_caps(together, caps, everyone, found.knowledge)[1],
        totals=totals_of(together, caps, everyone, found.knowledge),
    )


def _each_under_caps(
    each: Sequence[tuple[tuple[Code, ...], Decision]],
    caps: Sequence[Cap],
    someone: Callable[[tuple[Code, ...]], Situation],
    found: Found,
) -> list[Decision]:
    """Return decisions with what caps say of all that one and the same thing gives."""
    decisions = [decision for _, decision in each]
    by_thing: dict[tuple[Code, ...], list[int]] = defaultdict(list)
    for position, (attained, _) in enumerate(each):
        by_thing[attained].append(position)
    for attained, positions in by_thing.items():
        marked, _ = under_caps([decisions[at] for at in positions], caps, someone(attained), found.knowledge)
        for position, decision in zip(positions, marked, strict=True):
            decisions[position] = decision
    return decisions


@dataclass(frozen=True)
class _Asked:
    """One grant of a rule, and what is attained of that of which the rule speaks."""

    versions: Sequence[Recognition]
    grant: Grant
    telling: tuple[Code, ...]


def _asked(found: Found, held: Iterable[Code] | None, targets: Container[tuple[Code, Code]] | None) -> Iterator[_Asked]:
    """Yield each grant that is asked for, of the rules that speak of what is attained."""
    attained = None if held is None else {code: at for at, code in enumerate(held)}
    belonging: dict[Code, list[Code]] = {}
    for versions in found.recognitions.values():
        named = dict.fromkeys(code for rule in versions for code in rule.needs.codes())
        telling = tuple(named)
        if attained is not None:
            for code in named.keys() - belonging.keys():
                belonging[code] = _that_may_be(code, attained, found)
            telling = tuple(sorted({one for code in named for one in belonging[code]}, key=attained.__getitem__))
        if not telling and (named or attained is not None):
            continue  # a rule that names nothing rests on conditions alone, and is told to everyone
        for grant in grants_of(versions):
            if targets is None or (versions[-1].code, grant.target) in targets:
                yield _Asked(versions, grant, telling)


def _that_may_be(code: Code, attained: Collection[Code], found: Found) -> list[Code]:
    """Return what is attained that may be the entry or a member of the class."""
    item = found.items.get(code)
    if item is None or item.members is None:
        return [code] if code in attained else []
    return [one for one in attained if is_member(one, code, found.items) is not False]

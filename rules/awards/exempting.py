"""From what holdings exempt, rule by rule, and where in an award that counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

from stackways.rules.decision import Status
from stackways.rules.exemption import Exemption
from stackways.rules.recognise import amount_of, grants_of, may_be_meant, recognised
from stackways.rules.selection import is_member

if TYPE_CHECKING:
    from stackways.rules.base import Code
    from stackways.rules.catalogue import Programme
    from stackways.rules.effects import Effects
    from stackways.rules.kinds.recognition import Grant, Recognition
    from stackways.rules.situation import Situation

SPARING = ("exemption", "specified_credit")
"""The outcomes after which the target need not be taken."""
MOST_TOGETHER = 4
"""How many holdings that bring about one exemption together are looked at; of more, those that the rule used."""
MOST_LOOKED_AT = 256
"""How many sets of holdings are looked at for one exemption."""


def exemptions_of(recognitions: Mapping[Code, Sequence[Recognition]], situation: Situation) -> Iterator[Exemption]:
    """Yield what the holdings exempt from, certainly or perhaps: for each rule, once for each way to bring it about."""
    for versions in recognitions.values():
        telling = [
            at
            for at, holding in enumerate(situation.holdings)
            if any(may_be_meant(rule, holding, situation.items) for rule in versions)
        ]
        for grant in grants_of(versions) if telling or versions[-1].asks_nothing else ():
            if grant.outcome in SPARING:
                yield from _brought_about(versions, grant, telling, situation)


def _brought_about(
    versions: Sequence[Recognition], grant: Grant, telling: Sequence[int], situation: Situation
) -> Iterator[Exemption]:
    """Yield an exemption for each smallest set of holdings that brings it about."""
    if recognised(versions, grant, situation).status not in (Status.GRANTED, Status.CONDITIONAL):
        return
    smallest: dict[Status, list[set[int]]] = {Status.GRANTED: [], Status.CONDITIONAL: []}
    for number, chosen in enumerate(_sets(telling)):
        if number >= MOST_LOOKED_AT:
            return
        if any(one.issubset(chosen) for one in smallest[Status.GRANTED]):
            continue
        alone = situation.but(holdings=[situation.holdings[at] for at in chosen])
        answer = recognised(versions, grant, alone)
        if answer.status not in smallest or any(one.issubset(chosen) for one in smallest[answer.status]):
            continue
        smallest[answer.status].append(set(chosen))
        own = next(g for g in answer.rule.grants if (g.target, g.outcome) == (grant.target, grant.outcome))
        amount, unit = amount_of(own, answer.verdict.used, alone)
        yield Exemption(
            code=grant.target,
            rule=answer.rule.name,
            rests_on=frozenset(chosen),
            effects=effects_of(answer.rule.effects, grant.outcome),
            certain=answer.status is Status.GRANTED,
            reasons=answer.verdict.reasons if answer.status is Status.CONDITIONAL else (),
            amount=amount,
            unit=unit if amount is not None else None,
            within=answer.rule.within,
            either=answer.rule.either,
            exception=answer.rule.exception is not None,
        )


def effects_of(effects: Effects, outcome: str) -> Effects:
    """Return what a grant does besides: credit for a unit is credit, unless the rule says otherwise."""
    if outcome == "specified_credit" and effects.earns_credit == "not-stated":
        return effects.model_copy(update={"earns_credit": "yes"})
    return effects


def _sets(telling: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Yield sets of some holdings, small ones first, and all of them."""
    for size in range(min(len(telling), MOST_TOGETHER) + 1):
        yield from combinations(telling, size)
    if len(telling) > MOST_TOGETHER:
        yield tuple(telling)


def counting_in(
    programme: Programme,
    inner: Iterable[Code],
    exemptions: Iterable[Exemption],
    situation: Situation,
) -> Iterator[Exemption]:
    """Yield the exemptions that count in an award, or in a programme inside it, with where that is."""
    items = situation.items
    for one in exemptions:
        inside: frozenset[Code] | None = None
        if one.within is not None and not is_member(programme.code, one.within, items):
            inside = frozenset(code for code in inner if is_member(code, one.within, items))
            if not inside:
                continue
        yield replace(one, inside=inside)

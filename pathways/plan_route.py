"""What is the way from what is held to a target?

The first form: the shortest exemption and stacking paths, what each grants until when, and what remains to be studied.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from stackways.pathways.find_exemptions import decisions_of, must_be_known, situation_of
from stackways.pathways.found import Found, found_in, unknown_code
from stackways.pathways.question import Question, WrongKindError
from stackways.planner.outline import Stage, outline
from stackways.planner.route import Limits, Objective, Route
from stackways.rules.base import Code, Day, Model, Titles
from stackways.rules.catalogue import Programme
from stackways.rules.holdings import Holding, HoldingStatus

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from stackways.graph.driver import Reading
    from stackways.rules.decision import Decision
    from stackways.rules.situation import Situation

DEPTH = 8
"""How many edges a way may have at most."""
WAYS = 5
"""How many ways for each thing held are looked at."""


class RouteQuestion(Question):
    """A target and limits."""

    target: Code
    start: Day | None = None
    """The first day of study; the day asked for unless given."""
    optimise: Annotated[list[Objective], Field(max_length=4)] = []
    limits: Limits = Limits()
    funding: Annotated[list[Code], Field(max_length=20)] = []
    alternatives: Annotated[int, Field(ge=1, le=10)] = 3


class Searched(Model):
    """How far was searched."""

    depth: int
    candidates: int
    complete: bool


class Impossible(Model):
    """Why there is no route."""

    conflict: list[str]
    relaxations: list[str]


class Routes(Model):
    """Routes to a target, best first."""

    as_of: dt.date
    target: Code
    title: Titles
    routes: list[Route]
    searched: Searched
    impossible: Impossible | None


async def plan_route(reader: Reading, question: RouteQuestion) -> Routes:
    """Return routes from what is held to the target: for each chain of awards on a shortest way, its outline.

    Raises:
        UnknownCodeError: a holding or the target is not in the catalogue.
        WrongKindError: the target is no programme.
    """
    budget = question.limits.budget
    row = (
        await reader.read(
            "route",
            codes=[holding.code for holding in question.holdings if holding.code],
            described=any(holding.described for holding in question.holdings),
            target=question.target,
            depth=DEPTH,
            ways=WAYS,
            most_fee=int(budget.amount * 100) if budget else None,
            currency=budget.currency if budget else None,
            illustrative=question.illustrative,
        )
    )[0]
    await must_be_known(reader, question, row["held"])
    if row["found"] is None:
        raise await unknown_code(reader, question.target, "/target")
    found = found_in(row)
    target = found.items.get(question.target)
    if not isinstance(target, Programme):
        kind = type(target).__name__.lower() if target else "institution"
        raise WrongKindError(question.target, "/target", kind, "programme that leads to an award")
    situation = situation_of(question, found)
    chains = chains_of(row["ways"], target, found)
    kept = [chain for chain in chains if _allowed(chain, question.limits)][: question.alternatives]
    routes = [outline(_stages(chain, situation, found), situation, found.knowledge, found.structures) for chain in kept]
    return Routes(
        as_of=question.day,
        target=question.target,
        title=target.title,
        routes=routes,
        searched=Searched(depth=DEPTH, candidates=row["candidates"], complete=False),
        impossible=None if routes else _impossible(chains, question.limits),
    )


def chains_of(ways: Iterable[Sequence[Mapping[str, Any]]], target: Programme, found: Found) -> list[list[Programme]]:
    """Return the awards on each way that must be had one after the other, ending with the target; each chain once.

    A programme on a way is an award of its own where recognition or membership of a class leads on from it; one that
    merely stacks into the next is part of that one's study.
    """
    chains: dict[tuple[Code, ...], list[Programme]] = {}
    for way in ways:
        awards = [
            programme
            for hop in way[1:]
            if hop["edge"] != "STACKS_INTO" and isinstance(programme := found.items.get(hop["start"]), Programme)
        ]
        chain = [*awards, target]
        chains.setdefault(tuple(programme.code for programme in chain), chain)
    # Straight to the target is always a way, even where nothing held helps.
    chains.setdefault((target.code,), [target])
    return sorted(chains.values(), key=len)


def _stages(chain: Sequence[Programme], situation: Situation, found: Found) -> list[Stage]:
    """Return each award with what can be claimed in it, awards of earlier stages taken as attained."""
    stages = []
    for programme in chain:
        decisions = [d for d in decisions_of(found, situation, {}) if _belongs(d, programme, found)]
        stages.append(Stage(programme, decisions))
        award = Holding(code=programme.code, attained_on=situation.day, status=HoldingStatus.PLANNED)
        situation = replace(situation, holdings=[*situation.holdings, award])
    return stages


def _belongs(decision: Decision, programme: Programme, found: Found) -> bool:
    """Tell whether a decision counts in a programme: by its rule, or by its target being a part of it."""
    if decision.programme and decision.programme.code == programme.code:
        return True
    parts = {code for rule in found.structures.get(programme.code, ()) for code in rule.needs.codes()}
    inside = {code for part in parts for rule in found.structures.get(part, ()) for code in rule.needs.codes()}
    within = decision.programme is None or decision.programme.code in parts | {decision.target.code}
    return decision.target.code == programme.code or (within and decision.target.code in parts | inside)


def _allowed(chain: Iterable[Programme], limits: Limits) -> bool:
    """Tell whether every programme is offered by an institution that may be used."""
    offered_by = [set(programme.offered_by) for programme in chain]
    if limits.only and not all(institutions & set(limits.only) for institutions in offered_by):
        return False
    return not any(institutions <= set(limits.avoid) for institutions in offered_by)


def _impossible(chains: Iterable[Iterable[Programme]], limits: Limits) -> Impossible:
    needed = sorted({code for chain in chains for programme in chain for code in programme.offered_by})
    given = [f"only {', '.join(limits.only)}"] if limits.only else []
    given += [f"avoiding {', '.join(limits.avoid)}"] if limits.avoid else []
    conflict = [*given, f"every way found leads through {', '.join(needed)}"]
    return Impossible(conflict=conflict, relaxations=[f"allow {code}" for code in needed])

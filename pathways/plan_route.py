"""What is the way from what is held to a target?

The first form: the shortest exemption and stacking paths, what each grants until when, and what remains to be studied.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from stackways.pathways.find_exemptions import ORDER, decisions_of, must_be_known, situation_of
from stackways.pathways.found import Found, found_in, unknown_code
from stackways.pathways.question import Question, WrongKindError
from stackways.planner.outline import SPARING, Stage, outline
from stackways.planner.route import Cost, Hours, Limits, Objective, Route
from stackways.rules.base import Code, Day, Model, Money, Titles, title_in
from stackways.rules.catalogue import Programme
from stackways.rules.holdings import Holding, HoldingStatus
from stackways.rules.kinds.policy import Policy
from stackways.rules.kinds.structure import Structure
from stackways.rules.selection import is_member

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from stackways.graph.driver import Reading
    from stackways.rules.decision import Decision
    from stackways.rules.kinds.base import RuleBase
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
    """What cannot be had together, in plain words."""
    relaxations: list[str]
    """What each limit that is given up would give."""


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

    The straight way is always among them, even where nothing held helps. Where the target is held already, the one
    route has no steps.

    Raises:
        UnknownCodeError: a holding or the target is not in the catalogue, or illustrative without that being asked for.
        WrongKindError: the target is no programme, or a class of programmes.
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
    found = found_in(row, reader.version)
    await must_be_known(reader, question, found, row["held"])
    if row["found"] is None:
        raise await unknown_code(reader, question.target, "/target", illustrative=question.illustrative)
    found.must_be_published(question.target, "/target", illustrative=question.illustrative)
    target = found.items.get(question.target)
    if not isinstance(target, Programme) or target.is_class:
        kind = type(target).__name__.lower() if target else "institution"
        kind = f"class of {kind}s" if target and target.is_class else kind
        raise WrongKindError(question.target, "/target", kind, "single programme that leads to an award")
    situation = situation_of(question, found)
    held = {h.code for h in question.holdings if h.code and h.status is HoldingStatus.ATTAINED}
    chains = chains_of(row["ways"], target, held, found)
    allowed = [chain for chain in chains if not _barred(chain, question.limits)]
    routes = (
        [_nothing_to_do(target)]
        if target.code in held
        else [outline(_stages(chain, situation, found), found.knowledge, found.structures) for chain in allowed]
    )
    within = [route for route in routes if not _over(route, budget)]
    within.sort(key=lambda route: [_figure(route, objective) for objective in question.optimise])
    unseen = _not_taken_into_account(question)
    return Routes(
        as_of=question.day,
        target=question.target,
        title=target.title,
        routes=[
            route.model_copy(update={"warnings": [*route.warnings, *unseen]})
            for route in within[: question.alternatives]
        ],
        searched=Searched(depth=DEPTH, candidates=row["candidates"], complete=False),
        impossible=None if within else _impossible(target, chains, routes, question.limits),
    )


def chains_of(
    ways: Iterable[Sequence[Mapping[str, Any]]], target: Programme, held: set[Code], found: Found
) -> list[list[Programme]]:
    """Return the awards on each way that must be had one after the other, ending with the target; each chain once.

    A programme on a way is an award of its own where recognition leads on from it, or from a class it belongs to; one
    that merely stacks into the next is part of that one's study. What is held already is no award to be had.
    """
    chains: dict[tuple[Code, ...], list[Programme]] = {}
    for way in ways:
        chain = [
            programme
            for hop, after in zip(way, [*way[1:], None], strict=True)
            if _leads_on(hop, after)
            and isinstance(programme := found.items.get(hop["start"]), Programme)
            and not programme.is_class
            and programme.code not in held
        ]
        chain.append(target)
        chains.setdefault(tuple(programme.code for programme in chain), chain)
    # Straight to the target is always a way, even where nothing held helps.
    chains.setdefault((target.code,), [target])
    return sorted(chains.values(), key=len)


def _leads_on(hop: Mapping[str, Any], after: Mapping[str, Any] | None) -> bool:
    """Tell whether a hop is recognition of what it starts from, as such or as a member of a class."""
    if hop["edge"] == "MEMBER_OF" and after is not None:
        return bool(after["edge"] == "RECOGNISED_TOWARDS")
    return bool(hop["edge"] == "RECOGNISED_TOWARDS")


def _stages(chain: Sequence[Programme], situation: Situation, found: Found) -> list[Stage]:
    """Return each award with what can be claimed in it, awards of earlier stages taken as attained."""
    stages = []
    awards: set[Code] = set()
    for programme in chain:
        decisions = [d for d in decisions_of(found, situation, {}) if _belongs(d, programme, found)]
        # When an earlier award will be had is not planned here, nor is the last day to use it.
        undated = [d.model_copy(update={"claim_by": None}) if awards & {*d.used} else d for d in decisions]
        stages.append(Stage(programme, _each_once(undated), situation, _frameworks_of(programme, found)))
        award = Holding(code=programme.code, attained_on=situation.day, status=HoldingStatus.PLANNED)
        situation = replace(situation, holdings=[*situation.holdings, award])
        awards.add(programme.code)
    return stages


def _belongs(decision: Decision, programme: Programme, found: Found) -> bool:
    """Tell whether a decision counts in a programme: by its rule, or by its target being a part of it."""
    place = decision.programme or decision.target
    if is_member(programme.code, place.code, found.items):
        return True
    parts = _parts(programme, found)
    within = decision.programme is None or decision.programme.code in {*parts, decision.target.code}
    return within and decision.target.code in parts


def _parts(programme: Programme, found: Found) -> set[Code]:
    """Return every code in the programme's trees, at any depth."""
    parts: set[Code] = set()
    pending = [programme.code]
    while pending:
        named = {code for rule in found.structures.get(pending.pop(), ()) for code in rule.needs.codes()}
        pending += named - parts
        parts |= named
    return parts


def _each_once(decisions: Iterable[Decision]) -> list[Decision]:
    """Return one decision for each thing that is spared, the surest and longest; every other decision as it is."""
    ordered = sorted(decisions, key=lambda d: (ORDER[d.status], -(d.claim_by or dt.date.max).toordinal()))
    chosen: dict[object, Decision] = {}
    for decision in ordered:
        spared = decision.outcome is not None and decision.outcome.kind in SPARING
        chosen.setdefault(decision.target.code if spared else (decision.rule, decision.target.code), decision)
    return list(chosen.values())


def _frameworks_of(programme: Programme, found: Found) -> list[RuleBase]:
    """Return what is published of the classes of programmes that this one belongs to, and not of it in particular."""
    spoken_of = ((rule, rule.of if isinstance(rule, Structure) else rule.about) for rule in found.rules)
    return [
        rule
        for rule, codes in spoken_of
        if isinstance(rule, Structure | Policy)
        and programme.code not in codes
        and any(is_member(programme.code, code, found.items) for code in codes)
    ]


def _nothing_to_do(target: Programme) -> Route:
    return Route(
        cost=Cost(gross=[]),
        hours=Hours(value=Decimal(0)),
        proven_optimal=False,
        steps=[],
        warnings=[f"{title_in(target.title)} is held already"],
        doubts=[],
        illustrative=[target.code] if target.illustrative else [],
    )


def _figure(route: Route, objective: Objective) -> tuple[bool, Decimal]:
    """Return what routes are ordered by; known sorts before unknown, and several currencies are unknown."""
    if objective == "steps":
        return False, Decimal(len(route.steps))
    if objective == "hours":
        return route.hours.value is None, route.hours.value or Decimal(0)
    if objective == "cost":
        gross = route.cost.gross
        known = gross is not None and len(gross) <= 1
        return not known, gross[0].amount if known and gross else Decimal(0)
    return True, Decimal(0)


def _not_taken_into_account(question: RouteQuestion) -> list[str]:
    """Return a warning that names what was asked and is not looked at, for a route of this form has no dates."""
    limits = question.limits
    asked = {
        "start": question.start, "funding": question.funding, "finish_by": limits.finish_by,
        "hours_per_week": limits.hours_per_week, "concurrent": limits.concurrent,
        "time": "time" in question.optimise,
    }  # fmt: skip
    named = ", ".join(f"`{name}`" for name, value in asked.items() if value)
    return [f"not taken into account, for the study is not dated yet: {named}"] if named else []


def _barred(chain: Iterable[Programme], limits: Limits) -> list[Code]:
    """Return the institutions that would have to be allowed for every programme to be offered by one that may be."""
    barred: dict[Code, None] = {}
    for programme in chain:
        usable = [code for code in programme.offered_by if code not in limits.avoid]
        if limits.only:
            usable = [code for code in usable if code in limits.only]
        if not usable:
            barred[programme.offered_by[0]] = None
    return list(barred)


def _over(route: Route, budget: Money | None) -> bool:
    """Tell whether the fees that are known exceed the budget."""
    return budget is not None and any(
        fee.currency == budget.currency and fee.amount > budget.amount for fee in route.cost.at_least
    )


def _impossible(
    target: Programme, chains: Sequence[Sequence[Programme]], routes: Sequence[Route], limits: Limits
) -> Impossible:
    """Return which limits stand against every way found, and what giving one up would give."""
    name, budget = title_in(target.title), limits.budget
    if routes and budget:
        fees = [fee for route in routes for fee in route.cost.at_least if fee.currency == budget.currency]
        least = min(fees, key=lambda fee: fee.amount)
        return Impossible(
            conflict=[
                f"the budget is {budget.currency} {budget.amount}",
                f"the known fees of every way found to {name} are at least {least.currency} {least.amount}",
            ],
            relaxations=[f"a budget of {least.currency} {least.amount} covers the fees that are known"],
        )
    needed = {tuple(_barred(chain, limits)): chain for chain in reversed(chains)}
    given = [f"only {_quoted(limits.only)} may be used"] if limits.only else []
    given += [f"{_quoted(limits.avoid)} is to be avoided"] if limits.avoid else []
    through = _quoted(sorted({code for codes in needed for code in codes}))
    relaxations = [
        f"with {_quoted(codes)} allowed: {', then '.join(title_in(programme.title) for programme in needed[codes])}"
        for codes in sorted(needed, key=lambda codes: (len(codes), codes))
    ]
    return Impossible(conflict=[*given, f"every way found to {name} leads through {through}"], relaxations=relaxations)


def _quoted(codes: Iterable[Code]) -> str:
    return ", ".join(f"`{code}`" for code in codes)

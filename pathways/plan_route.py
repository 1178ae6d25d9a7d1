"""What is the way from what is held to a target?

Everything that can matter is read in one query (a second one where a pool is chosen by what its members are like); the
planner finds the routes, dates them, and replays each before it leaves.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from stackways.pathways.described import placed
from stackways.pathways.find_exemptions import ExemptionsQuestion, find_exemptions, must_be_known, situation_of
from stackways.pathways.former_codes import Renumbered, by_present_codes
from stackways.pathways.found import Found, fillers, found_in, is_of_anybody, unknown_code
from stackways.pathways.question import Question, UnknownCodeError, WrongKindError
from stackways.pathways.summary.accounted import Accounted, title_of
from stackways.pathways.summary.limits import LimitChecked, limits_checked
from stackways.pathways.summary.routes import summary_of_no_route, summary_of_route
from stackways.pathways.summary.sentence import Sentence
from stackways.pathways.summary.typical import Typical, typical_of
from stackways.pathways.thinking import thought_out
from stackways.planner.answer.impossible import FAR_MONTHS
from stackways.planner.asked import selections_of
from stackways.planner.funding import schemes_for
from stackways.planner.problem import Problem
from stackways.planner.route import Impossible, Limits, Objective, Route, Variant
from stackways.planner.routes import Planned, plan_routes
from stackways.rules.base import Code, Day, Model, Said, Titles
from stackways.rules.catalogue import Programme
from stackways.rules.decision import ExceptionUsed
from stackways.rules.kinds.award import Award
from stackways.rules.kinds.policy import Policy
from stackways.rules.kinds.structure import Structure
from stackways.rules.periods import Period
from stackways.rules.selection import LookedFor
from stackways.words.message import Message, Published

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from stackways.graph.driver import Reading

DEPTH = 8
"""How many edges a way may have at most."""
WAYS = 5
"""How many ways for each thing held are looked at."""
MOST = 2_000
"""How many entries that may be studied are looked at."""
MOST_FOR_EXEMPTION = 100
"""How many more are looked at that may be studied for an exemption alone."""


class RouteQuestion(Question):
    """A target and limits."""

    target: Code
    """The programme whose award is wanted."""
    start: Day | None = None
    """The first day of study; the day asked for unless given."""
    optimise: Annotated[list[Objective], Field(max_length=4)] = []
    """What is kept small, the most important first; none: every route that is not worse in everything."""
    limits: Limits = Limits()
    """What the route must keep to."""
    funding: Annotated[list[Code], Field(max_length=20)] = []
    """Funding schemes to count on, by code."""
    alternatives: Annotated[int, Field(ge=1, le=10)] = 3
    """How many routes at most."""
    variant: Variant = Variant()
    """Which award of the target, where it has several titles, themes or levels."""
    shown_only: bool = False
    """True when a qualification that is not mentioned is not held, so that what entry asks for must be planned."""


class Searched(Model):
    """How far was searched."""

    depth: int
    """How many steps of stacking were followed."""
    candidates: int
    """How many entries were looked at."""
    complete: bool
    """Whether every published way was looked at."""
    until: dt.date | None = None
    """The last day that was planned for."""
    left_out: list[Said] = []
    """Ways that are not looked at, whatever they would give, in plain words: the first few by name."""


class RouteTold(Route):
    """A route, with what it says in a few sentences."""

    summary: list[Sentence] = []
    """What you get, what you also need, what remains to be studied, what nobody published."""
    limits: list[LimitChecked] = []
    """Every limit given: kept, broken, or not checked and why."""
    exceptions: list[ExceptionUsed] = []
    """The exceptions that it rests on."""


class Routes(Model):
    """Routes to a target, best first."""

    as_of: dt.date
    """The day the question was asked for."""
    target: Code
    """The code of the programme whose award is wanted."""
    title: Titles
    """Its title in each language that it is published in."""
    routes: list[RouteTold]
    """The routes, best first."""
    renumbered: list[Renumbered] = []
    """What was named by a code that it had before, and what has it now."""
    summary: list[Sentence] = []
    """The best route in a few sentences; where there is none, why and what would give one."""
    typical: list[Typical] = []
    """What frameworks publish of programmes like the target, where it publishes no such figure itself."""
    holdings: list[Accounted] = []
    """What becomes of each thing that is held, in the order given."""
    searched: Searched
    """How far the search went."""
    impossible: Impossible | None
    """Where there is no route: what stands in the way, and what would help."""
    undecided: Said | None = None
    """Where the search ended before it was decided whether there is a route: that, and what to do; it is not a no."""
    neo4j_browser: list[str] = []
    """For each route, the address that draws it in the Browser of the local Neo4j; empty where another one answers, or
    where who asks is on another machine."""


async def plan_route(reader: Reading, question: RouteQuestion) -> Routes:
    """Return routes from what is held to the target.

    Without objectives: those none of which is worse than another in time, cost, hours and steps. Where the target is
    held already, the one route has no steps. A cancelled question ends the search.

    Raises:
        UnknownCodeError: a holding, the target, a title or a scheme is not in the catalogue, or is illustrative without
            that being asked for.
        WrongKindError: the target is no programme, or a class of programmes.
    """
    return await by_present_codes(reader, question, _plan_route)


async def _plan_route(reader: Reading, question: RouteQuestion) -> Routes:
    question = await placed(reader, question)
    row, found, elsewhere = await _read(reader, question)
    target_named = (question.target, "/target", row["found"] is not None)
    wrong = await _unknown_rules(reader, question, found)
    await must_be_known(reader, question, found, row["held"], named=[target_named], also=wrong)
    target = found.items.get(question.target)
    if not isinstance(target, Programme) or target.is_class:
        kind = type(target).__name__.lower() if target else "institution"
        kind = f"class-of-{kind}s" if target and target.is_class else kind
        raise WrongKindError(question.target, "/target", kind, "leads-to-award")
    problem = _problem(question, found, target, frozenset(row["for_exemption"]))
    held = {h.code for h in question.holdings if h.code and h.is_earned}
    chains = chains_of(row["ways"], target, held, found)
    schemes, notes = schemes_for(
        [rule for rule in Policy.among(found.rules) if rule.code in question.funding],
        question.learner,
        problem.start,
        Period(f"P{FAR_MONTHS}M").after(problem.start),
        found.institutions,
    )
    planned = await thought_out(
        lambda: plan_routes(
            problem,
            question.alternatives,
            chains=[[programme.code for programme in chain[:-1]] for chain in chains if len(chain) > 1],
            schemes=schemes,
            notes=notes,
        )
    )
    accounted = await _accounted(reader, question, planned.routes, found)
    told = [_told(route, problem, question, found, accounted) for route in planned.routes]
    return _answer(question, problem, told, planned, row, elsewhere, accounted)


async def _read(reader: Reading, question: RouteQuestion) -> tuple[Mapping[str, Any], Found, list[Message]]:
    """Read everything that can matter, and once more where a pool selects what no class lists.

    Of what is selected by its subject or level, whoever offers it, only what the programme's own institution offers is
    read; the third of what is returned says so.
    """
    also: dict[Code, None] = {}
    elsewhere: dict[Message, None] = {}
    while True:
        row = (
            await reader.read(
                "route",
                codes=[holding.code for holding in question.holdings if holding.code],
                described=any(holding.described for holding in question.holdings),
                target=question.target,
                depth=DEPTH,
                ways=WAYS,
                also=list(also),
                entry=question.shown_only,
                schemes=question.funding,
                most=MOST,
                most_for_exemption=MOST_FOR_EXEMPTION,
                learner=question.learner.pseudonym,
                illustrative=question.illustrative,
            )
        )[0]
        found = found_in(row, reader.version).excepted_for(question, question.target)
        known = len(also)
        for tree in (rule for rule in Structure.among(found.rules) if rule.confers):
            programmes = [found.items[code] for code in tree.of if code in found.items]
            for selection in selections_of(tree.needs, question.reading):
                if is_of_anybody(selection):
                    elsewhere |= {
                        Message("plan.what-else-counts", programme=Published.of(one.title)): None for one in programmes
                    }
                selected = await fillers(
                    reader,
                    LookedFor(selection),
                    own=[code for one in programmes for code in one.offered_by],
                    without=selection.excluding,
                    limit=MOST,
                    illustrative=question.illustrative,
                )
                also |= dict.fromkeys(selected)
        if len(also) == known:
            return row, found, list(elsewhere)


async def _unknown_rules(reader: Reading, question: RouteQuestion, found: Found) -> list[UnknownCodeError]:
    """Return an error for each title and funding scheme that no rule decides."""
    schemes = {rule.code for rule in Policy.among(found.rules)}
    titles = {rule.code for rule in Award.among(found.rules)}
    wrong = [(code, f"/funding/{at}") for at, code in enumerate(question.funding) if code not in schemes]
    if question.variant.title and question.variant.title not in titles:
        wrong.append((question.variant.title, "/variant/title"))
    return [
        await unknown_code(reader, code, field, of="rule", illustrative=question.illustrative) for code, field in wrong
    ]


def _problem(question: RouteQuestion, found: Found, target: Programme, for_exemption: frozenset[Code]) -> Problem:
    return Problem(
        target=target,
        situation=situation_of(question, found),
        knowledge=found.knowledge,
        rules=found.rules,
        start=question.start or question.day,
        limits=question.limits,
        optimise=tuple(dict.fromkeys(question.optimise)),
        variant=question.variant,
        shown_only=question.shown_only,
        for_exemption=for_exemption,
    )


async def _accounted(
    reader: Reading, question: RouteQuestion, routes: Sequence[Route], found: Found
) -> list[Accounted]:
    """Return what becomes of each thing that is held: used on the best route, or what is published on it here."""
    used = {name for route in routes[:1] for step in route.steps for name in step.uses}
    others = [holding for holding in question.holdings if holding.name not in used]
    said: dict[str, Accounted] = {}
    if others:
        asked = ExemptionsQuestion.model_validate(
            {**question.model_dump(include=set(Question.model_fields)), "holdings": others, "towards": question.target}
        )
        said = {one.holding: one for one in (await find_exemptions(reader, asked)).holdings}
    return [
        said.get(holding.name)
        or Accounted(
            holding=holding.name,
            standing="counts",
            message=Message("answer.holding-used", holding=title_of(holding, found)),
        )
        for holding in question.holdings
    ]


def _told(
    route: Route, problem: Problem, question: RouteQuestion, found: Found, accounted: Sequence[Accounted]
) -> RouteTold:
    limits = list(limits_checked(route, question.limits, problem.credits_in_term))
    summary = summary_of_route(
        route, problem.target, found, typical=typical_of(problem), limits=limits, accounted=accounted
    )
    used = {step.decision.exception.rule: step.decision.exception
            for step in route.steps if step.decision and step.decision.exception}  # fmt: skip
    told = {"summary": summary, "limits": limits, "exceptions": list(used.values())}
    return RouteTold.model_validate({**dict(route), **told})


def _answer(  # noqa: PLR0913, PLR0917 - what was asked, found and said
    question: RouteQuestion,
    problem: Problem,
    routes: list[RouteTold],
    planned: Planned,
    row: Mapping[str, Any],
    elsewhere: Sequence[Message],
    accounted: list[Accounted],
) -> Routes:
    title = problem.target.title
    none = [] if routes else summary_of_no_route(title, planned.impossible, planned.undecided)
    return Routes(
        as_of=question.day,
        target=question.target,
        title=title,
        routes=routes,
        summary=routes[0].summary if routes else none,
        typical=typical_of(problem),
        holdings=accounted,
        searched=Searched(
            depth=DEPTH,
            candidates=row["candidates"],
            complete=row["complete"],
            until=planned.until,
            left_out=[*elsewhere, *planned.left_out],
        ),
        impossible=planned.impossible,
        undecided=planned.undecided,
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

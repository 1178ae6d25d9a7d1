"""Validation without a solver: a plan is replayed day by day, and everything it rests on is judged by the rules.

It shares nothing with the model that found the plan but the plan itself: dates, what is studied, what is claimed, and
what is counted towards each award.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial
from itertools import islice, permutations

from stackways.planner.answer.itinerary import Itinerary
from stackways.planner.funding import Scheme
from stackways.planner.model.constraints.caps import caps_of, in_programmes, programmes_of
from stackways.planner.model.plan import WEEK
from stackways.planner.places import is_allowed
from stackways.rules.awards.replay import Assignment, award_faults, tree_faults
from stackways.rules.base import Code
from stackways.rules.caps import CapStatus, under_caps
from stackways.rules.catalogue import Programme
from stackways.rules.decision import Decision, Status
from stackways.rules.holdings import Holding
from stackways.rules.kinds.entry import Entry
from stackways.rules.pieces import Piece
from stackways.rules.selection import is_member
from stackways.rules.situation import Situation, Standing, Verdict
from stackways.rules.versions import answer_of, versions_by_code

MOST_ORDERS = 120
"""In how many orders purses are drawn on, to find the most they pay together."""


def faults_of(itinerary: Itinerary) -> list[str]:
    """Return everything that does not hold; nothing for a sound plan."""
    return [
        *_studies(itinerary),
        *_entries(itinerary),
        *_claims(itinerary),
        *_caps(itinerary),
        *_for_nothing(itinerary),
        *_awards(itinerary),
        *_weeks(itinerary),
        *_limits(itinerary),
    ]


def _studies(itinerary: Itinerary) -> Iterator[str]:
    """Each thing begins on a day it may, lasts as long as published, and is not held already."""
    problem = itinerary.problem
    for code, studied in itinerary.found.studies.items():
        item = problem.items[code]
        begun, end = itinerary.day(studied.start), itinerary.day(studied.end)
        if code in problem.held:
            yield f"`{code}` is held already"
        if not is_allowed(item, problem.limits):
            yield f"`{code}` is at a place or in a way that is not wanted"
        if begun < problem.start or end < begun:
            yield f"`{code}` is studied from {begun} to {end}"
        thing = itinerary.search.world.things[code]
        future = [day for day in item.starts if day >= problem.start]
        whole = problem.items.get(thing.facts.within or "")
        months = item.intakes or (whole.intakes if whole else ()) or range(1, 13)
        if begun not in future if future else begun.day != 1 or begun.month not in months:
            yield f"`{code}` does not begin on {begun}"
        closed = itinerary.search.world.apply_by(code, begun)
        if closed is not None and closed < problem.situation.day:
            yield f"applications for `{code}` from {begun} closed on {closed}"
        period = item.duration_to or item.duration
        if period is not None and thing.facts.whole and end < period.after(begun) - dt.timedelta(days=1):
            yield f"`{code}` from {begun} to {end} is shorter than published"


def _entries(itinerary: Itinerary) -> Iterator[str]:
    """What each thing asks for is held on the day it begins; a part of the plan for certain."""
    found, plan = itinerary.found, itinerary.search.plan
    days = {code: itinerary.day(studied.start) for code, studied in found.studies.items()}
    days |= {code: itinerary.day(day) for code, day in found.entered.items()}
    for code, day in days.items():
        situation = itinerary.situation(day)
        exempted = [
            plan.claims[at].sparing.spares for at, number in found.claimed.items() if itinerary.day(number) <= day
        ]
        for versions in versions_by_code(itinerary.search.world.entries(code)).values():
            judge = partial(_judged, itinerary=itinerary, exempted=exempted)
            answer = answer_of(versions, situation, judge)
            if not answer.ended and answer.status is Status.REFUSED:
                why = "; ".join(note.text for note in answer.verdict.reasons)
                yield f"`{code}` may not begin on {day}: {why}"


def _judged(rule: Entry, situation: Situation, *, itinerary: Itinerary, exempted: list[Code]) -> Verdict:
    """Return the verdict on a premise with what need not be mentioned, and what is exempted, taken as held."""
    assumed = [code for code in rule.needs.codes_to_have() if itinerary.search.world.is_assumable(code)]
    taken = [Holding(code=code) for code in dict.fromkeys([*assumed, *exempted])]
    repeated = [holding for holding in taken for _ in range(20)] if assumed else taken
    begun = [
        Holding(code=code, attained_on=situation.day)
        for code, study in itinerary.found.studies.items()
        if rule.or_together and itinerary.day(study.start) <= situation.day < itinerary.day(study.end)
    ]
    return rule.needs.judge(rule.asking(situation.but(holdings=[*situation.holdings, *repeated, *begun])))


def _claims(itinerary: Itinerary) -> Iterator[str]:
    """Each exemption that is relied on is granted on the day it is claimed."""
    problem, plan = itinerary.problem, itinerary.search.plan
    for at, number in itinerary.found.claimed.items():
        sparing = plan.claims[at].sparing
        situation = itinerary.situation(itinerary.day(number))
        decisions = sparing.decisions(situation, problem.knowledge)
        if not any(decision.status is Status.GRANTED for decision in decisions):
            yield f"the exemption from `{sparing.spares}` is not granted on {situation.day}"


def _caps(itinerary: Itinerary) -> Iterator[str]:
    """What is claimed exceeds no cap of a programme in which it counts."""
    problem, plan, world = itinerary.problem, itinerary.search.plan, itinerary.search.world
    caps = caps_of(world)
    if not caps or not itinerary.found.claimed:
        return
    given: list[Decision] = []
    for at, number in itinerary.found.claimed.items():
        sparing = plan.claims[at].sparing
        for decision in sparing.decisions(itinerary.situation(itinerary.day(number)), problem.knowledge):
            given += in_programmes(decision, programmes_of(sparing), world)
    last = itinerary.situation(itinerary.day(max(itinerary.found.claimed.values())))
    _, found = under_caps(given, caps, last, problem.knowledge)
    yield from (f"a cap is not kept: {one.text}" for one in found if one.status is CapStatus.EXCEEDED)


def _for_nothing(itinerary: Itinerary) -> Iterator[str]:
    """What is studied for an exemption alone is asked for by one that is claimed, or by what is studied for it."""
    problem, plan, world = itinerary.problem, itinerary.search.plan, itinerary.search.world
    claimed = [rule.needs for at in itinerary.found.claimed for rule in plan.claims[at].sparing.versions]
    entered = [rule.needs for code in itinerary.found.studies for rule in world.entries(code)]
    asked = {code for needs in (*claimed, *entered) for code in needs.codes()}
    for code in sorted(world.for_exemption & itinerary.found.studies.keys()):
        if not any(is_member(code, one, problem.items) for one in asked):
            yield f"`{code}` is studied for nothing"


def _awards(itinerary: Itinerary) -> Iterator[str]:
    """Each award can be claimed on its day, with what is counted towards it, as the one that is wanted."""
    certain = itinerary.search.least is Standing.MET
    wanted = itinerary.problem.variant
    for code in itinerary.found.awarded:
        thing = itinerary.search.world.things[code]
        programme, tree = thing.item, thing.tree
        if not isinstance(programme, Programme) or tree is None:
            yield f"`{code}` has no tree, and is awarded"
            continue
        situation, assignment = _counted(itinerary, code)
        day = situation.day
        yield from (f"`{code}` cannot be claimed on {day}: {fault}" for fault in _not_had(itinerary, code))
        faults = tree_faults(programme, tree, assignment, situation, certain=certain)
        if code == itinerary.problem.target.code:
            asked = {"title": wanted.title, "theme": wanted.theme, "level": wanted.level}
            for award in thing.awards:
                if asked[award.decides] and (award.decides != "title" or award.code == wanted.title):
                    faults += award_faults(
                        programme, tree, award, assignment, situation,
                        certain=certain, theme=wanted.theme, level=wanted.level,
                    )  # fmt: skip
        yield from (f"`{code}` cannot be claimed on {day}: {fault}" for fault in faults)


def _counted(itinerary: Itinerary, code: Code) -> tuple[Situation, Assignment]:
    """Return the day of an award, and what the plan counts where, each thing dated as it is had."""
    found, problem = itinerary.found, itinerary.problem
    held = problem.situation.holdings

    situation = itinerary.situation(itinerary.day(found.awarded[code]))
    before = [h for at, h in enumerate(situation.holdings) if at < len(held) or h.code != code]
    situation = situation.but(holdings=before)  # the award itself is had by claiming it
    planned = {h.code: at for at, h in enumerate(situation.holdings) if at >= len(held)}
    plan = itinerary.search.plan

    def position(index: int) -> int:
        return index if index < len(held) else planned.get(plan.pieces[index].holding.code, len(plan.pieces) + index)

    def dated(index: int) -> Piece:
        piece = plan.pieces[index]
        if index < len(held):
            return piece
        had = itinerary.had.get(piece.holding.code or "", dt.date.max)
        return Piece(position(index), piece.holding.model_copy(update={"attained_on": had}), piece.item)

    def spared(at: int) -> Piece:
        piece = plan.claims[at].piece
        assert piece.exemption is not None  # noqa: S101 - that is what a claim is of
        rests_on = frozenset(position(index) for index in found.rests_on.get(at, ()))
        resting = replace(piece, exemption=replace(piece.exemption, rests_on=rests_on))
        return resting.counting_for(itinerary.search.least)

    places = {path: [dated(index) for index in indexes] for path, indexes in found.places[code].items()}
    for path, claims in found.exempted[code].items():
        places[path] = [*places.get(path, ()), *map(spared, claims)]
    return situation, Assignment(places)


def _not_had(itinerary: Itinerary, code: Code) -> Iterator[str]:
    """Yield what is counted towards an award and not had for it: not claimed, studied outside it, counted twice."""
    found, plan = itinerary.found, itinerary.search.plan
    day = found.awarded[code]
    claimed = {at for at, on in found.claimed.items() if on <= day and code in plan.claims[at].sparing.places}
    counting = {at for claims in found.exempted[code].values() for at in claims}
    for one in sorted(plan.claims[at].sparing.spares for at in counting - claimed):
        yield f"the exemption from `{one}` is not claimed by then"
    programme = itinerary.problem.items[code]
    counted = {plan.pieces[at].holding.code: at for at in found.counted(code)}
    for part in sorted(one for one, at in counted.items() if one and at >= len(itinerary.problem.situation.holdings)):
        begun = found.studies[part].start if part in found.studies else found.entered.get(part)
        stackable = isinstance(programme, Programme) and programme.stackable
        if begun is not None and begun < found.entered[code] and not stackable:
            yield f"`{part}` begins before it is entered"
        if part in found.awarded:
            yield from (
                f"`{plan.pieces[at].name}` is counted in `{part}`, too"
                for at in sorted({*found.counted(part)} & {*counted.values()})
            )


def _weeks(itinerary: Itinerary) -> Iterator[str]:
    """The hours fit: spending each day's hours on what ends soonest, everything gets its hours in time."""
    problem = itinerary.problem
    weekly = problem.limits.hours_per_week
    things = itinerary.search.world.things
    studies = itinerary.found.studies
    if problem.limits.concurrent is not None:
        for code, studied in studies.items():
            count = sum(other.start <= studied.start <= other.end for other in studies.values())
            if count > problem.limits.concurrent:
                yield f"{count} things are studied when `{code}` begins"
    if term := problem.limits.credits_per_term:
        taken: dict[tuple[int, int], Decimal] = defaultdict(Decimal)
        for code, studied in studies.items():
            taken[term.term_of(itinerary.day(studied.start))] += problem.credits_in_term(code) or 0
        yield from (f"{much} credits begin in the term of {at}" for at, much in taken.items() if much > term.amount)
    if not weekly or not studies:
        return
    left = {code: (things[code].facts.hours or Decimal(0)) * WEEK for code in studies}
    for day in range(max(studied.end for studied in studies.values()) + 1):
        free = weekly
        running = sorted((s.end, code) for code, s in studies.items() if s.start <= day <= s.end and left[code])
        for last, code in running:
            spent = min(free, left[code])
            left[code] -= spent
            free -= spent
            if last == day and left[code]:
                yield f"`{code}` does not get its hours by {itinerary.day(last)}"
                left[code] = Decimal(0)


def _limits(itinerary: Itinerary) -> Iterator[str]:
    """The target is had by the last day that is wanted, within the budget."""
    problem = itinerary.problem
    finish = itinerary.had.get(problem.target.code)
    if finish is None:
        yield "the target is not had"
        return
    if problem.limits.finish_by and finish > problem.limits.finish_by:
        yield f"it ends on {finish}, after {problem.limits.finish_by}"
    if finish != itinerary.day(itinerary.found.figures["time"]):
        yield f"it ends on {finish}, and another day is told"
    late = [code for code, day in itinerary.had.items() if day > finish]
    if late:
        yield f"{', '.join(late)} is had after the target"
    yield from _money(itinerary)


def _money(itinerary: Itinerary) -> Iterator[str]:
    """What is paid, bill by bill, less what schemes take over, is what is told, and within the budget."""
    problem, found, world = itinerary.problem, itinerary.found, itinerary.search.world
    currency = world.currency
    begun = {code: studied.start for code, studied in found.studies.items()} | dict(found.entered)
    bills = []
    for code, number in begun.items():
        fee = world.things[code].facts.fee
        if fee is not None and fee.currency == currency:
            bills.append((itinerary.day(number), code, fee.amount))
    due = sum((amount for _, _, amount in bills), Decimal(0)) - _paid_by_schemes(itinerary, sorted(bills), currency)
    told = Decimal(found.figures["cost"]) / 100
    if told < due:
        yield f"it costs {due} {currency}, and {told} is told"
    budget = problem.limits.budget
    if budget is not None and due > budget.amount:
        yield f"it costs {due} {currency}, more than {budget.amount}"


def _paid_by_schemes(itinerary: Itinerary, bills: Sequence[tuple[dt.date, Code, Decimal]], currency: str) -> Decimal:
    """Return the most that schemes pay, whichever of those with a cap is drawn on first."""
    schemes = [scheme for scheme in itinerary.search.schemes if scheme.currency in (None, currency)]
    capped = [scheme for scheme in schemes if scheme.cap is not None]
    return max(
        _paid_in_order(itinerary, bills, [s for s in schemes if s.cap is None], order)
        for order in islice(permutations(capped), MOST_ORDERS)
    )


def _paid_in_order(
    itinerary: Itinerary,
    bills: Sequence[tuple[dt.date, Code, Decimal]],
    shares: Sequence[Scheme],
    order: Sequence[Scheme],
) -> Decimal:
    """Return what schemes pay: of each bill the highest share, then what is left of it from each purse in turn."""
    world = itinerary.search.world
    kinds: dict[Code, set[str]] = defaultdict(set)
    for stage in itinerary.stages:
        for code in world.inside(stage):
            kinds[code].add(itinerary.problem.items[stage].kind)
    purses = [scheme.cap or Decimal(0) for scheme in order]
    total = Decimal(0)
    for day, code, amount in bills:
        left, thing = amount, world.things[code]
        rates = [scheme.covered(thing, kinds[code]) for scheme in shares if scheme.is_for(day)]
        left -= round(amount * max(rates, default=Decimal(0)), 2)
        for at, scheme in enumerate(order):
            if scheme.is_for(day):
                taken = min(left, purses[at], round(amount * scheme.covered(thing, kinds[code]), 2))
                left, purses[at] = left - taken, purses[at] - taken
        total += amount - left
    return total

"""Validation without a solver: a plan is replayed day by day, and everything it rests on is judged by the rules.

It shares nothing with the model that found the plan but the plan itself: dates, what is studied, what is claimed, and
what is counted towards each award.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from functools import partial

from stackways.planner.constraints.places import is_allowed
from stackways.planner.itinerary import Itinerary, audit_of
from stackways.planner.plan import WEEK
from stackways.rules.base import Code
from stackways.rules.decision import Status
from stackways.rules.holdings import Holding
from stackways.rules.kinds.entry import Entry
from stackways.rules.recognise import decide, grants_of
from stackways.rules.situation import Situation, Standing, Verdict
from stackways.rules.versions import answer_of, versions_by_code


def faults_of(itinerary: Itinerary) -> list[str]:
    """Return everything that does not hold; nothing for a sound plan."""
    return [
        *_studies(itinerary),
        *_entries(itinerary),
        *_claims(itinerary),
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
    assumed = [code for code in rule.needs.codes() if itinerary.search.world.is_assumable(code)]
    taken = [Holding(code=code) for code in dict.fromkeys([*assumed, *exempted])]
    repeated = [holding for holding in taken for _ in range(20)] if assumed else taken
    return rule.needs.judge(situation.but(window=rule.window, holdings=[*situation.holdings, *repeated]))


def _claims(itinerary: Itinerary) -> Iterator[str]:
    """Each exemption that is relied on is granted on the day it is claimed."""
    problem, plan = itinerary.problem, itinerary.search.plan
    for at, number in itinerary.found.claimed.items():
        sparing = plan.claims[at].sparing
        situation = itinerary.situation(itinerary.day(number))
        grants = [grant for grant in grants_of(sparing.versions) if grant.target == sparing.spares]
        decisions = [decide(sparing.versions, grant, situation, problem.knowledge) for grant in grants]
        if not any(decision.status is Status.GRANTED for decision in decisions):
            yield f"the exemption from `{sparing.spares}` is not granted on {situation.day}"


def _awards(itinerary: Itinerary) -> Iterator[str]:
    """Each award can be claimed on its day, with what is counted towards it, as the one that is wanted."""
    for code in itinerary.found.awarded:
        audited = audit_of(itinerary, code)
        least = itinerary.search.least
        if audited.standing < least:
            missing = "; ".join(f"{m.amount} of {m.requirement.key}" for m in audited.missing)
            yield f"`{code}` cannot be claimed on {itinerary.day(itinerary.found.awarded[code])}: {missing}"
        wanted = itinerary.problem.variant
        if code != itinerary.problem.target.code or audited.standing is Standing.NOT_MET:
            continue
        if wanted.title and (audited.variant.title is None or audited.variant.title.code != wanted.title):
            yield f"`{code}` has another title than `{wanted.title}`"
        if wanted.theme and (audited.variant.theme or "").casefold() != wanted.theme.casefold():
            yield f"`{code}` has another theme than {wanted.theme}"
        if wanted.level and (audited.variant.level or 0) < wanted.level:
            yield f"`{code}` has a lower level than {wanted.level}"


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
    budget = problem.limits.budget
    if budget is not None and not itinerary.search.schemes:
        things = itinerary.search.world.things
        fees = [things[code].facts.fee for code in [*itinerary.found.studies, *itinerary.found.awarded]]
        paid = sum((fee.amount for fee in fees if fee and fee.currency == budget.currency), Decimal(0))
        if paid > budget.amount:
            yield f"it costs {paid}, more than {budget.amount}"

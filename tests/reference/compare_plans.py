"""Awards planned for what is held, on the trees and holdings of `compare_awards`: planner, replay and audit agree.

Nothing may be studied, so that a route only claims: what is exempted, and the award. It is there just where the audit
finds the award on some day of the plan, its day is the first of them, and it holds when it is replayed.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st
from tests.reference.awards import changes
from tests.reference.compare_awards import DAY, ITEMS, RULE, SAID, Question, award_of, shown
from tests.reference.compare_awards import questions as audits

from stackways.planner.answer.itinerary import Itinerary
from stackways.planner.answer.validate import faults_of
from stackways.planner.problem import Problem
from stackways.planner.route import Limits
from stackways.planner.search.search import Search
from stackways.rules.awards.audit import audit
from stackways.rules.catalogue import Credential
from stackways.rules.exemption import Exemption
from stackways.rules.holdings import Holding
from stackways.rules.recognise import Knowledge
from stackways.rules.situation import Standing

BADGE = "c:badge"
DAYS = 92
"""How many days are planned after the first."""


@st.composite
def questions(draw: st.DrawFn) -> Question:
    """Draw an award that is built of no other, with what a badge exempts from."""
    question = draw(audits())
    exempted = [_as_claimed(one) for one in question.asked.exempted if _is_single(one)]
    programme = question.asked.programme.model_copy(update={"stackable": True})
    asked = replace(question.asked, programme=programme, exempted=exempted, inner={}, at_most_exempted=())
    badge = Credential(code=BADGE, title={"en": "badge"}, kind="badge", mode="closed", offered_by=["c"])
    situation = question.situation
    situation = situation.but(
        holdings=[*situation.holdings, Holding(code=BADGE, attained_on=dt.date(2019, 1, 1))],
        items={
            **{code: item.model_copy(update={"mode": "closed"}) for code, item in ITEMS.items()},
            BADGE: badge,
            programme.code: programme,
        },
    )
    resting = {at: holding for at, holding in enumerate(situation.holdings) if holding.code == BADGE}
    return Question(replace(asked, exempted=[replace(one, rests_on=frozenset(resting)) for one in exempted]), situation)


def _as_claimed(one: Exemption) -> Exemption:
    """Return what a plan claims: for certain; where nobody says what must replace it, it takes it that nothing must."""
    unsaid = one.effects.must_be_replaced == "not-stated"
    effects = one.effects.model_copy(update={"must_be_replaced": "no"}) if unsaid else one.effects
    return replace(one, certain=True, inside=None, effects=effects)


def _is_single(one: Exemption) -> bool:
    return not ITEMS[one.code].is_class


def problem_of(question: Question) -> Problem:
    """Return the award as a target, with nothing to study."""
    asked, situation = question.asked, question.situation
    rules: list[Any] = [asked.structure, *asked.awards]
    for number, one in enumerate(asked.exempted):
        given = {} if one.amount is None else {"amount": one.amount, "unit": one.unit}
        grant = {"target": one.code, "outcome": "exemption", **given}
        rule = {"kind": "recognition", "code": f"t:exempts-{number}", "needs": BADGE, "grants": [grant]}
        rules.append(RULE.validate_python({**SAID, **rule, "effects": one.effects.model_dump()}))
    return Problem(
        target=asked.programme,
        situation=situation,
        knowledge=Knowledge(situation.items),
        rules=rules,
        start=DAY,
        limits=Limits(finish_by=DAY + dt.timedelta(days=DAYS), modes=["open"]),
        shown_only=True,
    )


def first_day(question: Question, least: Standing) -> dt.date | None:
    """Return the first day of the plan on which the audit finds the award; None where there is none."""
    asked = replace(question.asked, awards=())
    days = [DAY, *(day for day in changes(award_of(question)) if DAY < day <= DAY + dt.timedelta(days=DAYS))]
    return next((d for d in days if audit(asked, question.situation.but(day=d)).standing >= least), None)


def assert_same_plan(question: Question) -> None:
    """Compare whether there is a route, and its day."""
    for least in (Standing.MET, Standing.UNKNOWN):
        search = Search(problem_of(question), [], least=least)
        found = search.best(["time"])
        expected = first_day(question, least)
        day = found and search.plan.calendar.day(found.figures["time"])
        said = shown(question, audit(question.asked, question.situation), f"{least.name}: {day} is not {expected}")
        assert day == expected, said
        if found is not None:
            faults = faults_of(Itinerary(found))
            assert not faults, f"{said}\n{faults}"

"""Funding: rate, cap over all steps, who is eligible and when, which awards are covered; never more than the fees."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from stackways.planner.answer.itinerary import Itinerary
from stackways.planner.answer.validate import faults_of
from stackways.planner.funding import Scheme, schemes_for
from stackways.planner.problem import Problem
from stackways.planner.route import Limits, Objective
from stackways.planner.routes import plan_routes
from stackways.planner.search.search import Found, Search
from stackways.rules.base import Money
from stackways.rules.catalogue import Institution, Module, Programme, StudyItem
from stackways.rules.holdings import Learner
from stackways.rules.kinds.policy import Policy
from stackways.rules.kinds.structure import Structure
from stackways.rules.recognise import Knowledge
from stackways.rules.situation import Situation

START, LAST = dt.date(2027, 1, 1), dt.date(2032, 1, 1)
PLACES = {
    code: Institution(code=code, title={"en": code}, kind="university", country=country)
    for code, country in (("s", "SG"), ("sg-framework", "SG"), ("hk-framework", "HK"))
}
SAID: dict[str, Any] = {"says": {"en": "it says"}, "sources": [{"source": "s:page", "confidence": "high"}]}
FEES = {"s:a": 1000, "s:b": 2000}


def policy(code: str, **terms: object) -> Policy:
    said = {**SAID, "kind": "policy", "code": code, "topic": "funding", "published_by": code.split(":", maxsplit=1)[0]}
    return Policy.model_validate({**said, **terms})


def problem(limits: Limits | None = None) -> Problem:
    """A diploma of two modules, S$1,000 and S$2,000."""
    target = Programme(code="s:target", title={"en": "Target"}, kind="diploma", offered_by=["s"])
    items: dict[str, StudyItem] = {"s:target": target}
    for code, fee in FEES.items():
        items[code] = Module.model_validate(
            {
                "code": code, "title": {"en": code}, "offered_by": ["s"], "hours": 30, "hours_kind": "notional",
                "duration": "P1M", "fee": {"amount": fee, "currency": "SGD"},
            }
        )  # fmt: skip
    tree = {**SAID, "kind": "structure", "code": "s:tree", "published_by": "s", "of": ["s:target"], "confers": True}
    structure = Structure.model_validate({**tree, "needs": {"all_of": [*FEES]}})
    return Problem(
        target=target, situation=Situation(START, items=items), knowledge=Knowledge(items), rules=[structure],
        start=START, limits=limits or Limits(),
    )  # fmt: skip


def eligible(*policies: Policy, **learner: object) -> list[Scheme]:
    return schemes_for(policies, Learner.model_validate(learner), START, LAST, PLACES)[0]


def planned(schemes: list[Scheme], order: Sequence[Objective] = ("time",)) -> Found:
    found = Search(problem(), schemes).best(order)
    assert found
    assert faults_of(Itinerary(found)) == []
    return found


def net(schemes: list[Scheme], order: Sequence[Objective] = ("time",)) -> Decimal:
    return Decimal(planned(schemes, order).figures["cost"]) / 100


CITIZEN: dict[str, object] = {"birth_year": 1970, "residency": "sg-citizen"}
MOST = policy("sg-framework:most", share=0.9, figures={"residency": ["sg-citizen"], "minimum-age": 40})
CREDIT = policy("sg-framework:credit", amount=2500, unit="SGD")


def test_a_rate_is_taken_off_each_fee() -> None:
    assert net(eligible(MOST, **CITIZEN)) == 300


def test_an_amount_is_spent_once_over_all_steps() -> None:
    assert net(eligible(CREDIT)) == 500
    assert net(eligible(CREDIT, CREDIT)) == 500


def test_a_rate_with_a_cap() -> None:
    assert net(eligible(policy("sg-framework:both", share=0.8, amount=1000, unit="SGD"))) == 2000


def test_together_they_never_pay_more_than_the_fees() -> None:
    assert net(eligible(MOST, CREDIT, **CITIZEN)) == 0
    assert net(eligible(policy("sg-framework:much", amount=9000, unit="SGD"))) == 0


def test_of_two_rates_each_fee_has_the_higher() -> None:
    assert net(eligible(MOST, policy("sg-framework:less", share=0.7), **CITIZEN)) == 300


@pytest.mark.parametrize(("covered", "left"), [("diploma", 300), ("specialist diploma", 3000), ("degree", 3000)])
def test_only_the_awards_that_are_listed_are_covered(covered: str, left: int) -> None:
    listed = policy("sg-framework:listed", share=0.9, figures={"awards-covered": [covered]})
    assert net(eligible(listed)) == left


def test_a_scheme_of_another_country_pays_nothing() -> None:
    assert net(eligible(policy("hk-framework:credit", amount=2500, unit="SGD"))) == 3000


def test_an_amount_in_another_currency_pays_nothing() -> None:
    assert net(eligible(policy("sg-framework:credit", amount=2500, unit="HKD"))) == 3000


def test_who_is_old_enough_only_later_waits_or_pays() -> None:
    schemes = eligible(MOST, birth_year=1988, residency="sg-citizen")
    assert [scheme.first for scheme in schemes] == [dt.date(2028, 12, 31)]
    assert net(schemes, ["time"]) == 3000
    waiting = planned(schemes, ["cost", "time"])
    assert waiting.figures["cost"] == 300_00
    assert min(waiting.search.plan.calendar.day(s.start) for s in waiting.studies.values()) == dt.date(2029, 1, 1)


def test_who_becomes_too_old_is_no_longer_counted() -> None:
    young = policy("sg-framework:young", share=0.7, figures={"age-under": 40})
    (scheme,) = eligible(young, birth_year=1988)
    assert scheme.last == dt.date(2027, 12, 31)
    assert net([scheme]) == 900
    late = Search(replace(problem(), start=dt.date(2028, 1, 1)), [scheme]).best(["cost"])
    assert late
    assert late.figures["cost"] == 3000_00


@pytest.mark.parametrize(
    ("learner", "asked"),
    [({"residency": "sg-citizen"}, "`birth_year`"), ({"birth_year": 1970}, "`residency`")],
)
def test_eligibility_that_is_not_known_is_said_and_not_counted(learner: dict[str, Any], asked: str) -> None:
    schemes, notes = schemes_for([MOST], Learner.model_validate(learner), START, LAST, PLACES)
    assert schemes == []
    assert "whether you are eligible" in str(notes[0])
    assert asked in str(notes[0])


def test_of_several_versions_the_one_in_force_counts() -> None:
    old = policy(
        "sg-framework:credit", amount=500, unit="SGD", effective_until="2026-12-31", effective_from="2020-01-01"
    )
    new = policy("sg-framework:credit", version=2, amount=1000, unit="SGD", effective_from="2027-01-01")
    assert net(eligible(old, new)) == 2000


def test_a_budget_is_of_what_is_left_to_pay() -> None:
    limits = Limits(budget=Money(amount=Decimal(600), currency="SGD"))
    assert plan_routes(problem(limits), 1).impossible
    (route,) = plan_routes(problem(limits), 1, schemes=eligible(CREDIT)).routes
    assert route.cost.net == [Money(amount=Decimal(500), currency="SGD")]
    assert route.cost.gross == [Money(amount=Decimal(3000), currency="SGD")]


def test_a_cost_that_no_scheme_justifies_is_refused() -> None:
    found = planned(eligible(MOST, **CITIZEN))
    found = replace(found, figures={**found.figures, "cost": 200_00})
    assert [fault for fault in faults_of(Itinerary(found)) if "200" in fault and "is told" in fault]

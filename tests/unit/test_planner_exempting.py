"""What is studied only in order to be exempted from something else: when it is proposed, told, and when it is not."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from bench.routes import problem as large
from tests.reference.compare_routes import BADGE, SAID, TARGET, problem_of
from tests.reference.routes import Course, Small

from stackways.planner import candidates
from stackways.planner.answer.itinerary import Itinerary
from stackways.planner.answer.validate import faults_of
from stackways.planner.problem import Problem
from stackways.planner.route import Route
from stackways.planner.routes import plan_routes
from stackways.planner.search.search import Search
from stackways.rules.base import Money
from stackways.rules.catalogue import Credential, Programme, StudyItem
from stackways.rules.kinds.entry import Entry
from stackways.rules.kinds.recognition import Recognition
from stackways.rules.kinds.structure import Structure

DAY = dt.date(2026, 1, 1)
COURSES = (
    Course("s:a", fee=400, hours=40, months=3, intakes=(), credits=6),
    Course("s:b", fee=200, hours=30, months=2, intakes=(), credits=6),
)
CHEAP = Course(BADGE, fee=50, hours=10, months=1, intakes=(), credits=0)


def small(badge: Course = CHEAP, **fields: object) -> Small:
    """Two courses, both needed; what exempts from the first may be studied."""
    return replace(
        Small(COURSES, "all", 0, DAY, dt.date(2026, 12, 31), badge=badge, spares="s:a", order=("cost",)),
        **fields,  # type: ignore[arg-type]
    )


def planned(problem: Problem) -> Route:
    (route,) = plan_routes(replace(problem, optimise=["cost"]), 1).routes
    return route


def studied(route: Route) -> list[str]:
    return [step.code for step in route.steps if step.kind == "study"]


def test_it_is_studied_where_that_saves_and_the_step_says_why() -> None:
    route = planned(problem_of(small()))
    assert studied(route) == ["s:b", BADGE] or studied(route) == [BADGE, "s:b"]
    assert route.proven_optimal
    assert [money.amount for money in route.cost.gross or ()] == [Decimal(250)]
    (step,) = [step for step in route.steps if step.code == BADGE]
    assert step.text == (
        f"Study {BADGE}, because you are exempt from s:a by `s:spares@1`, which saves SGD 400 and 40 hours"
    )
    assert step.because == ["s:spares@1"]
    (exempt,) = [step for step in route.steps if step.kind == "exempt"]
    assert (exempt.code, exempt.uses) == ("s:a", [BADGE])
    assert str(exempt.why_not_sooner) == f"it depends on {BADGE}, which you have on 31 January 2026"


def test_it_is_not_studied_where_that_costs_more() -> None:
    route = planned(problem_of(small(replace(CHEAP, fee=500))))
    assert studied(route) == ["s:a", "s:b"]
    assert route.proven_optimal


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"fee": None}, "its fee is not published"),
        ({"hours": None}, "its hours are not published"),
        ({"hours": None, "months": None}, "its hours and how long it takes are not published"),
        ({"months": None}, "how long it takes is not published"),
    ],
)
def test_of_what_is_not_proposed_it_is_told_what_is_not_known(changes: dict[str, Any], why: str) -> None:
    answer = plan_routes(replace(problem_of(small(replace(CHEAP, **changes))), optimise=["cost"]), 1)
    (route,) = answer.routes
    assert studied(route) == ["s:a", "s:b"]
    assert route.proven_optimal, "what is not looked at takes nothing from the proof of the rest"
    assert [*map(str, answer.left_out)] == [f"{BADGE}, which you would study only to be exempt from s:a: {why}"]


def test_by_the_weekly_hours_it_is_known_how_long_it_takes() -> None:
    assert BADGE in studied(planned(problem_of(small(replace(CHEAP, months=None), weekly=10))))


def test_a_fee_in_another_currency_is_not_compared() -> None:
    asked = problem_of(small())
    item = asked.items[BADGE].model_copy(update={"fee": Money(amount=Decimal(1), currency="HKD")})
    answer = plan_routes(with_items(asked, {BADGE: item}), 1)
    assert BADGE not in studied(answer.routes[0])
    assert str(answer.left_out[0]).endswith("its fee is in another currency")


def with_items(asked: Problem, items: dict[str, StudyItem]) -> Problem:
    knowledge = replace(asked.knowledge, items={**asked.items, **items})
    return replace(asked, knowledge=knowledge, situation=asked.situation.but(items=knowledge.items))


def test_what_is_published_for_a_whole_award_is_not_given_up_for_it() -> None:
    """What of a published total is left once a part is spared, nobody says: the route would not be known any more."""
    asked = problem_of(small(courses=tuple(replace(course, fee=None, hours=None) for course in COURSES)))
    target = asked.target.model_copy(
        update={"fee": Money(amount=Decimal(900), currency="SGD"), "hours": Decimal(90), "hours_kind": "notional"}
    )
    answer = plan_routes(replace(with_items(asked, {TARGET: target}), target=target, optimise=["cost"]), 1)
    assert studied(answer.routes[0]) == ["s:a", "s:b"]
    assert answer.routes[0].proven_optimal
    assert [money.amount for money in answer.routes[0].cost.gross or ()] == [Decimal(900)]
    assert str(answer.left_out[0]).endswith("it is not published how much it saves")


def test_a_member_of_a_class_that_a_rule_names_is_proposed() -> None:
    asked = problem_of(small())
    group = Credential.model_validate(
        {"code": "s:any-badge", "title": {"en": "Any badge"}, "kind": "class", "offered_by": ["s"], "is_class": True,
         "members": {"codes": [BADGE]}}
    )  # fmt: skip
    rules = [
        rule.model_copy(update={"needs": rule.needs.model_copy(update={"hold": group.code})})
        if isinstance(rule, Recognition)
        else rule
        for rule in asked.rules
    ]
    assert BADGE in studied(planned(replace(with_items(asked, {group.code: group}), rules=rules)))


def test_what_is_made_of_parts_is_not_studied_for_it() -> None:
    asked = problem_of(small())
    badge = Programme(code=BADGE, title={"en": "Badge"}, kind="certificate", offered_by=["s"])
    tree = Structure.model_validate(
        {**SAID, "kind": "structure", "code": "s:of-badge", "of": [BADGE], "confers": True, "needs": "s:b"}
    )
    asked = replace(with_items(asked, {BADGE: badge}), rules=[*asked.rules, tree])
    for at_hand in (None, frozenset[str]()):
        answer = plan_routes(replace(asked, for_exemption=at_hand, optimise=["cost"]), 1)
        assert BADGE not in studied(answer.routes[0])
        assert str(answer.left_out[0]).endswith("it consists of parts itself")


def test_a_qualification_that_is_not_mentioned_may_still_be_held() -> None:
    """That it could be studied for an exemption does not make entry that asks for it a thing to be planned."""
    asked = replace(problem_of(small(replace(CHEAP, fee=500))), shown_only=False)
    entry = Entry.model_validate({**SAID, "kind": "entry", "code": "s:entry", "into": [TARGET], "needs": BADGE})
    asked = replace(asked, knowledge=replace(asked.knowledge, entries={TARGET: [entry]}))
    route = planned(asked)
    assert studied(route) == ["s:a", "s:b"]
    assert route.steps[0].entry == "not_shown"
    assert BADGE in studied(planned(replace(asked, shown_only=True)))


def test_what_its_own_entry_asks_for_is_planned_where_only_what_is_shown_counts() -> None:
    asked = problem_of(small(replace(CHEAP, after=("s:first",))))
    first = Credential.model_validate(asked.items[BADGE].model_dump() | {"code": "s:first", "title": {"en": "First"}})
    route = planned(with_items(asked, {"s:first": first}))
    assert {BADGE, "s:first"} <= {*studied(route)}
    assert [money.amount for money in route.cost.gross or ()] == [Decimal(300)]
    assert BADGE not in studied(planned(asked)), "nobody offers what it asks for"


def test_studied_for_nothing_does_not_hold() -> None:
    found = Search(problem_of(small()), []).best(["cost"])
    assert found
    assert faults_of(Itinerary(found)) == []
    unclaimed = replace(found, claimed={}, exempted={TARGET: {}}, rests_on={})
    assert f"`{BADGE}` is studied for nothing" in faults_of(Itinerary(unclaimed))


@pytest.mark.parametrize("objective", ["cost", "hours"])
def test_pruning_a_large_choice_keeps_what_an_exemption_asks_for(
    objective: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of things that are alike to a tree, some may together exempt from another: as many as that takes are kept."""
    asked = large(150, 1, [objective], weekly=None)  # type: ignore[list-item]
    (owner,) = asked.target.offered_by
    said = {**SAID, "published_by": owner}
    fee = {"amount": 90_000, "currency": "HKD"}
    dear = Credential.model_validate(
        {"code": "s:dear", "title": {"en": "Dear"}, "kind": "course", "offered_by": [owner], "duration": "P3Y",
         "hours": 2000, "hours_kind": "notional", "fee": fee}
    )  # fmt: skip
    group = Credential.model_validate(
        {"code": "s:any-law", "title": {"en": "Any"}, "kind": "class", "offered_by": [owner], "is_class": True,
         "members": {"institutions": [owner], "themes": ["Law"], "professional": False}}
    )  # fmt: skip
    (structure,) = (rule for rule in asked.rules if isinstance(rule, Structure))
    tree = structure.model_dump(mode="json")
    pool, share = tree["needs"]["all_of"]
    pool["credits"]["at_least"], share["credits"] = 12, 9
    tree["needs"]["all_of"].append({"hold": dear.code})
    rule = Recognition.model_validate(
        {
            **said, "kind": "recognition", "code": "s:law", "grants": [{"target": dear.code, "outcome": "exemption"}],
            "needs": {"units": {"at_least": 5}, "of": [group.code]},
        }
    )  # fmt: skip
    rules = [rule, Structure.model_validate(tree), *(one for one in asked.rules if one is not structure)]
    asked = replace(with_items(asked, {one.code: one for one in (dear, group)}), rules=rules)
    pruned = Search(asked, [])
    monkeypatch.setattr(candidates, "prune", lambda *_: [])
    whole = Search(asked, [])
    found, best = (search.best([objective]) for search in (pruned, whole))  # type: ignore[list-item]
    assert found
    assert best
    assert len(pruned.world.things) < len(whole.world.things)
    assert found.figures == best.figures
    assert found.claimed

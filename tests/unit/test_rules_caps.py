"""What several recognitions give together: caps, the highest of several, and only the difference."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from tests.asking import SAID, SOURCES, course, held, rule
from tests.award_cases import audited, made_of, module, spared
from tests.reference.compare_caps import Question, assert_same_caps, questions

from stackways.rules.caps import CapFound, CapStatus, Total, totals_of, under_caps
from stackways.rules.catalogue import Programme, StudyItem
from stackways.rules.decision import Decision, Status
from stackways.rules.holdings import Component, Holding
from stackways.rules.kinds.cap import Cap
from stackways.rules.kinds.recognition import Grant, Recognition
from stackways.rules.recognise import Knowledge, decide
from stackways.rules.requirements.asks import AtMost
from stackways.rules.situation import Situation, Standing

CAP: TypeAdapter[Cap] = TypeAdapter(Cap)
DEGREE = Programme(
    code="school:degree", title={"en": "The Degree"}, kind="bachelor", offered_by=["school"], credits=Decimal(120),
    unit="cu",
)  # fmt: skip
COURSES = [course(f"vendor:{name}", credits=Decimal(amount), unit="cu") for name, amount in
           (("a", 15), ("b", 40), ("c", 6), ("inside", 2))]  # fmt: skip


def cap(**more: Any) -> Cap:  # noqa: ANN401 - any field of a cap
    said = {**SAID, "code": "school:cap", "kind": "cap", "sources": SOURCES, "of": ["school:degree"]}
    return CAP.validate_python({**said, **more})


def credit(code: str, *, own: bool = True, **more: Any) -> Recognition:  # noqa: ANN401 - any field of a rule
    grant = {"target": "school:degree", "outcome": "block_credit", "own_credits": own, "unit": "cu" if own else None}
    return rule(code, code=f"school:{code.partition(':')[2]}", grants=[grant], within=None, **more)


def together(
    limit: Cap, *holdings: Holding, rules: list[Recognition] | None = None, day: str = "2026-11-22"
) -> tuple[list[Decision], list[CapFound]]:
    """Decide a rule for each holding, and look at the decisions together."""
    courses: list[StudyItem] = [DEGREE, *COURSES]
    items = {item.code: item for item in courses}
    knowledge = Knowledge(items)
    situation = Situation(dt.date.fromisoformat(day), holdings, items=items)
    asked = rules or [credit(holding.code or "") for holding in holdings]
    decisions = [decide([one], one.grants[0], situation, knowledge) for one in asked]
    return under_caps(decisions, [limit], situation, knowledge)


def test_what_exceeds_a_cap_is_reported_and_marked() -> None:
    decisions, (found,) = together(cap(at_most=50, unit="cu"), held("vendor:a"), held("vendor:b"))
    assert [found.status, found.granted, found.at_most, found.over] == [CapStatus.EXCEEDED, 55, 50, 5]
    assert found.text == "The Degree: 55 cu are recognised in all; at most 50 count in all, so 5 are too many"
    assert [decision.status for decision in decisions] == [Status.GRANTED] * 2
    assert all("cap_exceeded" in [remark.code for remark in decision.remarks] for decision in decisions)


def test_at_the_cap_nothing_is_too_many() -> None:
    decisions, (found,) = together(cap(at_most=55, unit="cu"), held("vendor:a"), held("vendor:b"))
    assert [found.status, found.over] == [CapStatus.KEPT, 0]
    said = "The Degree limits what it recognises: so it is published (school:cap@1)"
    assert [[remark.text for remark in decision.remarks if "cap" in remark.code] for decision in decisions] == [
        [said]
    ] * 2


def test_what_is_only_conditional_may_exceed_a_cap() -> None:
    rules = [credit("vendor:a"), credit("vendor:b", certainty="up_to")]
    _, (found,) = together(cap(at_most=50, unit="cu"), held("vendor:a"), held("vendor:b"), rules=rules)
    assert [found.status, found.granted, found.conditional, found.over] == [CapStatus.IN_DOUBT, 15, 40, 5]


def test_a_share_is_of_the_programmes_credits() -> None:
    _, (found,) = together(cap(share=0.25, unit="cu"), held("vendor:b"))
    assert [found.at_most, found.over, found.status] == [30, 10, CapStatus.EXCEEDED]


def test_a_cap_without_a_published_number_leaves_nothing_granted_for_certain() -> None:
    (decision,), (found,) = together(cap(not_published=True), held("vendor:a"))
    assert (decision.status, [reason.code for reason in decision.reasons]) == (
        Status.CONDITIONAL,
        ["cap_not_published"],
    )
    assert [found.status, found.at_most] == [CapStatus.IN_DOUBT, None]


def test_of_several_the_highest_counts_and_not_the_sum() -> None:
    decisions, (found,) = together(cap(of_several="highest"), held("vendor:a"), held("vendor:b"))
    assert [found.granted, found.status] == [40, CapStatus.KEPT]
    lesser = ["not_the_highest" in [remark.code for remark in decision.remarks] for decision in decisions]
    assert lesser == [True, False]


def test_the_highest_of_several_unknown_amounts_is_not_known() -> None:
    rules = [credit("vendor:a", own=False), credit("vendor:b", own=False)]
    _, (found,) = together(cap(of_several="highest"), held("vendor:a"), held("vendor:b"), rules=rules)
    assert [found.status, found.text] == [
        CapStatus.IN_DOUBT,
        "The Degree: it is not published how much is recognised",
    ]


def test_of_a_thing_that_contains_another_only_the_difference_counts() -> None:
    whole = held("vendor:c", components=[Component(code="vendor:inside")])
    decisions, (found,) = together(cap(of_parts="difference"), whole, held("vendor:inside"))
    assert found.granted == 6
    (remark,) = (remark for remark in decisions[0].remarks if remark.code == "difference_only")
    assert remark.text == "part of it counts already, so only the difference counts: 4 of 6 cu (school:cap@1)"


def test_what_contains_nothing_counts_whole() -> None:
    _, (found,) = together(cap(of_parts="difference"), held("vendor:c"), held("vendor:inside"))
    assert found.granted == 8


def test_a_cap_counts_what_rests_on_what_it_names_and_binds_whom_it_names() -> None:
    _, (found,) = together(cap(at_most=9, unit="cu", resting_on=["vendor:c"]), held("vendor:b"), held("vendor:c"))
    assert [found.granted, found.status] == [6, CapStatus.KEPT]
    assert together(cap(at_most=9, unit="cu", needs="vendor:inside"), held("vendor:b"))[1] == []


def test_one_target_that_two_rules_give_counts_once() -> None:
    grant = {"target": "school:degree", "outcome": "specified_credit", "amount": 10, "unit": "cu"}
    rules = [rule(code, code=f"school:of-{code[-1]}", grants=[grant], within=None) for code in ("vendor:a", "vendor:b")]
    _, (found,) = together(cap(at_most=10, unit="cu"), held("vendor:a"), held("vendor:b"), rules=rules)
    assert [found.granted, found.status] == [10, CapStatus.KEPT]


def test_the_credits_that_a_thing_carries_count_once_however_many_rules_give_them() -> None:
    rules = [credit("vendor:a"), credit("vendor:a", effective_from="2020-01-01")]
    rules[1] = rules[1].model_copy(update={"code": "school:another"})
    _, (found,) = together(cap(at_most=10, unit="cu"), held("vendor:a"), rules=rules)
    assert [found.granted, found.over] == [15, 5]
    fixed = [rule.model_copy(update={"grants": [Grant(target="school:degree", outcome="block_credit",
             amount=Decimal(15), unit="cu")]}) for rule in rules]  # fmt: skip
    assert together(cap(at_most=10, unit="cu"), held("vendor:a"), rules=fixed)[1][0].granted == Decimal(30)


def test_a_cap_holds_while_it_is_in_force() -> None:
    limit = cap(at_most=1, unit="cu", effective_until="2025-12-31")
    assert together(limit, held("vendor:a"))[1] == []
    assert together(limit, held("vendor:a"), day="2025-12-31")[1][0].over == 14


@pytest.mark.parametrize("more", [{}, {"at_most": 3}])
def test_a_cap_says_how_much_and_in_which_unit(more: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match=r"give one|without a `unit`"):
        cap(**more)


def totals(*caps: Cap, rules: list[Recognition], holdings: list[Holding]) -> list[Total]:
    """The most that one learner gets of what the rules decide together."""
    things: list[StudyItem] = [DEGREE, *COURSES, *SCHOOL]
    items = {item.code: item for item in things}
    situation = Situation(dt.date(2026, 11, 22), holdings, items=items)
    decisions = [decide([one], grant, situation, Knowledge(items)) for one in rules for grant in one.grants]
    return totals_of(decisions, caps, situation, Knowledge(items))


SCHOOL = [module(f"school:m{amount}", amount).model_copy(update={"unit": "cu"}) for amount in (2, 3, 4)]


def sparing(*codes: str, amount: bool = True) -> list[Recognition]:
    """A rule that exempts from these modules, all together."""
    worth = {item.code: item.credits for item in SCHOOL}
    unit = {"amount": None, "unit": None}
    grants = [{"target": code, "outcome": "exemption", **({"amount": worth[code], "unit": "cu"} if amount else unit)}
              for code in codes]  # fmt: skip
    return [rule("vendor:a", code="school:spares", grants=grants, within="school:degree")]


HELD_ALL = [held("vendor:a"), held("vendor:b")]


def test_a_total_adds_blocks_of_credit_up_and_stops_at_the_cap() -> None:
    blocks = [credit("vendor:a"), credit("vendor:b")]
    (free,) = totals(rules=blocks, holdings=HELD_ALL)
    assert [free.most, free.adds_up_to] == [55, 55]
    assert free.caps == []
    (total,) = totals(cap(at_most=50, unit="cu"), rules=blocks, holdings=HELD_ALL)
    assert [total.most, total.adds_up_to] == [50, 55]
    assert total.caps == ["school:cap@1"]


def test_of_modules_a_total_has_those_that_the_cap_leaves_whole() -> None:
    rules = sparing("school:m2", "school:m3", "school:m4")
    found = [totals(cap(at_most=most, unit="cu"), rules=rules, holdings=HELD_ALL)[0].most for most in range(1, 10)]
    assert found == [0, 2, 3, 4, 5, 6, 7, 7, 9]


def test_a_cap_in_credits_binds_a_total_of_modules_by_what_each_carries() -> None:
    rules = sparing("school:m2", "school:m3", "school:m4", amount=False)
    (total,) = totals(cap(at_most=5, unit="cu"), rules=rules, holdings=HELD_ALL)
    assert [total.unit, total.most, total.adds_up_to] == ["module", 2, 3]


def test_of_several_a_total_has_the_highest() -> None:
    blocks = [credit("vendor:a"), credit("vendor:b")]
    (total,) = totals(cap(of_several="highest"), rules=blocks, holdings=HELD_ALL)
    assert [total.most, total.adds_up_to] == [40, 55]


@pytest.mark.parametrize("more", [{"not_published": True}, {"at_most": 10, "unit": "AU"}])
def test_a_cap_that_cannot_be_counted_with_leaves_a_total_whole_and_is_named(more: dict[str, Any]) -> None:
    (total,) = totals(cap(**more), rules=[credit("vendor:a")], holdings=HELD_ALL)
    assert total.most == Decimal(15)
    assert total.caps == ["school:cap@1"]


def test_a_cap_that_binds_others_says_nothing_of_a_total() -> None:
    (total,) = totals(cap(at_most=1, unit="cu", needs="vendor:c"), rules=[credit("vendor:a")], holdings=HELD_ALL)
    assert total.most == Decimal(15)
    assert total.caps == []


def test_what_is_not_granted_is_in_no_total() -> None:
    assert totals(rules=[credit("vendor:c")], holdings=HELD_ALL) == []


@given(
    st.lists(st.tuples(st.integers(1, 9), st.booleans(), st.booleans()), min_size=1, max_size=5),
    st.integers(0, 20),
    st.integers(0, 20),
)
@settings(max_examples=60, deadline=None)
def test_a_total_is_the_most_that_every_cap_allows(given_: list[tuple[int, bool, bool]], all_: int, some: int) -> None:
    """By trying every choice: of a block any whole amount, of a module all or nothing."""
    ways = [range(amount + 1) if block else (0, amount) for amount, block, _ in given_]
    allowed = [
        sum(choice)
        for choice in product(*ways)
        if sum(choice) <= all_
        and sum(taken for taken, (_, _, first) in zip(choice, given_, strict=True) if first) <= some
    ]
    rules = []
    for position, (amount, block, first) in enumerate(given_):
        target, outcome = ("school:degree", "block_credit") if block else (f"school:n{position}", "exemption")
        grant = {"target": target, "outcome": outcome, "amount": amount, "unit": "cu"}
        rules.append(
            rule(
                "vendor:a" if first else "vendor:b", code=f"school:r{position}", grants=[grant], within="school:degree"
            )
        )
    things: list[StudyItem] = [DEGREE, *COURSES, *(module(f"school:n{at}", 1) for at in range(len(given_)))]
    items = {item.code: item for item in things}
    situation = Situation(dt.date(2026, 11, 22), HELD_ALL, items=items)
    decisions = [decide([one], one.grants[0], situation, Knowledge(items)) for one in rules]
    caps = [cap(at_most=all_, unit="cu"), cap(code="school:some", at_most=some, unit="cu", resting_on=["vendor:a"])]
    (total,) = totals_of(decisions, caps, situation, Knowledge(items))
    assert total.most == max(allowed)


AMOUNTS = st.lists(st.tuples(st.sampled_from(["granted", "conditional"]), st.integers(1, 60)), max_size=5)


@given(AMOUNTS, st.integers(0, 120), st.randoms())
def test_a_cap_is_the_sum_of_what_is_found_whatever_its_order(
    said: list[tuple[str, int]], most: int, shuffling: random.Random
) -> None:
    courses = [course(f"vendor:n{at}", credits=Decimal(amount), unit="cu") for at, (_, amount) in enumerate(said)]
    rules = [
        credit(f"vendor:n{at}", certainty="entitled" if status == "granted" else "up_to")
        for at, (status, _) in enumerate(said)
    ]
    shuffling.shuffle(rules)
    holdings = [held(f"vendor:n{at}") for at in range(len(said))]
    things: list[StudyItem] = [DEGREE, *courses]
    items = {item.code: item for item in things}
    situation = Situation(dt.date(2026, 11, 22), holdings, items=items)
    decisions = [decide([one], one.grants[0], situation, Knowledge(items)) for one in rules]
    _, found = under_caps(decisions, [cap(at_most=most, unit="cu")], situation, Knowledge(items))
    granted = sum(amount for status, amount in said if status == "granted")
    together = sum(amount for _, amount in said)
    if not said:
        assert found == []
        return
    (one,) = found
    assert [one.granted, one.conditional, one.over] == [granted, together - granted, max(0, together - most)]
    assert one.status is (
        CapStatus.EXCEEDED if granted > most else CapStatus.IN_DOUBT if together > most else CapStatus.KEPT
    )


@given(questions())
@settings(max_examples=150, deadline=None)
def test_caps_and_what_they_leave_are_those_of_the_reference(question: Question) -> None:
    assert_same_caps(question)


MODULES = [module(f"x:{name}", 5) for name in ("a", "b", "c")]


@pytest.mark.parametrize(("most", "standing"), [(1000, Standing.MET), (900, Standing.NOT_MET)])
def test_an_award_counts_no_more_exemptions_than_a_cap_leaves(most: int, standing: Standing) -> None:
    award = made_of({"all_of": ["x:a", "x:b", "x:c"]})
    capped = replace(
        award,
        exempted=[spared("x:a", "s:r@1"), spared("x:b", "s:r@1")],
        at_most_exempted=[AtMost({"x:a": 500, "x:b": 500}, most, "s:cap@1")],
    )
    holdings = [Holding(code="x:c", attained_on=dt.date(2026, 1, 1))]
    assert audited(capped, holdings, *MODULES).standing is standing


def test_which_exemption_a_cap_leaves_is_the_choice_that_yields_the_award() -> None:
    award = made_of({"all_of": ["x:a", "x:b"]})
    capped = replace(
        award,
        exempted=[spared("x:a", "s:r@1"), spared("x:b", "s:r@1")],
        at_most_exempted=[AtMost({"x:a": 500, "x:b": 500}, 500, "s:cap@1")],
    )
    found = audited(capped, [Holding(code="x:a", attained_on=dt.date(2026, 1, 1))], *MODULES)
    assert (found.standing, [one.code for one in found.exempted]) == (Standing.MET, ["x:b"])


def test_a_share_of_credits_that_nobody_published_is_in_doubt() -> None:
    unknown = DEGREE.model_copy(update={"credits": None})
    things: list[StudyItem] = [unknown, *COURSES]
    items = {item.code: item for item in things}
    situation = Situation(dt.date(2026, 11, 22), [held("vendor:a")], items=items)
    asked = credit("vendor:a")
    decisions = [decide([asked], asked.grants[0], situation, Knowledge(items))]
    _, (found,) = under_caps(decisions, [cap(share=0.5)], situation, Knowledge(items))
    assert (found.status, found.at_most) == (CapStatus.IN_DOUBT, None)

"""What holds of every award; docs/properties.md names these tests."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.reference.compare_awards import Question, assert_same_audit, questions, shown

from stackways.rules.awards.answer import claimable
from stackways.rules.awards.audit import Asked, Audit, audit
from stackways.rules.holdings import Described, Holding
from stackways.rules.recognise import Knowledge
from stackways.rules.requirements.average import Average
from stackways.rules.requirements.base import RequirementBase
from stackways.rules.requirements.not_held import NotHeld
from stackways.rules.requirements.when import When
from stackways.rules.situation import Standing

RANDOM = settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=60)
UNRELATED = Holding(
    described=Described(title="unrelated", institution="z", kind="talk"), attained_on=dt.date(2020, 1, 1)
)


def again(question: Question, **changed: Any) -> Audit:  # noqa: ANN401 - any field
    return audit(question.asked, replace(question.situation, **changed))


def with_these(question: Question, order: Sequence[int]) -> Audit:
    """Audit with these of the holdings, in this order, and with what they exempt from."""
    exempted = [
        replace(one, rests_on=frozenset(order.index(at) for at in one.rests_on))
        for one in question.asked.exempted
        if one.rests_on <= set(order)
    ]
    holdings = [question.situation.holdings[at] for at in order]
    return audit(replace(question.asked, exempted=exempted), replace(question.situation, holdings=holdings))


def looks_at_all_held(question: Question) -> bool:
    """Tell whether all that is held is looked at, counted or not: an average that a bad grade lowers, a condition.

    Where the award has no unit, marks are weighed in the one that everything held has.
    """
    unitless = question.asked.programme.unit is None
    return any(
        isinstance(one, NotHeld) or (isinstance(one, Average | When) and (one.of == "held" or unitless))
        for tree in trees(question.asked)
        for one in everything_in(tree)
    )


def everything_in(tree: RequirementBase) -> list[RequirementBase]:
    return [tree, *(one for part, _ in tree.parts() for one in everything_in(part))]


def outcome(found: Audit) -> object:
    return found.standing, found.variant, sorted(piece.name for piece in found.used), found.claim_by, found.price


@given(questions())
@settings(RANDOM, max_examples=150)
def test_an_audit_is_that_of_trying_every_assignment(question: Question) -> None:
    assert_same_audit(question)


@given(questions(), st.randoms())
@RANDOM
def test_the_order_of_holdings_never_matters(question: Question, random: Any) -> None:  # noqa: ANN401 - hypothesis's
    order = list(range(len(question.situation.holdings)))
    found = again(question)
    random.shuffle(order)
    assert outcome(with_these(question, order)) == outcome(found)


@given(questions())
@settings(RANDOM, max_examples=80)
def test_what_is_used_suffices_on_its_own(question: Question) -> None:
    found = again(question)
    assume(found.standing is not Standing.NOT_MET and not looks_at_all_held(question))
    alone = with_these(question, [piece.index for piece in found.used])
    assert (alone.standing, alone.variant) == (found.standing, found.variant), shown(question, found, alone)
    assert len(alone.used) <= len(found.used)  # fewer where one of no credits does no more than what is exempted


@given(questions())
@settings(RANDOM, max_examples=80)
def test_an_extra_holding_never_loses_an_award(question: Question) -> None:
    """Only what looks at all that is held forbids holding something: else what does not fit is left out."""
    assume(not looks_at_all_held(question))
    whole = again(question)
    for left_out in range(len(question.situation.holdings)):
        fewer = [at for at in range(len(question.situation.holdings)) if at != left_out]
        assert with_these(question, fewer).standing <= whole.standing, shown(question, whole, fewer)


@given(questions(all_expire=True))
@RANDOM
def test_claim_by_is_exactly_the_last_good_day(question: Question) -> None:
    found = again(question)
    assume(found.standing is Standing.MET and found.claim_by is not None)
    assert found.claim_by is not None
    step = max(1, (found.claim_by - question.situation.day).days // 4)
    for passed in range(0, (found.claim_by - question.situation.day).days + 1, step):
        day = question.situation.day + dt.timedelta(days=passed)
        assert better_or_same(again(question, day=day), found)
    assert better_or_same(again(question, day=found.claim_by), found)
    after = again(question, day=found.claim_by + dt.timedelta(days=1))
    assert (after.standing, after.variant) != (Standing.MET, found.variant)


def better_or_same(one: Audit, other: Audit) -> bool:
    """Tell whether an award is no worse: title before theme before level."""

    def goodness(found: Audit) -> tuple[int, bool, int]:
        variant = found.variant
        return -variant.title.rank if variant.title else -9, variant.theme is not None, variant.level or 0

    return one.standing is other.standing and goodness(one) >= goodness(other)


@given(questions())
@RANDOM
def test_what_is_missing_is_nothing_exactly_where_it_can_be_claimed(question: Question) -> None:
    found = again(question)
    assert bool(found.missing) is (found.standing is Standing.NOT_MET)


@given(questions())
@RANDOM
def test_catalogue_entries_that_nobody_names_change_nothing(question: Question) -> None:
    named = {code for tree in trees(question.asked) for code in tree.codes()}
    named |= {holding.code for holding in question.situation.holdings if holding.code}
    named |= {exempted.code for exempted in question.asked.exempted}
    fewer = {code: item for code, item in question.situation.items.items() if code in named}
    assert outcome(again(question, items=fewer)) == outcome(again(question))


def trees(asked: Asked) -> list[RequirementBase]:
    return [asked.structure.needs, *asked.inner.values(), *(award.needs for award in asked.awards if award.needs)]


@given(questions())
@RANDOM
def test_every_claimable_award_can_be_answered(question: Question) -> None:
    found = again(question)
    assume(found.standing is not Standing.NOT_MET)
    answer = claimable(found, question.situation, Knowledge(question.situation.items))
    assert sorted([*answer.uses, *(one.code for one in answer.left_out)]) == sorted(
        holding.name for holding in question.situation.holdings
    )
    assert answer.status.value == ("granted" if found.standing is Standing.MET else "conditional")

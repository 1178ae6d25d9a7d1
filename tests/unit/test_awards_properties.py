"""What holds of every award; docs/properties.md names these tests."""

import datetime as dt
from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.reference import awards as reference
from tests.reference.compare_awards import DAY, Question, assert_same_audit, award_of, questions, shown

from stackways.rules.awards.answer import claimable
from stackways.rules.awards.audit import Asked, Audit, audit
from stackways.rules.holdings import Described, Holding
from stackways.rules.recognise import Knowledge
from stackways.rules.requirements.base import RequirementBase
from stackways.rules.situation import Standing

RANDOM = settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=60)
UNRELATED = Holding(
    described=Described(title="unrelated", institution="z", kind="talk"), attained_on=dt.date(2020, 1, 1)
)


def again(question: Question, **changed: Any) -> Audit:  # noqa: ANN401 - any field
    return audit(question.asked, replace(question.situation, **changed))


def outcome(found: Audit) -> object:
    return found.standing, found.variant, sorted(piece.name for piece in found.used), found.claim_by, found.price


@given(questions())
@settings(RANDOM, max_examples=150)
def test_an_audit_is_that_of_trying_every_assignment(question: Question) -> None:
    assert_same_audit(question)


@given(questions(), st.randoms())
@RANDOM
def test_the_order_of_holdings_never_matters(question: Question, random: Any) -> None:  # noqa: ANN401 - hypothesis's
    holdings = list(question.situation.holdings)
    found = again(question)
    random.shuffle(holdings)
    assert outcome(again(question, holdings=holdings)) == outcome(found)


@given(questions())
@settings(RANDOM, max_examples=150)
def test_what_is_used_suffices_on_its_own(question: Question) -> None:
    found = again(question)
    assume(found.standing is not Standing.NOT_MET)
    alone = again(question, holdings=[piece.holding for piece in found.used])
    assert (alone.standing, alone.variant, len(alone.used)) == (found.standing, found.variant, len(found.used))


@given(questions())
@settings(RANDOM, max_examples=150)
def test_an_extra_holding_never_loses_an_award(question: Question) -> None:
    """No requirement forbids holding something: what does not fit is left out."""
    whole = again(question)
    for left_out in range(len(question.situation.holdings)):
        fewer = [one for index, one in enumerate(question.situation.holdings) if index != left_out]
        assert again(question, holdings=fewer).standing <= whole.standing, shown(question, whole, fewer)


@given(questions())
@settings(RANDOM, max_examples=150)
def test_claim_by_is_exactly_the_last_good_day(question: Question) -> None:
    found = again(question)
    assume(found.standing is Standing.MET and found.claim_by is not None)
    assert found.claim_by is not None
    assert again(question, day=found.claim_by).standing is Standing.MET
    award, (_, best) = award_of(question), reference.decide(award_of(question), DAY)
    level = (found.variant.framework, found.variant.level) if found.variant.level is not None else None
    wanted = (found.variant.title and found.variant.title.code, found.variant.theme, level)
    one = next(one for one in best if (one.title, one.theme, one.level) == wanted)
    assert reference.claim_by(award, DAY, one, "MET") == found.claim_by


@given(questions())
@RANDOM
def test_what_is_missing_is_nothing_exactly_where_it_can_be_claimed(question: Question) -> None:
    found = again(question)
    assert (found.price == 0) is (found.standing is not Standing.NOT_MET) or not found.missing
    assert bool(found.missing) is (found.standing is Standing.NOT_MET) or found.each_alone


@given(questions())
@RANDOM
def test_catalogue_entries_that_nobody_names_change_nothing(question: Question) -> None:
    named = {code for tree in trees(question.asked) for code in tree.codes()}
    named |= {holding.code for holding in question.situation.holdings if holding.code}
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

"""What holds of every answer, on random rules and holdings."""

import datetime as dt
import json
from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.strategies import Asked, holdings, questions

from stackways.rules.decision import Decision, Status
from stackways.rules.holdings import Holding
from stackways.rules.kinds.recognition import Recognition
from stackways.rules.recognise import decide

random = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
DAY = dt.timedelta(days=1)
ORDER = {Status.REFUSED: 0, Status.UNKNOWN: 1, Status.CONDITIONAL: 1, Status.GRANTED: 2}


def answer(asked: Asked, **otherwise: Any) -> Decision:  # noqa: ANN401 - any field of a situation
    return decide(asked.versions, asked.grant, replace(asked.situation, **otherwise), asked.knowledge)


def has(asked: Asked, *keys: str) -> bool:
    return any(key in str(rule.needs.model_dump()) for rule in asked.versions for key in keys)


@given(questions(), st.randoms(use_true_random=False))
@settings(random)
def test_the_order_in_which_holdings_are_given_never_matters(asked: Asked, dice: Any) -> None:  # noqa: ANN401 - Random
    shuffled = list(asked.situation.holdings)
    dice.shuffle(shuffled)
    assert answer(asked, holdings=shuffled) == answer(asked)


@given(questions(), holdings)
@settings(random)
def test_one_more_holding_never_makes_it_worse(asked: Asked, more: Holding) -> None:
    assume(not has(asked, "exactly_one_of") and not has(asked, "not_held"))
    before, after = answer(asked), answer(asked, holdings=[*asked.situation.holdings, more])
    assert ORDER[after.status] >= ORDER[before.status]
    if before.status is after.status is Status.GRANTED:
        assert (after.claim_by or dt.date.max) >= (before.claim_by or dt.date.max)
    if before.from_ and after.status is Status.REFUSED:
        assert after.from_
        assert after.from_ <= before.from_


@given(questions())
@settings(random)
def test_claim_by_is_the_last_good_day_and_from_the_first(asked: Asked) -> None:
    decision, day = answer(asked), asked.situation.day
    good = {Status.GRANTED: {Status.GRANTED}, Status.CONDITIONAL: {Status.GRANTED, Status.CONDITIONAL}}
    if decision.claim_by:
        assert decision.claim_by >= day
        assert answer(asked, day=decision.claim_by).status in good[decision.status]
        assert answer(asked, day=decision.claim_by + DAY).status not in good[decision.status]
    if decision.from_:
        assert decision.from_ > day
        assert answer(asked, day=decision.from_ - DAY).status not in good[Status.CONDITIONAL]
        assert answer(asked, day=decision.from_).status in good[Status.CONDITIONAL]
    assert (decision.claim_by is None) or (decision.from_ is None)


@given(questions())
@settings(random)
def test_what_is_used_is_enough_for_what_is_granted(asked: Asked) -> None:
    assume(not has(asked, "exactly_one_of"))
    decision = answer(asked)
    if decision.status is Status.GRANTED:
        used = [holding for holding in asked.situation.holdings if holding.name in decision.used]
        # A certification may be active only because another one, which is not itself used, renewed it.
        renewing = [holding for holding in asked.situation.holdings if holding.code == "a:two"]
        assert answer(asked, holdings=[*used, *(one for one in renewing if one not in used)]).status is Status.GRANTED


@given(questions())
@settings(random)
def test_strict_is_never_better_where_each_lenient_alternative_asks_less(asked: Asked) -> None:
    assume(not has(asked, "exactly_one_of"))
    versions = [_less_when_lenient(rule) for rule in asked.versions]
    eased = replace(asked, versions=versions)
    lenient, strict = answer(eased, reading="lenient"), answer(eased, reading="strict")
    assert ORDER[strict.status] <= ORDER[lenient.status]
    if strict.status is lenient.status is Status.GRANTED:
        assert (strict.claim_by or dt.date.max) <= (lenient.claim_by or dt.date.max)


@given(questions())
@settings(random)
def test_every_answer_says_why(asked: Asked) -> None:
    decision = answer(asked)
    assert decision.reasons
    assert decision.needs
    assert all(reason.text and "None" not in reason.text for reason in (*decision.reasons, *decision.remarks))
    assert decision.rule in {rule.name for rule in asked.versions}
    assert set(decision.used) <= {holding.name for holding in asked.situation.holdings}


@given(questions())
@settings(random)
def test_an_answer_is_written_with_what_it_says_as_text_and_as_data(asked: Asked) -> None:
    decision = answer(asked)
    written = json.loads(decision.model_dump_json(by_alias=True))
    assert written["needs"] == str(decision.needs)
    for name, said in (("reasons", decision.reasons), ("remarks", decision.remarks)):
        assert [one["text"] for one in written[name]] == [str(one.message) for one in said]
        assert [one["message"]["id"] for one in written[name]] == [one.message.id for one in said]
    assert answer(asked) == decision


def _less_when_lenient(rule: Recognition) -> Recognition:
    """Return the rule with every doubt between any and all of what its alternatives ask."""

    def eased(part: Any) -> Any:  # noqa: ANN401 - a requirement as plain data
        if isinstance(part, list):
            return [eased(one) for one in part]
        if not isinstance(part, dict):
            return part
        part = {key: eased(value) for key, value in part.items()}
        if "doubt" in part:
            asked = list(part["alternatives"].values())
            alternatives = {"any": {"any_of": asked}, "all": {"all_of": asked}}
            return part | {"alternatives": alternatives, "lenient": "any", "strict": "all"}
        return part

    return Recognition.model_validate(rule.model_dump() | {"needs": eased(rule.needs.model_dump())})

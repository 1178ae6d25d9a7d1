"""The rules answer as the slow reference does."""

from hypothesis import HealthCheck, given, settings
from tests.reference.compare import assert_same_answer, assert_same_doubts, assert_same_entry
from tests.strategies import Asked, questions

RANDOM = settings(deadline=None, suppress_health_check=list(HealthCheck))


@given(questions())
@settings(RANDOM, max_examples=120)
def test_status_from_and_claim_by_are_those_of_a_walk_from_day_to_day(asked: Asked) -> None:
    assert_same_answer(asked)


@given(questions())
@settings(RANDOM, max_examples=80)
def test_entry_stands_as_on_that_one_day(asked: Asked) -> None:
    assert_same_entry(asked)


@given(questions())
@settings(RANDOM, max_examples=40)
def test_the_doubts_named_are_those_of_a_smallest_set_that_decides(asked: Asked) -> None:
    assert_same_doubts(asked)

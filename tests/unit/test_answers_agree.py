"""Exemptions, awards, routes and what-if say the same of the same random catalogue and holdings.

`python -m tests.reference --only together` asks as many as one likes.
"""

from hypothesis import HealthCheck, given, settings
from tests.reference.compare_answers import Question, assert_same_answers, questions


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(questions())
def test_exemptions_awards_routes_and_what_if_agree(question: Question) -> None:
    assert_same_answers(question)

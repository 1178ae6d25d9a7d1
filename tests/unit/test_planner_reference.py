"""The planner against a second, independent implementation of its meaning, on random small questions.

`python -m tests.reference --only routes` asks as many as one likes.
"""

from unittest.mock import patch

from hypothesis import given, settings
from tests.reference.compare_routes import assert_same_routes, questions
from tests.reference.routes import Small

from stackways.planner.search import search as solve


@settings(max_examples=60, deadline=None)
@given(questions())
def test_the_best_route_is_the_best_of_all(small: Small) -> None:
    assert_same_routes(small)


@settings(max_examples=30, deadline=None)
@given(questions())
def test_a_large_choice_is_looked_at_as_a_small_one_is(small: Small) -> None:
    """What a large choice is first looked at without (the hours of a week) changes no best route."""
    with patch.object(solve, "MANY", 0):
        assert_same_routes(small)

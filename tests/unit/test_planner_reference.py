"""The planner against a second, independent implementation of its meaning, on random small questions.

`python -m tests.reference --only routes` asks as many as one likes.
"""

from hypothesis import given, settings
from tests.reference.compare_routes import assert_same_routes, questions
from tests.reference.routes import Small


@settings(max_examples=60, deadline=None)
@given(questions())
def test_the_best_route_is_the_best_of_all(small: Small) -> None:
    assert_same_routes(small)

"""Exemptions, awards, routes and what-if say the same of the same random catalogue and holdings.

`python -m tests.reference --only together` asks as many as one likes.
"""

import datetime as dt

from hypothesis import HealthCheck, example, given, settings
from tests.reference.compare_answers import SAID, Question, assert_same_answers, questions

from stackways.rules.holdings import Holding

REPLACED_WITH_CREDIT = Question(
    "u:m",
    [{
        **SAID, "kind": "recognition", "code": "u:rule-0", "needs": "v:z",
        "grants": [{"target": "u:m", "outcome": "exemption"}],
        "effects": {"earns_credit": "yes", "lowers_requirement": "no", "must_be_replaced": "yes"},
    }],
    None,
    [Holding(code="v:z", attained_on=dt.date(2025, 3, 1))],
)  # fmt: skip
"""An award counted it, and a route did not."""
ONE_OF_TWO_MUST_BE_REPLACED = Question(
    "u:m",
    [
        {
            **SAID, "kind": "recognition", "code": f"u:rule-{number}", "needs": "v:y", "window": window,
            "grants": [{"target": "u:m", "outcome": "exemption"}],
            "effects": {"earns_credit": earns, "lowers_requirement": "no", "must_be_replaced": replaced},
        }
        for number, window, earns, replaced in (
            (0, {"period": "P1Y", "ends": "claim"}, "yes", "no"), (1, None, "no", "yes"),
        )
    ],
    None,
    [Holding(code="v:y", attained_on=dt.date(2025, 9, 1))],
)  # fmt: skip
"""A route spoke of the rule that spares nothing, as that has no last day."""


@example(REPLACED_WITH_CREDIT)
@example(ONE_OF_TWO_MUST_BE_REPLACED)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(questions())
def test_exemptions_awards_routes_and_what_if_agree(question: Question) -> None:
    assert_same_answers(question)

"""Tiers: a score that counts for more the higher it is gives what its highest tier gives, and never the sum.

"3 gives 4 credits, 5 gives 8" is published as two sentences. They are tiers of one where they ask for the same thing on
the same scale, and for nothing else that differs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from stackways.rules.decision import Decision, Explanation, Status
from stackways.rules.recognise import by_rule
from stackways.words.message import Message, Quantity

LOWER = "higher_tier"
"""The remark on a tier that a higher one takes the place of."""


def with_tiers_told(decisions: Sequence[Decision]) -> list[Decision]:
    """Return the decisions, those that a higher tier of the same score takes the place of with a remark."""
    tiers: dict[tuple[object, ...], list[Decision]] = defaultdict(list)
    for one in decisions:
        if one.tier and one.status in (Status.GRANTED, Status.CONDITIONAL):
            tiers[one.tier, one.target.code, one.programme and one.programme.code, *one.used].append(one)
    lower = {id(one): several[-1] for several in map(_by_worth, tiers.values()) for one in several[:-1]}
    return [_told(one, lower[id(one)]) if id(one) in lower else one for one in decisions]


def without_lower_tiers(decisions: Sequence[Decision]) -> list[Decision]:
    """Return the decisions without those that a higher tier takes the place of."""
    return [one for one in decisions if not any(remark.code == LOWER for remark in one.remarks)]


def _by_worth(tiers: Sequence[Decision]) -> list[Decision]:
    """Return tiers, what gives the most for certain last."""
    return sorted(tiers, key=lambda one: (one.status is Status.GRANTED, _amount(one)))


def _amount(one: Decision) -> Decimal:
    return Decimal(0) if one.outcome is None or one.outcome.amount is None else one.outcome.amount


def _told(one: Decision, higher: Decision) -> Decision:
    unit = (higher.outcome.unit if higher.outcome else None) or "credits"
    said = by_rule(Message("rules.higher-tier", amount=Quantity(_amount(higher), unit)), higher.rule or "")
    return one.model_copy(update={"remarks": [*one.remarks, Explanation(code=LOWER, message=said)]})

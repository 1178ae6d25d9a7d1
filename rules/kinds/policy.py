"""Policy: any other published sentence, kept with its source and its figures.

Caps, residency, single use, funding, levels, themes, definitions and observations are stored here until the rule kind
that enforces them exists; little is decided from them, everything is shown.
"""

from __future__ import annotations

from typing import Literal

from stackways.rules.base import Amount, Text
from stackways.rules.kinds.base import RuleBase
from stackways.rules.periods import PeriodField

Topic = Literal[
    "application", "assessment", "award-title", "cap", "credit", "credit-conversion", "definition", "effect", "expiry",
    "exclusive-use", "framework", "funding", "intake", "level", "observation", "recognition-process", "recommendation",
    "renewal", "residency", "shelf-life", "structure", "theme", "time-limit",
]  # fmt: skip


class Policy(RuleBase):
    """A published sentence that no other kind of rule can carry."""

    kind: Literal["policy"]
    """Marks the kind."""
    topic: Topic
    """What it is about, in the field's terms."""
    period: PeriodField | None = None
    """The period it states, for shelf lives and time limits; information only."""
    amount: Amount | None = None
    """The number it states, for caps and minima."""
    unit: Text | None = None
    """The unit of `amount`."""
    share: float | None = None
    """The share it states, 0 to 1."""
    typical_duration: PeriodField | None = None
    """How long the programmes that it is about usually take; shown as typical, never as a programme's own."""
    typical_duration_to: PeriodField | None = None
    """The longest they usually take, where a range is published."""
    typical_hours: Amount | None = None
    """How many hours they usually take; the least, where a range is published."""
    typical_hours_to: Amount | None = None
    """The most hours they usually take, where a range is published."""

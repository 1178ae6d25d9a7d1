"""Validity: how long a credential's own validity runs, unless renewed.

Source of the meaning: concepts.md, "own validity".
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from stackways.rules.base import Code
from stackways.rules.kinds.base import RuleBase
from stackways.rules.periods import PeriodField


class Validity(RuleBase):
    """How long certain credentials stay valid after they were attained or renewed."""

    kind: Literal["validity"]
    """Marks the kind."""
    of: Annotated[list[Code], Field(min_length=1)]
    """The credentials it speaks of."""
    period: PeriodField
    """How long they stay valid."""
    renewed_by: list[Code] = []
    """Credentials whose attainment renews them."""

"""Entry: what must be held before a programme or a unit may start.

Source of the meaning: domain.md, "entry requirement / prerequisite".
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from stackways.rules.base import Code
from stackways.rules.kinds.base import RuleBase
from stackways.rules.requirements import Requirement
from stackways.rules.requirements.window import Window


class Entry(RuleBase):
    """What a programme or unit asks of those who want to start it."""

    kind: Literal["entry"]
    """Marks the kind."""
    into: Annotated[list[Code], Field(min_length=1)]
    """The programmes, modules or credentials it is asked for."""
    needs: Requirement
    """What must be held, and the conditions."""
    window: Window | None = None
    """How long every holding counts for it."""

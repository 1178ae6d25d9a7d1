"""Entry: what must be held before a programme or a unit may start.

Source of the meaning: concepts.md, "entry requirement / prerequisite".
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from stackways.rules.base import Code
from stackways.rules.holdings import AHEAD, Holding, HoldingStatus
from stackways.rules.kinds.base import Derived, RuleBase
from stackways.rules.requirements import Requirement
from stackways.rules.requirements.base import Names
from stackways.rules.requirements.window import Window
from stackways.rules.situation import Situation
from stackways.words.message import Message, listed


def _as_held(holding: Holding, day: dt.date) -> Holding:
    """Return what is in progress, or planned, as held already."""
    if holding.status not in AHEAD or holding.is_past:
        return holding
    attained = holding.attained_on and min(holding.attained_on, day)
    return holding.model_copy(update={"status": HoldingStatus.ATTAINED, "attained_on": attained})


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
    or_together: bool = False
    """True where what it needs may also be begun at the same time (a corequisite)."""

    def leads_to(self) -> list[Code]:
        """Return what is entered, by code."""
        return [*self.into]

    def in_words(self, names: Names) -> Message:
        """Return what is asked of whom, in plain words."""
        into = listed(map(names, self.into), "comma")
        said = "rules.needs-or-together" if self.or_together else "rules.needs"
        return Message(said, what=into, needs=self.needs.in_words(names))

    def asking(self, situation: Situation) -> Situation:
        """Return the situation in which it is judged; what may be begun at the same time is held once it is begun."""
        if not self.or_together:
            return situation.within(self.window)
        holdings = [_as_held(one, situation.day) for one in situation.holdings]
        return situation.but(window=self.window, holdings=holdings)

    def derived(self) -> Iterator[Derived]:
        """Yield one edge for each thing that may be asked for."""
        for starter in self.into:
            for asked in dict.fromkeys(self.needs.codes_to_have()):
                yield self._derived("REQUIRES", starter, asked)

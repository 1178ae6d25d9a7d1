"""Entry: what must be held before a programme or a unit may start.

Source of the meaning: concepts.md, "entry requirement / prerequisite".
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from stackways.rules.base import Code
from stackways.rules.kinds.base import Derived, RuleBase
from stackways.rules.requirements import Requirement
from stackways.rules.requirements.base import Names
from stackways.rules.requirements.window import Window
from stackways.words.message import Message, listed


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

    def in_words(self, names: Names) -> Message:
        """Return what is asked of whom, in plain words."""
        into = listed(map(names, self.into), "comma")
        return Message("rules.needs", what=into, needs=self.needs.in_words(names))

    def derived(self) -> Iterator[Derived]:
        """Yield one edge for each thing that may be asked for."""
        for starter in self.into:
            for asked in dict.fromkeys(self.needs.codes()):
                yield self._derived("REQUIRES", starter, asked)

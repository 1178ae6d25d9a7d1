"""Award: which title, theme or level a programme's award carries.

Source of the meaning: concepts.md, "Order of awards: more credits required; professional before general; themed before
not; higher level".
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from stackways.rules.base import Code, Titles
from stackways.rules.kinds.base import RuleBase
from stackways.rules.requirements import Requirement
from stackways.words.message import Message, MisfitError


class Award(RuleBase):
    """What an award is called, or which theme or level it has, and what that asks of what is counted."""

    kind: Literal["award"]
    """Marks the kind."""
    of: Annotated[list[Code], Field(min_length=1)]
    """The programmes whose award it decides."""
    decides: Literal["title", "theme", "level"]
    """What it decides; a theme or level is the one that what is counted shares (`same`)."""
    title: Titles | None = None
    """The title; none: the programme's own."""
    rank: Annotated[int, Field(ge=1)] = 1
    """1 is the best title, and the one given where several could be."""
    needs: Requirement | None = None
    """What must hold of what is counted; none: nothing more."""
    indicative: bool = False
    """True where the publisher calls it indicative."""

    @model_validator(mode="after")
    def _titles_have_a_title(self) -> Award:
        if self.decides == "title" and self.title is None:
            raise MisfitError(Message("misfit.no-title", code=self.code), Message("misfit.no-title.do"))
        if self.decides != "title" and self.needs is None:
            raise MisfitError(
                Message("misfit.no-needs", code=self.code, decides=self.decides), Message("misfit.no-needs.do")
            )
        return self

"""Grading: what passes on a scale of an institution, and which of several attempts counts.

Source of the meaning: concepts.md, "Marks and attempts".
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from stackways.rules.base import Code, Slug, Text
from stackways.rules.kinds.base import RuleBase
from stackways.words.message import Message, MisfitError


class Grading(RuleBase):
    """How an institution grades: what passes, which marks there are, which attempt counts."""

    kind: Literal["grading"]
    """Marks the kind."""
    of: Annotated[list[Code], Field(min_length=1)]
    """The institutions whose courses it speaks of, or single courses."""
    scale: Slug | None = None
    """The scale that `passes` and `grades` speak of."""
    passes: Text | None = None
    """The least mark that passes on the scale, for example `"50"` or `D`; what is below it earns nothing."""
    grades: list[Text] = []
    """The marks of a scale of its own, from worst to best; without it, marks on such a scale are numbers."""
    attempts: Literal["best", "latest", "first", "average"] | None = None
    """Which of several attempts at one course counts; with `average`, the last, with the average of all marks.
    None: whichever is best for the learner, and every one of them in an average of all that is held."""

    @model_validator(mode="after")
    def _says_something(self) -> Grading:
        if (self.passes or self.grades) and self.scale is None:
            raise MisfitError(Message("misfit.no-scale", code=self.code), Message("misfit.no-scale.do"))
        if not (self.passes or self.grades or self.attempts):
            raise MisfitError(Message("misfit.no-marks", code=self.code), Message("misfit.no-marks.do"))
        if self.passes and self.grades and self.passes not in self.grades:
            raise MisfitError(
                Message("misfit.passes-unknown", passes=self.passes, scale=str(self.scale)), Message("check.change-one")
            )
        return self

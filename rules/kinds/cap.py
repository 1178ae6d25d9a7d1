"""Cap: how much of what is recognised counts in all, and how several recognitions count together.

Source of the meaning: concepts.md, "caps and residency, in units, credits or share; what exceeds a cap is reported; a
cap that exists without a published number makes the answer conditional" and "the highest, not the sum".
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from stackways.rules.base import Amount, Code, Text
from stackways.rules.kinds.base import RuleBase
from stackways.rules.requirements import Requirement
from stackways.words.message import Message, MisfitError


class Cap(RuleBase):
    """How much recognition gives in all, in each of some programmes.

    A cap on what an award may count is a part of the award's tree; this one holds for exemptions and credit.
    """

    kind: Literal["cap"]
    """Marks the kind."""
    of: Annotated[list[Code], Field(min_length=1)]
    """The programmes it holds in, or the institutions in whose programmes it does."""
    at_most: Amount | None = None
    """The most in all."""
    unit: Text | None = None
    """The unit of `at_most`."""
    share: Annotated[float, Field(gt=0, le=1)] | None = None
    """The most as a share of the programme's credits."""
    not_published: bool = False
    """True when the publisher says that there is a most but not how much."""
    of_several: Literal["sum", "highest"] = "sum"
    """What counts of several recognised things: their sum, or only the highest of them."""
    of_parts: Literal["whole", "difference"] = "whole"
    """What counts of a thing that contains another one that counts: the whole, or only the difference."""
    resting_on: list[Code] = []
    """Counts only what rests on any of these (classes or entries); none: everything."""
    needs: Requirement | None = None
    """Whom it binds: those who hold this; none: everybody."""

    @model_validator(mode="after")
    def _limits_something(self) -> Cap:
        combines = self.of_several != "sum" or self.of_parts != "whole"
        if self.at_most is None and self.share is None and not self.not_published and not combines:
            raise MisfitError(Message("misfit.no-cap"), Message("misfit.no-cap.do"))
        if self.at_most is not None and self.unit is None:
            raise MisfitError(Message("misfit.cap-unit"), Message("check.say-unit"))
        return self

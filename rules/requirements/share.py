"""Share: how much of what is counted must satisfy a predicate."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from stackways.rules.base import Amount, Text
from stackways.rules.catalogue import Selection
from stackways.rules.holdings import Reading
from stackways.rules.requirements.base import AwardRequirement, Names


class Share(AwardRequirement):
    """At least or at most a share of the credits, or the published number itself."""

    key: ClassVar[str] = "share"
    share: Annotated[float, Field(gt=0, le=1)]
    """As printed, for example 0.75."""
    bound: Literal["at-least", "at-most"] = "at-least"
    """Whether the share is the least or the most."""
    of: Literal["counted", "required"] = "counted"
    """Of the credits counted, or of the credits required."""
    credits: Amount | None = None
    """The published number, which goes before the share where both are printed."""
    unit: Text | None = None
    """The unit of `credits`."""
    where: Selection = Selection()
    """What the share must satisfy."""
    earned_here: bool | None = None
    """True where the share must be earned at the awarding institution (residency), false where elsewhere (a cap)."""

    def in_words(self, names: Names, reading: Reading = "lenient") -> str:  # noqa: ARG002 - the shape every requirement has
        """Return "at least 75% of the credits counted"."""
        number = f" ({self.credits} {self.unit or 'credits'})" if self.credits is not None else ""
        return f"{self.bound.replace('-', ' ')} {self.share:.0%}{number} of the credits {self.of}"

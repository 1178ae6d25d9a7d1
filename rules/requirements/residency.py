"""Residency of the learner: citizen, permanent resident."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from stackways.rules.base import Slug
from stackways.rules.holdings import Reading
from stackways.rules.requirements.base import Names, RequirementBase
from stackways.rules.situation import Note, Situation, Verdict, known


class Residency(RequirementBase):
    """The learner is one of these."""

    key: ClassVar[str] = "residency"
    residency: Annotated[list[Slug], Field(min_length=1)]
    """Any of these, for example `sg-citizen`, `sg-pr`, `hk-resident`."""

    def judge(self, situation: Situation) -> Verdict:
        """Return met when the learner's residency is listed."""
        held = situation.learner.residency
        words = self.in_words(situation.name_of)
        return known(
            None if held is None else held in self.residency,
            met=Note("residency_listed", f"`{held}` is listed"),
            not_met=Note("residency_not_listed", f"{words} is needed, and `{held}` is given"),
            not_known=Note("residency_unknown", f"{words} is needed: give `residency`"),
        )

    def in_words(self, names: Names, reading: Reading = "lenient") -> str:  # noqa: ARG002 - the shape every requirement has
        """Return "residency a or b"."""
        return f"residency {' or '.join(self.residency)}"

"""Residency of the learner: citizen, permanent resident."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from stackways.rules.base import Slug
from stackways.rules.holdings import Reading
from stackways.rules.requirements.base import Names, RequirementBase
from stackways.rules.situation import Note, Situation, Verdict, always, never, unknown
from stackways.words.message import Argument, Message, Word, listed


class Residency(RequirementBase):
    """The learner is one of these."""

    key: ClassVar[str] = "residency"
    residency: Annotated[list[Slug], Field(min_length=1)]
    """Any of these, for example `sg-citizen`, `sg-pr`, `hk-resident`."""

    def judge(self, situation: Situation) -> Verdict:
        """Return met when the learner's residency is listed."""
        held = situation.learner.residency
        asked = self.in_words(situation.name_of)
        if held is None:
            return unknown(Note("residency_unknown", Message("rules.give-residency", what=asked)))
        given = Word("residency", held)
        if held in self.residency:
            return always(Note("residency_listed", Message("rules.residency-listed", given=given)))
        return never(Note("residency_not_listed", Message("rules.residency-not-listed", what=asked, given=given)))

    def asks_for_least(self) -> bool:
        """Return True: what is held does not matter to it."""
        return True

    def in_words(self, names: Names, reading: Reading = "lenient") -> Argument:  # noqa: ARG002 - the shape every requirement has
        """Return "residency a or b"."""
        return Message("rules.residency", of=listed([Word("residency", one) for one in self.residency], "or"))

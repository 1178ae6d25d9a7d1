"""Stated: a condition in the publisher's words that nothing in the learner's data can decide."""

from __future__ import annotations

from typing import ClassVar

from stackways.rules.base import Text
from stackways.rules.holdings import Reading
from stackways.rules.requirements.base import Names, RequirementBase
from stackways.rules.situation import Note, Situation, Verdict, unknown
from stackways.words.message import Argument, Message, in_english


class Stated(RequirementBase):
    """A condition kept as it is stated."""

    key: ClassVar[str] = "stated"
    stated: Text
    """The condition, restated in short words."""

    def judge(self, situation: Situation) -> Verdict:  # noqa: ARG002 - the shape every requirement has
        """Return unknown: it is shown to the learner, who or whose institution decides."""
        return unknown(Note("stated_condition", Message("rules.on-condition", condition=in_english(self.stated))))

    def asks_for_least(self) -> bool:
        """Return True: what is held does not matter to it."""
        return True

    def in_words(self, names: Names, reading: Reading = "lenient") -> Argument:  # noqa: ARG002 - the shape every requirement has
        """Return the condition."""
        return in_english(self.stated)

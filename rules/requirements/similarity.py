"""Similarity of content, which only the recognising institution can judge."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from stackways.rules.holdings import Reading
from stackways.rules.requirements.base import Names, RequirementBase
from stackways.rules.situation import Note, Situation, Verdict, unknown
from stackways.words.message import Argument, Message


class Similarity(RequirementBase):
    """At least so many per cent of the content alike."""

    key: ClassVar[str] = "similarity"
    similarity: Annotated[int, Field(ge=1, le=100)]
    """In per cent."""

    def judge(self, situation: Situation) -> Verdict:
        """Return unknown: the institution compares the contents."""
        asked = self.in_words(situation.name_of)
        return unknown(Note("similarity_unknown", Message("rules.institution-judges", what=asked)))

    def in_words(self, names: Names, reading: Reading = "lenient") -> Argument:  # noqa: ARG002 - the shape every requirement has
        """Return "at least 80% of the content alike"."""
        return Message("rules.content-alike", share=self.similarity)

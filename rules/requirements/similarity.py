"""Similarity of content, which only the recognising institution can judge."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from stackways.rules.holdings import Reading
from stackways.rules.requirements.base import Names, RequirementBase
from stackways.rules.situation import Note, Situation, Verdict, unknown


class Similarity(RequirementBase):
    """At least so many per cent of the content alike."""

    key: ClassVar[str] = "similarity"
    similarity: Annotated[int, Field(ge=1, le=100)]
    """In per cent."""

    def judge(self, situation: Situation) -> Verdict:
        """Return unknown: the institution compares the contents."""
        return unknown(Note("similarity_unknown", f"{self.in_words(situation.name_of)}, which the institution judges"))

    def in_words(self, names: Names, reading: Reading = "lenient") -> str:  # noqa: ARG002 - the shape every requirement has
        """Return "at least 80% of the content alike"."""
        return f"at least {self.similarity}% of the content alike"

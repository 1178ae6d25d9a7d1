"""Admission first: the claim is open to those already admitted."""

from __future__ import annotations

from typing import ClassVar, Literal

from stackways.rules.days import Days
from stackways.rules.holdings import Reading
from stackways.rules.requirements.base import Names, RequirementBase
from stackways.rules.situation import Note, Situation, Verdict, unknown
from stackways.words.message import Argument, Message


class Admitted(RequirementBase):
    """The learner has been admitted to the programme."""

    key: ClassVar[str] = "admitted"
    admitted: Literal[True]
    """Marks the kind."""

    def judge(self, situation: Situation) -> Verdict:
        """Return the days from the learner's admission on."""
        admitted_on = situation.learner.admission_on
        if admitted_on is None:
            return unknown(Note("admission_unknown", Message("rules.give-admission")))
        days = Days.between(admitted_on, None)
        return Verdict(days, days, (Note("admission_compared", Message("rules.admission-on", day=admitted_on)),))

    def asks_for_least(self) -> bool:
        """Return True: what is held does not matter to it."""
        return True

    def in_words(self, names: Names, reading: Reading = "lenient") -> Argument:  # noqa: ARG002 - the shape every requirement has
        """Return "admission to the programme"."""
        return Message("rules.admission")

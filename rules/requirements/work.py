"""Years of work."""

from __future__ import annotations

from typing import ClassVar

from stackways.rules.base import Amount
from stackways.rules.holdings import Reading
from stackways.rules.requirements.base import Names, RequirementBase
from stackways.rules.situation import Note, Situation, Verdict, known


class WorkYears(RequirementBase):
    """At least so many years of relevant work."""

    key: ClassVar[str] = "work_years"
    work_years: Amount
    """How many years."""

    def judge(self, situation: Situation) -> Verdict:
        """Return met when the learner has worked long enough."""
        held = situation.learner.work_years
        words = self.in_words(situation.name_of)
        return known(
            None if held is None else held >= self.work_years,
            met=Note("work_enough", f"{held} years of work, {self.work_years} needed"),
            not_met=Note("work_too_short", f"{held} years of work, {self.work_years} needed"),
            not_known=Note("work_years_unknown", f"{words} needed: give `work_years`"),
        )

    def in_words(self, names: Names, reading: Reading = "lenient") -> str:  # noqa: ARG002 - the shape every requirement has
        """Return "2 years of relevant work"."""
        return f"{self.work_years} year{'' if self.work_years == 1 else 's'} of relevant work"

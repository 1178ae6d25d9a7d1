"""Years of work."""

from __future__ import annotations

from typing import ClassVar

from stackways.rules.base import Amount
from stackways.rules.holdings import Reading
from stackways.rules.requirements.base import Names, RequirementBase
from stackways.rules.situation import Note, Situation, Verdict, known, unknown


class WorkYears(RequirementBase):
    """At least so many years of relevant work; of a number that is not published, more than so many."""

    key: ClassVar[str] = "work_years"
    work_years: Amount
    """How many years."""
    not_published: bool = False
    """True when more years are needed than these (0: any work at all) and how many is not published."""

    def judge(self, situation: Situation) -> Verdict:
        """Return met when the learner has worked long enough."""
        held = situation.learner.work_years
        words = self.in_words(situation.name_of)
        if self.not_published and held is not None and held > self.work_years:
            return unknown(Note("years_not_published", f"{held} years of work; how many are needed is not published"))
        return known(
            None if held is None else held >= self.work_years and not self.not_published,
            met=Note("work_enough", f"{held} years of work, {self.work_years} needed"),
            not_met=Note(
                "work_too_short", f"{held} years of work, {'more' if self.not_published else self.work_years} needed"
            ),
            not_known=Note("work_years_unknown", f"{words} needed: give `work_years`"),
        )

    def in_words(self, names: Names, reading: Reading = "lenient") -> str:  # noqa: ARG002 - the shape every requirement has
        """Return "2 years of relevant work"."""
        if self.not_published:
            return "years of relevant work (how many is not published)"
        return f"{self.work_years} year{'' if self.work_years == 1 else 's'} of relevant work"

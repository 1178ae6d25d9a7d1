"""Years of work."""

from __future__ import annotations

from typing import ClassVar

from stackways.rules.base import Amount
from stackways.rules.holdings import Reading
from stackways.rules.requirements.base import Names, RequirementBase
from stackways.rules.situation import Note, Situation, Verdict, always, never, unknown
from stackways.words.message import Argument, Message


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
        if held is None:
            asked = self.in_words(situation.name_of)
            return unknown(Note("work_years_unknown", Message("rules.give-work-years", what=asked)))
        if self.not_published:
            if held > self.work_years:
                return unknown(Note("years_not_published", Message("rules.work-not-published", years=held)))
            return never(Note("work_too_short", Message("rules.more-work-needed", years=held)))
        compared = Message("rules.work-compared", years=held, needed=self.work_years)
        enough, short = Note("work_enough", compared), Note("work_too_short", compared)
        return always(enough) if held >= self.work_years else never(short)

    def asks_for_least(self) -> bool:
        """Return True: what is held does not matter to it."""
        return True

    def in_words(self, names: Names, reading: Reading = "lenient") -> Argument:  # noqa: ARG002 - the shape every requirement has
        """Return "2 years of relevant work"."""
        if self.not_published:
            return Message("rules.work-of-unpublished-length")
        return Message("rules.years-of-work", count=self.work_years)

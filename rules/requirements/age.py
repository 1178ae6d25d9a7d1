"""Minimum age."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from stackways.rules.days import NO_DAYS, Days
from stackways.rules.holdings import Reading
from stackways.rules.requirements.base import Names, RequirementBase
from stackways.rules.situation import Note, Situation, Verdict, unknown
from stackways.words.message import Argument, Message


class MinimumAge(RequirementBase):
    """At least so many years old."""

    key: ClassVar[str] = "minimum_age"
    minimum_age: Annotated[int, Field(ge=1, le=120)]
    """In completed years."""
    on: Literal["claim", "1-january-of-intake-year"] = "claim"
    """The day on which the age is taken."""

    def judge(self, situation: Situation) -> Verdict:
        """Return the days from which the age is certain; in the year it is reached, the birthday decides."""
        year = situation.learner.birth_year
        if year is None:
            asked = self.in_words(situation.name_of)
            return unknown(Note("birth_year_unknown", Message("rules.give-birth-year", what=asked)))
        reached = year + self.minimum_age
        compared = Message("rules.age-compared", born=str(year), age=self.minimum_age, year=str(reached))
        note = Note("age_compared", compared)
        certain, perhaps = dt.date(reached, 12, 31), dt.date(reached, 1, 1)
        if self.on == "claim":
            return Verdict(Days.between(certain, None), Days.between(perhaps, None), (note,))
        intake = situation.learner.intake
        if intake is None:
            asked = self.in_words(situation.name_of)
            return unknown(Note("intake_unknown", Message("rules.give-intake-for-age", what=asked)))
        first_of_january = dt.date(int(intake[:4]), 1, 1)
        met = Days.between(None, None) if first_of_january > certain else NO_DAYS
        possible = Days.between(None, None) if first_of_january >= perhaps else NO_DAYS
        return Verdict(met, possible, (note,))

    def asks_for_least(self) -> bool:
        """Return True: what is held does not matter to it."""
        return True

    def in_words(self, names: Names, reading: Reading = "lenient") -> Argument:  # noqa: ARG002 - the shape every requirement has
        """Return "age 18 or more"."""
        return Message("rules.age" if self.on == "claim" else "rules.age-on-1-january", age=self.minimum_age)

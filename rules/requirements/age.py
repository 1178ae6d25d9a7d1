"""Minimum age."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from stackways.rules.days import NO_DAYS, Days
from stackways.rules.holdings import Reading
from stackways.rules.requirements.base import Names, RequirementBase
from stackways.rules.situation import Note, Situation, Verdict, unknown


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
            return unknown(
                Note("birth_year_unknown", f"{self.in_words(situation.name_of)} is needed: give `birth_year`")
            )
        reached = year + self.minimum_age
        note = Note("age_compared", f"born in {year}, so {self.minimum_age} in the course of {reached}")
        certain, perhaps = dt.date(reached, 12, 31), dt.date(reached, 1, 1)
        if self.on == "claim":
            return Verdict(Days.between(certain, None), Days.between(perhaps, None), (note,))
        intake = situation.learner.intake
        if intake is None:
            return unknown(Note("intake_unknown", f"{self.in_words(situation.name_of)} is needed: give `intake`"))
        first_of_january = dt.date(int(intake[:4]), 1, 1)
        met = Days.between(None, None) if first_of_january > certain else NO_DAYS
        possible = Days.between(None, None) if first_of_january >= perhaps else NO_DAYS
        return Verdict(met, possible, (note,))

    def in_words(self, names: Names, reading: Reading = "lenient") -> str:  # noqa: ARG002 - the shape every requirement has
        """Return "age 18 or more"."""
        on = "" if self.on == "claim" else " on 1 January of the intake year"
        return f"age {self.minimum_age} or more{on}"

"""Intake: a rule that holds for certain intakes or cohorts."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from stackways.rules.holdings import Reading
from stackways.rules.requirements.base import Names, RequirementBase
from stackways.rules.situation import Note, Situation, Verdict, known
from stackways.words.message import Argument, Message, MisfitError, Month

IntakeName = Annotated[str, Field(pattern=r"^\d{4}(-(0[1-9]|1[0-2]))?$")]


class Intake(RequirementBase):
    """The learner's intake lies in a range of years or months, both ends included."""

    key: ClassVar[str] = "intake"
    intake: Literal["in-range"] = "in-range"
    """Marks the kind."""
    first: IntakeName | None = None
    """The first intake it holds for, for example `2024-07`."""
    last: IntakeName | None = None
    """The last intake it holds for."""

    @model_validator(mode="after")
    def _names_an_end(self) -> Intake:
        if self.first is None and self.last is None:
            raise MisfitError(Message("misfit.no-intake"), Message("misfit.no-intake.do"))
        return self

    def judge(self, situation: Situation) -> Verdict:
        """Return met when the learner's intake is inside; a year alone does not decide inside a year."""
        held = situation.learner.intake
        asked, given = self.in_words(situation.name_of), _as_month(held or self.first or self.last or "")
        return known(
            None if held is None else self._contains(held),
            met=Note("intake_inside", Message("rules.intake-inside", given=given, what=asked)),
            not_met=Note("intake_outside", Message("rules.intake-outside", given=given, what=asked)),
            not_known=Note("intake_unknown", Message("rules.give-intake", what=asked)),
        )

    def _contains(self, held: str) -> bool | None:
        answers = []
        for end, sign in ((self.first, 1), (self.last, -1)):
            if end is None:
                continue
            length = min(len(held), len(end), len("2024-07"))
            order = (held[:length] > end[:length]) - (held[:length] < end[:length])
            undecided = order == 0 and len(held) < len(end)
            answers.append(None if undecided else order * sign >= 0)
        if False in answers:
            return False
        return None if None in answers else True

    def in_words(self, names: Names, reading: Reading = "lenient") -> Argument:  # noqa: ARG002 - the shape every requirement has
        """Return "intake from July 2024 to January 2025"."""
        if self.first and self.last:
            return Message("rules.intake-between", first=_as_month(self.first), last=_as_month(self.last))
        if self.first:
            return Message("rules.intake-from", first=_as_month(self.first))
        return Message("rules.intake-to", last=_as_month(self.last or ""))


def _as_month(intake: str) -> Argument:
    """Return an intake as it was given: a year, a month or a day."""
    year, *rest = map(int, intake.split("-"))
    if len(rest) > 1:
        return dt.date(year, *rest)
    return Month(year, rest[0] if rest else None)

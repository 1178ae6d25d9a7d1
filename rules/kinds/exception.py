"""Exception: what an institution decided for one learner, or for all in one programme or term, beside its rules.

Source of the meaning: concepts.md, "Exceptions".
"""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from stackways.rules.base import Amount, Code, Slug, Text, composed
from stackways.rules.kinds.base import RuleBase
from stackways.rules.requirements import Requirement
from stackways.rules.requirements.base import Names
from stackways.words.message import Message, MisfitError

Does = Literal["waive", "substitute", "also_allow", "count_here"]


class RuleException(RuleBase):
    """A dated decision beside the rules, requested by one person and approved by another."""

    kind: Literal["exception"]
    """Marks the kind."""
    does: Does
    """`waive`: it need not be taken; `substitute`: something else counts in its place; `also_allow`: it may be counted
    in one more part of the programme; `count_here`: it counts in the programme whatever its date, grade or earlier
    use."""
    target: Code
    """What need not be taken (`waive`, `substitute`), or what is counted (`also_allow`, `count_here`)."""
    within: Code
    """The programme it holds in."""
    needs: Requirement | None = None
    """For `substitute`: what counts in its place."""
    part: Slug | None = None
    """For `also_allow`: the name of the part of the programme."""
    learner: Text | None = None
    """The pseudonym of the one learner it is for; none: everyone in its scope."""
    term: Text | None = None
    """Only what was taken in this term, as the institution names it."""
    credits: Amount | None = None
    """How much credit a waiver or a substitute gives; none: a waiver none, a substitute as much as it carries."""
    unit: Text | None = None
    """The unit of `credits`."""
    requested_by: Text
    """Who asked for it."""
    approved_by: Text
    """Who approved it: another person."""

    @model_validator(mode="after")
    def _by_two(self) -> RuleException:
        if _same(self.requested_by) == _same(self.approved_by):
            raise MisfitError(
                Message("misfit.own-approval", person=self.approved_by), Message("misfit.own-approval.do")
            )
        if self.effective_from is None:
            raise MisfitError(Message("misfit.exception-day"), Message("misfit.exception-day.do"))
        return self

    @model_validator(mode="after")
    def _says_what_it_does(self) -> RuleException:
        if (self.does == "substitute") != (self.needs is not None):
            raise MisfitError(Message("misfit.exception-needs"), Message("misfit.exception-needs.do"))
        if (self.does == "also_allow") != (self.part is not None):
            raise MisfitError(Message("misfit.exception-part"), Message("misfit.exception-part.do"))
        if self.does == "waive" and self.term:
            raise MisfitError(Message("misfit.waived-term"), Message("misfit.waived-term.do"))
        if self.needs is not None and self.term and self.needs.thing is None:
            raise MisfitError(Message("misfit.exception-term"), Message("misfit.exception-term.do"))
        if self.credits is not None and (self.unit is None or self.does in {"also_allow", "count_here"}):
            raise MisfitError(Message("misfit.exception-credits"), Message("check.change-one"))
        return self

    def in_words(self, names: Names) -> Message:
        """Return what it does, in plain words; never for whom."""
        return Message(
            f"rules.exception-{self.does.replace('_', '-')}",
            target=names(self.target),
            programme=names(self.within),
            **({"needs": self.needs.in_words(names)} if self.needs else {}),
            **({"part": self.part} if self.part else {}),
        )


def _same(person: str) -> str:
    return " ".join(composed(person).casefold().split())

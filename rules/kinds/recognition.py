"""Recognition: an institution counts something towards something of its own.

Source of the meaning: concepts.md, "Recognition".
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, PrivateAttr, model_validator

from stackways.rules.base import Amount, Code, Model, Text
from stackways.rules.decision import ExceptionUsed
from stackways.rules.effects import Effects
from stackways.rules.kinds.base import Derived, RuleBase
from stackways.rules.requirements import Requirement
from stackways.rules.requirements.base import Names
from stackways.rules.requirements.window import Window
from stackways.rules.situation import Situation
from stackways.words.message import Message, MisfitError, Word, listed


class Grant(Model):
    """What a rule grants: one target and what happens to it."""

    target: Code
    """A module or programme of the recogniser."""
    outcome: Literal["exemption", "specified_credit", "block_credit", "entry"]
    """What happens: it need not be taken, credit for it, credit towards the whole, or entry to it."""
    amount: Amount | None = None
    """How much credit; the most, where a range is published."""
    at_least: Amount | None = None
    """The least, where a range is published."""
    unit: Text | None = None
    """The unit of `amount`."""
    own_credits: bool = False
    """True where it gives as much credit as what is held carries."""
    towards: Text | None = None
    """The part of the target it counts in, as printed, for example "free electives"."""

    @model_validator(mode="after")
    def _ranges(self) -> Grant:
        if self.at_least is not None and (self.amount is None or self.amount < self.at_least):
            raise MisfitError(Message("misfit.range"), Message("misfit.range.do"))
        return self

    def in_words(self, names: Names) -> Message:
        """Return what happens to the target, in plain words."""
        return Message("rules.grant", outcome=Word("outcome", self.outcome), target=names(self.target))


class Recognition(RuleBase):
    """What is recognised towards what, and on which conditions."""

    kind: Literal["recognition"]
    """Marks the kind."""
    needs: Requirement
    """What must be held, and the conditions."""
    grants: Annotated[list[Grant], Field(min_length=1)]
    """What is granted; several targets are all granted together, unless it is `either` of them."""
    either: bool = False
    """True where only one of the grants counts at a time: it is recognised as this or as that, not as both."""
    within: Code | None = None
    """The programme it holds in; none: wherever the target counts."""
    window: Window | None = None
    """How long every holding counts, unless the holding states a window of its own."""
    certainty: Literal["entitled", "up_to", "precedent", "recommendation"] = "entitled"
    """`up_to`: the institution decides; `precedent`: it decided so before; `recommendation`: binds nobody."""
    effects: Effects = Effects()
    """What else it does, as far as it is stated."""
    _exception: ExceptionUsed | None = PrivateAttr(None)

    @model_validator(mode="after")
    def _either_of_several(self) -> Recognition:
        if self.either and len(self.grants) < 2:  # noqa: PLR2004 - one is no choice
            raise MisfitError(Message("misfit.either"), Message("misfit.either.do"))
        return self

    @property
    def exception(self) -> ExceptionUsed | None:
        """The exception that it is; None of what is published."""
        return self._exception

    @property
    def asks_nothing(self) -> bool:
        """Whether it is an exception that nothing must be held for."""
        return self._exception is not None and not any(self.needs.codes())

    def by_exception(self, exception: ExceptionUsed) -> Recognition:
        """Return this rule, which is an exception."""
        self._exception = exception
        return self

    def leads_to(self) -> list[Code]:
        """Return what is granted, by code."""
        return [grant.target for grant in self.grants]

    def instead_of(self, grant: Grant) -> list[Grant]:
        """Return the grants of which none counts beside this one."""
        return [other for other in self.grants if other != grant] if self.either else []

    def asking(self, situation: Situation) -> Situation:
        """Return the situation in which its premise is judged: with its window."""
        return situation.within(self.window)

    @property
    def tier(self) -> str | None:
        """What a score is recognised by, where one is asked for: rules that have the same are its tiers."""
        return f"{self.published_by} {self.needs.tier}" if self.needs.tier else None

    def in_words(self, names: Names) -> Message:
        """Return what it needs and grants, in plain words."""
        needs = self.needs.in_words(names)
        if self.window:
            needs = listed([needs, self.window.in_words()], "comma")
        granted = listed([grant.in_words(names) for grant in self.grants], "comma")
        if self.within:
            return Message("rules.grants-within", needs=needs, grants=granted, programme=names(self.within))
        return Message("rules.grants", needs=needs, grants=granted)

    def derived(self) -> Iterator[Derived]:
        """Yield one edge for each thing it lets count, towards each thing it grants."""
        held = list(dict.fromkeys(self.needs.codes_to_have()))
        for code in held:
            for grant in self.grants:
                yield self._derived(
                    "RECOGNISED_TOWARDS",
                    code,
                    grant.target,
                    needs="alone" if len(held) == 1 else "with others or instead of them",
                    outcome=grant.outcome,
                    certainty=self.certainty,
                    window=self.window.period.iso if self.window else None,
                    within=self.within,
                    effective_from=self.effective_from,
                    effective_until=self.effective_until,
                )

"""When: a choice made in one part (a track) changes what is needed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Literal

from stackways.rules.requirements.base import Names, Requirement, RequirementBase
from stackways.rules.requirements.groups import judge_at_least
from stackways.rules.situation import Situation, Standing, Verdict
from stackways.words.message import Argument, Message

if TYPE_CHECKING:
    from stackways.rules.days import Days
    from stackways.rules.holdings import Reading
    from stackways.rules.requirements.asks import Truth
    from stackways.rules.requirements.base import Ledger


class When(RequirementBase):
    """Either the choice with what it brings, or the other way; what is not chosen counts nothing.

    Where it asks what is held, it is no choice: whoever holds it needs what it brings, and nobody else.
    """

    key: ClassVar[str] = "when"
    when: Requirement
    """The choice."""
    then: Requirement
    """What is needed besides, when it is made."""
    otherwise: Requirement
    """What is needed when it is not."""
    of: Literal["counted", "held"] = "counted"
    """Of what is counted, so that it is a choice; or of what is held, counted or not."""

    def judge(self, situation: Situation) -> Verdict:
        """Return met when either way is; of what is held, the way that it decides."""
        if self.of == "held":
            held, then, other = (part.judge(situation) for part, _ in self.parts())
            ways = ((held, then), (_not(held), other))
            both, neither = (judge_at_least(2, way, situation.day) for way in ways)
            return judge_at_least(1, [both, neither], situation.day)
        both = judge_at_least(2, [self.when.judge(situation), self.then.judge(situation)], situation.day)
        return judge_at_least(1, [both, self.otherwise.judge(situation)], situation.day)

    def encode(self, ledger: Ledger, active: Truth, path: str) -> None:
        """Choose one of the two ways, or take the one that what is held decides."""
        if self.of == "held":
            self._as_held(ledger, active, path)
            return
        chosen, other = ledger.literal(f"{path} chosen"), ledger.literal(f"{path} otherwise")
        for literal in (chosen, other):
            ledger.model.add_implication(literal, active)
        self.when.encode(ledger, chosen, f"{path}/0")
        self.then.encode(ledger, chosen, f"{path}/1")
        self.otherwise.encode(ledger, other, f"{path}/2")
        ledger.model.add_exactly_one([chosen, other, active.negated()])

    def _as_held(self, ledger: Ledger, active: Truth, path: str) -> None:
        """Ask for the way that what is held decides; for a certain award, where that is not known, for both."""
        taken = []
        for part, inside, asked in ((self.then, f"{path}/1", _so), (self.otherwise, f"{path}/2", _not)):
            literal = ledger.as_held(self.when, partial(_may_be, asked), f"{inside} taken")
            ledger.model.add_implication(literal, active)
            part.encode(ledger, literal, inside)
            without = _is_not if ledger.least is Standing.MET else _may_not_be
            spared = ledger.as_held(self.when, partial(without, asked), f"{inside} spared")
            ledger.model.add_bool_or([active.negated(), literal, spared])
            taken.append(literal)
        ledger.model.add_bool_or([active.negated(), *taken])

    def in_words(self, names: Names, reading: Reading = "lenient") -> Argument:
        """Return "with A also B, otherwise C"."""
        chosen, also, other = (part.in_words(names, reading) for part in (self.when, self.then, self.otherwise))
        if self.of == "held":
            return Message("rules.who-holds", what=chosen, then=also, otherwise=other)
        return Message("rules.with-also", what=chosen, then=also, otherwise=other)


def _not(verdict: Verdict) -> Verdict:
    """Return the days on which it is certainly not so, and on which it may not be."""
    return Verdict(~verdict.possible, ~verdict.met, verdict.reasons)


def _so(verdict: Verdict) -> Verdict:
    return verdict


def _may_be(asked: Callable[[Verdict], Verdict], held: Verdict) -> Days:
    return asked(held).possible


def _is_not(asked: Callable[[Verdict], Verdict], held: Verdict) -> Days:
    return _not(asked(held)).met


def _may_not_be(asked: Callable[[Verdict], Verdict], held: Verdict) -> Days:
    return _not(asked(held)).possible

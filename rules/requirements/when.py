"""When: a choice made in one part (a track) changes what is needed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Literal

from stackways.rules.requirements.base import Names, Requirement, RequirementBase
from stackways.rules.requirements.groups import judge_at_least
from stackways.rules.situation import Note, Situation, Standing, Verdict
from stackways.words.message import Argument, Message

if TYPE_CHECKING:
    from stackways.rules.days import Days
    from stackways.rules.holdings import Reading
    from stackways.rules.requirements.asks import Truth
    from stackways.rules.requirements.base import Counted, Ledger, Replay


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

    def replay(self, replay: Replay, path: str) -> list[str]:
        """Return why the way that is taken is not met; nothing is counted in the one that is not."""
        if self.of == "held":
            return self._replay_as_held(replay, path)
        chosen = replay.is_used(f"{path}/0") or replay.is_used(f"{path}/1")
        if replay.is_used(f"{path}/2"):
            missing = replay.not_asked(f"{path}/2")
        else:
            missing = replay.tried((self.when, f"{path}/0"), (self.then, f"{path}/1"))
        return missing if chosen or not missing else replay.tried((self.otherwise, f"{path}/2"))

    def _replay_as_held(self, replay: Replay, path: str) -> list[str]:
        """Return why the way is not met that what is held decides; where that is not known, both, or either."""
        held = self.when.judge(replay.situation).on(replay.situation.day)
        ways = {Standing.MET: (1,), Standing.NOT_MET: (2,), Standing.UNKNOWN: (1, 2)}[held]
        faults: list[str] = []
        missing: list[list[str]] = []
        for at, part in ((1, self.then), (2, self.otherwise)):
            inside = f"{path}/{at}"
            missing += [replay.tried((part, inside))] if at in ways else []
            if replay.is_used(inside):
                faults += missing[-1] if at in ways else replay.not_asked(inside)
        either = held is Standing.UNKNOWN and not replay.certain and not all(missing)
        return faults if either else [*faults, *(fault for part in missing for fault in part)]

    def undecided(self, counted: Counted, path: str) -> Iterator[Note]:
        """Yield what is not known of the way that was taken, and of what decides it."""
        when, then, otherwise = ((part, f"{path}/{at}") for at, (part, _) in enumerate(self.parts()))
        if self.of == "held":
            yield from counted.open([self.when.judge(counted.situation)])
            taken = [one for one in (then, otherwise) if counted.is_in(one[1])]
        else:
            taken = [otherwise] if counted.is_in(otherwise[1]) else [when, then]
        for part, inside in taken:
            yield from part.undecided(counted, inside)

    def in_words(self, names: Names, reading: Reading = "lenient") -> Argument:
        """Return "with A also B, otherwise C"."""
        chosen, also, other = (part.in_words(names, reading) for part in (self.when, self.then, self.otherwise))
        if self.of == "held":
            return Message("rules.who-holds", what=chosen, then=also, otherwise=other)
        return Message("rules.with-also", what=chosen, then=also, otherwise=other)

    def caption(self, names: Names) -> Argument:  # noqa: ARG002 - as every requirement
        """Return that it depends on the first of what stands beside it."""
        return Message("rules.depends-on-these")


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

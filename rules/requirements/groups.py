"""Groups: all of, any of, k of n, exactly one of.

Source of the meaning: concepts.md, "needs k of n, nesting by Requirement: (A and B) or (B and C)".
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from stackways.rules.base import Slug
from stackways.rules.days import on_at_least
from stackways.rules.requirements.base import Names, Requirement, RequirementBase
from stackways.rules.situation import Note, Situation, Standing, Verdict
from stackways.words.message import Argument, Message, MisfitError, listed

if TYPE_CHECKING:
    from stackways.rules.base import Code
    from stackways.rules.holdings import Reading
    from stackways.rules.requirements.asks import Truth
    from stackways.rules.requirements.base import Ledger, Replay

NonEmpty = Field(min_length=1)


class Group(RequirementBase):
    """Several requirements, as one part of a tree."""

    name: Slug | None = None
    """A name by which other requirements speak of this part: what it shares with another, or what holds in it."""

    @property
    def part_name(self) -> Slug | None:
        """Its name."""
        return self.name

    def _replay_some(self, replay: Replay, path: str, *, least: int, most: int | None = None) -> list[str]:
        """Return why not enough of them are met; one in which something is counted is chosen, and must hold."""
        parts = [(part, f"{path}/{at}") for at, (part, _) in enumerate(self.parts())]
        missing = [replay.tried(one) for one in parts]
        used = [replay.is_used(inside) for _, inside in parts]
        faults = [fault for part, chosen in zip(missing, used, strict=True) if chosen for fault in part]
        met = sum(not part for part in missing)
        return faults if met >= least and (most is None or sum(used) <= most) else [*faults, *replay.not_met(self)]

    def _filled(self, covers: Callable[[Code], bool], reading: Reading) -> list[bool]:
        return [part.is_filled(covers, reading) for part, _ in self.parts()]


class AllOf(Group):
    """All of these."""

    key: ClassVar[str] = "all_of"
    all_needed: ClassVar[bool] = True
    more_never_harms: ClassVar[bool] = True
    all_of: Annotated[list[Requirement], NonEmpty]
    """Every one of these is needed."""

    def judge(self, situation: Situation) -> Verdict:
        """Return met on the days on which every member is."""
        return judge_at_least(len(self.all_of), [part.judge(situation) for part in self.all_of], situation.day)

    def encode(self, ledger: Ledger, active: Truth, path: str) -> None:
        """Ask for every member."""
        with ledger.part(self.name):
            for position, part in enumerate(self.all_of):
                part.encode(ledger, active, f"{path}/{position}")

    def replay(self, replay: Replay, path: str) -> list[str]:
        """Return why any member is not met."""
        return [fault for at, part in enumerate(self.all_of) for fault in part.replay(replay, f"{path}/{at}")]

    def is_filled(self, covers: Callable[[Code], bool], reading: Reading) -> bool:
        """Tell whether things are enough, whenever they are had."""
        return all(self._filled(covers, reading))

    def in_words(self, names: Names, reading: Reading = "lenient") -> Argument:
        """Return "A and B"."""
        return _joined(self.all_of, names, reading, "and")

    def caption(self, names: Names) -> Argument:  # noqa: ARG002 - as every requirement
        """Return how many of what stands beside it are asked for."""
        return Message("rules.all-of-these")


class AnyOf(Group):
    """Any of these: each suffices."""

    key: ClassVar[str] = "any_of"
    lets_choose: ClassVar[bool] = True
    more_never_harms: ClassVar[bool] = True
    any_of: Annotated[list[Requirement], NonEmpty]
    """Each of these suffices."""

    def judge(self, situation: Situation) -> Verdict:
        """Return met on the days on which at least one member is."""
        return judge_at_least(1, [part.judge(situation) for part in self.any_of], situation.day)

    def encode(self, ledger: Ledger, active: Truth, path: str) -> None:
        """Ask for at least one member."""
        with ledger.part(self.name):
            _encode_at_least(1, self.any_of, ledger, active, path)

    def replay(self, replay: Replay, path: str) -> list[str]:
        """Return why no member is met."""
        return self._replay_some(replay, path, least=1)

    def is_filled(self, covers: Callable[[Code], bool], reading: Reading) -> bool:
        """Tell whether things are enough, whenever they are had."""
        return any(self._filled(covers, reading))

    def in_words(self, names: Names, reading: Reading = "lenient") -> Argument:
        """Return "A or B"."""
        return _joined(self.any_of, names, reading, "or")

    def caption(self, names: Names) -> Argument:  # noqa: ARG002 - as every requirement
        """Return how many of what stands beside it are asked for."""
        return Message("rules.any-of-these")


class AtLeast(Group):
    """At least k of these."""

    key: ClassVar[str] = "at_least"
    lets_choose: ClassVar[bool] = True
    more_never_harms: ClassVar[bool] = True
    at_least: Annotated[int, Field(ge=1)]
    """How many are needed."""
    of: Annotated[list[Requirement], NonEmpty]
    """What they are chosen from."""

    @model_validator(mode="after")
    def _can_be_met(self) -> AtLeast:
        if self.at_least > len(self.of):
            raise MisfitError(
                Message("misfit.few-listed", least=self.at_least, there=len(self.of)),
                Message("check.lower-or-list", to=str(len(self.of))),
            )
        return self

    def judge(self, situation: Situation) -> Verdict:
        """Return met on the days on which at least k members are."""
        return judge_at_least(self.at_least, [part.judge(situation) for part in self.of], situation.day)

    def encode(self, ledger: Ledger, active: Truth, path: str) -> None:
        """Ask for at least k members."""
        with ledger.part(self.name):
            _encode_at_least(self.at_least, self.of, ledger, active, path)

    def replay(self, replay: Replay, path: str) -> list[str]:
        """Return why fewer than k members are met."""
        return self._replay_some(replay, path, least=self.at_least)

    def is_filled(self, covers: Callable[[Code], bool], reading: Reading) -> bool:
        """Tell whether things are enough, whenever they are had."""
        return sum(self._filled(covers, reading)) >= self.at_least

    def unfilled(self, covers: Callable[[Code], bool], reading: Reading) -> RequirementBase:
        """Return how many are left of those that are left."""
        left = [part for part in self.of if not part.is_filled(covers, reading)]
        return AtLeast(at_least=self.at_least - (len(self.of) - len(left)), of=left)

    def in_words(self, names: Names, reading: Reading = "lenient") -> Argument:
        """Return "at least 2 of: A, B, C"."""
        of = listed([part.in_words(names, reading) for part in self.of], "comma")
        return Message("rules.at-least-of", least=self.at_least, of=of)

    def caption(self, names: Names) -> Argument:  # noqa: ARG002 - as every requirement
        """Return how many of what stands beside it are asked for."""
        return Message("rules.at-least-of-these", least=self.at_least)


class ExactlyOne(Group):
    """Exactly one of these; a second one defeats it."""

    key: ClassVar[str] = "exactly_one_of"
    lets_choose: ClassVar[bool] = True
    exactly_one_of: Annotated[list[Requirement], NonEmpty]
    """One of these and no second one."""

    def judge(self, situation: Situation) -> Verdict:
        """Return met on the days on which one member is met and no second one may be."""
        verdicts = [part.judge(situation) for part in self.exactly_one_of]
        first = judge_at_least(1, verdicts, situation.day)
        met = first.met & ~on_at_least(2, [verdict.possible for verdict in verdicts])
        possible = first.possible & ~on_at_least(2, [verdict.met for verdict in verdicts])
        if first.on(situation.day) is not Standing.NOT_MET and situation.day not in possible:
            reason = Note("more_than_one", Message("rules.more-than-one-held"))
            return Verdict(met, possible, (reason,), first.remarks, first.used)
        return Verdict(met, possible, first.reasons, first.remarks, first.used)

    def encode(self, ledger: Ledger, active: Truth, path: str) -> None:
        """Ask for one member, and count nothing in any other."""
        with ledger.part(self.name):
            ledger.model.add_at_most_one(_encode_at_least(1, self.exactly_one_of, ledger, active, path))

    def replay(self, replay: Replay, path: str) -> list[str]:
        """Return why not one member is met, or that something is counted in more."""
        return self._replay_some(replay, path, least=1, most=1)

    def is_filled(self, covers: Callable[[Code], bool], reading: Reading) -> bool:
        """Tell whether things are enough, whenever they are had."""
        return any(self._filled(covers, reading))

    def in_words(self, names: Names, reading: Reading = "lenient") -> Argument:
        """Return "exactly one of: A, B"."""
        of = listed([part.in_words(names, reading) for part in self.exactly_one_of], "comma")
        return Message("rules.exactly-one-of", of=of)

    def caption(self, names: Names) -> Argument:  # noqa: ARG002 - as every requirement
        """Return how many of what stands beside it are asked for."""
        return Message("rules.exactly-one-of-these")


def judge_at_least(count: int, verdicts: Sequence[Verdict], day: dt.date) -> Verdict:
    """Return the verdict on "at least `count` of these", explained for `day`.

    Where more are met than needed, those are used whose verdict lasts longest; where some are missing, the reasons are
    those of what is missing, and where one would suffice, of what comes nearest: what is held but does not count.
    """
    if len(verdicts) == 1 and count == 1:
        return verdicts[0]
    met = on_at_least(count, [verdict.met for verdict in verdicts])
    possible = on_at_least(count, [verdict.possible for verdict in verdicts])
    standings = [(verdict, verdict.on(day)) for verdict in verdicts]
    held = [verdict for verdict, standing in standings if standing is Standing.MET]
    if day in met:
        telling = chosen = _lasting(held, count, day)
    elif day in possible:
        undecided = [verdict for verdict, standing in standings if standing is Standing.UNKNOWN]
        telling = _lasting(undecided, count - len(held), day)
        chosen = held + telling
    else:
        failing = [verdict for verdict, standing in standings if standing is Standing.NOT_MET]
        touched = [verdict for verdict in failing if verdict.used]
        telling = (touched or failing) if count == 1 else failing
        chosen = list(verdicts)
    return Verdict(
        met,
        possible,
        tuple(dict.fromkeys([note for verdict in telling for note in verdict.reasons])),
        tuple(dict.fromkeys([note for verdict in chosen for note in verdict.remarks])),
        tuple(dict.fromkeys([name for verdict in chosen for name in verdict.used])),
    )


def _lasting(verdicts: list[Verdict], count: int, day: dt.date) -> list[Verdict]:
    """Return the `count` verdicts that stand as they do for longest, of those that stand alike on the day."""
    if len(verdicts) <= count:
        return verdicts
    return sorted(verdicts, key=lambda verdict: verdict.last_as_on(day), reverse=True)[:count]


def _encode_at_least(
    count: int, parts: Sequence[RequirementBase], ledger: Ledger, active: Truth, path: str
) -> list[Truth]:
    """Choose members to ask for; nothing is counted in those that are not chosen."""
    chosen = []
    for position, part in enumerate(parts):
        literal = ledger.literal(f"{path}/{position} chosen")
        ledger.model.add_implication(literal, active)
        part.encode(ledger, literal, f"{path}/{position}")
        chosen.append(literal)
    ledger.model.add(sum(chosen) >= count).only_enforce_if(active)
    return chosen


def _joined(parts: Sequence[RequirementBase], names: Names, reading: Reading, joined: Literal["and", "or"]) -> Argument:
    """Return the parts in one phrase, groups inside it in brackets."""
    if len(parts) == 1:
        return parts[0].in_words(names, reading)
    said = ((part.in_words(names, reading), isinstance(part, AllOf | AnyOf)) for part in parts)
    return listed([Message("said.in-brackets", what=what) if group else what for what, group in said], joined)

"""The situation a rule is judged in, and the verdict of a judgement."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple, Protocol

from stackways.rules.days import EVERY_DAY, NO_DAYS, Days
from stackways.rules.holdings import Learner
from stackways.words.message import Argument, Code, Message, Published, in_english

if TYPE_CHECKING:
    from stackways.rules.catalogue import Institution, StudyItem
    from stackways.rules.holdings import Holding, Reading
    from stackways.rules.periods import Period


class Note(NamedTuple):
    """A reason or remark: a stable code for programs and what is to be said to people."""

    code: str
    message: Message

    @property
    def text(self) -> str:
        """What is said, in the language that is spoken."""
        return str(self.message)


class Standing(IntEnum):
    """How a requirement stands on a day; the order is from worst to best for the learner."""

    NOT_MET = 0
    UNKNOWN = 1
    MET = 2


class Verdict(NamedTuple):
    """On which days a requirement is certainly met, on which it may be, and why on the day asked for."""

    met: Days
    possible: Days
    """Every day on which it is met or on which what is unknown decides; includes `met`."""
    reasons: tuple[Note, ...] = ()
    remarks: tuple[Note, ...] = ()
    used: tuple[str, ...] = ()
    """Names of the holdings it rests on."""

    def on(self, day: dt.date) -> Standing:
        """Return how it stands on a day."""
        ordinal = day.toordinal()
        if self.met.holds(ordinal):
            return Standing.MET
        return Standing.UNKNOWN if self.possible.holds(ordinal) else Standing.NOT_MET

    def last_as_on(self, day: dt.date) -> dt.date:
        """Return the last day on which it stands as on that day or better, at most the calendar's last."""
        return (self.met.last_of_run(day) if day in self.met else self.possible.last_of_run(day)) or dt.date.max


def always(*reasons: Note) -> Verdict:
    """Return a verdict met on every day."""
    return Verdict(EVERY_DAY, EVERY_DAY, reasons)


def never(*reasons: Note) -> Verdict:
    """Return a verdict met on no day."""
    return Verdict(NO_DAYS, NO_DAYS, reasons)


def unknown(*reasons: Note) -> Verdict:
    """Return a verdict that something unknown decides on every day."""
    return Verdict(NO_DAYS, EVERY_DAY, reasons)


def known(answer: bool | None, *, met: Note, not_met: Note, not_known: Note) -> Verdict:  # noqa: FBT001 - the answer itself
    """Return the verdict of a yes, no or unknown that is the same on every day."""
    if answer is None:
        return unknown(not_known)
    return always(met) if answer else never(not_met)


class Lapsing(Protocol):
    """A rule of how long a credential stays valid, as far as a situation knows of it."""

    @property
    def code(self) -> str:
        """The rule's code; all its versions share it."""

    @property
    def version(self) -> int:
        """Counting up."""

    @property
    def period(self) -> Period:
        """How long the credential stays valid."""

    @property
    def renewed_by(self) -> Sequence[str]:
        """What renews it."""

    def in_force_on(self, day: dt.date) -> bool:
        """Tell whether this version holds on a day."""


class Limited(Protocol):
    """How long a holding counts, as far as a situation knows of it."""

    @property
    def ends(self) -> str | None:
        """The event that must fall inside; None when the publisher does not say."""

    def judge(self, holding: Holding, situation: Situation) -> Verdict:
        """Return the days on which the holding counts."""


@dataclass(frozen=True)
class Situation:
    """Everything a judgement may look at: the day, the learner, and what the catalogue says of the holdings."""

    day: dt.date
    """The reference day: the day the claim is made."""
    holdings: Sequence[Holding] = ()
    learner: Learner = field(default_factory=Learner)
    reading: Reading = "lenient"
    items: Mapping[str, StudyItem] = field(default_factory=dict)
    """Catalogue entries by code, as far as the question needs them: what is held and the classes asked for."""
    institutions: Mapping[str, Institution] = field(default_factory=dict)
    """Institutions by code, to be named."""
    validities: Mapping[str, Sequence[Lapsing]] = field(default_factory=dict)
    """Own validity rules by the code of the credential they speak of."""
    scales: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """The marks of scales of institutions' own, from worst to best."""
    window: Limited | None = None
    """The rule's window, for requirements that do not state one of their own."""
    attained_in: Days = EVERY_DAY
    """Where a rule version applies by the award's own date: the days that version is for."""
    flipped: Mapping[str, str] = field(default_factory=dict)
    """Doubts that take another alternative than the reading, to see whether they matter."""
    exempting: bool = False
    """True for what is exempted: it is no holding, so that no date, grade or other condition on one is asked of it."""
    open_world: bool = False
    """True when a holding that is not mentioned is unknown rather than missing (entry requirements)."""
    judged: dict[str | int, tuple[object, Verdict]] = field(default_factory=dict, init=False, repr=False, compare=False)
    """Verdicts on what must be held that were given in this situation already: by code, with conditions by identity;
    with what asks, so that nothing else has that."""
    judged_holdings: dict[tuple[int, int, bool | None], tuple[object, Holding, Verdict]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """Verdicts on single holdings that were given already: by the identities of what is asked and of what is held, with
    both, so that nothing else has these."""
    supposed: list[Situation] = field(default_factory=list, init=False, repr=False, compare=False)
    """The same situation in an open world, where that was asked for."""

    def but(self, **changes: object) -> Situation:
        """Return the situation with some fields changed; `dataclasses.replace` takes four times as long."""
        other = object.__new__(Situation)
        other.__dict__.update(self.__dict__ | {"judged": {}, "judged_holdings": {}, "supposed": []} | changes)
        return other

    def flipping(self, flipped: Mapping[str, str]) -> Situation:
        """Return the same situation with some doubts flipped, which leaves every verdict on what is held as it is."""
        return self.but(flipped=flipped, judged=self.judged, judged_holdings=self.judged_holdings)

    def within(self, window: Limited | None) -> Situation:
        """Return the situation with a rule's window; itself where neither has one."""
        return self if window is None and self.window is None else self.but(window=window)

    def in_open_world(self) -> Situation:
        """Return the situation in which what is not mentioned is unknown, the same one each time."""
        if not self.supposed:
            self.supposed.append(self.but(open_world=True))
        return self.supposed[0]

    def name_of(self, code: str) -> Argument:
        """Return the title of a code where it is at hand, else the code."""
        named = self.items.get(code) or self.institutions.get(code)
        return Published.of(named.title) if named else Code(code)

    def title_of(self, holding: Holding) -> Argument:
        """Return what is held by its title: the catalogue's, else the one it is described by."""
        return self.name_of(holding.code) if holding.code else in_english(holding.name)

"""What every question shares, and the errors a question can meet.

Field names are the contract's.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Annotated, Self

from pydantic import ConfigDict, Field, PrivateAttr

from stackways.rules.base import Code, Day, Model, Titles
from stackways.rules.catalogue import Kind
from stackways.rules.holdings import Holding, Learner, Reading
from stackways.rules.today import today
from stackways.words.message import Code as CodeSaid
from stackways.words.message import Message, SaidError, listed

MOST_HOLDINGS = 500
"""The most holdings in one question."""
MOST_DEPTH = 8
"""The deepest neighbourhood or path that can be asked for."""
MOST_LISTED = 200
"""The longest page of a list."""


class Question(Model):
    """What a learner asks with: holdings, who they are, the day, and how doubts are read."""

    model_config = ConfigDict(defer_build=False)  # FastAPI looks at it when it starts

    holdings: Annotated[list[Holding], Field(max_length=MOST_HOLDINGS)] = []
    """What is held, in progress or planned."""
    learner: Learner = Learner()
    """What you tell of yourself; everything is optional."""
    as_of: Day | None = None
    """The day the question is asked for; today unless given."""
    reading: Reading = "lenient"
    """How what is unclear in the sources is read: `lenient`, `strict`, or an alternative for each doubt by name."""
    illustrative: bool = False
    """Whether data that nobody published may take part."""

    _said_on: dt.date | None = PrivateAttr(default=None)

    @property
    def said_on(self) -> dt.date:
        """Return the day on which it was said what is held and what is ahead; that asked for unless another is set."""
        return self._said_on or self.day

    def as_said_on(self, day: dt.date) -> Self:
        """Return this question, of what was said on a day."""
        self._said_on = day
        return self

    @property
    def day(self) -> dt.date:
        """Return the day the question is asked for."""
        return self.as_of or today()


class ItemShown(Model):
    """An entry of the catalogue by kind, code and titles."""

    kind: Kind
    """Which of the four kinds it is."""
    code: Code
    """Its code."""
    title: Titles
    """Its title in each language that it is published in."""
    illustrative: bool = False
    """Whether it is sample data that nobody published."""
    is_class: bool = False
    """True of a published group, which nobody can aim for."""
    offered_by: list[Titles] = []
    """The names of the institutions that offer it, where it was searched for."""


class UnknownCodeError(SaidError, LookupError):
    """A code that the catalogue does not have; knows the nearest ones."""

    others: Sequence[UnknownCodeError] = ()
    """The other codes of the same question that it does not have."""

    def __init__(self, code: str, field: str, nearest: list[str]) -> None:
        """Keep the code, where it stood in the question, and the nearest codes."""
        self.code, self.field, self.nearest = code, field, nearest
        super().__init__(_unknown("error.no-such-code", nearest, code=CodeSaid(code)))


class UnknownDoubtError(UnknownCodeError):
    """A doubt, named by a reading, that no rule leaves; knows the nearest ones."""

    def __init__(self, name: str, nearest: list[str]) -> None:
        """Keep the name, where it stood, and the nearest names."""
        self.code, self.field, self.nearest = name, f"/reading/{name}", nearest
        SaidError.__init__(self, _unknown("error.no-such-doubt", nearest, name=CodeSaid(name)))


class IllustrativeCodeError(UnknownCodeError):
    """A code that nobody published, in a question that lets only published data take part."""

    def __init__(self, code: str, field: str) -> None:
        """Keep the code and where it stood."""
        self.code, self.field, self.nearest = code, field, []
        SaidError.__init__(self, Message("error.illustrative-code", code=CodeSaid(code)))


def raise_all(unknown: Iterable[UnknownCodeError]) -> None:
    """Raise the first of these, which knows the others; nothing where there is none."""
    every = [*unknown]
    if every:
        every[0].others = every[1:]
        raise every[0]


class WrongKindError(ValueError):
    """A code of a kind that the question cannot be asked of."""

    def __init__(self, code: str, field: str, kind: str, wanted: str | Message) -> None:
        """Keep the code and where it stood; say what it is and what is wanted, each a `noun` of the messages."""
        self.code, self.field = code, field
        give = wanted if isinstance(wanted, Message) else Message(f"noun.{wanted}")
        text = Message("error.wrong-kind", code=CodeSaid(code), kind=Message(f"noun.{kind}"), wanted=give)
        super().__init__(str(text))


def _unknown(id_: str, nearest: Iterable[str], **what: CodeSaid) -> Message:
    near = [CodeSaid(other) for other in nearest]
    return Message(f"{id_}-near", near=listed(near, "or"), **what) if near else Message(id_, **what)

"""What every question shares, and the errors a question can meet.

Field names are the contract's.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import ConfigDict, Field

from stackways.rules.base import Code, Day, Model, Titles
from stackways.rules.catalogue import Kind
from stackways.rules.holdings import Holding, Learner, Reading

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
    learner: Learner = Learner()
    as_of: Day | None = None
    """The day the question is asked for; today unless given."""
    reading: Reading = "lenient"
    illustrative: bool = False
    """Whether data that nobody published may take part."""

    @property
    def day(self) -> dt.date:
        """Return the day the question is asked for."""
        return self.as_of or dt.date.today()  # noqa: DTZ011 - a calendar day where the learner is, not an instant


class ItemShown(Model):
    """An entry of the catalogue by kind, code and titles."""

    kind: Kind
    code: Code
    title: Titles
    illustrative: bool = False
    is_class: bool = False
    """True of a published group, which nobody can aim for."""
    offered_by: list[Titles] = []
    """The names of the institutions that offer it, where it was searched for."""


class UnknownCodeError(LookupError):
    """A code that the catalogue does not have; knows the nearest ones."""

    def __init__(self, code: str, field: str, nearest: list[str]) -> None:
        """Keep the code, where it stood in the question, and the nearest codes."""
        self.code, self.field, self.nearest = code, field, nearest
        near = f"; did you mean {' or '.join(f'`{other}`' for other in nearest)}?" if nearest else ""
        super().__init__(f"no such code `{code}` in the catalogue{near}")


class UnknownDoubtError(UnknownCodeError):
    """A doubt, named by a reading, that no rule leaves; knows the nearest ones."""

    def __init__(self, name: str, nearest: list[str]) -> None:
        """Keep the name, where it stood, and the nearest names."""
        self.code, self.field, self.nearest = name, f"/reading/{name}", nearest
        near = f"did you mean {' or '.join(f'`{other}`' for other in nearest)}?" if nearest else ""
        text = f"no rule leaves a doubt `{name}`: {near or 'the answers name those they rest on'}"
        LookupError.__init__(self, text)


class IllustrativeCodeError(UnknownCodeError):
    """A code that nobody published, in a question that lets only published data take part."""

    def __init__(self, code: str, field: str) -> None:
        """Keep the code and where it stood."""
        self.code, self.field, self.nearest = code, field, []
        text = f"`{code}` is illustrative, published by nobody: ask with `illustrative` to let it take part"
        LookupError.__init__(self, text)


class WrongKindError(ValueError):
    """A code of a kind that the question cannot be asked of."""

    def __init__(self, code: str, field: str, kind: str, wanted: str) -> None:
        """Keep the code, where it stood, what it is and what is wanted."""
        self.code, self.field = code, field
        super().__init__(f"`{code}` is {_a(kind)}; give {_a(wanted)}")


def _a(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"

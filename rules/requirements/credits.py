"""Credits: at least or at most so many credits from a pool."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from pydantic import model_validator

from stackways.rules.base import Amount, Model, Text
from stackways.rules.catalogue import Selection
from stackways.rules.requirements.base import AwardRequirement, Names, RequirementBase

if TYPE_CHECKING:
    from stackways.rules.holdings import Reading
    from stackways.rules.requirements import Requirement


class Range(Model):
    """How much: at least, at most, or both; a limit may exist without a published number."""

    at_least: Amount | None = None
    """The least."""
    at_most: Amount | None = None
    """The most."""
    not_published: bool = False
    """True when the publisher says that a limit exists but not which."""

    @model_validator(mode="after")
    def _says_something(self) -> Range:
        if self.at_least is None and self.at_most is None and not self.not_published:
            raise ValueError("give `at_least`, `at_most` or `not_published: true`")
        if self.at_least is not None and self.at_most is not None and self.at_least > self.at_most:
            raise ValueError(f"at least {self.at_least} and at most {self.at_most} can never be met")
        return self

    def in_words(self) -> str:
        """Return "at least 24" or "at most 12" or "from 3 to 6"."""
        if self.not_published:
            return "an amount that is not published"
        if self.at_least is not None and self.at_most is not None:
            return f"from {self.at_least} to {self.at_most}"
        return f"at least {self.at_least}" if self.at_least is not None else f"at most {self.at_most}"


class Pool(AwardRequirement):
    """An amount from a pool: listed, or selected by a predicate."""

    of: list[Requirement] = []
    """The pool, listed."""
    where: Selection | None = None
    """The pool, selected; matched on holdings, never drawn as edges."""

    @model_validator(mode="after")
    def _has_one_pool(self) -> Pool:
        if bool(self.of) == (self.where is not None):
            raise ValueError("give the pool either as a list `of` or as a selection `where`")
        return self

    def parts(self) -> Iterator[tuple[RequirementBase, None]]:
        """Yield the listed pool."""
        return ((part, None) for part in self.of)

    def pool_in_words(self, names: Names, reading: Reading) -> str:
        """Return what it is counted from."""
        if self.where is None:
            return ", ".join(part.in_words(names, reading) for part in self.of)
        said = [f"{field.replace('_', ' ')}: {_shown(value)}" for field, value in self.where if value not in (None, [])]
        return "; ".join(said) or "anything counted"


def _shown(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


class Credits(Pool):
    """So many credits from a pool."""

    key: ClassVar[str] = "credits"
    credits: Range
    """How many."""
    unit: Text
    """The unit counted; others are not converted unless a conversion is published."""

    def in_words(self, names: Names, reading: Reading = "lenient") -> str:
        """Return "at least 30 HK credit from …"."""
        return f"{self.credits.in_words()} {self.unit} from {self.pool_in_words(names, reading)}"

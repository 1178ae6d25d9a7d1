"""What every requirement can do: say itself in plain words, name its parts, and be judged."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, ClassVar

from stackways.rules.base import Code, Model, Slug
from stackways.rules.situation import Note, unknown

if TYPE_CHECKING:
    from stackways.rules.awards.ledger import Ledger, Literal
    from stackways.rules.holdings import Holding, Reading
    from stackways.rules.situation import Situation, Verdict

MOST_NESTED = 16
"""How many groups of a tree may stand inside each other: as many as the queries of the graph follow."""

Names = Callable[[Code], str]
"""Gives the title of a code."""


class RequirementBase(Model):
    """A node of a requirement tree; its kind is told by its key in the file."""

    key: ClassVar[str]
    """The field that marks the kind in a catalogue file."""

    @abstractmethod
    def judge(self, situation: Situation) -> Verdict:
        """Return on which days it is met, and why or why not on the day asked for."""

    def encode(self, ledger: Ledger, active: Literal, path: str) -> None:
        """Write into the ledger what must hold of what is counted, where `active`.

        A condition on the learner is as it is judged on the day.
        """
        ledger.condition(self, self.judge(ledger.situation), active, path)

    def verdicts_on(self, holding: Holding, situation: Situation) -> Iterator[Verdict]:
        """Yield the verdict on a holding from every place in the tree where it could be counted."""
        for part, _ in self.parts():
            yield from part.verdicts_on(holding, situation)

    @abstractmethod
    def in_words(self, names: Names, reading: Reading = "lenient") -> str:
        """Return it as part of a sentence: "Business Analytics, or any two of …"."""

    def parts(self) -> Iterator[tuple[RequirementBase, str | None]]:
        """Yield the requirements inside, in order, each with its tag (the alternative it belongs to) if any."""
        return iter(())

    def codes(self) -> Iterator[Code]:
        """Yield every code it names, in order, at any depth."""
        for part, _ in self.parts():
            yield from part.codes()


class AwardRequirement(RequirementBase):
    """A requirement on what is counted towards an award, which only an assignment of holdings can decide.

    Stored with its source; on its own, before holdings are assigned, it is unknown.
    """

    def judge(self, situation: Situation) -> Verdict:
        """Return unknown: whether it is met depends on which holdings are counted."""
        return unknown(
            Note("depends_on_what_is_counted", f"{self.in_words(situation.name_of, situation.reading)} is to be shown")
        )


class Counting(AwardRequirement):
    """A requirement that looks at what is counted: in the whole tree, or in one part of it."""

    among: Slug | None = None
    """The name of the part of the tree whose counted holdings it looks at; none: all that is counted."""


class Limiting(Counting):
    """A requirement of an amount."""

    @property
    @abstractmethod
    def scale(self) -> int:
        """How many of the model's integers are one of the requirement's own numbers."""

"""Doubt: where the source leaves open what it means, each meaning is kept as a tagged alternative.

Source of the meaning: concepts.md, "readings". One mechanism for rules and trees alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import Field, model_validator

from stackways.rules.base import Slug, Text
from stackways.rules.once import Once
from stackways.rules.requirements.base import Names, Requirement, RequirementBase, walk
from stackways.rules.situation import Note, Situation, Verdict
from stackways.words.message import Argument, Message, MisfitError, Word, listed

if TYPE_CHECKING:
    from stackways.rules.base import Code
    from stackways.rules.catalogue import Selection
    from stackways.rules.holdings import Holding, Reading
    from stackways.rules.requirements.asks import Truth
    from stackways.rules.requirements.base import Counted, Ledger, Replay


class Doubt(RequirementBase):
    """A named doubt with its alternatives."""

    key: ClassVar[str] = "doubt"
    more_never_harms: ClassVar[bool] = True
    doubt: Slug
    """Its name; the same name elsewhere is the same doubt and takes the same alternative."""
    text: Text
    """What the source leaves open, in a sentence."""
    alternatives: Annotated[dict[Slug, Requirement], Field(min_length=2)]
    """What is needed under each meaning, by its name."""
    lenient: Slug
    """The alternative that is best for the learner."""
    strict: Slug
    """The alternative that is worst for the learner."""

    @model_validator(mode="after")
    def _readings_exist(self) -> Doubt:
        for reading in (self.lenient, self.strict):
            if reading not in self.alternatives:
                raise MisfitError(
                    Message("misfit.no-alternative", doubt=self.doubt, reading=reading),
                    Message(
                        "misfit.no-alternative.do", alternatives=listed([f"`{one}`" for one in self.alternatives], "or")
                    ),
                )
        return self

    def taken(self, reading: Reading) -> Slug:
        """Return the alternative that a reading takes."""
        if reading == "strict":
            return self.strict
        if isinstance(reading, dict) and reading.get(self.doubt) in self.alternatives:
            return reading[self.doubt]
        return self.lenient

    def others(self, reading: Reading) -> list[Slug]:
        """Return the alternatives that a reading does not take."""
        taken = self.taken(reading)
        return [name for name in self.alternatives if name != taken]

    def as_read(self, reading: Reading) -> RequirementBase:
        """Return what the alternative that a reading takes needs, read alike."""
        return self.alternatives[self.taken(reading)].as_read(reading)

    def wanted(self, reading: Reading) -> Iterator[Code | Selection]:
        """Yield what the alternative taken asks for."""
        return self.as_read(reading).wanted(reading)

    def is_decided_alone(self, reading: Reading) -> bool:
        """Tell whether what is held decides the alternative taken."""
        return self.as_read(reading).is_decided_alone(reading)

    def is_filled(self, covers: Callable[[Code], bool], reading: Reading) -> bool:
        """Tell whether things are enough for the alternative taken."""
        return self.as_read(reading).is_filled(covers, reading)

    def judge(self, situation: Situation) -> Verdict:
        """Return the verdict of the alternative that the reading takes, unless the doubt is flipped."""
        name = situation.flipped.get(self.doubt, "")
        taken = name if name in self.alternatives else self.taken(situation.reading)
        return self.alternatives[taken].judge(situation)

    def verdicts_on(self, holding: Holding, situation: Situation) -> Iterator[Verdict]:
        """Yield the verdicts of the alternative that the reading takes."""
        yield from self.alternatives[self.taken(situation.reading)].verdicts_on(holding, situation)

    def encode(self, ledger: Ledger, active: Truth, path: str) -> None:
        """Ask for the alternative that the reading takes."""
        self.alternatives[self.taken(ledger.situation.reading)].encode(ledger, active, path)

    def replay(self, replay: Replay, path: str) -> list[str]:
        """Return why the alternative that the reading takes is not met."""
        return self.as_read(replay.situation.reading).replay(replay, path)

    def undecided(self, counted: Counted, path: str) -> Iterator[Note]:
        """Yield what is not known of the alternative that the reading takes."""
        return self.as_read(counted.situation.reading).undecided(counted, path)

    def in_words(self, names: Names, reading: Reading = "lenient") -> Argument:
        """Return the alternative that the reading takes, marked with the doubt's name."""
        taken = self.alternatives[self.taken(reading)].in_words(names, reading)
        return Message("rules.in-doubt", what=taken, doubt=Word("doubt", self.doubt))

    def caption(self, names: Names) -> Argument:  # noqa: ARG002 - as every requirement
        """Return what is unclear."""
        return Message("rules.unclear", doubt=Word("doubt", self.doubt))


def doubts_in(tree: RequirementBase) -> Iterator[Doubt]:
    """Yield every doubt in a tree, each name once."""
    return iter(_doubts_of(tree))


def _each_once(tree: RequirementBase) -> Sequence[Doubt]:
    found: dict[str, Doubt] = {}
    for requirement in walk(tree):
        if isinstance(requirement, Doubt):
            found.setdefault(requirement.doubt, requirement)
    return list(found.values())


_doubts_of: Once[RequirementBase, Sequence[Doubt]] = Once(_each_once)

"""What every requirement can do: say itself as part of a sentence, name its parts, and be judged."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, MutableMapping, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Protocol, TypeAlias

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from stackways.rules.base import Code, Model, Slug
from stackways.rules.situation import Note, Standing, unknown
from stackways.words.message import Argument, Message

if TYPE_CHECKING:
    from decimal import Decimal

    from ortools.sat.python import cp_model

    from stackways.rules.days import Days
    from stackways.rules.holdings import Holding, Reading
    from stackways.rules.periods import Period
    from stackways.rules.pieces import Piece, Value
    from stackways.rules.requirements.asks import Place, Shared, Sum, Term, Total, Truth
    from stackways.rules.situation import Situation, Verdict

MOST_NESTED = 16
"""How many groups of a tree may stand inside each other: as many as the queries of the graph follow."""

Names = Callable[[Code], Argument]
"""Gives the title of a code."""


class Ledger(Protocol):
    """What a requirement writes itself into: which holdings are counted where, to be decided by a solver."""

    model: cp_model.CpModel

    @property
    def situation(self) -> Situation:
        """What everything is judged in."""

    @property
    def pieces(self) -> Sequence[Piece]:
        """Everything that may be counted."""

    @property
    def unit(self) -> str | None:
        """The unit of the award's credits."""

    @property
    def required(self) -> Callable[[str | None], Decimal | None]:
        """Returns the credits that the award requires, in a unit; None where that is not published in it."""

    @property
    def least(self) -> Standing:
        """The standing that something needs to take part: MET for what is certain, UNKNOWN for what may be."""

    @property
    def exempted(self) -> Container[Code]:
        """What need not be taken."""

    @property
    def inner(self) -> Container[Code]:
        """The programmes whose parts may be counted in their place."""

    @property
    def exclusive(self) -> bool:
        """Whether no piece can be counted in two places."""

    @property
    def places(self) -> Mapping[int, Sequence[tuple[Place, Truth]]]:
        """Where each piece may be counted, as far as it is written, by its index."""

    @property
    def totals(self) -> MutableMapping[str, list[Total]]:
        """What each requirement counts and asks for, by its path."""

    @property
    def roles(self) -> MutableMapping[int, list[object]]:
        """Everything that is asked of each piece: pieces of which the same is asked can be exchanged."""

    # Variables

    def literal(self, name: str) -> Truth:
        """Return a new truth value."""

    def counted(self, piece: Piece, among: str | None = None) -> Truth:
        """Return whether the piece is counted anywhere, or in the part of that name."""

    def part(self, name: str | None) -> AbstractContextManager[None]:
        """Let what is written meanwhile be in the part of that name."""

    def place(self, piece: Piece, place: Place, verdict: Verdict) -> Truth | None:
        """Return whether the piece is counted in a place; None when it may not be there on the day."""

    def places_for(self, requirement: RequirementBase, active: Truth, path: str) -> Iterator[Truth]:
        """Yield whether each piece that a requirement takes is counted for it."""

    def exempt(self, code: Code, active: Truth) -> Truth:
        """Return whether an exemption is used for a code."""

    def build(self, code: Code, active: Truth, path: str) -> Truth | None:
        """Return whether the parts of an inner programme are counted in its place; None inside its own parts."""

    def as_held(self, requirement: RequirementBase, days: Callable[[Verdict], Days], name: str) -> Truth:
        """Return a truth value that may hold on the days that follow from how a requirement stands by what is held."""

    # What is known of a piece

    def verdict(
        self, requirement: RequirementBase, piece: Piece, judge: Callable[[Holding, Situation], Verdict | None]
    ) -> Verdict | None:
        """Return the verdict on a piece."""

    def takes_part(self, answer: bool | None, *, limiting: bool = False) -> bool:  # noqa: FBT001 - the answer itself
        """Tell whether what is matched so counts: towards a limit also what may be, unless the best is supposed."""

    def hundredths_of(self, code: Code, unit: str | None) -> int | None:
        """Return the credits of a catalogue entry in hundredths of a unit; None when they are not known in it."""

    def is_here(self, piece: Piece) -> bool | None:
        """Tell whether a piece was earned at the awarding institution."""

    def is_dated(self, piece: Piece) -> bool:
        """Tell whether it is known when a piece was attained."""

    def values(self, trait: str, pieces: Iterable[Piece | None]) -> Sequence[Value]:
        """Return the different themes, subjects, levels or institutions of some pieces."""

    def candidates(self, trait: str, pieces: Iterable[Piece]) -> Sequence[Value]:
        """Return the values that may be the one and same."""

    def among_latest(self, terms: Sequence[Term], amount: int, path: str) -> Mapping[int, Truth]:
        """Return, by index, whether a dated piece is counted and less than an amount is counted on later days."""

    # What is asked for

    def condition(self, requirement: RequirementBase, verdict: Verdict, active: Truth, path: str) -> None:
        """Ask for a condition that is not about what is counted."""

    def refuse(self, requirement: RequirementBase, active: Truth, path: str) -> None:
        """Say that a requirement cannot be met."""

    def excuse(self, requirement: RequirementBase, path: str, price: int | None = None) -> Sequence[Truth]:
        """Return what lets a requirement be left unmet; `price` is what it is worth, in hundredths of a credit."""

    def short_of(self, requirement: RequirementBase, path: str) -> Sequence[Truth]:
        """Return how much is missing of a requirement of an amount, as far as it may be left unmet."""

    def require_one(self, literals: Sequence[Truth], active: Truth) -> None:
        """Ask for exactly one of several ways to meet a requirement."""

    def require(  # noqa: PLR0913 - a limit has this many sides
        self, requirement: Limiting, total: Sum, least: Sum, active: Truth, path: str, *, most: int, times: int = 1
    ) -> None:
        """Ask that `total * times` is at least `least`; `most`: the most of the total that can be missing."""

    def require_any(self, literals: Sequence[Truth], active: Truth) -> None:
        """Ask that something that has the value chosen is counted, also where the amount asked for is none."""

    def require_any_of(self, requirement: Limiting, literals: Sequence[Truth], active: Truth, path: str) -> None:
        """Ask the same of a share, which of nothing is nothing."""

    def choose(self, trait: str, values: Iterable[Value], active: Truth, path: str) -> Mapping[Value, Truth]:
        """Return which one of several values is chosen, as a rule of one and the same theme, level, … asks."""

    def keep_within(
        self,
        requirement: RequirementBase,
        period: Period,
        counted: Sequence[tuple[Piece, Truth]],
        active: Truth,
        path: str,
    ) -> None:
        """Exclude every two that were attained further apart than a period; what has no date is not certain."""

    def share(self, sharing: Shared) -> None:
        """Let something be counted in two pools."""


REQUIREMENT_KINDS: dict[str, type[RequirementBase]] = {}
"""Every kind by the key that marks it in a file; a kind registers itself."""


class RequirementBase(Model):
    """A node of a requirement tree; its kind is told by its key in the file."""

    key: ClassVar[str]
    """The field that marks the kind in a catalogue file."""

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: object) -> None:
        """Register a kind where it is declared, whichever file that is."""
        super().__pydantic_init_subclass__(**kwargs)
        if "key" in cls.__dict__:
            REQUIREMENT_KINDS[cls.key] = cls

    @abstractmethod
    def judge(self, situation: Situation) -> Verdict:
        """Return on which days it is met, and why or why not on the day asked for."""

    def encode(self, ledger: Ledger, active: Truth, path: str) -> None:
        """Write into the ledger what must hold of what is counted, where `active`.

        A condition on the learner is as it is judged on the day.
        """
        ledger.condition(self, self.judge(ledger.situation), active, path)

    def verdicts_on(self, holding: Holding, situation: Situation) -> Iterator[Verdict]:
        """Yield the verdict on a holding from every place in the tree where it could be counted."""
        for part, _ in self.parts():
            yield from part.verdicts_on(holding, situation)

    @abstractmethod
    def in_words(self, names: Names, reading: Reading = "lenient") -> Argument:
        """Return it as part of a sentence: "Business Analytics, or any two of …"."""

    def parts(self) -> Iterator[tuple[RequirementBase, str | None]]:
        """Yield the requirements inside, in order, each with its tag (the alternative it belongs to) if any."""
        return iter(())

    def codes(self) -> Iterator[Code]:
        """Yield every code it names, in order, at any depth."""
        for part, _ in self.parts():
            yield from part.codes()


def kind_of(value: Mapping[str, object]) -> type[RequirementBase] | None:
    """Return which kind a mapping is marked as; where a kind has another's key as a field, the one with both."""
    marked = [kind for key, kind in REQUIREMENT_KINDS.items() if key in value]
    if len(marked) < 2:  # noqa: PLR2004 - nothing to choose
        return marked[0] if marked else None
    return next((kind for kind in marked if all(other.key in kind.model_fields for other in marked)), marked[0])


class _AnyKind:
    """Reads a requirement of any kind: a bare code, or a mapping whose marking key tells which."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(_read)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"type": "requirement"}  # what any kind looks like is put in its place where a schema is written


def _read(value: Any) -> RequirementBase:  # noqa: ANN401 - whatever the file holds
    if isinstance(value, RequirementBase):
        return value
    kind = REQUIREMENT_KINDS["hold"] if isinstance(value, str) else None
    if isinstance(value, Mapping):
        kind = kind_of(value)
    if kind is None:
        known = f"give a code, or a mapping with one of {', '.join(REQUIREMENT_KINDS)}"
        raise PydanticCustomError("requirement_kind", "no such requirement: {known}", {"known": known})
    return kind.model_validate(value)


Requirement: TypeAlias = Annotated[RequirementBase, _AnyKind]
"""Any requirement, as it stands in a catalogue file."""


class AwardRequirement(RequirementBase):
    """A requirement on what is counted towards an award, which only an assignment of holdings can decide.

    Stored with its source; on its own, before holdings are assigned, it is unknown.
    """

    def judge(self, situation: Situation) -> Verdict:
        """Return unknown: whether it is met depends on which holdings are counted."""
        asked = self.in_words(situation.name_of, situation.reading)
        return unknown(Note("depends_on_what_is_counted", Message("rules.to-be-shown", what=asked)))


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

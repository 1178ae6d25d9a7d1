"""What every requirement can do: say itself as part of a sentence, name its parts, and be judged."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, MutableMapping, Sequence
from contextlib import AbstractContextManager
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Protocol, TypeAlias, get_args, get_origin

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from stackways.rules.base import Code, Model, Slug
from stackways.rules.catalogue import Selection
from stackways.rules.selection import LookedFor
from stackways.rules.situation import Note, Standing, unknown
from stackways.words.message import Argument, Message

if TYPE_CHECKING:
    import datetime as dt
    from decimal import Decimal

    from ortools.sat.python import cp_model

    from stackways.rules.catalogue import StudyItem
    from stackways.rules.days import Days
    from stackways.rules.holdings import Grade, Holding, Reading
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

    def build(self, code: Code, active: Truth, path: str) -> Truth | None:
        """Return whether the parts of an inner programme are counted in its place; None inside its own parts."""

    def as_held(self, requirement: RequirementBase, days: Callable[[Verdict], Days], name: str) -> Truth:
        """Return a truth value that may hold on the days that follow from how a requirement stands by what is held."""

    # What is known of a piece

    def verdict(
        self, requirement: RequirementBase, piece: Piece, judge: Callable[[Holding, Situation], Verdict | None]
    ) -> Verdict | None:
        """Return the verdict on a piece."""

    def situation_of(self, piece: Piece) -> Situation:
        """Return the situation in which a piece is judged: what is exempted is asked for nothing that one must hold."""

    def limited(self, piece: Piece) -> Piece:
        """Return a piece with the credits that it counts for towards a most."""

    def earned(self, piece: Piece) -> Piece:
        """Return a piece with the credits that it brings, and not what it lowers."""

    def grade_of(self, piece: Piece) -> Grade | None:
        """Return the grade of a piece; of what is exempted, that of the one thing it rests on."""

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

    def average_of_held(
        self, requirement: RequirementBase, where: Selection, verdict: Verdict, active: Truth, path: str
    ) -> None:
        """Ask for an average of all that is held and selected, counted or not; the verdict is on what is held now."""

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
    is_edge: ClassVar[bool] = False
    """True of a bare code with its conditions, which the graph has as an edge; anything else it has as a node."""
    is_one: ClassVar[bool] = False
    """True where exactly one holding is counted for it."""
    all_needed: ClassVar[bool] = False
    """True where all that is inside is needed."""
    lets_choose: ClassVar[bool] = False
    """True where some of what is inside suffices."""
    lets_share: ClassVar[bool] = False
    """True where it lets something count twice."""
    more_never_harms: ClassVar[bool] = False
    """True where whoever holds more meets it as well, as far as that is so of what is inside."""

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

    # What is inside

    def parts(self) -> Iterator[tuple[RequirementBase, str | None]]:
        """Yield the requirements inside, in order, each with its tag (the alternative it belongs to) if any."""
        for field, holder in part_fields(type(self)).items():
            value = getattr(self, field)
            if holder is list:
                yield from ((part, None) for part in value)
            elif holder is dict:
                yield from ((part, name) for name, part in value.items())
            else:
                yield value, field

    @classmethod
    def holding(cls, parts: Sequence[tuple[str | None, RequirementBase]]) -> dict[str, Any]:
        """Return the fields that hold these requirements, each with its tag: what `parts` yields, turned round."""
        fields: dict[str, Any] = {}
        for name, holder in part_fields(cls).items() if parts else ():
            if holder is list:
                fields[name] = [part for _, part in parts]
            elif holder is dict:
                fields[name] = {tag: part for tag, part in parts if tag is not None}
            else:
                fields[name] = next(part for tag, part in parts if tag == name)
        return fields

    def as_read(self, reading: Reading) -> RequirementBase:  # noqa: ARG002 - a doubt is read
        """Return it as a reading takes it: of a doubt the alternative."""
        return self

    def each_needed(self) -> Sequence[RequirementBase]:
        """Return all that is needed for it: what is inside where all of that is, else itself."""
        return [part for part, _ in self.parts()] if self.all_needed else [self]

    @property
    def part_name(self) -> Slug | None:
        """The name by which others speak of what is counted in it."""
        return None

    # What it asks for

    @property
    def thing(self) -> Code | None:
        """The one thing, or class of things, that it asks for; None of a choice, an amount or a condition."""
        return None

    def codes(self) -> Iterator[Code]:
        """Yield every code it names, in order, at any depth."""
        for part, _ in self.parts():
            yield from part.codes()

    def matches(self, holding: Holding, situation: Situation) -> bool | None:  # noqa: ARG002 - single things look there
        """Tell whether a holding is the one thing that it asks for, whatever the day; None where that is not known."""
        return False

    @property
    def can_tell_of_counted(self) -> bool:
        """Whether what is counted elsewhere can be asked if it is this."""
        return False

    def wanted(self, reading: Reading) -> Iterator[Code | Selection]:
        """Yield what it asks for, or lets choose, as a reading takes it."""
        for part, _ in self.parts():
            yield from part.wanted(reading)

    def would_fill(self, tree: RequirementBase) -> Iterator[LookedFor]:
        """Yield what would fill it, where it is missing in a tree."""
        listed = [part.thing for part in (self, *(part for part, _ in self.parts())) if part.thing is not None]
        if listed:
            yield LookedFor(Selection(codes=listed))
        for part, _ in self.parts():
            if part.thing is None and part.takes_holdings:
                yield from part.would_fill(tree)

    @property
    def takes_holdings(self) -> bool:
        """Whether holdings are counted in it, or in what is inside; not where it looks at what is counted elsewhere."""
        return True

    @property
    def selection(self) -> Selection | None:
        """What a thing must satisfy to be looked at; None where it selects nothing."""
        return None

    def traits(self) -> Iterator[str]:
        """Yield by what it compares things with each other: theme, level, year, …."""
        if self.selection is not None and self.selection.same:
            yield self.selection.same

    # How it may be met

    def is_decided_alone(self, reading: Reading) -> bool:
        """Tell whether what is held decides it, without an award that things are counted towards."""
        return all(part.is_decided_alone(reading) for part, _ in self.parts())

    def is_filled(self, covers: Callable[[Code], bool], reading: Reading) -> bool:  # noqa: ARG002 - groups look there
        """Tell whether things are enough, whenever they are had; what is no thing is never taken as met."""
        return self.thing is not None and covers(self.thing)

    def unfilled(self, covers: Callable[[Code], bool], reading: Reading) -> RequirementBase:  # noqa: ARG002
        """Return what is left of it, where some things are there already."""
        return self

    def asks_for_least(self) -> bool:
        """Tell whether it asks for a least of what no rule can tell apart, and nothing else: enough is enough."""
        return False

    def enough_of(self, item: StudyItem) -> int:  # noqa: ARG002 - amounts look at its credits
        """Return how many things like this one it can ever need, where it asks for a least."""
        return 0

    def least_credits(self) -> tuple[Decimal | None, str] | None:
        """Return how many credits it asks for at least, with their unit; None where it asks for no credits."""
        return None

    @property
    def asks_for_unused(self) -> bool:
        """Whether what it asks for must not have been used elsewhere."""
        return False

    def looks_at_dates(self, situation: Situation) -> bool:  # noqa: ARG002 - a window may be the rule's
        """Tell whether it may matter on which day something is had, and not only that it is."""
        return True

    def days_told_apart(self, admitted: dt.date | None) -> Iterator[dt.date]:  # noqa: ARG002 - some count from it
        """Yield each first day from which something had counts otherwise than before."""
        return iter(())


@cache
def part_fields(kind: type[RequirementBase]) -> Mapping[str, type]:
    """Return the fields of a kind that hold requirements: in a list, by name in a dict, or one."""
    fields: dict[str, type] = {}
    for name, info in kind.model_fields.items():
        bare, holder = info.annotation, RequirementBase
        if get_origin(bare) in (list, dict):
            bare, holder = get_args(bare)[-1], get_origin(bare)
        if get_origin(bare) is Annotated:
            bare = get_args(bare)[0]
        if bare is RequirementBase:
            fields[name] = holder
    return fields


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

    def is_decided_alone(self, reading: Reading) -> bool:  # noqa: ARG002 - as every requirement
        """Return False."""
        return False


class Counting(AwardRequirement):
    """A requirement that looks at what is counted: in the whole tree, or in one part of it."""

    among: Slug | None = None
    """The name of the part of the tree whose counted holdings it looks at; none: all that is counted."""

    @property
    def takes_holdings(self) -> bool:
        """False: it looks at what is counted elsewhere."""
        return False


class Limiting(Counting):
    """A requirement of an amount."""

    def _fill_with_selected(self, where: Selection, tree: RequirementBase) -> Iterator[LookedFor]:
        """Yield what is selected; where that is anything in a part of the tree, what would fill that part."""
        if where == Selection() and self.among:
            for part in named(tree, self.among):
                yield from part.would_fill(tree)
        else:
            yield LookedFor(where)

    @property
    @abstractmethod
    def scale(self) -> int:
        """How many of the model's integers are one of the requirement's own numbers."""


def named(tree: RequirementBase, name: Slug) -> Iterator[RequirementBase]:
    """Yield the parts of a tree that have a name."""
    if tree.part_name == name:
        yield tree
    for part, _ in tree.parts():
        yield from named(part, name)


def walk(tree: RequirementBase) -> Iterator[RequirementBase]:
    """Yield a requirement and everything inside it, at any depth, what is nearer to the root first."""
    pending = [tree]
    for requirement in pending:  # which grows on the way
        yield requirement
        pending += [part for part, _ in requirement.parts()]


def paths_in(
    tree: RequirementBase, rule_name: str
) -> Iterator[tuple[str, RequirementBase, str | None, int, str | None]]:
    """Yield (path, requirement, path of the one above, position, tag) for every requirement, the root first.

    The root's path is `code@version/0`; its third part is `code@version/0/2`. Single things are yielded too.
    """
    pending: list[tuple[str, RequirementBase, str | None, int, str | None]] = [(f"{rule_name}/0", tree, None, 0, None)]
    for entry in pending:  # which grows on the way
        yield entry
        path, requirement, *_ = entry
        pending += [(f"{path}/{at}", part, path, at, tag) for at, (part, tag) in enumerate(requirement.parts())]

"""What every requirement can do: say itself as part of a sentence, name its parts, and be judged."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, TypeAlias, get_args, get_origin

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from stackways.rules.base import Code, Model, Slug
from stackways.rules.catalogue import Selection
from stackways.rules.once import Once
from stackways.rules.selection import LookedFor
from stackways.rules.situation import Note, unknown
from stackways.words.message import Argument, Message

if TYPE_CHECKING:
    import datetime as dt
    from decimal import Decimal

    from stackways.rules.catalogue import StudyItem
    from stackways.rules.holdings import Holding, Reading
    from stackways.rules.requirements import asks, replays, undecided
    from stackways.rules.requirements.asks import Truth
    from stackways.rules.situation import Situation, Verdict

    Ledger: TypeAlias = asks.Ledger["RequirementBase"]
    Replay: TypeAlias = replays.Replay["RequirementBase"]
    Counted: TypeAlias = undecided.Counted["RequirementBase"]

MOST_NESTED = 16
"""How many groups of a tree may stand inside each other: as many as the queries of the graph follow."""

Names = Callable[[Code], Argument]
"""Gives the title of a code."""


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

    def replay(self, replay: Replay, path: str) -> list[str]:  # noqa: ARG002 - what counts something has a place
        """Return why it is not met with what is counted where, never by what `encode` says; nothing where it is.

        A condition on the learner is as it is judged on the day.
        """
        return [] if replay.is_on(self.judge(replay.situation)) else replay.not_met(self)

    def undecided(self, counted: Counted, path: str) -> Iterator[Note]:
        """Yield what is not known of it in an award that was found, along what is counted in it."""
        members = [(part, f"{path}/{at}") for at, (part, _) in enumerate(self.parts())]
        if not members:
            yield from counted.open([self.judge(counted.situation)])
        if not self.all_needed:
            members = [one for one in members if counted.is_in(one[1])] or members
        for part, inside in members:
            yield from part.undecided(counted, inside)

    def assumed(self, unit: str | None, situation: Situation) -> Iterator[Note]:  # noqa: ARG002 - averages look there
        """Yield what nobody said, and it takes to be so; `unit`: that of the award's credits."""
        return iter(())

    def verdicts_on(self, holding: Holding, situation: Situation) -> Iterator[Verdict]:
        """Yield the verdict on a holding from every place in the tree where it could be counted."""
        for part, _ in self.parts():
            yield from part.verdicts_on(holding, situation)

    def verdicts_here(self, holding: Holding, situation: Situation) -> Iterator[Verdict]:
        """Yield the verdict on a holding from each entry of this very place that may be it."""
        return self.verdicts_on(holding, situation)

    @abstractmethod
    def in_words(self, names: Names, reading: Reading = "lenient") -> Argument:
        """Return it as part of a sentence: "Business Analytics, or any two of …"."""

    def caption(self, names: Names) -> Argument:
        """Return it in short, for a picture in which what is inside it stands beside it."""
        return self.in_words(names)

    # What is inside

    def parts(self) -> Iterator[tuple[RequirementBase, str | None]]:
        """Yield the requirements inside, in order, each with its tag (the alternative it belongs to) if any."""
        return iter(_parts_of(self))

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

    def with_more(self, more: RequirementBase) -> RequirementBase | None:
        """Return this part with one thing more to choose from; None where it lets nothing be chosen."""
        lists = [name for name, holder in part_fields(type(self)).items() if holder is list]
        if not self.lets_choose or len(lists) != 1:
            return None
        return self.model_copy(update={lists[0]: [*getattr(self, lists[0]), more]})

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

    @property
    def tier(self) -> str | None:
        """What a score counts by, where it asks for one: what asks for another score of the same is another tier."""
        return None

    def codes(self) -> Iterator[Code]:
        """Yield every code it names, in order, at any depth."""
        return iter(_codes_of(self))

    def codes_to_have(self) -> Iterator[Code]:
        """Yield every code of which it asks that it is had, in order, at any depth."""
        parts = [part for part, _ in self.parts()]
        for part in parts:
            yield from part.codes_to_have()
        if not parts:
            yield from self.codes()

    @property
    def looked_at(self) -> RequirementBase:
        """What is asked of all that is held, whether it is to be so or not."""
        return self

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
    def asks_for_holdings(self) -> bool:
        """Whether it is met by things that are counted in it, and by nothing else."""
        return self.takes_holdings and next(self.would_fill(self), None) is not None

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

    @property
    def least_units(self) -> int | None:
        """How many units it asks for at least; None where it asks for no units."""
        return None

    @property
    def cuts_at(self) -> tuple[Decimal, str] | None:
        """The most credits, with their unit, that it lets what it selects bring, cutting off the rest; None: no cut."""
        return None

    def selects_counted(self, holding: Holding, situation: Situation) -> bool | None:  # noqa: ARG002 - pools look there
        """Tell whether it looks at something that is counted elsewhere; None where that is not known."""
        return False

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


def _parts_in(requirement: RequirementBase) -> Sequence[tuple[RequirementBase, str | None]]:
    found: list[tuple[RequirementBase, str | None]] = []
    for field, holder in part_fields(type(requirement)).items():
        value = getattr(requirement, field)
        if holder is list:
            found += [(part, None) for part in value]
        elif holder is dict:
            found += [(part, name) for name, part in value.items()]
        else:
            found.append((value, field))
    return found


def _codes_in(requirement: RequirementBase) -> Sequence[Code]:
    return [code for part, _ in requirement.parts() for code in part.codes()]


_codes_of: Once[RequirementBase, Sequence[Code]] = Once(_codes_in)
_parts_of: Once[RequirementBase, Sequence[tuple[RequirementBase, str | None]]] = Once(_parts_in)


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

    def undecided(self, counted: Counted, path: str) -> Iterator[Note]:  # noqa: ARG002 - as every requirement
        """Yield nothing, unless its kind looks at something that may not be known."""
        return iter(())


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

    def undecided(self, counted: Counted, path: str) -> Iterator[Note]:  # noqa: ARG002 - as every requirement
        """Yield what is counted and does not say what it selects, or what it compares."""
        return counted.not_said(self, counted.used, self.selection, next(self.traits(), None))

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

"""What every rule has: its sentence, who published it, where it stands, and when it holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Self, TypeAlias, get_args

from pydantic import Field, GetCoreSchemaHandler, GetJsonSchemaHandler, model_validator
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from stackways.rules.base import Citation, Code, Figure, Model, Slug, Text, Titles
from stackways.rules.requirements import Requirement
from stackways.rules.requirements.base import Names, RequirementBase, walk
from stackways.rules.requirements.doubt import Doubt, doubts_in
from stackways.rules.situation import Situation
from stackways.words.message import Message, MisfitError, Published, as_message

RULE_KINDS: dict[str, type[RuleBase]] = {}
"""Every kind of rule by its name; a kind registers itself."""


@dataclass(frozen=True, slots=True)
class Derived:
    """An edge that follows from a rule, which people see and paths run over; the rule stays the only truth."""

    type: str
    start: str
    """A code, or the path of a requirement such as `tp:structure@1/0/2`."""
    end: str
    says: Mapping[str, object]
    """What it says beside its ends, as far as that is said."""


class RuleBase(Model):
    """One sentence an institution published, in one dated version."""

    code: Code
    """The rule's code; all its versions share it."""
    version: Annotated[int, Field(ge=1)] = 1
    """1 for the first version known, then counting up; the past is never edited."""
    kind: str
    """Marks the kind."""
    published_by: Code
    """The institution whose rule it is."""
    says: Titles
    """The sentence, restated in short words; per language where published so."""
    facts: list[str] = []
    """Ids of the raw facts that it restates; information only."""
    sources: Annotated[list[Citation], Field(min_length=1)]
    """Where it is published; a rule without a source is refused."""
    effective_from: dt.date | None = None
    """The first day it holds; none when not published (the rule is then marked undated)."""
    effective_until: dt.date | None = None
    """The last day it holds; none while it stands."""
    observed_on: dt.date | None = None
    """The earliest day it is known to have been published; before it an undated rule is unknown. Not given: the day on
    which the first of its sources was read."""
    applies_by: Literal["claim", "admission", "award"] = "claim"
    """The day that picks the version: the claim, the admission, or the award of what is held."""
    about: list[Code] = []
    """What else it speaks of, beyond what it needs and grants."""
    remarks: list[Text] = []
    """What a learner must be told with every answer that rests on it."""
    figures: dict[Slug, Figure] = {}
    """Further figures as printed, shown. Of a policy some decide as well: `residency`, `minimum-age`, `age-under` and
    `awards-covered` whom and what a scheme is for, `intakes` with `applications-close` by when to apply."""
    illustrative: bool = False
    """True when nobody published it."""

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: object) -> None:
        """Register a kind where it is declared, whichever file that is."""
        super().__pydantic_init_subclass__(**kwargs)
        (kind,) = get_args(cls.model_fields["kind"].annotation)
        RULE_KINDS[kind] = cls

    @model_validator(mode="after")
    def _holds_on_some_day(self) -> RuleBase:
        if self.effective_from and self.effective_until and self.effective_from > self.effective_until:
            raise MisfitError(
                Message("misfit.ends-early", until=str(self.effective_until), start=str(self.effective_from)),
                Message("check.change-one"),
            )
        return self

    @model_validator(mode="after")
    def _cuts_for_the_whole(self) -> RuleBase:
        """Refuse a cut that would hold on some ways through a tree only, or of no award."""
        whole = [*_always_needed(self.premise)] if self.premise and self.kind == "structure" else []
        if self.premise and any(part.cuts_at and part not in whole for part in walk(self.premise)):
            raise MisfitError(Message("misfit.cut-inside"), Message("misfit.cut-inside.do"))
        return self

    @classmethod
    def among(cls, rules: Iterable[RuleBase]) -> list[Self]:
        """Return the rules of this kind."""
        return [rule for rule in rules if isinstance(rule, cls)]

    @property
    def name(self) -> str:
        """How answers name this version: `code@version`."""
        return f"{self.code}@{self.version}"

    @property
    def premise(self) -> Requirement | None:
        """What it needs, where its kind has a premise."""
        return getattr(self, "needs", None)

    def asking(self, situation: Situation) -> Situation:
        """Return the situation in which its premise is judged."""
        return situation

    def in_force_on(self, day: dt.date) -> bool:
        """Tell whether this version holds on a day, open where no date is published."""
        return (self.effective_from or dt.date.min) <= day <= (self.effective_until or dt.date.max)

    def in_words(self, names: Names) -> Message:  # noqa: ARG002 - kinds with a premise say it
        """Return what it says, in plain words."""
        return as_message(Published.of(self.says))

    def derived(self) -> Iterator[Derived]:
        """Yield the edges that follow from it."""
        return iter(())

    def _derived(self, type_: str, start: str, end: str, **says: object) -> Derived:
        """Return an edge that follows from this rule; what is none is left out."""
        every = {"rule": self.name, **says, "illustrative": self.illustrative}
        return Derived(type_, start, end, {name: value for name, value in every.items() if value is not None})

    def doubts(self) -> Iterator[Doubt]:
        """Return every doubt in its premise, each name once."""
        return doubts_in(self.premise) if self.premise else iter(())


def _always_needed(tree: RequirementBase) -> Iterator[RequirementBase]:
    """Yield what a tree asks for in any case, whatever is chosen and however it is read."""
    yield tree
    for part in tree.each_needed() if tree.all_needed else ():
        yield from _always_needed(part)


class _AnyKind:
    """Reads a rule of any kind, by its `kind`."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(_read)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"type": "rule"}  # what any kind looks like is put in its place where a schema is written


def _read(value: Any) -> RuleBase:  # noqa: ANN401 - whatever the file holds
    if isinstance(value, RuleBase):
        return value
    if not isinstance(value, Mapping):
        raise PydanticCustomError("model_attributes_type", "a rule is a mapping with a `kind`")
    kind = value.get("kind")
    if not isinstance(kind, str) or kind not in RULE_KINDS:
        known = f"`kind` is one of {', '.join(RULE_KINDS)}"
        raise PydanticCustomError("rule_kind", "no such rule: {known}", {"known": known})
    return RULE_KINDS[kind].model_validate(value)


Rule: TypeAlias = Annotated[RuleBase, _AnyKind]
"""Any rule, as it stands in a catalogue file."""

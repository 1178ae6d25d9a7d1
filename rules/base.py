"""What every object of the catalogue is made of: the base model, codes, titles, amounts and money."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, Literal
from unicodedata import normalize

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    InstanceOf,
    PlainSerializer,
    WithJsonSchema,
    computed_field,
)
from pydantic_core import CoreSchema, PydanticKnownError

from stackways.words.message import Message
from stackways.words.message import Money as MoneySaid
from stackways.words.render import say

if TYPE_CHECKING:
    from pydantic.json_schema import JsonSchemaValue

CODE_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*(:[a-z0-9]+(-[a-z0-9]+)*)?$"
"""An institution is one slug (`hku-space`); everything else is `institution:slug`."""

SLUG_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
PARTIAL_DAY = r"^(19|20|21)\d{2}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$"
"""A day, a month or a year."""

# No description here: it would win over the docstring of every field of this type.
Code = Annotated[str, Field(pattern=CODE_PATTERN, max_length=120)]
"""Unique across all kinds, readable, never changes meaning: `institution` or `institution:slug`."""

Slug = Annotated[str, Field(pattern=SLUG_PATTERN, max_length=80)]


def composed(text: str) -> str:
    """Return a text with each letter and its accents as one sign (NFC), however it was typed."""
    return normalize("NFC", text)


Text = Annotated[str, Field(min_length=1, max_length=2000), AfterValidator(composed)]

Language = Literal["en", "zh-Hant"]
Titles = Annotated[dict[Language, Text], Field(min_length=1)]
"""Text per language: `en`, `zh-Hant`, as the publisher prints it."""


DECIMAL = "decimal"
"""The format, in a JSON Schema, of an exact amount with at most two decimals."""
MOST_AMOUNT = 10_000_000
"""The largest amount."""


def decimal_in(text: str) -> Decimal | None:
    """Return the number that a text is, as everybody writes one; None where it is none.

    `Decimal` alone would also take `1_000`, ` 1 `, digits of other scripts, and `NaN`.
    """
    return Decimal(text) if _NUMBER.fullmatch(text) else None


_NUMBER = re.compile(r"-?[0-9]{1,40}(\.[0-9]{1,40})?")


def _read_amount(value: Any) -> Any:  # noqa: ANN401 - a validator sees whatever the file holds
    """Read a number through its shortest decimal form, so that 7.5 in a file is exactly 7.5."""
    if isinstance(value, str) and decimal_in(value) is None:
        raise PydanticKnownError("decimal_parsing")
    return Decimal(str(value)) if isinstance(value, float | int) and not isinstance(value, bool) else value


def _write_amount(value: Decimal) -> int | float:
    """Write a whole amount as a whole number, any other with its (at most two) decimals."""
    return int(value) if value == value.to_integral_value() else float(value)


Amount = Annotated[
    Decimal,
    BeforeValidator(_read_amount),
    PlainSerializer(_write_amount, return_type=int | float, when_used="json"),
    Field(ge=0, le=MOST_AMOUNT, decimal_places=2),
    # One schema for what is sent and what is answered: a generator makes one type of it.
    WithJsonSchema({"type": "number", "format": DECIMAL, "minimum": 0, "maximum": MOST_AMOUNT}),
]
"""An exact quantity with at most two decimals; kept in the graph as integer hundredths."""


def _read_day(value: Any) -> Any:  # noqa: ANN401 - a validator sees whatever was sent
    """Refuse numbers, also as text, which would be read as seconds since 1970, and times of day."""
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
        return value
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    raise ValueError(str(Message("error.bad-day")))


FIRST_YEAR, LAST_YEAR = 1900, 2199
"""What anybody studies lies between them; periods added to a day then stay within the calendar."""


def _within_the_calendar(day: dt.date) -> dt.date:
    """Refuse a day that nobody can mean."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(str(Message("error.day-outside", first=str(FIRST_YEAR), last=str(LAST_YEAR))))
    return day


Day = Annotated[dt.date, BeforeValidator(_read_day), AfterValidator(_within_the_calendar)]
"""A calendar day, in ISO 8601."""

Whole = Annotated[int, Field(ge=-(2**63), lt=2**63)]
"""A whole number that the graph can hold."""

Figure = bool | Whole | float | str | list[str]
"""A number or word as printed, kept for the reader and never computed with."""


class Confidence(StrEnum):
    """How sure it is that the page said so: its own page or two sources, press or mirror, blog or staging site."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Model(BaseModel):
    """An immutable value that refuses fields it does not know.

    What a field means stands below it as a docstring, which is read where a schema is written and not at every start;
    and how a model is validated is worked out where it is used first.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, defer_build=True)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Return the schema, with what each field means."""
        made = handler(schema)
        from stackways.rules.meanings import meanings  # noqa: PLC0415 - where a schema is written, and only there

        properties = handler.resolve_ref_schema(made).get("properties", {})
        said = meanings(cls)
        for name, field in cls.model_fields.items():
            if name in said and (written := field.alias or name) in properties:
                properties[written].setdefault("description", said[name])
        return made


Said = Annotated[InstanceOf[Message] | str, PlainSerializer(say, return_type=str), WithJsonSchema({"type": "string"})]
"""Something said to people: kept as a message, given as text in the language that is spoken."""

MessageGiven = Annotated[
    InstanceOf[Message],
    PlainSerializer(Message.data, return_type=dict[str, Any]),
    WithJsonSchema(
        {
            "type": "object",
            "properties": {"id": {"type": "string"}, "args": {"type": "object"}},
            "required": ["id", "args"],
        }
    ),
]
"""What is said, for programs: the message's id and its arguments, messages among them alike."""


class Spoken(Model):
    """A sentence for people, and what it says for programs."""

    message: MessageGiven
    """The sentence as data: its id, and its arguments by name."""

    @computed_field  # type: ignore[prop-decorator]  # pydantic's own way
    @property
    def text(self) -> str:
        """The sentence, in the language that was asked for."""
        return str(self.message)


class Money(Model):
    """An amount of money; never summed across currencies."""

    amount: Annotated[
        Decimal,
        BeforeValidator(_read_amount),
        Field(ge=0, le=100_000_000_000, decimal_places=2),
        WithJsonSchema({"type": "string", "format": DECIMAL, "pattern": r"^\d+(\.\d{1,2})?$"}),
    ]
    """Major units with at most two decimals, for example "1234.50"."""
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    """ISO 4217 code, for example SGD or HKD."""

    def in_words(self) -> MoneySaid:
        """Return it as it is said."""
        return MoneySaid(self.amount, self.currency)


class Citation(Model):
    """Where a fact stands."""

    source: Code
    """The code of a source in this catalogue."""
    confidence: Confidence
    """How sure it is that the page said so, not that the page is current."""
    relation: Literal["states", "corroborates", "contradicts"] = "states"
    """Whether the source states the fact, agrees with it or disagrees."""


def title_in(titles: dict[Language, str], language: Language = "en") -> str:
    """Return the title in a language, or in the first language that has one."""
    return titles.get(language) or next(iter(titles.values()))

"""Messages: what is to be said, as an id and its arguments; how it is said stands in one file a language.

A room that has something to say gives a `Message`, never a sentence:

    Message("rules.grade-too-low", held=Message("rules.grade-on-scale", value="C", scale="letter"), least="B")

and `words/en.po` and `words/zh-Hant.po` say it, with the arguments in braces:

    msgid "rules.grade-too-low"
    msgstr "your grade is {held}; at least {least} is needed"

`str(message)` says it in the language that is spoken (see `words.render`). An argument is a text as it stands, a
number, a day, money, a period, something that somebody published in one or more languages, a word of the field, a
list, or another message.
A message whose wording depends on a number takes that as `count` and has plural forms in the file. An id begins with
its area and a dot: `rules.`, `plan.`, `cli.`, `api.`, `page.`, `check.`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any, Final, Literal, NamedTuple, TypeAlias

Language = Literal["en", "zh-Hant"]
LANGUAGES: Final[tuple[Language, ...]] = ("en", "zh-Hant")


class Published(NamedTuple):
    """A text that somebody published, by language, as printed: a title, a rule's sentence. Never translated."""

    texts: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, texts: Mapping[Any, str]) -> Published:
        """Return the texts of a mapping from language to text."""
        return cls(tuple(texts.items()))

    def __str__(self) -> str:
        """Return it in the language that is spoken, else as it was published first."""
        return _said(self)


class Code(NamedTuple):
    """A code of the catalogue, shown for copying."""

    code: str

    def __str__(self) -> str:
        """Return it as it is shown."""
        return _said(self)


class Money(NamedTuple):
    """An amount of money in major units and its currency (ISO 4217)."""

    amount: Decimal
    currency: str

    def __str__(self) -> str:
        """Return it in the language that is spoken."""
        return _said(self)


class Length(NamedTuple):
    """A period of calendar time, in ISO 8601: P4Y, P6M."""

    iso: str

    def __str__(self) -> str:
        """Return it in the language that is spoken."""
        return _said(self)


class Word(NamedTuple):
    """A word that a catalogue or a question uses: a unit, a kind, a doubt's alternative.

    Said as the message `AREA.NAME` says it where the product knows that word, else as it is written.
    """

    area: str
    name: str
    number: Decimal | int = 1
    """How many of it, where that changes the word."""

    def __str__(self) -> str:
        """Return it in the language that is spoken."""
        return _said(self)


class Quantity(NamedTuple):
    """So many of a unit: 30 HK credits, 2 modules."""

    amount: Decimal | int
    unit: str

    def __str__(self) -> str:
        """Return it in the language that is spoken."""
        return _said(self)


class Month(NamedTuple):
    """A month of the calendar, of one year or of every year; or a whole year."""

    year: int | None
    month: int | None

    @classmethod
    def of(cls, day: dt.date) -> Month:
        """Return the month of a day."""
        return cls(day.year, day.month)

    def __str__(self) -> str:
        """Return it in the language that is spoken."""
        return _said(self)


Joined: TypeAlias = Literal["and", "or", "then", "comma", "semicolon", "sentences"]


class Listed(NamedTuple):
    """Several things, joined as `A, B and C`, `A, B or C`, `A, B, C`, `A; B; C`, or one sentence after the other."""

    items: tuple[Argument, ...]
    joined: Joined = "and"

    def __str__(self) -> str:
        """Return it in the language that is spoken."""
        return _said(self)


class Message:
    """An id and its arguments: what is to be said. Equal messages say the same; hashable."""

    __slots__ = ("_hash", "args", "id")

    id: str
    args: tuple[tuple[str, Argument], ...]

    def __init__(self, id: str, /, **args: Argument) -> None:  # noqa: A002 - that is what it is
        """Take the id and the arguments by name."""
        self.id = id
        self.args = tuple(args.items())
        self._hash: int | None = None

    def __eq__(self, other: object) -> bool:
        """Tell whether the other says the same."""
        return isinstance(other, Message) and self.id == other.id and self.args == other.args

    def __hash__(self) -> int:
        """Hash by what is said; nested messages are hashed once."""
        if self._hash is None:
            self._hash = hash((self.id, self.args))
        return self._hash

    def __lt__(self, other: Message) -> bool:
        """Order by id and arguments: an order that is the same in every language."""
        return repr(self) < repr(other)

    def __str__(self) -> str:
        """Return it in the language that is spoken."""
        return _said(self)

    def argument(self, name: str) -> Argument:
        """Return an argument by its name."""
        return dict(self.args)[name]

    def __repr__(self) -> str:
        """Return the constructor call."""
        args = "".join(f", {name}={value!r}" for name, value in self.args)
        return f"Message({self.id!r}{args})"

    def data(self) -> dict[str, Any]:
        """Return it as programs get it: `{"id": …, "args": {…}}`, nested messages alike, all else as JSON has it."""
        return {"id": self.id, "args": {name: as_data(value) for name, value in self.args}}


Argument: TypeAlias = (
    str | int | Decimal | dt.date | Message | Published | Code | Money | Length | Word | Quantity | Month | Listed
)


def in_english(text: str) -> Published:
    """Return a text that was published, or written into the catalogue, in English alone."""
    return Published((("en", text),))


class SaidError(Exception):
    """An error whose text is a message, said in the language that is spoken when it is told."""

    def __init__(self, said: Argument) -> None:
        """Keep what is to be said."""
        self.message = as_message(said)
        super().__init__(self.message)

    def __str__(self) -> str:
        """Return it in the language that is spoken."""
        return str(self.message)


class MisfitError(SaidError, ValueError):
    """What keeps an entry of a catalogue from being one, raised where it is validated; with what would be right."""

    def __init__(self, what: Message, remedy: Message) -> None:
        """Keep both."""
        super().__init__(what)
        self.remedy = remedy

    def __str__(self) -> str:
        """Return both in the language that is spoken."""
        return str(Message("misfit.both", what=self.message, remedy=self.remedy))


def as_message(said: Argument) -> Message:
    """Return a message that says what an argument says."""
    return said if isinstance(said, Message) else Message("said.as-it-stands", what=said)


def listed(items: Iterable[Argument], joined: Joined = "and") -> Listed:
    """Return several things as one argument."""
    return Listed(tuple(items), joined)


def as_data(value: Argument) -> Any:  # noqa: ANN401, C901, PLR0911 - JSON; one return a type
    """Return an argument as JSON has it."""
    match value:
        case Message():
            return value.data()
        case Published():
            return dict(value.texts)
        case Code():
            return value.code
        case Money():
            return {"amount": str(value.amount), "currency": value.currency}
        case Length():
            return value.iso
        case Word():
            return value.name
        case Quantity():
            return {"amount": as_data(value.amount), "unit": value.unit}
        case Month():
            return "-".join([str(value.year or "-"), *([f"{value.month:02}"] if value.month else [])])
        case Listed():
            return [as_data(item) for item in value.items]
        case dt.date():
            return value.isoformat()
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
    return value


class Speaker:
    """Says an argument in the language that is spoken; `words.render` is it, which is imported with this package."""

    say: Callable[[Argument], str]


def _said(argument: Argument) -> str:
    return Speaker.say(argument)

"""Saying a message: its text in a language, with every argument said in that language too.

The texts are gettext catalogues, one a language, which every translator's tool reads: `en.po` and `zh-Hant.po` in this
folder. Babel compiles them (`made/`, by `setup.py` or at the first use after a change). Days and lists are written by
patterns of the same files: Babel would take 90 ms of processor to read its own when the first one is said.
"""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from decimal import Decimal
from functools import cache
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path
from string import Formatter

from stackways.words.message import (
    Argument,
    Code,
    Language,
    Length,
    Listed,
    Message,
    Money,
    Month,
    Published,
    Quantity,
    Speaker,
    Word,
)

HERE = Path(__file__).parent
AS_WRITTEN = frozenset({"framework", "scale", "unit"})
"""Areas whose words are names that somebody printed; all others are slugs."""

_spoken: ContextVar[Language] = ContextVar("language", default="en")


def spoken() -> Language:
    """Return the language in which messages are said here: English unless `speaking` says otherwise."""
    return _spoken.get()


def speak(language: Language) -> None:
    """Say messages in this language from here on, in this context (a command, a request)."""
    _spoken.set(language)


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Say messages in this language inside the block."""
    token = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(token)


def language_of(tag: str) -> Language | None:
    """Return the language that an RFC 5646 tag or a locale asks for; None where it is not spoken here."""
    tag = tag.strip().replace("_", "-").casefold()
    if tag == "en" or tag.startswith("en-"):
        return "en"
    return "zh-Hant" if tag == "zh" or tag.startswith("zh-") else None


def say(argument: Argument, language: Language | None = None) -> str:  # noqa: C901, PLR0911 - one return a type
    """Return a message or an argument in a language, the spoken one unless given.

    Raises:
        KeyError: the language has no such message, or the message names an argument that is not given.
    """
    language = language or spoken()
    match argument:
        case Message():
            return _say(argument, language)
        case str():
            return argument
        case Published():
            texts = dict(argument.texts)
            return texts.get(language) or next(iter(texts.values()))
        case Code():
            return f"`{argument.code}`"
        case dt.date():
            return day(argument, language)
        case Listed():
            return _joined(argument, language)
        case Money():
            return money(argument.amount, argument.currency)
        case Length():
            return _length(argument.iso, language)
        case Quantity():
            unit = Word("unit", argument.unit, argument.amount)
            return _say(Message("number.quantity", amount=argument.amount, unit=unit), language)
        case Word():
            return _word(argument, language)
        case Month():
            return _month(argument, language)
        case Decimal():
            return _number(argument)
    return str(argument)


def _say(message: Message, language: Language) -> str:
    texts = catalogue(language)
    args = dict(message.args)
    pattern = texts.ngettext(message.id, message.id, 1 if args["count"] == 1 else 2) if "count" in args else message.id
    if pattern == message.id:  # gettext gives back what it does not have
        pattern = texts.gettext(message.id)
    if pattern == message.id:
        raise KeyError(f"no message `{message.id}` in {language}")
    if not args:
        return pattern
    said = {name: say(value, language) for name, value in args.items()}
    if isinstance(count := args.get("count"), int):
        said["count"] = f"{count:,}"
    if language == "en":
        return pattern.format_map(said)
    return _set_apart(piece for text, name in _parts(pattern) for piece in (text, said[name] if name else ""))


@cache
def _parts(pattern: str) -> list[tuple[str, str | None]]:
    return [(text, name) for text, name, _, _ in Formatter().parse(pattern)]


def _set_apart(pieces: Iterable[str]) -> str:
    """Return texts one after the other, with a space where Chinese and Latin letters would touch."""
    whole = ""
    for piece in pieces:
        before, after = whole[-1:], piece[:1]
        touch = (_is_han(before) and _is_latin(after)) or ((_is_latin(before) or before == ")") and _is_han(after))
        whole += f" {piece}" if touch else piece
    return whole


def _is_han(sign: str) -> bool:
    return "\u4e00" <= sign <= "\u9fff"


def _is_latin(sign: str) -> bool:
    return sign.isascii() and (sign.isalpha() or sign == "`")


def day(date: dt.date, language: Language) -> str:
    """Return a day as a language writes it: 1 May 2029, 2029年5月1日."""
    month = Message(MONTHS[date.month - 1])
    return _say(Message("time.day", day=date.day, month=month, year=str(date.year)), language)


def money(amount: Decimal, currency: str) -> str:
    """Return an amount of money with its currency's code: "SGD 1,234.50", "SGD 900"."""
    return f"{currency} {amount:,.2f}".removesuffix(".00")


def _number(number: Decimal) -> str:
    return format(number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize(), "f")


_UNITS = {"Y": "year", "M": "month", "W": "week", "D": "day"}


def _length(iso: str, language: Language) -> str:
    parts = [
        Message(f"length.{_UNITS[sign]}s", count=int(number)) for number, sign in re.findall(r"(\d+)([YMWD])", iso)
    ]
    return _joined(Listed(tuple(parts)), language)


def _joined(listed: Listed, language: Language) -> str:
    said = [say(item, language) for item in listed.items]
    texts = catalogue(language)
    if listed.joined in {"and", "or"} and len(said) > 1:
        *most, last = said
        pieces = [texts.gettext("list.between").join(most), texts.gettext(f"list.{listed.joined}"), last]
        return "".join(pieces) if language == "en" else _set_apart(pieces)
    return texts.gettext(f"list.{listed.joined}").join(said)


def _word(word: Word, language: Language) -> str:
    id_ = f"{word.area}.{'-'.join(word.name.casefold().split())}"
    texts = catalogue(language)
    said = texts.ngettext(id_, id_, 1 if word.number == 1 else 2)
    if said == id_:
        said = texts.gettext(id_)
    if said != id_:
        return said
    return word.name if word.area in AS_WRITTEN else word.name.replace("-", " ").replace("_", " ")


def _month(month: Month, language: Language) -> str:
    if month.month is None:
        return _say(Message("time.year", year=str(month.year)), language)
    name = Message(MONTHS[month.month - 1])
    return _say(name if month.year is None else Message("time.month", month=name, year=str(month.year)), language)


MONTHS = tuple(f"time.month-{number}" for number in range(1, 13))


@cache
def catalogue(language: Language) -> GNUTranslations:
    """Return the texts of a language, compiled anew where its file is newer than what was compiled."""
    source, made = HERE / f"{language}.po", HERE / "made" / f"{language}.mo"
    with suppress(OSError):
        if made.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            with made.open("rb") as file:
                return GNUTranslations(file)
    compiled = compile_catalogue(source)
    with suppress(OSError):  # a folder that cannot be written in: it is compiled again the next time
        made.parent.mkdir(exist_ok=True)
        other = made.with_suffix(f".{os.getpid()}")
        other.write_bytes(compiled)
        other.replace(made)
    return GNUTranslations(BytesIO(compiled))


def compile_catalogue(source: Path) -> bytes:
    """Return a language's file as gettext reads it."""
    from babel.messages.mofile import write_mo  # noqa: PLC0415 - only after a change
    from babel.messages.pofile import read_po  # noqa: PLC0415

    with source.open("rb") as file:
        texts = read_po(file, abort_invalid=True)
    compiled = BytesIO()
    write_mo(compiled, texts)
    return compiled.getvalue()


Speaker.say = say

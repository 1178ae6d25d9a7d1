"""What a learner gives on the command line: holdings, facts about themselves, how doubts are read."""

from __future__ import annotations

import datetime as dt
import json
import re
import sys
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from typer import BadParameter

from stackways.cli.errors import InputError, nearest
from stackways.cli.options import parse_day
from stackways.pathways.mistakes import mistake_of
from stackways.rules.base import CODE_PATTERN, SLUG_PATTERN, Model, Money
from stackways.rules.holdings import Holding, Learner, WrittenHolding
from stackways.rules.periods import Period
from stackways.words.message import Code, Listed, Message, listed
from stackways.words.system import why_not

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from stackways.rules.holdings import Reading

Asked = TypeVar("Asked", bound=BaseModel)
MOST_TOLD = 3
"""The most mistakes that one paragraph can carry."""


class InFile(Model):
    """What a file of holdings has: two fields of the API's body."""

    holdings: list[WrittenHolding] = []  # noqa: RUF012 - pydantic copies a mutable default for every object
    learner: Learner = Learner()


def shared(
    *,
    hold: Sequence[str] | None,
    holdings: Path | None,
    as_of: dt.date | None,
    reading: Sequence[str] | None,
    illustrative: bool,
) -> dict[str, Any]:
    """Return the fields that every question of a learner shares; raises InputError."""
    in_file = read_holdings(holdings) if holdings else InFile()
    return {
        "holdings": [*(parse_hold(text) for text in hold or ()), *in_file.holdings],
        "learner": in_file.learner,
        "as_of": as_of,
        "reading": parse_reading(reading),
        "illustrative": illustrative,
    }


def parse_hold(text: str) -> Holding:
    """Return the holding of `CODE` or `CODE@DATE`, as far as the date is known; raises InputError."""
    code, at, date = text.strip().partition("@")
    if re.fullmatch(r"(19|20|21)\d{2}(-(0[1-9]|1[0-2]))?", date):
        return Holding(code=parse_code(code), attained_in=date)
    try:
        attained = parse_day(date) if at else None
    except BadParameter as error:
        raise InputError(str(Message("usage.of-hold", given=text, why=error.message))) from None
    return Holding(code=parse_code(code), attained_on=attained)


def parse_code(text: str) -> str:
    """Return a code as the catalogue writes it; raises InputError for what is no code at all."""
    code = text.strip().lower()
    if not re.fullmatch(CODE_PATTERN, code):
        raise InputError(str(Message("cli.not-a-code", text=text)))
    return code


def parse_money(text: str) -> Money:
    """Return an amount of money such as "SGD 3000" or "3000.50 SGD"; raises InputError."""
    words = sorted(text.upper().replace(",", "").split(), key=str.isalpha)
    try:
        amount, currency = words
        return Money(amount=Decimal(amount), currency=currency)
    except (ArithmeticError, ValueError):
        raise InputError(str(Message("cli.not-an-amount", text=text))) from None


def parse_period(text: str | None) -> Period | None:
    """Return a length of time such as `P6M`, "6 months" or "1 year"; raises InputError."""
    if text is None:
        return None
    written = re.fullmatch(r"(\d{1,4}) ?(day|week|month|year)s?", text.strip().casefold())
    iso = f"P{written[1]}{written[2][0].upper()}" if written else text.strip().upper()
    try:
        return Period(iso)
    except ValueError:
        raise InputError(str(Message("cli.no-period", given=text))) from None


def parse_reading(texts: Sequence[str] | None) -> Reading:
    """Return how doubts are to be read; raises InputError."""
    if not texts:
        return "lenient"
    named: dict[str, str] = {}
    for text in texts:
        doubt, equals, alternative = text.partition("=")
        if equals and re.fullmatch(SLUG_PATTERN, doubt) and re.fullmatch(SLUG_PATTERN, alternative):
            named[doubt] = alternative
        elif text not in {"lenient", "strict"}:
            what = Message("cli.not-a-reading", text=text)
            raise InputError(str(nearest(what, text, ["lenient", "strict"]) or what))
    whole = [text for text in texts if "=" not in text]
    if len(whole) + bool(named) > 1:
        raise InputError(str(Message("cli.readings-together", texts=listed(map(Code, texts), "comma"))))
    return named or ("strict" if whole == ["strict"] else "lenient")


def read_holdings(file: Path) -> InFile:
    """Return what a file of holdings says; raises InputError naming the file and the place."""
    name, content = read(file)
    if isinstance(content, list):
        content = {"holdings": content}
    if not isinstance(content, dict):
        raise InputError(str(Message("cli.holds-no-holdings", file=name)))
    return asked(InFile, where=name, **{str(key): value for key, value in content.items()})


def codes_of_answer(file: Path) -> list[str]:
    """Return what an answer that `--json` printed leads over, by code or path of a requirement; raises InputError."""
    name, content = read(file)
    codes = list(dict.fromkeys(_codes(content)))
    if not codes:
        raise InputError(str(Message("cli.holds-no-answer", file=name)))
    return codes


def _codes(answer: Any) -> Iterator[str]:  # noqa: ANN401 - whatever the file holds
    """Yield what stands on paths and in the steps of routes, wherever in an answer."""
    if isinstance(answer, list):
        for part in answer:
            yield from _codes(part)
    elif isinstance(answer, dict):
        step, hop = {"text", "uses", "code"} <= answer.keys(), "edge" in answer
        for name, value in answer.items():
            if name in {"path", "uses"}:
                yield from map(str, value)
            elif isinstance(value, str) and (
                name == "target" or (step and name == "code") or (hop and name in {"start", "end"})
            ):
                yield value
            else:
                yield from _codes(value)


def read(file: Path) -> tuple[str, Any]:
    """Return what to call a file, and its content; `-` is standard input; raises InputError."""
    name = str(Message("usage.standard-input")) if str(file) == "-" else f"`{file}`"
    if str(file) == "-" and sys.stdin is None:
        raise InputError(str(Message("cli.input-closed")))
    try:
        text = sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
    except OSError as error:
        raise InputError(str(Message("usage.unreadable", file=name, why=why_not(error)))) from None
    except UnicodeDecodeError:
        raise InputError(str(Message("cli.not-utf-8", file=name))) from None
    with suppress(ValueError):
        return name, json.loads(text)
    try:
        return name, yaml.safe_load(text)
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        why = getattr(error, "problem", None) or str(error)
        if mark:
            at = Message("usage.neither-yaml-nor-json-at", file=name, line=mark.line + 1, why=why)
            raise InputError(str(at)) from None
        raise InputError(str(Message("usage.neither-yaml-nor-json", file=name, why=why))) from None


def asked(model: type[Asked], *, where: str = "", **fields: Any) -> Asked:  # noqa: ANN401 - the model's own fields
    """Return a question of these fields; raises InputError naming the field that cannot be."""
    try:
        return model(**fields)
    except ValidationError as error:
        wrong = error.errors(include_url=False)
        what: Message | Listed = listed((_in_words(each, model) for each in wrong[:MOST_TOLD]), "semicolon")
        if len(wrong) > MOST_TOLD:
            what = Message("usage.together", first=what, count=len(wrong) - MOST_TOLD)
        raise InputError(str(Message("usage.in-file", file=where, what=what) if where else what)) from None


def _in_words(wrong: Any, model: type[BaseModel]) -> Message:  # noqa: ANN401 - pydantic's dictionary of an error
    place = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in wrong["loc"]).lstrip(".")
    if wrong["type"] == "extra_forbidden":
        what = Message("usage.no-such-field", field=place)
        return nearest(what, str(wrong["loc"][-1]), _fields(model)) or what
    why = mistake_of(wrong)
    if isinstance(wrong["input"], str | int | float):
        return Message("usage.field-given", field=place, given=str(wrong["input"]), why=why)
    return Message("usage.field", field=place, why=why)


def _fields(model: type[BaseModel]) -> list[str]:
    """Return the names a misspelt field may have meant."""
    return sorted({*model.model_fields, *Holding.model_fields, *Learner.model_fields})

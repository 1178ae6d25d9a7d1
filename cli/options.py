"""Options that several commands share. Light: nothing here may slow `--help` down."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from stackways.cli.errors import InputError
from stackways.words.message import Message, Month
from stackways.words.render import language_of, speak

if TYPE_CHECKING:
    from collections.abc import Sequence


LANGUAGE = "--language"
TITLES_IN_IT = frozenset({"awards", "what-if"})
"""Commands that have an option `--language` for their titles."""


def parse_day(text: str) -> dt.date:
    """Return the day a person wrote; refuses what is no whole day, by name."""
    parts = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text.strip())
    if not parts:
        raise typer.BadParameter(str(Message("cli.not-a-day", text=text)))
    year, month, day = map(int, parts.groups())
    from stackways.rules.base import FIRST_YEAR, LAST_YEAR  # noqa: PLC0415 - `--help` needs none of the rules

    if year and not FIRST_YEAR <= year <= LAST_YEAR:
        far = Message("cli.day-too-far", text=text, first=str(FIRST_YEAR), last=str(LAST_YEAR))
        raise typer.BadParameter(str(far))
    try:
        return dt.date(year, month, day)
    except ValueError:
        if not 1 <= month <= 12 or year < 1:  # noqa: PLR2004 - a year's months
            why = Message("cli.no-such-month", text=text)
        else:
            last = calendar.monthrange(year, month)[1]
            why = Message("cli.no-such-day", text=text, month=Month(year, month), count=last)
        raise typer.BadParameter(str(why)) from None


def speaking_as_asked(arguments: Sequence[str]) -> list[str]:
    """Speak the language that `--language` asks for, wherever it stands, and return the other arguments.

    Where a command has the option itself, it stays for that command.

    Raises:
        InputError: that language is not spoken.
    """
    others: list[str] = []
    given = iter(arguments)
    for one in given:
        name, is_joined, value = one.partition("=")
        if one == "--":
            return [*others, one, *given]
        if name != LANGUAGE:
            others.append(one)
            continue
        asked = value if is_joined else next(given, "")
        language = language_of(asked)
        if language is None:
            raise InputError(str(Message("cli.no-such-language", given=asked)))
        speak(language)
        if TITLES_IN_IT.intersection(others):
            others += [LANGUAGE, language]
    return others


def complete_code(incomplete: str) -> list[str]:
    """Return the codes of the shipped catalogue that begin so, for the shell."""
    from stackways.pathways.shipped_codes import shipped_codes  # noqa: PLC0415 - only the shell's completion needs it

    held, at, _ = incomplete.partition("@")
    return [] if at else [code for code in shipped_codes() if code.startswith(held)]


def examples(*commands: str) -> str:
    """Return the examples at the end of a command's help, one a line, as they are typed, after the id of their head."""
    return "\b\nhelp.examples\n" + "\n".join(f"  {command}" for command in commands)


class Objective(StrEnum):
    """What a route can keep small."""

    TIME = "time"
    COST = "cost"
    HOURS = "hours"
    STEPS = "steps"


Exported = Literal["json", "mermaid", "dot", "csv", "ctdl", "elm", "xlsx", "html"]
Sought = Literal["institution", "credential", "module", "programme"]
Listed = Literal["institutions", "credentials", "modules", "programmes"]

Code = Annotated[
    str,
    typer.Argument(metavar="CODE", help="help.argument.code", autocompletion=complete_code, show_default=False),
]
Held = Annotated[
    list[str] | None,
    typer.Argument(metavar="CODE[@DATE]", help="help.argument.held", autocompletion=complete_code),
]
Hold = Annotated[
    list[str] | None,
    typer.Option(
        "--hold",
        metavar="CODE[@DATE]",
        help="help.option.hold",
        autocompletion=complete_code,
    ),
]
HoldingsFile = Annotated[
    Path | None,
    typer.Option(
        "--holdings",
        metavar="FILE",
        help="help.option.holdings",
    ),
]
AsOf = Annotated[
    dt.date | None,
    typer.Option("--as-of", metavar="DATE", parser=parse_day, help="help.option.as-of"),
]
Readings = Annotated[
    list[str] | None,
    typer.Option(
        "--reading",
        metavar="READING",
        help="help.option.reading",
    ),
]
Illustrative = Annotated[bool, typer.Option("--illustrative", help="help.option.illustrative")]
OwnCatalogue = Annotated[
    Path | None,
    typer.Option(
        "--catalogue",
        metavar="PATH",
        help="help.option.catalogue",
    ),
]
OwnCatalogues = Annotated[
    list[Path] | None,
    typer.Option(
        "--catalogue",
        metavar="PATH",
        help="help.option.catalogue-options",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="help.option.json")]
Explain = Annotated[
    bool | None,
    typer.Option(
        "--explain/--brief",
        help="help.option.explain",
        show_default=False,
    ),
]
Limit = Annotated[int, typer.Option("--limit", metavar="N", min=1, max=200, help="help.option.limit")]
Cursor = Annotated[
    str | None,
    typer.Option("--cursor", metavar="CURSOR", help="help.option.cursor"),
]

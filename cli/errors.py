"""What went wrong, as one paragraph with its exit code; never a traceback."""

# ruff: noqa: PLC0415 - the rooms below are imported only when one of them has something to say

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from typer import TyperException

from stackways.words.message import Code, Message, listed

if TYPE_CHECKING:
    from collections.abc import Iterable

FAILED, BAD_INPUT, DATABASE_AWAY, INTERRUPTED = 1, 2, 3, 130


class InputError(ValueError):
    """Something a person typed or wrote into a file cannot be, as one paragraph to show as it stands."""


class OutputError(OSError):
    """The answer has nowhere to go, as one paragraph to show as it stands."""


def nearest(word: str, known: Iterable[str]) -> str:
    """Return "; did you mean `a` or `b`?" with the known words most like it, or nothing."""
    found = get_close_matches(word, list(known), n=3)
    return f"; {Message('cli.did-you-mean', near=listed(map(Code, found), 'or'))}" if found else ""


def describe(error: BaseException) -> tuple[str, int]:
    """Return what to tell a person, and the exit code."""
    if isinstance(error, TyperException):
        return usage(error), BAD_INPUT
    if isinstance(error, InputError):
        return str(error), BAD_INPUT
    if isinstance(error, OutputError):
        return str(error), FAILED
    return _from_below(error)


def usage(error: TyperException) -> str:
    """Return what typer refuses, in this project's words: lower case, the input in backticks, the next step."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "stackways"
    help_shows = f"; `{command} --help` shows how it is used"
    said = error.format_message().strip().rstrip(".")
    option = getattr(error, "option_name", None)
    if option and context and said.startswith("No such option"):
        if option in _options(context.find_root()):
            return f"`{option}` goes before the command: `stackways {option} ... {context.info_name} ...`"
        return f"`{command}` has no option `{option}`{nearest(option, _options(context)) or help_shows}"
    said = said.replace("Value error, ", "").replace(". Did you mean", "; did you mean")
    said = re.sub(r"'([^']+)'", r"`\1`", said)
    said = re.sub(r"(^|: )([A-Z])", lambda start: start[1] + start[2].lower(), said)
    if choice := re.search(r"`([^`]+)` is not one of (.+)$", said):
        said += nearest(choice[1], re.findall(r"`([^`]+)`", choice[2]))
    return said if said.endswith("?") else f"{said}{help_shows}"


def _options(context: Any) -> list[str]:  # noqa: ANN401 - typer keeps the type to itself
    return [name for parameter in context.command.params for name in parameter.opts]


def _from_below(error: BaseException) -> tuple[str, int]:  # noqa: PLR0911 - one return a kind
    """Describe an error of the rooms below, which are imported already where one of them raised it."""
    from stackways.pathways.keep_backup import BackupError
    from stackways.pathways.keep_catalogue import CatalogueRefusedError
    from stackways.pathways.keep_trust import TrustError
    from stackways.pathways.question import UnknownCodeError, UnknownDoubtError, WrongKindError
    from stackways.pathways.run_database import LocalNeo4jError
    from stackways.pathways.run_scenarios import ScenarioFileError
    from stackways.pathways.session import Busy, CatalogueLoading, DatabaseAway, GettingReady, GraphError
    from stackways.pathways.settings import SettingsError

    said = str(error)
    match error:
        case UnknownCodeError(others=[_, *_]):
            return "; ".join(map(str, (error, *error.others))), BAD_INPUT
        case UnknownDoubtError() | WrongKindError() | SettingsError() | ScenarioFileError() | BackupError():
            return said, BAD_INPUT
        case TrustError():
            return str(error.message), BAD_INPUT
        case UnknownCodeError():
            return (said if error.nearest else str(Message("cli.search-finds", what=said))), BAD_INPUT
        case CatalogueRefusedError():
            return f"{said}\nnothing was changed; mend this and run it again", BAD_INPUT
        case DatabaseAway() | CatalogueLoading() | Busy() | GettingReady():
            return said, DATABASE_AWAY
        case GraphError() | LocalNeo4jError():
            return said, FAILED
    return _unforeseen(error), FAILED


def _unforeseen(error: BaseException) -> str:
    """Describe a fault of the program itself: what it was, and what can be done."""
    said = " ".join(str(error).split())
    what = f"{type(error).__name__}: {said}" if said else type(error).__name__
    return str(Message("cli.fault", what=what))

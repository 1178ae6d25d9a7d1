"""What went wrong, as one paragraph with its exit code; never a traceback."""

# ruff: noqa: PLC0415 - the rooms below are imported only when one of them has something to say

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from typer import BadParameter, TyperException

from stackways.words.message import Code, Message, listed

if TYPE_CHECKING:
    from collections.abc import Iterable

FAILED, BAD_INPUT, DATABASE_AWAY, INTERRUPTED = 1, 2, 3, 130


class InputError(ValueError):
    """Something a person typed or wrote into a file cannot be, as one paragraph to show as it stands."""


class OutputError(OSError):
    """The answer has nowhere to go, as one paragraph to show as it stands."""


def nearest(what: Message, word: str, known: Iterable[str]) -> Message | None:
    """Return what is wrong with the known words most like it, "…; did you mean `a` or `b`?"; None where none is."""
    found = get_close_matches(word, list(known), n=3)
    return Message("usage.near", what=what, near=listed(map(Code, found), "or")) if found else None


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
    """Return what typer refuses, in words of ours: by its class and what it knows, for it speaks English alone."""
    context = getattr(error, "ctx", None)
    what, is_whole = _refused(error, context)
    if is_whole:
        return str(what)
    return str(Message("usage.help-shows", what=what, command=context.command_path if context else "stackways"))


def _refused(error: TyperException, context: Any) -> tuple[Message, bool]:  # noqa: ANN401 - typer keeps the type to itself
    """Return what is refused, and whether that says already what would be right."""
    option = getattr(error, "option_name", None)
    if option and context and hasattr(error, "possibilities"):
        if option in _options(context.find_root()):
            return Message("usage.before-command", option=option, command=context.info_name), True
        what = Message("usage.no-such-option", command=context.command_path, option=option)
        near = nearest(what, option, _options(context))
        return near or what, near is not None
    if option:
        flags = [one for one in context.command.params if getattr(one, "is_flag", False)] if context else []
        takes_none = any(option in (*one.opts, *one.secondary_opts) for one in flags)
        return Message("usage.takes-no-value" if takes_none else "usage.needs-value", option=option), False
    if isinstance(error, BadParameter):
        return _bad_value(error)
    if context and hasattr(context.command, "commands"):
        return Message("usage.no-command"), False
    return Message("said.as-it-stands", what=error.format_message()), False


def _bad_value(error: BadParameter) -> tuple[Message, bool]:
    """Return what is wrong with the value of an option or argument, or that it has none."""
    parameter: Any = error.param
    is_argument = parameter.param_type_name == "argument"
    name = parameter.display_name_raw if is_argument else "` / `".join(parameter.opts)
    choices = [str(getattr(one, "value", one)) for one in parameter.type_descriptor.choices or ()]
    if not error.message:
        what = Message("usage.missing-argument" if is_argument else "usage.missing-option", name=Code(name))
        return (Message("usage.give", what=what, choices=listed(map(Code, choices), "or")) if choices else what), False
    wrong = getattr(error.__cause__, "errors", None)
    if wrong is None:  # ours: it was said when it was raised
        return Message("usage.invalid", name=Code(name), why=error.message), False
    [first, *_] = wrong()
    if choices:
        given = f"{first['input']}"
        what = Message("usage.not-one-of", given=given, choices=listed(map(Code, choices), "comma"))
        near = nearest(what, given, choices)
        return Message("usage.invalid", name=Code(name), why=near or what), near is not None
    from stackways.pathways.mistakes import mistake_of

    return Message("usage.invalid", name=Code(name), why=mistake_of(first)), False


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
            return str(Message("usage.nothing-changed", what=said)), BAD_INPUT
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

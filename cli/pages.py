"""Commands and groups whose help is said in the language that is spoken, and which refuse in words of ours.

What stands as `help=`, as a section or at the head of the examples in the code is the id of a message. It is said when
a command is made, which is when it is asked for: by then the language is known.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperCommand, TyperGroup

from stackways.cli.errors import InputError, nearest
from stackways.words.message import Code, Message, Word, listed
from stackways.words.render import spoken

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

OF_TYPER = {
    "help": "help.option.help",
    "install_completion": "help.option.install-completion",
    "show_completion": "help.option.show-completion",
}
"""Options that typer gives by itself, with what we say of them."""


def put_into_words(commands: typer.Typer) -> None:
    """Have every command and group inside made as one of ours."""
    for command in commands.registered_commands:
        command.cls = Command
    for inner in commands.registered_groups:
        inner.cls = Group
        if inner.typer_instance:
            put_into_words(inner.typer_instance)


def in_short(about: str) -> str:
    """Return what a command does in a few words: the first paragraph of its help."""
    return about.partition("\n\n")[0]


def _say(parameters: Iterable[Any]) -> None:
    """Say what the parameters of a command are for, and what is to be put for them."""
    for one in parameters:
        one.help = str(Message(OF_TYPER.get(one.name, one.help)))
        if one.metavar and spoken() != "en":
            one.metavar = _placeholder(one.metavar)


def _placeholder(name: str) -> str:
    """Return what stands for something to be typed, such as `CODE[@DATE]`, in the language that is spoken."""
    return re.sub(r"[A-Z]{2,}", lambda word: str(Word("metavar", word[0])), name)


def _records(parameters: Iterable[Any], ctx: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - typer keeps the types to itself
    """Yield each parameter as it is typed, with what it is for."""
    for one in parameters:
        name, _ = one.get_help_record(ctx)
        if one.param_type_name == "argument":
            name = one.display_name_raw  # its type is a programmer's word
        besides = [*_default_of(one), *_range_of(one), *([Message("help.required")] if one.required else [])]
        yield name, f"{one.help}  [{listed(besides, 'semicolon')}]" if besides else one.help


def _default_of(parameter: Any) -> Iterator[Message]:  # noqa: ANN401 - typer keeps the type to itself
    default = parameter.default
    if parameter.show_default and default not in {None, ""} and not isinstance(default, bool):
        yield Message("help.default", value=str(getattr(default, "value", default)))


def _range_of(parameter: Any) -> Iterator[Message]:  # noqa: ANN401 - typer keeps the type to itself
    least, most = parameter.min, parameter.max
    if least is not None and most is not None:
        yield Message("help.from-to", least=str(least), most=str(most))
    elif least is not None:
        yield Message("help.at-least", least=str(least))
    elif most is not None:
        yield Message("help.at-most", most=str(most))


@contextmanager
def knowing_where(ctx: Any) -> Iterator[None]:  # noqa: ANN401 - typer keeps the type to itself
    """Have whatever typer refuses inside know of which command that is, which it leaves out of some."""
    try:
        yield
    except typer.TyperException as error:
        if getattr(error, "ctx", None) is None:
            error.__dict__["ctx"] = ctx
        raise


class _Context(typer.Context):
    """Writes help whose lines are as wide as they look: a Chinese sign is as wide as two letters."""

    def make_formatter(self) -> Any:  # noqa: ANN401 - typer keeps the type to itself
        formatter = super().make_formatter()
        if spoken() == "en":
            return formatter
        from stackways.cli.chinese_help import InChinese  # noqa: PLC0415 - only where Chinese is spoken

        return InChinese(width=formatter.width)


class _Said:
    """What commands and groups have in common."""

    def __init__(self, *args: Any, **more: Any) -> None:  # noqa: ANN401 - typer keeps the types to itself
        super().__init__(*args, **more)
        itself: Any = self
        itself.help = itself.help and str(Message(itself.help))
        itself.epilog = itself.epilog and itself.epilog.replace("help.examples", str(Message("help.examples")), 1)
        _say(itself.params)

    def get_params(self, ctx: Any) -> Any:  # noqa: ANN401 - typer keeps the types to itself
        """Return the parameters, with typer's own in our words."""
        parameters = super().get_params(ctx)  # type: ignore[misc]
        _say(one for one in parameters if one.name in OF_TYPER)
        return parameters

    def collect_usage_pieces(self, ctx: Any) -> list[str]:  # noqa: ANN401 - typer keeps the types to itself
        """Return what follows the command's name in the line that shows how it is used."""
        pieces: list[str] = super().collect_usage_pieces(ctx)  # type: ignore[misc]
        return pieces if spoken() == "en" else [_placeholder(piece) for piece in pieces]

    def format_usage(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401 - typer keeps the types to itself
        """Write how it is used."""
        pieces = self.collect_usage_pieces(ctx)
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix=str(Message("help.usage")))

    def write_parameters(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401 - typer keeps the types to itself
        """Write arguments and options with what they are for."""
        shown = [one for one in self.get_params(ctx) if not one.hidden]
        for kind, title in (("argument", Message("help.arguments")), ("option", Message("help.options"))):
            records = list(_records([one for one in shown if one.param_type_name == kind], ctx))
            if records:
                with formatter.section(str(title)):
                    formatter.write_dl(records)


class Command(_Said, TyperCommand):
    """A command."""

    context_class = _Context

    def format_options(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401 - typer keeps the types to itself
        """Write what can be given."""
        self.write_parameters(ctx, formatter)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401 - typer keeps the types to itself
        """Read what is typed; raises InputError where that is more than the command takes."""
        ctx.allow_extra_args = True
        with knowing_where(ctx):
            left = super().parse_args(ctx, args)
        if left and not ctx.resilient_parsing:
            what = Message("usage.too-many", command=ctx.command_path, given=listed(map(Code, left), "and"))
            raise InputError(str(Message("usage.help-shows", what=what, command=ctx.command_path)))
        return left


class Group(_Said, TyperGroup):
    """A group of commands."""

    context_class = _Context

    def format_options(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401 - typer keeps the types to itself
        """Write what can be given, and which commands there are."""
        self.write_parameters(ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401, ARG002 - typer keeps the types to itself
        """Write the commands, each with what it does."""
        with formatter.section(str(Message("help.commands"))):
            formatter.write_dl([(name, in_short(command.help or "")) for name, command in self.commands.items()])

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401 - typer keeps the types to itself
        """Read what is typed before the command."""
        with knowing_where(ctx):
            return super().parse_args(ctx, args)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:  # noqa: ANN401 - typer keeps the types to itself
        """Return the command that is asked for; raises InputError where there is none of that name."""
        name = args[0]
        if name in self.commands or name.startswith("-") or ctx.resilient_parsing:
            return super().resolve_command(ctx, args)
        what = Message("usage.no-such-command", name=name)
        helps = Message("usage.help-shows", what=what, command=ctx.command_path)
        raise InputError(str(nearest(what, name, self.commands) or helps))

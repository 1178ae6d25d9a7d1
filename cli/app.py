"""The application: its commands in sections, and what happens when one of them ends badly."""

from __future__ import annotations

import errno
import gc
import os
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.main import get_command, get_command_from_info, get_command_name, get_group_from_info
from typer.models import CommandInfo, TyperInfo

import stackways
from stackways.cli import (
    asking,
    backing_up,
    badges,
    cohort,
    demo,
    desk,
    keeping,
    looking,
    new,
    release,
    running,
    tables,
)
from stackways.cli.errors import FAILED, INTERRUPTED, OutputError, describe
from stackways.cli.options import examples, speaking_as_asked
from stackways.cli.pages import Group, in_short, put_into_words
from stackways.rules.characters import harmless
from stackways.words.message import Message
from stackways.words.system import why_not

if TYPE_CHECKING:
    from collections.abc import Sequence


GROUPS = (asking, badges, looking, running, demo, keeping, backing_up, tables, new, desk, cohort, release)


class Commands(Mapping[str, Any]):
    """The commands by name, each made when it is asked for: to make one, its function is looked at closely."""

    def __init__(self) -> None:
        """Note what there is, in the order in which it stands in the files."""
        self._infos: dict[str, CommandInfo | TyperInfo] = {}
        for group in GROUPS:
            for command in group.commands.registered_commands:
                self._infos[command.name or get_command_name(getattr(command.callback, "__name__", ""))] = command
            put_into_words(group.commands)
            self._infos |= {f"{inner.name}": inner for inner in group.commands.registered_groups}
        self._made: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 - typer keeps the types to itself
        """Make a command, or give it again."""
        if name not in self._made:
            info, settings = self._infos[name], {"pretty_exceptions_short": True, "rich_markup_mode": None}
            if isinstance(info, TyperInfo):
                self._made[name] = get_group_from_info(info, suggest_commands=True, **settings)  # type: ignore[arg-type]
            else:
                self._made[name] = get_command_from_info(info, **settings)  # type: ignore[arg-type]
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        """Yield the names."""
        return iter(self._infos)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._infos)

    def described(self, name: str) -> tuple[str, str]:
        """Return the section of a command, and what it does in a few words."""
        info = self._infos[name]
        return str(Message(f"{info.rich_help_panel}")), in_short(str(Message(f"{info.help}")))


class Sections(Group):
    """A group that lists its commands in sections, in the order in which they were made."""

    def __init__(self, *args: Any, **more: Any) -> None:  # noqa: ANN401 - typer keeps the types to itself
        super().__init__(*args, **{**more, "commands": {}})
        self.commands = Commands()  # type: ignore[assignment]  # it is read, and not written

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401, ARG002 - typer keeps the types to itself
        """Write each section with its commands and what they do."""
        sections = defaultdict(list)
        for name in self.commands:
            section, does = self.commands.described(name)  # type: ignore[attr-defined]
            sections[section].append((name, does))
        for section, rows in sections.items():
            with formatter.section(section):
                formatter.write_dl(rows)


app = typer.Typer(
    name="stackways",
    cls=Sections,
    help="help.stackways",
    rich_markup_mode=None,  # plain help: it reads alike on a terminal and in a file, and is there at once
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=examples(
        "stackways up",
        "stackways load",
        "stackways exemptions --hold udacity:ai-programming-with-python@2025-05-01 "
        "--towards tp:sd-ai-solution-development",
    ),
)


def _version(asked: bool) -> None:
    if asked:
        print(f"stackways {stackways.version()}")
        raise typer.Exit


@app.callback()
def settings(
    ctx: typer.Context,
    neo4j_uri: Annotated[
        str | None,
        typer.Option("--neo4j-uri", metavar="URI", help="help.option.neo4j-uri"),
    ] = None,
    neo4j_user: Annotated[
        str | None, typer.Option("--neo4j-user", metavar="USER", help="help.option.neo4j-user")
    ] = None,
    neo4j_database: Annotated[
        str | None, typer.Option("--neo4j-database", metavar="NAME", help="help.option.neo4j-database")
    ] = None,
    home: Annotated[Path | None, typer.Option("--home", metavar="FOLDER", help="help.option.home")] = None,
    _language: Annotated[
        str | None,
        typer.Option(
            "--language",
            metavar="en|zh-Hant",
            help="help.option.language-settings",
        ),
    ] = None,
    _version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="help.option.version")
    ] = False,
) -> None:
    """What your certificates count for, and how to get from them to an award."""
    ctx.obj = {"neo4j_uri": neo4j_uri, "neo4j_user": neo4j_user, "neo4j_database": neo4j_database, "home": home}


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and end the process: 0 answered, 2 bad input, 3 database not reachable, 1 anything else."""
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w")  # noqa: PTH123, SIM115 - for as long as the process runs
    if sys.stdout is None:
        sys.exit(_tell(_cannot_write(Message("usage.closed"))))
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a terminal without Chinese shows `?` rather than nothing at all
    code = _run(arguments)
    gc.freeze()  # what is left goes with the process, and need not be looked through once more
    sys.exit(code)


def _run(arguments: Sequence[str] | None) -> int:
    try:
        arguments = speaking_as_asked(sys.argv[1:] if arguments is None else arguments)
        code = get_command(app).main(arguments, prog_name="stackways", standalone_mode=False)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        return _nobody_reads()
    except OSError as error:
        if error.errno in _FULL and error.filename is None:  # a file that cannot be written has its name
            _nobody_reads()
            return _tell(_cannot_write(why_not(error)))
        return _tell(error)
    except Exception as error:  # noqa: BLE001 - a person gets a paragraph, whatever it was
        return _tell(error)
    return code if isinstance(code, int) else 0


_FULL = (errno.ENOSPC, errno.EIO, errno.EDQUOT, errno.EFBIG)
"""What a place says that can take no more."""


def _cannot_write(why: Message) -> OutputError:
    """Return that the answer has nowhere to go."""
    return OutputError(str(Message("cli.cannot-write", why=why)))


def _tell(error: Exception) -> int:
    if type(error).__name__ == "NoArgsIsHelpError":
        print(error)
        return 0
    if os.environ.get("STACKWAYS_DEBUG"):
        raise error
    said, code = describe(error)
    with suppress(OSError):
        print(f"stackways: {harmless(said)}", file=sys.stderr)
    return code


def _nobody_reads() -> int:
    """Let what is left of the output go nowhere: whoever read it has closed it (`| head`), or can take no more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return FAILED

"""The application: its commands in sections, and what happens when one of them ends badly."""

from __future__ import annotations

import errno
import os
import sys
from collections import defaultdict
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

from stackways import __version__
from stackways.cli import asking, badges, demo, keeping, looking, new, running, tables
from stackways.cli.errors import FAILED, INTERRUPTED, OutputError, describe
from stackways.cli.options import examples, speaking_as_asked
from stackways.rules.characters import harmless

if TYPE_CHECKING:
    from collections.abc import Sequence


class Sections(TyperGroup):
    """A group that lists its commands in sections, in the order in which they were made."""

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401, ARG002 - typer keeps the types to itself
        """Write each section with its commands and what they do."""
        sections = defaultdict(list)
        for name, command in self.commands.items():
            section = getattr(command, "rich_help_panel", None) or "Commands"
            sections[section].append((name, command.get_short_help_str(formatter.width)))
        for section, rows in sections.items():
            with formatter.section(section):
                formatter.write_dl(rows)


app = typer.Typer(
    name="stackways",
    cls=Sections,
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
GROUPS = (asking, badges, looking, running, demo, keeping, tables, new)
for group in GROUPS:
    app.add_typer(group.commands)


def _version(asked: bool) -> None:
    if asked:
        print(f"stackways {__version__}")
        raise typer.Exit


@app.callback()
def settings(
    ctx: typer.Context,
    neo4j_uri: Annotated[
        str | None,
        typer.Option("--neo4j-uri", metavar="URI", help="A Neo4j of your own; the local one is then never started."),
    ] = None,
    neo4j_user: Annotated[str | None, typer.Option("--neo4j-user", metavar="USER", help="Who logs in there.")] = None,
    neo4j_database: Annotated[
        str | None, typer.Option("--neo4j-database", metavar="NAME", help="The database there.")
    ] = None,
    home: Annotated[
        Path | None, typer.Option("--home", metavar="FOLDER", help="Where the local Neo4j keeps its data.")
    ] = None,
    _language: Annotated[
        str | None,
        typer.Option(
            "--language",
            metavar="en|zh-Hant",
            help="The language of what is said; it may stand anywhere.",
        ),
    ] = None,
    _version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and end.")
    ] = False,
) -> None:
    """What earlier learning is recognised towards, and how to get from it to an award.

    These options go before the command. The same settings are read from STACKWAYS_NEO4J_URI, STACKWAYS_NEO4J_USER,
    STACKWAYS_NEO4J_PASSWORD (never an option: others could read it), STACKWAYS_NEO4J_DATABASE, STACKWAYS_HOME and
    from `stackways.toml` in the folder where the command is run.
    """
    ctx.obj = {"neo4j_uri": neo4j_uri, "neo4j_user": neo4j_user, "neo4j_database": neo4j_database, "home": home}


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and end the process: 0 answered, 2 bad input, 3 database not reachable, 1 anything else."""
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w")  # noqa: PTH123, SIM115 - for as long as the process runs
    if sys.stdout is None:
        sys.exit(_tell(_cannot_write("it is closed")))
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a terminal without Chinese shows `?` rather than nothing at all
    sys.exit(_run(arguments))


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
            return _tell(_cannot_write((error.strerror or str(error)).lower()))
        return _tell(error)
    except Exception as error:  # noqa: BLE001 - a person gets a paragraph, whatever it was
        return _tell(error)
    return code if isinstance(code, int) else 0


_FULL = (errno.ENOSPC, errno.EIO, errno.EDQUOT, errno.EFBIG)
"""What a place says that can take no more."""


def _cannot_write(why: str) -> OutputError:
    """Return that the answer has nowhere to go."""
    from stackways.words.message import Message  # noqa: PLC0415 - only where there is something to say

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

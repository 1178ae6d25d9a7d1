"""Commands that keep what the graph holds safe: back it up, bring it back."""

# ruff: noqa: PLC0415 - what a command needs is imported when it runs, so that `--help` answers at once

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from stackways.cli.keeping import KEEP
from stackways.cli.options import examples
from stackways.words.message import Message

commands = typer.Typer()


@commands.command(help="help.backup", rich_help_panel=KEEP, epilog=examples("stackways backup catalogue.backup"))
def backup(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="help.argument.file-backup")],
) -> None:
    """Save everything in the graph in one file."""
    from stackways.cli.answering import settings_of
    from stackways.cli.terminal import progress_bar, say, screen
    from stackways.pathways.keep_backup import back_up

    with progress_bar() as progress:
        made = back_up(settings_of(ctx), file, progress)
    say(screen(), str(Message("backup.made", file=str(file), count=made.entries)), "bold green")


@commands.command(
    help="help.restore",
    rich_help_panel=KEEP,
    epilog=examples("stackways restore catalogue.backup", "stackways restore last.backup --yes"),
)
def restore(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="help.argument.file-restore")],
    *,
    yes: Annotated[bool, typer.Option("--yes", help="help.option.yes-restore")] = False,
) -> None:
    """Replace the graph with a backup."""
    from stackways.cli.answering import settings_of
    from stackways.cli.errors import InputError
    from stackways.cli.terminal import agreed, progress_bar, say, screen, waiting
    from stackways.pathways.keep_backup import read_backup
    from stackways.pathways.keep_backup import restore as bring_back

    settings = settings_of(ctx)
    with waiting(str(Message("backup.reading"))):
        found = read_backup(file)
    day, entries = found.manifest.made_at.date(), found.manifest.entries
    asked, otherwise = Message("backup.replace", day=day, count=entries), Message("backup.would-replace")
    if not yes and not agreed(str(asked), otherwise=str(otherwise)):
        raise InputError(str(Message("load.not-agreed")))
    with progress_bar() as progress:
        bring_back(settings, file, found, progress)
    say(screen(), str(Message("backup.restored", day=day, count=entries)), "bold green")

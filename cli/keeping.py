"""Commands for those who keep the catalogue: check it, load it."""

# ruff: noqa: PLC0415 - what a command needs is imported when it runs, so that `--help` answers at once

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from stackways.cli.options import examples

KEEP = "Keep the catalogue"
commands = typer.Typer()

Where = Annotated[
    Path | None,
    typer.Argument(metavar="[PATH]", help="A file or folder; the shipped catalogue unless given.", show_default=False),
]


@commands.command(rich_help_panel=KEEP, epilog=examples("stackways check", "stackways check seed/catalogue/tp.yaml"))
def check(path: Where = None) -> None:
    """Check a catalogue; needs no database.

    Names every mistake with its file and line, what is wrong and what would be right.
    """
    from stackways.cli.errors import BAD_INPUT
    from stackways.cli.show.states import show_problems
    from stackways.cli.terminal import screen, waiting
    from stackways.pathways.keep_catalogue import check_catalogue

    _there(path)
    with waiting("checking the catalogue"):
        problems = check_catalogue(path)
    page = screen()
    if problems:
        show_problems(page, problems)
        raise typer.Exit(BAD_INPUT)
    page.print("No mistakes found.", style="bold green")


@commands.command(
    rich_help_panel=KEEP,
    epilog=examples("stackways load", "stackways load --dry-run", "stackways load my-catalogue/"),
)
def load(
    ctx: typer.Context,
    path: Where = None,
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Change nothing: show what would be changed.")] = False,
    published_only: Annotated[
        bool,
        typer.Option(
            "--published-only",
            help="Leave out the illustrative part of the shipped catalogue, which only `--illustrative` questions see.",
        ),
    ] = False,
) -> None:
    """Make the graph equal to a catalogue.

    At once or not at all: what is no longer in the files goes, loading the same again changes nothing, and what
    `stackways check` refuses is not loaded.
    """
    from stackways.cli.answering import settings_of, with_graph
    from stackways.cli.errors import InputError
    from stackways.cli.show.states import show_difference
    from stackways.cli.terminal import progress_bar, screen
    from stackways.pathways.keep_catalogue import load_catalogue

    _there(path)
    if path and published_only:
        raise InputError("`--published-only` is about the shipped catalogue: give it without a path")
    with progress_bar() as progress:
        changes = with_graph(
            settings_of(ctx),
            lambda graph: load_catalogue(
                graph, path, published_only=published_only, dry_run=dry_run, progress=progress
            ),
        )
    show_difference(screen(), changes, dry_run=dry_run)


def _there(path: Path | None) -> None:
    from stackways.cli.errors import InputError

    if path and not path.exists():
        raise InputError(f"there is no `{path}`: give a catalogue file (`.yaml`) or a folder of them")

"""Commands for those who keep the catalogue: check it, load it."""

# ruff: noqa: PLC0415 - what a command needs is imported when it runs, so that `--help` answers at once

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from stackways.cli.options import examples
from stackways.words.message import Message

if TYPE_CHECKING:
    from stackways.pathways.keep_catalogue import Load, Release
    from stackways.pathways.settings import Settings

KEEP = "help.panel.keep"
commands = typer.Typer()

Where = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="PATH",
        help="help.argument.path-keeping",
        show_default=False,
    ),
]
PublishedOnly = Annotated[
    bool,
    typer.Option(
        "--published-only",
        help="help.option.published-only",
    ),
]
WithoutShipped = Annotated[bool, typer.Option("--without-shipped", help="help.option.without-shipped")]


@commands.command(
    help="help.check",
    rich_help_panel=KEEP,
    epilog=examples("stackways check", "stackways check ours/", "stackways check ours/ theirs/"),
)
def check(
    ctx: typer.Context,
    paths: Where = None,
    *,
    published_only: PublishedOnly = False,
    without_shipped: WithoutShipped = False,
) -> None:
    """Check your catalogue for mistakes; needs no database."""
    from stackways.cli.errors import BAD_INPUT
    from stackways.cli.show.states import show_problems
    from stackways.cli.terminal import screen, waiting
    from stackways.pathways.keep_catalogue import check_catalogue

    settings = _settings(ctx, published_only=published_only, without_shipped=without_shipped)
    own = _there(paths)
    with waiting(str(Message("progress.checking-catalogue"))):
        problems = check_catalogue(settings, own)
    page = screen()
    if problems:
        show_problems(page, problems)
        raise typer.Exit(BAD_INPUT)
    page.print(str(Message("run.no-mistakes")), style="bold green")


@commands.command(
    help="help.load",
    rich_help_panel=KEEP,
    epilog=examples("stackways load", "stackways load --dry-run", "stackways load ours/", "stackways load ours/ --yes"),
)
def load(  # noqa: PLR0913 - its options
    ctx: typer.Context,
    paths: Where = None,
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="help.option.dry-run-load")] = False,
    require_approval: Annotated[
        bool,
        typer.Option("--require-approval", help="help.option.require-approval"),
    ] = False,
    signers: Annotated[
        Path | None,
        typer.Option("--signers", metavar="FILE", help="help.option.signers-load"),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="help.option.yes-load")] = False,
    published_only: PublishedOnly = False,
    without_shipped: WithoutShipped = False,
) -> None:
    """Load the shipped catalogue and yours into the graph."""
    from stackways.cli.answering import with_graph
    from stackways.cli.errors import InputError
    from stackways.cli.show.states import show_difference
    from stackways.cli.terminal import progress_bar, say, screen
    from stackways.pathways.keep_catalogue import load_planned, plan_to_load

    settings = _settings(ctx, published_only=published_only, without_shipped=without_shipped, signers=signers)
    own = _there(paths)
    before = _approved(settings, own) if require_approval else None
    with progress_bar() as progress:
        planned = with_graph(settings, partial(plan_to_load, settings=settings, own=own, progress=progress))
    if before is not None and _approved(settings, own) != before:
        raise InputError(str(Message("release.changed-meanwhile")))
    if dry_run:
        show_difference(screen(), planned.difference, done=False)
        if planned.difference:
            say(screen(), str(Message("run.dry")), "dim")
        return
    if planned.difference.removed and not yes:
        _agree_to_remove(planned)
    with progress_bar() as progress:
        changes = with_graph(settings, partial(load_planned, planned, settings=settings, progress=progress))
    show_difference(screen(), changes, done=True)
    for release in before or ():
        say(screen(), str(Message("release.loaded", name=release.name, content=release.content)))


def _approved(settings: Settings, own: list[Path]) -> list[Release]:
    """Return the releases that one's own catalogues are; raises InputError where one is not approved."""
    from stackways.cli.errors import InputError
    from stackways.pathways.keep_catalogue import ReleaseError, SignatureError, approved_releases

    try:
        return approved_releases(settings, own)
    except (ReleaseError, SignatureError) as error:
        raise InputError(str(error)) from None


def _agree_to_remove(planned: Load) -> None:
    """Go on where a person agrees to what is removed; raises InputError otherwise."""
    from stackways.cli.errors import InputError
    from stackways.cli.show.states import show_difference
    from stackways.cli.terminal import agreed, screen

    show_difference(screen(), planned.difference, done=False)
    removed = len(planned.difference.removed)
    if removed * MOST_REMOVED > planned.entries:
        raise InputError(str(Message("load.many-removed", count=removed, of=planned.entries)))
    asked, otherwise = Message("load.remove", count=removed), Message("load.some-removed", count=removed)
    if not agreed(str(asked), otherwise=str(otherwise)):
        raise InputError(str(Message("load.not-agreed")))


MOST_REMOVED = 10
"""More than the tenth part removed is probably a mistake, such as a wrong folder."""


def _settings(
    ctx: typer.Context, *, published_only: bool, without_shipped: bool, signers: Path | None = None
) -> Settings:
    from stackways.cli.errors import InputError
    from stackways.pathways.settings import Settings

    if published_only and without_shipped:
        raise InputError(str(Message("load.published-without-shipped")))
    shipped = "none" if without_shipped else "published" if published_only else None
    return Settings.read(**(ctx.obj or {}), shipped=shipped, signers=signers)


def _there(paths: list[Path] | None) -> list[Path]:
    """Return the paths given; raises InputError where one is not there."""
    from stackways.cli.errors import InputError

    for path in paths or ():
        if not path.exists():
            raise InputError(str(Message("run.no-such-path", path=str(path))))
    return paths or []

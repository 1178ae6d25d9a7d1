"""Commands by which one person proposes what a catalogue says, and another approves it."""

# ruff: noqa: PLC0415 - what a command needs is imported when it runs, so that `--help` answers at once

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from stackways.cli.keeping import KEEP
from stackways.cli.options import examples
from stackways.rules.today import today
from stackways.words.message import Message

commands = typer.Typer()
release = typer.Typer(no_args_is_help=True, rich_markup_mode=None)

Folder = Annotated[Path, typer.Argument(metavar="PATH", help="help.argument.path-release", show_default=False)]
By = Annotated[str, typer.Option("--by", metavar="NAME", help="help.option.by-release", show_default=False)]

Signers = Annotated[
    Path | None,
    typer.Option("--signers", metavar="FILE", help="help.option.signers-release"),
]
Sign = Annotated[
    Path | None,
    typer.Option("--sign", metavar="KEY", help="help.option.sign"),
]


@release.command(
    help="help.release-propose", epilog=examples("stackways release propose ours/ --by 'Chan Tai Man' --name 2026-12")
)
def propose(
    path: Folder,
    *,
    by: By,
    name: Annotated[str | None, typer.Option("--name", metavar="TEXT", help="help.option.name-propose")] = None,
    sign: Sign = None,
) -> None:
    """Propose your catalogue as it is now."""
    from stackways.cli.errors import InputError
    from stackways.cli.terminal import say, screen
    from stackways.pathways.keep_catalogue import ReleaseError, SignatureError
    from stackways.pathways.keep_catalogue import propose as proposing

    try:
        made = proposing(path, by, today(), name or today().isoformat(), sign)
    except (ReleaseError, SignatureError) as error:
        raise InputError(str(error)) from None
    say(screen(), str(Message("release.proposed", name=made.name, content=made.content, folder=str(path))))


@release.command(help="help.release-approve", epilog=examples("stackways release approve ours/ --by 'Lee Siu Ming'"))
def approve(path: Folder, *, by: By, sign: Sign = None) -> None:
    """Approve what another person has proposed."""
    from stackways.cli.errors import InputError
    from stackways.cli.terminal import say, screen
    from stackways.pathways.keep_catalogue import ReleaseError, SignatureError
    from stackways.pathways.keep_catalogue import approve as approving

    try:
        made = approving(path, by, today(), sign)
    except (ReleaseError, SignatureError) as error:
        raise InputError(str(error)) from None
    say(screen(), str(Message("release.approved", name=made.name, by=by, proposer=made.proposed.by)), "bold green")


@release.command(
    help="help.release-show",
    epilog=examples("stackways release show ours/", "stackways release show ours/ --signers allowed_signers"),
)
def show(ctx: typer.Context, path: Folder, *, signers: Signers = None) -> None:
    """Show which release your catalogue is now, and who stands behind it."""
    from stackways.cli.errors import InputError
    from stackways.cli.terminal import say, screen
    from stackways.pathways.keep_catalogue import ReleaseError, SignatureError, approved
    from stackways.pathways.settings import Settings

    allowed = Settings.read(**(ctx.obj or {}), signers=signers).signers
    try:
        made = approved(path, allowed)
    except (ReleaseError, SignatureError) as error:
        raise InputError(str(error)) from None
    by = made.approved.by if made.approved else ""
    say(screen(), str(Message("release.approved", name=made.name, by=by, proposer=made.proposed.by)), "bold green")
    say(screen(), str(Message("release.signed" if allowed else "release.signatures-not-checked")))


commands.add_typer(
    release,
    name="release",
    rich_help_panel=KEEP,
    help="help.release",
    epilog=examples(
        "stackways release propose ours/ --by 'Chan Tai Man'", "stackways release approve ours/ --by 'Lee'"
    ),
)

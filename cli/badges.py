"""Commands for what a learner has to show: badges and other proofs into holdings, and what is trusted."""

# ruff: noqa: PLC0415 - what a command needs is imported when it runs, so that `--help` answers at once

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from stackways.cli.options import AsJson, AsOf, Illustrative, OwnCatalogue, complete_code, examples
from stackways.rules.today import today
from stackways.words.message import Message

BADGES = "help.panel.badges"
commands = typer.Typer()
holdings = typer.Typer(rich_markup_mode=None, no_args_is_help=True)
trust = typer.Typer(rich_markup_mode=None, no_args_is_help=True)

Address = Annotated[
    str,
    typer.Argument(
        metavar="ADDRESS",
        help="help.argument.address",
        show_default=False,
    ),
]


@holdings.command(
    "import",
    help="help.holdings-import",
    epilog=examples(
        "stackways holdings import badge.png certificate.opencert",
        "stackways holdings import badge.json --output mine.yaml",
        "stackways holdings import badge.json --catalogue seed/catalogue --json",
    ),
)
def import_(  # noqa: PLR0913 - a command has as many arguments as options
    ctx: typer.Context,
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE", help="help.argument.file-import", show_default=False),
    ],
    *,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="help.option.output-import"),
    ] = None,
    catalogue: OwnCatalogue = None,
    as_of: AsOf = None,
    illustrative: Illustrative = False,
    json: AsJson = False,
) -> None:
    """Read badges and other proofs into holdings."""
    from stackways.cli.answering import ask, ask_files, settings_of
    from stackways.cli.show.badges import show_imported, written_holdings
    from stackways.cli.terminal import print_json, screen, write
    from stackways.pathways.import_holdings import File, import_holdings
    from stackways.pathways.keep_trust import trust_folder

    settings, day = settings_of(ctx), as_of or today()
    given = [File(file.name, _content(file)) for file in files]
    folder = trust_folder(settings)

    async def question(reader):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202 - the graph's, or a catalogue's
        return await import_holdings(reader, given, folder, day, illustrative=illustrative)

    answer = ask_files(settings, catalogue, question) if catalogue else ask(settings, question)
    if output:
        write(written_holdings(answer), output)
    if json:
        print_json(answer)
    else:
        show_imported(screen(), answer, output)


@holdings.command(
    help="help.holdings-read",
    epilog=examples("stackways holdings read list.txt", "stackways holdings read list.txt --output mine.yaml"),
)
def read(  # noqa: PLR0913 - a command has as many arguments as options
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="help.argument.file-read", show_default=False)],
    *,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="help.option.output-read"),
    ] = None,
    as_of: AsOf = None,
    illustrative: Illustrative = False,
    json: AsJson = False,
) -> None:
    """Read a list of certificates, one a line, with dates."""
    from stackways.cli.answering import ask, settings_of
    from stackways.cli.show.badges import show_list, written_list
    from stackways.cli.terminal import print_json, screen, write
    from stackways.pathways.read_list import read_list

    text = _content(file).decode(errors="replace")
    answer = ask(settings_of(ctx), lambda reader: read_list(reader, text, as_of or today(), illustrative=illustrative))
    if output:
        write(written_list(answer), output)
    if json:
        print_json(answer)
    else:
        show_list(screen(), answer)


@trust.command(
    "show",
    help="help.holdings-trust-show",
    epilog=examples("stackways holdings trust show", "stackways holdings trust show --json"),
)
def show_(ctx: typer.Context, *, json: AsJson = False) -> None:
    """Show whom you trust when badges are checked."""
    from stackways.cli.answering import settings_of
    from stackways.pathways.keep_trust import show_trust

    _show(show_trust(settings_of(ctx)), json=json)


@trust.command(
    help="help.holdings-trust-add",
    epilog=examples(
        "stackways holdings trust add did:web:badges.example.edu --institution example-poly",
        "stackways holdings trust add dns:certificates.example.edu.sg",
        "stackways holdings trust add https://example.edu/keys/1 --file key.json",
        "stackways holdings trust add certificate --file seal-authority.pem",
    ),
)
def add(
    ctx: typer.Context,
    address: Address,
    *,
    file: Annotated[
        Path | None,
        typer.Option("--file", metavar="FILE", help="help.option.file"),
    ] = None,
    institution: Annotated[
        str | None,
        typer.Option(
            "--institution",
            metavar="CODE",
            help="help.option.institution-add",
            autocompletion=complete_code,
        ),
    ] = None,
    json: AsJson = False,
) -> None:
    """Trust an issuer, a list of revoked badges or an address."""
    from stackways.cli.answering import settings_of
    from stackways.cli.given import parse_code
    from stackways.cli.terminal import waiting
    from stackways.pathways.keep_trust import add_trust

    content = _content(file) if file else None
    code = institution and parse_code(institution)
    with waiting(str(Message("progress.fetching"))):
        trusted = add_trust(settings_of(ctx), address.strip(), today(), content=content, institution=code or None)
    _show(trusted, json=json)


@trust.command(
    help="help.holdings-trust-remove", epilog=examples("stackways holdings trust remove did:web:badges.example.edu")
)
def remove(ctx: typer.Context, address: Address, *, json: AsJson = False) -> None:
    """Stop trusting an address."""
    from stackways.cli.answering import settings_of
    from stackways.pathways.keep_trust import remove_trust

    _show(remove_trust(settings_of(ctx), address.strip()), json=json)


def _show(trusted: object, *, json: bool) -> None:
    from stackways.cli.show.badges import show_trusted
    from stackways.cli.terminal import print_json, screen
    from stackways.pathways.keep_trust import Trusted

    if not isinstance(trusted, Trusted):
        raise TypeError
    if json:
        print_json(trusted)
    else:
        show_trusted(screen(), trusted)


def _content(file: Path) -> bytes:
    from stackways.cli.errors import InputError
    from stackways.words.system import why_not

    try:
        return file.read_bytes()
    except OSError as error:
        raise InputError(str(Message("usage.unreadable", file=f"`{file}`", why=why_not(error)))) from None


holdings.add_typer(
    trust,
    name="trust",
    help="help.holdings-trust",
    epilog=examples("stackways holdings trust show", "stackways holdings trust add did:web:badges.example.edu"),
)
commands.add_typer(
    holdings,
    name="holdings",
    rich_help_panel=BADGES,
    help="help.holdings",
    epilog=examples("stackways holdings import badge.png", "stackways holdings trust show"),
)

"""Commands that take tables in and give them out: a spreadsheet into catalogue files, and rules as a table."""

# ruff: noqa: PLC0415 - what a command needs is imported when it runs, so that `--help` answers at once

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from stackways.cli.keeping import KEEP
from stackways.cli.options import AsJson, OwnCatalogues, examples
from stackways.words.message import Message

if TYPE_CHECKING:
    from stackways.pathways.import_table import Mapping, TakenIn, Wishes

commands = typer.Typer()
Kind = Literal["recognition", "entries", "curriculum"]


@commands.command(
    "import",
    help="help.import",
    rich_help_panel=KEEP,
    epilog=examples(
        "stackways import --template recognition",
        "stackways import our-rules.xlsx --into ours/",
        "stackways import our-rules.xlsx --into ours/ --accept-new",
        "stackways import partners.csv --into ours/ --always receiver=our-college --always outcome=exemption --dry-run",
        "stackways import ctdl profiles.json --into ours/ --report lost.csv",
    ),
)
def import_(  # noqa: PLR0913 - its options
    ctx: typer.Context,
    tables: Annotated[
        list[Path] | None,
        typer.Argument(metavar="TABLE", help="help.argument.table", show_default=False),
    ] = None,
    *,
    into: Annotated[Path | None, typer.Option("--into", metavar="FOLDER", help="help.option.into-import")] = None,
    mapping: Annotated[
        Path | None,
        typer.Option(
            "--mapping",
            metavar="FILE",
            help="help.option.mapping",
        ),
    ] = None,
    template: Annotated[
        Kind | None,
        typer.Option("--template", metavar="KIND", help="help.option.template"),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="help.option.output-tables")
    ] = None,
    kind: Annotated[
        Kind | None,
        typer.Option("--kind", metavar="KIND", help="help.option.kind-import"),
    ] = None,
    always: Annotated[
        list[str] | None,
        typer.Option("--always", metavar="COLUMN=VALUE", help="help.option.always"),
    ] = None,
    several: Annotated[
        Literal["all", "either"] | None,
        typer.Option(
            "--several",
            metavar="all|either",
            help="help.option.several",
        ),
    ] = None,
    accept_new: Annotated[
        bool,
        typer.Option(
            "--accept-new",
            help="help.option.accept-new",
        ),
    ] = False,
    institution: Annotated[
        str | None,
        typer.Option("--institution", metavar="CODE|NAME", help="help.option.institution-import"),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="help.option.yes-import")] = False,
    report: Annotated[Path | None, typer.Option("--report", metavar="FILE", help="help.option.report")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="help.option.dry-run-import")] = False,
    json: AsJson = False,
) -> None:
    """Turn a table of rules, or CTDL, into catalogue files."""
    from stackways.cli.answering import settings_of
    from stackways.cli.errors import BAD_INPUT, InputError
    from stackways.cli.show.ctdl import take_in_ctdl
    from stackways.cli.show.tables import as_json, show_taken_in, write_report
    from stackways.cli.terminal import screen, waiting
    from stackways.pathways.import_table import TableUnreadError, Wishes, import_table

    if template:
        _write_template(template, output)
        return
    if not tables or not into:
        raise InputError(str(Message("table.told.usage")))
    if str(tables[0]) == "ctdl":
        take_in_ctdl(settings_of(ctx), tables[1:], into, institution, report, dry_run=dry_run, json=json)
        return
    wishes = Wishes(kind, _pairs(always or []), several, accept_new)
    taken: list[TakenIn] = []
    for table in tables:
        try:
            agreed = _agreed_mapping(table, mapping, wishes, yes=yes)
            with waiting(str(Message("table.told.reading", table=table.name))):
                taken.append(import_table(table, agreed, into, settings_of(ctx), dry_run=dry_run))
        except TableUnreadError as error:
            raise InputError(str(error)) from None
    if report:
        write_report(taken, report)
    if json:
        as_json(taken)
    else:
        for one in taken:
            show_taken_in(screen(), one, into, dry_run=dry_run, reported=report is not None)
    if any(one.refused or one.count("proposed") for one in taken):
        raise typer.Exit(BAD_INPUT)


@commands.command(
    help="help.suggest",
    rich_help_panel=KEEP,
    epilog=examples(
        "stackways suggest partners.csv --towards our-college",
        "stackways suggest partners.csv --towards our-college --output proposals.xlsx",
    ),
)
def suggest(  # noqa: PLR0913 - its options
    ctx: typer.Context,
    courses: Annotated[Path, typer.Argument(metavar="COURSES", help="help.argument.courses", show_default=False)],
    *,
    towards: Annotated[
        str, typer.Option("--towards", metavar="INSTITUTION", help="help.option.towards-suggest", show_default=False)
    ],
    own: OwnCatalogues = None,
    most: Annotated[int, typer.Option("--most", metavar="N", min=1, max=10, help="help.option.most")] = 3,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="help.option.output-suggest"),
    ] = None,
) -> None:
    """Suggest which outside courses match yours."""
    from stackways.cli.answering import settings_of
    from stackways.cli.errors import InputError
    from stackways.cli.given import parse_code
    from stackways.cli.show.tables import show_suggested, write_rows
    from stackways.cli.terminal import screen, waiting
    from stackways.pathways.import_table import TableUnreadError
    from stackways.pathways.suggest_equivalents import suggest_equivalents

    institution = parse_code(towards)
    try:
        with waiting(str(Message("progress.reading-catalogue"))):
            found = suggest_equivalents(courses, institution, settings_of(ctx), own or (), most=most)
    except TableUnreadError as error:
        raise InputError(str(error)) from None
    if output:
        write_rows(found.rows, output, as_workbook=output.suffix.lower() == ".xlsx")
    show_suggested(screen(), found, output)


def _write_template(kind: Kind, output: Path | None) -> None:
    from stackways.cli.errors import InputError
    from stackways.cli.terminal import say, screen
    from stackways.pathways.import_table import write_template

    file = output or Path(f"{kind}.xlsx")
    if file.exists():
        raise InputError(str(Message("table.told.exists", file=str(file))))
    write_template(kind, file)
    say(screen(), str(Message("table.told.template", file=str(file))))


def _pairs(always: list[str]) -> dict[str, str]:
    from stackways.cli.errors import InputError

    pairs = [one.partition("=") for one in always]
    if wrong := next((column for column, sign, value in pairs if not sign or not value), None):
        raise InputError(str(Message("table.told.no-pair", text=wrong)))
    return {column.strip(): value.strip() for column, _, value in pairs}


def _agreed_mapping(table: Path, mapping: Path | None, wishes: Wishes, *, yes: bool) -> Mapping:
    """Return the mapping of a table: the one given or kept, or the proposed one once a person says yes.

    Raises:
        InputError: nobody said yes, or something is missing in it.
    """
    from stackways.cli.errors import InputError
    from stackways.cli.show.tables import show_proposal
    from stackways.cli.terminal import agreed, screen
    from stackways.pathways.import_table import (
        Proposal,
        TableUnreadError,
        mapping_for,
        missing_in_words,
        read_mapping,
        save_mapping,
        with_wishes,
    )

    found = mapping_for(table, mapping, wishes)
    if not isinstance(found, Proposal):
        return found
    show_proposal(screen(), table.name, found)
    if found.missing:
        raise TableUnreadError(missing_in_words(found.mapping.kind, found.missing))
    otherwise = str(Message("table.told.unconfirmed"))
    if not yes and not agreed(str(Message("table.told.confirm")), otherwise=otherwise):
        raise InputError(otherwise)
    return with_wishes(read_mapping(save_mapping(found.mapping, table)), wishes)

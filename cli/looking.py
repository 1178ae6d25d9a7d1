"""Commands that look things up: search, the catalogue, its rules, and the graph to draw."""

# ruff: noqa: PLC0415 - what a command needs is imported when it runs, so that `--help` answers at once
# ruff: noqa: PLR0913 - a command has as many arguments as options

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated, Literal

import typer

from stackways.cli.options import (
    AsJson,
    AsOf,
    Code,
    Cursor,
    Exported,
    Illustrative,
    Limit,
    Listed,
    OwnCatalogue,
    Sought,
    complete_code,
    examples,
    parse_day,
)
from stackways.rules.today import today
from stackways.words.message import Message

LOOK = "help.panel.look"
commands = typer.Typer()
catalogue = typer.Typer(rich_markup_mode=None, no_args_is_help=True)
rules = typer.Typer(rich_markup_mode=None, no_args_is_help=True)


@commands.command(
    help="help.search",
    rich_help_panel=LOOK,
    epilog=examples(
        "stackways search machine learning", "stackways search 證書", "stackways search aquaculture --limit 5"
    ),
)
def search(
    ctx: typer.Context,
    words: Annotated[list[str], typer.Argument(metavar="TEXT", help="help.argument.text", show_default=False)],
    *,
    kind: Annotated[
        Sought | None,
        typer.Option("--kind", metavar="KIND", help="help.option.kind-search"),
    ] = None,
    limit: Limit = 20,
    illustrative: Illustrative = False,
    json: AsJson = False,
) -> None:
    """Find credentials, modules, programmes and institutions."""
    from stackways.cli.answering import answer
    from stackways.cli.errors import InputError
    from stackways.cli.show.entries import show_found
    from stackways.pathways.browse_catalogue import search as find
    from stackways.rules.catalogue import Kind

    text = " ".join(words).strip()
    if not text:
        raise InputError(str(Message("cli.nothing-to-search")))
    day, only = today(), Kind(kind) if kind else None
    answer(
        ctx,
        lambda reader: find(reader, text, day, kind=only, limit=limit, illustrative=illustrative),
        show_found,
        json=json,
    )


@catalogue.command(
    "list",
    help="help.catalogue-list",
    epilog=examples(
        "stackways catalogue list institutions",
        "stackways catalogue list programmes --institution tp --kind specialist-diploma",
        "stackways catalogue list modules --q learning --limit 10",
    ),
)
def list_(
    ctx: typer.Context,
    what: Annotated[
        Listed,
        typer.Argument(metavar="KIND", help="help.argument.kind", show_default=False),
    ],
    *,
    q: Annotated[str | None, typer.Option("--q", metavar="TEXT", help="help.option.q")] = None,
    institution: Annotated[
        str | None,
        typer.Option(
            "--institution", metavar="CODE", help="help.option.institution-list", autocompletion=complete_code
        ),
    ] = None,
    kind: Annotated[str | None, typer.Option("--kind", metavar="KIND", help="help.option.kind-list")] = None,
    theme: Annotated[str | None, typer.Option("--theme", metavar="TEXT", help="help.option.theme-list")] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
    illustrative: Illustrative = False,
    json: AsJson = False,
) -> None:
    """List entries of the catalogue."""
    from stackways.cli.answering import answer
    from stackways.cli.given import parse_code
    from stackways.cli.show.entries import show_list
    from stackways.pathways.browse_catalogue import Filters, list_entries
    from stackways.rules.catalogue import Kind

    filters = Filters(q, institution and parse_code(institution), kind, theme, illustrative)
    wanted, day = Kind(what.removesuffix("s")), today()
    answer(
        ctx,
        lambda reader: list_entries(reader, wanted, day, filters, limit=limit, cursor=cursor),
        show_list,
        json=json,
    )


@catalogue.command(
    help="help.catalogue-show",
    epilog=examples("stackways catalogue show tp", "stackways catalogue show tp:sd-ai-solution-development --json"),
)
def show(ctx: typer.Context, code: Code, *, illustrative: Illustrative = False, json: AsJson = False) -> None:
    """Show one entry."""
    from stackways.cli.answering import answer
    from stackways.cli.given import parse_code
    from stackways.cli.show.entries import show_entry
    from stackways.pathways.browse_catalogue import show_entry as look_up

    wanted, day = parse_code(code), today()
    answer(ctx, lambda reader: look_up(reader, wanted, day, illustrative=illustrative), show_entry, json=json)


@rules.command(
    "list",
    help="help.rules-list",
    epilog=examples("stackways rules list --doubtful", "stackways rules list --expiring-before 2027-06-30"),
)
def list_rules(
    ctx: typer.Context,
    *,
    stale: Annotated[
        bool | None,
        typer.Option(
            "--stale/--dated",
            help="help.option.stale",
            show_default=False,
        ),
    ] = None,
    doubtful: Annotated[
        bool | None,
        typer.Option("--doubtful/--certain", help="help.option.doubtful-list-rules", show_default=False),
    ] = None,
    expiring_before: Annotated[
        dt.date | None,
        typer.Option("--expiring-before", metavar="DATE", parser=parse_day, help="help.option.expiring-before"),
    ] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
    illustrative: Illustrative = False,
    json: AsJson = False,
) -> None:
    """List rules, for example those that need care."""
    from stackways.cli.answering import answer
    from stackways.cli.show.entries import show_rules
    from stackways.pathways.explain_rule import RuleFilters, review_rules

    filters, day = RuleFilters(stale, doubtful, expiring_before, illustrative), today()
    answer(
        ctx,
        lambda reader: review_rules(reader, day, filters, limit=limit, cursor=cursor),
        show_rules,
        json=json,
    )


@rules.command(
    "show",
    help="help.rules-show",
    epilog=examples("stackways rules show tp:RULE", "stackways rules show tp:RULE@2 --as-of 2024-01-01"),
)
def show_rule(
    ctx: typer.Context,
    code: Annotated[
        str,
        typer.Argument(metavar="CODE[@VERSION]", help="help.argument.code-show-rule", show_default=False),
    ],
    *,
    as_of: AsOf = None,
    json: AsJson = False,
) -> None:
    """Show one rule."""
    from stackways.cli.answering import answer
    from stackways.cli.show.entries import show_rule as show_page
    from stackways.pathways.explain_rule import explain_rule

    day, wanted = as_of or today(), code.strip().lower()
    answer(ctx, lambda reader: explain_rule(reader, wanted, day), show_page, json=json)


@commands.command(
    help="help.export",
    rich_help_panel=LOOK,
    epilog=examples(
        "stackways export tp:sd-ai-solution-development --as mermaid",
        "stackways export tp --depth 2 --as dot --output tp.dot",
        "stackways exemptions --hold cisco:ccna@2025-01-01 --json | stackways export --answer - --as mermaid",
        "stackways export tp --as ctdl --output tp.json",
        "stackways export --static public/",
        "stackways export tp --rules inward --as html --output tp.html",
    ),
)
def export(
    ctx: typer.Context,
    focus: Annotated[
        str | None,
        typer.Argument(
            metavar="CODE",
            help="help.argument.code-export",
            autocompletion=complete_code,
            show_default=False,
        ),
    ] = None,
    *,
    answered: Annotated[
        Path | None,
        typer.Option("--answer", metavar="FILE", help="help.option.answer"),
    ] = None,
    depth: Annotated[int, typer.Option("--depth", metavar="N", min=1, max=8, help="help.option.depth-export")] = 1,
    form: Annotated[
        Exported,
        typer.Option(
            "--as",
            "--format",
            metavar="json|mermaid|dot|csv|ctdl|elm|xlsx|html",
            help="help.option.as-export",
        ),
    ] = "json",
    static: Annotated[
        Path | None,
        typer.Option("--static", metavar="FOLDER", help="help.option.static"),
    ] = None,
    rules: Annotated[
        Literal["inward", "outward"] | None,
        typer.Option(
            "--rules",
            metavar="inward|outward",
            help="help.option.rules",
        ),
    ] = None,
    own: OwnCatalogue = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="help.option.output-export"),
    ] = None,
    as_of: AsOf = None,
    illustrative: Illustrative = False,
) -> None:
    """Draw a part of the graph, or write the catalogue."""
    from stackways.cli.answering import ask, settings_of
    from stackways.cli.errors import InputError
    from stackways.cli.given import codes_of_answer, parse_code
    from stackways.cli.show.drawings import written
    from stackways.cli.show.exports import write_catalogue, write_files
    from stackways.cli.show.tables import write_rules
    from stackways.cli.terminal import write
    from stackways.pathways.draw_graph import draw_neighbourhood, draw_paths

    if rules or form in {"xlsx", "html"}:
        write_rules(settings_of(ctx), focus, rules, form, output, own)
        return
    if static or form in {"ctdl", "elm"}:
        wanted = parse_code(focus) if focus else None
        if static:
            write_files(settings_of(ctx), own, wanted, static, illustrative=illustrative)
        else:
            write_catalogue(settings_of(ctx), own, wanted, form, output, illustrative=illustrative)
        return
    day = as_of or today()
    if (focus is None) == (answered is None):
        raise InputError(str(Message("cli.entry-or-answer")))
    if answered:
        codes = codes_of_answer(answered)
        drawing = ask(settings_of(ctx), lambda reader: draw_paths(reader, codes, as_of=day, illustrative=illustrative))
    else:
        code = parse_code(focus or "")
        drawing = ask(
            settings_of(ctx),
            lambda reader: draw_neighbourhood(reader, code, depth=depth, as_of=day, illustrative=illustrative),
        )
    write(written(drawing, form), output)


commands.add_typer(
    catalogue,
    name="catalogue",
    rich_help_panel=LOOK,
    help="help.catalogue",
    epilog=examples("stackways catalogue list programmes --institution tp", "stackways catalogue show tp"),
)
commands.add_typer(
    rules,
    name="rules",
    rich_help_panel=LOOK,
    help="help.rules",
    epilog=examples("stackways rules list --doubtful", "stackways rules show tp:RULE"),
)

"""Commands for an institution's desk: what changed, what needs care, and whom it concerns."""

# ruff: noqa: PLC0415 - what a command needs is imported when it runs, so that `--help` answers at once

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated, Literal

import typer

from stackways.cli.keeping import KEEP
from stackways.cli.options import AsJson, AsOf, Illustrative, OwnCatalogue, OwnCatalogues, complete_code, examples
from stackways.rules.today import today
from stackways.words.message import Message

commands = typer.Typer()


@commands.command(
    help="help.desk",
    rich_help_panel=KEEP,
    epilog=examples(
        "stackways desk tp",
        "stackways desk tp --ending-within P6M",
        "stackways desk --not-checked-for '1 year' --as csv --output to-check.csv",
    ),
)
def desk(  # noqa: PLR0913 - its options
    ctx: typer.Context,
    institution: Annotated[
        str | None,
        typer.Argument(
            metavar="INSTITUTION",
            help="help.argument.institution-desk",
            autocompletion=complete_code,
            show_default=False,
        ),
    ] = None,
    *,
    ending_within: Annotated[
        str | None,
        typer.Option("--ending-within", "--ends-within", metavar="TIME", help="help.option.ending-within"),
    ] = None,
    not_checked_for: Annotated[
        str | None,
        typer.Option(
            "--not-checked-for",
            "--unchecked-for",
            metavar="TIME",
            help="help.option.not-checked-for",
        ),
    ] = None,
    undated: Annotated[bool, typer.Option("--undated", help="help.option.undated")] = False,
    contradicted: Annotated[bool, typer.Option("--contradicted", help="help.option.contradicted")] = False,
    doubtful: Annotated[bool, typer.Option("--doubtful", help="help.option.doubtful-desk")] = False,
    direction: Annotated[
        Literal["inward", "outward"] | None,
        typer.Option(
            "--direction",
            metavar="inward|outward",
            help="help.option.direction",
        ),
    ] = None,
    form: Annotated[
        Literal["text", "csv", "html"],
        typer.Option("--as", metavar="text|csv|html", help="help.option.as-desk"),
    ] = "text",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="help.option.output-desk")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, max=2000, help="help.option.limit")] = 200,
    own: OwnCatalogue = None,
    as_of: AsOf = None,
    illustrative: Illustrative = False,
    json: AsJson = False,
) -> None:
    """Show the rules that an institution looks after."""
    from stackways.cli.answering import answer
    from stackways.cli.given import parse_code, parse_period
    from stackways.cli.show.desk import show_desk
    from stackways.cli.terminal import write
    from stackways.pathways.institution_desk import DeskAsked, as_csv, as_page, institution_desk

    day, code = as_of or today(), parse_code(institution) if institution else None
    asked = DeskAsked(
        direction,
        parse_period(ending_within),
        parse_period(not_checked_for),
        undated,
        contradicted,
        doubtful,
        illustrative,
        limit,
    )
    written = {"csv": as_csv, "html": as_page}
    answer(
        ctx,
        lambda reader: institution_desk(reader, code, day, asked),
        show_desk if form == "text" else lambda _, found: write(written[form](found), output),
        json=json,
        catalogue=own,
    )


@commands.command(
    help="help.diff",
    rich_help_panel=KEEP,
    epilog=examples(
        "stackways diff ours-2025/ ours/",
        "stackways diff HEAD~1 ours/ --institution our-college",
        "stackways diff v1.0 v1.1 --of ours/ --as html --output changes.html",
        "stackways diff HEAD~1 ours/ --cohort students.csv --towards our-college:diploma-it",
    ),
)
def diff(  # noqa: PLR0913 - its options
    ctx: typer.Context,
    old: Annotated[str, typer.Argument(metavar="OLD", help="help.argument.old")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="help.argument.new")],
    *,
    place: Annotated[
        Path | None,
        typer.Option("--of", metavar="PATH", help="help.option.of"),
    ] = None,
    only: Annotated[
        str | None,
        typer.Option("--institution", "--rule", metavar="CODE", help="help.option.institution-diff"),
    ] = None,
    cohort: Annotated[
        Path | None,
        typer.Option("--cohort", metavar="FILE", help="help.option.cohort"),
    ] = None,
    towards: Annotated[
        str | None,
        typer.Option("--towards", metavar="CODE", help="help.option.towards-diff"),
    ] = None,
    programme: Annotated[
        str | None,
        typer.Option("--programme", metavar="CODE", help="help.option.programme-diff"),
    ] = None,
    target: Annotated[str | None, typer.Option("--target", metavar="CODE", help="help.option.target-diff")] = None,
    as_of: AsOf = None,
    form: Annotated[
        Literal["text", "html"],
        typer.Option("--as", metavar="text|html", help="help.option.as-diff"),
    ] = "text",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="help.option.output-diff")
    ] = None,
    json: AsJson = False,
) -> None:
    """Show what changed between two catalogues."""
    from stackways.cli.answering import settings_of
    from stackways.cli.cohort import learners_of, question_of
    from stackways.cli.errors import InputError
    from stackways.cli.given import parse_code
    from stackways.cli.show.changes import show_diff, show_impact, touched_by
    from stackways.cli.terminal import print_json, screen, waiting, write
    from stackways.pathways.compare_catalogues import NoSuchRevisionError, as_page, both, compare, of

    try:
        with waiting(str(Message("progress.reading-catalogue"))):
            catalogues = both(old, new, settings_of(ctx), place)
            found = compare(catalogues)
    except NoSuchRevisionError as error:
        raise InputError(str(error)) from None
    if only:
        found = of(found, parse_code(only.partition("@")[0]))
    if cohort:
        question = question_of(None, towards=towards, programme=programme, target=target, as_of=as_of)
        found = found.model_copy(update={"impact": touched_by(catalogues, question, learners_of(cohort))})
    if json:
        print_json(found)
    elif form == "html":
        write(as_page(found), output)
    else:
        show_diff(screen(), found)
        if found.impact:
            show_impact(screen(), found.impact)


@commands.command(
    help="help.changes",
    rich_help_panel=KEEP,
    epilog=examples("stackways changes tp", "stackways changes tp:recognition-principles-of-machine-learning"),
)
def changes(  # noqa: PLR0913 - its options
    ctx: typer.Context,
    code: Annotated[
        str,
        typer.Argument(
            metavar="CODE", help="help.argument.code-changes", autocompletion=complete_code, show_default=False
        ),
    ],
    *,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, max=200, help="help.option.limit")] = 50,
    own: OwnCatalogue = None,
    as_of: AsOf = None,
    illustrative: Illustrative = False,
    json: AsJson = False,
) -> None:
    """Show what changed in an institution's rules, or in one rule."""
    from stackways.cli.answering import answer
    from stackways.cli.given import parse_code
    from stackways.cli.show.changes import show_log
    from stackways.pathways.change_log import changes_of_institution, changes_of_rule

    day, asked = as_of or today(), code.partition("@")[0]
    if ":" in parse_code(asked):
        log = partial(changes_of_rule, code=asked, as_of=day, limit=limit)
    else:
        log = partial(changes_of_institution, institution=asked, as_of=day, limit=limit, illustrative=illustrative)
    answer(ctx, log, show_log, json=json, catalogue=own)


@commands.command(
    help="help.exceptions",
    rich_help_panel=KEEP,
    epilog=examples("stackways exceptions", "stackways exceptions our-college --often 5"),
)
def exceptions(  # noqa: PLR0913 - its options
    ctx: typer.Context,
    institution: Annotated[
        str | None,
        typer.Argument(metavar="INSTITUTION", help="help.argument.institution-exceptions", show_default=False),
    ] = None,
    *,
    often: Annotated[int, typer.Option("--often", metavar="N", min=2, help="help.option.often")] = 3,
    own: OwnCatalogues = None,
    as_of: AsOf = None,
    json: AsJson = False,
) -> None:
    """Show the exceptions that are kept, soonest to end first."""
    from stackways.cli.answering import settings_of
    from stackways.cli.given import parse_code
    from stackways.cli.show.exceptions import show_exceptions
    from stackways.cli.terminal import print_json, screen
    from stackways.pathways.keep_catalogue import catalogue_in
    from stackways.pathways.list_exceptions import list_exceptions

    catalogue = catalogue_in(settings_of(ctx), own or ())
    code = parse_code(institution) if institution else None
    kept = list_exceptions(catalogue, code, as_of or today(), often=often)
    if json:
        print_json(kept)
    else:
        show_exceptions(screen(), kept)

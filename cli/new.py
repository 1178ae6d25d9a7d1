"""Commands that write one entry of a catalogue: an institution, a programme, a rule of recognition, an exception."""

# ruff: noqa: PLC0415 - what a command needs is imported when it runs, so that `--help` answers at once

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from stackways.cli.keeping import KEEP
from stackways.cli.options import examples, parse_day
from stackways.words.message import Message

if TYPE_CHECKING:
    from collections.abc import Callable

    from stackways.pathways.new_entry import New, NewSource

commands = typer.Typer()
new = typer.Typer(no_args_is_help=True, rich_markup_mode=None)

Into = Annotated[
    Path,
    typer.Option("--into", metavar="PATH", help="help.option.into-new"),
]
Title = Annotated[str | None, typer.Option("--title", metavar="TEXT", help="help.option.title-new")]
Chinese = Annotated[str, typer.Option("--title-zh", metavar="TEXT", help="help.option.title-zh")]
Source = Annotated[str | None, typer.Option("--source", metavar="CODE", help="help.option.source")]
SourceTitle = Annotated[str | None, typer.Option("--source-title", metavar="TEXT", help="help.option.source-title")]
SourceUrl = Annotated[str, typer.Option("--source-url", metavar="URL", help="help.option.source-url")]
SourceRead = Annotated[
    dt.date | None, typer.Option("--source-read", metavar="DATE", parser=parse_day, help="help.option.source-read")
]


@new.command(
    help="help.new-institution",
    epilog=examples(
        "stackways new institution our-college --title 'Our College' --kind college --country SG --into ours/"
    ),
)
def institution(  # noqa: PLR0913 - its options
    ctx: typer.Context,
    code: Annotated[str, typer.Argument(metavar="CODE", help="help.argument.code-institution")],
    *,
    into: Into,
    title: Title = None,
    title_zh: Chinese = "",
    kind: Annotated[str | None, typer.Option("--kind", metavar="WORD", help="help.option.kind-institution")] = None,
    country: Annotated[str, typer.Option("--country", metavar="CODE", help="help.option.country")] = "",
    url: Annotated[str, typer.Option("--url", metavar="URL", help="help.option.url")] = "",
) -> None:
    """Add an institution to your catalogue."""
    from stackways.pathways.new_entry import New
    from stackways.pathways.new_entry import institution as entry

    titles = {"en": _asked("title", title), "zh-Hant": title_zh}
    _write(ctx, New("institutions", entry(code, titles, _asked("kind", kind), country=country, url=url)), into)


@new.command(
    help="help.new-programme",
    epilog=examples(
        "stackways new programme our-college:diploma-it --title 'Diploma in IT' --kind diploma --source-title Handbook "
        "--into ours/"
    ),
)
def programme(  # noqa: PLR0913 - its options
    ctx: typer.Context,
    code: Annotated[str, typer.Argument(metavar="CODE", help="help.argument.code-programme")],
    *,
    into: Into,
    title: Title = None,
    title_zh: Chinese = "",
    kind: Annotated[str | None, typer.Option("--kind", metavar="WORD", help="help.option.kind-programme")] = None,
    credits_: Annotated[str, typer.Option("--credits", metavar="N", help="help.option.credits-programme")] = "",
    unit: Annotated[str, typer.Option("--unit", metavar="WORD", help="help.option.unit-programme")] = "",
    source: Source = None,
    source_title: SourceTitle = None,
    source_url: SourceUrl = "",
    source_read: SourceRead = None,
) -> None:
    """Add a programme to your catalogue."""
    from stackways.pathways.new_entry import New
    from stackways.pathways.new_entry import programme as entry

    titles, what = {"en": _asked("title", title), "zh-Hant": title_zh}, _asked("kind", kind)
    made = _made(lambda: entry(code, titles, what, credits_=credits_, unit=unit))
    _write(ctx, New("programmes", made, _source(source, source_title, source_url, source_read)), into)


@new.command(
    help="help.new-recognition",
    epilog=examples(
        "stackways new recognition --needs cisco:ccna --target our-college:networks --outcome exemption "
        "--source-title Handbook --into ours/"
    ),
)
def recognition(  # noqa: PLR0913 - its options
    ctx: typer.Context,
    *,
    into: Into,
    needs: Annotated[
        list[str] | None,
        typer.Option("--needs", metavar="CODE", help="help.option.needs-recognition"),
    ] = None,
    target: Annotated[
        list[str] | None, typer.Option("--target", metavar="CODE", help="help.option.target-recognition")
    ] = None,
    outcome: Annotated[
        Literal["exemption", "specified_credit", "block_credit", "entry"],
        typer.Option("--outcome", metavar="WORD", help="help.option.outcome"),
    ] = "exemption",
    within: Annotated[str, typer.Option("--within", metavar="CODE", help="help.option.within-recognition")] = "",
    amount: Annotated[str, typer.Option("--amount", metavar="N", help="help.option.amount")] = "",
    unit: Annotated[str, typer.Option("--unit", metavar="WORD", help="help.option.unit")] = "",
    counts_for: Annotated[str, typer.Option("--counts-for", metavar="TIME", help="help.option.counts-for")] = "",
    start: Annotated[
        dt.date | None,
        typer.Option("--from", metavar="DATE", parser=parse_day, help="help.option.from-recognition"),
    ] = None,
    until: Annotated[
        dt.date | None,
        typer.Option("--until", metavar="DATE", parser=parse_day, help="help.option.until-recognition"),
    ] = None,
    says: Annotated[str, typer.Option("--says", metavar="TEXT", help="help.option.says-recognition")] = "",
    source: Source = None,
    source_title: SourceTitle = None,
    source_url: SourceUrl = "",
    source_read: SourceRead = None,
) -> None:
    """Add a rule of recognition to your catalogue."""
    from stackways.pathways.new_entry import New
    from stackways.pathways.new_entry import recognition as entry

    held, targets = needs or [_asked("needs", None)], target or [_asked("target", None)]
    days = {"start": start.isoformat() if start else "", "until": until.isoformat() if until else ""}
    said = {"within": within, "amount": amount, "unit": unit, "counts_for": counts_for, **days}
    made = _made(lambda: entry(held, targets, outcome, **said))
    _write(ctx, New("rules", made, _source(source, source_title, source_url, source_read), says), into)


@new.command(
    help="help.new-exception",
    epilog=examples(
        "stackways new exception substitute our-college:programming --within our-college:diploma-it "
        "--needs cisco:ccna --learner s-0017 --from 2026-03-01 --requested-by 'Chan Tai Man' "
        "--approved-by 'Lee Siu Ming' --source-title 'Minutes of March' --into ours/"
    ),
)
def exception(  # noqa: PLR0913 - its options
    ctx: typer.Context,
    does: Annotated[
        Literal["waive", "substitute", "also_allow", "count_here"],
        typer.Argument(metavar="WORD", help="help.argument.word"),
    ],
    target: Annotated[str, typer.Argument(metavar="CODE", help="help.argument.code-exception")],
    *,
    into: Into,
    within: Annotated[
        str, typer.Option("--within", metavar="CODE", help="help.option.within-exception", show_default=False)
    ],
    requested_by: Annotated[
        str, typer.Option("--requested-by", metavar="NAME", help="help.option.requested-by", show_default=False)
    ],
    approved_by: Annotated[
        str, typer.Option("--approved-by", metavar="NAME", help="help.option.approved-by", show_default=False)
    ],
    start: Annotated[
        dt.date,
        typer.Option("--from", metavar="DATE", parser=parse_day, help="help.option.from-exception", show_default=False),
    ],
    until: Annotated[
        dt.date | None, typer.Option("--until", metavar="DATE", parser=parse_day, help="help.option.until-exception")
    ] = None,
    needs: Annotated[str, typer.Option("--needs", metavar="CODE", help="help.option.needs-exception")] = "",
    part: Annotated[str, typer.Option("--part", metavar="NAME", help="help.option.part")] = "",
    learner: Annotated[str, typer.Option("--learner", metavar="NAME", help="help.option.learner")] = "",
    term: Annotated[str, typer.Option("--term", metavar="TERM", help="help.option.term")] = "",
    credits_: Annotated[str, typer.Option("--credits", metavar="N", help="help.option.credits-exception")] = "",
    unit: Annotated[str, typer.Option("--unit", metavar="WORD", help="help.option.unit")] = "",
    says: Annotated[str, typer.Option("--says", metavar="TEXT", help="help.option.says-exception")] = "",
    source: Source = None,
    source_title: SourceTitle = None,
    source_url: SourceUrl = "",
    source_read: SourceRead = None,
) -> None:
    """Add an exception to your catalogue: what is decided beside the rules."""
    from stackways.pathways.new_entry import New
    from stackways.pathways.new_entry import exception as entry

    said = {
        "needs": needs, "part": part, "learner": learner, "term": term, "credits": credits_, "unit": unit,
        "requested_by": requested_by, "approved_by": approved_by, "start": start.isoformat(),
        "until": until.isoformat() if until else "",
    }  # fmt: skip
    made = _made(lambda: entry(does, target, within, **said))
    _write(ctx, New("rules", made, _source(source, source_title, source_url, source_read), says), into)


commands.add_typer(
    new,
    name="new",
    rich_help_panel=KEEP,
    help="help.new",
    epilog=examples("stackways new institution our-college --title 'Our College' --kind college --into ours/"),
)


def _asked(name: str, given: str | None) -> str:
    """Return what was given, or what a person answers; raises InputError where nobody can be asked."""
    from stackways.cli.errors import InputError
    from stackways.cli.terminal import aside

    if not given and sys.stdin.isatty():
        given = aside().input(f"{Message(f'table.new.ask-{name}')} ").strip()
    if not given:
        raise InputError(str(Message("table.new.missing", option=f"--{name}")))
    return given


def _source(code: str | None, title: str | None, url: str, read: dt.date | None) -> NewSource:
    from stackways.pathways.new_entry import NewSource

    return NewSource(code) if code else NewSource(None, _asked("source-title", title), url, read)


def _made(entry: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    from stackways.cli.errors import InputError
    from stackways.pathways.import_table import MisreadError

    try:
        return entry()
    except MisreadError as error:
        raise InputError(f"{error.what}: {error.remedy}") from None


def _write(ctx: typer.Context, entry: New, into: Path) -> None:
    from stackways.cli.answering import settings_of
    from stackways.cli.errors import InputError
    from stackways.cli.terminal import say, screen
    from stackways.pathways.new_entry import write_entry

    try:
        file, code = write_entry(entry, into, settings_of(ctx))
    except FileExistsError as error:
        raise InputError(str(Message("table.new.exists", code=str(entry.data["code"]), place=str(error)))) from None
    say(screen(), str(Message("table.new.written", code=code, file=str(file))), "bold green")

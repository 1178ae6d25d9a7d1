"""Commands for many learners at once: the same question for each of a file."""

# ruff: noqa: PLC0415 - what a command needs is imported when it runs, so that `--help` answers at once

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from stackways.cli.keeping import KEEP
from stackways.cli.options import AsJson, AsOf, Illustrative, OwnCatalogues, Readings, examples
from stackways.rules.today import today
from stackways.words.message import Message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stackways.pathways.run_cohort import CohortLearner, CohortQuestion, Unread

commands = typer.Typer()
cohort = typer.Typer(no_args_is_help=True, rich_markup_mode=None)

Learners = Annotated[
    Path,
    typer.Argument(
        metavar="FILE",
        help="help.argument.file-cohort",
        show_default=False,
    ),
]
Ask = Literal["exemptions", "awards", "routes"]


@cohort.command(
    "run",
    help="help.cohort-run",
    epilog=examples(
        "stackways cohort run students.csv --towards our-college:diploma-it --output answers.ndjson",
        "stackways cohort run students.ndjson --programme hku-space:diploma --output answers.ndjson --resume",
    ),
)
def run_(  # noqa: PLR0913 - its options
    ctx: typer.Context,
    file: Learners,
    *,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="help.option.output-run")],
    ask: Annotated[
        Ask | None,
        typer.Option("--ask", metavar="WHAT", help="help.option.ask"),
    ] = None,
    towards: Annotated[str | None, typer.Option("--towards", metavar="CODE", help="help.option.towards-run")] = None,
    institution: Annotated[
        str | None, typer.Option("--institution", metavar="CODE", help="help.option.institution-run")
    ] = None,
    programme: Annotated[
        str | None, typer.Option("--programme", metavar="CODE", help="help.option.programme-run")
    ] = None,
    target: Annotated[str | None, typer.Option("--target", metavar="CODE", help="help.option.target-run")] = None,
    resume: Annotated[bool, typer.Option("--resume", help="help.option.resume")] = False,
    processes: Annotated[
        int | None,
        typer.Option(
            "--processes",
            metavar="N",
            min=1,
            max=64,
            help="help.option.processes",
        ),
    ] = None,
    own: OwnCatalogues = None,
    as_of: AsOf = None,
    reading: Readings = None,
    illustrative: Illustrative = False,
) -> None:
    """Ask the same question for every learner in a file."""
    from stackways.cli.answering import settings_of
    from stackways.cli.errors import InputError
    from stackways.cli.terminal import progress_bar, say, screen
    from stackways.pathways.keep_catalogue import paths_of
    from stackways.pathways.run_cohort import CohortError, resumed_at, run_cohort

    question = question_of(
        ask,
        towards=towards,
        institution=institution,
        programme=programme,
        target=target,
        as_of=as_of,
        reading=reading,
        illustrative=illustrative,
    )
    if output.exists() and not resume:
        raise InputError(str(Message("cohort.exists", file=str(output))))
    paths = paths_of(settings_of(ctx), own or ())
    try:
        learners = learners_of(file)
        done = resumed_at(output, learners) if output.exists() else 0
        with output.open("a", encoding="utf-8") as stream, progress_bar() as progress:
            for line in run_cohort(paths, question, learners, processes=processes or os.cpu_count() or 1):
                stream.write(line)
                done += 1
                progress(str(Message("cohort.running")), done, 0)
    except CohortError as error:
        raise InputError(str(error)) from None
    say(screen(), str(Message("cohort.answered", count=done, file=str(output))), "bold green")


@cohort.command(
    help="help.cohort-gaps",
    epilog=examples(
        "stackways cohort gaps students.csv --institution our-college",
        "stackways cohort gaps students.csv --institution our-college --programme our-college:diploma-it",
    ),
)
def gaps(  # noqa: PLR0913 - its options
    ctx: typer.Context,
    file: Learners,
    *,
    institution: Annotated[
        str,
        typer.Option(
            "--institution",
            metavar="CODE",
            help="help.option.institution-gaps",
            show_default=False,
        ),
    ],
    programme: Annotated[
        str | None,
        typer.Option("--programme", metavar="CODE", help="help.option.programme-gaps"),
    ] = None,
    like: Annotated[
        int,
        typer.Option("--like", metavar="N", min=1, max=20, help="help.option.like"),
    ] = 3,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, max=200, help="help.option.limit")] = 10,
    months: Annotated[bool, typer.Option("--months", help="help.option.months")] = False,
    own: OwnCatalogues = None,
    as_of: AsOf = None,
    json: AsJson = False,
) -> None:
    """Find the new agreements that would help most learners."""
    import asyncio

    from stackways.cli.answering import settings_of
    from stackways.cli.errors import InputError
    from stackways.cli.given import parse_code
    from stackways.cli.show.gaps import show_gaps
    from stackways.cli.terminal import print_json, screen, waiting
    from stackways.pathways.find_gaps import GapsAsked, find_gaps
    from stackways.pathways.keep_catalogue import catalogue_in

    asked = GapsAsked(
        parse_code(institution), parse_code(programme) if programme else None, as_of or today(), like, limit, months
    )
    if months and not programme:
        raise InputError(str(Message("gaps.months-of-what")))
    with waiting(str(Message("cohort.running"))):
        catalogue = catalogue_in(settings_of(ctx), own or ())
        found = asyncio.run(find_gaps(catalogue, asked, learners_of(file)))
    if json:
        print_json(found)
    else:
        show_gaps(screen(), found)


def question_of(  # noqa: PLR0913 - the options of a question
    ask: Ask | None,
    *,
    towards: str | None = None,
    institution: str | None = None,
    programme: str | None = None,
    target: str | None = None,
    as_of: dt.date | None = None,
    reading: list[str] | None = None,
    illustrative: bool = False,
) -> CohortQuestion:
    """Return what is asked for every learner; raises InputError for what does not go together."""
    from stackways.cli.given import asked, parse_code, parse_reading
    from stackways.pathways.run_cohort import CohortQuestion

    codes = {"towards": towards, "institution": institution, "programme": programme, "target": target}
    return asked(
        CohortQuestion,
        ask=ask or ("routes" if target else "awards" if institution or programme else "exemptions"),
        as_of=as_of or today(),
        reading=parse_reading(reading),
        illustrative=illustrative,
        **{name: parse_code(code) for name, code in codes.items() if code},
    )


def learners_of(file: Path) -> Iterator[CohortLearner | Unread]:
    """Yield the learners of a file as they are read; raises InputError where it cannot be read."""
    from stackways.cli.errors import InputError
    from stackways.pathways.run_cohort import CohortError, learners_in
    from stackways.words.system import why_not

    try:
        stream = file.open(encoding="utf-8", newline="")
    except OSError as error:
        raise InputError(str(Message("cohort.no-file", file=str(file), why=why_not(error)))) from None

    def lines() -> Iterator[str]:
        with stream:
            try:
                yield from stream
            except UnicodeDecodeError:
                raise InputError(str(Message("cohort.no-file", file=str(file), why="UTF-8"))) from None

    try:
        return learners_in(lines(), "csv" if file.suffix.lower() == ".csv" else "ndjson")
    except CohortError as error:
        raise InputError(str(error)) from None


commands.add_typer(
    cohort,
    name="cohort",
    rich_help_panel=KEEP,
    help="help.cohort",
    epilog=examples("stackways cohort run students.csv --towards our-college:diploma-it --output answers.ndjson"),
)

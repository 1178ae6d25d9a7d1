"""Commands that ask what counts where, and how to get there."""

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
    Explain,
    Held,
    Hold,
    HoldingsFile,
    Illustrative,
    Objective,
    OwnCatalogue,
    Readings,
    complete_code,
    examples,
    parse_day,
)
from stackways.rules.today import today
from stackways.words.message import Message

ASK = "help.panel.ask"
commands = typer.Typer()

Towards = Annotated[
    str | None,
    typer.Option(
        "--towards",
        metavar="CODE",
        help="help.option.towards",
        autocompletion=complete_code,
    ),
]


@commands.command(
    help="help.exemptions",
    rich_help_panel=ASK,
    epilog=examples(
        "stackways exemptions udacity:ai-programming-with-python@2025-05-01 --towards tp:sd-ai-solution-development",
        "stackways exemptions cisco:ccna@2023-05-22 --towards tp --reading strict",
        "stackways exemptions --holdings mine.yaml --as-of 2027-01-01 --json",
    ),
)
def exemptions(
    ctx: typer.Context,
    *,
    held: Held = None,
    hold: Hold = None,
    holdings: HoldingsFile = None,
    towards: Annotated[
        str | None,
        typer.Option(
            "--towards",
            metavar="CODE",
            help="help.option.towards",
            autocompletion=complete_code,
        ),
    ] = None,
    as_of: AsOf = None,
    reading: Readings = None,
    illustrative: Illustrative = False,
    explain: Explain = None,
    catalogue: OwnCatalogue = None,
    json: AsJson = False,
) -> None:
    """What you are exempt from, or get credit for."""
    from stackways.cli.answering import answer
    from stackways.cli.errors import InputError
    from stackways.cli.given import asked, parse_code, shared
    from stackways.cli.show.exemptions import show_exemptions
    from stackways.pathways.find_exemptions import ExemptionsQuestion, find_exemptions

    fields = shared(
        hold=[*(held or []), *(hold or [])], holdings=holdings, as_of=as_of, reading=reading, illustrative=illustrative
    )
    if not fields["holdings"]:
        raise InputError(str(Message("cli.nothing-held")))
    question = asked(ExemptionsQuestion, **fields, towards=towards and parse_code(towards))
    answer(
        ctx,
        lambda reader: find_exemptions(reader, question),
        lambda page, found: show_exemptions(page, found, explain=explain),
        json=json,
        catalogue=catalogue,
    )


@commands.command(
    help="help.awards",
    rich_help_panel=ASK,
    epilog=examples(
        "stackways awards --hold np:pdc-analytics-and-data-visualization@2025-05-01 --institution np",
        "stackways awards --holdings mine.yaml --programme hku-space:certificate --language zh-Hant",
        "stackways awards --holdings mine.yaml --as-of 2030-01-01 --reading strict --json",
        "stackways awards --catalogue my-degree.yaml --holdings mine.yaml --programme my-college:bachelor",
    ),
)
def awards(
    ctx: typer.Context,
    *,
    held: Held = None,
    hold: Hold = None,
    holdings: HoldingsFile = None,
    institution: Annotated[
        str | None,
        typer.Option("--institution", metavar="CODE", help="help.option.institution", autocompletion=complete_code),
    ] = None,
    programme: Annotated[
        str | None,
        typer.Option("--programme", metavar="CODE", help="help.option.programme", autocompletion=complete_code),
    ] = None,
    as_of: AsOf = None,
    reading: Readings = None,
    illustrative: Illustrative = False,
    language: Annotated[
        Literal["en", "zh-Hant"] | None,
        typer.Option("--language", help="help.option.language"),
    ] = None,
    catalogue: OwnCatalogue = None,
    explain: Explain = None,
    json: AsJson = False,
) -> None:
    """Which awards you can claim, and what others still need."""
    from stackways.cli.answering import answer
    from stackways.cli.errors import InputError
    from stackways.cli.given import asked, parse_code, shared
    from stackways.cli.show.awards import show_awards
    from stackways.pathways.find_awards import AwardsQuestion, find_awards

    fields = shared(
        hold=[*(held or []), *(hold or [])], holdings=holdings, as_of=as_of, reading=reading, illustrative=illustrative
    )
    if not fields["holdings"] and not (institution or programme):
        raise InputError(str(Message("cli.nothing-held-for-awards")))
    question = asked(
        AwardsQuestion,
        **fields,
        institution=institution and parse_code(institution),
        programme=programme and parse_code(programme),
    )
    answer(
        ctx,
        lambda reader: find_awards(reader, question),
        lambda page, found: show_awards(page, found, language=language, explain=explain),
        json=json,
        catalogue=catalogue,
    )


@commands.command(
    help="help.funding",
    rich_help_panel=ASK,
    epilog=examples("stackways funding", "stackways funding --holdings mine.yaml"),
)
def funding(ctx: typer.Context, *, holdings: HoldingsFile = None, as_of: AsOf = None, json: AsJson = False) -> None:
    """Which schemes pay for study, and how much."""
    from stackways.cli.answering import answer
    from stackways.cli.given import InFile, read_holdings
    from stackways.cli.show.summary import show_funding
    from stackways.pathways.funding_schemes import FundingQuestion, funding_schemes

    told = read_holdings(holdings) if holdings else InFile()
    question = FundingQuestion(learner=told.learner, as_of=as_of)
    answer(ctx, lambda reader: funding_schemes(reader, question), show_funding, json=json)


@commands.command(
    "what-if",
    help="help.what-if",
    rich_help_panel=ASK,
    epilog=examples(
        "stackways what-if --hold udacity:ai-programming-with-python@2025-05-01 --adding cisco:ccna@2026-12-01",
        "stackways what-if --holdings mine.yaml --claiming hku-space:certificate --on 2028-01-01",
        "stackways what-if --holdings mine.yaml --on 2029-01-01 --json",
    ),
)
def what_if(
    ctx: typer.Context,
    *,
    held: Held = None,
    hold: Hold = None,
    holdings: HoldingsFile = None,
    adding: Annotated[
        list[str] | None,
        typer.Option(
            "--adding",
            metavar="CODE[@DATE]",
            help="help.option.adding",
            autocompletion=complete_code,
        ),
    ] = None,
    claiming: Annotated[
        str | None,
        typer.Option(
            "--claiming",
            metavar="CODE",
            help="help.option.claiming",
            autocompletion=complete_code,
        ),
    ] = None,
    on: Annotated[
        dt.date | None,
        typer.Option(
            "--on",
            metavar="DATE",
            parser=parse_day,
            help="help.option.on",
        ),
    ] = None,
    institution: Annotated[
        str | None,
        typer.Option("--institution", metavar="CODE", help="help.option.institution", autocompletion=complete_code),
    ] = None,
    programme: Annotated[
        str | None,
        typer.Option("--programme", metavar="CODE", help="help.option.programme", autocompletion=complete_code),
    ] = None,
    towards: Towards = None,
    as_of: AsOf = None,
    reading: Readings = None,
    illustrative: Illustrative = False,
    language: Annotated[
        Literal["en", "zh-Hant"] | None,
        typer.Option("--language", help="help.option.language"),
    ] = None,
    catalogue: OwnCatalogue = None,
    json: AsJson = False,
) -> None:
    """What would change if you held more, claimed or waited."""
    from stackways.cli.answering import answer
    from stackways.cli.errors import InputError
    from stackways.cli.given import asked, parse_code, parse_hold, shared
    from stackways.cli.show.what_if import show_what_if
    from stackways.pathways.what_if import WhatIfQuestion, what_if

    if not (adding or claiming or on):
        raise InputError(str(Message("cli.asks-nothing")))
    question = asked(
        WhatIfQuestion,
        **shared(
            hold=[*(held or []), *(hold or [])],
            holdings=holdings,
            as_of=as_of,
            reading=reading,
            illustrative=illustrative,
        ),
        adding=[parse_hold(text) for text in adding or ()],
        claiming=claiming and parse_code(claiming),
        on=on,
        institution=institution and parse_code(institution),
        programme=programme and parse_code(programme),
        towards=towards and parse_code(towards),
    )
    answer(
        ctx,
        lambda reader: what_if(reader, question),
        lambda page, found: show_what_if(page, found, language=language),
        json=json,
        catalogue=catalogue,
    )


@commands.command(
    help="help.opens",
    rich_help_panel=ASK,
    epilog=examples(
        "stackways opens udacity:ai-programming-with-python",
        "stackways opens cisco:ccna --as-of 2024-01-01 --brief",
    ),
)
def opens(
    ctx: typer.Context,
    code: Code,
    *,
    depth: Annotated[int, typer.Option("--depth", metavar="N", min=1, max=8, help="help.option.depth-opens")] = 4,
    as_of: AsOf = None,
    illustrative: Illustrative = False,
    explain: Explain = None,
    json: AsJson = False,
) -> None:
    """What a credential leads to, directly and with more study."""
    from stackways.cli.answering import answer
    from stackways.cli.given import parse_code
    from stackways.cli.show.paths import show_opens
    from stackways.pathways.what_opens import what_opens

    day, wanted = as_of or today(), parse_code(code)
    answer(
        ctx,
        lambda reader: what_opens(reader, wanted, day, depth=depth, illustrative=illustrative),
        lambda page, found: show_opens(page, found, explain=explain),
        json=json,
    )


@commands.command(
    help="help.recognised",
    rich_help_panel=ASK,
    epilog=examples(
        "stackways recognised tp:principles-of-machine-learning",
        "stackways recognised tp:sd-ai-solution-development --explain",
    ),
)
def recognised(
    ctx: typer.Context,
    code: Code,
    *,
    as_of: AsOf = None,
    illustrative: Illustrative = False,
    explain: Explain = None,
    json: AsJson = False,
) -> None:
    """What counts towards a module or programme."""
    from stackways.cli.answering import answer
    from stackways.cli.given import parse_code
    from stackways.cli.show.paths import show_recognised
    from stackways.pathways.what_is_recognised import what_is_recognised

    day, wanted = as_of or today(), parse_code(code)
    answer(
        ctx,
        lambda reader: what_is_recognised(reader, wanted, day, illustrative=illustrative),
        lambda page, found: show_recognised(page, found, explain=explain),
        json=json,
    )


@commands.command(
    help="help.route",
    rich_help_panel=ASK,
    epilog=examples(
        "stackways route tp:sd-ai-solution-development --hold udacity:ai-programming-with-python@2025-05-01",
        "stackways route hku-space:diploma --by cost --by time --finish-by 2028-12-31 --illustrative",
        "stackways route tp:sd-ai-solution-development --holdings mine.yaml --avoid udacity --json",
    ),
)
def route(
    ctx: typer.Context,
    target: Annotated[
        str,
        typer.Argument(metavar="TARGET", help="help.argument.target", autocompletion=complete_code, show_default=False),
    ],
    *,
    hold: Hold = None,
    holdings: HoldingsFile = None,
    by: Annotated[
        list[Objective] | None,
        typer.Option(
            "--by",
            metavar="time|cost|hours|steps",
            help="help.option.by-route",
        ),
    ] = None,
    start: Annotated[
        dt.date | None,
        typer.Option("--start", metavar="DATE", parser=parse_day, help="help.option.start"),
    ] = None,
    finish_by: Annotated[
        dt.date | None, typer.Option("--finish-by", metavar="DATE", parser=parse_day, help="help.option.finish-by")
    ] = None,
    budget: Annotated[
        str | None,
        typer.Option("--budget", metavar="AMOUNT", help="help.option.budget"),
    ] = None,
    hours_per_week: Annotated[
        float | None,
        typer.Option("--hours-per-week", metavar="HOURS", min=0, help="help.option.hours-per-week"),
    ] = None,
    concurrent: Annotated[
        int | None,
        typer.Option("--concurrent", metavar="N", min=1, max=20, help="help.option.concurrent"),
    ] = None,
    credits_per_term: Annotated[
        float | None,
        typer.Option("--credits-per-term", metavar="CREDITS", min=0, help="help.option.credits-per-term"),
    ] = None,
    term_begins: Annotated[
        list[int] | None,
        typer.Option(
            "--term-begins",
            metavar="MONTH",
            min=1,
            max=12,
            help="help.option.term-begins",
        ),
    ] = None,
    avoid: Annotated[
        list[str] | None,
        typer.Option("--avoid", metavar="CODE", help="help.option.avoid", autocompletion=complete_code),
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option("--only", metavar="CODE", help="help.option.only", autocompletion=complete_code),
    ] = None,
    funding: Annotated[
        list[str] | None,
        typer.Option(
            "--funding",
            metavar="CODE",
            help="help.option.funding",
            autocompletion=complete_code,
        ),
    ] = None,
    mode: Annotated[
        list[str] | None,
        typer.Option("--mode", metavar="MODE", help="help.option.mode"),
    ] = None,
    title: Annotated[
        str | None,
        typer.Option("--title", metavar="RULE", help="help.option.title-route"),
    ] = None,
    theme: Annotated[str | None, typer.Option("--theme", metavar="THEME", help="help.option.theme-route")] = None,
    level: Annotated[int | None, typer.Option("--level", metavar="N", min=0, max=12, help="help.option.level")] = None,
    shown_only: Annotated[bool, typer.Option("--shown-only", help="help.option.shown-only")] = False,
    alternatives: Annotated[
        int, typer.Option("--alternatives", metavar="N", min=1, max=10, help="help.option.alternatives")
    ] = 3,
    written: Annotated[
        Literal["icalendar", "gantt"] | None,
        typer.Option("--write", help="help.option.write"),
    ] = None,
    output: Annotated[Path | None, typer.Option("--output", metavar="FILE", help="help.option.output-route")] = None,
    as_of: AsOf = None,
    reading: Readings = None,
    illustrative: Illustrative = False,
    explain: Explain = None,
    catalogue: OwnCatalogue = None,
    json: AsJson = False,
) -> None:
    """How to get from what you hold to an award."""
    from stackways.cli.answering import answer, ask, ask_files, settings_of
    from stackways.cli.given import asked, parse_code, parse_money, shared
    from stackways.cli.show.routes import show_routes
    from stackways.pathways.open_browser import plan_route_to_draw
    from stackways.pathways.plan_route import RouteQuestion, plan_route

    question = asked(
        RouteQuestion,
        **shared(hold=hold, holdings=holdings, as_of=as_of, reading=reading, illustrative=illustrative),
        target=parse_code(target),
        start=start,
        optimise=[objective.value for objective in by or ()],
        limits={
            "finish_by": finish_by,
            "budget": budget and parse_money(budget),
            "hours_per_week": hours_per_week,
            "concurrent": concurrent,
            "credits_per_term": None
            if credits_per_term is None
            else {"amount": credits_per_term, **({"begins": term_begins} if term_begins else {})},
            "avoid": [parse_code(code) for code in avoid or ()],
            "only": [parse_code(code) for code in only or ()],
            "modes": mode or [],
        },
        variant={"title": title and parse_code(title), "theme": theme, "level": level},
        shown_only=shown_only,
        funding=[parse_code(code) for code in funding or ()],
        alternatives=alternatives,
    )
    if written:
        from stackways.cli.errors import InputError
        from stackways.cli.terminal import write
        from stackways.pathways.write_route import to_gantt, to_icalendar

        found = (
            ask_files(settings_of(ctx), catalogue, lambda reader: plan_route(reader, question))
            if catalogue
            else ask(settings_of(ctx), lambda reader: plan_route(reader, question))
        )
        if not found.routes:
            raise InputError(str(Message("cli.no-route-to-write", target=target)))
        write((to_icalendar if written == "icalendar" else to_gantt)(found, found.routes[0]), output)
        return
    answer(
        ctx,
        lambda reader: plan_route_to_draw(reader, question, settings_of(ctx)),
        lambda page, found: show_routes(page, found, question.reading, explain=explain),
        json=json,
        catalogue=catalogue,
    )


@commands.command(
    help="help.scenario",
    rich_help_panel=ASK,
    epilog=examples(
        "stackways scenario mine.yaml",
        "stackways scenario tests/scenarios --json",
        "stackways scenario my-tests.yaml --catalogue my-degree.yaml",
    ),
)
def scenario(
    ctx: typer.Context,
    path: Annotated[Path, typer.Argument(metavar="PATH", help="help.argument.path-scenario", show_default=False)],
    *,
    catalogue: OwnCatalogue = None,
    json: AsJson = False,
) -> None:
    """Check that questions still get the answers you expect."""
    from stackways.cli.answering import ask, settings_of
    from stackways.cli.show.scenarios import show_scenarios
    from stackways.cli.terminal import print_json, screen
    from stackways.pathways.run_scenarios import read_scenarios, run_own, run_scenarios

    scenarios = read_scenarios(path, catalogue)
    if all(one.catalogue for _, one in scenarios):
        outcomes = run_own(scenarios)
    else:
        outcomes = ask(settings_of(ctx), lambda reader: run_scenarios(reader, scenarios))
    if json:
        print_json(outcomes)
    else:
        show_scenarios(screen(), outcomes)
    if outcomes.failed:
        raise typer.Exit(1)


@commands.command(
    help="help.transfer",
    rich_help_panel=ASK,
    epilog=examples(
        "stackways transfer udacity tp",
        "stackways transfer cisco snhu --explain",
        "stackways transfer --to tp",
        "stackways transfer --matrix",
    ),
)
def transfer(
    ctx: typer.Context,
    start: Annotated[
        str | None,
        typer.Argument(metavar="FROM", help="help.argument.from", autocompletion=complete_code, show_default=False),
    ] = None,
    end: Annotated[
        str | None,
        typer.Argument(metavar="TO", help="help.argument.to", autocompletion=complete_code, show_default=False),
    ] = None,
    *,
    giving: Annotated[
        str | None,
        typer.Option("--from", metavar="FROM", help="help.option.from-transfer"),
    ] = None,
    receiving: Annotated[str | None, typer.Option("--to", metavar="TO", help="help.option.to")] = None,
    matrix: Annotated[bool, typer.Option("--matrix", help="help.option.matrix")] = False,
    cursor: Cursor = None,
    as_of: AsOf = None,
    illustrative: Illustrative = False,
    explain: Explain = None,
    json: AsJson = False,
) -> None:
    """What one institution recognises from another."""
    from stackways.cli.answering import answer
    from stackways.cli.errors import InputError
    from stackways.cli.given import parse_code
    from stackways.cli.show.transfers import show_matrix, show_transfer
    from stackways.pathways.compare_institutions import compare_institutions, transfer_matrix

    day = as_of or today()
    if start and not (end or receiving):
        raise InputError(str(Message("cli.transfer-usage")))
    start, end = start or giving, end or receiving
    giver, receiver = (parse_code(one) if one else None for one in (start, end))
    if matrix == (giver is not None or receiver is not None) or (cursor and giver and receiver):
        raise InputError(str(Message("cli.transfer-usage")))
    if giver is None or receiver is None:
        answer(
            ctx,
            lambda reader: transfer_matrix(
                reader, day, start=giver, end=receiver, cursor=cursor, illustrative=illustrative
            ),
            show_matrix,
            json=json,
        )
        return
    answer(
        ctx,
        lambda reader: compare_institutions(reader, giver, receiver, day, illustrative=illustrative),
        lambda page, found: show_transfer(page, found, explain=explain),
        json=json,
    )

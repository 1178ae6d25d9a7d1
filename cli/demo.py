"""The demonstration: from nothing to a true answer, in one command that leaves nothing behind but what it fetched."""

# ruff: noqa: PLC0415 - what a command needs is imported when it runs, so that `--help` answers at once

from __future__ import annotations

import datetime as dt
import signal
import sys
import warnings
from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from stackways.cli.options import examples
from stackways.cli.running import RUN

if TYPE_CHECKING:
    from rich.console import Console

    from stackways.pathways.settings import Settings

commands = typer.Typer()

HELD = "udacity:ai-programming-with-python"
ATTAINED = dt.date(2025, 5, 1)
PATIENCE = 8
"""How often to try what a slow machine takes too long for just after a start."""
PROGRAMME = "tp:sd-ai-solution-development"
QUESTION = (
    "I finished the Udacity nanodegree AI Programming with Python in May 2025: what does Temasek Polytechnic give me "
    "for it, and how do I get to the specialist diploma?"
)


@commands.command(rich_help_panel=RUN, epilog=examples("stackways demo", "stackways demo --keep"))
def demo(
    ctx: typer.Context,
    *,
    keep: Annotated[
        bool, typer.Option("--keep", help="Go on serving the API until Ctrl-C, and leave Neo4j running after that.")
    ] = False,
) -> None:
    """Show a true answer, from nothing.

    Starts a local Neo4j, loads the shipped catalogue, answers a question on real data, then again with illustrative
    data, and serves the API. Then it stops what it started.
    """
    from stackways.cli.answering import settings_of
    from stackways.cli.terminal import say, screen

    for end in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(end, _stop)
    settings = settings_of(ctx)
    page = screen()
    say(page, QUESTION, "bold italic")
    with ExitStack() as stack:
        _database(page, settings, stack, keep=keep)
        _answers(page, settings)
        _api(page, settings, keep=keep)
    _end(page, keep=keep)


def _stop(number: int, _frame: object) -> NoReturn:
    """End as Ctrl-C would, so that what was started is stopped."""
    # What it cuts short, such as an event loop that is only half made, may not be cleared away without complaint.
    sys.unraisablehook = lambda _: None
    warnings.simplefilter("ignore")
    raise SystemExit(128 + number)


def _database(page: Console, settings: Settings, stack: ExitStack, *, keep: bool) -> None:
    """Have Neo4j running with the shipped catalogue; what was started here is stopped when the stack unwinds."""
    from stackways.cli.answering import with_graph
    from stackways.cli.show.states import show_difference
    from stackways.cli.terminal import progress_bar, waiting
    from stackways.pathways.keep_catalogue import load_catalogue
    from stackways.pathways.run_database import look_at_local, start_local, stop_local

    def stop() -> None:
        with waiting("stopping Neo4j"):
            stop_local(settings)

    _step(page, "1. A Neo4j of your own", "stackways up")
    if not keep and look_at_local(settings).running is None:
        stack.callback(stop)
    with progress_bar(bytes_counted=True) as progress:
        running = start_local(settings, progress)
    page.print(f"Neo4j answers at {running.bolt_uri}, on this machine only.")

    _step(page, "2. The catalogue: dated, sourced facts, and a marked part that is made up", "stackways load")
    with progress_bar() as progress:
        changes = with_graph(settings, partial(load_catalogue, settings=settings, progress=progress), attempts=PATIENCE)
    show_difference(page, changes, done=True)


def _answers(page: Console, settings: Settings) -> None:
    from stackways.cli.answering import ask
    from stackways.cli.show.exemptions import show_exemptions
    from stackways.cli.show.routes import show_routes
    from stackways.pathways.find_exemptions import ExemptionsQuestion, find_exemptions
    from stackways.pathways.plan_route import RouteQuestion, plan_route
    from stackways.rules.holdings import Holding

    held = [Holding(code=HELD, attained_on=ATTAINED)]
    _step(page, "3. What it exempts", f"stackways exemptions --hold {HELD}@{ATTAINED} --towards {PROGRAMME}")
    asked = ExemptionsQuestion(holdings=held, towards=PROGRAMME)
    show_exemptions(page, ask(settings, partial(find_exemptions, question=asked), attempts=PATIENCE), explain=True)

    for title, illustrative in (
        ("4. How to get to the specialist diploma, as far as it is published", False),
        ("5. The same with ILLUSTRATIVE data: courses and fees that nobody published", True),
    ):
        flag = " --illustrative" if illustrative else ""
        _step(page, title, f"stackways route {PROGRAMME} --hold {HELD}@{ATTAINED}{flag}")
        question = RouteQuestion(holdings=held, target=PROGRAMME, illustrative=illustrative, alternatives=1)
        show_routes(page, ask(settings, partial(plan_route, question=question), attempts=PATIENCE), question.reading)


def _api(page: Console, settings: Settings, *, keep: bool) -> None:
    from stackways.cli.serving import post, serving
    from stackways.cli.terminal import lines

    _step(page, "6. The same over HTTP", "stackways serve")
    with serving(settings) as (address, wait):
        body = {"holdings": [{"code": HELD, "attained_on": ATTAINED.isoformat()}], "towards": PROGRAMME}
        status, answer = post(f"{address}/v1/exemptions", body)
        decision = answer["decisions"][0]
        said = f"{decision['status']}, {decision['target']['title']['en']}, claim by {decision['claim_by']}"
        lines(
            page,
            [("POST", f"{address}/v1/exemptions"), (str(status), said), ("page", address), ("docs", f"{address}/docs")],
        )
        if keep:
            page.print("It goes on until Ctrl-C.", style="bold")
            wait()


def _step(page: Console, title: str, command: str) -> None:
    from rich.text import Text

    page.print()
    page.print(Text(title, style="bold"))
    page.print(Text(f"$ {command}", style="dim"), soft_wrap=True)  # one line, so that it can be copied
    page.print()


def _end(page: Console, *, keep: bool) -> None:
    from stackways.cli.terminal import say

    page.print()
    if keep:
        say(page, "Neo4j goes on; `stackways down` stops it.", "bold")
    else:
        say(page, "The demonstration is over, and what it started is stopped. The catalogue stays loaded:", "bold")
        say(page, "`stackways serve` serves the API, `stackways up` starts Neo4j for the commands above.")

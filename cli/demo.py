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
from stackways.words.message import Message

if TYPE_CHECKING:
    from rich.console import Console

    from stackways.pathways.settings import Settings

commands = typer.Typer()

HELD = "udacity:ai-programming-with-python"
ATTAINED = dt.date(2025, 5, 1)
PROGRAMME = "tp:sd-ai-solution-development"

MODULES = ("rp:c1419c", "rp:c1439c", "rp:c1449c", "rp:c3459c", "rp:c3439c")
FINISHED = dt.date(2026, 6, 30)
AWARD = "sutd:modularmaster-data-science"


@commands.command(help="help.demo", rich_help_panel=RUN, epilog=examples("stackways demo", "stackways demo --keep"))
def demo(
    ctx: typer.Context,
    *,
    keep: Annotated[bool, typer.Option("--keep", help="help.option.keep")] = False,
) -> None:
    """Try Stackways: one real question, answered on the spot."""
    from stackways.cli.answering import settings_of
    from stackways.cli.terminal import say, screen

    for end in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(end, _stop)
    settings = _own_home(settings_of(ctx))
    page = screen()
    say(page, str(Message("cli.demo-question")), "bold italic")
    with ExitStack() as stack:
        _database(page, settings, stack, keep=keep)
        _answers(page, settings)
        _api(page, settings, keep=keep)
    _end(page, keep=keep)


def _own_home(settings: Settings) -> Settings:
    """Return the settings with a home for the demonstration alone, so that nothing that a user has loaded changes."""
    from pathlib import Path

    from platformdirs import user_data_path

    home = Path(settings.home or user_data_path("stackways")).expanduser() / "demo"
    return settings.model_copy(update={"home": home, "catalogues": (), "shipped": "all"})


def _stop(number: int, _frame: object) -> NoReturn:
    """End as Ctrl-C would, so that what was started is stopped."""
    # What it cuts short, such as an event loop that is only half made, may not be cleared away without complaint.
    sys.unraisablehook = lambda _: None
    warnings.simplefilter("ignore")
    raise SystemExit(128 + number)


def _database(page: Console, settings: Settings, stack: ExitStack, *, keep: bool) -> None:
    """Have Neo4j running with the shipped catalogue; what was started here is stopped when the stack unwinds."""
    from stackways.cli.answering import with_graph
    from stackways.cli.terminal import progress_bar, say, waiting
    from stackways.pathways.keep_catalogue import load_catalogue
    from stackways.pathways.run_database import look_at_local, start_local, stop_local

    def stop() -> None:
        with waiting(str(Message("progress.stopping"))):
            stop_local(settings)

    _step(page, Message("cli.demo-start"), "stackways up && stackways load")
    if not keep and look_at_local(settings).running is None:
        stack.callback(stop)
    with progress_bar(bytes_counted=True) as progress:
        running = start_local(settings, progress)
    say(page, str(Message("cli.demo-answers-at", address=running.bolt_uri)))
    with progress_bar() as progress:
        with_graph(settings, partial(load_catalogue, settings=settings, progress=progress))
    say(page, str(Message("cli.demo-loaded")))


def _answers(page: Console, settings: Settings) -> None:
    from stackways.cli.answering import ask
    from stackways.cli.show.routes import show_routes
    from stackways.cli.show.summary import show_summary
    from stackways.pathways.find_exemptions import ExemptionsQuestion, find_exemptions
    from stackways.pathways.plan_route import RouteQuestion, plan_route
    from stackways.rules.holdings import Holding

    held = [Holding(code=HELD, attained_on=ATTAINED)]
    asked = f"--hold {HELD}@{ATTAINED}"
    _step(page, Message("cli.demo-exempts"), f"stackways exemptions {asked} --towards {PROGRAMME}")
    question = ExemptionsQuestion(holdings=held, towards=PROGRAMME)
    show_summary(page, ask(settings, partial(find_exemptions, question=question)).summary)

    modules = [Holding(code=code, attained_on=FINISHED) for code in MODULES]
    asked = " ".join(f"--hold {code}@{FINISHED}" for code in MODULES)
    _step(page, Message("cli.demo-route"), f"stackways route {AWARD} {asked} --by cost --alternatives 1")
    way = RouteQuestion(holdings=modules, target=AWARD, optimise=["cost"], alternatives=1)
    show_routes(page, ask(settings, partial(plan_route, question=way)), way.reading)


def _api(page: Console, settings: Settings, *, keep: bool) -> None:
    from stackways.cli.serving import post, serving
    from stackways.cli.terminal import lines, say

    _step(page, Message("cli.demo-http"), "stackways serve")
    with serving(settings) as (address, wait):
        body = {"holdings": [{"code": HELD, "attained_on": ATTAINED.isoformat()}], "towards": PROGRAMME}
        status, answer = post(f"{address}/v1/exemptions", body)
        said = answer["summary"][0]["text"]
        lines(page, [("POST", f"{address}/v1/exemptions"), (str(status), said), ("page", address)])
        if keep:
            say(page, str(Message("cli.demo-until")), "bold")
            wait()


def _step(page: Console, title: Message, command: str) -> None:
    from rich.text import Text

    from stackways.cli.terminal import say

    page.print()
    say(page, str(title), "bold")
    page.print(Text(f"$ {command}", style="dim"), soft_wrap=True)  # one line, so that it can be copied


def _end(page: Console, *, keep: bool) -> None:
    from stackways.cli.terminal import say

    page.print()
    say(page, str(Message("cli.demo-keeps") if keep else Message("cli.demo-over")), "bold")

"""From a question to the terminal: open the graph, ask one pathway, print a page or the API's body."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar

from stackways.cli.terminal import print_json, screen, waiting
from stackways.pathways.session import Graph, GraphError, Reader, TooSlow, open_graph
from stackways.pathways.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine

    import typer
    from pydantic import BaseModel
    from rich.console import Console

Answer = TypeVar("Answer", bound="BaseModel")
Result = TypeVar("Result")


def settings_of(ctx: typer.Context) -> Settings:
    """Return the settings, with the options before the command as the strongest; raises SettingsError."""
    return Settings.read(**(ctx.obj or {}))


def ask(ctx: typer.Context, question: Callable[[Reader], Awaitable[Result]]) -> Result:
    """Return the answer of one pathway."""
    return ask_with(settings_of(ctx), question)


def ask_with(settings: Settings, question: Callable[[Reader], Awaitable[Result]]) -> Result:
    """Return the answer of one pathway, under these settings."""

    async def read(graph: Graph) -> Result:
        try:
            return await question(await graph.reading())
        except GraphError as error:
            # The first question after a start pays for what Neo4j keeps ready from then on: it may ask once more.
            if isinstance(error, TooSlow) or isinstance(error.__cause__, TimeoutError):
                return await question(await graph.reading())
            raise

    with waiting("asking the graph"):
        return with_graph(settings, read)


def with_graph(settings: Settings, work: Callable[[Graph], Coroutine[None, None, Result]]) -> Result:
    """Return what comes of some work on the graph."""

    async def run() -> Result:
        async with open_graph(settings) as graph:
            return await work(graph)

    return asyncio.run(run())


def answer(
    ctx: typer.Context,
    question: Callable[[Reader], Awaitable[Answer]],
    show: Callable[[Console, Answer], None],
    *,
    json: bool,
) -> None:
    """Ask, and print the answer as a page or as the API's body."""
    found = ask(ctx, question)
    if json:
        print_json(found)
    else:
        show(screen(), found)

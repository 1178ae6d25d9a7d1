"""From a question to the terminal: open the graph, ask one pathway, print a page or the API's body."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar, cast

from stackways.cli.terminal import print_json, screen, waiting
from stackways.pathways.catalogue_reading import CatalogueReading
from stackways.pathways.session import Graph, GraphError, Reader, TooSlow, open_graph
from stackways.pathways.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine
    from pathlib import Path

    import typer
    from pydantic import BaseModel
    from rich.console import Console

Answer = TypeVar("Answer", bound="BaseModel")
Result = TypeVar("Result")


def settings_of(ctx: typer.Context) -> Settings:
    """Return the settings, with the options before the command as the strongest; raises SettingsError."""
    return Settings.read(**(ctx.obj or {}))


def ask(settings: Settings, question: Callable[[Reader], Awaitable[Result]], *, attempts: int = 3) -> Result:
    """Return the answer of one pathway."""

    async def read(graph: Graph) -> Result:
        return await question(await graph.reading())

    with waiting("asking the graph"):
        return with_graph(settings, read, attempts=attempts)


def ask_files(catalogue: Path, question: Callable[[Reader], Awaitable[Result]]) -> Result:
    """Return the answer of one pathway on a catalogue in a file or folder; no database is needed."""

    async def read() -> Result:
        return await question(cast("Reader", CatalogueReading.of([catalogue])))

    with waiting("reading the catalogue"):
        return asyncio.run(read())


def with_graph(
    settings: Settings, work: Callable[[Graph], Coroutine[None, None, Result]], *, attempts: int = 3
) -> Result:
    """Return what comes of some work on the graph that can be repeated without harm.

    What takes too long is tried again: the first questions after a start pay for what Neo4j keeps ready from then on.
    """

    async def run() -> Result:
        async with open_graph(settings) as graph:
            for attempts_left in reversed(range(attempts)):
                try:
                    return await work(graph)
                except GraphError as error:
                    too_slow = isinstance(error, TooSlow) or isinstance(error.__cause__, TimeoutError)
                    if not (too_slow and attempts_left):
                        raise
        raise AssertionError("the last attempt returns or raises")

    return asyncio.run(run())


def answer(
    ctx: typer.Context,
    question: Callable[[Reader], Awaitable[Answer]],
    show: Callable[[Console, Answer], None],
    *,
    json: bool,
    catalogue: Path | None = None,
) -> None:
    """Ask the graph, or a catalogue in files, and print the answer as a page or as the API's body."""
    found = ask_files(catalogue, question) if catalogue else ask(settings_of(ctx), question)
    if json:
        print_json(found)
    else:
        show(screen(), found)

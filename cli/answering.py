"""From a question to the terminal: open the graph, ask one pathway, print a page or the API's body."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar, cast

from stackways.cli.terminal import print_json, screen, waiting
from stackways.pathways.session import CatalogueLoading, Graph, Reader, open_graph
from stackways.pathways.settings import Settings
from stackways.rules.deadline import Deadline, question_within
from stackways.words.message import Message

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


def ask(settings: Settings, question: Callable[[Reader], Awaitable[Result]]) -> Result:
    """Return the answer of one pathway, within the time that one question may take."""

    async def read(graph: Graph) -> Result:
        with question_within(Deadline(settings.answer_seconds)):
            try:
                return await question(await graph.reading())
            except CatalogueLoading:  # a new one came in between
                return await question(await graph.reading())

    with waiting(str(Message("progress.asking"))):
        return with_graph(settings, read)


def ask_files(settings: Settings, catalogue: Path, question: Callable[[Reader], Awaitable[Result]]) -> Result:
    """Return the answer of one pathway on a catalogue in a file or folder; no database is needed."""

    async def read() -> Result:
        from stackways.pathways.catalogue_reading import CatalogueReading  # noqa: PLC0415 - only where files are asked

        reading = CatalogueReading.of([catalogue])
        with question_within(Deadline(settings.answer_seconds)):
            return await question(cast("Reader", reading))

    with waiting(str(Message("progress.reading-catalogue"))):
        return asyncio.run(read())


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
    catalogue: Path | None = None,
) -> None:
    """Ask the graph, or a catalogue in files, and print the answer as a page or as the API's body."""
    found = ask_files(settings_of(ctx), catalogue, question) if catalogue else ask(settings_of(ctx), question)
    if json:
        print_json(found)
    else:
        show(screen(), found)

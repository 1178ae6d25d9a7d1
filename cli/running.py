"""Commands that start and stop things: the local Neo4j, and the API."""

# ruff: noqa: PLC0415 - what a command needs is imported when it runs, so that `--help` answers at once

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from stackways.cli.options import examples
from stackways.words.message import Message

if TYPE_CHECKING:
    from stackways.pathways.run_database import Running

RUN = "help.panel.run"
commands = typer.Typer()

Host = Annotated[
    str | None,
    typer.Option("--host", metavar="HOST", help="help.option.host"),
]
Port = Annotated[
    int | None,
    typer.Option("--port", metavar="PORT", min=0, max=65535, help="help.option.port"),
]


@commands.command(help="help.up", rich_help_panel=RUN, epilog=examples("stackways up", "stackways up --foreground"))
def up(
    ctx: typer.Context,
    *,
    foreground: Annotated[bool, typer.Option("--foreground", help="help.option.foreground")] = False,
) -> None:
    """Start the local Neo4j, and wait until it answers."""
    import asyncio

    from stackways.cli.answering import settings_of
    from stackways.cli.show.states import show_running
    from stackways.cli.terminal import progress_bar
    from stackways.pathways.run_database import look_at_local, prepare, start_local, stay_local

    settings = settings_of(ctx)
    ran = look_at_local(settings).state == "running"
    with ExitStack() as stack:
        progress = stack.enter_context(progress_bar(bytes_counted=True))

        def ready(running: Running) -> None:
            if not ran:
                asyncio.run(prepare(settings, running, progress))
            stack.close()  # the bar ends before the page begins
            show_running(running)

        if foreground:
            stay_local(settings, ready, progress)
        else:
            ready(start_local(settings, progress))


@commands.command(help="help.down", rich_help_panel=RUN, epilog=examples("stackways down"))
def down(ctx: typer.Context) -> None:
    """Stop the local Neo4j; your data stays."""
    from stackways.cli.answering import settings_of
    from stackways.cli.terminal import screen, waiting
    from stackways.pathways.run_database import stop_local

    settings = settings_of(ctx)
    with waiting(str(Message("progress.stopping"))):
        ran = stop_local(settings)
    screen().print(str(Message("run.stopped" if ran else "run.was-not-running")))


@commands.command(
    help="help.status", rich_help_panel=RUN, epilog=examples("stackways status", "stackways status --json")
)
def status(
    ctx: typer.Context,
    *,
    json: Annotated[bool, typer.Option("--json", help="help.option.json-status")] = False,
) -> None:
    """Show whether the database runs, and what it holds."""
    import asyncio

    from stackways.cli.answering import settings_of
    from stackways.cli.show.states import show_status
    from stackways.pathways.run_database import look_at_database

    show_status(asyncio.run(look_at_database(settings_of(ctx))), json_wanted=json)


@commands.command(
    help="help.serve",
    rich_help_panel=RUN,
    epilog=examples("stackways serve", "stackways serve --port 8080", "stackways serve --workers 4"),
)
def serve(
    ctx: typer.Context,
    *,
    host: Host = None,
    port: Port = None,
    workers: Annotated[
        int,
        typer.Option("--workers", metavar="N", min=1, max=64, help="help.option.workers"),
    ] = 1,
) -> None:
    """Serve the web page and the API until Ctrl-C."""
    from stackways.cli.serving import serve as run
    from stackways.pathways.settings import Settings

    run(Settings.read(**(ctx.obj or {}), host=host, port=port), workers=workers)


@commands.command(
    help="help.browser",
    rich_help_panel=RUN,
    epilog=examples(
        "stackways browser", "stackways browser --no-open", "stackways browser --files ~/for-another-neo4j"
    ),
)
def browser(
    ctx: typer.Context,
    *,
    no_open: Annotated[bool, typer.Option("--no-open", help="help.option.no-open")] = False,
    files: Annotated[
        Path | None,
        typer.Option(
            "--files",
            metavar="FOLDER",
            help="help.option.files",
        ),
    ] = None,
) -> None:
    """Open Neo4j Browser, logged in, styled, with the guide."""
    from stackways.cli.looking_around import open_browser, save_files

    if files:
        save_files(files)
    else:
        open_browser(ctx, opened=not no_open)


@commands.command(
    help="help.mcp",
    rich_help_panel=RUN,
    epilog=examples(
        "stackways mcp", "stackways mcp --http --port 8001", "stackways mcp --http --name assistants.example.org"
    ),
)
def mcp(
    ctx: typer.Context,
    *,
    http: Annotated[bool, typer.Option("--http", help="help.option.http")] = False,
    host: Host = None,
    port: Port = None,
    name: Annotated[
        list[str] | None,
        typer.Option("--name", metavar="NAME", help="help.option.name-mcp"),
    ] = None,
) -> None:
    """Answer assistants (MCP)."""
    from stackways.cli.answering import settings_of
    from stackways.cli.serving import serve_assistants

    settings = settings_of(ctx).model_copy(
        update={key: value for key, value in (("host", host), ("port", port)) if value is not None}
    )
    serve_assistants(settings, http=http, names=name or ())

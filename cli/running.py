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

RUN = "Run"
commands = typer.Typer()

Host = Annotated[
    str | None,
    typer.Option("--host", metavar="HOST", help="Where to listen; 127.0.0.1, this machine only, unless given."),
]
Port = Annotated[
    int | None,
    typer.Option("--port", metavar="PORT", min=0, max=65535, help="The port; 8000 unless given, 0 takes a free one."),
]


@commands.command(rich_help_panel=RUN, epilog=examples("stackways up", "stackways up --foreground"))
def up(
    ctx: typer.Context,
    *,
    foreground: Annotated[bool, typer.Option("--foreground", help="Stay in the foreground; Ctrl-C stops it.")] = False,
) -> None:
    """Start the local Neo4j, and wait until it answers.

    The first start downloads it (about 190 MB). Only this machine can reach it. If it runs already, nothing changes.
    """
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


@commands.command(rich_help_panel=RUN, epilog=examples("stackways down"))
def down(ctx: typer.Context) -> None:
    """Stop the local Neo4j; your data stays."""
    from stackways.cli.answering import settings_of
    from stackways.cli.terminal import screen, waiting
    from stackways.pathways.run_database import stop_local

    settings = settings_of(ctx)
    with waiting("stopping Neo4j"):
        ran = stop_local(settings)
    screen().print(str(Message("run.stopped" if ran else "run.was-not-running")))


@commands.command(rich_help_panel=RUN, epilog=examples("stackways status", "stackways status --json"))
def status(
    ctx: typer.Context,
    *,
    json: Annotated[bool, typer.Option("--json", help="Print it as JSON, without the password.")] = False,
) -> None:
    """Show whether the database runs, and what it holds."""
    import asyncio

    from stackways.cli.answering import settings_of
    from stackways.cli.show.states import show_status
    from stackways.pathways.run_database import look_at_database

    show_status(asyncio.run(look_at_database(settings_of(ctx))), json_wanted=json)


@commands.command(
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
        typer.Option("--workers", metavar="N", min=1, max=64, help="How many processes answer; 1 unless given."),
    ] = 1,
) -> None:
    """Serve the web page and the API until Ctrl-C.

    It starts the local Neo4j unless you set another, and loads the shipped catalogue if the database has none.
    """
    from stackways.cli.serving import serve as run
    from stackways.pathways.settings import Settings

    run(Settings.read(**(ctx.obj or {}), host=host, port=port), workers=workers)


@commands.command(
    rich_help_panel=RUN,
    epilog=examples(
        "stackways browser", "stackways browser --no-open", "stackways browser --files ~/for-another-neo4j"
    ),
)
def browser(
    ctx: typer.Context,
    *,
    no_open: Annotated[bool, typer.Option("--no-open", help="Only print its address.")] = False,
    files: Annotated[
        Path | None,
        typer.Option(
            "--files",
            metavar="FOLDER",
            help="Only write the style and the guide there, for the Browser of another Neo4j.",
        ),
    ] = None,
) -> None:
    """Open Neo4j Browser, logged in, styled, with the guide.

    Starts the local Neo4j where it does not run, and loads the shipped catalogue where it holds none. The password is
    handed over in a file that you alone can read; it is not printed.
    """
    from stackways.cli.looking_around import open_browser, save_files

    if files:
        save_files(files)
    else:
        open_browser(ctx, opened=not no_open)


@commands.command(
    rich_help_panel=RUN,
    epilog=examples(
        "stackways mcp", "stackways mcp --http --port 8001", "stackways mcp --http --name assistants.example.org"
    ),
)
def mcp(
    ctx: typer.Context,
    *,
    http: Annotated[
        bool, typer.Option("--http", help="Answer over HTTP instead of standard input and output.")
    ] = False,
    host: Host = None,
    port: Port = None,
    name: Annotated[
        list[str] | None,
        typer.Option(
            "--name", metavar="NAME", help="A name by which it is reached besides this machine's; again for each."
        ),
    ] = None,
) -> None:
    """Answer assistants (MCP).

    An assistant starts it by itself, once `stackways mcp` stands in its settings. It only reads. With `--http` it
    listens at `/mcp`; what is sent to another name, or from a page of another site, is refused.
    """
    from stackways.cli.answering import settings_of
    from stackways.cli.serving import serve_assistants

    settings = settings_of(ctx).model_copy(
        update={key: value for key, value in (("host", host), ("port", port)) if value is not None}
    )
    serve_assistants(settings, http=http, names=name or ())

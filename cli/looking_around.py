"""Opening Neo4j Browser in the web browser of whoever asks, where there is one."""

from __future__ import annotations

import os
import sys
import webbrowser
from typing import TYPE_CHECKING

from rich.text import Text

from stackways.cli.answering import settings_of
from stackways.cli.errors import InputError
from stackways.cli.serving import have_database
from stackways.cli.show.states import reach
from stackways.cli.terminal import address, lines, say, screen
from stackways.pathways.open_browser import browser_entry, save_browser_files
from stackways.pathways.run_database import start_local

if TYPE_CHECKING:
    from pathlib import Path

    import typer


def open_browser(ctx: typer.Context, *, opened: bool) -> None:
    """Have the local Neo4j running with a catalogue, and open its Browser logged in, or say how to.

    Raises:
        InputError: another Neo4j is set, whose Browser is not ours to open.
    """
    settings = settings_of(ctx)
    if settings.neo4j_uri:
        raise InputError(
            f"`{settings.neo4j_uri}` is the Neo4j to use, and its Browser has an address and a login of its own: open "
            "that; `stackways browser --files FOLDER` writes the style and the guide to drop onto it"
        )
    have_database(settings)
    running = start_local(settings)
    entry = browser_entry(running)
    page = screen()
    if opened and _opens(entry):
        page.print(Text("Neo4j Browser opens, logged in.", style="bold green"))
    else:
        page.print(Text("Neo4j Browser is ready.", style="bold green"))
    reach(page, running)
    lines(page, [("logs in", "this file, which you alone can read, opened in a web browser on this machine:")])
    address(page, entry.as_uri(), indent=14)
    say(page, "Next: the guide at its left; `stackways down` stops Neo4j.", "dim")


def save_files(folder: Path) -> None:
    """Write the style and the guide, and say what each is for."""
    try:
        style, classic, new = save_browser_files(folder.expanduser())
    except OSError as error:
        raise InputError(f"`{folder}` cannot be written: {(error.strerror or str(error)).lower()}") from None
    lines(
        screen(),
        [
            (style.name, "the style: drop it onto Neo4j Browser"),
            (
                classic.name,
                "the guide for the classic Browser: from a host that server allows, `:guide ADDRESS`",
            ),
            (new.name, "the guide for the new Browser, in the same way"),
        ],
    )


def _opens(entry: Path) -> bool:
    """Open it, and tell whether that could be done; a browser in the terminal would be no help."""
    graphical = {"DISPLAY", "WAYLAND_DISPLAY", "BROWSER"} & os.environ.keys()
    return (bool(graphical) or not sys.platform.startswith("linux")) and webbrowser.open(entry.as_uri())

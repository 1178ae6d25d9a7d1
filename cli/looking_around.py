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
from stackways.words.message import Message
from stackways.words.system import why_not

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
        raise InputError(str(Message("run.browser-elsewhere", uri=settings.neo4j_uri)))
    have_database(settings)
    running = start_local(settings)
    entry = browser_entry(running)
    page = screen()
    there = Message("run.browser-opens" if opened and _opens(entry) else "run.browser-ready")
    page.print(Text(str(there), style="bold green"))
    reach(page, running)
    lines(page, [("logs in", str(Message("run.browser-login")))])
    address(page, entry.as_uri(), indent=14)
    say(page, str(Message("run.browser-next")), "dim")


def save_files(folder: Path) -> None:
    """Write the style and the guide, and say what each is for."""
    try:
        style, classic, new = save_browser_files(folder.expanduser())
    except OSError as error:
        raise InputError(str(Message("usage.unwritable", file=f"`{folder}`", why=why_not(error)))) from None
    lines(
        screen(),
        [
            (style.name, str(Message("run.style-file"))),
            (classic.name, str(Message("run.guide-classic"))),
            (new.name, str(Message("run.guide-new"))),
        ],
    )


def _opens(entry: Path) -> bool:
    """Open it, and tell whether that could be done; a browser in the terminal would be no help."""
    graphical = {"DISPLAY", "WAYLAND_DISPLAY", "BROWSER"} & os.environ.keys()
    return (bool(graphical) or not sys.platform.startswith("linux")) and webbrowser.open(entry.as_uri())

"""How the local Neo4j is, and what a load changes."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

from rich.text import Text

from stackways.cli.terminal import address, counted, lines, say, screen
from stackways.pathways.keep_catalogue import first_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

    from stackways.pathways.keep_catalogue import Change, Difference, Problem
    from stackways.pathways.run_database import CatalogueState, DatabaseStatus, Running

STATE = {
    "running": ("is running.", "bold green"),
    "starting": ("is starting: ask again in a few seconds.", "bold yellow"),
    "broken": (
        "runs, but its database has given up, as it does on a full disk: make room and run `stackways up`.",
        "bold red",
    ),
    "stopped": ("does not run: `stackways up` starts it.", "bold yellow"),
    "stale": (
        (
            "does not run, though nobody stopped it: it was killed, or the machine was restarted. `stackways up` "
            "starts it again; its data is safe."
        ),
        "bold red",
    ),
}
MOST_LISTED = 40
"""More changes of one sort than this are counted rather than listed."""


def show_running(running: Running) -> None:
    """Print how to reach the local Neo4j."""
    page = screen()
    page.print(Text("The local Neo4j is running.", style="bold green"))
    reach(page, running)
    say(page, "Next: `stackways load` loads the catalogue; `stackways down` stops Neo4j.", "dim")


def show_status(status: DatabaseStatus, *, json_wanted: bool) -> None:
    """Print how the database in use is, and what it holds."""
    if json_wanted:
        sys.stdout.write(json.dumps(_as_json(status), indent=2) + "\n")
        return
    page = screen()
    if status.uri:
        page.print(Text(f"Questions go to the Neo4j at {status.uri}.", style="bold"))
        away = Text(f"It does not answer: {status.trouble}", style="red") if status.trouble else Text("It answers.")
        say(page, away)
    words, style = STATE[status.local.state]
    say(page, Text("The local Neo4j ") + Text(words, style=style))
    if status.local.running:
        reach(page, status.local.running)
    lines(page, [("data in", str(status.local.home))])
    if status.trouble and not status.uri:
        say(page, status.trouble, "red")
    if status.catalogue:
        lines(page, [("catalogue", _holds(status.catalogue))])


def show_difference(page: Console, changes: Difference, *, done: bool) -> None:
    """Print what a load changed, or would change."""
    if not changes:
        page.print(Text("Nothing to change: the graph equals the files.", style="bold green"))
        return
    would = "" if done else "would be "
    for word, sign, style, found in (
        ("added", "+", "green", changes.added),
        ("changed", "~", "yellow", changes.changed),
        ("removed", "-", "red", changes.removed),
    ):
        if found:
            page.print(Text(f"{counted(len(found), 'entry', 'entries')} {would}{word}", style=f"bold {style}"))
            _changes(page, found, sign, listed=not done or len(found) <= MOST_LISTED)
    if changes.derived:
        page.print(Text(f"{counted(changes.derived, 'edge')} that follow from them {would}added or removed"))


def show_problems(page: Console, problems: list[Problem]) -> None:
    """Print the first problems of a catalogue: where, what is wrong, what would be right; and how many there are."""
    shown, others = first_of(problems)
    for problem in shown:
        place = f"{problem.file}:{problem.position.line}:{problem.position.column}"
        page.print(Text(place, style="bold"), soft_wrap=True)
        where = ": ".join(filter(None, (problem.entry, problem.field)))
        rows = [("in file", where), ("wrong", problem.what), ("right", problem.remedy)]
        lines(page, [row for row in rows if row[1]])
    page.print()
    if others:
        page.print(f"and {others:,} more")
    page.print(f"{counted(len(problems), 'mistake')} found.", style="bold red")


def _changes(page: Console, changes: list[Change], sign: str, *, listed: bool) -> None:
    if not listed:
        by_kind: dict[str, int] = {}
        for change in changes:
            by_kind[change.kind] = by_kind.get(change.kind, 0) + 1
        say(page, ", ".join(counted(count, kind) for kind, count in sorted(by_kind.items())), indent=2)
        return
    for change in changes:
        fields = f": {', '.join(change.fields)}" if change.fields else ""
        page.print(Text(f"  {sign} {change.kind} ") + Text(change.code, style="cyan") + Text(fields), soft_wrap=True)


def reach(page: Console, running: Running) -> None:
    """Print how to reach it, and where its password is."""
    rows = [
        ("Bolt", running.bolt_uri),
        ("Browser", running.browser_url),
        ("user", running.user),
        ("password", "in this file, which you alone can read:"),
    ]
    lines(page, rows)
    address(page, str(running.password_file), indent=14)


def _holds(state: CatalogueState) -> str:
    if state.version is None:
        return "none yet: `stackways load` loads the shipped one"
    loaded = f", loaded {state.loaded_at:%Y-%m-%d %H:%M}" if state.loaded_at else ""
    loading = "; a load is at work" if state.loading and state.alive else ""
    release = f", release {state.release}" if state.release else ""
    return f"version {state.version}{release}{loaded}: {', '.join(_counts(state))}{loading}"


def _counts(state: CatalogueState) -> Iterator[str]:
    return (counted(count, kind.removesuffix("s")) for kind, count in state.counts.items())


def _as_json(status: DatabaseStatus) -> dict[str, Any]:
    running = status.local.running
    return {
        "uri": status.uri or (running and running.bolt_uri),
        "local": {
            "state": status.local.state,
            "home": str(status.local.home),
            "bolt": running and running.bolt_uri,
            "browser": running and running.browser_url,
            "user": running and running.user,
            "password_file": str(status.local.password_file),
        },
        "catalogue": status.catalogue
        and {
            "version": status.catalogue.version,
            "release": status.catalogue.release,
            "loaded_at": status.catalogue.loaded_at and status.catalogue.loaded_at.isoformat(),
            "counts": dict(status.catalogue.counts),
        },
        "trouble": status.trouble,
    }

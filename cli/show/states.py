"""How the local Neo4j is, and what a load changes."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

from rich.text import Text

from stackways.cli.terminal import address, counted, lines, say, screen
from stackways.pathways.keep_catalogue import first_of
from stackways.words.message import Message, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

    from stackways.pathways.keep_catalogue import Change, Difference, Problem
    from stackways.pathways.run_database import CatalogueState, DatabaseStatus, Running
    from stackways.words.message import Argument

STATE = {
    "running": (Message("run.state-running"), "bold green"),
    "starting": (Message("run.state-starting"), "bold yellow"),
    "broken": (Message("run.state-broken"), "bold red"),
    "stopped": (Message("run.state-stopped"), "bold yellow"),
    "stale": (Message("run.state-stale"), "bold red"),
}
MOST_LISTED = 40
"""More changes of one sort than this are counted rather than listed."""


def show_running(running: Running) -> None:
    """Print how to reach the local Neo4j."""
    page = screen()
    page.print(Text(str(Message("run.is-running")), style="bold green"))
    reach(page, running)
    say(page, str(Message("run.next")), "dim")


def show_status(status: DatabaseStatus, *, json_wanted: bool) -> None:
    """Print how the database in use is, and what it holds."""
    if json_wanted:
        sys.stdout.write(json.dumps(_as_json(status), indent=2) + "\n")
        return
    page = screen()
    if status.uri:
        page.print(Text(str(Message("run.questions-go-to", uri=status.uri)), style="bold"))
        if status.trouble:
            say(page, str(Message("run.does-not-answer", why=status.trouble)), "red")
        else:
            say(page, str(Message("run.answers")))
    words, style = STATE[status.local.state]
    say(page, Text(str(words), style=style))
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
        page.print(Text(str(Message("run.nothing-to-change")), style="bold green"))
        return
    for done_, would, sign, style, found in (
        ("run.added", "run.would-be-added", "+", "green", changes.added),
        ("run.changed", "run.would-be-changed", "~", "yellow", changes.changed),
        ("run.removed", "run.would-be-removed", "-", "red", changes.removed),
    ):
        if found:
            page.print(Text(str(Message(done_ if done else would, count=len(found))), style=f"bold {style}"))
            _changes(page, found, sign, listed=not done or len(found) <= MOST_LISTED)
    if changes.derived:
        page.print(Text(str(Message("run.edges" if done else "run.would-be-edges", count=changes.derived))))


def show_problems(page: Console, problems: list[Problem]) -> None:
    """Print the first problems of a catalogue: where, what is wrong, what would be right; and how many there are."""
    shown, others = first_of(problems)
    for problem in shown:
        place = f"{problem.file}:{problem.position.line}:{problem.position.column}"
        page.print(Text(place, style="bold"), soft_wrap=True)
        entry, field = str(problem.entry), problem.field
        where = str(Message("check.field-of", entry=entry, field=field)) if entry and field else entry or field
        rows = [("in file", where), ("wrong", str(problem.what)), ("right", str(problem.remedy))]
        lines(page, [row for row in rows if row[1]])
    page.print()
    if others:
        page.print(str(Message("table.told.and-more", count=others)))
    page.print(str(Message("run.mistakes", count=len(problems))), style="bold red")


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
        ("password", str(Message("run.password-file"))),
    ]
    lines(page, rows)
    address(page, str(running.password_file), indent=14)


def _holds(state: CatalogueState) -> str:
    if state.version is None:
        return str(Message("run.no-catalogue"))
    version: Argument = state.version
    if state.release:
        version = Message("run.released", version=state.version, release=state.release)
    holds: dict[str, Argument] = {"version": version, "counts": listed(_counts(state), "comma")}
    said = Message("run.catalogue", **holds)
    if state.loaded_at:
        said = Message("run.catalogue-loaded", **holds, when=f"{state.loaded_at:%Y-%m-%d %H:%M}")
    if state.loading and state.alive:
        said = Message("run.catalogue-loading", catalogue=said)
    return str(said)


def _counts(state: CatalogueState) -> Iterator[Message]:
    return (Message(f"ctdl.count-{kind}", count=count) for kind, count in state.counts.items())


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

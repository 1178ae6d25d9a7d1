"""Files of CTDL into catalogue files: what they become, and every term that has no place."""

from __future__ import annotations

import csv
import json as as_text
import sys
from collections import Counter
from typing import TYPE_CHECKING

from rich.text import Text

from stackways.cli.errors import InputError
from stackways.cli.terminal import say, screen, waiting
from stackways.pathways.import_ctdl import CtdlUnreadError, import_ctdl
from stackways.rules.today import today
from stackways.words.message import Message, listed
from stackways.words.system import why_not

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import Console

    from stackways.pathways.import_ctdl import CtdlTaken, Lost
    from stackways.pathways.settings import Settings

MOST_LISTED = 12
COLUMNS = ("where", "term", "said", "why")


def take_in_ctdl(  # noqa: PLR0913 - what to take in, where to, and what to tell
    settings: Settings, files: list[Path], into: Path, institution: str | None, report: Path | None, *,
    dry_run: bool, json: bool,
) -> None:  # fmt: skip
    """Take files of CTDL into a folder, and tell what became of them."""
    if not files:
        raise InputError(str(Message("ctdl.usage")))
    try:
        with waiting(str(Message("table.told.reading", table=files[0].name))):
            taken = import_ctdl(files, into, settings, today(), institution=institution, dry_run=dry_run)
    except CtdlUnreadError as error:
        raise InputError(str(error)) from None
    if report:
        _write_report(taken.found.lost, report)
    if json:
        sys.stdout.write(as_text.dumps(_as_json(taken), ensure_ascii=False, indent=2) + "\n")
    else:
        _show(screen(), taken, into, dry_run=dry_run, reported=report is not None)


def _show(page: Console, taken: CtdlTaken, into: Path, *, dry_run: bool, reported: bool) -> None:
    found, written = taken.found, taken.written
    counts = [Message(f"ctdl.count-{name}", count=count) for name, count in found.counts().items() if name != "sources"]
    say(page, str(Message("ctdl.taken", what=listed(counts)) if counts else Message("ctdl.nothing-taken")), "bold")
    for name, code in found.known.items():
        say(page, str(Message("ctdl.known-as", name=name, code=code)), "dim", indent=2)
    changes = {"added": written.added, "changed": written.changed, "taken-out": written.taken_out}
    told = [Message(f"ctdl.{what}", count=len(codes)) for what, codes in changes.items() if codes]
    if not written:
        say(page, str(Message("ctdl.same", folder=str(into))))
    else:
        id_ = "ctdl.would-write" if dry_run else "ctdl.wrote"
        say(page, str(Message(id_, what=listed(told), folder=str(into))))
    _show_lost(page, found.lost, reported=reported)


def _show_lost(page: Console, lost: list[Lost], *, reported: bool) -> None:
    if not lost:
        return
    page.print()
    say(page, str(Message("ctdl.lost", count=len(lost))), "bold yellow")
    by_term = Counter((one.term, str(one.why)) for one in lost)
    for (term, why), count in by_term.most_common(MOST_LISTED):
        times = f" ({count})" if count > 1 else ""
        say(page, Text(f"{term}{times}  ", style="cyan") + Text(why, style="dim"), indent=2)
    if not reported:
        say(page, str(Message("ctdl.more-lost")), "dim")


def _write_report(lost: list[Lost], file: Path) -> None:
    try:
        with file.open("w", encoding="utf-8-sig", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow([str(Message(f"ctdl.report-{name}")) for name in COLUMNS])
            writer.writerows([one.where, one.term, one.said, str(one.why)] for one in lost)
    except OSError as error:
        raise InputError(str(Message("table.told.unwritten", file=str(file), why=why_not(error)))) from None


def _as_json(taken: CtdlTaken) -> dict[str, object]:
    written = taken.written
    return {
        "entries": taken.found.counts(),
        "known": taken.found.known,
        "added": written.added,
        "changed": written.changed,
        "taken_out": written.taken_out,
        "unchanged": written.unchanged,
        "lost": [
            {"where": one.where, "term": one.term, "said": one.said, "text": str(one.why), "message": one.why.data()}
            for one in taken.found.lost
        ],
    }

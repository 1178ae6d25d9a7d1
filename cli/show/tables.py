"""What became of a table: how many rows are in, which ones need a person, and what is new."""

from __future__ import annotations

import csv
import json
import sys
from typing import TYPE_CHECKING, Any, Literal

from rich.text import Text

from stackways.cli.errors import InputError
from stackways.cli.terminal import aside, say, table, waiting, write
from stackways.pathways.export_table import as_csv, as_page, export_rules, write_xlsx
from stackways.rules.today import today
from stackways.words.message import Message
from stackways.words.system import why_not

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from rich.console import Console

    from stackways.pathways.import_table import Accounted, Finding, Proposal, TakenIn
    from stackways.pathways.settings import Settings
    from stackways.pathways.suggest_equivalents import Suggested

MOST_ROWS = 20
"""More rows than these that need a person are counted."""
MOST_NEW = 8
MOST_NOTICES = 5


def show_taken_in(page: Console, taken: TakenIn, folder: Path, *, dry_run: bool, reported: bool) -> None:
    """Print what became of a table."""
    rows = [row for row in taken.rows if row.outcome != "left-out"]
    ready = len(rows) - len(taken.refused)
    style = "bold green" if ready == len(rows) else "bold"
    say(page, str(Message("table.told.ready", count=ready, of=len(rows))), style)
    _refused(page, taken, reported=reported)
    _new(page, taken)
    _written(page, taken, folder, dry_run=dry_run)
    if taken.notices:
        say(page, str(Message("table.told.notices", count=len(taken.notices))), "bold")
        for notice in taken.notices[:MOST_NOTICES]:
            say(page, str(notice.said), indent=2)
        _others(page, len(taken.notices) - MOST_NOTICES, reported=reported)


def _refused(page: Console, taken: TakenIn, *, reported: bool) -> None:
    if not taken.refused:
        return
    say(page, str(Message("table.told.refused", count=len(taken.refused))), "bold yellow")
    for row in taken.refused[:MOST_ROWS]:
        for finding in row.findings:
            say(page, Text(f"{_place(finding)}: ", style="bold") + Text(str(finding.what)), indent=2)
            say(page, f"→ {finding.remedy}", "green", indent=4)
    _others(page, len(taken.refused) - MOST_ROWS, reported=reported)


def _place(finding: Finding) -> Message:
    place = finding.place
    if not place.letter:
        return Message("table.told.row", sheet=place.sheet, row=place.row)
    return Message("table.told.cell", sheet=place.sheet, row=place.row, letter=place.letter, column=place.column)


def _others(page: Console, count: int, *, reported: bool) -> None:
    if count > 0:
        said = "table.told.others-in-report" if reported else "table.told.others"
        say(page, str(Message(said, count=count)), "dim", indent=2)


def _new(page: Console, taken: TakenIn) -> None:
    institutions, courses = taken.proposed_institutions, taken.proposed_courses
    if not institutions and not courses:
        return
    waiting = taken.count("proposed")
    said = Message("table.told.proposed", count=waiting, institutions=len(institutions), courses=len(courses))
    say(page, str(said), "bold yellow")
    for names in (institutions, courses):
        _listed(page, names)


def _listed(page: Console, names: Mapping[str, str]) -> None:
    shown = list(names.items())[:MOST_NEW]
    for code, name in shown:
        say(page, Text(f"{name}  ") + Text(code, style="cyan"), indent=2)
    if len(names) > len(shown):
        say(page, str(Message("table.told.and-more", count=len(names) - len(shown))), "dim", indent=2)


def _written(page: Console, taken: TakenIn, folder: Path, *, dry_run: bool) -> None:
    written = taken.written
    if not written:
        say(page, str(Message("table.told.unchanged", folder=f"{folder}/")), "bold green")
        return
    counts = {
        "added": len(written.added),
        "changed": len(written.changed),
        "removed": len(written.taken_out),
        "unchanged": written.unchanged,
        "count": len(written.texts) + len(written.removed),
    }
    id_ = "table.told.would-write" if dry_run else "table.told.written"
    say(page, str(Message(id_, folder=f"{folder}/", **counts)), "bold green")
    if not dry_run:
        say(page, str(Message("table.told.next", folder=f"{folder}/")), "dim")


def show_proposal(page: Console, name: str, proposal: Proposal) -> None:
    """Print what the headings of a table are taken to mean."""
    mapping = proposal.mapping
    said = Message("table.told.proposal", table=name, kind=Message(f"table.kind.{mapping.kind}"))
    say(page, str(said), "bold")
    table(
        page,
        [str(Message("table.told.heading")), str(Message("table.told.means"))],
        [(one.heading, _meaning(one.column, certain=one.likeness == 100)) for one in proposal.proposed],  # noqa: PLR2004
    )
    for heading in proposal.unused:
        say(page, str(Message("table.told.unused", heading=heading)), "yellow")


def _meaning(column: str, *, certain: bool) -> str:
    heading = Message(f"table.heading.{column}")
    return str(heading if certain else Message("table.told.perhaps", heading=heading))


def as_json(taken: Sequence[TakenIn]) -> None:
    """Print what became of tables as JSON."""
    sys.stdout.write(json.dumps([_as_data(one) for one in taken], ensure_ascii=False, indent=2) + "\n")


def _as_data(taken: TakenIn) -> dict[str, Any]:
    written = taken.written
    return {
        "table": taken.table,
        "rows": [_row(row) for row in taken.rows],
        "proposed": {"institutions": taken.proposed_institutions, "courses": taken.proposed_courses},
        "notices": [
            {"text": str(one.said), "message": one.said.data(), "rows": list(one.rows)} for one in taken.notices
        ],
        "written": {
            "files": sorted(file.name for file in written.texts),
            "added": written.added,
            "changed": written.changed,
            "removed": written.taken_out,
            "unchanged": written.unchanged,
        },
    }


def _row(row: Accounted) -> dict[str, Any]:
    findings = [
        {
            "column": one.place.letter,
            "heading": one.place.column,
            "text": str(one.what),
            "remedy": str(one.remedy),
            "message": one.what.data(),
        }
        for one in row.findings
    ]
    return {"sheet": row.sheet, "row": row.row, "outcome": row.outcome, "rules": row.codes, "findings": findings}


def write_report(taken: Iterable[TakenIn], file: Path) -> None:
    """Write what became of every row as CSV; raises InputError when the file cannot be written."""
    names = ("table", "sheet", "row", "outcome", "rule", "column", "what", "remedy")
    try:
        with file.open("w", encoding="utf-8-sig", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow([str(Message(f"table.report.{name}")) for name in names])
            for one in taken:
                writer.writerows(_report_rows(one))
    except OSError as error:
        raise InputError(str(Message("table.told.unwritten", file=str(file), why=why_not(error)))) from None


def _report_rows(taken: TakenIn) -> Iterable[Sequence[object]]:
    for row in taken.rows:
        start = [taken.table, row.sheet, row.row, str(Message(f"table.outcome.{row.outcome}")), " ".join(row.codes)]
        if not row.findings:
            yield [*start, "", "", ""]
        for one in row.findings:
            yield [*start, f"{one.place.letter} {one.place.column}".strip(), str(one.what), str(one.remedy)]
    for notice in taken.notices:
        rows = " ".join(map(str, notice.rows))
        yield [taken.table, "", rows, str(Message("table.outcome.notice")), "", "", str(notice.said), ""]


def write_rules(  # noqa: PLR0913, PLR0917 - what to write of what, and where to
    settings: Settings,
    institution: str | None,
    direction: Literal["inward", "outward"] | None,
    form: str,
    output: Path | None,
    own: Path | None,
) -> None:
    """Write an institution's rules as a table or a page to print; raises InputError where something is missing."""
    if institution is None or direction is None or form not in {"csv", "xlsx", "html"}:
        raise InputError(str(Message("table.told.rules-usage")))
    with waiting(str(Message("progress.reading-catalogue"))):
        found = export_rules(institution, direction, settings, [own] if own else ())
    if form == "html":
        write(as_page(found, today()), output)
    else:
        write_rows(found.rows, output, as_workbook=form == "xlsx")
    if found.for_people:
        say(aside(), str(Message("table.told.for-people", count=found.for_people, of=len(found.rules))))


def write_rows(rows: Sequence[Mapping[str, str]], output: Path | None, *, as_workbook: bool) -> None:
    """Write rows of a table of recognition as CSV or XLSX; raises InputError where there is no file for the latter."""
    if not as_workbook:
        write(as_csv(rows), output)
    elif output is None:
        raise InputError(str(Message("table.told.output-needed")))
    else:
        write_xlsx(rows, output)


def show_suggested(page: Console, suggested: Suggested, output: Path | None) -> None:
    """Print the likeliest equivalents of the first courses, and what to do with all of them."""
    for course in suggested.courses[:MOST_ROWS]:
        cells = course.cells
        named = " ".join(filter(None, (cells.get("sender"), cells.get("course"), cells["course_title"])))
        say(page, named, "bold")
        if not course.likely:
            say(page, str(Message("table.likely.none")), "dim", indent=2)
        for one in course.likely:
            title = suggested.titles[one.target]
            said = Message("table.likely.told", score=one.score, title=title, why=one.why)
            say(page, Text(f"{said}  ") + Text(one.target, style="cyan"), indent=2)
    _others(page, len(suggested.courses) - MOST_ROWS, reported=output is not None)
    said = Message("table.likely.written", file=str(output)) if output else Message("table.likely.unwritten")
    say(page, str(said), "green")

"""Awards: what can be claimed, with which holdings, until when and on whose word; and what the nearest others lack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from stackways.cli.show.decisions import STYLE, read_as, show_as_of
from stackways.cli.show.sources import Sources
from stackways.cli.show.summary import show_summary, show_where_from
from stackways.cli.terminal import counted, day, lines, named, number, say, titled
from stackways.rules.decision import Status
from stackways.words.message import Message, Published

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

    from stackways.pathways.find_awards import Awards
    from stackways.rules.awards.answer import AwardAnswered, AwardDoubt, AwardNear, AwardUnder, Check
    from stackways.rules.base import Language, Titles

MARKS = {True: "met", False: "not met", None: "in doubt"}
MOST_NAMED = 8
"""More codes than this that would fill a gap are only counted."""


def show_awards(
    page: Console, answer: Awards, *, language: Language | None = None, explain: bool | None = None
) -> None:
    """Print what can be claimed in a few sentences, or with `--explain` every award with all its checks."""
    if explain:
        _explained(page, answer, language)
        return
    show_summary(page, answer.summary)
    for programme in answer.not_published:
        page.print()
        say(page, str(Message("cli.award-not-published", title=Published.of(programme.title))))
    sources = [source for award in answer.claimable for source in award.sources]
    show_where_from(page, answer.as_of, answer.reading, sources)


def _explained(page: Console, answer: Awards, language: Language | None) -> None:
    """Print what can be claimed, best first, then what the nearest others lack."""
    lines(page, _tally(answer), indent=0)
    show_as_of(page, answer.as_of, read_as(answer.reading))
    sources = Sources()
    for award in answer.claimable:
        page.print()
        status = Text(f"{award.status.upper()}  ", style=STYLE[award.status])
        title = status + Text(in_language(award.title, language), style="bold")
        say(page, named(title, illustrative=award.illustrative))
        lines(page, _award_lines(award, sources, language))
    for nearest in answer.nearest:
        page.print()
        title = Text("NOT YET  ", style="bold red") + Text(in_language(nearest.title, language), style="bold")
        say(page, named(title, illustrative=nearest.illustrative))
        lines(page, lacking(nearest))
    for programme in answer.not_published:
        page.print()
        title = Text("UNKNOWN  ", style="bold blue") + Text(in_language(programme.title, language), style="bold")
        say(page, title)
        lines(page, [("code", programme.code), ("because", NOT_PUBLISHED)])
    if not answer.complete:
        page.print()
        say(page, "more programmes could be meant than were looked at: name one with `--programme`", "dim")
    sources.show(page)


NOT_PUBLISHED = "no published rule in the catalogue says what leads to its award, which is not a no"


def _tally(answer: Awards) -> Iterator[tuple[Text, str]]:
    meaning = {
        Status.GRANTED: "can be claimed: an award must be applied for",
        Status.CONDITIONAL: "what is not known decides; it is named under `because`",
    }
    for status, means in meaning.items():
        if count := sum(award.status is status for award in answer.claimable):
            yield Text(f"{count} {status}", style=STYLE[status]), means
    if answer.nearest:
        what = "cannot be claimed; what is missing is named"
        yield Text(f"{len(answer.nearest)} not yet", style="bold red"), what
    if not (answer.claimable or answer.nearest or answer.not_published):
        yield Text("none", style="bold blue"), "no published award in the catalogue counts what is held"


def in_language(titles: Titles, language: Language | None) -> str:
    """Return the title in a language, or in every one it is published in."""
    return titles.get(language) or titled(titles) if language else titled(titles)


def _award_lines(award: AwardAnswered, sources: Sources, language: Language | None) -> Iterator[tuple[str, str]]:
    yield "code", award.programme.code
    if award.level:
        indicative = " (indicative)" if award.level.indicative else ""
        yield "level", f"{award.level.framework or 'level'} {award.level.value}{indicative}"
    if award.credits is not None:
        yield "credits", f"{number(award.credits)} {award.unit or ''}".rstrip()
    yield "uses", ", ".join(award.uses) or "nothing that is held"
    yield from (("exempted", f"{one.code}  ({one.rule})") for one in award.exempted)
    yield from (("left out", f"{left.code}: {left.why}") for left in award.left_out)
    if award.competes_with:
        yield "costs", f"claiming it takes from {', '.join(award.competes_with)}"
    yield "claim by", day(award.claim_by, "no last day is known")
    yield from (("because", reason.text) for reason in award.reasons)
    yield from (("check", _check(check)) for check in award.checks)
    yield from (("doubt", _doubt(doubt, language)) for doubt in award.doubts)
    yield from (("remark", remark.text) for remark in award.remarks)
    if not award.proven_best:
        yield "note", "not proven to be the best choice of holdings"
    if award.sources:
        yield "sources", sources.refer(award.sources)


def _doubt(doubt: AwardDoubt, language: Language | None) -> str:
    others = "; ".join(
        f"`{doubt.name}={name}` would be {other.status}{_would_be(other, language)}"
        for name, other in doubt.would_be.items()
    )
    return f"{doubt.text} Taken as `{doubt.taken}`; {others}."


def _would_be(other: AwardUnder, language: Language | None) -> str:
    """Return which award it would be, where it would be one."""
    if other.status not in (Status.GRANTED, Status.CONDITIONAL):
        return ""
    level = f", {other.level.framework or 'level'} {other.level.value}" if other.level else ""
    return f": {in_language(other.title, language)}{level}, to be claimed by {day(other.claim_by, 'no known day')}"


def _check(check: Check) -> str:
    values = ""
    if check.value is not None and check.needed is not None:
        values = f", {number(check.value)} where {number(check.needed)} is asked"
    return f"{MARKS[check.passed]}{values}: {check.text}  ({check.rule})"


def lacking(near: AwardNear) -> Iterator[tuple[str, str]]:
    """Return what an award lacks, why, and what would fill it."""
    yield "code", near.programme.code
    for missing in near.missing:
        if missing.unit:
            yield "missing", f"{number(missing.amount)} {missing.unit} of: {missing.text}"
        else:
            short = f"{counted(int(missing.amount), 'part')} of: " if missing.amount > 1 else ""
            yield "missing", f"{short}{missing.text}"
    if near.each_part_alone:
        wanted = f": wanted by more than one are {', '.join(near.wanted_twice)}" if near.wanted_twice else ""
        yield "because", f"each part could be met, but not all at once{wanted}"
        yield from (("not together", str(part)) for part in near.not_together)
    yield from (("left out", f"{left.code}: {left.why}") for left in near.left_out)
    yield from (("remark", remark.text) for remark in near.remarks)
    if near.would_fill:
        shown, more = near.would_fill[:MOST_NAMED], len(near.would_fill) - MOST_NAMED
        others = f" and {counted(more, 'other')}" if more > 0 else ""
        yield "would fill", f"{', '.join(shown)}{others}"

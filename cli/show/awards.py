"""Awards: what can be claimed, with which holdings, until when and on whose word; and what the nearest others lack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from stackways.cli.show.decisions import STYLE, show_as_of
from stackways.cli.show.sources import Sources
from stackways.cli.show.summary import read_as, show_summary, show_where_from
from stackways.cli.terminal import day, lines, named, number, say, titled
from stackways.rules.decision import Status
from stackways.words.message import Message, Published, Quantity, Word, as_message, listed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from rich.console import Console

    from stackways.pathways.find_awards import Awards
    from stackways.rules.awards.answer import (
        AwardAnswered,
        AwardDoubt,
        AwardLevel,
        AwardNear,
        AwardUnder,
        Check,
        MissingShown,
    )
    from stackways.rules.base import Language, Titles
    from stackways.words.message import Argument

CHECKED = {
    True: Message("show.check-met"),
    False: Message("show.check-not-met"),
    None: Message("show.check-unclear"),
}
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
        status = Text(f"{str(Word('award', award.status)).upper()}  ", style=STYLE[award.status])
        title = status + Text(in_language(award.title, language), style="bold")
        say(page, named(title, illustrative=award.illustrative))
        lines(page, _award_lines(award, sources, language))
    for nearest in answer.nearest:
        page.print()
        title = _mark(NOT_YET, "bold red") + Text(in_language(nearest.title, language), style="bold")
        say(page, named(title, illustrative=nearest.illustrative))
        lines(page, lacking(nearest))
    for programme in answer.not_published:
        page.print()
        title = _mark(Word("award", "unknown"), "bold blue") + Text(
            in_language(programme.title, language), style="bold"
        )
        say(page, title)
        lines(page, [("code", programme.code), ("because", str(Message("show.award-unpublished")))])
    if not answer.complete:
        page.print()
        say(page, str(Message("show.more-programmes")), "dim")
    sources.show(page)


NOT_YET = Message("show.not-yet")
NO_DAY = Message("show.no-known-day")


def _mark(said: Argument, style: str) -> Text:
    return Text(f"{str(said).upper()}  ", style=style)


def _tally(answer: Awards) -> Iterator[tuple[Text, str]]:
    meaning = {
        Status.GRANTED: Message("show.means-claimable"),
        Status.CONDITIONAL: Message("show.means-conditional"),
    }
    for status, means in meaning.items():
        if count := sum(award.status is status for award in answer.claimable):
            many = Message("show.counted", count=count, what=Word("award", status))
            yield Text(str(many), style=STYLE[status]), str(means)
    if answer.nearest:
        many = Message("show.counted", count=len(answer.nearest), what=NOT_YET)
        yield Text(str(many), style="bold red"), str(Message("show.means-not-yet"))
    if not (answer.claimable or answer.nearest or answer.not_published):
        yield Text(str(Message("show.no-award")), style="bold blue"), str(Message("show.no-award-counts"))


def in_language(titles: Titles, language: Language | None) -> str:
    """Return the title in a language, or in every one it is published in."""
    return titles.get(language) or titled(titles) if language else titled(titles)


def _award_lines(award: AwardAnswered, sources: Sources, language: Language | None) -> Iterator[tuple[str, str]]:
    yield "code", award.programme.code
    if award.level:
        level = level_in_words(award.level)
        yield "level", str(Message("show.indicative", level=level) if award.level.indicative else level)
    if award.credits is not None:
        yield "credits", _much(award.credits, award.unit)
    yield "uses", ", ".join(award.uses) or str(Message("show.nothing-held"))
    yield from (("exempted", str(Message("show.exempted", title=one.code, rule=one.rule))) for one in award.exempted)
    yield from (("left out", f"{left.code}: {left.why}") for left in award.left_out)
    if award.competes_with:
        yield "costs", str(Message("show.takes-from", others=listed(award.competes_with)))
    yield "claim by", day(award.claim_by, NO_DAY)
    yield from (("because", reason.text) for reason in award.reasons)
    yield from (("check", _check(check)) for check in award.checks)
    yield from (("doubt", _doubt(doubt, language)) for doubt in award.doubts)
    yield from (("remark", remark.text) for remark in award.remarks)
    if not award.proven_best:
        yield "note", str(Message("show.best-not-proven"))
    if award.sources:
        yield "sources", sources.refer(award.sources)


def _doubt(doubt: AwardDoubt, language: Language | None) -> str:
    others = [_would_be(f"{doubt.name}={name}", other, language) for name, other in doubt.would_be.items()]
    return str(Message("show.doubt", text=doubt.text, taken=doubt.taken, others=listed(others, "semicolon")))


def _would_be(reading: str, other: AwardUnder, language: Language | None) -> Message:
    """Return which award it would be, where it would be one."""
    status = Word("award", other.status)
    if other.status not in (Status.GRANTED, Status.CONDITIONAL):
        return Message("show.doubt-otherwise", reading=reading, status=status)
    title: list[Argument] = [in_language(other.title, language)]
    title += [level_in_words(other.level)] if other.level else []
    until = day(other.claim_by, NO_DAY)
    return Message("show.doubt-award", reading=reading, status=status, title=listed(title, "comma"), day=until)


def level_in_words(level: AwardLevel) -> Argument:
    """Return a level with its framework."""
    return f"{level.framework} {level.value}" if level.framework else Message("show.level", level=level.value)


def _much(amount: Decimal, unit: str | None) -> str:
    return str(Quantity(amount, unit)) if unit else number(amount)


def _check(check: Check) -> str:
    said: dict[str, Argument] = {"standing": CHECKED[check.passed], "text": check.text, "rule": check.rule}
    if check.value is not None and check.needed is not None:
        return str(Message("show.check-of", **said, value=check.value, needed=check.needed))
    return str(Message("show.check", **said))


def lacking(near: AwardNear) -> Iterator[tuple[str, str]]:
    """Return what an award lacks, why, and what would fill it."""
    yield "code", near.programme.code
    for missing in near.missing:
        if missing.unit:
            yield "missing", str(Message("show.missing", amount=short(missing), of=missing.text))
        else:
            yield "missing", missing.text
    if near.each_part_alone:
        twice = Message("show.wanted-twice", what=listed(near.wanted_twice)) if near.wanted_twice else EACH_ALONE
        yield "because", str(twice)
        yield from (("not together", str(part)) for part in near.not_together)
    yield from (("left out", f"{left.code}: {left.why}") for left in near.left_out)
    yield from (("remark", remark.text) for remark in near.remarks)
    if near.would_fill:
        shown, others = near.would_fill[:MOST_NAMED], len(near.would_fill) - MOST_NAMED
        fillers = ", ".join(shown)
        if others > 0:
            fillers = str(Message("show.and-others", what=fillers, others=Message("answer.others", count=others)))
        yield "would fill", fillers


EACH_ALONE = Message("show.each-alone")


def asked_for(missing: MissingShown) -> str:
    """Return what is asked for where something is missing, however much of it is there."""
    more = missing.message.id == "rules.more-of"
    return str(missing.message.argument("what") if more else missing.message)


def short(missing: MissingShown) -> Message:
    """Return how much is missing: credits of a unit, or parts."""
    if missing.unit:
        return as_message(Quantity(missing.amount, missing.unit))
    return Message("show.parts", count=int(missing.amount))

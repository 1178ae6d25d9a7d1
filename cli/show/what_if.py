"""What would be otherwise: what is gained, lost and changed, with before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from stackways.cli.show.awards import (
    EACH_ALONE,
    NO_DAY,
    NOT_YET,
    asked_for,
    in_language,
    lacking,
    level_in_words,
    short,
)
from stackways.cli.show.decisions import outcome_words, said
from stackways.cli.show.summary import read_as
from stackways.cli.terminal import NOT_KNOWN, day, lines, named, number, say, titled
from stackways.words.message import Message, Word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

    from stackways.pathways.what_if import AwardDifference, Change, DecisionDifference, NearDifference, WhatIf
    from stackways.rules.awards.answer import AwardAnswered, AwardNear
    from stackways.rules.base import Language
    from stackways.rules.decision import Decision

CHANGED: dict[Change, Message] = {
    "gained": Message("show.gained"),
    "lost": Message("show.lost"),
    "changed": Message("show.changed"),
}
STYLES: dict[Change, str] = {"gained": "bold green", "lost": "bold red", "changed": "bold yellow"}


def show_what_if(page: Console, answer: WhatIf, *, language: Language | None) -> None:
    """Print what is claimed, then awards, decisions and the nearest awards that differ."""
    say(page, _situations(answer), "dim")
    if answer.not_claimable:
        page.print()
        say(page, _marked(str(NOT_YET).upper(), "bold red", in_language(answer.not_claimable.title, language)))
        lines(page, [*lacking(answer.not_claimable), ("so", str(Message("show.cannot-claim")))])
        return
    if answer.claimed:
        page.print()
        say(page, _marked(str(Message("show.claimed")), "bold", in_language(answer.claimed.title, language)))
        lines(page, [("uses up", ", ".join(answer.claimed.uses))])
    for award in answer.awards:
        _award(page, award, language)
    for decision in answer.decisions:
        _decision(page, decision)
    for near in answer.nearest:
        _near(page, near, language)
    if not (answer.awards or answer.decisions or answer.nearest):
        page.print()
        say(page, str(Message("show.nothing-else-changes" if answer.claimed else "show.nothing-changes")))
    if not answer.complete:
        page.print()
        say(page, str(Message("show.more-programmes")), "dim")


def _situations(answer: WhatIf) -> str:
    read = read_as(answer.reading)
    if answer.on == answer.as_of:
        return str(Message("show.as-of", day=answer.as_of, more=read))
    return str(Message("show.looked-at-on", as_of=answer.as_of, on=answer.on, more=read))


def _marked(mark: str | Message, style: str, text: str, *, illustrative: bool = False) -> Text:
    return named(Text(f"{mark}  ", style=style) + Text(text, style="bold"), illustrative=illustrative)


def _award(page: Console, award: AwardDifference, language: Language | None) -> None:
    shown = award.after or award.before
    if shown is None:
        return
    page.print()
    title = in_language(shown.title, language)
    say(page, _marked(CHANGED[award.change], STYLES[award.change], title, illustrative=shown.illustrative))
    lines(page, [("code", shown.programme.code), *_both(_of_award(award.before), _of_award(award.after))])


def _of_award(award: AwardAnswered | None) -> dict[str, str]:
    """Return what a comparison shows of an award."""
    if award is None:
        return {"status": str(Word("award", "refused"))}
    level = str(level_in_words(award.level) if award.level else Message("show.none"))
    return {
        "status": str(Word("award", award.status)),
        "title": titled(award.title),
        "level": level,
        "credits": number(award.credits) if award.credits is not None else str(NOT_KNOWN),
        "uses": ", ".join(award.uses),
        "claim by": day(award.claim_by, NO_DAY),
        "costs": ", ".join(award.competes_with) or str(Message("show.nothing")),
    }


def _decision(page: Console, decision: DecisionDifference) -> None:
    shown = decision.after or decision.before
    if shown is None:
        return
    page.print()
    text = titled(shown.target.title)
    if shown.programme:
        text = str(Message("show.in", what=text, programme=titled(shown.programme.title)))
    say(page, _marked(CHANGED[decision.change], STYLES[decision.change], text, illustrative=shown.illustrative))
    what = outcome_words(shown.outcome, shown.target.kind)
    rows = [
        ("code", shown.target.code),
        ("what", what),
        *_both(_of_decision(decision.before), _of_decision(decision.after)),
    ]
    reasons = [("because", reason.text) for reason in shown.reasons]
    lines(page, [*rows, *reasons, ("rule", shown.rule or str(Message("show.none")))])


def _of_decision(decision: Decision | None) -> dict[str, str]:
    if decision is None:
        return {"status": str(Message("show.no-rule-speaks"))}
    return {
        "status": said(decision.status),
        "entry": str(Word("entry", decision.entry)),
        "uses": ", ".join(decision.used),
        **({"from": str(Message("show.not-earlier", day=decision.from_))} if decision.from_ else {}),
        "claim by": day(decision.claim_by, NO_DAY),
    }


def _near(page: Console, near: NearDifference, language: Language | None) -> None:
    page.print()
    say(page, _marked(Message("show.still-not"), "bold yellow", in_language(near.after.title, language)))
    lines(page, [("code", near.after.programme.code), *_missing(near.before, near.after)])


def _missing(before: AwardNear, after: AwardNear) -> Iterator[tuple[str, str]]:
    """Yield what is missing then, with what was missing before."""
    earlier, later = ({asked_for(one): short(one) for one in near.missing} for near in (before, after))
    nothing = Message("show.nothing")
    for text in dict.fromkeys([*later, *earlier]):
        was, now = earlier.get(text, nothing), later.get(text, nothing)
        missing = Message("show.missing", amount=now, of=text)
        yield "missing", str(Message("show.before", now=missing, was=was) if was != now else missing)
    for label, near in (("because", after), ("before", before)):
        if near.each_part_alone:
            yield label, str(EACH_ALONE)


def _both(before: dict[str, str], after: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield what differs, before and after; of what there is on one side alone, what it is."""
    for label in dict.fromkeys([*before, *after]):
        if label in before and label in after:
            if before[label] != after[label]:
                yield label, str(Message("show.before", now=after[label], was=before[label]))
        elif label in after:
            yield label, after[label]

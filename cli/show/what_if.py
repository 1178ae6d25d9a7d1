"""What would be otherwise: what is gained, lost and changed, with before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from stackways.cli.show.awards import in_language, lacking
from stackways.cli.show.decisions import outcome_words, read_as
from stackways.cli.terminal import counted, day, lines, named, number, say, titled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

    from stackways.pathways.what_if import AwardDifference, Change, DecisionDifference, NearDifference, WhatIf
    from stackways.rules.awards.answer import AwardAnswered, AwardNear, MissingShown
    from stackways.rules.base import Language
    from stackways.rules.decision import Decision

STYLES: dict[Change, str] = {"gained": "bold green", "lost": "bold red", "changed": "bold yellow"}


def show_what_if(page: Console, answer: WhatIf, *, language: Language | None) -> None:
    """Print what is claimed, then awards, decisions and the nearest awards that differ."""
    say(page, _situations(answer), "dim")
    if answer.not_claimable:
        page.print()
        say(page, _marked("NOT YET", "bold red", in_language(answer.not_claimable.title, language)))
        lines(page, [*lacking(answer.not_claimable), ("so", "it cannot be claimed, and nothing else is compared")])
        return
    if answer.claimed:
        page.print()
        say(page, _marked("CLAIMED", "bold", in_language(answer.claimed.title, language)))
        lines(page, [("uses up", ", ".join(answer.claimed.uses))])
    for award in answer.awards:
        _award(page, award, language)
    for decision in answer.decisions:
        _decision(page, decision)
    for near in answer.nearest:
        _near(page, near, language)
    if not (answer.awards or answer.decisions or answer.nearest):
        page.print()
        say(page, "Nothing else would change." if answer.claimed else "Nothing would change.")
    if not answer.complete:
        page.print()
        say(page, "more programmes could be meant than were looked at: name one with `--programme`", "dim")


def _situations(answer: WhatIf) -> str:
    days = f"as of {answer.as_of}" if answer.on == answer.as_of else f"as of {answer.as_of}, looked at on {answer.on}"
    return f"{days}; {read_as(answer.reading)}"


def _marked(mark: str, style: str, text: str, *, illustrative: bool = False) -> Text:
    return named(Text(f"{mark}  ", style=style) + Text(text, style="bold"), illustrative=illustrative)


def _award(page: Console, award: AwardDifference, language: Language | None) -> None:
    shown = award.after or award.before
    if shown is None:
        return
    page.print()
    title = in_language(shown.title, language)
    say(page, _marked(award.change.upper(), STYLES[award.change], title, illustrative=shown.illustrative))
    lines(page, [("code", shown.programme.code), *_both(_of_award(award.before), _of_award(award.after))])


def _of_award(award: AwardAnswered | None) -> dict[str, str]:
    """Return what a comparison shows of an award."""
    if award is None:
        return {"status": "cannot be claimed"}
    level = f"{award.level.framework or 'level'} {award.level.value}" if award.level else "none"
    return {
        "status": str(award.status),
        "title": titled(award.title),
        "level": level,
        "credits": number(award.credits) if award.credits is not None else "not known",
        "uses": ", ".join(award.uses),
        "claim by": day(award.claim_by, "no last day is known"),
        "costs": ", ".join(award.competes_with) or "nothing",
    }


def _decision(page: Console, decision: DecisionDifference) -> None:
    shown = decision.after or decision.before
    if shown is None:
        return
    page.print()
    text = f"{titled(shown.target.title)}"
    if shown.programme:
        text += f" in {titled(shown.programme.title)}"
    say(page, _marked(decision.change.upper(), STYLES[decision.change], text, illustrative=shown.illustrative))
    what = outcome_words(shown.outcome, shown.target.kind)
    rows = [
        ("code", shown.target.code),
        ("what", what),
        *_both(_of_decision(decision.before), _of_decision(decision.after)),
    ]
    reasons = [("because", reason.text) for reason in shown.reasons]
    lines(page, [*rows, *reasons, ("rule", shown.rule or "none")])


def _of_decision(decision: Decision | None) -> dict[str, str]:
    if decision is None:
        return {"status": "no rule speaks of what is held"}
    return {
        "status": str(decision.status),
        "entry": decision.entry.replace("_", " "),
        "uses": ", ".join(decision.used),
        **({"from": f"{day(decision.from_)}, not earlier"} if decision.from_ else {}),
        "claim by": day(decision.claim_by, "no last day is known"),
    }


def _near(page: Console, near: NearDifference, language: Language | None) -> None:
    page.print()
    say(page, _marked("STILL NOT", "bold yellow", in_language(near.after.title, language)))
    lines(page, [("code", near.after.programme.code), *_missing(near.before, near.after)])


def _missing(before: AwardNear, after: AwardNear) -> Iterator[tuple[str, str]]:
    """Yield what is missing then, with what was missing before."""
    earlier, later = ({one.text: _amount(one) for one in near.missing} for near in (before, after))
    for text in dict.fromkeys([*later, *earlier]):
        was, now = earlier.get(text, "nothing"), later.get(text, "nothing")
        yield "missing", f"{now} of: {text}" + (f" (before: {was})" if was != now else "")
    for label, near in (("because", after), ("before", before)):
        if near.each_part_alone:
            yield label, "each part could be met, but not all at once"


def _amount(missing: MissingShown) -> str:
    return f"{number(missing.amount)} {missing.unit}" if missing.unit else counted(int(missing.amount), "part")


def _both(before: dict[str, str], after: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield what differs, before and after; of what there is on one side alone, what it is."""
    for label in dict.fromkeys([*before, *after]):
        if label in before and label in after:
            if before[label] != after[label]:
                yield label, f"{after[label]} (before: {before[label]})"
        elif label in after:
            yield label, after[label]

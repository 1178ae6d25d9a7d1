"""Decisions: status first, then what, until when, why, what is in doubt, and on whose word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from stackways.cli.show.sources import Sources
from stackways.cli.terminal import day, lines, named, number, say, titled
from stackways.rules.caps import CapStatus
from stackways.rules.decision import Status

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from rich.console import Console

    from stackways.rules.caps import CapFound
    from stackways.rules.decision import Decision, DoubtTaken, Outcome
    from stackways.rules.holdings import Reading

STYLE = {
    Status.GRANTED: "bold green",
    Status.CONDITIONAL: "bold yellow",
    Status.REFUSED: "bold red",
    Status.UNKNOWN: "bold blue",
}
MEANING = {
    Status.GRANTED: "published, and what it needs is met",
    Status.CONDITIONAL: "what is not known decides; it is named under `because`",
    Status.REFUSED: "published, and what it needs is not met",
    Status.UNKNOWN: "nobody published on it, which is not a no",
}
CERTAINTY = {
    "entitled": "",
    "up_to": "at most this: the institution decides",
    "precedent": "the institution decided so before and is not bound to again",
    "recommendation": "a recommendation, which binds nobody",
}
CAP = {
    CapStatus.KEPT: ("WITHIN THE CAP", "bold green"),
    CapStatus.EXCEEDED: ("OVER THE CAP", "bold red"),
    CapStatus.IN_DOUBT: ("CAP IN DOUBT", "bold yellow"),
}
"""How what is recognised in all stands to a cap, and how that is printed."""
MOST_EXPLAINED = 8
"""More decisions than this are only listed unless the explanations are asked for."""


def show_decisions(
    page: Console,
    decisions: Sequence[Decision],
    *,
    held: bool,
    explain: bool | None = None,
    sources: Sources | None = None,
) -> None:
    """Print decisions, explained or, when they are many, only listed.

    `held` is true when they are about what a learner holds, false when about someone who would attain it on the day.
    """
    explained = len(decisions) <= MOST_EXPLAINED if explain is None else explain
    cited = sources or Sources()
    if explained:
        for decision in decisions:
            page.print()
            _card(page, decision, cited, held=held)
    else:
        page.print()
        _overview(page, decisions, cited, held=held)
    if sources is None:
        cited.show(page)
    if not explained and explain is None:
        page.print()
        say(page, "`--explain` adds reasons, doubts and entry requirements to each.", "dim")


def tally(decisions: Sequence[Decision]) -> Iterator[tuple[Text, str]]:
    """Return a line for each status that occurs: how many decisions have it, and what it means."""
    for status in Status:
        count = sum(decision.status is status for decision in decisions)
        if count:
            yield Text(f"{count} {status}", style=STYLE[status]), MEANING[status]


def show_caps(page: Console, caps: Sequence[CapFound]) -> None:
    """Print what several decisions give together in one programme, and the sentence that caps it."""
    for cap in caps:
        page.print()
        mark, style = CAP[cap.status]
        say(page, Text(f"{mark}  ", style=style) + Text(cap.text))
        lines(page, [("rule", f"{cap.rule}: {titled(cap.says)}")])


def read_as(reading: Reading) -> str:
    """Return how doubts were read, in plain words."""
    if reading == "lenient":
        return "doubts read in the learner's favour"
    if reading == "strict":
        return "doubts read against the learner"
    return f"doubts read as {', '.join(f'{name}={taken}' for name, taken in reading.items())}"


def doubt_lines(doubts: Sequence[DoubtTaken]) -> Iterator[tuple[str, str]]:
    """Return each doubt with what was taken and what happens otherwise."""
    for doubt in doubts:
        others = "; ".join(f"`{doubt.name}={name}` would be {status}" for name, status in doubt.if_otherwise.items())
        yield "doubt", f"{doubt.text} Taken as `{doubt.taken}`; {others}."


def outcome_words(outcome: Outcome | None, kind: str) -> str:
    """Return what is granted, in plain words."""
    if outcome is None:
        return "nothing is published on it"
    least = "" if outcome.at_least is None else f"{number(outcome.at_least)} to "
    amount = "" if outcome.amount is None else f"{least}{number(outcome.amount)} {outcome.unit or ''}".strip()
    of_credit = "" if outcome.amount is not None and "credit" in (outcome.unit or "") else " of credit"
    words = {
        "exemption": f"exemption: this {kind} need not be taken" + (f" ({amount})" if amount else ""),
        "specified_credit": f"credit for this {kind}" + (f": {amount}" if amount else ""),
        "block_credit": f"{amount or 'an amount not published'}{of_credit} towards this {kind}",
        "entry": f"entry to this {kind}",
    }[outcome.kind]
    if outcome.towards:
        words += f", counted in {outcome.towards}"
    return "; ".join(part for part in (words, CERTAINTY[outcome.certainty]) if part)


def _effects(outcome: Outcome | None) -> Iterator[str]:
    if outcome is None:
        return
    effects = outcome.effects
    stated = {
        "earns credit": effects.earns_credit,
        "lowers the credits required": effects.lowers_requirement,
        "another module must be taken instead": effects.must_be_replaced,
        "counts in the average": effects.graded,
    }
    yield from (f"{name}: {value}" for name, value in stated.items() if value != "not-stated")
    if effects.label:
        yield f"printed as “{effects.label}”"


def _card(page: Console, decision: Decision, sources: Sources, *, held: bool) -> None:
    status = Text(f"{decision.status.upper()}  ", style=STYLE[decision.status])
    title = status + Text(titled(decision.target.title), style="bold")
    say(page, named(title, illustrative=decision.illustrative))
    lines(page, _card_lines(decision, sources, held=held))


def _card_lines(decision: Decision, sources: Sources, *, held: bool) -> Iterator[tuple[str, str]]:
    yield "code", decision.target.code
    yield "what", outcome_words(decision.outcome, decision.target.kind)
    effects = "; ".join(_effects(decision.outcome))
    if effects:
        yield "effect", effects
    if decision.programme and decision.programme.code != decision.target.code:
        yield "in", f"{titled(decision.programme.title)}  {decision.programme.code}"
    if decision.used:
        yield "for", ", ".join(decision.used)
    if decision.from_:
        yield "from", f"{day(decision.from_)}, not earlier"
    if decision.claim_by:
        yield (
            ("claim by", day(decision.claim_by))
            if held
            else ("claim by", f"{day(decision.claim_by)} if attained today")
        )
    yield from _entry(decision)
    yield from (("because", reason.text) for reason in decision.reasons)
    yield from doubt_lines(decision.doubts)
    yield from (("note", remark.text) for remark in decision.remarks if not remark.code.startswith("entry_"))
    if decision.rule:
        says = f": {titled(decision.says)}" if decision.says else ""
        yield "rule", f"{decision.rule}{says}"
    if decision.sources:
        yield "sources", sources.refer(decision.sources)


def _entry(decision: Decision) -> Iterator[tuple[str, str]]:
    """Entry is judged apart; what is needed stands in the remarks."""
    if decision.programme is None:
        return
    needed = [remark.text for remark in decision.remarks if remark.code.startswith("entry_")]
    standing = decision.entry.replace("_", " ")
    yield "entry", "; ".join([standing, *needed])


def _overview(page: Console, decisions: Sequence[Decision], sources: Sources, *, held: bool) -> None:
    def row(decision: Decision) -> tuple[Text, Text]:
        what = named(titled(decision.target.title), decision.target.code, illustrative=decision.illustrative)
        if decision.programme and decision.programme.code != decision.target.code:
            what.append(f"\nin {titled(decision.programme.title)}")
        if decision.used:
            what.append(f"\nfor {', '.join(decision.used)}")
        if decision.claim_by and held:
            what.append(f", claim by {day(decision.claim_by)}")
        what.append(f"  {sources.refer(decision.sources)}", style="dim")
        return Text(decision.status, style=STYLE[decision.status]), what

    lines(page, map(row, decisions), indent=0, every_label=True)


def show_as_of(page: Console, as_of: dt.date, *more: str) -> None:
    """Print the day a question was asked for."""
    say(page, "; ".join([f"as of {day(as_of)}", *more]), "dim")

"""Decisions: status first, then what, until when, why, what is in doubt, and on whose word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from stackways.cli.show.sources import Sources
from stackways.cli.terminal import day, lines, named, say, titled
from stackways.rules.caps import CapStatus
from stackways.rules.decision import Status
from stackways.words.message import Message, Quantity, Word, as_message, listed

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping, Sequence

    from rich.console import Console

    from stackways.rules.caps import CapFound
    from stackways.rules.decision import Decision, DoubtTaken, Outcome
    from stackways.words.message import Argument

STYLE = {
    Status.GRANTED: "bold green",
    Status.CONDITIONAL: "bold yellow",
    Status.REFUSED: "bold red",
    Status.UNKNOWN: "bold blue",
}
MEANING = {
    Status.GRANTED: Message("show.means-granted"),
    Status.CONDITIONAL: Message("show.means-conditional"),
    Status.REFUSED: Message("show.means-refused"),
    Status.UNKNOWN: Message("show.means-unknown"),
}
CERTAINTY = {
    "up_to": Message("show.certainty-up_to"),
    "precedent": Message("show.certainty-precedent"),
    "recommendation": Message("show.certainty-recommendation"),
}
CAP = {
    CapStatus.KEPT: (Message("show.cap-kept"), "bold green"),
    CapStatus.EXCEEDED: (Message("show.cap-exceeded"), "bold red"),
    CapStatus.IN_DOUBT: (Message("show.cap-in-doubt"), "bold yellow"),
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
    names: Mapping[str, str] | None = None,
) -> None:
    """Print decisions, explained or, when they are many, only listed.

    `held` is true when they are about what a learner holds, false when about someone who would attain it on the day.
    A list says what they rest on by `names`, as far as those are given.
    """
    explained = len(decisions) <= MOST_EXPLAINED if explain is None else explain
    cited = Sources()
    if explained:
        for decision in decisions:
            page.print()
            _card(page, decision, cited, held=held)
    else:
        page.print()
        _overview(page, decisions, cited, names or {}, held=held)
    cited.show(page)
    if not explained:
        page.print()
        say(page, str(Message("show.explain-each")), "dim")


def tally(decisions: Sequence[Decision]) -> Iterator[tuple[Text, str]]:
    """Return a line for each status that occurs: how many decisions have it, and what it means."""
    for status in Status:
        count = sum(decision.status is status for decision in decisions)
        if count:
            counted = Message("show.counted", count=count, what=Word("decision", status))
            yield Text(str(counted), style=STYLE[status]), str(MEANING[status])


def show_caps(page: Console, caps: Sequence[CapFound]) -> None:
    """Print what several decisions give together in one programme, and the sentence that caps it."""
    for cap in caps:
        page.print()
        mark, style = CAP[cap.status]
        say(page, Text(f"{str(mark).upper()}  ", style=style) + Text(cap.text))
        lines(page, [("rule", f"{cap.rule}: {titled(cap.says)}")])


def doubt_lines(doubts: Sequence[DoubtTaken]) -> Iterator[tuple[str, str]]:
    """Return each doubt with what was taken and what happens otherwise."""
    for doubt in doubts:
        others = [
            Message("show.doubt-otherwise", reading=f"{doubt.name}={name}", status=Word("decision", status))
            for name, status in doubt.if_otherwise.items()
        ]
        yield (
            "doubt",
            str(Message("show.doubt", text=doubt.text, taken=doubt.taken, others=listed(others, "semicolon"))),
        )


def outcome_words(outcome: Outcome | None, kind: str) -> str:
    """Return what is granted, in plain words."""
    if outcome is None:
        return str(Message("show.nothing-published"))
    words = _gives(outcome, Word("kind", kind))
    if outcome.towards:
        words = Message("show.gives-towards", what=words, part=outcome.towards)
    certainty = CERTAINTY.get(outcome.certainty)
    return str(listed([words, certainty] if certainty else [words], "semicolon"))


def _gives(outcome: Outcome, kind: Word) -> Message:
    if outcome.kind == "entry":
        return Message("show.gives-entry", kind=kind)
    if outcome.amount is None:
        return {
            "exemption": Message("show.gives-exemption", kind=kind),
            "specified_credit": Message("show.gives-credit", kind=kind),
            "block_credit": Message("show.gives-unpublished-block", kind=kind),
        }[outcome.kind]
    amount: Argument = as_message(Quantity(outcome.amount, outcome.unit)) if outcome.unit else outcome.amount
    if outcome.at_least is not None:
        amount = Message("rules.from-to", least=outcome.at_least, most=amount)
    if outcome.kind == "exemption":
        return Message("show.gives-exemption-of", kind=kind, amount=amount)
    if outcome.kind == "specified_credit":
        return Message("show.gives-credit-of", kind=kind, amount=amount)
    is_credit = "credit" in (outcome.unit or "")
    return Message("show.gives-block" if is_credit else "show.gives-block-of-credit", kind=kind, amount=amount)


def _effects(outcome: Outcome | None) -> Iterator[Message]:
    if outcome is None:
        return
    effects = outcome.effects
    if effects.earns_credit != "not-stated":
        yield Message("show.effect-earns-credit", value=Word("show", effects.earns_credit))
    if effects.lowers_requirement != "not-stated":
        yield Message("show.effect-lowers-requirement", value=Word("show", effects.lowers_requirement))
    if effects.must_be_replaced != "not-stated":
        yield Message("show.effect-replaced", value=Word("show", effects.must_be_replaced))
    if effects.graded != "not-stated":
        yield Message("show.effect-graded", value=Word("show", effects.graded))
    if effects.label:
        yield Message("show.effect-label", label=effects.label)


def _card(page: Console, decision: Decision, sources: Sources, *, held: bool) -> None:
    status = Text(f"{said(decision.status).upper()}  ", style=STYLE[decision.status])
    title = status + Text(titled(decision.target.title), style="bold")
    say(page, named(title, illustrative=decision.illustrative))
    lines(page, _card_lines(decision, sources, held=held))


def _card_lines(decision: Decision, sources: Sources, *, held: bool) -> Iterator[tuple[str, str]]:
    yield "code", decision.target.code
    yield "what", outcome_words(decision.outcome, decision.target.kind)
    if effects := [*_effects(decision.outcome)]:
        yield "effect", str(listed(effects, "semicolon"))
    if decision.programme and decision.programme.code != decision.target.code:
        yield "in", f"{titled(decision.programme.title)}  {decision.programme.code}"
    if decision.used:
        yield "for", ", ".join(decision.used)
    if decision.from_:
        yield "from", str(Message("show.not-earlier", day=decision.from_))
    if decision.claim_by:
        today = Message("show.if-attained-today", day=decision.claim_by)
        yield "claim by", day(decision.claim_by) if held else str(today)
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
    yield "entry", "; ".join([str(Word("entry", decision.entry)), *needed])


def _overview(
    page: Console, decisions: Sequence[Decision], sources: Sources, names: Mapping[str, str], *, held: bool
) -> None:
    def row(decision: Decision) -> tuple[Text, Text]:
        what = named(titled(decision.target.title), decision.target.code, illustrative=decision.illustrative)
        if decision.programme and decision.programme.code != decision.target.code:
            what.append(f"\n{Word('label', 'in')} {titled(decision.programme.title)}")
        if decision.used:
            what.append(f"\n{Word('label', 'for')} {', '.join(names.get(code, code) for code in decision.used)}")
        if decision.claim_by and held:
            what.append(f", {Word('label', 'claim by')} {day(decision.claim_by)}")
        what.append(f"  {sources.refer(decision.sources)}", style="dim")
        return Text(said(decision.status), style=STYLE[decision.status]), what

    lines(page, map(row, decisions), indent=0, every_label=True)


def said(status: Status) -> str:
    """Return a status as it is said to people."""
    return str(Word("decision", status))


def show_as_of(page: Console, as_of: dt.date, more: Message | None = None) -> None:
    """Print the day a question was asked for."""
    said = Message("show.as-of", day=as_of, more=more) if more else Message("show.as-of-alone", day=as_of)
    say(page, str(said), "dim")

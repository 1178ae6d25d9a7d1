"""What is exempted for what is held."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from stackways.cli.show.decisions import said, show_as_of, show_caps, show_decisions, tally
from stackways.cli.show.summary import MARKS, read_as, show_summary, show_where_from
from stackways.cli.terminal import lines, say, titled
from stackways.rules.decision import Status
from stackways.words.message import Message

if TYPE_CHECKING:
    from rich.console import Console

    from stackways.pathways.find_exemptions import Exemptions

MOST_LISTED = 12
"""How many decisions a plain answer lists by name."""


def show_exemptions(page: Console, answer: Exemptions, *, explain: bool | None) -> None:
    """Print the answer in a few sentences, or with `--explain` every decision with all that it rests on."""
    if explain:
        _explained(page, answer)
        return
    show_summary(page, answer.summary)
    if len(answer.decisions) > len([one for one in answer.summary if one.part == "you_get"]):
        _in_short(page, answer)
    sources = [source for decision in answer.decisions for source in decision.sources if source.relation == "states"]
    show_where_from(page, answer.as_of, answer.reading, sources)


def _in_short(page: Console, answer: Exemptions) -> None:
    """List the decisions, a line each."""
    page.print()
    say(page, str(Message("cli.all-of-them", count=len(answer.decisions))))
    for decision in answer.decisions[:MOST_LISTED]:
        mark, style = MARKS[decision.status]
        inside = decision.programme and decision.programme.code != decision.target.code
        within = f", {titled(decision.programme.title)}" if decision.programme and inside else ""
        say(page, Text(mark, style=style) + Text(f"{titled(decision.target.title)}{within}"), indent=2)
    if len(answer.decisions) > MOST_LISTED:
        others = Message("answer.others", count=len(answer.decisions) - MOST_LISTED)
        say(page, str(others), "dim", indent=4)


def _explained(page: Console, answer: Exemptions) -> None:
    if answer.decisions:
        lines(page, tally(answer.decisions), indent=0)
    show_as_of(page, answer.as_of, read_as(answer.reading))
    show_decisions(page, answer.decisions, held=True, explain=True)
    show_caps(page, answer.caps)
    if answer.unmatched:
        page.print()
        unknown = Text(f"{said(Status.UNKNOWN).upper()}  ", style="bold blue")
        say(page, unknown + Text(str(Message("show.unmatched"))))
        for name in answer.unmatched:
            say(page, name, "cyan", indent=2)

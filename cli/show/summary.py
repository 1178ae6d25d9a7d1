"""The answer first: a few sentences, what the person gets, then what they need, then what does not count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from stackways.cli.terminal import say
from stackways.rules.decision import Status
from stackways.words.message import Message, Published, listed

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from rich.console import Console

    from stackways.pathways.funding_schemes import Funding
    from stackways.pathways.summary.sentence import Sentence
    from stackways.rules.decision import SourceShown
    from stackways.rules.holdings import Reading

MARKS = {
    Status.GRANTED: ("✓ ", "bold green"),
    Status.CONDITIONAL: ("? ", "bold yellow"),
    Status.REFUSED: ("✗ ", "bold red"),
    Status.UNKNOWN: ("· ", "bold blue"),
}
MOST_SOURCES = 3
"""How many sources are named below a summary; `--explain` names all."""


def show_summary(page: Console, summary: Sequence[Sentence]) -> None:
    """Print the sentences, one paragraph each, with room between what they are about."""
    before = None
    for sentence in summary:
        if before not in {None, sentence.part}:
            page.print()
        before = sentence.part
        mark, style = MARKS[sentence.status] if sentence.status else ("", "")
        said = Text(sentence.text, style="dim" if sentence.part == "unclear" else "")
        say(page, Text(mark, style=style) + said)
        for way in sentence.one_of:
            say(page, f"- {way.text}", indent=2)


def show_where_from(page: Console, as_of: dt.date, reading: Reading, sources: Iterable[SourceShown]) -> None:
    """Print the day and the reading, what the answer rests on, and how to see more."""
    titles = list(dict.fromkeys(source.title for source in sources))[:MOST_SOURCES]
    page.print()
    if titles:
        say(page, str(Message("cli.rest-on", titles=listed(titles, "semicolon"))), "dim")
    say(page, str(Message("cli.as-of", day=as_of, reading=read_as(reading))), "dim")
    say(page, str(Message("cli.more-explain")), "dim")


def read_as(reading: Reading) -> Message:
    """Return how what is unclear was read."""
    if reading == "lenient":
        return Message("cli.read-lenient")
    if reading == "strict":
        return Message("cli.read-strict")
    return Message("cli.read-own", readings=listed([f"{name}={taken}" for name, taken in reading.items()], "comma"))


def show_funding(page: Console, answer: Funding) -> None:
    """Print each scheme: what it pays and who publishes it, its sentence, and why it is not for the learner."""
    for scheme in answer.schemes:
        mark, style = MARKS[scheme.status]
        title = Text(mark, style=style) + Text(scheme.pays.text, style="bold")
        say(page, title + Text(f"  {Published.of(scheme.by)}") + Text(f"  {scheme.code}", style="cyan"))
        say(page, str(Published.of(scheme.says)), indent=2)
        if scheme.why:
            say(page, scheme.why.text, "dim", indent=2)

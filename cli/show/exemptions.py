"""What is exempted for what is held."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from stackways.cli.show.decisions import read_as, show_as_of, show_caps, show_decisions, tally
from stackways.cli.terminal import lines, say

if TYPE_CHECKING:
    from rich.console import Console

    from stackways.pathways.find_exemptions import Exemptions


def show_exemptions(page: Console, answer: Exemptions, *, explain: bool | None) -> None:
    """Print the decisions, granted ones first."""
    if answer.decisions:
        lines(page, tally(answer.decisions), indent=0)
    show_as_of(page, answer.as_of, read_as(answer.reading))
    show_decisions(page, answer.decisions, held=True, explain=explain)
    show_caps(page, answer.caps)
    if answer.unmatched:
        page.print()
        unknown = Text("UNKNOWN  ", style="bold blue")
        say(page, unknown + Text("no published rule in the catalogue speaks of these, which is not a no:"))
        for name in answer.unmatched:
            say(page, name, "cyan", indent=2)

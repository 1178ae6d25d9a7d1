"""Agreements that would help a cohort, on the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stackways.cli.terminal import number, say, titled
from stackways.words.message import Message, listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from stackways.pathways.find_gaps import Gap, Gaps


def show_gaps(page: Console, found: Gaps) -> None:
    """Print the candidates, best first, and what they are."""
    told = Message("gaps.title", institution=titled(found.institution.title), count=found.learners)
    say(page, str(told), "bold")
    _gaps(page, found.single)
    if not found.single:
        say(page, str(Message("gaps.none")))
    if found.pairs:
        page.print()
        say(page, str(Message("gaps.pairs")), "bold")
        _gaps(page, found.pairs)
    if found.not_read:
        say(page, str(Message("impact.not-read", count=len(found.not_read))), "yellow")
    say(page, str(found.note), "dim")


def _gaps(page: Console, gaps: Sequence[Gap]) -> None:
    for gap in gaps:
        agreements = [
            Message(
                "gaps.agreement",
                held=titled(one.held.title),
                offered_by="; ".join(titled(owner.title) for owner in one.offered_by),
                target=titled(one.target.title),
            )
            for one in gap.agreements
        ]
        say(page, str(listed(agreements)), indent=2)
        amounts = listed([f"{number(amount)} {unit}" for unit, amount in gap.credits.items()], "comma")
        said = [Message("gaps.learners", count=gap.learners)]
        said += [Message("gaps.credits", amounts=amounts)] if gap.credits else []
        said += [Message("gaps.awards", count=gap.awards)] if gap.awards else []
        said += [Message("gaps.months", months=number(gap.months))] if gap.months else []
        say(page, str(listed(said, "sentences")), "green", indent=4)

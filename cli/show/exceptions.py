"""Exceptions on the terminal: what each does, for whom and until when; and what was granted often."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from stackways.cli.terminal import day, lines, say, titled
from stackways.words.message import Message

if TYPE_CHECKING:
    from rich.console import Console

    from stackways.pathways.list_exceptions import ExceptionKept, ExceptionsKept


def show_exceptions(page: Console, kept: ExceptionsKept) -> None:
    """Print the exceptions that are kept."""
    say(page, str(Message("exceptions.title", count=len(kept.items))), "bold")
    for proposal in kept.proposals:
        say(page, str(proposal.message), "yellow")
        if proposal.command:
            say(page, proposal.command, indent=2)
    for one in kept.items:
        page.print()
        say(page, str(one.message), "bold" if one.in_force else "dim")
        say(page, titled(one.says), indent=2)
        lines(page, _facts(one), indent=2)


def _facts(one: ExceptionKept) -> Iterator[tuple[str, str]]:
    unknown = Message("diff.not-stated")
    yield str(Message("exceptions.for")), one.learner or str(Message("exceptions.everyone"))
    if one.term:
        yield str(Message("exceptions.term")), one.term
    dates = Message("desk.dates", start=day(one.from_, unknown), end=day(one.until, unknown))
    yield str(Message("desk.heading.dates")), str(dates)
    yield str(Message("exceptions.requested-by")), one.requested_by
    yield str(Message("exceptions.approved-by")), one.approved_by
    yield str(Message("desk.heading.rule")), one.rule

"""An institution's desk on the terminal: what needs care first, then each rule with its dates and sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stackways.cli.terminal import day, lines, say, titled
from stackways.pathways.institution_desk import title_of
from stackways.words.message import Message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

    from stackways.pathways.institution_desk import Desk, RuleOnDesk


def show_desk(page: Console, desk: Desk) -> None:
    """Print a desk."""
    say(page, str(title_of(desk)), "bold")
    care = {
        "desk.ending-soon": desk.ending_soon,
        "desk.not-checked": desk.not_checked,
        "desk.undated-rules": desk.undated,
        "desk.contradicted-rules": desk.contradicted,
    }
    for id_, count in care.items():
        if count:
            say(page, str(Message(id_, count=count)), "yellow")
    for one in desk.items:
        page.print()
        _rule(page, one)
    if desk.count > len(desk.items):
        say(page, str(Message("table.told.and-more", count=desk.count - len(desk.items))), "dim")
    if not desk.complete:
        say(page, str(Message("desk.not-all")), "yellow")


def _rule(page: Console, one: RuleOnDesk) -> None:
    partners = "; ".join(titled(partner.title) for partner in one.partners)
    of = Message(f"desk.{one.direction}-from", institution=titled(one.institution.title), partners=partners)
    say(page, str(of) if partners else titled(one.institution.title), "bold")
    say(page, titled(one.says), indent=2)
    lines(page, _facts(one), indent=2)


def _facts(one: RuleOnDesk) -> Iterator[tuple[str, str]]:
    unknown = Message("diff.not-stated")
    yield str(Message("desk.heading.conditions")), str(one.conditions)
    yield str(Message("desk.heading.for_what")), "; ".join(titled(thing.title) for thing in one.for_what)
    dates = Message("desk.dates", start=day(one.from_, unknown), end=day(one.until, unknown))
    yield str(Message("desk.heading.dates")), str(dates)
    yield str(Message("desk.heading.last_checked")), day(one.last_checked, unknown)
    for doubt in one.doubts:
        yield str(Message("desk.heading.doubts")), doubt.text
    if one.contradicted:
        yield str(Message("desk.heading.doubts")), str(Message("desk.contradicted"))
    yield str(Message("desk.heading.source")), "; ".join(source.title for source in one.sources)
    yield str(Message("desk.heading.rule")), one.rule

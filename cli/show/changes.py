"""What changed between two catalogues, rule by rule."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from stackways.cli.terminal import heading, lines, say, titled, waiting
from stackways.pathways.compare_catalogues import change_said, said_or_not
from stackways.pathways.measure_impact import measure_impact
from stackways.words.message import Code as CodeShown
from stackways.words.message import Message

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import Console

    from stackways.pathways.change_log import ChangeLog
    from stackways.pathways.compare_catalogues import CatalogueDiff, FieldChanged
    from stackways.pathways.measure_impact import Impact
    from stackways.pathways.run_cohort import CohortLearner, CohortQuestion, Unread
    from stackways.pathways.two_catalogues import Both

STYLES = {
    "gained": "green",
    "lost": "red",
    "added": "green",
    "new_version": "yellow",
    "corrected": "yellow",
    "removed": "red",
}
MOST_ENTRIES = 20
"""More courses and sources than these are counted."""


def show_diff(page: Console, found: CatalogueDiff) -> None:
    """Print what changed."""
    say(page, " ".join(map(str, found.summary)), "bold")
    institution = None
    for one in found.rules:
        if one.institution.code != institution:
            institution = one.institution.code
            page.print()
            heading(page, titled(one.institution.title), institution)
        say(page, str(change_said(one)), STYLES[one.change], indent=2)
        say(page, titled(one.says), indent=4)
        lines(page, _fields(one.fields), indent=4, every_label=True)
        named = "; ".join(dict.fromkeys(source.title for source in one.sources))
        say(page, str(Message("diff.source", titles=named)), "dim", indent=4)
    if found.entries:
        page.print()
        heading(page, str(Message("diff.also")))
        for entry in found.entries[:MOST_ENTRIES]:
            say(page, str(change_said(entry)), STYLES[entry.change], indent=2)
            lines(page, _fields(entry.fields), indent=4, every_label=True)
        if len(found.entries) > MOST_ENTRIES:
            say(page, str(Message("table.told.and-more", count=len(found.entries) - MOST_ENTRIES)), "dim", indent=2)


def _fields(fields: Sequence[FieldChanged]) -> Iterator[tuple[str, str]]:
    for one in fields:
        yield str(one.name), str(Message("diff.from-to", before=said_or_not(one.before), after=said_or_not(one.after)))


def show_log(page: Console, log: ChangeLog) -> None:
    """Print what changed, newest first."""
    if not log.items:
        say(page, str(Message("changes.none")))
    for one in log.items:
        say(page, str(one.message), STYLES.get(one.change, "dim"))
        lines(page, _fields(one.fields), indent=2, every_label=True)
        say(page, f"{titled(one.institution.title)} · {one.rule}", "dim", indent=2)
    if log.count > len(log.items):
        say(page, str(Message("table.told.and-more", count=log.count - len(log.items))), "dim")


def touched_by(catalogues: Both, question: CohortQuestion, learners: Iterable[CohortLearner | Unread]) -> Impact:
    """Return whom of a cohort a change touches."""
    with waiting(str(Message("cohort.running"))):
        return asyncio.run(measure_impact(catalogues, question, learners))


def show_impact(page: Console, impact: Impact) -> None:
    """Print whom a change touches: how many, by which rule, and the first of them."""
    page.print()
    say(page, " ".join(map(str, impact.summary)), "bold")
    for rule in impact.by_rule:
        counts = {"gained": rule.gained, "lost": rule.lost, "changed": rule.changed}
        said = Message("impact.by-rule", rule=CodeShown(rule.rule), **counts)
        say(page, str(said), indent=2)
    for learner in impact.each[:MOST_ENTRIES]:
        for one in learner.touched:
            said = Message(f"impact.{one.effect}", learner=learner.id, what=titled(one.title))
            say(page, str(said), STYLES.get(one.effect, ""), indent=2)
            before, after = one.claim_by_before, one.claim_by_after
            if before and after and before != after:
                say(page, str(Message("impact.claim-by", before=before, after=after)), indent=4)
    if len(impact.each) > MOST_ENTRIES:
        say(page, str(Message("table.told.and-more", count=len(impact.each) - MOST_ENTRIES)), "dim", indent=2)

"""Paths over the graph, and what a credential opens."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from stackways.cli.show.decisions import show_as_of, show_caps, show_decisions, tally
from stackways.cli.show.summary import show_summary, show_where_from
from stackways.cli.terminal import heading, lines, named, say, titled
from stackways.words.message import Message

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.console import Console
    from rich.text import Text

    from stackways.pathways.question import ItemShown
    from stackways.pathways.what_is_recognised import Recognised
    from stackways.pathways.what_opens import Opens, PathShown

EDGE = {
    "RECOGNISED_TOWARDS": Message("show.edge-RECOGNISED_TOWARDS"),
    "STACKS_INTO": Message("show.edge-STACKS_INTO"),
    "MEMBER_OF": Message("show.edge-MEMBER_OF"),
    "REQUIRES": Message("show.edge-REQUIRES"),
}
NOBODY_HOLDS = Message("show.someone")


def show_opens(page: Console, answer: Opens, *, explain: bool | None) -> None:
    """Print what a credential opens."""
    asked = Message("show.opens", title=titled(answer.item.title))
    heading(page, str(asked), answer.item.code, illustrative=answer.item.illustrative)
    if not explain:
        show_summary(page, answer.summary)
        sources = [source for decision in answer.direct for source in decision.sources]
        show_where_from(page, answer.as_of, "lenient", sources)
        return
    if answer.renumbered:
        say(page, str(answer.renumbered.message))
    show_as_of(page, answer.as_of, NOBODY_HOLDS)
    page.print()
    if answer.direct:
        heading(page, str(Message("show.directly")))
        lines(page, tally(answer.direct), indent=0)
        show_decisions(page, answer.direct, held=False, explain=True)
        show_caps(page, answer.caps)
    else:
        say(page, str(Message("show.opens-nothing")))
    if answer.by_stacking:
        page.print()
        heading(page, str(Message("show.by-stacking")))
        show_paths(page, answer.by_stacking, answer.titles)


def show_recognised(page: Console, answer: Recognised, *, explain: bool | None) -> None:
    """Print what is recognised towards a module or programme."""
    asked = Message("show.recognised-towards", title=titled(answer.item.title))
    heading(page, str(asked), answer.item.code, illustrative=answer.item.illustrative)
    if answer.renumbered:
        say(page, str(answer.renumbered.message))
    show_as_of(page, answer.as_of, NOBODY_HOLDS)
    page.print()
    if answer.decisions:
        lines(page, tally(answer.decisions), indent=0)
        show_decisions(page, answer.decisions, held=False, explain=explain)
        show_caps(page, answer.caps)
    else:
        say(page, str(Message("show.recognised-nothing")))


def show_paths(page: Console, paths: Sequence[PathShown], titles: Mapping[str, ItemShown]) -> None:
    """Print paths hop by hop, each hop further in; what two paths begin with is printed once."""

    def shown(code: str, *, illustrative: bool = False) -> Text:
        return named(titled(titles[code].title) if code in titles else "", code, illustrative=illustrative)

    before: list[str] = []
    for path in paths:
        same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(before, path.path, strict=False)))
        if same == 0:
            page.print()
            say(page, shown(path.path[0], illustrative=path.illustrative), indent=2)
        for depth, hop in enumerate(path.hops, 1):
            if depth >= same:
                lines(page, [(str(EDGE[hop.edge]), shown(hop.end))], indent=2 + 2 * depth)
        before = path.path

"""Transferability between institutions: a pair, and the matrix of every published pair."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from rich.text import Text

from stackways.cli.show.decisions import show_as_of, show_caps, show_decisions, tally
from stackways.cli.show.paths import NOBODY_HOLDS, show_paths
from stackways.cli.terminal import counted, heading, lines, number, say, table, titled

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.console import Console

    from stackways.pathways.compare_institutions import Matrix, Transferability
    from stackways.rules.caps import CapFound, Total

CERTAINTY = {
    "entitled": "entitled",
    "up_to": "as the institution decides",
    "precedent": "as decided before",
    "recommendation": "as recommended",
}


def show_transfer(page: Console, answer: Transferability, *, explain: bool | None) -> None:
    """Print what one institution recognises of another's."""
    known = answer.status == "recognised"
    status = Text("RECOGNISED  " if known else "UNKNOWN  ", style="bold green" if known else "bold blue")
    giver, receiver = titled(answer.from_.title), titled(answer.to.title)
    say(page, status + Text(f"{giver} -> {receiver}", style="bold"))
    show_as_of(page, answer.as_of, NOBODY_HOLDS)
    if not known:
        say(
            page,
            f"Nothing in the catalogue says what {receiver} recognises of {giver}: that is not a no. The other "
            "direction is another question.",
        )
    caps = {cap.rule: cap for cap in answer.caps}
    lines(page, (("at most", _total(total, caps)) for total in answer.totals), every_label=True)
    if answer.direct:
        page.print()
        heading(page, "Directly")
        lines(page, tally(answer.direct), indent=0)
        show_decisions(page, answer.direct, held=False, explain=explain)
        show_caps(page, answer.caps)
    if answer.indirect:
        page.print()
        heading(page, "Through others or a stacked award")
        show_paths(page, answer.indirect, answer.titles)


def _total(total: Total, caps: Mapping[str, CapFound]) -> str:
    said = f"{number(total.most)} {total.unit} ({CERTAINTY[total.certainty]}) in {total.programme}"
    if total.most < total.adds_up_to:
        said += f", of {number(total.adds_up_to)} that the parts add up to"
    return "; ".join([said, *(f"{titled(caps[name].says)} ({name})" for name in total.caps)])


def show_matrix(page: Console, answer: Matrix) -> None:
    """Print the published pairs, by the institution that recognises."""
    heading(page, "What institutions recognise of each other's")
    show_as_of(page, answer.as_of, "every pair that is not listed is unknown, which is not a no")
    page.print()
    titles = {item.code: titled(item.title) for item in answer.institutions}
    by_receiver = defaultdict(list)
    for cell in answer.cells:
        by_receiver[cell.to].append(cell)
    rows: list[list[str | Text]] = []
    for receiver, cells in sorted(by_receiver.items()):
        name = Text(receiver, style="bold cyan")
        for cell in sorted(cells, key=lambda cell: (-cell.rules, cell.from_)):
            kinds = ", ".join(
                f"{count} {certainty.replace('_', ' ')}" for certainty, count in cell.by_certainty.items()
            )
            rows.append([name, Text(cell.from_, style="cyan"), kinds, titles.get(cell.from_, "")])
            name = Text()
    table(page, ["recognises", "of", "rules, by certainty", ""], rows)
    page.print()
    pairs, institutions = counted(len(answer.cells), "pair"), counted(len(answer.institutions), "institution")
    say(page, f"{pairs} of {institutions}; `stackways transfer FROM TO` tells more of one", "dim")

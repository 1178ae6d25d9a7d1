"""Transferability between institutions: a pair, and the matrix of every published pair."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from rich.text import Text

from stackways.cli.show.decisions import said, show_as_of, show_caps, show_decisions, tally
from stackways.cli.show.entries import show_next
from stackways.cli.show.paths import NOBODY_HOLDS, show_paths
from stackways.cli.terminal import heading, lines, say, table, titled
from stackways.rules.decision import Status
from stackways.words.message import Message, Quantity, listed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.console import Console

    from stackways.pathways.compare_institutions import Matrix, Transferability
    from stackways.rules.caps import CapFound, Total
    from stackways.words.message import Argument

CERTAINTY = {
    "entitled": Message("show.certain-entitled"),
    "up_to": Message("show.certain-up_to"),
    "precedent": Message("show.certain-precedent"),
    "recommendation": Message("show.certain-recommendation"),
}


def show_transfer(page: Console, answer: Transferability, *, explain: bool | None) -> None:
    """Print what one institution recognises of another's."""
    known = answer.status == "recognised"
    status = Text(f"{said(Status.GRANTED if known else Status.UNKNOWN).upper()}  ")
    status.stylize("bold green" if known else "bold blue")
    pair = {"giver": titled(answer.from_.title), "receiver": titled(answer.to.title)}
    say(page, status + Text(str(Message("show.from-to", **pair)), style="bold"))
    show_as_of(page, answer.as_of, NOBODY_HOLDS)
    if not known:
        say(page, str(Message("show.transfer-unknown", **pair)))
    caps = {cap.rule: cap for cap in answer.caps}
    lines(page, (("at most", _total(total, caps, answer)) for total in answer.totals), every_label=True)
    if answer.direct:
        names = {item.code: titled(item.title) for item in answer.offered}
        page.print()
        heading(page, str(Message("show.directly")))
        lines(page, tally(answer.direct), indent=0)
        show_decisions(page, answer.direct, held=False, explain=bool(explain), names=names)
        show_caps(page, answer.caps)
    if answer.indirect:
        page.print()
        heading(page, str(Message("show.indirectly")))
        show_paths(page, answer.indirect, answer.titles)


def _total(total: Total, caps: Mapping[str, CapFound], answer: Transferability) -> str:
    programmes = {one.programme.code: titled(one.programme.title) for one in answer.direct if one.programme}
    of: dict[str, Argument] = {
        "amount": Quantity(total.most, total.unit),
        "certainty": CERTAINTY[total.certainty],
        "programme": programmes.get(total.programme, total.programme),
    }
    said = Message("show.total", **of)
    if total.most < total.adds_up_to:
        said = Message("show.total-of", **of, sum=total.adds_up_to)
    return "; ".join([str(said), *(f"{titled(caps[name].says)} ({name})" for name in total.caps)])


def show_matrix(page: Console, answer: Matrix) -> None:
    """Print the published pairs, by the institution that recognises."""
    heading(page, str(Message("show.matrix")))
    show_as_of(page, answer.as_of, Message("show.matrix-others"))
    page.print()
    titles = {item.code: titled(item.title) for item in answer.institutions}
    by_receiver = defaultdict(list)
    for cell in answer.cells:
        by_receiver[cell.to].append(cell)
    rows: list[list[str | Text]] = []
    for receiver, cells in sorted(by_receiver.items()):
        name = Text(receiver, style="bold cyan")
        for cell in sorted(cells, key=lambda cell: (-cell.rules, cell.from_)):
            kinds = [
                Message("show.certain-rules", count=count, certainty=CERTAINTY[certainty])
                for certainty, count in cell.by_certainty.items()
            ]
            rows.append([name, Text(cell.from_, style="cyan"), str(listed(kinds, "comma")), titles.get(cell.from_, "")])
            name = Text()
    headings = (Message("show.recognises"), Message("show.of"), Message("show.rules-by-certainty"))
    table(page, [*map(str, headings), ""], rows)
    page.print()
    end = Message("show.matrix-end", pairs=len(answer.cells), institutions=len(answer.institutions))
    say(page, str(end), "dim")
    show_next(page, answer.next)

"""Badges on a page: what may be used, what was found out about each, and what is trusted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml
from rich.text import Text

from stackways.cli.terminal import heading, lines, say
from stackways.pathways.import_holdings import Integrity, IssuedBy, Standing, Validity
from stackways.words.message import Message, Published, listed

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import Console

    from stackways.pathways.import_holdings import FindingShown, Imported, ImportedHoldings
    from stackways.pathways.keep_trust import Trusted
    from stackways.pathways.question import ItemShown
    from stackways.pathways.read_list import ListRead

GOOD = {Integrity.HOLDS, IssuedBy.PINNED, Standing.VALID, Validity.CURRENT}
BAD = {Integrity.BROKEN, Standing.REVOKED, Standing.SUSPENDED, Validity.EXPIRED}


def show_imported(page: Console, answer: ImportedHoldings, written_to: Path | None) -> None:
    """Print what files state: the answer first, then the findings on each."""
    for sentence in answer.summary:
        say(page, sentence.text)
    for one in answer.imported:
        page.print()
        _one(page, one)
    page.print()
    if written_to:
        say(page, str(Message("cli.badge-written", file=str(written_to))), "dim")
    else:
        say(page, str(Message("cli.badge-kept-nothing")), "dim")


def _one(page: Console, one: Imported) -> None:
    heading(page, one.title or one.file, one.holding.code if one.holding else None)
    findings = one.findings
    rows: list[tuple[str, FindingShown[Any]]] = [
        (str(Message("cli.integrity")), findings.integrity),
        (str(Message("cli.issuer")), findings.issuer),
        (str(Message("cli.status")), findings.status),
        (str(Message("cli.validity")), findings.validity),
    ]
    lines(page, [(label, _marked(found.verdict) + Text(found.text)) for label, found in rows])
    for why in (*one.refused[1:], *one.remarks):
        say(page, why.text, "dim", indent=2)
    if one.not_carried:
        say(page, str(Message("cli.badge-not-carried", names=listed(one.not_carried, "comma"))), "dim", indent=2)
    if one.to_pin:
        commands = listed([f"stackways holdings trust add {address}" for address in one.to_pin], "semicolon")
        say(page, str(Message("cli.badge-more", commands=commands)), "dim", indent=2)


def _marked(verdict: Integrity | IssuedBy | Standing | Validity) -> Text:
    if verdict in GOOD:
        return Text("✓ ", style="bold green")
    return Text("✗ ", style="bold red") if verdict in BAD else Text("? ", style="bold yellow")


def written_holdings(answer: ImportedHoldings) -> str:
    """Return what may be used, as a file for `--holdings`."""
    holdings = [one.model_dump(mode="json", exclude_none=True, exclude_defaults=True) for one in answer.holdings]
    return yaml.safe_dump({"holdings": holdings}, allow_unicode=True, sort_keys=False)


def show_list(page: Console, answer: ListRead) -> None:
    """Print what each line of a list names; what it could be beside where that is not certain."""
    for sentence in answer.summary:
        say(page, sentence.text)
    for line in answer.lines:
        page.print()
        heading(page, line.text)
        if line.entry:
            say(page, _entry(line.entry), indent=2)
        elif line.others:
            say(page, str(Message("cli.could-be")), "dim", indent=2)
            for other in line.others:
                say(page, _entry(other), indent=4)
        if line.written_on:
            say(page, str(Message("cli.attained", on=line.written_on)), "dim", indent=2)


def _entry(entry: ItemShown) -> Text:
    return Text(str(Published.of(entry.title))) + Text(f"  {entry.code}", style="cyan")


def written_list(answer: ListRead) -> str:
    """Return what is certain, as a file for `--holdings`."""
    holdings = [
        {"code": line.entry.code, **({"attained_on": line.attained_on} if line.attained_on else {})}
        for line in answer.lines
        if line.entry
    ]
    return yaml.safe_dump({"holdings": holdings}, allow_unicode=True, sort_keys=False)


def show_trusted(page: Console, trusted: Trusted) -> None:
    """Print what is trusted."""
    say(page, str(Message("cli.trust-folder", folder=str(trusted.folder))))
    for pin in trusted.pins:
        since = Message("cli.trust-since", day=pin.fetched)
        if pin.institution:
            since = Message("cli.trust-since-as", day=pin.fetched, institution=pin.institution)
        say(page, Text(pin.address, style="cyan") + Text(f"  {since}", style="dim"), indent=2)
    if not trusted.pins:
        say(page, str(Message("cli.trust-none")), "dim")
    say(page, str(Message("cli.trust-shipped", count=len(trusted.shipped))), "dim")

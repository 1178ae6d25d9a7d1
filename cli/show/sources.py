"""Sources on a page: each once, numbered, by title and address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stackways.cli.terminal import address, heading, say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console

    from stackways.rules.decision import SourceShown


class Sources:
    """The sources that a page refers to, in the order of their first use."""

    def __init__(self) -> None:
        """Start with none."""
        self._seen: list[SourceShown] = []

    def refer(self, sources: Iterable[SourceShown]) -> str:
        """Return the numbers of these sources, for example "[1] [3]"."""
        numbers = []
        for source in sources:
            if source not in self._seen:
                self._seen.append(source)
            against = " says otherwise" if source.relation == "contradicts" else ""
            numbers.append(f"[{self._seen.index(source) + 1}]{against}")
        return " ".join(numbers)

    def show(self, page: Console) -> None:
        """Print them."""
        if not self._seen:
            return
        page.print()
        heading(page, "Sources")
        for position, source in enumerate(self._seen, 1):
            say(page, f"[{position}] {source.title}", indent=2)
            address(page, source.url or "(not on the web)")
            dates = f"published {source.published}" if source.published else "shows no date"
            read = f"last checked {source.read}" if source.read else "not known when it was checked"
            say(page, f"{dates}, {read}, confidence {source.confidence}", "dim", indent=6)
            if source.note:
                say(page, source.note, "dim", indent=6)

"""Sources on a page: each once, numbered, by title and address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stackways.cli.terminal import address, heading, say
from stackways.words.message import Message, Word, listed

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
            number = f"[{self._seen.index(source) + 1}]"
            against = source.relation == "contradicts"
            numbers.append(str(Message("show.says-otherwise", source=number)) if against else number)
        return " ".join(numbers)

    def show(self, page: Console) -> None:
        """Print them."""
        if not self._seen:
            return
        page.print()
        heading(page, str(Message("show.sources")))
        for position, source in enumerate(self._seen, 1):
            say(page, f"[{position}] {source.title}", indent=2)
            address(page, source.url or str(Message("show.not-on-the-web")))
            about = (
                Message("show.source-published", day=source.published)
                if source.published
                else Message("show.source-no-date"),
                Message("show.source-checked", day=source.read) if source.read else Message("show.source-not-checked"),
                Message("show.source-confidence", level=Word("confidence", source.confidence)),
            )
            say(page, str(listed(about, "comma")), "dim", indent=6)
            if source.note:
                say(page, source.note, "dim", indent=6)

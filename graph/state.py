"""What the graph says of its catalogue: which one it is, and whether a load is changing it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class CatalogueState:
    """The `Catalogue` node as a reader sees it."""

    version: str | None = None
    """The short content hash; none before the first load."""
    content_hash: str | None = None
    release: str | None = None
    """The name under which two people approved it; none where nobody did."""
    schema_version: int | None = None
    loads: int = 0
    """How many loads have changed it: tells apart two loads of the same content."""
    loaded_at: dt.datetime | None = None
    loading: Literal["announced", "writing"] | None = None
    """Set while a load is at work."""
    loading_owner: str | None = None
    alive: bool = False
    """Whether the load at work has shown a sign of life in time."""
    counts: Mapping[str, int] = field(default_factory=dict)
    """How many of each kind it holds: institutions, credentials, modules, programmes, rules, sources."""

    @property
    def made_by(self) -> tuple[int, str | None]:
        """Which load made it, as told from every other: how many there were by then, and the version."""
        return self.loads, self.version

    def is_whole_until(self, later: CatalogueState) -> bool:
        """Tell whether what was read between this and a later look is of one whole catalogue."""
        same = self.made_by == later.made_by
        return same and not self.being_written and not later.being_written

    @property
    def being_written(self) -> bool:
        """Tell whether a living load is writing at this moment."""
        return self.loading == "writing" and self.alive

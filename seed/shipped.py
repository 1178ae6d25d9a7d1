"""Where the shipped catalogue stands."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

_HERE = Path(__file__).parent
PUBLISHED = _HERE / "catalogue"
"""The shipped catalogue: what institutions published, one file an institution."""
ILLUSTRATIVE = _HERE / "illustrative"
"""What nobody published, to plan with: every entry says `illustrative: true`."""

Shipped = Literal["all", "published", "none"]
"""How much of the shipped catalogue is wanted: with the illustrative part, without it, or nothing."""


def shipped_paths(*, illustrative: bool) -> tuple[Path, ...]:
    """Return where the shipped catalogue stands, with the illustrative part or without."""
    return paths_of_shipped("all" if illustrative else "published")


def paths_of_shipped(shipped: Shipped) -> tuple[Path, ...]:
    """Return where as much of the shipped catalogue stands as is wanted."""
    return {"all": (PUBLISHED, ILLUSTRATIVE), "published": (PUBLISHED,), "none": ()}[shipped]


def is_shipped(file: Path) -> bool:
    """Tell whether a file is one of the shipped catalogue."""
    return file.parent in (PUBLISHED, ILLUSTRATIVE)

"""What does a credential open, directly and by stacking?"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Literal

from stackways.pathways.question import ItemShown
from stackways.rules.base import Code, Model
from stackways.rules.decision import Decision

if TYPE_CHECKING:
    from stackways.graph.reader import Reader


class Hop(Model):
    """One edge of a path."""

    start: Code
    end: Code
    edge: Literal["RECOGNISED_TOWARDS", "STACKS_INTO", "MEMBER_OF", "REQUIRES"]
    rule: str | None
    """`code@version` of the rule the edge is derived from."""


class PathShown(Model):
    """A path over the graph, by code."""

    path: list[Code]
    hops: list[Hop]
    illustrative: bool


class Opens(Model):
    """What a credential opens."""

    as_of: dt.date
    item: ItemShown
    direct: list[Decision]
    """Decided for someone who attains it on the day asked for and of whom nothing else is known."""
    by_stacking: list[PathShown]
    """Where one gets from there by further stacking and recognition, shortest first."""
    titles: dict[Code, ItemShown]
    """Every entry on the paths."""


async def what_opens(
    reader: Reader, code: Code, as_of: dt.date, *, depth: int = 4, illustrative: bool = False
) -> Opens:
    """Return what a credential, module or programme opens."""
    raise NotImplementedError

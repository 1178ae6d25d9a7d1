"""What is recognised towards a module or programme?"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from stackways.pathways.question import ItemShown
from stackways.rules.base import Code, Model
from stackways.rules.decision import Decision

if TYPE_CHECKING:
    from stackways.graph.reader import Reader


class Recognised(Model):
    """What counts towards a module or programme, or towards anything inside it by a rule within it."""

    as_of: dt.date
    item: ItemShown
    decisions: list[Decision]
    """One for each rule, decided for someone who attains what it needs on the day asked for."""


async def what_is_recognised(reader: Reader, code: Code, as_of: dt.date, *, illustrative: bool = False) -> Recognised:
    """Return what is recognised towards a module or programme."""
    raise NotImplementedError

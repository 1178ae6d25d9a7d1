"""What does one institution recognise of another's?"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Literal

from stackways.pathways.question import ItemShown
from stackways.pathways.what_opens import PathShown
from stackways.rules.base import Amount, Code, Model
from stackways.rules.decision import Decision

if TYPE_CHECKING:
    from stackways.graph.reader import Reader


class Total(Model):
    """The most one learner could get into one programme, in one unit and certainty."""

    unit: str
    certainty: str
    most: Amount
    programme: Code
    """The programme in which that most is had; other programmes are alternatives, never added."""


class Transferability(Model):
    """What `to` recognises of what `from` issues, directly and by way of others."""

    from_: ItemShown
    to: ItemShown
    as_of: dt.date
    status: Literal["recognised", "unknown"]
    """Unknown is not no: nobody published on it."""
    direct: list[Decision]
    """Without a holder: decided for someone who attains what is needed on the day asked for."""
    indirect: list[PathShown]
    """By way of a third party or a stacked award."""
    totals: list[Total]


async def compare_institutions(
    reader: Reader, start: Code, end: Code, as_of: dt.date, *, illustrative: bool = False
) -> Transferability:
    """Return what the institution `end` recognises of the institution `start`'s."""
    raise NotImplementedError


class Cell(Model):
    """How many rules of one institution recognise something of another's, by certainty."""

    from_: Code
    to: Code
    rules: int
    by_certainty: dict[str, int]


class Matrix(Model):
    """Every directed pair of which something is published; every other pair is unknown."""

    as_of: dt.date
    institutions: list[ItemShown]
    cells: list[Cell]


async def transfer_matrix(reader: Reader, as_of: dt.date, *, illustrative: bool = False) -> Matrix:
    """Return the matrix of institutions."""
    raise NotImplementedError

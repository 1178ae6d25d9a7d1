"""What do these holdings exempt?"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from stackways.pathways.question import Question
from stackways.rules.base import Code, Model
from stackways.rules.decision import Decision
from stackways.rules.holdings import Reading

if TYPE_CHECKING:
    from stackways.graph.reader import Reader


class ExemptionsQuestion(Question):
    """Holdings, and optionally where they should count."""

    towards: Code | None = None
    """A programme, module or institution."""


class Exemptions(Model):
    """Decisions, granted ones first."""

    as_of: dt.date
    reading: Reading
    decisions: list[Decision]
    unmatched: list[str] = []
    """Holdings that no published rule in the catalogue speaks of."""


async def find_exemptions(reader: Reader, question: ExemptionsQuestion) -> Exemptions:
    """Decide every rule that speaks of the holdings."""
    raise NotImplementedError

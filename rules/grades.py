"""Comparing grades; marks on different scales are never compared."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stackways.rules.holdings import Grade

LETTERS = ("F", "E", "D-", "D", "D+", "C-", "C", "C+", "B-", "B", "B+", "A-", "A", "A+")
"""The letter scale from worst to best."""


def is_at_least(held: Grade, least: Grade) -> bool | None:
    """Tell whether a grade reaches another; None when the two cannot be compared."""
    if held.scale != least.scale:
        return None
    if str(held.value) in LETTERS and str(least.value) in LETTERS:
        return LETTERS.index(str(held.value)) >= LETTERS.index(str(least.value))
    try:
        return Decimal(str(held.value)) >= Decimal(str(least.value))
    except InvalidOperation:
        return None

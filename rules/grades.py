"""Comparing grades; marks on different scales are never compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stackways.rules.base import decimal_in

if TYPE_CHECKING:
    from decimal import Decimal

    from stackways.rules.holdings import Grade

LETTERS = ("F", "E", "D-", "D", "D+", "C-", "C", "C+", "B-", "B", "B+", "A-", "A", "A+")
"""The letter scale from worst to best."""

UNGRADED = "pass-fail"
"""The scale of what is passed without a mark; it enters no average."""


def is_at_least(held: Grade, least: Grade) -> bool | None:
    """Tell whether a grade reaches another; None when the two cannot be compared."""
    if held.scale != least.scale:
        return None
    if _letter(held) == _letter(least):
        return True
    if held.scale == "letter":
        ranks = [LETTERS.index(letter) for letter in map(_letter, (held, least)) if letter in LETTERS]
        return ranks[0] >= ranks[1] if len(ranks) == len((held, least)) else None
    mark, needed = number(held), number(least)
    return None if mark is None or needed is None else mark >= needed


def _letter(grade: Grade) -> str:
    return str(grade.value).strip().upper()


def number(grade: Grade) -> Decimal | None:
    """Return the mark as a number; None when it is none."""
    return decimal_in(str(grade.value).strip())

"""Comparing grades; marks on different scales are never compared."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from stackways.rules.base import decimal_in
from stackways.rules.scales import LETTERS, UNGRADED, letter, passes

__all__ = ["UNGRADED", "is_at_least", "is_failed", "number"]

if TYPE_CHECKING:
    from decimal import Decimal

    from stackways.rules.holdings import Grade


def is_at_least(held: Grade, least: Grade, order: Sequence[str] = ()) -> bool | None:
    """Tell whether a grade reaches another; None when the two cannot be compared.

    `order`: the marks of a scale of the publisher's own, from worst to best.
    """
    if held.scale != least.scale:
        return None
    if letter(held.value) == letter(least.value):
        return True
    ordered = [letter(one) for one in order] or (LETTERS if held.scale == "letter" else ())
    if ordered:
        ranks = [ordered.index(one) for one in (letter(held.value), letter(least.value)) if one in ordered]
        return ranks[0] >= ranks[1] if len(ranks) == len((held, least)) else None
    mark, needed = number(held), number(least)
    return None if mark is None or needed is None else mark >= needed


def is_failed(grade: Grade | None) -> bool:
    """Tell whether a grade passes nowhere: what its scale leaves open, the institution says."""
    return grade is not None and passes(grade.value, grade.scale) is False


def number(grade: Grade) -> Decimal | None:
    """Return the mark as a number; None when it is none."""
    return decimal_in(str(grade.value).strip())

"""Scales: which marks stand on them, from worst to best, and what passes; marks of two scales are never compared."""

from __future__ import annotations

from decimal import Decimal

from stackways.rules.base import decimal_in

LETTERS = ("F", "E", "D-", "D", "D+", "C-", "C", "C+", "B-", "B", "B+", "A-", "A", "A+")
"""The letter scale from worst to best."""
UNGRADED = "pass-fail"
"""The scale of what is passed without a mark; it enters no average."""
PASSED = frozenset({"PASS", "PASSED", "P", "S", "SATISFACTORY", "CR", "CREDIT", "CS", "EXEMPT", "DISTINCTION", "MERIT"})
FAILED = frozenset({"FAIL", "FAILED", "F", "U", "UNSATISFACTORY", "NP", "NC", "CU", "NO PASS", "NOT PASSED"})
"""What is written on the scale without marks."""
HIGHEST = {"percent": Decimal(100), "gpa-4": Decimal("4.3"), "gpa-5": Decimal(5), "ap": Decimal(5), "ib": Decimal(7)}
"""The highest mark of a scale in numbers."""
FAILING = {"percent": Decimal(0), "gpa-4": Decimal(0), "gpa-5": Decimal(0)}
"""The mark that passes nowhere; what passes beyond it each institution says."""


def letter(value: str | Decimal) -> str:
    """Return a mark as it is compared."""
    return str(value).strip().upper()


def scale_of(value: str) -> str:
    """Return the scale of a mark that is written without one: letters, words for passed and failed, else per cent."""
    written = letter(value)
    if written in LETTERS:
        return "letter"
    return UNGRADED if written in PASSED | FAILED else "percent"


def stands_on(value: str | Decimal, scale: str) -> bool | None:
    """Tell whether a scale has a mark; None where nobody told which marks a scale has."""
    if scale == "letter":
        return letter(value) in LETTERS
    if scale == UNGRADED:
        return letter(value) in PASSED | FAILED or None
    if scale not in HIGHEST:
        return None
    mark = decimal_in(str(value).strip())
    return mark is not None and 0 <= mark <= HIGHEST[scale]


def passes(value: str | Decimal, scale: str) -> bool | None:
    """Tell whether a mark passes; None where its scale leaves that to the institution."""
    written = letter(value)
    if scale == "letter" and written in LETTERS:
        return None if written == "E" else written != "F"
    if scale == UNGRADED:
        return True if written in PASSED else (False if written in FAILED else None)
    mark = decimal_in(str(value).strip())
    if scale in FAILING and mark is not None and mark <= FAILING[scale]:
        return False
    return True if scale in {"gpa-4", "gpa-5"} and mark is not None else None

"""Patterns: names and published codes with `*`, `?` and ranges of numbers, as catalogue files have them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from stackways.words.message import Message, MisfitError


def like_any_code(published: str, patterns: Iterable[str]) -> bool:
    """Tell whether a published code, or any of several it is listed under, is like a pattern."""
    patterns = list(patterns)
    return any(is_like_any(code.strip().casefold(), patterns) for code in (*published.split("/"), published))


def is_like_any(name: str, patterns: Iterable[str]) -> bool:
    """Tell whether a name, in small letters, is like any of some patterns."""
    return any(matches(pattern.casefold(), name) for pattern in patterns)


def matches(pattern: str, name: str) -> bool:
    """Tell whether a name is like a pattern; capital letters matter."""
    return re.fullmatch(as_expression(pattern), name) is not None


@cache
def as_expression(pattern: str) -> str:
    """Return a pattern with `*`, `?` and ranges of numbers as a regular expression, as Python and Cypher read it.

    What stands after a star is looked for at its first place and nowhere later (an atomic group: a later place leaves
    only less for what follows), so that a pattern of many stars never tries one way after another.

    Raises:
        ValueError: A range ends before it begins.
    """
    first, *others = (_without_stars(part) for part in re.split(r"\*+", pattern))
    if not others:
        return first
    *between, last = others
    return first + "".join(f"(?>.*?{part})" for part in between) + f".*{last}"


def _without_stars(pattern: str) -> str:
    pieces = re.split(r"([0-9]+\.\.[0-9]+)", pattern)
    return "".join(
        _number_in(piece) if position % 2 else re.escape(piece).replace(r"\?", ".")
        for position, piece in enumerate(pieces)
    )


def _number_in(span: str) -> str:
    """Return what `300..399` is as a regular expression: a whole number from the one to the other.

    A course number may have a letter before it (`H180`) and up to two after it (`139W`), which tell a kind of course.
    """
    low, high = (int(end) for end in span.split(".."))
    if low > high:
        raise MisfitError(Message("misfit.no-number", span=span), Message("misfit.no-number.do"))
    ends = [10**digits for digits in range(len(str(low)), len(str(high)))]
    spans = zip([low, *ends], [*(end - 1 for end in ends), high], strict=True)
    ways = "|".join(_digits_between(str(first), str(last)) for first, last in spans)
    return f"(?:(?<![0-9A-Za-z])[A-Za-z])?(?<![0-9])0*(?:{ways})(?![0-9])[A-Za-z]{{0,2}}"


def _digits_between(low: str, high: str) -> str:
    """Return the numbers between two of as many digits."""
    if low == high:
        return low
    if low[0] == high[0]:
        return f"{low[0]}(?:{_digits_between(low[1:], high[1:])})"
    rest = len(low) - 1
    first, last, ways = int(low[0]), int(high[0]), []
    if low[1:].strip("0"):
        ways.append(f"{first}(?:{_digits_between(low[1:], '9' * rest)})")
        first += 1
    if high[1:].strip("9"):
        ways.append(f"{last}(?:{_digits_between('0' * rest, high[1:])})")
        last -= 1
    if first <= last:
        ways.append(f"[{first}-{last}]" + "[0-9]" * rest)
    return "|".join(ways)

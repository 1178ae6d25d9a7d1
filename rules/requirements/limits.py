"""Limits: a least or a most of what is counted elsewhere in the tree, as pools and shares ask it.

What is not known never helps: for a least, only what certainly matches counts; for a most, also what may. Where the
best is supposed (an award that what is unknown decides), it is the other way round.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stackways.rules.awards.ledger import UNSAID, Total
from stackways.rules.selection import all_true
from stackways.rules.situation import Standing

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import LinearExprT

    from stackways.rules.awards.ledger import Ledger, Literal, Piece, Value
    from stackways.rules.base import Slug
    from stackways.rules.catalogue import Selection
    from stackways.rules.requirements.base import Limiting

PARTS = 10_000
"""A share is exact to a hundredth of a per cent."""


@dataclass(frozen=True)
class Wanted:
    """How much of what is counted, or which share of it."""

    matches: Callable[[Piece], bool | None]
    weight: Callable[[Piece], int | None]
    where: Selection | None
    """For one and the same theme, level, …."""
    least: int | None
    most: int | None
    share: int | None = None
    """In ten-thousandths of what is counted; then `least` or `most` is 0 and tells only which."""
    among: Slug | None = None
    """The part of the tree whose counted holdings are limited; none: all."""


def limit(ledger: Ledger, requirement: Limiting, wanted: Wanted, active: Literal, path: str) -> None:
    """Write a limit: of one and the same theme, level, …, a least holds for one of them and a most for each."""
    trait = wanted.where.same if wanted.where else None
    pieces = [piece for piece in ledger.pieces if wanted.matches(piece) is not False]
    if wanted.least is not None:
        if trait is None:
            _least(ledger, requirement, wanted, (active, None), path)
        elif values := ledger.candidates(trait, pieces):
            for value, chosen in ledger.choose(trait, values, active, path).items():
                _least(ledger, requirement, wanted, (chosen, value), path)
        else:
            ledger.refuse(requirement, active, path)
    if wanted.most is not None:
        # Where none is said, those that may have any may all have the same.
        each: list[Value | None] = [*(ledger.values(trait, pieces) or [UNSAID])] if trait else [None]
        for one in each:
            _most(ledger, wanted, (active, one), path, requirement.scale)


def _least(
    ledger: Ledger, requirement: Limiting, wanted: Wanted, choice: tuple[Literal, Value | None], path: str
) -> None:
    active, value = choice
    terms: list[LinearExprT] = []
    having = []
    for piece in ledger.pieces:
        weight, answer = wanted.weight(piece), _answer(wanted, piece, value)
        ledger.roles[piece.index].append((path, value, weight, answer))
        if ledger.takes_part(answer):
            certain = value == UNSAID or (value is not None and _has(wanted, piece, value))
            having += [ledger.counted(piece, wanted.among)] if certain else []
            terms.append((weight or 0) * ledger.counted(piece, wanted.among))
        elif wanted.share is not None:
            _leave_out_unknown(ledger, wanted, piece, active)
    if value is not None:
        ledger.require_any(having, active)
    total: LinearExprT = sum(terms)
    needed, times = (_of_all(ledger, wanted), PARTS) if wanted.share is not None else (wanted.least or 0, 1)
    most = sum(wanted.weight(piece) or 0 for piece in ledger.pieces) if wanted.share is not None else wanted.least or 0
    ledger.require(requirement, total, needed, active, path, most=most, times=times)
    ledger.totals[path].append(Total(active, total * times, needed, requirement.scale * times))


def _most(ledger: Ledger, wanted: Wanted, choice: tuple[Literal, Value | None], path: str, scale: int) -> None:
    active, value = choice
    terms: list[LinearExprT] = []
    for piece in ledger.pieces:
        weight, answer = wanted.weight(piece), _answer(wanted, piece, value)
        ledger.roles[piece.index].append((path, "most", value, weight, answer))
        if ledger.takes_part(answer, limiting=True):
            terms.append((weight or 0) * ledger.counted(piece, wanted.among))
            _leave_out_unknown(ledger, wanted, piece, active)
    total: LinearExprT = sum(terms)
    allowed, times = (_of_all(ledger, wanted), PARTS) if wanted.share is not None else (wanted.most or 0, 1)
    ledger.model.add(total * times <= allowed).only_enforce_if(active)
    if wanted.least is None:
        ledger.totals[path].append(Total(active, total * times, allowed, scale * times))


def _answer(wanted: Wanted, piece: Piece, value: Value | None) -> bool | None:
    """Tell whether a piece matches, and has the value where one is asked for."""
    answer = wanted.matches(piece)
    return answer if value is None else all_true([answer, _has(wanted, piece, value)])


def _has(wanted: Wanted, piece: Piece, value: Value) -> bool | None:
    where = wanted.where
    return None if where is None or where.same is None else piece.shares(where.same, value, or_higher=where.or_higher)


def _leave_out_unknown(ledger: Ledger, wanted: Wanted, piece: Piece, active: Literal) -> None:
    """Count nothing whose credits are not known where they might break the limit."""
    if wanted.weight(piece) is None and piece.credits is None and ledger.least is Standing.MET:
        ledger.roles[piece.index].append("left out")
        ledger.model.add_implication(active, ledger.counted(piece, wanted.among).negated())


def _of_all(ledger: Ledger, wanted: Wanted) -> LinearExprT:
    return sum(
        (wanted.share or 0) * (wanted.weight(piece) or 0) * ledger.counted(piece, wanted.among)
        for piece in ledger.pieces
    )

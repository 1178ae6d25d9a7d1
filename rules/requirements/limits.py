"""Limits: a least or a most of what is counted elsewhere in the tree, as pools and shares ask it.

What is not known never helps: for a least, only what certainly matches counts; for a most, also what may. Where the
best is supposed (an award that what is unknown decides), it is the other way round.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from stackways.rules.pieces import UNSAID
from stackways.rules.requirements.asks import Term, Total
from stackways.rules.selection import all_true
from stackways.rules.situation import Standing

if TYPE_CHECKING:
    from stackways.rules.base import Slug
    from stackways.rules.catalogue import Selection
    from stackways.rules.pieces import Piece, Value
    from stackways.rules.requirements.asks import Sum, Truth
    from stackways.rules.requirements.base import Ledger, Limiting

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
    seen: Mapping[int, Truth] | None = None
    """Whether each piece is looked at, by its index; None: where it is counted."""
    earned: bool = False
    """True where a least is of what is brought, so that what only lowers what is asked for is not counted."""
    of_required: tuple[int, str | None] | None = None
    """Where a bound is a share of the credits required, in hundredths of a unit: these, which exemptions may lower."""
    part: int = PARTS
    """The share, in ten-thousandths."""
    summed_in: str | None = None
    """The unit of credits that are summed to a number; None where none are."""
    latest: int | None = None
    """How far back what is limited reaches, from the last that is counted; None: to the first."""


def limit(ledger: Ledger, requirement: Limiting, wanted: Wanted, active: Truth, path: str) -> None:
    """Write a limit: of one and the same theme, level, …, a least holds for one of them and a most for each."""
    if wanted.latest is not None:
        wanted, active = _latest(ledger, wanted, active, path)
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


def _latest(ledger: Ledger, wanted: Wanted, active: Truth, path: str) -> tuple[Wanted, Truth]:
    """Look only at what was attained last: at what is counted on a day unless what is counted later is enough.

    What was attained on one day belongs together. What has no date, or no known credits, is not certain; where the best
    is supposed, it may be whatever suits.
    """
    unplaced: list[Truth] = []
    placed: list[Term] = []
    never = ledger.model.new_constant(0)
    seen: dict[int, Truth] = {}
    for piece in ledger.pieces:
        if piece.exemption is not None:
            seen[piece.index] = never
            continue
        ledger.roles[piece.index].append((path, "latest", piece.holding.attained_on))
        counted, weight = ledger.counted(piece, wanted.among), wanted.weight(piece)
        if not ledger.is_dated(piece) or (weight is None and piece.credits is None):
            unplaced.append(counted)
            seen[piece.index] = never
        else:
            placed.append(Term(weight or 0, counted, piece))
    seen |= ledger.among_latest(placed, wanted.latest or 0, path)
    if ledger.least is Standing.MET:
        for literal in unplaced:
            ledger.model.add_implication(active, literal.negated())
    else:
        judged = ledger.literal(f"{path} judged")
        ledger.model.add_implication(judged, active)
        ledger.model.add_bool_or([active.negated(), judged, *unplaced])
        active = judged
    return replace(wanted, seen=seen), active


def _counted(ledger: Ledger, wanted: Wanted, piece: Piece) -> Truth:
    """Return whether a limit looks at a piece."""
    return ledger.counted(piece, wanted.among) if wanted.seen is None else wanted.seen[piece.index]


def _least(
    ledger: Ledger, requirement: Limiting, wanted: Wanted, choice: tuple[Truth, Value | None], path: str
) -> None:
    active, value = choice
    terms: list[Term] = []
    having = []
    for piece in ledger.pieces:
        weight = wanted.weight(ledger.earned(piece) if wanted.earned else piece)
        answer = _answer(wanted, piece, value)
        ledger.roles[piece.index].append((path, value, weight, answer))
        if ledger.takes_part(answer):
            certain = value == UNSAID or (value is not None and _has(wanted, piece, value))
            having += [_counted(ledger, wanted, piece)] if certain else []
            terms.append(Term(weight or 0, _counted(ledger, wanted, piece), piece))
        elif wanted.share is not None:
            _leave_out_unknown(ledger, wanted, piece, active)
    total = ledger.brought(terms, wanted.summed_in)
    needed, times = _bound(ledger, wanted, wanted.least or 0, limiting=True)
    whole = max(requirement.scale, sum(wanted.weight(piece) or 0 for piece in ledger.pieces))
    most = whole if wanted.share is not None else wanted.least or 0
    ledger.require(requirement, total, needed, active, path, most=most, scale=requirement.scale, times=times)
    if value is not None and wanted.share is not None:
        ledger.require_any_of(requirement, having, active, path, scale=requirement.scale)
    elif value is not None:
        ledger.require_any(having, active)
    ledger.totals[path].append(Total(active, total * times, needed, requirement.scale * times))


def _most(ledger: Ledger, wanted: Wanted, choice: tuple[Truth, Value | None], path: str, scale: int) -> None:
    active, value = choice
    terms: list[Sum] = []
    for piece in ledger.pieces:
        weight, answer = wanted.weight(ledger.limited(piece)), _answer(wanted, piece, value)
        ledger.roles[piece.index].append((path, "most", value, weight, answer))
        if ledger.takes_part(answer, limiting=True):
            terms.append((weight or 0) * _counted(ledger, wanted, piece))
            _leave_out_unknown(ledger, wanted, piece, active)
    total: Sum = sum(terms)
    allowed, times = _bound(ledger, wanted, wanted.most or 0, limiting=False)
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


def _leave_out_unknown(ledger: Ledger, wanted: Wanted, piece: Piece, active: Truth) -> None:
    """Count nothing whose credits are not known where they might break the limit."""
    if wanted.weight(piece) is None and piece.credits is None and ledger.least is Standing.MET:
        ledger.roles[piece.index].append("left out")
        ledger.model.add_implication(active, ledger.counted(piece, wanted.among).negated())


def _bound(ledger: Ledger, wanted: Wanted, number: int, *, limiting: bool) -> tuple[Sum, int]:
    """Return a least or a most, and how many times the amount it is compared with.

    `limiting`: what is counted in all is reckoned at the most that it may be.
    """
    if wanted.share is not None:
        parts = []
        for piece in ledger.pieces:
            weight = wanted.weight(ledger.limited(piece) if limiting else ledger.earned(piece))
            parts.append(wanted.share * (weight or 0) * ledger.counted(piece, wanted.among))
        return sum(parts), PARTS
    required, unit = wanted.of_required or (None, None)
    lowering = [(piece, by) for piece in ledger.pieces if required is not None and (by := piece.lowers(unit))]
    if not lowering:
        return number, 1
    lowered: Sum = sum(by * ledger.counted(piece) for piece, by in lowering)
    left = -lowered + (required or 0)
    return wanted.part * left, PARTS

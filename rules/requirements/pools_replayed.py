"""Pools replayed: whether what is counted in one is of it and enough, or what it looks at keeps to its range."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from stackways.rules.pieces import UNSAID
from stackways.rules.requirements.replays import Limits

if TYPE_CHECKING:
    from stackways.rules.pieces import Piece, Value
    from stackways.rules.requirements.base import Replay
    from stackways.rules.requirements.pool import Pool


class Amount(NamedTuple):
    """What something adds to a pool."""

    least: int
    """Towards a least."""
    most: int
    """Towards a most."""
    may_be_left: bool = False
    """Whether it may be left uncounted: nothing is counted in it."""


def holds_here(pool: Pool, replay: Replay, path: str) -> bool:
    """Tell whether what is counted in a pool is of it, and enough; of one and the same theme, level, … where asked."""
    here = replay.among(None) if replay.deciding else replay.here(path)
    weights = {piece.index: pool.weight(piece) for piece in here}
    of_it = [piece for piece in here if weights[piece.index] is not None and replay.counts(pool, piece)]
    if replay.deciding:
        here = of_it
    elif len(of_it) < len(here):
        return False
    most = replay.weights(pool.weight, here, limiting=True)
    amounts = {
        piece.index: Amount(weights[piece.index] or 0, most[piece.index] or 0, replay.deciding) for piece in here
    }
    trait = pool.where.same if pool.where else None
    if trait is not None and (here or pool.range.at_least):
        return any(_holds_for(value, pool, here, amounts, replay) for value in replay.values(trait, here))
    groups = _groups(pool, replay, path)
    if groups is None:
        return False
    inside, units = groups
    weights, most = replay.weights(pool.weight, inside), replay.weights(pool.weight, inside, limiting=True)
    amounts |= {at: Amount(weight, most[at] or 0) for at, weight in weights.items() if weight is not None}
    return _in_range(pool, [*amounts.values(), *units])


def _holds_for(value: Value, pool: Pool, here: Sequence[Piece], amounts: Mapping[int, Amount], replay: Replay) -> bool:
    """Tell whether a pool holds for one theme, level, …."""
    has = {piece.index: _has(pool, piece, value) for piece in here}
    having = [piece for piece in here if replay.takes_part(has[piece.index])]
    all_have = replay.deciding or len(having) == len(here)
    sure = value == UNSAID or any(has[piece.index] for piece in having)
    return bool(having) and all_have and sure and _in_range(pool, [amounts[piece.index] for piece in having])


def _has(pool: Pool, piece: Piece, value: Value) -> bool | None:
    where = pool.where
    return piece.shares(where.same, value, or_higher=where.or_higher) if where and where.same else None


def _groups(pool: Pool, replay: Replay, path: str) -> tuple[list[Piece], list[Amount]] | None:
    """Return what groups in a pool bring: what is counted in them (credits), and units; None where one is broken."""
    inside: list[Piece] = []
    units: list[Amount] = []
    for at, part in enumerate(pool.of):
        place = f"{path}/{at}"
        if part.is_one:
            continue
        used, missing = replay.is_used(place), part.replay(replay, place)
        if missing and used:
            return None
        if pool.counts_each_of(part):
            each = [] if missing else _each_unit(part, replay, place)  # type: ignore[arg-type]  # it is a pool of units
            if each is None:
                return None
            units += each
        elif pool.counts_groups:
            units += [] if missing else [Amount(1, 1, may_be_left=not used)]
        else:
            inside += replay.inside(place)
    return inside, units


def _each_unit(pool: Pool, replay: Replay, path: str) -> list[Amount] | None:
    """Return what a pool of units brings to one that counts each of them."""
    groups = _groups(pool, replay, path)
    return None if groups is None else [*(Amount(1, 1) for _ in replay.here(path)), *groups[1]]


def _in_range(pool: Pool, amounts: Iterable[Amount]) -> bool:
    """Tell whether a sum, with or without what may be left out, is within a pool's range."""
    sums = {(0, 0)}
    for amount in amounts:
        sums = {(least + amount.least, most + amount.most) for least, most in sums} | (
            sums if amount.may_be_left else set()
        )
    low, high = pool.range.at_least, pool.range.at_most
    exact = [(Decimal(least) / pool.scale, Decimal(most) / pool.scale) for least, most in sums]
    return any((low is None or least >= low) and (high is None or most <= high) for least, most in exact)


def limits_elsewhere(pool: Pool, replay: Replay) -> bool:
    """Tell whether what is counted elsewhere keeps to the range of a pool that looks at it."""
    among = replay.among(pool.among)
    weights = {piece.index: pool.weight(piece) for piece in among}
    if pool.latest is not None:
        among = [piece for piece in among if piece.exemption is None]  # what is exempted was not attained on any day
        if any(p.holding.attained_on is None or (weights[p.index] is None and p.credits is None) for p in among):
            return not replay.certain
        among = _latest(among, weights, pool.latest * pool.scale)
    matching = [(piece, pool.selects_counted(piece.holding, replay.situation_of(piece))) for piece in among]
    low, high = pool.range.at_least, pool.range.at_most
    least = None if low is None else low * pool.scale
    most = None if high is None else high * pool.scale
    limits = Limits(least, most, weights, replay.weights(pool.weight, among, limiting=True))
    return replay.keeps_to(matching, pool.where, limits)


def _latest(pieces: Iterable[Piece], weights: Mapping[int, int | None], most: Decimal) -> list[Piece]:
    """Return what was attained last: back to the day with which so much is reached."""
    found: list[Piece] = []
    ordered = sorted(pieces, key=lambda piece: piece.holding.attained_on or dt.date.min, reverse=True)
    for _, one_day in groupby(ordered, key=lambda piece: piece.holding.attained_on):
        if sum(weights[piece.index] or 0 for piece in found) >= most:
            break
        found += one_day
    return found

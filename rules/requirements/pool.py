"""Pools: what credits and units are counted from.

Source of the meaning: concepts.md, "at least / at most c credits or m units from a pool (listed, or selected by a flat
predicate: institution, kind, theme, level, subject, and exceptions)".
"""

from __future__ import annotations

import datetime as dt
from abc import abstractmethod
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import groupby
from math import ceil, floor
from typing import TYPE_CHECKING, NamedTuple

from pydantic import model_validator

from stackways.rules.base import Amount, Model, Slug
from stackways.rules.catalogue import Selection
from stackways.rules.days import on_at_least
from stackways.rules.grades import is_at_least
from stackways.rules.holdings import Grade, Holding
from stackways.rules.once import Once
from stackways.rules.pieces import UNSAID
from stackways.rules.requirements.asks import Place, Term, Total
from stackways.rules.requirements.base import Limiting, Names, Requirement, RequirementBase
from stackways.rules.requirements.hold import Hold
from stackways.rules.requirements.limits import Wanted, limit
from stackways.rules.requirements.replays import Limits
from stackways.rules.requirements.select import Select, selection_in_words
from stackways.rules.requirements.window import Window
from stackways.rules.selection import LookedFor, all_true, any_true, selects
from stackways.rules.situation import Note, Standing, Verdict
from stackways.words.message import Argument, Message, MisfitError, Quantity, Word, listed

if TYPE_CHECKING:
    from stackways.rules.base import Code
    from stackways.rules.holdings import Reading
    from stackways.rules.pieces import Piece, Value
    from stackways.rules.requirements.asks import Truth
    from stackways.rules.requirements.base import Counted, Ledger, Replay
    from stackways.rules.situation import Situation


class Range(Model):
    """How much: at least, at most, or both; a limit may exist without a published number."""

    at_least: Amount | None = None
    """The least."""
    at_most: Amount | None = None
    """The most."""
    not_published: bool = False
    """True when the publisher says that a limit exists but not which."""

    @model_validator(mode="after")
    def _says_something(self) -> Range:
        if self.at_least is None and self.at_most is None and not self.not_published:
            raise MisfitError(Message("misfit.no-amount"), Message("misfit.no-amount.do"))
        if self.at_least is not None and self.at_most is not None and self.at_least > self.at_most:
            raise MisfitError(
                Message("misfit.never", least=str(self.at_least), most=str(self.at_most)), Message("check.change-one")
            )
        return self

    def in_words(self, unit: str) -> Message:
        """Return "at least 24 credits" or "at most 12 credits" or "from 3 to 6 credits"."""
        if self.not_published:
            return Message("rules.amount-not-published", unit=Word("unit", unit, 2))
        if self.at_least is not None and self.at_least == self.at_most:
            return Message("rules.exactly", amount=Quantity(self.at_least, unit))
        if self.at_least is not None and self.at_most is not None:
            return Message("rules.from-to", least=self.at_least, most=Quantity(self.at_most, unit))
        if self.at_least is not None:
            return Message("rules.at-least", amount=Quantity(self.at_least, unit))
        return Message("rules.at-most", amount=Quantity(self.at_most or 0, unit))


class Pool(Limiting):
    """An amount from a pool: listed, or selected by a predicate."""

    of: list[Requirement] = []
    """The pool, listed; a group in it counts as one unit when it is met."""
    where: Selection | None = None
    """The pool, selected; matched on holdings, never drawn as edges."""
    name: Slug | None = None
    """A name by which other rules speak of the pool (what may be shared between two)."""
    counted: bool = False
    """True when it limits what is counted elsewhere in the tree, or in the part that `among` names."""
    latest: Amount | None = None
    """Of what is counted: only what was attained last, as far back as so many credits or units reach."""
    graded_on: list[Slug] = []
    """Of what is counted: graded on any of these scales, for example `pass-fail`."""
    below_grade: Grade | None = None
    """Of what is counted: with a grade below this."""
    window: Window | None = None
    """How long what is selected by `where` counts."""
    minimum_grade: Grade | None = None
    """The least grade of what is selected by `where`."""

    @property
    @abstractmethod
    def range(self) -> Range:
        """How much."""

    @abstractmethod
    def weight(self, piece: Piece) -> int | None:
        """Return how much a piece counts, in the model's integers; None when that is not known."""

    @model_validator(mode="after")
    def _has_one_pool(self) -> Pool:
        if bool(self.of) == (self.where is not None):
            what = Message("misfit.two-pools") if self.of else Message("misfit.no-pool")
            raise MisfitError(what, Message("misfit.no-pool.do"))
        if self.counted and (self.window or not all(part.can_tell_of_counted for part in self.of)):
            raise MisfitError(Message("misfit.counted-pool"), Message("misfit.counted-pool.do"))
        if not self.counted and (self.among or self.graded_on or self.below_grade or self.latest is not None):
            raise MisfitError(Message("misfit.among"), Message("check.change-one"))
        return self

    @property
    def part_name(self) -> Slug | None:
        """Its name, where holdings are counted in it."""
        return None if self.counted else self.name

    @property
    def takes_holdings(self) -> bool:
        """Whether holdings are counted in it."""
        return not self.counted

    @property
    def selection(self) -> Selection | None:
        """What is selected, where the pool is not listed."""
        return self.where

    def with_more(self, more: RequirementBase) -> RequirementBase | None:
        """Return this pool with one thing more; None where it counts nothing itself, or compares what it takes."""
        if self.counted or (self.where is not None and self.where.same):
            return None
        if self.where is None:
            return self.model_copy(update={"of": [*self.of, more]})
        selected = Select(select=self.where, window=self.window, minimum_grade=self.minimum_grade)
        return self.model_copy(update={"where": None, "window": None, "minimum_grade": None, "of": [selected, more]})

    def wanted(self, reading: Reading) -> Iterator[Code | Selection]:
        """Yield what is selected or listed; nothing where it looks at what is counted elsewhere."""
        if self.counted:
            return iter(())
        return super().wanted(reading) if self.where is None else iter((self.where,))

    def would_fill(self, tree: RequirementBase) -> Iterator[LookedFor]:
        """Yield what is selected or listed."""
        return super().would_fill(tree) if self.where is None else self._fill_with_selected(self.where, tree)

    def asks_for_least(self) -> bool:
        """Tell whether it is a least, of single things that are listed, or of what is selected."""
        listed = all(part.thing is not None for part in self.of)
        return listed and self.range.at_most is None and not self.range.not_published

    def verdicts_on(self, holding: Holding, situation: Situation) -> Iterator[Verdict]:
        """Yield the verdict on the holding, if it may be counted from this pool."""
        if self.where is None:
            yield from super().verdicts_on(holding, situation)
        elif not self.counted:
            selected = selects(self.where, holding, situation.items)
            if selected is not False:
                yield _terms_of(self).judge_holding(holding, selected, situation)

    def verdicts_here(self, holding: Holding, situation: Situation) -> Iterator[Verdict]:
        """Yield the verdict on a holding from each entry of the pool that may be it, groups apart."""
        if self.where is not None:
            yield from self.verdicts_on(holding, situation)
        for part in self.of:
            if part.is_one:
                yield from part.verdicts_on(holding, situation)

    def encode(self, ledger: Ledger, active: Truth, path: str) -> None:
        """Count what the range asks for, or limit what is counted elsewhere."""
        if not self.counted:
            self.count(ledger, active, path)
        elif self.cuts_at is not None:
            return  # what it lets through is asked where credits are summed
        elif self.range.not_published and ledger.least is Standing.MET:
            ledger.refuse(self, active, path)
        else:
            least, most = self._bounds
            wanted = Wanted(
                lambda piece: self.selects_counted(piece.holding, ledger.situation_of(piece)),
                self.weight,
                self.where,
                least,
                most,
                among=self.among,
                latest=None if self.latest is None else int(self.latest * self.scale),
                summed_in=self.summed_in,
            )
            limit(ledger, self, wanted, active, path)

    def count(self, ledger: Ledger, active: Truth, path: str) -> list[Term]:
        """Count holdings in this pool, and return what adds to its amount, what is missing included.

        Of one and the same theme, level, …, only those that have it are counted.
        """
        if self.range.not_published and ledger.least is Standing.MET:
            ledger.refuse(self, active, path)
            return []
        terms = self._counted_here(ledger, active, path)
        return [*terms, *(Term(1, missing) for missing in ledger.short_of(self, path))]

    def _counted_here(self, ledger: Ledger, active: Truth, path: str) -> list[Term]:
        place = Place(path, self.name, active)
        terms = [term for piece in ledger.pieces if (term := self._term(piece, place, ledger)) is not None]
        trait = self.where.same if self.where else None
        if self.where is None or trait is None:
            with ledger.part(self.name):
                terms += self._groups(ledger, active, path)
            terms = terms if ledger.exclusive else list(_once(terms, ledger, path))
            self._require(ledger, terms, active, path)
            return terms
        values = ledger.candidates(trait, [term.piece for term in terms if term.piece])
        if not values:
            for term in terms:
                ledger.model.add(term.literal == 0)
            self._require(ledger, [], active, path)
            return terms
        any_counted = ledger.literal(f"{path} counts something")
        for term in terms:
            ledger.model.add_implication(term.literal, any_counted)
        if self.range.at_least:
            ledger.model.add_implication(active, any_counted)
        else:
            self._require(ledger, terms, active, path)
        for value, chosen in ledger.choose(trait, values, any_counted, path).items():
            having, certain = [], []
            for piece, term in ((term.piece, term) for term in terms if term.piece):
                has = piece.shares(trait, value, or_higher=self.where.or_higher)
                ledger.roles[piece.index].append((path, value, has))
                certain += [term.literal] if has or value == UNSAID else []
                if ledger.takes_part(has):
                    having.append(term)
                else:
                    ledger.model.add_implication(term.literal, chosen.negated())
            ledger.require_any(certain, chosen)
            if self.range.at_least:
                self._require(ledger, having, chosen, path)
        return terms

    def _require(self, ledger: Ledger, terms: Sequence[Term], active: Truth, path: str) -> None:
        total = ledger.brought(terms, self.summed_in)
        least, most = self._bounds
        if least is not None:
            ledger.require(self, total, least, active, path, most=least, scale=self.scale)
        if most is not None:
            ledger.model.add(sum(term.most * term.literal for term in terms) <= most).only_enforce_if(active)
        needed = least if least is not None else most
        if needed is not None:
            ledger.totals[path].append(Total(active, total, needed, self.scale))

    @property
    def _bounds(self) -> tuple[int | None, int | None]:
        """The least and the most, in the model's integers."""
        low, high = self.range.at_least, self.range.at_most
        return None if low is None else ceil(low * self.scale), None if high is None else floor(high * self.scale)

    def _term(self, piece: Piece, place: Place, ledger: Ledger) -> Term | None:
        weight = self.weight(piece)
        verdict = None if weight is None else ledger.verdict(self, piece, self._best_verdict)
        literal = None if weight is None or verdict is None else ledger.place(piece, place, verdict)
        if weight is None or literal is None:
            return None
        ledger.roles[piece.index].append((place.path, weight))
        return Term(weight, literal, piece, self.weight(ledger.limited(piece)))

    def _best_verdict(self, holding: Holding, situation: Situation) -> Verdict | None:
        """Return on which days the holding is in the pool, by any of its entries; None when it is not in it."""
        found = list(self.verdicts_here(holding, situation))
        if not found:
            return None
        met, possible = ([verdict.met for verdict in found], [verdict.possible for verdict in found])
        return Verdict(on_at_least(1, met), on_at_least(1, possible))

    def selects_counted(self, holding: Holding, situation: Situation) -> bool | None:
        """Tell whether what is counted elsewhere is in the pool; dates were looked at where it is counted."""
        items = situation.items
        if self.where is None:
            answers = [any_true([part.matches(holding, situation) for part in self.of])]
        else:
            answers = [selects(self.where, holding, items)]
        if situation.exempting and (self.minimum_grade or self.graded_on or self.below_grade):
            return False  # what is exempted has no grade
        if self.where is not None and self.minimum_grade is not None:
            answers.append(is_at_least(holding.grade, self.minimum_grade) if holding.grade else None)
        if self.graded_on:
            answers.append(holding.grade.scale in self.graded_on if holding.grade else None)
        if self.below_grade is not None:
            reached = is_at_least(holding.grade, self.below_grade) if holding.grade else None
            answers.append(None if reached is None else not reached)
        return all_true(answers)

    def _groups(self, ledger: Ledger, active: Truth, path: str) -> Iterator[Term]:
        """Yield what counts without being a holding in this place: groups, inner programmes.

        A group counts as one unit; towards credits, what is counted in it brings its own.
        """
        for position, part in enumerate(self.of):
            inside = f"{path}/{position}"
            if not part.is_one:
                literal = ledger.literal(f"{inside} chosen")
                ledger.model.add_implication(literal, active)
                yield from self._chosen(part, ledger, literal, inside)
            if part.thing is None:
                continue
            if part.thing in ledger.inner and (built := ledger.build(part.thing, active, inside)) is not None:
                yield from self._group(ledger, built, inside)

    def _chosen(self, part: RequirementBase, ledger: Ledger, literal: Truth, path: str) -> Iterator[Term]:
        """Count in a group, and yield what it brings."""
        part.encode(ledger, literal, path)
        yield from self._group(ledger, literal, path)

    def _group(self, ledger: Ledger, literal: Truth, path: str) -> Iterator[Term]:  # noqa: ARG002 - credits look there
        yield Term(self.scale, literal)

    def replay(self, replay: Replay, path: str) -> list[str]:
        """Return that what is counted is not of the pool, or too little or too much, of it or of what it looks at."""
        if self.cuts_at is not None:
            return []
        if self.range.not_published and replay.certain:
            return replay.not_met(self)
        met = _limits_elsewhere(self, replay) if self.counted else _holds_here(self, replay, path)
        return [] if met else replay.not_met(self)

    def undecided(self, counted: Counted, path: str) -> Iterator[Note]:
        """Yield what is not known of what is counted here, of groups inside, and of the amount that is asked for."""
        if not self.counted:
            yield from counted.here(self, path)
        if self.range.not_published:
            yield counted.number_not_published(self)
        looked_at = counted.used if self.counted else counted.places.get(path, ())
        yield from counted.not_said(self, looked_at, self.where, next(self.traits(), None))
        for at, part in enumerate(self.of if not self.counted else ()):
            inside = f"{path}/{at}"
            if built := counted.built_of(part.thing, inside):
                yield from built[0].undecided(counted, built[1])
            elif part.thing is None and counted.is_in(inside):
                yield from part.undecided(counted, inside)

    @property
    def summed_in(self) -> str | None:
        """The unit of credits that it sums; None where it sums none."""
        return None

    @property
    @abstractmethod
    def counts_groups(self) -> bool:
        """Whether a group in the pool counts as one; else what is counted in it brings its own."""

    def counts_each_of(self, part: RequirementBase) -> bool:  # noqa: ARG002 - units look there
        """Tell whether each unit of a pool that is listed counts, and not that pool as one."""
        return False

    def caption(self, names: Names) -> Argument:
        """Return how much of what stands beside it is asked for."""
        return self.model_copy(update={"of": [These()]}).in_words(names) if self.of else self.in_words(names)

    def from_pool(self, amount: Message, names: Names, reading: Reading) -> Message:
        """Return an amount with what it is counted from."""
        if self.where is not None:
            pool = selection_in_words(self.where, names)
        else:
            pool = listed([part.in_words(names, reading) for part in self.of], "comma")
        if not self.counted:
            listing = self.where is None
            return Message("rules.amount-from" if listing else "rules.amount-from-selected", amount=amount, pool=pool)
        counted = Message("rules.of-counted")
        if self.latest is not None:
            counted = Message("rules.of-latest-counted", amount=self.latest)
        if self.among:
            counted = Message("rules.counted-in", counted=counted, part=Word("part", self.among))
        if self.graded_on:
            scales = listed([Word("scale", scale) for scale in self.graded_on], "or")
            counted = Message("rules.counted-on-scale", counted=counted, scales=scales)
        if self.below_grade:
            counted = Message("rules.counted-below", counted=counted, grade=str(self.below_grade.value))
        if self.where == Selection():
            return Message("rules.amount-of-all-counted", amount=amount, counted=counted)
        return Message("rules.amount-of-counted", amount=amount, counted=counted, pool=pool)


def _as_held(pool: Pool) -> Hold:
    """Return what is asked of anything that is selected, as if it were asked for by its code."""
    return Hold.model_construct(hold="", window=pool.window, minimum_grade=pool.minimum_grade)


_terms_of: Once[Pool, Hold] = Once(_as_held)


def _once(terms: Sequence[Term], ledger: Ledger, path: str) -> Iterator[Term]:
    """Yield each piece's credits once, also where it is counted in several places of one pool."""
    places: dict[int, list[Term]] = defaultdict(list)
    for term in terms:
        if term.piece is None:
            yield term
        else:
            places[term.piece.index].append(term)
    for several in places.values():
        if len(several) == 1:
            yield several[0]
        else:
            once = ledger.literal(f"{path} once")
            ledger.model.add_max_equality(once, [term.literal for term in several])
            yield replace(several[0], literal=once)


class These(RequirementBase):
    """What stands beside, in place of what a pool lists."""

    def judge(self, situation: Situation) -> Verdict:
        """Judge nothing: it is never part of a tree that is judged."""
        raise NotImplementedError

    def in_words(self, names: Names, reading: Reading = "lenient") -> Argument:  # noqa: ARG002 - as every requirement
        """Return "these"."""
        return Message("rules.these")


class Brought(NamedTuple):
    """What something adds to a pool."""

    least: int
    """Towards a least."""
    most: int
    """Towards a most."""
    may_be_left: bool = False
    """Whether it may be left uncounted: nothing is counted in it."""


def _holds_here(pool: Pool, replay: Replay, path: str) -> bool:
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
        piece.index: Brought(weights[piece.index] or 0, most[piece.index] or 0, replay.deciding) for piece in here
    }
    trait = pool.where.same if pool.where else None
    if trait is not None and (here or pool.range.at_least):
        return any(_holds_for(value, pool, here, amounts, replay) for value in replay.values(trait, here))
    groups = _groups(pool, replay, path)
    if groups is None:
        return False
    inside, units = groups
    weights, most = replay.weights(pool.weight, inside), replay.weights(pool.weight, inside, limiting=True)
    amounts |= {at: Brought(weight, most[at] or 0) for at, weight in weights.items() if weight is not None}
    off = replay.cut_off([*here, *inside], {at: one.least for at, one in amounts.items()}, pool.summed_in)
    return _in_range(pool, [*amounts.values(), *units, Brought(-off, 0)])


def _holds_for(value: Value, pool: Pool, here: Sequence[Piece], amounts: Mapping[int, Brought], replay: Replay) -> bool:
    """Tell whether a pool holds for one theme, level, …."""
    has = {piece.index: _has(pool, piece, value) for piece in here}
    having = [piece for piece in here if replay.takes_part(has[piece.index])]
    all_have = replay.deciding or len(having) == len(here)
    sure = value == UNSAID or any(has[piece.index] for piece in having)
    off = replay.cut_off(having, {at: one.least for at, one in amounts.items()}, pool.summed_in)
    in_range = _in_range(pool, [*(amounts[piece.index] for piece in having), Brought(-off, 0)])
    return bool(having) and all_have and sure and in_range


def _has(pool: Pool, piece: Piece, value: Value) -> bool | None:
    where = pool.where
    return piece.shares(where.same, value, or_higher=where.or_higher) if where and where.same else None


def _groups(pool: Pool, replay: Replay, path: str) -> tuple[list[Piece], list[Brought]] | None:
    """Return what groups in a pool bring: what is counted in them (credits), and units; None where one is broken."""
    inside: list[Piece] = []
    units: list[Brought] = []
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
            units += [] if missing else [Brought(1, 1, may_be_left=not used)]
        else:
            inside += replay.inside(place)
    return inside, units


def _each_unit(pool: Pool, replay: Replay, path: str) -> list[Brought] | None:
    """Return what a pool of units brings to one that counts each of them."""
    groups = _groups(pool, replay, path)
    return None if groups is None else [*(Brought(1, 1) for _ in replay.here(path)), *groups[1]]


def _in_range(pool: Pool, amounts: Iterable[Brought]) -> bool:
    """Tell whether a sum, with or without what may be left out, is within a pool's range."""
    sums = {(0, 0)}
    for amount in amounts:
        sums = {(least + amount.least, most + amount.most) for least, most in sums} | (
            sums if amount.may_be_left else set()
        )
    low, high = pool.range.at_least, pool.range.at_most
    exact = [(Decimal(least) / pool.scale, Decimal(most) / pool.scale) for least, most in sums]
    return any((low is None or least >= low) and (high is None or most <= high) for least, most in exact)


def _limits_elsewhere(pool: Pool, replay: Replay) -> bool:
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
    limits = Limits(least, most, weights, replay.weights(pool.weight, among, limiting=True), pool.summed_in)
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

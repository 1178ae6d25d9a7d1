"""An award judged without a solver: given what is counted where, does its tree hold on this day?

A second writing of what requirement kinds mean: it walks the tree once, with the assignment in hand, and shares nothing
with the `encode` by which the assignment was found. What a single holding is, and on which days it counts, is judged by
the rules, as for exemptions.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations, groupby, product

from stackways.rules.base import Code
from stackways.rules.catalogue import Programme, Selection
from stackways.rules.grades import UNGRADED, number
from stackways.rules.holdings import Grade
from stackways.rules.kinds.award import Award
from stackways.rules.kinds.structure import Structure
from stackways.rules.pieces import UNSAID, Piece, Value
from stackways.rules.requirements.average import Average
from stackways.rules.requirements.base import RequirementBase
from stackways.rules.requirements.distinct import Distinct
from stackways.rules.requirements.doubt import Doubt
from stackways.rules.requirements.groups import AllOf, AnyOf, AtLeast, ExactlyOne, Group
from stackways.rules.requirements.hold import Hold
from stackways.rules.requirements.pool import Pool
from stackways.rules.requirements.reading import required, unit_of
from stackways.rules.requirements.select import Select
from stackways.rules.requirements.share import Share
from stackways.rules.requirements.sharing import Sharing
from stackways.rules.requirements.span import Span
from stackways.rules.requirements.units import Units
from stackways.rules.requirements.when import When
from stackways.rules.selection import all_true, selects, shown_attributes
from stackways.rules.situation import Situation, Standing, Verdict


@dataclass(frozen=True)
class Assignment:
    """What is counted where."""

    places: Mapping[str, Sequence[Piece]]
    """What is counted in each requirement of the tree, by its path: `0` the root, `0/1` its second part."""


def tree_faults(
    programme: Programme, tree: Structure, assignment: Assignment, situation: Situation, *, certain: bool = True
) -> list[str]:
    """Return why an assignment does not meet an award's tree on the situation's day; nothing where it does.

    `certain`: what is not known does not help; else the best of it is supposed.
    """
    walk = _Walk(programme, tree, assignment, situation, certain)
    return [*walk.faults(tree.needs, "0"), *walk.doubly_counted()]


def award_faults(  # noqa: PLR0913 - an award has this many sides
    programme: Programme,
    tree: Structure,
    award: Award,
    assignment: Assignment,
    situation: Situation,
    *,
    certain: bool = True,
    theme: str | None = None,
    level: int | None = None,
) -> list[str]:
    """Return why what is counted does not give a title, theme or level; nothing where it does."""
    if award.needs is None:
        return []
    walk = _Walk(programme, tree, assignment, situation, certain, deciding=True, theme=theme, level=level)
    return walk.faults(award.needs, f"{award.decides}/{award.code}")


def _latest(pieces: Iterable[Piece], weights: Mapping[int, int | None], most: Decimal) -> list[Piece]:
    """Return what was attained last: back to the day with which so much is reached."""
    found: list[Piece] = []
    ordered = sorted(pieces, key=lambda p: p.holding.attained_on or dt.date.min, reverse=True)
    for _, one_day in groupby(ordered, key=lambda p: p.holding.attained_on):
        if sum(weights[p.index] or 0 for p in found) >= most:
            break
        found += one_day
    return found


@dataclass(frozen=True)
class _Limits:
    """A least and a most, and what each piece counts towards them."""

    least: Decimal | None
    most: Decimal | None
    weights: Mapping[int, int | None]
    limiting: Mapping[int, int | None]


@dataclass
class _Walk:
    programme: Programme
    tree: Structure
    assignment: Assignment
    situation: Situation
    certain: bool
    deciding: bool = False
    """True for a rule that looks at what is counted, and counts nothing itself."""
    theme: str | None = None
    """The one theme that is wanted."""
    level: int | None = None
    """The least level that is wanted."""
    sharings: list[Sharing] = field(default_factory=list)
    """What lets something be counted twice, of the parts that hold."""

    def __post_init__(self) -> None:
        """Name the parts that each place is in."""
        self.parts: dict[str, frozenset[str]] = {}
        self._name_parts(self.tree.needs, "0", frozenset())
        self.counted: dict[int, Piece] = {p.index: p for pieces in self.assignment.places.values() for p in pieces}
        self.unit = unit_of(self.programme, self.tree.needs, self.situation.reading)

    def _name_parts(self, requirement: RequirementBase, path: str, above: frozenset[str]) -> None:
        if isinstance(requirement, Doubt):
            self._name_parts(requirement.as_read(self.situation.reading), path, above)
            return
        name = requirement.name if isinstance(requirement, Group | Pool) else None
        here = above | {name} if name else above
        self.parts[path] = here
        for position, (part, _) in enumerate(requirement.parts()):
            self._name_parts(part, f"{path}/{position}", here)

    # The tree

    def faults(self, requirement: RequirementBase, path: str) -> list[str]:
        """Return why a requirement is not met."""
        found: list[str] = []
        if isinstance(requirement, Doubt):
            found = self.faults(requirement.as_read(self.situation.reading), path)
        elif isinstance(requirement, AllOf):
            found = [fault for at, part in enumerate(requirement.all_of) for fault in self.faults(part, f"{path}/{at}")]
        elif isinstance(requirement, AnyOf | AtLeast | ExactlyOne):
            found = self._choice(requirement, path)
        elif isinstance(requirement, When):
            found = self._as_held(requirement, path) if requirement.of == "held" else self._when(requirement, path)
        elif isinstance(requirement, Hold | Select):
            found = self._hold(requirement, path)
        elif isinstance(requirement, Sharing):
            self.sharings.append(requirement)
        else:
            found = self._amount(requirement, path)
        return found

    def _amount(self, requirement: RequirementBase, path: str) -> list[str]:
        if isinstance(requirement, Pool):
            met = self._counted_pool(requirement) if requirement.counted else self._pool(requirement, path)
            met = met and not (requirement.range.not_published and self.certain)
        elif isinstance(requirement, Share):
            met = self._share(requirement)
        elif isinstance(requirement, Distinct):
            met = self._distinct(requirement)
        elif isinstance(requirement, Span):
            met = self._span(requirement)
        elif isinstance(requirement, Average) and requirement.of == "counted":
            met = self._average(requirement)
        elif isinstance(requirement, Average):
            met = self._average_of_held(requirement)
        else:
            met = self._is_on(requirement.judge(self.situation))
        return [] if met else [f"not met: {requirement.in_words(self.situation.name_of, self.situation.reading)}"]

    def _tried(self, part: RequirementBase, path: str) -> list[str]:
        """Return why a part that may be left out is not met; what it lets share counts only where it is."""
        sharings = [*self.sharings]
        missing = self.faults(part, path)
        if missing:
            self.sharings = sharings
        return missing

    def _choice(self, requirement: AnyOf | AtLeast | ExactlyOne, path: str) -> list[str]:
        """A choice of parts; a part in which something is counted is chosen, and must hold."""
        parts = [(part, f"{path}/{at}") for at, (part, _) in enumerate(requirement.parts())]
        missing = [self._tried(part, inside) for part, inside in parts]
        used = [self._is_used(inside) for _, inside in parts]
        faults = [fault for part, chosen in zip(missing, used, strict=True) if chosen for fault in part]
        least = requirement.at_least if isinstance(requirement, AtLeast) else 1
        met = sum(not part for part in missing)
        if met < least or (isinstance(requirement, ExactlyOne) and sum(used) > 1):
            faults.append(f"not met: {requirement.in_words(self.situation.name_of, self.situation.reading)}")
        return faults

    def _when(self, requirement: When, path: str) -> list[str]:
        """A choice with what it brings, or the other way; nothing is counted in the one that is not taken."""
        both = AllOf.model_construct(all_of=[requirement.when, requirement.then])
        chosen = self._is_used(f"{path}/0") or self._is_used(f"{path}/1")
        missing = ["both ways are taken"] if self._is_used(f"{path}/2") else self._tried(both, path)
        return missing if chosen or not missing else self._tried(requirement.otherwise, f"{path}/2")

    def _as_held(self, requirement: When, path: str) -> list[str]:
        """The way that what is held decides; where that is not known, both for a certain award, else either."""
        held = requirement.when.judge(self.situation).on(self.situation.day)
        ways = {Standing.MET: (1,), Standing.NOT_MET: (2,), Standing.UNKNOWN: (1, 2)}[held]
        faults: list[str] = []
        missing: list[list[str]] = []
        for at, part in ((1, requirement.then), (2, requirement.otherwise)):
            inside = f"{path}/{at}"
            missing += [self._tried(part, inside)] if at in ways else []
            if self._is_used(inside):
                faults += missing[-1] if at in ways else [f"something is counted for what is not asked: {inside}"]
        either = held is Standing.UNKNOWN and not self.certain and not all(missing)
        return faults if either else [*faults, *(fault for part in missing for fault in part)]

    def _is_used(self, path: str) -> bool:
        """Tell whether something is counted in a part of the tree."""
        used = [place for place, pieces in self.assignment.places.items() if pieces]
        return any(place == path or place.startswith(f"{path}/") for place in used)

    def _hold(self, requirement: Hold | Select, path: str) -> list[str]:
        name = str(requirement.in_words(self.situation.name_of, self.situation.reading))
        if self.deciding:
            shown = any(self._counts(self._verdicts(requirement, piece)) for piece in self.counted.values())
            return [] if shown else [f"not counted: {name}"]
        here = self.assignment.places.get(path, ())
        if len(here) != 1:
            return [f"{len(here)} things are counted for {name}"]
        return [fault for piece in here for fault in self._out_of_place(requirement, piece, name)]

    def _out_of_place(self, requirement: RequirementBase, piece: Piece, name: str) -> list[str]:
        verdicts = list(self._verdicts(requirement, piece))
        if self._counts(verdicts):
            return []
        why = "; ".join(note.text for verdict in verdicts for note in verdict.reasons) or "it is something else"
        return [f"`{piece.name}` does not count for {name} on {self.situation.day}: {why}"]

    def _counts(self, verdicts: Iterable[Verdict]) -> bool:
        return any(self._is_on(verdict) for verdict in verdicts)

    def _is_on(self, verdict: Verdict) -> bool:
        return self.situation.day in (verdict.met if self.certain else verdict.possible)

    # Pools

    def _pool(self, pool: Pool, path: str) -> bool:
        """What is counted in a pool is of it, and enough; of one and the same theme, level, …, where that is asked."""
        here = self._chosen_from(pool) if self.deciding else [*self.assignment.places.get(path, ())]
        weights = {p.index: pool.weight(p) for p in here}
        if not all(weights[p.index] is not None and self._counts(self._verdicts(pool, p)) for p in here):
            return False
        most = self._weights(pool.weight, here, limiting=True)
        trait = pool.where.same if pool.where else None
        if trait is not None and (here or pool.range.at_least):
            return any(
                self._in_range(pool, [self._counting(weights, most, p, may_be_left=self.deciding) for p in having])
                for value in self._values(trait, here)
                if (having := [p for p in here if self._takes_part(self._shares(pool.where, p, value))])
                and (self.deciding or len(having) == len(here))
                and (value == UNSAID or any(self._shares(pool.where, p, value) for p in having))
            )
        amounts = {p.index: self._counting(weights, most, p, may_be_left=self.deciding) for p in here}
        groups = self._groups(pool, path)
        if groups is None:
            return False
        inside, units = groups
        weights, most = self._weights(pool.weight, inside), self._weights(pool.weight, inside, limiting=True)
        amounts |= {
            p.index: self._counting(weights, most, p, may_be_left=False) for p in inside if weights[p.index] is not None
        }
        return self._in_range(pool, [*amounts.values(), *((unit, unit, left) for unit, left in units)])

    def _counting(
        self, weights: Mapping[int, int | None], most: Mapping[int, int | None], piece: Piece, *, may_be_left: bool
    ) -> tuple[int, int, bool]:
        """Return what a piece counts towards a least and a most, and whether it may be left uncounted."""
        return weights[piece.index] or 0, most[piece.index] or 0, may_be_left

    def _chosen_from(self, pool: Pool) -> list[Piece]:
        return [
            p for p in self.counted.values() if pool.weight(p) is not None and self._counts(self._verdicts(pool, p))
        ]

    def _verdicts(self, requirement: RequirementBase, piece: Piece) -> Iterator[Verdict]:
        """Yield how a piece stands in a place, by each entry that may be it."""
        parts: list[RequirementBase] = [requirement]
        if isinstance(requirement, Pool) and requirement.where is None:
            parts = [part for part in requirement.of if isinstance(part, Hold | Select)]
        for part in parts:
            yield from part.verdicts_on(piece.holding, self._situation_of(piece))

    def _situation_of(self, piece: Piece) -> Situation:
        """Return the situation in which a piece is judged: what is exempted is asked for nothing that one must hold."""
        return self.situation.but(exempting=True) if piece.exemption else self.situation

    def _weights(
        self, weigh: Callable[[Piece], int | None], pieces: Iterable[Piece], **counting: bool
    ) -> dict[int, int | None]:
        """Return how much each piece counts, by its index: towards a most, or without what it only lowers."""
        least = Standing.MET if self.certain else Standing.UNKNOWN
        return {piece.index: weigh(piece.counting_for(least, **counting)) for piece in pieces}

    def _groups(self, pool: Pool, path: str) -> tuple[list[Piece], list[tuple[int, bool]]] | None:
        """Return what groups in a pool bring: what is counted in them (credits), and units; None where one is broken.

        A unit with True may be left uncounted: nothing is counted in it.
        """
        inside: list[Piece] = []
        units: list[tuple[int, bool]] = []
        for at, part in enumerate(pool.of):
            place = f"{path}/{at}"
            if isinstance(part, Hold | Select):
                continue
            used, missing = self._is_used(place), self.faults(part, place)
            if missing and used:
                return None
            if isinstance(pool, Units) and pool.each and isinstance(part, Units) and not part.counted:
                each = [] if missing else self._each_unit(part, place)
                if each is None:
                    return None
                units += each
            elif isinstance(pool, Units):
                units += [] if missing else [(1, not used)]
            else:
                inside += [p for other, ps in self.assignment.places.items() if other.startswith(place) for p in ps]
        return inside, units

    def _each_unit(self, pool: Units, path: str) -> list[tuple[int, bool]] | None:
        """Return what a pool of units brings to one that counts each of them."""
        groups = self._groups(pool, path)
        return None if groups is None else [*((1, False) for _ in self.assignment.places.get(path, ())), *groups[1]]

    def _in_range(self, pool: Pool, amounts: Iterable[tuple[int, int, bool]]) -> bool:
        """Tell whether a sum, with or without what may be left out, is within a pool's range."""
        sums = {(0, 0)}
        for amount, limiting, may_be_left in amounts:
            sums = {(one + amount, most + limiting) for one, most in sums} | (sums if may_be_left else set())
        low, high = pool.range.at_least, pool.range.at_most
        exact = [(Decimal(one) / pool.scale, Decimal(most) / pool.scale) for one, most in sums]
        return any((low is None or one >= low) and (high is None or most <= high) for one, most in exact)

    # What is counted elsewhere

    def _among(self, name: str | None) -> list[Piece]:
        """Return what is counted: anywhere, or in the part of that name."""
        if name is None:
            return [*self.counted.values()]
        return [
            *{
                p.index: p for at, ps in self.assignment.places.items() if name in self.parts.get(at, ()) for p in ps
            }.values()
        ]

    def _takes_part(self, answer: bool | None, *, limiting: bool = False) -> bool:  # noqa: FBT001 - the answer itself
        """Tell whether what matches so counts: unknown never helps, unless the best is supposed."""
        return answer is True or (answer is None and self.certain is limiting)

    def _shares(self, where: Selection | None, piece: Piece, value: Value) -> bool | None:
        return piece.shares(where.same, value, or_higher=where.or_higher) if where and where.same else None

    def _values(self, trait: str, pieces: Iterable[Piece]) -> list[Value]:
        """Return the values that may be the one and same, of which the wanted theme or level alone where one is."""
        pieces = list(pieces)
        values: set[Value] = {value for p in pieces if (value := p.value(trait)) is not None}
        if (
            not self.certain
            and not self.deciding
            and any(p.value(trait) is None and p.may_have_any(trait) for p in pieces)
        ):
            values.add(UNSAID)
        if self.deciding and trait == "theme" and self.theme:
            values = {value for value in values if str(value).casefold() == self.theme.casefold()}
        if self.deciding and trait == "level" and self.level:
            values = {value for value in values if isinstance(value, tuple) and value[1] >= self.level}
        return sorted(values, key=str)

    def _counted_pool(self, pool: Pool) -> bool:
        among = self._among(pool.among)
        weights = {p.index: pool.weight(p) for p in among}
        if pool.latest is not None:
            among = [p for p in among if p.exemption is None]  # what is exempted was not attained on any day
            if any(p.holding.attained_on is None or (weights[p.index] is None and p.credits is None) for p in among):
                return not self.certain
            among = _latest(among, weights, pool.latest * pool.scale)
        matching = [(p, pool.selects_counted(p.holding, self._situation_of(p))) for p in among]
        low, high = pool.range.at_least, pool.range.at_most
        least = None if low is None else low * pool.scale
        most = None if high is None else high * pool.scale
        limits = _Limits(least, most, weights, self._weights(pool.weight, among, limiting=True))
        return self._limited(matching, pool.where, limits)

    def _share(self, share: Share) -> bool:
        unit = share.unit or self.unit
        among = self._among(share.among)

        def weigh(piece: Piece) -> int | None:
            return 100 if unit is None else piece.hundredths(unit)

        earned, limiting = (self._weights(weigh, among, lowering=False), self._weights(weigh, among, limiting=True))
        matching = [(p, self._of_share(share, p)) for p in among]
        part = Decimal(str(share.share)).quantize(Decimal("0.0001"))
        bound = None if share.credits is None else share.credits * 100
        if bound is None and share.of == "required":
            whole = required(self.programme, self.tree.needs, self.situation.reading, unit)
            if whole is None:
                return False
            left = whole * 100 - sum(piece.lowers(unit) for piece in self.counted.values())
            bound = (part * left).to_integral_value("ROUND_FLOOR" if share.bound == "at-most" else "ROUND_CEILING")
        relative = bound is None
        if bound is None:
            all_of_it = limiting if share.bound == "at-least" else earned
            bound = part * sum(weight or 0 for weight in all_of_it.values())
        least, most = (bound, None) if share.bound == "at-least" else (None, bound)
        return self._limited(matching, share.where, _Limits(least, most, earned, limiting), relative=relative)

    def _of_share(self, share: Share, piece: Piece) -> bool | None:
        answers = [selects(share.where, piece.holding, self.situation.items)]
        if share.earned_here is not None:
            here = self._is_here(piece)
            answers.append(None if here is None else here is share.earned_here)
        return all_true(answers)

    def _is_here(self, piece: Piece) -> bool | None:
        """Tell whether a piece was earned at the awarding institution; of what is exempted, all that it rests on."""
        if piece.exemption is None:
            return piece.is_earned_at(self.programme.offered_by)
        rests_on = [self._held(at).is_earned_at(self.programme.offered_by) for at in piece.exemption.rests_on]
        return bool(rests_on) and all_true(rests_on)

    def _held(self, at: int) -> Piece:
        holding = self.situation.holdings[at]
        return Piece(at, holding, self.situation.items.get(holding.code or ""))

    def _limited(
        self,
        matching: Sequence[tuple[Piece, bool | None]],
        where: Selection | None,
        limits: _Limits,
        *,
        relative: bool = False,
    ) -> bool:
        """Tell whether what matches keeps to a least and a most; of one and the same value where that is asked for."""
        trait = where.same if where else None
        possible = [p for p, answer in matching if answer is not False]
        if limits.least is not None:
            values: list[Value | None] = [*self._values(trait, possible)] if trait else [None]
            if not any(self._has_least(matching, where, value, limits, relative=relative) for value in values):
                return False
        if limits.most is not None:
            said = sorted({v for p in possible if (v := p.value(trait)) is not None}, key=str) if trait else []
            each: list[Value | None] = [*(said or [UNSAID])] if trait else [None]
            return all(self._has_most(matching, where, value, limits) for value in each)
        return True

    def _answers(
        self, matching: Iterable[tuple[Piece, bool | None]], where: Selection | None, value: Value | None
    ) -> Iterator[tuple[Piece, bool | None]]:
        for piece, answer in matching:
            yield piece, answer if value is None else all_true([answer, self._shares(where, piece, value)])

    def _has_least(
        self,
        matching: Sequence[tuple[Piece, bool | None]],
        where: Selection | None,
        value: Value | None,
        limits: _Limits,
        *,
        relative: bool,
    ) -> bool:
        total, sure = 0, value is None or value == UNSAID
        for piece, answer in self._answers(matching, where, value):
            if self._takes_part(answer):
                total += limits.weights[piece.index] or 0
                sure = sure or (value is not None and self._shares(where, piece, value) is True)
            elif relative and self._unsaid(piece, limits.weights):
                return False
        return sure and total >= (limits.least or 0)

    def _has_most(
        self,
        matching: Sequence[tuple[Piece, bool | None]],
        where: Selection | None,
        value: Value | None,
        limits: _Limits,
    ) -> bool:
        taking = [p for p, answer in self._answers(matching, where, value) if self._takes_part(answer, limiting=True)]
        total = sum(limits.limiting[p.index] or 0 for p in taking)
        return total <= (limits.most or 0) and not any(self._unsaid(p, limits.limiting) for p in taking)

    def _unsaid(self, piece: Piece, weights: Mapping[int, int | None]) -> bool:
        """Tell whether a piece's credits are not known, so that it may break a limit."""
        return self.certain and weights[piece.index] is None and piece.credits is None

    def _distinct(self, distinct: Distinct) -> bool:
        if len(self._different(distinct, supposing=not self.certain)) < distinct.at_least:
            return False
        most = distinct.at_most
        return most is None or len(self._different(distinct, supposing=self.certain, limiting=True)) <= most

    def _different(self, distinct: Distinct, *, supposing: bool, limiting: bool = False) -> set[object]:
        """Return the different ones among what is counted; `supposing`: what is not said is one of its own."""
        different: set[object] = set()
        for piece in self._among(distinct.among):
            if not self._takes_part(selects(distinct.where, piece.holding, self.situation.items), limiting=limiting):
                continue
            if distinct.distinct == "attribute":
                different |= {*shown_attributes(piece.holding, distinct.where.attributes, self.situation.items)}
            elif (value := piece.value(distinct.distinct)) is not None:
                different.add(value)
            elif supposing and piece.may_have_any(distinct.distinct):
                different.add(piece.index)
        return different

    def _span(self, span: Span) -> bool:
        days = []
        for piece in (one for one in self._among(span.among) if one.exemption is None):
            selected = selects(span.where, piece.holding, self.situation.items)
            if not self._takes_part(selected, limiting=True):
                continue
            if piece.holding.attained_on is not None:
                days.append(piece.holding.attained_on)
            elif self.certain:
                return False
        return not days or max(days) <= span.span.after(min(days))

    def _average(self, average: Average) -> bool:
        least = number(average.average)
        if least is None:
            return False
        total = Decimal(0)
        for piece in self._among(average.among):
            selected = selects(average.where, piece.holding, self.situation.items)
            grade = self._grade_of(piece)
            if selected is False or (grade and grade.scale == UNGRADED):
                continue
            if piece.exemption is not None and piece.exemption.effects.graded != "yes":
                continue
            mark = number(grade) if grade and grade.scale == average.average.scale else None
            if mark is None:
                return not self.certain  # where the best is supposed, its grade may be any
            worth = (100 if self.unit is None else piece.hundredths(self.unit) or 100) * (mark - least)
            if selected is None:
                worth = min(worth, Decimal(0)) if self.certain else max(worth, Decimal(0))
            total += worth
        return total >= 0

    def _grade_of(self, piece: Piece) -> Grade | None:
        """Return the grade of a piece; of what is exempted, that of the one thing it rests on."""
        if piece.exemption is None:
            return piece.holding.grade
        grades = [self.situation.holdings[at].grade for at in piece.exemption.rests_on]
        return grades[0] if len(grades) == 1 else None

    def _average_of_held(self, average: Average) -> bool:
        """The average of everything held by the day: as of what is counted, with all of it counted."""
        day = self.situation.day
        held = [
            Piece(at, holding, self.situation.items.get(holding.code or ""))
            for at, holding in enumerate(self.situation.holdings)
            if (holding.attained_on is None and holding.is_attained)
            or (holding.attained_on is not None and holding.attained_on <= day)
        ]
        everything = _Walk(self.programme, self.tree, Assignment({"": held}), self.situation, self.certain)
        everything.unit = self.unit
        return everything._average(average)

    # Nothing twice

    def doubly_counted(self) -> Iterator[str]:
        """Yield what is counted more often than it may be."""
        places: dict[int, list[str]] = defaultdict(list)
        for path, pieces in self.assignment.places.items():
            for piece in pieces:
                places[piece.index].append(path)
        shared: dict[tuple[int, frozenset[str]], dict[int, int]] = defaultdict(dict)
        for index, paths in places.items():
            piece = self.counted[index]
            for one, other in combinations(paths, 2):
                speaking = [
                    (at, frozenset((a, b)))
                    for at, sharing in enumerate(self.sharings)
                    if self._takes_part(selects(sharing.where, piece.holding, self.situation.items))
                    for a in self.parts[one] & {*sharing.sharing}
                    for b in self.parts[other] & {*sharing.sharing}
                    if a != b
                ]
                if self.tree.single_use and not speaking:
                    yield f"`{piece.name}` is counted twice"
                for at, pair in speaking:
                    weight = 1 if self.sharings[at].unit is None else piece.hundredths(self.sharings[at].unit)
                    if weight is None:
                        yield f"`{piece.name}` is counted twice, and its credits are not known"
                    else:
                        shared[at, pair][index] = weight
        for (at, _), weights in shared.items():
            sharing = self.sharings[at]
            most = None if sharing.at_most is None else sharing.at_most * (1 if sharing.unit is None else 100)
            if most is not None and sum(weights.values()) > most:
                yield f"more is counted twice than `{'`, `'.join(sharing.sharing)}` may share"
        yield from self._used_up()
        yield from self._once()

    def _used_up(self) -> Iterator[str]:
        """Yield what is counted beside what it exempts from, where no rule shares that."""
        where: dict[int, list[str]] = defaultdict(list)
        for path, pieces in self.assignment.places.items():
            for piece in pieces:
                where[piece.index].append(path)
        for piece in self.counted.values() if self.tree.single_use else ():
            for at in piece.exemption.rests_on if piece.exemption else ():
                for one, other in product(where.get(at, ()), where[piece.index]):
                    if not any(self._speaks_of(s, self._held(at), one, other) for s in self.sharings):
                        yield f"`{self._held(at).name}` is counted, and exempts from `{piece.name}`"

    def _speaks_of(self, sharing: Sharing, piece: Piece, one: str, other: str) -> bool:
        """Tell whether what may be shared covers a piece in two places."""
        names = {*sharing.sharing}
        pairs = product(self.parts[one] & names, self.parts[other] & names)
        takes = self._takes_part(selects(sharing.where, piece.holding, self.situation.items))
        return takes and any(a != b for a, b in pairs)

    def _once(self) -> Iterator[str]:
        """Yield what is counted of one entry more than once."""
        times: dict[Code, int] = defaultdict(int)
        spared: dict[Code, int] = defaultdict(int)
        for piece in self.counted.values():
            if piece.exemption is not None:
                spared[piece.exemption.code] += 1
            if piece.holding.code and not (piece.item and (piece.item.is_class or piece.item.repeatable)):
                times[piece.holding.code] += 1
        for counts in (times, spared):
            yield from (f"`{code}` is counted {count} times" for code, count in counts.items() if count > 1)

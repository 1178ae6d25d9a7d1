"""An award judged without a solver: given what is counted where, does its tree hold on this day?

It walks the tree once, with the assignment in hand: each kind says whether it holds (`replay`), and nothing is shared
with the `encode` by which the assignment was found. What a single holding is, and on which days it counts, is judged by
the rules, as for exemptions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations, product

from stackways.rules.awards.cutting import cuts_in, cuts_of, left_of
from stackways.rules.base import Code
from stackways.rules.catalogue import Programme, Selection
from stackways.rules.holdings import AHEAD, Grade
from stackways.rules.kinds.award import Award
from stackways.rules.kinds.structure import Structure
from stackways.rules.pieces import UNSAID, Piece, Value
from stackways.rules.requirements.base import RequirementBase
from stackways.rules.requirements.reading import required, unit_of
from stackways.rules.requirements.replays import Both, Limits
from stackways.rules.selection import all_true, selects
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
    replay = _Replay(programme, tree, assignment, situation, certain)
    return [*tree.needs.replay(replay, "0"), *replay.doubly_counted()]


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
    replay = _Replay(programme, tree, assignment, situation, certain, deciding=True, theme=theme, level=level)
    return award.needs.replay(replay, f"{award.decides}/{award.code}")


@dataclass
class _Replay:
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
    sharings: list[Both] = field(default_factory=list)
    """What lets something be counted twice, of the parts that hold."""

    def __post_init__(self) -> None:
        """Name the parts that each place is in."""
        self.parts: dict[str, frozenset[str]] = {}
        self._name_parts(self.tree.needs, "0", frozenset())
        self.counted: dict[int, Piece] = {p.index: p for pieces in self.assignment.places.values() for p in pieces}
        self.unit = unit_of(self.programme, self.tree.needs, self.situation.reading)
        self.cuts = cuts_of(self.tree.needs, self.situation.reading)

    def _name_parts(self, requirement: RequirementBase, path: str, above: frozenset[str]) -> None:
        read = requirement.as_read(self.situation.reading)
        self.parts[path] = above | {read.part_name} if read.part_name else above
        for position, (part, _) in enumerate(read.parts()):
            self._name_parts(part, f"{path}/{position}", self.parts[path])

    def required(self, unit: str | None) -> Decimal | None:
        """Return the hundredths of credits that are required, less what exemptions lower; None where not published."""
        whole = required(self.programme, self.tree.needs, self.situation.reading, unit)
        return None if whole is None else whole * 100 - sum(piece.lowers(unit) for piece in self.counted.values())

    # What is counted

    def here(self, path: str) -> Sequence[Piece]:
        """Return what is counted in one place of the tree."""
        return self.assignment.places.get(path, ())

    def inside(self, path: str) -> list[Piece]:
        """Return what is counted in a place of the tree or in one inside it."""
        places = self.assignment.places.items()
        return [piece for at, pieces in places if f"{at}/".startswith(f"{path}/") for piece in pieces]

    def is_used(self, path: str) -> bool:
        """Tell whether something is counted in a part of the tree."""
        return bool(self.inside(path))

    def among(self, name: str | None) -> list[Piece]:
        """Return what is counted: anywhere, or in the part of that name."""
        if name is None:
            return [*self.counted.values()]
        places = self.assignment.places.items()
        inside = (piece for at, pieces in places if name in self.parts.get(at, ()) for piece in pieces)
        return [*{piece.index: piece for piece in inside}.values()]

    def held(self) -> list[Piece]:
        """Return what is held by the day, counted or not."""
        day = self.situation.day
        return [
            self._held(at)
            for at, holding in enumerate(self.situation.holdings)
            if holding.enters_averages
            and (holding.status not in AHEAD if holding.begun is None else holding.begun <= day)
        ]

    def _held(self, at: int) -> Piece:
        holding = self.situation.holdings[at]
        return Piece(at, holding, self.situation.items.get(holding.code or ""))

    # What is known of a piece

    def counts(self, requirement: RequirementBase, piece: Piece) -> bool:
        """Tell whether a piece may be counted in the very place of a requirement, on the day."""
        return any(map(self.is_on, requirement.verdicts_here(piece.holding, self.situation_of(piece))))

    def situation_of(self, piece: Piece) -> Situation:
        """Return the situation in which a piece is judged: what is exempted is asked for nothing that one must hold."""
        return self.situation.but(exempting=True) if piece.exemption else self.situation

    def grade_of(self, piece: Piece) -> Grade | None:
        """Return the grade of a piece; of what is exempted, that of the one thing it rests on."""
        if piece.exemption is None:
            return piece.holding.grade
        grades = [self.situation.holdings[at].grade for at in piece.exemption.rests_on]
        return grades[0] if len(grades) == 1 else None

    def is_here(self, piece: Piece) -> bool | None:
        """Tell whether a piece was earned at the awarding institution; of what is exempted, all that it rests on."""
        if piece.exemption is None:
            return piece.is_earned_at(self.programme.offered_by)
        rests_on = [self._held(at).is_earned_at(self.programme.offered_by) for at in piece.exemption.rests_on]
        return bool(rests_on) and all_true(rests_on)

    def weights(
        self,
        weigh: Callable[[Piece], int | None],
        pieces: Iterable[Piece],
        *,
        limiting: bool = False,
        lowering: bool = True,
    ) -> dict[int, int | None]:
        """Return how much each piece counts, by its index: towards a most, or without what it only lowers."""
        least = Standing.MET if self.certain else Standing.UNKNOWN
        return {piece.index: weigh(piece.counting_for(least, limiting=limiting, lowering=lowering)) for piece in pieces}

    def cut_off(self, pieces: Iterable[Piece], weights: Mapping[int, int | None], unit: str | None) -> int:
        """Return how much of what pieces weigh, by their index, limits cut off where it is summed in a unit."""
        cuts = [] if self.deciding or unit is None else cuts_in(self.cuts, unit)
        amounts = [
            (weights.get(piece.index) or 0, [at for at, (cut, _) in enumerate(cuts) if self._is_cut(piece, cut)])
            for piece in {piece.index: piece for piece in pieces}.values()
        ]
        return sum(amount for amount, _ in amounts) - left_of(amounts, [most for _, most in cuts]) if cuts else 0

    def _is_cut(self, piece: Piece, cut: RequirementBase) -> bool:
        selected = cut.selects_counted(piece.holding, self.situation) if piece.exemption is None else False
        return self.takes_part(selected, limiting=True)

    def values(self, trait: str, pieces: Iterable[Piece]) -> list[Value]:
        """Return the values that may be the one and same, of which the wanted theme or level alone where one is."""
        pieces = list(pieces)
        values: set[Value] = {value for p in pieces if (value := p.value(trait)) is not None}
        supposing = not self.certain and not self.deciding
        if supposing and any(p.value(trait) is None and p.may_have_any(trait) for p in pieces):
            values.add(UNSAID)
        if self.deciding and trait == "theme" and self.theme:
            values = {value for value in values if str(value).casefold() == self.theme.casefold()}
        if self.deciding and trait == "level" and self.level:
            values = {value for value in values if isinstance(value, tuple) and value[1] >= self.level}
        return sorted(values, key=str)

    # What holds

    def is_on(self, verdict: Verdict) -> bool:
        """Tell whether a verdict is met on the day, or may be where the best is supposed."""
        return self.situation.day in (verdict.met if self.certain else verdict.possible)

    def takes_part(self, answer: bool | None, *, limiting: bool = False) -> bool:  # noqa: FBT001 - the answer itself
        """Tell whether what matches so counts: unknown never helps, unless the best is supposed."""
        return answer is True or (answer is None and self.certain is limiting)

    def tried(self, *parts: tuple[RequirementBase, str]) -> list[str]:
        """Return why parts that may be left out are not met; what they let share counts only where they are."""
        sharings = [*self.sharings]
        missing = [fault for part, path in parts for fault in part.replay(self, path)]
        if missing:
            self.sharings = sharings
        return missing

    def share(self, both: Both) -> None:
        """Let something be counted twice."""
        self.sharings.append(both)

    def keeps_to(
        self,
        matching: Sequence[tuple[Piece, bool | None]],
        where: Selection | None,
        limits: Limits,
        *,
        relative: bool = False,
    ) -> bool:
        """Tell whether what matches keeps to a least and a most; of one and the same value where that is asked for."""
        trait = where.same if where else None
        possible = [p for p, answer in matching if answer is not False]
        if limits.least is not None:
            values: list[Value | None] = [*self.values(trait, possible)] if trait else [None]
            if not any(self._has_least(matching, where, value, limits, relative=relative) for value in values):
                return False
        if limits.most is not None:
            said = sorted({v for p in possible if (v := p.value(trait)) is not None}, key=str) if trait else []
            each: list[Value | None] = [*(said or [UNSAID])] if trait else [None]
            return all(self._has_most(matching, where, value, limits) for value in each)
        return True

    def _has_least(
        self,
        matching: Sequence[tuple[Piece, bool | None]],
        where: Selection | None,
        value: Value | None,
        limits: Limits,
        *,
        relative: bool,
    ) -> bool:
        total, sure, taking = 0, value is None or value == UNSAID, []
        for piece, answer in _answers(matching, where, value):
            if self.takes_part(answer):
                taking.append(piece)
                total += limits.weights[piece.index] or 0
                sure = sure or (value is not None and _has(where, piece, value) is True)
            elif relative and self._unsaid(piece, limits.weights):
                return False
        return sure and total - self.cut_off(taking, limits.weights, limits.summed_in) >= (limits.least or 0)

    def _has_most(
        self,
        matching: Sequence[tuple[Piece, bool | None]],
        where: Selection | None,
        value: Value | None,
        limits: Limits,
    ) -> bool:
        taking = [p for p, answer in _answers(matching, where, value) if self.takes_part(answer, limiting=True)]
        total = sum(limits.limiting[p.index] or 0 for p in taking)
        return total <= (limits.most or 0) and not any(self._unsaid(p, limits.limiting) for p in taking)

    def _unsaid(self, piece: Piece, weights: Mapping[int, int | None]) -> bool:
        """Tell whether a piece's credits are not known, so that it may break a limit."""
        return self.certain and weights[piece.index] is None and piece.credits is None

    # What does not

    def not_met(self, requirement: RequirementBase) -> list[str]:
        """Say that a requirement is not met."""
        return [f"not met: {self._named(requirement)}"]

    def not_one(self, requirement: RequirementBase, path: str) -> list[str]:
        """Say why not exactly one thing is counted for a requirement, or does not count; nothing where one does."""
        name = self._named(requirement)
        if self.deciding:
            shown = any(self.counts(requirement, piece) for piece in self.counted.values())
            return [] if shown else [f"not counted: {name}"]
        here = self.here(path)
        if len(here) != 1:
            return [f"{len(here)} things are counted for {name}"]
        (piece,) = here
        if self.counts(requirement, piece):
            return []
        verdicts = requirement.verdicts_here(piece.holding, self.situation_of(piece))
        why = "; ".join(note.text for verdict in verdicts for note in verdict.reasons) or "it is something else"
        return [f"`{piece.name}` does not count for {name} on {self.situation.day}: {why}"]

    def not_asked(self, path: str) -> list[str]:
        """Say that something is counted for what is not asked."""
        return [f"something is counted for what is not asked: {path}"]

    def _named(self, requirement: RequirementBase) -> str:
        return str(requirement.in_words(self.situation.name_of, self.situation.reading))

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
                    if self.takes_part(selects(sharing.where, piece.holding, self.situation.items))
                    for a in self.parts[one] & sharing.parts
                    for b in self.parts[other] & sharing.parts
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
                yield f"more is counted twice than `{'`, `'.join(sorted(sharing.parts))}` may share"
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

    def _speaks_of(self, sharing: Both, piece: Piece, one: str, other: str) -> bool:
        """Tell whether what may be shared covers a piece in two places."""
        names = sharing.parts
        pairs = product(self.parts[one] & names, self.parts[other] & names)
        takes = self.takes_part(selects(sharing.where, piece.holding, self.situation.items))
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


def _answers(
    matching: Iterable[tuple[Piece, bool | None]], where: Selection | None, value: Value | None
) -> Iterator[tuple[Piece, bool | None]]:
    for piece, answer in matching:
        yield piece, answer if value is None else all_true([answer, _has(where, piece, value)])


def _has(where: Selection | None, piece: Piece, value: Value) -> bool | None:
    return piece.shares(where.same, value, or_higher=where.or_higher) if where and where.same else None

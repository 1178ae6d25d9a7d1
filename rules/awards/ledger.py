"""The ledger: which holdings are counted where, as truth values of a CP-SAT model.

Requirement kinds write their meaning into it by `encode`, once for the audit of an award and for the planning of a
route. A holding is counted in at most one place, unless a rule shares it; of several holdings of one code one counts,
unless it is repeatable. What is exempted is a piece of its own beside the holdings, and uses up what it rests on.

Source of the meaning: concepts.md, "Requirements and awards".
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, TypeAlias

from stackways.rules.awards.cutting import cuts_in
from stackways.rules.awards.solver import cp_model
from stackways.rules.days import Days
from stackways.rules.deadline import TooLargeError, deadline_of_question
from stackways.rules.pieces import UNSAID
from stackways.rules.requirements.asks import PRICE_OF_A_PART, AtMost, Place
from stackways.rules.selection import all_true
from stackways.rules.situation import Situation, Standing, Verdict

if TYPE_CHECKING:
    from decimal import Decimal

    from stackways.rules.base import Code
    from stackways.rules.catalogue import Selection
    from stackways.rules.holdings import Grade, Holding
    from stackways.rules.periods import Period
    from stackways.rules.pieces import Piece, Value
    from stackways.rules.requirements.asks import Shared, Sum, Term, Total, Truth
    from stackways.rules.requirements.base import RequirementBase

MOST_LITERALS = 200_000
"""The most truth values of one model; a solver that is given more takes gigabytes."""

PRICE_OF_WHAT_NOTHING_FILLS = 1_000
"""How many times its price a part costs, that nothing fills, when what is missing is told."""
FOREVER = 40_000
"""Days until a holding that never ends; more than a century, so that it sorts after every date in use."""

Verdicts: TypeAlias = "dict[tuple[int, int], tuple[RequirementBase, Verdict | None]]"
"""Verdicts on pieces, by the requirement's identity and the piece; with the requirement, so that no other has that."""


@dataclass(frozen=True, slots=True)
class Shortage:
    """What is missing in a model that may leave requirements unmet."""

    requirement: RequirementBase
    path: str
    amount: cp_model.IntVar
    price: int
    """Of one of `amount`, in hundredths of a credit."""
    scale: int
    """How many of `amount` are one of the requirement's own numbers."""


@dataclass
class SolverLedger:
    """The model under construction; `least` is the standing that a holding or condition needs to take part.

    MET asks for what is certain, UNKNOWN for what may be. A `soft` ledger lets every requirement be left unmet, at a
    price (`shortages`); a `doubling` one lets a holding be counted in several places, and says which (`doubled`).
    """

    situation: Situation
    pieces: Sequence[Piece]
    day: dt.date
    """The day of the claim; verdicts tell of every day, so that one situation serves for all."""
    unit: str | None = None
    """The unit of the programme's credits."""
    required: Callable[[str | None], Decimal | None] = lambda _: None
    """The credits that the award requires, in a unit; None where that is not published in it."""
    institutions: Sequence[Code] = ()
    """Who awards it."""
    least: Standing = Standing.MET
    soft: bool = False
    doubling: bool = False
    cuts: Sequence[RequirementBase] = ()
    """Limits that cut off, of what they select, what exceeds their most, wherever credits are summed."""
    unfillable: Sequence[RequirementBase] = ()
    """Parts that are left unmet only where there is no other way: nothing can fill them."""
    at_most_exempted: Sequence[AtMost] = ()
    """How much of what is exempted may count in all."""
    inner: Mapping[Code, RequirementBase] = field(default_factory=dict)
    """Trees of programmes whose parts may be counted in place of the programme, by code."""
    verdicts: Verdicts = field(default_factory=dict)
    """Kept from one model of an audit to the next."""
    model: cp_model.CpModel = field(default_factory=cp_model.CpModel)
    places: dict[int, list[tuple[Place, Truth]]] = field(default_factory=lambda: defaultdict(list))
    sharings: list[Shared] = field(default_factory=list)
    shortages: list[Shortage] = field(default_factory=list)
    totals: dict[str, list[Total]] = field(default_factory=lambda: defaultdict(list))
    """What each requirement counts, by its path."""
    lasting: list[tuple[Truth, Days]] = field(default_factory=list)
    """On which days what a literal stands for holds."""
    begins: set[dt.date] = field(default_factory=set)
    """Days after the claim's on which something begins to count."""
    days: dict[int, Days] = field(default_factory=dict)
    """On which days each piece may be counted, over all places where it may."""
    lefts: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    """For how many days from now each piece may be counted, place by place."""
    roles: dict[int, list[object]] = field(default_factory=lambda: defaultdict(list))
    """Everything the model asks of each piece: pieces with the same roles can be exchanged for each other."""
    witnesses: dict[str, dict[Value, Truth]] = field(default_factory=dict)
    """For requirements of one and the same theme, level, …: which value is chosen, by the requirement's path."""
    single_use: bool = True
    """Whether a piece is counted in one place only, unless something is shared."""
    exclusive: bool = True
    """Whether no piece can be counted in two places."""
    deciding: bool = False
    """True while rules are written that look at what is counted (title, theme, level) and count nothing themselves."""
    doubled: dict[int, Truth] = field(default_factory=dict)
    _counted: dict[int, Truth] = field(default_factory=dict)
    _counted_in: dict[tuple[int, str], Truth] = field(default_factory=dict)
    _parts: list[str] = field(default_factory=list)
    _building: list[Code] = field(default_factory=list)
    _written: dict[tuple[object, ...], tuple[Truth, str]] = field(default_factory=dict)
    """Inner programmes that are written once, however often they are named: whether they are built, and their path."""
    _named: dict[str, list[tuple[Truth, str]]] = field(default_factory=lambda: defaultdict(list))
    """Where such a one is named: whether it is counted there, and the path; by its own path."""
    _counted_whole: dict[Code, list[Truth]] = field(default_factory=lambda: defaultdict(list))
    """Whether an inner programme is counted, for each place in which it is named."""
    _apart: bool = False
    _outside: dict[str, frozenset[str]] = field(default_factory=dict)
    _literals: int = 0
    _exempting: Situation | None = None

    def literal(self, name: str) -> Truth:
        """Return a new truth value; raises TooLargeError where the model has as many as one may have."""
        self._literals += 1
        if self._literals > MOST_LITERALS:
            raise TooLargeError
        return self.model.new_bool_var(name)

    @contextmanager
    def part(self, name: str | None) -> Iterator[None]:
        """Let what is written meanwhile be in the part of that name."""
        self._parts += [name] if name else []
        yield
        if name:
            self._parts.pop()

    def _parts_here(self, name: str | None) -> frozenset[str]:
        """Return the names of the parts that what is written now is in, with a further one."""
        return frozenset(self._parts + ([name] if name else []))

    def counted(self, piece: Piece, among: str | None = None) -> Truth:
        """Return whether the piece is counted anywhere, or in the part of that name."""
        if among is not None:
            if (piece.index, among) not in self._counted_in:
                self._counted_in[piece.index, among] = self.literal(f"counted {piece.name} in {among}")
            return self._counted_in[piece.index, among]
        if piece.index not in self._counted:
            self._counted[piece.index] = self.literal(f"counted {piece.name}")
        return self._counted[piece.index]

    def verdict(
        self, requirement: RequirementBase, piece: Piece, judge: Callable[[Holding, Situation], Verdict | None]
    ) -> Verdict | None:
        """Return the verdict on a piece, judged once for all models of an audit."""
        key = (id(requirement), piece.index)
        kept = self.verdicts.get(key)
        if kept is None:
            kept = self.verdicts[key] = requirement, judge(piece.holding, self.situation_of(piece))
        return kept[1]

    def situation_of(self, piece: Piece) -> Situation:
        """Return the situation in which a piece is judged: what is exempted is asked for nothing that one must hold."""
        if piece.exemption is None:
            return self.situation
        if self._exempting is None:
            self._exempting = self.situation.but(exempting=True)
        return self._exempting

    def limited(self, piece: Piece) -> Piece:
        """Return a piece with the credits that it counts for towards a most."""
        return piece.counting_for(self.least, limiting=True)

    def earned(self, piece: Piece) -> Piece:
        """Return a piece with the credits that it brings, and not what it lowers."""
        return piece.counting_for(self.least, lowering=False)

    def grade_of(self, piece: Piece) -> Grade | None:
        """Return the grade of a piece; of what is exempted, that of the one thing it rests on."""
        if piece.exemption is None:
            return piece.holding.grade
        rests_on = [other for other in self.pieces if other.index in piece.exemption.rests_on]
        return rests_on[0].holding.grade if len(rests_on) == 1 else None

    def takes_part(self, answer: bool | None, *, limiting: bool = False) -> bool:  # noqa: FBT001 - the answer itself
        """Tell whether what is matched so counts: towards a limit also what may be, unless the best is supposed."""
        return answer is True or (answer is None and (self.least is Standing.MET) is limiting)

    def place(self, piece: Piece, place: Place, verdict: Verdict) -> Truth | None:
        """Return whether the piece is counted in a place; None when it may not be there on the day."""
        days = self._days_of(verdict)
        if self.day not in days or not self._counts_here(piece):
            return None
        literal = self.literal(f"{piece.name} in {place.path}")
        self.model.add_implication(literal, place.active)
        self.lasting.append((literal, days))
        if self.deciding:
            self.model.add_implication(literal, self.counted(piece))
            self.roles[piece.index].append((place.path, days))
            return literal
        self.roles[piece.index].append(place.path)
        self.places[piece.index].append((replace(place, parts=self._parts_here(place.pool)), literal))
        self.lefts[piece.index].append(self.left(days))
        self.days[piece.index] = self.days[piece.index] | days if piece.index in self.days else days
        return literal

    def _counts_here(self, piece: Piece) -> bool:
        """Tell whether a piece may be counted where the tree is now: some exemptions hold in inner programmes alone."""
        inside = piece.exemption.inside if piece.exemption else None
        return inside is None or self.deciding or not inside.isdisjoint(self._building)

    def places_for(self, requirement: RequirementBase, active: Truth, path: str) -> Iterator[Truth]:
        """Yield whether each piece that a requirement takes is counted for it."""
        for piece in self.pieces:
            verdict = self.verdict(requirement, piece, lambda *one: next(requirement.verdicts_on(*one), None))
            literal = None if verdict is None else self.place(piece, Place(path, None, active), verdict)
            if literal is not None:
                yield literal

    def _days_of(self, verdict: Verdict) -> Days:
        """Return the days on which something takes part, and note when that begins after the day asked for."""
        days = verdict.met if self.least is Standing.MET else verdict.possible
        later = days.first_after(days.last_of_run(self.day) or dt.date.max) if self.day in days else None
        begins = later if self.day in days else days.first_after(self.day)
        if begins is not None:
            self.begins.add(begins)
        return days

    def hundredths_of(self, code: Code, unit: str | None) -> int | None:
        """Return the credits of a catalogue entry in hundredths of a unit; None when they are not known in it."""
        item = self.situation.items.get(code)
        return None if item is None or item.credits is None or item.unit != unit else int(item.credits * 100)

    def is_here(self, piece: Piece) -> bool | None:
        """Tell whether a piece was earned at the awarding institution; of what is exempted, all that it rests on."""
        if piece.exemption is None:
            return piece.is_earned_at(self.institutions)
        rests_on = [other for other in self.pieces if other.index in piece.exemption.rests_on]
        return bool(rests_on) and all_true([other.is_earned_at(self.institutions) for other in rests_on])

    # What requirement kinds ask for

    def condition(self, requirement: RequirementBase, verdict: Verdict, active: Truth, path: str) -> None:
        """Ask for a condition that is not about what is counted."""
        days = self._days_of(verdict)
        if self.day in days:
            self.lasting.append((active, days))
        else:
            self.refuse(requirement, active, path)

    def average_of_held(
        self,
        requirement: RequirementBase,
        where: Selection,  # noqa: ARG002 - a plan may hold more
        verdict: Verdict,
        active: Truth,
        path: str,
    ) -> None:
        """Ask for an average of all that is held and selected, counted or not."""
        self.condition(requirement, verdict, active, path)

    def as_held(self, requirement: RequirementBase, days: Callable[[Verdict], Days], name: str) -> Truth:
        """Return a truth value that may hold on the days that follow from how a requirement stands by what is held."""
        literal, those = self.literal(name), days(requirement.judge(self.situation))
        holding = self._days_of(Verdict(those, those))
        if self.day in holding:
            self.lasting.append((literal, holding))
        else:
            self.model.add(literal == 0)
        return literal

    def refuse(self, requirement: RequirementBase, active: Truth, path: str) -> None:
        """Say that a requirement cannot be met."""
        if self.soft:
            self.model.add_bool_or(self.excuse(requirement, path)).only_enforce_if(active)
        else:
            self.model.add(active == 0)

    def excuse(self, requirement: RequirementBase, path: str, price: int | None = None) -> list[Truth]:
        """Return what lets a requirement be left unmet: nothing, unless the ledger is soft.

        `price` is what it is worth, in hundredths of a credit, where that is known.
        """
        price = price or PRICE_OF_A_PART
        return [self._shortage(requirement, path, most=1, price=price, scale=1)] if self.soft else []

    def short_of(self, requirement: RequirementBase, path: str) -> list[Truth]:
        """Return how much is missing of a requirement of an amount, as far as it may be left unmet."""
        return [one.amount for one in self.shortages if one.requirement is requirement and one.path == path]

    def require_one(self, literals: Sequence[Truth], active: Truth) -> None:
        """Ask for exactly one of several ways to meet a requirement."""
        total: Sum = sum(literals)
        # What only looks at what is counted may see it more than once.
        self.model.add(total >= 1 if self.deciding else total == 1).only_enforce_if(active)

    def require(  # noqa: PLR0913 - a limit has this many sides
        self,
        requirement: RequirementBase,
        total: Sum,
        least: Sum,
        active: Truth,
        path: str,
        *,
        most: int,
        scale: int,
        times: int = 1,
    ) -> None:
        """Ask that `total * times` is at least `least`; `most`: the most of the total that can be missing."""
        if self.soft and most > 0:
            price = 1 if scale > 1 else PRICE_OF_A_PART
            total = sum([total, self._shortage(requirement, path, most=most, price=price, scale=scale)])
        self.model.add(total * times >= least).only_enforce_if(active)

    def brought(self, terms: Sequence[Term], unit: str | None) -> Sum:
        """Return what is summed in a unit of credits, without what limits cut off; in none, what is counted."""
        cuts = [] if self.deciding or unit is None else cuts_in(self.cuts, unit)
        whole: list[Sum] = []
        parts: dict[tuple[int, ...], list[Term]] = defaultdict(list)
        for term in terms:
            by = tuple(at for at, (cut, _) in enumerate(cuts) if self.is_cut_by(cut, term.piece))
            if by and term.piece:
                parts[by].append(term)
                self.roles[term.piece.index].append(("cut", by))
            else:
                whole.append(term.weight * term.literal)
        left = {by: self._left_of(several, cuts, by) for by, several in parts.items()}
        for at, (_, most) in enumerate(cuts):
            self.model.add(sum(part for by, part in left.items() if at in by) <= most)
        return sum([*whole, *left.values()])

    def is_cut_by(self, cut: RequirementBase, piece: Piece | None) -> bool:
        """Tell whether a limit cuts what a piece brings; nothing of what is exempted."""
        selected = False if piece is None or piece.exemption else cut.selects_counted(piece.holding, self.situation)
        return self.takes_part(selected, limiting=True)

    def _left_of(
        self, terms: Sequence[Term], cuts: Sequence[tuple[RequirementBase, int]], by: tuple[int, ...]
    ) -> cp_model.IntVar:
        """Return what limits leave of a sum: of one limit just that, of several at most that."""
        most = min(cuts[at][1] for at in by)
        amount = sum(term.weight * term.literal for term in terms)
        left = self.model.new_int_var(0, most, "")
        if len(by) == 1:
            self.model.add_min_equality(left, [amount, most])
        else:
            self.model.add(left <= amount)
        return left

    def is_dated(self, piece: Piece) -> bool:
        """Tell whether it is known when a piece was attained."""
        return piece.holding.attained_on is not None

    def among_latest(self, terms: Sequence[Term], amount: int, path: str) -> Mapping[int, Truth]:
        """Return, by index, whether a dated piece is counted and less than an amount is counted on later days."""
        by_day: dict[dt.date, list[Term]] = defaultdict(list)
        for term in terms:
            if term.piece and term.piece.holding.attained_on:
                by_day[term.piece.holding.attained_on].append(term)
        seen: dict[int, Truth] = {}
        later: Sum = 0
        for day in sorted(by_day, reverse=True):
            reached = self.reaches(later, amount, f"{path} reached after {day}")
            seen |= self.counted_unless(reached, by_day[day], path)
            later = sum([later, *(term.weight * term.literal for term in by_day[day])])
        return seen

    def reaches(self, total: Sum, amount: int, name: str) -> Truth:
        """Return whether a total is so much or more."""
        reached = self.literal(name)
        # Of nothing, the total is a number and not an expression.
        total = sum([total, self.model.new_constant(0)])
        self.model.add(total >= amount).only_enforce_if(reached)
        self.model.add(total < amount).only_enforce_if(reached.negated())
        return reached

    def counted_unless(self, reached: Truth, terms: Iterable[Term], path: str) -> dict[int, Truth]:
        """Return, by index, whether a piece is counted and something is not reached."""
        seen = {}
        for term in terms:
            if term.piece:
                seen[term.piece.index] = self.literal(f"{path} {term.piece.name} among the latest")
                self.model.add_min_equality(seen[term.piece.index], [term.literal, reached.negated()])
        return seen

    def keep_within(
        self,
        requirement: RequirementBase,
        period: Period,
        counted: Sequence[tuple[Piece, Truth]],
        active: Truth,
        path: str,
    ) -> None:
        """Exclude every two that were attained further apart than a period; what has no date is not certain."""
        dated = []
        for piece, literal in counted:
            if piece.holding.attained_on is not None:
                dated.append((piece.holding.attained_on, piece.index, literal))
            elif self.least is Standing.MET:
                self.model.add_implication(active, literal.negated())
        dated.sort(key=lambda one: one[:2])
        # later[k]: something from the k-th on is counted, which says it for all that lie too far before.
        later = [self.literal(f"{path} from {attained}") for attained, _, _ in dated]
        unless = [active.negated(), *self.excuse(requirement, path)]
        for position, (_, _, literal) in enumerate(dated):
            self.model.add_implication(literal, later[position])
            if position + 1 < len(dated):
                self.model.add_implication(later[position + 1], later[position])
        for attained, _, literal in dated:
            too_late = bisect_right(dated, period.after(attained), key=lambda one: one[0])
            if too_late < len(dated):
                self.model.add_bool_or([*unless, literal.negated(), later[too_late].negated()])

    def one_after_another(
        self,
        requirement: RequirementBase,
        parts: Sequence[Sequence[tuple[Piece, Truth]]],
        active: Truth,
        path: str,
    ) -> None:
        """Exclude what was attained before something that is counted in an earlier part.

        Between every two parts lies a day: by then the earlier one is had, and the later one is not begun.
        """
        ordered = self.literal(f"{path} in order")
        self.model.add_bool_or([active.negated(), ordered, *self.excuse(requirement, path)])
        turns = [self.between_parts(f"{path} before part {at}") for at in range(1, len(parts))]
        for earlier, later in pairwise(turns):
            self.model.add(earlier <= later).only_enforce_if(ordered)
        for at, part in enumerate(parts):
            for piece, literal in part:
                self.roles[piece.index].append((path, at, piece.holding.attained_on))
                if self.is_dated(piece):
                    begun, had = self.begun_and_had(piece)
                    for turn in turns[at : at + 1]:
                        self.model.add(had <= turn).only_enforce_if([ordered, literal])
                    for turn in turns[at - 1 : at] if at else ():
                        self.model.add(begun >= turn).only_enforce_if([ordered, literal])
                        self.model.add(had > turn).only_enforce_if([ordered, literal])
                elif self.least is Standing.MET:
                    others = [other for k, there in enumerate(parts) if k != at for _, other in there]
                    for other in others:
                        self.model.add_bool_or([ordered.negated(), literal.negated(), other.negated()])

    def between_parts(self, name: str) -> cp_model.IntVar:
        """Return a day by which something is had, before something else."""
        return self.model.new_int_var(0, dt.date.max.toordinal(), name)

    def begun_and_had(self, piece: Piece) -> tuple[Sum, Sum]:
        """Return the days from which and by which a dated piece was attained, as whole numbers."""
        attained = (piece.holding.attained_on or dt.date.min).toordinal()
        return attained, attained

    def values(self, trait: str, pieces: Iterable[Piece | None]) -> list[Value]:
        """Return the different themes, subjects, levels or institutions of some pieces."""
        return sorted({value for piece in pieces if piece and (value := piece.value(trait)) is not None}, key=str)

    def candidates(self, trait: str, pieces: Iterable[Piece]) -> list[Value]:
        """Return the values that may be the one and same: of a title, theme or level only what is said."""
        pieces = list(pieces)
        supposing = self.least is Standing.UNKNOWN and not self.deciding
        unsaid = supposing and any(p.value(trait) is None and p.may_have_any(trait) for p in pieces)
        return self.values(trait, pieces) + [UNSAID] * unsaid

    def choose(self, trait: str, values: Iterable[Value], active: Truth, path: str) -> dict[Value, Truth]:
        """Return which one of several values is chosen, as a rule of one and the same theme, level, … asks."""
        chosen = {value: self.literal(f"{path} {trait} {value}") for value in values}
        for literal in chosen.values():
            self.model.add_implication(literal, active)
        self.model.add_at_most_one(chosen.values())
        self.model.add_bool_or(list(chosen.values())).only_enforce_if(active)
        self.witnesses[path] = chosen
        return chosen

    def require_any(self, literals: Sequence[Truth], active: Truth) -> None:
        """Ask that something that has the value chosen is counted, also where the amount asked for is none."""
        if not self.soft:
            self.model.add_bool_or(literals).only_enforce_if(active)

    def require_any_of(
        self, requirement: RequirementBase, literals: Sequence[Truth], active: Truth, path: str, *, scale: int
    ) -> None:
        """Ask the same of a share, which of nothing is nothing; a soft ledger counts one as missing where it is."""
        if self.soft:
            short = sum(self.short_of(requirement, path))
            self.model.add(sum(literals) * scale + short >= scale).only_enforce_if(active)
        else:
            self.require_any(literals, active)

    def build(self, code: Code, active: Truth, path: str) -> Truth | None:
        """Return whether the parts of an inner programme are counted in its place; None inside its own parts.

        Each programme is counted in one place only, as each unit is, unless rules let something count twice. It is
        written into the model once, however often it is named, unless its place must be known (`apart`).
        """
        if code in self._building:
            return None
        literal = self.literal(f"{code} built from its parts")
        self.model.add_implication(literal, active)
        if not self.exclusive or self._apart or self.deciding:
            self._write(code, literal, f"{path}/inner")
        else:
            key = (code, frozenset(self._parts), self._exempting_here())
            if key not in self._written:
                own = f"inner {len(self._written)}"
                self._written[key] = self.literal(f"{code} built anywhere"), own
                self._write(code, *self._written[key])
            once, own = self._written[key]
            self.model.add_implication(literal, once)
            self._named[own].append((literal, path))
        if self.exclusive and not self.deciding:
            self._counted_whole[code].append(literal)
        return literal

    def _write(self, code: Code, literal: Truth, path: str) -> None:
        """Write the tree of an inner programme."""
        deadline_of_question().check()
        self._building.append(code)
        self.inner[code].encode(self, literal, path)
        self._building.pop()

    def _exempting_here(self) -> frozenset[Code]:
        """Return in which of the programmes that are being written some exemptions hold and no others do."""
        inside = (piece.exemption.inside for piece in self.pieces if piece.exemption and piece.exemption.inside)
        return frozenset(self._building).intersection(frozenset().union(*inside))

    @contextmanager
    def apart(self) -> Iterator[None]:
        """Write inner programmes where they are named meanwhile: who does looks at what is counted there."""
        before, self._apart = self._apart, True
        yield
        self._apart = before

    def path_of(self, place: Place, value: Callable[[Truth], int]) -> str:
        """Return the path of a place in which something is counted, by way of where inner programmes are counted."""
        path = place.path
        while (head := path.partition("/"))[0] in self._named:
            named = next(at for literal, at in self._named[head[0]] if value(literal))
            path = "/".join(filter(None, (named, "inner", head[2])))
        return path

    def outside(self, path: str) -> frozenset[str]:
        """Return a path, or where the inner programme that it is in is named, outside of all others."""
        own = path.partition("/")[0]
        if own not in self._named:
            return frozenset([path])
        if own not in self._outside:
            self._outside[own] = frozenset().union(*(self.outside(named) for _, named in self._named[own]))
        return self._outside[own]

    def share(self, sharing: Shared) -> None:
        """Let something be counted in two pools."""
        self.sharings.append(sharing)

    def finish(self) -> None:
        """Tie places to pieces: one place for each piece, one holding for each code, and what is shared."""
        for once, own in self._written.values():
            self.model.add_bool_or([literal for literal, _ in self._named[own]]).only_enforce_if(once)
        for counted_whole in self._counted_whole.values():
            self.model.add_at_most_one(counted_whole)
        shared: dict[tuple[int, frozenset[str]], list[Sum]] = defaultdict(list)
        by_code: dict[Code, list[Truth]] = defaultdict(list)
        for piece in self.pieces:
            places = self.places.get(piece.index, [])
            counted = self.counted(piece)
            self.model.add_max_equality(counted, [literal for _, literal in places] or [self.model.new_constant(0)])
            self._one_place(piece, places, shared)
            code = piece.holding.code
            if piece.exemption is not None:
                by_code[f"exempted {code}"].append(counted)
            if code and not (piece.item and (piece.item.is_class or piece.item.repeatable)):
                by_code[code].append(counted)
        for (index, among), literal in self._counted_in.items():
            inside = [counted for place, counted in self.places.get(index, []) if among in place.parts]
            self.model.add_max_equality(literal, inside or [self.model.new_constant(0)])
        self._at_most_shared(shared)
        self._once(by_code)
        self._used_up()
        for limit in self.at_most_exempted:
            terms = [
                limit.weights[piece.exemption.code] * self.counted(piece)
                for piece in self.pieces
                if piece.exemption and piece.exemption.code in limit.weights
                if not limit.own or piece.exemption.rule == limit.rule
            ]
            self.model.add(sum(terms, start=self.model.new_constant(0)) <= limit.most)

    def _used_up(self) -> None:
        """Count nothing beside what it exempts from, except where rules let it be counted in both places."""
        by_index = {piece.index: piece for piece in self.pieces}
        for piece in self.pieces:
            for index in piece.exemption.rests_on if piece.exemption else ():
                self.roles[piece.index].append(("exempted", piece.index))
                self.roles[index].append(("rested on", piece.index))
                if index in by_index:
                    self._not_both(by_index[index], piece)

    def _not_both(self, holding: Piece, exempted: Piece) -> None:
        """Keep a holding from being counted where what it exempts from is, too; one that is wanted twice is told."""
        if not self.single_use:
            return
        twice = [self.wanted_twice(holding)] if self.doubling else []
        for one, here in self.places.get(holding.index, ()):
            for other, there in self.places.get(exempted.index, ()):
                let = [s.active for s in self.sharings if s.takes(holding) and s.pairs(one, other)]
                self.model.add_bool_or([here.negated(), there.negated(), *let, *twice])

    def wanted_twice(self, piece: Piece) -> Truth:
        """Return whether a piece would have to be counted twice."""
        if piece.index not in self.doubled:
            self.doubled[piece.index] = self.literal(f"{piece.name} wanted twice")
        return self.doubled[piece.index]

    def _at_most_shared(self, shared: Mapping[tuple[int, frozenset[str]], list[Sum]]) -> None:
        for (at, _), terms in shared.items():
            most = self.sharings[at].at_most
            if most is not None:
                self.model.add(sum(terms) <= most).only_enforce_if(self.sharings[at].active)

    def _once(self, by_code: Mapping[Code, Sequence[Truth]]) -> None:
        """Count one holding of each code, or what exempts from it."""
        for code, literals in by_code.items():
            if len(literals) > 1:
                self.model.add_at_most_one(literals)
                for piece in self.pieces:
                    if piece.holding.code == code:
                        self.roles[piece.index].append(("once", code))

    def _one_place(
        self,
        piece: Piece,
        places: Sequence[tuple[Place, Truth]],
        shared: dict[tuple[int, frozenset[str]], list[Sum]],
    ) -> None:
        """Let a piece be counted once, or more often where rules let it, or to tell what is wanted twice."""
        if len(places) < 2 or (not self.single_use and not self.sharings):  # noqa: PLR2004 - nothing to choose
            return
        twice = []
        if self.doubling:
            twice = [self.wanted_twice(piece)]
        elif not self.sharings:
            self.model.add_at_most_one([literal for _, literal in places])
            return
        both: dict[tuple[int, frozenset[str]], Truth] = {}
        taking = [(at, sharing) for at, sharing in enumerate(self.sharings) if sharing.takes(piece)]
        self.roles[piece.index].append(("taken by", *(at for at, _ in taking)))
        for (one, here), (other, there) in combinations(places, 2):
            not_both = [here.negated(), there.negated(), *twice]
            speaking = [(at, pair) for at, sharing in taking for pair in sharing.pairs(one, other)]
            if self.single_use:
                self.model.add_bool_or([*not_both, *(self.sharings[at].active for at, _ in speaking)])
            for at, pair in speaking:
                weight = self.sharings[at].weight(piece)
                self.roles[piece.index].append(("shared", at, weight))
                if weight is None:
                    self.model.add_bool_or([*not_both, self.sharings[at].active.negated()])
                    continue
                if (at, pair) not in both:
                    both[at, pair] = self.literal(f"{piece.name} in {' and '.join(sorted(pair))}")
                    shared[at, pair].append(weight * both[at, pair])
                self.model.add_bool_or([*not_both, both[at, pair]])

    def days_left(self, piece: Piece) -> int:
        """Return for how many days from now the piece can be counted; FOREVER when it does not end."""
        days = self.days.get(piece.index)
        return FOREVER if days is None else self.left(days)

    def left(self, days: Days) -> int:
        """Return how many days from now the unbroken run goes on; FOREVER when it does not end."""
        last = days.last_of_run(self.day)
        return FOREVER if last is None else min(FOREVER, (last - self.day).days)

    def alike(self) -> Iterator[list[Piece]]:
        """Yield pieces that can be exchanged for each other: the model asks the same of each."""
        groups: dict[object, list[Piece]] = defaultdict(list)
        for piece in self.pieces:
            if self.places.get(piece.index):
                groups[piece.hundredths(self.unit), tuple(self.roles[piece.index])].append(piece)
        yield from groups.values()

    def _shortage(
        self, requirement: RequirementBase, path: str, *, most: int, price: int, scale: int
    ) -> cp_model.IntVar:
        if requirement in self.unfillable:
            price *= PRICE_OF_WHAT_NOTHING_FILLS
        amount = self.model.new_int_var(0, most, f"{path} short")
        self.shortages.append(Shortage(requirement, path, amount, price, scale))
        return amount

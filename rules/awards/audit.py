"""Audit: can this award be claimed with these holdings, which are counted where, and what is missing?

Which holdings count where is found by CP-SAT, never greedily: the best award first (title, theme, level), then the
fewest credits, then what expires soonest.

Source of the meaning: concepts.md, "Requirements and awards".
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import partial
from itertools import pairwise

from stackways.rules.awards.cutting import cuts_in, cuts_of, left_of
from stackways.rules.awards.ledger import FOREVER, Shortage, SolverLedger, Verdicts
from stackways.rules.awards.solver import cp_model, repeatable_solver, solve
from stackways.rules.base import Code
from stackways.rules.catalogue import Programme
from stackways.rules.deadline import TimeUpError, TooLargeError, deadline_of_question
from stackways.rules.exemption import Exemption
from stackways.rules.holdings import Holding
from stackways.rules.kinds.award import Award
from stackways.rules.kinds.structure import Structure
from stackways.rules.pieces import Piece, Value
from stackways.rules.requirements.asks import AtMost, Truth
from stackways.rules.requirements.base import RequirementBase, walk
from stackways.rules.requirements.reading import outermost, required, unit_of
from stackways.rules.situation import Situation, Standing

EFFORT = 30.0
"""The most deterministic time of one solve; the same work gives the same answer on every machine."""
QUICK = 0.05
"""How much of it is tried first without cuts."""
MOST_LIMITS = 8
"""How many limits of an award are left out in turn, to find those that are in the way."""
SECONDS = 20.0
"""The most seconds of one solve, as a guard."""


@dataclass(frozen=True)
class Asked:
    """An award to be audited: the programme, its tree in force, and the rules that decide title, theme and level."""

    programme: Programme
    structure: Structure
    awards: Sequence[Award] = ()
    exempted: Sequence[Exemption] = ()
    """What need not be taken in this programme."""
    inner: Mapping[Code, RequirementBase] = field(default_factory=dict)
    """Trees of programmes that may stack into this one."""
    at_most_exempted: Sequence[AtMost] = ()
    """How much of what is exempted may count in all."""
    unfillable: Sequence[RequirementBase] = ()
    """Parts that nothing in the catalogue fills: called missing only where there is no other way."""
    version_unknown: bool = False
    """True where another version of the tree may be the one, as the day of admission is not told."""


@dataclass(frozen=True, slots=True)
class Variant:
    """Which award it is."""

    title: Award | None = None
    """None: the programme's own title."""
    theme: str | None = None
    level: int | None = None
    framework: str | None = None
    """The framework of the level."""

    def witness(self, what: str) -> Value | None:
        """Return the theme or level as the ledger has it."""
        if what == "theme":
            return self.theme
        return (self.framework, self.level) if self.framework is not None and self.level is not None else None


@dataclass(frozen=True, slots=True)
class Missing:
    """A requirement that is not met, and by how much."""

    requirement: RequirementBase
    amount: float
    """In the requirement's own numbers; 1 for a part that is missing whole."""


@dataclass(frozen=True)
class Audit:
    """What an audit found; `standing` MET is claimable, UNKNOWN depends on what is not known, NOT_MET is not."""

    asked: Asked
    standing: Standing
    variant: Variant = Variant()
    used: tuple[Piece, ...] = ()
    """What is counted, and what it rests on that something is exempted."""
    counted: Mapping[str, tuple[Piece, ...]] = field(default_factory=dict)
    """What is counted in each place, by path."""
    exempted: tuple[Exemption, ...] = ()
    """What is exempted and counts in place of being taken."""
    measured: Mapping[str, tuple[Decimal, Decimal]] = field(default_factory=dict)
    """How much each requirement of an amount counts and asks for, by path."""
    unit: str | None = None
    """The unit of the award's credits."""
    hundredths: int = 0
    """The credits counted, in that unit."""
    claim_by: dt.date | None = None
    """The end of the unbroken run of days, from the day asked for, on which it can be claimed; None: no end."""
    proven: bool = True
    missing: tuple[Missing, ...] = ()
    """The least that is missing, where it is not claimable."""
    beside: frozenset[str] = frozenset()
    """What is counted beside what is missing, by name."""
    lacks: int = 0
    """What the least that is missing is worth, in the prices of what may be missing."""
    price: int = 0
    """How much is missing, in ten-thousandths of what is missing with nothing held, to rank by."""
    each_alone: bool = False
    """True when each part could be met, but not all at once."""
    not_together: tuple[RequirementBase, ...] = ()
    """The parts of which each, left out alone, would let all others be met; none where more than one is in the way."""
    wanted_twice: tuple[Piece, ...] = ()
    """The fewest holdings that would have to be counted twice."""

    @property
    def counted_pieces(self) -> list[Piece]:
        """The holdings that are counted themselves, in the order they are given in."""
        pieces = {piece.index: piece for there in self.counted.values() for piece in there if not piece.exemption}
        return [pieces[index] for index in sorted(pieces)]


def pieces_of(situation: Situation) -> list[Piece]:
    """Return the holdings as what may be counted, in an order that is not the one they are given in."""
    items = situation.items
    pieces = [
        Piece(index, holding, items.get(holding.code) if holding.code else None)
        for index, holding in enumerate(situation.holdings)
    ]
    return sorted(pieces, key=lambda piece: (piece.name, piece.holding.model_dump_json()))


def exempted_pieces(asked: Asked, situation: Situation) -> list[Piece]:
    """Return what is exempted as what may be counted, after the holdings."""
    sparing = sorted((one for one in asked.exempted if one.spares), key=lambda one: (one.code, one.rule, *one.rests_on))
    first = len(situation.holdings)
    return [
        Piece(first + at, Holding(code=one.code), situation.items.get(one.code), one) for at, one in enumerate(sparing)
    ]


def audit(asked: Asked, situation: Situation) -> Audit:
    """Audit one award; raises TimeUpError where it cannot be looked at in time."""
    case = _case(asked, situation)
    for least in (Standing.MET, Standing.UNKNOWN):
        found = _claim(case, least)
        if found is not None:
            return found
    return _shortfall(case)


@dataclass(frozen=True)
class _Case:
    """What all models of an audit have in common."""

    asked: Asked
    situation: Situation
    pieces: Sequence[Piece]
    verdicts: Verdicts = field(default_factory=dict)

    def ledger(
        self, least: Standing, day: dt.date | None = None, *, soft: bool = False, doubling: bool = False
    ) -> SolverLedger:
        """Return an empty ledger."""
        programme, needs = self.asked.programme, self.asked.structure.needs
        may_be = (p for p in self.pieces if least is Standing.UNKNOWN or _is_certain(p))
        return SolverLedger(
            self.situation,
            [piece.counting_for(least) for piece in may_be],
            day or self.situation.day,
            unit=unit_of(programme, needs, self.situation.reading),
            required=partial(required, programme, needs, self.situation.reading),
            institutions=programme.offered_by,
            least=least,
            soft=soft,
            doubling=doubling,
            single_use=self.asked.structure.single_use,
            exclusive=self.asked.structure.single_use and not doubling and not _shares(needs),
            cuts=cuts_of(needs, self.situation.reading),
            unfillable=self.asked.unfillable,
            at_most_exempted=self.asked.at_most_exempted,
            inner=self.asked.inner,
            verdicts=self.verdicts,
        )


def _case(asked: Asked, situation: Situation) -> _Case:
    """Return the case of one award, nothing in it judged yet."""
    return _Case(asked, situation, [*pieces_of(situation), *exempted_pieces(asked, situation)])


def _is_certain(piece: Piece) -> bool:
    """Tell whether a piece counts for certain: what is exempted, where that is sure and nothing must replace it."""
    return piece.exemption is None or (piece.exemption.certain and piece.exemption.settled)


def _claim(case: _Case, least: Standing) -> Audit | None:
    """Return the best claim with holdings of at least that standing; None when there is none."""
    model = _Model(case, case.ledger(least))
    search = model.search()
    # Where no rule decides which award it is, they all cost the same.
    cost = model.variant_cost()
    if not search.minimise(cost):
        return None
    if not search.minimise(model.credits()):
        return None
    search.minimise(model.days_left())
    variant = model.variant(search)
    ledger = model.ledger
    counted = [piece for piece in ledger.pieces if search.value(ledger.counted(piece))]
    unit = ledger.unit
    return Audit(
        case.asked,
        least,
        variant,
        _used(counted, case.pieces),
        model.counted(search),
        tuple(sorted((p.exemption for p in counted if p.exemption), key=lambda one: one.code)),
        model.measured(search),
        unit,
        _hundredths(counted, ledger, unit) if unit else 0,
        _claim_by(case, model, variant),
        search.proven,
    )


def _hundredths(counted: Iterable[Piece], ledger: SolverLedger, unit: str) -> int:
    """Return the credits counted, in hundredths of a unit, without what limits cut off."""
    cuts = cuts_in(ledger.cuts, unit)
    brought = [
        (
            ledger.earned(piece).hundredths(unit) or 0,
            [at for at, (cut, _) in enumerate(cuts) if ledger.is_cut_by(cut, piece)],
        )
        for piece in counted
    ]
    return left_of(brought, [most for _, most in cuts])


def _used(counted: Iterable[Piece], pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Return the holdings that are counted, and those that what is exempted rests on."""
    used: set[int] = set()
    for piece in counted:
        used |= piece.exemption.rests_on if piece.exemption else {piece.index}
    return tuple(sorted((piece for piece in pieces if piece.index in used), key=lambda piece: piece.index))


def _claim_by(case: _Case, model: _Model, variant: Variant) -> dt.date | None:
    """Return the end of the unbroken run of days on which some assignment yields this variant.

    What may be counted only ever becomes less, except on the days on which something begins to count: so the last day
    of the assignment that lasts longest ends the run, unless it can be claimed on the next day, too.
    """
    while True:
        last = model.last_day(variant)
        if last is None or last == dt.date.max:
            return None
        following = last + dt.timedelta(days=1)
        if not any(model.ledger.day < day <= following for day in model.ledger.begins):
            return last
        model = _Model(case, case.ledger(model.ledger.least, following))
        if not model.allows(variant):
            return last


def _shortfall(case: _Case) -> Audit:
    """Return the least that is missing, and whether each part could be met alone."""
    model = _Model(case, case.ledger(Standing.UNKNOWN, soft=True))
    shortages = model.ledger.shortages
    price = sum(shortage.price * shortage.amount for shortage in shortages)
    search = model.search()
    search.minimise(price)
    missing = tuple(
        Missing(shortage.requirement, amount / shortage.scale)
        for shortage in shortages
        if (amount := search.value(shortage.amount)) > 0
    )
    counted = (piece.name for piece in model.ledger.pieces if search.value(model.ledger.counted(piece)))
    beside = frozenset(counted)
    with_nothing = model.search()
    with_nothing.model.add(sum(model.ledger.counted(piece) for piece in model.ledger.pieces) == 0)
    with_nothing.minimise(price)
    alone = _each_alone(model, search)
    return Audit(
        case.asked,
        Standing.NOT_MET,
        unit=model.ledger.unit,
        missing=missing,
        beside=beside,
        lacks=search.value(price),
        price=10_000 * search.value(price) // max(1, with_nothing.value(price)),
        each_alone=alone,
        not_together=tuple(_not_together(model)) if alone else (),
        wanted_twice=_wanted_twice(case) if alone else (),
        proven=search.proven,
    )


def limits_in_the_way(found: Audit, situation: Situation) -> Iterator[tuple[RequirementBase, bool]]:
    """Yield the limits without which less would be missing, each with whether nothing would."""
    whole = found.asked.structure.needs.as_read(situation.reading)
    parts = [(tag, part) for part, tag in whole.parts()] if whole.all_needed else []
    missing = [one.requirement for one in found.missing]
    limiting = [
        at for at, (_, part) in enumerate(parts) if not (part.takes_holdings or part.lets_share or part in missing)
    ]
    if not limiting or len(parts) == 1 or not situation.holdings:
        return
    case = _case(found.asked, situation)

    def least_without(limits: Collection[int]) -> tuple[int, bool]:
        """Return what the least that is missing without some limits is worth, and whether that is proven."""
        others = type(whole).holding([part for at, part in enumerate(parts) if at not in limits])
        structure = found.asked.structure.model_copy(update={"needs": whole.model_copy(update=others)})
        return _least_missing(replace(case, asked=replace(found.asked, structure=structure)))

    if 1 < len(limiting) < len(parts):
        least, proven = least_without(limiting)
        if proven and least >= found.lacks:
            return  # what all of them together do not change, none does
    for at in limiting[:MOST_LIMITS]:
        without, _ = least_without([at])
        if without < found.lacks:
            yield parts[at][1], without == 0


def _least_missing(case: _Case) -> tuple[int, bool]:
    """Return what the least that is missing is worth, and whether that is proven."""
    model = _Model(case, case.ledger(Standing.UNKNOWN, soft=True))
    price = sum(shortage.price * shortage.amount for shortage in model.ledger.shortages)
    search = model.search()
    search.minimise(price)
    return search.value(price), search.proven


def _each_alone(model: _Model, found: _Search) -> bool:
    """Tell whether each of several parts could be met if the others were not asked for; `found`: the least missing."""
    parts = list(_shortages(model))
    short = [own for _, own in parts if any(found.value(shortage.amount) for shortage in own)]
    return len(parts) > 1 and all(_meets(model, own) for own in short)


def _not_together(model: _Model) -> Iterator[RequirementBase]:
    """Yield the parts of which each, left out alone, would let all others be met."""
    parts = list(_shortages(model))
    for part, own in parts:
        others = [shortage for _, shortages in parts if shortages is not own for shortage in shortages]
        if own and _meets(model, others):
            yield part


def _shortages(model: _Model) -> Iterator[tuple[RequirementBase, list[Shortage]]]:
    """Yield each outermost part with what may be missing of it."""
    shortages = [(one, model.ledger.outside(one.path)) for one in model.ledger.shortages]
    for path, part in outermost(model.case.asked.structure.needs, model.case.situation.reading):
        yield part, [one for one, lies in shortages if any(f"{there}/".startswith(f"{path}/") for there in lies)]


def _meets(model: _Model, shortages: Iterable[Shortage]) -> bool:
    """Tell whether nothing of these is missing in some assignment."""
    search = model.search()
    for shortage in shortages:
        search.model.add(shortage.amount == 0)
    return search.minimise(0)


def _wanted_twice(case: _Case) -> tuple[Piece, ...]:
    """Return the fewest holdings that would have to be counted twice; none where that would not help."""
    try:
        model = _Model(case, case.ledger(Standing.UNKNOWN, doubling=True))
    except TooLargeError:  # it writes an inner programme as often as it is named
        return ()
    search = model.search()
    if not search.minimise(sum(model.ledger.doubled.values())):
        return ()
    return tuple(piece for piece in case.pieces if search.value(model.ledger.doubled.get(piece.index, 0)))


class _Search:
    """A search in steps: what one step finds best, the next keeps."""

    def __init__(self, model: cp_model.CpModel, hinted: Sequence[Truth]) -> None:
        self.model = model
        self.proven = True
        self._hinted = hinted
        self._solver = repeatable_solver(effort=EFFORT, seconds=SECONDS)
        parameters = self._solver.parameters
        parameters.cp_model_probing_level = 1
        parameters.search_branching = type(parameters.search_branching).PSEUDO_COST_SEARCH

    def minimise(self, cost: cp_model.LinearExprT) -> bool:
        """Find what costs least and keep that cost; False when nothing is possible."""
        self.model.minimize(cost)
        # Cuts take more time than they save, except where the end is not in sight without them.
        status = self._solve(cuts=0, effort=QUICK)
        if status not in (cp_model.OPTIMAL, cp_model.INFEASIBLE):
            status = self._solve(cuts=1, effort=EFFORT)
        if status == cp_model.UNKNOWN:
            self.proven = False
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return False
        self.proven = self.proven and status == cp_model.OPTIMAL
        if not isinstance(cost, int):
            self.model.add(cost <= self._solver.value(cost))
        return True

    def _solve(self, *, cuts: int, effort: float) -> cp_model.CpSolverStatus:
        """Solve, and let the next search begin at what was found."""
        self._solver.parameters.cut_level = cuts
        self._solver.parameters.max_deterministic_time = effort
        status = solve(self._solver, self.model)
        if status == cp_model.UNKNOWN and deadline_of_question().over:
            raise TimeUpError
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            self.model.clear_hints()  # type: ignore[no-untyped-call]
            for literal in self._hinted:
                self.model.add_hint(literal, self._solver.value(literal))
        return status

    def value(self, expression: cp_model.LinearExprT) -> int:
        """Return the value of an expression in the last solve."""
        return expression if isinstance(expression, int) else self._solver.value(expression)


class _Model:
    """The CP-SAT model of one award, built once and searched in several ways."""

    def __init__(self, case: _Case, ledger: SolverLedger) -> None:
        self.case = case
        self.ledger = ledger
        always = ledger.model.new_constant(1)
        case.asked.structure.needs.encode(ledger, always, "0")
        ledger.deciding = True
        only_tree = ledger.soft or ledger.doubling
        self.awards = {} if only_tree else {what: self._decide(what) for what in ("title", "theme", "level")}
        ledger.finish()

    def _decide(self, what: str) -> list[tuple[Award, Truth]]:
        """Return the rules that decide something of the award, each with whether it is the one."""
        found = []
        for award in sorted(self.case.asked.awards, key=lambda award: (award.rank, award.code)):
            if award.decides == what:
                literal = self.ledger.literal(f"{what} {award.code}")
                if award.needs is not None:
                    award.needs.encode(self.ledger, literal, f"{what}/{award.code}")
                found.append((award, literal))
        self.ledger.model.add_at_most_one(literal for _, literal in found)
        return found

    def search(self, *, soonest_first: bool = True) -> _Search:
        """Return a search of this model.

        Of pieces that are alike but for their dates, it uses those that end soonest (or last) first: exchanging two
        such pieces changes nothing the model asks, and the first of them is never the worse choice.
        """
        model = self.ledger.model.clone()
        for pieces in self.ledger.alike():
            ordered = sorted(pieces, key=self.ledger.days_left, reverse=not soonest_first)
            for one, other in pairwise(ordered):
                if soonest_first or self._lasts_as_long(one, other):
                    model.add_implication(self.ledger.counted(other), self.ledger.counted(one))
        return _Search(model, [self.ledger.counted(piece) for piece in self.ledger.pieces])

    def _lasts_as_long(self, one: Piece, other: Piece) -> bool:
        """Tell whether, of two pieces that are alike, the first lasts at least as long in every place."""
        places = zip(self.ledger.lefts[one.index], self.ledger.lefts[other.index], strict=True)
        return all(here >= there for here, there in places)

    def variant_cost(self) -> cp_model.LinearExprT:
        """Return what is less the better the award: rank of the title, then a theme, then the level."""
        titles = self.awards["title"]
        worst = max((award.rank for award, _ in titles), default=0) + 1
        titled = sum((award.rank - worst) * literal for award, literal in titles)
        themed = sum(literal for _, literal in self.awards["theme"])
        level = sum(value[1] * literal for value, literal in self._witnesses("level") if isinstance(value, tuple))
        return 1000 * titled - 100 * themed - level

    def _witnesses(self, what: str) -> Iterator[tuple[Value, Truth]]:
        for path, values in self.ledger.witnesses.items():
            if path.startswith(f"{what}/"):
                yield from values.items()

    def variant(self, search: _Search) -> Variant:
        """Return the award that was found."""
        title = next((award for award, literal in self.awards["title"] if search.value(literal)), None)
        theme = next((value for value, literal in self._witnesses("theme") if search.value(literal)), None)
        level = next((value for value, literal in self._witnesses("level") if search.value(literal)), None)
        framework, number = level if isinstance(level, tuple) else (None, None)
        return Variant(title, theme if isinstance(theme, str) else None, number, framework)

    def _keep(self, search: _Search, variant: Variant) -> None:
        """Ask for one variant."""
        for award, literal in self.awards["title"]:
            if award is variant.title:
                search.model.add(literal == 1)
        for what in ("theme", "level"):
            if (wanted := variant.witness(what)) is not None:
                search.model.add_bool_or([literal for value, literal in self._witnesses(what) if value == wanted])

    def allows(self, variant: Variant) -> bool:
        """Tell whether the variant can be had."""
        search = self.search()
        self._keep(search, variant)
        return search.minimise(0)

    def last_day(self, variant: Variant) -> dt.date | None:
        """Return the last day on which the assignment that lasts longest still yields this variant; None: no end."""
        ending = defaultdict(list)
        for literal, days in self.ledger.lasting:
            if (left := self.ledger.left(days)) < FOREVER:
                ending[left].append(literal)
        if not ending:
            return None
        search = self.search(soonest_first=False)
        self._keep(search, variant)
        # Whether anything that is counted, or a condition that is relied on, ends so soon or sooner.
        soon = {left: search.model.new_bool_var(f"ends after {left} days") for left in sorted(ending)}
        for left, literals in ending.items():
            for literal in literals:
                search.model.add_implication(literal, soon[left])
        for sooner, later in pairwise(soon.values()):
            search.model.add_implication(sooner, later)
        search.minimise(-sum(literal.negated() for literal in soon.values()))
        ends = next((left for left, literal in soon.items() if search.value(literal)), None)
        return None if ends is None else self.ledger.day + dt.timedelta(days=ends)

    def credits(self) -> cp_model.LinearExprT:
        """Return the credits counted, in hundredths of the programme's unit; what has none there counts one."""
        unit = self.ledger.unit
        return sum(
            ((piece.hundredths(unit) or 1) if unit else 1) * self.ledger.counted(piece) for piece in self.ledger.pieces
        )

    def days_left(self) -> cp_model.LinearExprT:
        """Return what is less the sooner the pieces counted expire."""
        return sum(self.ledger.days_left(piece) * self.ledger.counted(piece) for piece in self.ledger.pieces)

    def counted(self, search: _Search) -> dict[str, tuple[Piece, ...]]:
        """Return the pieces counted in each place, by path."""
        places: dict[str, list[Piece]] = defaultdict(list)
        for piece in self.ledger.pieces:
            for place, literal in self.ledger.places.get(piece.index, ()):
                if search.value(literal):
                    places[self.ledger.path_of(place, search.value)].append(piece)
        return {path: tuple(pieces) for path, pieces in places.items()}

    def measured(self, search: _Search) -> dict[str, tuple[Decimal, Decimal]]:
        """Return how much each requirement counts and asks for, by path; of a most for each value, the highest."""
        found: dict[str, tuple[Decimal, Decimal]] = {}
        for path, totals in self.ledger.totals.items():
            holding = [total for total in totals if search.value(total.holds)]
            amounts = [
                (Decimal(search.value(t.amount)) / t.scale, Decimal(search.value(t.needed)) / t.scale) for t in holding
            ]
            if amounts:
                found[path] = max(amounts)
        return found


def _shares(requirement: RequirementBase) -> bool:
    """Tell whether anything in a tree lets something count twice."""
    return any(part.lets_share for part in walk(requirement))

"""Audit: can this award be claimed with these holdings, which are counted where, and what is missing?

Which holdings count where is found by CP-SAT, never greedily: the best award first (title, theme, level), then the
fewest credits, then what expires soonest.

Source of the meaning: domain.md, "Requirements and awards".
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from stackways.rules.awards.ledger import FOREVER, Ledger, Literal, Piece
from stackways.rules.base import Code
from stackways.rules.catalogue import Programme
from stackways.rules.kinds.award import Award
from stackways.rules.kinds.structure import Structure
from stackways.rules.requirements.base import RequirementBase
from stackways.rules.requirements.credits import Credits
from stackways.rules.requirements.groups import AllOf
from stackways.rules.situation import Situation, Standing

EFFORT = 30.0
"""The most deterministic time of one solve; the same work gives the same answer on every machine."""
SECONDS = 20.0
"""The most seconds of one solve, as a guard."""


@dataclass(frozen=True)
class Asked:
    """An award to be audited: the programme, its tree in force, and the rules that decide title, theme and level."""

    programme: Programme
    structure: Structure
    awards: Sequence[Award] = ()
    exempted: Mapping[Code, str] = field(default_factory=dict)
    """Codes that need not be taken in this programme, with the rule that says so."""
    inner: Mapping[Code, RequirementBase] = field(default_factory=dict)
    """Trees of programmes that may stack into this one."""


@dataclass(frozen=True, slots=True)
class Variant:
    """Which award it is."""

    title: Award | None = None
    """None: the programme's own title."""
    theme: str | None = None
    level: int | None = None


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
    """What is counted."""
    counted: Mapping[str, tuple[Piece, ...]] = field(default_factory=dict)
    """What is counted in each place, by path."""
    hundredths: int = 0
    """The credits counted, in the programme's unit."""
    claim_by: dt.date | None = None
    proven: bool = True
    missing: tuple[Missing, ...] = ()
    """The least that is missing, where it is not claimable."""
    price: int = 0
    """How much is missing, to rank by."""
    each_alone: bool = False
    """True when each part could be met, but not all at once."""
    wanted_twice: tuple[Piece, ...] = ()


def pieces_of(situation: Situation) -> list[Piece]:
    """Return the holdings as what may be counted."""
    items = situation.items
    return [
        Piece(index, holding, items.get(holding.code) if holding.code else None)
        for index, holding in enumerate(situation.holdings)
    ]


def audit(asked: Asked, situation: Situation) -> Audit:
    """Audit one award."""
    for least in (Standing.MET, Standing.UNKNOWN):
        found = _claim(asked, situation, least)
        if found is not None:
            return found
    return _shortfall(asked, situation)


def _claim(asked: Asked, situation: Situation, least: Standing) -> Audit | None:
    """Return the best claim with holdings of at least that standing; None when there is none."""
    model = _Model(asked, situation, least)
    if not model.minimise(model.variant_cost()):
        return None
    variant = model.variant()
    model.minimise(model.credits())
    model.minimise(model.days_left())
    counted = model.counted()
    return Audit(
        asked,
        least,
        variant,
        tuple(model.used()),
        counted,
        model.value(model.credits()),
        _claim_by(asked, situation, least, variant),
        model.proven,
    )


def _claim_by(asked: Asked, situation: Situation, least: Standing, variant: Variant) -> dt.date | None:
    """Return the last day on which some assignment still yields this variant."""
    model = _Model(asked, situation, least, soonest_first=False)
    model.fix(variant)
    left = model.ledger.model.new_int_var(0, FOREVER, "days left")
    for piece, place, literal in model.placed():
        days = model.ledger.days_left_in(piece, place)
        model.ledger.model.add(left <= days).only_enforce_if(literal)
    if not model.minimise(-left):
        return None
    days = model.value(left)
    return None if days >= FOREVER else situation.day + dt.timedelta(days=days)


def _shortfall(asked: Asked, situation: Situation) -> Audit:
    """Return the least that is missing, and whether each part could be met alone."""
    model = _Model(asked, situation, Standing.UNKNOWN, soft=True)
    price = sum(shortage.price * shortage.amount for shortage in model.ledger.shortages)
    model.minimise(price)
    missing = tuple(
        Missing(shortage.requirement, amount / shortage.scale)
        for shortage in model.ledger.shortages
        if (amount := model.value(shortage.amount)) > 0
    )
    parts = list(asked.structure.needs.all_of) if isinstance(asked.structure.needs, AllOf) else []
    alone = len(parts) > 1 and all(_possible_alone(part, asked, situation) for part in parts)
    return Audit(
        asked,
        Standing.NOT_MET,
        missing=missing,
        price=model.value(price),
        each_alone=alone,
        wanted_twice=tuple(model.wanted_twice()) if alone else (),
        proven=model.proven,
    )


def _possible_alone(part: RequirementBase, asked: Asked, situation: Situation) -> bool:
    only = asked.structure.model_copy(update={"needs": part})
    model = _Model(Asked(asked.programme, only, (), asked.exempted, asked.inner), situation, Standing.UNKNOWN)
    return model.minimise(0)


class _Model:
    """The CP-SAT model of one award, solved in steps: what one step finds best, the next keeps."""

    def __init__(
        self, asked: Asked, situation: Situation, least: Standing, *, soft: bool = False, soonest_first: bool = True
    ) -> None:
        programme = asked.programme
        self.asked = asked
        self.proven = True
        self.ledger = Ledger(
            situation,
            pieces_of(situation),
            unit=programme.unit or _unit_of(asked.structure.needs),
            required=_required(asked),
            institutions=programme.offered_by,
            least=least,
            soft=soft,
            exempted=asked.exempted,
            inner=asked.inner,
        )
        always = self.ledger.model.new_constant(1)
        asked.structure.needs.encode(self.ledger, always, "0")
        self.titles = self._decide("title", always, soft=soft)
        self.themed = self._decide("theme", always, soft=soft)
        self.levelled = self._decide("level", always, soft=soft)
        self.ledger.finish()
        self._break_symmetry(soonest_first=soonest_first)
        self.solver = cp_model.CpSolver()
        parameters = self.solver.parameters
        parameters.num_workers = 1
        parameters.random_seed = 0
        parameters.max_deterministic_time = EFFORT
        parameters.max_time_in_seconds = SECONDS

    def _decide(self, what: str, always: Literal, *, soft: bool) -> list[tuple[Award, Literal]]:
        """Return the rules that decide something of the award, each with whether it is the one."""
        found = []
        for position, award in enumerate(sorted(self.asked.awards, key=lambda award: award.rank)):
            if award.decides == what and not soft:
                literal = self.ledger.literal(f"{what} {award.code}")
                if award.needs is not None:
                    award.needs.encode(self.ledger, literal, f"{what}/{position}")
                found.append((award, literal))
        if found:
            self.ledger.model.add_at_most_one(literal for _, literal in found)
        return found

    def variant_cost(self) -> cp_model.LinearExprT:
        """Return what is less the better the award: rank of the title, then a theme, then the level."""
        worst = max((award.rank for award, _ in self.titles), default=0) + 1
        titled = sum((award.rank - worst) * literal for award, literal in self.titles)
        themed = sum(literal for _, literal in self.themed)
        level = sum(value * literal for value, literal in self._levels())
        return 1000 * titled - 100 * themed - level

    def _levels(self) -> Iterator[tuple[int, Literal]]:
        for path, values in self.ledger.witnesses.items():
            if path.startswith("level/"):
                for value, literal in values.items():
                    if isinstance(value, int):
                        yield value, literal

    def variant(self) -> Variant:
        """Return the award of the last solve, and keep it from now on."""
        title = next((award for award, literal in self.titles if self.solver.value(literal)), None)
        variant = Variant(title, self._witness("theme/"), self._level())
        self.fix(variant)
        return variant

    def _witness(self, prefix: str) -> str | None:
        for path, values in self.ledger.witnesses.items():
            if path.startswith(prefix):
                return next((str(value) for value, literal in values.items() if self.solver.value(literal)), None)
        return None

    def _level(self) -> int | None:
        return next((value for value, literal in self._levels() if self.solver.value(literal)), None)

    def fix(self, variant: Variant) -> None:
        """Keep to one variant."""
        for award, literal in self.titles:
            self.ledger.model.add(literal == int(variant.title is award))
        for path, values in self.ledger.witnesses.items():
            for wanted, prefix in ((variant.theme, "theme/"), (variant.level, "level/")):
                if path.startswith(prefix):
                    for value, literal in values.items():
                        self.ledger.model.add(literal == int(value == wanted))

    def minimise(self, cost: cp_model.LinearExprT) -> bool:
        """Find what costs least and keep that cost; False when nothing is possible."""
        self.ledger.model.minimize(cost)
        status = self.solver.solve(self.ledger.model)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return False
        self.proven = self.proven and status == cp_model.OPTIMAL
        if not isinstance(cost, int):
            self.ledger.model.add(cost <= self.solver.value(cost))
        self.ledger.model.clear_hints()
        for piece in self.ledger.pieces:
            literal = self.ledger.counted(piece)
            self.ledger.model.add_hint(literal, self.solver.value(literal))
        return True

    def value(self, expression: cp_model.LinearExprT) -> int:
        """Return the value of an expression in the last solve."""
        return expression if isinstance(expression, int) else self.solver.value(expression)

    def credits(self) -> cp_model.LinearExprT:
        """Return the credits counted, in hundredths of the programme's unit; a piece without counts one."""
        unit = self.ledger.unit
        return sum((piece.hundredths(unit) or 1) * self.ledger.counted(piece) for piece in self.ledger.pieces)

    def days_left(self) -> cp_model.LinearExprT:
        """Return what is less the sooner the pieces counted expire; the order given breaks ties."""
        return sum(
            (self.ledger.days_left(piece) * 1000 + min(piece.index, 999)) * self.ledger.counted(piece)
            for piece in self.ledger.pieces
        )

    def used(self) -> Iterator[Piece]:
        """Yield the pieces counted."""
        return (piece for piece in self.ledger.pieces if self.solver.value(self.ledger.counted(piece)))

    def counted(self) -> dict[str, tuple[Piece, ...]]:
        """Return the pieces counted in each place, by path."""
        places: dict[str, list[Piece]] = defaultdict(list)
        for piece, place, literal in self.placed():
            if self.solver.value(literal):
                places[place.path].append(piece)
        return {path: tuple(pieces) for path, pieces in places.items()}

    def placed(self) -> Iterator[tuple[Piece, object, Literal]]:
        """Yield every piece in every place where it may be counted."""
        for piece in self.ledger.pieces:
            for place, literal in self.ledger.places.get(piece.index, ()):
                yield piece, place, literal

    def wanted_twice(self) -> Iterator[Piece]:
        """Yield the pieces that more than one part of the tree could use."""
        for piece in self.ledger.pieces:
            tops = {"/".join(place.path.split("/")[:2]) for place, _ in self.ledger.places.get(piece.index, ())}
            if len(tops) > 1:
                yield piece

    def _break_symmetry(self, *, soonest_first: bool) -> None:
        """Of pieces that are alike but for their dates, use the ones that end soonest (or last) first.

        Exact: exchanging two such pieces changes no requirement, and the first of them is never the worse choice.
        """
        codes = [piece.holding.code for piece in self.ledger.pieces]
        alike: dict[object, list[Piece]] = defaultdict(list)
        for piece in self.ledger.pieces:
            if codes.count(piece.holding.code) == 1 or piece.holding.code is None:
                alike[self._signature(piece)].append(piece)
        for pieces in alike.values():
            ordered = sorted(pieces, key=lambda p: (self.ledger.days_left(p), p.index), reverse=not soonest_first)
            for one, other in zip(ordered, ordered[1:], strict=False):
                self.ledger.model.add_implication(self.ledger.counted(other), self.ledger.counted(one))

    def _signature(self, piece: Piece) -> object:
        holding, item = piece.holding, piece.item
        places = tuple(place.path for place, _ in self.ledger.places.get(piece.index, ()))
        traits = tuple(piece.value(trait) for trait in ("theme", "subject", "level", "institution"))
        holder = item or holding.described
        professional = holder.professional if holder else None
        kind = holder.kind if holder else None
        own = (holding.attained_on, repr(holding.grade)) if self._looks_at_dates else None
        offered_by = tuple(item.offered_by) if item else ()
        return places, piece.hundredths(None), piece.unit, traits, professional, kind, offered_by, own

    @property
    def _looks_at_dates(self) -> bool:
        """Whether some requirement compares the pieces' dates or grades with each other."""
        pending: list[RequirementBase] = [self.asked.structure.needs, *(a.needs for a in self.asked.awards if a.needs)]
        while pending:
            requirement = pending.pop()
            if requirement.key in ("span", "average"):
                return True
            pending.extend(part for part, _ in requirement.parts())
        return False


def _required(asked: Asked) -> int | None:
    """Return the credits an award requires, in hundredths: the programme's own, else those its tree asks for."""
    if asked.programme.credits is not None:
        return int(asked.programme.credits * 100)
    for requirement in _outermost(asked.structure.needs):
        if isinstance(requirement, Credits) and requirement.credits.at_least is not None and not requirement.counted:
            return int(requirement.credits.at_least * 100)
    return None


def _unit_of(requirement: RequirementBase) -> str | None:
    return next((part.unit for part in _outermost(requirement) if isinstance(part, Credits)), None)


def _outermost(requirement: RequirementBase) -> Iterator[RequirementBase]:
    if isinstance(requirement, AllOf):
        yield from requirement.all_of
    else:
        yield requirement

"""The ledger: which holdings are counted where, as truth values of a CP-SAT model.

Requirement kinds write their meaning into it by `encode`, once for the audit of an award and for the planning of a
route. A holding is counted in at most one place, unless a rule shares it; of several holdings of one code one counts.

Source of the meaning: domain.md, "Requirements and awards".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ortools.sat.python import cp_model

from stackways.rules.days import Days
from stackways.rules.situation import Situation, Standing, Verdict

if TYPE_CHECKING:
    from decimal import Decimal

    from stackways.rules.base import Code
    from stackways.rules.catalogue import StudyItem
    from stackways.rules.holdings import Holding
    from stackways.rules.places import Place
    from stackways.rules.requirements.base import RequirementBase
    from stackways.rules.requirements.pool import Pool
    from stackways.rules.requirements.share import Share

Literal = cp_model.IntVar
"""A truth value of the model."""

FOREVER = 40_000
"""Days until a holding that never ends; more than a century, so that it sorts after every date in use."""

PRICE_OF_A_PART = 1_500
"""What a missing part without known credits counts, in hundredths of a credit, when awards are ranked by nearness."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One holding that may be counted, with what the catalogue or its description says of it."""

    index: int
    holding: Holding
    item: StudyItem | None

    @property
    def name(self) -> str:
        """How answers name it."""
        return self.holding.name

    @property
    def unit(self) -> str | None:
        """The unit of its credits."""
        described = self.holding.described
        return self.item.unit if self.item else (described.unit if described else None)

    def hundredths(self, unit: str | None) -> int | None:
        """Return its credits in hundredths of a unit; None when they are not known in that unit."""
        described = self.holding.described
        amount: Decimal | None = self.item.credits if self.item else (described.credits if described else None)
        if amount is None or (unit is not None and self.unit != unit):
            return None
        return int(amount * 100)

    def value(self, trait: str) -> str | int | None:
        """Return its theme, subject, level or institution; None when it is not known."""
        holder = self.item or self.holding.described
        if holder is None:
            return None
        if trait == "theme":
            theme = holder.theme
            return theme.get("en") if isinstance(theme, dict) else theme
        if trait == "level":
            return holder.level.value if holder.level else None
        if trait == "institution":
            return self.item.offered_by[0] if self.item else getattr(holder, "institution", None)
        return holder.subject


@dataclass(frozen=True, slots=True)
class Sharing:
    """How much may be counted both in one pool and in another."""

    pools: tuple[str, ...]
    at_most: int
    """In units, or in hundredths of `unit`."""
    unit: str | None


@dataclass(frozen=True, slots=True)
class Shortage:
    """What is missing in a model that may leave requirements unmet."""

    requirement: RequirementBase
    amount: cp_model.IntVar
    price: int
    """Of one of `amount`, in hundredths of a credit."""
    scale: int
    """How many of `amount` are one of the requirement's own numbers."""


@dataclass
class Ledger:
    """The model under construction; `least` is the standing that a holding or condition needs to take part.

    MET asks for what is certain, UNKNOWN for what may be. A `soft` ledger lets every requirement be left unmet, at a
    price (`shortages`).
    """

    situation: Situation
    pieces: Sequence[Piece]
    unit: str | None = None
    """The unit of the programme's credits."""
    required: int | None = None
    """The credits that the programme requires, in hundredths."""
    institutions: Sequence[Code] = ()
    """Who awards it."""
    least: Standing = Standing.MET
    soft: bool = False
    exempted: Mapping[Code, str] = field(default_factory=dict)
    """Codes that need not be taken, with the rule that says so."""
    inner: Mapping[Code, RequirementBase] = field(default_factory=dict)
    """Trees of programmes that may stack into this one, by code."""
    model: cp_model.CpModel = field(default_factory=cp_model.CpModel)
    places: dict[int, list[tuple[Place, Literal]]] = field(default_factory=lambda: defaultdict(list))
    sharings: list[Sharing] = field(default_factory=list)
    shortages: list[Shortage] = field(default_factory=list)
    days: dict[int, Days] = field(default_factory=dict)
    """On which days each piece may be counted, over all places where it may."""
    days_in: dict[tuple[int, str], Days] = field(default_factory=dict)
    """On which days each piece may be counted in one place, by the place's path."""
    witnesses: dict[str, dict[str | int, Literal]] = field(default_factory=dict)
    """For requirements of one and the same theme, level, …: which value is chosen, by the requirement's path."""
    _counted: dict[int, Literal] = field(default_factory=dict)

    def literal(self, name: str) -> Literal:
        """Return a new truth value."""
        return self.model.new_bool_var(name)

    def counted(self, piece: Piece) -> Literal:
        """Return whether the piece is counted anywhere."""
        if piece.index not in self._counted:
            self._counted[piece.index] = self.literal(f"counted {piece.name}")
        return self._counted[piece.index]

    def place(self, piece: Piece, place: Place, verdict: Verdict) -> Literal | None:
        """Return whether the piece is counted in a place; None when it may not be there on the day."""
        if verdict.on(self.situation.day) < self.least:
            return None
        literal = self.literal(f"{piece.name} in {place.path}")
        self.model.add_implication(literal, place.active)
        self.places[piece.index].append((place, literal))
        days = verdict.met if self.least is Standing.MET else verdict.possible
        self.days[piece.index] = self.days[piece.index] | days if piece.index in self.days else days
        self.days_in[piece.index, place.path] = days
        return literal

    def is_here(self, piece: Piece) -> bool | None:
        """Tell whether a piece was earned at the awarding institution."""
        institution = piece.value("institution")
        if piece.item is not None:
            return any(code in self.institutions for code in piece.item.offered_by)
        return None if institution is None else institution in self.institutions

    # What requirement kinds ask for

    def refuse(self, requirement: RequirementBase, active: Literal, path: str) -> None:
        """Say that a requirement cannot be met."""
        if self.soft:
            self._short(requirement, active, path, most=1, price=PRICE_OF_A_PART, scale=1)
        else:
            self.model.add(active == 0)

    def require_one(
        self, requirement: RequirementBase, literals: Sequence[Literal], active: Literal, path: str
    ) -> None:
        """Ask for exactly one of several ways to meet a requirement."""
        total: cp_model.LinearExprT = sum(literals)
        if self.soft:
            total += self._shortage(requirement, path, most=1, price=PRICE_OF_A_PART, scale=1)
        self.model.add(total == 1).only_enforce_if(active)

    def require(
        self, requirement: Pool | Share, total: cp_model.LinearExprT, least: int, active: Literal, path: str
    ) -> None:
        """Ask that a total is at least so much."""
        if self.soft:
            scale = requirement.scale
            price = 1 if scale > 1 else PRICE_OF_A_PART
            total = total + self._shortage(requirement, path, most=least, price=price, scale=scale)
        self.model.add(total >= least).only_enforce_if(active)

    def require_same(
        self, requirement: Pool | Share, terms: Sequence[tuple[int, Literal]], active: Literal, path: str
    ) -> None:
        """Ask that enough of the terms share one and the same theme, subject, level or institution."""
        trait, or_higher = requirement.where.same, requirement.where.or_higher
        by_piece = {literal.index: piece for piece, literal in self._literals()}
        values = sorted(
            {value for _, literal in terms if (value := by_piece[literal.index].value(trait)) is not None}, key=str
        )
        chosen: dict[str | int, Literal] = {}
        for value in values:
            literal = self.literal(f"{path} {trait} {value}")
            self.model.add_implication(literal, active)
            total = sum(
                weight * term
                for weight, term in terms
                if (held := by_piece[term.index].value(trait)) == value
                or (or_higher and held is not None and held > value)
            )
            requirement.require_amount(self, total, literal, path)
            chosen[value] = literal
        self.witnesses[path] = chosen
        if not chosen:
            self.refuse(requirement, active, path)
        else:
            self.model.add_bool_or(list(chosen.values())).only_enforce_if(active)
            self.model.add_at_most_one(chosen.values())

    def _literals(self) -> list[tuple[Piece, Literal]]:
        pieces = {piece.index: piece for piece in self.pieces}
        placed = [(pieces[index], literal) for index, places in self.places.items() for _, literal in places]
        return placed + [(pieces[index], literal) for index, literal in self._counted.items()]

    def exempt(self, code: Code, active: Literal) -> Literal:
        """Return whether an exemption is used for a code."""
        literal = self.literal(f"{code} exempted")
        self.model.add_implication(literal, active)
        return literal

    def build(self, code: Code, active: Literal, path: str) -> Literal:
        """Return whether the parts of an inner programme are counted in its place."""
        literal = self.literal(f"{code} built from its parts")
        self.model.add_implication(literal, active)
        self.inner[code].encode(self, literal, f"{path}/inner")
        return literal

    def share(self, sharing: Sharing) -> None:
        """Let something be counted in two pools."""
        self.sharings.append(sharing)

    def finish(self) -> None:
        """Tie places to pieces: one place for each piece, one holding for each code, and what is shared."""
        both: dict[int, list[tuple[int, Literal]]] = defaultdict(list)
        for piece in self.pieces:
            places = self.places.get(piece.index, [])
            counted = self.counted(piece)
            self.model.add_max_equality(counted, [literal for _, literal in places] or [self.model.new_constant(0)])
            for position, (place, literal) in enumerate(places):
                for other, other_literal in places[position + 1 :]:
                    self._one_place(piece, (place, literal), (other, other_literal), both)
        for at, terms in both.items():
            self.model.add(sum(amount * literal for amount, literal in terms) <= self.sharings[at].at_most)
        by_code: dict[Code, list[Literal]] = defaultdict(list)
        for piece in self.pieces:
            if piece.holding.code:
                by_code[piece.holding.code].append(self.counted(piece))
        for literals in by_code.values():
            if len(literals) > 1:
                self.model.add_at_most_one(literals)

    def _one_place(
        self,
        piece: Piece,
        one: tuple[Place, Literal],
        other: tuple[Place, Literal],
        both: dict[int, list[tuple[int, Literal]]],
    ) -> None:
        pools = {one[0].pool, other[0].pool}
        at = next(
            (at for at, sharing in enumerate(self.sharings) if len(pools) == 2 and pools <= set(sharing.pools)), None
        )  # noqa: PLR2004 - two places
        if at is None:
            self.model.add_at_most_one([one[1], other[1]])
            return
        literal = self.literal(f"{piece.name} in two pools")
        self.model.add_bool_or([one[1].negated(), other[1].negated(), literal])
        unit = self.sharings[at].unit
        both[at].append((1 if unit is None else piece.hundredths(unit) or 0, literal))

    def days_left(self, piece: Piece) -> int:
        """Return for how many days from now the piece can be counted; FOREVER when it does not end."""
        return self._left(self.days.get(piece.index))

    def days_left_in(self, piece: Piece, place: Place) -> int:
        """Return for how many days from now the piece can be counted in one place."""
        return self._left(self.days_in[piece.index, place.path])

    def _left(self, days: Days | None) -> int:
        last = days.last_of_run(self.situation.day) if days else None
        return FOREVER if last is None else min(FOREVER, (last - self.situation.day).days)

    def _short(
        self, requirement: RequirementBase, active: Literal, path: str, *, most: int, price: int, scale: int
    ) -> None:
        amount = self._shortage(requirement, path, most=most, price=price, scale=scale)
        self.model.add(amount >= most).only_enforce_if(active)

    def _shortage(
        self, requirement: RequirementBase, path: str, *, most: int, price: int, scale: int
    ) -> cp_model.IntVar:
        amount = self.model.new_int_var(0, most, f"{path} short")
        self.shortages.append(Shortage(requirement, amount, price, scale))
        return amount

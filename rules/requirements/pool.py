"""Pools: what credits and units are counted from.

Source of the meaning: domain.md, "at least / at most c credits or m units from a pool (listed, or selected by a flat
predicate: institution, kind, theme, level, subject, and exceptions)".
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from pydantic import model_validator

from stackways.rules.base import Amount, Model, Slug
from stackways.rules.catalogue import Selection
from stackways.rules.holdings import Grade, Holding
from stackways.rules.places import Place
from stackways.rules.requirements.base import AwardRequirement, Names, RequirementBase
from stackways.rules.requirements.hold import Hold
from stackways.rules.requirements.window import Window
from stackways.rules.selection import selects
from stackways.rules.situation import Standing, always, unknown

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import LinearExprT

    from stackways.rules.awards.audit import Audit
    from stackways.rules.awards.ledger import Ledger, Literal, Piece
    from stackways.rules.holdings import Reading
    from stackways.rules.requirements import Requirement
    from stackways.rules.requirements.base import Measured
    from stackways.rules.situation import Situation, Verdict


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
            raise ValueError("give `at_least`, `at_most` or `not_published: true`")
        if self.at_least is not None and self.at_most is not None and self.at_least > self.at_most:
            raise ValueError(f"at least {self.at_least} and at most {self.at_most} can never be met")
        return self

    def in_words(self) -> str:
        """Return "at least 24" or "at most 12" or "from 3 to 6"."""
        if self.not_published:
            return "an amount that is not published"
        if self.at_least is not None and self.at_most is not None:
            return f"from {self.at_least} to {self.at_most}"
        return f"at least {self.at_least}" if self.at_least is not None else f"at most {self.at_most}"


class Pool(AwardRequirement):
    """An amount from a pool: listed, or selected by a predicate."""

    of: list[Requirement] = []
    """The pool, listed; a group in it counts as one unit when it is met."""
    where: Selection | None = None
    """The pool, selected; matched on holdings, never drawn as edges."""
    name: Slug | None = None
    """A name by which other rules speak of the pool (what may be shared between two)."""
    counted: bool = False
    """True when it limits what other parts of the tree count, rather than counting holdings of its own."""
    window: Window | None = None
    """How long what is selected by `where` counts."""
    minimum_grade: Grade | None = None
    """The least grade of what is selected by `where`."""

    @property
    @abstractmethod
    def range(self) -> Range:
        """How much."""

    @property
    @abstractmethod
    def scale(self) -> int:
        """How many of the model's integers are one of the range's numbers."""

    @abstractmethod
    def weight(self, piece: Piece) -> int | None:
        """Return how much a piece counts, in the model's integers; None when that is not known."""

    @model_validator(mode="after")
    def _has_one_pool(self) -> Pool:
        if bool(self.of) == (self.where is not None):
            raise ValueError("give the pool either as a list `of` or as a selection `where`")
        return self

    def parts(self) -> Iterator[tuple[RequirementBase, None]]:
        """Yield the listed pool."""
        return ((part, None) for part in self.of)

    def verdicts_on(self, holding: Holding, situation: Situation) -> Iterator[Verdict]:
        """Yield the verdict on the holding, if it may be counted from this pool."""
        if self.where is None:
            yield from super().verdicts_on(holding, situation)
        elif not self.counted:
            selected = selects(self.where, holding, situation.items)
            if selected is not False:
                terms = Hold.model_construct(hold="", window=self.window, minimum_grade=self.minimum_grade)
                yield terms.judge_holding(holding, selected, situation)

    def best_verdict(self, holding: Holding, situation: Situation) -> Verdict | None:
        """Return the best verdict on the holding as one of the pool; None when it is not in it."""
        if self.where is not None and self.counted:
            selected = selects(self.where, holding, situation.items)
            return None if selected is False else (always() if selected else unknown())
        parts = [part for part in self.of if isinstance(part, Hold)]
        found = [verdict for part in parts for verdict in part.verdicts_on(holding, situation)]
        found += [] if self.where is None else list(self.verdicts_on(holding, situation))
        return max(found, key=lambda verdict: verdict.on(situation.day), default=None)

    def measure(self, found: Audit, path: str, situation: Situation) -> Measured:
        """Return what is counted from the pool."""
        pieces = found.used if self.counted else found.counted.get(path, ())
        total = sum(
            weight
            for piece in pieces
            if (weight := self.weight(piece)) is not None and self.best_verdict(piece.holding, situation) is not None
        )
        return Decimal(
            total
        ) / self.scale, self.range.at_least if self.range.at_least is not None else self.range.at_most

    def encode(self, ledger: Ledger, active: Literal, path: str) -> None:
        """Count what the range asks for, or limit what is counted elsewhere."""
        if self.range.not_published and ledger.least is Standing.MET:
            ledger.refuse(self, active, path)
            return
        place = Place(path, self.name, active)
        terms = [term for piece in ledger.pieces if (term := self._term(piece, place, ledger)) is not None]
        terms += [(self.scale, literal) for literal in self._groups(ledger, active, path)]
        if self.where is not None and self.where.same is not None:
            ledger.require_same(self, terms, active, path)
            return
        self.require_amount(ledger, sum(weight * literal for weight, literal in terms), active, path)

    def require_amount(self, ledger: Ledger, total: LinearExprT, active: Literal, path: str) -> None:
        """Ask that a total lies in the range."""
        if self.range.at_least is not None:
            ledger.require(self, total, int(self.range.at_least * self.scale), active, path)
        if self.range.at_most is not None:
            ledger.model.add(total <= int(self.range.at_most * self.scale)).only_enforce_if(active)

    def _term(self, piece: Piece, place: Place, ledger: Ledger) -> tuple[int, Literal] | None:
        weight = self.weight(piece)
        verdict = None if weight is None else self.best_verdict(piece.holding, ledger.situation)
        if weight is None or verdict is None:
            return None
        if not self.counted:
            literal = ledger.place(piece, place, verdict)
            return None if literal is None else (weight, literal)
        limiting = self.range.at_least is None
        least = Standing.UNKNOWN if limiting and ledger.least is Standing.MET else ledger.least
        return (weight, ledger.counted(piece)) if verdict.on(ledger.situation.day) >= least else None

    def _groups(self, ledger: Ledger, active: Literal, path: str) -> Iterator[Literal]:
        for position, part in enumerate(self.of):
            if not isinstance(part, Hold):
                literal = ledger.literal(f"{path}/{position} chosen")
                ledger.model.add_implication(literal, active)
                part.encode(ledger, literal, f"{path}/{position}")
                yield literal

    def pool_in_words(self, names: Names, reading: Reading) -> str:
        """Return what it is counted from."""
        among = "of what is counted: " if self.counted else "from "
        if self.where is None:
            return among + ", ".join(part.in_words(names, reading) for part in self.of)
        return among + selection_in_words(self.where, names)


def selection_in_words(selection: Selection, names: Names) -> str:
    """Return what a selection asks for: "professional, in one and the same theme"."""
    levels = [
        f"{selection.framework or ''} level {selection.level_from} or higher".strip() if selection.level_from else "",
        f"{selection.framework or ''} level {selection.level_to} or lower".strip() if selection.level_to else "",
    ]
    professional = {True: "professional", False: "not professional", None: ""}[selection.professional]
    said = [
        ", ".join(kind.replace("-", " ") for kind in selection.kinds),
        f"of {' or '.join(map(names, selection.institutions))}" if selection.institutions else "",
        f"in {' or '.join(selection.themes)}" if selection.themes else "",
        f"in {' or '.join(selection.subjects)}" if selection.subjects else "",
        professional,
        *levels,
        ", ".join(map(names, selection.codes)),
        f"except {', '.join(map(names, selection.excluding))}" if selection.excluding else "",
        f"of one and the same {selection.same}{' or higher' if selection.or_higher else ''}" if selection.same else "",
    ]
    return ", ".join(part for part in said if part) or "anything counted"

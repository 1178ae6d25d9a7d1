"""Pieces: holdings as what may be counted, with what the catalogue or their description says of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from stackways.rules.base import Code
from stackways.rules.catalogue import StudyItem
from stackways.rules.exemption import Exemption
from stackways.rules.holdings import Holding
from stackways.rules.situation import Standing

Value = str | tuple[str, int]
"""A theme, subject or institution; a level with its framework."""


def as_text(value: Value) -> str:
    """Return a value as one text: a level after its framework."""
    return " ".join(map(str, value)) if isinstance(value, tuple) else value


UNSAID: Value = ("", -1)
"""A value that nobody says: what does not say its theme, level, … may all have one and the same."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One holding that may be counted, with what the catalogue or its description says of it."""

    index: int
    """Its position among the holdings given."""
    holding: Holding
    """What is exempted stands as a holding of its code, which nobody has."""
    item: StudyItem | None
    exemption: Exemption | None = None
    """Where it is exempted rather than held: by what, and what that does."""
    worth: Decimal | None = None
    """The credits that what is exempted counts for; of what is held, it is its own."""

    @property
    def name(self) -> str:
        """How answers name it."""
        return self.holding.name

    @property
    def unit(self) -> str | None:
        """The unit of its credits."""
        if self.exemption and self.exemption.unit:
            return self.exemption.unit
        described = self.holding.described
        if self.holding.credits is not None and self.holding.unit:
            return self.holding.unit
        return self.item.unit if self.item else (described.unit if described else None)

    @property
    def credits(self) -> Decimal | None:
        """Its credits, in its own unit."""
        return self.worth if self.exemption else self.carries

    @property
    def carries(self) -> Decimal | None:
        """The credits that were taken, where that is said, else those that the catalogue or its description says."""
        if self.holding.credits is not None:
            return self.holding.credits
        described = self.holding.described
        return self.item.credits if self.item else (described.credits if described else None)

    def hundredths(self, unit: str | None) -> int | None:
        """Return its credits in hundredths of a unit; None when they are not known in that unit."""
        if self.credits is None or (unit is not None and unit != self.unit and not self._of_any_unit):
            return None
        return int(self.credits * 100)

    @property
    def _of_any_unit(self) -> bool:
        """Whether credits were taken whose unit neither the learner nor the catalogue says."""
        return self.holding.credits is not None and self.unit is None

    def value(self, trait: str) -> Value | None:
        """Return its theme, subject, level (with its framework), institution, …; None when it is not known."""
        if trait in ("term", "year", "entry"):
            when = self.holding.days[0] if self.holding.days else self.holding.attained_on
            year = str(when.year) if when else None
            return {"term": self.holding.term, "year": year, "entry": self.name}[trait]
        return self._told(trait)

    def _told(self, trait: str) -> Value | None:
        """Return what the catalogue or its description tells of it."""
        holder = self.item or self.holding.described
        if holder is None:
            return None
        if trait == "theme":
            theme = holder.theme
            return theme.get("en") if isinstance(theme, dict) else theme
        if trait == "level":
            return (holder.level.framework, holder.level.value) if holder.level else None
        if trait == "institution":
            return self.item.offered_by[0] if self.item else getattr(holder, "institution", None)
        return holder.subject

    def shares(self, trait: str, value: Value, *, or_higher: bool) -> bool | None:
        """Tell whether it has that theme, subject, level or institution; None where that is not said.

        Of a single entry, what the catalogue does not say does not match.
        """
        held = self.value(trait)
        if held is None:
            return None if self.may_have_any(trait) else False
        if value == UNSAID:
            return False
        if or_higher and isinstance(held, tuple) and isinstance(value, tuple):
            return held[0] == value[0] and held[1] >= value[1]
        return held == value

    def is_earned_at(self, institutions: Sequence[Code]) -> bool | None:
        """Tell whether any of these institutions offers it; None where it is not known who does."""
        if self.item is not None:
            return any(code in institutions for code in self.item.offered_by)
        institution = self.value("institution")
        return None if institution is None else institution in institutions

    def may_have_any(self, trait: str) -> bool:
        """Tell whether a trait that is not said may be any: it is for the learner to say, not for the catalogue."""
        return (trait in ("term", "year") and self.exemption is None) or self.may_be_anything

    def counting_for(self, least: Standing, *, limiting: bool = False, lowering: bool = True) -> Piece:
        """Return it with the credits that it counts for: of what is exempted, what its rule says of them.

        Args:
            least: MET asks for what is certain.
            limiting: Towards a most rather than a least.
            lowering: With what the award asks for less because of it.
        """
        if self.exemption is None:
            return self
        worth = self.exemption.credits(self.carries, least=least, limiting=limiting, lowering=lowering)
        return replace(self, worth=worth)

    def lowers(self, unit: str | None) -> int:
        """Return by how much the award asks for less because of it, in hundredths of a unit."""
        if self.exemption is None or not self.exemption.lowers:
            return 0
        return replace(self, worth=self.carries).hundredths(unit) or 0

    @property
    def may_be_anything(self) -> bool:
        """Whether what is not said of it may be so: it is described, or a class held as such."""
        return self.holding.described is not None or (self.item is not None and self.item.is_class)

"""Exemptions: that something need not be taken, and what that does, exactly as far as a rule says.

What is exempted stands in an award's tree as a piece of its own beside the holdings: wherever the thing itself could be
counted it may be, once, and never beside the thing. What it rests on is used up by it.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from stackways.rules.base import Code
from stackways.rules.effects import Effects
from stackways.rules.situation import Note, Standing

NOTHING_STATED = Effects()


@dataclass(frozen=True, slots=True)
class Exemption:
    """That something need not be taken, by one rule and by what some holdings bring about."""

    code: Code
    rule: str
    """`code@version`."""
    rests_on: frozenset[int] = frozenset()
    """What it uses up, by its position among the holdings."""
    effects: Effects = NOTHING_STATED
    certain: bool = True
    """False where what is not known decides whether it is exempted."""
    reasons: tuple[Note, ...] = ()
    """What is not known, where it is not certain."""
    amount: Decimal | None = None
    """How much credit it gives, where the rule says so; None: as much as the thing itself carries."""
    unit: str | None = None
    """The unit of `amount`."""
    within: Code | None = None
    """The programme it holds in; None: wherever the thing counts."""
    either: bool = False
    """True where only one of the things that the rule exempts from counts."""
    exception: bool = False
    """True where it is an exception: no cap on what is recognised counts it."""
    inside: frozenset[Code] | None = None
    """The inner programmes in whose parts alone it counts; None: in the whole award."""

    @property
    def spares(self) -> bool:
        """Whether nothing else must be taken in its place."""
        return self.effects.must_be_replaced != "yes" or self.earns is True

    @property
    def settled(self) -> bool:
        """Whether it is known that nothing else must be taken in its place."""
        return self.effects.must_be_replaced == "no" or self.earns is True or self.lowers

    @property
    def earns(self) -> bool | None:
        """Whether it gives credit; None where that is not stated."""
        return True if self.amount is not None else _STATED[self.effects.earns_credit]

    def credits(
        self, whole: Decimal | None, *, least: Standing, limiting: bool = False, lowering: bool = True
    ) -> Decimal | None:
        """Return the credits it counts for, of those that the thing carries.

        `least`: MET asks for what is certain. `limiting`: towards a most rather than a least. `lowering`: with what the
        award asks for less because of it.
        """
        amount = whole if self.amount is None else self.amount
        supposed = (least is Standing.MET) is limiting
        counts = self.earns or (self.earns is None and supposed) or (self.lowers and lowering and not limiting)
        return amount if counts else Decimal(0)

    @property
    def lowers(self) -> bool:
        """Whether the award asks for less credit because of it."""
        return self.effects.lowers_requirement == "yes" and self.earns is not True


_STATED = {"yes": True, "no": False, "not-stated": None}

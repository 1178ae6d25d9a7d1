"""Not held: an exclusion, for whoever does not hold something.

Source of the meaning: concepts.md, "Requirements and awards". It looks at all that is held, counted or not.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from stackways.rules.requirements.base import Names, Requirement, RequirementBase
from stackways.rules.situation import Note, Situation, Standing, Verdict
from stackways.words.message import Argument, Message

if TYPE_CHECKING:
    from stackways.rules.base import Code
    from stackways.rules.catalogue import Selection
    from stackways.rules.days import Days
    from stackways.rules.holdings import Holding, Reading
    from stackways.rules.requirements.asks import Truth
    from stackways.rules.requirements.base import Counted, Ledger, Replay
    from stackways.rules.selection import LookedFor


class NotHeld(RequirementBase):
    """For whoever does not hold this, or not in this way."""

    key: ClassVar[str] = "not_held"
    not_held: Requirement
    """What must not be held."""

    def judge(self, situation: Situation) -> Verdict:
        """Return the days on which it is certainly not held, and may not be."""
        held = self.not_held.judge(situation)
        asked = self.not_held.in_words(situation.name_of, situation.reading)
        verdict = Verdict(~held.possible, ~held.met, used=held.used)
        standing = verdict.on(situation.day)
        if standing is Standing.UNKNOWN:
            return verdict._replace(
                reasons=(*held.reasons, Note("held_unknown", Message("rules.may-be-held", what=asked)))
            )
        if standing is Standing.MET:
            return verdict._replace(reasons=(Note("not_held", Message("rules.rightly-not-held", what=asked)),))
        return verdict._replace(reasons=(Note("held", Message("rules.must-not-be-held", what=asked)),))

    def encode(self, ledger: Ledger, active: Truth, path: str) -> None:
        """Ask that it is not held on the day of the claim."""
        days = _met if ledger.least is Standing.MET else _possible
        free = ledger.as_held(self, days, f"{path} not held")
        ledger.model.add_bool_or([active.negated(), free, *ledger.excuse(self, path)])

    def replay(self, replay: Replay, path: str) -> list[str]:  # noqa: ARG002 - the shape every kind has
        """Return that it is held, or may be."""
        held = self.not_held.judge(replay.situation)
        in_the_way = held.possible if replay.certain else held.met
        return replay.not_met(self) if replay.situation.day in in_the_way else []

    def undecided(self, counted: Counted, path: str) -> Iterator[Note]:  # noqa: ARG002 - the shape every kind has
        """Yield what is not known of what must not be held."""
        return counted.open([self.judge(counted.situation)])

    def verdicts_on(self, holding: Holding, situation: Situation) -> Iterator[Verdict]:  # noqa: ARG002 - as every requirement
        """Yield nothing: nothing is counted here."""
        return iter(())

    @property
    def looked_at(self) -> RequirementBase:
        """What must not be held."""
        return self.not_held

    def codes_to_have(self) -> Iterator[Code]:
        """Yield nothing: nobody has to have it."""
        return iter(())

    @property
    def takes_holdings(self) -> bool:
        """False: nothing is counted here."""
        return False

    def wanted(self, reading: Reading) -> Iterator[Code | Selection]:  # noqa: ARG002 - as every requirement
        """Yield nothing: nobody has to have it."""
        return iter(())

    def would_fill(self, tree: RequirementBase) -> Iterator[LookedFor]:  # noqa: ARG002 - as every requirement
        """Yield nothing: what is held cannot be given back."""
        return iter(())

    def in_words(self, names: Names, reading: Reading = "lenient") -> Argument:
        """Return "not held: A"."""
        return Message("rules.not-to-be-held", what=self.not_held.in_words(names, reading))


def _met(verdict: Verdict) -> Days:
    return verdict.met


def _possible(verdict: Verdict) -> Days:
    return verdict.possible

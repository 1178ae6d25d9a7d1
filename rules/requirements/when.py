"""When: a choice made in one part (a track) changes what is needed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from stackways.rules.requirements.base import Names, RequirementBase
from stackways.rules.requirements.groups import judge_at_least
from stackways.rules.situation import Situation, Verdict

if TYPE_CHECKING:
    from stackways.rules.awards.ledger import Ledger, Literal
    from stackways.rules.holdings import Reading
    from stackways.rules.requirements import Requirement


class When(RequirementBase):
    """Either the choice with what it brings, or the other way; what is not chosen counts nothing."""

    key: ClassVar[str] = "when"
    when: Requirement
    """The choice."""
    then: Requirement
    """What is needed besides, when it is made."""
    otherwise: Requirement
    """What is needed when it is not."""

    def parts(self) -> Iterator[tuple[RequirementBase, str]]:
        """Yield the three parts, tagged."""
        return iter(((self.when, "when"), (self.then, "then"), (self.otherwise, "otherwise")))

    def judge(self, situation: Situation) -> Verdict:
        """Return met when either way is."""
        both = judge_at_least(2, [self.when.judge(situation), self.then.judge(situation)], situation.day)
        return judge_at_least(1, [both, self.otherwise.judge(situation)], situation.day)

    def encode(self, ledger: Ledger, active: Literal, path: str) -> None:
        """Choose one of the two ways."""
        chosen, other = ledger.literal(f"{path} chosen"), ledger.literal(f"{path} otherwise")
        for literal in (chosen, other):
            ledger.model.add_implication(literal, active)
        self.when.encode(ledger, chosen, f"{path}/0")
        self.then.encode(ledger, chosen, f"{path}/1")
        self.otherwise.encode(ledger, other, f"{path}/2")
        ledger.model.add_exactly_one([chosen, other, active.negated()])

    def in_words(self, names: Names, reading: Reading = "lenient") -> str:
        """Return "with A also B, otherwise C"."""
        chosen, also, other = (part.in_words(names, reading) for part in (self.when, self.then, self.otherwise))
        return f"with {chosen} also {also}, otherwise {other}"

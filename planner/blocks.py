"""Blocks: a curriculum that is not published, or only partly, is studied as one block, and says so.

It never invents a module.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from stackways.rules.base import Code
from stackways.rules.catalogue import Programme
from stackways.rules.holdings import HoldingStatus
from stackways.rules.kinds.base import RuleBase
from stackways.rules.kinds.structure import Structure
from stackways.rules.requirements.base import RequirementBase
from stackways.rules.requirements.doubt import Doubt
from stackways.rules.requirements.groups import AllOf, AnyOf, AtLeast, ExactlyOne
from stackways.rules.requirements.hold import Hold
from stackways.rules.selection import is_member
from stackways.rules.situation import Situation
from stackways.words.message import Argument, Message, Published, Quantity, listed


def block_text(
    programme: Programme, rules: Sequence[Structure], situation: Situation, spared: Collection[Code], *, whole: bool
) -> Message:
    """Return a block in words: what is known to be in it, and what is published for the whole."""
    held = {h.code for h in situation.holdings if h.code and h.status is HoldingStatus.ATTAINED}
    done = _Done(situation, {*held, *spared})
    flat = [done.flat(rule.needs) for rule in rules]
    known = [situation.name_of(code) for codes, _ in flat for code in codes if not done.covers(code)]
    other = [asked for _, others in flat for requirement in others if (asked := done.remaining(requirement))]
    said = [Message("plan.curriculum-partly-published" if rules else "plan.curriculum-not-published")]
    if known:
        said.append(Message("plan.known-inside", what=listed(known)))
    if other:
        said.append(Message("plan.made-of", what=listed(other, "semicolon")))
    totals: list[Argument] = [Quantity(programme.hours, "hours")] if programme.hours is not None else []
    totals += [programme.fee.in_words()] if programme.fee else []
    if totals and not whole:
        said.append(Message("plan.published-for-whole", totals=listed(totals)))
    return Message(
        "plan.study-block" if whole else "plan.study-rest-as-block",
        programme=Published.of(programme.title),
        why=listed(said, "semicolon"),
    )


def told_of_frameworks(programme: Programme, frameworks: Sequence[RuleBase]) -> Message:
    """Return what frameworks say of the published classes that a programme belongs to."""
    says = listed([Published.of(rule.says) for rule in frameworks], "sentences")
    return Message("plan.framework-says", programme=Published.of(programme.title), says=says)


class _Done:
    """What need not be studied any more, and what of a tree remains."""

    def __init__(self, situation: Situation, done: Collection[Code]) -> None:
        self.situation, self.done = situation, done

    def covers(self, code: Code) -> bool:
        """Tell whether a thing, or a member of that class, is held or spared."""
        return any(is_member(one, code, self.situation.items) for one in self.done)

    def _taken(self, doubt: Doubt) -> RequirementBase:
        return doubt.alternatives[doubt.taken(self.situation.reading)]

    def flat(self, requirement: RequirementBase) -> tuple[list[Code], list[RequirementBase]]:
        """Return the things a tree asks for as such, and what else it asks (choices, amounts, conditions)."""
        if isinstance(requirement, Hold):
            return [requirement.hold], []
        if isinstance(requirement, Doubt):
            return self.flat(self._taken(requirement))
        if not isinstance(requirement, AllOf):
            return [], [requirement]
        flat = [self.flat(part) for part in requirement.all_of]
        return [code for codes, _ in flat for code in codes], [other for _, others in flat for other in others]

    def remaining(self, requirement: RequirementBase) -> Argument | None:
        """Return in words what of a choice, an amount or a condition is left; None where it is already met."""
        if self.satisfies(requirement):
            return None
        if isinstance(requirement, AtLeast):
            left = [part for part in requirement.of if not self.satisfies(part)]
            least = requirement.at_least - (len(requirement.of) - len(left))
            requirement = AtLeast(at_least=least, of=left)
        return requirement.in_words(self.situation.name_of, self.situation.reading)

    def satisfies(self, requirement: RequirementBase) -> bool:
        """Tell whether a choice is already met by what is held or spared."""
        if isinstance(requirement, Hold):
            return self.covers(requirement.hold)
        if isinstance(requirement, Doubt):
            return self.satisfies(self._taken(requirement))
        parts = [self.satisfies(part) for part, _ in requirement.parts()]
        if isinstance(requirement, AnyOf | ExactlyOne):
            return any(parts)
        if isinstance(requirement, AtLeast):
            return sum(parts) >= requirement.at_least
        return isinstance(requirement, AllOf) and all(parts)

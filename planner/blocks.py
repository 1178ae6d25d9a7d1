"""Blocks: a curriculum that is not published, or only partly, is studied as one block, and says so.

It never invents a module.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from stackways.rules.base import Code
from stackways.rules.catalogue import Programme
from stackways.rules.kinds.base import RuleBase
from stackways.rules.kinds.structure import Structure
from stackways.rules.requirements.base import RequirementBase
from stackways.rules.requirements.reading import everything_needed
from stackways.rules.selection import is_member
from stackways.rules.situation import Situation
from stackways.words.message import Argument, Message, Published, Quantity, listed


def block_text(
    programme: Programme, rules: Sequence[Structure], situation: Situation, spared: Collection[Code], *, whole: bool
) -> Message:
    """Return a block in words: what is known to be in it, and what is published for the whole."""
    held = {h.code for h in situation.holdings if h.code and h.is_earned}
    done = _Done(situation, {*held, *spared})
    parts = [part for rule in rules for part in everything_needed(rule.needs, situation.reading)]
    known = [situation.name_of(code) for code in (part.thing for part in parts) if code and not done.covers(code)]
    other = [left for part in parts if part.thing is None and (left := done.remaining(part))]
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

    def remaining(self, requirement: RequirementBase) -> Argument | None:
        """Return in words what of a choice, an amount or a condition is left; None where it is already met."""
        reading = self.situation.reading
        if requirement.is_filled(self.covers, reading):
            return None
        return requirement.unfilled(self.covers, reading).in_words(self.situation.name_of, reading)

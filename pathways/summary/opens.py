"""What a credential opens, in a few sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from stackways.pathways.summary.exemptions import gift_and_place
from stackways.pathways.summary.sentence import Sentence, name_of, named, sentence
from stackways.rules.decision import Decision, Status
from stackways.words.message import Message

if TYPE_CHECKING:
    from stackways.pathways.found import Found
    from stackways.pathways.question import ItemShown

MOST_TOLD = 4
"""How many recognitions have a sentence of their own."""


def summary_of_opening(
    item: ItemShown, direct: Sequence[Decision], entered: Sequence[ItemShown], reached: int, found: Found
) -> list[Sentence]:
    """Return what it is recognised for by itself, what it helps to enter, and how much more stacking leads to."""
    told = [*_direct(direct, found), *_entry(entered)]
    if reached:
        told.append(sentence("to_study", Message("answer.by-stacking", count=reached)))
    if not told:
        told.append(sentence("you_get", Message("answer.opens-nothing", item=name_of(item.title)), Status.UNKNOWN))
    return told


def _direct(direct: Sequence[Decision], found: Found) -> Iterator[Sentence]:
    for decision in direct[:MOST_TOLD]:
        if decision.status in {Status.GRANTED, Status.CONDITIONAL}:
            message = Message("answer.get", what=gift_and_place(decision, found))
            yield sentence("you_get", message, decision.status)
    if len(direct) > MOST_TOLD:
        more = Message("answer.more-recognise", count=len(direct) - MOST_TOLD)
        yield sentence("you_get", more, Status.CONDITIONAL)


def _entry(entered: Sequence[ItemShown]) -> Iterator[Sentence]:
    programmes = list(dict.fromkeys(name_of(item.title) for item in entered))
    if programmes:
        message = Message("answer.helps-to-enter", programmes=named(programmes))
        yield sentence("you_get", message, Status.CONDITIONAL)

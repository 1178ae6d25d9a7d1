"""Which awards can be claimed, in a few sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from stackways.pathways.summary.sentence import Sentence, by_exceptions, name_of, named, sentence
from stackways.rules.decision import Status
from stackways.words.message import Argument, Message, Word, in_english

if TYPE_CHECKING:
    from stackways.pathways.found import Found
    from stackways.rules.awards.answer import AwardAnswered, AwardNear

DECIDING = {"limit_decides": "answer.limit-decides", "nothing_fills": "answer.nothing-fills"}
"""Remarks without which it is not understood what an award lacks, each with the sentence that says it."""
MOST_TOLD = 3
"""How many awards, and how many of the nearest others, have a sentence of their own."""


def summary_of_awards(claimable: Sequence[AwardAnswered], nearest: Sequence[AwardNear], found: Found) -> list[Sentence]:
    """Return what can be claimed and by when, and what the nearest others still need."""
    if not (claimable or nearest):
        return [sentence("you_get", Message("answer.no-award"), Status.UNKNOWN)]
    used = [one for award in claimable[:MOST_TOLD] for one in award.exceptions]
    return [*_can(claimable), *by_exceptions(used), *_not_yet(nearest, found), *_unclear(claimable)]


def _can(claimable: Sequence[AwardAnswered]) -> Iterator[Sentence]:
    for award in claimable[:MOST_TOLD]:
        title = name_of(award.title)
        if award.status is Status.CONDITIONAL:
            why: list[Argument] = [reason.message for reason in award.reasons]
            yield sentence("you_get", Message("answer.may-claim", title=title, why=named(why)), award.status)
        elif award.claim_by is None:
            yield sentence("you_get", Message("answer.can-claim", title=title), award.status)
        else:
            yield sentence("you_get", Message("answer.can-claim-by", title=title, day=award.claim_by), award.status)
    if len(claimable) > MOST_TOLD:
        more = Message("answer.more-awards", count=len(claimable) - MOST_TOLD)
        yield sentence("you_get", more, Status.GRANTED)
    if not claimable:
        yield sentence("you_get", Message("answer.no-award-yet"), Status.REFUSED)


def _not_yet(nearest: Sequence[AwardNear], found: Found) -> Iterator[Sentence]:
    for award in nearest[:MOST_TOLD]:
        missing: list[Argument] = [
            Message("answer.missing-amount", amount=one.amount, unit=Word("unit", one.unit, one.amount), of=one.message)
            if one.unit
            else one.message
            for one in award.missing
        ]
        title = name_of(award.title)
        if award.each_part_alone:
            yield sentence("you_need", Message("answer.not-all-at-once", title=title))
        elif missing:
            yield sentence("you_need", Message("answer.award-needs", title=title, missing=named(missing)))
        for remark in award.remarks:
            if said := DECIDING.get(remark.code):
                yield sentence("you_need", Message(said, part=remark.message.argument("part")))
        fillers = [name_of(found.items[code].title) for code in award.would_fill if code in found.items]
        if fillers:
            yield sentence("you_need", Message("answer.would-help", things=named(fillers, "or")))


def _unclear(claimable: Sequence[AwardAnswered]) -> Iterator[Sentence]:
    doubts = {doubt.name: doubt for award in claimable for doubt in award.doubts}
    decisive = {
        doubt.name
        for award in claimable
        for doubt in award.doubts
        if award.status is Status.GRANTED and {*doubt.if_otherwise.values()} - {Status.GRANTED}
    }
    for name in sorted(decisive)[:MOST_TOLD]:
        told = Message("answer.rests-on-reading", doubt=in_english(doubts.pop(name).text))
        yield sentence("unclear", told)
    if doubts:
        yield sentence("unclear", Message("answer.unclear", count=len(doubts)))

"""What would be otherwise with something more held, with an award claimed, or on a later day?"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar

from pydantic import Field, model_validator

from stackways.pathways.find_awards import AwardsQuestion, find_awards
from stackways.pathways.find_exemptions import ExemptionsQuestion, find_exemptions
from stackways.pathways.former_codes import Renumbered
from stackways.pathways.question import MOST_HOLDINGS, Question, UnknownCodeError, WrongKindError
from stackways.rules.awards.answer import AwardAnswered, AwardNear
from stackways.rules.base import Code, Day, Model
from stackways.rules.decision import Decision, Status
from stackways.rules.holdings import Holding
from stackways.rules.holdings import Reading as DoubtReading
from stackways.words.message import Message

if TYPE_CHECKING:
    from collections.abc import (
        AsyncIterator,
        Awaitable,
        Callable,
        Collection,
        Hashable,
        Iterable,
        Iterator,
        Mapping,
        Sequence,
    )

    from stackways.graph.driver import Reading
    from stackways.pathways.find_awards import Awards
    from stackways.pathways.find_exemptions import Exemptions

    Again = Callable[[Code], Awaitable[Awards]]
    """Asks for the awards of one programme, in the same situation."""

Answer = TypeVar("Answer")
Change = Literal["gained", "lost", "changed"]


class WhatIfQuestion(Question):
    """What is held, and what would be otherwise: at least one of `adding`, `claiming` and `on`."""

    adding: Annotated[list[Holding], Field(max_length=MOST_HOLDINGS)] = []
    """What would be held besides."""
    claiming: Code | None = None
    """The programme whose award would be claimed on the day asked for, with what it uses up."""
    on: Day | None = None
    """The day that is looked at: of both situations where something is added or claimed, else of the second alone."""
    institution: Code | None = None
    """Only awards of this institution."""
    programme: Code | None = None
    """Of awards, only this programme's."""
    towards: Code | None = None
    """Of decisions, only those towards this programme, module or institution."""

    @model_validator(mode="after")
    def _asks_something(self) -> WhatIfQuestion:
        if not self.adding and self.claiming is None and self.on is None:
            raise ValueError(str(Message("error.nothing-otherwise")))
        if self.on is not None and self.on < self.day:
            raise ValueError(str(Message("error.on-before", on=self.on, day=self.day)))
        if len(self.holdings) + len(self.adding) >= MOST_HOLDINGS:
            raise ValueError(str(Message("error.many-holdings", most=MOST_HOLDINGS)))
        return self


class DecisionDifference(Model):
    """A decision that would be another."""

    change: Change
    """`gained`: granted then and not before; `lost`: the other way round; `changed`: in anything else."""
    before: Decision | None
    """None where no rule speaks of what is held before."""
    after: Decision | None
    """The decision as it would be; none where no rule speaks of what is held then."""
    differs: list[str]
    """The fields that differ; empty where one of the two is missing."""


class AwardDifference(Model):
    """An award that would be another."""

    change: Change
    """`gained`: can be claimed then (or for certain), and not before; `lost`: the other way round."""
    before: AwardAnswered | None
    """The award as it stands before; none where it could not be had."""
    after: AwardAnswered | None
    """The award as it would be; none where it could not be had."""
    differs: list[str]
    """The fields that differ; empty where one of the two is missing."""


class NearDifference(Model):
    """An award that cannot be claimed before nor after, and lacks something else."""

    before: AwardNear
    """What it lacks before."""
    after: AwardNear
    """What it would lack."""
    differs: list[str]
    """The fields that differ."""


class WhatIf(Model):
    """Everything that would be otherwise; what is not named stays as it is."""

    as_of: dt.date
    """The day the question was asked for."""
    on: dt.date
    """The day of the second situation."""
    reading: DoubtReading
    """How what is unclear in the sources was read."""
    claimed: AwardAnswered | None = None
    """The award claimed, with what it uses."""
    not_claimable: AwardNear | None = None
    """Where the award cannot be claimed on the day asked for: what it lacks. Then nothing else is compared."""
    renumbered: list[Renumbered] = []
    """What was named by a code that it had before, and what has it now."""
    decisions: list[DecisionDifference] = []
    """Decisions that would be another."""
    awards: list[AwardDifference] = []
    """Awards that would be another."""
    nearest: list[NearDifference] = []
    """Awards that cannot be claimed before nor after, and would lack something else."""
    complete: bool = True
    """False when there were more programmes to look at than the limit."""


async def what_if(reader: Reading, question: WhatIfQuestion) -> WhatIf:
    """Answer both situations, and compare.

    Raises:
        UnknownCodeError: something held, added or named is not in the catalogue, or is illustrative and that was not
            asked for.
        WrongKindError: `claiming` or `programme` is no programme, `institution` no institution, `towards` a credential.
    """
    try:
        return await _compared(reader, question)
    except (UnknownCodeError, WrongKindError) as error:
        for one in (error, *getattr(error, "others", ())):
            one.field = _as_asked(one.field, question)
        raise


def _as_asked(field: str, question: WhatIfQuestion) -> str:
    """Return where a code stood in this question, of where it stood in those it is made of."""
    if found := re.fullmatch(r"/holdings/(\d+)(/.*)", field):
        position, held = int(found[1]), len(question.holdings)
        return field if position < held else f"/adding/{position - held}{found[2]}"
    return "/claiming" if field == "/programme" and question.programme is None else field


async def _compared(reader: Reading, question: WhatIfQuestion) -> WhatIf:
    """Answer both situations, and compare."""
    changing = bool(question.adding or question.claiming)
    on = question.on or question.day
    answer = WhatIf(as_of=question.day, on=on, reading=question.reading)
    after = [*question.holdings, *question.adding]
    if question.claiming:
        claimed = await find_awards(reader, _awards(question, after, question.day, question.claiming))
        if not claimed.claimable:
            return answer.model_copy(update={"not_claimable": next(iter(claimed.nearest), None)})
        answer = answer.model_copy(update={"claimed": claimed.claimable[0]})
        after = _spent(after, claimed.claimable[0].positions, question.claiming)
        after.append(Holding(code=question.claiming, attained_on=question.day, used_for=[]))
    before = on if changing else question.day
    first = await _answers(reader, question, question.holdings, before)
    second = await _answers(reader, question, after, on)
    renumbered = {one.former: one for told in (*first, *second) for one in told.renumbered}
    return answer.model_copy(
        update={
            "decisions": list(_decisions(first[0].decisions, second[0].decisions)),
            "awards": list(_award_differences(first[1], second[1], question.claiming)),
            "nearest": [
                one
                async for one in _near_differences(
                    (first[1], lambda code: find_awards(reader, _awards(question, question.holdings, before, code))),
                    (second[1], lambda code: find_awards(reader, _awards(question, after, on, code))),
                    question.claiming,
                )
            ],
            "renumbered": [*renumbered.values()],
            "complete": first[1].complete and second[1].complete,
        }
    )


def _spent(holdings: Sequence[Holding], used: Collection[int], programme: Code) -> list[Holding]:
    """Return the holdings with what an award used marked so."""
    return [
        holding.model_copy(update={"used_for": [*(holding.used_for or ()), programme]}) if at in used else holding
        for at, holding in enumerate(holdings)
    ]


def _awards(
    question: WhatIfQuestion, holdings: Sequence[Holding], day: dt.date, programme: Code | None = None
) -> AwardsQuestion:
    return AwardsQuestion(
        **_shared(question, holdings, day),
        institution=None if programme else question.institution,
        programme=programme or question.programme,
    ).as_said_on(question.day)


def _shared(question: WhatIfQuestion, holdings: Sequence[Holding], day: dt.date) -> dict[str, Any]:
    fields: dict[str, Any] = {name: getattr(question, name) for name in Question.model_fields}
    return fields | {"holdings": list(holdings), "as_of": day}


async def _answers(
    reader: Reading, question: WhatIfQuestion, holdings: Sequence[Holding], day: dt.date
) -> tuple[Exemptions, Awards]:
    asked = ExemptionsQuestion(**_shared(question, holdings, day), towards=question.towards).as_said_on(question.day)
    return await find_exemptions(reader, asked), await find_awards(reader, _awards(question, holdings, day))


# What differs

DECIDED = ("status", "entry", "outcome", "from_", "claim_by", "used", "rule", "doubts")
AWARDED = ("status", "title", "level", "credits", "uses", "claim_by", "competes_with", "doubts")
LACKING = ("missing", "each_part_alone", "not_together", "wanted_twice")


def _decisions(before: Iterable[Decision], after: Iterable[Decision]) -> Iterator[DecisionDifference]:
    """Yield the decisions that differ: gained, then lost, then changed; that nobody published is no decision."""
    before, after = ([one for one in decisions if one.rule] for decisions in (before, after))

    def of(decision: Decision) -> Hashable:  # the sentence and what it is about, whatever its version
        rule = (decision.rule or "").partition("@")[0]
        within = decision.programme.code if decision.programme else None
        return rule, decision.target.code, within, tuple(decision.path[1:])

    found = [
        DecisionDifference(change=_change(one, other), before=one, after=other, differs=_differing(one, other, DECIDED))
        for one, other in _paired(before, after, of)
        if one is None or other is None or _differing(one, other, DECIDED)
    ]
    return iter(sorted(found, key=lambda one: ORDER[one.change]))


def _award_differences(before: Awards, after: Awards, claimed: Code | None) -> Iterator[AwardDifference]:
    """Yield the awards that differ, but for the one that is claimed."""
    found = [
        AwardDifference(change=_change(one, other), before=one, after=other, differs=_differing(one, other, AWARDED))
        for one, other in _paired(before.claimable, after.claimable, lambda award: award.programme.code)
        if claimed not in {award.programme.code for award in (one, other) if award}
        if one is None or other is None or _differing(one, other, AWARDED)
    ]
    return iter(sorted(found, key=lambda one: ORDER[one.change]))


async def _near_differences(
    before: tuple[Awards, Again], after: tuple[Awards, Again], claimed: Code | None
) -> AsyncIterator[NearDifference]:
    """Yield the awards that cannot be claimed either way, and lack something else.

    Only some of the nearest are in an answer; what is in one of the two alone is asked for in the other by name.
    """
    can = {award.programme.code for answer, _ in (before, after) for award in answer.claimable}
    codes = dict.fromkeys(award.programme.code for answer, _ in (before, after) for award in answer.nearest)
    for code in codes:
        if code not in can and code != claimed:
            one, other = [await _near(answer, again, code) for answer, again in (before, after)]
            if one and other and (differs := _differing(one, other, LACKING)):
                yield NearDifference(before=one, after=other, differs=differs)


async def _near(answer: Awards, again: Again, code: Code) -> AwardNear | None:
    known = next((award for award in answer.nearest if award.programme.code == code), None)
    return known or next(iter((await again(code)).nearest), None)


def _paired(
    before: Iterable[Answer], after: Iterable[Answer], key: Callable[[Answer], Hashable]
) -> Iterator[tuple[Answer | None, Answer | None]]:
    """Yield what answers the same in two situations; None where one of them has no such answer."""
    earlier = {key(one): one for one in before}
    later = {key(one): one for one in after}
    for name in {**earlier, **later}:
        yield earlier.get(name), later.get(name)


def _differing(one: Model | None, other: Model | None, fields: Sequence[str]) -> list[str]:
    """Return the names of the fields that differ, as the answer writes them."""
    if one is None or other is None:
        return []
    return [name.rstrip("_") for name in fields if getattr(one, name) != getattr(other, name)]


def _change(before: Decision | AwardAnswered | None, after: Decision | AwardAnswered | None) -> Change:
    """Tell what became of an answer: whether it is certain now and was not, or an award can be had at all."""
    earlier, later = _goodness(before), _goodness(after)
    return "changed" if earlier == later else ("gained" if later > earlier else "lost")


def _goodness(one: Decision | AwardAnswered | None) -> int:
    if one is not None and one.status is Status.GRANTED:
        return 2
    return int(isinstance(one, AwardAnswered))


ORDER: Mapping[Change, int] = {"gained": 0, "lost": 1, "changed": 2}

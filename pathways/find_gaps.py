"""Which agreement that nobody has made would help most learners of a cohort? Candidates to look at, never agreements.

A candidate recognises something that the cohort holds as one of the institution's courses that it is like; what it
would give each learner is what the rules decide with it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from typing import TYPE_CHECKING, cast

from stackways.pathways.catalogue_reading import CatalogueReading
from stackways.pathways.find_awards import AwardsQuestion, find_awards
from stackways.pathways.find_exemptions import ExemptionsQuestion, find_exemptions
from stackways.pathways.plan_route import RouteQuestion, plan_route
from stackways.pathways.question import UnknownCodeError, WrongKindError
from stackways.pathways.run_cohort import CohortLearner, Unread
from stackways.rules.base import Amount, Citation, Code, Confidence, Model, Said, title_in
from stackways.rules.catalogue import Programme, StudyItem
from stackways.rules.collection import Catalogue
from stackways.rules.decision import Named, Status
from stackways.rules.effects import Effects
from stackways.rules.kinds.recognition import Grant, Recognition
from stackways.rules.requirements.hold import Hold
from stackways.rules.today import today
from stackways.seed.problems import nearest
from stackways.seed.tables.likely import Equivalents
from stackways.words.message import Message

if TYPE_CHECKING:
    from stackways.graph.driver import Reading as Reader

__all__ = ["Gaps", "GapsAsked", "find_gaps"]

LIKE = 3
"""How many of the institution's courses are looked at for each thing that is held."""
TOGETHER = 6
"""How many of the best candidates are looked at in pairs."""


@dataclass(frozen=True)
class GapsAsked:
    """Whose agreements, and what they are to help towards."""

    institution: Code
    programme: Code | None = None
    """Also count the awards of this programme that would become claimable."""
    as_of: dt.date | None = None
    like: int = LIKE
    limit: int = 10
    months: bool = False
    """Also tell how much sooner the award of the programme would be had; only of the best candidates, and slower."""
    """How many candidates at most."""

    @property
    def day(self) -> dt.date:
        """Return the day asked for."""
        return self.as_of or today()


class Candidate(Model):
    """Something held, and what it could be recognised as."""

    held: Named
    offered_by: list[Named]
    target: Named
    likeness: int
    """How like they are, of 100."""


class Gap(Model):
    """An agreement that there is not, or two of them together, and what it would give."""

    agreements: list[Candidate]
    learners: int
    """How many would be exempt from something they are not exempt from now."""
    credits: dict[str, Amount]
    """What that comes to over all of them, by unit, as far as the courses have credits."""
    awards: int
    """How many could claim the award who cannot now; none where no programme was asked for."""
    months: Amount | None = None
    """How many months sooner they could have it, all together; none where that was not asked for."""


class Gaps(Model):
    """Agreements that would help a cohort most: candidates, not agreements."""

    as_of: dt.date
    institution: Named
    learners: int
    """How many were looked at."""
    single: list[Gap]
    """By awards, then months, learners, credits, likeness."""
    pairs: list[Gap]
    """Of the best candidates those two that together give awards or months which they do not give alone."""
    not_read: list[str]
    note: Said
    """What these are, and are not."""


@dataclass
class _Counted:
    learner: CohortLearner
    held: frozenset[Code]
    exempt: frozenset[Code]
    """What it is exempt from, or has, as it is."""
    award: bool


async def find_gaps(catalogue: Catalogue, asked: GapsAsked, learners: Iterable[CohortLearner | Unread]) -> Gaps:
    """Return the agreements that would help most of a cohort.

    Raises:
        UnknownCodeError: there is no such institution or programme.
    """
    items = {item.code: item for item in catalogue.study_items()}
    institutions = {one.code: one for one in catalogue.institutions}
    _must_be_known(asked, institutions, items)
    base = cast("Reader", CatalogueReading(catalogue))
    counted: list[_Counted] = []
    not_read: list[str] = []
    for one in learners:
        if isinstance(one, Unread):
            not_read.append(f"{one.id}: {one.problem}")
            continue
        try:
            counted.append(await _counted(base, one, asked))
        except (UnknownCodeError, WrongKindError) as error:
            not_read.append(f"{one.id}: {error}")
    names = {code: Named(code=code, title=one.title) for code, one in (institutions | items).items()}
    candidates = list(_candidates(catalogue, asked, counted, items, names))
    weighed = [await _weighed([one], catalogue, asked, counted, items) for one in candidates]
    single = sorted((gap for gap in weighed if gap.learners), key=_best_first)
    pairs = []
    if asked.programme:
        timing = _Timing(catalogue, asked, base)
        single = (
            sorted([await timing.told(gap, counted) for gap in single[:TOGETHER]], key=_best_first)
            + (single[TOGETHER:])
        )
        for first, second in combinations(single[:TOGETHER], 2):
            both = await _weighed([*first.agreements, *second.agreements], catalogue, asked, counted, items)
            both = await timing.told(both, counted)
            more_months = (both.months or 0) > (first.months or 0) + (second.months or 0)
            if both.awards > first.awards + second.awards or more_months:
                pairs.append(both)
    return Gaps(
        as_of=asked.day,
        institution=names[asked.institution],
        learners=len(counted),
        single=single[: asked.limit],
        pairs=sorted(pairs, key=_best_first)[: asked.limit],
        not_read=not_read,
        note=Message("gaps.note"),
    )


def _must_be_known(asked: GapsAsked, institutions: Mapping[Code, object], items: Mapping[Code, StudyItem]) -> None:
    if asked.institution not in institutions:
        near = nearest(asked.institution, institutions, least=60)
        raise UnknownCodeError(asked.institution, "institution", near)
    if asked.programme and not isinstance(items.get(asked.programme), Programme):
        raise UnknownCodeError(asked.programme, "programme", nearest(asked.programme, items, least=60))


async def _counted(reader: Reader, learner: CohortLearner, asked: GapsAsked) -> _Counted:
    """Return what a learner has by the rules that there are."""
    held = {
        one.code for one in learner.holdings if one.code and _is_held(one.attained_on, asked.day) and one.is_attained
    }
    exempt = await _exempt(reader, learner, asked)
    award = bool(asked.programme) and await _can_claim(reader, learner, asked)
    return _Counted(learner, frozenset(held), exempt | held, award)


def _is_held(attained_on: dt.date | None, day: dt.date) -> bool:
    return attained_on is None or attained_on <= day


async def _exempt(reader: Reader, learner: CohortLearner, asked: GapsAsked) -> frozenset[Code]:
    question = ExemptionsQuestion(holdings=learner.holdings, learner=learner.learner, as_of=asked.day)
    answer = await find_exemptions(reader, question)
    return frozenset(one.target.code for one in answer.decisions if one.status is Status.GRANTED)


async def _can_claim(reader: Reader, learner: CohortLearner, asked: GapsAsked) -> bool:
    question = AwardsQuestion(
        holdings=learner.holdings, learner=learner.learner, programme=asked.programme, as_of=asked.day
    )
    return any(one.status is Status.GRANTED for one in (await find_awards(reader, question)).claimable)


def _candidates(
    catalogue: Catalogue,
    asked: GapsAsked,
    learners: Sequence[_Counted],
    items: Mapping[Code, StudyItem],
    names: Mapping[Code, Named],
) -> Iterable[Candidate]:
    """Yield what the cohort holds of others beside what of the institution it is like, where no rule says so yet."""
    taught = {
        code: title_in(item.title)
        for code, item in items.items()
        if asked.institution in item.offered_by and not item.is_class and not isinstance(item, Programme)
    }
    equivalents = Equivalents(taught)
    said = {
        (code, grant.target)
        for rule in Recognition.among(catalogue.rules)
        if rule.in_force_on(asked.day)
        for code in rule.needs.codes()
        for grant in rule.grants
    }
    held = sorted({code for one in learners for code in one.held})
    for code in held:
        item = items[code]
        if item.is_class or asked.institution in item.offered_by:
            continue
        for likely in equivalents.likeliest(title_in(item.title), item.published_code or "", most=asked.like):
            if (code, likely.target) not in said:
                yield Candidate(
                    held=names[code],
                    offered_by=[names[owner] for owner in item.offered_by],
                    target=names[likely.target],
                    likeness=likely.score,
                )


async def _weighed(
    agreements: Sequence[Candidate],
    catalogue: Catalogue,
    asked: GapsAsked,
    learners: Sequence[_Counted],
    items: Mapping[Code, StudyItem],
) -> Gap:
    """Return what agreements would give; of awards, what the rules decide once they are among them."""
    helped: list[tuple[_Counted, set[Code]]] = []
    for one in learners:
        new = {a.target.code for a in agreements if _helps(a, one)}
        if new:
            helped.append((one, new))
    credits_: dict[str, Decimal] = {}
    for code in (code for _, new in helped for code in new):
        item = items[code]
        if item.credits is not None and item.unit:
            credits_[item.unit] = credits_.get(item.unit, Decimal(0)) + item.credits
    awards = 0
    if asked.programme and any(not one.award for one, _ in helped):
        rules = [_as_rule(one, asked, catalogue) for one in agreements]
        supposed = _supposing(catalogue, rules)
        for one, _ in helped:
            if not one.award and await _can_claim(supposed, one.learner, asked):
                awards += 1
    return Gap(agreements=list(agreements), learners=len(helped), credits=credits_, awards=awards)


class _Timing:
    """How many months routes to the programme take, with agreements and without."""

    def __init__(self, catalogue: Catalogue, asked: GapsAsked, base: Reader) -> None:
        self._catalogue, self._asked, self._base = catalogue, asked, base
        self._before: dict[str, Decimal | None] = {}

    async def told(self, gap: Gap, learners: Sequence[_Counted]) -> Gap:
        """Return a gap with the months that those it helps would have the award sooner; of others nothing changes."""
        if not self._asked.months:
            return gap
        rules = [_as_rule(one, self._asked, self._catalogue) for one in gap.agreements]
        supposed = _supposing(self._catalogue, rules)
        sooner = Decimal(0)
        for one in learners:
            name = one.learner.id
            if one.award or not any(_helps(agreement, one) for agreement in gap.agreements):
                continue
            if name not in self._before:
                self._before[name] = await self._months(self._base, one.learner)
            before, after = self._before[name], await self._months(supposed, one.learner)
            sooner += max(Decimal(0), before - after) if before is not None and after is not None else 0
        return gap.model_copy(update={"months": sooner})

    async def _months(self, reader: Reader, learner: CohortLearner) -> Decimal | None:
        """Return how long the shortest route takes; None where there is none, or its end is not known."""
        question = RouteQuestion(
            holdings=learner.holdings,
            learner=learner.learner,
            as_of=self._asked.day,
            target=self._asked.programme or "",
            optimise=["time"],
            alternatives=1,
        )
        routes = (await plan_route(reader, question)).routes
        return routes[0].months if routes else None


def _helps(agreement: Candidate, one: _Counted) -> bool:
    return agreement.held.code in one.held and agreement.target.code not in one.exempt


def _supposing(catalogue: Catalogue, rules: Sequence[Recognition]) -> Reader:
    """Return a reading of a catalogue with some rules more."""
    return cast("Reader", CatalogueReading(catalogue.model_copy(update={"rules": [*catalogue.rules, *rules]})))


def _as_rule(one: Candidate, asked: GapsAsked, catalogue: Catalogue) -> Recognition:
    """Return the rule that an agreement would be; supposed, and written nowhere."""
    slug = f"{one.held.code}-as-{one.target.code}".replace(":", "-")[:90].rstrip("-")
    return Recognition(
        code=f"{asked.institution}:supposed-{slug}"[:120],
        kind="recognition",
        published_by=asked.institution,
        says={"en": slug},
        needs=Hold(hold=one.held.code),
        grants=[Grant(target=one.target.code, outcome="exemption")],
        effects=Effects(must_be_replaced="no"),
        effective_from=dt.date(1900, 1, 1),
        sources=[Citation(source=catalogue.sources[0].code, confidence=Confidence.LOW)],
    )


def _best_first(gap: Gap) -> tuple[object, ...]:
    likeness = sum(one.likeness for one in gap.agreements)
    names = [(one.held.code, one.target.code) for one in gap.agreements]
    return -gap.awards, -(gap.months or 0), -gap.learners, -sum(gap.credits.values()), -likeness, names

"""Whom does a change of the catalogue touch? Each learner of a cohort is answered under both, and compared."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, cast

from pydantic import ValidationError

from stackways.pathways.catalogue_reading import CatalogueReading
from stackways.pathways.find_awards import Awards
from stackways.pathways.find_exemptions import Exemptions
from stackways.pathways.question import UnknownCodeError, WrongKindError
from stackways.pathways.run_cohort import Answer, CohortLearner, CohortQuestion, Unread, answer_learner
from stackways.pathways.two_catalogues import Both
from stackways.rules.base import Code, Model, Said, Titles
from stackways.rules.decision import RANK, Status
from stackways.words.message import Message

if TYPE_CHECKING:
    from stackways.graph.driver import Reading as Reader

__all__ = ["Impact", "measure_impact"]

Effect = Literal["gained", "lost", "changed"]


class Touched(Model):
    """Something that is otherwise for a learner."""

    effect: Effect
    """`gained` or `lost`: what is certain or can be claimed; `changed`: its status, or until when."""
    what: str
    """`exemption`, `award` or `route`."""
    code: Code
    title: Titles
    programme: Code | None = None
    before: str | None
    """How it stood: a status; of a route, the day it ends. None where there was nothing."""
    after: str | None
    claim_by_before: dt.date | None = None
    claim_by_after: dt.date | None = None
    rules: list[str]
    """The rules that decide it, before and after, as `code@version`."""


class LearnerTouched(Model):
    """A learner for whom something is otherwise."""

    id: str
    touched: list[Touched]


class RuleImpact(Model):
    """How many learners a rule's change touches."""

    rule: str
    gained: int
    lost: int
    changed: int


class Impact(Model):
    """Whom a change touches."""

    learners: int
    """How many were asked for."""
    gaining: int
    losing: int
    changing: int
    """How many neither gain nor lose, and have another status or day."""
    by_rule: list[RuleImpact]
    """By rule, those that touch most learners first."""
    each: list[LearnerTouched]
    """Every learner who is touched."""
    not_read: list[str]
    """Learners whose question could not be answered under both, each with the reason."""
    summary: list[Said]


class _Standing(NamedTuple):
    """How one thing stands for a learner."""

    rank: int
    status: str
    claim_by: dt.date | None
    title: Titles
    rules: tuple[str, ...]


Key = tuple[str, Code, Code | None]


async def measure_impact(
    catalogues: Both, question: CohortQuestion, learners: Iterable[CohortLearner | Unread]
) -> Impact:
    """Return whose answers differ between two catalogues, in what, and by which rules."""
    readers = [cast("Reader", CatalogueReading(catalogue)) for catalogue in catalogues[:2]]
    each: list[LearnerTouched] = []
    not_read: list[str] = []
    count = 0
    for learner in learners:
        count += 1
        if isinstance(learner, Unread):
            not_read.append(f"{learner.id}: {learner.problem}")
            continue
        try:
            before, after = [_standings(await answer_learner(reader, question, learner)) for reader in readers]
        except (UnknownCodeError, WrongKindError, ValidationError) as error:
            not_read.append(f"{learner.id}: {error}")
            continue
        if touched := list(_touched(before, after)):
            each.append(LearnerTouched(id=learner.id, touched=touched))
    effects = [{one.effect for one in learner.touched} for learner in each]
    gaining, losing = sum("gained" in one for one in effects), sum("lost" in one for one in effects)
    changing = sum(one == {"changed"} for one in effects)
    summary: list[Said] = [Message("impact.summary", count=count, gaining=gaining, losing=losing, changing=changing)]
    if not_read:
        summary.append(Message("impact.not-read", count=len(not_read)))
    return Impact(
        learners=count,
        gaining=gaining,
        losing=losing,
        changing=changing,
        by_rule=_by_rule(each),
        each=each,
        not_read=not_read,
        summary=summary,
    )


def _standings(answer: Answer) -> Mapping[Key, _Standing]:
    """Return how everything in an answer stands, the best of several decisions on one thing."""
    found: dict[Key, _Standing] = {}
    for key, standing in _each(answer):
        known = found.get(key)
        if known is None or _goodness(standing) < _goodness(known):
            found[key] = standing
    return found


def _goodness(standing: _Standing) -> tuple[Any, ...]:
    return standing.rank, -(standing.claim_by or dt.date.max).toordinal(), standing.rules


def _each(answer: Answer) -> Iterator[tuple[Key, _Standing]]:
    if isinstance(answer, Exemptions):
        for one in answer.decisions:
            if one.rule:
                key = "exemption", one.target.code, one.programme.code if one.programme else None
                yield key, _Standing(RANK[one.status], one.status, one.claim_by, one.target.title, (one.rule,))
    elif isinstance(answer, Awards):
        for award in answer.claimable:
            rules = tuple(sorted({check.rule for check in award.checks if check.rule}))
            key = "award", award.programme.code, None
            yield key, _Standing(RANK[award.status], award.status, award.claim_by, award.title, rules)
    elif answer.routes:
        best = answer.routes[0]
        rules = tuple(sorted({rule for step in best.steps for rule in step.because}))
        ends = best.finish.isoformat() if best.finish else "possible"
        yield ("route", answer.target, None), _Standing(0, ends, None, answer.title, rules)


def _touched(before: Mapping[Key, _Standing], after: Mapping[Key, _Standing]) -> Iterator[Touched]:
    for key in sorted(before.keys() | after.keys(), key=repr):
        was, is_ = before.get(key), after.get(key)
        if was and is_ and was[:3] == is_[:3]:
            continue
        effect = _effect(was, is_)
        if effect is None:
            continue
        known = is_ or was
        assert known is not None  # noqa: S101 - the key is of either
        yield Touched(
            effect=effect,
            what=key[0],
            code=key[1],
            title=known.title,
            programme=key[2],
            before=was.status if was else None,
            after=is_.status if is_ else None,
            claim_by_before=was.claim_by if was else None,
            claim_by_after=is_.claim_by if is_ else None,
            rules=sorted({*(was.rules if was else ()), *(is_.rules if is_ else ())}),
        )


def _effect(was: _Standing | None, is_: _Standing | None) -> Effect | None:
    """Return what becomes of something; None where a refusal is told that was not, or no longer."""
    had, has = was is not None and was.rank == 0, is_ is not None and is_.rank == 0
    if had != has:
        return "gained" if has else "lost"
    counting = [one for one in (was, is_) if one is not None and one.rank <= RANK[Status.CONDITIONAL]]
    return "changed" if counting else None


def _by_rule(each: Iterable[LearnerTouched]) -> list[RuleImpact]:
    learners: dict[str, dict[Effect, set[str]]] = defaultdict(lambda: defaultdict(set))
    for learner in each:
        for one in learner.touched:
            for rule in one.rules:
                learners[rule][one.effect].add(learner.id)
    counts = {rule: Counter({effect: len(ids) for effect, ids in of.items()}) for rule, of in learners.items()}
    return [
        RuleImpact(rule=rule, gained=of["gained"], lost=of["lost"], changed=of["changed"])
        for rule, of in sorted(counts.items(), key=lambda one: (-one[1].total(), one[0]))
    ]

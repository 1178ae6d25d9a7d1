"""Which awards can be claimed with what is held, and which are nearest?"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from stackways.pathways.find_exemptions import decisions_of, must_be_known, situation_of
from stackways.pathways.found import Found, found_in, unknown_code
from stackways.pathways.question import Question, WrongKindError
from stackways.rules.awards.answer import AwardAnswered, AwardNear, claimable, near
from stackways.rules.awards.audit import Asked, Audit, audit, pieces_shared
from stackways.rules.base import Code, Model
from stackways.rules.catalogue import Programme, Selection
from stackways.rules.decision import Status
from stackways.rules.kinds.award import Award
from stackways.rules.kinds.structure import Structure
from stackways.rules.recognise import force_days, versions_by_code
from stackways.rules.requirements.base import RequirementBase
from stackways.rules.requirements.hold import Hold
from stackways.rules.requirements.pool import Pool
from stackways.rules.situation import Standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from stackways.graph.driver import Reading
    from stackways.rules.situation import Situation

MOST_PROGRAMMES = 50
"""The most programmes that are audited for one question."""
MOST_NEAREST = 5
"""How many of the awards nearest to claimable are shown."""
MOST_FILLERS = 20
"""How many entries that would fill a gap are named."""


class AwardsQuestion(Question):
    """Holdings, and optionally whose awards."""

    institution: Code | None = None
    programme: Code | None = None


class Awards(Model):
    """Awards that can be claimed, best first, and the nearest others."""

    as_of: dt.date
    claimable: list[AwardAnswered]
    nearest: list[AwardNear]
    complete: bool
    """False when there were more programmes to look at than the limit."""


async def find_awards(reader: Reading, question: AwardsQuestion) -> Awards:
    """Audit every award that what is held may lead to.

    Raises:
        UnknownCodeError: a holding, the institution or the programme is not in the catalogue.
        WrongKindError: `programme` is no programme.
    """
    row = (
        await reader.read(
            "awards",
            codes=[holding.code for holding in question.holdings if holding.code],
            described=any(holding.described for holding in question.holdings),
            institution=question.institution,
            programme=question.programme,
            limit=MOST_PROGRAMMES,
            illustrative=question.illustrative,
        )
    )[0]
    await must_be_known(reader, question, row["held"])
    wanted = question.programme or question.institution
    if wanted and row["asked"] is None:
        raise await unknown_code(reader, wanted, "/programme" if question.programme else "/institution")
    found = found_in(row)
    if question.programme and not isinstance(found.items.get(question.programme), Programme):
        raise WrongKindError(question.programme, "/programme", "thing that leads to no award", "programme")
    situation = situation_of(question, found)
    audits = [audit(asked, situation) for asked in _asked(row["programmes"], found, situation)]
    can = sorted((one for one in audits if one.standing is not Standing.NOT_MET), key=_goodness)
    cannot = sorted((one for one in audits if one.standing is Standing.NOT_MET), key=lambda one: one.price)
    answers = [claimable(one, situation, found.knowledge) for one in can]
    return Awards(
        as_of=question.day,
        claimable=[
            answer.model_copy(update={"competes_with": _competing(one, can)})
            for one, answer in zip(can, answers, strict=True)
        ],
        nearest=[await _near(reader, one, situation, question) for one in cannot[:MOST_NEAREST]],
        complete=row["complete"],
    )


def _asked(programmes: Iterable[Code], found: Found, situation: Situation) -> Iterator[Asked]:
    """Yield each programme with the tree in force, its awards, and what is exempted in it."""
    trees = {code: tree for code in found.structures if (tree := _in_force(found.structures[code], situation.day))}
    exempted: dict[Code, dict[Code, str]] = defaultdict(dict)
    for decision in decisions_of(found, situation, {}):
        exempts = decision.outcome is not None and decision.outcome.kind == "exemption"
        if exempts and decision.status is Status.GRANTED and decision.programme and decision.rule:
            exempted[decision.programme.code][decision.target.code] = decision.rule
    awards = defaultdict(list)
    for versions in versions_by_code(rule for rule in found.rules if isinstance(rule, Award)).values():
        for rule, days in zip(versions, force_days(versions), strict=True):
            if situation.day in days:
                for code in rule.of:
                    awards[code].append(rule)
    inner = {code: tree.needs for code, tree in trees.items()}
    for code in programmes:
        programme = found.items.get(code)
        if isinstance(programme, Programme) and code in trees:
            yield Asked(programme, trees[code], awards[code], exempted[code], inner)


def _in_force(rules: Sequence[Structure], day: dt.date) -> Structure | None:
    """Return the tree that leads to the award on a day."""
    for versions in versions_by_code(rule for rule in rules if rule.confers).values():
        for rule, days in zip(versions, force_days(versions), strict=True):
            if day in days:
                return rule
    return None


def _goodness(found: Audit) -> tuple[Any, ...]:
    """Order awards: certain first, more credits required, better title, themed before not, higher level."""
    variant, programme = found.variant, found.asked.programme
    return (
        -found.standing,
        -(programme.credits or 0),
        variant.title.rank if variant.title else 0,
        variant.theme is None,
        -(variant.level or 0),
        programme.code,
    )


def _competing(found: Audit, others: Iterable[Audit]) -> list[Code]:
    """Return the other awards that use some of the same holdings and do not contain this one."""
    return [
        other.asked.programme.code
        for other in others
        if other is not found and pieces_shared(found, other) and not _stack(found, other)
    ]


def _stack(one: Audit, other: Audit) -> bool:
    """Tell whether one award's programme is a part of the other's."""
    codes = (one.asked.programme.code, other.asked.programme.code)
    return codes[0] in other.asked.structure.needs.codes() or codes[1] in one.asked.structure.needs.codes()


async def _near(reader: Reading, found: Audit, situation: Situation, question: AwardsQuestion) -> AwardNear:
    fillers: dict[Code, None] = {}
    for missing in found.missing:
        for selection in _wanted(missing.requirement):
            rows = await reader.read(
                "fillers",
                institutions=selection.institutions,
                kinds=selection.kinds,
                themes=selection.themes,
                subjects=selection.subjects,
                professional=selection.professional,
                codes=selection.codes,
                without=[holding.code for holding in situation.holdings if holding.code],
                limit=MOST_FILLERS,
                illustrative=question.illustrative,
            )
            fillers |= dict.fromkeys(row["code"] for row in rows)
    return near(found, situation).model_copy(update={"would_fill": list(fillers)[:MOST_FILLERS]})


def _wanted(requirement: RequirementBase) -> Iterator[Selection]:
    """Yield what would fill a requirement: what it names, or what its pool selects."""
    if isinstance(requirement, Pool) and requirement.where is not None:
        yield requirement.where
    elif isinstance(requirement, Hold | Pool):
        yield Selection(codes=list(requirement.codes()))

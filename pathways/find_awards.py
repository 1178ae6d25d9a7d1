"""Which awards can be claimed with what is held, and which are nearest?"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from stackways.pathways.described import placed
from stackways.pathways.find_exemptions import decisions_of, must_be_known, situation_of
from stackways.pathways.former_codes import Renumbered, by_present_codes
from stackways.pathways.found import Found, fillers, found_in
from stackways.pathways.question import Question, WrongKindError
from stackways.pathways.summary.awards import summary_of_awards
from stackways.pathways.summary.sentence import Sentence
from stackways.pathways.thinking import thought_out
from stackways.rules.awards.answer import (
    AwardAnswered,
    AwardDoubt,
    AwardNear,
    AwardUnder,
    claimable,
    exceptions_near,
    exceptions_used,
    is_lost,
    near,
    pieces_shared,
    trees_of,
)
from stackways.rules.awards.audit import Asked, Audit, audit
from stackways.rules.awards.exempting import counting_in, exemptions_of
from stackways.rules.base import Code, Model, Titles
from stackways.rules.caps import left_by_caps
from stackways.rules.catalogue import Programme
from stackways.rules.deadline import TimeUpError, deadline_of_question
from stackways.rules.decision import ExceptionUsed, Named, SourceShown
from stackways.rules.holdings import Holding
from stackways.rules.holdings import Reading as DoubtReading
from stackways.rules.kinds.award import Award
from stackways.rules.kinds.cap import Cap
from stackways.rules.kinds.structure import Structure
from stackways.rules.pieces import Piece, Value
from stackways.rules.recognise import explained
from stackways.rules.requirements.base import walk
from stackways.rules.requirements.reading import asks_for_one_of
from stackways.rules.selection import shown_attributes
from stackways.rules.situation import Note, Standing
from stackways.rules.versions import may_apply, versions_by_code
from stackways.words.message import Message

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from stackways.graph.driver import Reading
    from stackways.rules.kinds.base import RuleBase
    from stackways.rules.requirements.base import RequirementBase
    from stackways.rules.selection import LookedFor
    from stackways.rules.situation import Situation

MOST_PROGRAMMES = 50
"""The most programmes that are audited for one question."""
MOST_NEAREST = 5
"""How many of the awards nearest to claimable are shown."""
MOST_FILLERS = 20
"""How many entries that would fill a gap are named."""
MOST_OTHER_WAYS = 3
"""How often another way is looked for, where nothing fills what is missing on the one that was found."""


class AwardsQuestion(Question):
    """Holdings, and optionally whose awards."""

    institution: Code | None = None
    """Only awards of this institution."""
    programme: Code | None = None
    """This programme's award and no other."""


class Awards(Model):
    """Awards that can be claimed, best first, and the nearest others."""

    as_of: dt.date
    """The day the question was asked for."""
    reading: DoubtReading
    """How what is unclear in the sources was read."""
    claimable: list[AwardAnswered]
    """Awards that can be claimed, or could be if what is not known turns out well, best first."""
    nearest: list[AwardNear]
    """The nearest awards that cannot be claimed yet, and what they lack."""
    not_published: list[Named] = []
    """Asked for by name, and no published structure says what leads to its award."""
    not_looked_at: list[Named] = []
    """Programmes whose award was not looked at: the time that one question may take was over, or they are too large."""
    renumbered: list[Renumbered] = []
    """What was named by a code that it had before, and what has it now."""
    summary: list[Sentence] = []
    """What can be claimed and by when, and what the nearest others still need, in a few sentences."""
    complete: bool
    """False when there was more to look at than the limits and the time of one question let it."""


async def find_awards(reader: Reading, question: AwardsQuestion) -> Awards:
    """Audit every award that what is held may lead to.

    Raises:
        UnknownCodeError: a holding, the institution or the programme is not in the catalogue, or is illustrative and
            that was not asked for.
        WrongKindError: `programme` is no programme, or `institution` no institution.
    """
    return await by_present_codes(reader, question, _find_awards)


async def _find_awards(reader: Reading, question: AwardsQuestion) -> Awards:
    question = await placed(reader, question)
    row = (
        await reader.read(
            "awards",
            codes=[holding.code for holding in question.holdings if holding.code],
            described=any(holding.described for holding in question.holdings),
            institution=question.institution,
            programme=question.programme,
            limit=MOST_PROGRAMMES,
            learner=question.learner.pseudonym,
            illustrative=question.illustrative,
        )
    )[0]
    found = found_in(row, reader.version).excepted_for(question, question.programme)
    named = ((question.programme, "/programme"), (question.institution, "/institution"))
    await must_be_known(
        reader, question, found, row["held"], named=[(code, field, code in row["asked"]) for code, field in named]
    )
    _must_fit(question, found)
    situation = situation_of(question, found)
    audited = await thought_out(lambda: _audited(row["programmes"], found, situation, question))
    can, cannot = audited.can, audited.cannot
    nearest = [await _near(reader, one, situation, question, found.exceptions) for one in cannot[:MOST_NEAREST]]
    answers = await thought_out(
        lambda: [
            claimable(one, situation, found.knowledge)
            .model_copy(
                update={
                    "competes_with": audited.competing.get(one.asked.programme.code, []),
                    "illustrative": _illustrative(one),
                }
            )
            .resting_on(exceptions_used(one, situation, found.exceptions))
            for one in can
        ]
    )
    themes = {theme["en"].casefold(): theme["zh_hant"] for theme in row["themes"]}
    answers = [
        one.model_copy(
            update={
                "sources": _each_once(one.sources),
                "title": _in_both(one, themes),
                "doubts": [_read_in_both(doubt, themes) for doubt in one.doubts],
            }
        )
        for one in answers
    ]
    asked = found.items.get(question.programme or "")
    published = {one.code for one in (*(one.asked.programme for one in (*can, *cannot)), *audited.late)}
    return Awards(
        as_of=question.day,
        reading=question.reading,
        claimable=answers,
        nearest=nearest,
        summary=summary_of_awards(answers, nearest, found),
        not_published=[Named(code=asked.code, title=asked.title)] if asked and asked.code not in published else [],
        not_looked_at=[Named(code=one.code, title=one.title) for one in audited.late],
        complete=row["complete"] and not audited.late and not deadline_of_question().over,
    )


def _must_fit(question: AwardsQuestion, found: Found) -> None:
    """Raise WrongKindError where the institution or programme asked for is none."""
    if question.programme and not isinstance(found.items.get(question.programme), Programme):
        raise WrongKindError(question.programme, "/programme", "no-award", "programme")
    if question.institution and question.institution not in found.institutions:
        raise WrongKindError(question.institution, "/institution", "offered", "institution")


@dataclass(frozen=True)
class _Audited:
    """What audits of several awards found."""

    can: Sequence[Audit]
    """What can be claimed, best first."""
    cannot: Sequence[Audit]
    """What cannot, nearest first."""
    competing: Mapping[Code, Sequence[Code]]
    """Which claims take from which, as far as that was looked at."""
    late: Sequence[Programme]
    """What was not looked at, because the time was over, or because it is too large."""


def _audited(programmes: Iterable[Code], found: Found, situation: Situation, question: AwardsQuestion) -> _Audited:
    """Audit every award that what is held may lead to, as far as the question's time suffices."""
    named = bool(question.programme or question.institution)
    asked = list(_asked(programmes, found, situation))
    if not named:
        touched = _touched(asked[0][0].inner, situation) if asked else frozenset()
        asked = [versions for versions in asked if versions[0].programme.code in touched
                 or any(_touches(one, situation) for one in versions)]  # fmt: skip
    audits, late = [], []
    for versions in asked:
        try:
            audits.append(_of_versions([audit(one, situation) for one in versions]))
        except TimeUpError:
            late.append(versions[0].programme)
    can = sorted((one for one in audits if one.standing is not Standing.NOT_MET), key=_goodness)
    cannot = sorted(
        (one for one in audits if one.standing is Standing.NOT_MET),
        key=lambda one: (one.price, one.asked.programme.code),
    )
    competing = {}
    with suppress(TimeUpError):
        for claim in can:
            competing[claim.asked.programme.code] = _competing(claim, can, situation)
    return _Audited(can, cannot, competing, late)


def _of_versions(audits: Sequence[Audit]) -> Audit:
    """Return what is found where any version of an award's rule may be the one: certain only where each is.

    Of several the newest is told, or the one that could be had, or of which least is missing.
    """
    least = min(one.standing for one in audits)
    if len(audits) == 1 or least is Standing.MET:
        return audits[-1]
    could = [one for one in audits if one.standing is not Standing.NOT_MET]
    if could:
        best = could[-1]
        return replace(best, standing=Standing.UNKNOWN, asked=replace(best.asked, version_unknown=True))
    return min(audits, key=lambda one: one.price)


def _asked(programmes: Iterable[Code], found: Found, situation: Situation) -> Iterator[list[Asked]]:
    """Yield each programme with the tree in force, its awards, and what is exempted in it; with each that may be."""
    trees = {code: several for code in found.structures if (several := _in_force(found.structures[code], situation))}
    exemptions = list(exemptions_of(found.recognitions, situation))
    every = decisions_of(found, situation, {}) if exemptions else ()
    decisions = [one for one in every if one.exception is None]
    awards: dict[Code, list[Award]] = defaultdict(list)
    for versions in versions_by_code(Award.among(found.rules)).values():
        for rule in may_apply(versions, situation.day, situation.learner)[-1:]:
            for code in rule.of:
                awards[code].append(rule)
    inner = {code: several[-1].needs for code, several in trees.items()}
    caps = Cap.among(found.rules)
    for code in programmes:
        programme = found.items.get(code)
        if isinstance(programme, Programme) and code in trees:
            counting = list(counting_in(programme, inner, exemptions, situation))
            published = [one for one in counting if not one.exception]
            spared, at_most = left_by_caps(programme, published, decisions, caps, situation, found.knowledge)
            spared = [*spared, *(one for one in counting if one.exception)]
            yield [Asked(programme, tree, awards[code], spared, inner, at_most) for tree in trees[code]]


def _in_force(rules: Sequence[Structure], situation: Situation) -> list[Structure]:
    """Return the tree that leads to the award on a day; where that is not known, each that may."""
    for versions in versions_by_code(rule for rule in rules if rule.confers).values():
        if several := may_apply(versions, situation.day, situation.learner):
            return several
    return []


def _touched(trees: Mapping[Code, RequirementBase], situation: Situation) -> set[Code]:
    """Return the programmes in which something held may count, in a programme inside one included."""
    wholes: dict[Code, list[Code]] = defaultdict(list)
    for code, tree in trees.items():
        for part in set(tree.codes()) & trees.keys():
            wholes[part].append(code)
    pending = [code for code, tree in trees.items() if _takes_any(tree, situation.holdings, situation)]
    touched = set(pending)
    for code in pending:  # which grows on the way
        more = set(wholes[code]) - touched
        touched |= more
        pending += more
    return touched


def _touches(asked: Asked, situation: Situation) -> bool:
    """Tell whether something is exempted that may count in a programme, or in one inside it."""
    exempted = [Holding(code=code) for code in {one.code for one in asked.exempted}]
    exempting = situation.but(exempting=True)
    return bool(exempted) and any(_takes_any(tree, exempted, exempting) for tree in trees_of(asked))


def _takes_any(tree: RequirementBase, holdings: Iterable[Holding], situation: Situation) -> bool:
    """Tell whether any of some holdings may count in a tree."""
    return any(any(tree.verdicts_on(holding, situation)) for holding in holdings)


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


def _competing(found: Audit, others: Iterable[Audit], situation: Situation) -> list[Code]:
    """Return the other awards that could no longer be had, or not as well, once this one is claimed."""
    used = {piece.index for piece in found.used}
    claimed = found.asked.programme.code
    after = replace(
        situation,
        holdings=[
            holding.model_copy(update={"used_for": [*(holding.used_for or ()), claimed]}) if index in used else holding
            for index, holding in enumerate(situation.holdings)
        ],
    )
    return [
        other.asked.programme.code
        for other in others
        if other is not found
        and pieces_shared(found, other)
        and any(_asks_for_unused(rule) for rule in (other.asked.structure, *other.asked.awards))
        and _goodness(audit(other.asked, after)) > _goodness(other)
    ]


def _asks_for_unused(rule: RuleBase) -> bool:
    """Tell whether some part of a rule's tree asks for what was not used elsewhere."""
    return rule.premise is not None and any(part.asks_for_unused for part in walk(rule.premise))


def _illustrative(found: Audit) -> bool:
    """Tell whether the award rests on anything that nobody published."""
    rules: list[RuleBase] = [found.asked.structure, *found.asked.awards]
    items = [found.asked.programme, *(piece.item for piece in found.used if piece.item)]
    return any(one.illustrative for one in (*rules, *items))


def _read_in_both(doubt: AwardDoubt, themes: Mapping[str, str]) -> AwardDoubt:
    """Return a doubt whose other awards have their titles in both languages."""
    would_be = {
        name: award.model_copy(update={"title": _in_both(award, themes)}) for name, award in doubt.would_be.items()
    }
    return doubt.model_copy(update={"would_be": would_be})


def _in_both(award: AwardAnswered | AwardUnder, themes: Mapping[str, str]) -> Titles:
    """Return an award's titles with the theme in the title's own language, where the publisher names it in both.

    A holding that is only described says its theme in one language.
    """
    chinese = themes.get((award.theme or "").casefold())
    if chinese is None or "zh-Hant" not in award.title:
        return award.title
    return {**award.title, "zh-Hant": award.title["zh-Hant"].replace(f"({award.theme})", f"({chinese})")}


def _each_once(sources: Iterable[SourceShown]) -> list[SourceShown]:
    """Return each source once, and once more where it says otherwise; as that rule cites it which comes first."""
    kept: dict[tuple[str, str | None, bool], SourceShown] = {}
    for source in sources:
        kept.setdefault((source.title, source.url, source.relation == "contradicts"), source)
    return list(kept.values())


async def _near(
    reader: Reading,
    found: Audit,
    situation: Situation,
    question: AwardsQuestion,
    exceptions: Mapping[str, ExceptionUsed],
) -> AwardNear:
    """Return an award that cannot be claimed yet, with what would really help, if anything does."""
    filling, unfillable = await _fillers(reader, found, situation, question)
    for _ in range(MOST_OTHER_WAYS):
        if not unfillable:
            break
        asked = replace(found.asked, unfillable=(*found.asked.unfillable, *unfillable))
        try:
            found = await thought_out(partial(audit, asked, situation))
        except TimeUpError:  # the answer says that not everything was looked at
            break
        filling, unfillable = await _fillers(reader, found, situation, question)
        if all(one in asked.unfillable for one in unfillable):
            break
    nothing = [
        Note("nothing_fills", Message("rules.nothing-fills", part=one.in_words(situation.name_of, situation.reading)))
        for one in unfillable
    ]
    told = await thought_out(partial(near, found, situation))
    return told.model_copy(
        update={"would_fill": filling, "remarks": [*explained(nothing), *told.remarks]}
    ).looked_at_with(exceptions_near(found, exceptions))


async def _fillers(
    reader: Reading, found: Audit, situation: Situation, question: AwardsQuestion
) -> tuple[list[Code], list[RequirementBase]]:
    """Return the codes of entries that would fill what an award lacks, and the parts that nothing would fill."""
    again = {one.requirement.thing for one in found.missing} - found.beside
    held = sorted(
        holding.code
        for holding in situation.holdings
        if holding.code
        and (holding.code not in again or holding.used_for)
        and not is_lost(found, holding, situation)
        and not _counts_anew(holding.code, situation)
    )
    needs = found.asked.structure.needs

    async def filling(part: RequirementBase) -> list[Code]:
        codes: dict[Code, None] = {}
        for wanted in part.would_fill(needs):
            codes |= dict.fromkeys(
                await fillers(
                    reader,
                    wanted,
                    own=found.asked.programme.offered_by,
                    without=[*held, *wanted.selection.excluding, found.asked.programme.code],
                    shown=_shown_of(wanted, found, situation),
                    limit=MOST_FILLERS,
                    illustrative=question.illustrative,
                )
            )
        return [*codes]

    helping: dict[Code, None] = {}
    unfillable = []
    for missing in found.missing:
        own = await filling(missing.requirement)
        choice = asks_for_one_of(needs, missing.requirement)
        helping |= dict.fromkeys(await filling(choice) if choice else own)
        if not own and missing.requirement.thing is None and missing.requirement.asks_for_holdings:
            unfillable.append(missing.requirement)
    return list(helping)[:MOST_FILLERS], unfillable


def _shown_of(wanted: LookedFor, found: Audit, situation: Situation) -> set[Value]:
    """Return what is counted already shows of that in which something must differ: themes, levels, attributes, …."""
    if wanted.differing is None:
        return set()
    items = situation.items
    counted = [holding for holding in situation.holdings if holding.name in found.beside]
    if wanted.differing == "attribute":
        return {one for holding in counted for one in shown_attributes(holding, wanted.selection.attributes, items)}
    pieces = (Piece(at, holding, items.get(holding.code or "")) for at, holding in enumerate(counted))
    return {value for piece in pieces if (value := piece.value(wanted.differing)) is not None}


def _counts_anew(code: Code, situation: Situation) -> bool:
    """Tell whether each time a thing is taken counts anew."""
    item = situation.items.get(code)
    return item is not None and item.repeatable is True

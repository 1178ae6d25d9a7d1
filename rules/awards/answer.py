"""An audit as it is answered: the award with its checks, or what is missing. Field names are the contract's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from stackways.rules.awards.audit import Audit, audit
from stackways.rules.base import Amount, Code, Model, Titles
from stackways.rules.decision import DoubtTaken, Explanation, Named, SourceShown, Status, shown
from stackways.rules.recognise import explained
from stackways.rules.requirements.base import AwardRequirement
from stackways.rules.requirements.groups import AllOf
from stackways.rules.requirements.hold import Hold
from stackways.rules.situation import Standing

if TYPE_CHECKING:
    from stackways.rules.awards.ledger import Piece
    from stackways.rules.kinds.award import Award
    from stackways.rules.kinds.base import RuleBase
    from stackways.rules.recognise import Knowledge
    from stackways.rules.requirements.base import RequirementBase
    from stackways.rules.situation import Situation

STATUS = {Standing.MET: Status.GRANTED, Standing.UNKNOWN: Status.CONDITIONAL, Standing.NOT_MET: Status.REFUSED}


class AwardLevel(Model):
    """The level of an award."""

    framework: str | None
    value: int
    indicative: bool


class LeftOut(Model):
    """A holding that is not counted, and why."""

    code: str
    why: str


class Check(Model):
    """One requirement, with what it found."""

    rule: str
    """`code@version`."""
    passed: bool | None
    """None: what is unknown decides."""
    value: Amount | None
    """How much is counted; none where it is not an amount."""
    needed: Amount | None
    text: str


class AwardAnswered(Model):
    """An award that can be claimed, or could be if what is unknown turns out well."""

    programme: Named
    title: Titles
    theme: str | None
    level: AwardLevel | None
    credits: Amount | None
    unit: str | None
    uses: list[str]
    left_out: list[LeftOut]
    competes_with: list[Code] = []
    """Other awards that want some of the same holdings and cannot be had beside this one."""
    status: Status
    claim_by: dt.date | None
    """The last day on which it can be claimed with these holdings, this or another way."""
    checks: list[Check]
    reasons: list[Explanation]
    doubts: list[DoubtTaken]
    proven_best: bool
    sources: list[SourceShown]
    illustrative: bool


class MissingShown(Model):
    """What is missing, in the requirement's own numbers."""

    text: str
    amount: Amount
    unit: str | None
    """None: parts."""


class AwardNear(Model):
    """An award that cannot be claimed yet."""

    programme: Named
    title: Titles
    missing: list[MissingShown]
    would_fill: list[Code] = []
    """Known entries that would fill a gap."""
    each_part_alone: bool
    """True when each part could be met, but not all at once."""
    wanted_twice: list[str]
    """The holdings that more than one part wants."""
    illustrative: bool


def claimable(found: Audit, situation: Situation, knowledge: Knowledge) -> AwardAnswered:
    """Return a successful audit as it is answered."""
    asked, variant = found.asked, found.variant
    programme = asked.programme
    level_rule = next((award for award in asked.awards if award.decides == "level"), None)
    rules: list[RuleBase] = [asked.structure, *asked.awards]
    return AwardAnswered(
        programme=Named(code=programme.code, title=programme.title),
        title=_title(found),
        theme=variant.theme,
        level=AwardLevel(
            framework=variant.framework, value=variant.level, indicative=bool(level_rule and level_rule.indicative)
        )
        if variant.level is not None
        else None,
        credits=Decimal(found.hundredths) / 100 if found.unit else None,
        unit=found.unit,
        uses=[piece.name for piece in found.used],
        left_out=list(left_out(found, situation)),
        status=STATUS[found.standing],
        claim_by=found.claim_by,
        checks=list(checks(found, situation)),
        reasons=[] if found.standing is Standing.MET else list(_unknowns(found, situation)),
        doubts=list(_doubts(found, situation)),
        proven_best=found.proven,
        sources=shown([c for rule in rules for c in rule.sources], knowledge.sources),
        illustrative=programme.illustrative or any(rule.illustrative for rule in rules),
    )


def near(found: Audit, situation: Situation) -> AwardNear:
    """Return an unsuccessful audit as it is answered."""
    programme = found.asked.programme
    return AwardNear(
        programme=Named(code=programme.code, title=programme.title),
        title=programme.title,
        missing=[
            MissingShown(
                text=missing.requirement.in_words(situation.name_of),
                amount=Decimal(str(missing.amount)),
                unit=getattr(missing.requirement, "unit", None),
            )
            for missing in found.missing
        ],
        each_part_alone=found.each_alone,
        wanted_twice=[piece.name for piece in found.wanted_twice],
        illustrative=programme.illustrative or found.asked.structure.illustrative,
    )


def left_out(found: Audit, situation: Situation) -> Iterator[LeftOut]:
    """Yield what is not counted, and why: outside a window, not part of it, or surplus."""
    used = {piece.index for piece in found.used}
    for index, holding in enumerate(situation.holdings):
        if index not in used:
            verdicts = list(found.asked.structure.needs.verdicts_on(holding, situation))
            best = max(verdicts, key=lambda verdict: verdict.on(situation.day), default=None)
            if best is None:
                why = "is not part of this award"
            elif best.on(situation.day) is Standing.MET:
                why = "would count, but is not needed"
            else:
                why = "; ".join(note.text for note in best.reasons)
            yield LeftOut(code=holding.name, why=why)


def checks(found: Audit, situation: Situation) -> Iterator[Check]:
    """Yield each outermost requirement with what is counted for it."""
    structure = found.asked.structure
    parts: Sequence[RequirementBase] = (
        structure.needs.all_of if isinstance(structure.needs, AllOf) else [structure.needs]
    )
    for position, part in enumerate(parts):
        path = f"0/{position}" if isinstance(structure.needs, AllOf) else "0"
        yield _check(structure, part, path, found, situation)
    for award in found.asked.awards:
        if award.needs is not None and _carried(award, found):
            yield _check(award, award.needs, f"{award.decides}/{award.code}", found, situation)


def _check(rule: RuleBase, part: RequirementBase, path: str, found: Audit, situation: Situation) -> Check:
    value, needed = found.measured.get(path, (None, None))
    text = part.in_words(situation.name_of)
    passed = True if found.standing is Standing.MET else None
    return Check(rule=rule.name, passed=passed, value=value, needed=needed, text=text)


def _carried(award: Award, found: Audit) -> bool:
    """Tell whether the award found carries what the rule decides."""
    variant = found.variant
    return {"title": variant.title is award, "theme": variant.theme is not None, "level": variant.level is not None}[
        award.decides
    ]


def _title(found: Audit) -> Titles:
    """Return the title, with the theme in brackets."""
    title = found.variant.title.title if found.variant.title else None
    titles = title or found.asked.programme.title
    if found.variant.theme is None:
        return titles
    themes = next(
        (p.item.theme for p in found.used if p.item and p.item.theme and p.item.theme.get("en") == found.variant.theme),
        {"en": found.variant.theme},
    )
    brackets = {"en": " ({})", "zh-Hant": "({})"}
    return {
        language: text + brackets[language].format(themes.get(language) or found.variant.theme)
        for language, text in titles.items()
    }


def _unknowns(found: Audit, situation: Situation) -> Iterator[Explanation]:
    """Yield what decides where the award is conditional."""
    verdicts = (
        verdict
        for piece in found.used
        for verdict in found.asked.structure.needs.verdicts_on(piece.holding, situation)
        if verdict.on(situation.day) is Standing.UNKNOWN
    )
    conditions = (
        verdict
        for requirement in _conditions(found.asked.structure.needs)
        if (verdict := requirement.judge(situation)).on(situation.day) is Standing.UNKNOWN
    )
    yield from explained(note for verdict in (*verdicts, *conditions) for note in verdict.reasons)


def _conditions(requirement: RequirementBase) -> Iterator[RequirementBase]:
    """Yield the conditions in a tree that are not about what is counted."""
    parts = [part for part, _ in requirement.parts()]
    if not parts and not isinstance(requirement, AwardRequirement | Hold):
        yield requirement
    for part in parts:
        yield from _conditions(part)


def _doubts(found: Audit, situation: Situation) -> Iterator[DoubtTaken]:
    """Yield the doubts under which another alternative would have yielded another award."""
    rules: list[RuleBase] = [found.asked.structure, *found.asked.awards]
    doubts = {doubt.doubt: doubt for rule in rules for doubt in rule.doubts()}
    taken = {name: doubt.taken(situation.reading) for name, doubt in doubts.items()}
    for name, doubt in doubts.items():
        otherwise = {}
        for alternative in doubt.alternatives:
            if alternative != taken[name]:
                other = audit(found.asked, replace(situation, reading={**taken, name: alternative}))
                if _outcome(other) != _outcome(found):
                    otherwise[alternative] = STATUS[other.standing]
        if otherwise:
            yield DoubtTaken(name=name, text=doubt.text, taken=taken[name], if_otherwise=otherwise)


def _outcome(found: Audit) -> object:
    title = found.variant.title.code if found.variant.title else None
    return found.standing, title, found.variant.theme, found.variant.level, found.claim_by


def pieces_shared(one: Audit, other: Audit) -> list[Piece]:
    """Return the pieces that two awards both use."""
    indexes = {piece.index for piece in other.used}
    return [piece for piece in one.used if piece.index in indexes]

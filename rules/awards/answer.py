"""An audit as it is answered: the award with its checks, or what is missing. Field names are the contract's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from pydantic import PrivateAttr, computed_field

from stackways.rules.awards.audit import Asked, Audit, Missing, audit, limits_in_the_way, pieces_of
from stackways.rules.awards.undecided import undecided
from stackways.rules.base import Amount, Code, MessageGiven, Model, Said, Spoken, Titles
from stackways.rules.deadline import TimeUpError
from stackways.rules.decision import (
    DoubtTaken,
    EntryStanding,
    ExceptionUsed,
    Explanation,
    Named,
    SourceShown,
    Status,
    shown,
)
from stackways.rules.excepting import allowed_in, exceptions_in
from stackways.rules.recognise import by_rule, explained, judge_entry, remarks_on
from stackways.rules.requirements.base import walk
from stackways.rules.requirements.reading import outermost
from stackways.rules.situation import Note, Standing
from stackways.words.message import Argument, Message, Quantity, Word, as_message, listed

if TYPE_CHECKING:
    from stackways.rules.holdings import Holding
    from stackways.rules.kinds.award import Award
    from stackways.rules.kinds.base import RuleBase
    from stackways.rules.pieces import Piece
    from stackways.rules.recognise import Knowledge
    from stackways.rules.requirements.base import RequirementBase
    from stackways.rules.situation import Situation

STATUS = {Standing.MET: Status.GRANTED, Standing.UNKNOWN: Status.CONDITIONAL, Standing.NOT_MET: Status.REFUSED}


class AwardLevel(Model):
    """The level of an award."""

    framework: str | None
    """The qualifications framework, for example `QF`; none where it is not named."""
    value: int
    """The level in that framework."""
    indicative: bool
    """Whether the level is only indicative, not registered."""


class LeftOut(Model):
    """A holding that is not counted, and why."""

    code: str
    """The holding, by code or described title."""
    message: MessageGiven
    """Why, by id and arguments."""

    @computed_field  # type: ignore[prop-decorator]  # pydantic's own way
    @property
    def why(self) -> str:
        """Why, in the language that was asked for."""
        return str(self.message)


class Check(Spoken):
    """One requirement, with what it found."""

    rule: str
    """`code@version`."""
    passed: bool | None
    """None: what is unknown decides."""
    value: Amount | None
    """How much is counted; none where it is not an amount."""
    needed: Amount | None
    """How much is needed; none where it is not an amount."""


class Exempted(Model):
    """Something that need not be taken, and counts as if it were."""

    code: Code
    """What need not be taken."""
    rule: str
    """`code@version` of the rule that says so."""


class AwardUnder(Model):
    """The award that another reading of a doubt would yield."""

    status: Status
    """Whether it could be claimed."""
    title: Titles
    """The award's title."""
    theme: str | None
    """The theme it would carry, if any."""
    level: AwardLevel | None
    """Its level; none where none is published."""
    claim_by: dt.date | None
    """The last day on which it could be claimed; none when it does not end."""


class AwardDoubt(DoubtTaken):
    """A doubt that mattered, with the award that each other alternative would yield."""

    would_be: dict[str, AwardUnder]
    """The award under each other alternative."""


class AwardAnswered(Model):
    """An award that can be claimed, or could be if what is unknown turns out well."""

    programme: Named
    """The programme that leads to the award."""
    title: Titles
    """The exact title of this award."""
    theme: str | None
    """The theme that the title carries, if any."""
    level: AwardLevel | None
    """The award's level; none where none is published."""
    credits: Amount | None
    """The credits it rests on; none where its rules count none."""
    unit: str | None
    """The unit of the credits."""
    uses: list[str]
    """The holdings it uses, by code or described title."""
    left_out: list[LeftOut]
    """The holdings that it does not count, and why."""
    exempted: list[Exempted] = []
    """What is counted without being held, because it is exempted here."""
    exceptions: list[ExceptionUsed] = []
    """The exceptions that it rests on."""
    competes_with: list[Code] = []
    """Other awards that want some of the same holdings and cannot be had beside this one."""
    status: Status
    """`granted`: it can be claimed; `conditional`: what is not known decides."""
    claim_by: dt.date | None
    """The last day on which it can be claimed with these holdings, this or another way."""
    checks: list[Check]
    """Each requirement, with what it found."""
    reasons: list[Explanation]
    """Why the status is what it is."""
    remarks: list[Explanation]
    """What must be told with it, such as that it must be applied for, or that it is held already."""
    entry: EntryStanding
    """Whether the programme's entry requirement is met; judged apart."""
    doubts: list[AwardDoubt]
    """Points that are unclear in the source and matter here."""
    proven_best: bool
    """Whether it is proven that no better use of the holdings exists."""
    sources: list[SourceShown]
    """Where its rules are published."""
    illustrative: bool
    """Whether it rests on sample data that nobody published."""
    _positions: tuple[int, ...] = PrivateAttr(())

    @property
    def positions(self) -> tuple[int, ...]:
        """Where what it uses stands among the holdings given, which tells apart several of one code."""
        return self._positions

    def resting_on(self, exceptions: Sequence[ExceptionUsed]) -> AwardAnswered:
        """Return this answer, which tells the exceptions that it rests on."""
        if not exceptions:
            return self
        told = explained(Note("exception", one.in_words()) for one in exceptions)
        changes = {"exceptions": list(exceptions), "remarks": [*self.remarks, *told]}
        return self.model_copy(update=changes)

    def using(self, pieces: Iterable[Piece]) -> AwardAnswered:
        """Return this answer, which says where what it uses stands."""
        self._positions = tuple(piece.index for piece in pieces)
        return self


class MissingShown(Spoken):
    """What is missing, in the requirement's own numbers."""

    amount: Amount
    """How much is missing."""
    unit: str | None
    """None: parts."""


class AwardNear(Model):
    """An award that cannot be claimed yet."""

    programme: Named
    """The programme that leads to the award."""
    title: Titles
    """The award's title, as far as it is known."""
    missing: list[MissingShown]
    """What it still needs."""
    would_fill: list[Code] = []
    """Known entries that would fill a gap."""
    left_out: list[LeftOut] = []
    """Holdings that are of the kind asked for and do not count, and why."""
    remarks: list[Explanation] = []
    """What must be told with it."""
    each_part_alone: bool
    """True when each part could be met, but not all at once."""
    not_together: list[Said] = []
    """The parts that stand in each other's way: without any one of them all others could be met."""
    wanted_twice: list[str]
    """The holdings that more than one part wants."""
    exceptions: list[ExceptionUsed] = []
    """The exceptions that were taken into account."""
    illustrative: bool
    """Whether it rests on sample data that nobody published."""

    def looked_at_with(self, exceptions: Sequence[ExceptionUsed]) -> AwardNear:
        """Return this answer, which tells the exceptions that were taken into account."""
        if not exceptions:
            return self
        told = explained(Note("exception", one.in_words()) for one in exceptions)
        return self.model_copy(update={"exceptions": list(exceptions), "remarks": [*self.remarks, *told]})


def claimable(found: Audit, situation: Situation, knowledge: Knowledge) -> AwardAnswered:
    """Return a successful audit as it is answered."""
    asked, variant = found.asked, found.variant
    programme = asked.programme
    rules: list[RuleBase] = [asked.structure, *asked.awards]
    entry, entry_remarks = _entry(found, situation, knowledge)
    return AwardAnswered(
        programme=Named(code=programme.code, title=programme.title),
        title=_title(found),
        theme=variant.theme,
        level=_level(found),
        credits=Decimal(found.hundredths) / 100 if found.unit else None,
        unit=found.unit,
        uses=[piece.name for piece in found.used],
        left_out=list(left_out(found, situation)),
        exempted=[Exempted(code=one.code, rule=one.rule) for one in found.exempted],
        status=STATUS[found.standing],
        claim_by=found.claim_by,
        checks=list(checks(found, situation)),
        reasons=[] if found.standing is Standing.MET else explained(_undecided(found, situation)),
        remarks=explained([*_remarks(found, situation), *entry_remarks]),
        entry=entry,
        doubts=list(_doubts(found, situation)),
        proven_best=found.proven,
        sources=shown([c for rule in rules for c in rule.sources], knowledge.sources),
        illustrative=programme.illustrative or any(rule.illustrative for rule in rules),
    ).using(found.used)


def near(found: Audit, situation: Situation) -> AwardNear:
    """Return an unsuccessful audit as it is answered."""
    programme = found.asked.programme
    limits: list[tuple[RequirementBase, bool]] = []
    with suppress(TimeUpError):  # the answer says that not everything was looked at
        limits += limits_in_the_way(found, situation)
    together = list(found.not_together)
    together += [limit for limit, alone in limits if alone and found.each_alone and limit not in together]
    return AwardNear(
        programme=Named(code=programme.code, title=programme.title),
        title=programme.title,
        missing=[
            MissingShown(
                message=_missing(missing, situation),
                amount=Decimal(str(missing.amount)),
                unit=getattr(missing.requirement, "unit", None),
            )
            for missing in found.missing
        ],
        left_out=[one for one in left_out(found, situation) if one.message not in (NO_PART, NOT_NEEDED)],
        remarks=explained([*_of_limits(limits, situation), *remarks_on(found.asked.structure, situation)]),
        each_part_alone=found.each_alone,
        not_together=[as_message(part.in_words(situation.name_of, situation.reading)) for part in together],
        wanted_twice=[piece.name for piece in found.wanted_twice],
        illustrative=programme.illustrative or found.asked.structure.illustrative,
    )


def exceptions_used(found: Audit, situation: Situation, exceptions: Mapping[str, ExceptionUsed]) -> list[ExceptionUsed]:
    """Return the exceptions by which something is exempted, or counted where the rules alone do not let it count."""
    if not exceptions:
        return []
    names = [one.rule for one in found.exempted]
    names += allowed_in(found.asked.structure.needs, found.counted, situation)
    return [exceptions[name] for name in dict.fromkeys(names) if name in exceptions]


def exceptions_near(found: Audit, exceptions: Mapping[str, ExceptionUsed]) -> list[ExceptionUsed]:
    """Return the exceptions that count in an award that cannot be claimed yet."""
    names = [*(one.rule for one in found.asked.exempted), *exceptions_in(found.asked.structure.needs)]
    return [exceptions[name] for name in dict.fromkeys(names) if name in exceptions]


def _missing(missing: Missing, situation: Situation) -> Message:
    """Return what is missing, and how much more where there is some of it."""
    asked = as_message(missing.requirement.in_words(situation.name_of, situation.reading))
    amount, whole = Decimal(str(missing.amount)), missing.requirement.least_units
    return Message("rules.more-of", amount=amount, what=asked) if whole and amount < whole else asked


def _of_limits(limits: Iterable[tuple[RequirementBase, bool]], situation: Situation) -> Iterator[Note]:
    """Yield a note for each limit that keeps something that is held from counting."""
    for limit, _ in limits:
        said = Message("rules.limit-decides", part=limit.in_words(situation.name_of, situation.reading))
        yield Note("limit_decides", said)


NO_PART = Message("rules.no-part")
NOT_NEEDED = Message("rules.not-needed")


def left_out(found: Audit, situation: Situation) -> Iterator[LeftOut]:
    """Yield what is not counted, and why: outside a window, not part of it, or surplus."""
    used = {piece.index for piece in found.used}
    for piece in sorted(pieces_of(situation), key=lambda piece: piece.index):
        if piece.index not in used:
            yield LeftOut(code=piece.name, message=_why_not(piece, found, situation))


def _why_not(piece: Piece, found: Audit, situation: Situation) -> Message:
    verdicts = (verdict for tree in trees_of(found.asked) for verdict in tree.verdicts_on(piece.holding, situation))
    best = max(verdicts, key=lambda verdict: verdict.on(situation.day), default=None)
    if best is None:
        return NO_PART
    standing = best.on(situation.day)
    if standing is Standing.NOT_MET or (standing is Standing.UNKNOWN and found.standing is Standing.MET):
        return as_message(
            listed([_of_itself(note, situation.title_of(piece.holding)) for note in best.reasons], "semicolon")
        )
    if found.unit and piece.credits is None:
        return Message("rules.credits-not-given", unit=Word("unit", found.unit, 2))
    if found.unit and piece.hundredths(found.unit) is None:
        carried = Message("rules.credits-of-no-unit", amount=piece.credits or 0)
        if piece.unit:
            carried = as_message(Quantity(piece.credits or 0, piece.unit))
        return Message("rules.not-converted", credits=carried, unit=Word("unit", found.unit, 2))
    once = piece.item is not None and not piece.item.is_class and not piece.item.repeatable
    if once and any(other.holding.code == piece.holding.code for other in found.used):
        return Message("rules.counts-once")
    return NOT_NEEDED


def _of_itself(note: Note, title: Argument) -> Argument:
    """Return what a note says of a holding, without naming it again."""
    own = note.message.id == "rules.of-holding" and note.message.argument("holding") == title
    return note.message.argument("what") if own else note.message


def is_lost(found: Audit, holding: Holding, situation: Situation) -> bool:
    """Tell whether what is held counts nowhere in an award any more, so that having it again would help."""
    if holding.used_for:
        return False  # it counts, and is used up
    verdicts = [verdict for tree in trees_of(found.asked) for verdict in tree.verdicts_on(holding, situation)]
    return bool(verdicts) and all(verdict.on(situation.day) is Standing.NOT_MET for verdict in verdicts)


def trees_of(asked: Asked) -> list[RequirementBase]:
    """Return the tree of an award, and those of the programmes that may stack into it."""
    trees: dict[Code, RequirementBase] = {asked.programme.code: asked.structure.needs}
    pending = list(trees.values())
    for tree in pending:  # which grows on the way
        for code in tree.codes():
            if code in asked.inner and code not in trees:
                trees[code] = asked.inner[code]
                pending.append(trees[code])
    return list(trees.values())


def checks(found: Audit, situation: Situation) -> Iterator[Check]:
    """Yield each outermost requirement with what is counted for it."""
    structure = found.asked.structure
    for path, part in outermost(structure.needs, situation.reading):
        yield _check(structure, part, path, found, situation)
    for award in found.asked.awards:
        if award.needs is not None and _carried(award, found):
            yield _check(award, award.needs, f"{award.decides}/{award.code}", found, situation)


def _check(rule: RuleBase, part: RequirementBase, path: str, found: Audit, situation: Situation) -> Check:
    value, needed = found.measured.get(path, (None, None))
    asked = as_message(part.in_words(situation.name_of, situation.reading))
    certain = found.standing is Standing.MET or (path.startswith("0") and _is_certain(part, path, found, situation))
    return Check(rule=rule.name, passed=True if certain else None, value=value, needed=needed, message=asked)


def _is_certain(part: RequirementBase, path: str, found: Audit, situation: Situation) -> bool:
    """Tell whether a part is met for certain in an award of which something is not known."""
    return any(_undecided(found, situation)) and not any(undecided(part, path, found, situation))


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


def _level(found: Audit) -> AwardLevel | None:
    variant = found.variant
    if variant.level is None:
        return None
    rule = next((award for award in found.asked.awards if award.decides == "level"), None)
    return AwardLevel(framework=variant.framework, value=variant.level, indicative=bool(rule and rule.indicative))


def _undecided(found: Audit, situation: Situation) -> Iterator[Note]:
    """Yield what decides where the award is conditional: in its tree, and for its title, theme and level."""
    if found.asked.version_unknown:
        yield Note("admission_unknown", Message("rules.version-depends-on-admission"))
    yield from undecided(found.asked.structure.needs, "0", found, situation)
    for award in found.asked.awards:
        if award.needs is not None and _carried(award, found):
            yield from undecided(award.needs, f"{award.decides}/{award.code}", found, situation)


def _assumed(found: Audit, situation: Situation) -> Iterator[Note]:
    """Yield what nobody said, and is taken to be so in this award."""
    for piece in found.counted_pieces:
        if found.unit and piece.unit is None and piece.holding.credits is not None:
            amount = Quantity(piece.holding.credits, found.unit)
            yield Note(
                "unit_assumed", Message("rules.unit-assumed", holding=situation.title_of(piece.holding), amount=amount)
            )
    for part in walk(found.asked.structure.needs):
        yield from part.assumed(found.unit, situation)


def _remarks(found: Audit, situation: Situation) -> Iterator[Note]:
    """Yield what must be told with the award."""
    programme = found.asked.programme
    for holding in situation.holdings:
        if holding.code == programme.code and holding.is_attained:
            already = Message("rules.held-already")
            if holding.attained_on:
                already = Message("rules.held-already-from", attained=holding.attained_on)
            yield Note("held_already", already)
    yield from _assumed(found, situation)
    for piece in found.counted_pieces:
        verdicts = found.asked.structure.needs.verdicts_on(piece.holding, situation)
        best = max(verdicts, key=lambda verdict: verdict.on(situation.day), default=None)
        yield from best.remarks if best else ()
    yield from remarks_on(found.asked.structure, situation)
    for award in found.asked.awards:
        if _carried(award, found):
            for note in remarks_on(award, situation):
                own = note.code == "published_remark"
                yield note if own else note._replace(message=by_rule(note.message, award.name))


def _entry(found: Audit, situation: Situation, knowledge: Knowledge) -> tuple[EntryStanding, list[Note]]:
    """Return how entry to the programme stands, and what to say of it; one that is only stacked is not entered."""
    programme = found.asked.programme
    standing, notes, _, _ = judge_entry(programme, situation, knowledge)
    return standing, [] if programme.stackable and not knowledge.entries.get(programme.code) else notes


def _doubts(found: Audit, situation: Situation) -> Iterator[AwardDoubt]:
    """Yield the doubts under which another alternative would have yielded another award."""
    rules: list[RuleBase] = [found.asked.structure, *found.asked.awards]
    doubts = {doubt.doubt: doubt for rule in rules for doubt in rule.doubts()}
    taken = {name: doubt.taken(situation.reading) for name, doubt in doubts.items()}
    for name, doubt in doubts.items():
        otherwise = {}
        for alternative in doubt.alternatives:
            if alternative != taken[name]:
                try:
                    other = audit(found.asked, replace(situation, reading={**taken, name: alternative}))
                except TimeUpError:  # the answer says that not everything was looked at
                    return
                if _outcome(other) != _outcome(found):
                    otherwise[alternative] = other
        if otherwise:
            yield AwardDoubt(
                name=name,
                text=doubt.text,
                taken=taken[name],
                if_otherwise={alternative: STATUS[other.standing] for alternative, other in otherwise.items()},
                would_be={alternative: _under(other) for alternative, other in otherwise.items()},
            )


def _under(other: Audit) -> AwardUnder:
    return AwardUnder(
        status=STATUS[other.standing],
        title=_title(other),
        theme=other.variant.theme,
        level=_level(other),
        claim_by=other.claim_by,
    )


def _outcome(found: Audit) -> object:
    title = found.variant.title.code if found.variant.title else None
    return found.standing, title, found.variant.theme, found.variant.level, found.claim_by


def pieces_shared(one: Audit, other: Audit) -> list[Piece]:
    """Return the pieces that two awards both use."""
    indexes = {piece.index for piece in other.used}
    return [piece for piece in one.used if piece.index in indexes]

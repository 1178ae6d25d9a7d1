"""What an award rests on that is not known: the holdings, grades, dates and conditions that decide it.

The tree is walked along what was counted, so that a way that was not taken is not asked about.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from stackways.rules.grades import UNGRADED
from stackways.rules.recognise import titles_of
from stackways.rules.requirements.average import Average
from stackways.rules.requirements.base import AwardRequirement
from stackways.rules.requirements.distinct import Distinct
from stackways.rules.requirements.doubt import Doubt
from stackways.rules.requirements.groups import AllOf
from stackways.rules.requirements.hold import Hold
from stackways.rules.requirements.pool import Pool
from stackways.rules.requirements.select import Select
from stackways.rules.requirements.share import Share
from stackways.rules.requirements.span import Span
from stackways.rules.requirements.when import When
from stackways.rules.selection import selects
from stackways.rules.situation import Note, Standing
from stackways.words.message import Code, Listed, Message, Published, listed

if TYPE_CHECKING:
    from stackways.rules.awards.audit import Audit
    from stackways.rules.exemption import Exemption
    from stackways.rules.pieces import Piece
    from stackways.rules.requirements.base import RequirementBase
    from stackways.rules.situation import Situation, Verdict


def undecided(requirement: RequirementBase, path: str, found: Audit, situation: Situation) -> Iterator[Note]:
    """Yield what is not known in a part of the tree of an award that was found."""
    if isinstance(requirement, Doubt):
        taken = requirement.alternatives[requirement.taken(situation.reading)]
        yield from undecided(taken, path, found, situation)
    elif isinstance(requirement, Hold | Select | Pool) and not (isinstance(requirement, Pool) and requirement.counted):
        yield from _counted_in(requirement, path, found, situation)
    elif isinstance(requirement, AwardRequirement):
        yield from _of_what_is_counted(requirement, found.used, situation)
    elif isinstance(requirement, When) and requirement.of == "held":
        yield from _open([requirement.when.judge(situation)], situation)
        for position, way in ((1, requirement.then), (2, requirement.otherwise)):
            if _under(f"{path}/{position}", found):
                yield from undecided(way, f"{path}/{position}", found, situation)
    elif parts := [part for part, _ in requirement.parts()]:
        for position, part in _taken(requirement, parts, path, found):
            yield from undecided(part, f"{path}/{position}", found, situation)
    else:
        yield from _open([requirement.judge(situation)], situation)


def _taken(
    requirement: RequirementBase, parts: Sequence[RequirementBase], path: str, found: Audit
) -> list[tuple[int, RequirementBase]]:
    """Return the members that were met: of several to choose from those in which something is counted, if any is."""
    members = list(enumerate(parts))
    if isinstance(requirement, AllOf):
        return members
    counting = [(at, part) for at, part in members if _under(f"{path}/{at}", found)]
    if isinstance(requirement, When):
        return [members[2]] if any(at == 2 for at, _ in counting) else members[:2]  # noqa: PLR2004 - `otherwise`
    return counting or members


def _under(path: str, found: Audit) -> bool:
    return any(f"{place}/".startswith(f"{path}/") for place in found.counted)


def _counted_in(requirement: Hold | Select | Pool, path: str, found: Audit, situation: Situation) -> Iterator[Note]:
    """Yield what is not known of what is counted here, of groups inside, and of the amount that is asked for."""
    for piece in found.counted.get(path, ()):
        if piece.exemption is not None:
            yield from _of_exemption(piece.exemption, found, situation)
        else:
            yield from _open(requirement.verdicts_on(piece.holding, situation), situation)
    if isinstance(requirement, Pool):
        if requirement.range.not_published:
            asked = requirement.in_words(situation.name_of, situation.reading)
            yield Note("number_not_published", Message("rules.how-much-not-published", what=asked))
        yield from _traits_not_said(requirement, found.counted.get(path, ()), situation)
        for position, part in enumerate(requirement.of):
            inside = f"{path}/{position}"
            if _under(inside, found) and not isinstance(part, Hold):
                yield from undecided(part, inside, found, situation)
            elif isinstance(part, Hold) and part.hold in found.asked.inner and _under(f"{inside}/inner", found):
                yield from undecided(found.asked.inner[part.hold], f"{inside}/inner", found, situation)
    elif isinstance(requirement, Hold) and requirement.hold in found.asked.inner and _under(f"{path}/inner", found):
        yield from undecided(found.asked.inner[requirement.hold], f"{path}/inner", found, situation)


def _of_exemption(exemption: Exemption, found: Audit, situation: Situation) -> Iterator[Note]:
    """Yield what is not known of what is exempted: whether it is, and whether it gives credit."""
    yield from exemption.reasons
    if exemption.earns is None and found.unit is not None:
        title = Published.of(titles_of(situation.items, exemption.code))
        yield Note("credit_not_stated", Message("rules.credit-not-stated", title=title))


def _open(verdicts: Iterable[Verdict], situation: Situation) -> Iterator[Note]:
    """Yield the reasons of the best verdict where it is not certain."""
    best = max(verdicts, key=lambda verdict: verdict.on(situation.day), default=None)
    if best is not None and best.on(situation.day) is Standing.UNKNOWN:
        yield from best.reasons


def _of_what_is_counted(requirement: AwardRequirement, used: Sequence[Piece], situation: Situation) -> Iterator[Note]:
    """Yield what a limit, an average or a span would have to know of what is counted."""
    asked = requirement.in_words(situation.name_of, situation.reading)
    if isinstance(requirement, Average):
        scale = requirement.average.scale
        missing = [
            piece.name
            for piece in used
            if selects(requirement.where, piece.holding, situation.items) is not False
            and (piece.holding.grade is None or piece.holding.grade.scale not in (scale, UNGRADED))
        ]
        if missing:
            yield Note("grade_unknown", Message("rules.give-grades", what=asked, holdings=_listed(missing)))
    elif isinstance(requirement, Span):
        missing = [piece.name for piece in used if piece.holding.attained_on is None]
        if missing:
            yield Note("date_unknown", Message("rules.give-dates", what=asked, holdings=_listed(missing)))
    else:
        if isinstance(requirement, Pool) and requirement.range.not_published:
            yield Note("number_not_published", Message("rules.how-much-not-published", what=asked))
        yield from _traits_not_said(requirement, used, situation)


def _traits_not_said(requirement: AwardRequirement, pieces: Iterable[Piece], situation: Situation) -> Iterator[Note]:
    """Yield a note on the pieces that do not say what a selection asks of them."""
    where = requirement.where if isinstance(requirement, Share | Pool | Distinct) else None
    trait = requirement.distinct if isinstance(requirement, Distinct) else (where.same if where else None)
    if where is None:
        return
    unsaid = [
        piece.name
        for piece in pieces
        if selects(where, piece.holding, situation.items) is None
        or (trait and piece.value(trait) is None and piece.may_have_any(trait))
    ]
    if unsaid:
        asked = requirement.in_words(situation.name_of, situation.reading)
        yield Note("not_said", Message("rules.fit-not-told", what=asked, holdings=_listed(unsaid)))


def _listed(names: Iterable[str]) -> Listed:
    return listed(map(Code, names), "comma")

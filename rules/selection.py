"""Whether a holding is what a requirement asks for: by code, as a member of a class, or by description."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stackways.rules.catalogue import Credential, Level

if TYPE_CHECKING:
    from stackways.rules.catalogue import Selection, StudyItem
    from stackways.rules.holdings import Described, Holding


@dataclass(frozen=True, slots=True)
class Traits:
    """What is said of a thing, as far as a selection may ask; None where it is not said."""

    offered_by: Sequence[str]
    kind: str | None
    theme: str | None
    subject: str | None
    professional: bool | None
    level: Level | None


def belongs_to(holding: Holding, code: str, items: Mapping[str, StudyItem]) -> bool | None:
    """Tell whether the holding is the thing of that code or a member of that class; None when it cannot be told."""
    if holding.code == code:
        return True
    wanted = items.get(code)
    if not isinstance(wanted, Credential) or wanted.members is None:
        return False
    if holding.code is not None:
        held = items.get(holding.code)
        return held is not None and selects_item(wanted.members, held)
    return holding.described is not None and selects_described(wanted.members, holding.described)


def selects_item(selection: Selection, item: StudyItem) -> bool:
    """Tell whether a catalogue entry is selected; what the catalogue does not say of it does not match."""
    if selection.codes and item.code not in selection.codes:
        return False
    traits = Traits(
        offered_by=item.offered_by,
        kind=item.kind,
        theme=item.theme.get("en") if item.theme else None,
        subject=item.subject,
        professional=item.professional,
        level=item.level,
    )
    return item.code not in selection.excluding and all(answer is True for answer in _answers(selection, traits))


def selects_described(selection: Selection, described: Described) -> bool | None:
    """Tell whether a described holding is selected; None when it does not say enough."""
    if selection.codes:
        return False
    traits = Traits(
        offered_by=[described.institution] if described.institution else [],
        kind=described.kind,
        theme=described.theme,
        subject=described.subject,
        professional=described.professional,
        level=described.level,
    )
    answers = list(_answers(selection, traits))
    if any(answer is False for answer in answers):
        return False
    return None if any(answer is None for answer in answers) or not answers else True


def _answers(selection: Selection, traits: Traits) -> Iterable[bool | None]:
    """Yield, for each thing the selection asks, yes, no, or None where it is not said."""
    if selection.institutions:
        offered_by = traits.offered_by
        yield any(code in selection.institutions for code in offered_by) if offered_by else None
    for wanted, said in (
        (selection.kinds, traits.kind),
        (selection.themes, traits.theme),
        (selection.subjects, traits.subject),
    ):
        if wanted:
            yield None if said is None else said in wanted
    if selection.professional is not None:
        yield None if traits.professional is None else traits.professional == selection.professional
    if selection.level_from is not None or selection.level_to is not None:
        yield _level_inside(selection, traits.level)


def _level_inside(selection: Selection, level: Level | None) -> bool | None:
    if level is None or (selection.framework and level.framework != selection.framework):
        return None
    low = selection.level_from if selection.level_from is not None else level.value
    high = selection.level_to if selection.level_to is not None else level.value
    return low <= level.value <= high

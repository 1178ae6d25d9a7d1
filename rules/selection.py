"""Whether a holding is what a requirement asks for: by code, as a member of a class, or by description."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from stackways.rules.catalogue import Credential, Level

if TYPE_CHECKING:
    from stackways.rules.catalogue import Selection, StudyItem
    from stackways.rules.holdings import Described, Holding


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
    theme = item.theme.get("en") if item.theme else None
    answers = _answers(selection, item.offered_by, item.kind, theme, item.subject, item.professional, item.level)
    return item.code not in selection.excluding and all(answer is True for answer in answers)


def selects_described(selection: Selection, described: Described) -> bool | None:
    """Tell whether a described holding is selected; None when it does not say enough."""
    if selection.codes:
        return False
    institutions = [described.institution] if described.institution else []
    answers = list(
        _answers(
            selection, institutions, described.kind, described.theme, described.subject, described.professional,
            described.level,
        )  # fmt: skip
    )
    if any(answer is False for answer in answers):
        return False
    return None if any(answer is None for answer in answers) or not answers else True


def _answers(  # noqa: PLR0913 - one argument for each thing a selection may ask
    selection: Selection,
    institutions: Iterable[str],
    kind: str | None,
    theme: str | None,
    subject: str | None,
    professional: bool | None,  # noqa: FBT001 - yes, no or not stated
    level: Level | None,
) -> Iterable[bool | None]:
    """Yield, for each thing the selection asks, yes, no, or None where it is not said."""
    offered_by = list(institutions)
    if selection.institutions:
        yield any(code in selection.institutions for code in offered_by) if offered_by else None
    if selection.kinds:
        yield None if kind is None else kind in selection.kinds
    if selection.themes:
        yield None if theme is None else theme in selection.themes
    if selection.subjects:
        yield None if subject is None else subject in selection.subjects
    if selection.professional is not None:
        yield None if professional is None else professional == selection.professional
    if selection.level_from is not None or selection.level_to is not None:
        yield _level_inside(selection, level)


def _level_inside(selection: Selection, level: Level | None) -> bool | None:
    if level is None or (selection.framework and level.framework != selection.framework):
        return None
    low = selection.level_from if selection.level_from is not None else level.value
    high = selection.level_to if selection.level_to is not None else level.value
    return low <= level.value <= high

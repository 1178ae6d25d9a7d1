"""Whether a holding is what a requirement asks for: by code, as a member of a class, or by description.

Answers are yes, no, or None where it cannot be told.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from stackways.rules.base import SLUG_PATTERN
from stackways.rules.once import Once
from stackways.rules.patterns import is_like_any, like_any_code

if TYPE_CHECKING:
    from decimal import Decimal

    from stackways.rules.base import Code
    from stackways.rules.catalogue import Level, Selection, StudyItem, Trait
    from stackways.rules.holdings import Described, Holding


class LookedFor(NamedTuple):
    """Entries that are looked for: what is selected, and what a `select` asks of them besides."""

    selection: Selection
    unlike: Sequence[str] = ()
    with_all: Sequence[str] = ()
    without: Sequence[str] = ()
    outside: Sequence[str] = ()
    credits_from: Decimal | None = None
    credits_to: Decimal | None = None
    differing: Trait | Literal["attribute"] | None = None
    """In what it must differ from what is counted; what an entry does not tell, such as its term, is not looked at."""


@dataclass(frozen=True, slots=True)
class Traits:
    """What is said of a thing, as far as a selection may ask: for each trait what it may be; empty where not said."""

    offered_by: Collection[str]
    kinds: Collection[str]
    themes: Collection[str]
    subjects: Collection[str]
    professional: bool | None
    level: Level | None
    attributes: Collection[str] = ()
    """All of these it has."""
    published_code: str | None = None
    jointly: bool = False
    """True where all of `offered_by` offer it together, so that one of them suffices."""
    several: bool = False
    """True of a class: a member may have more attributes."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What a selection asks of a thing's traits, in small letters; empty where it does not ask."""

    anything: bool
    """Whether it asks anything of a holding on its own (`same` compares holdings with each other)."""
    kinds: frozenset[str]
    themes: frozenset[str]
    subjects: frozenset[str]
    institutions: frozenset[str]
    attributes: frozenset[str]


def belongs_to(holding: Holding, code: Code, items: Mapping[Code, StudyItem]) -> bool | None:
    """Tell whether the holding is the thing of that code or a member of that class."""
    if holding.code is not None:
        return is_member(holding.code, code, items)
    wanted = items.get(code)
    if holding.described is None or wanted is None or not wanted.is_class:
        return False
    if wanted.members is None:
        # Nobody published the members: what comes from who offers them may be one.
        return None if _institution(holding.described, wanted.offered_by) in wanted.offered_by else False
    return selects_described(wanted.members, holding.described)


def is_member(code: Code, group: Code, items: Mapping[Code, StudyItem], above: tuple[Code, ...] = ()) -> bool | None:
    """Tell whether the thing of that code is the group or belongs to it, also through a class that the group lists."""
    if code == group:
        return True
    item, wanted = items.get(code), items.get(group)
    if item is None or wanted is None or wanted.members is None or group in above:
        return False
    members = wanted.members
    if code in members.excluding:
        return False
    answers = list(_answers(members, _traits_of(item)))
    if members.codes:
        answers.append(any_true([is_member(code, listed, items, (*above, group)) for listed in members.codes]))
    # A class held as such may be any of its members; of a single thing, what the catalogue does not say does not match.
    return all_true(answers) if item.is_class else all(answers)


def selects(selection: Selection, holding: Holding, items: Mapping[Code, StudyItem]) -> bool | None:
    """Tell whether a pool's selection takes a holding; what the catalogue does not say of an entry does not match."""
    if not _wanted_by(selection).anything:
        return True
    if holding.code is None:
        if holding.described is None:
            return None
        asks = selection.model_dump(exclude_defaults=True, exclude={"same", "or_higher", "excluding"})
        return selects_described(selection, holding.described) if asks else True
    item = items.get(holding.code)
    if item is None or item.code in selection.excluding or (selection.codes and item.code not in selection.codes):
        return False
    answers = list(_answers(selection, _traits_of(item)))
    return all_true(answers) if item.is_class else all(answers)


def _read(selection: Selection) -> _Wanted:
    traits = (selection.institutions, selection.kinds, selection.themes, selection.subjects, selection.attributes)
    codes = (selection.published_codes, selection.codes, selection.excluding)
    numbers = (selection.professional, selection.level_from, selection.level_to)
    return _Wanted(
        anything=any((*traits, *codes)) or any(number is not None for number in numbers),
        kinds=_folded(selection.kinds),
        themes=_folded(selection.themes),
        subjects=_folded(selection.subjects),
        institutions=_folded(selection.institutions),
        attributes=_folded(selection.attributes),
    )


def selects_described(selection: Selection, described: Described) -> bool | None:
    """Tell whether a described holding is selected; None when it does not say enough."""
    if selection.codes:
        return False
    institution = _institution(described, selection.institutions)
    traits = Traits(
        offered_by=(institution,) if institution else (),
        kinds=(described.kind,) if described.kind else (),
        themes=(described.theme,) if described.theme else (),
        subjects=(described.subject,) if described.subject else (),
        professional=described.professional,
        level=described.level,
        attributes=described.attributes,
        published_code=described.published_code,
    )
    answers = list(_answers(selection, traits))
    return all_true(answers) if answers else None


def is_like(holding: Holding, patterns: Iterable[str], items: Mapping[Code, StudyItem]) -> bool | None:
    """Tell whether the holding's published code is like any of these; an entry without one is like none."""
    thing = holding.described or items.get(holding.code or "")
    if thing is None or thing.published_code is None:
        return None if _may_be_anything(holding, items) else False
    return like_any_code(thing.published_code, patterns)


def shown_attributes(holding: Holding, wanted: Iterable[str], items: Mapping[Code, StudyItem]) -> list[str]:
    """Return which of these attributes a holding is known to have."""
    thing = holding.described or items.get(holding.code or "")
    return sorted(_folded(wanted) & _folded(thing.attributes)) if thing else []


def has_attributes(
    holding: Holding, every: Collection[str], none: Collection[str], items: Mapping[Code, StudyItem]
) -> bool | None:
    """Tell whether the holding has every one of some attributes, and none of others."""
    thing = holding.described or items.get(holding.code or "")
    said = _folded(thing.attributes) if thing else set()
    if said & _folded(none):
        return False
    may_have_more = _may_be_anything(holding, items) and not (holding.described and said)
    if _folded(every) <= said:
        return None if none and may_have_more else True
    return None if may_have_more else False


def is_outside(holding: Holding, subjects: Iterable[str], items: Mapping[Code, StudyItem]) -> bool | None:
    """Tell whether the holding belongs to a subject that is none of these; an entry that says none does not."""
    thing = holding.described or items.get(holding.code or "")
    if thing is None or thing.subject is None:
        return None if _may_be_anything(holding, items) else False
    return thing.subject.casefold() not in _folded(subjects)


def in_terms(holding: Holding, patterns: Iterable[str]) -> bool | None:
    """Tell whether the term it was taken in is named like any of these; None where the term is not given."""
    return None if holding.term is None else is_like_any(holding.term.casefold(), patterns)


def with_credits(
    holding: Holding, least: Decimal | None, most: Decimal | None, items: Mapping[Code, StudyItem]
) -> bool | None:
    """Tell whether the holding carries from so many to so many credits; an entry that says none does not."""
    thing = holding.described or items.get(holding.code or "")
    if thing is None or thing.credits is None:
        return None if _may_be_anything(holding, items) else False
    return (least is None or thing.credits >= least) and (most is None or thing.credits <= most)


def _may_be_anything(holding: Holding, items: Mapping[Code, StudyItem]) -> bool:
    item = items.get(holding.code or "")
    return holding.described is not None or (item is not None and item.is_class)


def _institution(described: Described, known: Collection[Code]) -> Code | None:
    """Return the code of the institution; None where a name is given that is no code, nor like one of those known."""
    name = described.institution or ""
    code = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")
    return code if code in known or re.fullmatch(SLUG_PATTERN, name) else None


def _traits_in(item: StudyItem) -> Traits:
    """Return what a catalogue entry says of itself; a class says what all its members have in common."""
    members = item.members
    kinds = () if item.is_class and item.kind == "class" else (item.kind,)
    themes = (item.theme["en"],) if item.theme and "en" in item.theme else ()
    subjects = (item.subject,) if item.subject else ()
    if members is None:
        return Traits(
            item.offered_by,
            kinds,
            themes,
            subjects,
            item.professional,
            item.level,
            item.attributes,
            item.published_code,
            jointly=not item.is_class,
            several=item.is_class,
        )
    return Traits(
        offered_by=members.institutions or item.offered_by,
        kinds=members.kinds or kinds,
        themes=members.themes or themes,
        subjects=members.subjects or subjects,
        professional=item.professional if members.professional is None else members.professional,
        level=item.level,
        attributes=item.attributes or (members.attributes if len(members.attributes) == 1 else ()),
        published_code=item.published_code,
        several=True,
    )


_traits_of: Once[StudyItem, Traits] = Once(_traits_in)
_wanted_by: Once[Selection, _Wanted] = Once(_read)


def _answers(selection: Selection, traits: Traits) -> Iterator[bool | None]:
    """Yield the answer to each thing that the selection asks, its codes apart."""
    asked = _wanted_by(selection)
    if asked.institutions:
        inside = _inside(traits.offered_by, asked.institutions)
        yield True if inside is None and traits.jointly else inside
    for wanted, said in ((asked.kinds, traits.kinds), (asked.themes, traits.themes), (asked.subjects, traits.subjects)):
        if wanted:
            yield _inside(said, wanted)
    if asked.attributes:
        shared = asked.attributes & _folded(traits.attributes)
        yield True if shared else (None if traits.several or not traits.attributes else False)
    if selection.published_codes:
        yield None if traits.published_code is None else like_any_code(traits.published_code, selection.published_codes)
    if selection.professional is not None:
        yield None if traits.professional is None else traits.professional == selection.professional
    if selection.level_from is not None or selection.level_to is not None:
        yield _level_inside(selection, traits.level)


def _inside(said: Collection[str], folded: Collection[str]) -> bool | None:
    """Tell whether what is said is wanted, whichever of the things said it is; capital letters do not matter."""
    if not said:
        return None
    answers = {one.casefold() in folded for one in said}
    return answers.pop() if len(answers) == 1 else None


def _folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word.casefold() for word in words)


def _level_inside(selection: Selection, level: Level | None) -> bool | None:
    """Tell whether a level, or a published range of levels, lies in the range selected."""
    if level is None or (selection.framework and level.framework != selection.framework):
        return None
    low, high = level.value, level.value if level.up_to is None else level.up_to
    if (selection.level_from is not None and high < selection.level_from) or (
        selection.level_to is not None and low > selection.level_to
    ):
        return False
    reaches = selection.level_from is None or low >= selection.level_from
    return True if reaches and (selection.level_to is None or high <= selection.level_to) else None


def all_true(answers: Collection[bool | None]) -> bool | None:
    """Return yes where every answer is, no where any is no."""
    if False in answers:
        return False
    return None if None in answers else True


def any_true(answers: Collection[bool | None]) -> bool | None:
    """Return yes where any answer is, no where every one is no."""
    if True in answers:
        return True
    return None if None in answers else False

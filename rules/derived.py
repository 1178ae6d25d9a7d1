"""Who belongs to which published class, which is drawn as edges: derived from the classes at load.

What follows from a single rule its kind tells (`RuleBase.derived`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from stackways.rules.base import Code
from stackways.rules.catalogue import StudyItem
from stackways.rules.selection import is_member


@dataclass(frozen=True, slots=True)
class MemberOf:
    """An entry belongs to a published class."""

    member: Code
    group: Code


def members(items: Mapping[Code, StudyItem]) -> Iterator[MemberOf]:
    """Yield who in the catalogue belongs to which published class, a class to a wider one too."""
    for group in items.values():
        if group.members is None:
            continue
        for code in _listed(group.code, items) if group.members.codes else items:
            if code != group.code and is_member(code, group.code, items):
                yield MemberOf(code, group.code)


def _listed(group: Code, items: Mapping[Code, StudyItem]) -> Iterable[Code]:
    """Return every code that a class lists, also through classes that it lists; all where one of them selects."""
    listed: dict[Code, None] = {}
    pending = [group]
    while pending:
        item = items.get(pending.pop())
        if item and item.members:
            if not item.members.codes:
                return items
            new = [code for code in item.members.codes if code not in listed]
            listed.update(dict.fromkeys(new))
            pending.extend(new)
    return listed

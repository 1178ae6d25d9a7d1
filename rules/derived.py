"""What follows from rules and is drawn as edges that people see and paths run over.

The rules stay the only truth; these edges are derived from them at load, and a test compares the two.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from stackways.rules.base import Code
from stackways.rules.catalogue import StudyItem
from stackways.rules.kinds.entry import Entry
from stackways.rules.kinds.recognition import Recognition
from stackways.rules.kinds.structure import Structure
from stackways.rules.requirements.base import RequirementBase
from stackways.rules.selection import is_member


@dataclass(frozen=True, slots=True)
class RecognisedTowards:
    """A held thing counts towards a target by a rule."""

    held: Code
    target: Code
    rule: str
    """`code@version`."""
    needs: str
    """`alone`, or `with others` where the rule needs or doubts more than this one."""
    outcome: str
    certainty: str
    window: str | None
    """ISO 8601 period."""
    within: Code | None
    effective_from: dt.date | None
    effective_until: dt.date | None
    illustrative: bool


@dataclass(frozen=True, slots=True)
class StacksInto:
    """A part of a programme's tree stacks into the group or programme above it.

    `part` and `whole` are codes, or requirement paths such as `tp:structure@1/0/2` (see `requirement_paths`).
    """

    part: str
    whole: str
    rule: str
    illustrative: bool


@dataclass(frozen=True, slots=True)
class Requires:
    """A programme or module asks for something before it starts."""

    starter: Code
    asked: Code
    rule: str
    illustrative: bool


@dataclass(frozen=True, slots=True)
class MemberOf:
    """An entry belongs to a published class."""

    member: Code
    group: Code


def requirement_paths(
    rule_name: str, root: RequirementBase
) -> Iterator[tuple[str, RequirementBase, str | None, int, str | None]]:
    """Yield (path, requirement, path of the one above, position, tag) for every node, the root first.

    The root's path is `code@version/0`; its third part is `code@version/0/2`. Holds are yielded too.
    """
    pending: list[tuple[str, RequirementBase, str | None, int, str | None]] = [(f"{rule_name}/0", root, None, 0, None)]
    while pending:
        entry = pending.pop(0)
        yield entry
        path, requirement, *_ = entry
        pending.extend(
            (f"{path}/{position}", part, path, position, tag)
            for position, (part, tag) in enumerate(requirement.parts())
        )


def recognised_towards(rule: Recognition) -> Iterator[RecognisedTowards]:
    """Yield one edge for each thing the rule lets count, towards each thing it grants."""
    held = list(dict.fromkeys(rule.needs.codes()))
    for code in held:
        for grant in rule.grants:
            yield RecognisedTowards(
                held=code,
                target=grant.target,
                rule=rule.name,
                needs="alone" if len(held) == 1 else "with others or instead of them",
                outcome=grant.outcome,
                certainty=rule.certainty,
                window=rule.window.period.iso if rule.window else None,
                within=rule.within,
                effective_from=rule.effective_from,
                effective_until=rule.effective_until,
                illustrative=rule.illustrative,
            )


def stacks_into(rule: Structure) -> Iterator[StacksInto]:
    """Yield the edges of a programme's tree; what an outermost `all_of` lists stacks into the programme directly."""
    paths = list(requirement_paths(rule.name, rule.needs))
    names = {path: requirement.thing or path for path, requirement, *_ in paths}
    root = paths[0]
    skipped = {root[0]} if root[1].all_needed else set()
    for path, _, above, _, _ in paths:
        if path in skipped:
            continue
        wholes = rule.of if above is None or above in skipped else [names[above]]
        for whole in wholes:
            yield StacksInto(names[path], whole, rule.name, rule.illustrative)


def requires(rule: Entry) -> Iterator[Requires]:
    """Yield one edge for each thing that may be asked for."""
    for starter in rule.into:
        for asked in dict.fromkeys(rule.needs.codes()):
            yield Requires(starter, asked, rule.name, rule.illustrative)


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

"""Which doubts of a rule mattered: those under which another alternative would have decided otherwise."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, product
from typing import Generic, TypeVar

from stackways.rules.base import Slug
from stackways.rules.holdings import Reading
from stackways.rules.kinds.base import RuleBase
from stackways.rules.requirements.doubt import Doubt

Decided = TypeVar("Decided")

AT_ONCE = 3
"""How many doubts are looked at together, where none of them decides alone."""


@dataclass(slots=True)
class Mattering(Generic[Decided]):
    """A doubt that mattered."""

    doubt: Doubt
    taken: Slug
    otherwise: dict[Slug, Decided] = field(default_factory=dict)
    """What each other alternative decides, as far as it decides otherwise."""
    together_with: dict[Slug, None] = field(default_factory=dict)
    """The doubts that must be taken otherwise too; empty where it decides alone."""


def taken_by(rule: RuleBase, reading: Reading, flipped: Mapping[Slug, Slug]) -> dict[Slug, Slug]:
    """Return the alternative each doubt of a rule takes by a reading, but for those that are flipped."""
    return {
        doubt.doubt: name if (name := flipped.get(doubt.doubt, "")) in doubt.alternatives else doubt.taken(reading)
        for doubt in rule.doubts()
    }


def that_matter(
    versions: Sequence[RuleBase], reading: Reading, as_taken: Decided, decided: Callable[[Mapping[Slug, Slug]], Decided]
) -> list[Mattering[Decided]]:
    """Return the doubts of a rule's versions that mattered, in the order they stand in, the newest version's first.

    `as_taken` is what the reading decides, `decided` what is decided with some doubts flipped. A doubt mattered where
    that is something else, for it alone or for it together with others none of which would do without it.
    """
    doubts: dict[Slug, Doubt] = {}
    for rule in reversed(versions):
        for doubt in rule.doubts():
            doubts.setdefault(doubt.doubt, doubt)
    matter: dict[Slug, Mattering[Decided]] = {}
    smallest: list[set[Slug]] = []
    for size in range(1, min(len(doubts), AT_ONCE) + 1):
        for names in combinations(doubts, size):
            if any(names_before.issubset(names) for names_before in smallest):
                continue
            for alternatives in product(*(doubts[name].others(reading) for name in names)):
                flipped = dict(zip(names, alternatives, strict=True))
                otherwise = decided(flipped)
                if otherwise == as_taken:
                    continue
                smallest.append(set(names))
                for name, alternative in flipped.items():
                    found = matter.setdefault(name, Mattering(doubts[name], doubts[name].taken(reading)))
                    found.otherwise.setdefault(alternative, otherwise)
                    found.together_with.update(dict.fromkeys(other for other in names if other != name))
    return [matter[name] for name in doubts if name in matter]

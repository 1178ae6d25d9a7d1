"""The edges that follow from a catalogue's rules, walked without a database: where a thing leads, and on which ways."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from stackways.rules.catalogue import Module, Programme
from stackways.rules.derived import members
from stackways.rules.kinds.recognition import Recognition
from stackways.rules.kinds.structure import Structure

if TYPE_CHECKING:
    from stackways.rules.base import Code
    from stackways.rules.catalogue import StudyItem
    from stackways.rules.collection import Catalogue

MOST_WAYS = 100
"""How many ways from what is held to a target are returned."""


@dataclass(frozen=True, slots=True)
class Hop:
    """One edge of a way."""

    start: str
    end: str
    edge: str
    rule: str | None = None
    within: Code | None = None
    exempts: bool = False
    illustrative: bool = False

    def row(self) -> dict[str, object]:
        """Return it as a query gives it."""
        told = {"start": self.start, "end": self.end, "edge": self.edge, "rule": self.rule}
        return {**told, "illustrative": self.illustrative}


@dataclass(frozen=True, slots=True)
class _Walked:
    """A way so far: what is counted rather than attained only stacks, and a bound one leads into its programme."""

    hops: tuple[Hop, ...]
    counted: bool = False
    bound: Code | None = None

    @property
    def may_end(self) -> bool:
        """Whether a way may end here: not on the way into the programme that it is bound to."""
        return bool(self.hops) and (self.bound is None or self.hops[-1].edge == "RECOGNISED_TOWARDS")


def hops_of(rule: Recognition | Structure) -> Iterator[Hop]:
    """Yield the edges that follow from a rule."""
    for edge in rule.derived():
        within = edge.says.get("within")
        exempts = edge.says.get("outcome") == "exemption"
        yield Hop(
            edge.start, edge.end, edge.type, rule.name, str(within) if within else None, exempts, rule.illustrative
        )


@dataclass
class CatalogueWays:
    """Recognition, stacking and membership of a catalogue, as edges by where they start."""

    catalogue: Catalogue
    illustrative: bool
    items: dict[Code, StudyItem] = field(init=False)
    leaving: dict[str, list[Hop]] = field(init=False)

    def __post_init__(self) -> None:
        """Derive the edges."""
        self.items = {item.code: item for item in self.catalogue.study_items()}
        self.leaving = defaultdict(list)
        for hop in self._hops():
            if self.illustrative or not hop.illustrative:
                self.leaving[hop.start].append(hop)

    def _hops(self) -> Iterator[Hop]:
        for recognition in Recognition.among(self.catalogue.rules):
            yield from hops_of(recognition)
        for structure in Structure.among(self.catalogue.rules):
            yield from hops_of(structure)
        for member in members(self.items):
            yield Hop(member.member, member.group, "MEMBER_OF")

    def groups(self, code: Code) -> set[str]:
        """Return the classes that a thing belongs to."""
        return {hop.end for hop in self.leaving.get(code, ()) if hop.edge == "MEMBER_OF"}

    @cached_property
    def with_members(self) -> set[str]:
        """The classes to which something in the catalogue belongs."""
        there = [code for code, item in self.items.items() if self.illustrative or not item.illustrative]
        return {group for code in there for group in self.groups(code)}

    def stacking(self, code: Code, *, through_programmes: bool = True) -> dict[str, list[Code]]:
        """Return what a thing stacks into, each with the codes on a shortest way there, the thing first."""
        found: dict[str, list[Code]] = {code: [code]}
        pending = deque([code])
        while pending:
            here = pending.popleft()
            if here != code and not through_programmes and isinstance(self.items.get(here), Programme):
                continue
            for hop in self.leaving.get(here, ()):
                if hop.edge == "STACKS_INTO" and hop.end not in found:
                    found[hop.end] = [*found[here], *([hop.end] if hop.end in self.items else [])]
                    pending.append(hop.end)
        return {end: way for end, way in found.items() if end in self.items}

    def leads(self, rule: Recognition, target: Code, towards: Code) -> bool:
        """Tell whether what a rule grants leads to a module, programme or institution."""
        around = {towards, *self.groups(towards)}
        if target in around or rule.within in around or towards in self.items[target].offered_by:
            return True
        way = self.stacking(target).get(towards)
        return way is not None and (rule.within is None or rule.within in self._between(target, towards))

    def _between(self, start: str, end: str) -> set[str]:
        """Return everything on any way by stacking from one thing to another."""
        above = {code for code in self.stacking(start) if end in self.stacking(code)}
        return {start, *above}

    def ways_up(self, rule: Recognition, target: Code, towards: Code | None) -> Iterator[list[Code]]:
        """Yield the codes from what is granted to each programme that it counts in."""
        asked = towards if towards and isinstance(self.items.get(towards), Programme) else None
        into = rule.within or asked
        above = self.stacking(target, through_programmes=into is not None)
        for end, way in above.items():
            if end != target and isinstance(self.items[end], Programme) and into in (None, end):
                yield way

    def ways_to(self, starts: list[Code], target: Code, depth: int) -> list[list[Hop]]:
        """Return ways from what is held to a target, shortest first."""
        found: list[list[Hop]] = []
        for start in starts:
            pending = deque([(start, _Walked(()))])
            while pending and len(found) < MOST_WAYS:
                here, walked = pending.popleft()
                if here == target and walked.may_end:
                    found.append(list(walked.hops))
                    continue
                if len(walked.hops) < depth:
                    pending.extend(self._onward(here, walked))
        return sorted(found, key=lambda way: (len(way), [hop.end for hop in way]))

    def shortest(self, start: Code, depth: int) -> dict[Code, list[Hop]]:
        """Return a shortest way from a thing to every other that is reached on at most so many edges."""
        found: dict[Code, list[Hop]] = {}
        pending = deque([(str(start), _Walked(()))])
        met: set[tuple[str, bool, Code | None]] = {(start, False, None)}
        while pending:
            here, walked = pending.popleft()
            if walked.may_end and here != start and here in self.items:
                found.setdefault(here, list(walked.hops))
            for end, onward in self._onward(here, walked) if len(walked.hops) < depth else ():
                state = (end, onward.counted, onward.bound)
                if state not in met:
                    met.add(state)
                    pending.append((end, onward))
        return found

    def ways_into(self, rule: Recognition, target: Code, whole: Code) -> list[Code] | None:
        """Return the codes on a shortest way from what a rule grants to a whole that it counts in; None where none."""
        groups = self.groups(whole)
        inside = rule.within in {None, whole, *groups}
        found = []
        if target == whole or rule.within is None:
            found.append(self.stacking(target).get(whole))
        elif (into := self.stacking(target).get(rule.within)) and (on := self.stacking(rule.within).get(whole)):
            found.append([*into, *on[1:]])
        if target in groups and inside:
            found.append([target, whole])
        if rule.within is not None and inside:
            found.append([target, rule.within, *([] if rule.within == whole else [whole])])
        return min((way for way in found if way), key=lambda way: (len(way), way), default=None)

    def _onward(self, here: str, walked: _Walked) -> Iterator[tuple[str, _Walked]]:
        seen = {hop.start for hop in walked.hops}
        for hop in self.leaving.get(here, ()):
            only_stacks = walked.counted or walked.bound is not None
            if hop.end in seen or (only_stacks and hop.edge != "STACKS_INTO"):
                continue
            recognised = hop.edge == "RECOGNISED_TOWARDS"
            counted = recognised and (hop.exempts or isinstance(self.items.get(hop.end), Module))
            bound = hop.within if recognised else walked.bound
            yield hop.end, _Walked((*walked.hops, hop), counted, None if bound == hop.end else bound)

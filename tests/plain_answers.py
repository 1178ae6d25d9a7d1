"""What the questions ought to answer, computed from a catalogue's objects in plain Python, without a database.

Slow and simple on purpose: it is what the Cypher is compared with.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property

from stackways.rules.base import Code
from stackways.rules.catalogue import Item, Module, Programme, Source, StudyItem
from stackways.rules.collection import Catalogue
from stackways.rules.kinds import Rule
from stackways.rules.kinds.entry import Entry
from stackways.rules.kinds.recognition import Recognition
from stackways.rules.kinds.structure import Structure
from stackways.rules.requirements.base import RequirementBase
from stackways.rules.requirements.groups import AllOf
from stackways.rules.requirements.hold import Hold
from stackways.rules.requirements.in_order import InOrder
from stackways.rules.selection import is_member

DAY = dt.date(2026, 11, 22)
"""The day the tests ask for."""

Step = tuple[str, str, str, str]
"""An edge: its type, start, end and rule (`code@version`; empty for membership and offers)."""


def published(catalogue: Catalogue) -> Catalogue:
    """The catalogue without what nobody published."""
    return Catalogue(
        institutions=[i for i in catalogue.institutions if not i.illustrative],
        sources=[s for s in catalogue.sources if not s.illustrative],
        credentials=[c for c in catalogue.credentials if not c.illustrative],
        modules=[m for m in catalogue.modules if not m.illustrative],
        programmes=[p for p in catalogue.programmes if not p.illustrative],
        rules=[r for r in catalogue.rules if not r.illustrative],
    )


def made_up(catalogue: Catalogue) -> set[Code]:
    """The code of everything that nobody published."""
    everything: Iterable[Item | Source | Rule] = (*catalogue.coded(), *catalogue.sources, *catalogue.rules)
    return {thing.code for thing in everything if thing.illustrative}


def codes_in(text: str) -> set[Code]:
    """Everything in a text that looks like a code."""
    return set(re.findall(r"[a-z0-9][a-z0-9-]*:[a-z0-9][a-z0-9-]*", text))


@dataclass(eq=False)
class Plain:
    """A catalogue to be asked in plain Python."""

    catalogue: Catalogue
    items: dict[Code, StudyItem] = field(init=False)

    def __post_init__(self) -> None:
        self.items = {item.code: item for item in self.catalogue.study_items()}

    @cached_property
    def recognitions(self) -> list[Recognition]:
        return [rule for rule in self.catalogue.rules if isinstance(rule, Recognition)]

    @cached_property
    def by_name(self) -> dict[str, Recognition]:
        return {rule.name: rule for rule in self.recognitions}

    @cached_property
    def classes_of(self) -> dict[Code, set[Code]]:
        """The classes that each thing certainly belongs to."""
        groups = [code for code, item in self.items.items() if item.members is not None]
        found: dict[Code, set[Code]] = defaultdict(set)
        for code in self.items:
            found[code] = {group for group in groups if group != code and is_member(code, group, self.items)}
        return found

    # The edges that follow from the rules

    def recognised_towards(self) -> Iterator[Step]:
        for rule in self.recognitions:
            for held in set(holds(rule.needs)):
                for grant in rule.grants:
                    yield "RECOGNISED_TOWARDS", held, grant.target, rule.name

    def stacks_into(self) -> Iterator[Step]:
        for rule in self.catalogue.rules:
            if isinstance(rule, Structure):
                tops = list(rule.of)
                if isinstance(rule.needs, AllOf | InOrder):
                    every = rule.needs.all_of if isinstance(rule.needs, AllOf) else rule.needs.in_order
                    for position, part in enumerate(every):
                        yield from _stacking(part, f"{rule.name}/0/{position}", tops, rule.name)
                else:
                    yield from _stacking(rule.needs, f"{rule.name}/0", tops, rule.name)

    def requires(self) -> Iterator[Step]:
        for rule in self.catalogue.rules:
            if isinstance(rule, Entry):
                for starter in rule.into:
                    for asked in set(holds(rule.needs)):
                        yield "REQUIRES", starter, asked, rule.name

    def member_of(self) -> Iterator[Step]:
        for member, groups in self.classes_of.items():
            for group in groups:
                yield "MEMBER_OF", member, group, ""

    def offered_by(self) -> Iterator[Step]:
        for item in self.items.values():
            for institution in item.offered_by:
                yield "OFFERED_BY", item.code, institution, ""

    # Stacking, by code

    @cached_property
    def wholes(self) -> dict[Code, set[Code]]:
        """The programmes whose tree names a code."""
        found: dict[Code, set[Code]] = defaultdict(set)
        for rule in self.catalogue.rules:
            if isinstance(rule, Structure):
                for part in holds(rule.needs):
                    found[part] |= set(rule.of)
        return found

    def ways_up(self, part: Code, *before: Code) -> Iterator[tuple[Code, ...]]:
        """Every way by stacking from a part upwards, the part first."""
        way = (*before, part)
        yield way
        for whole in self.wholes.get(part, ()):
            if whole not in way:
                yield from self.ways_up(whole, *way)

    # Questions

    @cache  # noqa: B019 - it lives as long as the tests that ask
    def speaking_of(self, held: Code) -> list[Recognition]:
        """The recognition rules whose premise names what is held, or a class it may belong to."""
        counts = {code: is_member(held, code, self.items) is not False for code in self.items}
        return [rule for rule in self.recognitions if any(counts[code] for code in self.named[rule.name])]

    @cached_property
    def named(self) -> dict[str, set[Code]]:
        """What the premise of each rule names."""
        return {rule.name: set(holds(rule.premise)) if rule.premise else set() for rule in self.catalogue.rules}

    def exempted(self, held: Iterable[Code], towards: Code | None = None) -> set[tuple[Code, Code]]:
        """(Rule, target) of every rule that speaks of what is held and leads towards what is asked for."""
        speaking = {rule.name: rule for code in held for rule in self.speaking_of(code)}
        return {
            (rule.code, grant.target)
            for rule in speaking.values()
            if towards is None or any(self.leads(rule, grant.target, towards) for grant in rule.grants)
            for grant in rule.grants
        }

    def leads(self, rule: Recognition, target: Code, towards: Code) -> bool:
        if towards in {target, rule.within} or towards in self.items[target].offered_by:
            return True
        if self.classes_of.get(towards, set()) & {target, rule.within}:
            return True
        ways = [way for way in self.ways_up(target) if way[-1] == towards]
        return any(rule.within is None or rule.within in way for way in ways)

    def programmes_of(self, rule: Recognition, target: Code, towards: Code | None) -> set[Code | None]:
        """The programmes that decisions on a grant are for."""
        if rule.within:
            return {rule.within}
        if isinstance(self.items.get(towards or ""), Programme) and any(w[-1] == towards for w in self.ways_up(target)):
            return {towards}
        if isinstance(self.items[target], Programme):
            return {target}
        nearest = {
            way[-1]
            for way in self.ways_up(target)
            if isinstance(self.items[way[-1]], Programme)
            and not any(isinstance(self.items[code], Programme) for code in way[:-1])
        }
        return set(nearest) or {None}

    def recognised(self, whole: Code) -> set[tuple[Code, Code]]:
        """(Rule, target) of everything that is recognised towards a module or programme."""
        around = {whole} | self.classes_of[whole]
        found = set()
        for rule in self.recognitions:
            for grant in rule.grants:
                ways = [way for way in self.ways_up(grant.target) if way[-1] == whole]
                counts = any(rule.within is None or len(way) == 1 or rule.within in way for way in ways)
                granted_as_class = grant.target in around and rule.within in {None, *around}
                if counts or granted_as_class or rule.within in around:
                    found.add((rule.code, grant.target))
        return found

    def offers(self, institution: Code) -> set[Code]:
        """What an institution offers."""
        return {code for code, item in self.items.items() if institution in item.offered_by}

    def transferred(self, issuer: Code, recogniser: Code) -> set[Code]:
        """The rules of one institution that speak of what another offers, or of a class with members it offers."""
        own = self.offers(issuer)
        own |= {group for code in own for group in self.classes_of[code]}
        return {
            rule.code for rule in self.recognitions if rule.published_by == recogniser and own & self.named[rule.name]
        }

    @cached_property
    def onward(self) -> dict[str, list[Step]]:
        """The edges that ways run over, by start."""
        edges: dict[str, list[Step]] = defaultdict(list)
        for step in (*self.recognised_towards(), *self.stacks_into(), *self.member_of()):
            edges[step[1]].append(step)
        return edges

    @cache  # noqa: B019 - the same
    def reached(self, start: Code, depth: int) -> dict[str, int]:
        """Everything that is reached from a thing held, with the length of the shortest way.

        What is counted rather than attained can only stack; after a rule that holds within one programme, a way goes
        on into that programme.
        """
        found: dict[str, int] = {}
        states: set[tuple[str, bool, Code | None]] = {(start, False, None)}
        seen = set(states)
        for length in range(1, depth + 1):
            following = set()
            for node, counted, bound in states:
                for kind, _, end, name in self.onward[node]:
                    if (counted or bound) and kind != "STACKS_INTO":
                        continue
                    now_bound, now_counted = (None if end == bound else bound), False
                    if kind == "RECOGNISED_TOWARDS":
                        rule = self.by_name[name]
                        now_bound = None if rule.within == end else rule.within
                        exempts = any(g.outcome == "exemption" for g in rule.grants if g.target == end)
                        now_counted = exempts or isinstance(self.items[end], Module)
                    if end != start and (now_bound is None or kind == "RECOGNISED_TOWARDS"):
                        found.setdefault(end, length)
                    following.add((end, now_counted, now_bound))
            states = following - seen
            seen |= states
        return found

    def around(self, focus: Code, depth: int) -> set[str]:
        """What lies within so many edges of an entry, in any direction."""
        found = {focus}
        for _ in range(depth):
            found |= {other for one in found for other in self.near[one]}
        return found

    @cached_property
    def near(self) -> dict[str, set[str]]:
        """What each entry and group shares an edge with."""
        edges = (*self.recognised_towards(), *self.stacks_into(), *self.requires(), *self.member_of())
        near: dict[str, set[str]] = defaultdict(set)
        for _, start, end, _ in (*edges, *self.offered_by()):
            near[start].add(end)
            near[end].add(start)
        return near


def holds(requirement: RequirementBase) -> list[Code]:
    """Every code that a requirement names, at any depth."""
    if isinstance(requirement, Hold):
        return [requirement.hold]
    return [code for part, _ in requirement.parts() for code in holds(part)]


def _stacking(requirement: RequirementBase, path: str, wholes: list[str], rule: str) -> Iterator[Step]:
    name = requirement.hold if isinstance(requirement, Hold) else path
    for whole in wholes:
        yield "STACKS_INTO", name, whole, rule
    for position, (part, _) in enumerate(requirement.parts()):
        yield from _stacking(part, f"{path}/{position}", [name], rule)

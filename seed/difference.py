"""What differs between two catalogues in the graph's terms, as an editor of the catalogue thinks of it: by entry."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from stackways.graph.elements import DERIVED, Edge, Elements, End, Node

Entry = tuple[str, str]
"""The kind and the code of an entry."""

Said = dict[str, list[str]]
"""What an entry says, by field, exactly."""


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of the catalogue that differs."""

    kind: str
    """`institution`, `credential`, `module`, `programme`, `rule` or `source`."""
    code: str
    """Its code; for a rule `code@version`."""
    fields: tuple[str, ...] = ()
    """For a changed entry: what differs, by property, requirement (`needs/0/2`) or type of edge."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What a load changes, or would change; ordered by kind and code."""

    added: list[Change] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    removed: list[Change] = field(default_factory=list)
    derived: int = 0
    """How many edges that follow from the others come or go."""

    def __bool__(self) -> bool:
        """Tell whether anything differs."""
        return bool(self.added or self.changed or self.removed or self.derived)


def difference(old: Elements, new: Elements) -> Difference:
    """Return what must be added to, changed in and removed from the old to have the new."""
    before, after = _entries(old), _entries(new)
    return Difference(
        added=[Change(*entry) for entry in sorted(after.keys() - before.keys())],
        changed=[
            Change(*entry, _differing(before[entry], after[entry]))
            for entry in sorted(after.keys() & before.keys())
            if before[entry] != after[entry]
        ],
        removed=[Change(*entry) for entry in sorted(before.keys() - after.keys())],
        derived=(_derived(old) - _derived(new)).total() + (_derived(new) - _derived(old)).total(),
    )


def count_entries(elements: Elements) -> int:
    """Return how many entries there are."""
    return sum(1 for node in elements.nodes if node.end[0] != "Requirement")


def _entries(elements: Elements) -> dict[Entry, Said]:
    """Return what every entry says: its own properties and edges, and those of the requirements it consists of."""
    kinds = {node.end: _kind(node) for node in elements.nodes}
    entries: dict[Entry, Said] = defaultdict(lambda: defaultdict(list))
    for node in elements.nodes:
        owner, inside = _owner(node.end)
        for name, value in node.properties.items():
            entries[kinds.get(owner, ""), owner[1]][inside or name].append(f"{name}={value!r}")
    for edge in elements.edges:
        if edge.type not in DERIVED:
            owner, inside = _owner(edge.start)
            said = f"{edge.type} {edge.end[1]} {sorted(edge.properties.items())!r}"
            entries[kinds.get(owner, ""), owner[1]][inside or edge.type.lower()].append(said)
    for said_by_field in entries.values():
        for said_of in said_by_field.values():
            said_of.sort()
    return dict(entries)


def _kind(node: Node) -> str:
    return (node.kind or node.end[0]).lower()


def _owner(end: End) -> tuple[End, str]:
    """Return the entry that a node belongs to, and the place inside: of `tp:rule@1/0/2`, `needs/0/2`."""
    label, key = end
    if label != "Requirement":
        return end, ""
    rule, _, place = key.partition("/")
    return ("Rule", rule), f"needs/{place}"


def _differing(before: Said, after: Said) -> tuple[str, ...]:
    return tuple(sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name)))


def _derived(elements: Elements) -> Counter[str]:
    return Counter(_exact(edge) for edge in elements.edges if edge.type in DERIVED)


def _exact(edge: Edge) -> str:
    return repr((edge.type, edge.start, edge.end, sorted(edge.properties.items())))

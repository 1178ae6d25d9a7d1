"""What no single field shows: versions, doubts, trees that close a circle, ranges that end before they begin.

Everything is read from the plain data, so that an entry with a mistake elsewhere is looked at too.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from pydantic import BaseModel

from stackways.rules.catalogue import Level, Selection
from stackways.rules.kinds.award import Award
from stackways.rules.kinds.exception import RuleException
from stackways.rules.kinds.recognition import Grant
from stackways.rules.kinds.structure import Structure
from stackways.rules.requirements.base import MOST_NESTED, RequirementBase, walk
from stackways.rules.requirements.doubt import Doubt
from stackways.rules.requirements.hold import Hold
from stackways.rules.requirements.intake import Intake
from stackways.rules.requirements.sharing import Sharing
from stackways.rules.selection import is_member
from stackways.seed.draft import Draft, Entry
from stackways.seed.problems import Problem, one_of
from stackways.seed.references import STUDY
from stackways.seed.shape import AnyRequirement, ListOf, Node, Path, record_for
from stackways.words.message import Message, Word

Fault = tuple[Path, Message, Message]
"""Where in the entry, what is wrong, what would be right."""


def consistency_problems(draft: Draft) -> Iterator[Problem]:
    """Yield everything that is wrong between fields, entries and files."""
    yield from _without_source(draft)
    yield from _versions(draft)
    yield from _identifiers(draft)
    yield from _doubts(draft)
    yield from _circles(draft)
    yield from _parts(draft)
    yield from _too_deep(draft)
    for entry in draft.entries:
        for node in entry.nodes:
            for fault in _faults(node):
                yield entry.problem(*fault)


def _without_source(draft: Draft) -> Iterator[Problem]:
    """Yield entries that rest on nothing; institutions are known by what rests on them, and rules are asked by type."""
    for entry in draft.entries:
        if entry.noun in ("credential", "module", "programme") and isinstance(entry.data, dict):
            sources = entry.data.get("sources")
            if sources is None or sources == []:
                what = Message("check.no-source", noun=Word("thing", entry.noun))
                yield entry.problem((), what, Message("check.add-sources"))


def _versions(draft: Draft) -> Iterator[Problem]:
    """Yield versions that repeat a number, or whose published dates put two in force on one day.

    Where no date is published the newest version stands, so versions without dates do not overlap.
    """
    versions: dict[str, list[Entry]] = defaultdict(list)
    for entry in draft.entries:
        if entry.noun == "rule" and entry.code:
            versions[entry.code].append(entry)
    for entries in versions.values():
        ordered = sorted(entries, key=_version)
        for earlier, later in pairwise(ordered):
            if _version(earlier) == _version(later):
                what = Message("check.version-twice", version=str(_version(later)), place=earlier.place)
                remedy = Message("check.write-version", version=str(_version(ordered[-1]) + 1))
                yield later.problem(_at(later, "version"), what, remedy)
                continue
            starts = _day(later, "effective_from")
            if starts is None:
                continue
            before, ends = _day(earlier, "effective_from"), _day(earlier, "effective_until")
            if before is not None and before >= starts:
                version = str(_version(earlier))
                what = Message(
                    "check.versions-disordered",
                    starts=str(starts),
                    version=version,
                    before=str(before),
                    place=earlier.place,
                )
                yield later.problem(("effective_from",), what, Message("check.number-by-date"))
            elif ends is None or ends >= starts:
                until = Message("check.no-end") if ends is None else Message("check.until", day=str(ends))
                version = str(_version(earlier))
                what = Message(
                    "check.both-in-force", starts=str(starts), version=version, until=until, place=earlier.place
                )
                remedy = Message("check.end-version", version=version, day=str(starts))
                yield later.problem(("effective_from",), what, remedy)


def _at(entry: Entry, field: str) -> Path:
    return (field,) if field in entry.data else ("code",)


def _version(entry: Entry) -> int:
    version = entry.data.get("version", 1)
    return version if isinstance(version, int) else 0


def _day(entry: Entry, field: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(entry.data[field])
    except (KeyError, TypeError, ValueError):
        return None


def _identifiers(draft: Draft) -> Iterator[Problem]:
    """Yield what two entries are called by: an identifier names one thing."""
    first: dict[str, Entry] = {}
    for entry in draft.entries:
        names = entry.data.get("identifiers") if isinstance(entry.data, dict) else None
        for at, name in enumerate(names if isinstance(names, list) else ()):
            if isinstance(name, str) and (there := first.setdefault(name, entry)) is not entry:
                what = Message("check.identifier-taken", name=name, entry=there.name, place=there.place)
                yield entry.problem(("identifiers", at), what, Message("check.keep-identifier"))


def _doubts(draft: Draft) -> Iterator[Problem]:
    """Yield doubts that share a name and are not the same: one reading must take the same alternative in all."""
    first: dict[str, tuple[Entry, dict[str, Any]]] = {}
    for entry in draft.entries:
        for node in entry.nodes:
            if not _is(node, Doubt) or not isinstance(node.value.get("doubt"), str):
                continue
            there, known = first.setdefault(node.value["doubt"], (entry, node.value))
            for field in ("alternatives", "lenient", "strict"):
                one, other = known.get(field), node.value.get(field)
                if isinstance(one, dict) and isinstance(other, dict):
                    one, other = sorted(one), sorted(other)
                if one != other and type(one) is type(other):
                    said = one_of(one if isinstance(one, list) else [str(one)])
                    doubt = node.value["doubt"]
                    what = Message("check.doubt-differs", doubt=doubt, field=field, entry=there.name, place=there.place)
                    remedy = Message("check.same-doubt", what=said)
                    yield entry.problem((*node.path, field), what, remedy)


def _parts(draft: Draft) -> Iterator[Problem]:
    """Yield names of parts of a tree that no part has: of its own, of a programme inside it, or of its programme's."""
    trees = {id(entry): entry.nodes for entry in draft.entries if entry.noun == "rule"}
    called: dict[str, set[str]] = defaultdict(set)
    for nodes in trees.values():
        for programme in _texts(nodes, Structure, "of"):
            called[programme] |= _names(nodes)
    for entry in draft.entries:
        nodes = trees.get(id(entry), [])
        programmes = [*_texts(nodes, Structure, "of"), *_texts(nodes, Award, "of"), *_texts(nodes, Hold, "hold")]
        known = _names(nodes).union(*(called[programme] for programme in programmes))
        for node in nodes:
            names_a_part = node.field == "among" or (node.owner, node.field) == (Sharing, "sharing")
            if names_a_part and isinstance(node.value, str) and node.value not in known:
                yield entry.problem(node.path, *_no_part(node.value, known))
        for exception in RuleException.among([entry.built]):
            yield from _not_open(entry, exception, draft) if exception.part else ()


def _no_part(name: str, known: set[str]) -> tuple[Message, Message]:
    remedy = Message("check.name-part", parts=one_of(sorted(known))) if known else Message("check.give-name")
    return Message("check.no-part", name=name), remedy


def _not_open(entry: Entry, exception: RuleException, draft: Draft) -> Iterator[Problem]:
    """Yield that what an exception lets be counted has no part where it could be."""
    built = Structure.among(one.built for one in draft.entries)
    trees = [one.needs for one in built if exception.within in one.of]
    more = Hold(hold=exception.target)
    parts = [part for tree in trees for part in walk(tree) if part.part_name]
    open_ = {part.part_name for part in parts if part.with_more(more) is not None and part.part_name}
    if exception.part not in open_:
        yield entry.problem(("part",), *_no_part(exception.part or "", open_))


def _names(nodes: Sequence[Node]) -> set[str]:
    """Return the names of the parts of a tree."""
    return {
        node.value
        for node in nodes
        if node.field == "name"
        and isinstance(node.value, str)
        and node.owner
        and issubclass(node.owner, RequirementBase)
    }


def _texts(nodes: Sequence[Node], owner: type[BaseModel], field: str) -> list[str]:
    return [node.value for node in nodes if (node.owner, node.field) == (owner, field) and isinstance(node.value, str)]


def _circles(draft: Draft) -> Iterator[Problem]:
    """Yield programmes that, by their structures and by the classes named there, stack into themselves.

    One problem for each part that closes a circle with what was walked before it: without them none is left.
    """
    wholes = _wholes(draft)
    seen: set[str] = set()
    for start in wholes:
        way: list[str] = []
        above: dict[str, tuple[int, Iterator[str]]] = {}
        entering = start if start not in seen else None
        while entering or way:
            if entering:
                above[entering] = (len(way), iter(wholes[entering]))
                way.append(entering)
                seen.add(entering)
                entering = None
            part = next(above[way[-1]][1], None)
            if part is None:
                del above[way.pop()]
            elif part in above:
                yield _closing(way, above[part][0], wholes)
            elif part in wholes and part not in seen:
                entering = part


def _closing(way: list[str], first: int, wholes: Wholes) -> Problem:
    """Return the problem with a way, each a part of the one before, whose last whole has its `first` as a part."""
    whole = way[-1]
    entry, path = wholes[whole][way[first]]
    inside = [f"`{code}`" for code in reversed(way[first:])]
    if len(inside) > _LONGEST_CIRCLE:
        inside = [*inside[:4], "…", *inside[-2:]]
    what = Message("check.circle", code=whole, way=" → ".join([*inside, f"`{whole}`"]))
    return entry.problem(path, what, Message("check.take-out-part"))


_LONGEST_CIRCLE = 8
"""Of a circle of more, the middle is left out where it is told."""

Wholes = dict[str, dict[str, tuple[Entry, Path]]]
"""The parts of each class and programme, and where each is named."""


def _wholes(draft: Draft) -> Wholes:
    """Return what has parts, classes first."""
    wholes: Wholes = defaultdict(dict)
    for entry in draft.entries:
        if entry.noun in STUDY and entry.code:
            members = entry.data.get("members")
            listed = members.get("codes") if isinstance(members, dict) else None
            for index, code in enumerate(listed if isinstance(listed, list) else ()):
                if isinstance(code, str):
                    wholes[entry.code][code] = (entry, ("members", "codes", index))
    for entry in draft.entries:
        if not isinstance(entry.data, dict) or entry.data.get("kind") != "structure":
            continue
        named = [node for node in entry.nodes if isinstance(node.value, str)]
        parts = {node.value: (entry, node.path) for node in named if (node.owner, node.field) == (Hold, "hold")}
        for node in named:
            if (node.owner, node.field) == (Structure, "of"):
                wholes[node.value].update(parts)
    _add_only_members(wholes, draft)
    structured = {code for code in wholes if any(entry.noun == "rule" for entry, _ in wholes[code].values())}
    return dict(sorted(wholes.items(), key=lambda whole: whole[0] in structured))


def _add_only_members(wholes: Wholes, draft: Draft) -> None:
    """Add as a part of a class, where it selects its members, the programme that names it, if it selects no other."""
    entries = {entry.code: entry for entry in draft.entries if entry.code and entry.noun in STUDY and entry.built}
    items = {code: entry.built for code, entry in entries.items()}
    selecting = {code for code, item in items.items() if item.members and not item.members.codes}
    for whole, parts in list(wholes.items()):
        for group in parts.keys() & selecting:
            if whole in items and is_member(whole, group, items):
                others = (code for code in items if code not in (whole, group))
                if not any(is_member(code, group, items) for code in others):
                    wholes[group][whole] = (entries[group], ("members",))


def _too_deep(draft: Draft) -> Iterator[Problem]:
    """Yield, once a tree, the first part that stands inside more groups than may nest."""
    for entry in draft.entries:
        groups: dict[Path, int] = {}
        for node in entry.nodes:
            if not isinstance(node.shape, AnyRequirement):
                continue
            around = (node.path[:length] for length in range(len(node.path) - 1, 0, -1))
            groups[node.path] = next((groups[path] + 1 for path in around if path in groups), 0)
            if groups[node.path] > MOST_NESTED:
                what = Message("check.too-deep", most=MOST_NESTED)
                yield entry.problem(node.path, what, Message("check.fewer-groups"))
                break


def _faults(node: Node) -> Iterator[Fault]:
    """Yield what is wrong inside one part of an entry."""
    record = record_for(node.shape, node.value)
    if record:
        if faults_of := _FAULTS_OF.get(record.model):
            yield from faults_of(node)
    elif isinstance(node.shape, ListOf) and isinstance(node.value, list):
        yield from _twice(node, node.shape)


def _is(node: Node, model: type[Any]) -> bool:
    record = record_for(node.shape, node.value)
    return record is not None and record.model is model


def _reversed(data: dict[str, Any], first: str, last: str) -> bool:
    """Tell whether a range ends before it starts; partial dates are compared as far as both go."""
    low, high = data.get(first), data.get(last)
    if isinstance(low, str) and isinstance(high, str):
        length = min(len(low), len(high))
        return low[:length] > high[:length]
    return isinstance(low, int) and isinstance(high, int) and low > high


def _twice(node: Node, shape: ListOf) -> Iterator[Fault]:
    """Yield what a list of requirements or of codes says twice."""
    if node.field not in _DISTINCT and not isinstance(shape.item, AnyRequirement):
        return
    seen: set[str] = set()
    for index, item in enumerate(node.value):
        known = len(seen)
        seen.add(json.dumps(item, sort_keys=True))
        if len(seen) == known:
            what = (
                Message("check.code-in-list-twice", code=item) if isinstance(item, str) else Message("check.same-twice")
            )
            remedy = Message("check.delete-one")
            if isinstance(shape.item, AnyRequirement) and isinstance(item, str) and node.field == "all_of":
                remedy = Message("check.delete-or-units", amount="units: {at_least: 2}", of=f"of: [{item}]")
            yield (*node.path, index), what, remedy


_DISTINCT = {
    "offered_by",
    "sources",
    "grants",
    "of",
    "into",
    "renewed_by",
    "about",
    "codes",
    "institutions",
    "excluding",
}


def _selection(node: Node) -> Iterator[Fault]:
    value, path = node.value, node.path
    if not value and node.field == "members":
        yield path, Message("check.empty-selection"), Message("check.say-who-belongs")
    if _reversed(value, "level_from", "level_to"):
        what = Message("check.no-level", low=value["level_from"], high=value["level_to"])
        yield (*path, "level_to"), what, Message("check.higher-level")
    codes, excluding = value.get("codes"), value.get("excluding")
    if codes and isinstance(codes, list) and isinstance(excluding, list) and all(code in excluding for code in codes):
        yield (*path, "excluding"), Message("check.all-excluded"), Message("check.take-out-meant")


def _hold(node: Node) -> Iterator[Fault]:
    if _reversed(node.value, "attained_from", "attained_until"):
        what = Message("check.never-attained", first=node.value["attained_from"], last=node.value["attained_until"])
        yield (*node.path, "attained_until"), what, Message("check.write-later", field="attained_until")


def _intake(node: Node) -> Iterator[Fault]:
    if _reversed(node.value, "first", "last"):
        what = Message("check.no-intake", first=node.value["first"], last=node.value["last"])
        yield (*node.path, "last"), what, Message("check.write-later", field="last")


def _level(node: Node) -> Iterator[Fault]:
    if _reversed(node.value, "value", "up_to"):
        what = Message("check.level-reversed", value=str(node.value["value"]))
        yield (*node.path, "up_to"), what, Message("check.higher-up-to")


def _grant(node: Node) -> Iterator[Fault]:
    if node.value.get("amount") is not None and not node.value.get("unit"):
        yield (*node.path, "amount"), Message("check.no-unit"), Message("check.say-unit")


_FAULTS_OF: dict[type[BaseModel], Callable[[Node], Iterator[Fault]]] = {
    Selection: _selection,
    Hold: _hold,
    Intake: _intake,
    Level: _level,
    Grant: _grant,
}
"""What can be wrong between the fields of each."""

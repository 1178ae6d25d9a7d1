"""Requirements that nothing could ever meet, and titles that nobody could ever be given.

Rules without other mistakes are looked at kind by kind, in the plain data, which knows where each part stands; what
another requirement rules out is looked for where all are needed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from itertools import combinations
from typing import Any, TypeGuard

from pydantic import BaseModel

from stackways.rules.base import decimal_in
from stackways.rules.holdings import Grade
from stackways.rules.kinds.grading import Grading
from stackways.rules.requirements.average import Average
from stackways.rules.requirements.credits import Credits
from stackways.rules.requirements.distinct import Distinct
from stackways.rules.requirements.groups import AllOf
from stackways.rules.requirements.share import Share
from stackways.rules.requirements.units import Units
from stackways.rules.scales import letter, scale_of, stands_on
from stackways.seed.draft import Draft, Entry
from stackways.seed.problems import Problem
from stackways.seed.shape import Node, Path, record_for
from stackways.words.message import Message

Data = dict[str, Any]
Fault = tuple[Path, Message, Message]
"""Where in the entry, what is wrong, what would be right."""
Singles = Mapping[str, Data]
"""Modules and credentials that are no class, so that each is one thing; by code."""

BEST = {"percent": 100, "gpa-4": 4, "gpa-5": 5}
"""The best mark of the scales that have a known end."""


def never_met(draft: Draft) -> Iterator[Problem]:
    """Yield every requirement that can never be met, and every title that can never be given."""
    singles = {
        entry.code: entry.data
        for entry in draft.entries
        if entry.code and entry.noun in ("credential", "module") and not entry.data.get("is_class")
    }
    required, marks = _required(draft), _marks(draft)
    for entry in draft.entries:
        if entry.noun != "rule" or entry.built is None:
            continue
        for fault in _of_parts(entry, singles, required, marks):
            yield entry.problem(*fault)
        if entry.data.get("kind") == "structure":
            for fault in _needed_twice(entry, singles):
                yield entry.problem(*fault)
    yield from _hidden_titles(draft)


def _of_parts(
    entry: Entry, singles: Singles, required: Mapping[str, bool], marks: Mapping[str, set[str]]
) -> Iterator[Fault]:
    """Yield what can never be met in any part of a rule."""
    for node in entry.nodes:
        record = record_for(node.shape, node.value)
        for faults_of in _FAULTS_OF.get(record.model, ()) if record else ():
            yield from faults_of(node, singles)
        if record and record.model is Grade:
            yield from _off_the_scale(node, marks)
        if record and record.model is Share:
            yield from _share_of_nothing_known(node, entry, required)


# One requirement alone


def _too_few(node: Node, singles: Singles) -> Iterator[Fault]:
    """Yield a number of units or credits that a list of single things cannot reach; a class or a group may."""
    field = "units" if "units" in node.value else "credits"
    amount, listed = node.value.get(field), _listed(node.value)
    least = amount.get("at_least") if isinstance(amount, dict) else None
    if not listed or not _is_number(least) or not all(code in singles for code in listed):
        return
    items = [singles[code] for code in listed]
    if any(item.get("repeatable") for item in items):
        return
    if field == "units":
        if len(items) < least:
            what = Message("check.few-units", least=str(least), there=len(items))
            yield (*node.path, field, "at_least"), what, Message("check.lower-or-list", to=str(len(items)))
        return
    unit = node.value.get("unit")
    carried = [item["credits"] for item in items if item.get("unit") == unit and _is_number(item.get("credits"))]
    total = sum((Decimal(str(amount)) for amount in carried), Decimal(0))
    if total < Decimal(str(least)):
        what = Message("check.few-credits", least=str(least), unit=str(unit), there=str(total))
        yield (*node.path, field, "at_least"), what, Message("check.lower-or-list", to=str(total))


def _listed(pool: Data) -> list[str] | None:
    """Return the codes of a pool that is listed, or selected by a list of codes; None where it may hold others."""
    where, of = pool.get("where"), pool.get("of")
    if isinstance(where, dict) and isinstance(where.get("codes"), list):
        listed = [code for code in where["codes"] if code not in (where.get("excluding") or [])]
    elif isinstance(of, list):
        listed = [item.get("hold") if isinstance(item, dict) else item for item in of]
    else:
        return None
    return list(dict.fromkeys(listed)) if all(isinstance(code, str) for code in listed) else None


def _too_few_values(node: Node, _: Singles) -> Iterator[Fault]:
    """Yield a number of different values that a selection does not leave."""
    trait, least, where = node.value.get("distinct"), node.value.get("at_least"), node.value.get("where")
    if not isinstance(where, dict) or not _is_number(least):
        return
    there = None
    if where.get("same") == trait:
        there = 1
    elif trait == "level":
        low, high = where.get("level_from"), where.get("level_to")
        there = high - low + 1 if isinstance(low, int) and isinstance(high, int) and low <= high else None
    elif isinstance(named := where.get(f"{trait}s"), list) and named:
        there = len(named)
    if there is not None and there < least:
        what = Message("check.few-values", least=str(least), trait=str(trait), count=there)
        yield (*node.path, "at_least"), what, Message("check.lower-or-select", to=there)


def _beyond_the_scale(node: Node, _: Singles) -> Iterator[Fault]:
    if node.field == "below_grade":  # which asks for less
        return
    mark = _number(node.value.get("value"))
    scale = node.value.get("scale") or scale_of(str(node.value.get("value")))
    if mark is not None and scale in BEST and mark > BEST[scale]:
        what = Message("check.beyond-scale", scale=scale, mark=str(mark), best=BEST[scale])
        yield (*node.path, "value"), what, Message("check.lower-mark")


def _marks(draft: Draft) -> dict[str, set[str]]:
    """Return the marks of the scales that an institution lists, as they are compared."""
    marks: dict[str, set[str]] = defaultdict(set)
    for entry in draft.entries:
        for grading in Grading.among([entry.built]) if entry.noun == "rule" and entry.built else ():
            marks[grading.scale or ""] |= {letter(one) for one in grading.grades}
    return {scale: said for scale, said in marks.items() if said}


def _off_the_scale(node: Node, marks: Mapping[str, set[str]]) -> Iterator[Fault]:
    """Yield a mark that its scale does not have, with which nothing can be compared."""
    value = node.value.get("value")
    scale = node.value.get("scale") or scale_of(str(value))
    known = letter(str(value)) in marks[scale] if scale in marks else stands_on(str(value), scale)
    mark = _number(value)
    if mark is None and node.path[-1] == "average":
        return  # which is told as no number
    if known is False and not (mark is not None and scale in BEST and mark > BEST[scale]):
        what = Message("check.no-such-mark", scale=str(scale), mark=str(value))
        yield (*node.path, "value"), what, Message("check.mark-of-scale")


def _average_of_words(node: Node, _: Singles) -> Iterator[Fault]:
    average = node.value.get("average")
    if isinstance(average, dict) and "value" in average and _number(average["value"]) is None:
        what = Message("check.no-average", value=str(average["value"]))
        yield (*node.path, "average", "value"), what, Message("check.average-number")


def _share_of_nothing_known(node: Node, entry: Entry, required: Mapping[str, bool]) -> Iterator[Fault]:
    """Yield a share of the credits required where nobody says how many are."""
    if node.value.get("of") != "required" or node.value.get("credits") is not None:
        return
    for code in _texts(entry.data.get("of")):
        if required.get(code) is False:
            what = Message("check.share-of-unknown", code=code)
            yield (*node.path, "of"), what, Message("check.give-credits")


def _required(draft: Draft) -> dict[str, bool]:
    """Return for each programme whether the number of credits it requires is known."""
    known = {
        entry.code: entry.data.get("credits") is not None
        for entry in draft.entries
        if entry.code and entry.noun == "programme"
    }
    for entry in draft.entries:
        if entry.noun == "rule" and isinstance(entry.data, dict) and entry.data.get("kind") == "structure":
            needs = entry.data.get("needs")
            parts = needs["all_of"] if isinstance(needs, dict) and isinstance(needs.get("all_of"), list) else [needs]
            counts = any(isinstance(part, dict) and _asks_for_credits(part) for part in parts)
            for code in _texts(entry.data.get("of")):
                if counts and code in known:
                    known[code] = True
    return known


def _asks_for_credits(part: Data) -> bool:
    amount = part.get("credits")
    return isinstance(amount, dict) and amount.get("at_least") is not None and not part.get("counted")


# What others beside it rule out


def _conflicts(node: Node, _: Singles) -> Iterator[Fault]:
    """Yield what two requirements that are both needed ask against each other."""
    if node.field == "all_of" and "all_of" in node.value:  # looked at with the group around it
        return
    compared = [
        (path, part) for path, part in _needed(node.value, node.path) if isinstance(part, dict) and "hold" not in part
    ]
    for (one_path, one), (path, other) in combinations(compared[:_MOST_COMPARED], 2):
        for conflict in (_intakes, _residencies, _shares, _amounts):
            if said := conflict(one, other):
                what = Message("check.conflict", what=said, place=_dotted(one_path))
                yield path, what, Message("check.change-one")


_MOST_COMPARED = 200
"""Parts of one group of which each is compared with every other; nobody publishes as many."""


def _needed(group: Data, path: Path) -> Iterator[tuple[Path, Any]]:
    """Yield what is needed in any case: the members of a group of which all are, at any depth."""
    members = group.get("all_of")
    for index, part in enumerate(members if isinstance(members, list) else []):
        inside = (*path, "all_of", index)
        if isinstance(part, dict) and "all_of" in part:
            yield from _needed(part, inside)
        else:
            yield inside, part


def _intakes(one: Data, other: Data) -> Message | None:
    if "intake" not in one or "intake" not in other:
        return None
    firsts = [str(each["first"]) for each in (one, other) if each.get("first")]
    lasts = [str(each["last"]) for each in (one, other) if each.get("last")]
    apart = [(first, last) for first in firsts for last in lasts if first[: len(last)] > last[: len(first)]]
    return Message("check.two-intakes", first=apart[0][0], last=apart[0][1]) if apart else None


def _residencies(one: Data, other: Data) -> Message | None:
    lists = [each.get("residency") for each in (one, other)]
    if not all(isinstance(each, list) for each in lists) or set(lists[0] or []) & set(lists[1] or []):
        return None
    return Message("check.two-residencies")


def _shares(one: Data, other: Data) -> Message | None:
    if "share" not in one or "share" not in other or one.get("of", "counted") != other.get("of", "counted"):
        return None
    if one.get("where", {}) != other.get("where", {}) or one.get("among") != other.get("among"):
        return None
    shares = [each["share"] for each in (one, other)]
    if not all(_is_number(share) for share in shares):
        return None
    bounds = [each.get("bound", "at-least") for each in (one, other)]
    here, there = one.get("earned_here"), other.get("earned_here")
    if here == there and sorted(bounds) == ["at-least", "at-most"]:
        least, most = shares if bounds[0] == "at-least" else reversed(shares)
        return Message("check.two-shares", least=f"{least:.0%}", most=f"{most:.0%}") if least > most else None
    opposite = isinstance(here, bool) and here is not there and isinstance(there, bool)
    if opposite and bounds == ["at-least", "at-least"] and sum(shares) > 1:
        return Message(
            "check.two-places",
            one=f"{shares[1]:.0%}", place=_earned(other), other=f"{shares[0]:.0%}", other_place=_earned(one),
        )  # fmt: skip
    return None


def _earned(share: Data) -> Message:
    return Message("check.earned-here" if share.get("earned_here") else "check.earned-elsewhere")


def _amounts(one: Data, other: Data) -> Message | None:
    """Return an at least that another at most of the same pool rules out."""
    for field in ("credits", "units"):
        pools = [{key: said for key, said in each.items() if key not in _HOW_MUCH} for each in (one, other)]
        amounts = [amount for each in (one, other) if isinstance(amount := each.get(field), dict)]
        if pools[0] != pools[1] or len(amounts) < len(pools):
            continue
        for low, high in ((0, 1), (1, 0)):
            least, most = amounts[low].get("at_least"), amounts[high].get("at_most")
            if _is_number(least) and _is_number(most) and least > most:
                return Message("check.two-amounts", least=str(least), most=str(most))
    return None


_HOW_MUCH = {"credits", "units", "called", "name", "counted"}
"""What a pool says beside what is in it."""


def _needed_twice(entry: Entry, singles: Singles) -> Iterator[Fault]:
    """Yield a single thing that is needed in two places of a tree in which nothing counts twice."""
    needs = entry.data.get("needs")
    sharings = [
        set(_texts(node.value["sharing"]))
        for node in entry.nodes
        if isinstance(node.value, dict) and "sharing" in node.value
    ]
    if not isinstance(needs, dict) or entry.data.get("single_use") is False:
        return
    first: dict[str, Path] = {}
    for path, part in _needed(needs, ("needs",)):
        code = part.get("hold") if isinstance(part, dict) else part
        if not isinstance(code, str) or code not in singles or singles[code].get("repeatable"):
            continue
        if code in first and (
            first[code][:-1] != path[:-1]  # in one list it is told as standing there twice
            and not any(_may_share(parts, entry.data, first[code], path) for parts in sharings)
        ):
            what = Message("check.needed-twice", code=code, place=_dotted(first[code]))
            yield path, what, Message("check.delete-or-share")
        first.setdefault(code, path)


def _may_share(parts: set[str], data: Data, one: Path, other: Path) -> bool:
    """Tell whether two places of a tree stand in two parts that share."""
    here, there = (_parts_around(data, path) & parts for path in (one, other))
    return any(part != another for part in here for another in there)


def _parts_around(data: Any, path: Path) -> set[str]:  # noqa: ANN401 - whatever the file holds
    """Return the names of the groups and pools that a place is in."""
    names: set[str] = set()
    for step in path:
        data = data[step]
        if isinstance(data, dict) and isinstance(data.get("name"), str):
            names.add(data["name"])
    return names


# Titles


def _hidden_titles(draft: Draft) -> Iterator[Problem]:
    """Yield titles that are never given, because a better one needs nothing more."""
    titles: dict[str, list[Entry]] = defaultdict(list)
    for entry in draft.entries:
        data = entry.data
        if entry.noun == "rule" and entry.built is not None and (data.get("kind"), data.get("decides")) == (
            "award", "title",
        ):  # fmt: skip
            for code in _texts(data.get("of")):
                titles[code].append(entry)
    for code, entries in titles.items():
        always = [
            entry for entry in entries if entry.data.get("needs") is None and not entry.data.get("effective_until")
        ]
        best = min(always, key=_rank, default=None)
        for entry in entries if best else ():
            if best and _rank(entry) > _rank(best):
                what = Message("check.title-hidden", code=code, entry=best.name, place=best.place)
                yield entry.problem(("rank",), what, Message("check.give-needs"))


def _rank(entry: Entry) -> int:
    rank = entry.data.get("rank", 1)
    return rank if isinstance(rank, int) else 1


def _texts(value: Any) -> list[str]:  # noqa: ANN401 - whatever the file holds
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _is_number(value: Any) -> TypeGuard[int | float]:  # noqa: ANN401 - whatever the file holds
    return isinstance(value, int | float) and not isinstance(value, bool)


def _number(value: Any) -> Decimal | None:  # noqa: ANN401 - whatever the file holds
    return decimal_in(str(value))


def _dotted(path: Path) -> str:
    return "`" + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).lstrip(".") + "`"


_FAULTS_OF: dict[type[BaseModel], tuple[Callable[[Node, Singles], Iterator[Fault]], ...]] = {
    Units: (_too_few,),
    Credits: (_too_few,),
    Distinct: (_too_few_values,),
    Grade: (_beyond_the_scale,),
    Average: (_average_of_words,),
    AllOf: (_conflicts,),
}
"""What of each kind can never be met."""

"""From what the rows say to rules.

Rows that say the same are merged, alternatives and scores put together, dated rows made versions of one rule, and what
contradicts itself is refused, with both rows named.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, product
from typing import Any

from pydantic import TypeAdapter

from stackways.rules.base import Code
from stackways.rules.requirements import Requirement
from stackways.rules.requirements.base import RequirementBase
from stackways.seed.tables.cells import MisreadError
from stackways.seed.tables.grid import Place
from stackways.seed.tables.mapping import Mapping
from stackways.seed.tables.recognition import Data, Statement, statements_of
from stackways.seed.tables.register import Register, slug_of
from stackways.seed.tables.rows import Finding, Row, Vocabulary
from stackways.words.message import Argument, Message, listed
from stackways.words.render import say

LONGEST_CODE = 110
Refused = dict[tuple[str, int], list[Finding]]
"""What is wrong with rows beside what is wrong in their cells, by sheet and row."""


@dataclass(frozen=True, slots=True)
class Built:
    """A rule as a catalogue file has it, and the rows that say it."""

    data: Data
    rows: tuple[int, ...]
    """The rows that it is made of."""
    same: tuple[int, ...]
    """Rows that say nothing that another does not say already."""
    sheet: str
    sender: Code


@dataclass(slots=True)
class Rules:
    """The rules that a table's rows come to, and the rows that cannot be taken together."""

    built: list[Built]
    refused: Refused


def recognition_rules(rows: Sequence[Row], register: Register, mapping: Mapping) -> Rules:
    """Return the rules that the rows of a recognition table come to."""
    vocabulary = Vocabulary(rows, register)
    return rules_of([one for row in rows for one in statements_of(row, register, vocabulary)], register, mapping)


def rules_of(statements: Sequence[Statement], register: Register, mapping: Mapping) -> Rules:
    """Return the rules that statements come to."""
    refused: Refused = defaultdict(list)
    single = _merged(_marked_together(statements, refused))
    joined = _with_alternatives(single, mapping, refused)
    built: list[Built] = []
    for code, group in _by_rule(joined).items():
        built += _versions(code, group, register, refused)
    return Rules(sorted(built, key=lambda one: (one.data["code"], one.data.get("version", 1))), refused)


def _marked_together(statements: Sequence[Statement], refused: Refused) -> Iterator[Statement]:
    """Yield the statements, those with one mark as one: all their courses are needed, all their targets granted."""
    groups: dict[tuple[Any, ...], list[Statement]] = defaultdict(list)
    for position, one in enumerate(statements):
        groups[(one.sheet, one.together) if one.together else (position,)].append(one)
    for group in groups.values():
        if len(group) == 1:
            yield group[0]
        elif len({_terms(one) for one in group}) > 1:
            _ask(group, "table.together-differ", refused, what=_difference(group))
        else:
            yield _one_rule(group)


def _terms(one: Statement) -> Statement:
    """Return what rows that are one rule must have in common."""
    return replace(
        one,
        rows=(),
        same=(),
        sender="",
        needs=None,
        holds=(),
        alternatives=(),
        grade=(),
        sources=(),
        remarks=(),
        sentence="",
        reference="",
    )


def _one_rule(group: Sequence[Statement]) -> Statement:
    """Return statements as one that needs all they need and recognises all they recognise."""
    grades = {one.grade for one in group}
    each = [one.needs if len(grades) == 1 else graded(one.needs, dict(one.grade)) for one in group]
    needs = [part for position, part in enumerate(each) if part not in each[:position]]
    ways = (
        dict.fromkeys(code for way in chosen for code in way)
        for chosen in product(*(one.alternatives for one in group))
    )
    return replace(
        _together(group),
        needs=needs[0] if len(needs) == 1 else {"all_of": needs},
        holds=tuple(dict.fromkeys(code for one in group for code in one.holds)),
        alternatives=tuple(dict.fromkeys(map(tuple, ways))),
        grade=group[0].grade if len(grades) == 1 else (),
        sentence=next((one.sentence for one in group if one.sentence), ""),
        reference=next((one.reference for one in group if one.reference), ""),
    )


def _merged(statements: Iterable[Statement]) -> list[Statement]:
    """Return the statements, each once, with every row that makes it."""
    first: dict[Any, Statement] = {}
    for one in statements:
        key = (one.said, one.alternatives)
        if key in first:
            own = first[key].rows
            both = _together([first[key], one])
            first[key] = replace(both, rows=own, same=(*first[key].same, *one.rows, *one.same))
        else:
            first[key] = one
    return list(first.values())


def _together(group: Sequence[Statement]) -> Statement:
    """Return statements that say the same as one, with every row, way to take it, source and remark of theirs."""

    def every(field: str) -> tuple[Any, ...]:
        return tuple(dict.fromkeys(value for one in group for value in getattr(one, field)))

    gathered: dict[str, Any] = {field: every(field) for field in ("rows", "same", "alternatives", "sources", "remarks")}
    sentence = next((one.sentence for one in group if one.sentence), "")
    return replace(group[0], sentence=sentence if len(gathered["alternatives"]) == 1 else "", **gathered)


def _with_alternatives(statements: Sequence[Statement], mapping: Mapping, refused: Refused) -> list[Statement]:
    """Return the statements, those of one course put together where it is recognised as either of several."""
    groups: dict[Any, list[Statement]] = defaultdict(list)
    for one in statements:
        groups[one.said].append(one)
    done: list[Statement] = []
    for group in groups.values():
        if len(group) == 1 or mapping.several == "all":
            done += group
        elif mapping.several == "either":
            done.append(_together(group))
        else:
            _ask(group, "table.several", refused)
    return done


def _ask(group: Sequence[Statement], id_: str, refused: Refused, **said: Argument) -> None:
    """Refuse every row of statements that cannot be taken together, each naming the others."""
    refuse_all([(one.sheet, row) for one in group for row in (*one.rows, *one.same)], id_, refused, **said)


def refuse_all(rows: Sequence[tuple[str, int]], id_: str, refused: Refused, **said: Argument) -> None:
    """Refuse rows that cannot be taken together, each naming the others."""
    for sheet, row in rows:
        others = listed([str(number) for _, number in rows if number != row] or [str(row)])
        error = MisreadError(id_, rows=others, **said)
        refused[sheet, row].append(Finding(Place(sheet, row), error.what, error.remedy))


def _by_rule(statements: Iterable[Statement]) -> dict[Code, list[Statement]]:
    """Return the statements by the code of the rule they are versions of."""
    plain: dict[Code, list[Statement]] = defaultdict(list)
    for one in statements:
        plain[_code(one)].append(one)
    coded: dict[Code, list[Statement]] = defaultdict(list)
    for code, group in plain.items():
        marks = list(dict.fromkeys(one.grade for one in sorted(group, key=_mark)))
        for one in group:  # the lowest of several scores keeps the plain code
            position = marks.index(one.grade)
            score = dict(one.grade).get("value", "any")
            coded[code if position == 0 else fitting(f"{code}-from-{slug_of(str(score))}")].append(one)
    return coded


def _mark(one: Statement) -> tuple[bool, float, str]:
    value = dict(one.grade).get("value")
    return value is not None, float(value) if isinstance(value, int | float) else 0.0, str(value)


def _code(one: Statement) -> Code:
    """Return the code of a statement's rule: the office's own reference, or what is held, and towards what."""
    if one.reference.startswith(f"{one.publisher}:"):  # a table that was given out names its rules by their codes
        return one.reference
    if one.reference:
        return f"{one.publisher}:rule-{slug_of(one.reference)}"
    held = "-and-".join(_short(code, one.publisher) for code in one.holds)
    towards = "" if len(one.alternatives) > 1 else f"-to-{_targets(one.alternatives[0])}"
    within = f"-in-{one.within.partition(':')[2]}" if one.within else ""
    return fitting(f"{one.publisher}:from-{held}{towards}{within}")


def _short(code: Code, publisher: Code) -> str:
    institution, _, slug = code.partition(":")
    return slug if institution == publisher else f"{institution}-{slug}"


def _versions(code: Code, group: Sequence[Statement], register: Register, refused: Refused) -> Iterator[Built]:
    """Yield the versions of one rule, in the order of their dates; refuse rows that are in force on one day."""
    asked = [Asked(one.start, one.until, [(one.sheet, row) for row in (*one.rows, *one.same)]) for one in group]
    for number, position in successive(asked, refused, _difference(group)):
        one = group[position]
        for data in _either(code, one, register, number):
            yield Built(data, one.rows, one.same, one.sheet, one.sender)


@dataclass(frozen=True, slots=True)
class Asked:
    """When something holds, and the rows that say so."""

    start: dt.date | None
    until: dt.date | None
    rows: Sequence[tuple[str, int]]


def successive(asked: Sequence[Asked], refused: Refused, what: Argument = "") -> list[tuple[int, int]]:
    """Return the numbers of the versions of one rule and where each stands among those asked, in the order of days.

    Where two are in force on one day, all their rows are refused.
    """
    order = sorted(range(len(asked)), key=lambda position: asked[position].start or dt.date.min)
    for earlier, later in pairwise(asked[position] for position in order):
        if later.start is None or earlier.until is None or earlier.until >= later.start:
            dates = listed([Message("table.heading.from"), Message("table.heading.until")])
            rows = [row for one in asked for row in one.rows]
            refuse_all(rows, "table.contradiction", refused, what=what or dates)
            return []
    return list(enumerate(order, start=1))


def _difference(group: Sequence[Statement]) -> Argument:
    """Return what several statements about one thing differ in, as the headings of their columns."""
    first, other = group[0], group[-1]
    fields = {
        "grant": "amount",
        "grade": "grade",
        "condition": "condition",
        "window": "counts_for",
        "certainty": "certainty",
        "start": "from",
        "until": "until",
        "observed": "observed",
        "sources": "source",
    }
    names = [
        Message(f"table.heading.{id_}") for name, id_ in fields.items() if getattr(first, name) != getattr(other, name)
    ]
    return listed(names or [Message("table.heading.reference")])


def _either(code: Code, one: Statement, register: Register, version: int) -> Iterator[Data]:
    """Yield the rules of a statement: one, and where it is recognised as either of several, so marked.

    Several together that are an alternative to something else are a rule of their own, which says so in a remark.
    """
    single = [way for way in one.alternatives if len(way) == 1]
    if single:
        data = _rule(code, one, [target for (target,) in single], register, version)
        if len(single) > 1:
            data["either"] = True
        yield data
    for way in one.alternatives:
        if len(way) > 1:
            alone = len(one.alternatives) == 1
            data = _rule(code if alone else fitting(f"{code}-as-{_targets(way)}"), one, way, register, version)
            if not alone:
                data["remarks"] = [*data.get("remarks", ()), say(Message("table.instead"), "en")]
            yield data


def _targets(way: Sequence[Code]) -> str:
    return "-and-".join(code.partition(":")[2] for code in way)


def fitting(code: Code) -> Code:
    """Return a code that is no longer than codes may be."""
    publisher, _, slug = code.partition(":")
    return f"{publisher}:{slug_of(slug, LONGEST_CODE - len(publisher))}"


def _rule(code: Code, one: Statement, way: Sequence[Code], register: Register, version: int) -> Data:
    data: Data = {"code": code}
    if version > 1:
        data["version"] = version
    data |= {"kind": "recognition", "published_by": one.publisher}
    data["says"] = {"en": one.sentence or say(_sentence(one, way, register), "en")}
    data["sources"] = one.sources
    data |= dated(one.start, one.until, one.observed)
    data["needs"] = _needs(one)
    grant = dict(one.grant)
    data["grants"] = [{"target": target, **grant} for target in way]
    if one.within:
        data["within"] = one.within
    if one.window:
        data["window"] = dict(one.window)
    if one.certainty != "entitled":
        data["certainty"] = one.certainty
    if one.remarks:
        data["remarks"] = list(one.remarks)
    return data


def dated(start: dt.date | None, until: dt.date | None, observed: dt.date | None) -> Data:
    """Return when a rule holds, as far as its rows say."""
    days = {"effective_from": start, "effective_until": until, "observed_on": observed}
    return {name: day.isoformat() for name, day in days.items() if day}


def _needs(one: Statement) -> Any:  # noqa: ANN401 - a requirement as plain data
    needs = graded(one.needs, dict(one.grade))
    if not one.condition:
        return needs
    if isinstance(needs, dict) and "all_of" in needs:
        return {"all_of": [*needs["all_of"], {"stated": one.condition}]}
    return {"all_of": [needs, {"stated": one.condition}]}


def graded(needs: Any, grade: Data) -> Any:  # noqa: ANN401 - a requirement as plain data
    """Return a requirement with a least grade for everything that must be held."""
    if not grade:
        return needs
    if isinstance(needs, str):
        return {"hold": needs, "minimum_grade": grade}
    return {key: [graded(part, grade) for part in parts] for key, parts in needs.items()}


def _sentence(one: Statement, way: Sequence[Code], register: Register) -> Message:
    """Return the rule's sentence, for a table that has none of its own."""
    said: dict[str, Argument] = {
        "held": _in_words(one.needs, register),
        "sender": register.title_of(one.sender),
        "publisher": register.title_of(one.publisher),
        "target": listed(
            [_named(code, register) for code in way], "or" if any(len(w) == 1 for w in one.alternatives) else "and"
        ),
    }
    outcome = dict(one.grant)["outcome"]
    return Message(f"table.says.{outcome}", **said)


def _in_words(needs: Any, register: Register) -> Argument:  # noqa: ANN401 - a requirement as plain data
    if isinstance(needs, str):
        return _named(needs, register)
    key, parts = next(iter(needs.items()))
    return listed([_in_words(part, register) for part in parts], "and" if key == "all_of" else "or")


def _named(code: Code, register: Register) -> str:
    published, title = register.published_code(code), register.title_of(code)
    return f"{published} {title}" if published and published not in title else title


def requirement_in_words(needs: Any, register: Register) -> Argument:  # noqa: ANN401 - a requirement as plain data
    """Return what a requirement asks for, as part of a sentence."""
    requirement: RequirementBase = TypeAdapter(Requirement).validate_python(needs)
    return requirement.in_words(lambda code: _named(code, register))

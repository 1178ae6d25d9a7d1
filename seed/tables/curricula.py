"""Curriculum tables: which modules a programme is made of, a row for each module, in parts that each say how many."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from stackways.rules.base import Code
from stackways.seed.tables.building import (
    Asked,
    Built,
    Refused,
    Rules,
    dated,
    fitting,
    refuse_all,
    requirement_in_words,
    successive,
)
from stackways.seed.tables.cells import MisreadError, Named, as_number, read_amount, read_courses
from stackways.seed.tables.mapping import Mapping
from stackways.seed.tables.recognition import Data, needs_of, read_terms
from stackways.seed.tables.register import Register, facts_of, slug_of
from stackways.seed.tables.rows import Row, Vocabulary
from stackways.words.message import Message
from stackways.words.render import say


@dataclass(frozen=True, slots=True)
class HowMany:
    """How many of a part are needed."""

    how: str
    """`all`, `at_least`, `exactly_one` or `credits`."""
    amount: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Placed:
    """A module in a part of a programme."""

    row: int
    sheet: str
    publisher: Code
    programme: Code
    part: str
    how_many: HowMany | None
    unit: str
    needs: Any
    prerequisite: Any
    terms: dict[str, Any]

    @property
    def when(self) -> tuple[Any, ...]:
        """Return from when until when it holds."""
        return self.terms["start"], self.terms["until"]


def curricula(rows: Sequence[Row], register: Register, mapping: Mapping) -> Rules:
    """Return the structures that rows come to, one a programme and time, and entry rules from prerequisites."""
    vocabulary = Vocabulary(rows, register)
    refused: Refused = defaultdict(list)
    placed = [one for row in rows if (one := _placed(row, register, vocabulary))]
    by_programme: dict[Code, dict[tuple[Any, ...], list[Placed]]] = defaultdict(lambda: defaultdict(list))
    for one in placed:
        by_programme[one.programme][one.when].append(one)
    built: list[Built] = []
    for versions in by_programme.values():
        groups = list(versions.values())
        asked = [
            Asked(group[0].terms["start"], group[0].terms["until"], [(one.sheet, one.row) for one in group])
            for group in groups
        ]
        for number, position in successive(asked, refused):
            group = groups[position]
            needs = _tree(group, refused)
            if needs is not None:
                data = _structure(needs, group, register, number) | ({"confers": True} if mapping.complete else {})
                built.append(Built(data, tuple(one.row for one in group), (), group[0].sheet, group[0].publisher))
    built += _prerequisites(placed, register)
    return Rules(built, refused)


def _placed(row: Row, register: Register, vocabulary: Vocabulary) -> Placed | None:
    receiver = row.read("receiver", register.institution)
    if not row.text("receiver"):
        row.refuse("receiver", MisreadError("table.cell-empty"))
    terms = read_terms(row)
    how_many, unit = row.read("part_needs", read_how_many), row.text("unit")
    total = row.read("programme_credits", read_amount)
    credits_, level = row.read("credits", read_amount), row.read("level", read_level)
    if receiver is None:
        return None
    known = vocabulary.of(receiver, "module")
    courses = row.attempt("module", lambda: read_courses(row.text("module"), row.text("module_title"), known))
    named = Named(row.text("programme"), row.text("programme_title"))
    kind = slug_of(row.text("programme_kind")) if row.text("programme_kind") else "programme"
    about = facts_of(total, unit, None)
    programme = row.attempt("programme", lambda: register.course(receiver, named, row.number, kind, **about))
    if row.findings or courses is None or programme is None:
        return None
    needs = needs_of(courses, receiver, register, row, {"kind": "module", **facts_of(credits_, unit, level)}, "module")
    asked = row.text("prerequisite")
    before = row.attempt("prerequisite", lambda: read_courses(asked, "", known)) if asked else None
    prerequisite = needs_of(before, receiver, register, row, {"kind": "module"}, "prerequisite") if before else None
    if row.findings:
        return None
    at = (row.number, row.sheet, receiver, programme)
    return Placed(*at, row.text("part"), how_many, unit or "credit", needs, prerequisite, terms)


def read_how_many(text: str) -> HowMany:
    """Return how many of a part a cell asks for: `all`, `2`, `exactly 1`, `12 credits`.

    Raises:
        MisreadError: it says no number.
    """
    plain = text.strip().casefold()
    if plain in {"all", "core", "compulsory", "required", "必修", "全部"}:
        return HowMany("all")
    if re.fullmatch(r"(?:exactly|only) (?:1|one)(?: of.*)?", plain):
        return HowMany("exactly_one")
    if found := re.fullmatch(r"(?:at least|min(?:imum)?\.?)?\s*([\d.]+)\s*(?:credit|cr|unit|cu|au|學分)[a-z ]*", plain):
        return HowMany("credits", read_amount(found[1]))
    number = rf"(\d+|{'|'.join(_WORDS)})"
    if found := re.fullmatch(rf"(?:choose|any|at least|min(?:imum)?\.?)?\s*{number}(?: of.*| modules?)?", plain):
        return HowMany("at_least", Decimal(_WORDS.get(found[1], 0) or int(found[1])))
    raise MisreadError("table.no-how-many", text=text)


_WORDS = {"one": 1, "two": 2, "three": 3, "four": 4}


def read_level(text: str) -> Data:
    """Return a level that a cell names: `HKQF 4`.

    Raises:
        MisreadError: it names no framework, or no level.
    """
    found = re.fullmatch(r"([^\d]*[^\d\s])\s*(\d{1,2})", text.strip())
    if not found or int(found[2]) > 12:  # noqa: PLR2004 - the highest level of any framework
        raise MisreadError("table.no-level", text=text)
    return {"framework": re.sub(r"\s*level$", "", found[1], flags=re.IGNORECASE).strip(), "value": int(found[2])}


def _tree(group: Sequence[Placed], refused: Refused) -> Any:  # noqa: ANN401 - a requirement as plain data
    """Return a programme's tree: its parts in the order of the table; None where a part does not say how many."""
    parts: dict[str, list[Placed]] = defaultdict(list)
    for one in group:
        parts[one.part].append(one)
    trees: list[Any] = []
    for name, members in parts.items():
        said = {one.how_many for one in members if one.how_many}
        places = [(one.sheet, one.row) for one in members]
        if len(said) != 1:
            refuse_all(places, "table.part-differs" if said else "table.part-unsaid", refused, part=name or "-")
            return None
        of: list[Any] = []
        for one in members:
            of += [one.needs] if one.needs not in of else []
        trees.append(_part(name, said.pop(), of, members[0].unit))
    return trees[0] if len(trees) == 1 else {"all_of": trees}


def _part(name: str, how_many: HowMany, of: list[Any], unit: str) -> Data:
    part: Data = {"name": slug_of(name)} if name else {}
    match how_many.how:
        case "all":
            return part | {"all_of": of}
        case "exactly_one":
            return part | {"exactly_one_of": of}
        case "credits":
            return part | {"credits": {"at_least": as_number(how_many.amount)}, "unit": unit, "of": of}
    return part | {"at_least": int(how_many.amount), "of": of}


def _structure(needs: Any, group: Sequence[Placed], register: Register, version: int) -> Data:  # noqa: ANN401
    first = group[0]
    code = fitting(f"{first.publisher}:structure-{first.programme.partition(':')[2]}")
    said = requirement_in_words(needs, register)
    sentence = Message("table.says.structure", programme=register.title_of(first.programme), needs=said)
    sentences = list(dict.fromkeys(one.terms["sentence"] for one in group if one.terms["sentence"]))
    data: Data = {"code": code, **({"version": version} if version > 1 else {}), "kind": "structure"}
    data |= {"published_by": first.publisher, "says": {"en": " ".join(sentences) or say(sentence, "en")[:1900]}}
    data["sources"] = tuple(dict.fromkeys(source for one in group for source in one.terms["sources"]))
    data |= dated(first.terms["start"], first.terms["until"], first.terms["observed"])
    data |= {"of": [first.programme], "needs": needs}
    remarks = list(dict.fromkeys(remark for one in group for remark in one.terms["remarks"]))
    return data | ({"remarks": remarks} if remarks else {})


def _prerequisites(placed: Sequence[Placed], register: Register) -> list[Built]:
    """Return an entry rule for each module that asks for others first."""
    built: dict[Code, Built] = {}
    for one in placed:
        if one.prerequisite is None or not isinstance(one.needs, str):
            continue
        code = fitting(f"{one.publisher}:entry-{one.needs.partition(':')[2]}")
        needs = requirement_in_words(one.prerequisite, register)
        sentence = Message("table.says.entry-needs", programme=register.title_of(one.needs), needs=needs)
        data: Data = {"code": code, "kind": "entry", "published_by": one.publisher, "says": {"en": say(sentence, "en")}}
        data |= {
            "sources": one.terms["sources"],
            **dated(one.terms["start"], one.terms["until"], one.terms["observed"]),
        }
        data |= {"into": [one.needs], "needs": one.prerequisite}
        built.setdefault(code, Built(data, (one.row,), (), one.sheet, one.publisher))
    return list(built.values())

"""Entry tables: what each programme asks of those who want to start it, a row for each way in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from stackways.rules.base import Code
from stackways.seed.tables.building import (
    Asked,
    Built,
    Refused,
    Rules,
    dated,
    fitting,
    graded,
    refuse_all,
    requirement_in_words,
    successive,
)
from stackways.seed.tables.cells import MisreadError, Named, as_number, read_amount, read_courses
from stackways.seed.tables.mapping import Mapping
from stackways.seed.tables.recognition import Data, needs_of, read_terms
from stackways.seed.tables.register import Register, slug_of
from stackways.seed.tables.rows import Row, Vocabulary
from stackways.words.message import Message
from stackways.words.render import say

OLDEST = 120


@dataclass(frozen=True, slots=True)
class WayIn:
    """What one row asks for."""

    row: int
    sheet: str
    publisher: Code
    programme: Code
    parts: tuple[Any, ...]
    """Requirements as a catalogue file has them, all of which are asked for."""
    terms: dict[str, Any]


def entry_rules(rows: Sequence[Row], register: Register, mapping: Mapping) -> Rules:
    """Return the entry rules that rows come to: one a programme and time."""
    vocabulary = Vocabulary(rows, register)
    ways = [way for row in rows if (way := _way_in(row, register, vocabulary))]
    refused: Refused = defaultdict(list)
    groups: dict[tuple[Code, str, tuple[Any, ...]], list[WayIn]] = defaultdict(list)
    for way in ways:
        groups[way.programme, way.terms["reference"], _when(way)].append(way)
    by_rule: dict[Code, list[list[WayIn]]] = defaultdict(list)
    for group in groups.values():
        if len(group) > 1 and mapping.several is None:
            refuse_all([(one.sheet, one.row) for one in group], "table.several-ways", refused)
        else:
            by_rule[_code(group[0])].append(group)
    built: list[Built] = []
    for code, versions in by_rule.items():
        asked = [Asked(group[0].terms["start"], group[0].terms["until"], _places(group)) for group in versions]
        for number, position in successive(asked, refused):
            group = versions[position]
            data = _rule(code, group, register, mapping, number)
            built.append(Built(data, tuple(one.row for one in group), (), group[0].sheet, group[0].publisher))
    return Rules(built, refused)


def _way_in(row: Row, register: Register, vocabulary: Vocabulary) -> WayIn | None:
    receiver = row.read("receiver", register.institution)
    if not row.text("receiver"):
        row.refuse("receiver", MisreadError("table.cell-empty"))
    programme = None
    if receiver:
        named = Named(row.text("programme"), row.text("programme_title"))
        kind = slug_of(row.text("programme_kind")) if row.text("programme_kind") else "programme"
        programme = row.attempt("programme", lambda: register.course(receiver, named, row.number, kind))
    terms = read_terms(row)
    parts = [*_held(row, register, vocabulary, terms), *_about_the_learner(row)]
    if terms["condition"]:
        parts.append({"stated": terms["condition"]})
    if not parts and not row.findings:
        row.refuse("course_title", MisreadError("table.asks-nothing"))
    if row.findings or receiver is None or programme is None:
        return None
    return WayIn(row.number, row.sheet, receiver, programme, tuple(parts), terms)


def _held(row: Row, register: Register, vocabulary: Vocabulary, terms: dict[str, Any]) -> list[Any]:
    """Return what must be held: a course of an institution that is named, or else the words as they stand."""
    code, title = row.text("course"), row.text("course_title")
    if not code and not title:
        return []
    if not row.text("sender"):
        grade = f" ({row.text('grade')})" if row.text("grade") else ""
        return [{"stated": f"{code} {title}".strip() + grade}]
    sender = row.read("sender", register.institution)
    if sender is None:
        return []
    courses = row.attempt("course", lambda: read_courses(code, title, vocabulary.of(sender, "course")))
    if courses is None:
        return []
    needs = needs_of(courses, sender, register, row, {"kind": row.choice("course_kind") or ""})
    return [] if needs is None else [graded(needs, dict(terms["grade"]))]


def _about_the_learner(row: Row) -> list[Data]:
    parts: list[Data] = []
    if (age := row.read("minimum_age", read_amount)) is not None:
        if age != age.to_integral_value() or not 1 <= age <= OLDEST:
            row.refuse("minimum_age", MisreadError("table.no-age", text=row.text("minimum_age")))
        parts.append({"minimum_age": int(age)})
    if (years := row.read("work_years", read_amount)) is not None:
        parts.append({"work_years": as_number(years)})
    if residency := [slug_of(one) for one in row.text("residency").replace(" or ", "/").split("/") if one.strip()]:
        parts.append({"residency": residency})
    return parts


def _when(way: WayIn) -> tuple[Any, ...]:
    return way.terms["start"], way.terms["until"]


def _places(group: Sequence[WayIn]) -> list[tuple[str, int]]:
    return [(one.sheet, one.row) for one in group]


def _code(way: WayIn) -> Code:
    if way.terms["reference"]:
        return fitting(f"{way.publisher}:rule-{slug_of(way.terms['reference'])}")
    return fitting(f"{way.publisher}:entry-{way.programme.partition(':')[2]}")


def _rule(code: Code, group: Sequence[WayIn], register: Register, mapping: Mapping, version: int) -> Data:
    first, terms = group[0], group[0].terms
    ways = [one.parts[0] if len(one.parts) == 1 else {"all_of": list(one.parts)} for one in group]
    needs = ways[0] if len(ways) == 1 else {"any_of" if mapping.several == "either" else "all_of": ways}
    said = requirement_in_words(needs, register)
    sentence = Message("table.says.entry-needs", programme=register.title_of(first.programme), needs=said)
    sentences = [one.terms["sentence"] for one in group if one.terms["sentence"]]
    data: Data = {"code": code, **({"version": version} if version > 1 else {}), "kind": "entry"}
    data |= {"published_by": first.publisher, "says": {"en": " ".join(sentences) or say(sentence, "en")}}
    data["sources"] = tuple(dict.fromkeys(source for one in group for source in one.terms["sources"]))
    data |= dated(terms["start"], terms["until"], terms["observed"])
    data |= {"into": [first.programme], "needs": needs}
    if terms["window"]:
        data["window"] = dict(terms["window"])
    remarks = list(dict.fromkeys(remark for one in group for remark in one.terms["remarks"]))
    return data | ({"remarks": remarks} if remarks else {})

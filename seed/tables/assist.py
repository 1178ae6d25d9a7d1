"""ASSIST's agreements (California): its JSON as the same statements that the rows of a recognition table make.

An articulation takes the place of a row: they are counted from 1 in the order of the file. Cross-listed courses of the
university are one course under several codes, so credit is given for either of them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from stackways.rules.base import Code
from stackways.seed.tables.building import Rules, rules_of
from stackways.seed.tables.cells import MisreadError, Named
from stackways.seed.tables.grid import TableUnreadError
from stackways.seed.tables.mapping import Mapping as TableMapping
from stackways.seed.tables.mapping import TableSource
from stackways.seed.tables.recognition import Data, Statement, codes_in
from stackways.seed.tables.register import Register
from stackways.seed.tables.rows import Row
from stackways.words.message import Message
from stackways.words.render import say

SHEET = "articulations"


def read_agreement(file: Path) -> Data:
    """Return an agreement as ASSIST gives it.

    Raises:
        TableUnreadError: it is no JSON, or no list of articulations.
    """
    try:
        data = json.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise TableUnreadError(Message("table.unread", file=str(file), why=str(error))) from error
    found = data.get("result", data) if isinstance(data, dict) else {}
    if not isinstance(found, dict) or not isinstance(found.get("articulations"), list):
        raise TableUnreadError(Message("table.no-agreement", file=str(file)))
    return found


def agreement_mapping(agreement: Data, mapping: TableMapping | None) -> TableMapping:
    """Return the mapping of an agreement: what a person says, and the agreement as the source."""
    said = mapping or TableMapping(kind="recognition")
    if said.source:
        return said
    sender, receiver = (_institution(agreement[side]) for side in ("sendingInstitution", "receivingInstitution"))
    year = (agreement.get("academicYear") or {}).get("code", "")
    published = str(agreement.get("publishDate") or "")[:10]
    source = TableSource(
        title=say(Message("table.agreement", sender=sender, receiver=receiver, year=year), "en"),
        url="https://assist.org",
        publisher="ASSIST",
        published=published or None,
    )
    return said.model_copy(update={"source": source})


def rows_of_agreement(agreement: Data, mapping: TableMapping) -> list[Row]:
    """Return a row for each articulation, with the courses as they are written there."""
    return [
        Row(mapping, SHEET, number, {"target": _name_of(one)}, {})
        for number, one in enumerate(_articulations(agreement), start=1)
    ]


def agreement_rules(agreement: Data, rows: Sequence[Row], register: Register, mapping: TableMapping) -> Rules:
    """Return the rules that an agreement's articulations come to; what is wrong is noted in the rows."""
    statements: list[Statement] = []
    for row, articulation in zip(rows, _articulations(agreement), strict=True):
        try:
            statements.append(_statement(agreement, articulation, register, row))
        except MisreadError as error:
            row.refuse("", error)
    return rules_of(statements, register, mapping.model_copy(update={"several": "all"}))


def _articulations(agreement: Data) -> Iterator[Data]:
    for one in agreement["articulations"]:
        yield from one.get("articulations", [one])


def _statement(agreement: Data, articulation: Data, register: Register, row: Row) -> Statement:
    sending = articulation.get("sendingArticulation") or {}
    if reason := sending.get("noArticulationReason"):
        raise MisreadError("table.not-articulated", reason=str(reason))
    sender = register.institution(_institution(agreement["sendingInstitution"]))
    receiver = register.institution(_institution(agreement["receivingInstitution"]))

    def course(institution: Code, data: Data, side: str) -> Code:
        unit = f"{str(agreement[side].get('termType') or '').lower()} unit".strip()
        credits_ = {"credits": data["minUnits"], "unit": unit} if data.get("minUnits") == data.get("maxUnits") else {}
        named = Named(f"{data['prefix'].strip()} {data['courseNumber']}", str(data["courseTitle"]).strip())
        return register.course(institution, named, row.number, "module", **_whole(credits_))

    groups = [
        _group(one, lambda data: course(sender, data, "sendingInstitution")) for one in _ordered(sending["items"])
    ]
    needs = _joined(groups, [one["groupConjunction"] for one in sending.get("courseGroupConjunctions") or ()])
    ways = _ways(articulation, lambda data: course(receiver, data, "receivingInstitution"))
    return Statement(
        (row.number,),
        receiver,
        needs,
        tuple(codes_in(needs)),
        ways,
        grant=(("outcome", "specified_credit"),),
        sources=(("", "", ""),),
        remarks=tuple(dict.fromkeys(_remarks(articulation))),
        sender=sender,
        sheet=SHEET,
    )


def _institution(data: Data) -> str:
    return str(data["names"][0]["name"]).strip()


def _whole(facts: Mapping[str, Any]) -> Data:
    return {
        name: int(value) if isinstance(value, float) and value.is_integer() else value for name, value in facts.items()
    }


def _ordered(items: Sequence[Data]) -> list[Data]:
    return sorted(items, key=lambda one: int(one.get("position", 0)))


def _group(group: Data, course: Any) -> Any:  # noqa: ANN401 - a requirement as plain data
    if group.get("type") == "Course":
        return course(group)
    codes = [course(one) for one in _ordered(group["items"])]
    return _joined(codes, [group.get("courseConjunction", "And")] * (len(codes) - 1))


def _joined(parts: list[Any], conjunctions: Sequence[str]) -> Any:  # noqa: ANN401 - a requirement as plain data
    """Return parts joined as they say, all in one way: what mixes both can be read in two ways."""
    unique = [part for position, part in enumerate(parts) if part not in parts[:position]]
    if not unique:
        raise MisreadError("table.not-articulated", reason="-")
    if len(unique) == 1:
        return unique[0]
    said = {conjunction.casefold() for conjunction in conjunctions}
    if len(said) != 1:
        raise MisreadError("table.conjunctions")
    return {"all_of" if said == {"and"} else "any_of": unique}


def _ways(articulation: Data, course: Any) -> tuple[tuple[Code, ...], ...]:  # noqa: ANN401 - a function
    """Return what is credited: the courses of a series together or either of them, and of a course every code of it."""
    if "series" in articulation:
        codes = [course(one) for one in _ordered(articulation["series"]["courses"])]
        together = str(articulation["series"].get("conjunction", "And")).casefold() == "and"
        return (tuple(codes),) if together else tuple((code,) for code in sorted(codes))
    listed = [articulation["course"], *(articulation.get("visibleCrossListedCourses") or ())]
    return tuple((code,) for code in sorted({course(one) for one in listed}))


def _remarks(articulation: Data) -> Iterator[str]:
    """Yield what the agreement notes beside the courses."""
    sending = articulation["sendingArticulation"]
    noted = [sending, *(course for group in sending["items"] for course in [group, *group.get("items", ())])]
    for part in [articulation, *noted]:
        for name in ("attributes", "courseAttributes", "seriesAttributes", "receivingAttributes", "requisites"):
            yield from (
                str(one["content"]) for one in part.get(name) or () if isinstance(one, dict) and "content" in one
            )
    for override in articulation.get("templateOverrides") or ():
        if reason := (override.get("sendingArticulation") or {}).get("noArticulationReason"):
            yield say(Message("table.not-for-some", reason=str(reason)), "en")


def _name_of(articulation: Data) -> str:
    series = articulation.get("series")
    course = articulation.get("course") or {}
    return str(series["name"]) if series else f"{course.get('prefix', '')} {course.get('courseNumber', '')}".strip()

"""A row of a recognition table as a statement: who recognises what, towards what, on which conditions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from stackways.rules.base import Code
from stackways.seed.tables.cells import (
    Courses,
    Credited,
    MisreadError,
    Named,
    as_number,
    leaves,
    read_amount,
    read_courses,
    read_credit,
    read_day,
    read_grade,
    read_period,
)
from stackways.seed.tables.register import Register, country_of, facts_of
from stackways.seed.tables.rows import Row, Vocabulary

Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Statement:
    """What one row, or several that belong together, say."""

    rows: tuple[int, ...]
    """The rows that it is made of."""
    publisher: Code
    needs: Any
    """A requirement as a catalogue file has it, without grades and conditions."""
    holds: tuple[Code, ...]
    """What is held, in the order of the row."""
    alternatives: tuple[tuple[Code, ...], ...] = ()
    """What is recognised: of several alternatives one at a time, all of each."""
    grant: tuple[tuple[str, Any], ...] = ()
    """What happens to each: outcome, amount, unit, …"""
    grade: tuple[tuple[str, Any], ...] = ()
    condition: str = ""
    within: Code | None = None
    window: tuple[tuple[str, str], ...] = ()
    certainty: str = "entitled"
    start: dt.date | None = None
    until: dt.date | None = None
    observed: dt.date | None = None
    sources: tuple[tuple[str, str, str], ...] = ()
    """Title, address and confidence of the rows' own sources."""
    sentence: str = ""
    remarks: tuple[str, ...] = ()
    reference: str = ""
    together: str = ""
    """The mark of rows that are one rule."""
    sender: Code = ""
    sheet: str = ""
    same: tuple[int, ...] = ()
    """Rows that say the same as one of those."""

    @property
    def said(self) -> tuple[Any, ...]:
        """Return what it says beside what it is recognised towards, so that rows that say the same are alike."""
        conditions = (self.grade, self.condition, self.window, self.certainty, self.start, self.until, self.observed)
        return (self.publisher, self.holds, _hashable(self.needs), self.grant, self.within, *conditions)


def _hashable(value: Any) -> Any:  # noqa: ANN401 - plain data
    if isinstance(value, dict):
        return tuple((key, _hashable(each)) for key, each in value.items())
    return tuple(map(_hashable, value)) if isinstance(value, list) else value


def statements_of(row: Row, register: Register, vocabulary: Vocabulary) -> list[Statement]:
    """Return what a row says, several statements where credit depends on the score; none where it cannot be taken.

    Args:
        row: The row; what is wrong in it is noted there.
        register: Who and what is known.
        vocabulary: The codes that are known, by institution.
    """
    sender = row.read("sender", register.institution)
    receiver = row.read("receiver", register.institution)
    for id_ in ("sender", "receiver", "outcome"):
        if not row.text(id_):
            row.refuse(id_, MisreadError("table.cell-empty"))
    if sender and (country := row.text("sender_country")):
        register.countries[sender][country_of(country) or country] += 1
    named = _courses(row, "course", vocabulary.of(sender, "course"))
    targets = _courses(row, "target", vocabulary.of(receiver, "target"))
    credited: Sequence[Credited | None] = row.read("amount", read_credit) or (None,)
    shared = read_terms(row)
    programme = row.read("programme", lambda text: _programme(text, receiver, register, row)) if receiver else None
    if row.findings or sender is None or receiver is None or named is None or targets is None:
        return []
    said = {
        "kind": row.choice("course_kind") or "",
        **facts_of(row.read("course_credits", read_amount), row.text("course_unit"), None),
    }
    needs = needs_of(named, sender, register, row, said)
    alternatives = _alternatives(targets, receiver, register, row)
    if needs is None or alternatives is None:
        return []
    statement = Statement(
        (row.number,),
        receiver,
        needs,
        tuple(codes_in(needs)),
        alternatives,
        within=programme,
        sender=sender,
        sheet=row.sheet,
        certainty=row.choice("certainty") or "entitled",
        **shared,
    )
    return [tier for one in credited if (tier := _credited(statement, one, row)) and not row.findings]


def read_terms(row: Row) -> dict[str, Any]:
    """Return a row's grade, condition, window, dates, source and remark, as the fields of a statement."""
    scale, period = row.text("scale"), row.read("counts_for", read_period)
    grade = row.read("grade", lambda text: read_grade(text, scale))
    ends = row.choice("counts_until") if "counts_until" in {*row.mapping.columns, *row.mapping.always} else None
    window = {"period": period, **({"ends": ends} if ends else {})} if period else {}
    start, until = row.read("from", read_day), row.read("until", read_day)
    if start and until and start > until:
        row.refuse("until", MisreadError("table.ends-before", start=start, until=until))
    return {
        "grade": tuple((grade or {}).items()),
        "condition": row.text("condition"),
        "window": tuple(window.items()),
        "start": start,
        "until": until,
        "observed": row.read("observed", read_day),
        "sources": ((row.text("source"), row.text("source_url"), row.choice("confidence") or ""),),
        "sentence": row.text("sentence"),
        "remarks": (remark,) if (remark := " ".join(row.text("remark").split())) else (),
        "reference": row.text("reference"),
        "together": row.text("together"),
    }


def _courses(row: Row, id_: str, vocabulary: set[str]) -> Courses | None:
    code, title = row.text(id_), row.text(f"{id_}_title")
    where = id_ if code or id_ in row.mapping.columns else f"{id_}_title"
    return row.attempt(where, lambda: read_courses(code, title, vocabulary))


def _programme(text: str, receiver: Code, register: Register, row: Row) -> Code:
    named = Named(text, "") if ":" in text else Named("", text)
    return register.course(receiver, named, row.number, "programme")


def needs_of(  # noqa: PLR0913, PLR0917 - what a row says of its courses
    courses: Courses, sender: Code, register: Register, row: Row, said: Data, id_: str = "course"
) -> Any:  # noqa: ANN401 - a requirement as plain data
    """Return what must be held as a requirement; None, as is noted, where it cannot be.

    Args:
        courses: What a row names.
        sender: Whose courses they are.
        register: Who and what is known.
        row: The row.
        said: The kind of a course, and what else the row says of it.
        id_: The column that names them.
    """
    if isinstance(courses, Named):
        return row.attempt(_where(row, id_), lambda: register.course(sender, courses, row.number, **said))
    alone = {"kind": said["kind"]}  # credits are those of all together
    parts = [needs_of(part, sender, register, row, alone, id_) for part in courses.parts]
    if repeated := next((part for part in parts if parts.count(part) > 1 and isinstance(part, str)), None):
        row.refuse(_where(row, id_), MisreadError("table.twice", name=register.title_of(repeated)))
        return None
    return None if None in parts else {"all_of" if courses.how == "all" else "any_of": parts}


def _where(row: Row, id_: str) -> str:
    """Return the column that names a course: that of its code, where there is one."""
    return id_ if row.text(id_) else f"{id_}_title"


def codes_in(needs: Any) -> Iterable[Code]:  # noqa: ANN401 - a requirement as plain data
    """Yield the codes that a requirement asks for, in its order."""
    if isinstance(needs, str):
        yield needs
    elif "hold" in needs:
        yield needs["hold"]
    else:
        for part in next((needs[key] for key in ("all_of", "any_of") if key in needs), ()):
            yield from codes_in(part)


def _alternatives(
    courses: Courses, receiver: Code, register: Register, row: Row
) -> tuple[tuple[Code, ...], ...] | None:
    """Return what is recognised: every way to take it, each with all that is recognised together."""
    kind = "programme" if row.choice("outcome") == "entry" else ""
    try:
        codes = {one: register.course(receiver, one, row.number, kind, target=True) for one in leaves(courses)}
    except MisreadError as error:
        row.refuse(_where(row, "target"), error)
        return None
    ways = _ways(courses, codes)
    repeated = next((code for way in ways for code in way if way.count(code) > 1), None)
    credential = next((code for way in ways for code in way if register.kind_of(code) == "credential"), None)
    if repeated or credential:
        id_ = "table.twice" if repeated else "table.target-kind"
        row.refuse(_where(row, "target"), MisreadError(id_, name=register.title_of(repeated or credential or "")))
        return None
    return tuple(dict.fromkeys(ways))


def _ways(courses: Courses, codes: dict[Named, Code]) -> list[tuple[Code, ...]]:
    if isinstance(courses, Named):
        return [(codes[courses],)]
    parts = [_ways(part, codes) for part in courses.parts]
    if courses.how == "any":
        return [way for part in parts for way in part]
    return [tuple(code for way in ways for code in way) for ways in product(*parts)]


def _credited(statement: Statement, credited: Credited | None, row: Row) -> Statement | None:
    """Return the statement with what it grants."""
    grant: Data = {"outcome": row.choice("outcome")}
    if credited is None:
        return replace(statement, grant=tuple((grant | _towards(row)).items()))
    grant["amount"] = as_number(credited.amount)
    if credited.at_least is not None:
        grant["at_least"] = as_number(credited.at_least)
    grant["unit"] = row.text("unit") or "credit"
    grade = statement.grade
    if credited.score:
        try:
            grade = tuple(read_grade(credited.score, row.text("scale")).items())
        except MisreadError as error:
            row.refuse("amount", error)
            return None
    certainty = "up_to" if credited.up_to and not row.text("certainty") else statement.certainty
    return replace(statement, grant=tuple((grant | _towards(row)).items()), grade=grade, certainty=certainty)


def _towards(row: Row) -> Data:
    return {"towards": row.text("towards")} if row.text("towards") else {}

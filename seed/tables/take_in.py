"""A table taken in: every row accounted for, and the catalogue files that come of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from stackways.rules.base import Code
from stackways.rules.collection import Catalogue
from stackways.seed.tables.assist import agreement_rules, rows_of_agreement
from stackways.seed.tables.building import Built, Refused, Rules, recognition_rules
from stackways.seed.tables.columns import TableKind
from stackways.seed.tables.curricula import curricula
from stackways.seed.tables.entries import Sources, course_entry, institution_entry
from stackways.seed.tables.entry_rules import entry_rules
from stackways.seed.tables.files import Content, Written, plan
from stackways.seed.tables.grid import Sheet
from stackways.seed.tables.mapping import Mapping
from stackways.seed.tables.near import Notice, notices_of
from stackways.seed.tables.recognition import Data
from stackways.seed.tables.register import Register
from stackways.seed.tables.rows import Accounted, Row, rows_of


@dataclass(slots=True)
class TakenIn:
    """What became of a table."""

    table: str
    rows: list[Accounted]
    written: Written
    proposed_institutions: dict[Code, str] = field(default_factory=dict)
    """Institutions that the catalogue does not have, by code, with the name that the table gives them."""
    proposed_courses: dict[Code, str] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)
    """What is alike or contradicts itself, for a person to look at; it keeps nothing back."""

    def count(self, outcome: str) -> int:
        """Return how many rows came to an outcome."""
        return sum(row.outcome == outcome for row in self.rows)

    @property
    def refused(self) -> list[Accounted]:
        """Return the rows that need a person."""
        return [row for row in self.rows if row.outcome == "refused"]


@dataclass(frozen=True, slots=True)
class Table:
    """A table and what its columns mean."""

    name: str
    """As entries made from it cite it."""
    mapping: Mapping
    sheets: Sequence[Sheet] = ()


def take_in(table: Table, known: Catalogue, folder: Path, accepted: frozenset[Code] = frozenset()) -> TakenIn:
    """Return what becomes of a table; nothing is written.

    Args:
        table: The table.
        known: The catalogue, with what others wrote into the folder, and without what came from this table.
        folder: Where the catalogue files are to be.
        accepted: The codes of what an earlier run of this table wrote into the folder.

    Raises:
        TableUnreadError: a heading that the mapping names is not there.
    """
    mapping = table.mapping
    register = Register(known, mapping, accepted)
    rows = [row for sheet in table.sheets for row in rows_of(sheet, mapping)]
    return accounted(table, rows, READERS[mapping.kind](rows, register, mapping), register, folder)


def take_in_agreement(
    agreement: Data, table: Table, known: Catalogue, folder: Path, accepted: frozenset[Code] = frozenset()
) -> TakenIn:
    """Return what becomes of an agreement of ASSIST, as `take_in` does of a table's sheets."""
    register = Register(known, table.mapping, accepted)
    rows = rows_of_agreement(agreement, table.mapping)
    rules = agreement_rules(agreement, rows, register, table.mapping)
    return accounted(table, rows, rules, register, folder)


READERS: dict[TableKind, Callable[[Sequence[Row], Register, Mapping], Rules]] = {
    "recognition": recognition_rules,
    "entries": entry_rules,
    "curriculum": curricula,
}
"""How the rows of each kind of table become rules."""


def accounted(table: Table, rows: Sequence[Row], rules: Rules, register: Register, folder: Path) -> TakenIn:
    """Return what became of rows whose rules are known."""
    ready: list[Built] = []
    proposed: dict[tuple[str, int], set[Code]] = defaultdict(set)
    for built in rules.built:
        missing = {code for code in _new_codes(built.data, register) if register.is_proposed(code)}
        for row in (*built.rows, *built.same) if missing else ():
            proposed[built.sheet, row] |= missing
        if not missing:
            ready.append(built)
    files = _files(ready, register, table)
    taken = TakenIn(table.name, _outcomes(rows, ready, rules.refused, set(proposed)), plan(folder, files, table.name))
    for code in sorted(set().union(*proposed.values())):
        into = taken.proposed_institutions if code in register.new_institutions else taken.proposed_courses
        into[code] = register.title_of(code)
    taken.notices = notices_of(register)
    return taken


def _outcomes(
    rows: Sequence[Row],
    ready: Sequence[Built],
    refused: Refused,
    proposed: set[tuple[str, int]],
) -> list[Accounted]:
    """Return what became of each row."""
    codes: dict[tuple[str, int], list[Code]] = defaultdict(list)
    made_of: set[tuple[str, int]] = set()
    for built in ready:
        for number in (*built.rows, *built.same):
            codes[built.sheet, number].append(built.data["code"])
        made_of |= {(built.sheet, number) for number in built.rows}
    done: list[Accounted] = []
    for row in rows:
        at = (row.sheet, row.number)
        findings = [*row.findings, *refused.get(at, ())]
        if not any(row.cells.values()):
            done.append(Accounted(*at, "left-out"))
        elif findings:
            done.append(Accounted(*at, "refused", findings=findings))
        elif at in proposed:
            done.append(Accounted(*at, "proposed"))
        else:
            done.append(Accounted(*at, "imported" if at in made_of else "merged", codes[at]))
    return done


def _new_codes(data: Any, register: Register) -> set[Code]:  # noqa: ANN401 - plain data
    """Return the new courses and institutions that a rule speaks of."""
    if isinstance(data, str):
        institution = data.partition(":")[0]
        return {
            code for code in (data, institution) if code in register.new_courses or code in register.new_institutions
        }
    parts = data.values() if isinstance(data, dict) else data if isinstance(data, list | tuple) else ()
    return set().union(*(_new_codes(part, register) for part in parts))


def _files(ready: Sequence[Built], register: Register, table: Table) -> dict[str, Content]:
    """Return the content of each file: one for each institution, with what it sends and what it offers."""
    contents: dict[str, Content] = defaultdict(lambda: defaultdict(list))
    sources = Sources(table.mapping, table.name, register.known_sources)
    publisher = Counter(built.data["published_by"] for built in ready).most_common(1)
    needed: set[Code] = set()
    structured = {code for built in ready for code in built.data.get("of", ())}
    for built in ready:
        rule = dict(built.data)
        rule["sources"] = sources.cited(rule["published_by"], rule["sources"])
        contents[f"{built.sender}.yaml"]["rules"].append(rule)
        needed |= _new_codes(built.data, register)
    for code in sorted(needed):
        if code in register.new_institutions:
            entry = institution_entry(register.new_institutions[code], register.countries[code])
            contents[f"{code}.yaml"]["institutions"].append(entry)
        else:
            new = register.new_courses[code]
            section, entry = course_entry(code, new, sources.cited(publisher[0][0]))
            if section == "programmes" and code in structured:
                entry["curriculum"] = "published" if table.mapping.complete else "partly-published"
            contents[f"{new.institution}.yaml"][section].append(entry)
    for code, entry in sources.entries.items():
        contents[f"{code.partition(':')[0]}.yaml"]["sources"].append(entry)
    for content in contents.values():
        for name, entries in content.items():
            if name != "sources":  # which have no facts
                for entry in entries:
                    entry["facts"] = [table.name]
    return {name: dict(content) for name, content in contents.items()}

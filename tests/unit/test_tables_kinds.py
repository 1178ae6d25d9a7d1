"""Entry tables and curriculum tables become rules as recognition tables do."""

from pathlib import Path
from typing import Any

import pytest

from stackways.rules.collection import Catalogue
from stackways.seed.check import check
from stackways.seed.reading import read_catalogue
from stackways.seed.tables.columns import TableKind
from stackways.seed.tables.files import content_of
from stackways.seed.tables.grid import read_sheets
from stackways.seed.tables.mapping import Mapping, propose
from stackways.seed.tables.take_in import Table, TakenIn, take_in

ALWAYS = {"receiver": "Our College"}


def taken(folder: Path, kind: TableKind, text: str, **said: Any) -> TakenIn:  # noqa: ANN401 - fields of a mapping
    file = folder / "table.csv"
    file.write_text(text)
    sheets = read_sheets(file)
    columns = propose(sheets[0], kind).mapping.columns
    mapping = Mapping(kind=kind, columns=columns, always=ALWAYS, accept=["institutions", "courses"], **said)
    found = take_in(Table("table.csv", mapping, sheets), Catalogue(), folder / "ours")
    found.written.apply(folder / "ours")
    assert [str(problem) for problem in check([folder / "ours"])] == [] if found.written else True
    return found


def data(folder: Path, code: str) -> Any:  # noqa: ANN401 - an entry as a file has it
    entries = [one for file in (folder / "ours").glob("*.yaml") for part in content_of(file).values() for one in part]
    return next(one for one in entries if one["code"] == code)


ENTRIES = """\
Programme code,Programme title,Programme type,Awarding body,Qualification,Grade,Age,Work experience,Conditions
DIP-IT,Diploma in IT,diploma,ITE,Higher Nitec in IT,B,,,
DIP-IT,,,,Five subjects at level 2,,21,2,an interview
"""


def test_each_row_of_an_entry_table_is_a_way_in(tmp_path: Path) -> None:
    found = taken(tmp_path, "entries", ENTRIES, several="either")
    assert [row.outcome for row in found.rows] == ["imported", "imported"]
    rule = data(tmp_path, "our-college:entry-dip-it")
    assert rule["into"] == ["our-college:dip-it"]
    first, other = rule["needs"]["any_of"]
    assert first == {"hold": "ite:higher-nitec-in-it", "minimum_grade": {"value": "B", "scale": "letter"}}
    stated = {"stated": "Five subjects at level 2"}
    assert other == {"all_of": [stated, {"minimum_age": 21}, {"work_years": 2}, {"stated": "an interview"}]}
    assert data(tmp_path, "our-college:dip-it")["title"] == {"en": "Diploma in IT"}
    assert data(tmp_path, "our-college:dip-it")["kind"] == "diploma"


def test_nobody_guesses_whether_several_rows_are_several_ways_in(tmp_path: Path) -> None:
    found = taken(tmp_path, "entries", ENTRIES)
    assert [row.outcome for row in found.rows] == ["refused", "refused"]
    assert {one.what.id for row in found.rows for one in row.findings} == {"table.several-ways"}


CURRICULUM = """\
Program code,Program,Award type,Total credits,Group,How many,Module code,Module title,Credits,Unit,Level,Requires
DIP-IT,Diploma in IT,diploma,24,Core,all,NET101,Networks I,4,credit,HKQF 4,
DIP-IT,,,,Core,,NET102,Networks II,4,credit,HKQF 4,NET101
DIP-IT,,,,Choice,exactly 1,DS1 / DS2,Design,4,credit,,
DIP-IT,,,,Electives,8 credits,EL1,Law,4,credit,,
DIP-IT,,,,Electives,8 credits,0097,Ethics,4,credit,,NET101 / NET102
DIP-IT,,,,Project,1,PR1,Project,4,credit,,
"""


def test_a_curriculum_is_a_tree_of_its_parts(tmp_path: Path) -> None:
    found = taken(tmp_path, "curriculum", CURRICULUM, complete=True)
    assert [row.outcome for row in found.rows] == ["imported"] * 6
    rule = data(tmp_path, "our-college:structure-dip-it")
    assert rule["confers"] is True
    electives = ["our-college:el1", "our-college:0097"]
    assert rule["needs"]["all_of"] == [
        {"name": "core", "all_of": ["our-college:net101", "our-college:net102"]},
        {"name": "choice", "exactly_one_of": [{"any_of": ["our-college:ds1", "our-college:ds2"]}]},
        {"name": "electives", "credits": {"at_least": 8}, "unit": "credit", "of": electives},
        {"name": "project", "at_least": 1, "of": ["our-college:pr1"]},
    ]
    programme = data(tmp_path, "our-college:dip-it")
    assert (programme["credits"], programme["curriculum"]) == (24, "published")
    assert data(tmp_path, "our-college:net101")["level"] == {"framework": "HKQF", "value": 4}
    assert data(tmp_path, "our-college:entry-net102")["needs"] == "our-college:net101"
    needs = data(tmp_path, "our-college:entry-0097")["needs"]
    assert needs == {"any_of": ["our-college:net101", "our-college:net102"]}


@pytest.mark.parametrize(
    ("wrong", "right", "what"),
    [
        ("exactly 1", "some", "table.no-how-many"),
        ("8 credits", "2", "table.part-differs"),
        ("HKQF 4", "4", "table.no-level"),
    ],
)
def test_what_a_curriculum_leaves_open_is_told(tmp_path: Path, wrong: str, right: str, what: str) -> None:
    found = taken(tmp_path, "curriculum", CURRICULUM.replace(wrong, right, 1))
    assert what in {one.what.id for row in found.rows for one in row.findings}


def test_the_same_curriculum_again_changes_nothing(tmp_path: Path) -> None:
    taken(tmp_path, "curriculum", CURRICULUM)
    assert not taken(tmp_path, "curriculum", CURRICULUM).written


def test_a_source_that_the_catalogue_has_is_cited_and_not_defined_again(tmp_path: Path) -> None:
    taken(tmp_path, "curriculum", CURRICULUM)
    known = read_catalogue([tmp_path / "ours"])
    assert [source.code for source in known.sources] == ["our-college:source-table-csv"]
    file = tmp_path / "table.csv"
    file.write_text("Institution,Title,Our module,Outcome\nCisco,CCNA,Networks I,exemption\n")
    columns = {"sender": "Institution", "course_title": "Title", "target_title": "Our module", "outcome": "Outcome"}
    mapping = Mapping(kind="recognition", columns=columns, always=ALWAYS, accept=["institutions", "courses"])
    found = take_in(Table("table.csv", mapping, read_sheets(file)), known, tmp_path / "theirs")
    assert [row.outcome for row in found.rows] == ["imported"]
    assert not any("sources:\n  - code" in text for text in found.written.texts.values())

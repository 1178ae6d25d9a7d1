"""The HKU credit transfer table: 25,196 rows as they were collected, all accounted for."""

import csv
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from stackways.rules.collection import Catalogue
from stackways.rules.kinds.recognition import Recognition
from stackways.rules.requirements.groups import AllOf
from stackways.seed.reading import read_catalogue
from stackways.seed.tables.grid import Sheet, read_sheets
from stackways.seed.tables.mapping import Mapping, NewInstitution, TableSource
from stackways.seed.tables.take_in import Table, TakenIn, take_in

SAMPLE = Path(__file__).parents[3] / "shared" / "samples" / "tables" / "hku-credit-transfer.csv"
pytestmark = pytest.mark.skipif(not SAMPLE.exists(), reason="the samples of others are not here")

MAPPING = Mapping(
    kind="recognition",
    columns={
        "sender": "University",
        "sender_country": "University-Country",
        "course": "Exchange-Course-Code",
        "course_title": "Exchange-Course-Title",
        "target": "HKU-Course-Code",
        "target_title": "HKU-Course-Title",
    },
    always={"receiver": "hku", "outcome": "specified credit", "certainty": "precedent"},
    new=[NewInstitution(code="hku", title="The University of Hong Kong", kind="university", country="HK")],
    source=TableSource.model_validate(
        {"title": "HKU credit transfer database", "tier": "mirror", "read": "2026-11-21", "confidence": "medium"}
    ),
    accept=["institutions", "courses"],
    several="either",
    unspecified=["elective", "electives"],
    blank=["-", "--", "n/a", "m/a"],
)
FEW = {
    "Aalto University", "Aarhus University", "BI Norwegian School of Management", "Boston University",
    "EDHEC Business School",
    "Fudan University", "KAIST", "University of California, Riverside", "York University", "University of Surrey",
}  # fmt: skip


@pytest.fixture(scope="module")
def whole() -> Sheet:
    [sheet] = read_sheets(SAMPLE)
    return sheet


def taken(sheet: Sheet, folder: Path) -> TakenIn:
    return take_in(Table("hku.csv", MAPPING, [sheet]), Catalogue(), folder)


def part(whole: Sheet) -> Sheet:
    return Sheet(whole.name, [row for row in whole.rows if row[0] == 1 or row[1][0] in FEW])


def test_every_row_is_accounted_for_once(whole: Sheet, tmp_path: Path) -> None:
    found = taken(whole, tmp_path)
    assert [row.row for row in found.rows] == [number for number, _ in whole.rows[1:]]
    outcomes = Counter(row.outcome for row in found.rows)
    assert outcomes.total() == 25_196
    assert set(outcomes) == {"imported", "merged", "refused"}
    assert outcomes["refused"] < 70
    assert all(bool(row.findings) == (row.outcome == "refused") for row in found.rows)
    assert all(row.codes for row in found.rows if row.outcome != "refused")
    # What is refused, and why, by kind: text where a code belongs, nothing there, half of a pair, one thing twice.
    why = Counter(one.what.id for row in found.refused for one in row.findings)
    assert set(why) == {"table.no-code", "table.no-course", "table.side-empty", "table.twice", "table.lines-of-codes"}

    rules = {rule["code"]: rule for text in found.written.texts.values() for rule in _rules(text)}
    with SAMPLE.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    unspecified = [number for number, row in enumerate(rows, start=2) if "xxxx" in row["HKU-Course-Code"].lower()]
    assert len(unspecified) == 4_098
    outcome = {row.row: row.outcome for row in found.rows}
    assert sum(outcome[number] == "refused" for number in unspecified) <= 12
    several = [number for number, row in enumerate(rows, start=2) if "+" in row["Exchange-Course-Code"]]
    together = [row for row in found.rows if row.row in set(several) and row.outcome != "refused"]
    assert len(together) == 420
    assert all("-and-" in code or len(code) > 90 for row in together for code in row.codes)
    assert rules


def _rules(text: str) -> list[dict[str, str]]:
    section = text.partition("\nrules:\n")[2]
    return [{"code": line.removeprefix("  - code: ")} for line in section.split("\n") if line.startswith("  - code: ")]


def test_several_targets_of_one_course_are_one_rule_and_either_of_them(whole: Sheet, tmp_path: Path) -> None:
    taken(part(whole), tmp_path).written.apply(tmp_path)
    catalogue = read_catalogue([tmp_path])
    by_course = defaultdict(list)
    for rule in catalogue.rules:
        if isinstance(rule, Recognition):
            by_course[tuple(sorted(rule.needs.codes()))].append(rule)
    [trade] = by_course["fudan-university:econ170006",]
    assert trade.either
    assert {grant.target for grant in trade.grants} >= {"hku:ccch9007", "hku:econ2252", "hku:fina1310", "hku:tgcr9000"}
    assert trade.certainty == "precedent"
    both = [rule for rule in catalogue.rules if isinstance(rule, Recognition) and isinstance(rule.needs, AllOf)]
    assert both
    items = {item.code: item for item in catalogue.study_items()}
    elective = items["hku:econxxxx-elective"]
    assert (elective.is_class, elective.members, elective.title["en"]) == (True, None, "Elective (ECONxxxx)")
    riverside = next(one for one in catalogue.institutions if one.code == "university-of-california-riverside")
    assert riverside.country == "US"


def test_the_table_again_changes_nothing_and_a_row_less_takes_its_rule_out(whole: Sheet, tmp_path: Path) -> None:
    few = part(whole)
    taken(few, tmp_path).written.apply(tmp_path)
    assert not taken(few, tmp_path).written
    fudan = next(number for number, row in few.rows if row[0] == "Fudan University")
    less = taken(Sheet(few.name, [row for row in few.rows if row[0] != fudan]), tmp_path).written
    assert {file.name for file in less.texts} <= {"fudan-university.yaml", "hku.yaml"}
    assert less.changed or less.taken_out

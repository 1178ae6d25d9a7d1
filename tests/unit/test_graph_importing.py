"""Tables for Neo4j's own bulk import."""

import csv
import datetime as dt
from pathlib import Path

import pytest

from stackways.graph.elements import Edge, Node
from stackways.graph.importing import ROWS_AT_ONCE, SEPARATOR, Tables

NODE = Node(
    ("Coded", "tp:a"),
    {"code": "tp:a", "title_en": 'Says "a",\nand more', "facts": ["x", "y"], "illustrative": False, "empty": ""},
    "Module",
)


def table(argument: str) -> list[list[str]]:
    with Path(argument.rpartition("=")[2]).open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_nodes_with_the_same_properties_share_a_table(tmp_path: Path) -> None:
    tables = Tables(tmp_path / "tables")
    tables.add(NODE)
    tables.add(Node(("Coded", "tp:b"), {**NODE.properties, "code": "tp:b"}, "Module"))
    (argument,) = tables.close()
    assert argument.startswith("--nodes=Coded:Module=")
    assert table(argument) == [
        ["code:ID(Coded)", "title_en:string", "facts:string[]", "illustrative:boolean", "empty:string"],
        ["tp:a", 'Says "a",\nand more', f"x{SEPARATOR}y", "false", ""],
        ["tp:b", 'Says "a",\nand more', f"x{SEPARATOR}y", "false", ""],
    ]


def test_what_a_row_does_not_have_is_an_empty_cell_and_an_empty_text_a_quoted_one(tmp_path: Path) -> None:
    tables = Tables(tmp_path / "tables")
    tables.add(NODE)
    tables.add(Node(("Coded", "tp:b"), {"code": "tp:b", "hours": 60}, "Module"))
    (argument,) = tables.close()
    first, second = Path(argument.rpartition("=")[2]).read_text(encoding="utf-8").split("\n")[-3:-1]
    assert first.endswith(',false,"",')
    assert second == '"tp:b",,,,,60'


def test_a_column_found_late_begins_another_file(tmp_path: Path) -> None:
    tables = Tables(tmp_path / "tables")
    for number in range(ROWS_AT_ONCE):
        tables.add(Node(("Coded", f"tp:{number}"), {"code": f"tp:{number}"}, "Module"))
    tables.add(Node(("Coded", "tp:late"), {"code": "tp:late", "hours": 60}, "Module"))
    early, late = map(table, tables.close())
    assert len(early) == ROWS_AT_ONCE + 1
    assert late == [["code:ID(Coded)", "hours:long"], ["tp:late", "60"]]


def test_one_name_with_two_types_makes_two_tables(tmp_path: Path) -> None:
    tables = Tables(tmp_path / "tables")
    for code, figure in (("tp:a", 60), ("tp:b", "sixty"), ("tp:c", True), ("tp:d", 60.5)):
        tables.add(Node(("Coded", code), {"code": code, "figure_hours": figure}, "Module"))
    headers = [table(argument)[0][1] for argument in tables.close()]
    assert headers == ["figure_hours:long", "figure_hours:string", "figure_hours:boolean", "figure_hours:double"]


def test_an_edge_names_its_ends(tmp_path: Path) -> None:
    tables = Tables(tmp_path / "tables")
    tables.add(
        Edge("NEEDS", ("Rule", "tp:r@1"), ("Coded", "tp:a"), {"position": 0, "attained_from": dt.date(2024, 2, 29)})
    )
    (argument,) = tables.close()
    assert argument.startswith("--relationships=NEEDS=")
    assert table(argument) == [
        [":START_ID(Rule)", ":END_ID(Coded)", "position:long", "attained_from:date"],
        ["tp:r@1", "tp:a", "0", "2024-02-29"],
    ]


@pytest.mark.parametrize("value", [[], [""], f"a{SEPARATOR}b", [f"a{SEPARATOR}b"]])
def test_what_the_import_would_lose_is_refused(tmp_path: Path, value: object) -> None:
    with pytest.raises(ValueError, match="`figure_x`"):
        Tables(tmp_path / "tables").add(Node(("Coded", "tp:a"), {"code": "tp:a", "figure_x": value}, "Module"))

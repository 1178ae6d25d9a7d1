"""The rules that an institution looks after, and which of them need care."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from tests.command_line import run
from tests.desk_catalogue import KNOWN, rule

OLD_SOURCE = "  - {code: our:old, title: Old list, tier: primary, read: 2024-05-01}\n"


@pytest.fixture(autouse=True)
def folder(own_folder: Path) -> Path:
    known = KNOWN.replace("credentials:", OLD_SOURCE + "credentials:")
    rules = (
        rule("ends", more="effective_from: 2026-01-01, effective_until: 2027-01-31")
        + rule("over", more="effective_from: 2020-01-01, effective_until: 2021-01-31", source="our:old")
        + rule("stale", source="our:old", more="effective_from: 2024-01-01")
        + rule("undated").replace("confidence: high}]", "confidence: high}, "
            "{source: 'our:minutes', confidence: high, relation: contradicts}]")
    )  # fmt: skip
    (own_folder / "our.yaml").write_text(known + "rules:\n" + rules)
    return own_folder


def desk(*arguments: str) -> Any:  # noqa: ANN401 - whatever JSON holds
    ran = run("desk", *arguments, "--catalogue", "our.yaml", "--as-of", "2026-11-30", "--json")
    assert ran.code == 0, ran.err
    return json.loads(ran.out)


def names(*arguments: str) -> list[str]:
    return [one["rule"].removeprefix("our:").removesuffix("@1") for one in desk(*arguments)["items"]]


def test_rules_are_sorted_by_the_day_they_end_and_counted_by_the_care_they_need() -> None:
    assert names("our") == ["over", "ends", "stale", "undated"]
    found = desk("our")
    assert [found[name] for name in ("ending_soon", "not_checked", "undated", "contradicted")] == [1, 1, 1, 1]
    first = found["items"][1]
    assert (first["from"], first["until"], first["last_checked"]) == ("2026-01-01", "2027-01-31", "2026-11-01")
    assert [one["title"]["en"] for one in first["partners"]] == ["Cisco"]
    assert first["direction"] == "inward"


def test_what_needs_care_can_be_asked_for_alone() -> None:
    assert names("our", "--ending-within", "P6M") == names("our", "--ends-within", "3 months") == ["ends"]
    assert names("our", "--ending-within", "1 month") == []
    assert names("our", "--not-checked-for", "1 year") == ["stale"]
    assert names("our", "--not-checked-for", "P20D") == ["stale", "ends", "undated"]
    assert names("our", "--undated") == ["undated"]
    assert names("our", "--contradicted") == ["undated"]
    assert names("our", "--doubtful") == []
    assert "write it as `P6M`" in " ".join(run("desk", "our", "--ends-within", "soon").err.split())


def test_of_the_partner_the_same_rules_are_outward_and_without_a_name_all_are_there() -> None:
    assert {one["direction"] for one in desk("cisco")["items"]} == {"outward"}
    assert names("cisco") == names("our") == names()
    assert names("cisco", "--direction", "inward") == []
    assert "did you mean `cisco`" in run("desk", "ciscoo", "--catalogue", "our.yaml").err


def test_the_table_and_the_page_have_a_row_for_each(folder: Path) -> None:
    ran = run("desk", "our", "--catalogue", "our.yaml", "--as", "csv", "--output", "desk.csv")
    assert ran.code == 0, ran.err
    rows = list(csv.DictReader(io.StringIO((folder / "desk.csv").read_text(encoding="utf-8-sig"))))
    assert [row["In force until"] for row in rows] == ["2021-01-31", "2027-01-31", "", ""]
    assert rows[-1]["Unclear in the source"] == "another source says otherwise"
    run("desk", "our", "--catalogue", "our.yaml", "--as", "html", "--output", "desk.html")
    assert (folder / "desk.html").read_text().count("<tr>") == 5
    told = run("desk", "our", "--catalogue", "our.yaml", "--as-of", "2026-11-30").words
    assert told.startswith("Our College: 4 rules 1 rule ends within six months. 1 rule was not checked for a year.")
    assert "Our College (本院) recognises Cisco ends exempts from our:net1." in told

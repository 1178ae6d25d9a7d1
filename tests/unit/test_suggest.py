"""Likely equivalents of outside courses: proposals that a person accepts, never rules by themselves."""

import csv
from pathlib import Path

import pytest
from bench.suggest import judge
from tests import officer_sheet
from tests.command_line import run

from stackways.seed.reading import read_catalogue
from stackways.seed.tables.likely import Equivalents, Precedent

SAMPLE = Path(__file__).parents[3] / "shared" / "samples" / "tables" / "hku-credit-transfer.csv"


@pytest.fixture
def folder(own_folder: Path) -> Path:
    (own_folder / "cisco.yaml").write_text(officer_sheet.KNOWN)
    (own_folder / "stackways.toml").write_text('shipped = "none"\ncatalogues = ["cisco.yaml", "ours"]\n')
    officer_sheet.write(own_folder / "rules.xlsx", mistakes=False)
    assert run("import", "rules.xlsx", "--into", "ours", "--accept-new").code == 0
    (own_folder / "courses.csv").write_text(
        "University,Course code,Course title\nEast College,E 7,Workshop Seven\nEast College,E 8,Workshop 9\n"
    )
    return own_folder


def rules_in(folder: Path) -> list[str]:
    """Return the sentences of the rules in a folder."""
    return [rule.says["en"] for rule in read_catalogue([Path("cisco.yaml"), folder]).rules]


def test_what_is_recognised_already_counts_beside_the_titles() -> None:
    titles = {"our:stat": "Statistical Inference", "our:law": "Contract Law"}
    plain = Equivalents(titles).likeliest("Introduction to Obligations")
    assert [one.target for one in plain] == []
    known = Precedent("East College", "LAW1", "Obligations I", "our:law")
    taught = Equivalents(titles, [known]).likeliest("Introduction to Obligations")
    assert [one.target for one in taught] == ["our:law"]
    assert "Obligations I" in str(taught[0].why)
    assert Equivalents(titles).likeliest("Statistics")[0].target == "our:stat"


def test_a_proposal_is_no_rule_until_a_person_accepts_it(folder: Path) -> None:
    ran = run("suggest", "courses.csv", "--towards", "our-college", "--most", "2", "--output", "proposals.csv")
    assert ran.code == 0, ran.err
    assert "East College E 8 Workshop 9" in ran.words
    assert "our-college:lab9" in ran.words
    with (folder / "proposals.csv").open(encoding="utf-8-sig", newline="") as stream:
        heading, *rows = list(csv.reader(stream))
    assert all(row[0].startswith("# ") for row in rows)
    before = rules_in(folder / "ours")
    outcome, source = heading.index("Outcome"), heading.index("Source")
    accepted = next(row for row in rows if "our-college:lab9" in row)
    accepted[0], accepted[outcome], accepted[source] = "", "exemption", "Minutes of May"
    with (folder / "proposals.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([heading, *rows])
    assert run("import", "proposals.csv", "--into", "ours", "--accept-new").code == 0
    [added] = set(rules_in(folder / "ours")) - set(before)
    assert "Workshop 9" in added
    assert "East College" in added


@pytest.mark.usefixtures("folder")
def test_an_institution_that_there_is_not_is_told() -> None:
    assert "did you mean `our-college`" in run("suggest", "courses.csv", "--towards", "our-colleg").err


@pytest.mark.skipif(not SAMPLE.exists(), reason="the table is not part of the project")
def test_it_finds_more_than_matching_titles_does() -> None:
    found = judge(SAMPLE, folds=10, most=150, judged=1)
    ours, plain = found["suggest"], found["plain title matching"]
    assert ours[0] > plain[0]
    assert ours[1] > plain[1]

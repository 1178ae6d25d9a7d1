"""Degrees of other institutions in the catalogue format, as docs/degrees.md shows them, and their students."""

import re
from pathlib import Path

import pytest
from tests.command_line import run

from stackways.pathways.run_scenarios import Scenario, read_scenarios, run_own
from stackways.seed.reading import read_catalogue

DOCS = Path(__file__).parents[2] / "docs"
CATALOGUES = sorted((DOCS / "degrees").glob("*.yaml"))
STUDENTS = read_scenarios(DOCS / "degrees" / "students")


@pytest.mark.parametrize("path", CATALOGUES, ids=[path.stem for path in CATALOGUES])
def test_a_degree_is_a_catalogue_without_problems_of_some_forty_courses(path: Path) -> None:
    assert 35 <= len(read_catalogue([path]).modules) <= 45


@pytest.mark.parametrize(
    ("file", "scenario"), STUDENTS, ids=[f"{file.stem}: {scenario.name}" for file, scenario in STUDENTS]
)
def test_a_student_is_audited_as_written_down(file: Path, scenario: Scenario) -> None:
    assert [outcome.differences for outcome in run_own([(file, scenario)]).scenarios] == [[]]


def test_what_the_page_shows_stands_in_the_catalogues() -> None:
    lines = {line for path in CATALOGUES for line in path.read_text().splitlines()}
    page = (DOCS / "degrees.md").read_text()
    shown = [line for block in re.findall(r"```yaml\n(.*?)```", page, re.DOTALL) for line in block.splitlines()]
    assert len(shown) > 10
    assert [line for line in shown if line not in lines] == []


def test_a_catalogue_in_a_file_is_asked_without_a_database() -> None:
    path = DOCS / "degrees" / "riverbend.yaml"
    asked = ["awards", "--catalogue", str(path), "--programme", "riverbend:sb-computing", "--illustrative"]
    ran = run(*asked, "--explain")
    assert ran.code == 0
    assert "Bachelor of Science in Computing" in ran.out
    assert "180 units of: at least 180 units from: module" in ran.out


def test_a_misspelt_code_is_answered_with_near_ones_of_that_catalogue() -> None:
    path = DOCS / "degrees" / "riverbend.yaml"
    ran = run("awards", "--catalogue", str(path), "--hold", "riverbend:6-10", "--illustrative")
    assert (ran.code, ran.out) == (2, "")
    assert "did you mean `riverbend:6-" in ran.err


def test_scenarios_with_a_catalogue_of_their_own_need_no_database() -> None:
    ran = run("scenario", str(DOCS / "degrees" / "students" / "riverbend.yaml"))
    assert ran.code == 0
    assert f"{sum(file.stem == 'riverbend' for file, _ in STUDENTS)} of" in ran.out

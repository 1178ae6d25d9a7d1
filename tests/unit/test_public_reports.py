"""What others got wrong, by public reports: scenarios with a catalogue of their own, asked without a database."""

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from stackways.pathways.run_scenarios import Scenario, read_scenarios, run_own
from stackways.seed.check import check

SCENARIOS = read_scenarios(Path(__file__).parents[1] / "scenarios" / "public-reports.yaml")
REPORTS = Path(__file__).parents[1] / "data" / "reports"
CASES = Path(__file__).parents[3] / "shared" / "samples" / "cases"
FOUND_BY_CHECK = {
    "grade-not-on-the-scale": ["the scale `letter` has no mark `CS`"],
    "never-both-unrelated-sharing": ["nothing counts twice: both can never be met"],
    "twice-in-a-list": ["stands in this list twice", "`units: {at_least: 2}` with `of: [x:c-0]`"],
}
"""Catalogues that cannot be meant so, and what `check` says of each."""


@pytest.mark.parametrize(("file", "scenario"), SCENARIOS, ids=[scenario.name for _, scenario in SCENARIOS])
def test_a_report_is_answered_right(file: Path, scenario: Scenario) -> None:
    assert [outcome.differences for outcome in run_own([(file, scenario)]).scenarios] == [[]]


@pytest.mark.parametrize("report", FOUND_BY_CHECK)
def test_what_can_never_be_is_found_and_the_way_to_say_it_is_named(report: str) -> None:
    (problem,) = check([REPORTS / f"{report}.yaml"])
    for said in FOUND_BY_CHECK[report]:
        assert said in str(problem)


def test_every_other_report_has_no_mistakes() -> None:
    others = sorted(file for file in REPORTS.glob("*.yaml") if file.stem not in FOUND_BY_CHECK)
    assert len(others) > 20
    assert [str(problem) for file in others for problem in check([file])] == []


@pytest.mark.skipif(not CASES.exists(), reason="the cases are beside the repository, where they are at hand")
def test_every_case_is_a_report_and_says_nothing_else_than_what_can_be_said_since() -> None:
    """Each of the thirty cases has its right answer in a scenario, or a mistake that `check` finds in it."""
    asked = {Path(scenario.catalogue or "").stem for _, scenario in SCENARIOS} | FOUND_BY_CHECK.keys()
    cases = {folder.name: folder / "catalogue.yaml" for folder in CASES.iterdir() if folder.is_dir()}
    assert len(cases) >= 30
    assert cases.keys() - asked == set()
    for name, catalogue in cases.items():
        if catalogue.exists() and name not in SAID_SINCE:
            assert plain(REPORTS / f"{name}.yaml") == plain(catalogue), name


SAID_SINCE = {"04-retake-latest-attempt", "47-corequisite", "not-held"}
"""Which attempt counts, what may be studied at the same time, and what must not be held can be said since."""


def plain(file: Path) -> Any:  # noqa: ANN401 - whatever the file holds
    return YAML(typ="safe").load(file.read_text(encoding="utf-8"))

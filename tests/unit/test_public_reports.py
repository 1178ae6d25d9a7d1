"""What others got wrong, by public reports: scenarios with a catalogue of their own, asked without a database."""

from pathlib import Path

import pytest

from stackways.pathways.run_scenarios import Scenario, read_scenarios, run_own

SCENARIOS = read_scenarios(Path(__file__).parents[1] / "scenarios" / "public-reports.yaml")


@pytest.mark.parametrize(("file", "scenario"), SCENARIOS, ids=[scenario.name for _, scenario in SCENARIOS])
def test_a_report_is_answered_right(file: Path, scenario: Scenario) -> None:
    assert [outcome.differences for outcome in run_own([(file, scenario)]).scenarios] == [[]]

"""The founding documents' boundary cases, each a scenario of tests/scenarios/ against the shipped catalogue."""

from pathlib import Path

import pytest

from stackways.graph.driver import Graph
from stackways.pathways.run_scenarios import Scenario, read_scenarios, run_scenarios

FOLDER = Path(__file__).parent.parent / "scenarios"
SCENARIOS = read_scenarios(FOLDER)


@pytest.mark.parametrize(
    ("file", "scenario"), SCENARIOS, ids=[f"{file.stem}: {scenario.name}" for file, scenario in SCENARIOS]
)
async def test_scenario(shipped_graph: Graph, file: Path, scenario: Scenario) -> None:
    outcomes = await run_scenarios(await shipped_graph.reading(), [(file, scenario)])
    assert [difference for outcome in outcomes.scenarios for difference in outcome.differences] == []


def test_every_name_is_a_sentence_of_its_own() -> None:
    names = [scenario.name for _, scenario in SCENARIOS]
    assert len(set(names)) == len(names)
    assert all(name[0].isupper() and name.endswith(".") for name in names)

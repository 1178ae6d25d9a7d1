"""Degrees of other institutions in the graph: the same answers as from their files, and what would fill a gap."""

import datetime as dt
from pathlib import Path

import pytest_asyncio
from tests.conftest import Neo4jServer
from tests.integration.conftest import Loaded, load_into

from stackways.pathways.find_awards import AwardsQuestion, find_awards
from stackways.pathways.run_scenarios import read_scenarios, run_scenarios
from stackways.rules.holdings import Holding
from stackways.seed.reading import read_catalogue

DEGREES = Path(__file__).parents[2] / "docs" / "degrees"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def degrees(neo4j_server: Neo4jServer) -> Loaded:
    return await load_into(neo4j_server, read_catalogue(sorted(DEGREES.glob("*.yaml"))))


async def test_every_student_is_audited_as_written_down(degrees: Loaded) -> None:
    students = [
        (file, one.model_copy(update={"catalogue": None})) for file, one in read_scenarios(DEGREES / "students")
    ]
    async with degrees.open() as graph:
        outcomes = await run_scenarios(await graph.reading(), students)
    assert [outcome.differences for outcome in outcomes.scenarios if not outcome.passed] == []
    assert len(outcomes.scenarios) > 15


async def test_what_would_fill_a_gap_is_found_by_attribute_and_by_published_code(degrees: Loaded) -> None:
    async def fillers(programme: str, *held: str) -> set[str]:
        holdings = [Holding(code=code, attained_on=dt.date(2024, 6, 1)) for code in held]
        day = dt.date(2025, 6, 15)
        question = AwardsQuestion(holdings=holdings, programme=programme, as_of=day, illustrative=True)
        async with degrees.open() as graph:
            [near] = (await find_awards(await graph.reading(), question)).nearest
        return set(near.would_fill)

    assert "riverbend:18-01" in await fillers("riverbend:sb-computing")  # the only one with that attribute
    institutions = {code.partition(":")[0] for code in await fillers("northmoor:ba-mathematics", "northmoor:math-220")}
    assert institutions == {"northmoor"}

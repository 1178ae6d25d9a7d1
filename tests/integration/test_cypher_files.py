"""Every query file: documented as it is, used, reading only, and finding its way in by an index."""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import neo4j
import pytest
from tests.integration.conftest import Loaded

import stackways.pathways
from stackways.browser.files import guide_queries
from stackways.browser.queries import Value, with_values
from stackways.graph.queries import all_queries, query

ROOT = Path(__file__).parent.parent.parent
QUESTIONS = [named.name for named in all_queries() if not named.name.startswith("load/")]
EACH = pytest.mark.parametrize("name", QUESTIONS)
SHARED = re.compile(r"^CALL \((?:recognitions|versions|rule_nodes)[^)]*\) \{\n.*?^\}", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def driver(loaded: Loaded) -> Iterator[neo4j.Driver]:
    with neo4j.GraphDatabase.driver(
        loaded.uri, auth=(loaded.user, loaded.password), notifications_min_severity="OFF"
    ) as opened:
        # Neo4j counts what is in its indexes some time after a load; until then it plans for what was there before.
        opened.execute_query("CALL db.prepareForReplanning(60)")
        yield opened


def content(name: str) -> str:
    """The file as a person would paste it."""
    return files("stackways.cypher").joinpath(f"{name}.cypher").read_text(encoding="utf-8")


@cache
def documented(name: str) -> str:
    """The section of docs/cypher.md on a question."""
    sections = re.split(r"^## ", (ROOT / "docs" / "cypher.md").read_text(encoding="utf-8"), flags=re.MULTILINE)
    return next(section for section in sections if section.startswith(f"{name}\n"))


def example(driver: neo4j.Driver, name: str) -> dict[str, Any]:
    """The parameters of the example in docs/cypher.md, as Neo4j Browser would set them."""
    line = re.search(r"^:params (\{.*\})$", documented(name), flags=re.MULTILINE)
    assert line
    found: dict[str, Any] = driver.execute_query(f"RETURN {line[1]} AS it").records[0]["it"]
    return found


@EACH
def test_the_documented_example_finds_something_and_sets_every_parameter(driver: neo4j.Driver, name: str) -> None:
    parameters = example(driver, name)
    assert set(parameters) == set(query(name).parameters)
    assert set(re.findall(r"\$(\w+)", query(name).text)) == set(query(name).parameters)
    result = driver.execute_query(content(name), parameters)
    assert result.keys == list(query(name).columns)
    assert result.records
    assert any(value for record in result.records for value in record.values())
    assert result.summary.query_type == "r"


@EACH
def test_documentation_says_what_the_file_says(name: str) -> None:
    named, section = query(name), documented(name)
    assert named.doc
    assert named.doc in section
    assert f"](../cypher/{name}.cypher)" in section
    for column, meaning in named.columns.items():
        assert f"- `{column}`: {meaning}\n" in section
    table = next(line for line in (ROOT / "docs" / "cypher.md").read_text().splitlines() if f"| [{name}](" in line)
    assert re.findall(r"`(\w+)`", table) == list(named.parameters)


def test_every_documented_question_has_its_file() -> None:
    assert re.findall(r"^## (\w+)$", (ROOT / "docs" / "cypher.md").read_text(), flags=re.MULTILINE) == QUESTIONS


@EACH
def test_every_file_is_asked_by_a_pathway_or_run_from_the_guide(name: str) -> None:
    folder = Path(stackways.pathways.__file__).parent
    guided = {query for query, _ in guide_queries()}
    assert name in guided or any(f'"{name}"' in file.read_text(encoding="utf-8") for file in folder.glob("*.py"))


@pytest.mark.parametrize(("name", "values"), guide_queries())
def test_a_query_of_the_guide_finds_with_its_values_written_in_what_it_finds_with_parameters(
    driver: neo4j.Driver, name: str, values: dict[str, Value]
) -> None:
    assert set(values) == set(query(name).parameters)
    by_parameters = driver.execute_query(content(name), values)
    written_in = driver.execute_query(with_values(query(name).text, values))
    assert written_in.summary.query_type == "r"
    assert [record.data() for record in written_in.records] == [record.data() for record in by_parameters.records]
    nobody_published = (name == "draw_ending" and not values["nearest"]) or values.get("start") == "tp"
    assert written_in.records or nobody_published


def test_what_files_share_is_the_same_in_all_of_them() -> None:
    """The lines that fetch rules and sources are repeated, for Cypher has no functions; they must not drift apart."""
    by_purpose: dict[str, set[str]] = {}
    for name in QUESTIONS:
        for block in SHARED.findall(query(name).text):
            returned = re.findall(r"AS (\w+)(?=,|\n)", block)[-1]
            if returned in {"rule_nodes", "sources"}:
                body = re.sub(r"^CALL \(.*\) \{\n  UNWIND .* AS rule\n", "", block)
                by_purpose.setdefault(returned, set()).add(body)
    assert {purpose: len(bodies) for purpose, bodies in by_purpose.items()} == {"rule_nodes": 1, "sources": 1}


def operators(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for child in plan.get("children", ()):
        yield from operators(child)


def kind_of(operator: dict[str, Any]) -> str:
    return str(operator["operatorType"]).partition("@")[0]


FINDING = {"NodeUniqueIndexSeek", "NodeIndexSeek"}
WALKING = {"NodeUniqueIndexSeekByRange", "NodeIndexSeekByRange"}
"""An index walked in order, for lists."""
HOLDING = {"Argument", "EmptyRow", "Unwind"}
"""Leaves of a plan that read nothing."""
CALLING = {"ProcedureCall", "Filter"}
LISTS = {
    "desk", "draw_ending", "draw_unrecognised", "funding", "identified", "list_entries", "review_rules",
    "transfer_matrix",
}  # fmt: skip
SOUGHT = {"transfer": ["rule:Rule(name) WHERE name = name", "rule:Rule(name) WHERE name = edge.rule"]}
"""What is looked up in an index for each edge, of which there may be some ten thousand."""
NOT_FOR_EACH = {"transfer": ["rule.name = name", "rule.name = edge.rule"]}
"""What would be gone through for each of them."""


@EACH
def test_the_plan_begins_at_an_index(driver: neo4j.Driver, name: str) -> None:
    named = query(name)
    summary = driver.execute_query(f"PROFILE {named.text}", example(driver, name)).summary
    plan = list(operators(summary.profile or {}))
    leaves = {kind_of(operator) for operator in plan if not operator.get("children")} - HOLDING
    calls = [operator for operator in plan if kind_of(operator) == "ProcedureCall"]
    assert all("db.index.fulltext.queryNodes" in call["args"]["Details"] for call in calls)
    if name in {"search", "nearest_codes"}:
        assert calls
        assert leaves <= CALLING
    else:
        leaves -= CALLING if calls else set()
        assert leaves
        assert leaves <= ({*WALKING, *FINDING} if name in LISTS else FINDING)
    details = [operator["args"].get("Details", "") for operator in plan]
    assert all(any(wanted in found for found in details) for wanted in SOUGHT.get(name, ()))
    assert not any(gone_through in found for gone_through in NOT_FOR_EACH.get(name, ()) for found in details)
    for operator in plan:
        assert "Scan" not in kind_of(operator)
        if kind_of(operator) == "CartesianProduct":  # of one row with one row it is none
            assert operator["rows"] == max(child["rows"] for child in operator.get("children", ()))


@pytest.mark.parametrize(("name", "hits"), [("list_entries", 600), ("review_rules", 600)])
def test_lists_stop_at_their_limit(driver: neo4j.Driver, name: str, hits: int) -> None:
    parameters = example(driver, name) | {"kind": None, "stale": None, "doubtful": None, "limit": 5}
    wanted = {key: parameters[key] for key in query(name).parameters}
    profile = driver.execute_query(f"PROFILE {query(name).text}", wanted).summary.profile
    assert sum(operator["dbHits"] for operator in operators(profile or {})) < hits

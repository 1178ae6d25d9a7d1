"""The schema's neomodel classes against a real Neo4j."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import neomodel
import pytest
from neomodel.exceptions import UniqueProperty
from tests import real_graph
from tests.conftest import Neo4jServer
from tests.real_graph import cypher

from stackways.graph import schema
from stackways.graph.driver import Graph

graph = real_graph.graph


@pytest.fixture
def connected(neo4j_server: Neo4jServer) -> Iterator[None]:
    scheme, _, host = neo4j_server.uri.partition("://")
    neomodel.db.set_connection(url=f"{scheme}://{neo4j_server.user}:{neo4j_server.password}@{host}")
    yield
    neomodel.db.close_connection()


@pytest.mark.usefixtures("connected")
async def test_what_is_saved_is_read_again(graph: Graph) -> None:
    vendor = schema.Institution(code="cisco", title_en="Cisco", kind="certification-vendor").save()
    ccna = schema.Credential(code="cisco:ccna", title_en="CCNA", starts=[dt.date(2026, 1, 31)], figure_hours=60).save()
    module = schema.Module(code="tp:networking", title_en="Networking", theme_zh_hant="網絡").save()
    ccna.offered_by.connect(vendor, {"position": 0})
    since = dt.date(2024, 2, 29)
    ccna.counts_towards.connect(module, {"rule": "tp:rule@1", "effective_from": since, "illustrative": False})
    rule: Any = schema.Rule(name="tp:rule@1", code="tp:rule", version=1, effective_from=since).save()
    rule.needs_held.connect(ccna, {"position": 0, "versions": ["200-301"], "state": "attained", "unused": False})

    found: Any = schema.Credential.nodes.get(code="cisco:ccna")  # neomodel's types do not know its managers
    assert [institution.code for institution in found.offered_by] == ["cisco"]
    assert found.starts == [dt.date(2026, 1, 31)]
    assert found.figure_hours == 60
    assert found.counts_towards.relationship(module).effective_from == since
    assert rule.needs_held.relationship(ccna).versions == ["200-301"]
    stored = await graph.rows(cypher("MATCH (rule:Rule) RETURN rule.effective_from + duration('P1Y') AS later"), {})
    assert stored == [{"later": dt.date(2025, 2, 28)}]  # a date in Neo4j, and no text


@pytest.mark.usefixtures("connected")
async def test_a_code_is_unique_across_the_four_kinds(graph: Graph) -> None:
    await graph.write_statements("load/schema")
    schema.Module(code="tp:same").save()
    with pytest.raises(UniqueProperty):
        schema.Programme(code="tp:same").save()


@pytest.mark.usefixtures("connected")
async def test_neomodel_finds_nothing_to_add_to_the_constraints_and_indexes(graph: Graph) -> None:
    await graph.write_statements("load/schema")

    async def all_of_them() -> set[tuple[str, ...]]:
        text = "SHOW INDEXES YIELD labelsOrTypes, properties, owningConstraint WHERE labelsOrTypes IS NOT NULL RETURN *"
        return {
            (*row["labelsOrTypes"], *row["properties"], "unique" if row["owningConstraint"] else "")
            for row in await graph.rows(cypher(text), {})
        }

    before = await all_of_them()
    wanted = {
        (label.__label__, name, "unique" if declared.unique_index else "")
        for label in (schema.Coded, schema.Offering, schema.Rule, schema.Requirement, schema.Source, schema.Catalogue)
        for name, declared in label.defined_properties(rels=False, aliases=False).items()
        if declared.unique_index or declared.index
    }
    assert {("Coded", *rest) if label == "Offering" else (label, *rest) for label, *rest in wanted} <= before
    assert ("Institution", "title_en", "title_zh_hant", "aliases", "code", "") in before

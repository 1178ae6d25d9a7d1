"""Loading a catalogue into a real Neo4j."""

import asyncio
import re
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from pydantic import SecretStr
from tests import real_graph
from tests.api_client import serving
from tests.conftest import Neo4jServer
from tests.random_catalogues import catalogues
from tests.real_graph import change, cypher

from stackways.graph.bulk import changes_between, stored_in, write
from stackways.graph.driver import Graph
from stackways.graph.elements import catalogue_from, elements_of
from stackways.graph.errors import CatalogueLoading, GraphError, LoadRunning, NoCatalogue, SchemaMismatch
from stackways.graph.loading import exclusive_load
from stackways.graph.rows import item_from_row, rule_from, source_from
from stackways.pathways.settings import Settings
from stackways.rules.collection import Catalogue
from stackways.seed.difference import Change
from stackways.seed.load import load, silent
from stackways.seed.reading import shipped_catalogue

graph = real_graph.graph

WHOLE_RULES = """
CYPHER 25 MATCH (rule:Rule)
RETURN properties(rule) AS rule,
  COLLECT {
    MATCH (rule)-[edge:PUBLISHED_BY|GRANTS|WITHIN|EXCEPTS|STRUCTURES|ADMITS_TO|LIMITS|RENEWED_BY|ABOUT|STATED_IN]->(end)
    RETURN {type: type(edge), code: end.code, properties: properties(edge)}
  } AS edges,
  COLLECT {
    MATCH (rule) (()-[:NEEDS]->(:Requirement)){0,16} (above)-[edge:NEEDS]->(part)
    RETURN {above: above.path, properties: properties(edge), code: part.code,
            requirement: CASE WHEN part:Requirement THEN properties(part) END}
  } AS needs
ORDER BY rule.code, rule.version
"""
"""What the docstring of stackways.graph.rows tells every question to repeat."""

WHOLE_ITEMS = """
CYPHER 25 MATCH (item:Coded)
RETURN labels(item) AS labels, properties(item) AS item,
  COLLECT {
    MATCH (item)-[edge:OFFERED_BY|STATED_IN]->(end)
    RETURN {type: type(edge), code: end.code, properties: properties(edge)}
  } AS edges
ORDER BY item.code
"""


@pytest.fixture(scope="session")
def shipped() -> Catalogue:
    return shipped_catalogue(illustrative=True)


def small(title: str = "Old", modules: int = 2, needs: str = "tp:module-0") -> Catalogue:
    return Catalogue.joined(
        [
            Catalogue.model_validate(
                {
                    "institutions": [{"code": "tp", "title": {"en": "TP"}, "kind": "polytechnic"}],
                    "sources": [{"code": "tp:page", "title": "Page", "tier": "primary"}],
                    "modules": [
                        {"code": f"tp:module-{number}", "title": {"en": title}, "offered_by": ["tp"]}
                        for number in range(modules)
                    ],
                    "rules": [
                        {
                            "code": "tp:rule", "kind": "recognition", "published_by": "tp", "says": {"en": "So it is."},
                            "sources": [{"source": "tp:page", "confidence": "high"}], "needs": needs,
                            "grants": [{"target": "tp:module-1", "outcome": "exemption"}],
                        }
                    ],
                }
            )
        ]
    )  # fmt: skip


async def held_by(graph: Graph) -> Catalogue:
    """The catalogue that the graph is."""
    elements = (await stored_in(graph)).elements()
    return catalogue_from(elements.nodes, elements.edges)


async def values(graph: Graph, text: str) -> list[Any]:
    """The first column of a query."""
    return [next(iter(row.values())) for row in await graph.rows(cypher(text), {})]


async def test_the_graph_equals_the_shipped_files(graph: Graph, shipped: Catalogue) -> None:
    difference = await load(shipped, graph)
    assert len(difference.added) == sum(1 for _ in shipped.coded()) + len(shipped.rules) + len(shipped.sources)
    assert await held_by(graph) == shipped
    state = await graph.state()
    assert state.counts == {
        kind: len(getattr(shipped, kind))
        for kind in ("institutions", "credentials", "modules", "programmes", "rules", "sources")
    }
    assert state.version
    assert (state.loads, state.loading) == (1, None)


async def test_the_lines_that_questions_repeat_give_every_object_back(graph: Graph, shipped: Catalogue) -> None:
    await load(shipped, graph)
    assert [rule_from(row) for row in await graph.rows(cypher(WHOLE_RULES), {}, 60)] == shipped.rules
    items = [item_from_row(row) for row in await graph.rows(cypher(WHOLE_ITEMS), {}, 60)]
    assert items == sorted(shipped.coded(), key=lambda item: item.code)
    sources = await values(graph, "MATCH (source:Source) RETURN properties(source) ORDER BY source.code")
    assert [source_from(properties) for properties in sources] == shipped.sources


async def test_a_second_load_writes_nothing(graph: Graph) -> None:
    await load(small(), graph)
    before = await graph.state()
    assert not await load(small(), graph)
    assert await graph.state() == before


async def test_a_dry_run_says_what_a_load_would_change_and_changes_nothing(graph: Graph) -> None:
    await load(small(), graph)
    before = await graph.state()
    difference = await load(small("New", modules=3), graph, dry_run=True)
    assert difference.added == [Change("module", "tp:module-2")]
    assert [change.code for change in difference.changed] == ["tp:module-0", "tp:module-1"]
    assert await graph.state() == before
    assert await held_by(graph) == small()
    assert await load(small("New", modules=3), graph) == difference
    assert await held_by(graph) == small("New", modules=3)


async def test_what_is_no_longer_in_the_files_goes(graph: Graph) -> None:
    await load(small(modules=5), graph)
    assert len((await load(small(), graph)).removed) == 3
    assert await held_by(graph) == small()


async def test_what_was_changed_by_hand_is_put_right(graph: Graph) -> None:
    await load(small(), graph)
    for by_hand in (
        "MATCH (rule:Rule) DETACH DELETE rule",
        "MATCH (module:Module {code: 'tp:module-0'}) SET module.title_en = 'Mine', module.mine = true",
        "MATCH (module:Module {code: 'tp:module-0'}) REMOVE module:Module SET module:Programme",
        "MATCH (module:Module)-[edge:OFFERED_BY]->() DELETE edge",
        "MATCH (module:Module)-[edge:OFFERED_BY]->(other) CREATE (module)-[:OFFERED_BY {position: 0}]->(other)",
        "CREATE (:Coded {name: 'stranger'})",
    ):
        await change(graph, by_hand)
        await load(small(), graph)
        assert await held_by(graph) == small(), by_hand
        assert await values(graph, "MATCH (n) WHERE n.mine OR n.name = 'stranger' RETURN n.name") == [], by_hand


async def test_other_nodes_in_the_database_are_left_alone(graph: Graph) -> None:
    await change(graph, "CREATE (:Person {name: 'Ada'})-[:KNOWS]->(:Person {name: 'Grace'})")
    await load(small(), graph)
    await load(Catalogue(), graph)
    assert await values(graph, "MATCH (p:Person)-[:KNOWS]->(q) RETURN p.name + q.name") == ["AdaGrace"]


async def test_an_unknown_code_is_named_and_nothing_changes(graph: Graph) -> None:
    await load(small(), graph)
    with pytest.raises(ValueError, match=r"speaks of `tp:nowhere`"):
        await load(small("New", needs="tp:nowhere"), graph)
    assert await held_by(graph) == small()
    assert (await graph.state()).loading is None


async def test_any_catalogue_is_the_same_after_being_in_neo4j(graph: Graph) -> None:
    await graph.write_statements("load/schema")
    loop = asyncio.get_running_loop()

    async def written(catalogue: Catalogue) -> Catalogue:
        changes = changes_between(await stored_in(graph), elements_of(catalogue))
        async with graph.transaction(60) as transaction:
            await write(transaction, changes, silent)
        return await held_by(graph)

    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    @given(catalogues())
    def each(catalogue: Catalogue) -> None:
        assert asyncio.run_coroutine_threadsafe(written(catalogue), loop).result(60) == catalogue

    await asyncio.to_thread(each)


async def test_titles_are_found_in_both_languages(graph: Graph, shipped: Catalogue) -> None:
    await load(shipped, graph)

    async def found(text: str) -> list[str]:
        query = f"CALL db.index.fulltext.queryNodes('names', '{text}') YIELD node RETURN node.title_zh_hant"
        return [title for title in await values(graph, query) if title]

    # Aliases and topics are found, too, so not every title has the words.
    assert any("人工智能" in title for title in await found('"人工智能"'))
    assert any("微證書" in title for title in await found('"微證書"'))
    assert "udacity:ai-programming-with-python" in await values(
        graph, "CALL db.index.fulltext.queryNodes('names', 'ai programming') YIELD node RETURN node.code"
    )


async def test_the_constraints_and_indexes_are_there(graph: Graph) -> None:
    await load(small(), graph)
    unique = await values(
        graph, "SHOW CONSTRAINTS YIELD labelsOrTypes, properties RETURN labelsOrTypes[0] + '.' + properties[0]"
    )
    assert sorted(unique) == ["Catalogue.name", "Coded.code", "Requirement.path", "Rule.name", "Source.code"]
    states = await values(graph, "SHOW INDEXES YIELD state, type WHERE type <> 'LOOKUP' RETURN state")
    assert set(states) == {"ONLINE"}


async def test_two_loads_at_once_take_turns(graph: Graph) -> None:
    await load(small(), graph)
    said: list[str] = []
    await asyncio.gather(
        load(small("First"), graph, progress=lambda what, *_: said.append(what)),
        load(small("Second"), graph, progress=lambda what, *_: said.append(what)),
    )
    assert "waiting for another load" in said
    assert await held_by(graph) in (small("First"), small("Second"))
    assert (await graph.state()).loads == 3


async def test_a_load_that_may_not_wait_says_that_another_is_at_work(graph: Graph) -> None:
    await load(small(), graph)
    async with exclusive_load(graph, 0, silent):
        with pytest.raises(LoadRunning, match="another load is at work"):
            await load(small("New"), graph, wait_seconds=0)
    assert await held_by(graph) == small()


async def test_a_load_that_was_taken_over_changes_nothing(graph: Graph) -> None:
    await load(small(), graph)
    async with exclusive_load(graph, 0, silent) as late:
        changes = changes_between(await stored_in(graph), elements_of(small("Late")))
        await change(graph, "MATCH (c:Catalogue) SET c.loading_owner = 'another'")
        with pytest.raises(LoadRunning, match="took over"):
            await late.write(changes, {"version": "late"}, silent)
    assert await held_by(graph) == small()
    assert (await graph.state()).loading_owner == "another"


async def test_an_empty_database_says_how_to_load(graph: Graph) -> None:
    with pytest.raises(NoCatalogue, match="stackways load"):
        await graph.read("load/nodes")


async def test_a_graph_of_another_schema_is_refused_and_a_load_mends_it(graph: Graph) -> None:
    await load(small(), graph)
    await change(graph, "MATCH (c:Catalogue) SET c.schema_version = 0")
    await graph.state()
    with pytest.raises(SchemaMismatch, match="schema 0"):
        await graph.read("load/nodes")
    await load(small(), graph)
    assert await graph.read("load/nodes")


def mixed(rows: list[dict[str, Any]]) -> set[str]:
    return {row["properties"]["title_en"] for row in rows if "Module" in row["labels"]}


async def test_no_reader_sees_half_of_a_load(graph: Graph, neo4j_server: Neo4jServer) -> None:
    """Readers ask all the time while one catalogue replaces another; each answer is the old or the new."""
    await load(small("0", modules=600), graph)
    server = neo4j_server
    patient = Graph(server.uri, server.user, server.password, query_seconds=60)
    ended = asyncio.Event()
    seen: list[set[str]] = []
    refused: list[CatalogueLoading] = []

    async def ask() -> None:
        while not ended.is_set():
            try:
                seen.append(mixed(await patient.read("load/nodes")))
            except CatalogueLoading as error:
                refused.append(error)

    readers = [asyncio.create_task(ask()) for _ in range(3)]
    for number in range(1, 4):
        await load(small(str(number), modules=600), patient)
    ended.set()
    await asyncio.gather(*readers)
    await patient.close()
    assert {frozenset(titles) for titles in seen} == {frozenset({str(number)}) for number in range(4)}
    assert len(seen) > 10


async def test_several_reads_see_one_catalogue_or_say_that_it_changed(graph: Graph) -> None:
    await load(small(), graph)
    reading = await graph.reading()
    assert await reading.read("load/nodes")
    assert reading.version == (await graph.state()).version
    await load(small("New"), graph)
    with pytest.raises(CatalogueLoading, match="anew"):
        await reading.read("load/nodes")


async def test_a_question_waits_a_little_for_a_load_and_then_says_so(graph: Graph) -> None:
    await load(small(), graph)
    async with exclusive_load(graph, 0, silent) as one:
        await one._keep("writing", 30)
        await graph.state()
        with pytest.raises(CatalogueLoading):
            await graph.read("load/nodes")
        asyncio.get_running_loop().call_later(0.3, lambda: asyncio.ensure_future(one.finish()))
        assert await graph.read("load/nodes")


async def test_while_a_load_is_announced_questions_are_answered(graph: Graph) -> None:
    await load(small(), graph)
    async with exclusive_load(graph, 0, silent):
        assert (await graph.state()).loading == "announced"
        assert mixed(await graph.read("load/nodes")) == {"Old"}


async def test_questions_cannot_write(graph: Graph) -> None:
    with pytest.raises(GraphError):
        await graph.rows(cypher("CREATE (n:Stranger) RETURN n.name"), {})


QUESTIONS = (
    ("GET", "/v1/modules/tp:module-1", None),
    ("POST", "/v1/exemptions", {"holdings": [{"code": "tp:module-0"}]}),
)


async def test_what_is_remembered_is_of_the_catalogue_that_it_names(graph: Graph, neo4j_server: Neo4jServer) -> None:
    """Two catalogues are loaded by turns while 64 ask: no answer is of another one, and none is late."""
    there = Settings(
        neo4j_uri=neo4j_server.uri, neo4j_user=neo4j_server.user, neo4j_password=SecretStr(neo4j_server.password),
        query_seconds=60,
    )  # fmt: skip
    truth: dict[tuple[str, str], Any] = {}
    loaded: list[str] = []
    begun = 0

    async def one_more() -> None:
        nonlocal begun
        begun += 1
        await load(small(f"Title {begun % 2}"), graph)
        loaded.append((await graph.state()).version or "")

    async def asked(client: httpx.AsyncClient, question: tuple[str, str, Any]) -> httpx.Response:
        return await client.request(question[0], question[1], json=question[2])

    async with serving(there.model_copy(update={"memory_megabytes": 0})) as forgetful, serving(there) as client:
        for _ in range(2):
            await one_more()
            for question in QUESTIONS:
                answer = await asked(forgetful, question)
                truth[loaded[-1], question[1]] = answer.json()
        first, second = [truth[version, QUESTIONS[0][1]] for version in loaded]
        assert first != second
        await asked(client, QUESTIONS[0])  # the connection and its plans are there
        ended = False
        right = 0

        async def ask(question: tuple[str, str, Any]) -> None:
            nonlocal right
            while not ended:
                before = len(loaded) - 1
                answer = await asked(client, question)
                if answer.status_code != httpx.codes.SERVICE_UNAVAILABLE:
                    version = answer.headers["stackways-catalogue"]
                    assert answer.json() == truth[version, question[1]]
                    # The load that ended before it was asked, or one at work meanwhile.
                    assert version in {loaded[number % 2] for number in range(before, begun)}
                    right += 1
                await asyncio.sleep(0.05)

        asking = [asyncio.create_task(ask(QUESTIONS[number % 2])) for number in range(64)]
        for _ in range(3):
            await one_more()
            await asyncio.sleep(0.7)  # time enough to answer from memory
        ended = True
        await asyncio.gather(*asking)
        figures = (await client.get("/metrics")).text
    remembered = re.search(r"^stackways_answers_remembered_total (\S+)", figures, re.MULTILINE)
    assert remembered is not None
    assert float(remembered[1]) > right / 2

"""The awards of catalogues in which programmes are made of programmes, layer over layer, as the graph tells them."""

from tests.conftest import Neo4jServer
from tests.dense_catalogues import layers

from stackways.graph.driver import Graph
from stackways.pathways.find_awards import Awards, AwardsQuestion, find_awards
from stackways.rules.collection import Catalogue
from stackways.rules.holdings import Holding
from stackways.seed.load import load


async def asked(server: Neo4jServer, catalogue: Catalogue, programme: str | None = None) -> Awards:
    question = AwardsQuestion(holdings=[Holding(code="x:start")], programme=programme)
    async with Graph(server.uri, server.user, server.password, query_seconds=300) as graph:
        await load(catalogue, graph)
        return await find_awards(await graph.reading(), question)


async def test_no_layer_is_too_far(neo4j_server: Neo4jServer) -> None:
    found = await asked(neo4j_server, layers(6, 3))
    assert (len(found.claimable), found.nearest, found.complete) == (18, [], True)
    [award] = (await asked(neo4j_server, layers(6, 3), "x:p5-0")).claimable
    assert (award.status, award.uses) == ("granted", ["x:start"])

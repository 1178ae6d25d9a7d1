"""The awards of catalogues in which programmes are made of programmes, layer over layer, as the graph tells them."""

from tests import real_graph
from tests.dense_catalogues import layers

from stackways.graph.driver import Graph
from stackways.pathways.find_awards import MOST_PROGRAMMES, Awards, AwardsQuestion, find_awards
from stackways.rules.collection import Catalogue
from stackways.rules.deadline import Deadline, question_within
from stackways.rules.holdings import Holding
from stackways.seed.load import load

graph = real_graph.graph


async def asked(graph: Graph, catalogue: Catalogue, seconds: float, programme: str | None = None) -> Awards:
    await load(catalogue, graph)
    question = AwardsQuestion(holdings=[Holding(code="x:start")], programme=programme)
    with question_within(Deadline(seconds)):
        return await find_awards(await graph.reading(), question)


async def test_no_layer_is_too_far(graph: Graph) -> None:
    found = await asked(graph, layers(6, 3), 600)
    assert (len(found.claimable), found.nearest, found.complete) == (18, [], True)
    [award] = (await asked(graph, layers(6, 3), 600, "x:p5-0")).claimable
    assert (award.status, award.uses) == ("granted", ["x:start"])


async def test_of_four_hundred_in_forty_layers_it_is_told_what_was_not_looked_at(graph: Graph) -> None:
    found = await asked(graph, layers(40, 10), 2)
    assert not found.complete
    assert len(found.claimable) + len(found.not_looked_at) == MOST_PROGRAMMES

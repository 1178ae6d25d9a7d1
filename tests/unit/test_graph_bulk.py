"""What turns a stored graph into a wanted one, without a database."""

from collections import Counter

from hypothesis import given, settings
from tests.random_catalogues import catalogues

from stackways.graph.bulk import Changes, Stored, changes_between
from stackways.graph.elements import Edge, Elements, Node, elements_of
from stackways.rules.collection import Catalogue


def stored(elements: Elements) -> Stored:
    """As the database would hold it, with ids of its own."""
    nodes = {f"n{number}": node for number, node in enumerate(elements.nodes)}
    ids = {node.end: identity for identity, node in nodes.items()}
    edges = {f"e{i}": (e.type, ids[e.start], ids[e.end], e.properties) for i, e in enumerate(elements.edges)}
    return Stored(nodes, edges)


def applied(before: Stored, changes: Changes) -> Elements:
    """What the database would hold after the changes, deletion detaching edges as Neo4j does."""
    nodes = {i: node for i, node in before.nodes.items() if i not in changes.remove_nodes} | dict(changes.change_nodes)
    edges = [
        Edge(kind, nodes[start].end, nodes[end].end, properties)
        for identity, (kind, start, end, properties) in before.edges.items()
        if identity not in changes.remove_edges and start in nodes and end in nodes
    ]
    return Elements([*nodes.values(), *changes.create_nodes], edges + changes.create_edges)


def content(elements: Elements) -> Counter[str]:
    nodes = [(node.end, node.kind, sorted(node.properties.items())) for node in elements.nodes]
    edges = [(edge.type, edge.start, edge.end, sorted(edge.properties.items())) for edge in elements.edges]
    return Counter(map(repr, [*nodes, *edges]))


@settings(max_examples=30, deadline=None)
@given(catalogues(), catalogues())
def test_any_graph_becomes_any_other(old: Catalogue, new: Catalogue) -> None:
    before, wanted = stored(elements_of(old)), elements_of(new)
    after = applied(before, changes_between(before, wanted))
    assert content(after) == content(wanted)
    assert len(changes_between(stored(after), wanted)) == 0


NODE = Node(("Coded", "tp:a"), {"code": "tp:a"}, "Module")
OTHER = Node(("Coded", "tp:b"), {"code": "tp:b"}, "Module")
EDGE = Edge("ABOUT", NODE.end, OTHER.end, {"position": 0})


def test_an_entry_that_changes_its_kind_is_made_again_with_its_edges() -> None:
    programme = Node(NODE.end, NODE.properties, "Programme")
    changes = changes_between(stored(Elements([NODE, OTHER], [EDGE])), Elements([programme, OTHER], [EDGE]))
    assert (changes.remove_nodes, changes.create_nodes) == (["n0"], [programme])
    assert (changes.remove_edges, changes.create_edges) == ([], [EDGE])


def test_one_is_not_true_and_a_whole_float_is_no_integer() -> None:
    for old, new in ((1, True), (1, 1.0), (0, False)):
        before = stored(Elements([Node(NODE.end, {"code": "tp:a", "figure_x": old}, "Module")], []))
        assert (
            len(changes_between(before, Elements([Node(NODE.end, {"code": "tp:a", "figure_x": new}, "Module")], [])))
            == 1
        )


def test_equal_edges_count_as_often_as_they_stand_there() -> None:
    before = stored(Elements([NODE, OTHER], [EDGE, EDGE, EDGE]))
    changes = changes_between(before, Elements([NODE, OTHER], [EDGE]))
    assert len(changes.remove_edges) == 2
    assert not changes.create_edges


def test_what_is_none_of_ours_goes() -> None:
    stranger = Node(("Coded", ""), {"name": "stranger"}, "")
    before = stored(Elements([NODE, stranger], []))
    assert changes_between(before, Elements([NODE], [])).remove_nodes == ["n1"]

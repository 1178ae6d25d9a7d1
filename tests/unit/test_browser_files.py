"""What Neo4j Browser is given: the style, the guide in both forms, and queries with their values written in."""

import json
import re

import neomodel
import pytest

from stackways.browser.files import files_to_serve, guide_queries
from stackways.browser.names import GUIDE, STYLE
from stackways.browser.queries import Value, drawing_address, with_values
from stackways.graph import schema
from stackways.graph.queries import query
from stackways.pathways.open_browser import route_address
from stackways.planner.route import Cost, Hours, Route, Step
from stackways.rules.base import CODE_PATTERN
from stackways.words.message import as_message

FILES = files_to_serve(lambda name: query(name).text)


def styled(selector: str) -> dict[str, dict[str, str]]:
    """The style's properties, by the name behind `node.` or `relationship.`."""
    blocks = re.findall(rf"^{selector}\.(\w+) \{{\n(.*?)^\}}", FILES[STYLE], re.MULTILINE | re.DOTALL)
    return {name: dict(re.findall(r"^  ([\w-]+): (.+);$", body, re.MULTILINE)) for name, body in blocks}


def concrete_nodes() -> set[str]:
    made = [getattr(schema, name) for name in dir(schema)]
    kinds = [kind for kind in made if isinstance(kind, type) and issubclass(kind, neomodel.StructuredNode)]
    return {kind.__name__ for kind in kinds if kind.__module__ == schema.__name__ and not kind.__subclasses__()}


def relationships() -> set[str]:
    return {
        prop.definition["relation_type"]
        for name in concrete_nodes() | {"Coded"}
        for _, prop in getattr(schema, name).defined_properties(aliases=False, properties=False).items()
    }


def test_every_kind_of_node_has_a_colour_and_a_caption_of_its_own() -> None:
    nodes = styled("node")
    assert nodes.keys() == concrete_nodes()
    assert all({"color", "caption"} <= properties.keys() for properties in nodes.values())
    asked_about = [nodes[kind]["color"] for kind in ("Institution", "Credential", "Module", "Programme", "Rule")]
    assert len(set(asked_about)) == len(asked_about)


def test_every_relationship_reads_as_a_sentence_between_its_ends() -> None:
    captions = {kind: properties["caption"].strip("'") for kind, properties in styled("relationship").items()}
    assert captions.keys() == relationships()
    assert captions["RECOGNISED_TOWARDS"] == "counts towards"
    assert all(re.fullmatch(r"[a-z {}]+", caption) for caption in captions.values())


def test_captions_use_properties_that_nodes_have() -> None:
    for name, properties in styled("node").items():
        known = {key for key, _ in getattr(schema, name).defined_properties(aliases=False, rels=False).items()}
        assert set(re.findall(r"\{(\w+)\}", properties["caption"])) <= known


def test_both_forms_of_the_guide_have_the_same_slides_and_the_same_queries() -> None:
    texts = [with_values(query(name).text, values) for name, values in guide_queries()]
    escaped = [text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") for text in texts]
    assert re.findall(r"^----\n(.*?)\n----$", FILES["guide.adoc"], re.MULTILINE | re.DOTALL) == texts
    assert re.findall(r'<pre class="[^"]*runnable">(.*?)</pre>', FILES[GUIDE], re.DOTALL) == escaped
    titles = re.findall(r"^== (.+)$", FILES["guide.adoc"], re.MULTILINE)
    assert re.findall(r"<h3>(.*?)</h3>", FILES[GUIDE]) == titles
    assert len(titles) == FILES[GUIDE].count("<slide>") > 5


def test_values_are_written_in_as_cypher() -> None:
    text = "RETURN $code, $codes, $year, $other, $illustrative // $code"
    values: dict[str, Value] = {
        "code": "tp:a-1",
        "codes": ["tp", "udacity:b"],
        "year": 2025,
        "other": None,
        "illustrative": False,
    }
    assert with_values(text, values) == "RETURN 'tp:a-1', ['tp', 'udacity:b'], 2025, null, false // 'tp:a-1'"


@pytest.mark.parametrize(
    "text", ["x' OR true OR '", "Tp:a", "tp:a\n", "tp:a b", "", "tp:a'", "tp:a\\", "tp:\u00e4", "tp:\u0663", "tp:a:b"]
)
def test_no_text_but_a_code_is_ever_written_in(text: str) -> None:
    with pytest.raises(ValueError, match="is no code"):
        with_values("RETURN $code", {"code": text})
    with pytest.raises(ValueError, match="is no code"):
        with_values("RETURN $codes", {"codes": ["tp:a", text]})


def test_the_address_that_draws_a_route_names_its_stops_behind_the_hash() -> None:
    address = drawing_address("http://127.0.0.1:7474/browser/", ["udacity:a", "tp:b"])
    assert address == "http://127.0.0.1:7474/browser/stackways/draw.html#udacity:a,tp:b"
    with pytest.raises(ValueError, match="is no code"):
        drawing_address("http://127.0.0.1:7474/browser/", ["udacity:a", "tp:b'] RETURN 1 //"])


def test_the_page_that_draws_has_the_query_and_knows_a_code_as_the_catalogue_does() -> None:
    assert f"const query = {json.dumps(query('draw_route').text)};" in FILES["draw.js"]
    assert f"const isCode = /{CODE_PATTERN}/;" in FILES["draw.js"]
    assert query("draw_route").text.count("$codes") == 1
    assert not {"&", "#", "?"} & set(query("draw_route").text)  # Neo4j Browser would cut the query there


def test_a_route_is_drawn_by_every_code_it_names_and_by_nothing_else() -> None:
    study = Step(
        kind="study",
        code="tp:b",
        title={"en": "B"},
        message=as_message("study it"),
        uses=["my own course", "udacity:a"],
    )
    route = Route(
        cost=Cost(),
        hours=Hours(),
        proven_optimal=False,
        steps=[study],
        warnings=[],
        doubts=[],
        illustrative=[],
        counted={"tp:c": ["tp:d", "something described"]},
    )
    assert route_address("BROWSER/", "tp:c", route) == "BROWSER/stackways/draw.html#udacity:a,tp:b,tp:d,tp:c"

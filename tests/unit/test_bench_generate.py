from collections import Counter
from itertools import islice
from pathlib import Path

import pytest
from bench.generate import DEEP, chunks, region_of, region_sizes
from bench.importing import elements_of_region
from ruamel.yaml import YAML

from stackways.graph.elements import Edge, Node, elements_of
from stackways.rules.collection import Catalogue
from stackways.rules.kinds.recognition import Recognition
from stackways.seed.check import check

CREDENTIALS = 2_400


@pytest.fixture(scope="module")
def regions() -> list[Catalogue]:
    return list(chunks(CREDENTIALS))


@pytest.fixture(scope="module")
def whole(regions: list[Catalogue]) -> Catalogue:
    return Catalogue.joined(regions)


def test_the_same_size_is_the_same_catalogue_in_every_run(regions: list[Catalogue]) -> None:
    assert list(chunks(CREDENTIALS)) == regions
    assert list(chunks(CREDENTIALS, seed=1)) != regions


def test_regions_are_made_one_by_one_whatever_the_size() -> None:
    assert [len(region.sources) for region in islice(chunks(1_000_000), 2)]
    assert sum(region_sizes(1_000_000)) == 1_000_000


def test_a_region_needs_no_other_to_be_made(regions: list[Catalogue]) -> None:
    assert region_of(CREDENTIALS, 1) == regions[1]


def test_there_are_as_many_credentials_as_asked_for_besides_classes(whole: Catalogue) -> None:
    assert sum(not credential.is_class for credential in whole.credentials) == CREDENTIALS


def test_the_catalogue_passes_the_check_that_a_load_makes(tmp_path: Path) -> None:
    file = tmp_path / "synthetic.yaml"
    whole = Catalogue.joined(chunks(200))
    with file.open("w") as opened:
        YAML(typ="safe").dump(whole.model_dump(mode="json", by_alias=True, exclude_defaults=True), opened)
    assert [str(problem) for problem in check([file])] == []


def test_what_regions_are_in_the_graph_is_what_the_whole_catalogue_is(
    regions: list[Catalogue], whole: Catalogue
) -> None:
    parts = [element for region in regions for element in elements_of_region(region)]
    together = elements_of(whole)
    assert Counter(map(repr, (part for part in parts if isinstance(part, Node)))) == Counter(map(repr, together.nodes))

    def said(edges: list[Edge]) -> Counter[str]:
        # A second institution that offers something is known in its own region alone.
        return Counter(repr(edge) for edge in edges if edge.type != "RECOGNISED_BY")

    assert said([part for part in parts if isinstance(part, Edge)]) == said(together.edges)


def test_most_credentials_are_recognised_in_few_places_and_hubs_in_many(whole: Catalogue) -> None:
    places = Counter(
        held for rule in whole.rules if isinstance(rule, Recognition) for held in dict.fromkeys(rule.needs.codes())
    )
    own = [places[credential.code] for credential in whole.credentials if not credential.is_class]
    assert 0.25 < sum(number == 0 for number in own) / len(own) < 0.45
    assert sum(number <= 5 for number in own) / len(own) > 0.95
    assert max(own) > 20


def test_one_chain_of_programmes_is_deep(regions: list[Catalogue]) -> None:
    region = elements_of(regions[0])
    programmes = {node.end for node in region.nodes if node.kind == "Programme"}
    above = {e.start: e.end for e in region.edges if e.type == "STACKS_INTO" and {e.start, e.end} <= programmes}

    def length(start: tuple[str, str]) -> int:
        return 1 + length(above[start]) if start in above else 0

    assert max(map(length, programmes)) == DEEP - 1

"""`load` tells what would be removed, and removes it only where somebody agrees."""

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests import real_graph
from tests.command_line import Ran, run
from tests.conftest import Neo4jServer

from stackways.graph.bulk import stored_in
from stackways.graph.driver import Graph
from stackways.graph.errors import LoadRunning
from stackways.rules.collection import Catalogue
from stackways.seed.load import carry_out, load, plan_load

graph = real_graph.graph


def bodies(count: int) -> str:
    return "institutions:\n" + "".join(
        f"  - {{code: body-{n}, title: {{en: Body}}, kind: body}}\n" for n in range(count)
    )


class Person(io.StringIO):
    """Somebody at a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def loads(
    graph: Graph,  # noqa: ARG001 - emptied
    neo4j_server: Neo4jServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[..., Ran]:
    """Loads so many bodies from a file by the command, with what a person would answer."""
    monkeypatch.setenv("STACKWAYS_NEO4J_URI", neo4j_server.uri)
    monkeypatch.setenv("STACKWAYS_NEO4J_USER", neo4j_server.user)
    monkeypatch.setenv("STACKWAYS_NEO4J_PASSWORD", neo4j_server.password)

    def command(count: int, *options: str, answer: str | None = None) -> Ran:
        (tmp_path / "bodies.yaml").write_text(bodies(count))
        monkeypatch.setattr(sys, "stdin", io.StringIO() if answer is None else Person(answer))
        return run("load", "--without-shipped", str(tmp_path), *options)

    return command


def held() -> int:
    count: int = json.loads(run("status", "--json").out)["catalogue"]["counts"]["institutions"]
    return count


def test_a_removal_is_shown_and_asked_for(loads: Callable[..., Ran]) -> None:
    assert loads(40).code == 0
    asked = loads(38, answer="n\n")
    assert asked.code == 2
    assert "2 entries would be removed" in asked.out
    assert "- institution body-39" in asked.out
    assert "Remove these 2 entries? [y/N]" in asked.err
    assert (held(), "nothing was changed" in asked.err) == (40, True)
    assert loads(38, answer="").code == 2, "a closed terminal agrees to nothing"
    assert loads(38, answer="y\n").code == 0
    assert held() == 38


def test_where_nobody_can_be_asked_it_is_refused_unless_agreed_before(loads: Callable[..., Ran]) -> None:
    loads(40)
    refused = loads(39)
    assert (refused.code, held()) == (2, 40)
    assert "one entry would be removed. Nothing was changed. Add `--yes` if you mean it" in refused.err
    assert loads(39, "--dry-run").code == 0
    assert held() == 40
    assert loads(39, "--yes").code == 0
    assert held() == 39


def test_more_than_a_tenth_is_not_even_asked_for(loads: Callable[..., Ran]) -> None:
    loads(40)
    refused = loads(35, answer="y\n")
    assert (refused.code, held()) == (2, 40)
    assert "5 of 40 entries would be removed, more than a tenth" in refused.err
    assert "[y/N]" not in refused.err
    assert loads(35, "--yes").code == 0
    assert held() == 35


async def test_what_another_load_brought_meanwhile_is_not_removed_unseen(graph: Graph) -> None:
    def catalogue(*codes: str) -> Catalogue:
        bodies = [{"code": code, "title": {"en": "Body"}, "kind": "body"} for code in codes]
        return Catalogue.model_validate({"institutions": bodies})

    planned = await plan_load(catalogue("ours"), graph)
    await load(catalogue("theirs"), graph)
    with pytest.raises(LoadRunning, match="another load changed the catalogue in the meantime"):
        await carry_out(planned, graph)
    assert (await graph.state()).loading is None
    assert [node.end[1] for node in (await stored_in(graph)).nodes.values()] == ["theirs"]

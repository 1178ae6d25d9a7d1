"""An officer's first day: from an empty sheet, with three mistakes on the way, to rules that anyone can ask."""

import json
from pathlib import Path

import pytest
from tests import officer_sheet, real_graph
from tests.command_line import Ran, run
from tests.conftest import Neo4jServer

from stackways.graph.driver import Graph

graph = real_graph.graph


def test_forty_rows_from_an_empty_sheet_to_an_answer_in_under_ten_commands(
    graph: Graph,  # noqa: ARG001 - emptied
    neo4j_server: Neo4jServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("STACKWAYS_NEO4J_URI", neo4j_server.uri)
    monkeypatch.setenv("STACKWAYS_NEO4J_USER", neo4j_server.user)
    monkeypatch.setenv("STACKWAYS_NEO4J_PASSWORD", neo4j_server.password)
    monkeypatch.chdir(tmp_path)
    # The whole shipped catalogue takes long to load; what matters of it here is what it has of Cisco.
    (tmp_path / "cisco.yaml").write_text(officer_sheet.KNOWN)
    (tmp_path / "stackways.toml").write_text('shipped = "none"\ncatalogues = ["cisco.yaml"]\n')
    ran: list[Ran] = []

    def command(*arguments: str) -> Ran:
        ran.append(run(*arguments))
        return ran[-1]

    assert command("import", "--template", "recognition").code == 0
    assert (tmp_path / "recognition.xlsx").exists()
    officer_sheet.write(tmp_path / "rules.xlsx", mistakes=True)
    first = command("import", "rules.xlsx", "--into", "ours", "--yes", "--accept-new")
    assert first.code == 2
    assert "37 of 40 rows are ready. 3 rows need you:" in first.words
    for wrong, right in officer_sheet.MISTAKES.values():
        assert f"`{wrong}`" in first.words
        assert first.words.count(f"`{wrong}`") == 1  # each told once
        assert right in first.words
    officer_sheet.write(tmp_path / "rules.xlsx", mistakes=False)
    assert "40 of 40 rows are ready." in command("import", "rules.xlsx", "--into", "ours", "--accept-new").words
    assert "No mistakes found." in command("check", "cisco.yaml", "ours").out
    assert command("load", "cisco.yaml", "ours", "--yes").code == 0
    told = command("transfer", "cisco", "our-college")
    assert "Networks I" in told.words
    partners = json.loads(command("transfer", "--to", "our-college", "--json").out)
    assert {cell["from"] for cell in partners["cells"]} >= {"cisco", "harbour-institute", "riverside-college"}
    desk = command("desk", "our-college", "--direction", "inward", "--json")
    assert json.loads(desk.out)["count"] >= 40
    assert len(ran) < 10

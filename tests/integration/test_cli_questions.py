"""The command line on the shipped catalogue in a real Neo4j: what issue and contract promise, and the API's bodies."""

import asyncio
import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.command_line import Ran, run
from tests.integration.conftest import Loaded

pytestmark = pytest.mark.usefixtures("commands_ask_the_test_server")

NANODEGREE = "udacity:ai-programming-with-python"
DIPLOMA = "tp:sd-ai-solution-development"
ON = ("--as-of", "2026-11-22")


def answered(*arguments: str) -> Ran:
    ran = run(*arguments)
    assert ran.code == 0, ran.err
    return ran


def only_decision(*arguments: str) -> dict[str, Any]:
    [decision] = json.loads(answered("exemptions", *arguments, "--json").out)["decisions"]
    assert isinstance(decision, dict)
    return decision


# What issue 3 shows it by


def test_the_nanodegree_of_may_2025_is_granted_until_may_2029() -> None:
    asked = ("--hold", f"{NANODEGREE}@2025-05-01", "--towards", DIPLOMA, *ON)
    decision = only_decision(*asked)
    assert decision["status"] == "granted"
    assert decision["target"]["code"] == "tp:principles-of-machine-learning"
    assert decision["claim_by"] == "2029-05-01"
    assert decision["entry"] == "not_shown"
    said = answered("exemptions", *asked)
    assert said.words.startswith("✓ You are exempt from Principles of Machine Learning in the Specialist Diploma")
    assert "Claim it by 1 May 2029." in said.words
    assert "To enter the Specialist Diploma in AI Solution Development you also need" in said.words
    assert len(said.out.splitlines()) <= 24
    page = answered("exemptions", *asked, "--explain").words
    assert "RECOGNISED Principles of Machine Learning" in page
    assert "claim by 1 May 2029" in page
    assert "entry not shown yet; to enter Specialist Diploma in AI Solution Development you need" in page
    assert "each-suffices=all-of` would give: not recognised" in page
    assert "Micro-credentials recognised by TP http://www.tp.edu.sg/" in page


def test_read_strictly_the_second_nanodegree_is_missing() -> None:
    asked = ("--hold", f"{NANODEGREE}@2025-05-01", "--towards", DIPLOMA, "--reading", "strict", *ON)
    assert only_decision(*asked)["status"] == "refused"
    page = answered("exemptions", *asked).words
    assert "you do not hold Introduction to Machine Learning with TensorFlow Nanodegree" in page


def test_one_doubt_may_be_read_by_name() -> None:
    asked = ("--hold", f"{NANODEGREE}@2025-05-01", "--towards", DIPLOMA, "--reading", "each-suffices=all-of", *ON)
    assert only_decision(*asked)["status"] == "refused"


def test_a_misspelt_doubt_is_told_with_those_near_it() -> None:
    found = run("exemptions", "--hold", f"{NANODEGREE}@2025-05-01", "--reading", "each-sufices=all-of", *ON)
    said = "stackways: no rule has an unclear point called `each-sufices`; did you mean `each-suffices`?"
    assert (found.code, found.err.strip()) == (2, said)


def test_a_day_past_four_years_is_one_day_too_late() -> None:
    asked = ("--hold", f"{NANODEGREE}@2022-11-21", "--towards", DIPLOMA, *ON)
    assert only_decision(*asked)["status"] == "refused"
    assert "which counts until 21 November 2026: one day too late" in answered("exemptions", *asked).words


def test_a_ccna_of_three_and_a_half_years_counts_with_a_remark_on_its_own_validity() -> None:
    asked = ("--hold", "cisco:ccna@2023-05-22", "--towards", "tp", *ON)
    assert only_decision(*asked)["status"] == "granted"
    assert "valid until 22 May 2026 unless you renewed it" in answered("exemptions", *asked, "--explain").words


def test_without_a_date_it_is_conditional() -> None:
    assert only_decision("--hold", NANODEGREE, "--towards", DIPLOMA, *ON)["status"] == "conditional"


def test_transfer_udacity_to_tp_and_back() -> None:
    assert answered("transfer", "udacity", "tp", *ON).words.startswith("RECOGNISED Udacity → Temasek Polytechnic")
    back = answered("transfer", "tp", "udacity", *ON).words
    assert back.startswith("NOT PUBLISHED Temasek Polytechnic → Udacity")
    assert "That is not a no" in back


def test_transfer_cisco_to_snhu_names_the_exam_numbers_and_is_conditional() -> None:
    page = answered("transfer", "cisco", "snhu", "--explain", *ON).words
    assert "IT DEPENDS Introduction to Computer Networks" in page
    assert "200-125" in page


def test_the_matrix_lists_the_published_pairs() -> None:
    cells = json.loads(answered("transfer", "--matrix", "--json", *ON).out)["cells"]
    assert {"udacity", "tp"} <= {cell["from"] for cell in cells} | {cell["to"] for cell in cells}
    page = answered("transfer", "--matrix", *ON)
    assert f"{len(cells)} pairs of" in page.words


# The API's body, exactly

ROUTE = ("route", DIPLOMA, "--hold", f"{NANODEGREE}@2025-05-01", "--illustrative", "--by", "cost", *ON)
SAME = [
    (("search", "machine", "learning", "--limit", "5"), "/v1/search?q=machine learning&limit=5", None),
    (("catalogue", "list", "institutions", "--limit", "3"), "/v1/institutions?limit=3", None),
    (
        ("catalogue", "list", "programmes", "--institution", "tp", "--kind", "specialist-diploma"),
        "/v1/programmes?institution=tp&kind=specialist-diploma",
        None,
    ),
    (("catalogue", "show", DIPLOMA), f"/v1/programmes/{DIPLOMA}", None),
    (("opens", NANODEGREE, *ON), f"/v1/credentials/{NANODEGREE}/opens?as_of=2026-11-22", None),
    (
        ("recognised", "tp:principles-of-machine-learning", *ON),
        "/v1/modules/tp:principles-of-machine-learning/recognised?as_of=2026-11-22",
        None,
    ),
    (("transfer", "udacity", "tp", *ON), "/v1/transferability?from=udacity&to=tp&as_of=2026-11-22", None),
    (("transfer", "--matrix", *ON), "/v1/transferability?as_of=2026-11-22", None),
    (("rules", "list", "--doubtful", "--limit", "4"), "/v1/rules?doubtful=true&limit=4", None),
    (
        ("rules", "show", "tp:recognition-principles-of-machine-learning", *ON),
        "/v1/rules/tp:recognition-principles-of-machine-learning?as_of=2026-11-22",
        None,
    ),
    (("export", DIPLOMA, *ON), f"/v1/graph?focus={DIPLOMA}&as_of=2026-11-22", None),
    (
        ("exemptions", "--hold", f"{NANODEGREE}@2025-05-01", "--towards", DIPLOMA, "--reading", "strict", *ON),
        "/v1/exemptions",
        {
            "holdings": [{"code": NANODEGREE, "attained_on": "2025-05-01"}],
            "towards": DIPLOMA,
            "reading": "strict",
            "as_of": "2026-11-22",
        },
    ),
    (
        ROUTE,
        "/v1/routes",
        {
            "holdings": [{"code": NANODEGREE, "attained_on": "2025-05-01"}],
            "target": DIPLOMA,
            "illustrative": True,
            "optimise": ["cost"],
            "as_of": "2026-11-22",
        },
    ),
]


@pytest.mark.parametrize(("typed", "path", "body"), SAME, ids=[" ".join(typed[:3]) for typed, _, _ in SAME])
async def test_json_is_exactly_the_apis_body(
    api: httpx.AsyncClient, typed: tuple[str, ...], path: str, body: dict[str, Any] | None
) -> None:
    as_json = () if typed[0] == "export" else ("--json",)
    ran = await asyncio.to_thread(answered, *typed, *as_json)
    response = await (api.post(path, json=body) if body else api.get(path))
    assert response.status_code == 200, response.text
    assert json.loads(ran.out) == response.json()


# Pages


def test_search_finds_chinese_titles() -> None:
    assert "hku-space:certificate" in answered("search", "證書").out


def test_an_entry_shows_its_parts_rules_and_sources() -> None:
    page = answered("catalogue", "show", "hku-space:certificate").words
    assert "專業實踐證書" in page
    assert "Rules that name it" in page
    assert "Sources [1]" in page


def test_a_list_goes_on_where_the_page_ended() -> None:
    first = answered("catalogue", "list", "institutions", "--limit", "2")
    cursor = first.words.split("--cursor ")[1].rstrip("`.")
    both = json.loads(answered("catalogue", "list", "institutions", "--limit", "4", "--json").out)
    second = json.loads(answered("catalogue", "list", "institutions", "--limit", "2", "--cursor", cursor, "--json").out)
    assert second["items"] == both["items"][2:]


def test_a_rule_is_explained() -> None:
    page = answered("rules", "show", "tp:recognition-principles-of-machine-learning@1").words
    assert "Version 1 in force" in page
    assert "attained in the last 4 years" in page


def test_illustrative_data_takes_part_only_when_asked_for_and_is_marked() -> None:
    asked = ("route", DIPLOMA, "--hold", f"{NANODEGREE}@2025-05-01", *ON)
    assert "illustrative" not in answered(*asked).out
    assert "[sample data]" in answered(*asked, "--illustrative").words
    page = answered(*asked, "--illustrative", "--explain").words
    assert "[sample data]" in page
    assert "sample data published by nobody: tp:" in page


def test_a_neighbourhood_is_written_in_every_form(tmp_path: Path) -> None:
    assert answered("export", DIPLOMA, "--format", "mermaid").out.startswith("flowchart LR\n")
    assert "digraph" in answered("export", DIPLOMA, "--format", "dot").out
    header, *edges = answered("export", DIPLOMA, "--format", "csv").out.splitlines()
    assert header == "start,start_title,kind,end,end_title,rule,label,illustrative"
    assert any(edge.startswith("tp:principles-of-machine-learning,") and ",STACKS_INTO," in edge for edge in edges)
    file = tmp_path / "around.mmd"
    assert answered("export", DIPLOMA, "--format", "mermaid", "--output", str(file)).out == ""
    assert file.read_text(encoding="utf-8").startswith("flowchart LR\n")


def test_an_answer_is_drawn_from_what_json_printed(tmp_path: Path) -> None:
    file = tmp_path / "answer.json"
    file.write_text(
        answered("exemptions", "--hold", f"{NANODEGREE}@2025-05-01", "--towards", DIPLOMA, "--json", *ON).out
    )
    drawing = json.loads(answered("export", "--answer", str(file), *ON).out)
    assert {node["id"] for node in drawing["nodes"]} == {NANODEGREE, "tp:principles-of-machine-learning", DIPLOMA}
    assert {edge["kind"] for edge in drawing["edges"]} >= {"RECOGNISED_TOWARDS", "STACKS_INTO"}


def test_holdings_from_a_file_are_asked_with(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("holdings:\n  - {code: cisco:ccna, attained_on: 2026-05-22, version: 200-125}\n")
    assert only_decision("--holdings", str(file), "--towards", "snhu", *ON)["status"] == "granted"


# What cannot be


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ("exemptions", "--hold", "cisco:cnca"),
            "the catalogue has no code `cisco:cnca`; did you mean",
        ),
        (("opens", "udacity:ai-programing-with-python"), f"did you mean `{NANODEGREE}`"),
        (("transfer", "udacty", "tp"), "did you mean `udacity`"),
        (("recognised", "cisco:ccna"), "`cisco:ccna` is a credential"),
        (("rules", "show", "tp:recognition-principles-of-machine-lerning"), "did you mean"),
        (("catalogue", "show", "zzz:qqqqqq"), "`stackways search WORDS` finds codes"),
    ],
)
def test_a_misspelt_code_is_answered_with_near_ones_and_2(arguments: tuple[str, ...], said: str) -> None:
    ran = run(*arguments)
    assert ran.code == 2
    assert ran.out == ""
    assert said in ran.err


def test_status_tells_what_the_database_in_use_holds(loaded: Loaded) -> None:
    page = answered("status").words
    assert f"Questions go to the Neo4j at {loaded.uri}" in page
    assert f"{len(loaded.catalogue.rules)} rules" in page
    as_json = answered("status", "--json").out
    assert json.loads(as_json)["catalogue"]["version"]
    assert loaded.password not in as_json + page


def test_a_wrong_password_is_no_secret_shown_and_ends_with_3(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STACKWAYS_NEO4J_PASSWORD", "not-the-password")
    ran = run("search", "x")
    assert ran.code == 3
    assert "refuses the user or the password" in ran.err
    assert "not-the-password" not in ran.err


def test_a_dry_run_of_the_same_catalogue_changes_nothing() -> None:
    assert "Nothing to change: the graph equals the files." in answered("load", "--dry-run").out


def test_a_dry_run_of_another_catalogue_tells_every_change(tmp_path: Path) -> None:
    (tmp_path / "tiny.yaml").write_text(
        "format: stackways-catalogue/1\ninstitutions:\n  - {code: tiny, title: {en: Tiny}, kind: college}\n"
    )
    page = answered("load", "--dry-run", str(tmp_path)).out
    assert "1 entry would be added" in page
    assert "removed" not in page
    page = answered("load", "--dry-run", "--without-shipped", str(tmp_path)).out
    assert "1 entry would be added" in page
    assert "+ institution tiny" in page
    assert "- institution tp\n" in page
    assert "Nothing was changed" in page


def test_what_check_refuses_is_not_loaded() -> None:
    bad = Path(__file__).parents[1] / "data" / "bad-catalogue"
    checked = run("check", str(bad))
    assert checked.code == 2
    assert "20 mistakes found." in checked.out
    before = answered("status", "--json").out
    ran = run("load", str(bad))
    assert ran.code == 2
    assert "nothing was changed" in ran.err
    assert answered("status", "--json").out == before


def test_the_shipped_catalogue_has_no_mistakes() -> None:
    assert "No mistakes found." in answered("check").out

"""Awards over HTTP and on the command line: the contract's fields, both languages, and what cannot be asked."""

import asyncio
import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.command_line import run

pytestmark = pytest.mark.usefixtures("commands_ask_the_test_server")

AI = ("ai-essentials", "ai-ethics-and-governance", "everyday-ai", "generative-ai-for-work",
      "machine-learning-in-practice")  # fmt: skip
HELD: list[dict[str, Any]] = [
    {"code": f"hku-space:mc-{name}-illustrative", "attained_on": f"2026-01-{day:02}"} for day, name in enumerate(AI, 1)
]
ASKED = {"holdings": HELD, "as_of": "2026-11-22", "illustrative": True, "institution": "hku-space"}
ON = ("--as-of", "2026-11-22")


@pytest.fixture
def held(tmp_path: Path) -> Path:
    """A file of holdings as the command line takes it."""
    file = tmp_path / "held.json"
    file.write_text(json.dumps({"holdings": HELD}), encoding="utf-8")
    return file


async def test_an_award_has_the_fields_of_the_contract(api: httpx.AsyncClient) -> None:
    response = await api.post("/v1/awards", json=ASKED)
    assert response.status_code == 200
    assert response.headers["stackways-catalogue"]
    answer = response.json()
    [award], [near] = answer["claimable"], answer["nearest"]
    assert answer["as_of"] == "2026-11-22"
    assert award.keys() >= {
        "programme", "title", "theme", "level", "credits", "unit", "uses", "left_out", "competes_with", "status",
        "claim_by", "checks", "doubts", "sources",
    }  # fmt: skip
    assert award["programme"]["code"] == "hku-space:certificate"
    assert award["title"]["zh-Hant"] == "專業實踐證書(人工智能)"
    assert award["level"].keys() == {"framework", "value", "indicative"}
    assert set(award["uses"]) | {left["code"] for left in award["left_out"]} == {one["code"] for one in HELD}
    assert all(check.keys() == {"rule", "passed", "value", "needed", "text", "message"} for check in award["checks"])
    assert award["illustrative"] is True
    assert near.keys() >= {"programme", "title", "missing", "would_fill"}
    assert near["programme"]["code"] == "hku-space:diploma"
    assert near["would_fill"]
    assert not {one["code"] for one in HELD} & set(near["would_fill"])


async def test_a_source_is_listed_once_and_once_more_where_it_says_otherwise(api: httpx.AsyncClient) -> None:
    [award] = (await api.post("/v1/awards", json=ASKED)).json()["claimable"]
    cited = [(source["title"], source["url"], source["relation"] == "contradicts") for source in award["sources"]]
    assert cited
    assert len(set(cited)) == len(cited)


async def test_illustrative_micro_credentials_take_part_only_when_asked_for(api: httpx.AsyncClient) -> None:
    response = await api.post("/v1/awards", json=ASKED | {"illustrative": False})
    assert response.status_code == 422
    assert response.json()["field"] == "/holdings/0/code"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"programme": "hku-space:certificat"}, "/programme"),
        ({"programme": "tp"}, "/programme"),
        ({"institution": "hku-spase"}, "/institution"),
        ({"institution": "hku-space:certificate"}, "/institution"),
    ],
)
async def test_what_is_no_programme_or_institution_is_refused(
    api: httpx.AsyncClient, wrong: dict[str, str], field: str
) -> None:
    response = await api.post("/v1/awards", json={"holdings": [], "as_of": "2026-11-22"} | wrong)
    assert response.status_code == 422
    assert response.json()["field"] == field


async def test_an_institution_alone_shows_what_its_awards_need(api: httpx.AsyncClient) -> None:
    answer = (await api.post("/v1/awards", json={"institution": "np", "as_of": "2026-11-22"})).json()
    assert answer["claimable"] == []
    assert len(answer["nearest"]) == 3
    assert all(len(near["missing"]) == 2 and len(near["would_fill"]) == 2 for near in answer["nearest"])


async def test_the_command_line_prints_the_body_of_the_api(api: httpx.AsyncClient, held: Path) -> None:
    asked = ("awards", "--holdings", str(held), *ON, "--illustrative", "--institution", "hku-space", "--json")
    ran = await asyncio.to_thread(run, *asked)
    assert ran.code == 0, ran.err
    assert json.loads(ran.out) == (await api.post("/v1/awards", json=ASKED)).json()


def test_a_page_names_the_award_what_it_rests_on_and_what_the_next_one_lacks(held: Path) -> None:
    ran = run("awards", "--holdings", str(held), *ON, "--illustrative", "--explain")
    assert ran.code == 0, ran.err
    for said in (
        "CAN BE CLAIMED Certificate in Professional Practice (Artificial Intelligence) (專業實踐證書(人工智能))",
        "[sample data]",
        "(indicative)",
        "claim by 1 January 2031",
        "where 24 is asked",
        "NOT YET Diploma in Professional Practice",
        "HK credits of: at least 60 HK credits",
        "Sources",
    ):
        assert said in ran.words, said


def test_titles_are_shown_in_the_language_asked_for(held: Path) -> None:
    ran = run("awards", "--holdings", str(held), *ON, "--illustrative", "--explain", "--language", "zh-Hant")
    assert "可以申領 專業實踐證書(人工智能)" in ran.words
    assert "Certificate in Professional Practice (Art" not in ran.words


def test_an_award_of_unpublished_parts_is_unknown_and_not_refused() -> None:
    ran = run("awards", "--programme", "tp:sd-ai-solution-development", *ON, "--explain")
    assert ran.code == 0
    assert "NOT PUBLISHED" in ran.words
    assert "which is not a no" in ran.words


def test_nothing_held_and_nothing_named_is_bad_input() -> None:
    ran = run("awards")
    assert ran.code == 2
    assert "--programme CODE" in ran.err


def test_scenarios_pass_or_fail_one_line_each(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(
        """
- name: The right expectation passes.
  given: {as_of: 2026-11-22, holdings: [cisco:ccna@2025-05-22]}
  ask: {exemptions: {towards: tp:data-communication-and-networking}}
  expect: {decisions: [{status: granted}]}
- name: The wrong expectation fails.
  given: {as_of: 2026-11-22, holdings: [cisco:ccna@2025-05-22]}
  ask: {exemptions: {towards: tp:data-communication-and-networking}}
  expect: {decisions: [{status: refused}]}
- name: A code that nobody has fails.
  given: {as_of: 2026-11-22, holdings: [cisco:cnna@2025-05-22]}
  ask: {exemptions: {}}
  expect: {decisions: []}
""",
        encoding="utf-8",
    )
    ran = run("scenario", str(file))
    assert ran.code == 1
    assert "passed The right expectation passes." in ran.words
    assert "FAILED The wrong expectation fails. `decisions[0].status` should be `refused` and is `granted`" in ran.words
    assert "the catalogue has no code `cisco:cnna`; did you mean `cisco:ccna`" in ran.words
    assert "1 of 3 scenarios passed" in ran.words
    body = json.loads(run("scenario", str(file), "--json").out)
    assert [outcome["passed"] for outcome in body["scenarios"]] == [True, False, False]


def test_a_file_that_holds_no_scenario_is_bad_input(tmp_path: Path) -> None:
    file = tmp_path / "bad.yaml"
    file.write_text("- name: Nothing is asked.\n  given: {as_of: 2026-11-22}\n  expect: {}\n", encoding="utf-8")
    ran = run("scenario", str(file))
    assert ran.code == 2
    assert f"{file}:1: `Nothing is asked.` is no scenario: `ask`: this is missing" in ran.err

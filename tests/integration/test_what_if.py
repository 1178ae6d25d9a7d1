"""What would be otherwise: with more held, with an award claimed, on a later day; over HTTP and on the command line."""

import asyncio
import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.command_line import run

pytestmark = pytest.mark.usefixtures("commands_ask_the_test_server")

NANODEGREE = {"code": "udacity:ai-programming-with-python", "attained_on": "2022-11-22"}
CCNA = {"code": "cisco:ccna", "attained_on": "2026-10-01"}
EXEMPTED = "tp:data-communication-and-networking"
AI = ("ai-essentials", "ai-ethics-and-governance", "everyday-ai", "generative-ai-for-work",
      "machine-learning-in-practice")  # fmt: skip
MICRO: list[dict[str, Any]] = [
    {"code": f"hku-space:mc-{name}-illustrative", "attained_on": f"2026-01-{day:02}", "used_for": []}
    for day, name in enumerate(AI, 1)
]
HKU = {"as_of": "2026-11-22", "illustrative": True, "institution": "hku-space"}


async def asked(api: httpx.AsyncClient, **question: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    response = await api.post("/v1/what-if", json=question)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


async def test_what_would_ccna_change(api: httpx.AsyncClient) -> None:
    answer = await asked(api, holdings=[NANODEGREE], adding=[CCNA], as_of="2026-11-22")
    gained = {one["after"]["target"]["code"]: one for one in answer["decisions"] if one["change"] == "gained"}
    assert gained[EXEMPTED]["before"] is None
    assert gained[EXEMPTED]["after"]["claim_by"] == "2030-10-01"
    used = [one["after"]["used"] for one in answer["decisions"]]
    assert ["cisco:ccna"] in used
    assert [NANODEGREE["code"]] not in used  # what the nanodegree exempts stays as it is


async def test_what_is_added_and_changes_nothing_is_told_so(api: httpx.AsyncClient) -> None:
    answer = await asked(api, holdings=[CCNA], adding=[CCNA], as_of="2026-11-22")
    assert (answer["decisions"], answer["awards"], answer["nearest"]) == ([], [], [])


async def test_what_is_planned_counts_from_its_day_on(api: httpx.AsyncClient) -> None:
    planned = CCNA | {"attained_on": "2027-03-01", "status": "planned"}
    towards = {"towards": EXEMPTED, "as_of": "2026-11-22", "holdings": []}
    [now] = (await asked(api, adding=[planned], **towards))["decisions"]
    assert (now["change"], now["after"]["status"], now["after"]["from"]) == ("changed", "refused", "2027-03-01")
    [then] = (await asked(api, adding=[planned], on="2027-03-01", **towards))["decisions"]
    assert (then["change"], then["after"]["status"]) == ("gained", "granted")


async def test_a_later_day_alone_tells_what_time_takes(api: httpx.AsyncClient) -> None:
    answer = await asked(api, holdings=[NANODEGREE], as_of="2026-11-22", on="2026-11-23", towards="tp")
    [lost] = answer["decisions"]
    assert (lost["change"], lost["before"]["status"], lost["after"]["status"]) == ("lost", "granted", "refused")
    assert "status" in lost["differs"]


async def test_what_claiming_the_certificate_costs_depends_on_the_doubt(api: httpx.AsyncClient) -> None:
    claiming = {"holdings": MICRO, "claiming": "hku-space:certificate", "on": "2028-01-01", **HKU}
    lenient = await asked(api, **claiming)
    assert lenient["claimed"]["uses"]
    assert (lenient["awards"], lenient["nearest"]) == ([], [])
    strict = await asked(api, **claiming, reading="strict")
    [diploma] = strict["nearest"]
    assert diploma["after"]["programme"]["code"] == "hku-space:diploma"
    missing = [one["missing"][0]["amount"] for one in (diploma["before"], diploma["after"])]
    assert missing[1] == 60 > missing[0]


async def test_an_award_that_cannot_be_claimed_is_told_with_what_it_lacks(api: httpx.AsyncClient) -> None:
    answer = await asked(api, holdings=MICRO[:2], claiming="hku-space:certificate", **HKU)
    assert answer["claimed"] is None
    assert answer["not_claimable"]["missing"]
    assert (answer["decisions"], answer["awards"], answer["nearest"]) == ([], [], [])


async def test_what_is_added_makes_an_award_that_could_not_be_claimed(api: httpx.AsyncClient) -> None:
    answer = await asked(api, holdings=MICRO[:3], adding=MICRO[3:], **HKU)
    [gained] = answer["awards"]
    assert (gained["change"], gained["before"]) == ("gained", None)
    assert gained["after"]["programme"]["code"] == "hku-space:certificate"
    assert all(near["after"]["programme"]["code"] != "hku-space:certificate" for near in answer["nearest"])


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({}, ""),
        ({"on": "2020-01-01"}, ""),
        ({"holdings": [{"code": "cisco:cnna"}], "adding": [CCNA]}, "/holdings/0/code"),
        ({"holdings": [NANODEGREE], "adding": [{"code": "cisco:cnna"}]}, "/adding/0/code"),
        ({"claiming": "hku-space:certificat"}, "/claiming"),
        ({"programme": "tp", "adding": [CCNA]}, "/programme"),
    ],
)
async def test_what_cannot_be_asked_is_refused(api: httpx.AsyncClient, wrong: dict[str, Any], field: str) -> None:
    response = await api.post("/v1/what-if", json={"as_of": "2026-11-22"} | wrong)
    assert response.status_code == 422
    assert response.json().get("field", "") == field


async def test_the_command_line_prints_the_body_of_the_api(api: httpx.AsyncClient) -> None:
    given = ("--hold", "udacity:ai-programming-with-python@2022-11-22", "--adding", "cisco:ccna@2026-10-01")
    ran = await asyncio.to_thread(run, "what-if", *given, "--as-of", "2026-11-22", "--json")
    assert ran.code == 0, ran.err
    assert json.loads(ran.out) == await asked(api, holdings=[NANODEGREE], adding=[CCNA], as_of="2026-11-22")


def test_a_page_says_what_is_gained_and_what_it_was_before(tmp_path: Path) -> None:
    ran = run("what-if", "--adding", "cisco:ccna@2026-10-01", "--towards", EXEMPTED, "--as-of", "2026-11-22")
    for said in ("GAINED Data Communication and Networking", "recognised (before: no rule names what you hold)"):
        assert said in ran.words, ran.words
    file = tmp_path / "held.json"
    file.write_text(json.dumps({"holdings": MICRO}), encoding="utf-8")
    claimed = run("what-if", "--holdings", str(file), "--claiming", "hku-space:certificate", "--on", "2028-01-01",
                  "--as-of", "2026-11-22", "--illustrative", "--reading", "strict")  # fmt: skip
    for said in ("CLAIMED Certificate in General Studies", "STILL NOT Diploma", "60 HK credits of:", "(before: "):
        assert said in claimed.words, claimed.words
    none = run("what-if", "--hold", "cisco:ccna@2026-10-01", "--adding", "cisco:ccna@2026-10-01")
    assert "Nothing would change." in none.words
    short = run("what-if", "--claiming", "hku-space:certificate", "--as-of", "2026-11-22")
    assert "NOT YET Certificate" in short.words


def test_nothing_that_would_be_otherwise_is_bad_input() -> None:
    ran = run("what-if", "--hold", "cisco:ccna@2026-10-01")
    assert ran.code == 2
    assert "--adding CODE@DATE" in ran.err

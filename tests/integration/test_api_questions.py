"""Every path of the API over the shipped catalogue in a real Neo4j."""

import json
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from tests.integration.conftest import Loaded

NANODEGREE = "udacity:ai-programming-with-python"
DIPLOMA = "tp:sd-ai-solution-development"
MODULE = "tp:principles-of-machine-learning"
HELD = {"holdings": [{"code": NANODEGREE, "attained_on": "2025-05-01"}], "as_of": "2026-11-30"}


async def answer(api: httpx.AsyncClient, path: str, body: object = None) -> Any:  # noqa: ANN401 - whatever JSON holds
    response = await (api.get(path) if body is None else api.post(path, json=body))
    assert response.status_code == 200, response.text
    assert response.headers["stackways-catalogue"]
    assert response.headers["etag"]
    answered = response.json()
    assert answered["as_of"]
    return answered


async def test_the_nanodegree_exempts_from_the_module_until_four_years_later(api: httpx.AsyncClient) -> None:
    decisions = (await answer(api, "/v1/exemptions", HELD | {"towards": DIPLOMA}))["decisions"]
    (granted,) = [decision for decision in decisions if decision["status"] == "granted"]
    assert granted["target"]["code"] == MODULE
    assert granted["programme"]["code"] == DIPLOMA
    assert (granted["claim_by"], granted["entry"]) == ("2029-05-01", "not_shown")
    assert granted["doubts"]
    assert granted["sources"][0]["title"]
    assert granted["sources"][0]["url"].startswith("http")


async def test_readings_and_days_change_the_answer(api: httpx.AsyncClient) -> None:
    async def statuses(**changed: object) -> set[str]:
        body = HELD | {"towards": DIPLOMA} | changed
        return {decision["status"] for decision in (await answer(api, "/v1/exemptions", body))["decisions"]}

    assert "granted" in await statuses(as_of="2029-05-01")
    assert "granted" not in await statuses(as_of="2029-05-02")
    assert "granted" not in await statuses(reading="strict")


@pytest.mark.parametrize("call", ["/v1/exemptions", "/v1/awards"])
async def test_a_misspelt_doubt_is_a_problem_that_names_those_near_it(api: httpx.AsyncClient, call: str) -> None:
    refused = await api.post(call, json=HELD | {"reading": {"each-sufices": "all-of"}})
    said = refused.json()
    assert (refused.status_code, said["field"], said["nearest"]) == (422, "/reading/each-sufices", ["each-suffices"])
    assert said["type"].endswith("unknown-code")


async def test_lists_walk_through_the_whole_catalogue_once(api: httpx.AsyncClient, loaded: Loaded) -> None:
    catalogue = loaded.catalogue
    for plural, items in (
        ("institutions", catalogue.institutions),
        ("credentials", catalogue.credentials),
        ("modules", catalogue.modules),
        ("programmes", catalogue.programmes),
    ):
        codes: list[str] = []
        cursor: str | None = ""
        while cursor is not None:
            page = await answer(api, f"/v1/{plural}?limit=37&cursor={cursor}&illustrative=true")
            codes += [entry["item"]["code"] for entry in page["items"]]
            assert len(page["items"]) <= 37
            cursor = page["next"]
        assert codes == sorted(item.code for item in items), plural
        published = {item.code for item in items if not item.illustrative}
        listed = await answer(api, f"/v1/{plural}?limit=200")
        assert {entry["item"]["code"] for entry in listed["items"]} <= published


async def test_filters_narrow_a_list(api: httpx.AsyncClient) -> None:
    page = await answer(api, "/v1/credentials?institution=udacity&kind=nanodegree&q=python")
    assert [entry["item"]["code"] for entry in page["items"]] == [NANODEGREE]


@pytest.mark.parametrize(
    "path", ["institutions/tp", f"credentials/{NANODEGREE}", f"modules/{MODULE}", f"programmes/{DIPLOMA}"]
)
async def test_a_single_entry_has_its_kind_and_its_code(api: httpx.AsyncClient, path: str) -> None:
    plural, _, code = path.partition("/")
    entry = await answer(api, f"/v1/{path}")
    assert (f"{entry['kind']}s", entry["item"]["code"]) == (plural, code)


async def test_what_it_opens_and_what_is_recognised_meet(api: httpx.AsyncClient) -> None:
    opens = await answer(api, f"/v1/credentials/{NANODEGREE}/opens")
    assert MODULE in {decision["target"]["code"] for decision in opens["direct"]}
    for path in (f"/v1/modules/{MODULE}/recognised", f"/v1/programmes/{DIPLOMA}/recognised"):
        decisions = (await answer(api, path))["decisions"]
        assert any(NANODEGREE in decision["used"] for decision in decisions)


async def test_transferability_of_a_pair_and_of_all(api: httpx.AsyncClient) -> None:
    pair = await answer(api, "/v1/transferability?from=udacity&to=tp")
    assert (pair["from"]["code"], pair["to"]["code"], pair["status"]) == ("udacity", "tp", "recognised")
    assert (await answer(api, "/v1/transferability?from=tp&to=udacity"))["status"] == "unknown"
    cells = (await answer(api, "/v1/transferability"))["cells"]
    assert ("udacity", "tp") in {(cell["from"], cell["to"]) for cell in cells}


async def test_a_route_can_be_drawn_as_it_was_answered(api: httpx.AsyncClient) -> None:
    (route, *_) = (await answer(api, "/v1/routes", HELD | {"target": DIPLOMA}))["routes"]
    drawn = await answer(api, "/v1/graph", {"route": route})
    assert {NANODEGREE, MODULE, DIPLOMA} <= {node["id"] for node in drawn["nodes"]}
    assert {edge["kind"] for edge in drawn["edges"]} >= {"RECOGNISED_TOWARDS", "STACKS_INTO"}
    around = await answer(api, f"/v1/graph?focus={MODULE}&depth=1")
    assert NANODEGREE in {node["id"] for node in around["nodes"]}
    for form, start in (("mermaid", "flowchart"), ("dot", "// as of")):
        response = await api.post(f"/v1/graph?format={form}", json={"route": route})
        assert response.status_code == 200
        assert response.text.startswith(start)


async def test_every_rule_of_the_list_can_be_read(api: httpx.AsyncClient) -> None:
    listed = (await answer(api, "/v1/rules?doubtful=true&limit=20"))["items"]
    assert listed
    for rule in listed:
        assert rule["doubts"]
        explained = await answer(api, f"/v1/rules/{rule['name']}")
        assert [f"{explained['code']}@{version['rule'].get('version', 1)}" for version in explained["versions"]] == [
            rule["name"]
        ]
        assert explained["versions"][0]["sources"]


async def test_search_forgives_a_letter(api: httpx.AsyncClient) -> None:
    found = await answer(api, "/v1/search?q=machine+lerning")
    assert MODULE in {item["code"] for item in found["items"]}


async def test_a_misspelt_code_is_answered_with_near_ones(api: httpx.AsyncClient) -> None:
    misspelt = NANODEGREE.replace("python", "pyhton")
    in_path = await api.get(f"/v1/credentials/{misspelt}")
    assert (in_path.status_code, in_path.json()["nearest"][0]) == (404, NANODEGREE)
    in_body = await api.post("/v1/exemptions", json={"holdings": [{"code": "cisco:ccna"}, {"code": misspelt}]})
    assert in_body.status_code == 422
    said = in_body.json()
    assert (said["type"], said["field"]) == ("/problems/unknown-code", "/holdings/1/code")
    assert said["nearest"][0] == NANODEGREE
    for field, body in (("/towards", HELD | {"towards": misspelt}), ("/target", HELD | {"target": misspelt})):
        path = "/v1/exemptions" if field == "/towards" else "/v1/routes"
        response = await api.post(path, json=body)
        assert (response.status_code, response.json()["field"]) == (422, field)


async def test_what_is_known_already_is_not_sent_again(api: httpx.AsyncClient) -> None:
    path = f"/v1/credentials/{NANODEGREE}/opens?as_of=2026-01-01"
    first = await api.get(path)
    again = await api.get(path, headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


HOSTILE = [
    "\"'`\\",
    "* ~1 AND (NOT OR) [a TO b] {x} ^ : /re/ && || !",
    "'}) DETACH DELETE n //",
    (
        "learning machines programming networks analytics security business design "
        "systems data cloud computing science studies"
    ),
    "\x00\x01\x7f",
    "證書 ünï 🎓",
    "a" * 160,
    "%",
    "../../etc/passwd",
    "-",
]


@pytest.mark.parametrize("words", HOSTILE)
async def test_hostile_words_are_only_words(api: httpx.AsyncClient, words: str) -> None:
    for path, parameters in (
        ("/v1/search", {"q": words}),
        ("/v1/credentials", {"q": words, "theme": words, "cursor": words}),
        ("/v1/modules", {"institution": words}),
        ("/v1/rules", {"cursor": words}),
        ("/v1/transferability", {"from": words, "to": "tp"}),
        ("/v1/graph", {"focus": words}),
    ):
        response = await api.get(path, params=parameters)
        assert response.status_code in {200, 422}, response.text
    for plural in ("credentials", "rules"):
        response = await api.get(f"/v1/{plural}/{quote(words, safe='')}")
        assert response.status_code == 404, response.text


async def test_a_batch_answers_each_learner_as_if_asked_alone(api: httpx.AsyncClient) -> None:
    learners: list[dict[str, Any]] = [
        {"id": "s1", "holdings": [{"code": NANODEGREE, "attained_on": "2025-05-01"}]},
        {"id": "s2", "holdings": [{"code": "udacity:no-such"}]},
        {"id": "s3", "learner": {"birth_year": 2000}},
    ]
    lines = "".join(json.dumps(one) + "\n" for one in learners)
    asked = {"towards": DIPLOMA, "as_of": "2026-11-30"}
    ndjson = {"Content-Type": "application/x-ndjson"}
    response = await api.post("/v1/batch", params=asked, content=lines, headers=ndjson)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"].startswith("application/x-ndjson")
    assert response.headers["stackways-catalogue"]
    given = [json.loads(line) for line in response.text.splitlines()]
    assert [one["id"] for one in given] == ["s1", "s2", "s3"]
    assert "the catalogue has no code" in given[1]["problem"]
    for learner, one in ((learners[0], given[0]), (learners[2], given[2])):
        alone = {name: value for name, value in learner.items() if name != "id"} | asked
        assert one["answer"] == await answer(api, "/v1/exemptions", alone)
    table = f"id,code,attained_on\ns1,{NANODEGREE},2025-05-01\n"
    as_csv = await api.post("/v1/batch", params=asked, content=table, headers={"Content-Type": "text/csv"})
    assert json.loads(as_csv.text) == given[0]
    refused: list[tuple[dict[str, Any], int]] = [
        ({"content": lines, "headers": {"Content-Type": "application/json"}}, 415),
        ({"content": "name\nx\n", "headers": {"Content-Type": "text/csv"}}, 422),
        ({"content": b"\xff", "headers": ndjson}, 422),
        ({"content": lines, "headers": ndjson, "params": {"ask": "routes"}}, 422),
    ]
    for wrong, status in refused:
        assert (await api.post("/v1/batch", **wrong)).status_code == status

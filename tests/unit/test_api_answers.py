"""How answers go out: headers, tags, formats; and that the door itself costs next to nothing."""

import datetime as dt
import gzip
import re
from collections.abc import AsyncIterator
from urllib.parse import unquote

import httpx
import pytest
from fastapi import FastAPI
from tests.api_client import StubConnection, StubReader, app_over, client_of

from stackways.api import ask, browse, draw
from stackways.pathways.browse_catalogue import Found
from stackways.pathways.compare_institutions import Cell, Matrix
from stackways.pathways.draw_graph import Drawing, Edge, Node
from stackways.pathways.find_exemptions import Exemptions, ExemptionsQuestion
from stackways.pathways.session import CatalogueLoading
from stackways.rules.catalogue import Kind
from stackways.rules.decision import Decision, EntryStanding, Status, Target

DAY = dt.date(2025, 5, 1)
DECISION = Decision(
    status=Status.REFUSED,
    target=Target(kind=Kind.MODULE, code="tp:module", title={"en": "Module " + "x" * 1000}),
    programme=None,
    entry=EntryStanding.NOT_SHOWN,
    outcome=None,
    rule="tp:rule@1",
    used=["udacity:course"],
    reasons=[],
    remarks=[],
    from_=dt.date(2026, 1, 1),
    doubts=[],
    path=[],
    sources=[],
)


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> FastAPI:
    async def find_exemptions(_: StubReader, question: ExemptionsQuestion) -> Exemptions:
        return Exemptions(as_of=question.day, reading=question.reading, decisions=[DECISION] * 3)

    async def search(_: StubReader, text: str, as_of: dt.date, **_options: object) -> Found:
        return Found(as_of=as_of, query=text, items=[])

    async def transfer_matrix(_: StubReader, as_of: dt.date, **_options: object) -> Matrix:
        return Matrix(as_of=as_of, institutions=[], cells=[Cell(from_="udacity", to="tp", rules=1, by_certainty={})])

    async def draw_paths(_: StubReader, codes: list[str], *, as_of: dt.date, **_options: object) -> Drawing:
        nodes = [Node(id=code, kind="module", title={"en": code}) for code in codes]
        edges = [Edge(start=codes[0], end=codes[-1], kind="STACKS_INTO")]
        return Drawing(as_of=as_of, nodes=nodes, edges=edges, complete=True)

    async def draw_neighbourhood(reader: StubReader, focus: str, *, as_of: dt.date, **_options: object) -> Drawing:
        return await draw_paths(reader, [focus], as_of=as_of)

    monkeypatch.setattr(ask, "find_exemptions", find_exemptions)
    monkeypatch.setattr(ask, "transfer_matrix", transfer_matrix)
    monkeypatch.setattr(browse, "search", search)
    monkeypatch.setattr(draw, "draw_neighbourhood", draw_neighbourhood)
    monkeypatch.setattr(draw, "draw_paths", draw_paths)
    return app_over(StubConnection())


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(app) as client:
        yield client


async def test_the_api_has_the_paths_of_the_contract_and_no_others(client: httpx.AsyncClient) -> None:
    described = (await client.get("/openapi.json")).json()["paths"]
    assert {f"{method.upper()} {path}" for path, methods in described.items() for method in methods} == {
        "GET /v1/institutions",
        "GET /v1/institutions/{code}",
        "GET /v1/institutions/{code}/changes",
        "GET /v1/credentials",
        "GET /v1/credentials/{code}",
        "GET /v1/credentials/{code}/opens",
        "GET /v1/modules",
        "GET /v1/modules/{code}",
        "GET /v1/modules/{code}/recognised",
        "GET /v1/programmes",
        "GET /v1/programmes/{code}",
        "GET /v1/programmes/{code}/recognised",
        "POST /v1/exemptions",
        "POST /v1/awards",
        "POST /v1/routes",
        "POST /v1/funding",
        "POST /v1/holdings/import",
        "POST /v1/holdings/read",
        "POST /v1/what-if",
        "POST /v1/batch",
        "GET /v1/desk",
        "GET /v1/transferability",
        "GET /v1/graph",
        "POST /v1/graph",
        "GET /v1/rules",
        "GET /v1/rules/{code}",
        "GET /v1/rules/{code}/changes",
        "GET /v1/search",
        "GET /livez",
        "GET /readyz",
        "GET /metrics",
    }
    docs = (await client.get("/docs")).text
    needed = re.findall(r"(?:src|href)=\"([^\"]+)\"", docs)
    assert needed
    for address in needed:  # on this server, not elsewhere
        assert (await client.get(address)).status_code == 200, address


async def test_an_answer_states_its_day_its_catalogue_and_a_tag(client: httpx.AsyncClient) -> None:
    today = (await client.get("/v1/search?q=python")).json()["as_of"]
    assert today == str(dt.date.today())  # noqa: DTZ011 - the day where the learner is
    response = await client.get("/v1/search?q=python&as_of=2025-05-01")
    assert response.json() == {"as_of": "2025-05-01", "query": "python", "items": []}
    assert response.headers["content-type"] == "application/json"
    assert response.headers["stackways-catalogue"] == StubReader.version
    assert response.headers["etag"].startswith('W/"')
    assert response.headers["cache-control"] == "no-cache"
    assert "stackways-release" not in response.headers


async def test_an_answer_of_a_release_names_it(client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(StubReader, "__init__", lambda self: setattr(self, "release", "十二月 2026"))
    response = await client.get("/v1/search?q=python&as_of=2025-05-01")
    assert unquote(response.headers["stackways-release"]) == "十二月 2026"


async def test_an_answer_that_is_known_already_is_304_and_another_one_is_not(client: httpx.AsyncClient) -> None:
    first = await client.get("/v1/search?q=python&as_of=2025-05-01")
    tag = first.headers["etag"]
    for known in (tag, tag.removeprefix("W/"), f'"other", {tag}', "*"):
        again = await client.get("/v1/search?q=python&as_of=2025-05-01", headers={"if-none-match": known})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == tag
        assert again.headers["stackways-catalogue"] == StubReader.version
    for path, known in (("/v1/search?q=python&as_of=2025-05-02", tag), ("/v1/search?q=python", '"other"')):
        assert (await client.get(path, headers={"if-none-match": known})).status_code == 200


async def test_an_answer_to_a_learner_is_not_kept_and_never_304(client: httpx.AsyncClient) -> None:
    first = await client.post("/v1/exemptions", json={})
    again = await client.post("/v1/exemptions", json={}, headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 200
    assert again.headers["cache-control"] == "no-store"


async def test_fields_have_the_names_of_the_contract(client: httpx.AsyncClient) -> None:
    decision = (await client.post("/v1/exemptions", json={"as_of": "2025-05-01"})).json()["decisions"][0]
    assert decision["from"] == "2026-01-01"
    assert (await client.get("/v1/transferability")).json()["cells"][0]["from"] == "udacity"


async def test_head_is_answered_like_get_without_the_body(client: httpx.AsyncClient) -> None:
    path = "/v1/search?q=python&as_of=2025-05-01"
    asked = {"x-request-id": "the-same"}
    got, head = await client.get(path, headers=asked), await client.head(path, headers=asked)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers == got.headers
    assert (await client.head("/v1/exemptions")).status_code == 405


@pytest.mark.parametrize(("sent", "kept"), [("a.B-9_z", True), ("", False), ("x" * 65, False), ("a b", False)])
async def test_a_request_has_an_id_its_own_or_a_new_one(client: httpx.AsyncClient, sent: str, *, kept: bool) -> None:
    ids = {(await client.get("/livez", headers={"x-request-id": sent})).headers["x-request-id"] for _ in range(2)}
    assert ids == {sent} if kept else len(ids) == 2


async def test_codes_with_a_colon_stand_in_paths_as_they_are_or_escaped(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []

    async def show_entry(_: StubReader, code: str, as_of: dt.date, kind: Kind, **_options: object) -> Found:
        seen.append((code, kind))
        return Found(as_of=as_of, query=code, items=[])

    monkeypatch.setattr(browse, "show_entry", show_entry)
    for path in ("/v1/credentials/cisco:ccna", "/v1/credentials/cisco%3Accna", "/v1/modules/tp:x"):
        assert (await client.get(path)).status_code == 200
    assert seen == [("cisco:ccna", Kind.CREDENTIAL), ("cisco:ccna", Kind.CREDENTIAL), ("tp:x", Kind.MODULE)]


async def test_a_graph_is_json_mermaid_or_dot(client: httpx.AsyncClient) -> None:
    path = "/v1/graph?focus=tp:x&as_of=2025-05-01"
    assert (await client.get(path)).json()["nodes"][0]["id"] == "tp:x"
    mermaid, dot = await client.get(f"{path}&format=mermaid"), await client.get(f"{path}&format=dot")
    assert mermaid.text.startswith("flowchart LR")
    assert mermaid.headers["content-type"] == "text/plain; charset=utf-8"
    assert "digraph" in dot.text
    assert dot.headers["content-type"].startswith("text/vnd.graphviz")
    assert len({(await client.get(path)).headers["etag"], mermaid.headers["etag"], dot.headers["etag"]}) == 3
    assert all("2025-05-01" in response.text for response in (mermaid, dot))


async def test_a_route_is_drawn_from_the_answer_as_it_stands(client: httpx.AsyncClient) -> None:
    step = {"kind": "exempt", "code": "tp:module", "title": {"en": "M"}, "hours": {}, "because": ["tp:rule@1"]}
    decision = {"path": ["Diploma in X", "udacity:course", "tp:module", "tp:programme"], "status": "granted"}
    route = {"finish": None, "steps": [step | {"decision": decision}, step | {"code": "tp:programme"}]}
    drawn = (await client.post("/v1/graph", json={"route": route, "codes": ["tp:programme"]})).json()
    assert [node["id"] for node in drawn["nodes"]] == ["tp:programme", "udacity:course", "tp:module"]
    mermaid = await client.post("/v1/graph?format=mermaid", json={"codes": ["tp:module"]})
    assert mermaid.text.startswith("flowchart LR")


async def test_every_page_may_ask(client: httpx.AsyncClient) -> None:
    origin = {"origin": "https://example.edu"}
    for response in (
        await client.get("/v1/search?q=x", headers=origin),
        await client.post("/v1/exemptions", json={}, headers=origin),
        await client.get("/v1/nothing", headers=origin),
    ):
        assert response.headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-credentials" not in response.headers
        exposed = response.headers["access-control-expose-headers"].lower()
        assert all(name in exposed for name in ("stackways-catalogue", "etag", "retry-after"))
    asked = origin | {"access-control-request-method": "POST", "access-control-request-headers": "content-type"}
    preflight = await client.options("/v1/exemptions", headers=asked)
    assert preflight.status_code == 200
    assert "POST" in preflight.headers["access-control-allow-methods"]
    assert "DELETE" not in preflight.headers["access-control-allow-methods"]


async def test_long_answers_are_compressed_for_those_who_take_it(client: httpx.AsyncClient) -> None:
    plain = await client.post("/v1/exemptions", json={}, headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    request = client.build_request("POST", "/v1/exemptions", json={}, headers={"accept-encoding": "gzip"})
    response = await client.send(request, stream=True)
    packed = b"".join([part async for part in response.aiter_raw()])
    assert response.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed) == plain.content
    assert response.headers["etag"] == plain.headers["etag"]


async def test_every_answer_has_the_headers_that_keep_browsers_careful(client: httpx.AsyncClient) -> None:
    for path in ("/v1/search?q=x", "/livez", "/docs", "/nothing"):
        headers = (await client.get(path)).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert headers["referrer-policy"] == "no-referrer"


async def test_a_catalogue_that_changes_in_between_is_asked_once_more(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    async def search(_: StubReader, text: str, as_of: dt.date, **_options: object) -> Found:
        asked.append(text)
        if len(asked) in {1, 3, 4}:
            raise CatalogueLoading("the catalogue has changed")
        return Found(as_of=as_of, query=text, items=[])

    monkeypatch.setattr(browse, "search", search)
    assert (await client.get("/v1/search?q=first")).status_code == 200
    assert (await client.get("/v1/search?q=second")).status_code == 503
    assert asked == ["first", "first", "second", "second"]


async def test_figures_count_requests_by_template_and_never_tell_a_code(client: httpx.AsyncClient) -> None:
    await client.get("/v1/search?q=private")
    await client.get("/v1/rules/private:code@1/what")
    figures = (await client.get("/metrics")).text
    assert 'http_requests_total{handler="/v1/search",method="GET",status="2xx"} 1.0' in figures
    assert "private" not in figures

"""Every way a request can go wrong is one problem, documented, that tells nothing of the inside."""

import json
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from rfc9457 import StatusProblem
from structlog.testing import capture_logs
from tests.api_client import StubConnection, app_over, client_of

from stackways.api import ask, browse, problems
from stackways.pathways.question import UnknownCodeError, WrongKindError
from stackways.pathways.session import (
    Busy,
    CatalogueLoading,
    DatabaseAway,
    GettingReady,
    GraphError,
    NoCatalogue,
    SchemaMismatch,
    TooSlow,
)

DOCUMENTATION = Path(__file__).parents[2] / "docs" / "http-api.md"
PRIVATE = "a-very-private-diploma"
JSON = {"content-type": "application/json"}


@pytest.fixture
def connection() -> StubConnection:
    return StubConnection()


@pytest.fixture
async def client(connection: StubConnection) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(app_over(connection)) as client:
        yield client


def raising(error: Exception) -> Any:  # noqa: ANN401 - a stub of any pathway
    async def pathway(*_args: object, **_kwargs: object) -> None:
        raise error

    return pathway


def problem(response: httpx.Response, kind: str, status: int) -> dict[str, Any]:
    """The problem of a response that must be one of this type and status."""
    said = response.json()
    assert response.headers["content-type"] == "application/problem+json", said
    assert (said["type"], said["status"], response.status_code) == (f"/problems/{kind}", status, status), said
    assert said["title"]
    assert said["detail"]
    assert set(said) <= {"type", "title", "status", "detail", "field", "in", "nearest", "most", "errors"}
    return dict(said)


def test_each_type_is_documented_with_its_status_and_no_other() -> None:
    rows = re.findall(r"^\| `/problems/([a-z-]+)` \| (\d{3})", DOCUMENTATION.read_text("utf-8"), re.MULTILINE)
    kinds = [
        kind for kind in vars(problems).values() if isinstance(kind, type) and kind.__module__ == problems.__name__
    ]
    assert dict(rows) == {
        kind.type_: str(kind.status) for kind in kinds if issubclass(kind, StatusProblem) and kind.type_
    }


@pytest.mark.parametrize(
    ("path", "field", "where", "status"),
    [
        ("/v1/credentials/cisco:cna", "code", "path", 404),
        ("/v1/graph?focus=cisco:cna", "focus", "query", 422),
        ("/v1/transferability?from=tp&to=cisco:cna", "to", "query", 422),
        ("/v1/programmes?institution=cisco:cna", "institution", "query", 422),
    ],
)
async def test_an_unknown_code_in_a_get_is_404_in_the_path_and_422_in_the_query(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch, path: str, field: str, where: str, status: int
) -> None:
    pathway = raising(UnknownCodeError("cisco:cna", "whatever", ["cisco:ccna", "cisco:ccnp"]))
    monkeypatch.setattr(browse, "show_entry", pathway)
    monkeypatch.setattr(browse, "list_entries", pathway)
    monkeypatch.setattr(ask, "compare_institutions", pathway)
    monkeypatch.setattr("stackways.api.draw.draw_neighbourhood", pathway)
    said = problem(await client.get(path), "unknown-code", status)
    assert (said["field"], said["in"]) == (field, where)
    assert said["nearest"] == ["cisco:ccna", "cisco:ccnp"]
    assert "`cisco:cna`" in said["detail"]


async def test_an_unknown_code_in_a_body_is_422_at_its_place(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    error = UnknownCodeError("cisco:cna", "/holdings/1/code", ["cisco:ccna"])
    monkeypatch.setattr(ask, "find_exemptions", raising(error))
    holdings = [{"code": "aws:x"}, {"code": "cisco:cna"}]
    said = problem(await client.post("/v1/exemptions", json={"holdings": holdings}), "unknown-code", 422)
    assert (said["field"], said["in"], said["nearest"]) == ("/holdings/1/code", "body", ["cisco:ccna"])


async def test_a_code_of_another_kind_is_404_in_the_path(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    error = WrongKindError("cisco:ccna", "code", "credential", "module")
    monkeypatch.setattr(browse, "show_entry", raising(error))
    said = problem(await client.get("/v1/modules/cisco:ccna"), "wrong-kind", 404)
    assert (said["field"], said["in"]) == ("code", "path")


@pytest.mark.parametrize(
    ("error", "kind", "status", "again"),
    [
        (DatabaseAway("Neo4j at `bolt://10.0.0.7:7687` does not answer"), "database-away", 503, True),
        (CatalogueLoading("a load is being written"), "catalogue-loading", 503, True),
        (Busy("others were answered for 5 seconds"), "busy", 503, True),
        (GettingReady("the database at `bolt://10.0.0.7:7687` gets ready"), "getting-ready", 503, True),
        (NoCatalogue("nothing was ever loaded"), "no-catalogue", 503, True),
        (SchemaMismatch("schema 1"), "schema-mismatch", 503, True),
        (TooSlow("`exemptions` took longer"), "too-slow", 504, False),
        (GraphError("Neo4j refuses `exemptions`"), "internal", 500, False),
    ],
)
async def test_what_keeps_the_graph_from_answering_is_told_without_its_address(
    client: httpx.AsyncClient, connection: StubConnection, error: Exception, kind: str, status: int, *, again: bool
) -> None:
    connection.error = error
    for response in (await client.get("/v1/search?q=x"), await client.get("/readyz")):
        said = problem(response, kind, status)
        assert str(error) not in json.dumps(said)
        assert ("retry-after" in response.headers) == again
        if again:
            assert f"ask again in {int(response.headers['retry-after'])} seconds" in said["detail"]
    assert (await client.get("/livez")).status_code == 200


async def test_a_fault_of_ours_tells_and_logs_nothing_of_the_inside_or_the_learner(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ask, "find_exemptions", raising(ValueError(f"cannot take {PRIVATE}")))
    with capture_logs() as logged:
        response = await client.post("/v1/exemptions", json={"holdings": [{"described": {"title": PRIVATE}}]})
    said = problem(response, "internal", 500)
    assert PRIVATE not in json.dumps(said)
    assert "ValueError" not in json.dumps(said)
    assert PRIVATE not in str(logged)
    (fault,) = [line for line in logged if line["log_level"] == "error"]
    assert fault["error"] == "ValueError"
    assert any("test_api_problems.py" in place for place in fault["at"])


async def test_the_log_has_neither_query_nor_body(client: httpx.AsyncClient) -> None:
    with capture_logs() as logged:
        await client.post("/v1/exemptions", json={"holdings": [{"described": {"title": PRIVATE, "x": 1}}]})
        await client.get(f"/v1/search?q={PRIVATE}&limit=0")
    assert [(line["method"], line["path"], line["status"]) for line in logged] == [
        ("POST", "/v1/exemptions", 422),
        ("GET", "/v1/search", 422),
    ]
    assert PRIVATE not in str(logged)


@pytest.mark.parametrize(
    ("sent", "field", "hint"),
    [
        ({"holdings": [{"code": "a:b", "atained_on": "2025-05-01"}]}, "/holdings/0/atained_on", "`attained_on`"),
        ({"holding": []}, "/holding", "`holdings`"),
        ({"learner": {"birthyear": 1990}}, "/learner/birthyear", "`birth_year`"),
        ({"holdings": [{"code": "a:b", "grade": {"valeu": 1}}]}, "/holdings/0/grade/valeu", "`value`"),
        ({"learner": {"zzz": 1}}, "/learner/zzz", "use `admission_on`, `birth_year`"),
        ({"holdings": [{"code": "a:b"}, {}]}, "/holdings/1", "either `code` or `described`"),
        ({"holdings": [{"code": "Tp:AI"}]}, "/holdings/0/code", "`/v1/search?q=`"),
        ({"reading": "hopeful"}, "/reading", "`lenient` or `strict`"),
        ({"reading": {"doubt": "No Slug"}}, "/reading/doubt", "small letters"),
        ({"as_of": "2025-02-30"}, "/as_of", "date"),
        ({"learner": {"work_years": -1}}, "/learner/work_years", "0 or more"),
        ([], "", "the body"),
        ("text", "", "the body"),
    ],
)
async def test_a_mistake_in_a_body_is_pointed_at_with_a_remedy(
    client: httpx.AsyncClient, sent: object, field: str, hint: str
) -> None:
    said = problem(await client.post("/v1/exemptions", json=sent), "invalid-request", 422)
    assert (said["field"], said["in"]) == (field, "body")
    assert hint in said["detail"]
    assert field in {mistake["field"] for mistake in said["errors"]}


@pytest.mark.parametrize(
    ("path", "field", "hint"),
    [
        ("/v1/search?qq=python", "qq", "`q`"),
        ("/v1/search", "q", "missing"),
        ("/v1/credentials?limit=x", "limit", "whole number"),
        ("/v1/modules/tp:x/recognised?as_of=0", "as_of", "2026-11-22"),
        ("/v1/modules/tp:x/recognised?as_of=9999-12-31", "as_of", "from 1900 to 2199"),
        ("/v1/modules/tp:x/recognised?as_of=2025-02-30", "as_of", "date"),
        ("/v1/desk?ending_within=soon", "ending_within", "P6M"),
        ("/v1/graph?focus=tp&format=svg", "format", "`dot`"),
        ("/v1/rules?stale=perhaps", "stale", "true or false"),
    ],
)
async def test_a_mistake_in_a_query_is_named_with_a_remedy(
    client: httpx.AsyncClient, path: str, field: str, hint: str
) -> None:
    said = problem(await client.get(path), "invalid-request", 422)
    assert field in {mistake["field"] for mistake in said["errors"]}
    assert hint in " ".join(mistake["detail"] for mistake in said["errors"])
    assert said["in"] == "query"


async def test_every_mistake_is_told_but_not_endlessly(client: httpx.AsyncClient) -> None:
    sent = {"holdings": [{"code": "a:b", "wrong": 1}] * 100}
    said = problem(await client.post("/v1/exemptions", json=sent), "invalid-request", 422)
    assert [mistake["field"] for mistake in said["errors"]] == [f"/holdings/{i}/wrong" for i in range(20)]


@pytest.mark.parametrize(
    ("method", "path", "sent", "most"),
    [
        ("POST", "/v1/exemptions", {"holdings": [{"code": "a:b"}] * 501}, 500),
        ("POST", "/v1/graph", {"codes": ["a:b"] * 501}, 500),
        ("POST", "/v1/routes", {"target": "a:b", "alternatives": 11}, 10),
        ("GET", "/v1/graph?focus=tp&depth=9", None, 8),
        ("GET", "/v1/credentials/a:b/opens?depth=9", None, 8),
        ("GET", "/v1/modules?limit=201", None, 200),
    ],
)
async def test_more_than_the_stated_maximum_is_422_and_names_it(
    client: httpx.AsyncClient, method: str, path: str, sent: object, most: int
) -> None:
    said = problem(await client.request(method, path, json=sent), "over-limit", 422)
    assert said["most"] == most
    assert str(most) in said["detail"]
    assert f"| {most} |" in DOCUMENTATION.read_text("utf-8")


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[" * 200_000,
        b'{"a":' * 100_000,
        b"\xff\xfe{}",
        b'{"learner": {"birth_year": ' + b"1" * 5000 + b"}}",
    ],
    ids=["cut off", "deep lists", "deep objects", "not UTF-8", "an endless number"],
)
async def test_what_cannot_be_read_as_json_is_400(client: httpx.AsyncClient, body: bytes) -> None:
    problem(await client.post("/v1/exemptions", content=body, headers=JSON), "malformed-json", 400)


@pytest.mark.parametrize(
    "body",
    [
        b'{"learner": {"birth_year": NaN}}',
        b'{"learner": {"work_years": NaN}}',
        b'{"learner": {"work_years": Infinity}}',
        b'{"learner": {"work_years": 1e999}}',
        b'{"learner": {"birth_year": ' + b"1" * 4000 + b"}}",
        b'{"learner": {"work_years": ' + b"1" * 4000 + b"}}",
        b'{"learner": {"work_years": 1e-400}, "x": 1}',
        b'{"half \\ud800 character": 1}',
        b'{"learner": {"residency": "\\ud800"}}',
        b'{"reading": {"\\ud800": "x"}}',
        b'{"~/": 1}',
        b'{"": 1}',
        b'{"' + b"x" * 900_000 + b'": 1}',
        b"null",
        b"",
    ],
    ids=lambda body: body[:40].decode(),
)
async def test_values_that_json_allows_and_nobody_can_mean_are_422(client: httpx.AsyncClient, body: bytes) -> None:
    response = await client.post("/v1/exemptions", content=body, headers=JSON)
    problem(response, "invalid-request", 422)
    assert len(response.content) < 10_000


@pytest.mark.parametrize("headers", [{}, {"content-type": "text/plain"}, {"content-type": "multipart/form-data"}])
async def test_a_body_that_is_not_sent_as_json_is_415(client: httpx.AsyncClient, headers: dict[str, str]) -> None:
    problem(await client.post("/v1/exemptions", content=b"{}", headers=headers), "unsupported-media-type", 415)


async def test_learners_that_are_sent_as_something_else_are_415_and_no_fault_of_ours(
    client: httpx.AsyncClient, capsys: pytest.CaptureFixture[str]
) -> None:
    response = await client.post("/v1/batch", content=b"{}", headers=JSON)
    assert "NDJSON" in problem(response, "unsupported-media-type", 415)["detail"]
    assert "internal error" not in capsys.readouterr().out


async def test_a_body_over_one_mebibyte_is_413_whether_its_length_is_told_or_not(client: httpx.AsyncClient) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while True:
            sent += 1 << 16
            yield b" " * (1 << 16)

    for content in (b" " * (1 << 20) + b"{", endless()):
        response = await client.post("/v1/exemptions", content=content, headers=JSON)
        assert problem(response, "body-too-large", 413)["most"] == 1 << 20
        assert response.headers["connection"] == "close"
    assert sent <= (1 << 20) + (1 << 16), "it went on reading"
    declared = await client.get("/v1/nothing", headers={"content-length": str(1 << 40)})
    problem(declared, "body-too-large", 413)


async def test_a_body_of_exactly_one_mebibyte_is_read(client: httpx.AsyncClient) -> None:
    body = b'{"x": 1}'.ljust(1 << 20)
    problem(await client.post("/v1/exemptions", content=body, headers=JSON), "invalid-request", 422)


async def test_unknown_paths_and_methods_are_problems_too(client: httpx.AsyncClient) -> None:
    for path in ("/v1", "/v1/", "/v2/search", "/v1/diplomas", "/v1/credentials/a:b/opens/", "/" + "x" * 50_000):
        response = await client.get(path)
        problem(response, "not-found", 404)
        assert len(response.content) < 1000
    for method, path, allowed in (
        ("GET", "/v1/exemptions", "POST"),
        ("DELETE", "/v1/search", "GET"),
        ("PUT", "/v1/credentials/a:b", "GET"),
        ("OPTIONS", "/v1/routes", "POST"),
        ("OPTIONS", "/v1/graph", "GET, POST"),
    ):
        response = await client.request(method, path)
        problem(response, "method-not-allowed", 405)
        assert response.headers["allow"] == allowed


SENT: list[tuple[str, str, object]] = [
    ("POST", "/v1/exemptions", {"holdings": [{}, {"code": "A B", "grade": {"value": {}}, "attained_on": 5}], "x": 1}),
    ("POST", "/v1/exemptions", {"reading": "hopeful", "learner": {"birth_year": 1, "residency": "A b"}, "as_of": "x"}),
    ("POST", "/v1/exemptions", {"holdings": [{"described": {"title": ""}}], "illustrative": "perhaps", "learner": 3}),
    ("POST", "/v1/routes", {"alternatives": "x", "limits": {"budget": {"amount": -1, "currency": "s"}, "avoid": 1}}),
    ("POST", "/v1/routes", {"target": 5, "optimise": ["q"], "limits": {"concurrent": 30, "hours_per_week": "many"}}),
    ("POST", "/v1/what-if", {}),
    ("POST", "/v1/what-if", {"on": "2020-01-01", "as_of": "2026-01-01"}),
    ("POST", "/v1/holdings/import", {"files": [{"name": "x"}, {"name": "y", "base64": "?"}]}),
    ("POST", "/v1/holdings/import", {"files": []}),
    ("POST", "/v1/awards", []),
    ("GET", "/v1/transferability?from=a", None),
    ("GET", "/v1/rules?cursor=x&stale=perhaps&expiring_before=2026-02-30", None),
    ("GET", "/v1/search?q=&limit=900&kind=z", None),
    ("GET", "/v1/graph?focus=a&depth=x&format=svg", None),
    ("GET", "/nowhere", None),
    ("DELETE", "/v1/awards", None),
]


@pytest.mark.parametrize(("method", "path", "sent"), SENT, ids=range(len(SENT)))
async def test_what_is_wrong_is_said_in_chinese_as_well(
    client: httpx.AsyncClient, method: str, path: str, sent: object
) -> None:
    answer = (await client.request(method, path, json=sent, headers={"Accept-Language": "zh-HK"})).json()
    for said in (answer["detail"], *(mistake["detail"] for mistake in answer.get("errors", ()))):
        assert re.search("[一-鿿]", said)
        assert (
            re.findall(r"[A-Za-z]{2,}", re.sub(r"`[^`]*`|JSON|SGD|DELETE|POST|GET|true|false|base64", "", said)) == []
        )


async def test_a_program_gets_each_mistake_as_a_message_whatever_the_language(client: httpx.AsyncClient) -> None:
    sent = {"holdings": [{"code": "No Code"}, {"code": "a:b", "attained_on": "2025-02-30"}], "toward": "tp"}
    told = []
    for language in ("en", "zh-Hant"):
        answer = await client.post(f"/v1/exemptions?language={language}", json=sent)
        told.append({one["field"]: one["message"] for one in problem(answer, "invalid-request", 422)["errors"]})
    assert told[0] == told[1]
    assert told[0]["/holdings/0/code"] == {"id": "error.bad-code", "args": {}}
    assert told[0]["/toward"] == {"id": "error.no-such-field-near", "args": {"near": "towards"}}
    assert told[0]["/holdings/1/attained_on"]["id"] == "mistake.day"


async def test_each_unknown_code_of_a_body_is_named(client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    first = UnknownCodeError("cisco:cna", "/holdings/0/code", ["cisco:ccna"])
    second = UnknownCodeError("tp:nowhere", "/towards", [])
    first.others = [second]
    monkeypatch.setattr(ask, "find_exemptions", raising(first))
    said = problem(await client.post("/v1/exemptions", json={}), "unknown-code", 422)
    assert said["field"] == "/holdings/0/code"
    assert [mistake["field"] for mistake in said["errors"]] == ["/holdings/0/code", "/towards"]
    assert said["errors"][0]["message"]["args"]["code"] == "cisco:cna"
    assert "2 mistakes" in said["detail"]


@pytest.mark.parametrize("path", ["/v1/credentials?cursor=No%20Code", "/v1/rules?cursor=tp:rule"])
async def test_a_cursor_that_no_page_gave_is_refused(client: httpx.AsyncClient, path: str) -> None:
    said = problem(await client.get(path), "invalid-request", 422)
    assert said["field"] == "cursor"
    assert "`next`" in said["detail"]

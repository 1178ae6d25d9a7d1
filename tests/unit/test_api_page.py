"""The page is served as it was built, strictly, or is said not to be built."""

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest
from fastapi import FastAPI
from tests.api_client import StubConnection, app_over, client_of

from stackways.api import page


@pytest.fixture
def app(tmp_path: Path) -> FastAPI:
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "index-0a1b2c.js").write_text("export {};")
    (tmp_path / "index.html").write_text("<!doctype html><title>Stackways</title>")
    app = FastAPI()
    page.add_page(app, tmp_path)
    return app


@pytest.mark.parametrize("address", page.ADDRESSES)
async def test_every_address_of_the_page_is_the_page_under_a_policy_that_lets_nothing_else_in(
    app: FastAPI, address: str
) -> None:
    async with client_of(app) as client:
        answer = await client.get(address.format(start="udacity", end="tp", code="cisco:ccna"))
    assert "<title>Stackways</title>" in answer.text
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self';")
    assert "http" not in policy
    assert "unsafe" not in policy
    assert answer.headers["cache-control"] == "no-cache"


async def test_the_page_for_an_institution_alone_may_stand_in_a_frame() -> None:
    async with client_of(app_over(StubConnection())) as client:
        framed = await client.get("/embed/tp")
        assert "x-frame-options" not in framed.headers
        for path in ("/", "/plan", "/institutions/tp", "/embed", "/v1/search", "/livez", "/docs"):
            assert (await client.get(path)).headers["x-frame-options"] == "DENY", path


async def test_the_policy_of_a_frame_is_that_of_the_page_but_for_who_frames_it(app: FastAPI) -> None:
    async with client_of(app) as client:
        framed = (await client.get("/embed/tp")).headers["content-security-policy"]
        page_ = (await client.get("/plan")).headers["content-security-policy"]
    assert framed.replace("frame-ancestors *", "frame-ancestors 'none'") == page_
    assert framed != page_


async def test_what_has_its_hash_in_its_name_may_be_kept_for_good(app: FastAPI) -> None:
    async with client_of(app) as client:
        answer = await client.get("/assets/index-0a1b2c.js")
        assert "immutable" in answer.headers["cache-control"]
        assert (await client.get("/assets/index-ffffff.js")).status_code == 404
        assert (await client.get("/assets/../index.html")).status_code == 404


async def test_a_page_that_is_not_built_is_said_so_with_what_to_do(tmp_path: Path) -> None:
    app = FastAPI()
    page.add_page(app, tmp_path)
    async with client_of(app) as client:
        answer = await client.get("/")
    assert answer.status_code == 404
    assert "`make page` builds it" in answer.text


@pytest.mark.parametrize(("path", "accept"), [("/nowhere", "application/json"), ("/v1/nowhere", "text/html")])
async def test_what_is_neither_page_nor_api_is_a_problem_to_a_program(path: str, accept: str) -> None:
    async with client_of(app_over(StubConnection())) as client:
        answer = await client.get(path, headers={"accept": accept})
    assert answer.json()["type"] == "/problems/not-found"


async def test_a_browser_that_asks_for_what_is_not_there_is_given_the_page() -> None:
    if not page.is_built():
        pytest.skip("the page is not built")
    async with client_of(app_over(StubConnection())) as client:
        answer = await client.get("/nowhere", headers={"accept": "text/html"})
    assert (answer.status_code, answer.headers["content-type"]) == (404, "text/html; charset=utf-8")


async def test_the_description_of_the_api_runs_its_own_lines_and_nothing_else() -> None:
    response = await client_of(app_over(StubConnection())).get("/docs")
    policy = response.headers["content-security-policy"]
    (line,) = re.findall(r"<script>(.*?)</script>", response.text, re.DOTALL)
    assert f"'sha256-{b64encode(sha256(line.encode()).digest()).decode()}'" in policy
    assert "script-src 'self' 'sha256-" in policy
    assert "'unsafe-inline'" not in policy.partition("style-src")[0]
    assert all(address.startswith("/") for address in re.findall(r'(?:src|href)="([^"]+)"', response.text))
    scripts = [await client_of(app_over(StubConnection())).get(path) for path in re.findall(r'src="([^"]+)"', line)]
    assert all(script.status_code == 200 for script in scripts)


@pytest.mark.parametrize("path", ["/metrics", "/docs", "/"])
async def test_what_is_not_the_api_is_not_for_other_pages(path: str) -> None:
    response = await client_of(app_over(StubConnection())).get(path, headers={"Origin": "https://elsewhere.example"})
    assert "access-control-allow-origin" not in response.headers
    assert "frame-ancestors 'none'" in response.headers["content-security-policy"]


async def test_an_answer_is_no_page_of_its_own() -> None:
    response = await client_of(app_over(StubConnection())).get("/livez")
    assert response.headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"

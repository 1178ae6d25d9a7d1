"""Titles and published text are text wherever they are shown, whatever is written in them: none of it ever runs."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect
from tests.api_client import wait_until_ready
from tests.conftest import Neo4jServer
from tests.e2e.conftest import Visit
from tests.e2e.test_everywhere import taken
from tests.integration.conftest import load_into

from stackways.rules.collection import Catalogue

HOSTILE = (
    "</title></text></style><script>window.ran = 1</script><img src=x onerror='window.ran = 1'>"
    '"><svg onload="window.ran = 1"><a href="javascript:window.ran = 1">{{constructor.constructor("window.ran = 1")()}}'
)


def named(name: str) -> dict[str, str]:
    return {"en": f"{name} {HOSTILE}", "zh-Hant": f"{name} {HOSTILE}"}


def rule(code: str, kind: str, **fields: Any) -> dict[str, Any]:  # noqa: ANN401 - a rule's fields
    said = {"says": {"en": HOSTILE}, "sources": [{"source": "x:s", "confidence": "high"}]}
    return {"code": f"x:{code}", "kind": kind, "published_by": "x", **said, **fields}


KNOWN = {"hours": 10, "hours_kind": "notional", "duration": "P1M", "fee": {"amount": 10, "currency": "SGD"}}
CATALOGUE = {
    "institutions": [{"code": code, "title": named(code), "kind": "university"} for code in ("x", "y")],
    "sources": [
        {"code": "x:s", "title": HOSTILE, "url": "https://x.example/", "tier": "primary", "read": "2025-01-01"}
    ],
    "credentials": [
        {"code": "y:held", "title": named("Held"), "kind": "certificate", "offered_by": ["y"], "theme": named("T")}
    ],
    "modules": [
        {"code": f"x:{name}", "title": named(name), "kind": "module", "offered_by": ["x"], **KNOWN}
        for name in ("one", "two")
    ],
    "programmes": [{"code": "x:whole", "title": named("Whole"), "kind": "diploma", "offered_by": ["x"]}],
    "rules": [
        rule("tree", "structure", of=["x:whole"], confers=True, needs={"all_of": ["x:one", "x:two"]}),
        rule("counts", "recognition", needs="y:held", grants=[{"target": "x:one", "outcome": "exemption"}]),
    ],
}  # fmt: skip
HOLD = "hold=y:held@2026-01-01"
VIEWS = {
    "/catalogue#q=whole": "list",
    "/institutions/x": "institution",
    "/credentials/y:held": "credential",
    "/modules/x:one": "module",
    "/programmes/x:whole": "programme",
    "/rules/x:counts@1": "rule",
    "/transfer/y/x": "pair",
    f"/awards#{HOLD}": "awards",
    f"/plan#{HOLD}": "what it can become",
}


@pytest.fixture(scope="module")
def address(neo4j_server: Neo4jServer, served: str) -> str:
    """Where a page answers over a catalogue that is written to do harm."""
    catalogue = Catalogue.model_validate(CATALOGUE)
    with ThreadPoolExecutor(1) as aside:  # in this thread a loop of Playwright's may run
        aside.submit(asyncio.run, load_into(neo4j_server, catalogue)).result()
    wait_until_ready(served)
    return served


def test_what_is_published_never_runs_on_the_page_nor_in_a_drawing_taken_along(visit: Visit, tmp_path: Path) -> None:
    dialogs: list[str] = []
    visit.page.on("dialog", lambda dialog: dialogs.append(dialog.message))
    for view in VIEWS:
        page = visit.open(view)
        expect(page.locator("main")).to_contain_text("<script>window.ran = 1</script>")
        expect(page.locator("[aria-busy=true]")).to_have_count(0)
        assert page.evaluate("window.ran") is None, view
        assert page.locator("main script, main a[href^='javascript:'], main img[onerror]").count() == 0, view
    page = visit.open(f"/plan#{HOLD}&to=x:whole&as_of=2026-11-22")
    expect(page.get_by_role("group", name="The route, drawn")).to_be_visible()
    assert page.evaluate("window.ran") is None
    svg = taken(page, "Drawing (SVG)", tmp_path)
    alone = page.context.new_page()
    alone.on("dialog", lambda dialog: dialogs.append(dialog.message))
    alone.goto(svg.as_uri())
    assert alone.evaluate("window.ran") is None
    assert alone.evaluate("document.querySelectorAll('script, [onload], [onerror]').length") == 0
    assert "Whole" in alone.evaluate("document.documentElement.textContent")
    assert dialogs == []

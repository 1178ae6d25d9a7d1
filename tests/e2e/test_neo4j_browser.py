"""`stackways browser` in a real Chromium: logged in, styled, with the guide, and a planned route drawn."""

import json
import os
import re
import stat
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, Page, Request, ViewportSize, expect
from tests.conftest import Neo4jServer
from tests.e2e.conftest import PATIENCE, hold_shipped

RUN = [sys.executable, "-c", "from stackways.cli import main; main()"]
HELD, TARGET = "udacity:ai-programming-with-python", "tp:sd-ai-solution-development"
ROUTE_IN_COLOURS = {"AI": "#B86E12", "Principles of": "#3D6FA8", "Specialist": "#1C6A44"}


@dataclass
class Opened:
    """What `stackways browser` has opened, and what came of it."""

    page: Page
    address: str
    """What the web browser was told to open."""
    printed: str
    home: Path
    password: str = field(repr=False)
    elsewhere: list[str]
    """Requests to other machines that were answered."""

    def stackways(self, *arguments: str, **environment: str) -> str:
        """Run a command with this home, and return what it printed."""
        return stackways(self.home, *arguments, **environment)

    def run(self) -> None:
        """Run what is in the editor, and wait until something new is drawn at the top."""
        self.page.get_by_test_id("editor-Run").click()
        top = self.page.get_by_test_id("frame").first
        expect(top.get_by_test_id("frameCommand")).to_contain_text("CYPHER 25")
        expect(top.locator("g.node").first).to_be_visible()

    def drawn(self) -> dict[str, str]:
        """The colour of each kind of node at the top, by its caption's first word, and the captions of its arrows."""
        top = self.page.get_by_test_id("frame").first
        nodes = top.locator("g.node").evaluate_all(
            "nodes => nodes.map(n => [n.querySelector('text').textContent.trim(), n.querySelector('.b-outline')"
            ".getAttribute('fill')])"
        )
        return dict(nodes)

    def arrows(self) -> set[str]:
        """The captions of the arrows at the top."""
        return set(self.page.get_by_test_id("frame").first.locator("g.relationship text").all_text_contents())


def stackways(home: Path, *arguments: str, **environment: str) -> str:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("STACKWAYS_NEO4J")}
    done = subprocess.run(
        [*RUN, *arguments],
        check=False,
        capture_output=True,
        text=True,
        env=kept | {"STACKWAYS_HOME": str(home)} | environment,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def opened(browser: Browser, neo4j_server: Neo4jServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """A window that was opened as `stackways browser` tells a web browser to."""
    home = neo4j_server.home
    if home is None:
        pytest.skip("the Neo4j of these tests is not a local one, which alone serves the guide")
    hold_shipped(neo4j_server)
    told = tmp_path_factory.mktemp("told") / "address"
    opener = told.with_name("opener")
    opener.write_text(f"#!/bin/sh\nprintf %s \"$1\" > '{told}'\n")
    opener.chmod(0o755)
    printed = stackways(home, "browser", BROWSER=f"{opener} %s")
    context = browser.new_context(viewport=ViewportSize(width=1400, height=800), locale="en-GB")
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    elsewhere: list[str] = []

    def answered(request: Request) -> None:
        if not request.url.startswith(("http://127.0.0.1:", "file:", "data:", "blob:")):
            elsewhere.append(request.url)

    page.on("requestfinished", answered)
    address = told.read_text()
    page.goto(address)
    page.wait_for_url(re.compile(r"http://127\.0\.0\.1:\d+/browser/$"))
    # Only when it knows the server's settings does Neo4j Browser keep a login: who leaves before that has none.
    expect(page.get_by_role("heading", name="What you see")).to_be_visible()
    yield Opened(page, address, printed, home, neo4j_server.password, elsewhere)
    assert elsewhere == []
    context.close()


def test_it_is_logged_in_and_the_password_is_nowhere_to_be_seen(opened: Opened) -> None:
    entry = opened.home / "neo4j" / "browser.html"
    assert opened.address == entry.as_uri()
    assert stat.S_IMODE(entry.stat().st_mode) == 0o600
    assert opened.password in unquote(entry.read_text())
    assert "Neo4j Browser opens, logged in." in opened.printed
    assert opened.password not in opened.printed
    assert opened.password not in unquote(opened.page.url)


def test_it_opens_on_a_drawn_graph_with_nothing_in_its_way(opened: Opened) -> None:
    expect(opened.page.get_by_test_id("frame").first.locator("g.node").first).to_be_visible()
    expect(opened.page.get_by_test_id("frame")).to_have_count(1)
    expect(opened.page.get_by_label("Expand the node properties display")).to_be_visible()
    assert opened.drawn() == ROUTE_IN_COLOURS


def test_a_planned_route_is_drawn_in_its_colours_by_the_address_it_carries(opened: Opened) -> None:
    answer = json.loads(opened.stackways("route", TARGET, "--hold", f"{HELD}@2025-05-01", "--json"))
    opened.page.goto(answer["neo4j_browser"][0])
    expect(opened.page.get_by_role("heading", name="What you see")).to_be_visible()
    top = opened.page.get_by_test_id("frame").first
    expect(top.get_by_test_id("frameCommand")).to_contain_text("stop.code IN ['")
    expect(top.locator("g.node").first).to_be_visible()
    expect(opened.page.get_by_test_id("frame")).to_have_count(1)
    assert opened.drawn() == ROUTE_IN_COLOURS
    assert opened.arrows() == {"counts towards", "stacks into"}
    assert answer["neo4j_browser"][0] in opened.stackways("route", TARGET, "--hold", f"{HELD}@2025-05-01")


def test_an_address_with_anything_but_codes_draws_without_it(opened: Opened) -> None:
    start = opened.page.url.partition("/browser/")[0]
    opened.page.goto(f"{start}/browser/stackways/draw.html#{HELD},'] RETURN 1 //,tp")
    opened.page.wait_for_url(re.compile(r"/browser/$"))
    query = opened.page.get_by_test_id("frame").first.get_by_test_id("frameCommand").inner_text()
    assert f"IN ['{HELD}', 'tp']" in query
    assert "RETURN 1" not in query


def test_who_begins_with_a_command_of_their_own_finds_the_route_in_the_editor(opened: Opened) -> None:
    start = opened.page.url.partition("/browser/")[0]
    with opened.page.context.browser.new_context() as context:  # type: ignore[union-attr]
        page = context.new_page()
        page.goto(f"{start}/browser/stackways/style.grass")
        own = {"initCmd": ":help"}
        page.evaluate("own => localStorage.setItem('neo4j.settings', JSON.stringify(own))", own)
        page.goto(f"{start}/browser/stackways/draw.html#{HELD}")
        page.wait_for_url(re.compile(r"/browser/#\?cmd=edit"))
        assert f"IN ['{HELD}']" in unquote(page.url).partition("arg=")[2]
        assert json.loads(page.evaluate("localStorage['neo4j.settings']"))["initCmd"] == ":help"


def test_the_guide_walks_the_cases_and_a_click_puts_its_query_into_the_editor(opened: Opened) -> None:
    page = opened.page
    titles = []
    for number in range(1, 7):
        page.get_by_test_id(f"pagination-{number}").click()
        titles.append(page.get_by_test_id("guidesDrawer").get_by_role("heading", level=3).inner_text())
    assert titles == [
        "What you see",
        "From a nanodegree to a specialist diploma",
        "Two institutions",
        "What an award asks for",
        "Rules that end this year",
        "Credentials nobody recognises",
    ]
    page.get_by_test_id("pagination-3").click()
    page.locator("pre.runnable").first.click()
    opened.run()
    expect(page.get_by_test_id("frame").first.get_by_test_id("frameCommand")).to_contain_text("'udacity'")
    drawn = opened.drawn()
    assert {"Udacity", "Temasek"} <= drawn.keys()
    assert set(drawn.values()) == {"#0B5563", "#B86E12", "#3D6FA8", "#F2E3B3"}


def test_without_a_graphical_web_browser_it_says_where_to_go(opened: Opened) -> None:
    said = opened.stackways("browser", "--no-open")
    assert "Neo4j Browser is ready." in said
    assert (opened.home / "neo4j" / "browser.html").as_uri() in said
    assert str(opened.home / "neo4j" / "password") in said
    assert opened.password not in said


def test_an_address_without_a_password_logs_nobody_in(opened: Opened) -> None:
    start = opened.page.url.partition("/browser/")[0]
    with opened.page.context.browser.new_context() as context:  # type: ignore[union-attr]
        page = context.new_page()
        page.goto(f"{start}/browser/stackways/enter.html")
        expect(page.get_by_text("This address logs nobody in")).to_be_visible()
        assert page.evaluate("localStorage.length") == 0

"""Fixtures for tests of the page: a real Chromium, the API as a process of its own, and a real Neo4j.

Without a Chromium they are skipped, in sight; with STACKWAYS_TEST_BROWSER=required they fail instead. The variable may
also name the program.
"""

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Request, ViewportSize, expect, sync_playwright
from tests.api_client import wait_until_ready
from tests.conftest import Neo4jServer
from tests.integration.conftest import load_into

from stackways.api.page import is_built
from stackways.graph.driver import Graph
from stackways.rules.collection import Catalogue
from stackways.seed.load import content_hash
from stackways.seed.reading import shipped_catalogue

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PATIENCE = 60_000
"""How many milliseconds to wait for what should be there at once, on a machine busy with other things."""
TABLET = ViewportSize(width=1000, height=800)


@pytest.fixture(scope="module")
def address(neo4j_server: Neo4jServer, served: str) -> str:
    """Where a served page answers, over the shipped catalogue with its illustrative part."""
    hold_shipped(neo4j_server)
    wait_until_ready(served)
    return served


def hold_shipped(server: Neo4jServer) -> None:
    """Make the server hold the shipped catalogue with its illustrative part, unless it says that it does.

    Other modules load other things between.
    """
    with ThreadPoolExecutor(1) as aside:  # in this thread a loop of Playwright's may run
        aside.submit(asyncio.run, _hold_shipped(server)).result()


async def _hold_shipped(server: Neo4jServer) -> None:
    catalogue, wanted = _shipped()
    async with Graph(server.uri, server.user, server.password) as graph:
        held = (await graph.state()).content_hash
    if held != wanted:
        await load_into(server, catalogue)


@cache
def _shipped() -> tuple[Catalogue, str]:
    """The shipped catalogue, and the hash that a graph which holds it says."""
    catalogue = Catalogue.joined([shipped_catalogue(illustrative=True)])
    return catalogue, content_hash([catalogue])


@pytest.fixture(scope="session")
def served(neo4j_server: Neo4jServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where an API process answers."""
    assert is_built(), "the page is not built: `make page`"
    environment = os.environ | {
        "STACKWAYS_NEO4J_URI": neo4j_server.uri,
        "STACKWAYS_NEO4J_USER": neo4j_server.user,
        "STACKWAYS_NEO4J_PASSWORD": neo4j_server.password,
        "STACKWAYS_QUERY_SECONDS": "60",
        "STACKWAYS_PORT": "0",
    }
    log = tmp_path_factory.mktemp("served") / "log"
    with (
        log.open("w") as written,
        subprocess.Popen(
            [sys.executable, "-u", "-m", "stackways.api"],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=written,
            text=True,
        ) as process,
    ):
        try:
            assert process.stdout
            said = process.stdout.readline()
            assert "answers at" in said, log.read_text()
            yield said.split()[4].rstrip(",")
        finally:
            process.terminate()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The system's Chromium. No longer than a module: an event loop of Playwright's runs as long as it is there."""
    wanted = os.environ.get("STACKWAYS_TEST_BROWSER", "")
    programs = PROGRAMS if wanted in {"", "required"} else (wanted,)
    program = next(filter(None, map(shutil.which, programs)), None)
    if program is None:
        missing = f"no Chromium on this machine (looked for {', '.join(programs)}): `apt install chromium`"
        (pytest.fail if wanted else pytest.skip)(missing)
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield browser
        browser.close()


@dataclass
class Visit:
    """A browser's window on the page, and what it should never do."""

    page: Page
    address: str
    elsewhere: list[str] = field(default_factory=list)
    """Requests to any other address."""
    complaints: list[str] = field(default_factory=list)
    """What the browser complained of, such as what the content security policy forbids."""

    def __post_init__(self) -> None:
        self.page.set_default_timeout(PATIENCE)
        self.page.on("request", self._asked)
        self.page.on("console", self._said)
        self.page.on("pageerror", self._failed)

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.elsewhere.append(request.url)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)

    def _failed(self, error: Error) -> None:
        self.complaints.append(str(error))

    def open(self, path: str) -> Page:
        """Go to an address of the page as if it were typed, and wait for its heading; what comes later is expected."""
        self.page.goto("about:blank")  # a change behind the `#` alone would load nothing
        self.page.goto(self.address + path)
        self.page.locator("main :is(h1, [role=alert])").first.wait_for()
        return self.page


@pytest.fixture
def visit(address: str, browser: Browser) -> Iterator[Visit]:
    """A fresh window; a test fails where the page asked another server for anything, or the browser complained."""
    context = browser.new_context(viewport=TABLET, locale="en-GB", accept_downloads=True)
    visit = Visit(context.new_page(), address)
    yield visit
    context.close()
    assert visit.elsewhere == []
    assert visit.complaints == []

"""What holds of every view: its address is its state, it can be taken along, and everybody can use it."""

import json
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.e2e.conftest import TABLET, Visit
from tests.e2e.test_awards import AWARDS
from tests.e2e.test_plan import FULL, HELD, PLAN

AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
RULE = "rule=tp:recognition-principles-of-machine-learning@1"
VIEWS = {
    "start": "/",
    "plan": FULL,
    "rule beside a plan": f"{PLAN}&{RULE}",
    "what can this become": f"/plan#{HELD}",
    "awards": AWARDS,
    "matrix": "/transfer",
    "pair": "/transfer/udacity/tp",
    "search": "/catalogue#q=machine",
    "list": "/catalogue#kind=programmes",
    "entry": "/programmes/tp:sd-ai-solution-development",
    "rule": "/rules/tp:recognition-principles-of-machine-learning@1",
    "rules": "/rules",
}


def grave(page: Page) -> list[str]:
    """What axe finds that is serious or critical."""
    page.evaluate(AXE.read_text())
    found: dict[str, Any] = page.evaluate("axe.run({resultTypes: ['violations']})")
    return [
        f"{one['id']}: {node['html'][:160]}"
        for one in found["violations"]
        if one["impact"] in {"serious", "critical"}
        for node in one["nodes"]
    ]


UNMARKED = """() => {
  const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode()); ) {
    const around = node.parentElement;
    if (around.closest("code") || around.closest("[lang]").lang !== "zh-Hant") continue;
    if (/[A-Za-z][a-z]{2,}[ ,]+[a-z]{3,}/.test(node.data)) found.push(node.data);
  }
  return found;
}"""
"""English words, two or more in a row, that are not said to be English (codes aside)."""


@pytest.mark.parametrize("view", VIEWS)
def test_axe_finds_nothing_serious_in_either_language_and_nothing_scrolls_sideways(visit: Visit, view: str) -> None:
    assert AXE.exists(), "axe is not there: `make types` fetches what the page is checked with"
    page = visit.open(VIEWS[view])
    page.wait_for_load_state("networkidle")
    assert grave(page) == []
    page.emulate_media(color_scheme="dark")
    page.evaluate("location.hash += '&lang=zh-Hant'")
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hant")
    expect(page.locator("[aria-busy=true]")).to_have_count(0)
    assert grave(page) == []
    assert page.evaluate(UNMARKED) == []
    for width in (360, 768, 1920):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_an_address_shared_shows_the_same_to_somebody_else(visit: Visit, browser: Browser) -> None:
    page = visit.open(FULL)
    page.get_by_role("group", name="does not say whether each suffices").get_by_role("radio", name="all of").click()
    expect(page.get_by_role("status").filter(has_text="What your change changed")).to_contain_text("no longer")
    other = browser.new_context(viewport=TABLET, locale="en-GB").new_page()
    other.goto(page.url)
    expect(other.get_by_role("heading", name="Step by step")).to_be_visible()
    assert other.locator(".steps").inner_text() == page.locator(".steps").inner_text()
    assert other.locator(".question").inner_text() == page.locator(".question").inner_text()
    other.context.close()


def test_nothing_a_learner_says_is_in_an_address_that_a_server_sees(visit: Visit) -> None:
    asked: list[str] = []
    visit.page.on("request", lambda request: asked.append(request.url.partition("#")[0]))
    visit.open(f"{PLAN}&birth_year=1988").wait_for_load_state("networkidle")
    assert asked
    assert not [url for url in asked if "1988" in url or "2025-05-01" in url]


def taken(page: Page, name: str, folder: Path) -> Path:
    """The file that a button saves."""
    with page.expect_download() as download:
        page.get_by_role("button", name=name).click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def test_a_plan_is_taken_along_as_drawing_picture_calendar_and_data(visit: Visit, tmp_path: Path) -> None:
    page = visit.open(FULL)
    expect(page.get_by_role("group", name="The route, drawn")).to_be_visible()
    svg = taken(page, "Drawing (SVG)", tmp_path)
    drawn = "".join(ET.parse(svg).getroot().itertext())  # noqa: S314 - our own file
    assert svg.name == "stackways-tp-sd-ai-solution-development.svg"
    assert "recognised towards" in drawn
    assert "AI Programming with" in drawn
    png = taken(page, "Picture (PNG)", tmp_path).read_bytes()
    assert png.startswith(b"\x89PNG")
    assert len(png) > 20_000
    calendar = taken(page, "Calendar (iCalendar)", tmp_path).read_bytes().decode()
    assert calendar.startswith("BEGIN:VCALENDAR\r\n")
    assert calendar.count("BEGIN:VEVENT") == calendar.count("END:VEVENT") > 5
    assert "DTSTART;VALUE=DATE:20290501\r\n" in calendar  # the last day to claim the exemption
    assert max(len(line.encode()) for line in calendar.split("\r\n")) <= 75
    data = json.loads(taken(page, "Data (JSON)", tmp_path).read_text())
    assert data["target"] == "tp:sd-ai-solution-development"
    assert data["routes"][0]["steps"]


def test_a_plan_prints_without_the_form_and_as_a_pdf(visit: Visit) -> None:
    page = visit.open(PLAN)
    expect(page.get_by_role("group", name="The route, drawn")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.get_by_role("form", name="Your question")).to_be_hidden()
    expect(page.get_by_role("heading", name="Step by step")).to_be_visible()
    pdf = page.pdf(format="A4")
    assert pdf.startswith(b"%PDF")
    assert 1 < pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ") < 8


def test_the_first_view_is_under_300_kilobytes(visit: Visit) -> None:
    sizes: list[float] = []
    client = visit.page.context.new_cdp_session(visit.page)
    client.send("Network.enable")
    client.on("Network.loadingFinished", lambda told: sizes.append(told["encodedDataLength"]))
    visit.open("/").wait_for_load_state("networkidle")
    assert 50_000 < sum(sizes) < 300_000, sizes


def test_the_page_speaks_traditional_chinese(visit: Visit) -> None:
    page = visit.open(FULL)
    page.get_by_role("button", name="繁體中文").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hant")
    expect(page.get_by_role("heading", name="使用之前請留意")).to_be_visible()
    expect(page.get_by_role("navigation", name="檢視")).to_contain_text("學分轉移")
    expect(page.locator(".card").first).to_contain_text("示範資料")
    assert "lang=zh-Hant" in page.url
    expect(page.locator(".steps")).to_contain_text("於2029年5月1日或之前申請")
    expect(page.locator(".steps")).to_contain_text("於4月及10月開課")
    expect(page.get_by_role("group", name="各項是否足夠").get_by_role("radio", name="須全部具備")).to_be_visible()
    # What the server composed is said in Chinese; English stays what somebody published, and is marked.
    expect(page.locator(".step-text > .prose[lang=en]")).to_have_count(0)
    visit.open(f"{AWARDS}&lang=zh-Hant")
    expect(page.get_by_role("heading", level=1)).to_have_text("資歷")
    expect(page.locator(".checks")).to_contain_text(["屬專業範疇", "30 香港資歷學分"])


def test_a_plan_is_made_and_a_rule_opened_by_keyboard_alone(visit: Visit) -> None:
    page = visit.open("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.type("ai programming")
    expect(page.get_by_role("option", name="AI Programming with Python Nanodegree")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="What this can become")).to_be_visible()
    tab_to(page, "document.activeElement.textContent === 'Plan a route'")
    page.keyboard.press("Enter")
    expect(page.get_by_role("group", name="The route, drawn")).to_be_visible()
    tab_to(page, "'rule' in document.activeElement.dataset")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="The rule")).to_contain_text("Sources")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert page.evaluate("'rule' in document.activeElement.dataset")  # and one goes on from where one was


def tab_to(page: Page, there: str) -> None:
    """Press Tab until the focus is where it should be."""
    for _ in range(80):
        if page.evaluate(there):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"not reached by Tab: {there}")

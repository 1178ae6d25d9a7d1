"""The catalogue: searching, permanent addresses, walking from neighbour to neighbour."""

from playwright.sync_api import expect
from tests.e2e.conftest import Visit


def test_one_searches_opens_an_entry_and_walks_to_its_neighbours(visit: Visit) -> None:
    page = visit.open("/catalogue")
    page.get_by_role("searchbox").fill("ai programming")
    page.get_by_role("link", name="AI Programming with Python Nanodegree").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("AI Programming with Python Nanodegree")
    expect(page.get_by_role("heading", name="What it opens")).to_be_visible()
    drawing = page.get_by_role("group", name="Around it")
    drawing.get_by_role("link", name="Module Principles of Machine Learning").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Principles of Machine Learning")
    assert page.url.endswith("/modules/tp:principles-of-machine-learning")
    opened = page.get_by_role("heading", name="What opens it").locator("..")
    expect(opened).to_contain_text("Introduction to Machine Learning with TensorFlow Nanodegree")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("AI Programming with Python Nanodegree")


PAGES = {
    "/institutions/tp": "Temasek Polytechnic",
    "/credentials/cisco:ccna": "Cisco Certified Network Associate (CCNA)",
    "/modules/tp:principles-of-machine-learning": "Principles of Machine Learning",
    "/programmes/hku-space:certificate": "專業實踐證書",
    "/rules/tp:recognition-principles-of-machine-learning@1": "attained in the last 4 years",
}


def test_each_kind_has_an_address_that_stays(visit: Visit) -> None:
    for path, title in PAGES.items():
        expect(visit.open(path).get_by_role("heading", level=1)).to_contain_text(title)


def test_an_unknown_code_is_answered_with_near_ones(visit: Visit) -> None:
    page = visit.open("/credentials/cisco:ccnaa")
    expect(page.get_by_role("alert")).to_contain_text("The catalogue has no code")
    expect(page.get_by_role("alert")).to_contain_text("cisco:ccna")
    visit.complaints.clear()  # the browser's own remark on a 404


def test_an_address_of_nothing_is_a_page_that_leads_on(visit: Visit) -> None:
    page = visit.open("/nowhere/at/all")
    expect(page.get_by_role("heading", level=1)).to_have_text("There is no such page")
    page.get_by_role("link", name="Catalogue").last.click()
    page.get_by_role("button", name="Rules").click()
    expect(page.get_by_role("button", name="Rules")).to_have_css(
        "color", "rgb(250, 248, 243)"
    )  # also under the pointer
    visit.complaints.clear()  # the browser's own remark on a 404

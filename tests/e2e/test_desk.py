"""The desk: an institution's rules as a table that is filtered and sorted."""

from playwright.sync_api import expect
from tests.e2e.conftest import Visit


def test_an_institutions_rules_are_shown_filtered_and_open_their_rule(visit: Visit) -> None:
    page = visit.open("/institutions/tp")
    page.get_by_role("heading", name="What changed").wait_for()
    page.get_by_role("link", name="Rules to look after").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Temasek Polytechnic")
    rows = page.locator(".desk-table tbody tr")
    expect(rows.first).to_be_visible()
    everything = rows.count()
    assert everything > 20
    page.get_by_label("With these words").fill("udacity")
    expect(rows).not_to_have_count(everything)
    expect(rows.first).to_contain_text("Udacity")
    page.get_by_label("With these words").fill("")
    page.get_by_label("Direction").select_option("inward")
    expect(rows).not_to_have_count(everything)
    page.get_by_role("combobox", name="Show").select_option("contradicted")
    expect(rows.first).to_contain_text("another source says otherwise")
    assert "care=contradicted" in page.url
    rows.first.get_by_role("button").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()

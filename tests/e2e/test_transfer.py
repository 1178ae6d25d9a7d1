"""Transfer: the matrix, and a pair both ways."""

from playwright.sync_api import expect
from tests.e2e.conftest import Visit


def test_a_cell_opens_the_pair_with_its_rules_both_ways_and_unknown_is_no_no(visit: Visit) -> None:
    page = visit.open("/transfer")
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="Udacity"))
    assert row.locator("td.none").first.inner_text() == "not published"
    row.get_by_role("link", name="Udacity to Temasek Polytechnic: 2 rules").click()
    expect(page.locator(".direction")).to_have_count(2)
    there, back = page.locator(".direction").all()
    expect(there.get_by_role("heading", level=1)).to_contain_text("Udacity")
    expect(there).to_contain_text("Principles of Machine Learning")
    expect(there).to_contain_text("1 module")
    expect(back.get_by_role("heading", level=2)).to_contain_text("Temasek Polytechnic")
    expect(back).to_contain_text("That is not a no.")
    assert page.url.endswith("/transfer/udacity/tp")
    there.get_by_role("button", name="tp:recognition-data-visualisation-fundamentals@1").click()
    expect(page.get_by_role("dialog")).to_contain_text("exempts from Data Visualisation Fundamentals")

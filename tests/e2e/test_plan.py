"""The plan, in a real browser: what is held, where to, and what the answer shows."""

from playwright.sync_api import expect
from tests.e2e.conftest import Visit

HELD = "hold=udacity:ai-programming-with-python@2025-05-01"
PLAN = f"/plan#{HELD}&to=tp:sd-ai-solution-development&as_of=2026-11-22"


def test_what_is_typed_is_found_and_planned_with(visit: Visit) -> None:
    page = visit.open("/")
    page.get_by_role("combobox", name="Add").first.fill("ai programming")
    page.get_by_role("option", name="AI Programming with Python Nanodegree").click()
    attained = page.get_by_label("Attained on udacity:ai-programming-with-python")
    attained.fill("2025-05-01")
    attained.blur()
    expect(page.get_by_role("heading", name="What this can become")).to_be_visible()
    page.get_by_role("button", name="Plan the way").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Specialist Diploma in AI Solution Development")
    expect(page.get_by_text("Claim Principles of Machine Learning by 1 May 2029")).to_be_visible()
    assert HELD in page.url
    assert "to=tp:sd-ai-solution-development" in page.url

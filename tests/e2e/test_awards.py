"""Awards: what can be claimed, what is nearest, what is missing."""

import json
from urllib.parse import quote

from playwright.sync_api import expect
from tests.e2e.conftest import Visit

MICRO = {
    "institution": "hku-space",
    "kind": "micro-credential",
    "unit": "HK credit",
    "level": {"framework": "HKQF", "value": 4},
    "professional": True,
    "theme": "Artificial Intelligence",
}


def held(title: str, credits_: str, attained: str) -> str:
    """A micro-credential in the address."""
    return "hold=" + quote(
        json.dumps({"attained_on": attained, "described": {"title": title, "credits": credits_, **MICRO}})
    )


AWARDS = (
    f"/awards#as_of=2026-11-22&{held('AI Essentials', '24', '2026-01-15')}&{held('Data Basics', '6', '2024-01-15')}"
)


def test_what_can_be_claimed_is_told_in_both_languages_with_its_checks_and_what_is_missing_for_more(
    visit: Visit,
) -> None:
    page = visit.open(AWARDS)
    claim = page.get_by_role("article").filter(
        has_text="Certificate in Professional Practice (Artificial Intelligence)"
    )
    expect(claim).to_contain_text("專業實踐證書(人工智能)")
    expect(claim).to_contain_text("claim by 15 Jan 2029")
    expect(claim).to_contain_text("30 of 30")
    expect(claim.get_by_role("listitem").filter(has_text="at least 75% (24 HK credits)").first).to_contain_text("met")
    near = page.get_by_role("article").filter(has_text="Diploma in Professional Practice")
    expect(near).to_contain_text("Missing: 30 HK credit")


def test_a_credit_too_old_makes_the_certificate_the_nearest_instead(visit: Visit) -> None:
    page = visit.open(AWARDS)
    expect(page.get_by_role("heading", name="You can claim now")).to_be_visible()
    attained = page.get_by_label("Attained on Data Basics")
    attained.fill("2019-01-15")
    attained.blur()
    expect(page.get_by_text("You cannot claim an award yet").first).to_be_visible()
    changed = page.get_by_role("status").filter(has_text="What your change changed")
    expect(changed).to_contain_text("no longer: Certificate in Professional Practice (Artificial Intelligence)")
    near = page.get_by_role("article").filter(has_text="Certificate in Professional Practice").first
    expect(near).to_contain_text("Missing: 6 HK credit")


def test_what_more_would_change_is_shown_beside_what_is_without_changing_it(visit: Visit) -> None:
    page = visit.open(f"{AWARDS}&reading=strict")
    otherwise = page.get_by_role("region", name="What would it change?")
    otherwise.get_by_role("checkbox", name="If Certificate in").check()
    expect(otherwise).to_contain_text("30 → 60")
    otherwise.get_by_role("checkbox").uncheck()
    otherwise.get_by_role("combobox").fill("ccna")
    otherwise.get_by_role("option", name="Cisco Certified Network Associate (CCNA)").first.click()
    gained = otherwise.get_by_role("listitem").filter(has_text="Data Communication and Networking")
    expect(gained).to_contain_text("new")
    assert "also=cisco:ccna@2026-11-22" in page.url
    expect(page.get_by_role("form").get_by_text("Cisco Certified Network Associate")).to_have_count(0)

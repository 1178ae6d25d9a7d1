"""The plan: what is held, where to, and what the answer shows."""

import re

from playwright.sync_api import Page, expect
from tests.e2e.conftest import Visit

HELD = "hold=udacity:ai-programming-with-python@2025-05-01"
PLAN = f"/plan#{HELD}&to=tp:sd-ai-solution-development&as_of=2026-11-22"
FULL = f"{PLAN}&illustrative=yes"


def notices(page: Page) -> str:
    """What is said before the plan."""
    return page.get_by_role("region", name="Before you rely on this").inner_text()


def test_what_is_typed_is_found_and_planned_with(visit: Visit) -> None:
    page = visit.open("/")
    page.get_by_role("combobox", name="Add").first.fill("ai programming")
    page.get_by_role("option", name="AI Programming with Python Nanodegree").click()
    attained = page.get_by_label("Attained on udacity:ai-programming-with-python")
    attained.fill("2025-05-01")
    attained.blur()
    expect(page.get_by_role("heading", name="What this can become")).to_be_visible()
    page.get_by_role("button", name="Plan a route").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Specialist Diploma in AI Solution Development")
    expect(page.get_by_text("Claim Principles of Machine Learning by 1 May 2029")).to_be_visible()
    assert HELD in page.url
    assert "to=tp:sd-ai-solution-development" in page.url


def test_a_pasted_list_becomes_rows_to_confirm_and_a_weak_match_waits_for_a_choice(visit: Visit) -> None:
    page = visit.open("/plan")
    page.get_by_text("Paste a list").click()
    page.get_by_role("textbox", name="One on each line").fill(
        "AI Programming with Python Nanodegree, 1 May 2025\nCCNA May 2023\nccna 2023\n"
        "Diploma in Business, Temasek Polytechnic\nUnderwater basket weaving 2024-01-01"
    )
    page.get_by_role("button", name="Read the list").click()
    rows = page.get_by_role("group", name="Lines to confirm")
    expect(rows).to_contain_text("2 of 4 lines are in the catalogue.")
    expect(rows.get_by_role("listitem")).to_have_count(4)
    weak = rows.get_by_role("listitem").filter(has_text="Diploma in Business")
    expect(weak.get_by_label("This is")).to_have_value("")
    expect(rows.get_by_role("button", name="Add 2")).to_be_visible()
    rows.get_by_role("listitem").filter(has_text="Underwater").get_by_label("This is").select_option("described")
    rows.get_by_role("button", name="Add 3").click()
    expect(page.locator(".holdings > li")).to_have_count(3)
    assert "hold=udacity:ai-programming-with-python@2025-05-01&hold=cisco:ccna@2023-05-01" in page.url


def test_what_is_not_found_can_be_described_and_the_limits_stay_open_while_one_types(visit: Visit) -> None:
    page = visit.open(PLAN)
    search = page.get_by_role("combobox", name="Add").first
    search.fill("underwater basketry")
    page.get_by_role("option", name="Describe “underwater basketry” yourself").click()
    expect(page.get_by_label("Title")).to_have_value("underwater basketry")
    page.get_by_text("Limits", exact=True).click()
    weekly = page.get_by_label("Hours a week")
    for hours in ("8", ""):
        weekly.fill(hours)
        weekly.blur()
        expect(page.locator("[aria-busy=true]")).to_have_count(0)
        expect(weekly).to_be_visible()


def test_while_the_database_is_away_the_question_stays_and_is_asked_again(visit: Visit) -> None:
    away = {"type": "/problems/database-away", "detail": "the database does not answer"}
    headers = {"Retry-After": "600", "Content-Type": "application/problem+json"}
    visit.page.route("**/v1/**", lambda route: route.fulfill(status=503, headers=headers, json=away))
    page = visit.open(f"{PLAN}&lang=en")
    trouble = page.get_by_role("alert")
    expect(trouble).to_contain_text("The database does not answer. Your question is fine")
    page.get_by_role("combobox", name="Add").first.fill("ccna")
    expect(page.locator("[role=option]")).to_contain_text("The database does not answer")
    page.unroute("**/v1/**")
    trouble.get_by_role("button", name="Try again").click()
    expect(page.locator(".summary")).to_contain_text("You are exempt from Principles of Machine Learning")
    visit.complaints.clear()  # of the answers that were kept away


def test_of_a_wrong_code_the_nearest_can_be_taken(visit: Visit) -> None:
    page = visit.open("/plan#hold=cisco:ccnaa@2023-05-22")
    instead = page.get_by_role("alert").get_by_role("group", name="Use instead")
    instead.get_by_role("button", name="Cisco Certified Network Associate").click()
    expect(page.locator(".one-of")).to_contain_text("Higher Nitec and 1 year of relevant work")
    assert page.url.endswith("#hold=cisco:ccna@2023-05-22")
    visit.complaints.clear()  # of the question with the wrong code


def test_the_credits_of_a_term_can_be_limited(visit: Visit) -> None:
    page = visit.open(PLAN)
    page.get_by_text("Limits", exact=True).click()
    page.get_by_label("Credits a term").fill("5")
    page.get_by_label("Credits a term").blur()
    expect(page.get_by_text("Terms begin in January and July")).to_be_visible()
    expect(page.locator(".summary")).to_contain_text("At most 5 credits in one term: not checked")
    assert "credits_per_term=5" in page.url


def test_a_list_stays_in_this_browser_only_while_that_is_asked_for(visit: Visit) -> None:
    page = visit.open(f"/plan#{HELD}")
    expect(page.get_by_role("heading", name="What this can become")).to_be_visible()
    assert page.evaluate("localStorage.getItem('stackways-held')") is None
    page.get_by_role("checkbox", name="Keep this list in this browser").check()
    visit.open("/").get_by_role("button", name="Use what you kept").click()
    expect(page.locator(".holdings > li")).to_contain_text("AI Programming with Python Nanodegree")
    page.get_by_role("checkbox", name="Keep this list in this browser").uncheck()
    assert page.evaluate("localStorage.getItem('stackways-held')") is None


def test_what_is_not_known_looks_different_from_nothing(visit: Visit) -> None:
    page = visit.open(PLAN)
    expect(page.locator(".summary")).to_contain_text("Not published by Temasek Polytechnic: start dates, some fees")
    expect(page.locator(".checklist")).to_contain_text("dates not published")
    expect(page.locator(".checklist")).not_to_contain_text("SGD")
    assert "Not published: Finish, Cost, Study" in notices(page)


def test_illustrative_data_is_off_and_marked_wherever_it_shows(visit: Visit) -> None:
    page = visit.open(PLAN)
    switch = page.get_by_role("switch", name="Show sample data too")
    expect(switch).not_to_be_checked()
    expect(page.locator(".answer").get_by_text("sample data")).to_have_count(0)
    switch.check()
    card = page.get_by_role("radiogroup").locator("label").first
    expect(card).to_contain_text("SGD 4,680")
    expect(card).to_contain_text("sample data")
    assert "entries are sample data. Nobody published them." in notices(page)
    steps = page.locator(".step", has=page.get_by_role("heading", name="Deep Learning"))
    expect(steps).to_contain_text("sample data")
    assert "illustrative=yes" in page.url


def test_an_edge_opens_its_rule_with_sentence_dates_readings_and_source(visit: Visit) -> None:
    page = visit.open(PLAN)
    edge = page.get_by_role("button", name="AI Programming with Python Nanodegree — recognised towards")
    edge.locator(".label").click()
    rule = page.get_by_role("dialog", name="The rule")
    expect(rule).to_contain_text("attained in the last 4 years, exempt from Principles of Machine Learning")
    expect(rule).to_contain_text("The source does not say since when")
    expect(rule).to_contain_text("all of (strictly)")
    expect(rule.get_by_role("link", name="Micro-credentials recognised by TP").first).to_have_attribute(
        "href", re.compile(r"^http://www\.tp\.edu\.sg/")
    )
    assert "rule=tp:recognition-principles-of-machine-learning@1" in page.url
    page.keyboard.press("Escape")
    expect(rule).to_be_hidden()
    expect(page).not_to_have_url(re.compile("rule="))


def test_warnings_stand_in_sight(visit: Visit) -> None:
    page = visit.open(FULL)
    said = notices(page)
    for sort in ("expires", "unclear", "sample data", "note"):
        assert sort in said
    assert "it is not shown that you can enter Specialist Diploma in AI Solution Development" in said


def test_a_changed_day_plans_again_at_once_and_says_what_changed(visit: Visit) -> None:
    page = visit.open(PLAN)
    attained = page.get_by_label("Attained on udacity:ai-programming-with-python")
    attained.fill("2022-11-21")  # one day more than four years before the day asked for
    attained.blur()
    changed = page.get_by_role("status").filter(has_text="What your change changed")
    expect(changed).to_contain_text("no longer: Claim exemption: Principles of Machine Learning")
    attained.fill("2025-05-02")
    attained.blur()
    expect(changed).to_contain_text("new: Claim exemption: Principles of Machine Learning")
    expect(page.get_by_text("Claim Principles of Machine Learning by 2 May 2029")).to_be_visible()
    assert "@2025-05-02" in page.url


def test_limits_that_cannot_be_kept_are_named_with_what_giving_way_would_bring(visit: Visit) -> None:
    page = visit.open(FULL)
    page.get_by_text("Limits", exact=True).click()
    page.get_by_label("Finish by").fill("2027-01-01")
    page.get_by_label("Finish by").blur()
    impossible = page.get_by_role("alert")
    expect(impossible).to_contain_text("you finish by 1 January 2027")
    expect(impossible).to_contain_text("What would work")
    expect(impossible).to_contain_text("2028")


def test_a_doubt_is_a_choice_that_one_can_flip_and_flip_back(visit: Visit) -> None:
    page = visit.open(PLAN)
    doubt = page.get_by_role("group", name="does not say whether each suffices or both are needed")
    expect(doubt.get_by_role("radio", name="any of")).to_be_checked()
    doubt.get_by_role("radio", name="all of").click()
    changed = page.get_by_role("status").filter(has_text="What your change changed")
    expect(changed).to_contain_text("no longer: Claim exemption: Principles of Machine Learning")
    assert "reading=each-suffices:all-of" in page.url
    page.go_back()
    expect(page.get_by_text("Claim Principles of Machine Learning by 1 May 2029")).to_be_visible()

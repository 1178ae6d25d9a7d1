"""What real people come to do, on a phone and at a desk: in how many actions, and what the first screen then says.

An action is one click, or one field filled in.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect
from tests.e2e.conftest import PATIENCE

SIZES = {"phone": ViewportSize(width=390, height=844), "desk": ViewportSize(width=1440, height=900)}
MOST_SCREENS = 3
"""How many screens of a phone an answer may take before its details are opened."""


@dataclass
class Person:
    """Somebody with a browser, whose actions are counted."""

    page: Page
    address: str
    size: ViewportSize
    actions: int = 0

    def begins(self, path: str = "/") -> None:
        self.page.goto("about:blank")
        self.page.goto(self.address + path)
        self.page.locator("main h1").first.wait_for()
        self.actions = 0

    def clicks(self, what: Locator) -> None:
        what.click()
        self.actions += 1

    def fills(self, what: Locator, text: str) -> None:
        what.fill(text)
        what.blur()
        self.actions += 1

    def finds(self, words: str, name: str, *, field: int = 0) -> None:
        """Type words, and choose what is found."""
        self.page.get_by_role("combobox", name="Add").nth(field).fill(words)
        self.actions += 1
        self.clicks(self.page.get_by_role("option", name=name).first)

    def reads(self, *texts: str) -> None:
        """See these on the first screen, once the answer is there, without scrolling."""
        expect(self.page.locator("[aria-busy=true]")).to_have_count(0)
        self.page.evaluate("scrollTo(0, 0)")
        for text in texts:
            said = self.page.locator(".answer").get_by_text(text).first
            expect(said).to_be_visible()
            box = said.bounding_box()
            assert box is not None
            assert box["y"] + box["height"] <= self.size["height"], f"below the first screen: {text}"

    def answer_is_short(self) -> None:
        """On a phone, what stands before any detail is opened."""
        if self.size is SIZES["phone"]:
            box = self.page.locator(".answer").bounding_box()
            assert box is not None
            assert box["height"] <= MOST_SCREENS * self.size["height"]


@pytest.fixture(scope="module", params=SIZES)
def person(request: pytest.FixtureRequest, address: str, browser: Browser) -> Iterator[Person]:
    """One window for all the tasks at one size."""
    size = SIZES[request.param]
    context = browser.new_context(viewport=size, locale="en-GB")
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    yield Person(page, address, size)
    context.close()


def test_a_nanodegree_towards_temasek_polytechnic(person: Person) -> None:
    person.begins()
    person.finds("ai programming", "AI Programming with Python Nanodegree")
    person.fills(person.page.get_by_label("Attained on udacity:ai-programming-with-python"), "2025-05-01")
    expect(person.page).to_have_url(re.compile("@2025-05-01"))
    person.finds("ai solution", "Specialist Diploma in AI Solution Development", field=1)
    person.reads("You are exempt from Principles of Machine Learning", "Claim it by 1 May 2029")
    person.answer_is_short()
    assert person.actions == 5


def test_what_a_ccna_of_2023_can_become(person: Person) -> None:
    person.begins()
    person.finds("ccna", "Cisco Certified Network Associate (CCNA)")
    person.fills(person.page.get_by_label("Attained on cisco:ccna"), "2023-05-22")
    person.reads("You are exempt from Data Communication and Networking", "Claim it by 22 May 2027")
    assert person.actions == 3


def test_six_certificates_pasted(person: Person) -> None:
    person.begins()
    person.clicks(person.page.get_by_text("Paste a list"))
    person.fills(
        person.page.get_by_role("textbox", name="One on each line"),
        "CCNA, May 2023\nAI Programming with Python Nanodegree, 1 May 2025\n"
        "AWS Certified Solutions Architect - Associate, 2024\nDiploma in Business, Temasek Polytechnic, 2019\n"
        "CompTIA Security+ Jan 2025\nccna 2023",
    )
    person.clicks(person.page.get_by_role("button", name="Read the list"))
    expect(person.page.get_by_role("group", name="Lines to confirm")).to_contain_text(
        "3 of 5 lines are in the catalogue."
    )
    person.clicks(person.page.get_by_role("button", name="Add 3"))
    person.reads("You are exempt from")
    assert person.actions == 4


def test_a_citizen_sees_what_skillsfuture_pays(person: Person) -> None:
    person.begins(
        "/plan#hold=cisco:ccna@2023-05-22&to=tp:diploma-infocomm-and-digital-media-ictsss&by=cost&illustrative=yes"
    )
    person.clicks(person.page.locator(".question").get_by_text("About you"))
    person.page.get_by_role("combobox", name="Residency").select_option("sg-citizen")
    person.page.get_by_role("combobox", name="Born in").select_option("1980")
    expect(person.page).to_have_url(re.compile("residency=sg-citizen&birth_year=1980"))
    person.actions += 2
    scheme = person.page.get_by_role("checkbox", name="up to 90% of the fee")
    expect(scheme).to_be_enabled()
    person.clicks(scheme)
    person.reads("You are exempt from Data Communication and Networking", "for SGD 1,008")
    assert person.actions == 4


def test_a_certificate_that_is_not_listed(person: Person) -> None:
    person.begins()
    person.page.get_by_role("combobox", name="Add").first.fill("Azure AI Engineer Associate 102")
    person.actions += 1
    person.clicks(person.page.get_by_role("option", name="Describe"))
    person.fills(person.page.get_by_label("Who awarded it"), "Microsoft")
    person.clicks(person.page.get_by_role("button", name="Add", exact=True))
    person.reads("No published rule recognises what you hold here. That is not a no")
    assert person.actions == 4


IN_18_MONTHS = (
    "/plan#to=hku-space:diploma&by=time&as_of=2026-11-22&start=2026-11-22&finish_by=2028-05-22&hours_per_week=6"
    "&illustrative=yes"
)


def test_what_is_impossible_in_eighteen_months_has_ways_out(person: Person) -> None:
    person.begins(IN_18_MONTHS)
    person.reads("No route keeps to all of this", "60 HK credits are 600 hours; 78 weeks at 6 are 468")
    person.clicks(person.page.get_by_role("button", name="Try with 8 hours a week"))
    person.reads("You can have the Diploma in Professional Practice by 10 May 2028")
    assert person.actions == 1


def test_a_plan_with_sample_data_is_marked(person: Person) -> None:
    person.begins("/plan#hold=udacity:ai-programming-with-python@2025-05-01&to=tp:sd-ai-solution-development")
    person.clicks(person.page.get_by_role("switch", name="Show sample data too"))
    person.reads("You are exempt from Principles of Machine Learning", "SGD 4,680")
    expect(person.page.locator(".checklist").get_by_text("sample data").first).to_be_visible()
    assert person.actions == 1


def test_the_same_in_chinese(person: Person) -> None:
    person.begins("/plan#hold=udacity:ai-programming-with-python@2025-05-01&to=tp:sd-ai-solution-development")
    person.clicks(person.page.get_by_role("button", name="繁體中文"))
    person.reads("你獲豁免修讀", "2029年5月1日")
    assert person.actions == 1

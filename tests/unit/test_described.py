"""What is only described belongs to published groups that it could really belong to, and to no others."""

import asyncio
import datetime as dt

import pytest

from stackways.pathways.catalogue_reading import CatalogueReading
from stackways.pathways.described import placed
from stackways.pathways.find_exemptions import Exemptions, ExemptionsQuestion, find_exemptions
from stackways.pathways.kinds_said import says_its_kind
from stackways.rules.decision import Status
from stackways.rules.holdings import Described, Holding
from stackways.seed.reading import shipped_catalogue

DAY = dt.date(2026, 11, 30)


@pytest.fixture(scope="module")
def reading() -> CatalogueReading:
    return CatalogueReading(shipped_catalogue(illustrative=False))


def asked(reading: CatalogueReading, described: Described) -> Exemptions:
    holding = Holding(described=described, attained_on=dt.date(2024, 5, 1))
    question = ExemptionsQuestion(holdings=[holding], as_of=DAY)
    return asyncio.run(find_exemptions(reading, question))  # type: ignore[arg-type] # reads as the graph does


@pytest.mark.parametrize(
    "described",
    [
        Described(title="Microsoft Certified: Azure AI Engineer Associate"),
        Described(title="Microsoft Certified: Azure AI Engineer Associate", institution="Microsoft"),
    ],
)
def test_a_certificate_that_matches_nothing_may_not_count_everywhere(
    reading: CatalogueReading, described: Described
) -> None:
    answer = asked(reading, described)
    assert [decision.target.code for decision in answer.decisions if decision.status is not Status.UNKNOWN] == []
    assert answer.unmatched == [described.title]
    assert "That is not a no" in answer.summary[0].text


def test_a_diploma_may_belong_to_the_groups_of_who_awarded_it_alone(reading: CatalogueReading) -> None:
    answer = asked(reading, Described(title="Specialist Diploma in Robotics", institution="Temasek Poly"))
    rules = {decision.rule for decision in answer.decisions}
    assert any("for-tp-post-diploma" in (rule or "") for rule in rules)
    assert not any("for-nyp-post-diploma" in (rule or "") for rule in rules)


@pytest.mark.parametrize(
    ("name", "code"),
    [("Temasek Poly", "tp"), ("TP", "tp"), ("temasek-of-old", "temasek-of-old"), ("Microsoft Corp.", "microsoft-corp")],
)
def test_an_institution_is_known_by_its_names(reading: CatalogueReading, name: str, code: str) -> None:
    holding = Holding(described=Described(title="Something", institution=name))
    question = asyncio.run(placed(reading, ExemptionsQuestion(holdings=[holding])))  # type: ignore[arg-type] # as above
    assert question.holdings[0].described is not None
    assert question.holdings[0].described.institution == code


@pytest.mark.parametrize(
    ("title", "kind", "could"),
    [
        ("Azure AI Engineer Associate", "specialist-diploma", False),
        ("Specialist Diploma in AI", "specialist-diploma", True),
        ("電腦科學文憑", "diploma", True),
        ("BSc (Hons) Accounting", "bachelor", True),
        ("AI Essentials", "micro-credential", True),
        ("AI Essentials", "MicroMasters (any)", False),
    ],
)
def test_an_award_says_what_it_is(title: str, kind: str, could: bool) -> None:  # noqa: FBT001 - a case's answer
    assert says_its_kind(title, kind) is could

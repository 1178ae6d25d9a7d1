"""A rule without dates is known from the day on which it was read, and nowhere else is that day made up."""

import datetime as dt
from typing import Any

import pytest

from stackways.rules.collection import Catalogue
from stackways.seed.observed import observed
from stackways.seed.reading import shipped_catalogue

READ = {"early": "2026-11-22", "late": "2026-11-30", "never": None}


def day_of(cited: list[str], **fields: Any) -> str | None:  # noqa: ANN401 - as a rule's field
    """Return from which day a rule is known that cites these sources; `!late` cites it as one that disagrees."""
    sources = [{"code": f"a:{code}", "title": code, "tier": "primary", "read": read} for code, read in READ.items()]
    citations = [
        {
            "source": f"a:{name.removeprefix('!')}",
            "confidence": "high",
            "relation": "contradicts" if name.startswith("!") else "states",
        }
        for name in cited
    ]
    rule = {
        "code": "a:rule", "kind": "policy", "topic": "observation", "published_by": "a", "says": {"en": "So it is."},
        "sources": citations, **fields,
    }  # fmt: skip
    (found,) = observed(Catalogue.model_validate({"sources": sources, "rules": [rule]})).rules
    return found.observed_on.isoformat() if found.observed_on else None


@pytest.mark.parametrize(
    ("cited", "day"),
    [
        (["early"], "2026-11-22"),
        (["late", "early"], "2026-11-22"),
        (["late", "!early"], "2026-11-30"),
        (["never", "late"], "2026-11-30"),
        (["never"], None),
    ],
)
def test_a_rule_without_dates_is_known_from_the_day_it_was_first_read(cited: list[str], day: str | None) -> None:
    assert day_of(cited) == day


def test_a_day_that_is_given_stays() -> None:
    assert day_of(["early"], observed_on="2020-01-01") == "2020-01-01"
    assert day_of(["early"], effective_from="2020-01-01") is None


def test_what_had_ended_when_it_was_read_is_known_for_its_last_day() -> None:
    assert day_of(["early"], effective_until="2025-10-20") == "2025-10-20"
    assert day_of(["early"], effective_until="2027-10-20") == "2026-11-22"


def test_every_published_source_says_when_it_was_read_and_every_rule_from_when_it_is_known() -> None:
    catalogue = shipped_catalogue(illustrative=False)
    assert {source.read for source in catalogue.sources} <= {dt.date(2026, 11, 22), dt.date(2026, 11, 30)}
    assert [rule.name for rule in catalogue.rules if not (rule.effective_from or rule.observed_on)] == []

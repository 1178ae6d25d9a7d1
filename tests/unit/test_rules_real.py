"""The published rules, asked what the founding documents answer."""

import datetime as dt
from collections import defaultdict
from functools import cache

import pytest
from tests.asking import codes, day, held, remarks, text

from stackways.rules.decision import Decision, Status
from stackways.rules.holdings import Holding, Reading
from stackways.rules.kinds.entry import Entry
from stackways.rules.kinds.recognition import Recognition
from stackways.rules.kinds.validity import Validity
from stackways.rules.recognise import Knowledge, decide, grants_of, versions_by_code
from stackways.rules.situation import Situation
from stackways.seed.reading import shipped_catalogue

PYTHON, TENSORFLOW = "udacity:ai-programming-with-python", "udacity:introduction-to-machine-learning-with-tensorflow"
MACHINE_LEARNING = "tp:principles-of-machine-learning"
NETWORKING = "tp:data-communication-and-networking"


@cache
def published() -> tuple[dict[str, list[Recognition]], Knowledge, dict[str, list[Validity]]]:
    catalogue = shipped_catalogue(illustrative=False)
    entries, limits = defaultdict(list), defaultdict(list)
    for rule in catalogue.rules:
        if isinstance(rule, Entry):
            for starter in rule.into:
                entries[starter].append(rule)
        elif isinstance(rule, Validity):
            for credential in rule.of:
                limits[credential].append(rule)
    items = {item.code: item for item in catalogue.study_items()}
    rules = versions_by_code(rule for rule in catalogue.rules if isinstance(rule, Recognition))
    return rules, Knowledge(items, {source.code: source for source in catalogue.sources}, entries), limits


def ask(target: str, *holdings: Holding, today: str = "2026-11-22", reading: Reading = "lenient") -> Decision:
    """Return the decision of Temasek Polytechnic's rule on one target."""
    rules, knowledge, limits = published()
    versions = next(
        versions
        for code, versions in rules.items()
        if code.startswith("tp:") and versions[-1].grants[0].target == target
    )
    situation = Situation(day(today), holdings, reading=reading, items=knowledge.items, validities=limits)
    return decide(versions, versions[-1].grants[0], situation, knowledge)


@pytest.mark.parametrize(("today", "status"), [
    ("2012-06-01", Status.UNKNOWN), ("2026-11-21", Status.UNKNOWN), ("2026-11-22", Status.GRANTED),
])  # fmt: skip
def test_what_the_list_said_before_anybody_read_it_is_not_known(today: str, status: Status) -> None:
    decision = ask(NETWORKING, held("cisco:ccna", "2012-05-01" if today < "2020" else "2025-05-01"), today=today)
    assert decision.status is status
    if status is Status.UNKNOWN:
        assert [reason.code for reason in decision.reasons] == ["before_first_version"]


def test_a_nanodegree_of_may_2025_exempts_from_principles_of_machine_learning() -> None:
    decision = ask(MACHINE_LEARNING, held(PYTHON, "2025-05-01"))
    assert (decision.status, decision.claim_by, decision.entry.value) == (
        Status.GRANTED,
        day("2029-05-01"),
        "not_shown",
    )
    assert decision.programme is not None
    assert decision.programme.code == "tp:sd-ai-solution-development"
    assert {doubt.name: set(doubt.if_otherwise.values()) for doubt in decision.doubts} == {
        "each-suffices": {Status.REFUSED},
        "bought-directly": {Status.CONDITIONAL},
    }
    assert decision.sources[0].title == "Micro-credentials recognised by TP"
    assert (decision.sources[0].url or "").endswith("micro-credentials.html")


def test_read_strictly_the_second_nanodegree_is_missing() -> None:
    decision = ask(MACHINE_LEARNING, held(PYTHON, "2025-05-01"), reading="strict")
    assert decision.status is Status.REFUSED
    assert text(decision) == "you do not hold Introduction to Machine Learning with TensorFlow Nanodegree"
    through_tp = [held(code, "2025-05-01", taken_through="tp") for code in (PYTHON, TENSORFLOW)]
    assert ask(MACHINE_LEARNING, *through_tp, reading="strict").status is Status.GRANTED


def test_a_day_past_four_years_it_is_one_day_too_late() -> None:
    assert ask(MACHINE_LEARNING, held(PYTHON, "2022-11-22")).status is Status.GRANTED
    late = ask(MACHINE_LEARNING, held(PYTHON, "2022-11-21"))
    assert late.status is Status.REFUSED
    assert text(late).endswith("attained 21 November 2022, which counts until 21 November 2026: one day too late")


def test_without_a_date_it_is_conditional() -> None:
    assert ask(MACHINE_LEARNING, held(PYTHON)).status is Status.CONDITIONAL


def test_a_ccna_of_three_and_a_half_years_ago_is_granted_with_a_remark() -> None:
    decision = ask(NETWORKING, held("cisco:ccna", "2023-05-22"))
    assert (decision.status, decision.claim_by) == (Status.GRANTED, day("2027-05-22"))
    assert "own_validity_ended" in remarks(decision)
    active = ask(NETWORKING, held("cisco:ccna", "2023-05-22"), reading={"attained-or-active": "active"})
    assert (active.status, codes(active)) == (Status.CONDITIONAL, ["renewal_unknown"])
    shown = ask(NETWORKING, held("cisco:ccna", "2023-05-22", valid_until=day("2026-05-22")), reading="strict")
    assert shown.status is Status.REFUSED


def test_a_ccnp_renews_a_ccna_that_still_runs() -> None:
    holdings = [held("cisco:ccna", "2023-05-22"), held("cisco:ccnp", "2026-05-01")]
    assert ask(NETWORKING, *holdings, reading="strict").status is Status.GRANTED
    assert ask(NETWORKING, *holdings, reading="strict").claim_by == day("2027-05-22")


@pytest.mark.parametrize("reading", ["lenient", "strict"])
def test_every_published_rule_answers_whoever_asks(reading: Reading) -> None:
    rules, knowledge, limits = published()
    seen = set()
    for versions in rules.values():
        codes = dict.fromkeys(code for rule in versions for code in rule.needs.codes())
        for holdings in ([], [held(code, "2026-01-01") for code in codes], [held(code) for code in codes]):
            for grant in grants_of(versions):
                situation = Situation(
                    dt.date(2026, 11, 22), holdings, reading=reading, items=knowledge.items, validities=limits
                )
                decision = decide(versions, grant, situation, knowledge)
                assert decision.reasons
                assert decision.needs
                assert decision.sources
                seen.add(decision.status)
                if not holdings:
                    assert decision.status is not Status.GRANTED
    assert {Status.GRANTED, Status.CONDITIONAL, Status.REFUSED} <= seen

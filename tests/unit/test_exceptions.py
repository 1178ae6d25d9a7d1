"""Exceptions: what an institution decided for a learner beside its rules, in every answer, and gone with its record."""

import asyncio
import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from stackways.pathways.catalogue_reading import CatalogueReading
from stackways.pathways.explain_rule import explain_rule
from stackways.pathways.export_catalogue import to_export
from stackways.pathways.find_awards import Awards, AwardsQuestion, find_awards
from stackways.pathways.find_exemptions import Exemptions, ExemptionsQuestion, find_exemptions
from stackways.pathways.plan_route import RouteQuestion, Routes, plan_route
from stackways.pathways.run_cohort import CohortLearner, CohortQuestion, answer_learner
from stackways.pathways.settings import Settings
from stackways.planner.route import Limits
from stackways.rules.decision import Status
from stackways.rules.holdings import Holding, Learner
from stackways.rules.kinds.exception import RuleException
from stackways.seed.check import check

SOURCES = "sources: [{source: u:minutes, confidence: high}]"
KNOWN = f"""\
institutions:
  - {{code: u, kind: college, title: {{en: Our College, zh-Hant: 本院}}}}
  - {{code: v, kind: college, title: {{en: Their College}}}}
sources:
  - {{code: u:minutes, title: Minutes of May, tier: primary, read: 2026-01-01}}
modules:
  - {{code: u:a, title: {{en: Algebra}}, offered_by: [u], credits: 4, unit: credit, duration: P4M, {SOURCES}}}
  - {{code: u:b, title: {{en: Biology}}, offered_by: [u], credits: 4, unit: credit, duration: P4M, {SOURCES}}}
  - {{code: u:c, title: {{en: Chemistry}}, offered_by: [u], credits: 4, unit: credit, duration: P4M, {SOURCES}}}
  - {{code: u:d, title: {{en: Dance}}, offered_by: [u], credits: 4, unit: credit, duration: P4M, {SOURCES}}}
  - {{code: v:x, title: {{en: Algebra elsewhere}}, offered_by: [v], credits: 3, unit: credit, {SOURCES}}}
programmes:
  - {{code: u:dip, kind: diploma, title: {{en: Diploma}}, offered_by: [u], credits: 8, unit: credit, {SOURCES}}}
  - {{code: u:other, kind: diploma, title: {{en: Other Diploma}}, offered_by: [u], credits: 8, unit: credit, {SOURCES}}}
rules:
"""
TREE = (
    "  - {{code: 'u:tree-{of}', version: {version}, kind: structure, of: ['u:{of}'], published_by: u, confers: true, "
    "says: {{en: Algebra and electives.}}, {dates} sources: [{{source: 'u:minutes', confidence: high}}], "
    "needs: {{all_of: [{{hold: u:a, window: {{period: P4Y}}}}, "
    "{{units: {{at_least: 1}}, called: course, name: electives, of: [u:b, u:c]}}]}}}}\n"
)
TREES = TREE.format(of="dip", version=1, dates="") + TREE.format(of="other", version=1, dates="")
DAY = dt.date(2026, 6, 1)


def exception(does: str, target: str, **more: object) -> str:
    said = {"learner": "s-17", "requested_by": "Chan", "approved_by": "Lee", "effective_from": "2026-03-01", **more}
    fields = ", ".join(f"{name}: {value}" for name, value in said.items() if value is not None)
    return (
        f"  - {{code: u:exception-{does.replace('_', '-')}, kind: exception, published_by: u, "
        f"says: {{en: Decided in March.}}, does: {does}, target: {target}, within: u:dip, {fields}, {SOURCES}}}\n"
    )


def reading(tmp_path: Path, *rules: str) -> CatalogueReading:
    file = tmp_path / "u.yaml"
    file.write_text(KNOWN + "".join(rules), encoding="utf-8")
    assert check([file]) == []
    return CatalogueReading.of([file])


def held(*codes: str, **more: object) -> list[Holding]:
    return [Holding.model_validate({"code": code, "attained_on": "2025-01-01", **more}) for code in codes]


def awards(reader: CatalogueReading, holdings: list[Holding], name: str | None = "s-17", **more: object) -> Awards:
    asked = {"programme": "u:dip", "as_of": DAY, "learner": Learner(pseudonym=name), **more}
    return asyncio.run(find_awards(reader, AwardsQuestion.model_validate({"holdings": holdings, **asked})))  # type: ignore[arg-type]


def exemptions(reader: CatalogueReading, holdings: list[Holding], name: str | None = "s-17") -> Exemptions:
    asked = ExemptionsQuestion(holdings=holdings, towards="u:dip", as_of=DAY, learner=Learner(pseudonym=name))
    return asyncio.run(find_exemptions(reader, asked))  # type: ignore[arg-type]


def route(reader: CatalogueReading, holdings: list[Holding], name: str | None = "s-17") -> Routes:
    asked = RouteQuestion(
        holdings=holdings, target="u:dip", as_of=DAY, learner=Learner(pseudonym=name), limits=Limits(), alternatives=1,
        optimise=["time"],
    )  # fmt: skip
    return asyncio.run(plan_route(reader, asked))  # type: ignore[arg-type]


def of_credits(least: int) -> str:
    total = f"{{credits: {{at_least: {least}}}, unit: credit, counted: true, where: {{}}}}"
    return TREES.replace("needs: {all_of: [", f"needs: {{all_of: [{total}, ")


CASES = {
    "waive": (exception("waive", "u:a"), held("u:b")),
    "substitute": (exception("substitute", "u:a", needs="v:x"), held("v:x", "u:b")),
    "also_allow": (exception("also_allow", "u:d", part="electives"), held("u:a", "u:d")),
    "count_here": (exception("count_here", "u:a"), [*held("u:a", attained_on="2015-01-01"), *held("u:b")]),
}


@pytest.mark.parametrize("does", CASES)
def test_it_holds_for_its_learner_in_every_answer_and_for_nobody_else(tmp_path: Path, does: str) -> None:
    rule, holdings = CASES[does]
    plain = reading(tmp_path, TREES)
    reader = reading(tmp_path, TREES, rule)
    name = f"u:exception-{does.replace('_', '-')}@1"

    (claimable,) = awards(reader, holdings).claimable
    assert claimable.status is Status.GRANTED
    assert [one.rule for one in claimable.exceptions] == [name]
    assert any("approved by Lee" in one.text for one in claimable.remarks)
    assert any("This rests on an exception" in one.text for one in awards(reader, holdings).summary)
    (decision,) = [one for one in exemptions(reader, holdings).decisions if one.exception]
    assert (decision.rule, decision.status) == (name, Status.GRANTED)
    (planned,) = route(reader, holdings).routes
    assert [one.rule for one in planned.exceptions] == [name]
    assert not [step for step in planned.steps if step.kind == "study"]

    for other in ("s-18", None):
        assert awards(reader, holdings, other) == awards(plain, holdings, other)
        assert exemptions(reader, holdings, other) == exemptions(plain, holdings, other)
    assert route(reader, holdings, "s-18") == route(plain, holdings, "s-18")
    assert awards(plain, holdings).claimable == []


def test_a_waiver_gives_the_credit_that_it_says_and_no_more(tmp_path: Path) -> None:
    total = of_credits(8)
    none = awards(reading(tmp_path, total, exception("waive", "u:a")), held("u:b"))
    assert [one.amount for one in none.nearest[0].missing] == [4]
    assert none.nearest[0].exceptions
    some = awards(reading(tmp_path, total, exception("waive", "u:a", credits=4, unit="credit")), held("u:b"))
    assert [one.credits for one in some.claimable] == [8]


def test_a_substitute_counts_with_its_own_credits(tmp_path: Path) -> None:
    rule, holdings = CASES["substitute"]
    counted = of_credits(7)
    assert [one.credits for one in awards(reading(tmp_path, counted, rule), holdings).claimable] == [7]


def test_it_ends_and_has_not_begun(tmp_path: Path) -> None:
    rule = exception("waive", "u:a", effective_until="2026-04-30")
    reader = reading(tmp_path, TREES, rule)
    assert awards(reader, held("u:b")).claimable == []
    assert awards(reader, held("u:b"), as_of=dt.date(2026, 2, 28)).claimable == []
    (inside,) = awards(reader, held("u:b"), as_of=dt.date(2026, 4, 30)).claimable
    assert any("to 30 April 2026" in one.text for one in inside.remarks)


def test_a_part_that_lets_nothing_more_be_counted_is_named(tmp_path: Path) -> None:
    file = tmp_path / "u.yaml"
    file.write_text(KNOWN + TREES + exception("also_allow", "u:d", part="elective"), encoding="utf-8")
    (problem,) = check([file])
    assert "no part of the tree is called `elective`" in str(problem)
    assert "electives" in str(problem)


def test_a_cohort_knows_the_learner_by_the_same_name(tmp_path: Path) -> None:
    rule, holdings = CASES["waive"]
    learner = CohortLearner(id="s-17", holdings=holdings)
    question = CohortQuestion(ask="awards", programme="u:dip", as_of=DAY)
    reader = reading(tmp_path, TREES, rule)
    answered = asyncio.run(answer_learner(reader, question, learner))  # type: ignore[arg-type]
    assert answered == awards(reader, holdings)


def test_whom_it_is_for_is_told_nobody_else(tmp_path: Path) -> None:
    reader = reading(tmp_path, TREES, CASES["waive"][0])
    told = asyncio.run(explain_rule(reader, "u:exception-waive", DAY))  # type: ignore[arg-type]
    assert "s-17" not in told.model_dump_json()
    settings = Settings(shipped="none")
    assert "s-17" not in to_export(settings, tmp_path / "u.yaml", illustrative=True).model_dump_json()


@pytest.mark.parametrize("does", CASES)
def test_after_a_change_of_the_programmes_rules_it_is_judged_again(tmp_path: Path, does: str) -> None:
    rule, holdings = CASES[does]
    old = TREE.format(of="dip", version=1, dates="effective_until: 2026-04-30,")
    new = TREE.format(of="dip", version=2, dates="effective_from: 2026-05-01,")
    (claimable,) = awards(reading(tmp_path, old, new, rule), holdings).claimable
    assert claimable.status is Status.CONDITIONAL
    assert claimable.exceptions[0].judge_again
    assert any("judge it again" in one.text for one in claimable.reasons)


def test_it_goes_with_its_learner_into_another_programme_to_be_judged_again(tmp_path: Path) -> None:
    rule, holdings = CASES["substitute"]
    reader = reading(tmp_path, TREES, rule)
    (moved,) = awards(reader, holdings, programme="u:other").claimable
    assert moved.status is Status.CONDITIONAL
    assert moved.exceptions[0].judge_again
    everybodys = reading(tmp_path, TREES, rule.replace("learner: s-17, ", ""))
    assert awards(everybodys, holdings, programme="u:other").claimable == []
    assert awards(everybodys, holdings, None).claimable[0].status is Status.GRANTED


@pytest.mark.parametrize(("term", "status"), [("2026 spring", "granted"), ("2025 autumn", None), (None, "conditional")])
@pytest.mark.parametrize("does", ["substitute", "also_allow", "count_here"])
def test_it_may_be_for_what_was_taken_in_one_term(tmp_path: Path, does: str, term: str | None, status: str) -> None:
    rule, holdings = CASES[does]
    target = {"substitute": "v:x", "also_allow": "u:d", "count_here": "u:a"}[does]
    scoped = rule.replace("learner: s-17", "learner: s-17, term: 2026 spring")
    taken = [one.model_copy(update={"term": term}) if one.code == target else one for one in holdings]
    found = awards(reading(tmp_path, TREES, scoped), taken).claimable
    assert [one.status.value for one in found] == ([status] if status else [])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"approved_by": " CHAN "}, "another person approves"),
        ({"effective_from": None}, "dated"),
        ({"needs": "u:b"}, "substitute"),
        ({"part": "electives"}, "also_allow"),
        ({"term": "2026"}, "no term"),
        ({"credits": 4}, "unit"),
    ],
)
def test_what_does_not_hold_together_is_refused(change: dict[str, Any], said: str) -> None:
    good = {
        "code": "u:e", "kind": "exception", "published_by": "u", "says": {"en": "x"}, "does": "waive", "target": "u:a",
        "within": "u:dip", "requested_by": "Chan", "approved_by": "Lee", "effective_from": dt.date(2026, 1, 1),
        "sources": [{"source": "u:minutes", "confidence": "high"}],
    }  # fmt: skip
    assert RuleException.model_validate(good).does == "waive"
    with pytest.raises(ValidationError, match=said):
        RuleException.model_validate(good | change)

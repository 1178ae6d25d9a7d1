"""Exemptions, awards, routes and what-if, asked of the same random catalogue and holdings: they say the same.

What an award counts without being held is a decision that exempts from it. Where nothing may be studied, there is a
route just where the award can be claimed, on the same day. What would be otherwise with one more holding is what is so
with it. What was decided for one learner is so for that learner in every answer, and for nobody else.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from hypothesis import strategies as st

from stackways.graph.driver import Reading
from stackways.pathways.catalogue_reading import CatalogueReading
from stackways.pathways.find_awards import Awards, AwardsQuestion, find_awards
from stackways.pathways.find_exemptions import Exemptions, ExemptionsQuestion, find_exemptions
from stackways.pathways.plan_route import RouteQuestion, Routes, plan_route
from stackways.pathways.what_if import WhatIf, WhatIfQuestion, what_if
from stackways.planner.route import Limits
from stackways.rules.collection import Catalogue
from stackways.rules.holdings import Holding, Learner

DAY = dt.date(2026, 6, 1)
DEGREE = "u:deg"
LEARNER = "s-17"
OURS, THEIRS = ["u:m", "u:n", "u:o"], ["v:x", "v:y", "v:z"]
SOURCES = [{"source": "u:source", "confidence": "high"}]
SAID = {"published_by": "u", "says": {"en": "Made up for a test."}, "sources": SOURCES, "observed_on": "2020-01-01"}


@dataclass(frozen=True)
class Question:
    """A catalogue, and what is held."""

    tree: Any
    recognitions: list[dict[str, Any]]
    credits: int | None
    held: list[Holding]
    exceptions: Sequence[dict[str, Any]] = ()
    """What was decided for the learner who asks."""


ours = st.sampled_from(OURS)
some = st.lists(ours, min_size=1, max_size=3, unique=True)
least = st.integers(1, 2)
science, by_us = {"attributes": ["science"]}, {"institutions": ["u"]}
leaves = st.one_of(
    ours,
    st.sampled_from(THEIRS),
    st.builds(lambda of, count: {"units": {"at_least": count}, "of": of}, some, least),
    st.builds(lambda of, count: {"units": {"at_least": count}, "of": of, "name": "electives"}, some, least),
    st.builds(lambda count: {"units": {"at_least": count}, "where": science}, least),
    st.builds(
        lambda worth, more: {"credits": {"at_least": worth}, "unit": "credit", **more},
        st.sampled_from([4, 6, 8]),
        st.one_of(st.just({"where": science}), st.just({"where": by_us}), some.map(lambda of: {"of": of})),
    ),
)
limits = st.sampled_from(
    [
        {"units": {"at_most": 1}, "counted": True, "where": science},
        {"credits": {"at_most": 4}, "unit": "credit", "counted": True, "where": {}},
        {"credits": {"at_least": 8}, "unit": "credit", "counted": True, "where": {}},
        {"share": 0.5, "bound": "at-most", "of": "counted", "earned_here": False},
        {"share": 0.5, "of": "counted", "earned_here": True},
        {"share": 0.5, "of": "required", "where": science},
    ]
)
trees = st.one_of(
    leaves,
    st.builds(lambda parts, more: {"all_of": [*parts, *more]}, st.lists(leaves, min_size=1, max_size=3, unique_by=str),
              st.lists(limits, max_size=1)),
    st.builds(lambda parts: {"any_of": parts}, st.lists(leaves, min_size=2, max_size=3, unique_by=str)),
)  # fmt: skip
stated = st.sampled_from(["yes", "no", "not-stated"])
premises = st.one_of(
    st.sampled_from(THEIRS),
    st.lists(st.sampled_from(THEIRS), min_size=2, max_size=2, unique=True).map(lambda two: {"all_of": two}),
    st.lists(st.sampled_from(THEIRS), min_size=2, max_size=2, unique=True).map(lambda two: {"any_of": two}),
)


@st.composite
def recognitions(draw: st.DrawFn, number: int) -> dict[str, Any]:
    targets = draw(st.lists(ours, min_size=1, max_size=2, unique=True))
    amount = {"amount": 4, "unit": "credit"} if draw(st.integers(0, 4)) == 0 else {}
    return {
        **SAID, "kind": "recognition", "code": f"u:rule-{number}", "needs": draw(premises),
        "grants": [
            {"target": one, "outcome": draw(st.sampled_from(["exemption", "specified_credit"])), **amount}
            for one in targets
        ],
        "either": len(targets) > 1 and draw(st.booleans()),
        "within": draw(st.sampled_from([None, DEGREE])),
        "window": draw(st.sampled_from([None, {"period": "P1Y", "ends": "claim"}])),
        "effects": {
            "earns_credit": draw(stated),
            "lowers_requirement": draw(st.sampled_from(["no", "no", "yes", "not-stated"])),
            "must_be_replaced": draw(st.sampled_from(["no", "yes", "not-stated", "not-stated"])),
        },
    }  # fmt: skip


@st.composite
def exceptions(draw: st.DrawFn, number: int) -> dict[str, Any]:
    does = draw(st.sampled_from(["waive", "substitute", "also_allow", "count_here"]))
    worth = {"credits": 4, "unit": "credit"} if draw(st.booleans()) else {}
    more: dict[str, Any] = {"target": draw(ours)}
    if does == "waive":
        more |= worth
    elif does == "substitute":
        more |= {"needs": draw(premises), **worth}
    elif does == "also_allow":
        more = {"target": draw(st.sampled_from([*OURS, *THEIRS])), "part": "electives"}
    begins = draw(st.sampled_from([dt.date(2025, 1, 1), dt.date(2025, 1, 1), DAY + dt.timedelta(days=60)]))
    ends = draw(st.sampled_from([None, None, dt.date(2026, 5, 1), dt.date(2026, 6, 20)]))
    return {
        **SAID, "kind": "exception", "code": f"u:exception-{number}", "does": does, "within": DEGREE, **more,
        "learner": LEARNER, "requested_by": "Chan", "approved_by": "Lee",
        "effective_from": begins, "effective_until": ends if ends is None or ends > begins else None,
    }  # fmt: skip


@st.composite
def questions(draw: st.DrawFn) -> Question:
    """Draw a degree of three courses, what exempts from them, and what is held."""
    codes = draw(st.lists(st.sampled_from([*OURS, *THEIRS, *THEIRS]), min_size=1, max_size=4, unique=True))
    days = st.sampled_from([dt.date(2025, 3, 1), dt.date(2025, 9, 1)])
    return Question(
        draw(trees),
        [draw(recognitions(number)) for number in range(draw(st.integers(1, 3)))],
        draw(st.sampled_from([None, 8])),
        [Holding(code=code, attained_on=draw(days)) for code in codes],
        [draw(exceptions(number)) for number in range(draw(st.sampled_from([0, 0, 1, 2])))],
    )


def catalogue_of(question: Question) -> Catalogue:
    """Return it as a catalogue, in which nothing can be studied."""
    courses = [
        {"code": code, "title": {"en": code}, "offered_by": [code[0]], "credits": 4, "unit": "credit",
         "mode": "in-person", "attributes": ["science"] if code[-1] in "mnx" else [], "sources": SOURCES}
        for code in (*OURS, *THEIRS)
    ]  # fmt: skip
    degree = {"code": DEGREE, "kind": "bachelor", "title": {"en": "Degree"}, "offered_by": ["u"],
              "curriculum": "published", "credits": question.credits, "unit": "credit", "stackable": True,
              "sources": SOURCES}  # fmt: skip
    tree = {**SAID, "kind": "structure", "code": "u:tree", "of": [DEGREE], "confers": True, "needs": question.tree}
    return Catalogue.model_validate(
        {
            "format": "stackways-catalogue/1",
            "institutions": [{"code": code, "kind": "university", "title": {"en": code}} for code in "uv"],
            "sources": [{"code": "u:source", "title": "Made up for a test", "tier": "primary"}],
            "modules": courses,
            "programmes": [degree],
            "rules": [tree, *question.recognitions, *question.exceptions],
        }
    )


@dataclass(frozen=True)
class Answers:
    """What is said to it."""

    exemptions: Exemptions
    awards: Awards
    routes: Routes
    before: Awards
    """With one thing less."""
    with_it: WhatIf

    @property
    def status(self) -> str | None:
        return self.awards.claimable[0].status.value if self.awards.claimable else None


async def ask(question: Question) -> Answers:
    reader: Any = CatalogueReading(catalogue_of(question))
    someone = {"as_of": DAY, "learner": Learner(pseudonym=LEARNER)}
    asked: dict[str, Any] = {**someone, "holdings": question.held}
    less: dict[str, Any] = {**someone, "holdings": question.held[:-1]}
    nowhere = Limits(modes=["online"], finish_by=DAY + dt.timedelta(days=40))
    route = RouteQuestion(**asked, target=DEGREE, shown_only=True, limits=nowhere, optimise=["time"], alternatives=1)
    return Answers(
        await find_exemptions(reader, ExemptionsQuestion(**asked)),
        await find_awards(reader, AwardsQuestion(**asked, programme=DEGREE)),
        await plan_route(reader, route),
        await find_awards(reader, AwardsQuestion(**less, programme=DEGREE)),
        await what_if(reader, WhatIfQuestion(**less, adding=question.held[-1:], programme=DEGREE)),
    )


def assert_same_answers(question: Question) -> None:
    """Compare what each question is answered."""
    answers = asyncio.run(ask(question))
    decided = {(one.target.code, one.rule): one.status.value for one in answers.exemptions.decisions}
    for award in answers.awards.claimable:
        for one in award.exempted:
            assert decided.get((one.code, one.rule)) == "granted", (one, decided, question)
    routes = answers.routes.routes
    assert bool(routes) == (answers.status is not None), (answers.status, answers.routes.impossible, question)
    if routes:
        unsaid = "replacement_not_stated" in {warning.code for warning in routes[0].warnings}
        assert routes[0].finish == DAY, (routes[0], question)
        assert (routes[0].conditional or unsaid) == (answers.status == "conditional"), (answers, question)
    assert_same_difference(answers, question)
    if question.exceptions:
        assert_nobody_elses(question)


def assert_nobody_elses(question: Question) -> None:
    """Compare what somebody else is answered with what is answered where nothing was decided for anybody."""
    asked = AwardsQuestion(holdings=question.held, as_of=DAY, programme=DEGREE, learner=Learner(pseudonym="s-18"))
    elses, nobodys = [
        asyncio.run(find_awards(cast("Reading", CatalogueReading(catalogue_of(one))), asked))
        for one in (question, replace(question, exceptions=()))
    ]
    assert elses == nobodys, question


def assert_same_difference(answers: Answers, question: Question) -> None:
    """Compare what would be otherwise with what is answered before and after."""
    before = {one.programme.code: one for one in answers.before.claimable}
    after = {one.programme.code: one for one in answers.awards.claimable}
    told = {award.programme.code: one for one in answers.with_it.awards if (award := one.after or one.before)}
    for code in before.keys() | after.keys():
        changed = before.get(code) != after.get(code)
        statuses = [one and one.status for one in (before.get(code), after.get(code))]
        assert code in told or statuses[0] == statuses[1], (statuses, question)
        assert changed or code not in told, (told.get(code), question)
        if code in told:
            assert told[code].before == before.get(code), question
            assert told[code].after == after.get(code), question
    decisions = [one.model_dump() for one in answers.exemptions.decisions]
    for one in answers.with_it.decisions:
        assert one.after is None or one.after.model_dump() in decisions, (one, question)

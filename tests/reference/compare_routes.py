"""Routes, planned and tried one by one, on random small questions."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st
from tests.reference import routes as reference
from tests.reference.routes import Course, Figures, Small

from stackways.planner.answer.itinerary import Itinerary
from stackways.planner.answer.validate import faults_of
from stackways.planner.problem import Problem
from stackways.planner.route import Limits, TermCredits
from stackways.planner.search.search import OBJECTIVES, Found, Search, routes_of
from stackways.rules.base import Money
from stackways.rules.catalogue import Credential, Module, Programme, StudyItem
from stackways.rules.holdings import Holding
from stackways.rules.kinds.entry import Entry
from stackways.rules.kinds.recognition import Recognition
from stackways.rules.kinds.structure import Structure
from stackways.rules.recognise import Knowledge
from stackways.rules.situation import Situation, Standing

SAID: dict[str, Any] = {
    "published_by": "s",
    "says": {"en": "it says"},
    "sources": [{"source": "s:page", "confidence": "high"}],
}
TARGET, CERTIFICATE, BADGE = "s:target", "s:certificate", "s:badge"
STARTS = [dt.date(2026, 1, 1), dt.date(2026, 1, 15), dt.date(2027, 10, 31)]
maybe = st.none


@st.composite
def questions(draw: st.DrawFn) -> Small:
    """Draw a question over three things to study, or four where nothing orders the work."""
    weekly = draw(st.sampled_from([None, None, 3, 5, 10]))
    count = draw(st.integers(1, 3))
    codes = [f"s:{letter}" for letter in "abcd"[:count]]
    courses = []
    for position, code in enumerate(codes):
        after = draw(st.lists(st.sampled_from(codes[:position]), max_size=1)) if position else []
        beside = after if draw(st.integers(0, 2)) == 0 else []
        courses.append(
            Course(
                code,
                fee=draw(st.sampled_from([None, 100, 150, 200, 300, 0])),
                hours=draw(st.sampled_from([None, 10, 20, 30, 45])),
                months=draw(st.sampled_from([None, 1, 2, 3])),
                intakes=draw(st.sampled_from([(), (), (1, 4, 7, 10), (2, 3), (5,)])),
                credits=draw(st.sampled_from([3, 6, 9])),
                after=() if beside else tuple(after),
                beside=tuple(beside),
            )
        )
    badge = None
    if draw(st.booleans()):
        badge = Course(
            BADGE,
            fee=draw(st.sampled_from([50, 0, 100, 50, None])),
            hours=draw(st.sampled_from([10, 5, 20, 10, None])),
            months=draw(st.sampled_from([1, 2, 1, None])),
            intakes=draw(st.sampled_from([(), (), (1, 4, 7, 10)])),
            credits=0,
            after=tuple(draw(st.lists(st.sampled_from(codes), max_size=1))) if draw(st.integers(0, 3)) == 0 else (),
        )
    kind = draw(st.sampled_from(["all", "in_order", "some", "credits"]))
    start = draw(st.sampled_from(STARTS))
    amount = draw(st.integers(1, count)) if kind == "some" else draw(st.sampled_from([3, 6, 9, 12, 15]))
    held = draw(st.none() | st.integers(-500, 60))
    return Small(
        courses=tuple(courses),
        kind=kind,
        amount=amount,
        start=start,
        last=start + dt.timedelta(days=draw(st.sampled_from([95, 160, 220, 260]))),
        shelf_life=draw(st.sampled_from([None, None, 1, 3, 6])),
        held=None if held is None else start + dt.timedelta(days=held),
        exempts=draw(st.none() | st.sampled_from(codes)),
        window=draw(st.sampled_from([None, 6, 12, 18])),
        badge=badge,
        spares=draw(st.sampled_from(codes)) if badge else None,
        badge_window=draw(st.sampled_from([None, None, 1, 6])) if badge else None,
        earns=draw(st.booleans()),
        entry=draw(st.sampled_from([None, None, 12, 18])),
        weekly=weekly,
        concurrent=draw(st.sampled_from([None, None, 1, 2])),
        cut=draw(st.sampled_from([None, None, 4, 6])) if kind == "credits" else None,
        per_term=draw(st.sampled_from([None, None, None, 6, 9, 12])),
        budget=draw(st.sampled_from([None, None, 300, 450])),
        order=tuple(draw(st.permutations(OBJECTIVES))[: draw(st.integers(1, 4))]),
    )


def problem_of(small: Small) -> Problem:
    """Return a small question as the planner is asked it."""
    items: dict[str, StudyItem] = {
        TARGET: Programme(code=TARGET, title={"en": "Target"}, kind="diploma", offered_by=["s"]),
        CERTIFICATE: Credential(
            code=CERTIFICATE, title={"en": "Certificate"}, kind="certificate", offered_by=["other"]
        ),
    }
    entries: dict[str, list[Entry]] = {}
    for course in (*small.courses, *([small.badge] if small.badge else [])):
        items[course.code] = (Credential if course is small.badge else Module).model_validate(
            {
                "code": course.code, "title": {"en": course.code}, "offered_by": ["s"], "kind": "course",
                "fee": None if course.fee is None else Money(amount=Decimal(course.fee), currency="SGD"),
                "hours": course.hours, "hours_kind": "notional" if course.hours is not None else "not-stated",
                "duration": None if course.months is None else f"P{course.months}M",
                "intakes": list(course.intakes), "credits": course.credits, "unit": "cu",
            }
        )  # fmt: skip
        if course.after or course.beside:
            rule: dict[str, Any] = {"kind": "entry", "code": f"{course.code}-after", "into": [course.code]}
            first = {"all_of": [*course.after, *course.beside]}
            rule["or_together"] = bool(course.beside)
            entries[course.code] = [Entry.model_validate({**SAID, **rule, "needs": first})]
    if small.entry is not None:
        rule = {"kind": "entry", "code": "s:entry", "into": [TARGET]}
        needs = {"hold": CERTIFICATE, "window": {"period": f"P{small.entry}M", "ends": "claim"}}
        entries[TARGET] = [Entry.model_validate({**SAID, **rule, "needs": needs})]
    rules: list[Any] = [_structure(small)]
    for code, badge, spared, months in (
        ("s:exempts", CERTIFICATE, small.exempts, small.window),
        ("s:spares", BADGE, small.spares, small.badge_window),
    ):
        if not spared:
            continue
        within = {"period": f"P{months}M", "ends": "claim"} if months else None
        rules.append(
            Recognition.model_validate(
                {
                    **SAID, "kind": "recognition", "code": code, "within": TARGET,
                    "needs": {"hold": badge, "window": within},
                    "grants": [{"target": spared, "outcome": "exemption"}],
                    "effects": {"earns_credit": "yes" if small.earns else "not-stated"},
                }
            )
        )  # fmt: skip
    held = [] if small.held is None else [Holding(code=CERTIFICATE, attained_on=small.held)]
    target = items[TARGET]
    assert isinstance(target, Programme)
    return Problem(
        target=target,
        situation=Situation(small.start, held, items=items),
        knowledge=Knowledge(items, entries=entries),
        rules=rules,
        start=small.start,
        limits=_limits(small),
        shown_only=True,
    )  # fmt: skip


def _limits(small: Small) -> Limits:
    budget = None if small.budget is None else Money(amount=Decimal(small.budget), currency="SGD")
    weekly = None if small.weekly is None else Decimal(small.weekly)
    per_term = None if small.per_term is None else TermCredits(amount=Decimal(small.per_term), unit="cu")
    return Limits(
        avoid=["other"],
        finish_by=small.last,
        hours_per_week=weekly,
        concurrent=small.concurrent,
        credits_per_term=per_term,
        budget=budget,
    )


def _structure(small: Small) -> Structure:
    window = None if small.shelf_life is None else {"period": f"P{small.shelf_life}M", "ends": "application"}
    parts = [{"hold": course.code, "window": window} for course in small.courses]
    trees: dict[str, dict[str, Any]] = {
        "all": {"all_of": parts},
        "in_order": {"in_order": parts} if len(parts) > 1 else parts[0],
        "some": {"at_least": small.amount, "of": parts},
        "credits": {"credits": {"at_least": small.amount}, "unit": "cu", "of": parts},
    }
    rule: dict[str, Any] = {
        "kind": "structure",
        "code": "s:structure",
        "of": [TARGET],
        "confers": True,
        "needs": trees[small.kind] if small.cut is None else {"all_of": [trees[small.kind], _cut(small)]},
    }
    return Structure.model_validate({**SAID, **rule})


def _cut(small: Small) -> dict[str, Any]:
    where = {"codes": [course.code for course in small.courses[:2]]}
    return {"credits": {"at_most": small.cut}, "unit": "cu", "counted": True, "cut": True, "where": where}


def figures_of(found: Found) -> Figures:
    """Return what a plan comes to, as the reference says it."""
    scale = {"time": 1, "cost": 100, "hours": 100, "steps": 1}
    return tuple((o in found.unknown, found.figures[o] // scale[o]) for o in OBJECTIVES)


def assert_same_routes(small: Small) -> None:
    """Assert that the best route is the best of all and holds, and that no route is left out that none dominates."""
    tried = reference.everything(small)
    problem = problem_of(small)
    search = Search(problem, [], least=Standing.MET)
    order: Any = small.order
    found = search.best(order)
    expected = tried.best(small.order)
    assert (found is None) == (expected is None), (found and figures_of(found), expected, small)
    if found is None:
        return
    assert found.proven, small
    assert figures_of(found) == expected, (figures_of(found), expected, small)
    assert bool(found.rivals) == tried.may_be_beaten(expected, small.order), (found.rivals, expected, small)
    faults = faults_of(Itinerary(found))
    assert not faults, (faults, small)
    several = [figures_of(one) for one in routes_of(search, (), 10)]
    undominated = tried.undominated()
    if not any(unknown for figures in tried.figures for unknown, _ in figures):
        assert set(several[: len(undominated)]) == undominated, (several, undominated, small)

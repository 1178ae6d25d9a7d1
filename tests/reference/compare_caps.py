"""Caps on recognition, by the rules and by the reference, on random decisions."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, combinations
from typing import Any

from hypothesis import strategies as st
from pydantic import TypeAdapter
from tests.reference import caps as reference

from stackways.rules.caps import exempted, under_caps
from stackways.rules.catalogue import Credential, Module, Programme, StudyItem
from stackways.rules.decision import Decision
from stackways.rules.holdings import Component, Holding, Learner
from stackways.rules.kinds.cap import Cap
from stackways.rules.recognise import Knowledge
from stackways.rules.situation import Situation

CAP: TypeAdapter[Cap] = TypeAdapter(Cap)
SAID = {"published_by": "s", "says": {"en": "it says"}, "sources": [{"source": "s:page", "confidence": "high"}]}
THINGS = ["v:a", "v:b", "v:c"]
MODULES: dict[str, tuple[int, str] | None] = {
    "s:m5": (5, "cu"),
    "s:m10": (10, "cu"),
    "s:other": (5, "AU"),
    "s:no": None,
}
STANDING = {"sg-citizen": "YES", "sg-pr": "NO", None: "MAYBE"}
"""Whether a cap for citizens binds, by what the learner says."""


def _items(required: int | None) -> dict[str, StudyItem]:
    modules: list[StudyItem] = [
        Module(code=code, title={"en": code}, offered_by=["s"], credits=worth and Decimal(worth[0]),
               unit=worth and worth[1])
        for code, worth in MODULES.items()
    ]  # fmt: skip
    things = [Credential(code=code, title={"en": code}, kind="short-course", offered_by=["v"]) for code in THINGS]
    worth = None if required is None else Decimal(required)
    degree = Programme(code="s:degree", title={"en": "degree"}, kind="bachelor", offered_by=["s"], credits=worth,
                       unit="cu" if required else None)  # fmt: skip
    return {item.code: item for item in [*modules, *things, degree]}


amounts = st.sampled_from([None, None, 2, 5, 8, 10])
decisions = st.builds(
    lambda target, kind, towards, rule, granted, amount, unit, used: {
        "target": target if kind != "block_credit" else "s:degree", "kind": kind, "towards": towards, "rule": rule[0],
        "granted": granted, "amount": amount, "unit": unit if amount else None, "used": used,
        "spares": MODULES[target] if kind != "block_credit" else None, "tier": rule[1],
    },
    st.sampled_from(sorted(MODULES)),
    st.sampled_from(["exemption", "exemption", "specified_credit", "block_credit"]),
    st.sampled_from([None, None, "free electives"]),
    st.sampled_from([("s:r1@1", None), ("s:r2@1", None), ("s:three@1", "score"), ("s:five@1", "score")]),
    st.sampled_from([True, True, False]),
    amounts,
    st.sampled_from(["cu", "cu", "AU"]),
    st.lists(st.sampled_from(THINGS), min_size=1, max_size=2, unique=True).map(sorted),
)  # fmt: skip
caps = st.builds(
    lambda most, several, parts, citizens: {
        **SAID, **most, "code": "s:cap", "kind": "cap", "of": ["s:degree"], "of_several": several, "of_parts": parts,
        "needs": {"residency": ["sg-citizen"]} if citizens else None,
    },
    st.sampled_from([
        {"at_most": 12, "unit": "cu"}, {"at_most": 7, "unit": "AU"}, {"share": 0.5}, {"not_published": True},
    ]),
    st.sampled_from(["sum", "sum", "highest"]),
    st.sampled_from(["whole", "whole", "difference"]),
    st.booleans(),
)  # fmt: skip


@dataclass(frozen=True)
class Question:
    """Caps, what was decided, and for whom."""

    caps: list[dict[str, Any]]
    decisions: list[dict[str, Any]]
    credits: int | None
    residency: str | None
    components: dict[str, list[str]]


def questions() -> st.SearchStrategy[Question]:
    return st.builds(
        Question,
        st.lists(caps, min_size=1, max_size=2),
        st.lists(decisions, max_size=4),
        st.sampled_from([None, 16, 30]),
        st.sampled_from(sorted(STANDING, key=str)),
        st.dictionaries(st.sampled_from(THINGS[:2]), st.just(["v:c"]), max_size=2),
    )


def assert_same_caps(question: Question) -> None:
    """Compare what each cap comes to, and from what may be exempted for certain."""
    items = _items(question.credits)
    holdings = [
        Holding(code=code, components=[Component(code=part) for part in question.components.get(code, [])] or None)
        for code in THINGS
    ]
    situation = Situation(
        dt.date(2026, 1, 1), holdings, Learner(residency=question.residency), items=items, reading="lenient"
    )
    rules = [CAP.validate_python({**cap, "code": f"s:cap-{at}"}) for at, cap in enumerate(question.caps)]
    asked = [_decision(one, items) for one in question.decisions]
    _, found = under_caps(asked, rules, situation, Knowledge(items))
    parts = {code: set(inside) for code, inside in question.components.items()}
    programme = {"credits": question.credits, "unit": "cu" if question.credits else None}
    plain = [{**rule.model_dump(), "bound": STANDING[question.residency] if rule.needs else "YES"} for rule in rules]
    expected = [
        told
        for cap in plain
        if cap["bound"] != "NO" and (told := reference.together(cap, question.decisions, programme, parts))
    ]
    got = [reference.Found(one.status.value, one.granted, one.conditional, one.over) for one in found]
    assert got == expected, question
    spared = exempted(asked, rules, situation, Knowledge(items)).get("s:degree")
    codes = sorted(spared.rules) if spared else []
    every = chain.from_iterable(combinations(codes, size) for size in range(len(codes) + 1))
    may = {
        frozenset(chosen)
        for chosen in every
        if not spared
        or all(sum(limit.weights.get(code, 0) for code in chosen) <= limit.most for limit in spared.at_most)
    }
    assert may == reference.spared(plain, question.decisions, programme, parts), question


def _decision(one: dict[str, Any], items: dict[str, StudyItem]) -> Decision:
    named = {"kind": "module", "code": one["target"], "title": items[one["target"]].title}
    outcome = {"kind": one["kind"], "amount": one["amount"], "unit": one["unit"], "towards": one["towards"],
               "certainty": "entitled", "effects": {}}  # fmt: skip
    return Decision.model_validate({
        "status": "granted" if one["granted"] else "conditional", "target": named,
        "programme": {"code": "s:degree", "title": {"en": "degree"}}, "entry": "met", "outcome": outcome,
        "rule": one["rule"], "used": one["used"],
        "reasons": [], "remarks": [], "from": None, "claim_by": None, "doubts": [], "path": [], "sources": [],
        "illustrative": False,
    }).of_tier(one["tier"])  # fmt: skip

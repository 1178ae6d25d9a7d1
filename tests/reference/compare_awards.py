"""Awards, audited by the rules and by the reference, on random trees and holdings over one small catalogue."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any, Literal

from hypothesis import strategies as st
from pydantic import TypeAdapter
from tests.reference import awards as reference
from tests.reference.recognition import Case

from stackways.rules.awards.audit import Asked, Audit, audit
from stackways.rules.catalogue import Credential, Level, Module, Programme, Selection, StudyItem
from stackways.rules.effects import Effects
from stackways.rules.exemption import Exemption
from stackways.rules.holdings import Described, Grade, Holding, Learner, Reading
from stackways.rules.kinds import Rule
from stackways.rules.kinds.structure import Structure
from stackways.rules.requirements import Requirement
from stackways.rules.requirements.asks import AtMost
from stackways.rules.situation import Situation, Standing

DAY = dt.date(2020, 6, 1)
RULE: TypeAdapter[Any] = TypeAdapter(Rule)
NEED: TypeAdapter[Any] = TypeAdapter(Requirement)
SAID = {"published_by": "t", "says": {"en": "it says"}, "sources": [{"source": "t:page", "confidence": "high"}]}


def _module(code: str, worth: str | None, **more: Any) -> Module:  # noqa: ANN401 - any field
    amount = None if worth is None else Decimal(worth)
    unit = more.pop("unit", "cu")
    return Module(code=code, title={"en": code}, offered_by=[code[0]], credits=amount, unit=unit, **more)


def _level(value: int) -> Level:
    return Level(framework="HKQF", value=value)


ITEMS: dict[str, StudyItem] = {
    item.code: item
    for item in (
        _module("a:one", "6", theme={"en": "Data"}, professional=True, level=_level(3)),
        _module("a:two", "6", theme={"en": "Data"}, professional=False, level=_level(4)),
        _module("a:three", "9", theme={"en": "Tea"}, professional=True, level=_level(4), subject="fish",
                attributes=["Writing", "lab"]),
        _module("b:four", "3", theme={"en": "Tea"}, professional=True, level=_level(5), subject="fish",
                published_code="FI 301 / CH 12", attributes=["lab"]),
        _module("b:five", "4.5", published_code="CH 30", repeatable=True, subject="chips",
                level=Level(framework="EQF", value=4)),
        _module("b:six", None, unit=None),
        _module("b:other", "6", unit="AU"),
        Credential(
            code="a:any", title={"en": "any"}, kind="class", offered_by=["a"], is_class=True,
            members=Selection(institutions=["a"]),
        ),
        Credential(
            code="b:fishy", title={"en": "fishy"}, kind="class", offered_by=["b"], is_class=True,
            members=Selection(subjects=["fish"]),
        ),
        Programme(
            code="t:inner", title={"en": "inner"}, kind="certificate", offered_by=["t"], credits=Decimal(9), unit="cu"
        ),
        Programme(
            code="a:diploma", title={"en": "diploma"}, kind="diploma", offered_by=["a"], credits=Decimal(18), unit="cu"
        ),
    )
}  # fmt: skip
LEAVES = ["a:one", "a:two", "a:three", "b:four", "b:five", "b:six", "a:any", "b:fishy"]

days = st.sampled_from([dt.date(2019, 6, 1), dt.date(2019, 12, 1), dt.date(2020, 2, 29), dt.date(2020, 5, 31)])
later_days = st.sampled_from([dt.date(2020, 6, 2), dt.date(2020, 8, 1)])
windows = st.sampled_from(["P6M", "P1Y", "P18M"]).map(lambda period: {"period": period, "ends": "application"})
grades = st.one_of(
    st.sampled_from(["40", "55", "62.5", "70"]).map(lambda value: Grade(value=value)),
    st.just(Grade(value="pass", scale="pass-fail")),
    st.just(Grade(value="fail", scale="pass-fail")),
)
names = st.sampled_from([None, None, "x", "y"])
selections = st.sampled_from(
    [
        {"institutions": ["a"]},
        {"kinds": ["module"]},
        {"professional": True},
        {"subjects": ["fish"]},
        {"themes": ["Data"], "excluding": ["a:two"]},
        {"codes": ["a:one", "b:four", "b:six"]},
        {"framework": "HKQF", "level_from": 4},
        {"attributes": ["lab", "speaking"]},
        {"published_codes": ["CH ??", "XX *"]},
        {"published_codes": ["CH 13..40"]},
    ]
)
sames = st.sampled_from(
    [
        {"same": "theme"},
        {"same": "level", "or_higher": True},
        {"same": "level"},
        {"same": "subject"},
        {"same": "institution"},
        {"same": "year"},
        {"same": "entry"},
        {"same": "term"},
    ]
)
selects = st.builds(
    lambda where, more: {"select": where, **more},
    selections,
    st.sampled_from(
        [
            {},
            {},
            {"unlike": ["CH 3*", "FI *"]},
            {"unlike": ["CH 1..20"]},
            {"with_all": ["lab", "Writing"]},
            {"without": ["writing"]},
            {"outside": ["Fish"]},
            {"terms": ["au*"]},
            {"credits_from": 6},
            {"credits_to": 5},
            {"attained_from": dt.date(2019, 12, 1)},
            {"attained_until": dt.date(2019, 12, 1)},
            {"within": "P1Y"},
            {"minimum_grade": {"value": 50}},
            {"window": {"period": "P1Y", "ends": "application"}},
        ]
    ),
)
"""Something of a kind, on some condition."""
anything = st.one_of(st.just({}), selections, sames, st.builds(lambda one, two: {**one, **two}, selections, sames))


@st.composite
def ranges(draw: st.DrawFn, amounts: list[Any]) -> dict[str, Any]:
    low, high = sorted([draw(st.sampled_from(amounts)), draw(st.sampled_from(amounts))])
    one = draw(st.sampled_from(["at_least", "at_least", "both", "at_most", "not_published"]))
    if one == "not_published":
        return {"not_published": True}
    return {k: v for k, v in (("at_least", low), ("at_most", high)) if one in (k, "both")}


@st.composite
def pools(draw: st.DrawFn, *, counted: bool | None = None) -> dict[str, Any]:
    counted = draw(st.sampled_from([False, False, True])) if counted is None else counted
    if draw(st.booleans()):
        pool: dict[str, Any] = {"credits": draw(ranges([3, 6, 9, 12, 15])), "unit": "cu"}
    else:
        pool = {"units": draw(ranges([1, 2, 3]))}
    if draw(st.booleans()):
        pool["where"] = draw(anything)
        if not counted:
            pool["window"] = draw(st.none() | windows)
        pool["minimum_grade"] = draw(st.none() | st.just({"value": 50}))
    else:
        parts = [draw(holds) for _ in range(draw(st.integers(1, 3)))]
        if counted:
            parts = [part if isinstance(part, str) else part["hold"] for part in parts]
        elif draw(st.integers(0, 3)) == 0:
            parts.append({"all_of": [draw(holds), draw(holds)]})
        elif draw(st.integers(0, 3)) == 0:
            inner = {"units": draw(ranges([1, 2, 3])), "of": [draw(holds), draw(holds), draw(selects)]}
            parts.append({**inner, "name": draw(names)})
            if "units" in pool:
                pool["each"] = draw(st.booleans())
        if draw(st.integers(0, 2)) == 0:
            parts.append(draw(selects.filter(lambda one: not (counted and one.get("window")))))
        pool["of"] = parts
    if counted:
        pool["among"] = draw(names)
        pool["latest"] = draw(st.sampled_from([None, None, 1, 2, 9]))
        pool["graded_on"] = draw(st.sampled_from([[], [], ["pass-fail"]]))
        pool["below_grade"] = draw(st.sampled_from([None, None, {"value": 55}]))
    pool["name"] = draw(st.sampled_from([None, "x", "y"]))
    return {**pool, "counted": counted}


holds = st.one_of(
    st.sampled_from([*LEAVES, "t:inner"]),
    st.builds(lambda code, window: {"hold": code, "window": window}, st.sampled_from(LEAVES), windows),
    st.builds(lambda code: {"hold": code, "minimum_grade": {"value": 50}}, st.sampled_from(LEAVES)),
)
shares = st.builds(
    lambda share, bound, of, number, where, here, among: {
        "share": share, "bound": bound, "of": of, "credits": number, "where": where, "earned_here": here,
        "among": among,
    },
    st.sampled_from([0.25, 0.5, 0.75, 1.0]),
    st.sampled_from(["at-least", "at-most"]),
    st.sampled_from(["counted", "required"]),
    st.sampled_from([None, None, 6, 9]),
    anything,
    st.sampled_from([None, None, True, False]),
    names,
)  # fmt: skip
cuts = st.builds(
    lambda most, where: {"credits": {"at_most": most}, "unit": "cu", "counted": True, "cut": True, "where": where},
    st.sampled_from([3, 6, 9, 4]),
    selections,
)
"""Limits that cut off part of what courses bring."""
limits = st.one_of(
    shares,
    pools(counted=True),
    st.builds(
        lambda what, numbers, where, among: {"distinct": what, **numbers, "where": where, "among": among},
        st.sampled_from(["theme", "subject", "level", "institution", "term", "year", "entry"]),
        st.sampled_from(
            [{"at_least": 2}, {"at_least": 3}, {"at_most": 1}, {"at_most": 2}, {"at_least": 2, "at_most": 2}]
        ),
        st.one_of(st.just({}), selections),
        names,
    ),
    st.just({"distinct": "attribute", "at_least": 2, "where": {"attributes": ["lab", "writing", "speaking"]}}),
    st.builds(
        lambda value, where, of: {"average": {"value": value}, "where": where, **of},
        st.sampled_from([55, 60]),
        st.one_of(st.just({}), selections),
        st.sampled_from([{}, {"of": "held"}, {"among": "x"}]),
    ),
    st.builds(lambda span, among: {"span": span, "among": among}, st.sampled_from(["P3M", "P6M", "P1Y"]), names),
    st.builds(
        lambda most, unit, where: {"sharing": ["x", "y"], "at_most": most, "unit": unit, "where": where},
        st.sampled_from([1, 2, 6, None]),
        st.sampled_from([None, "cu"]),
        st.one_of(st.just({}), selections),
    ),
    st.sampled_from([{"stated": "an interview"}, {"residency": ["sg-citizen"]}, {"work_years": 2}]),
)


held = st.one_of(
    holds,
    holds.filter(lambda one: one != "t:inner").map(lambda one: {"any_of": [one, "b:five"]}),
    st.just({"residency": ["sg-citizen"]}),
)
"""What may be asked of what is held, whether it is counted or not."""


def _groups(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    several = st.lists(inner, min_size=1, max_size=3)
    named = st.fixed_dictionaries({"name": names})
    return st.one_of(
        st.builds(lambda parts, name: {"all_of": parts, **name}, several, named),
        st.builds(lambda parts, name: {"any_of": parts, **name}, several, named),
        st.builds(
            lambda parts, name: {"in_order": parts, **name}, st.lists(inner, min_size=2, max_size=3), named
        ),
        st.builds(lambda parts, name: {"exactly_one_of": parts, **name}, several, named),
        st.builds(lambda parts, name: {"at_least": max(1, len(parts) - 1), "of": parts, **name}, several, named),
        st.tuples(inner, inner, inner).map(lambda t: {"when": t[0], "then": t[1], "otherwise": t[2]}),
        st.tuples(held, inner, inner).map(lambda t: {"when": t[0], "then": t[1], "otherwise": t[2], "of": "held"}),
        held.map(lambda one: {"not_held": one}),
        st.tuples(inner, inner).map(
            lambda t: {
                "doubt": "how", "text": "how?", "lenient": "so", "strict": "thus",
                "alternatives": {"so": t[0], "thus": t[1]},
            }
        ),
    )  # fmt: skip


leaves = st.one_of(holds, holds, selects, pools(), pools())
trees = st.one_of(leaves, _groups(leaves), _groups(st.one_of(leaves, _groups(leaves))))
ordinary = st.builds(
    lambda parts, more: {"all_of": [*parts, *more]},
    st.lists(trees, min_size=1, max_size=2),
    st.lists(limits, max_size=2),
)
selecting = st.fixed_dictionaries({"where": anything, "credits": ranges([3, 6, 9]), "unit": st.just("cu")})
limited = st.builds(lambda pool, more: {"all_of": [pool, *more]}, selecting, st.lists(limits, min_size=1, max_size=3))
sharing = st.builds(
    lambda one, other, most, more: {
        "all_of": [{**one, "name": "x"}, {**other, "name": "y"}, {"sharing": ["x", "y"], **most}, *more]
    },
    st.one_of(selecting, pools(counted=False)),
    st.one_of(selecting, pools(counted=False)),
    st.sampled_from([{"at_most": 1}, {"at_most": 2}, {"at_most": 9, "unit": "cu"}, {}]),
    st.lists(limits, max_size=1),
)
parts = st.builds(
    lambda one, other, most, more: {
        "all_of": [{"all_of": one, "name": "x"}, {"all_of": other, "name": "y"}, {"sharing": ["x", "y"], **most}, *more]
    },
    st.lists(leaves, min_size=1, max_size=2),
    st.lists(leaves, min_size=1, max_size=2),
    st.sampled_from([{"at_most": 1}, {"at_most": 6, "unit": "cu"}, {}]),
    st.lists(limits, max_size=1),
)
"""Two parts of a tree that share."""
amounts = st.builds(
    lambda least, unit, where: {"credits": {"at_least": least}, "unit": unit, "where": where},
    st.sampled_from([6, 9, 12, 18]),
    st.sampled_from(["cu", "cu", "cu", "AU"]),
    st.one_of(st.just({}), selections),
)
either = st.tuples(amounts, amounts).map(
    lambda two: {
        "doubt": "how-many", "text": "how many?", "lenient": "few", "strict": "many",
        "alternatives": {"few": two[0], "many": two[1]},
    }
)  # fmt: skip
of_required = st.builds(
    lambda share, bound, unit, where, here: {
        "share": share, "bound": bound, "of": "required", "unit": unit, "where": where, "earned_here": here,
    },
    st.sampled_from([0.25, 0.5, 0.75, 1.0]),
    st.sampled_from(["at-least", "at-most"]),
    st.sampled_from([None, None, None, "cu", "AU"]),
    anything,
    st.sampled_from([None, None, True, False]),
)  # fmt: skip
requiring = st.builds(
    lambda amount, share, more: {"all_of": [*more, amount, share]},
    st.one_of(amounts, either, either),
    of_required,
    st.lists(st.one_of(leaves, limits), max_size=1),
)
"""An amount, in doubt or not, and a share of what is required."""
cutting = st.builds(
    lambda cut, amount, more, many: {"all_of": [*cut, amount, *more, *many]},
    st.lists(cuts, min_size=1, max_size=2),
    amounts,
    st.lists(st.one_of(leaves, limits), max_size=2),
    st.lists(st.just({"credits": {"at_least": 0}, "unit": "cu", "where": {}}), max_size=1),
)
"""Amounts of which limits cut off a part."""
required = st.one_of(
    requiring,
    st.tuples(requiring, st.one_of(requiring, amounts)).map(
        lambda two: {
            "doubt": "which", "text": "which tree?", "lenient": "one", "strict": "other",
            "alternatives": {"one": two[0], "other": two[1]},
        }
    ),
)  # fmt: skip
needs = st.one_of(ordinary, ordinary, limited, sharing, parts, required, cutting)
expiring = st.builds(
    lambda window, more: {
        "all_of": [
            {"credits": {"at_least": 6}, "unit": "cu", "where": {"kinds": ["module"]}, "window": window},
            *more,
        ]
    },
    windows,
    st.lists(holds, max_size=1),
)
"""Trees whose awards can be claimed only for some time."""
described = st.builds(
    Described,
    title=st.sampled_from(["seen", "unseen"]),
    institution=st.sampled_from([None, "a", "c"]),
    kind=st.sampled_from([None, "module"]),
    credits=st.sampled_from([None, Decimal(6)]),
    unit=st.just("cu"),
    theme=st.sampled_from([None, "Data"]),
    attributes=st.sampled_from([[], ["lab"], ["writing"]]),
    published_code=st.sampled_from([None, "CH 99", "FI 1"]),
    professional=st.sampled_from([None, True]),
    level=st.sampled_from([None, _level(4)]),
)
holdings = st.builds(
    lambda what, on, grade, term, more: Holding(
        **{"attained_on": on, "grade": grade, "term": term, **more},
        **({"code": what} if isinstance(what, str) else {"described": what}),
    ),
    st.one_of(st.sampled_from([*LEAVES, "b:other", "t:inner"]), st.sampled_from(LEAVES), described),
    st.one_of(days, days, days, st.none(), later_days),
    st.none() | grades,
    st.sampled_from([None, "autumn", "spring"]),
    st.sampled_from(
        [
            {}, {}, {}, {}, {}, {}, {"attained_on": "2019"}, {"attained_on": "2020-03"}, {"status": "failed"},
            {"status": "withdrawn"}, {"grade": {"value": "F"}}, {"credits": Decimal(4)},
            {"status": "planned"}, {"credits": Decimal(5), "unit": "AU"},
        ]
    ),
)  # fmt: skip
title_needs = st.one_of(
    st.none(), shares, limits.filter(lambda one: "sharing" not in one), holds.filter(lambda one: one != "t:inner")
)


stated: st.SearchStrategy[Literal["yes", "no", "not-stated"]] = st.sampled_from(["yes", "yes", "no", "not-stated"])


@st.composite
def exemptions(draw: st.DrawFn, held: int) -> Exemption:
    """Draw what is exempted by some of what is held, and what that does."""
    amount = draw(st.sampled_from([None, None, None, Decimal(3)]))
    return Exemption(
        code=draw(st.sampled_from([*LEAVES, "t:inner"])),
        rule=draw(st.sampled_from(["t:exempts@1", "t:other@1", "t:either@1"])),
        rests_on=frozenset(draw(st.lists(st.integers(0, held - 1), max_size=2))) if held else frozenset(),
        effects=Effects(
            earns_credit=draw(stated),
            lowers_requirement=draw(stated),
            must_be_replaced=draw(st.sampled_from(["no", "no", "no", "yes", "not-stated"])),
            graded=draw(stated),
        ),
        certain=draw(st.integers(0, 4)) > 0,
        amount=amount,
        unit=None if amount is None else "cu",
        inside=draw(st.sampled_from([None, None, None, frozenset(["t:inner"])])),
    )


@dataclass(frozen=True)
class Question:
    """An award and who asks for it."""

    asked: Asked
    situation: Situation


@st.composite
def questions(draw: st.DrawFn, *, all_expire: bool = False) -> Question:
    required = draw(st.sampled_from([None, Decimal(12), Decimal(18)]))
    unit = "cu" if required else draw(st.sampled_from(["cu", None]))
    programme = Programme(
        code="t:award", title={"en": "award"}, kind="diploma", offered_by=["a"], credits=required, unit=unit
    )
    tree = RULE.validate_python(
        {
            **SAID,
            "code": "t:tree",
            "kind": "structure",
            "of": ["t:award"],
            "confers": True,
            "single_use": draw(st.integers(0, 4)) > 0,
            "needs": draw(expiring if all_expire else needs),
        }
    )
    deciding: list[dict[str, Any]] = []
    for rank in range(1, 1 + draw(st.integers(0, 2))):
        one = {"decides": "title", "rank": rank, "title": {"en": f"title {rank}"}, "needs": draw(title_needs)}
        deciding.append({**one, "code": f"t:title-{rank}"})
    for what, same in (("theme", {"same": "theme"}), ("level", {"same": "level", "or_higher": draw(st.booleans())})):
        if draw(st.booleans()):
            share = {"share": draw(st.sampled_from([0.5, 1.0])), "of": "counted", "where": same}
            deciding.append({"decides": what, "needs": share, "code": f"t:{what}"})
    awards = [RULE.validate_python({**SAID, "kind": "award", "of": ["t:award"], **one}) for one in deciding]
    inner = NEED.validate_python(draw(st.sampled_from([{"all_of": ["a:one", "b:four"]}, "a:three"])))
    held = draw(st.lists(holdings, min_size=draw(st.sampled_from([0, 3, 4])), max_size=5))
    spared = draw(st.lists(exemptions(len(held)), max_size=3)) if draw(st.integers(0, 2)) == 0 else []
    codes = sorted({one.code for one in spared})
    asked = Asked(
        programme,
        tree,
        awards,
        sorted(dict.fromkeys(spared), key=lambda one: (one.code, one.rule, *sorted(one.rests_on))),
        {"t:inner": inner} if draw(st.booleans()) else {},
        [
            AtMost(dict(zip(codes, (300, 600, 900), strict=False)), draw(st.sampled_from([300, 600, 900])), "t:cap@1"),
            AtMost(dict.fromkeys(codes, 1), 1, "t:either@1", own=True),
        ],
    )
    learner = Learner(admission_on=draw(st.sampled_from([None, dt.date(2018, 12, 1), dt.date(2019, 3, 1)])))
    reading: Reading = draw(st.sampled_from(["lenient", "strict"]))
    return Question(asked, Situation(DAY, held, learner=learner, items=ITEMS, reading=reading))


def award_of(question: Question) -> reference.Award:
    asked, situation = question.asked, question.situation
    assert isinstance(asked.structure, Structure)
    exempted = [
        {**asdict(one), "effects": one.effects.model_dump(), "rests_on": sorted(one.rests_on)} for one in asked.exempted
    ]
    return reference.Award(
        asked.programme.model_dump(),
        asked.structure.needs.model_dump(),
        [award.model_dump() for award in asked.awards],
        Case(
            holdings=[holding.model_dump() for holding in situation.holdings],
            learner=situation.learner.model_dump(),
            reading=situation.reading if isinstance(situation.reading, str) else dict(situation.reading),
            items={code: {"members": None, **item.model_dump()} for code, item in situation.items.items()},
        ),
        [
            {**Holding(code=one["code"]).model_dump(), "exemption": one}
            for one in exempted
            if not reference.must_be_replaced(one)
        ],
        {code: tree.model_dump() for code, tree in asked.inner.items()},
        asked.structure.single_use,
        [(dict(limit.weights), limit.most, limit.rule if limit.own else None) for limit in asked.at_most_exempted],
    )


def assert_same_audit(question: Question) -> None:
    """Compare standing, title, theme, level, what is counted, and the last day to claim."""
    found = audit(question.asked, question.situation)
    award = award_of(question)
    expected, best = reference.decide(award, DAY)
    assert found.standing.name == expected.standing, shown(question, found, expected)
    if found.standing is Standing.NOT_MET:
        return
    variant = found.variant
    level = (variant.framework, variant.level) if variant.level is not None else None
    indexes = frozenset(piece.index for pieces in found.counted.values() for piece in pieces)
    same = [
        one
        for one in best
        if (one.title, one.theme, one.level, one.indexes)
        == (variant.title.code if variant.title else None, variant.theme, level, indexes)
    ]
    assert same, shown(question, found, best[:3])
    assert found.claim_by == reference.claim_by(award, DAY, same[0], expected.standing), shown(question, found, same[0])


def shown(question: Question, found: Audit, expected: object) -> str:
    """Return a question so that it can be read."""
    asked = question.asked
    lines = [
        f"needs: {asked.structure.needs.model_dump(exclude_defaults=True, mode='json')}",
        *(
            f"award: {a.decides} {a.needs and a.needs.model_dump(exclude_defaults=True, mode='json')}"
            for a in asked.awards
        ),
        (
            f"programme: {asked.programme.credits} {asked.programme.unit}; "
            f"exempted {[(e.code, e.rule, sorted(e.rests_on), e.certain, e.inside) for e in asked.exempted]}; "
            f"inner {[tree.model_dump(exclude_defaults=True) for tree in asked.inner.values()]}"
        ),
        f"reading: {question.situation.reading}",
        *(f"holding: {h.model_dump(exclude_defaults=True, mode='json')}" for h in question.situation.holdings),
        (
            f"found: {found.standing.name} {found.variant.title and found.variant.title.code} {found.variant.theme} "
            f"{found.variant.level} {[p.index for p in found.used]} by {found.claim_by}"
        ),
        f"expected: {expected}",
    ]
    return "\n".join(lines)

"""Random rules, holdings and situations over one small catalogue, with days close enough together to matter.

Every date lies in 2020 and the months around it (a leap year), no period is longer than a year and a half, and
whoever was born in 2003 is 20 by the end of 2023, so that nothing changes any more after `HORIZON`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from stackways.rules.base import Citation, Confidence
from stackways.rules.catalogue import Credential, Level, Module, Programme, Selection, StudyItem
from stackways.rules.holdings import Component, Described, Grade, Holding, HoldingStatus, Learner, Reading
from stackways.rules.kinds.entry import Entry
from stackways.rules.kinds.recognition import Grant, Recognition
from stackways.rules.kinds.validity import Validity
from stackways.rules.recognise import Knowledge
from stackways.rules.situation import Situation

HORIZON = dt.date(2024, 1, 31)

CITATION = Citation(source="a:source", confidence=Confidence.HIGH)


def _credential(code: str, **more: Any) -> Credential:  # noqa: ANN401 - any field
    return Credential(**{"code": code, "title": {"en": code}, "kind": "course", "offered_by": [code[0]], **more})


ITEMS: dict[str, StudyItem] = {
    item.code: item
    for item in (
        _credential("a:one", theme={"en": "Data"}, professional=True),
        _credential("a:two", level=Level(framework="HKQF", value=4)),
        _credential("b:joint", offered_by=["a", "b"], kind="diploma", subject="fish"),
        _credential("a:any", kind="class", is_class=True, members=Selection(institutions=["a"], kinds=["course"])),
        _credential("b:listed", kind="class", is_class=True, members=Selection(codes=["a:any", "b:joint"])),
        _credential("b:levels", kind="class", is_class=True, members=Selection(framework="HKQF", level_from=4)),
        _credential(
            "a:data",
            kind="class",
            is_class=True,
            members=Selection(themes=["data"], professional=True, excluding=["a:two"]),
        ),
        _credential("b:unpublished", kind="class", is_class=True),
        Module(code="a:module", title={"en": "module"}, offered_by=["a"]),
        Module(code="t:granted", title={"en": "granted"}, offered_by=["t"]),
        Programme(code="t:programme", title={"en": "programme"}, kind="diploma", offered_by=["t"]),
    )
}
CODES = [code for code in ITEMS if not code.startswith("t:")]

days = st.one_of(
    st.dates(dt.date(2019, 12, 25), dt.date(2021, 1, 10)),
    st.sampled_from([dt.date(2020, 2, 28), dt.date(2020, 2, 29), dt.date(2020, 3, 1), dt.date(2020, 8, 31)]),
)
periods = st.sampled_from(["P0D", "P1D", "P1W", "P30D", "P1M", "P6M", "P1Y", "P1Y2M10D", "P18M"])
sometimes = st.booleans()


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Return the value or nothing."""
    return st.none() | strategy


grades = st.one_of(
    st.builds(Grade, value=st.sampled_from(["A", "B+", "C", "P"]), scale=st.just("letter")),
    st.builds(Grade, value=st.sampled_from([Decimal(40), Decimal(55), Decimal("55.5"), "60", "x"])),
    st.builds(Grade, value=st.sampled_from(["P", "F"]), scale=st.just("pass-fail")),
    st.builds(Grade, value=st.sampled_from([Decimal(2), Decimal("3.5")]), scale=st.just("gpa-4")),
)
windows = st.fixed_dictionaries(
    {"period": periods},
    optional={
        "starts": st.sampled_from(["attained", "component-attained", "programme-completed"]),
        "ends": st.sampled_from([None, "claim", "application", "admission", "start"]),
        "not_published": sometimes,
        "or_own_validity": sometimes,
    },
)
holds = st.one_of(
    st.sampled_from(CODES),
    st.fixed_dictionaries(
        {"hold": st.sampled_from(CODES)},
        optional={
            "versions": st.lists(st.sampled_from(["1", "2"]), max_size=2),
            "state": st.sampled_from(["attained", "active"]),
            "window": maybe(windows),
            "attained_from": maybe(days),
            "attained_until": maybe(days),
            "minimum_grade": maybe(grades),
            "or_passed_as": st.lists(st.sampled_from(["P", "pass"]), max_size=2),
            "minimum_component_grade": maybe(grades),
            "unused": sometimes,
            "taken_through": maybe(st.sampled_from(["a", "t"])),
        },
    ),
)
conditions = st.one_of(
    st.builds(
        lambda age, on: {"minimum_age": age, "on": on},
        st.integers(18, 20),
        st.sampled_from(["claim", "1-january-of-intake-year"]),
    ),
    st.just({"residency": ["sg-citizen", "sg-pr"]}),
    st.sampled_from([{"work_years": 2}, {"work_years": 2, "not_published": True}]),
    st.just({"admitted": True}),
    st.just({"similarity": 80}),
    st.just({"stated": "by interview"}),
    st.just({"credits": {"at_least": 3}, "unit": "credit", "of": ["a:one"]}),
    st.sampled_from([{"first": "2020"}, {"first": "2020-06"}, {"last": "2020-06"}]).map(
        lambda ends: {"intake": "in-range", **ends}
    ),
    st.just({"intake": "in-range", "first": "2020-03", "last": "2020-09"}),
)
DOUBTS = {"either": ["this", "that"], "how": ["so", "thus", "otherwise"], "whom": ["me", "you"]}


in_turn = st.one_of(
    st.sampled_from(CODES),
    st.lists(st.sampled_from(CODES), min_size=2, max_size=2).map(lambda codes: {"any_of": codes}),
    st.just({"residency": ["sg-citizen"]}),
)
"""What may come before or after something else; nothing that looks at what else is held."""


def _groups(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    several = st.lists(inner, min_size=1, max_size=3)
    return st.one_of(
        several.map(lambda parts: {"all_of": parts}),
        several.map(lambda parts: {"any_of": parts}),
        st.lists(in_turn, min_size=2, max_size=3).map(lambda parts: {"in_order": parts}),
        inner.map(lambda part: {"not_held": part}),
        several.map(lambda parts: {"exactly_one_of": parts}),
        several.flatmap(lambda of: st.integers(1, len(of)).map(lambda number: {"at_least": number, "of": of})),
        st.builds(
            lambda least, of: {"units": {"at_least": least}, "of": of},
            st.integers(1, 3),
            st.lists(holds, min_size=1, max_size=2),
        ),
        st.sampled_from(list(DOUBTS)).flatmap(
            lambda name: st.fixed_dictionaries(dict.fromkeys(DOUBTS[name], inner)).map(
                lambda alternatives: {
                    "doubt": name,
                    "text": "it is left open",
                    "alternatives": alternatives,
                    "lenient": DOUBTS[name][0],
                    "strict": DOUBTS[name][-1],
                }
            )
        ),
    )


needs = st.recursive(st.one_of(holds, holds, conditions), _groups, max_leaves=6)
readings: st.SearchStrategy[Reading] = st.one_of(
    st.sampled_from(["lenient", "strict"]),
    st.fixed_dictionaries({}, optional={name: st.sampled_from(names) for name, names in DOUBTS.items()}),
)

GRANTS = [
    Grant(target="t:granted", outcome="exemption"),
    Grant(target="t:granted", outcome="exemption", towards="electives"),
]


@st.composite
def dated_versions(draw: st.DrawFn, one: st.SearchStrategy[dict[str, Any]], most: int = 3) -> list[dict[str, Any]]:
    """Return the fields of one to three versions of a rule, mostly without dates, else in any order of dates."""
    number = draw(st.sampled_from([1, 1, 1, 2, most]))
    applies_by = draw(st.sampled_from(["claim", "claim", "admission", "award"]))
    versions = []
    for version in range(1, number + 1):
        first, last = draw(maybe(days)), draw(maybe(days))
        if first and last and first > last:
            first, last = last, first
        versions.append(
            {
                "version": version,
                "published_by": "t",
                "says": {"en": "so"},
                "sources": [CITATION],
                "effective_from": first,
                "effective_until": last,
                "observed_on": draw(maybe(days)),
                "applies_by": applies_by,
                **draw(one),
            }
        )
    return versions


recognitions = dated_versions(
    st.fixed_dictionaries(
        {
            "kind": st.just("recognition"),
            "code": st.just("t:rule"),
            "needs": needs,
            "grants": st.sampled_from([GRANTS[:1], GRANTS[:1], GRANTS[:1], GRANTS[1:]]),
            "window": maybe(windows),
            "certainty": st.sampled_from(["entitled", "entitled", "entitled", "up_to", "precedent", "recommendation"]),
        }
    )
).map(lambda versions: [Recognition(**version) for version in versions])

entries = st.lists(
    dated_versions(
        st.fixed_dictionaries(
            {"kind": st.just("entry"), "into": st.just(["t:programme"]), "needs": needs, "window": maybe(windows)}
        )
    ),
    max_size=2,
).map(
    lambda rules: [
        Entry(code=f"t:entry-{number}", **version) for number, versions in enumerate(rules) for version in versions
    ]
)

validities = st.lists(
    st.fixed_dictionaries(
        {
            "code": st.sampled_from(["a:validity", "a:other-validity"]),
            "version": st.integers(1, 2),
            "of": st.just(["a:one", "b:joint"]),
            "period": periods,
            "renewed_by": st.sampled_from([[], ["a:two"]]),
            "effective_from": maybe(days),
        }
    ),
    max_size=3,
    unique_by=lambda rule: (rule["code"], rule["version"]),
).map(
    lambda rules: [
        Validity(kind="validity", published_by="a", says={"en": "so long"}, sources=[CITATION], **rule)
        for rule in rules
    ]
)

described = st.builds(
    Described,
    title=st.sampled_from(["Course in fish", "Another"]),
    institution=maybe(st.sampled_from(["a", "b", "A", "B!", "Some Academy", "c"])),
    kind=maybe(st.sampled_from(["course", "diploma"])),
    level=maybe(st.builds(Level, framework=st.sampled_from(["HKQF", "EQF"]), value=st.integers(3, 5))),
    professional=maybe(st.booleans()),
    theme=maybe(st.sampled_from(["DATA", "Fish"])),
)
components = st.lists(st.builds(Component, attained_on=maybe(days), grade=maybe(grades)), max_size=3)


@st.composite
def _holding(draw: st.DrawFn) -> Holding:
    thing = {"described": draw(described)} if draw(st.integers(0, 5)) == 0 else {"code": draw(st.sampled_from(CODES))}
    return Holding(
        **thing,
        attained_on=draw(maybe(days)),
        status=draw(st.sampled_from([HoldingStatus.ATTAINED, *HoldingStatus])),
        grade=draw(maybe(grades)),
        version=draw(maybe(st.sampled_from(["1", "2", "3"]))),
        valid_until=draw(maybe(days)) if draw(sometimes) else None,
        renewed_on=draw(maybe(days)) if draw(sometimes) else None,
        components=draw(maybe(components)),
        used_for=draw(st.sampled_from([None, [], ["something"]])),
        taken_through=draw(st.sampled_from([None, "a", "t"])),
    )


holdings = _holding()
learners = st.builds(
    Learner,
    birth_year=maybe(st.integers(2000, 2003)),
    residency=maybe(st.sampled_from(["sg-citizen", "hk-resident"])),
    work_years=maybe(st.integers(1, 3)),
    intake=maybe(st.sampled_from(["2020", "2021", "2020-02", "2020-06", "2020-12", "2020-02-29", "2020-09-01"])),
    admission_on=maybe(days),
)


@dataclass(frozen=True)
class Asked:
    """A whole question about one rule."""

    versions: list[Recognition]
    situation: Situation
    knowledge: Knowledge
    validities: list[Validity]

    @property
    def grant(self) -> Grant:
        return GRANTS[0]


@st.composite
def questions(draw: st.DrawFn, rules: st.SearchStrategy[list[Recognition]] = recognitions) -> Asked:
    """Return a rule in all its versions, what is held, and a day."""
    versions = draw(rules)
    limits = draw(validities)
    by_code: dict[str, list[Validity]] = {}
    for limit in limits:
        for code in limit.of:
            by_code.setdefault(code, []).append(limit)
    situation = Situation(
        day=draw(days),
        holdings=draw(st.lists(holdings, max_size=4)),
        learner=draw(learners),
        reading=draw(readings),
        items=ITEMS,
        validities=by_code,
    )
    return Asked(versions, situation, Knowledge(ITEMS, {}, {"t:programme": draw(entries)}), limits)

"""What the answer on an award tells beside the award: what is left out, in doubt, exempted, not known, to be minded."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from tests.award_cases import DAY, NEED, as_published, audited, made_of, micro, module, shipped, spared

from stackways.rules.awards.answer import AwardAnswered, claimable, near
from stackways.rules.awards.audit import Asked
from stackways.rules.base import title_in
from stackways.rules.catalogue import StudyItem
from stackways.rules.decision import EntryStanding, Status
from stackways.rules.holdings import Described, Grade, Holding, Reading
from stackways.rules.kinds.entry import Entry
from stackways.rules.recognise import Knowledge
from stackways.rules.situation import Situation

ON = dt.date(2025, 1, 1)


def answer(
    asked: Asked,
    held: list[Holding],
    *items: StudyItem,
    reading: Reading = "lenient",
    entries: list[Entry] | None = None,
) -> AwardAnswered:
    """Return the award as it is answered."""
    found = audited(asked, held, *items, reading=reading)
    known = {item.code: item for item in (*shipped().study_items(), *items, asked.programme)}
    situation = Situation(DAY, held, items=known, reading=reading)
    return claimable(found, situation, Knowledge(known, {}, {asked.programme.code: entries or []}))


def held(code: str, **more: Any) -> Holding:  # noqa: ANN401 - any field of a holding
    return Holding(**{"code": code, "attained_on": ON, **more})


def why(found: AwardAnswered) -> dict[str, str]:
    return {left.code: left.why for left in found.left_out}


MODULES = [module(f"p:{name}", 10) for name in ("one", "two", "three")]
POOL = {"credits": {"at_least": 20}, "unit": "cu", "where": {"kinds": ["module"]}}


def test_each_holding_that_is_left_out_has_its_own_reason() -> None:
    items = [*MODULES, module("p:ects", 6).model_copy(update={"unit": "ECTS"}), module("p:unsaid")]
    pool = [f"p:{name}" for name in ("one", "two", "ects", "unsaid")]
    holdings = [held(code) for code in ("p:one", "p:two", "p:ects", "p:unsaid", "p:one", "cisco:ccna")]
    found = answer(made_of({"credits": {"at_least": 20}, "unit": "cu", "of": pool}), holdings, *items)
    assert why(found) == {
        "p:ects": "it carries 6 ECTS, which cannot be turned into cu",
        "p:unsaid": "tell us how many cu it carries",
        "p:one": "counts only once",
        "cisco:ccna": "it is not part of this award",
    }


def test_a_surplus_holding_is_left_out_as_not_needed() -> None:
    found = answer(made_of(POOL), [held("p:one"), held("p:two"), held("p:three")], *MODULES)
    assert list(why(found).values()) == ["it would count, but you do not need it"]


def test_a_doubt_tells_the_award_it_would_be() -> None:
    credentials = [micro(number, 6, professional=True, theme="AI") for number in range(4)]
    credentials += [micro(9, 6, professional=False, theme="Art", level=3)]
    found = answer(as_published("hku-space:certificate"), [held(one.code) for one in credentials], *credentials)
    (doubt,) = (doubt for doubt in found.doubts if doubt.name == "theme-in-brackets")
    other = doubt.would_be["all-in-theme"]
    assert title_in(found.title) == "Certificate in Professional Practice (AI)"
    assert (title_in(other.title), other.theme, other.status) == (
        "Certificate in Professional Practice", None, Status.GRANTED,
    )  # fmt: skip
    assert doubt.if_otherwise == {"all-in-theme": Status.GRANTED}


def test_an_exemption_that_is_used_is_listed_with_its_rule() -> None:
    asked = made_of(
        {"all_of": ["p:one", "p:two"]}, exempted=[spared("p:two", "p:rule@1"), spared("p:nine", "p:other@1")]
    )
    found = answer(asked, [held("p:one")], *MODULES)
    assert [(one.code, one.rule) for one in found.exempted] == [("p:two", "p:rule@1")]


def test_an_exemption_that_is_not_needed_is_not_listed() -> None:
    asked = made_of({"any_of": ["p:one", "p:two"]}, exempted=[spared("p:two", "p:rule@1")])
    assert answer(asked, [held("p:one"), held("p:two")], *MODULES).status is Status.GRANTED
    assert answer(made_of("p:one", exempted=[spared("p:two", "p:rule@1")]), [held("p:one")], *MODULES).exempted == []


def test_an_award_that_is_held_already_is_remarked() -> None:
    asked = made_of("p:one")
    found = answer(asked, [held("p:one"), held("x:award")], *MODULES)
    assert "you hold this award already, attained 1 January 2025" in [remark.text for remark in found.remarks]


def test_entry_is_judged_apart_and_told() -> None:
    rule = Entry.model_validate(
        {"code": "x:entry", "kind": "entry", "published_by": "x", "says": {"en": "it says"},
         "sources": [{"source": "x:page", "confidence": "high"}], "into": ["x:award"], "needs": "p:three"}
    )  # fmt: skip
    shown = answer(made_of("p:one"), [held("p:one"), held("p:three")], *MODULES, entries=[rule])
    not_shown = answer(made_of("p:one"), [held("p:one")], *MODULES, entries=[rule])
    assert (shown.entry, not_shown.entry) == (EntryStanding.MET, EntryStanding.NOT_SHOWN)
    assert "entry_not_shown" in [remark.code for remark in not_shown.remarks]
    assert not_shown.status is Status.GRANTED


def test_of_a_conditional_award_only_what_is_not_known_is_in_doubt() -> None:
    needs = {"all_of": [POOL, {"average": {"value": 3, "scale": "gpa-4"}}, {"work_years": 2}, {"span": "P5Y"}]}
    found = answer(made_of(needs), [held("p:one"), held("p:two")], *MODULES)
    assert (found.status, [check.passed for check in found.checks]) == (
        Status.CONDITIONAL, [True, None, None, True],
    )  # fmt: skip
    assert [reason.code for reason in found.reasons] == ["grade_unknown", "work_years_unknown"]


def test_what_a_selection_is_not_told_is_asked_for() -> None:
    needs = {"all_of": [POOL, {"share": 0.5, "of": "counted", "where": {"professional": True}}]}
    two = [
        Holding(
            described=Described(title=name, institution="p", kind="module", credits=Decimal(10), unit="cu"),
            attained_on=ON,
        )
        for name in ("A", "B")
    ]
    found = answer(made_of(needs), two)
    assert (found.status, [reason.code for reason in found.reasons]) == (Status.CONDITIONAL, ["not_said"])
    assert "tell us more about A and B to see whether it fits" in found.reasons[0].text


def test_a_way_that_was_not_taken_is_not_asked_about() -> None:
    needs = {"all_of": [{"any_of": ["p:one", {"all_of": ["p:two", {"stated": "an interview"}]}]}, {"work_years": 1}]}
    found = answer(made_of(needs), [held("p:one")], *MODULES)
    assert [reason.code for reason in found.reasons] == ["work_years_unknown"]


def test_the_nearest_award_tells_which_holdings_do_not_count_and_why() -> None:
    asked = made_of({"hold": "p:one", "window": {"period": "P1Y", "ends": "claim"}})
    holdings = [held("p:one", attained_on=dt.date(2025, 11, 21)), held("p:two")]
    found = audited(asked, holdings, *MODULES)
    shown = near(found, Situation(DAY, holdings, items={item.code: item for item in MODULES}))
    assert [(left.code, left.why) for left in shown.left_out] == [
        ("p:one", "attained 21 November 2025, which counts until 21 November 2026: one day too late")
    ]


def test_a_requirement_of_every_kind_says_itself_in_words() -> None:
    for needs in ({"units": {"at_least": 2}, "where": {"subjects": ["maths"], "excluding": ["p:one"]}}, POOL):
        words = str(NEED.validate_python(needs).in_words(lambda code: code))
        assert words.startswith(("at least 2 units from: in maths, except p:one", "at least 20 cu from: module"))


def test_of_several_of_one_code_the_answer_tells_which_are_used() -> None:
    needs = {"units": {"at_least": 1}, "where": {"kinds": ["module"]}, "minimum_grade": {"value": 50}}
    marks = [held("x:lesson", grade=Grade(value=Decimal(mark))) for mark in (40, 70)]
    found = answer(made_of(needs), marks, module("x:lesson", 5))
    assert (found.uses, found.positions) == (["x:lesson"], (1,))

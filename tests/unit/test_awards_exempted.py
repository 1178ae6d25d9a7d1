"""What is exempted in an award: wherever the thing itself could be counted, as far as its rule's effects say."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from tests.award_cases import NEED, audited, made_of, module, spared

from stackways.rules.catalogue import Level
from stackways.rules.exemption import Exemption
from stackways.rules.holdings import Grade, Holding
from stackways.rules.situation import Standing

ITEMS = [
    module("x:m", 4, attributes=["science"], subject="S", level=Level(framework="HKQF", value=5)),
    module("x:a", 4, subject="S"),
    module("x:b", 4),
    module("x:c", 4),
    module("v:one", 4),
    module("v:two", 4),
]
MET, UNKNOWN, NOT_MET = Standing.MET, Standing.UNKNOWN, Standing.NOT_MET


def standing(needs: Any, *held: str, exempted: list[Exemption], **more: Any) -> Standing:  # noqa: ANN401 - YAML
    found = audited(made_of(needs, exempted=exempted, **more), [Holding(code=code) for code in held], *ITEMS)
    return found.standing


def by(**effects: str) -> list[Exemption]:
    """From x:m, for the first thing held."""
    return [spared("x:m", "x:r@1", 0, effects={"earns_credit": "not-stated", "must_be_replaced": "no", **effects})]


@pytest.mark.parametrize(
    "needs",
    [
        "x:m",
        {"select": {"attributes": ["science"]}},
        {"units": {"at_least": 1}, "where": {"attributes": ["science"]}},
        {"units": {"at_least": 1}, "of": ["x:m", "x:a"]},
        {"all_of": ["x:m", {"units": {"at_least": 1}, "counted": True, "where": {"attributes": ["science"]}}]},
        {"all_of": ["x:m", {"share": 1.0, "of": "counted", "where": {"framework": "HKQF", "level_from": 5}}]},
        {"hold": "x:m", "window": {"period": "P1Y"}, "minimum_grade": {"value": 50}},
    ],
)
def test_it_stands_wherever_the_thing_itself_could(needs: Any) -> None:  # noqa: ANN401 - YAML
    assert standing(needs, "v:one", exempted=by(earns_credit="yes")) is MET
    assert standing(needs, "v:one", exempted=[]) is NOT_MET


@pytest.mark.parametrize(
    ("effects", "expected"),
    [
        ({"earns_credit": "yes"}, MET),
        ({"earns_credit": "no"}, NOT_MET),
        ({}, UNKNOWN),
        ({"earns_credit": "no", "lowers_requirement": "yes"}, MET),
        ({"lowers_requirement": "yes"}, MET),
        ({"earns_credit": "yes", "must_be_replaced": "yes"}, MET),
        ({"earns_credit": "no", "must_be_replaced": "yes"}, NOT_MET),
    ],
)
@pytest.mark.parametrize(
    "needs",
    [
        {"credits": {"at_least": 12}, "unit": "cu", "of": ["x:m", "x:a", "x:b", "x:c"]},
        {"credits": {"at_least": 12}, "unit": "cu", "where": {"institutions": ["x"]}},
        {"all_of": ["x:m", "x:a", "x:b", {"credits": {"at_least": 12}, "unit": "cu", "counted": True, "where": {}}]},
    ],
)
def test_it_gives_as_much_credit_as_its_rule_says(needs: Any, effects: dict[str, str], expected: Standing) -> None:  # noqa: ANN401 - YAML
    assert standing(needs, "v:one", "x:a", "x:b", exempted=by(**effects)) is expected


@pytest.mark.parametrize(
    ("effects", "expected"),
    [
        ({"must_be_replaced": "no"}, MET),
        ({"must_be_replaced": "not-stated"}, UNKNOWN),
        ({"must_be_replaced": "yes"}, NOT_MET),
        ({"must_be_replaced": "not-stated", "earns_credit": "yes"}, MET),
        ({"must_be_replaced": "not-stated", "lowers_requirement": "yes"}, MET),
    ],
)
def test_what_may_have_to_be_replaced_is_not_certain(effects: dict[str, str], expected: Standing) -> None:
    assert standing({"all_of": ["x:m", "x:a"]}, "v:one", "x:a", exempted=by(**effects)) is expected
    either = {"any_of": ["x:m", "x:a"]}
    assert standing(either, "v:one", "x:a", exempted=by(**effects)) is MET  # where it does not decide


def test_the_credits_of_the_award_are_what_is_earned() -> None:
    needs = {"credits": {"at_least": 8}, "unit": "cu", "of": ["x:m", "x:a"]}
    for effects, earned in (({"earns_credit": "yes"}, 800), ({"earns_credit": "no", "lowers_requirement": "yes"}, 400)):
        asked = made_of(needs, exempted=by(**effects))
        assert audited(asked, [Holding(code="v:one"), Holding(code="x:a")], *ITEMS).hundredths == earned


def test_a_printed_amount_is_the_credit_it_gives() -> None:
    needs = {"credits": {"at_least": 7}, "unit": "cu", "of": ["x:m", "x:a"]}
    (one,) = by()
    for amount, expected in ((Decimal(3), MET), (Decimal(2), NOT_MET)):
        exempted = [Exemption(one.code, one.rule, one.rests_on, one.effects, amount=amount, unit="cu")]
        assert standing(needs, "v:one", "x:a", exempted=exempted) is expected


def test_what_is_not_stated_counts_towards_a_most() -> None:
    limit = {"credits": {"at_most": 4}, "unit": "cu", "counted": True, "where": {}}
    assert standing({"all_of": ["x:m", "x:a", limit]}, "v:one", "x:a", exempted=by()) is UNKNOWN
    assert standing({"all_of": ["x:m", "x:a", limit]}, "v:one", "x:a", exempted=by(earns_credit="no")) is MET


def test_a_share_of_what_is_required_follows_what_is_lowered() -> None:
    here = {"share": 1.0, "of": "required", "earned_here": True}
    needs = {"all_of": ["x:m", "x:a", here]}
    for lowers, expected in (("yes", MET), ("no", NOT_MET)):
        asked = made_of(needs, exempted=by(earns_credit="no", lowers_requirement=lowers))
        asked = replace(asked, programme=asked.programme.model_copy(update={"credits": Decimal(8)}))
        assert audited(asked, [Holding(code="v:one"), Holding(code="x:a")], *ITEMS).standing is expected


@pytest.mark.parametrize(("half", "expected"), [(0.5, NOT_MET), (0.7, MET)])
def test_it_is_earned_where_what_it_rests_on_was(half: float, expected: Standing) -> None:
    elsewhere = {"share": half, "bound": "at-most", "of": "counted", "earned_here": False}
    needs = {"all_of": ["x:m", "x:a", "x:b", elsewhere]}
    from_v = [spared("x:m", "x:r@1", 0), spared("x:a", "x:s@1", 1)]
    assert standing(needs, "v:one", "v:two", "x:b", exempted=from_v) is expected
    assert standing(needs, "x:c", "v:two", "x:b", exempted=from_v) is MET


def test_what_exempts_is_used_up_where_it_is_also_counted() -> None:
    elective = {"units": {"at_least": 1}, "where": {"institutions": ["v"]}}
    needs = {"all_of": ["x:m", elective]}
    assert standing(needs, "v:one", exempted=by(earns_credit="yes")) is NOT_MET
    assert standing(needs, "v:one", "v:two", exempted=by(earns_credit="yes")) is MET
    shared = [
        {"all_of": ["x:m"], "name": "core"},
        {**elective, "name": "electives"},
        {"sharing": ["core", "electives"]},
    ]
    assert standing({"all_of": shared}, "v:one", exempted=by(earns_credit="yes")) is MET


def test_any_of_what_may_bring_it_about_is_used() -> None:
    elective = {"units": {"at_least": 1}, "where": {"codes": ["v:one"]}}
    either = [spared("x:m", "x:r@1", 0), spared("x:m", "x:r@1", 1)]
    assert standing({"all_of": ["x:m", elective]}, "v:one", "v:two", exempted=either) is MET


def test_one_thing_may_exempt_from_several_and_several_from_one() -> None:
    assert (
        standing({"all_of": ["x:m", "x:a"]}, "v:one", exempted=[spared("x:m", "r@1", 0), spared("x:a", "r@1", 0)])
        is MET
    )
    assert standing({"all_of": ["x:m", "v:two"]}, "v:one", "v:two", exempted=[spared("x:m", "r@1", 0, 1)]) is NOT_MET


def test_an_average_has_what_is_exempted_only_where_it_is_graded() -> None:
    needs = {"all_of": ["x:m", "x:a", {"average": {"value": 60}}]}
    held = [Holding(code="v:one", grade=Grade(value=Decimal(80))), Holding(code="x:a", grade=Grade(value=Decimal(50)))]
    for graded, expected in (("yes", MET), ("no", NOT_MET), ("not-stated", NOT_MET)):
        asked = made_of(needs, exempted=by(earns_credit="yes", graded=graded))
        assert audited(asked, held, *ITEMS).standing is expected


def test_what_is_conditional_makes_the_award_conditional() -> None:
    exempted = [spared("x:m", "x:r@1", 0, certain=False)]
    assert standing("x:m", "v:one", exempted=exempted) is UNKNOWN


def test_a_rule_of_an_inner_programme_exempts_in_its_parts_alone() -> None:
    inner = {"x:inner": NEED.validate_python({"all_of": ["x:m", "x:a"]})}
    inside = [spared("x:m", "x:r@1", 0, inside=frozenset(["x:inner"]))]
    items = [*ITEMS, module("x:inner")]
    for needs, expected in (("x:inner", MET), ({"all_of": ["x:m", "x:a"]}, NOT_MET)):
        asked = made_of(needs, exempted=inside, inner={})
        asked.inner.update(inner)  # type: ignore[attr-defined]
        assert audited(asked, [Holding(code="v:one"), Holding(code="x:a")], *items).standing is expected

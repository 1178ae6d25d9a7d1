"""The outline of a route, without a graph."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from stackways.planner.outline import Stage, outline
from stackways.planner.route import Route
from stackways.rules.base import Money
from stackways.rules.catalogue import Module, Programme, StudyItem
from stackways.rules.holdings import Holding
from stackways.rules.kinds.entry import Entry
from stackways.rules.kinds.structure import Structure
from stackways.rules.recognise import Knowledge
from stackways.rules.situation import Situation

DAY = dt.date(2026, 11, 22)
SAID = {"published_by": "poly", "says": {"en": "So it is."}, "sources": [{"source": "poly:page", "confidence": "high"}]}


BOTH = {"all_of": ["poly:a", "poly:b"]}


def module(name: str, **fields: Any) -> Module:  # noqa: ANN401 - a module's fields
    return Module.model_validate(
        {"code": f"poly:{name}", "title": {"en": name.upper()}, "offered_by": ["poly"], **fields}
    )


def programme(name: str, **fields: Any) -> Programme:  # noqa: ANN401 - a programme's fields
    entry = {"code": f"poly:{name}", "title": {"en": name}, "kind": "diploma", "offered_by": ["poly"]}
    return Programme.model_validate({**entry, **fields})


def structure(name: str, needs: Any, **fields: Any) -> Structure:  # noqa: ANN401 - a requirement, a rule's fields
    rule = {"code": f"poly:of-{name}", "kind": "structure", "of": [f"poly:{name}"], "needs": needs, "confers": True}
    return Structure.model_validate({**SAID, **rule, **fields})


def entry(name: str, needs: Any) -> Entry:  # noqa: ANN401 - a requirement
    rule = {"code": f"poly:before-{name}", "kind": "entry", "into": [f"poly:{name}"], "needs": needs}
    return Entry.model_validate({**SAID, **rule})


def planned(
    *items: StudyItem,
    structures: list[Structure],
    entries: tuple[Entry, ...] = (),
    held: tuple[str, ...] = (),
) -> Route:
    """The outline to `poly:diploma`."""
    known = {item.code: item for item in items}
    by_programme: dict[str, list[Structure]] = {}
    for rule in structures:
        by_programme.setdefault(rule.of[0], []).append(rule)
    asked = {rule.into[0]: [rule] for rule in entries}
    situation = Situation(DAY, [Holding(code=f"poly:{name}") for name in held], items=known)
    target = known["poly:diploma"]
    assert isinstance(target, Programme)
    return outline([Stage(target, [], situation)], Knowledge(known, entries=asked), by_programme)


def studied(route: Route) -> list[str]:
    return [step.code.removeprefix("poly:") for step in route.steps if step.kind == "study"]


A, B, C = module("a", hours=30, hours_kind="notional"), module("b", hours=40, hours_kind="notional"), module("c")
ALL = {"all_of": ["poly:a", "poly:b", "poly:c"]}


def test_modules_are_studied_one_by_one_and_hours_are_summed_as_far_as_known() -> None:
    route = planned(A, B, C, programme("diploma"), structures=[structure("diploma", ALL)])
    assert [step.kind for step in route.steps] == ["enter", "study", "study", "study", "award"]
    assert route.hours.value is None
    assert route.hours.at_least == 70
    assert "hours are not published for: C" in route.warnings


def test_hours_are_known_where_every_part_is() -> None:
    route = planned(A, B, programme("diploma"), structures=[structure("diploma", BOTH)])
    assert route.hours.value == 70
    assert route.hours.kind == "notional"


def test_notional_and_contact_hours_are_not_summed() -> None:
    contact = module("b", hours=40, hours_kind="contact")
    route = planned(A, contact, programme("diploma"), structures=[structure("diploma", BOTH)])
    assert route.hours.value is None
    assert route.hours.kind == "mixed"


def test_fees_are_summed_by_currency() -> None:
    parts = [module("a", fee={"amount": "10.50", "currency": "SGD"}), module("b", fee={"amount": 5, "currency": "HKD"})]
    route = planned(*parts, programme("diploma"), structures=[structure("diploma", BOTH)])
    assert route.cost.gross == [
        Money(amount=Decimal(5), currency="HKD"),
        Money(amount=Decimal("10.50"), currency="SGD"),
    ]


@pytest.mark.parametrize(
    ("needs", "first"),
    [(BOTH, ["b", "a"]), ({"all_of": ["poly:b", "poly:a"]}, ["b", "a"])],
)
def test_prerequisites_come_first(needs: Any, first: list[str]) -> None:  # noqa: ANN401 - a requirement
    route = planned(
        A, B, programme("diploma"), structures=[structure("diploma", needs)], entries=(entry("a", "poly:b"),)
    )
    assert studied(route) == first
    (after,) = [step for step in route.steps if step.code == "poly:a"]
    assert after.text == "Study A (after B)"
    assert after.because == ["poly:of-diploma@1", "poly:before-a@1"]


def test_prerequisites_that_ask_for_each_other_stay_as_they_are_listed() -> None:
    circle = entry("a", "poly:b"), entry("b", "poly:a")
    route = planned(A, B, programme("diploma"), structures=[structure("diploma", BOTH)], entries=circle)
    assert studied(route) == ["a", "b"]


def test_a_published_order_is_kept() -> None:
    rule = structure("diploma", BOTH, in_order=True)
    assert studied(planned(A, B, programme("diploma"), structures=[rule], entries=(entry("a", "poly:b"),))) == [
        "a",
        "b",
    ]


def test_an_award_inside_is_studied_and_awarded_in_its_place() -> None:
    inner = structure("pdc", {"all_of": ["poly:a"]})
    outer = structure("diploma", {"all_of": ["poly:pdc", "poly:b"]})
    route = planned(A, B, programme("pdc"), programme("diploma"), structures=[inner, outer])
    assert [(step.kind, step.code) for step in route.steps[1:]] == [
        ("study", "poly:a"), ("award", "poly:pdc"), ("study", "poly:b"), ("award", "poly:diploma"),
    ]  # fmt: skip


def test_an_award_inside_that_is_held_is_left_out() -> None:
    inner = structure("pdc", {"all_of": ["poly:a"]})
    outer = structure("diploma", {"all_of": ["poly:pdc", "poly:b"]})
    route = planned(A, B, programme("pdc"), programme("diploma"), structures=[inner, outer], held=("pdc",))
    assert studied(route) == ["b"]


@pytest.mark.parametrize(
    ("needs", "held", "text"),
    [
        ({"at_least": 2, "of": ["poly:a", "poly:b", "poly:c"]}, (), "For diploma, complete at least 2 of: A, B, C"),
        ({"at_least": 2, "of": ["poly:a", "poly:b", "poly:c"]}, ("a",), "For diploma, complete at least 1 of: B, C"),
        ({"any_of": ["poly:a", "poly:b"]}, (), "For diploma, complete A or B"),
        ({"exactly_one_of": ["poly:a", "poly:b"]}, (), "For diploma, complete exactly one of: A, B"),
    ],
)
def test_a_choice_is_one_block_with_what_is_left_of_it(needs: Any, held: tuple[str, ...], text: str) -> None:  # noqa: ANN401
    route = planned(A, B, C, programme("diploma"), structures=[structure("diploma", {"all_of": [needs]})], held=held)
    (block,) = [step for step in route.steps if step.kind == "study"]
    assert block.text == text
    assert block.hours.value is None


@pytest.mark.parametrize(
    ("needs", "held"),
    [
        ({"at_least": 2, "of": ["poly:a", "poly:b", "poly:c"]}, ("a", "c")),
        ({"any_of": ["poly:a", "poly:b"]}, ("b",)),
        ({"any_of": [BOTH, "poly:c"]}, ("a", "b")),
    ],
)
def test_a_choice_that_is_met_needs_nothing(needs: Any, held: tuple[str, ...]) -> None:  # noqa: ANN401 - a requirement
    route = planned(A, B, C, programme("diploma"), structures=[structure("diploma", {"all_of": [needs]})], held=held)
    assert studied(route) == []
    assert [step.kind for step in route.steps] == ["enter", "award"]


def test_conditions_and_choices_are_one_block_together() -> None:
    needs = {"all_of": ["poly:a", {"any_of": ["poly:b", "poly:c"]}, {"stated": "the final exam passed"}]}
    route = planned(A, B, C, programme("diploma"), structures=[structure("diploma", needs)])
    texts = [step.text for step in route.steps if step.kind == "study"]
    assert texts == ["Study A", "For diploma, complete B or C; the final exam passed"]


def test_nothing_published_is_one_block_of_unknown_size() -> None:
    route = planned(programme("diploma"), structures=[])
    assert studied(route) == ["diploma"]
    assert "its curriculum is not published" in route.steps[1].text
    assert route.hours.value is None
    assert route.cost.gross is None


def test_a_partly_published_curriculum_is_one_block_from_published_totals() -> None:
    whole = programme("diploma", hours=300, hours_kind="contact", fee={"amount": 900, "currency": "SGD"})
    rule = structure("diploma", {"all_of": ["poly:a"]}, confers=False)
    route = planned(A, whole, structures=[rule])
    assert studied(route) == ["diploma"]
    assert route.hours.value == 300
    assert route.hours.kind == "contact"
    assert route.cost.gross == [Money(amount=Decimal(900), currency="SGD")]
    assert "known to be in it: A" in route.steps[1].text


def test_totals_of_the_whole_are_not_those_of_the_rest() -> None:
    whole = programme("diploma", hours=300, fee={"amount": 900, "currency": "SGD"})
    route = planned(A, whole, structures=[structure("diploma", {"all_of": ["poly:a"]}, confers=False)], held=("a",))
    assert route.hours.value is None
    assert route.cost.gross is None
    assert "300 hours and SGD 900 are published for the whole" in route.steps[1].text


def test_totals_of_a_published_curriculum_whose_parts_tell_none_are_its_awards() -> None:
    whole = programme("diploma", hours=300, fee={"amount": 900, "currency": "SGD"})
    plain = [module("a"), module("b")]
    rule = structure("diploma", BOTH)
    route = planned(*plain, whole, structures=[rule])
    assert route.hours.value == 300
    assert route.cost.gross == [Money(amount=Decimal(900), currency="SGD")]
    held = planned(*plain, whole, structures=[rule], held=("a",))
    assert held.hours.value is None
    assert held.cost.gross is None


def test_a_published_curriculum_goes_before_a_made_up_one() -> None:
    real = structure("diploma", {"all_of": ["poly:a"]})
    made_up = structure("diploma", {"all_of": ["poly:b"]}, code="poly:of-diploma-illustrative", illustrative=True)
    assert studied(planned(A, B, programme("diploma"), structures=[made_up, real])) == ["a"]


def test_only_the_structure_in_force_is_followed() -> None:
    old = structure("diploma", {"all_of": ["poly:a"]}, effective_until="2025-12-31")
    new = structure("diploma", {"all_of": ["poly:b"]}, effective_from="2026-01-01", version=2)
    assert studied(planned(A, B, programme("diploma"), structures=[old, new])) == ["b"]


def test_everything_made_up_is_listed() -> None:
    made_up = module("b", illustrative=True)
    rule = structure("diploma", BOTH, illustrative=True)
    route = planned(A, made_up, programme("diploma"), structures=[rule])
    assert route.illustrative == ["poly:b", "poly:of-diploma"]
    assert [step.code for step in route.steps if step.illustrative] == ["poly:b"]
    assert "(by a curriculum that nobody published)" in route.steps[-1].text
    assert "illustrative, published by nobody: B" in route.warnings

"""An exclusion: for whoever does not hold something, in an award, where it is asked what is held, and on a route."""

import datetime as dt

import pytest
from tests.award_cases import DAY, NEED, RULE, SAID, audited, made_of, module

from stackways.rules.holdings import Holding
from stackways.rules.situation import Situation, Standing

MET, MAYBE, NOT_MET = Standing.MET, Standing.UNKNOWN, Standing.NOT_MET
COURSES = [module("x:a", 4), module("x:b", 4)]
NEEDS = {"all_of": ["x:a", {"not_held": {"hold": "x:b", "minimum_grade": {"value": 50}}}]}


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        ([], MET),
        ([{"code": "x:b", "grade": {"value": 40}}], MET),
        ([{"code": "x:b", "grade": {"value": 60}}], NOT_MET),
        ([{"code": "x:b"}], MAYBE),
        ([{"code": "x:b", "grade": {"value": 60}, "attained_on": "2030-01-01"}], MET),
    ],
)
def test_what_is_held_in_this_way_excludes(held: list[dict[str, object]], expected: Standing) -> None:
    holdings = [Holding.model_validate(one) for one in [{"code": "x:a"}, *held]]
    assert audited(made_of(NEEDS), holdings, *COURSES).standing is expected


def test_what_excludes_is_not_counted_nor_called_missing() -> None:
    found = audited(made_of(NEEDS), {"x:b": "2020-01-01"}, *COURSES)
    assert [missing.requirement for missing in found.missing] == [NEED.validate_python("x:a")]


def test_in_an_entry_rule_it_is_not_known_of_what_nobody_mentions() -> None:
    needs = NEED.validate_python({"not_held": "x:b"})
    assert needs.judge(Situation(DAY)).on(DAY) is MET
    assert needs.judge(Situation(DAY, open_world=True)).on(DAY) is MAYBE
    assert needs.judge(Situation(DAY, [Holding(code="x:b")])).on(DAY) is NOT_MET


def test_what_excludes_stacks_into_nothing() -> None:
    tree = {**SAID, "code": "x:tree", "kind": "structure", "of": ["x:award"], "confers": True, "needs": NEEDS}
    ends = {(edge.start, edge.end) for edge in RULE.validate_python(tree).derived()}
    assert ("x:a", "x:award") in ends
    assert not any(start == "x:b" for start, _ in ends)


def test_it_begins_to_exclude_on_the_day_it_is_had() -> None:
    award, held = made_of(NEEDS), {"x:a": "2020-01-01"}
    later = Holding.model_validate({"code": "x:b", "attained_on": "2027-01-01", "grade": {"value": 80}})
    holdings = [Holding(code=code, attained_on=dt.date.fromisoformat(on)) for code, on in held.items()]
    assert audited(award, [*holdings, later], *COURSES).claim_by == dt.date(2026, 12, 31)

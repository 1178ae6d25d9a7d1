"""Awards at their boundaries: HKU SPACE as published, and small trees of the shapes that others publish."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from tests.award_cases import (
    DAY,
    as_published,
    audited,
    described_micro,
    made_of,
    micro,
    module,
    names,
    spared,
    title_of,
)

from stackways.rules.awards.audit import Audit
from stackways.rules.catalogue import Credential, Selection
from stackways.rules.holdings import Grade, Holding
from stackways.rules.situation import Standing

CERTIFICATE, DIPLOMA = "hku-space:certificate", "hku-space:diploma"
RECENT = dt.date(2026, 1, 31)


def hku(programme: str, *held: Credential, on: dt.date = RECENT, **more: Any) -> Audit:  # noqa: ANN401 - as `audited`
    holdings = [Holding(code=one.code, attained_on=on) for one in held]
    return audited(as_published(programme), holdings, *held, **more)


def micros(*rows: tuple[float, bool]) -> list[Credential]:
    return [micro(number, worth, professional=professional) for number, (worth, professional) in enumerate(rows)]


# HKU SPACE


def test_24_of_30_credits_in_a_professional_area_make_professional_practice() -> None:
    found = hku(CERTIFICATE, *micros((9, True), (9, True), (6, True), (6, False)))
    assert (found.standing, title_of(found)) == (Standing.MET, "Certificate in Professional Practice")


def test_21_of_30_make_general_studies() -> None:
    found = hku(CERTIFICATE, *micros((9, True), (6, True), (6, True), (9, False)))
    assert (found.standing, title_of(found)) == (Standing.MET, "Certificate in General Studies")


def test_23_of_30_are_more_than_three_quarters_and_yet_not_the_24_published() -> None:
    rows = [(9, True), (9, True), (5, True), (7, False)]
    held = [Holding(described=described_micro(w, professional=p), attained_on=RECENT) for w, p in rows]
    found = audited(as_published(CERTIFICATE), held)
    assert found.standing is not Standing.NOT_MET
    assert title_of(found) == "Certificate in General Studies"


@pytest.mark.parametrize(
    ("nines", "title"), [(5, "Diploma in Professional Practice"), (4, "Diploma in General Studies")]
)
def test_45_of_60_make_a_diploma_in_professional_practice_and_fewer_do_not(nines: int, title: str) -> None:
    others = [(6, True)] if nines == 4 else []  # 42 of 60
    rest = 60 - 9 * nines - 6 * len(others)
    found = hku(DIPLOMA, *micros(*[(9, True)] * nines, *others, *[(rest / 3, False)] * 3))
    assert (found.standing, title_of(found)) == (Standing.MET, title)


def test_29_credits_are_one_too_few_and_the_answer_says_so() -> None:
    found = hku(CERTIFICATE, *micros((9, True), (9, True), (6, True), (5, True)))
    assert found.standing is Standing.NOT_MET
    assert [missing.amount for missing in found.missing] == [1]


@pytest.mark.parametrize(
    ("rows", "reach", "at"),
    [
        ([(24, 4), (6, 3)], 4, 4),
        ([(21, 4), (9, 3)], 3, None),
        ([(16, 4), (8, 5), (6, 3)], 4, None),
        ([(24, 3), (6, 5)], 3, 3),
    ],
)
def test_a_level_needs_24_credits_that_reach_it_or_that_lie_at_it(
    rows: list[tuple[int, int]], reach: int, at: int | None
) -> None:
    held = [micro(number, worth, professional=True, level=level) for number, (worth, level) in enumerate(rows)]
    assert hku(CERTIFICATE, *held).variant.level == reach
    assert hku(CERTIFICATE, *held, reading={"level-of-credits": "at"}).variant.level == at


def test_24_credits_in_a_theme_carry_it_in_brackets_unless_all_must_lie_in_it() -> None:
    held = [*micros((9, True), (9, True), (6, True)), micro(9, 6, professional=True, theme="Tea")]
    assert hku(CERTIFICATE, *held).variant.theme == "AI"
    assert hku(CERTIFICATE, *held, reading={"theme-in-brackets": "all-in-theme"}).variant.theme is None
    last = micro(9, 6, professional=True, theme="AI")
    assert hku(CERTIFICATE, *held[:3], last, reading={"theme-in-brackets": "all-in-theme"}).variant.theme == "AI"


@pytest.mark.parametrize(
    ("attained", "last"),
    [
        ("2022-03-15", "2027-03-15"),
        ("2024-02-29", "2029-02-28"),
        ("2023-02-28", "2028-02-28"),
        ("2023-03-01", "2028-03-01"),
    ],
)
def test_credits_count_five_years_to_the_day_also_around_leap_days(attained: str, last: str) -> None:
    held = micros(*[(6, True)] * 5)
    on, end = dt.date.fromisoformat(attained), dt.date.fromisoformat(last)
    for day in (on, end):
        found = hku(CERTIFICATE, *held, on=on, day=day)
        assert (found.standing, found.claim_by) == (Standing.MET, end)
    assert hku(CERTIFICATE, *held, on=on, day=end + dt.timedelta(days=1)).standing is Standing.NOT_MET
    assert hku(CERTIFICATE, *held, on=on, day=on - dt.timedelta(days=1)).standing is Standing.NOT_MET


def test_surplus_credits_are_left_out_and_what_expires_soonest_is_used() -> None:
    held = micros(*[(6, True)] * 7)
    days = [dt.date(2022 + number // 2, 1, 1) for number in range(7)]
    holdings = [Holding(code=one.code, attained_on=on) for one, on in zip(held, days, strict=True)]
    found = audited(as_published(CERTIFICATE), holdings, *held)
    assert names(found) == [f"micro-{number}" for number in range(5)]
    assert found.hundredths == 3000
    # With the two that are left out it can be claimed longer than with those that are used.
    assert found.claim_by == dt.date(2028, 1, 1)


def test_with_something_planned_claim_by_is_the_end_of_the_unbroken_run() -> None:
    held = micros(*[(6, True)] * 6)
    dates = [dt.date(2021, 12, 1), *[RECENT] * 4]

    def with_planned(on: dt.date) -> Audit:
        holdings = [Holding(code=one.code, attained_on=day) for one, day in zip(held, [*dates, on], strict=True)]
        return audited(as_published(CERTIFICATE), holdings, *held)

    assert with_planned(dt.date(2026, 12, 2)).claim_by == dt.date(2031, 1, 31)
    assert with_planned(dt.date(2026, 12, 3)).claim_by == dt.date(2026, 12, 1)


# Parts and choices

FIVE = [f"p:modular-certificate-{number}" for number in range(1, 6)]


@pytest.mark.parametrize(("count", "standing"), [(5, Standing.MET), (4, Standing.NOT_MET)])
def test_all_five_modular_certificates_are_needed(count: int, standing: Standing) -> None:
    found = audited(made_of({"all_of": FIVE}), dict.fromkeys(FIVE[:count], "2024-01-01"), *map(module, FIVE))
    assert found.standing is standing
    assert len(found.missing) == 5 - count


def test_five_certificates_from_three_different_programmes_are_five_of_none() -> None:
    trees = {name: [f"p:{name}-{number}" for number in range(1, 6)] for name in ("red", "green", "blue")}
    held = {
        code: "2024-01-01" for name, count in (("red", 2), ("green", 2), ("blue", 1)) for code in trees[name][:count]
    }
    for name, tree in trees.items():
        found = audited(made_of({"units": {"at_least": 5}, "of": tree}), held, *map(module, held))
        assert found.standing is Standing.NOT_MET
        assert [missing.amount for missing in found.missing] == [3 if name != "blue" else 4]


def test_parts_of_55_under_a_cap_of_50_count_no_more_than_50() -> None:
    codes = [f"s:part-{number}" for number in range(11)]
    own = [f"x:own-{number}" for number in range(2)]
    needs = {
        "all_of": [
            {"credits": {"at_least": 60}, "unit": "cu", "where": {"kinds": ["module"]}},
            {"credits": {"at_most": 50}, "unit": "cu", "where": {"institutions": ["s"]}, "counted": True},
        ]
    }
    items = [*(module(code, 5) for code in codes), *(module(code, 5) for code in own)]
    found = audited(made_of(needs), {item.code: "2024-01-01" for item in items}, *items)
    assert found.standing is Standing.MET
    assert sum(name.startswith("part") for name in names(found)) == 10
    assert found.measured["0/1"] == (Decimal(50), Decimal(50))
    short = audited(made_of(needs), {item.code: "2024-01-01" for item in items[:-1]}, *items)
    assert [missing.amount for missing in short.missing] == [5]


def test_a_core_and_one_of_three_tracks_make_the_award_and_the_core_alone_does_not() -> None:
    needs = {"all_of": ["p:core", {"exactly_one_of": ["p:track-a", "p:track-b", "p:track-c"]}]}
    items = [module(code) for code in ("p:core", "p:track-a", "p:track-b", "p:track-c")]
    both = {"p:core": "2024-01-01", "p:track-b": "2024-01-01"}
    assert names(audited(made_of(needs), both, *items)) == ["core", "track-b"]
    assert audited(made_of(needs), {"p:core": "2024-01-01"}, *items).standing is Standing.NOT_MET
    assert len(audited(made_of(needs), both | {"p:track-c": "2024-01-01"}, *items).used) == 2


@pytest.mark.parametrize(("count", "least_missing"), [(4, 0), (3, 0), (2, 1)])
def test_three_of_four_courses_suffice(count: int, least_missing: int) -> None:
    courses = [f"n:course-{number}" for number in range(4)]
    found = audited(
        made_of({"at_least": 3, "of": courses}), dict.fromkeys(courses[:count], "2024-01-01"), *map(module, courses)
    )
    assert (found.standing is Standing.MET) is (least_missing == 0)
    assert len(found.missing) == least_missing
    assert found.standing is Standing.NOT_MET or len(found.used) == 3


def test_a_certificate_exempted_here_is_not_shown_elsewhere() -> None:
    needs = {"all_of": ["p:one", "p:two"]}
    items = [module("p:one"), module("p:two")]
    here = audited(made_of(needs, exempted=[spared("p:two", "p:exempts@1")]), {"p:one": "2024-01-01"}, *items)
    assert (here.standing, names(here)) == (Standing.MET, ["one"])
    assert audited(made_of(needs), {"p:one": "2024-01-01"}, *items).standing is Standing.NOT_MET


def test_what_is_exempted_counts_once_in_a_pool_and_not_beside_the_thing_itself() -> None:
    needs = {"units": {"at_least": 2}, "of": ["p:one", "p:two"]}
    items = [module("p:one"), module("p:two")]
    asked = made_of(needs, exempted=[spared("p:two", "p:exempts@1")])
    assert audited(asked, {"p:one": "2024-01-01"}, *items).standing is Standing.MET
    assert audited(asked, {"p:two": "2024-01-01"}, *items).standing is Standing.NOT_MET


def test_an_inner_award_is_claimed_or_built_from_its_parts_and_they_count_once() -> None:
    needs = {"all_of": ["p:certificate", "p:last"]}
    asked = made_of(needs, inner={"p:certificate": {"all_of": ["p:one", "p:two"]}})
    items = [module(code) for code in ("p:certificate", "p:one", "p:two", "p:last")]
    parts = {"p:one": "2024-01-01", "p:two": "2024-01-01", "p:last": "2024-01-01"}
    assert names(audited(asked, parts, *items)) == ["one", "two", "last"]
    assert names(audited(asked, parts | {"p:certificate": "2024-01-01"}, *items)) == ["last", "certificate"]
    twice = made_of({"all_of": ["p:certificate", "p:one"]}, inner={"p:certificate": {"all_of": ["p:one", "p:two"]}})
    assert audited(twice, parts, *items).standing is Standing.NOT_MET


# Counting once, and sharing


def test_each_part_could_be_met_but_not_all_at_once_and_what_is_wanted_twice_is_named() -> None:
    needs = {"all_of": [{"any_of": ["p:one", "p:two"]}, "p:one", {"units": {"at_least": 1}, "of": ["p:three"]}]}
    items = [module(code) for code in ("p:one", "p:two", "p:three")]
    found = audited(made_of(needs), {"p:one": "2024-01-01", "p:three": "2024-01-01"}, *items)
    assert (found.standing, found.each_alone) == (Standing.NOT_MET, True)
    assert [piece.name for piece in found.wanted_twice] == ["p:one"]
    assert [list(part.codes()) for part in found.not_together] == [["p:one", "p:two"], ["p:one"]]
    without = audited(made_of(needs), {"p:one": "2024-01-01"}, *items)
    assert (without.each_alone, without.wanted_twice) == (False, ())


THREE_OF = {"at_least": 2, "of": ["p:one", "p:two", "p:three"]}
GRADED = [Holding(code=code, attained_on=dt.date.fromisoformat(on), grade=Grade(value="2", scale="gpa-4"))
          for code, on in (("p:one", "2023-01-01"), ("p:two", "2026-01-02"))]  # fmt: skip


@pytest.mark.parametrize(
    ("limit", "missing"),
    [
        ({"average": {"value": 3, "scale": "gpa-4"}}, "an average of 3 (gpa-4) or better over anything that counts"),
        ({"span": "P36M"}, "all within 36 months of the first"),
    ],
)
def test_what_is_held_is_not_called_missing_where_a_limit_on_all_of_it_is(limit: dict[str, Any], missing: str) -> None:
    items = [module(code) for code in ("p:one", "p:two", "p:three")]
    found = audited(made_of({"all_of": [THREE_OF, limit]}), GRADED, *items)
    assert (found.standing, found.each_alone) == (Standing.NOT_MET, True)
    assert [str(one.requirement.in_words(str)) for one in found.missing] in ([missing], ["p:three"])
    assert [str(part.in_words(str)) for part in found.not_together] == ["at least 2 of: p:one, p:two, p:three", missing]
    assert audited(made_of({"all_of": [THREE_OF, limit]}), GRADED[1:], *items).not_together == ()


@pytest.mark.parametrize(("most", "standing"), [(2, Standing.MET), (1, Standing.NOT_MET)])
def test_at_most_so_many_units_count_for_both_pools(most: int, standing: Standing) -> None:
    codes = [f"p:{number}" for number in range(4)]
    pool = {"units": {"at_least": 3}, "of": codes}
    needs = {
        "all_of": [
            {**pool, "name": "major"},
            {**pool, "name": "minor"},
            {"sharing": ["major", "minor"], "at_most": most},
        ]
    }
    found = audited(made_of(needs), dict.fromkeys(codes, "2024-01-01"), *map(module, codes))
    assert found.standing is standing


def test_what_a_selection_excludes_is_not_counted() -> None:
    needs = {"units": {"at_least": 2}, "where": {"kinds": ["module"], "excluding": ["p:two"]}}
    items = [module(code) for code in ("p:one", "p:two", "p:three")]
    assert names(audited(made_of(needs), {item.code: "2024-01-01" for item in items}, *items)) == ["one", "three"]


def test_an_entry_held_twice_counts_once_but_two_of_a_class_are_two() -> None:
    anything = Credential(
        code="p:any",
        title={"en": "any"},
        kind="class",
        offered_by=["p"],
        is_class=True,
        members=Selection(institutions=["p"]),
    )
    asked = made_of({"units": {"at_least": 2}, "of": ["p:any"]})
    on = dt.date(2024, 1, 1)
    assert (
        audited(asked, [Holding(code="p:one", attained_on=on)] * 2, anything, module("p:one")).standing
        is Standing.NOT_MET
    )
    assert audited(asked, [Holding(code="p:any", attained_on=on)] * 2, anything).standing is Standing.MET


def test_half_must_be_earned_here() -> None:
    needs = {
        "all_of": [
            {"credits": {"at_least": 20}, "unit": "cu", "where": {"kinds": ["module"]}},
            {"share": 0.5, "of": "counted", "earned_here": True},
        ]
    }
    items = [module("x:one", 10), module("y:two", 10), module("y:three", 10)]
    assert len(audited(made_of(needs), {item.code: "2024-01-01" for item in items}, *items).used) == 2
    away = audited(made_of(needs), {item.code: "2024-01-01" for item in items[1:]}, *items)
    assert (away.standing, [missing.amount for missing in away.missing]) == (Standing.NOT_MET, [10])


def test_levels_of_different_frameworks_are_never_the_same() -> None:
    needs = {"units": {"at_least": 2}, "where": {"kinds": ["module"], "same": "level"}}
    one, two = (module(f"p:{name.lower()}", level={"framework": name, "value": 4}) for name in ("HKQF", "EQF"))
    held = {one.code: "2024-01-01", two.code: "2024-01-01"}
    assert audited(made_of(needs), held, one, two).standing is Standing.NOT_MET


def test_a_title_looks_at_what_is_counted_and_counts_nothing_again() -> None:
    title = {"decides": "title", "title": {"en": "with one"}, "needs": {"hold": "p:one"}}
    found = audited(
        made_of({"units": {"at_least": 1}, "of": ["p:one", "p:two"]}, title), {"p:one": "2024-01-01"}, module("p:one")
    )
    assert (title_of(found), names(found)) == ("with one", ["one"])


def test_a_limit_without_a_published_number_makes_the_award_conditional() -> None:
    needs = {"all_of": ["p:one", {"units": {"not_published": True}, "where": {}, "counted": True}]}
    assert audited(made_of(needs), {"p:one": "2024-01-01"}, module("p:one")).standing is Standing.UNKNOWN


def test_nearness_is_told_in_parts_of_the_whole_whatever_the_unit() -> None:
    pool = made_of({"credits": {"at_least": 30}, "unit": "cu", "of": ["p:one"]})
    units = made_of({"units": {"at_least": 5}, "of": ["p:one"]}, unit=None)
    held = {"p:one": "2024-01-01"}
    assert audited(pool, held, module("p:one", 6)).price == audited(units, held, module("p:one", 6)).price == 8000
    assert audited(pool, {}, day=DAY).price == 10_000

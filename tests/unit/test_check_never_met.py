"""What nothing could ever meet is found by a check, at its line, with its remedy: for every kind of requirement."""

from pathlib import Path

import pytest

from stackways.rules.requirements import REQUIREMENT_KINDS
from stackways.seed.check import check

ENTRIES = """\
institutions:
  - {code: poly, kind: polytechnic, title: {en: A Polytechnic}}
sources:
  - {code: poly:page, title: Page, tier: primary}
modules:
  - {code: poly:a, title: {en: A}, offered_by: [poly], credits: 10, unit: cu,
     sources: &page [{source: poly:page, confidence: low}]}
  - {code: poly:b, title: {en: B}, offered_by: [poly], credits: 5, unit: cu, sources: *page}
  - {code: poly:c, title: {en: C}, offered_by: [poly], credits: 5, unit: ECTS, sources: *page}
  - {code: poly:any, title: {en: Any}, offered_by: [poly], is_class: true, sources: *page}
programmes:
  - {code: poly:p, kind: diploma, title: {en: P}, offered_by: [poly], sources: *page}
  - {code: poly:q, kind: diploma, title: {en: Q}, offered_by: [poly], credits: 60, unit: cu, sources: *page}
rules:
"""
STRUCTURE = """\
  - code: poly:r
    kind: structure
    published_by: poly
    says: {en: It says so.}
    sources: *page
    of: [poly:p]
    confers: true
"""


def problems(tmp_path: Path, rules: str) -> list[str]:
    file = tmp_path / "catalogue.yaml"
    file.write_text(ENTRIES + rules, encoding="utf-8")
    return [str(problem).removeprefix(f"{file}:").replace(f"{file}", "catalogue.yaml") for problem in check([file])]


NEVER_MET = {
    "select": (
        "{units: {at_least: 1}, of: [{select: {kinds: [module]}, credits_from: 6, credits_to: 3}]}",
        "needs.of[0]: from 6 to 3 credits can never be met; change or delete one of the two",
    ),
    "select of no day": (
        "{select: {kinds: [module]}, attained_from: 2025-01-01, attained_until: 2024-01-01}",
        "needs: from 2025-01-01 to 2024-01-01 can never be met; change or delete one of the two",
    ),
    "at_least": (
        "{at_least: 3, of: [poly:a, poly:b]}",
        "needs.at_least: `at_least: 3` of 2 can never be met; lower it to 2, or list what is missing",
    ),
    "units": (
        "{units: {at_least: 3}, of: [poly:a, poly:b]}",
        "needs.units.at_least: 3 of 2 units can never be met; lower it to 2, or list what is missing",
    ),
    "units of a selection by code": (
        "{units: {at_least: 2}, where: {codes: [poly:a, poly:b], excluding: [poly:b]}}",
        "needs.units.at_least: 2 of 1 units can never be met; lower it to 1, or list what is missing",
    ),
    "credits": (
        "{credits: {at_least: 20}, unit: cu, of: [poly:a, poly:b, poly:c]}",
        (
            "needs.credits.at_least: 20 cu can never be met: what is listed carries 15; lower it to 15, or list "
            "what is "
            "missing"
        ),
    ),
    "credits of which the most is less than the least": (
        "{credits: {at_least: 20, at_most: 10}, unit: cu, where: {kinds: [module]}}",
        "needs.credits: at least 20 and at most 10 can never be met; change or delete one of the two",
    ),
    "distinct": (
        "{distinct: level, at_least: 3, where: {level_from: 4, level_to: 5}}",
        "needs.at_least: 3 different levels can never be met: only 2 are selected; lower it to 2, or select more",
    ),
    "distinct subjects": (
        "{distinct: subject, at_least: 2, where: {subjects: [maths]}}",
        "needs.at_least: 2 different subjects can never be met: only 1 is selected; lower it to 1, or select more",
    ),
    "average": (
        "{average: {value: 4.5, scale: gpa-4}}",
        (
            "needs.average.value: no mark on the scale `gpa-4` reaches 4.5: the best is 4; write a lower mark, "
            "or the scale "
            "that is meant"
        ),
    ),
    "average of letters": (
        "{average: {value: B, scale: letter}}",
        (
            "needs.average.value: no average is ever `B`, which is no number; write a number on a scale of "
            "numbers, for "
            "example `gpa-4`"
        ),
    ),
    "hold": (
        "{hold: poly:a, attained_from: 2024-01-02, attained_until: 2024-01-01}",
        "needs.attained_until: nothing is attained from 2024-01-02 until 2024-01-01; write a later `attained_until`",
    ),
    "hold with a grade": (
        "{hold: poly:a, minimum_grade: {value: 101}}",
        (
            "needs.minimum_grade.value: no mark on the scale `percent` reaches 101: the best is 100; write a "
            "lower mark, or "
            "the scale that is meant"
        ),
    ),
    "share": (
        "{share: 0.5, of: required, where: {professional: true}}",
        (
            "needs.of: a share of the credits required can never be met: nobody says how many `poly:p` "
            "requires; give the "
            "number in `credits`, or the programme its `credits`"
        ),
    ),
    "share and cap": (
        "{all_of: [{share: 0.5, earned_here: true}, {share: 0.4, earned_here: true, bound: at-most}]}",
        (
            "needs.all_of[1]: at least 50% and the at most 40% at `needs.all_of[0]` can never be met together; "
            "change or "
            "delete one of the two"
        ),
    ),
    "residency and transfer": (
        "{all_of: [{share: 0.6, earned_here: true}, {all_of: [{share: 0.5, earned_here: false}]}]}",
        (
            "needs.all_of[1].all_of[0]: 50% earned elsewhere and the 60% earned here at `needs.all_of[0]` can "
            "never be met "
            "together; change or delete one of the two"
        ),
    ),
    "all_of": (
        "{all_of: [poly:a, {all_of: [poly:a, poly:b]}]}",
        (
            "needs.all_of[1].all_of[0]: `poly:a` is needed at `needs.all_of[0]` too, and nothing counts twice: "
            "both can never "
            "be met; delete one, or let parts share with `sharing`"
        ),
    ),
    "amounts of one pool": (
        "{all_of: [{units: {at_least: 4}, of: [poly:any]}, {units: {at_most: 3}, of: [poly:any], counted: true}]}",
        (
            "needs.all_of[1]: at least 4 and at most 3 of one pool: this and the one at `needs.all_of[0]` can "
            "never be met "
            "together; change or delete one of the two"
        ),
    ),
    "intake": (
        "{all_of: [poly:a, {intake: in-range, first: 2025-07}, {intake: in-range, last: 2025-01}]}",
        (
            "needs.all_of[2]: an intake from 2025-07 and the one to 2025-01 at `needs.all_of[1]` can never be "
            "met together; "
            "change or delete one of the two"
        ),
    ),
    "residency": (
        "{all_of: [poly:a, {residency: [sg-citizen]}, {residency: [hk-resident]}]}",
        (
            "needs.all_of[2]: this residency and the one at `needs.all_of[1]` can never be met together; change "
            "or delete "
            "one of the two"
        ),
    ),
    "sharing": (
        "{all_of: [poly:a, {sharing: [one, other], at_most: 1}]}",
        "needs.all_of[1].sharing[0]: no part of the tree is called `one`; give the part that is meant this `name`",
    ),
    "minimum_age": (
        "{minimum_age: 121}",
        "needs.minimum_age: `121` is out of range; it must be less than or equal to 120",
    ),
    "similarity": (
        "{similarity: 101}",
        "needs.similarity: `101` is out of range; it must be less than or equal to 100",
    ),
}
ANYTHING = {
    "any_of": "its members are looked at one by one",
    "exactly_one_of": "its members are looked at one by one",
    "in_order": "its members are looked at one by one",
    "not_held": "what it excludes nobody has to hold",
    "when": "its three parts are looked at one by one",
    "doubt": "its alternatives are looked at one by one",
    "span": "whatever is attained on one day is within any period",
    "work_years": "no number of years is too many",
    "admitted": "anybody may be admitted",
    "stated": "nobody but the publisher can say",
}
"""Kinds of which no single one can be impossible, and why."""


@pytest.mark.parametrize("kind", NEVER_MET)
def test_what_can_never_be_met_is_found(tmp_path: Path, kind: str) -> None:
    needs, expected = NEVER_MET[kind]
    found = problems(tmp_path, STRUCTURE + f"    needs: {needs}\n")
    line = ENTRIES.count("\n") + STRUCTURE.count("\n") + 1
    said = [message.partition(": rule `poly:r`: ") for message in found]
    assert any(place.startswith(f"{line}:") and text == expected for place, _, text in said), found


@pytest.mark.parametrize(
    "outer",
    [
        "{any_of: [poly:a, %s]}",
        "{exactly_one_of: [poly:a, %s]}",
        "{when: poly:a, then: %s, otherwise: poly:b}",
        "{doubt: d, text: T, lenient: x, strict: y, alternatives: {x: poly:a, y: %s}}",
    ],
)
def test_it_is_found_at_any_depth(tmp_path: Path, outer: str) -> None:
    needs = outer % "{credits: {at_least: 20}, unit: cu, of: [poly:b]}"
    assert "20 cu can never be met: what is listed carries 5" in "".join(
        problems(tmp_path, STRUCTURE + f"    needs: {needs}\n")
    )


def test_every_kind_can_be_impossible_or_it_is_said_why_not() -> None:
    kinds = {name.split()[0] for name in NEVER_MET} | ANYTHING.keys()
    assert kinds >= REQUIREMENT_KINDS.keys()


@pytest.mark.parametrize(
    "needs",
    [
        "{credits: {at_least: 20}, unit: cu, of: [poly:a, poly:any]}",
        "{units: {at_least: 3}, of: [poly:a, {all_of: [poly:b, poly:c]}, poly:any]}",
        "{all_of: [poly:a, {any_of: [poly:a, poly:b]}]}",
        "{all_of: [{share: 0.5, of: required, credits: 15}, poly:a]}",
        "{all_of: [{credits: {at_least: 30}, unit: cu, of: [poly:any]}, {share: 0.5, of: required}]}",
        "{all_of: [{share: 0.5, earned_here: true}, {share: 0.5, earned_here: false}]}",
        "{distinct: level, at_least: 2, where: {level_from: 4, level_to: 5}}",
        "{average: {value: 4, scale: gpa-4}}",
    ],
)
def test_what_may_be_met_is_no_mistake(tmp_path: Path, needs: str) -> None:
    assert problems(tmp_path, STRUCTURE + f"    needs: {needs}\n") == []


def test_a_title_behind_a_better_one_that_needs_nothing_is_never_given(tmp_path: Path) -> None:
    title = STRUCTURE.replace("structure", "award").replace("    confers: true\n", "    decides: title\n")
    better = title.replace("poly:r", "poly:good") + "    title: {en: Good}\n    rank: 1\n"
    worse = title.replace("poly:r", "poly:plain") + "    title: {en: Plain}\n    rank: 2\n"
    (found,) = problems(tmp_path, better + worse)
    assert "this title of `poly:p` can never be given: rule `poly:good` is better and needs nothing" in found
    assert problems(tmp_path, better.replace("rank: 1", "rank: 1\n    needs: poly:a") + worse) == []

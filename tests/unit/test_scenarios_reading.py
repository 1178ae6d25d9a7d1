"""Scenario files: how they are read and refused, and when an answer is as expected."""

from pathlib import Path
from typing import Any

import pytest

from stackways.pathways.run_scenarios import ScenarioFileError, differences, read_scenarios

GOOD = """\
name: A whole sentence.
given:
  as_of: 2026-11-22
  holdings: [cisco:ccna@2025-05-22, cisco:ccna, {code: aws:cloud-practitioner}]
ask: {awards: {institution: tp}}
expect: {claimable: []}
"""


def written(folder: Path, text: str, name: str = "scenario.yaml") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def test_a_file_may_hold_one_scenario_with_holdings_in_short(tmp_path: Path) -> None:
    [(file, scenario)] = read_scenarios(written(tmp_path, GOOD))
    question = scenario.question()
    assert file.name == "scenario.yaml"
    assert [(holding.code, str(holding.attained_on)) for holding in question.holdings] == [
        ("cisco:ccna", "2025-05-22"),
        ("cisco:ccna", "None"),
        ("aws:cloud-practitioner", "None"),
    ]
    assert question.day.isoformat() == "2026-11-22"


def test_a_folder_is_read_in_the_order_of_its_files(tmp_path: Path) -> None:
    written(tmp_path, GOOD.replace("whole", "second"), "b.yaml")
    written(tmp_path, GOOD.replace("whole", "first"), "a.yml")
    assert [scenario.name for _, scenario in read_scenarios(tmp_path)] == ["A first sentence.", "A second sentence."]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("as_of: 2026-11-22", "reading: strict"), "`given.as_of`: this is missing"),
        (("ask: {awards: {institution: tp}}", "ask: {grants: {}}"), "`ask.grants"),
        (("ask: {awards: {institution: tp}}", "ask: {awards: {}, route: {target: tp}}"), "`ask`"),
        (("institution: tp", "institute: tp"), "`institute`"),
        (("2025-05-22", "2025-02-30"), "`given.holdings.0"),
        (("expect: {claimable: []}", "expect: {}"), "`expect`"),
        (("name: A whole sentence.", "name: [1"), "not valid YAML"),
    ],
)
def test_what_is_no_scenario_is_refused_by_file_line_and_field(
    tmp_path: Path, change: tuple[str, str], said: str
) -> None:
    file = written(tmp_path, GOOD.replace(*change))
    with pytest.raises(ScenarioFileError) as refused:
        read_scenarios(file)
    assert str(refused.value).startswith(f"{file}:")
    assert said in str(refused.value)


def test_a_folder_without_scenarios_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ScenarioFileError, match="has no scenarios"):
        read_scenarios(tmp_path)


ANSWER = {"day": "2026-11-22", "credits": 30, "none": None, "yes": True, "codes": ["a", "b"],
          "parts": [{"code": "a", "n": 1}, {"code": "b", "n": 1}]}  # fmt: skip


@pytest.mark.parametrize(
    "expected",
    [
        {"day": "2026-11-22", "credits": 30.0, "none": None, "yes": True},
        {"codes": ["a", "b"]},
        {"parts": [{"code": "b"}]},
        {"parts": [{"n": 1}, {"code": "a"}]},
    ],
)
def test_an_answer_is_as_expected_where_every_field_named_is(expected: dict[str, Any]) -> None:
    assert differences(expected, ANSWER) == []


@pytest.mark.parametrize(
    ("expected", "said"),
    [
        ({"credits": 33}, "`credits` should be `33` and is `30`"),
        ({"yes": 1}, "`yes` should be `1` and is `True`"),
        ({"none": "x"}, "`none` should be `x` and is none"),
        ({"credit": 30}, "the answer has no `credit`: there are `day`, `credits`"),
        ({"codes": ["a"]}, "`codes` should be [`a`] and is [`a`, `b`]"),
        ({"parts": []}, "`parts` should be nothing and is"),
        ({"parts": [{"code": "c"}]}, "`parts[0].code` should be `c` and is `a`"),
        ({"parts": [{"code": "a"}, {"code": "a"}]}, "`parts` has too few members that are as"),
    ],
)
def test_a_difference_says_where_what_was_expected_and_what_is(expected: dict[str, Any], said: str) -> None:
    [difference, *_] = differences(expected, ANSWER)
    assert difference.startswith(said)

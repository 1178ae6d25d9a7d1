"""`python -m bench.awards`: how long it takes to audit a degree of forty courses, and 400 micro-credentials.

A degree: the whole answer through the driver (query, rules' objects, the assignment, its explanation), in units of
`RETURN 1` of the same run. Micro-credentials: the solver's own time until the best diploma of 60 credits is proven.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import uvloop
from neo4j import AsyncGraphDatabase

from bench.measure import QUERY_SECONDS, Bench, Failure
from bench.questions import Question, Sample
from stackways.graph.driver import Graph
from stackways.graph.errors import GraphError
from stackways.graph.local import LocalNeo4j, LocalNeo4jError, Running
from stackways.pathways.find_awards import AwardsQuestion, find_awards
from stackways.rules.awards.audit import Asked, audit
from stackways.rules.awards.solver import cp_model
from stackways.rules.catalogue import Credential, Level
from stackways.rules.collection import Catalogue
from stackways.rules.holdings import Grade, Holding
from stackways.rules.kinds.award import Award
from stackways.rules.kinds.structure import Structure
from stackways.rules.situation import Situation
from stackways.seed.load import load
from stackways.seed.reading import read_catalogue, shipped_catalogue

DEGREES = Path(__file__).parents[1] / "docs" / "degrees"
DAY = dt.date(2025, 6, 15)
UNGRADUATED = 8
"""How many courses the student lacks who is audited before the end."""
HELD = 400
THEMES = ("AI", "Data", "Law", "Health", "Finance", "Arts", "Tea", "Sport", "Media", "Music")
LAST_AIM, MOST_FLOORS = 200, 50
"""The aims: so many milliseconds of the solver, so many floors for a degree."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run both, and print them."""
    parser = argparse.ArgumentParser(prog="python -m bench.awards", description=__doc__)
    parser.add_argument("--seconds", type=float, default=4.0, help="how long each audit is asked; 4 unless given")
    parser.add_argument("--seeds", type=int, default=10, help="how many sets of micro-credentials; 10 unless given")
    given = parser.parse_args(arguments)
    catalogue = read_catalogue(sorted(DEGREES.glob("*.yaml")))
    try:
        with tempfile.TemporaryDirectory(prefix="stackways-bench-") as home:
            server = LocalNeo4j(Path(home), bolt_port=0, http_port=0)
            running = server.up()
            try:
                with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
                    runner.run(_degrees(running, catalogue, given.seconds))
            finally:
                server.down()
    except (LocalNeo4jError, GraphError) as error:
        sys.exit(str(error))
    _micro_credentials(given.seeds)


async def _degrees(running: Running, catalogue: Catalogue, seconds: float) -> None:
    async with (
        Graph(running.bolt_uri, running.user, running.password, query_seconds=QUERY_SECONDS) as graph,
        AsyncGraphDatabase.driver(
            running.bolt_uri, auth=(running.user, running.password), notifications_min_severity="OFF"
        ) as driver,
    ):
        await load(catalogue, graph)
        bench = Bench(graph, driver, None)
        print(f"a degree, in floors; the aim is {MOST_FLOORS}")
        print(f"{'audit':<48}{'turns':>7}{'floor':>8}{'query':>8}{'answer':>8}")
        for question in _audits(catalogue):
            result = await bench.time(question, seconds)
            if isinstance(result, Failure):
                print(f"{result.question:<48} no answer: {result.why}")
                continue
            row = f"{result.turns:>7}{result.floor_ms:>8.2f}{result.query.p50:>8.2f}{result.pathway.p50:>8.2f}"
            print(f"{result.question:<48}{row}", flush=True)


def _audits(catalogue: Catalogue) -> list[Question]:
    """Return, for each degree, a student who holds every course there is, and one who still lacks some."""
    audits = []
    for programme in catalogue.programmes:
        courses = [module.code for module in catalogue.modules if module.offered_by == programme.offered_by]
        for who, held in (("every course", courses), (f"all but {UNGRADUATED}", courses[UNGRADUATED:])):
            holdings = [
                Holding(code=code, attained_on=dt.date(2024, 6, 1), grade=Grade(value=Decimal("3.3"), scale="gpa-4"))
                for code in held
            ]
            question = AwardsQuestion(holdings=holdings, programme=programme.code, as_of=DAY, illustrative=True)
            sample = Sample(partial(find_awards, question=question), "POST", "/v1/awards")
            audits.append(Question(f"{programme.code}, {who} ({len(held)})", [sample]))
    return audits


def _micro_credentials(seeds: int) -> None:
    """Audit a diploma of 60 credits out of 400 micro-credentials, made up anew for each seed."""
    asked, known = _diploma()
    solver = _Timed()
    print(f"\n60 credits of {HELD} micro-credentials, in milliseconds of the solver; the aim is {LAST_AIM}")
    spans = []
    for seed in range(seeds):
        solver.milliseconds = 0.0
        found = audit(asked, _situation(seed, known))
        spans.append(solver.milliseconds)
        what = f"{len(found.used)} used, {found.hundredths / 100:g} credits, level {found.variant.level}"
        proven = "proven" if found.proven else "NOT PROVEN"
        print(f"{seed:>4}{solver.milliseconds:>8.0f}  {proven}, {what}, {found.variant.theme}", flush=True)
    print(f"middle {statistics.median(spans):.0f}, most {max(spans):.0f}")


def _diploma() -> tuple[Asked, dict[str, Any]]:
    catalogue = shipped_catalogue(illustrative=False)
    code = "hku-space:diploma"
    programme = next(one for one in catalogue.programmes if one.code == code)
    rules = [rule for rule in catalogue.rules if code in getattr(rule, "of", [])]
    tree = next(rule for rule in rules if isinstance(rule, Structure) and rule.confers)
    awards = [rule for rule in rules if isinstance(rule, Award)]
    return Asked(programme, tree, awards), {item.code: item for item in catalogue.study_items()}


def _situation(seed: int, known: dict[str, Any]) -> Situation:
    """Return someone who holds 400 micro-credentials of several themes, levels and sizes, few or many professional."""
    dice = random.Random(seed)
    items, holdings = dict(known), []
    professional, themes = dice.choice([0.1, 0.3, 0.6]), THEMES[: dice.choice([3, 6, 10])]
    for number in range(HELD):
        one = Credential(
            code=f"hku-space:bench-{number}",
            title={"en": f"Micro-credential {number}"},
            kind="micro-credential",
            offered_by=["hku-space"],
            credits=Decimal(dice.choice(["3", "6", "6", "6", "9", "9", "4.5", "7"])),
            unit="HK credit",
            professional=dice.random() < professional,
            theme={"en": dice.choice(themes)},
            level=Level(framework="HKQF", value=dice.choice([2, 3, 4, 4, 5, 6])),
        )
        items[one.code] = one
        on = dt.date(2020, 1, 1) + dt.timedelta(days=dice.randrange(2000))
        holdings.append(Holding(code=one.code, attained_on=on, used_for=[]))
    return Situation(DAY, holdings, items=items)


class _Timed:
    """Adds up the time of the processor in CP-SAT (one worker), which waiting for it does not lengthen."""

    def __init__(self) -> None:
        self.milliseconds = 0.0
        solve = cp_model.CpSolver.solve

        def timed(solver: cp_model.CpSolver, *arguments: Any) -> Any:  # noqa: ANN401 - as the solver has them
            began = time.process_time()
            status = solve(solver, *arguments)
            self.milliseconds += (time.process_time() - began) * 1000
            return status

        cp_model.CpSolver.solve = timed  # type: ignore[assignment, method-assign]


if __name__ == "__main__":
    main()

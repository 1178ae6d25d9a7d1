"""Random questions on routes over the shipped catalogue, each answer replayed: `python -m tests.route_requests`.

Asks the database that the settings name. Every route that comes back has been replayed by the planner itself (one that
does not hold is an error); here its dates and sums are looked at once more from outside, without the planner.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import random
import sys
import time
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from stackways.pathways.plan_route import RouteQuestion, Routes, plan_route
from stackways.pathways.session import Graph, open_graph
from stackways.pathways.settings import Settings
from stackways.planner.route import Route
from stackways.rules.catalogue import Programme
from stackways.rules.collection import Catalogue
from stackways.seed.reading import shipped_catalogue

AS_OF = dt.date(2026, 11, 22)
CURRENCIES = ("SGD", "HKD", "USD", "GBP")


def random_question(dice: random.Random, catalogue: Catalogue) -> RouteQuestion:
    """Return any question that can be asked."""
    illustrative = dice.random() < 0.6
    items = [item for item in catalogue.study_items() if illustrative or not item.illustrative]
    targets = [item for item in items if isinstance(item, Programme) and not item.is_class]
    held = [
        {"code": item.code, "attained_on": AS_OF - dt.timedelta(days=dice.randint(-60, 2400))}
        for item in dice.sample(items, dice.choice([0, 1, 2, 5]))
    ]
    limits: dict[str, Any] = {}
    if dice.random() < 0.5:
        limits["hours_per_week"] = dice.choice([2, 6, 10, 20])
    if dice.random() < 0.3:
        limits["finish_by"] = AS_OF + dt.timedelta(days=dice.randint(100, 1500))
    if dice.random() < 0.3:
        limits["concurrent"] = dice.randint(1, 5)
    if dice.random() < 0.2:
        limits["credits_per_term"] = {"amount": dice.choice([10, 20, 30])}
    if dice.random() < 0.3:
        limits["budget"] = {"amount": dice.randrange(500, 40_000, 100), "currency": dice.choice(CURRENCIES)}
    if dice.random() < 0.1:
        limits["avoid"] = [dice.choice(catalogue.institutions).code]
    return RouteQuestion.model_validate(
        {
            "as_of": AS_OF, "target": dice.choice(targets).code, "holdings": held, "limits": limits,
            "illustrative": illustrative, "alternatives": dice.randint(1, 3),
            "optimise": dice.sample(["time", "cost", "hours", "steps"], dice.randint(0, 2)),
            "reading": dice.choice(["lenient", "strict"]),
            "learner": dice.choice([{}, {"work_years": 2, "birth_year": 1990, "residency": "sg-citizen"}]),
        }
    )  # fmt: skip


def faults(question: RouteQuestion, answer: Routes) -> Iterator[str]:
    """Yield what is wrong with an answer, as far as it can be seen without the catalogue's rules."""
    if not answer.routes and not (answer.impossible and answer.impossible.conflict):
        yield "neither a route nor why there is none"
    for route in answer.routes:
        yield from _route_faults(question, route)
    choices = [frozenset(s.code for s in r.steps if s.kind == "study") for r in answer.routes]
    for position, choice in enumerate(choices):
        if choice and choice in choices[:position]:
            yield "two routes study the same"


def _route_faults(question: RouteQuestion, route: Route) -> Iterator[str]:
    limits = question.limits
    ends = [step.end for step in route.steps if step.end]
    if route.finish and any(end > route.finish for end in ends):
        yield "something ends after the finish"
    if any(step.start and step.end and step.start > step.end for step in route.steps):
        yield "something ends before it begins"
    if any(step.start and step.start < (question.start or question.day) for step in route.steps):
        yield "something begins before the plan does"
    if limits.finish_by and route.finish and route.finish > limits.finish_by:
        yield "it ends too late"
    if limits.budget:
        paid = sum((m.amount for m in route.cost.at_least if m.currency == limits.budget.currency), Decimal(0))
        if paid > limits.budget.amount:
            yield "it costs too much"
    if any(step.apply_by and step.start and step.start > step.apply_by for step in route.steps) or any(
        step.applications_close and step.applications_close < question.day for step in route.steps
    ):
        yield "something is claimed or applied for too late"
    if route.steps and (route.steps[-1].kind, route.steps[-1].code) != ("award", question.target):
        yield "it does not end with the award"
    hours = sum((step.hours.at_least for step in route.steps), Decimal(0))
    if route.hours.value is not None and route.hours.value != hours:
        yield "its hours are not the sum of its steps'"


async def ask_many(graph: Graph, catalogue: Catalogue, count: int, seed: int) -> list[str]:
    """Ask so many questions; return what was wrong."""
    dice = random.Random(seed)  # noqa: S311 - it must repeat its dice, not hide them
    wrong, took, routes = [], [], 0
    for number in range(count):
        question = random_question(dice, catalogue)
        began = time.perf_counter()
        try:
            answer = await plan_route(await graph.reading(), question)
        except RuntimeError as error:
            wrong.append(f"{number}: {question.model_dump_json(exclude_defaults=True)}: {error}")
            continue
        took.append(time.perf_counter() - began)
        routes += len(answer.routes)
        wrong += [f"{number}: {question.model_dump_json(exclude_defaults=True)}: {f}" for f in faults(question, answer)]
    took.sort()
    worst, middle = took[-1], took[len(took) // 2]
    sys.stdout.write(
        f"{count} questions, {routes} routes, p50 {middle:.2f} s, worst {worst:.2f} s, {len(wrong)} wrong\n"
    )
    return wrong


async def _main(count: int, seed: int) -> int:
    async with open_graph(Settings.read()) as graph:
        wrong = await ask_many(graph, shipped_catalogue(illustrative=True), count, seed)
    sys.stdout.write("".join(f"{one}\n" for one in wrong))
    return int(bool(wrong))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.route_requests", description=__doc__)
    parser.add_argument("--questions", type=int, default=1_000, help="how many")
    parser.add_argument("--seed", type=int, default=0, help="the same seed asks the same questions")
    asked = parser.parse_args()
    sys.exit(asyncio.run(_main(asked.questions, asked.seed)))

"""Random questions on routes: each answer holds, and nothing that the query leaves out could change it.

`python -m tests.route_requests` asks a thousand in a row.
"""

import random
from dataclasses import replace

from tests.plain_answers import published
from tests.route_requests import ask_many, random_question

from stackways.graph.driver import Graph
from stackways.pathways.find_exemptions import situation_of
from stackways.pathways.found import Found
from stackways.pathways.plan_route import RouteQuestion, plan_route
from stackways.planner.problem import Problem
from stackways.planner.route import Route
from stackways.planner.routes import plan_routes
from stackways.rules.catalogue import Programme
from stackways.rules.collection import Catalogue
from stackways.rules.kinds.entry import Entry
from stackways.rules.kinds.validity import Validity
from stackways.rules.recognise import Knowledge


def whole_problem(question: RouteQuestion, catalogue: Catalogue) -> Problem:
    """The question over everything that there is, without a query."""
    items = {item.code: item for item in catalogue.study_items()}
    entries: dict[str, list[Entry]] = {}
    validities: dict[str, list[Validity]] = {}
    for rule in catalogue.rules:
        if isinstance(rule, Entry):
            for code in rule.into:
                entries.setdefault(code, []).append(rule)
        elif isinstance(rule, Validity):
            for code in rule.of:
                validities.setdefault(code, []).append(rule)
    knowledge = Knowledge(items, {source.code: source for source in catalogue.sources}, entries)
    found = Found(catalogue.rules, items, {}, knowledge, validities)
    target = items[question.target]
    assert isinstance(target, Programme)
    return Problem(
        target, situation_of(question, found), knowledge, catalogue.rules, question.day, question.limits,
        tuple(question.optimise), question.variant, shown_only=question.shown_only,
    )  # fmt: skip


def figures(route: Route) -> tuple[object, ...]:
    return route.finish, route.finish_at_least, route.cost, route.hours, sum(s.kind == "study" for s in route.steps)


async def test_every_answer_holds(shipped_graph: Graph, shipped: Catalogue) -> None:
    assert await ask_many(shipped_graph, shipped, 40, seed=1) == []


async def test_what_the_query_leaves_out_cannot_change_the_answer(shipped_graph: Graph, shipped: Catalogue) -> None:
    dice = random.Random(2)  # noqa: S311 - it must repeat its dice, not hide them
    compared = 0
    for _ in range(40):
        question = random_question(dice, shipped).model_copy(update={"alternatives": 1})
        answer = await plan_route(await shipped_graph.reading(), question)
        assert answer.searched.complete
        catalogue = shipped if question.illustrative else published(shipped)
        problem = whole_problem(question, catalogue)
        planned = plan_routes(replace(problem, spare=0), 1)
        assert [*planned.left_out] == answer.searched.left_out, question
        assert bool(planned.routes) == bool(answer.routes), question
        if planned.routes:
            compared += 1
            assert figures(planned.routes[0]) == figures(answer.routes[0]), question
    assert compared > 10

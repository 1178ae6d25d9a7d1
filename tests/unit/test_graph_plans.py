"""Every query is planned once, however many ask for it at once."""

import asyncio

import pytest

from stackways.graph.errors import DatabaseAway, GettingReady
from stackways.graph.plans import Plans
from stackways.graph.queries import NamedQuery, all_queries, query, questions


def named(name: str) -> NamedQuery:
    return NamedQuery(name, "", {}, {}, "")


ONE, OTHER = named("one"), named("other")


class Planner:
    """Plans when it is let."""

    def __init__(self, patience: float = 60) -> None:
        self.planned: list[str] = []
        self.let = asyncio.Event()
        self.let.set()
        self.error: Exception | None = None
        self.plans = Plans(self.plan, [ONE, OTHER], patience)

    async def plan(self, one: NamedQuery) -> None:
        self.planned.append(one.name)
        await self.let.wait()
        if self.error:
            raise self.error


async def test_sixteen_who_ask_at_once_wait_for_one_plan() -> None:
    planner = Planner()
    planner.let.clear()
    asking = [asyncio.create_task(planner.plans.have(ONE)) for _ in range(16)]
    await asyncio.sleep(0.01)
    assert not any(one.done() for one in asking)
    planner.let.set()
    await asyncio.gather(*asking)
    await planner.plans.have(ONE)
    assert planner.planned == ["one"]


async def test_who_has_no_more_patience_is_told_and_the_plan_goes_on() -> None:
    planner = Planner(patience=0.01)
    planner.let.clear()
    with pytest.raises(GettingReady):
        await planner.plans.have(ONE)
    planner.let.set()
    await asyncio.sleep(0)
    await planner.plans.have(ONE)
    assert planner.planned == ["one"]


async def test_what_failed_is_tried_again_by_who_asks_next() -> None:
    planner = Planner()
    planner.error = DatabaseAway("away")
    with pytest.raises(DatabaseAway):
        await planner.plans.have(ONE)
    planner.error = None
    await planner.plans.have(ONE)
    assert planner.planned == ["one", "one"]


async def test_everything_is_planned_ahead_once_and_again_after_a_restart() -> None:
    planner = Planner()
    assert planner.plans.left == 2
    for _ in range(3):
        planner.plans.go_ahead()
        await asyncio.sleep(0.01)
    assert (planner.planned, planner.plans.left) == (["one", "other"], 0)
    planner.plans.forget()
    assert planner.plans.left == 2
    planner.plans.go_ahead()
    await asyncio.sleep(0.01)
    assert (planner.planned[2:], planner.plans.left) == (["one", "other"], 0)


async def test_who_starts_a_server_waits_until_everything_is_planned() -> None:
    planner = Planner()
    planner.let.clear()
    waiting = asyncio.create_task(planner.plans.ahead(60))
    await asyncio.sleep(0.01)
    assert (waiting.done(), planner.plans.left) == (False, 2)
    planner.let.set()
    await waiting
    assert (planner.planned, planner.plans.left) == (["one", "other"], 0)
    await planner.plans.ahead(60)
    assert planner.planned == ["one", "other"]


async def test_after_a_silence_everything_is_planned_again_and_counts_as_planned_meanwhile() -> None:
    planner = Planner()
    await planner.plans.ahead(60)
    planner.let.clear()
    planner.plans.doubt()
    assert (planner.plans.left, planner.plans.unplanned) == (2, 0)
    await planner.plans.ahead(0.01)
    assert planner.plans.unplanned == 0
    planner.let.set()
    await planner.plans.ahead(60)
    assert (planner.planned[2:], planner.plans.left) == (["one", "other"], 0)
    planner.plans.forget()
    assert planner.plans.unplanned == 2


async def test_who_waits_no_longer_leaves_the_planning_going_on() -> None:
    planner = Planner()
    planner.let.clear()
    await planner.plans.ahead(0.01)
    assert planner.plans.left == 2
    planner.let.set()
    await planner.plans.ahead(60)
    assert (planner.planned, planner.plans.left) == (["one", "other"], 0)


async def test_what_was_being_planned_when_the_server_was_started_anew_does_not_count() -> None:
    planner = Planner()
    planner.let.clear()
    asking = asyncio.create_task(planner.plans.have(ONE))
    await asyncio.sleep(0.01)
    planner.plans.forget()
    planner.let.set()
    await asking
    assert planner.plans.left == 2


def test_whatever_a_question_asks_is_planned_ahead() -> None:
    ahead = {one.name for one in questions()}
    assert {one.name for one in all_queries()} - ahead == {
        one.name for one in all_queries() if one.name.startswith(("load/", "draw_"))
    }


@pytest.mark.parametrize("one", list(questions()), ids=lambda one: one.name)
def test_a_query_has_one_plan_whatever_its_parameters_are(one: NamedQuery) -> None:
    """Neo4j plans anew for each type and size of a parameter; all but counts stand in one map."""
    assert one.apart <= {"ways"}
    for name in one.parameters:
        assert (f"$asked.{name}" in one.whole) is (name not in one.apart)
        assert f"${name}" not in one.whole.replace("SHORTEST $ways", "")


def test_how_a_question_is_asked() -> None:
    asked = query("doubts").whole
    assert asked.startswith("CYPHER 25\nOPTIONAL MATCH (catalogue:Catalogue {name: 'catalogue'})\nWITH catalogue {")
    assert "RETURN collect({name: name, alternatives: alternatives}) AS rows" in asked
    assert asked.endswith("} AS after")

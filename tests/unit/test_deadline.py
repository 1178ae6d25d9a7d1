"""One deadline for a question's queries, models and solver; what it kept from being looked at is told."""

import asyncio
import threading
import time
from pathlib import Path
from typing import cast

import pytest
from tests.award_cases import made_of, module
from tests.reference.compare_routes import problem_of
from tests.unit.test_planner_proof import KNOWN, either

from stackways.pathways.catalogue_reading import CatalogueReading
from stackways.pathways.find_awards import Awards, AwardsQuestion, find_awards
from stackways.pathways.session import Reader
from stackways.pathways.thinking import nothing_at_work, thought_out
from stackways.planner.routes import plan_routes
from stackways.rules.awards.audit import audit
from stackways.rules.awards.solver import cp_model, repeatable_solver, solve
from stackways.rules.deadline import Deadline, StoppedError, TimeUpError, deadline_of_question, question_within
from stackways.rules.situation import Situation

ROOT = Path(__file__).parents[2]
DAY = either(KNOWN).start


class Clock:
    """Shows what it is told to."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_it_ends_after_its_seconds() -> None:
    clock = Clock()
    deadline = Deadline(5, clock)
    clock.now += 4
    assert (deadline.left, deadline.over) == (1, False)
    deadline.check()
    clock.now += 3
    assert (deadline.left, deadline.over) == (0, True)
    with pytest.raises(TimeUpError):
        deadline.check()


def test_who_set_none_has_time_without_end_and_nobody_stops_it() -> None:
    deadline_of_question().check()
    assert not deadline_of_question().over


def test_it_holds_for_one_question_also_in_its_threads() -> None:
    async def both() -> list[bool]:
        async def question(seconds: float) -> bool:
            with question_within(Deadline(seconds)):
                await asyncio.sleep(0)
                return await thought_out(lambda: deadline_of_question().over)

        return list(await asyncio.gather(question(0), question(60)))

    assert asyncio.run(both()) == [True, False]


def test_nothing_is_solved_once_the_time_is_over() -> None:
    with question_within(Deadline(0)):
        assert solve(repeatable_solver(effort=1, seconds=1), cp_model.CpModel()) == cp_model.UNKNOWN


def test_an_audit_that_has_no_time_left_is_no_no() -> None:
    asked = made_of({"hold": "p:one"})
    with question_within(Deadline(0)), pytest.raises(TimeUpError):
        audit(asked, Situation(DAY, [], items={"p:one": module("p:one", 10)}))


def test_awards_that_were_not_looked_at_are_named() -> None:
    reader = cast("Reader", CatalogueReading.of([ROOT / "docs" / "degrees" / "lakeside.yaml"]))

    async def asked(seconds: float) -> Awards:
        with question_within(Deadline(seconds)):
            return await find_awards(reader, AwardsQuestion(institution="lakeside", illustrative=True))

    late = asyncio.run(asked(0))
    in_time = asyncio.run(asked(60))
    assert [named.code for named in late.not_looked_at] == [near.programme.code for near in in_time.nearest]
    assert (late.complete, late.claimable, late.nearest, late.not_published) == (False, [], [], [])
    assert (in_time.complete, in_time.not_looked_at) == (True, [])


def test_a_route_that_there_was_no_time_to_look_for_is_undecided_and_not_impossible() -> None:
    with question_within(Deadline(0)):
        planned = plan_routes(problem_of(either(KNOWN)), 1)
    assert planned.undecided
    assert (planned.routes, planned.impossible) == ([], None)


def work_until_stopped(began: threading.Event, ended: threading.Event) -> None:
    """Work for the question that is being answered, until it is told that nobody waits any more."""
    began.set()
    try:
        while True:
            time.sleep(0.001)
            deadline_of_question().check()
    except StoppedError:
        ended.set()
        raise


def test_work_that_nobody_waits_for_is_told_to_stop_and_is_over_when_it_has_heard_it() -> None:
    began, ended = threading.Event(), threading.Event()

    async def left() -> None:
        deadline = Deadline()
        with question_within(deadline):
            question = asyncio.create_task(thought_out(lambda: work_until_stopped(began, ended)))
        assert await asyncio.to_thread(began.wait, 60)
        question.cancel()
        with pytest.raises(asyncio.CancelledError):
            await question
        assert deadline.stopped
        await asyncio.wait_for(nothing_at_work(deadline), 60)
        assert ended.is_set()

    asyncio.run(left())


def test_a_question_without_a_deadline_that_is_left_stops_no_other() -> None:
    began, heard = threading.Event(), threading.Event()

    async def left() -> None:
        question = asyncio.create_task(thought_out(lambda: work_until_stopped(began, heard)))
        assert await asyncio.to_thread(began.wait, 60)
        question.cancel()
        with pytest.raises(asyncio.CancelledError):
            await question
        assert await asyncio.to_thread(heard.wait, 60)
        await thought_out(lambda: deadline_of_question().check())

    asyncio.run(left())
    deadline_of_question().check()

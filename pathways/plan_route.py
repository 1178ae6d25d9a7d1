"""What is the way from what is held to a target?

The first form: the shortest exemption and stacking paths, what each grants until when, and what remains to be studied.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from stackways.pathways.question import Question
from stackways.planner.route import Limits, Objective, Route
from stackways.rules.base import Code, Model, Titles

if TYPE_CHECKING:
    from stackways.graph.reader import Reader


class RouteQuestion(Question):
    """A target and limits."""

    target: Code
    start: dt.date | None = None
    """The first day of study; the day asked for unless given."""
    optimise: list[Objective] = []
    limits: Limits = Limits()
    funding: list[Code] = []
    alternatives: Annotated[int, Field(ge=1, le=10)] = 3


class Searched(Model):
    """How far was searched."""

    depth: int
    candidates: int
    complete: bool


class Impossible(Model):
    """Why there is no route."""

    conflict: list[str]
    relaxations: list[str]


class Routes(Model):
    """Routes to a target, best first."""

    as_of: dt.date
    target: Code
    title: Titles
    routes: list[Route]
    searched: Searched
    impossible: Impossible | None


async def plan_route(reader: Reader, question: RouteQuestion) -> Routes:
    """Return routes from what is held to the target."""
    raise NotImplementedError

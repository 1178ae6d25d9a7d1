"""What is the way from what is held to a target?

The first form: the shortest exemption and stacking paths, what each grants until when, and what remains to be studied.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from stackways.pathways.question import Question
from stackways.rules.base import Amount, Code, Model, Money, Titles
from stackways.rules.decision import Decision, DoubtTaken

if TYPE_CHECKING:
    from stackways.graph.reader import Reader

Objective = Literal["time", "cost", "hours", "steps"]


class Limits(Model):
    """What a route must keep to."""

    finish_by: dt.date | None = None
    budget: Money | None = None
    hours_per_week: Amount | None = None
    concurrent: Annotated[int, Field(ge=1, le=20)] | None = None
    avoid: list[Code] = []
    only: list[Code] = []


class RouteQuestion(Question):
    """A target and limits."""

    target: Code
    start: dt.date | None = None
    """The first day of study; the day asked for unless given."""
    optimise: list[Objective] = []
    limits: Limits = Limits()
    funding: list[Code] = []
    alternatives: Annotated[int, Field(ge=1, le=10)] = 3


class Cost(Model):
    """What a step or route costs; null where a fee is not known."""

    gross: list[Money] | None = None
    net: list[Money] | None = None
    at_least: list[Money] = []
    """What is known of it, by currency."""


class Hours(Model):
    """How many hours; null where not known."""

    value: Amount | None = None
    kind: Literal["notional", "contact", "not-stated"] = "not-stated"
    at_least: Amount = Decimal(0)


class Step(Model):
    """One step of a route."""

    kind: Literal["enter", "study", "exempt", "award"]
    code: Code
    title: Titles
    start: dt.date | None = None
    end: dt.date | None = None
    hours: Hours
    cost: Cost
    because: list[str]
    """The rules it rests on, `code@version`."""
    uses: list[str]
    """The holdings it uses."""
    apply_by: dt.date | None = None
    text: str
    """The step in plain words."""
    decision: Decision | None = None
    illustrative: bool = False


class Route(Model):
    """A way to the target, as far as it is published."""

    finish: dt.date | None
    months: Amount | None
    cost: Cost
    hours: Hours
    proven_optimal: bool
    gap: float | None
    steps: list[Step]
    warnings: list[str]
    doubts: list[DoubtTaken]
    illustrative: list[Code]


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

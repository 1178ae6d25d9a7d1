"""A route: what it says of each step, of its time, cost and hours. Field names are the contract's."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from stackways.rules.base import Amount, Code, Day, Model, Money, Titles
from stackways.rules.decision import Decision, DoubtTaken, EntryStanding

Objective = Literal["time", "cost", "hours", "steps"]


class Limits(Model):
    """What a route must keep to."""

    finish_by: Day | None = None
    budget: Money | None = None
    hours_per_week: Amount | None = None
    concurrent: Annotated[int, Field(ge=1, le=20)] | None = None
    avoid: Annotated[list[Code], Field(max_length=100)] = []
    """Institutions not to use."""
    only: Annotated[list[Code], Field(max_length=100)] = []
    """The only institutions to use."""


class Cost(Model):
    """What a step or route costs, by currency; null where a fee is not known, with what is known as `at_least`."""

    gross: list[Money] | None = None
    net: list[Money] | None = None
    at_least: list[Money] = []


class Hours(Model):
    """How many hours; null where not known, with what is known as `at_least`."""

    value: Amount | None = None
    kind: Literal["notional", "contact", "not-stated", "mixed"] = "not-stated"
    at_least: Amount = Decimal(0)


class Step(Model):
    """One step of a route."""

    kind: Literal["enter", "study", "exempt", "award"]
    code: Code
    title: Titles
    start: dt.date | None = None
    end: dt.date | None = None
    hours: Hours = Hours(value=Decimal(0))
    cost: Cost = Cost(gross=[])
    because: list[str] = []
    """The rules it rests on, `code@version`."""
    uses: list[str] = []
    """The holdings it uses."""
    apply_by: dt.date | None = None
    """The last day on which it can be claimed."""
    entry: EntryStanding | None = None
    """For the entry to a programme: how it stands."""
    text: str
    """The step in plain words."""
    decision: Decision | None = None
    """For an exemption: the whole decision."""
    illustrative: bool = False


class Route(Model):
    """A way to the target, as far as it is published."""

    finish: dt.date | None = None
    months: Amount | None = None
    cost: Cost
    hours: Hours
    proven_optimal: bool
    gap: float | None = None
    steps: list[Step]
    warnings: list[str]
    doubts: list[DoubtTaken]
    illustrative: list[Code]
    """Every illustrative entry and rule the route uses."""

"""A route: what it says of each step, of its time, cost and hours. Field names are the contract's."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from stackways.rules.base import Amount, Code, Day, Model, Money, Said, Slug, Spoken, Text, Titles
from stackways.rules.decision import Decision, DoubtTaken, EntryStanding, Explanation

Objective = Literal["time", "cost", "hours", "steps"]


class TermCredits(Model):
    """The most credits that are begun in one term."""

    amount: Amount
    """The most."""
    unit: Text | None = None
    """The unit of `amount`; none: that of the target's credits."""
    begins: Annotated[list[Annotated[int, Field(ge=1, le=12)]], Field(min_length=1, max_length=12)] = [1, 7]
    """The months in which terms begin; what is studied counts in the term in which it begins."""

    def term_of(self, day: dt.date) -> tuple[int, int]:
        """Return the year and the month in which the term of a day began."""
        begun = [month for month in self.begins if month <= day.month]
        return (day.year, max(begun)) if begun else (day.year - 1, max(self.begins))


class Limits(Model):
    """What a route must keep to."""

    finish_by: Day | None = None
    """The last day on which the award must be had."""
    budget: Money | None = None
    """The most that the whole route may cost."""
    hours_per_week: Amount | None = None
    """The most hours of study in a week."""
    concurrent: Annotated[int, Field(ge=1, le=20)] | None = None
    """The most things that are studied at the same time."""
    credits_per_term: TermCredits | None = None
    """The most credits that are begun in one term."""
    avoid: Annotated[list[Code], Field(max_length=100)] = []
    """Institutions not to use."""
    only: Annotated[list[Code], Field(max_length=100)] = []
    """The only institutions to use."""
    modes: Annotated[list[Slug], Field(max_length=20)] = []
    """Ways of delivery to keep to, for example `online`; what does not say its own is kept."""


class Variant(Model):
    """Which award of the target is wanted; what is not given does not matter."""

    title: Code | None = None
    """The rule that decides the title, for example `hku-space:title-diploma-in-professional-practice`."""
    theme: Text | None = None
    """The theme, by its English name."""
    level: Annotated[int, Field(ge=0, le=12)] | None = None
    """The least level."""


class Cost(Model):
    """What a step or route costs, by currency; null where a fee is not known, with what is known as `at_least`."""

    gross: list[Money] | None = None
    """Before funding; none where a fee is not published."""
    net: list[Money] | None = None
    """After funding; none where a fee is not published."""
    at_least: list[Money] = []
    """What is known of it, where not every fee is published."""


class Hours(Model):
    """How many hours; null where not known, with what is known as `at_least`."""

    value: Amount | None = None
    """How many; none where not every figure is published."""
    kind: Literal["notional", "contact", "not-stated", "mixed"] = "not-stated"
    """Whether they are notional hours of learning, hours of contact, or both."""
    at_least: Amount = Decimal(0)
    """What is known of it, where not every figure is published."""


class Step(Spoken):
    """One step of a route; its text says what to do."""

    kind: Literal["enter", "study", "exempt", "award"]
    """What is done: enter a programme, study, be exempted, or claim an award."""
    code: Code
    """What it is done with."""
    title: Titles
    """Its title in each language that it is published in."""
    start: dt.date | None = None
    """The first day; none where it is not known."""
    end: dt.date | None = None
    """The last day; none where it is not known."""
    dates_published: bool = True
    """False where nobody published when what it waits for begins: its days are then the first of a month, no fact."""
    hours: Hours = Hours(value=Decimal(0))
    """How many hours it takes."""
    cost: Cost = Cost(gross=[])
    """What it costs."""
    because: list[str] = []
    """The rules it rests on, `code@version`."""
    uses: list[str] = []
    """The holdings it uses."""
    apply_by: dt.date | None = None
    """The last day on which it can be claimed."""
    applications_close: dt.date | None = None
    """For what is entered or studied: the last day to apply for this start, where that is published."""
    entry: EntryStanding | None = None
    """For the entry to a programme: how it stands."""
    entry_needs: list[Said] = []
    """For the entry to a programme: what it asks for, a text for each rule in force."""
    where: list[Code] = []
    """The institutions to apply to."""
    not_before: dt.date | None = None
    """Where its day is not known: the day before which it cannot be."""
    why_not_sooner: Said | None = None
    """What keeps it from beginning earlier."""
    latest: dt.date | None = None
    """The last day it may begin on with everything after it still holding, each later step as late as it may be."""
    if_it_slips: Said | None = None
    """What is lost when it begins later than that."""
    decision: Decision | None = None
    """For an exemption: the whole decision."""
    illustrative: bool = False
    """Whether it is sample data that nobody published."""


class Route(Model):
    """A way to the target, as far as it is published."""

    finish: dt.date | None = None
    """The day on which the award is had; none where it is not known."""
    finish_at_least: dt.date | None = None
    """Where the finish is not known: the day before which it cannot be."""
    months: Amount | None = None
    """How many months it takes; none where it is not known."""
    cost: Cost
    """What it costs in all."""
    hours: Hours
    """How many hours it takes in all."""
    proven_optimal: bool
    """Whether it is proven that nothing is better, by what was optimised."""
    gap: float | None = None
    """How far from proven it is, from 0 to 1; none where nothing is known of it."""
    why_not_proven: Said | None = None
    """Where it is not proven to be the best: why, in plain words."""
    steps: list[Step]
    """What to do, in order."""
    warnings: list[Explanation]
    """What must be told with it."""
    doubts: list[DoubtTaken]
    """Points that are unclear in a source and matter here."""
    illustrative: list[Code]
    """Every illustrative entry and rule the route uses."""
    counted: dict[Code, list[str]] = {}
    """For each award on the way: what is counted towards it."""
    conditional: bool = False
    """True when what is not known decides whether an award on it can be claimed."""
    best_by: Objective | None = None
    """What it is the best by."""
    unknown: list[Said] = []
    """What is not known of it, in plain words."""


class Impossible(Model):
    """Why there is no route."""

    conflict: list[Explanation]
    """What cannot be had together, in plain words: a smallest set."""
    relaxations: list[Explanation]
    """What each limit that is given up would give."""

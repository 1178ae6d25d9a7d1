"""Which schemes pay for study, what would each pay, and is it for this learner?"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

from pydantic import ConfigDict

from stackways.pathways.found import found_in
from stackways.planner.funding import why_not
from stackways.rules.base import Code, Day, Model, Spoken, Titles
from stackways.rules.decision import SourceShown, Status, shown
from stackways.rules.holdings import Learner
from stackways.rules.kinds.policy import Policy
from stackways.rules.recognise import force_days, versions_by_code
from stackways.rules.today import today
from stackways.words.message import Message, Money

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stackways.graph.driver import Reading


LONGEST_SINCE = dt.timedelta(days=10 * 365)
"""A scheme that was last known to be published longer ago than this is history, and nothing to count on."""


class FundingQuestion(Model):
    """About the learner, and the day."""

    model_config = ConfigDict(defer_build=False)  # FastAPI looks at it when it starts

    learner: Learner = Learner()
    """What you tell of yourself; everything is optional."""
    as_of: Day | None = None
    """The day the question is asked for; today unless given."""

    @property
    def day(self) -> dt.date:
        """Return the day the question is asked for."""
        return self.as_of or today()


class SchemeShown(Model):
    """A scheme whose rate or amount is published, so that a plan can count on it."""

    code: Code
    """For `funding` of a route."""
    says: Titles
    """The scheme's sentence, as published."""
    by: Titles
    """Who publishes it."""
    pays: Spoken
    """What it pays at most."""
    status: Status
    """Whether it is for this learner: `granted`, `refused`, or `conditional` on what is not told."""
    why: Spoken | None
    """Why not, or what it depends on."""
    sources: list[SourceShown]
    """Where it is published."""


class Funding(Model):
    """Funding schemes, those for the learner first."""

    as_of: dt.date
    """The day the question was asked for."""
    schemes: list[SchemeShown]
    """The schemes, those for the learner first."""


async def funding_schemes(reader: Reading, question: FundingQuestion) -> Funding:
    """Return every scheme in force whose rate or amount is published."""
    row = (await reader.read("funding", illustrative=False))[0]
    found = found_in(row, reader.version)
    institutions = found.institutions
    schemes = [
        SchemeShown(
            code=rule.code,
            says=rule.says,
            by=institutions[rule.published_by].title,
            pays=Spoken(message=pays),
            status=_status(why),
            why=Spoken(message=why) if why else None,
            sources=shown(rule.sources, found.knowledge.sources),
        )
        for rule in _in_force(Policy.among(found.rules), question.day)
        if (pays := _pays(rule)) is not None
        for why in (why_not(rule, question.learner, question.day),)
    ]
    order = {Status.GRANTED: 0, Status.CONDITIONAL: 1, Status.REFUSED: 2}
    return Funding(as_of=question.day, schemes=sorted(schemes, key=lambda one: (order[one.status], one.code)))


def _in_force(rules: list[Policy], day: dt.date) -> Iterator[Policy]:
    for versions in versions_by_code(rules).values():
        for rule, days in zip(versions, force_days(versions), strict=True):
            if day in days and not (rule.observed_on and day - rule.observed_on > LONGEST_SINCE):
                yield rule


def _pays(rule: Policy) -> Message | None:
    """Return what a scheme pays at most; None where it publishes neither a rate nor an amount."""
    money = Money(rule.amount, rule.unit) if rule.amount is not None and rule.unit and len(rule.unit) == 3 else None  # noqa: PLR2004 - a currency
    if rule.share is None:
        return Message("answer.pays-amount", most=money) if money else None
    share = Decimal(str(rule.share)) * 100
    if money:
        return Message("answer.pays-share-to", share=share.normalize(), most=money)
    return Message("answer.pays-share", share=share.normalize())


def _status(why: Message | None) -> Status:
    if why is None:
        return Status.GRANTED
    return Status.CONDITIONAL if why.id in {"plan.give-residency", "plan.give-birth-year"} else Status.REFUSED

"""Which exceptions are kept, and which of them were granted so often that a rule may say it instead?"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from stackways.pathways.question import UnknownCodeError
from stackways.rules.base import Code, Model, Said, Titles
from stackways.rules.collection import Catalogue
from stackways.rules.kinds.exception import Does, RuleException
from stackways.rules.recognise import titles_of
from stackways.seed.problems import nearest
from stackways.words.message import Argument, Message, Published

__all__ = ["ExceptionKept", "ExceptionsKept", "Proposal", "list_exceptions"]

OFTEN = 3
"""How often the same is granted before a rule is proposed."""


class ExceptionKept(Model):
    """An exception, as the office keeps it."""

    rule: str
    """`code@version`."""
    does: Does
    """What it does."""
    message: Said
    """What it does, in plain words."""
    says: Titles
    """Its sentence."""
    learner: str | None
    """The pseudonym of the one learner it is for; none: everyone in its scope."""
    term: str | None
    """The term it is for."""
    requested_by: str
    """Who asked for it."""
    approved_by: str
    """Who approved it."""
    from_: Annotated[dt.date | None, Field(alias="from", serialization_alias="from")]
    """The first day on which it holds."""
    until: dt.date | None
    """The last day on which it holds; none when it does not end."""
    in_force: bool
    """Whether it holds on the day asked for."""


class Proposal(Model):
    """The same exception, granted often: a rule may say it for everybody. For a person to decide, never a rule."""

    count: int
    """How often it was granted."""
    message: Said
    """What a rule could say."""
    exceptions: list[str]
    """The exceptions, `code@version`."""
    command: str | None
    """The command that writes such a rule; none where the programme's own rules would have to change."""


class ExceptionsKept(Model):
    """The exceptions of one institution, or of all, soonest to end first."""

    as_of: dt.date
    """The day the question was asked for."""
    items: list[ExceptionKept]
    """The exceptions."""
    proposals: list[Proposal]
    """What was granted often, most often first."""


def list_exceptions(
    catalogue: Catalogue, institution: Code | None, as_of: dt.date, *, often: int = OFTEN
) -> ExceptionsKept:
    """Return the exceptions that a catalogue keeps, and the rules that they propose.

    Raises:
        UnknownCodeError: the catalogue has no such institution.
    """
    known = [one.code for one in catalogue.institutions]
    if institution is not None and institution not in known:
        raise UnknownCodeError(institution, "institution", nearest(institution, known))
    rules = [one for one in RuleException.among(catalogue.rules) if institution in {None, one.published_by}]
    items = {item.code: item for item in catalogue.study_items()}

    def name_of(code: Code) -> Argument:
        return Published.of(titles_of(items, code))

    kept = [
        ExceptionKept(
            rule=rule.name,
            does=rule.does,
            message=rule.in_words(name_of),
            says=rule.says,
            learner=rule.learner,
            term=rule.term,
            requested_by=rule.requested_by,
            approved_by=rule.approved_by,
            from_=rule.effective_from,
            until=rule.effective_until,
            in_force=rule.in_force_on(as_of),
        )
        for rule in rules
    ]
    alike: dict[tuple[object, ...], list[RuleException]] = defaultdict(list)
    for rule in rules:
        needs = rule.needs.model_dump_json() if rule.needs else None
        alike[rule.does, rule.target, rule.within, rule.part, needs].append(rule)
    proposals = [
        Proposal(
            count=count,
            message=Message("exceptions.proposal", count=count, says=same[0].in_words(name_of)),
            exceptions=[rule.name for rule in same],
            command=_command(same[0]),
        )
        for same in alike.values()
        if (count := _times_granted(same)) >= often
    ]
    return ExceptionsKept(
        as_of=as_of,
        items=sorted(kept, key=lambda one: (one.until or dt.date.max, one.rule)),
        proposals=sorted(proposals, key=lambda one: (-one.count, one.exceptions)),
    )


def _times_granted(rules: Sequence[RuleException]) -> int:
    """Return how often something was granted: once to each learner, and once by each decision for everyone."""
    return len({rule.learner or rule.code for rule in rules})


def _command(rule: RuleException) -> str | None:
    """Return the command that writes the rule of recognition that a substitution is."""
    if rule.does != "substitute" or rule.needs is None or rule.needs.thing is None:
        return None
    return (
        f"stackways new recognition --needs {rule.needs.thing} --target {rule.target} --outcome specified_credit "
        f"--within {rule.within} --into FOLDER"
    )

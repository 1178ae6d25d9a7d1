"""The sentences of a summary, in the order in which people want to know: what you get, need, study, and what not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from stackways.rules.base import Spoken, Titles
from stackways.rules.catalogue import Institution
from stackways.rules.decision import ExceptionUsed, Named, Status
from stackways.words.message import Argument, Listed, Message, Published, listed

Part = Literal["you_get", "you_need", "to_study", "does_not_count", "unclear"]

MOST_NAMED = 3
"""How many things one sentence names; the others are counted."""


class Sentence(Spoken):
    """One sentence of a summary."""

    part: Part
    """What it is about; the parts come in this order."""
    status: Status | None = None
    """For what you get: whether it is recognised, depends on something, or is not recognised or not published."""

    could_be: list[Named] = []
    """For what you also need: what would show it, to be added to what is held."""


def sentence(part: Part, message: Message, status: Status | None = None, could_be: Sequence[Named] = ()) -> Sentence:
    """Return a sentence of a summary."""
    return Sentence(part=part, message=message, status=status, could_be=list(could_be))


def name_of(titles: Titles) -> Published:
    """Return a title as it is said."""
    return Published.of(titles)


def named(things: Sequence[Argument], joined: Literal["and", "or"] = "and") -> Listed:
    """Return the first few of several things, and how many others there are."""
    shown = list(things[:MOST_NAMED])
    if len(things) > MOST_NAMED:
        shown.append(Message("answer.others", count=len(things) - MOST_NAMED))
    return listed(shown, joined)


def institutions_named(institutions: Iterable[Institution]) -> Listed:
    """Return institutions by name."""
    return listed([name_of(institution.title) for institution in institutions])


def by_exceptions(exceptions: Iterable[ExceptionUsed]) -> list[Sentence]:
    """Return a sentence for each exception that an answer rests on: what it says, and who approved it."""
    each = {one.rule: one for one in exceptions}
    return [
        sentence("you_get", Message("answer.by-exception", says=Published.of(one.says), approved=one.in_words()))
        for one in each.values()
    ]

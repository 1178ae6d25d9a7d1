"""The sentences of a summary, in the order in which people want to know: what you get, need, study, and what not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from stackways.rules.base import Spoken, Titles
from stackways.rules.catalogue import Institution
from stackways.rules.decision import ExceptionUsed, Named, Status
from stackways.words.message import Argument, Listed, Message, Published, as_message, listed

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

    one_of: list[Spoken] = []
    """For what you also need: the ways to meet it, where they are too many for one sentence; each is enough."""

    def lines(self) -> list[str]:
        """Return the sentence, and each way to meet it on a line of its own."""
        return [self.text, *(f"- {way.text}" for way in self.one_of)]


def sentence(part: Part, message: Message, status: Status | None = None, could_be: Sequence[Named] = ()) -> Sentence:
    """Return a sentence of a summary."""
    return Sentence(part=part, message=message, status=status, could_be=list(could_be))


class Needed(NamedTuple):
    """What entry still asks for: the sentence, and the ways to meet it that have a line each."""

    message: Message
    one_of: tuple[Message, ...] = ()


def entry_needed(programme: Published, needs: Sequence[Argument], *, not_met: bool) -> Needed:
    """Return what entry to a programme asks for: in the sentence, or as a list of ways where there are several."""
    if ways := _ways(needs):
        what = "answer.entry-not-met-ways" if not_met else "answer.entry-ways"
        return Needed(Message(what, programme=programme), ways)
    what = "answer.entry-not-met" if not_met else "answer.entry-needs"
    return Needed(Message(what, programme=programme, needs=named(needs)))


def says_needed(need: Needed, could_be: Sequence[Named]) -> Sentence:
    """Return what entry asks for as a sentence, with what would show it."""
    one_of = [Spoken(message=way) for way in need.one_of]
    return Sentence(part="you_need", message=need.message, could_be=list(could_be), one_of=one_of)


def _ways(needs: Sequence[Argument]) -> tuple[Message, ...]:
    """Return the ways to meet one need, each of which is enough; none where a sentence has room for them."""
    need = _bare(needs[0]) if len(needs) == 1 else None
    if not isinstance(need, Listed) or need.joined != "or":
        return ()
    if len(need.items) < MOST_NAMED and not any(isinstance(_bare(way), Listed) for way in need.items):
        return ()
    return tuple(as_message(_bare(way)) for way in need.items)


def _bare(said: Argument) -> Argument:
    """Return what a message says that only puts it into another, or into brackets."""
    while isinstance(said, Message) and said.id in {"said.as-it-stands", "said.in-brackets"}:
        said = said.argument("what")
    return said


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

"""What is asked by a code that something had before: the question is asked again by the code that it has now."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Protocol, Self, TypeVar

from stackways.graph.rows import item_from_row
from stackways.pathways.question import Question, UnknownCodeError
from stackways.pathways.summary.sentence import Sentence, name_of, sentence
from stackways.rules.base import CODE_PATTERN, Code, Spoken, Titles
from stackways.words.message import Code as CodeShown
from stackways.words.message import Message

if TYPE_CHECKING:
    from stackways.graph.driver import Reading


class Renumbered(Spoken):
    """A code that was asked for, and the code that it became."""

    former: Code
    """The code as it was given."""
    code: Code
    """The code that the entry has now."""


class Summed(Protocol):
    """An answer with a summary."""

    summary: list[Sentence]

    def model_copy(self, *, update: Mapping[str, Any]) -> Self:
        """Return it with other fields."""


Asked = TypeVar("Asked", bound=Question)
Answer = TypeVar("Answer", bound=Summed)


async def by_present_codes(
    reader: Reading, question: Asked, answer: Callable[[Reading, Asked], Awaitable[Answer]]
) -> Answer:
    """Return the answer; where something is asked for by a former code, by the present one, and it says so.

    Raises:
        UnknownCodeError: something is called so now by nothing in the catalogue, and was not before.
    """
    try:
        return await answer(reader, question)
    except UnknownCodeError as error:
        codes = [one.code for one in (error, *error.others)]
        now = await present_codes(reader, codes, illustrative=question.illustrative)
        if not now:
            raise
    fields = {name: _named_now(getattr(question, name), now) for name in type(question).model_fields}
    asked = type(question).model_validate(fields).as_said_on(question.said_on)
    told = await answer(reader, asked)
    renumbered = [Renumbered(former=former, code=code, message=message) for former, (code, message) in now.items()]
    summary = [*told.summary, *(sentence("unclear", one.message) for one in renumbered)]
    return told.model_copy(update={"renumbered": renumbered, "summary": summary})


async def present_codes(
    reader: Reading, codes: Iterable[Code], *, illustrative: bool = False
) -> dict[Code, tuple[Code, Message]]:
    """Return the code that each former code became, with what is said of it; those that are none are left out."""
    sought = [code for code in dict.fromkeys(codes) if re.fullmatch(CODE_PATTERN, code)]
    if not sought:
        return {}
    rows = await reader.read(
        "identified",
        identifiers=sought,
        text=" ".join(f'"{code}"' for code in sought),
        institutions=[],
        hosts=[],
        codes=[],
        illustrative=illustrative,
    )
    items = [item_from_row(row) for row in rows]
    return {
        former: (item.code, called_now(former, item.code, item.title)) for item in items for former in item.former_codes
        if former in sought
    }  # fmt: skip


def called_now(former: Code, code: Code, title: Titles) -> Message:
    """Say what a former code was renumbered to."""
    return Message("answer.renumbered", former=CodeShown(former), code=CodeShown(code), title=name_of(title))


def _named_now(value: Any, now: Mapping[Code, tuple[Code, Message]]) -> Any:  # noqa: ANN401 - any field of a question
    """Return a field of a question in which everything is named by its present code."""
    if isinstance(value, str):
        return now[value][0] if value in now else value
    if isinstance(value, list):
        return [_named_now(one, now) for one in value]
    if hasattr(value, "model_fields_set"):
        fields = {name: _named_now(getattr(value, name), now) for name in value.model_fields_set}
        return type(value).model_validate(fields)
    return value

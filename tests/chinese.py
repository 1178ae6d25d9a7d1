"""What is English in a whole answer that is said in Chinese, but titles and what somebody published."""

import re
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from stackways.words.message import Argument, Code, Listed, Message, Published, Quantity, Word
from stackways.words.render import say

NAMES = re.compile(
    r"`[^`]*`|gpa-\d|HKQF|EQF|FlexiMasters|MicroMasters|Higher Nitec|Nitec|GCE A-Level H2|SGD|HKD|USD|GBP"
)
"""Codes, scales, brands and currencies, which keep their names."""
ENGLISH = re.compile(r"[A-Za-z]{2,}")
ONE_WORD = re.compile(r"[\w:@./#%+&?=~-]*")
"""A code, an address, a field's name: nothing that is said."""


def english_in(said: Argument, published: set[str]) -> str:
    """What is English in something said in Chinese, but what was published, codes, grades and brands."""
    text = say(said, "zh-Hant")
    for known in sorted(published, key=len, reverse=True):
        text = text.replace(known, "") if len(known) > 1 else text
    text = NAMES.sub("", text)
    return " ".join(ENGLISH.findall(text))


def published_in(said: Argument) -> set[str]:  # noqa: PLR0911 - one return a type
    """Every text in something said that somebody published, and every name that stands as it was printed."""
    if isinstance(said, Published):
        return {text for _, text in said.texts}
    if isinstance(said, str):
        return {said}
    if isinstance(said, Code):
        return {said.code}
    if isinstance(said, Word):
        known = say(said, "zh-Hant")
        return set() if re.search("[一-鿿]", known) else {known}
    if isinstance(said, Quantity):
        return published_in(Word("unit", said.unit, said.amount))
    if isinstance(said, Message):
        return {text for _, inside in said.args for text in published_in(inside)}
    if isinstance(said, Listed):
        return {text for inside in said.items for text in published_in(inside)}
    return set()


def own_words(said: Argument) -> set[str]:
    """The published texts; what is a string is a grade, a version, a name or a unit as it was printed."""
    return {text for text in published_in(said) if text}


def texts_in(part: object) -> Iterator[str]:
    """Every text in a catalogue, or in what was asked."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, BaseModel):
        yield from texts_in(part.model_dump(mode="json"))
    elif isinstance(part, dict):
        for inside in part.values():
            yield from texts_in(inside)
    elif isinstance(part, list | tuple):
        for inside in part:
            yield from texts_in(inside)


def parts_of(answer: object, place: str = "") -> Iterator[tuple[str, Message | str]]:
    """Every message and every text of an answer, with where it stands."""
    if isinstance(answer, Message | str):
        yield place, answer
    elif isinstance(answer, BaseModel):
        for name in type(answer).model_fields.keys() - {"title"}:
            yield from parts_of(getattr(answer, name), f"{place}/{name}")
    elif isinstance(answer, dict):
        for inside in answer.values():
            yield from parts_of(inside, f"{place}/*")
    elif isinstance(answer, list):
        for inside in answer:
            yield from parts_of(inside, place)


def strings_in(said: Any) -> Iterator[str]:  # noqa: ANN401 - an argument, or what an argument holds
    """Every bare string among the arguments of what is said."""
    if isinstance(said, str):
        yield said
    elif isinstance(said, Message):
        for _, inside in said.args:
            yield from strings_in(inside)
    elif isinstance(said, Listed):
        for inside in said.items:
            yield from strings_in(inside)


def english_left(answer: BaseModel, known: set[str]) -> dict[str, str]:
    """What is English in an answer said in Chinese, by where it stands.

    Args:
        answer: The whole answer.
        known: What is published, or was asked with: titles, sentences, notes, names of things that are held.
    """
    left = {}
    for place, said in parts_of(answer):
        bare = [said] if isinstance(said, str) else list(strings_in(said))
        if foreign := [text for text in bare if ENGLISH.search(text) and not ONE_WORD.fullmatch(text)
                       and text not in known]:  # fmt: skip
            left[place] = " | ".join(foreign)
        elif isinstance(said, Message) and (english := english_in(said, own_words(said))):
            left[place] = english
    return left

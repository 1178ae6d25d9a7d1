"""Amounts, lengths, days, names and terms, as CTDL writes them and a catalogue keeps them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from stackways.seed.ctdl.nodes import Node
from stackways.seed.ctdl.terms import in_words
from stackways.words.message import LANGUAGES, Argument, Message
from stackways.words.render import say

MOST_SLUG = 60
_PERIOD = re.compile(r"P(?=\d)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?")
_HOURS = re.compile(r"PT(\d+(?:\.\d+)?)H")


def titles_of(texts: Mapping[str, str]) -> dict[str, str]:
    """Return the titles in the languages that a catalogue keeps; what is in no other is taken for English."""
    found = {str(language): texts[language] for language in LANGUAGES if language in texts}
    return found or ({"en": next(iter(texts.values()))} if texts else {})


def in_each_language(message: Message) -> dict[str, str]:
    """Return a sentence made from what a file says, in each language."""
    return {language: say(message, language) for language in LANGUAGES}


def in_english(id_: str, **args: Argument) -> str:
    """Return a sentence in English, in which catalogues have their remarks."""
    return say(Message(id_, **args), "en")


def address(text: str | None) -> str | None:
    """Return an address of the web; None for any other text."""
    return text if text and re.fullmatch(r"https?://\S+", text) else None


def last_of(text: str) -> str:
    """Return what stands after the last colon, slash or hash of a term or an address."""
    return re.split(r"[/:#]", text.rstrip("/#"))[-1]


def target_of(value: Any) -> str:  # noqa: ANN401 - any part of a file
    """Return the last part of what an alignment, or a bare term, points at."""
    if not isinstance(value, Node):
        return last_of(value) if isinstance(value, str) else ""
    named = value.text("ceterms:targetNode") or value.text("ceterms:targetNodeName") or ""
    value.take("ceterms:framework", "ceterms:frameworkName", "ceterms:targetNodeName")
    return last_of(named)


def target_name(value: Any) -> str | None:  # noqa: ANN401 - any part of a file
    """Return the name of what an alignment points at, or the words of a bare term."""
    if isinstance(value, Node):
        name = value.text("ceterms:targetNodeName") or in_words(target_of(value)) or None
        value.take("ceterms:framework", "ceterms:frameworkName", "ceterms:targetNode")
        return name
    if isinstance(value, dict):
        return next((text for text in value.values() if isinstance(text, str)), None)
    if not isinstance(value, str):
        return None
    return in_words(value) if re.fullmatch(r"\w+:\w+", value) else value


def amount_of(profile: Node) -> tuple[float | int | None, str | None]:
    """Return the amount of credit in a value profile, and its unit; None where it gives none or several."""
    numbers = profile.take("schema:value", "ceterms:value")
    units = [_unit_of(one) for one in profile.take("ceterms:creditUnitType")]
    if len(numbers) != 1 or not isinstance(numbers[0], int | float) or isinstance(numbers[0], bool):
        return None, None
    amount = round(numbers[0], 2)
    return int(amount) if amount == int(amount) else amount, units[0] if units else None


def _unit_of(value: Any) -> str:  # noqa: ANN401 - any part of a file
    """Return a unit of credit: a term of CTDL in words, or a name as it stands."""
    if isinstance(value, Node) and not value.has("ceterms:targetNode"):
        return value.text("ceterms:targetNodeName") or "credit"
    return in_words(target_of(value)) or "credit"


def hours_of(duration: str | None) -> float | int | None:
    """Return a number of hours, of a duration in hours alone."""
    found = _HOURS.fullmatch(duration or "")
    return (float(found[1]) if "." in found[1] else int(found[1])) if found else None


def period_of(duration: str | None) -> str | None:
    """Return a length of calendar time, of a duration in years, months, weeks or days."""
    return duration if duration and _PERIOD.fullmatch(duration) else None


def day_of(text: str) -> str | None:
    """Return a whole day, also where a month or day has one digit; None for any other date."""
    found = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:T.*)?", text.strip())
    try:
        return dt.date(*map(int, found.groups()[:3])).isoformat() if found else None
    except ValueError:
        return None


def slug_of(text: str, most: int = MOST_SLUG) -> str:
    """Return a text as a part of a code."""
    plain = re.sub(r"[^a-z0-9]+", "-", text.lower().replace("&", " and ")).strip("-")
    return plain[:most].strip("-") or "unnamed"

"""What is on a pasted list? Each line by itself: what it names in the catalogue, and when it was attained.

A line is taken for an entry only where all of its words are that entry's, and all words of the entry's name are in the
line; everything else is for the learner to choose.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stackways.pathways.browse_catalogue import find
from stackways.pathways.question import ItemShown
from stackways.pathways.rank_found import Candidate, asked_words, words_of
from stackways.rules.base import Model, Spoken
from stackways.rules.catalogue import Kind, PartialDate
from stackways.words.message import Message

if TYPE_CHECKING:
    from stackways.graph.driver import Reading

MOST_LINES = 50
"""The most lines that are read at once."""
MOST_OTHERS = 5
"""How many entries are offered for a line."""


class LineRead(Model):
    """One line of a list."""

    text: str
    """As it was written."""
    name: str
    """Without its date."""
    entry: ItemShown | None
    """What it names; None where that is not certain."""
    others: list[ItemShown]
    """What else it could be, the likeliest first; nothing of it is taken without being chosen."""
    written_on: PartialDate | None
    """When it was attained, as far as the line says."""
    attained_on: dt.date | None
    """That day; the first of a month or year where the line says no more, so that nothing is promised for too long."""
    also: list[str] = []
    """Other lines that say the same."""


class ListRead(Model):
    """A list, line by line; nothing of it is kept."""

    as_of: dt.date
    """The day the question was asked for."""
    summary: list[Spoken]
    """What was read, in a few sentences."""
    lines: list[LineRead]
    """Each line, in order."""


async def read_list(reader: Reading, text: str, as_of: dt.date, *, illustrative: bool = False) -> ListRead:
    """Return what each line of a list names, and when it was attained; lines that say the same are one."""
    written = [line for line in map(str.strip, re.split(r"[\n;]", text)) if re.search(r"\w", line)]
    read: list[LineRead] = []
    for line in written[:MOST_LINES]:
        one = await _line(reader, line, illustrative=illustrative)
        same = next((at for at, other in enumerate(read) if _same(one, other)), None)
        if same is None:
            read.append(one)
        else:
            read[same] = _merged(read[same], one)
    said = list(_summary(read, len(written) - MOST_LINES))
    return ListRead(as_of=as_of, summary=[Spoken(message=one) for one in said], lines=read)


async def _line(reader: Reading, line: str, *, illustrative: bool) -> LineRead:
    found = date_in(line)
    name = _tidy(found.rest if found else line)
    items = await find(reader, name[:200], limit=4 * MOST_OTHERS, illustrative=illustrative)
    items = [(one, shown) for one, shown in items if one.kind is not Kind.INSTITUTION]
    meant = [shown for one, shown in items if is_named(one, name) and not one.is_class]
    meant = meant or [shown for one, shown in items if is_named(one, name)]
    entry = meant[0] if len(meant) == 1 else None
    others = [shown for _, shown in items if shown != entry]
    return LineRead(
        text=line,
        name=name,
        entry=entry,
        others=others[:MOST_OTHERS],
        written_on=found.written if found else None,
        attained_on=found.day if found else None,
    )


def _same(one: LineRead, other: LineRead) -> bool:
    """Tell whether two lines say the same: the same thing, and no two dates."""
    if one.entry and other.entry:
        same = one.entry.code == other.entry.code
    else:
        same = one.entry is other.entry and words_of(one.name) == words_of(other.name)
    first, second = one.written_on or "", other.written_on or ""
    return same and (first.startswith(second) or second.startswith(first))


def _merged(kept: LineRead, other: LineRead) -> LineRead:
    """Return one line for two, with the date that says more."""
    more = max(kept, other, key=lambda line: len(line.written_on or ""))
    dates = {"written_on": more.written_on, "attained_on": more.attained_on}
    return kept.model_copy(update={**dates, "also": [*kept.also, other.text]})


def _summary(lines: list[LineRead], left_out: int) -> Iterator[Message]:
    known = sum(line.entry is not None for line in lines)
    yield Message("list.found", count=known, all=len(lines))
    if choices := sum(line.entry is None and bool(line.others) for line in lines):
        yield Message("list.to-choose", count=choices)
    if unknown := sum(line.entry is None and not line.others for line in lines):
        yield Message("list.not-found", count=unknown)
    if merged := sum(len(line.also) for line in lines):
        yield Message("list.merged", count=merged)
    if any(line.attained_on and len(line.written_on or "") < len("2024-06-01") for line in lines):
        yield Message("list.first-day")
    if left_out > 0:
        yield Message("list.left-out", count=left_out, most=MOST_LINES)


# What a line names

_ABBREVIATION = re.compile(r"\(([A-Z][A-Z0-9+-]+)\)")


def is_named(one: Candidate, text: str) -> bool:
    """Tell whether a text names an entry and nothing else: by a whole name, and otherwise only who offers it.

    For a credential the word for its kind may be missing or added ("Udacity AI Programming with Python"); a programme
    is another one with another word for its kind.
    """
    said = set(asked_words(text))
    by = {word for name in (*one.offered_by, *one.also_by) for word in _words(name)} | set(words_of(one.code))
    kind = set(words_of(one.sort)) if one.kind is Kind.CREDENTIAL else set()
    for name in one.names:
        for written in _ways_to_write(name):
            wanted = _words(written) - kind
            if wanted and wanted <= said and said - wanted <= by | kind:
                return True
    return False


def _words(text: str) -> set[str]:
    return set(asked_words(text))


def _ways_to_write(name: str) -> Iterator[str]:
    """Yield a name whole, and its abbreviation and the rest apart where it has one in brackets."""
    yield name
    if found := _ABBREVIATION.search(name):
        yield found[1]
        yield _ABBREVIATION.sub("", name)


_AROUND = re.compile(
    r"^(?:[-*\u2022\u00b7\u2013]|\(?\d{1,2}[.)])\s+"
    r"|[\s,;:|@\u2013\u2014-]*(?:\b(?:attained|awarded|completed|issued|obtained|passed|in|on)\b[\s:]*)*[\s,;:|@\u2013\u2014-]*$",
    re.IGNORECASE,
)


def _tidy(text: str) -> str:
    """Return a line without its bullet, empty brackets, and what stood before its date."""
    text = re.sub(r"\(\s*\)|\[\s*\]", " ", text)
    return re.sub(r"\s+", " ", _AROUND.sub("", text.strip())).strip(" \"'\u201c\u201d")


# When it was attained

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_FORMS = [
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"(?<!\d){_YEAR}[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}})(?!\d)",
        rf"{_YEAR}\s*年\s*(?P<month>\d{{1,2}})\s*月\s*(?P<day>\d{{1,2}})\s*日",
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s-]+{_MONTH}[\s,-]+{_YEAR}\b",
        rf"\b{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+{_YEAR}\b",
        rf"(?<!\d)(?P<one>\d{{1,2}})[/.-](?P<other>\d{{1,2}})[/.-]{_YEAR}\b",
        rf"\b{_MONTH}[\s,-]+{_YEAR}\b",
        rf"{_YEAR}\s*年\s*(?P<month>\d{{1,2}})\s*月",
        rf"(?<!\d){_YEAR}[-/](?P<month>0?[1-9]|1[0-2])(?!\d)",
        rf"(?<!\d)(?P<month>0?[1-9]|1[0-2])/{_YEAR}\b",
        rf"{_YEAR}\s*年",
        rf"\b{_YEAR}\b",
    )
]


@dataclass(frozen=True)
class DateFound:
    """A date in a line."""

    written: PartialDate
    day: dt.date
    """The day, or the first day of the month or year."""
    rest: str
    """The line without it."""


def date_in(line: str) -> DateFound | None:
    """Return the date in a line, as far as it says one; the last of several of the same form."""
    for form in _FORMS:
        for found in reversed(list(form.finditer(line))):
            if written := _written(found):
                day = dt.date.fromisoformat(f"{written}-01-01"[: len("2024-06-01")])
                return DateFound(written, day, form.sub(" ", line))
    return None


def _written(found: re.Match[str]) -> str | None:
    """Return a date as far as it is known; None where there is no such day.

    Of 3/4/2024 nobody knows which is the day: the year is known.
    """
    parts = found.groupdict()
    year = parts["year"]
    day: Callable[[str | int, str | int], str] = lambda month, day: f"{year}-{int(month):02}-{int(day):02}"  # noqa: E731 - three uses
    if parts.get("one"):
        days = {written for written in (day(parts["other"], parts["one"]), day(parts["one"], parts["other"]))
                if _exists(written)}  # fmt: skip
        return days.pop() if len(days) == 1 else year if days else None
    name = parts.get("name")
    month = _MONTHS.index(name[:3].lower()) + 1 if name else parts.get("month")
    if month is None:
        return year
    if parts.get("day"):
        written = day(month, parts["day"])
        return written if _exists(written) else None
    return f"{year}-{int(month):02}"


def _exists(written: str) -> bool:
    try:
        dt.date.fromisoformat(written)
    except ValueError:
        return False
    return True

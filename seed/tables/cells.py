"""What a cell says: courses and how they are joined, days, periods, grades, amounts, and words that stand for values.

Nothing is guessed: what can be read in two ways is refused, with the ways it could be written.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Literal, TypeAlias

from stackways.rules.base import CODE_PATTERN
from stackways.seed.problems import nearest
from stackways.words.message import Argument, Message, listed

LONGEST_CODE = 40


class MisreadError(ValueError):
    """A cell that cannot be taken as it stands."""

    def __init__(self, id: str, /, **args: Argument) -> None:  # noqa: A002 - that is what it is
        """Keep what is wrong and, under the same id and `.remedy`, what would be right."""
        self.what = Message(id, **args)
        self.remedy = Message(f"{id}.remedy", **args)
        super().__init__(id)


@dataclass(frozen=True, slots=True)
class Named:
    """A course as a cell names it: by its code, its title, or both."""

    code: str
    title: str


@dataclass(frozen=True, slots=True)
class Joined:
    """Several, of which all are meant together or any one suffices."""

    how: Literal["all", "any"]
    parts: tuple[Courses, ...]


Courses: TypeAlias = Named | Joined


def leaves(courses: Courses) -> list[Named]:
    """Return every course named, in reading order."""
    return [courses] if isinstance(courses, Named) else [one for part in courses.parts for one in leaves(part)]


# Courses and how they are joined

_WORD = r"[^\W\d_]"
_CONNECTOR = re.compile(r"\s*(?:([+&])|\b(and)\b|(/)|\b(or)\b)\s*", re.IGNORECASE)
_UNKNOWN_DIGITS = re.compile(r"x{3,}|(?<=\d)x{2,}\b|[?#*]{2,}", re.IGNORECASE)
_ORDINARY_WORDS = re.compile(rf"\b{_WORD}?[a-zà-öø-ÿ]{{3,}}\b")
_CODE_LINE = re.compile(rf"{_WORD}[\w.-]*\d[\w.-]*|\d[\w.-]*{_WORD}[\w.-]*")


def read_courses(code: str, title: str, vocabulary: Collection[str] = ()) -> Courses:
    """Return the courses that a cell of codes, with the cell of titles beside it, names.

    Args:
        code: For example `CS 101 + CS 102`, `ECON2102/2220`, `(A1 + A2) / B1`, or empty.
        title: Their titles, joined alike, or one title.
        vocabulary: The keys of codes that are known, or stand alone in the column: what follows one of them in a cell
            is no part of it.

    Raises:
        MisreadError: it can be read in several ways, or is no code.
    """
    if not code and not title:
        raise MisreadError("table.no-course")
    code = _on_one_line(code)
    if code.count("(") != code.count(")"):
        raise MisreadError("table.brackets", text=code)
    if not code:
        return Named("", " ".join(title.split()))
    tree = _Reader(_tokens(code, vocabulary), code).read()
    return _with_titles(tree, title, vocabulary)


def _on_one_line(code: str) -> str:
    lines = [line.strip() for line in code.split("\n") if line.strip()]
    joined = any(
        line.endswith(("_", "-"))
        or _CONNECTOR.match(line)
        or re.search(r"(?:[+&/]|\b(?:and|or))\s*$", line, re.IGNORECASE)
        for line in lines
    )
    if len(lines) > 1 and not joined and all(_CODE_LINE.fullmatch(line) for line in lines) and _alike(lines):
        raise MisreadError(
            "table.lines-of-codes", codes=listed(lines, "comma"), all=" + ".join(lines), any=" / ".join(lines)
        )
    return " ".join(lines)


def _alike(lines: Sequence[str]) -> bool:
    """Tell whether lines look like several codes, not like one that is broken: they begin alike or are as long."""
    return len({len(line) for line in lines}) == 1 or len({line[:3] for line in lines}) == 1


def _tokens(text: str, vocabulary: Collection[str]) -> list[str]:
    """Return codes, `+`, `/`, `(` and `)`; what stands inside a code stays there."""
    tokens: list[str] = []
    for piece in re.split(r"([()])", text) if _groups(text) else [text]:
        if piece in ("(", ")"):
            tokens.append(piece)
            continue
        start, signs = 0, [one for one in _CONNECTOR.finditer(piece) if not (one[2] or one[4]) or _joins(piece, one)]
        slashes = all(_splits(piece[: one.start()], piece[one.end() :], vocabulary) for one in signs if one[3])
        for found in signs:
            if found[3] and not slashes:
                continue
            tokens += [piece[start : found.start()].strip(), "+" if found[1] or found[2] else "/"]
            start = found.end()
        tokens.append(piece[start:].strip())
    # A bracket needs no code before or after it; a connector does.
    return [
        token
        for position, token in enumerate(tokens)
        if token or not ({"(", ")"} & set(tokens[max(0, position - 1) : position + 2]))
    ]


def _joins(piece: str, word: re.Match[str]) -> bool:
    """Tell whether an `and` or `or` stands between two codes, and not in a title."""
    left, right = re.split(r"[+&/]", piece[: word.start()])[-1], re.split(r"[+&/]", piece[word.end() :])[0]
    return (is_code(left.strip()) and is_code(right.strip())) or not (left.strip() and right.strip())


def _groups(text: str) -> bool:
    """Tell whether brackets group codes: they stand at the beginning or next to a connector, and join inside."""
    inside = re.findall(r"\(([^()]*)\)", text)
    return any(re.search(r"[+&/]|\b(?:and|or)\b", one, re.IGNORECASE) for one in inside) and bool(
        re.match(r"\s*\(", text) or re.search(r"(?:[+/]|\b(?:and|or)\b)\s*\(", text, re.IGNORECASE)
    )


def _splits(left: str, right: str, vocabulary: Collection[str]) -> bool:
    """Tell whether a slash stands between two codes, and not inside one, as in `01/234`."""
    apart = left.endswith(" ") or right.startswith(" ") or not right or not left
    left, right = re.split(r"[+&/]", left)[-1].strip(), re.split(r"[+&/]", right)[0].strip()
    if re.fullmatch(r"[A-Za-z]{2,5}", left):  # ARTH/FINE 2013 is two, where there is an ARTH of some number
        number = re.fullmatch(r"[A-Za-z]{2,5} ?\d[\w.]*", right)
        return bool(number) and any(re.match(rf"{left.casefold()}\d", known) for known in vocabulary)
    if re.fullmatch(r"\d+[A-Za-z]?", right):  # as in ECON 2102/2220
        number = re.search(r"\d+[A-Za-z]?$", left)
        return bool(number and re.match(r"[A-Za-z]", left) and len(number[0]) == len(right))
    if apart and all(re.search(r"\d", side) for side in (left, right) if side):
        return True
    letters = [bool(re.search(r"[A-Za-z]", side)) for side in (left, right)]
    return _is_whole(left) and _is_whole(right) and letters[1] >= letters[0]


def _is_whole(code: str) -> bool:
    has_number = bool(re.search(r"\d", code) or _UNKNOWN_DIGITS.search(code))
    return len(code) >= 3 and has_number and bool(re.search(r"[A-Za-z]", code) or len(code) >= 4)  # noqa: PLR2004


_OPEN, _CLOSE = "()"


class _Reader:
    """Reads `A + B`, `A / B` and brackets; both signs beside each other without brackets can mean two things."""

    def __init__(self, tokens: list[str], text: str) -> None:
        self._tokens = tokens
        self._text = text

    def read(self) -> Courses:
        found = self._group()
        if self._tokens:
            raise MisreadError("table.brackets", text=self._text)
        return found

    def _group(self) -> Courses:
        parts, signs = [self._one()], set()
        while self._tokens and self._tokens[0] in ("+", "/"):
            signs.add(self._tokens.pop(0))
            parts.append(self._one())
        if len(signs) > 1:
            raise MisreadError("table.both-signs", text=self._text)
        if not signs:
            return parts[0]
        return Joined("all" if signs == {"+"} else "any", tuple(_carried(parts) if signs == {"/"} else parts))

    def _one(self) -> Courses:
        token = self._tokens.pop(0) if self._tokens else ""
        if token == _OPEN:
            inside = self._group()
            if not self._tokens or self._tokens.pop(0) != _CLOSE:
                raise MisreadError("table.brackets", text=self._text)
            return inside
        if token in ("", "+", "/", _CLOSE):
            raise MisreadError("table.side-empty", text=self._text)
        return Named(token, "")


def _carried(parts: Sequence[Courses]) -> list[Courses]:
    """Return alternatives in full: `ECON2102/2220` is ECON2102 or ECON2220, `ARTH/FINE 2013` ARTH 2013 or FINE 2013."""
    done: list[Courses] = []
    for position, part in enumerate(parts):
        code = part.code if isinstance(part, Named) else ""
        before = done[-1].code if done and isinstance(done[-1], Named) else ""
        if re.fullmatch(r"[A-Za-z]{2,5}", code):
            later = next(
                (one.code for one in parts[position + 1 :] if isinstance(one, Named) and re.search(r"\d", one.code)), ""
            )
            number = re.search(r" ?\d.*$", later)
            done.append(Named(code + number[0], "") if number else part)
        elif re.fullmatch(r"\d+[A-Za-z]?", code) and (number := re.search(r"\d+[A-Za-z]?$", before)):
            done.append(Named(before[: number.start()] + code, ""))
        else:
            done.append(part)
    return done


def _with_titles(tree: Courses, title: str, vocabulary: Collection[str]) -> Courses:
    codes = leaves(tree)
    titles = _titles(title, len(codes), tree)
    named = iter([_named(one.code, said, vocabulary) for one, said in zip(codes, titles, strict=True)])
    return _filled(tree, named)


def _filled(tree: Courses, named: Iterable[Named]) -> Courses:
    named = iter(named)

    def fill(part: Courses) -> Courses:
        return next(named) if isinstance(part, Named) else Joined(part.how, tuple(fill(each) for each in part.parts))

    return fill(tree)


def _titles(title: str, count: int, tree: Courses) -> list[str]:
    """Return the title of each of so many codes, none where they cannot be told apart."""
    one = " ".join(title.split())
    if count == 1:
        return [one]
    sign = r"\s*\+\s*|\s+and\s+|\n" if isinstance(tree, Joined) and tree.how == "all" else r"\s*/\s*|\s+or\s+|\n"
    for pattern in (sign.split("|", maxsplit=1)[0], r"\s*\n\s*", sign):
        parts = [
            " ".join(part.split()) for part in re.split(pattern, title.strip(), flags=re.IGNORECASE) if part.strip()
        ]
        if len(parts) == count:
            return parts
    same = isinstance(tree, Joined) and tree.how == "any" and not re.search(r"[/\n]|\bor\b", title, re.IGNORECASE)
    return [one] * count if same else [""] * count


def _named(code: str, title: str, vocabulary: Collection[str]) -> Named:
    for start in _starts(code):
        rest = code[len(start) :].strip(" .()")
        if rest.casefold() == title.casefold() or (key_of(start) in vocabulary and not is_code(rest)):
            unspecified = _UNKNOWN_DIGITS.search(start) and rest.casefold() not in title.casefold()
            return Named(start, f"{title} ({rest})" if title and unspecified else title or rest)
    of_catalogue = ":" in code and re.fullmatch(CODE_PATTERN, code)
    if not (of_catalogue or is_code(code) or key_of(code) in vocabulary or wildcard_in(code)):
        raise MisreadError("table.no-code", text=code)
    return Named(code.rstrip("."), title.removeprefix(f"{code} "))


def _starts(code: str) -> Iterator[str]:
    """Yield what a code with words after it may begin with, longest first."""
    for found in reversed(list(re.finditer(r"[ .]?\(|[ .]", code))):
        start = code[: found.start()]
        if re.search(r"\d", start) or _UNKNOWN_DIGITS.search(start):
            yield start


def is_code(text: str) -> bool:
    """Tell whether a text can be a course's code: short, without ordinary words, with a number or in capitals."""
    if len(text) > LONGEST_CODE or len(_ORDINARY_WORDS.findall(text)) > 1:
        return False
    return bool(re.search(r"\d", text) or _UNKNOWN_DIGITS.search(text) or (text == text.upper() and " " not in text))


@lru_cache(65536)
def key_of(code: str) -> str:
    """Return a code without what offices write now so, now so: capitals, spaces, signs between letters and numbers."""
    words = re.findall(r"[a-z]+|[0-9]+|[^\W\d_a-z]+", code.casefold())
    key = ""
    for word in words:
        apart = key and (key[-1].isdigit() == word[0].isdigit())
        key += f"-{word}" if apart else word
    return key


@dataclass(frozen=True, slots=True)
class Wildcard:
    """Any course whose code looks so: `any 2000-level`, `CS 2xxx`, `ECONxxxx`."""

    pattern: str
    """As a selection of published codes has it."""


_LEVEL = re.compile(r"(?:any|all)?\s*(.*?)\s*(\d)(0+)(?:[- ]level|s)?\s*(?:courses?|modules?)?", re.IGNORECASE)


def wildcard_in(code: str) -> Wildcard | None:
    """Return the wildcard that a code is; None where it names one course."""
    text = code.strip()
    level = _LEVEL.fullmatch(text)
    if level and re.search(r"\b(?:any|all)\b|[- ]level\b", text, re.IGNORECASE):
        subject, digit, zeros = level.groups()
        low = int(digit + zeros)
        return Wildcard(f"{subject + ' ' if subject else ''}*{low}..{low + 10 ** len(zeros) - 1}*".replace(" *", "*"))
    if any_subject := re.fullmatch(r"any\s+([A-Z]{2,6})(?:\s+(?:courses?|modules?))?", text, re.IGNORECASE):
        return Wildcard(f"{any_subject[1].upper()}*")
    if _UNKNOWN_DIGITS.search(text):
        return Wildcard(_UNKNOWN_DIGITS.sub(lambda found: "*" if "*" in found[0] else "?" * len(found[0]), text))
    return Wildcard(text) if re.fullmatch(r"[A-Za-z0-9 .-]+\*", text) else None


# Days, periods, amounts, grades, words

_DAY_FORMS = ("%d %B %Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y", "%d-%b-%Y", "%d-%b-%y", "%Y/%m/%d", "%Y.%m.%d")


def read_day(text: str) -> dt.date:
    """Return the day that a cell says.

    Raises:
        MisreadError: it says none, or two: 03/04/2026.
    """
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            raise MisreadError("table.no-day", text=text) from None
    for form in _DAY_FORMS:
        try:
            return dt.datetime.strptime(text, form).date()  # noqa: DTZ007 - a calendar day
        except ValueError:
            continue
    if slashed := re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", text):
        one, other, year = map(int, slashed.groups())
        days = {day for day in (_day(year, other, one), _day(year, one, other)) if day}
        if len(days) == 1:
            return days.pop()
        if days:
            first, second = sorted(days)
            raise MisreadError("table.two-days", text=text, one=first.isoformat(), other=second.isoformat())
    raise MisreadError("table.no-day", text=text)


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


_UNITS = {
    "year": "Y",
    "yr": "Y",
    "年": "Y",
    "month": "M",
    "mth": "M",
    "個月": "M",
    "月": "M",
    "week": "W",
    "day": "D",
    "日": "D",
}
_NUMBERS = {
    word: number for number, word in enumerate(("one", "two", "three", "four", "five", "six", "seven", "eight"), 1)
}


def read_period(text: str) -> str:
    """Return the period that a cell says, in ISO 8601: `P4Y` for "4 years".

    Raises:
        MisreadError: it says none.
    """
    plain = text.strip()
    if re.fullmatch(r"P(?=.)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?", plain.upper()):
        return plain.upper()
    number = "|".join(_NUMBERS)
    found = re.findall(rf"(\d+|{number})\s*({'|'.join(_UNITS)})s?", plain.casefold())
    rest = re.sub(rf"(\d+|{number})\s*({'|'.join(_UNITS)})s?|and|within|last|the|,", "", plain.casefold()).strip()
    if not found or rest:
        raise MisreadError("table.no-period", text=text)
    return "P" + "".join(f"{_NUMBERS.get(count, count)}{_UNITS[unit]}" for count, unit in found)


def read_amount(text: str) -> Decimal:
    """Return the number that a cell says.

    Raises:
        MisreadError: it says none.
    """
    try:
        found = Decimal(text.replace(",", "").strip())
    except InvalidOperation:
        raise MisreadError("table.no-number", text=text) from None
    if not found.is_finite() or found < 0 or found != round(found, 2):
        raise MisreadError("table.no-number", text=text)
    return found


@dataclass(frozen=True, slots=True)
class Credited:
    """How much credit is granted: an amount, a range, or one for each score."""

    amount: Decimal
    at_least: Decimal | None = None
    up_to: bool = False
    """True where the cell says that the institution decides: "up to 6"."""
    score: str = ""
    """The least score it is granted for; empty where it does not depend on one."""


def read_credit(text: str) -> list[Credited]:
    """Return how much credit a cell grants: `4`, `3-6`, `up to 6`, or by score `3: 4; 5: 8`.

    Raises:
        MisreadError: it says no amount.
    """
    if ":" in text or "=" in text:
        tiers = [re.split(r"[:=]", tier, maxsplit=1) for tier in re.split(r"[;\n]|,(?=.*[:=])", text) if tier.strip()]
        if any(len(tier) < 2 for tier in tiers):  # noqa: PLR2004 - a score and its credit
            raise MisreadError("table.no-tiers", text=text)
        return [Credited(read_amount(amount), score=score.strip()) for score, amount in tiers]
    if found := re.fullmatch(r"(?:up to|max\.?|maximum|at most)\s*([\d.]+)", text.strip(), re.IGNORECASE):
        return [Credited(read_amount(found[1]), up_to=True)]
    if found := re.fullmatch(r"([\d.]+)\s*(?:-|\u2013|to)\s*([\d.]+)", text.strip()):
        low, high = read_amount(found[1]), read_amount(found[2])
        if low > high:
            raise MisreadError("table.range-reversed", text=text)
        return [Credited(high, at_least=low)]
    return [Credited(read_amount(text))]


def read_choice(text: str, choices: Mapping[str, str]) -> str:
    """Return the catalogue's word for what a cell says.

    Args:
        text: The cell.
        choices: What may stand there, and the catalogue's word for it.

    Raises:
        MisreadError: it says something else.
    """
    found = {_folded(said): word for said, word in choices.items()}.get(_folded(text))
    if found is None:
        near = nearest(_folded(text), choices, limit=1, least=60)
        raise MisreadError("table.no-choice", text=text, choices=listed(near or choices, "or"))
    return found


@lru_cache(4096)
def _folded(text: str) -> str:
    return re.sub(r"[\s_-]+", " ", text.casefold()).strip()


def read_grade(text: str, scale: str) -> dict[str, object]:
    """Return the least grade that a cell asks for, on the scale that the cell beside it names.

    Raises:
        MisreadError: no scale is named, and the grade fits several.
    """
    said = re.sub(r"\s*(?:or (?:above|better|higher)|and above|\(.*\))\s*$", "", text.strip(), flags=re.IGNORECASE)
    said = re.sub(r"^(?:at least|min(?:imum)?\.?|grade)\s*", "", said, flags=re.IGNORECASE)
    if said.endswith("%") and not scale:
        said, scale = said[:-1].strip(), "percent"
    if not scale and re.fullmatch(r"[A-F][+-]?", said, re.IGNORECASE):
        scale = "letter"
    if not scale:
        raise MisreadError("table.no-scale", text=text)
    slug = re.sub(r"[^a-z0-9]+", "-", scale.casefold()).strip("-")
    number = re.fullmatch(r"\d+(?:\.\d{1,2})?", said)
    value: object = said.upper() if slug == "letter" else (_plain_number(said) if number else said)
    return {"value": value, "scale": slug}


def _plain_number(text: str) -> int | float:
    number = Decimal(text)
    return int(number) if number == number.to_integral_value() else float(number)


def as_number(amount: Decimal) -> int | float:
    """Return an amount as a catalogue file has it."""
    return int(amount) if amount == amount.to_integral_value() else float(amount)

"""What is alike in a table, or contradicts itself, without being wrong: for a person to look at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz import fuzz, process

from stackways.rules.base import Code
from stackways.seed.tables.cells import key_of
from stackways.seed.tables.entries import other_titles
from stackways.seed.tables.register import NewCourse, Register, is_country, plain_of
from stackways.words.message import Message, listed

ALIKE_INSTITUTIONS = 93
ALIKE_TITLES = 92
ALIKE_CODES = 85
DIFFERENT_TITLES = 60
"""In per cent: titles under one code that are less alike may be of two courses."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to look at, and the rows in which it stands."""

    said: Message
    rows: tuple[int, ...] = ()


def notices_of(register: Register) -> list[Notice]:
    """Return what is alike or contradicts itself among the names of a table."""
    return [*_institutions(register), *_countries(register), *_titles_of_one_code(register), *_courses(register)]


def _institutions(register: Register) -> Iterator[Notice]:
    names = {
        code: plain_of(title) for code, title in register.institutions.items() if code in register.named_institutions
    }
    for (one, first), (other, second) in combinations(sorted(names.items()), 2):
        if fuzz.token_sort_ratio(first, second, score_cutoff=ALIKE_INSTITUTIONS):
            titles = {"one": register.institutions[one], "other": register.institutions[other]}
            yield Notice(Message("table.alike.institutions", **titles, code=one))


def _countries(register: Register) -> Iterator[Notice]:
    for code, countries in sorted(register.countries.items()):
        known = sorted(country for country in countries if is_country(country))
        unread = sorted(country for country in countries if not is_country(country))
        if code in register.new_institutions:
            name = register.institutions[code]
            if len(known) > 1:
                yield Notice(Message("table.contradiction.countries", institution=name, countries=listed(known)))
            if unread:
                yield Notice(Message("table.country-unread", institution=name, words=listed(unread)))


def _titles_of_one_code(register: Register) -> Iterator[Notice]:
    for code, new in sorted(register.new_courses.items()):
        others = [title for title in other_titles(new) if fuzz.token_set_ratio(new.title, title) < DIFFERENT_TITLES]
        if others and new.code:
            said = {"code": new.code, "institution": register.institutions[new.institution]}
            yield Notice(Message("table.alike.titles", **said, titles=listed([new.title, *others])), tuple(new.rows))
        del code


def _courses(register: Register) -> Iterator[Notice]:
    """Yield codes that differ by little under one title, and titles that do, where there is no code."""
    by_institution: dict[Code, list[NewCourse]] = defaultdict(list)
    for new in register.new_courses.values():
        by_institution[new.institution].append(new)
    for institution, courses in sorted(by_institution.items()):
        name = register.institutions[institution]
        by_title: dict[str, list[NewCourse]] = defaultdict(list)
        for new in courses:
            by_title[plain_of(new.title)].append(new)
        for group in by_title.values():
            for one, other in combinations(group, 2):
                if not (one.code and other.code) or _differ_by_little(one.code, other.code):
                    shown = {"one": one.code or "-", "other": other.code or "-", "title": one.title}
                    yield Notice(Message("table.alike.codes", institution=name, **shown), tuple(one.rows + other.rows))
        yield from _alike_titles(name, [new for new in courses if not new.code])


def _differ_by_little(one: str, other: str) -> bool:
    return fuzz.ratio(key_of(one), key_of(other)) >= ALIKE_CODES


def _alike_titles(institution: str, courses: Sequence[NewCourse]) -> Iterator[Notice]:
    titles = [plain_of(new.title) for new in courses]
    for position, title in enumerate(titles):
        found = process.extract(title, titles[position + 1 :], scorer=fuzz.ratio, score_cutoff=ALIKE_TITLES, limit=3)
        for _, _, offset in found:
            other = courses[position + 1 + offset]
            if not _numbers_differ(title, plain_of(other.title)):
                said = {"one": courses[position].title, "other": other.title}
                rows = tuple(courses[position].rows + other.rows)
                yield Notice(Message("table.alike.names", institution=institution, **said), rows)


def _numbers_differ(one: str, other: str) -> bool:
    """Tell whether titles differ in a number or a numeral, as two courses of one series do."""
    series = [
        {word for word in title.split() if word.isdigit() or not word.strip("ivx") or len(word) == 1}
        for title in (one, other)
    ]
    return series[0] != series[1]

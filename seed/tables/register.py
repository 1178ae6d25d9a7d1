"""Who is meant and what is meant: names in a table, and the entries of the catalogue that they are.

A name that the catalogue has is that entry. One that it has not is proposed as a new entry under that very name; one
that is only like a known one is asked about, never taken for it.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

from rapidfuzz import fuzz, process

from stackways.rules.base import Code, title_in
from stackways.rules.catalogue import Credential, Module, Programme, StudyItem
from stackways.rules.collection import Catalogue
from stackways.seed.tables.cells import MisreadError, Named, Wildcard, as_number, key_of, wildcard_in
from stackways.seed.tables.mapping import Mapping, NewInstitution
from stackways.words.message import listed

LONGEST_SLUG = 60
VERY_LIKE = 90
"""From how like two names are, in per cent, one is asked about."""
COUNTRY_WORDS = {
    "u.s.a.": "US", "usa": "US", "u.s.": "US", "united states of america": "US", "united state of america": "US",
    "uk": "GB", "u.k.": "GB", "great britain": "GB", "england": "GB", "scotland": "GB", "wales": "GB",
    "hong kong": "HK", "hong kong sar": "HK", "macau": "MO", "macao": "MO", "mainland china": "CN", "prc": "CN",
    "republic of korea": "KR", "the netherlands": "NL", "czech republic": "CZ", "turkey": "TR", "russia": "RU",
    "taiwan": "TW", "vietnam": "VN",
}  # fmt: skip
"""How countries are written that no list of names has so."""


def slug_of(text: str, longest: int = LONGEST_SLUG) -> str:
    """Return a text as part of a code; made from its signature where it has no Latin letters or digits."""
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-")
    if not slug:
        return f"n-{_signature(text)}"
    if len(slug) <= longest:
        return slug
    return f"{slug[: longest - 9].rsplit('-', 1)[0]}-{_signature(text)}"


def _signature(text: str) -> str:
    return hashlib.sha256(plain_of(text).encode()).hexdigest()[:8]


@lru_cache(65536)
def plain_of(name: str) -> str:
    """Return a name without capitals, accents and signs: names that differ in nothing else are one."""
    folded = unicodedata.normalize("NFKD", name.casefold().replace("&", " and "))
    return " ".join(re.findall(r"\w+", "".join(sign for sign in folded if not unicodedata.combining(sign))))


@cache
def _countries() -> dict[str, str]:
    from babel import Locale  # noqa: PLC0415 - its data take long to read, and few tables name countries

    names = Locale.parse("en").territories
    return {plain_of(name): code for code, name in names.items() if re.fullmatch("[A-Z]{2}", code)} | {
        plain_of(word): code for word, code in COUNTRY_WORDS.items()
    }


def country_of(name: str) -> str | None:
    """Return the ISO 3166 code of a country; None where the name could be several, as `Korea`, or is none."""
    return name if re.fullmatch(r"[A-Z]{2}", name) and name != "UK" else _countries().get(plain_of(name))


def is_country(word: str) -> bool:
    """Tell whether a word is an ISO 3166 code."""
    return bool(re.fullmatch(r"[A-Z]{2}", word))


@dataclass(slots=True)
class NewCourse:
    """Something that the table names and the catalogue does not have."""

    institution: Code
    code: str
    """As the table writes it first; empty where it names only a title."""
    titles: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    facts: dict[str, Any] = field(default_factory=dict)
    """Credits, unit and level, as far as the table says."""
    wildcard: Wildcard | None = None
    unspecified: bool = False
    rows: list[int] = field(default_factory=list)

    @property
    def title(self) -> str:
        """Return the title that most rows give it, the first of several; its code where none gives one."""
        given = max(self.titles, key=lambda title: self.titles[title], default="")
        if self.unspecified or self.wildcard:
            return f"{given} ({self.code})" if given and self.code else given or self.code
        return given or self.code

    @property
    def kind(self) -> str:
        """Return its kind."""
        return max(self.kinds, key=lambda kind: self.kinds[kind], default="module")


class Register:
    """The catalogue's names, and those that the table adds to them."""

    def __init__(self, known: Catalogue, mapping: Mapping, accepted: frozenset[Code] = frozenset()) -> None:
        """Keep what is known.

        Args:
            known: What the catalogue has.
            mapping: What the office says of its table.
            accepted: The codes of what an earlier run of this table has added.
        """
        self._mapping = mapping
        self.known_sources = list(known.sources)
        self._blank = {word.casefold() for word in mapping.blank}
        self._different = {plain_of(name) for name in mapping.different}
        self.institutions = {one.code: title_in(one.title) for one in known.institutions}
        self._names: dict[str, Code] = {}
        self._bracketed: dict[str, list[Code]] = defaultdict(list)
        for one in known.institutions:
            for name in (one.code, *one.title.values()):
                self._names.setdefault(plain_of(name), one.code)
                self._bracketed[plain_of(re.sub(r"\(.*?\)", "", name))].append(one.code)
        self.new_institutions: dict[Code, NewInstitution] = {}
        for new in mapping.new:
            self._add_institution(new)
        self._names |= {plain_of(name): code for name, code in mapping.institutions.items()}
        self.countries: dict[Code, Counter[str]] = defaultdict(Counter)
        self.named_institutions: dict[Code, Counter[str]] = defaultdict(Counter)
        self._accepted = accepted
        self._items: dict[Code, StudyItem] = {item.code: item for item in known.study_items()}
        self._offers: dict[Code, list[StudyItem]] = defaultdict(list)
        self._by_key: dict[tuple[Code, str], list[StudyItem]] = defaultdict(list)
        for item in known.study_items():
            for institution in item.offered_by:
                self._offers[institution].append(item)
                for key in _keys_of(item):
                    if item not in self._by_key[institution, key]:
                        self._by_key[institution, key].append(item)
        self.new_courses: dict[Code, NewCourse] = {}
        self._new_by_key: dict[tuple[Code, str], Code] = {}
        self._taken = set(self._items)

    # Institutions

    def institution(self, name: str) -> Code:
        """Return the institution of that name, a new one where the catalogue has none like it.

        Raises:
            MisreadError: it is like one that is known, and nobody said whether it is that one.
        """
        plain = plain_of(name)
        if plain not in self._names:
            near = process.extract(
                plain, list(self._names), scorer=fuzz.token_sort_ratio, score_cutoff=VERY_LIKE, limit=3
            )
            # Only what the catalogue has: names that are alike within the table are told together, at the end.
            meant = [self._names[found] for found, _, _ in near] + self._bracketed.get(plain, [])
            like = [code for code in meant if code not in self.new_institutions]
            if like and plain not in self._different:
                titles = listed([f"{self.institutions[code]} ({code})" for code in dict.fromkeys(like)], "or")
                raise MisreadError("table.institution-like", name=name, like=titles)
            code = self._free(slug_of(name))
            self._add_institution(NewInstitution(code=code, title=" ".join(name.split())))
            self._names[plain] = code
        code = self._names[plain]
        if code not in self.institutions:
            raise MisreadError("table.no-institution", name=name, code=code)
        self.named_institutions[code][" ".join(name.split())] += 1
        return code

    def is_called(self, code: Code, name: str) -> bool:
        """Tell whether a name is that of an institution."""
        return self._names.get(plain_of(name)) == code

    def _free(self, slug: str) -> Code:
        number, code = 2, slug
        while code in self.institutions:
            code, number = f"{slug}-{number}", number + 1
        return code

    def _add_institution(self, new: NewInstitution) -> None:
        self.new_institutions[new.code] = new
        title = new.title if isinstance(new.title, str) else title_in(new.title)
        self.institutions[new.code] = title
        for name in (new.code, *((new.title,) if isinstance(new.title, str) else new.title.values())):
            self._names.setdefault(plain_of(name), new.code)

    def is_proposed(self, code: Code) -> bool:
        """Tell whether nobody has yet said that this new institution or course is to be added."""
        if code in self.new_institutions:
            said = "institutions" in self._mapping.accept or code in {one.code for one in self._mapping.new}
            return not (said or code in self._accepted)
        if code in self.new_courses:
            return "courses" not in self._mapping.accept and code not in self._accepted
        return False

    # Courses

    def course(
        self,
        institution: Code,
        named: Named,
        row: int,
        kind: str = "",
        *,
        target: bool = False,
        **facts: Any,  # noqa: ANN401 - as a catalogue entry has them
    ) -> Code:
        """Return the code of the course, class or programme that an institution's row names.

        Args:
            institution: Whose it is.
            named: Its code, its title, or both.
            row: The row that names it.
            kind: Its kind, where the row says.
            target: True where something is recognised towards it: `ECONxxxx` is credit in a subject then, and where
                it is held, any course of the subject.
            facts: Its credits, unit or level, where the row says.

        Raises:
            MisreadError: several could be meant, or it is like one that is known.
        """
        code, title = self._not_blank(named.code), self._not_blank(named.title)
        if not code and not title:
            raise MisreadError("table.no-course")
        if code in self._items or code in self.new_courses:
            return code
        found = self._known(institution, code, title)
        return found or self._new(institution, Named(code, title), row, kind, facts, target=target)

    def keys_of_codes(self, institution: Code) -> set[str]:
        """Return the keys of the codes of what the catalogue has of an institution."""
        return {key for item in self._offers.get(institution, ()) for key in _codes_of(item)}

    def _not_blank(self, text: str) -> str:
        return "" if text.casefold() in self._blank else text

    def _known(self, institution: Code, code: str, title: str) -> Code | None:
        keys = [f"code:{key_of(code)}"] if code else [f"title:{plain_of(title)}"]
        fitting = {item.code: item for key in keys for item in self._by_key.get((institution, key), ())}
        if len(fitting) > 1:
            titles = listed([f"{title_in(item.title)} ({item.code})" for item in fitting.values()], "or")
            raise MisreadError("table.course-ambiguous", name=code or title, titles=titles)
        if fitting:
            return next(iter(fitting))
        name = code or title
        if plain_of(name) in self._different or self._is_new(institution, code, title):
            return None
        like = self._like(institution, code, title)
        if like and "courses" not in self._mapping.accept:
            titles = listed([f"{title_in(item.title)} ({item.code})" for item in like], "or")
            raise MisreadError("table.course-like", name=name, institution=self.institutions[institution], like=titles)
        return None

    def _is_new(self, institution: Code, code: str, title: str) -> bool:
        keys = {_new_key(code, title), _new_key(code, "")} if code else {_new_key(code, title)}
        return any((institution, key) in self._new_by_key for key in keys)

    def _like(self, institution: Code, code: str, title: str) -> list[StudyItem]:
        """Return what the institution offers under a code or a title that is much like this one."""
        return [
            item
            for item in self._offers.get(institution, ())
            if (
                title
                and max(fuzz.token_sort_ratio(plain_of(title), plain_of(said)) for said in item.title.values())
                >= VERY_LIKE
            )
            or (code and any(fuzz.ratio(key_of(code), key) >= VERY_LIKE for key in _codes_of(item)))
        ][:3]

    def _new(  # noqa: PLR0913 - what a row says of a course
        self, institution: Code, named: Named, row: int, kind: str, facts: dict[str, Any], *, target: bool
    ) -> Code:
        code, title = named.code, named.title
        wildcard = wildcard_in(code) if code else None
        unspecified = target and (wildcard is not None or self._says_unspecified(code, title))
        key = _new_key(code, title if unspecified or not code else "")
        found = self._new_by_key.get((institution, key))
        if found is None:
            found = self._new_by_key[institution, key] = self._code_for(institution, key)
            self.new_courses[found] = NewCourse(institution, code, wildcard=wildcard, unspecified=unspecified)
        new = self.new_courses[found]
        if title:
            new.titles[title] += 1
        if kind:
            new.kinds[kind] += 1
        new.facts.update({name: value for name, value in facts.items() if value not in (None, "")})
        new.rows.append(row)
        return found

    def _says_unspecified(self, code: str, title: str) -> bool:
        signs = {plain_of(sign) for sign in self._mapping.unspecified}
        return bool(signs & {plain_of(code), *plain_of(title).split()})

    def _code_for(self, institution: Code, key: str) -> Code:
        sort, _, text = key.partition(":")
        slug = slug_of(text)
        code = f"{institution}:{slug}"
        if code in self._taken:  # a title that reads like a code of another, or the like
            code = f"{institution}:{slug_of(f'{sort} {text}')}"
        number = 2
        while code in self._taken:
            code, number = f"{institution}:{slug}-{number}", number + 1
        self._taken.add(code)
        return code

    def kind_of(self, code: Code) -> str:
        """Return "credential", "module" or "programme"."""
        item = self._items.get(code)
        if item is None:
            return section_of(self.new_courses[code].kind).removesuffix("s")
        return {Credential: "credential", Module: "module", Programme: "programme"}[type(item)]

    def title_of(self, code: Code) -> str:
        """Return the title of a course or an institution."""
        if code in self._items:
            return title_in(self._items[code].title)
        if code in self.new_courses:
            return self.new_courses[code].title
        return self.institutions[code]

    def published_code(self, code: Code) -> str:
        """Return a course's own code, as its institution writes it; empty where it has none."""
        item = self._items.get(code)
        return (item.published_code or "") if item else self.new_courses[code].code


def _new_key(code: str, title: str) -> str:
    return f"code:{key_of(code)} {plain_of(title)}".strip() if code else f"title:{plain_of(title)}"


def _codes_of(item: StudyItem) -> list[str]:
    published = [key_of(one) for one in (item.published_code or "").split("/") if one.strip()]
    return [key_of(item.code.partition(":")[2]), *published]


def _keys_of(item: StudyItem) -> list[str]:
    return [f"code:{key}" for key in _codes_of(item)] + [f"title:{plain_of(title)}" for title in item.title.values()]


def section_of(kind: str) -> str:
    """Return the section of a catalogue file in which something of a kind stands."""
    if kind in ("module", "course", "unit"):
        return "modules"
    return "programmes" if kind in PROGRAMME_KINDS else "credentials"


PROGRAMME_KINDS = frozenset(
    {
        "programme",
        "degree",
        "diploma",
        "certificate",
        "bachelor",
        "master",
        "higher-diploma",
        "specialist-diploma",
        "minor",
        "major",
    }
)
"""What has a curriculum of its own."""


def facts_of(credits: Decimal | None, unit: str, level: dict[str, Any] | None) -> dict[str, Any]:  # noqa: A002
    """Return what a row says of a course, as a catalogue entry has it."""
    facts: dict[str, Any] = {}
    if credits is not None:
        facts |= {"credits": as_number(credits), "unit": unit or "credit"}
    return facts | ({"level": level} if level else {})

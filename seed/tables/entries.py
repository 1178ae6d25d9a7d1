"""What a table adds beside rules: institutions, courses, classes and sources, as catalogue files have them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from stackways.rules.base import Code
from stackways.rules.catalogue import Source
from stackways.seed.tables.mapping import Mapping, NewInstitution, TableSource
from stackways.seed.tables.recognition import Data
from stackways.seed.tables.register import NewCourse, is_country, plain_of, section_of, slug_of


class Sources:
    """The documents that the table's rules rest on, each an entry of the institution that publishes the rule."""

    def __init__(self, mapping: Mapping, table: str, known: Iterable[Source] = ()) -> None:
        """Take the document that the table restates, or else the table itself; what the catalogue has is cited only."""
        self._known = {source.code: source for source in known}
        self._default = mapping.source or TableSource(title=table)
        self.entries: dict[Code, Data] = {}

    def cited(self, publisher: Code, own: Sequence[tuple[str, str, str]] = ()) -> list[Data]:
        """Return the citations of something that an institution publishes.

        Args:
            publisher: The institution.
            own: Title, address and confidence that rows give; what is empty is the table's.
        """
        citations: list[Data] = []
        for title, url, confidence in own or [("", "", "")]:
            code = self._row_source(publisher, title, url) if title or url else self._table_source(publisher)
            citation = {"source": code, "confidence": confidence or str(self._default.confidence)}
            if code not in [one["source"] for one in citations]:
                citations.append(citation)
        return citations

    def _table_source(self, publisher: Code) -> Code:
        said = self._default.model_dump(mode="json", exclude_none=True, exclude={"confidence"})
        code = f"{publisher}:source-{slug_of(self._default.title, 50)}"
        if code not in self._known:
            self.entries.setdefault(code, {"code": code, **said, "tier": str(self._default.tier)})
        return code

    def _row_source(self, publisher: Code, title: str, url: str) -> Code:
        code = f"{publisher}:source-{slug_of(title or url, 50)}"
        entry = {"code": code, "title": title or url, **({"url": url} if url else {}), "tier": str(self._default.tier)}
        if self._default.read:
            entry["read"] = self._default.read.isoformat()
        if (there := self._known.get(code)) and (not url or url == there.url):
            return code
        known = {"url": there.url} if there else self.entries.setdefault(code, entry)
        if url and known.get("url", url) != url:  # one title, several addresses
            code = f"{publisher}:source-{slug_of(f'{title} {url}', 50)}"
            self.entries.setdefault(code, entry | {"code": code})
        return code


def institution_entry(new: NewInstitution, countries: Counter[str]) -> Data:
    """Return a new institution as a file has it; its country, where every row that names one means the same."""
    entry: Data = {"code": new.code, "title": {"en": new.title} if isinstance(new.title, str) else dict(new.title)}
    entry["kind"] = new.kind
    known = set(filter(is_country, countries))
    if country := new.country or (known.pop() if len(known) == 1 else None):
        entry["country"] = country
    return entry | ({"url": new.url} if new.url else {})


def course_entry(code: Code, new: NewCourse, sources: list[Data]) -> tuple[str, Data]:
    """Return the section of a new course, class or programme, and the course as a file has it."""
    section = section_of(new.kind)
    entry: Data = {"code": code, "title": {_language_of(new.title): new.title}}
    if section != "modules" or new.kind != "module":
        entry["kind"] = new.kind
    entry["offered_by"] = [new.institution]
    if new.code:
        entry["published_code"] = new.code
    entry |= new.facts
    if new.unspecified or new.wildcard:
        entry["is_class"] = True
        if new.wildcard and not new.unspecified:
            entry["members"] = {"institutions": [new.institution], "published_codes": [new.wildcard.pattern]}
    return section, entry | {"sources": sources}


def _language_of(title: str) -> str:
    """Return the language that a title is kept under: Chinese where it has no word in Latin letters."""
    has_latin = any("a" <= sign <= "z" for sign in title.casefold())
    has_chinese = any("\u4e00" <= sign <= "\u9fff" for sign in title)
    return "zh-Hant" if has_chinese and not has_latin else "en"


def other_titles(new: NewCourse) -> list[str]:
    """Return titles under one code that are no mere other way to write the first."""
    first = plain_of(new.title)
    return [title for title in new.titles if plain_of(title) != first]

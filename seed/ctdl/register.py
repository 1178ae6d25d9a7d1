"""What files of CTDL become, as it grows: entries with their codes, what is known already, and what is lost."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from itertools import chain, count
from typing import Any
from urllib.parse import urlsplit

from stackways.rules.base import Code
from stackways.rules.catalogue import Item, Programme, StudyItem
from stackways.rules.collection import Catalogue
from stackways.seed.ctdl.nodes import Node
from stackways.seed.ctdl.values import address, slug_of
from stackways.words.message import Message

Data = dict[str, Any]
OFFERED = ("credentials", "modules", "programmes")
SECTIONS = ("institutions", "sources", *OFFERED, "rules")


@dataclass(frozen=True, slots=True)
class Lost:
    """Something that a file says and a catalogue has no place for, or that was left out."""

    where: str
    term: str
    said: str
    why: Message


@dataclass(slots=True)
class TakenIn:
    """What files of CTDL become."""

    sections: dict[str, list[Data]] = field(default_factory=lambda: {name: [] for name in SECTIONS})
    lost: list[Lost] = field(default_factory=list)
    known: dict[str, Code] = field(default_factory=dict)
    """What the catalogue has already, by its name in the files."""

    def counts(self) -> dict[str, int]:
        """Return how many entries each section has."""
        return {name: len(entries) for name, entries in self.sections.items() if entries}


class Register:
    """Gives codes, finds what is known, and collects entries."""

    def __init__(self, table: str, known: Catalogue, today: dt.date) -> None:
        """Begin with nothing but what the catalogue has."""
        self.found = TakenIn()
        self.table = table
        self._today = today
        self._made: dict[Code, Data] = {}
        self._programmes: set[Code] = set()
        self._pages: dict[tuple[str, str | None], Code] = {}
        self._used: set[Code] = {item.code for item in known.coded()} | {rule.code for rule in known.rules}
        self._institutions = list(known.institutions)
        self._items = {name: item for item in known.study_items() for name in (*item.identifiers, item.code)}
        self._by_published = {
            (owner, code.strip().lower()): item
            for item in known.study_items()
            for owner in item.offered_by
            for code in (item.published_code or "").split("/")
            if code.strip()
        }

    def lose(self, node: Node, term: str, said: str, why: Message) -> None:
        """Report something that is not carried."""
        self.found.lost.append(Lost(node.path, term, said[:160], why))

    def add(self, section: str, entry: Data) -> None:
        """Add an entry, without what it does not say."""
        if section in {*OFFERED, "institutions"}:
            entry = {**entry, "facts": [self.table]}
        kept = {name: value for name, value in entry.items() if value is not None and value not in ([], {}, "")}
        self.found.sections[section].append(kept)
        if section != "rules":
            self._made[kept["code"]] = kept
        if section == "programmes":
            self._programmes.add(kept["code"])

    def new_code(self, wanted: str, further: str | None = None) -> Code:
        """Return a code that nothing else has, with something further after it where the first is taken."""
        candidates = [wanted, *([f"{wanted}-{slug_of(further)}"] if further else [])]
        numbered = (f"{candidates[-1]}-{number}" for number in count(2))
        code = next(one for one in chain(candidates, numbered) if one not in self._used)
        self._used.add(code)
        return code

    def known_institution(self, title: str, url: str | None, names: list[str]) -> Code | None:
        """Return the institution of the catalogue that has this code, title, identifier or host."""
        for item in self._institutions:
            same_title = title.casefold() in {text.casefold() for text in item.title.values()}
            if item.code == title or same_title or set(names) & set(item.identifiers) or _same_host(url, item.url):
                return item.code
        return None

    def known_item(self, names: list[str], owners: list[Code], published: str | None) -> StudyItem | None:
        """Return the entry of the catalogue that has one of these codes or identifiers, or this published code."""
        named = next((self._items[name] for name in names if name in self._items), None)
        keys = [(owner, (published or "").lower()) for owner in owners]
        return named or next((self._by_published[key] for key in keys if key in self._by_published), None)

    def source(self, node: Node, owner: Code, title: str) -> Data:
        """Return the citation of the page where something stands, which becomes a source."""
        page = address(node.text("ceterms:subjectWebpage")) or address(node.id)
        wanted = f"{owner}:source-{slug_of(title, 40)}"
        code = self._pages.get((wanted, page))
        if code is None:
            code = self._pages[wanted, page] = self.new_code(wanted)
            read = self._today.isoformat()
            self.add("sources", {"code": code, "title": title, "url": page, "tier": "primary", "read": read})
        return {"source": code, "confidence": "high"}

    def entry(self, code: Code) -> Data | None:
        """Return an entry that was made, by its code."""
        return self._made.get(code)

    def is_programme(self, code: Code) -> bool:
        """Whether something is a programme, made or known."""
        return code in self._programmes or isinstance(self._items.get(code), Programme)

    def offered_by(self, code: Code) -> list[Code]:
        """Return who offers something, made or known."""
        item = self._items.get(code)
        made = self.entry(code) or {}
        return list(item.offered_by) if item else made.get("offered_by", [])

    def title(self, code: Code) -> str:
        """Return what something is called, made or known."""
        made = self.entry(code)
        if made:
            return str(made["title"].get("en") or next(iter(made["title"].values())))
        item: Item | None = self._items.get(code) or next((i for i in self._institutions if i.code == code), None)
        return next(iter(item.title.values())) if item else code


def _same_host(url: str | None, other: str | None) -> bool:
    hosts = [(urlsplit(one).hostname or "").removeprefix("www.") for one in (url, other) if one]
    return len(hosts) == 2 and hosts[0] == hosts[1] != ""  # noqa: PLR2004 - one each

"""A folder into which tables are taken: what a table wrote there before, and what others did."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stackways.rules.base import Code
from stackways.rules.collection import Catalogue
from stackways.seed.draft import SECTIONS, read_draft
from stackways.seed.tables.files import HEADER

_ENTRY = re.compile(r"^  - code: (\S+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Folder:
    """What stands in a folder."""

    others: Catalogue
    """What a table did not write: entries of other tables, and those that people wrote."""
    own: frozenset[Code]
    """The codes of what it did write."""


def read_folder(folder: Path, table: str) -> Folder:
    """Return what stands in a folder, with or without mistakes, which `check` tells; it need not exist."""
    own: set[Code] = set()
    mixed: list[Path] = []
    for file in sorted(folder.glob("*.yaml")):
        codes = _written_by(file.read_text(encoding="utf-8"), table)
        own |= codes or set()
        if codes is None:
            mixed.append(file)
    entries = [entry for entry in read_draft(mixed).entries if entry.built is not None]
    own |= {entry.built.code for entry in entries if _is_by(entry.data, table)}
    sections: dict[str, Any] = {
        name: [entry.built for entry in entries if entry.section == name and not _is_by(entry.data, table)]
        for name in SECTIONS
    }
    return Folder(Catalogue(**sections), frozenset(own))


def _is_by(data: dict[str, Any], table: str) -> bool:
    return table in (data.get("facts") or ())


def _written_by(text: str, table: str) -> set[Code] | None:
    """Return the codes in a file that a table alone wrote, without reading it as YAML; None where others had a part."""
    if not text.startswith(HEADER):
        return None
    sections = dict(re.findall(r"^(\w+):\n((?:[ #-].*\n)*)", text, re.MULTILINE))
    sections.pop("sources", None)
    codes = [code for section in sections.values() for code in _ENTRY.findall(section)]
    marks = sum(section.count(f"\n    facts: [{table}]\n") for section in sections.values())
    return set(codes) if marks == len(codes) else None


def table_name(file: Path) -> str:
    """Return how entries made from a file cite it."""
    return re.sub(r"[^\w.-]+", "-", file.name)


def joined(catalogues: Iterable[Catalogue]) -> Catalogue:
    """Return several catalogues as one, the first of what stands in several."""
    sections: dict[str, dict[Any, Any]] = {name: {} for name in SECTIONS}
    for catalogue in catalogues:
        for name, entries in sections.items():
            for entry in getattr(catalogue, name):
                entries.setdefault((entry.code, getattr(entry, "version", 1)), entry)
    found: dict[str, Any] = {name: list(entries.values()) for name, entries in sections.items()}
    return Catalogue(**found)

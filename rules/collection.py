"""A whole catalogue: what one file holds, and what all files together hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from stackways.rules.base import Model
from stackways.rules.catalogue import Credential, Institution, Item, Module, Programme, Source, StudyItem
from stackways.rules.kinds import Rule

FORMAT: Literal["stackways-catalogue/1"] = "stackways-catalogue/1"


class Catalogue(Model):
    """Institutions, sources, what they offer, and the rules they publish."""

    format: Literal["stackways-catalogue/1"] = FORMAT
    """The version of this format."""
    institutions: list[Institution] = []
    sources: list[Source] = []
    credentials: list[Credential] = []
    modules: list[Module] = []
    programmes: list[Programme] = []
    rules: list[Rule] = []

    @classmethod
    def joined(cls, catalogues: Iterable[Catalogue]) -> Catalogue:
        """Return one catalogue with everything in several, ordered by code so that equal contents are equal."""
        parts = list(catalogues)
        return cls(
            institutions=sorted((i for part in parts for i in part.institutions), key=_by_code),
            sources=sorted((s for part in parts for s in part.sources), key=_by_code),
            credentials=sorted((c for part in parts for c in part.credentials), key=_by_code),
            modules=sorted((m for part in parts for m in part.modules), key=_by_code),
            programmes=sorted((p for part in parts for p in part.programmes), key=_by_code),
            rules=sorted((r for part in parts for r in part.rules), key=lambda rule: (rule.code, rule.version)),
        )

    def study_items(self) -> Iterator[StudyItem]:
        """Yield everything that can be held or recognised."""
        yield from self.credentials
        yield from self.modules
        yield from self.programmes

    def coded(self) -> Iterator[Item]:
        """Yield everything of the four kinds people ask about."""
        yield from self.institutions
        yield from self.study_items()


def _by_code(entry: Item | Source) -> str:
    return entry.code

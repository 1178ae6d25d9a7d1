"""Reading a catalogue that has no problems, and the ones that are shipped."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from stackways.rules.collection import Catalogue
from stackways.seed.check import problems_of
from stackways.seed.draft import SECTIONS, Draft, read_draft
from stackways.seed.observed import observed
from stackways.seed.problems import CatalogueRefusedError
from stackways.seed.renumbered import renumbered
from stackways.seed.shipped import shipped_paths


def read_catalogue(paths: Iterable[Path]) -> Catalogue:
    """Return everything in these files and folders as one catalogue, ordered by code.

    Raises CatalogueRefusedError, with every problem, when `check` finds any.
    """
    draft = read_draft(paths)
    if problems := problems_of(draft):
        raise CatalogueRefusedError(problems)
    return catalogue_of(draft)


def shipped_catalogue(*, illustrative: bool) -> Catalogue:
    """Return the shipped catalogue, with the illustrative part or without."""
    return read_catalogue(shipped_paths(illustrative=illustrative))


def catalogue_of(draft: Draft) -> Catalogue:
    """Return what was read, when it has no problems, as one catalogue, ordered by code."""
    sections: dict[str, Any] = {name: [e.built for e in draft.entries if e.section == name] for name in SECTIONS}
    return renumbered(observed(Catalogue.joined([Catalogue(**sections)])))

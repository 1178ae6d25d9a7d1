"""Two catalogues to be compared: folders, or revisions that git keeps, each with what is known beside it."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from stackways.pathways.keep_catalogue import paths_of
from stackways.pathways.settings import Settings
from stackways.rules.collection import Catalogue
from stackways.seed.history import NoSuchRevisionError, as_it_was
from stackways.seed.reading import read_catalogue

__all__ = ["Both", "NoSuchRevisionError", "both"]


class Both(NamedTuple):
    """Two catalogues, and how they are called."""

    old: Catalogue
    new: Catalogue
    names: tuple[str, str]


def both(old: str, new: str, settings: Settings, place: Path | None = None) -> Both:
    """Return two catalogues, each together with what is known beside it.

    Args:
        old: A file or folder, or a revision of git.
        new: The same.
        settings: How much of the shipped catalogue there is beside them, and which others.
        place: The file or folder that revisions are of; the other one unless given, else the first that is set.

    Raises:
        NoSuchRevisionError: one of them is neither.
        CatalogueRefusedError: one of them has problems.
    """
    there = [Path(named) for named in (new, old) if Path(named).exists()]
    place = place or next(iter([*there, *settings.catalogues]), Path())
    own = {path.resolve() for path in (place, *there)}
    beside = [path for path in paths_of(settings) if path.resolve() not in own]
    with ExitStack() as kept:
        paths = [kept.enter_context(as_it_was(named, place)) for named in (old, new)]
        before, after = (read_catalogue([*beside, path]) for path in paths)
    return Both(before, after, (old, new))

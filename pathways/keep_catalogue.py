"""Is the catalogue right, and is it what the graph holds?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from stackways.graph.bulk import Progress
from stackways.seed.check import check
from stackways.seed.difference import Change, Difference
from stackways.seed.load import load, silent
from stackways.seed.problems import CatalogueRefusedError, Problem, first_of
from stackways.seed.reading import read_catalogue, shipped_paths

if TYPE_CHECKING:
    from stackways.graph.driver import Graph

__all__ = ["CatalogueRefusedError", "Change", "Difference", "Problem", "check_catalogue", "first_of", "load_catalogue"]


def check_catalogue(path: Path | None = None) -> list[Problem]:
    """Return every problem of the catalogue in a file or folder (the shipped one unless given), in reading order."""
    return check(_paths(path, published_only=False))


async def load_catalogue(
    graph: Graph,
    path: Path | None = None,
    *,
    published_only: bool = False,
    dry_run: bool = False,
    progress: Progress = silent,
) -> Difference:
    """Make the graph equal to the catalogue in a file or folder, and return what that changed.

    Args:
        graph: Where to.
        path: A file or folder; the shipped catalogue unless given.
        published_only: Leave out of the shipped catalogue what nobody published. (It is marked in every answer and
            takes part only in questions that ask for it.)
        dry_run: Change nothing, only return what would be changed.
        progress: Told what is being done, how much is done and how much there is.

    Raises:
        CatalogueRefusedError: the catalogue has problems; nothing was changed.
        GraphError: the database does not answer, or another load is at work; nothing was changed.
    """
    progress("reading the catalogue", 0, 0)
    catalogue = read_catalogue(_paths(path, published_only=published_only))
    return await load(catalogue, graph, dry_run=dry_run, progress=progress)


def _paths(path: Path | None, *, published_only: bool) -> tuple[Path, ...]:
    return (path,) if path else shipped_paths(illustrative=not published_only)

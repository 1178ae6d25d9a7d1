"""Is the catalogue right, and is it what the graph holds?"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from stackways.graph.bulk import Progress
from stackways.graph.errors import GraphError
from stackways.graph.local import LocalNeo4j
from stackways.seed.check import check
from stackways.seed.difference import Change, Difference
from stackways.seed.load import Load, carry_out, plan_load, silent
from stackways.seed.problems import CatalogueRefusedError, Problem, first_of
from stackways.seed.reading import read_catalogue
from stackways.seed.release import Release, ReleaseError, approve, approved, propose
from stackways.seed.shipped import paths_of_shipped
from stackways.seed.signing import SignatureError
from stackways.words.message import Message

if TYPE_CHECKING:
    from stackways.graph.driver import Graph
    from stackways.pathways.settings import Settings
    from stackways.rules.collection import Catalogue

__all__ = [
    "CatalogueRefusedError",
    "Change",
    "Difference",
    "Load",
    "Problem",
    "Release",
    "ReleaseError",
    "SignatureError",
    "approve",
    "approved",
    "approved_releases",
    "catalogue_in",
    "check_catalogue",
    "first_of",
    "load_catalogue",
    "load_planned",
    "paths_of",
    "plan_to_load",
    "propose",
]


def catalogue_in(settings: Settings, own: Sequence[Path] = ()) -> Catalogue:
    """Return the catalogue in files; raises CatalogueRefusedError where it has problems."""
    return read_catalogue(paths_of(settings, own))


def check_catalogue(settings: Settings, own: Sequence[Path] = ()) -> list[Problem]:
    """Return every problem of the catalogue in files and folders of one's own, checked together with the shipped one.

    Args:
        settings: How much of the shipped catalogue there is beside it, and which are one's own unless given.
        own: Files and folders.
    """
    return check(paths_of(settings, own))


async def plan_to_load(
    graph: Graph, settings: Settings, own: Sequence[Path] = (), *, progress: Progress = silent
) -> Load:
    """Return what loading these catalogues would change; nothing is changed.

    Args:
        graph: Where to.
        settings: How much of the shipped catalogue there is beside it, and which are one's own unless given.
        own: Files and folders.
        progress: Told what is being done, how much is done and how much there is.

    Raises:
        CatalogueRefusedError: the catalogue has problems.
        GraphError: the database does not answer.
    """
    progress(str(Message("progress.reading-catalogue")), 0, 0)
    release = _named_releases(settings, own)
    return await plan_load(read_catalogue(paths_of(settings, own)), graph, release=release, progress=progress)


async def load_planned(planned: Load, graph: Graph, settings: Settings, *, progress: Progress = silent) -> Difference:
    """Do what was planned, and return what that changed.

    Raises:
        LocalNeo4jError: the disk of the local Neo4j has no room for it, or it ended; the old catalogue is there when
            it runs again.
        GraphError: the database does not answer, or another load is at work; nothing was changed.
    """
    local = None if settings.neo4j_uri else LocalNeo4j(settings.home)
    if local and not planned.settled:
        local.require_room(planned.megabytes)
    try:
        return await carry_out(planned, graph, progress=progress)
    except GraphError as error:
        if local and (ending := await asyncio.to_thread(local.ending)):
            raise ending from error
        raise


async def load_catalogue(graph: Graph, settings: Settings, *, progress: Progress = silent) -> Difference:
    """Make the graph equal to the catalogues that are set, whatever that removes; raises as the two steps of it."""
    planned = await plan_to_load(graph, settings, progress=progress)
    return await load_planned(planned, graph, settings, progress=progress)


def paths_of(settings: Settings, own: Sequence[Path] = ()) -> tuple[Path, ...]:
    """Return where a catalogue stands: the shipped one as far as it is wanted, and those of one's own."""
    return (*paths_of_shipped(settings.shipped), *(own or settings.catalogues))


def approved_releases(settings: Settings, own: Sequence[Path] = ()) -> list[Release]:
    """Return the release that each catalogue of one's own is; with the setting `signers`, signed by both.

    Raises:
        ReleaseError: one is not approved.
        SignatureError: one is not signed by whom it should be.
    """
    return [approved(path, settings.signers) for path in own or settings.catalogues]


def _named_releases(settings: Settings, own: Sequence[Path]) -> str | None:
    """Return the names of the releases that one's own catalogues are; None where one is none."""
    try:
        return ", ".join(one.name for one in approved_releases(settings, own)) or None
    except (ReleaseError, SignatureError):
        return None

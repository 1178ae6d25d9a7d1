"""Filling a fresh Neo4j with a synthetic catalogue, by its own bulk import.

As `stackways.seed.importing` does it, but for two things that a million credentials need: the catalogue is never in
memory as a whole, and its regions are made and written as tables by as many processes as there are cores.
"""

from __future__ import annotations

import datetime as dt
import gc
import os
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from bench.generate import issuers_of, region_of, region_sizes
from bench.route_targets import targets
from stackways.graph.elements import Edge, Node, derived_from_rule, recognised_by, truth_of
from stackways.graph.importing import IMPORT_OPTIONS, Tables
from stackways.graph.local import LocalNeo4j
from stackways.graph.shape import SCHEMA_VERSION
from stackways.rules.collection import Catalogue
from stackways.rules.derived import members

SECTIONS = tuple(name for name in Catalogue.model_fields if name != "format")

Tell = Callable[[str], None]


def elements_of_region(catalogue: Catalogue) -> Iterator[Node | Edge]:
    """Yield the nodes and edges of one region; what belongs to its classes and what it recognises is all in it."""
    yield from truth_of(catalogue)
    items = {item.code: item for item in catalogue.study_items()}
    offered_by = _Issuers({code: list(item.offered_by) for code, item in items.items()})
    for member in members(items):
        offered_by[member.group] += items[member.member].offered_by
        yield Edge("MEMBER_OF", ("Coded", member.member), ("Coded", member.group), {})
    for rule in catalogue.rules:
        yield from derived_from_rule(rule)
    yield from recognised_by(catalogue.rules, offered_by)


class _Issuers(dict[str, list[str]]):
    """Who offers what; for entries of other regions, what their code tells."""

    def get(self, key: str, default: Any = None) -> Any:  # noqa: ANN401, ARG002 - as a mapping has it
        return self[key] if key in self else issuers_of(key)


def write_tables(credentials: int, seed: int, folder: Path) -> tuple[list[str], Counter[str]]:
    """Write the tables of a whole synthetic catalogue; return the import's arguments, and the counts of `fill`."""
    workers = min(os.cpu_count() or 1, len(region_sizes(credentials)))
    # Spawned: a fork of a process with threads (the driver's, once it was used) may hang.
    # Without the garbage collector, which finds nothing here and takes a third of the time.
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=gc.disable) as pool:
        parts = [pool.submit(_write_part, credentials, seed, folder, number, workers) for number in range(workers)]
        done = [part.result() for part in parts]
    arguments = [argument for part, _ in done for argument in part]
    return arguments, sum((counted for _, counted in done), Counter())


def _write_part(credentials: int, seed: int, folder: Path, first: int, step: int) -> tuple[list[str], Counter[str]]:
    """Write every so many regions."""
    regions = range(first, len(region_sizes(credentials)), step)
    return _write((region_of(credentials, region, seed) for region in regions), folder / str(first))


def _write(catalogues: Iterable[Catalogue], folder: Path) -> tuple[list[str], Counter[str]]:
    """Write what is closed but for recognition."""
    tables = Tables(folder)
    counts: Counter[str] = Counter()
    for catalogue in catalogues:
        counts.update({name: len(getattr(catalogue, name)) for name in SECTIONS})
        for element in elements_of_region(catalogue):
            counts["nodes" if isinstance(element, Node) else "edges"] += 1
            tables.add(element)
    return tables.close(), counts


def fill(server: LocalNeo4j, credentials: int, seed: int, tell: Tell) -> Counter[str]:
    """Import the synthetic catalogue into a server that is down and fresh; indexes are made by who starts it.

    Returns how many there are of each section of a catalogue, and of `nodes` and `edges`.
    """
    began = time.perf_counter()
    tables = server.home.parent / "tables"
    shutil.rmtree(tables, ignore_errors=True)  # of an import that was broken off
    arguments, counts = write_tables(credentials, seed, tables)
    targets_in = region_of(credentials, 0, seed).programmes
    more, counted = _write([targets([programme.code for programme in targets_in])], tables / "targets")
    arguments += more
    counts += counted
    arguments += _catalogue_node(tables / "catalogue", f"synthetic-{credentials}-{seed}", counts)
    written = time.perf_counter()
    tell(f"{counts['nodes']:,} nodes and {counts['edges']:,} edges written as tables in {written - began:.0f} s")
    server.admin("database", "import", "full", "neo4j", *arguments, *IMPORT_OPTIONS, "--overwrite-destination")
    shutil.rmtree(tables)
    tell(f"imported in {time.perf_counter() - written:.0f} s")
    return counts


def _catalogue_node(folder: Path, version: str, counts: Mapping[str, int]) -> list[str]:
    """Write the node that says what the graph holds, as a load does."""
    tables = Tables(folder)
    stamp = {
        "version": version,
        "content_hash": version,
        "schema_version": SCHEMA_VERSION,
        "loads": 1,
        "loaded_at": dt.datetime.now(dt.UTC),
        **{name: counts[name] for name in SECTIONS},
    }
    tables.add_row("--nodes=Catalogue", {"name:ID(Catalogue)": "catalogue"}, stamp)
    return tables.close()

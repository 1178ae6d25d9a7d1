"""Tables for Neo4j's own bulk import: for catalogues that one transaction cannot hold (above 250 thousand nodes or so).

One CSV file for each sort of row: the same labels (or the same type and ends) and the same properties of the same
types. So every cell is filled, nothing has to be guessed, and a text that is empty stays one.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from stackways.graph.elements import Edge, Node, derived_from, truth_of
from stackways.graph.properties import Properties
from stackways.graph.shape import KEYS
from stackways.rules.collection import Catalogue

SEPARATOR = "\x1f"
"""Between the members of a list; no text may hold it."""

IMPORT_OPTIONS = (f"--array-delimiter=U+{ord(SEPARATOR):04X}", "--multiline-fields=true", "--id-type=string")
"""How the import must read these tables."""

ROWS_AT_ONCE = 2_000
"""Rows of one sort that are kept before they are written."""

_TYPES = {bool: "boolean", int: "long", float: "double", str: "string", dt.date: "date", dt.datetime: "datetime"}

Sort = tuple[str, tuple[str, ...]]
"""The import's argument, and the header."""


class Tables:
    """Nodes and edges as tables in a folder; several may be written at once, each in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        self._folder = folder
        self._rows: dict[Sort, list[list[str]]] = defaultdict(list)
        self._files: dict[Sort, Path] = {}

    def add(self, element: Node | Edge) -> None:
        """Add a node or an edge; ValueError when a property cannot be written."""
        if isinstance(element, Node):
            label, key = element.end
            rest = {name: value for name, value in element.properties.items() if name != KEYS[label]}
            self.add_row(f"--nodes={':'.join(element.labels)}", {f"{KEYS[label]}:ID({label})": key}, rest)
        else:
            (start, first), (end, last) = element.start, element.end
            ends = {f":START_ID({start})": first, f":END_ID({end})": last}
            self.add_row(f"--relationships={element.type}", ends, element.properties)

    def add_row(self, argument: str, keys: dict[str, str], properties: Properties) -> None:
        """Add a row with its key columns."""
        header = (*keys, *(f"{name}:{_type(name, value)}" for name, value in properties.items()))
        rows = self._rows[argument, header]
        rows.append([*keys.values(), *(_cell(value) for value in properties.values())])
        if len(rows) >= ROWS_AT_ONCE:
            self._write((argument, header))

    def close(self) -> list[str]:
        """Write what is left; return the arguments for the import."""
        for sort in list(self._rows):
            self._write(sort)
        return [f"{argument}={file}" for (argument, _), file in self._files.items()]

    def _write(self, sort: Sort) -> None:
        begun = sort in self._files
        file = self._files.setdefault(sort, self._folder / f"{len(self._files)}.csv")
        with file.open("a", encoding="utf-8", newline="") as opened:
            table = csv.writer(opened, quoting=csv.QUOTE_ALL, lineterminator="\n")
            if not begun:
                table.writerow(sort[1])
            table.writerows(self._rows.pop(sort))


def write_import_csv(catalogues: Iterable[Catalogue], folder: Path, stamp: Properties) -> list[str]:
    """Write everything that a catalogue in several parts is in the graph; return the arguments for the import.

    `folder` must not be there yet; `stamp` is what the `Catalogue` node says. All parts are kept in memory, for what
    follows from them (members of classes, institutions) can only be known at the end.
    """
    tables = Tables(folder)
    catalogue = Catalogue.joined(catalogues)
    for element in truth_of(catalogue):
        tables.add(element)
    for edge in derived_from(catalogue):
        tables.add(edge)
    tables.add_row("--nodes=Catalogue", {"name:ID(Catalogue)": "catalogue"}, stamp)
    return tables.close()


def _type(name: str, value: Any) -> str:  # noqa: ANN401 - whatever a property may be
    if isinstance(value, list):
        if value in ([], [""]):
            raise ValueError(f"`{name}` is a list of nothing, which the import would lose: leave it out")
        return f"{_type(name, value[0])}[]"
    if isinstance(value, str) and SEPARATOR in value:
        raise ValueError(f"`{name}` holds the character U+{ord(SEPARATOR):04X}, which separates lists: take it out")
    return _TYPES[type(value)]


def _cell(value: Any) -> str:  # noqa: ANN401 - whatever a property may be
    if isinstance(value, list):
        return SEPARATOR.join(_cell(member) for member in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, dt.date) else str(value)

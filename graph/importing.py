"""Tables for Neo4j's own bulk import: for catalogues that one transaction cannot hold (above 250 thousand nodes or so).

The import takes a tenth of a second for each file, so there are few: one for each sort of row (the same labels, or the
same type and ends), with a column for every property. A property that a row does not have is an empty cell without
quotes, which the import leaves out; a text that is empty is quoted, and stays one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TextIO

from stackways.graph.elements import Edge, Node, derived_from, truth_of
from stackways.graph.properties import Properties
from stackways.graph.shape import KEYS
from stackways.rules.collection import Catalogue

SEPARATOR = "\x1f"
"""Between the members of a list; no text may hold it."""

IMPORT_OPTIONS = (f"--array-delimiter=U+{ord(SEPARATOR):04X}", "--multiline-fields=true", "--id-type=string")
"""How the import must read these tables."""

ROWS_AT_ONCE = 5_000
"""Rows of one table that are kept before they are written."""

_TYPES = {bool: "boolean", int: "long", float: "double", str: "string", dt.date: "date", dt.datetime: "datetime"}


class Table:
    """Rows of one sort, in a folder. A column that is found after rows were written begins another file."""

    def __init__(self, folder: Path, keys: tuple[str, ...]) -> None:
        folder.mkdir(parents=True)
        self._folder = folder
        self._keys = keys
        self._columns: dict[str, str] = {}
        self._rows: list[tuple[tuple[str, ...], Mapping[str, Any]]] = []
        self._files: list[Path] = []
        self._open: TextIO | None = None

    def takes(self, types: Mapping[str, str]) -> bool:
        """Tell whether no column has another type than a row that is to come."""
        return all(self._columns.get(name, type_) == type_ for name, type_ in types.items())

    def add(self, keys: tuple[str, ...], properties: Mapping[str, Any], types: Mapping[str, str]) -> None:
        """Add a row that the table takes."""
        if not types.keys() <= self._columns.keys():
            if self._open:
                self._write()
                self._open.close()
                self._open = None
            self._columns |= types
        self._rows.append((keys, properties))
        if len(self._rows) >= ROWS_AT_ONCE:
            self._write()

    def close(self) -> list[Path]:
        """Write what is left; return the files."""
        self._write()
        if self._open:
            self._open.close()
        return self._files

    def _write(self) -> None:
        if not self._open:
            self._files.append(self._folder / f"{len(self._files)}.csv")
            self._open = self._files[-1].open("w", encoding="utf-8", newline="")
            self._open.write(",".join((*self._keys, *map(":".join, self._columns.items()))) + "\n")
        self._open.writelines(
            ",".join([*map(_cell, keys), *(_cell(properties.get(name)) for name in self._columns)]) + "\n"
            for keys, properties in self._rows
        )
        self._rows.clear()


class Tables:
    """Nodes and edges as tables in a folder; several may be written at once, each in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        self._folder = folder
        self._tables: dict[tuple[str, ...], list[Table]] = {}
        self._count = 0

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

    def add_row(self, argument: str, keys: Mapping[str, str], properties: Properties) -> None:
        """Add a row with its key columns."""
        types = {name: _type(name, value) for name, value in properties.items()}
        tables = self._tables.setdefault((argument, *keys), [])
        table = next((table for table in tables if table.takes(types)), None)
        if table is None:
            table = Table(self._folder / str(self._count), tuple(keys))
            self._count += 1
            tables.append(table)
        table.add(tuple(keys.values()), properties, types)

    def close(self) -> list[str]:
        """Write what is left; return the arguments for the import."""
        return [
            f"{argument}={file}"
            for (argument, *_), tables in self._tables.items()
            for table in tables
            for file in table.close()
        ]


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
    if value is None:
        return ""
    if isinstance(value, str):
        return '"' + value.replace('"', '""') + '"'
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return _cell(SEPARATOR.join(member if isinstance(member, str) else _cell(member) for member in value))
    return value.isoformat() if isinstance(value, dt.date) else str(value)

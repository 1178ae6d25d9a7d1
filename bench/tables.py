"""Tables for Neo4j's bulk import with few files: one for each sort of node or edge, with a column for every property.

`stackways.graph.importing` begins a file for each set of properties, which is thousands of files for a catalogue as
uneven as the real one, and the import takes a tenth of a second for each. Here a property that a row does not have is
an empty cell without quotes, which the import leaves out; a text that is empty is quoted.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TextIO

from stackways.graph.elements import Edge, Node
from stackways.graph.importing import SEPARATOR
from stackways.graph.shape import KEYS

AT_ONCE = 5_000
"""Rows kept before they are written."""
TYPES = {"bool": "boolean", "int": "long", "float": "double", "str": "string", "date": "date", "datetime": "datetime"}
"""The import's name for a type of Python's."""


class Table:
    """Rows of one sort. A column that is found after rows were written begins another file."""

    def __init__(self, folder: Path, keys: tuple[str, ...]) -> None:
        """Begin in a folder, which is made; `keys` are the columns that every row has."""
        folder.mkdir(parents=True)
        self._folder = folder
        self._keys = keys
        self._columns: dict[str, str] = {}
        self._rows: list[tuple[tuple[str, ...], Mapping[str, Any]]] = []
        self._files: list[Path] = []
        self._open: TextIO | None = None

    def add(self, keys: tuple[str, ...], properties: Mapping[str, Any]) -> None:
        """Add a row."""
        if not properties.keys() <= self._columns.keys():
            if self._open:
                self._write()
                self._open.close()
                self._open = None
            self._columns |= {name: _type(value) for name, value in properties.items() if name not in self._columns}
        self._rows.append((keys, properties))
        if len(self._rows) >= AT_ONCE:
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
        names = tuple(self._columns)
        lines = [
            ",".join([_cell(key) for key in keys] + [_cell(properties.get(name)) for name in names])
            for keys, properties in self._rows
        ]
        self._open.writelines(f"{line}\n" for line in lines)
        self._rows.clear()


class Tables:
    """Nodes and edges as tables in a folder; several may be written at once, each in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        """Begin in a folder that is not there yet."""
        self._folder = folder
        self._tables: dict[tuple[str, ...], Table] = {}

    def add(self, element: Node | Edge) -> None:
        """Add a node or an edge."""
        properties = element.properties
        if isinstance(element, Node):
            label, key = element.end
            rest = {name: value for name, value in properties.items() if name != KEYS[label]}
            self.add_row(f"--nodes={':'.join(element.labels)}", (f"{KEYS[label]}:ID({label})",), (key,), rest)
        else:
            (start, first), (end, last) = element.start, element.end
            ends = (f":START_ID({start})", f":END_ID({end})")
            self.add_row(f"--relationships={element.type}", ends, (first, last), properties)

    def add_row(
        self, argument: str, columns: tuple[str, ...], keys: tuple[str, ...], properties: Mapping[str, Any]
    ) -> None:
        """Add a row with its key columns."""
        table = self._tables.get((argument, *columns))
        if table is None:
            table = self._tables[argument, *columns] = Table(self._folder / str(len(self._tables)), columns)
        table.add(keys, properties)

    def close(self) -> list[str]:
        """Write what is left; return the arguments for the import."""
        return [f"{argument[0]}={file}" for argument, table in self._tables.items() for file in table.close()]


def _type(value: Any) -> str:  # noqa: ANN401 - whatever a property may be
    return f"{_type(value[0])}[]" if isinstance(value, list) else TYPES[type(value).__name__]


def _cell(value: Any) -> str:  # noqa: ANN401 - the same
    if value is None:
        return ""
    if isinstance(value, str):
        return f'"{value.replace(_QUOTE, _QUOTE * 2)}"' if _QUOTE in value else f'"{value}"'
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return _cell(SEPARATOR.join(member if isinstance(member, str) else _cell(member) for member in value))
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


_QUOTE = '"'

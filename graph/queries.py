"""Named queries: the only Cypher there is stands in `cypher/*.cypher`, and is read from there once.

A file begins with a comment that is its documentation, and runs as it stands in Neo4j Browser with its parameters set:

```cypher
// What a credential opens: ... (any number of lines)
//
// Parameters:
//   code: the credential's code
//   limit: how many rows at most
// Columns:
//   rule: the rule's properties
CYPHER 25
MATCH ...
```

The name of `cypher/load/nodes.cypher` is `load/nodes`. A file may hold several statements, each ended by a semicolon at
the end of a line; that is for the schema alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

_PARAMETER = re.compile(r"\$(\w+)|\$\(\$(\w+)\)")
_ENTRY = re.compile(r"^ {2,}(\w+): (.+)$")


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """One query file."""

    name: str
    doc: str
    """What it answers."""
    parameters: Mapping[str, str]
    """What each parameter means, by its name."""
    columns: Mapping[str, str]
    """What each column holds, by its name, in order."""
    text: str
    """The Cypher, without the leading comment."""

    @property
    def statements(self) -> list[str]:
        """Return the statements one by one."""
        return [statement.strip() for statement in re.split(r";\s*(?:\n|$)", self.text) if statement.strip()]


@cache
def query(name: str) -> NamedQuery:
    """Return the query of that name; KeyError when there is no such file."""
    file = files("stackways.cypher").joinpath(f"{name}.cypher")
    if not file.is_file():
        raise KeyError(f"there is no query `{name}`: no file cypher/{name}.cypher")
    return _parse(name, file.read_text(encoding="utf-8"))


def all_queries() -> Iterator[NamedQuery]:
    """Yield every named query, in order of name."""
    return (query(name) for name in sorted(_names(files("stackways.cypher"), "")))


def _names(folder: Traversable, prefix: str) -> Iterator[str]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _names(entry, f"{prefix}{entry.name}/")
        elif entry.name.endswith(".cypher"):
            yield prefix + entry.name.removesuffix(".cypher")


def _parse(name: str, content: str) -> NamedQuery:
    lines = content.splitlines()
    length = next((i for i, line in enumerate(lines) if not line.startswith("//")), len(lines))
    text = "\n".join(lines[length:]).strip()
    sections: dict[str, list[str]] = {"doc": [], "Parameters:": [], "Columns:": []}
    section = "doc"
    for line in (line[2:].removeprefix(" ").rstrip() for line in lines[:length]):
        if line in sections:
            section = line
        else:
            sections[section].append(line)
    return NamedQuery(
        name,
        " ".join(line for line in sections["doc"] if line),
        _entries(sections["Parameters:"]),
        _entries(sections["Columns:"]),
        text,
    )


def _entries(lines: list[str]) -> dict[str, str]:
    """Return the `name: meaning` entries; a line that is no entry goes on with the one before."""
    entries: dict[str, str] = {}
    name = ""
    for line in filter(None, lines):
        if found := _ENTRY.match(line):
            name = found[1]
            entries[name] = found[2]
        elif name:
            entries[name] += f" {line.strip()}"
    return entries

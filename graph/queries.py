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
from functools import cache, cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable

_ENTRY = re.compile(r"^ {2,}(\w+): (.+)$")


VERSION = "CYPHER 25"
_CATALOGUE = "OPTIONAL MATCH (catalogue:Catalogue {name: 'catalogue'})"
_STATE = """{
  .version, .release, .schema_version, .loading,
  loads: coalesce(catalogue.loads, 0), alive: coalesce(catalogue.loading_until >= datetime(), false)
}"""
"""What a reader must know of the catalogue: the fields of `graph.state.CatalogueState`."""


@dataclass(frozen=True)
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

    @cached_property
    def whole(self) -> str:
        """Return the query as questions ask it, in one statement with what the catalogue is before and after it.

        Its columns are `before`, `rows` (its own rows, as maps) and `after`. Its parameters stand in one map, `$asked`:
        Neo4j plans a query anew for each type and size of a parameter, and knows none of what is in a map. How many
        ways a `SHORTEST` looks for must be a parameter of its own.
        """
        body = re.sub(r"\$(?=\w)", "$asked.", self.text.removeprefix(VERSION).strip())
        body = re.sub(r"\bSHORTEST \$asked\.", "SHORTEST $", body)
        inside = "\n".join(f"  {line}" for line in body.splitlines())
        columns = ", ".join(f"{name}: {name}" for name in self.columns)
        return (
            f"{VERSION}\n{_CATALOGUE}\nWITH catalogue {_STATE} AS before\n"
            f"CALL () {{\nCALL () {{\n{inside}\n}}\nRETURN collect({{{columns}}}) AS rows\n}}\n"
            f"WITH before, rows\n{_CATALOGUE}\n"
            f"RETURN before, rows, catalogue {_STATE} AS after"
        )

    @cached_property
    def apart(self) -> frozenset[str]:
        """Return the parameters of `whole` that stand outside the map."""
        return frozenset(re.findall(r"\bSHORTEST \$(\w+)", self.text))

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


def questions() -> Iterator[NamedQuery]:
    """Yield the queries that questions ask: not those of the loader, nor those that the guide in Browser draws."""
    return (named for named in all_queries() if not named.name.startswith(("load/", "draw_")))


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

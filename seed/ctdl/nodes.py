"""A CTDL file as nodes with terms, whatever way it is written: prefixed names or addresses, texts by language or not.

Every term of every node is accounted for: what is read is marked as taken, and what is left at the end is reported.
Contexts are not fetched: the prefixes of CTDL are known, others are read from the file.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from stackways.words.message import Message, SaidError

PREFIXES = {
    "https://purl.org/ctdl/terms/": "ceterms:",
    "http://purl.org/ctdl/terms/": "ceterms:",
    "https://credreg.net/ctdl/terms/": "ceterms:",
    "https://purl.org/ctdlasn/terms/": "ceasn:",
    "http://purl.org/ctdlasn/terms/": "ceasn:",
    "https://credreg.net/ctdlasn/terms/": "ceasn:",
    "https://schema.org/": "schema:",
    "http://schema.org/": "schema:",
    "http://www.w3.org/2004/02/skos/core#": "skos:",
    "https://purl.org/ctdl/vocabs/": "",
}
"""How addresses of terms begin, and their prefixes."""
MOST_NODES = 100_000
MOST_DEPTH = 40
SHORT = 160


class CtdlUnreadError(SaidError, ValueError):
    """A file that is no CTDL; says why and what to do."""


@dataclass(eq=False, slots=True)
class Node:
    """One thing that a file describes."""

    id: str
    types: tuple[str, ...]
    """Its classes, without prefix."""
    terms: dict[str, list[Any]]
    """What it says, by prefixed term; nested nodes are nodes."""
    path: str
    """Where it stands, for the report: its name, or what it is a part of."""
    taken: set[str] = field(default_factory=set)
    further: list[tuple[str, str]] = field(default_factory=list)
    """Texts beside the first in a language, with their term: there is no place for a second."""

    def has(self, term: str) -> bool:
        """Whether it says anything under a term."""
        return bool(self.terms.get(term))

    def take(self, *terms: str) -> list[Any]:
        """Return what it says under any of these terms, and mark them as taken."""
        found = []
        for term in terms:
            if term in self.terms:
                self.taken.add(term)
                found += self.terms[term]
        return found

    def texts(self, *terms: str) -> dict[str, str]:
        """Return a text per language, of those the catalogue keeps; English unless told."""
        found: dict[str, str] = {}
        for term in terms:
            for value in self.take(term):
                for language, text in _by_language(value):
                    if found.setdefault(language, text) != text:
                        self.further.append((term, text))
        return found

    def text(self, *terms: str) -> str | None:
        """Return a text, in English where there is one."""
        found = self.texts(*terms)
        return found.get("en") or next(iter(found.values()), None)

    def all_texts(self, *terms: str) -> list[str]:
        """Return every text under these terms, once each."""
        return list(dict.fromkeys(text for value in self.take(*terms) for _, text in _by_language(value)))

    def nodes(self, *terms: str) -> list[Node]:
        """Return the nested nodes under these terms."""
        return [value for value in self.take(*terms) if isinstance(value, Node)]

    def ids(self, *terms: str) -> list[str]:
        """Return what it refers to under these terms, by id."""
        return [value.id if isinstance(value, Node) else value for value in self.take(*terms)
                if isinstance(value, Node | str)]  # fmt: skip

    def left(self) -> Iterator[tuple[str, str, str]]:
        """Yield what nobody took: where, the term, and the beginning of what it says."""
        for term, text in dict.fromkeys(self.further):
            yield self.path, term, text[:SHORT]
        for term, values in self.terms.items():
            if term not in self.taken:
                yield self.path, term, "; ".join(dict.fromkeys(_short(value) for value in values))[:SHORT]
            else:
                for value in values:
                    if isinstance(value, Node):
                        yield from value.left()


def _by_language(value: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - any part of a file
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        yield "en", f"{value:.10g}" if isinstance(value, float) else str(value)
    elif isinstance(value, dict):
        for tag, text in value.items():
            language = "zh-Hant" if tag.lower().startswith("zh") else "en" if tag.lower().startswith("en") else tag
            for one in text if isinstance(text, list) else [text]:
                if isinstance(one, str) and one.strip():
                    yield language, one.strip()


def _short(value: Any) -> str:  # noqa: ANN401 - any part of a file
    if isinstance(value, Node):
        named = next((term for term in ("ceterms:name", "ceterms:targetNodeName") if value.has(term)), None)
        return value.text(named) or value.id if named else ", ".join(value.types) or value.id
    return next((text for _, text in _by_language(value)), "") if isinstance(value, dict) else str(value)


@dataclass(frozen=True, slots=True)
class Graph:
    """Every node of some files, by id."""

    nodes: dict[str, Node]

    def get(self, id_: str) -> Node | None:
        """Return a node, also by an address that ends in its CTID."""
        return self.nodes.get(id_) or self.nodes.get(_ctid(id_))

    def of(self, types: frozenset[str]) -> Iterator[Node]:
        """Yield every node of these classes, in the order of the files."""
        seen = set()
        for node in list(self.nodes.values()):
            if id(node) not in seen and types.intersection(node.types):
                seen.add(id(node))
                yield node

    def left(self) -> Iterator[tuple[str, str, str]]:
        """Yield what nobody took of any node that was looked at, and nodes nobody looked at."""
        seen = set()
        for node in self.nodes.values():
            if id(node) not in seen:
                seen.add(id(node))
                yield from node.left()


def _ctid(id_: str) -> str:
    """Return the CTID at the end of an address."""
    last = id_.rpartition("/")[2].rpartition(":")[2]
    return last if last.startswith("ce-") else id_


def read_graph(files: list[Path]) -> Graph:
    """Return the nodes of files.

    Raises:
        CtdlUnreadError: one cannot be read, or is no CTDL.
    """
    nodes: dict[str, Node] = {}
    for file in files:
        for node in _Reader(file).nodes():
            known = nodes.get(node.id)
            if known is None:
                nodes[node.id] = node
            else:  # said of it elsewhere: the first of each term stays
                known.terms = {**node.terms, **known.terms}
                known.types = tuple(dict.fromkeys((*known.types, *node.types)))
            if len(nodes) > MOST_NODES:
                raise CtdlUnreadError(Message("ctdl.too-many", file=file.name, most=MOST_NODES))
    for node in list(nodes.values()):
        for name in (
            _ctid(node.id),
            *(value for value in node.terms.get("ceterms:ctid", ()) if isinstance(value, str)),
        ):
            nodes.setdefault(name, node)
    return Graph(nodes)


class _Reader:
    """Reads one file."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._prefixes: dict[str, str] = {}
        self._count = 0

    def nodes(self) -> Iterator[Node]:
        document = self._json()
        tops = document if isinstance(document, list) else [document]
        found = 0
        for top in tops:
            if not isinstance(top, dict):
                continue
            self._learn(top.get("@context"))
            for one in top.get("@graph", [top]) if isinstance(top.get("@graph", [top]), list) else []:
                if isinstance(one, dict) and ("@type" in one or "@id" in one):
                    found += 1
                    yield self._node(one, "", 0)
        if not found:
            raise CtdlUnreadError(Message("ctdl.no-nodes", file=self._file.name))

    def _json(self) -> Any:  # noqa: ANN401 - whatever the file holds
        try:
            return json.loads(self._file.read_text(encoding="utf-8-sig"))
        except OSError as error:
            raise CtdlUnreadError(
                Message("ctdl.unreadable", file=self._file.name, why=(error.strerror or str(error)).lower())
            ) from None
        except json.JSONDecodeError as error:
            where = {"line": error.lineno, "column": error.colno}
            raise CtdlUnreadError(Message("ctdl.no-json", file=self._file.name, **where)) from None
        except (UnicodeDecodeError, RecursionError):
            raise CtdlUnreadError(Message("ctdl.no-nodes", file=self._file.name)) from None

    def _learn(self, context: Any) -> None:  # noqa: ANN401 - whatever the file holds
        """Take the prefixes that a file defines."""
        for one in context if isinstance(context, list) else [context]:
            if isinstance(one, dict):
                self._prefixes |= {name: to for name, to in one.items() if isinstance(to, str) and ":" in to}

    def _node(self, data: dict[str, Any], above: str, depth: int) -> Node:
        if depth > MOST_DEPTH:
            raise CtdlUnreadError(Message("ctdl.no-nodes", file=self._file.name))
        self._count += 1
        id_ = data.get("@id")
        types = data.get("@type", [])
        kinds = tuple(_bare(self._term(one)) for one in (types if isinstance(types, list) else [types])
                      if isinstance(one, str))  # fmt: skip
        names = (data[key] for key in data if self._term(key) in {"ceterms:name", "schema:name"})
        said = [text for name in names for one in _listed(name) for _, text in _by_language(_plain(one))]
        shown = said[0] if said else kinds[0] if kinds else "?"
        path = f"{above} / {shown}" if above else shown
        node = Node(
            self._address(id_) if isinstance(id_, str) else f"_:{self._file.name}-{self._count}", kinds, {}, path
        )
        for key, value in data.items():
            if not key.startswith("@"):
                values = value if isinstance(value, list) else [value]
                below = f"{path} / {_bare(self._term(key))}"
                node.terms.setdefault(self._term(key), []).extend(self._value(one, below, depth) for one in values)
        return node

    def _value(self, value: Any, path: str, depth: int) -> Any:  # noqa: ANN401 - any part of a file
        if isinstance(value, str):
            return self._address(value)
        if not isinstance(value, dict):
            return value
        if "@value" in value:
            return _plain(value)
        if value.keys() == {"@id"} and isinstance(value["@id"], str):
            return self._address(value["@id"])
        if "@type" in value or "@id" in value or any(":" in key for key in value):
            return self._node(value, path.rpartition(" / ")[0] if "@type" in value else path, depth + 1)
        return value

    def _term(self, term: str) -> str:
        """Return a term or class by its usual prefix."""
        term = self._address(term)
        for address, prefix in PREFIXES.items():
            if term.startswith(address):
                return prefix + term.removeprefix(address)
        return term

    def _address(self, text: str) -> str:
        """Return a name with a prefix of the file's own as an address."""
        prefix, colon, rest = text.partition(":")
        if colon and prefix in self._prefixes and not rest.startswith("//"):
            return self._prefixes[prefix] + rest
        return text


def _listed(value: Any) -> list[Any]:  # noqa: ANN401 - any part of a file
    return value if isinstance(value, list) else [value]


def _plain(value: Any) -> Any:  # noqa: ANN401 - any part of a file
    """Return a value object of JSON-LD as a plain value, or as a text by its language."""
    if not isinstance(value, dict) or "@value" not in value:
        return value
    return {value["@language"]: value["@value"]} if "@language" in value else value["@value"]


def _bare(term: str) -> str:
    return term.rpartition(":")[2].rpartition("/")[2]

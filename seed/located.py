"""Reading YAML into plain data that remembers where everything stands.

The subset is the one a catalogue needs, read as YAML 1.2 reads it: `no` and `on` are words, `2022-12` is text, and a
date stays text until its field asks for a date. Tags are refused, aliases share what they name, and what they add up to
is bounded: a few lines of them can otherwise stand for more than any machine holds.
"""

from __future__ import annotations

import math
import os
import re
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import yaml

from stackways.rules.characters import STEERING, called
from stackways.words.message import Message
from stackways.words.system import why_not

MAX_BYTES = 8 * 1024 * 1024
MAX_DEPTH = 64
"""A catalogue file nests far less; what nests deeper is a mistake or an attack."""
MAX_PARTS = 500_000
"""Values a file may hold, counted once for each alias that stands for them."""

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml's parser, ten times faster than any in Python; without it the one in Python reads the same."""

_INTEGER = re.compile(r"[-+]?[0-9]{1,18}")
_NUMBER = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_WORDS: dict[str, bool | None] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip

Key = str | int
"""A step into the data: a mapping's key or a list's index."""


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in a file, both counted from 1."""

    line: int
    column: int


START = Position(1, 1)


class _Mark(Protocol):
    """A place as either of PyYAML's parsers gives it, counted from 0."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Misread:
    """What keeps a part of a file from being read as plain data."""

    position: Position
    what: Message
    remedy: Message


@dataclass(slots=True)
class _Marks:
    """Where a container and its children stand."""

    own: _Mark
    keys: dict[Key, _Mark] = field(default_factory=dict)
    values: dict[Key, _Mark] = field(default_factory=dict)


@dataclass(slots=True)
class Document:
    """A file's data, and where each part of it stands."""

    file: Path
    data: Any = None
    text: str = ""
    misread: list[Misread] = field(default_factory=list)
    complete: bool = True
    """False when reading stopped half-way, so that `data` is missing."""
    marks: dict[int, _Marks] = field(default_factory=dict)

    def position(self, path: tuple[Key, ...], *, at_key: bool = False) -> Position:
        """Return where the part at `path` stands; as far as the path leads, when it leads nowhere.

        A scalar's own place, and for a mapping's or list's the place of the key that introduces it, or with `at_key`
        the key's in any case.
        """
        node, found = self.data, None
        if marks := self.marks.get(id(node)):
            found = marks.own
        for step in path:
            marks = self.marks.get(id(node))
            if marks is None or step not in marks.values:
                break
            node = node[step]
            is_scalar = id(node) not in self.marks
            found = marks.keys.get(step, marks.values[step]) if at_key or not is_scalar else marks.values[step]
        return _place_of(found)


def read(file: Path) -> Document:
    """Read a file; whatever keeps it from being read stands in the document's `misread`, nothing is raised."""
    document = Document(file)
    try:
        with open(file, "rb", opener=_without_waiting) as stream:
            if other := _other_than_a_file(os.fstat(stream.fileno()).st_mode):
                _stop(document, START, Message("check.not-a-file", what=other), Message("check.name-a-file"))
                return document
            raw = stream.read(MAX_BYTES + 1)
    except OSError as error:
        _stop(document, START, Message("check.unreadable", why=why_not(error)), Message("check.name-readable"))
        return document
    if len(raw) > MAX_BYTES:
        mib = MAX_BYTES // 1024 // 1024
        _stop(document, START, Message("check.too-large", most=mib), Message("check.split"))
        return document
    try:
        document.text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = _place_in(raw[: error.start].decode("utf-8-sig", "replace"))
        byte = f"0x{raw[error.start]:02x}"
        _stop(document, place, Message("check.not-utf-8", byte=byte), Message("check.save-as-utf-8"))
        return document
    try:
        _Builder(document).build()
    except yaml.reader.ReaderError as error:
        before = document.text.encode()[: error.position].decode(errors="ignore")
        sign = f"U+{error.character:04X}" if isinstance(error.character, int) else repr(error.character)
        _stop(document, _place_in(before), Message("check.not-in-yaml", sign=sign), Message("check.delete"))
    except yaml.MarkedYAMLError as error:
        place = _place_of(error.problem_mark or error.context_mark)
        said = ", ".join(part for part in (error.context, error.problem) if part)
        _stop(document, place, Message("check.not-yaml", why=said), _syntax_remedy(said))
    return document


def _without_waiting(path: str, flags: int) -> int:
    """Open a file; a pipe that nobody writes to would be waited for otherwise."""
    return os.open(path, flags | os.O_NONBLOCK)


def _other_than_a_file(mode: int) -> Message | None:
    if stat.S_ISREG(mode):
        return None
    if stat.S_ISDIR(mode):
        return Message("check.a-folder")
    return Message("check.a-pipe" if stat.S_ISFIFO(mode) else "check.a-device")


def _place_in(text_before: str) -> Position:
    lines = text_before.split("\n")
    return Position(len(lines), len(lines[-1]) + 1)


def _place_of(mark: _Mark | None) -> Position:
    return Position(mark.line + 1, mark.column + 1) if mark else START


def _stop(document: Document, position: Position, what: Message, remedy: Message) -> None:
    document.data, document.complete = None, False
    document.misread.append(Misread(position, what, remedy))


def _syntax_remedy(said: str) -> Message:
    if "mapping values are not allowed" in said:
        return Message("check.mend.colon")
    if "tab" in said or "cannot start any token" in said:
        return Message("check.mend.tab")
    if "alias" in said or "anchor" in said:
        return Message("check.mend.alias")
    if "found unexpected end of stream" in said or "quoted scalar" in said:
        return Message("check.mend.quote")
    return Message("check.mend.other")


@dataclass(slots=True)
class _Open:
    """A container that is being filled."""

    container: Any
    is_mapping: bool
    marks: _Marks
    anchor: str | None = None
    key: str | None = None
    """The key whose value comes next."""
    dropped: bool = False
    """True when that key is wrong and its value is left out."""
    size: int = 1
    """How many parts it has, at any depth."""


_OTHER_NODES = {yaml.SequenceStartEvent, yaml.MappingStartEvent, yaml.AliasEvent}


class _Builder:
    """Builds plain data from YAML events, without recursion; an alias shares what its anchor names."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._open: list[_Open] = []
        self._anchors: dict[str, tuple[Any, int]] = {}
        self._roots: list[Any] = []
        self._size = 0

    def build(self) -> None:
        """Fill the document; raises yaml.YAMLError where the text is no YAML."""
        parser = _LOADER(self._document.text)
        try:
            while self._document.complete:
                event: Any = parser.get_event()
                kind = type(event)
                if kind is yaml.ScalarEvent:
                    self._take(event, event.start_mark)
                elif kind is yaml.SequenceEndEvent or kind is yaml.MappingEndEvent:
                    self._close()
                elif kind in _OTHER_NODES:
                    self._take(event, event.start_mark)
                elif kind is yaml.DocumentStartEvent and self._roots:
                    what, remedy = Message("check.second-document"), Message("check.one-document")
                    _stop(self._document, _place_of(event.start_mark), what, remedy)
                elif kind is yaml.StreamEndEvent:
                    self._document.data = self._roots[0] if self._roots else None
                    return
        finally:
            parser.dispose()

    def _take(self, event: Any, here: _Mark) -> None:  # noqa: ANN401 - one of PyYAML's events of a node
        above = self._open[-1] if self._open else None
        if above and above.is_mapping and above.key is None:
            self._take_key(above, event, here)
            return
        value: Any
        size = 1
        if type(event) is yaml.ScalarEvent:
            value = self._scalar(event, here)
            if event.anchor:
                self._anchors[event.anchor] = (value, 1)
        elif type(event) is yaml.AliasEvent:
            value, size = self._named(str(event.anchor), here)
        else:
            value = self._opened(event, here)
        if above is None:
            self._roots.append(value)
            return
        above.size += size
        self._size += size
        if self._size > MAX_PARTS:
            what = Message("check.many-parts", most=MAX_PARTS)
            _stop(self._document, _place_of(here), what, Message("check.split-or-alias"))
        self._put(above, value, here)

    def _opened(self, event: Any, here: _Mark) -> dict[str, Any] | list[Any]:  # noqa: ANN401 - a start of a container
        self._must_have_no_tag(event.tag, here)
        value: dict[str, Any] | list[Any] = {} if type(event) is yaml.MappingStartEvent else []
        marks = self._document.marks[id(value)] = _Marks(here)
        self._open.append(_Open(value, isinstance(value, dict), marks, event.anchor))
        if len(self._open) > MAX_DEPTH:
            what = Message("check.nests-deeper", most=MAX_DEPTH)
            _stop(self._document, _place_of(here), what, Message("check.write-flatter"))
        return value

    def _named(self, anchor: str, here: _Mark) -> tuple[Any, int]:
        """Return what an alias stands for, and of how many parts it is."""
        if anchor not in self._anchors:
            remedy = Message("check.write-anchor", anchor=anchor)
            self._misread(here, Message("check.no-anchor", anchor=anchor), remedy)
        return self._anchors.get(anchor, (None, 1))

    def _put(self, above: _Open, value: Any, here: _Mark) -> None:  # noqa: ANN401
        if not above.is_mapping:
            above.marks.values[len(above.container)] = here
            above.container.append(value)
            return
        if not above.dropped and above.key is not None:
            above.marks.values[above.key] = here
            above.container[above.key] = value
        above.key = None

    def _take_key(self, above: _Open, event: Any, here: _Mark) -> None:  # noqa: ANN401 - an event of a node
        if type(event) is not yaml.ScalarEvent:
            _stop(self._document, _place_of(here), Message("check.no-key"), Message("check.write-key"))
            return
        self._must_be_text(event, here)
        above.key = event.value
        above.dropped = event.value in above.marks.keys
        if above.dropped:
            first = _place_of(above.marks.keys[event.value]).line
            what = Message("check.key-twice", key=event.value, line=str(first))
            self._misread(here, what, Message("check.keep-one"))
        else:
            above.marks.keys[event.value] = here

    def _close(self) -> None:
        closed = self._open.pop()
        if closed.anchor:
            self._anchors[closed.anchor] = (closed.container, closed.size)
        if self._open:
            self._open[-1].size += closed.size - 1  # its first part was counted when it was opened

    def _scalar(self, event: Any, here: _Mark) -> bool | int | float | str | None:  # noqa: ANN401 - PyYAML's event
        if event.tag is not None:
            self._must_have_no_tag(event.tag, here)
        self._must_be_text(event, here)
        return event.value if event.style else _meant(event.value)

    def _must_have_no_tag(self, tag: str | None, here: _Mark) -> None:
        if tag not in (None, "!"):
            self._misread(here, Message("check.tag", tag=tag or ""), Message("check.delete-or-quote"))

    def _must_be_text(self, scalar: Any, here: _Mark) -> None:  # noqa: ANN401 - PyYAML's event of a scalar
        """Refuse what an escape in quotes may hold and no text does; it is taken out, so that nobody repeats it."""
        if found := STEERING.search(scalar.value):
            self._misread(here, Message("check.character", sign=called(found[0])), Message("check.delete"))
            scalar.value = STEERING.sub("", scalar.value)

    def _misread(self, here: _Mark, what: Message, remedy: Message) -> None:
        self._document.misread.append(Misread(_place_of(here), what, remedy))


def _meant(text: str) -> bool | int | float | str | None:
    """Return what an unquoted scalar stands for in YAML 1.2; numbers too large to be meant stay text."""
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    if _NUMBER.fullmatch(text) and math.isfinite(number := float(text)):
        return number
    return text

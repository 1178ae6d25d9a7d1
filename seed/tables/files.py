"""Catalogue files from what a table says: one a sender, the same text from the same table, others' entries kept.

Every entry that comes from a table names it in `facts`. So a later run changes, adds and takes out only what is the
table's own; what a person wrote into the same file stays, with its comments and its order.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from stackways.rules.collection import FORMAT
from stackways.seed import located
from stackways.seed.draft import SECTIONS

Data = dict[str, Any]
Content = dict[str, list[Data]]
"""The sections of a catalogue file, each with its entries."""

HEADER = "# Made by `stackways import` from a table or a registry's file: change that, and run it again.\n"
_PLAIN = re.compile(r"[A-Za-z\u00c0-\u024f][\w .()/'\u2019\u00c0-\u024f+-]*(?<! )")
_NO_TEXT = re.compile(r"(?i)(?:null|true|false|yes|no|on|off|y|n|~|\.nan|\.inf)")


@dataclass(slots=True)
class Written:
    """What an import does to a folder."""

    texts: dict[Path, str] = field(default_factory=dict)
    """The new text of each file that changes."""
    removed: list[Path] = field(default_factory=list)
    """Files in which nothing is left."""
    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    taken_out: list[str] = field(default_factory=list)
    """The codes of entries."""
    unchanged: int = 0

    def __bool__(self) -> bool:
        """Tell whether anything changes."""
        return bool(self.texts or self.removed)

    def apply(self, folder: Path) -> None:
        """Write the files, each at once or not at all."""
        if self.texts:
            folder.mkdir(parents=True, exist_ok=True)
        for file, text in self.texts.items():
            draft = file.with_name(f".{file.name}.new")
            draft.write_text(text, encoding="utf-8")
            draft.replace(file)
        for file in self.removed:
            file.unlink()


def plan(folder: Path, wanted: Mapping[str, Content], table: str) -> Written:
    """Return what is to be written so that a folder holds what a table says, and all else as it was.

    Args:
        folder: Where to; it need not exist.
        wanted: The content by file name, without what others wrote; every entry has the table in its `facts`.
        table: The table's name in `facts`.
    """
    written = Written()
    for name in sorted({*wanted, *(file.name for file in sorted(folder.glob("*.yaml")))}):
        _plan_file(folder / name, wanted.get(name, {}), table, written)
    return written


def _plan_file(file: Path, wanted: Content, table: str, written: Written) -> None:
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    if wanted and text == as_text(wanted):
        written.unchanged += sum(map(len, wanted.values()))
        return
    there = content_of(file) if text else {}
    new = {_key(entry): entry for entry in _entries(wanted)}
    sources = {_key(entry) for entry in wanted.get("sources", ())}
    own = {_key(entry): entry for entry in _entries(there) if table in entry.get("facts", ()) or _key(entry) in sources}
    added, gone = [key for key in new if key not in own], [key for key in own if key not in new]
    changed = [key for key in new if key in own and own[key] != new[key]]
    written.added += map(_name, added)
    written.changed += map(_name, changed)
    written.taken_out += map(_name, gone)
    written.unchanged += len(new) - len(added) - len(changed)
    if not (added or changed or gone):
        return
    merged = {
        name: [one for one in there.get(name, ()) if _key(one) not in own] + list(wanted.get(name, ()))
        for name in SECTIONS
    }
    if not any(merged.values()):
        written.removed.append(file)
    elif not text or text == as_text(there):
        written.texts[file] = as_text(merged)
    else:
        put = {name: [one for one in entries if _key(one) in {*added, *changed}] for name, entries in wanted.items()}
        written.texts[file] = edited(text, put, gone)


def content_of(file: Path) -> Content:
    """Return the sections of a file as plain data; empty where it cannot be read, which `check` tells."""
    data = located.read(file).data
    sections = data.items() if isinstance(data, dict) else ()
    return {
        name: [entry for entry in value if isinstance(entry, dict)]
        for name, value in sections
        if name in SECTIONS and isinstance(value, list)
    }


def _entries(content: Mapping[str, list[Data]]) -> Iterator[Data]:
    for entries in content.values():
        yield from entries


Key = tuple[str, int]


def _key(entry: Mapping[str, Any]) -> Key:
    """Return what tells an entry from others: its code, and of a rule the version."""
    return str(entry.get("code")), int(entry.get("version", 1))


def _name(key: Key) -> str:
    code, version = key
    return code if version == 1 else f"{code}@{version}"


# Text from data


def as_text(content: Mapping[str, list[Data]], header: str = HEADER) -> str:
    """Return a file's text: the entries of each section in the order of their codes."""
    lines = [header + f"format: {FORMAT}\n"]
    for name in SECTIONS:
        entries = sorted(content.get(name, ()), key=_key)
        if entries:
            lines.append(f"\n{name}:\n")
            lines += [_item(entry) for entry in entries]
    return "".join(lines)


def _item(entry: Data) -> str:
    lines = list(_block(entry, "    "))
    return f"  - {lines[0].lstrip()}" + "".join(lines[1:])


def _block(data: Data, indent: str) -> Iterator[str]:
    for key, value in data.items():
        if isinstance(value, dict) and len(inline := _inline(value)) > 60:  # noqa: PLR2004 - what one line takes in
            yield f"{indent}{key}:\n"
            yield from _block(value, indent + "  ")
        elif isinstance(value, list) and any(isinstance(item, dict) for item in value):
            yield f"{indent}{key}:\n"
            for item in value:
                yield f"{indent}  - {_inline(item)}\n"
        elif isinstance(value, dict):
            yield f"{indent}{key}: {inline}\n"
        else:
            yield f"{indent}{key}: {_inline(value)}\n"


def _inline(value: Any) -> str:  # noqa: ANN401 - plain data
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_scalar(key)}: {_inline(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_inline, value)) + "]"
    return _scalar(value)


def _scalar(value: Any) -> str:  # noqa: ANN401 - plain data
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return "null" if value is None else str(value)
    plain = _PLAIN.fullmatch(value) or _CODE.fullmatch(value) or _DAY.fullmatch(value)
    return value if plain and not _NO_TEXT.fullmatch(value) else json.dumps(value, ensure_ascii=False)


_CODE = re.compile(r"[a-z0-9-]*[a-z][a-z0-9-]*:[a-z0-9-]+|[a-z-]+/[0-9]+")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


# Editing a file that a person keeps


def edited(text: str, put: Mapping[str, Iterable[Data]], take_out: Iterable[Key] = ()) -> str:
    """Return a file's text with entries put in or replaced and others taken out; all else as it was.

    Args:
        text: The file as it is.
        put: The entries, by section; one with a code and version that the file has takes that one's place.
        take_out: What is to go.
    """
    yaml = _round_trip()
    data = yaml.load(text) or CommentedMap({"format": FORMAT})
    gone = set(take_out)
    for name, section in data.items():
        if name in SECTIONS and isinstance(section, CommentedSeq):
            for position in reversed([at for at, one in enumerate(section) if _key(one) in gone]):
                del section[position]
    for name, entries in put.items():
        for entry in entries:
            _put(data, name, entry)
    stream = StringIO()
    yaml.dump(data, stream)
    return stream.getvalue()


def _put(data: CommentedMap, name: str, entry: Data) -> None:
    if not isinstance(data.get(name), CommentedSeq):
        data[name] = CommentedSeq()
        data.yaml_set_comment_before_after_key(name, before="\n")
    section = data[name]
    written = _styled(entry)
    at = next((position for position, one in enumerate(section) if _key(one) == _key(entry)), None)
    if at is None:
        section.append(written)
    else:
        section[at] = written


def _styled(entry: Data) -> CommentedMap:
    """Return an entry in the style of the catalogue: what is short stands on one line."""
    loaded = _round_trip().load(_item(entry).replace("  - ", "    ", 1))
    return CommentedMap(loaded)


def _round_trip() -> YAML:
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 4096
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.representer.add_representer(type(None), lambda to, _: to.represent_scalar("tag:yaml.org,2002:null", "null"))
    return yaml

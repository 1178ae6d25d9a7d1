"""Reading catalogue files entry by entry, so that one bad entry does not hide the others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel

from stackways.rules.collection import FORMAT, Catalogue
from stackways.seed import located
from stackways.seed.fitting import Misfit, fit
from stackways.seed.located import START, Document, Key, Position
from stackways.seed.problems import Problem, nearest, one_of
from stackways.seed.shape import Node, shape_of

SECTIONS: dict[str, Any] = {
    name: get_args(info.annotation)[0] for name, info in Catalogue.model_fields.items() if name != "format"
}
"""Each section of a file and the type of its entries."""

_NOUNS = {name: name.removesuffix("s") for name in SECTIONS}


@dataclass(slots=True)
class Entry:
    """One entry as it stands in a file, whether or not it fits its model."""

    document: Document
    section: str
    index: int
    data: Any
    built: Any = None
    """The institution, source, …, rule; None when it does not fit."""

    @property
    def noun(self) -> str:
        """What it is: "institution", "rule", …"""
        return _NOUNS[self.section]

    @property
    def code(self) -> str | None:
        """Its code, where it has one."""
        code = self.data.get("code") if isinstance(self.data, dict) else None
        return code if isinstance(code, str) else None

    @property
    def name(self) -> str:
        """How messages name it."""
        return f"{self.noun} `{self.code}`" if self.code else f"{self.section}[{self.index}]"

    @property
    def illustrative(self) -> bool:
        """True when nobody published it."""
        return isinstance(self.data, dict) and self.data.get("illustrative") is True

    @property
    def root(self) -> Node:
        """The entry as the start of a walk."""
        return Node((), self.data, shape_of(SECTIONS[self.section]))

    @property
    def place(self) -> str:
        """Its file and line."""
        return f"{self.document.file}:{self.position(('code',)).line}"

    def position(self, path: tuple[Key, ...] = (), *, at_key: bool = False) -> Position:
        """Return where a part of it stands."""
        return self.document.position((self.section, self.index, *path), at_key=at_key)

    def problem(self, path: tuple[Key, ...], what: str, remedy: str, *, at_key: bool = False) -> Problem:
        """Return a problem with a part of it."""
        position = self.position(path, at_key=at_key)
        return Problem(self.document.file, position, self.name, dotted(path), what, remedy)


@dataclass(slots=True)
class Draft:
    """What was read: every entry, the problems so far, and the codes in files that could not be read to their end."""

    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unread_codes: set[str] = field(default_factory=set)

    def built(self, kind: type[BaseModel]) -> Iterator[tuple[Entry, Any]]:
        """Yield the entries that are good and of a kind, with the objects they stand for."""
        return ((entry, entry.built) for entry in self.entries if isinstance(entry.built, kind))


def dotted(path: tuple[Key, ...]) -> str:
    """Return a path as people write it: `needs.any_of[1]`."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).lstrip(".")


def read_draft(paths: Iterable[Path]) -> Draft:
    """Read every file named, and every YAML file in the folders named; nothing is raised."""
    draft = Draft()
    for path in paths:
        files = sorted(file for file in path.rglob("*") if file.suffix in (".yaml", ".yml")) if path.is_dir() else [path]
        if not files:
            draft.problems.append(Problem(path, START, "", "", "there is no YAML file in it", "name a folder with a catalogue"))
        for file in files:
            _read_file(file, draft)
    return draft


def _read_file(file: Path, draft: Draft) -> None:
    document = located.read(file)

    def problem(position: Position, what: str, remedy: str, field: str = "") -> None:
        draft.problems.append(Problem(file, position, "", field, what, remedy))

    for misread in document.misread:
        problem(misread.position, misread.what, misread.remedy)
    if not document.complete:
        draft.unread_codes.update(re.findall(r"^[\s-]*code:\s*['\"]?([a-z0-9:-]+)", document.text, re.MULTILINE))
        return
    if not isinstance(document.data, dict):
        problem(START, "holds no catalogue", f"start it with `format: {FORMAT}` and sections such as `institutions:`")
        return
    for key, value in document.data.items():
        if key == "format":
            if value != FORMAT:
                problem(document.position((key,)), f"`{value}` is no format that is known", f"write `{FORMAT}`", key)
        elif key not in SECTIONS:
            near = nearest(key, SECTIONS, limit=1, least=60)
            remedy = f"did you mean `{near[0]}`?" if near else f"the sections are {one_of(SECTIONS)}"
            problem(document.position((key,), at_key=True), f"there is no section `{key}`", remedy)
        elif not isinstance(value, list):
            if value is not None:
                problem(document.position((key,), at_key=True), "is not a list", "put `- ` before each entry", key)
        else:
            draft.entries.extend(_read_entry(Entry(document, key, index, data), draft) for index, data in enumerate(value))


def _read_entry(entry: Entry, draft: Draft) -> Entry:
    entry.built, misfits = fit(entry.root, SECTIONS[entry.section])
    draft.problems.extend(_problem(entry, misfit) for misfit in misfits)
    return entry


def _problem(entry: Entry, misfit: Misfit) -> Problem:
    return entry.problem(misfit.path, misfit.what, misfit.remedy, at_key=misfit.at_key)

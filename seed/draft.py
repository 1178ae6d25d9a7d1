"""Reading catalogue files entry by entry, so that one bad entry does not hide the others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

from pydantic import TypeAdapter

from stackways.rules.collection import FORMAT, Catalogue
from stackways.seed import located
from stackways.seed.fitting import fit
from stackways.seed.located import START, Document, Key, Position
from stackways.seed.memory import making_many
from stackways.seed.problems import Problem, nearest, one_of
from stackways.seed.shape import Node, shape_of, walk
from stackways.seed.shipped import is_shipped
from stackways.words.message import Argument, Code, Message, Word

SECTIONS: dict[str, Any] = {
    name: get_args(info.annotation)[0] for name, info in Catalogue.model_fields.items() if name != "format"
}
"""Each section of a file and the type of its entries."""

_SHAPES = {name: shape_of(section) for name, section in SECTIONS.items()}
_MODELS = {name: TypeAdapter(section) for name, section in SECTIONS.items()}
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
    _nodes: Sequence[Node] | None = None

    @property
    def noun(self) -> str:
        """What it is, for example "rule"."""
        return _NOUNS[self.section]

    @property
    def code(self) -> str | None:
        """Its code, where it has one."""
        code = self.data.get("code") if isinstance(self.data, dict) else None
        return code if isinstance(code, str) else None

    @property
    def name(self) -> Argument:
        """How messages name it."""
        if self.code:
            return Message("check.entry", noun=Word("thing", self.noun), code=self.code)
        return f"{self.section}[{self.index}]"

    @property
    def illustrative(self) -> bool:
        """True when nobody published it."""
        return isinstance(self.data, dict) and self.data.get("illustrative") is True

    @property
    def nodes(self) -> Sequence[Node]:
        """The entry itself and every part of it, in order."""
        if self._nodes is None:
            self._nodes = tuple(walk(Node((), self.data, _SHAPES[self.section])))
        return self._nodes

    @property
    def place(self) -> Argument:
        """Its file and line."""
        line = self.position(("code",)).line
        file = self.document.file
        return Message("check.shipped", place=f"{file.name}:{line}") if is_shipped(file) else f"{file}:{line}"

    def position(self, path: tuple[Key, ...] = (), *, at_key: bool = False) -> Position:
        """Return where a part of it stands."""
        return self.document.position((self.section, self.index, *path), at_key=at_key)

    def problem(self, path: tuple[Key, ...], what: Message, remedy: Message, *, at_key: bool = False) -> Problem:
        """Return a problem with a part of it, or with `at_key` with the key that introduces the part."""
        position = self.position(path, at_key=at_key)
        return Problem(self.document.file, position, self.name, dotted(path[:-1] if at_key else path), what, remedy)


@dataclass(slots=True)
class Draft:
    """What was read: every entry, the problems so far, and the codes in files that could not be read to their end."""

    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unread_codes: set[str] = field(default_factory=set)


def dotted(path: tuple[Key, ...]) -> str:
    """Return a path as people write it: `needs.any_of[1]`."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).lstrip(".")


def files_of(path: Path) -> list[Path]:
    """Return the files of a catalogue: every YAML file in a folder, or the one file."""
    return sorted(file for file in path.rglob("*") if file.suffix in (".yaml", ".yml")) if path.is_dir() else [path]


def read_draft(paths: Iterable[Path]) -> Draft:
    """Read every file named, and every YAML file in the folders named, each once; nothing is raised.

    A file that is named twice is called as it was named last.
    """
    draft = Draft()
    files: dict[Path, Path] = {}
    for path in paths:
        found = files_of(path)
        files |= {file.resolve(): file for file in found}
        if not found:
            what, remedy = Message("check.no-file"), Message("check.name-a-catalogue")
            draft.problems.append(Problem(path, START, "", "", what, remedy))
    with making_many():
        for file in files.values():
            _read_file(file, draft)
    return draft


def _read_file(file: Path, draft: Draft) -> None:
    document = located.read(file)
    draft.problems.extend(Problem(file, m.position, "", "", m.what, m.remedy) for m in document.misread)
    if not document.complete:
        draft.unread_codes.update(_CODE.findall(document.text))
    elif not isinstance(document.data, dict):
        remedy = Message("check.start-it", format=FORMAT)
        draft.problems.append(Problem(file, START, "", "", Message("check.no-catalogue"), remedy))
    else:
        for section, value in document.data.items():
            _read_section(document, section, value, draft)


_CODE = re.compile(r"(?:^[\s-]*|[{,]\s*)code:\s*['\"]?([a-z0-9:-]+)", re.MULTILINE)
"""What a file that is no YAML would have given codes to, so that references to them are not called wrong as well."""


def _read_section(document: Document, section: str, value: Any, draft: Draft) -> None:  # noqa: ANN401
    def problem(what: Message, remedy: Message, field: str = "") -> None:
        position = document.position((section,), at_key=not field)
        draft.problems.append(Problem(document.file, position, "", field, what, remedy))

    misread = {m.position for m in document.misread}
    if section == "format":
        if value != FORMAT:
            problem(Message("check.no-format", format=str(value)), Message("check.write", what=Code(FORMAT)), section)
    elif section not in SECTIONS:
        near = nearest(section, SECTIONS, limit=1, least=60)
        known = Message("check.sections", sections=one_of(SECTIONS))
        meant = Message("check.did-you-mean", near=one_of(near)) if near else known
        problem(Message("check.no-section", section=section), meant)
    elif isinstance(value, list):
        for index, data in enumerate(value):
            entry = Entry(document, section, index, data)
            entry.built, misfits = fit(entry.nodes, _MODELS[section])
            draft.entries.append(entry)
            found = (entry.problem(m.path, m.what, m.remedy, at_key=m.at_key) for m in misfits)
            draft.problems.extend(problem for problem in found if problem.position not in misread)
    elif value is not None:
        problem(Message("check.no-entries"), Message("check.put-dash"), section)

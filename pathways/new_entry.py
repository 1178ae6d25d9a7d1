"""Write an institution, a programme or a rule of recognition into a catalogue file, checked before it is written."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stackways.pathways.import_table import problems_once_written
from stackways.pathways.keep_catalogue import paths_of
from stackways.pathways.settings import Settings
from stackways.rules.base import Code, title_in
from stackways.seed.draft import Entry, read_draft
from stackways.seed.problems import CatalogueRefusedError
from stackways.seed.tables.cells import as_number, read_amount, read_period
from stackways.seed.tables.files import Data, Written, as_text, edited
from stackways.seed.tables.register import slug_of
from stackways.words.message import Message, listed
from stackways.words.render import say

__all__ = ["New", "NewSource", "exception", "institution", "programme", "recognition", "write_entry"]


@dataclass(frozen=True, slots=True)
class NewSource:
    """Where an entry stands: a source that there is, or a document that is added."""

    code: Code | None = None
    title: str = ""
    url: str = ""
    read: dt.date | None = None

    def entry(self, of: Code) -> tuple[Code, Data | None]:
        """Return the code of the source, and the entry of a new one."""
        if self.code:
            return self.code, None
        code = f"{of}:source-{slug_of(self.title, 50)}"
        entry: Data = {"code": code, "title": self.title, **({"url": self.url} if self.url else {}), "tier": "primary"}
        return code, entry | ({"read": self.read.isoformat()} if self.read else {})


@dataclass(frozen=True, slots=True)
class New:
    """An entry to be written."""

    section: str
    """The section of a catalogue file."""
    data: Data
    source: NewSource | None = None
    """Where it stands; an institution needs none."""
    sentence: str = ""
    """A rule's sentence; made of its titles unless given."""


def institution(code: Code, titles: Data, kind: str, *, country: str = "", url: str = "") -> Data:
    """Return an institution as a file has it."""
    return _given({"code": code, "title": _given(titles), "kind": kind, "country": country.upper(), "url": url})


def programme(code: Code, titles: Data, kind: str, *, credits_: str = "", unit: str = "") -> Data:
    """Return a programme as a file has it; raises MisreadError where the credits are no number."""
    entry = {"code": code, "title": _given(titles), "kind": kind, "offered_by": [code.partition(":")[0]]}
    return entry | ({"credits": as_number(read_amount(credits_)), "unit": unit or "credit"} if credits_ else {})


def recognition(needs: Sequence[Code], targets: Sequence[Code], outcome: str, **said: str) -> Data:
    """Return a rule of recognition as a file has it, without its sentence.

    Args:
        needs: What must be held, all of it.
        targets: What is recognised; all of one institution, which publishes the rule.
        outcome: What happens.
        said: `within`, `amount`, `unit`, `counts_for`, `start` and `until`, where they are known.

    Raises:
        MisreadError: an amount or a period is none.
    """
    publisher = targets[0].partition(":")[0]
    slug = slug_of(f"from-{'-and-'.join(needs)}-to-{'-and-'.join(one.partition(':')[2] for one in targets)}", 90)
    amount: Data = {}
    if said["amount"]:
        amount = {"amount": as_number(read_amount(said["amount"])), "unit": said["unit"] or "credit"}
    window = {"period": read_period(said["counts_for"])} if said["counts_for"] else {}
    return _given(
        {
            "code": f"{publisher}:{slug}",
            "kind": "recognition",
            "published_by": publisher,
            "effective_from": said["start"],
            "effective_until": said["until"],
            "needs": needs[0] if len(needs) == 1 else {"all_of": list(needs)},
            "grants": [{"target": target, "outcome": outcome, **amount} for target in targets],
            "within": said["within"],
            "window": window,
        }
    )


def exception(does: str, target: Code, within: Code, **said: str) -> Data:
    """Return an exception as a file has it, without its sentence.

    Args:
        does: `waive`, `substitute`, `also_allow` or `count_here`.
        target: What need not be taken, or is counted.
        within: The programme.
        said: `needs`, `part`, `learner`, `term`, `credits`, `unit`, `requested_by`, `approved_by`, `start` and `until`,
            where they are known.

    Raises:
        MisreadError: the credits are no number.
    """
    publisher = within.partition(":")[0]
    # Whoever is answered may see the code: the learner's pseudonym is no part of it.
    slug = slug_of(f"exception-{does}-{target.partition(':')[2]}-in-{within.partition(':')[2]}", 90)
    given = said["credits"]
    credits_ = {"credits": as_number(read_amount(given)), "unit": said["unit"] or "credit"} if given else {}
    return _given(
        {
            "code": f"{publisher}:{slug}",
            "kind": "exception",
            "published_by": publisher,
            "effective_from": said["start"],
            "effective_until": said["until"],
            "does": does,
            "target": target,
            "within": within,
            **{name: said[name] for name in ("needs", "part", "learner", "term")},
            **credits_,
            "requested_by": said["requested_by"],
            "approved_by": said["approved_by"],
        }
    )


def _given(entry: Mapping[str, Any]) -> Data:
    return {name: value for name, value in entry.items() if value not in ("", {}, [])}


def write_entry(new: New, into: Path, settings: Settings) -> tuple[Path, Code]:
    """Write an entry into a catalogue, and return the file and the code.

    Args:
        new: The entry.
        into: A file, or a folder, in which it is written into the file of its institution.
        settings: Which catalogues are known beside it.

    Raises:
        CatalogueRefusedError: the catalogue would have problems; nothing was written.
        FileExistsError: there is an entry with that code already.
    """
    entry = new.data
    of = str(entry.get("published_by") or entry["code"].partition(":")[0])
    file = into if into.suffix in (".yaml", ".yml") else into / f"{of}.yaml"
    others = read_draft([path for path in paths_of(settings) if path.resolve() not in (into.resolve(), file.resolve())])
    there = read_draft([file.parent]) if any(file.parent.glob("*.yaml")) else read_draft([])
    known = {one.code: one for one in (*others.entries, *there.entries) if one.code}
    if entry.get("kind") == "exception":
        entry = _numbered(entry, known)
    if entry["code"] in known:
        raise FileExistsError(known[entry["code"]].place)
    put: dict[str, list[Data]] = {}
    if new.source:
        cited, added = new.source.entry(of)
        entry = entry | {"sources": [{"source": cited, "confidence": "high"}]}
        if added and cited not in known:
            put["sources"] = [added]
    if new.section == "rules":
        titles = {code: one.data.get("title") for code, one in known.items()}
        names = {code: title_in(title) for code, title in titles.items() if isinstance(title, dict)}
        entry = entry | {"says": {"en": new.sentence or say(_sentence(entry, names), "en")}}
    put[new.section] = [entry]
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    written = Written(texts={file: edited(text, put) if text else as_text(put).split("\n", 1)[1]})
    if problems := problems_once_written(written, file.parent, others):
        raise CatalogueRefusedError(problems)
    written.apply(file.parent)
    return file, entry["code"]


GRANTED = ("does", "target", "within", "needs", "part", "learner", "term")
"""What an exception is about: two that agree in it are the same."""


def _numbered(exception: Data, known: Mapping[str, Entry]) -> Data:
    """Return an exception under a code of its own; under that of the same one, where that is granted already."""
    several = [one for code, one in known.items() if re.fullmatch(rf"{exception['code']}(-\d+)?", code)]
    for one in several:
        if all(one.data.get(name) == exception.get(name) for name in GRANTED):
            return exception | {"code": one.code}
    return exception | {"code": f"{exception['code']}-{len(several) + 1}"} if several else exception


def _sentence(rule: Data, names: Mapping[str, str]) -> Message:
    def name(code: Code) -> str:
        return names.get(code, code)

    if rule["kind"] == "exception":
        told = {"target": name(rule["target"]), "programme": name(rule["within"])}
        told |= {"needs": name(rule["needs"])} if "needs" in rule else {}
        told |= {"part": rule["part"]} if "part" in rule else {}
        return Message(f"rules.exception-{rule['does'].replace('_', '-')}", **told)
    needs = rule["needs"]["all_of"] if isinstance(rule["needs"], dict) else [rule["needs"]]
    senders = dict.fromkeys(name(code.partition(":")[0]) for code in needs)
    return Message(
        f"table.says.{rule['grants'][0]['outcome']}",
        held=listed([name(code) for code in needs]),
        sender=listed(list(senders)),
        publisher=name(rule["published_by"]),
        target=listed([name(grant["target"]) for grant in rule["grants"]]),
    )

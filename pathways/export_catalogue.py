"""The whole catalogue, or an institution's part of it, for others: as CTDL, as ELM learning opportunities, as files."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stackways.pathways.describe_for_machines import as_schema_org
from stackways.pathways.found import kind_of, near_ones
from stackways.pathways.keep_catalogue import paths_of
from stackways.pathways.question import UnknownCodeError
from stackways.rules.base import Code, title_in
from stackways.rules.catalogue import Institution, Programme, StudyItem
from stackways.rules.collection import Catalogue
from stackways.rules.kinds.exception import RuleException
from stackways.seed.ctdl.give_out import GivenOut, give_out
from stackways.seed.load import content_hash
from stackways.seed.reading import read_catalogue

if TYPE_CHECKING:
    from stackways.pathways.settings import Settings

__all__ = ["GivenOut", "Written", "as_ctdl", "as_elm", "to_export", "write_static"]

Json = dict[str, Any]
ELM_CONTEXT = "http://data.europa.eu/snb/model/context/edc-ap"
STATIC = "stackways-static/1"
PLURAL = {"institution": "institutions", "credential": "credentials", "module": "modules", "programme": "programmes"}


def to_export(
    settings: Settings, own: Path | None, *, institution: Code | None = None, illustrative: bool = False
) -> Catalogue:
    """Return the catalogue in files: one's own where that is given, else the shipped one and those that are set.

    Args:
        settings: Which catalogues are set.
        own: A file or folder.
        institution: Only what it offers and publishes, with what that speaks of.
        illustrative: Whether what nobody published is in it.

    Raises:
        CatalogueRefusedError: there are problems in it.
        UnknownCodeError: there is no such institution in it.
    """
    whole = _without_learners(read_catalogue([own] if own else paths_of(settings)))
    if not illustrative:
        whole = _published(whole)
    return _part_of(whole, institution) if institution else whole


def _without_learners(catalogue: Catalogue) -> Catalogue:
    """Return a catalogue without what was decided for single learners, which is nobody else's business."""
    personal = {rule.name for rule in RuleException.among(catalogue.rules) if rule.learner is not None}
    kept = [rule for rule in catalogue.rules if rule.name not in personal]
    return catalogue.model_copy(update={"rules": kept}) if personal else catalogue


def _published(catalogue: Catalogue) -> Catalogue:
    sections = ("institutions", "sources", "credentials", "modules", "programmes", "rules")
    kept: Any = {name: [one for one in getattr(catalogue, name) if not one.illustrative] for name in sections}
    return Catalogue(**kept)


def _part_of(catalogue: Catalogue, institution: Code) -> Catalogue:
    if institution not in {one.code for one in catalogue.institutions}:
        raise UnknownCodeError(
            institution, "institution", near_ones(institution, [one.code for one in catalogue.institutions])
        )
    items = {item.code: item for item in catalogue.study_items()}
    rules = [rule for rule in catalogue.rules if rule.published_by == institution]
    kept = {code for code, item in items.items() if institution in item.offered_by}
    kept |= {code for rule in rules for code in _codes_in(rule.model_dump(mode="json")) if code in items}
    owners = {institution, *(owner for code in kept for owner in items[code].offered_by)}
    cited = {one.source for entry in (*rules, *(items[code] for code in kept)) for one in entry.sources}
    return Catalogue(
        institutions=[one for one in catalogue.institutions if one.code in owners],
        sources=[one for one in catalogue.sources if one.code in cited],
        credentials=[one for one in catalogue.credentials if one.code in kept],
        modules=[one for one in catalogue.modules if one.code in kept],
        programmes=[one for one in catalogue.programmes if one.code in kept],
        rules=rules,
    )


def _codes_in(value: Any) -> Iterator[str]:  # noqa: ANN401 - any part of a rule
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _codes_in(part)


def as_ctdl(catalogue: Catalogue) -> GivenOut:
    """Return a catalogue as CTDL JSON-LD, and what it says there in words alone."""
    return give_out(catalogue)


# European learning opportunities


def as_elm(catalogue: Catalogue) -> Json:
    """Return what can be studied as learning opportunities of the European Learning Model, version 3 (JSON-LD)."""
    institutions = {item.code: item for item in catalogue.institutions}
    pages = {source.code: source.url for source in catalogue.sources}
    graph = [_organisation(item) for item in catalogue.institutions]
    graph += [_opportunity(item, institutions, pages) for item in catalogue.study_items() if not item.is_class]
    return {"@context": ELM_CONTEXT, "@graph": graph}


def _organisation(item: Institution) -> Json:
    said: Json = {"id": f"urn:stackways:{item.code}", "type": "Organisation", "legalName": _texts(item.title)}
    if item.url:
        said["homepage"] = [{"type": "WebResource", "contentURL": item.url}]
    return said


def _opportunity(item: StudyItem, institutions: dict[Code, Institution], pages: dict[Code, str | None]) -> Json:
    specification: Json = {
        "id": f"urn:stackways:{item.code}#specification",
        "type": "Qualification" if isinstance(item, Programme) else "LearningAchievementSpecification",
        "title": _texts(item.title),
        "identifier": [{"type": "Identifier", "notation": item.code, "schemeName": {"en": "Stackways"}}],
    }
    if item.credits is not None:
        framework = {"type": "Concept", "prefLabel": {"en": item.unit}}
        specification["creditPoint"] = [{"type": "CreditPoint", "point": f"{item.credits:f}", "framework": framework}]
    if item.level and item.level.framework == "EQF":
        specification["eqfLevel"] = {"id": f"http://data.europa.eu/snb/eqf/{item.level.value}", "type": "Concept"}
    if item.hours is not None:
        specification["volumeOfLearning"] = f"PT{item.hours:f}H"
    said: Json = {
        "id": f"urn:stackways:{item.code}",
        "type": "LearningOpportunity",
        "title": _texts(item.title),
        "providedBy": [f"urn:stackways:{owner}" for owner in item.offered_by if owner in institutions],
        "learningAchievementSpecification": specification,
    }
    if item.published_code:
        said["identifier"] = [{"type": "Identifier", "notation": item.published_code}]
    if item.duration:
        said["duration"] = item.duration.iso
    if item.fee:
        said["priceDetail"] = [{"type": "PriceDetail", "amount": {
            "type": "Amount", "value": f"{item.fee.amount:f}", "unit": item.fee.currency}}]  # fmt: skip
    page = next((pages[one.source] for one in item.sources if pages.get(one.source)), None)
    if page:
        said["homepage"] = [{"type": "WebResource", "contentURL": page}]
    return said


def _texts(titles: Any) -> Json:  # noqa: ANN401 - text per language
    return {language.split("-")[0]: text for language, text in titles.items()}


# Files


@dataclass(frozen=True, slots=True)
class Written:
    """What was written into a folder."""

    version: str
    files: int
    unchanged: bool
    """True where this version stood there already."""


def write_static(catalogue: Catalogue, folder: Path) -> Written:
    """Write a catalogue as JSON files with an index, in a folder of its version; other versions stay.

    Raises:
        OSError: the folder cannot be written.
    """
    version = content_hash([catalogue])[:12]
    place = folder / version
    files = dict(_files(catalogue, version))
    before = place / "index.json"
    unchanged = before.is_file() and before.read_text(encoding="utf-8") == _text(files["index.json"])
    if not unchanged:
        for name, content in files.items():
            if name != "index.json":  # last, so that an index is never of files that are not there
                _write(place / name, content)
        _write(before, files["index.json"])
    _write(folder / "index.json", {"format": STATIC, "version": version, "index": f"{version}/index.json"})
    return Written(version, len(files), unchanged)


def _files(catalogue: Catalogue, version: str) -> Iterator[tuple[str, Json]]:
    institutions = {item.code: item for item in catalogue.institutions}
    spoken_of: dict[Code, list[str]] = defaultdict(list)
    for rule in catalogue.rules:
        for code in dict.fromkeys(
            _codes_in(rule.model_dump(mode="json", exclude={"code", "facts", "sources", "says"}))
        ):
            spoken_of[code].append(rule.name)
    entries: list[Json] = []
    rules: list[Json] = []
    for item in catalogue.coded():
        kind = kind_of(item).value
        path = f"{PLURAL[kind]}/{item.code.replace(':', '/')}.json"
        owners = [institutions[owner] for owner in getattr(item, "offered_by", ()) if owner in institutions]
        own = item.model_dump(mode="json", exclude_defaults=True)
        yield (
            path,
            {"kind": kind, "item": own, "rules": spoken_of[item.code], "schema_org": as_schema_org(item, owners)},
        )
        entries.append({"kind": kind, "code": item.code, "title": dict(item.title), "path": path})
    for rule in catalogue.rules:
        path = f"rules/{rule.code.replace(':', '/')}@{rule.version}.json"
        yield path, rule.model_dump(mode="json", exclude_defaults=True) | {"kind": rule.kind}
        rules.append({"kind": rule.kind, "rule": rule.name, "says": title_in(rule.says), "path": path})
    sources = {source.code: source.model_dump(mode="json", exclude_defaults=True) for source in catalogue.sources}
    yield "sources.json", sources
    index = {"format": STATIC, "version": version, "entries": entries, "rules": rules, "sources": "sources.json"}
    yield "index.json", index


def _write(file: Path, content: Json) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(f".{file.name}.new")
    beside.write_text(_text(content), encoding="utf-8")
    beside.replace(file)


def _text(content: Json) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"

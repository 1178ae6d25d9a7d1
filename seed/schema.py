"""The catalogue format as a JSON Schema, made from the models: for editors, and for those who write no Python."""

from __future__ import annotations

import json
from typing import Any

from pydantic import TypeAdapter

from stackways.rules.base import CODE_PATTERN, DECIMAL, Code
from stackways.rules.collection import Catalogue
from stackways.rules.kinds import RULE_KINDS
from stackways.rules.requirements import REQUIREMENT_KINDS

Json = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
IDENTIFIER = "urn:stackways:catalogue:1"

_WITH_SOURCES = ("Credential", "Module", "Programme")


def catalogue_schema() -> Json:
    """Return the schema of one catalogue file (JSON Schema, draft 2020-12).

    What spans several entries (codes that exist, versions that do not overlap, …) no schema can say: `check` does.
    """
    schema = Catalogue.model_json_schema()
    definitions: dict[str, Json] = schema.pop("$defs")
    for model in (*REQUIREMENT_KINDS.values(), *RULE_KINDS.values()):
        definition = model.model_json_schema()
        definitions |= definition.pop("$defs", {})
        definitions[model.__name__] = definition
    for key, kind in REQUIREMENT_KINDS.items():
        definition = definitions[kind.__name__]
        definition["required"] = list(dict.fromkeys([key, *definition.get("required", ())]))
    for name in _WITH_SOURCES:
        definition = definitions[name]
        definition["required"].append("sources")
        definition["properties"]["sources"] |= {"minItems": 1}
        definition["properties"]["sources"].pop("default")
    for section in schema["properties"].values():
        if section["type"] == "array":
            section["type"] = ["array", "null"]  # a heading with nothing below it
    named = {name: _tidy(definition) for name, definition in definitions.items()}
    named["Code"] = TypeAdapter(Code).json_schema() | {
        "description": "Unique across all kinds, readable, never changes meaning: `institution` or `institution:slug`."
    }
    named["Requirement"] = {
        "description": "A bare code, which must be held, or a mapping whose marking key tells the kind.",
        "anyOf": [_reference("Code"), *(_reference(kind.__name__) for kind in REQUIREMENT_KINDS.values())],
    }
    named["Rule"] = {
        "description": "One sentence an institution published, in one dated version; `kind` tells which.",
        "oneOf": [_reference(kind.__name__) for kind in RULE_KINDS.values()],
    }
    start = {"$schema": DIALECT, "$id": IDENTIFIER, "title": "A file of a Stackways catalogue"}
    return {**start, **_tidy(schema), "$defs": dict(sorted(named.items()))}


def written() -> str:
    """Return the schema as it is published."""
    return json.dumps(catalogue_schema(), indent=2, ensure_ascii=False) + "\n"


def _reference(name: str) -> Json:
    return {"$ref": f"#/$defs/{name}"}


def _tidy(part: Any) -> Any:  # noqa: ANN401 - any part of a schema
    """Return a part of the schema without what pydantic adds for itself, and with names for what recurs."""
    if isinstance(part, list):
        return [_tidy(item) for item in part]
    if not isinstance(part, dict):
        return part
    kept = {key: value for key, value in part.items() if not _is_noise(key, value)}
    if part.get("type") == "requirement":
        kept = _reference("Requirement") | {key: value for key, value in kept.items() if key != "type"}
    elif part.get("type") == "rule":
        kept = _reference("Rule")
    elif part.get("pattern") == CODE_PATTERN:
        kept = _reference("Code") | {key: value for key, value in kept.items() if key == "description"}
    elif part.get("format") == DECIMAL:
        kept = _amount(part)
    return {key: _tidy(value) for key, value in kept.items()}


def _is_noise(key: str, value: Any) -> bool:  # noqa: ANN401
    if key == "default":
        return value is None or isinstance(value, dict)
    return key == "discriminator" or (key == "title" and isinstance(value, str))


def _amount(part: Json) -> Json:
    """Return an exact amount as a file may write it: as a number, or as text."""
    limits = {word: part[word] for word in ("minimum", "maximum") if word in part}
    number = {"type": "number", "minimum": 0} | limits
    text = {"type": "string", "pattern": r"^\d+(\.\d{1,2})?$"}
    described = {"description": part["description"]} if "description" in part else {}
    return {**described, "anyOf": [number, text]}

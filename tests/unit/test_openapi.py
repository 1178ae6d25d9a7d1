"""The API's description is one that generators and people can use: named once, described, with examples."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from stackways.api import create_app
from stackways.api.openapi import OPERATIONS
from stackways.pathways.settings import Settings

WEB = Path(__file__).parents[2] / "web"
LINT = """
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
const { createConfig, lintFromString } = createRequire(process.argv[1] + "/")("@redocly/openapi-core");
const config = await createConfig({ extends: ["recommended"] });
const source = readFileSync(process.argv[2], "utf8");
const found = await lintFromString({ source, absoluteRef: "openapi.json", config });
console.log(JSON.stringify(found.map(({ ruleId, message, location }) => [ruleId, message, location[0]?.pointer])));
"""
"""What `redocly lint` does: its command line is this library."""


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    described: dict[str, Any] = create_app(Settings()).openapi()
    return described


def operations_in(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for path in document["paths"].values():
        yield from path.values()


def schemas_in(part: object) -> Iterator[dict[str, Any]]:
    """Every mapping in a part of the document."""
    if isinstance(part, dict):
        yield part
        for inside in part.values():
            yield from schemas_in(inside)
    elif isinstance(part, list):
        for inside in part:
            yield from schemas_in(inside)


def test_each_schema_has_one_name(document: dict[str, Any]) -> None:
    names = list(document["components"]["schemas"])
    assert [name for name in names if name.endswith(("-Input", "-Output"))] == []
    assert {"Money", "Holding", "Grade"} <= {*names}


def test_nothing_leaks_that_json_schema_does_not_know(document: dict[str, Any]) -> None:
    leaked = {"ge", "gt", "le", "lt", "decimal_places", "max_digits", "multiple_of"}
    assert [
        part for part in schemas_in(document["components"]) if leaked & part.keys() and "properties" not in part
    ] == []


def test_each_property_and_parameter_is_described(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    bare = [
        f"{name}.{field}"
        for name, schema in schemas.items()
        for field, about in schema.get("properties", {}).items()
        if not about.get("description")
    ]
    parameters = [
        f"{operation['operationId']}: {parameter['name']}"
        for operation in operations_in(document)
        for parameter in operation.get("parameters", ())
        if not parameter.get("description")
    ]
    assert (bare, parameters) == ([], [])


def test_each_operation_has_a_summary_a_description_and_an_example(document: dict[str, Any]) -> None:
    for operation in operations_in(document):
        assert operation["summary"] == OPERATIONS[operation["operationId"]].summary
        assert operation["description"]
        assert any("example" in part for part in schemas_in(operation)), operation["operationId"]
    assert {operation["operationId"] for operation in operations_in(document)} == set(OPERATIONS)


def test_an_example_names_only_what_the_operation_takes(document: dict[str, Any]) -> None:
    for operation in operations_in(document):
        taken = {parameter["name"] for parameter in operation.get("parameters", ())}
        about = OPERATIONS[operation["operationId"]]
        assert set(about.given) <= taken
        assert (about.body is not None) == ("requestBody" in operation)
        required = {parameter["name"] for parameter in operation.get("parameters", ()) if parameter["required"]}
        assert required <= set(about.given), "Try it asks for this first"


def lint(document: dict[str, Any], folder: Path) -> list[list[str]]:
    file = folder / "openapi.json"
    file.write_text(json.dumps(document))
    run = subprocess.run(
        [Path(sys.executable).with_name("node"), "--input-type=module", "-e", LINT, WEB, file],
        capture_output=True,
        text=True,
        check=True,
    )
    found: list[list[str]] = json.loads(run.stdout)
    return found


@pytest.mark.skipif(not (WEB / "node_modules" / "@redocly").is_dir(), reason="`scripts/build-page check` fetches it")
def test_redocly_finds_nothing_to_say(document: dict[str, Any], tmp_path: Path) -> None:
    assert lint(document, tmp_path) == []
    assert lint(document | {"servers": []}, tmp_path) != []

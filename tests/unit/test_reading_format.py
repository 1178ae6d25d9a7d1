"""The published format (JSON Schema and page) says what the models say, and the check keeps to it."""

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from stackways.rules.collection import Catalogue
from stackways.rules.kinds import RULE_KINDS
from stackways.rules.requirements import REQUIREMENT_KINDS
from stackways.seed.check import check
from stackways.seed.describe import page
from stackways.seed.located import read
from stackways.seed.reading import read_catalogue
from stackways.seed.references import REFERENCES
from stackways.seed.schema import catalogue_schema, written
from stackways.seed.shape import AnyRequirement, AnyRule, ListOf, MapOf, Record, Scalar, Shape, fields_of
from stackways.seed.shipped import ILLUSTRATIVE, PUBLISHED

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "docs" / "catalogue-example.yaml"
SCHEMA = catalogue_schema()
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=FormatChecker())


def errors(data: object) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in VALIDATOR.iter_errors(data)]


def test_the_committed_schema_is_the_one_the_models_give() -> None:
    committed = (ROOT / "seed" / "catalogue.schema.json").read_text(encoding="utf-8")
    assert committed == written(), "run `scripts/write-format`"


def test_the_committed_page_is_the_one_the_models_give() -> None:
    committed = (ROOT / "docs" / "catalogue-format.md").read_text(encoding="utf-8")
    assert committed == page(read(EXAMPLE)), "run `scripts/write-format`"


def test_the_schema_is_a_valid_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_every_part_of_the_format_is_described() -> None:
    definitions = SCHEMA["$defs"]
    undescribed = [name for name, definition in definitions.items() if not definition.get("description")]
    undescribed += [
        f"{name}.{field}"
        for name, definition in definitions.items()
        for field, part in definition.get("properties", {}).items()
        if not part.get("description")
    ]
    assert undescribed == []


def test_every_link_in_the_page_leads_to_a_heading() -> None:
    text = page(read(EXAMPLE))
    headings = {line.lstrip("# ").lower().replace(" ", "-") for line in text.splitlines() if line.startswith("#")}
    links = {link.partition(")")[0] for link in text.split("](#")[1:]}
    assert links <= headings


@pytest.mark.parametrize(
    "file",
    [*sorted(PUBLISHED.glob("*.yaml")), *sorted(ILLUSTRATIVE.glob("*.yaml")), EXAMPLE],
    ids=lambda file: file.name,
)
def test_a_shipped_file_fits_the_schema(file: Path) -> None:
    assert errors(read(file).data) == []


def test_the_example_has_no_problems() -> None:
    assert check([EXAMPLE]) == []


def test_the_page_has_an_example_of_every_kind_of_entry_rule_and_requirement() -> None:
    sections = {section.partition("\n")[0]: section for section in page(read(EXAMPLE)).split("\n### ")}
    kinds = ["Institution", "Source", "Credential", "Module", "Programme", *REQUIREMENT_KINDS]
    kinds += [kind.__name__ for kind in RULE_KINDS.values()]
    assert [kind for kind in kinds if "```yaml" not in sections[kind]] == []


def test_a_bare_code_stands_for_what_must_be_held() -> None:
    rule = {
        "code": "a:b",
        "kind": "entry",
        "published_by": "a",
        "says": {"en": "It says so."},
        "sources": [{"source": "a:c", "confidence": "high"}],
        "into": ["a:d"],
        "needs": {"any_of": ["a:e", {"hold": "a:f"}]},
    }
    assert errors({"rules": [rule]}) == []
    assert errors({"rules": [rule | {"needs": "a:e"}]}) == []
    assert errors({"rules": [rule | {"needs": "No Code"}]}) != []
    assert errors({"rules": [rule | {"needs": {"nothing": 1}}]}) != []


def test_every_field_that_holds_a_code_is_checked() -> None:
    checked = {(owner, field) for owner, field in REFERENCES}
    unchecked = [
        f"{model.__name__}.{field}"
        for model in _models(Record(Catalogue))
        for field, part in SCHEMA["$defs"].get(model.__name__, {}).get("properties", {}).items()
        if "#/$defs/Code" in json.dumps(part)
        and field not in {"code", "former_codes"}  # what they name is the entry itself
        and not any((owner, field) in checked for owner in model.__mro__)
    ]
    assert unchecked == []


def _models(shape: Shape) -> set[type]:
    found: set[type] = set()
    pending = [shape]
    while pending:
        part = pending.pop()
        if isinstance(part, ListOf | MapOf):
            pending.append(part.item if isinstance(part, ListOf) else part.value)
        elif isinstance(part, AnyRule | AnyRequirement):
            kinds = RULE_KINDS if isinstance(part, AnyRule) else REQUIREMENT_KINDS
            pending.extend(Record(kind) for kind in kinds.values())
        elif not isinstance(part, Scalar) and part.model not in found:
            found.add(part.model)
            pending.extend(fields_of(part.model).values())
    return found


# A good catalogue with a few parts replaced, dropped or renamed at random.

WORDS = [
    "",
    "x",
    "Not A Code",
    "example-poly",
    "example-poly:cloud",
    "example-vendor:cloud-architect",
    "2022",
    "2022-13-40",
]
KEYS = ["hold", "any_of", "at_least", "units", "kind", "code", "needs", "where", "illustrative", "unknown"]
SCALARS = st.none() | st.booleans() | st.integers(-5, 3000) | st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.recursive(
    SCALARS | st.sampled_from(WORDS),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=3),
    max_leaves=6,
)
GOOD = json.dumps(read(EXAMPLE).data)


def _containers(data: object) -> Iterator[dict[str, Any] | list[Any]]:
    if isinstance(data, dict | list):
        yield data
        for part in data.values() if isinstance(data, dict) else data:
            yield from _containers(part)


@st.composite
def spoiled(draw: st.DrawFn) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(GOOD)
    for _ in range(draw(st.integers(1, 3))):
        container = draw(st.sampled_from([part for part in _containers(data) if part]))
        keys = list(container) if isinstance(container, dict) else list(range(len(container)))
        key: Any = draw(st.sampled_from(keys))
        what = draw(st.sampled_from(["replace", "drop", "rename"]))
        if what == "replace":
            container[key] = draw(VALUES)
        elif what == "drop":
            del container[key]
        elif isinstance(container, dict):
            container[draw(st.sampled_from(KEYS))] = container.pop(key)
    return data


@settings(max_examples=80, deadline=None)
@given(spoiled())
def test_a_spoiled_catalogue_is_read_or_refused_as_the_schema_would_have_it(data: dict[str, Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "spoiled.yaml"
        file.write_text(json.dumps(data, indent=1, ensure_ascii=False), encoding="utf-8")
        problems = check([file])
        lines = file.read_text(encoding="utf-8").count("\n") + 1
        assert all(
            1 <= problem.position.line <= lines and str(problem.what) and str(problem.remedy) for problem in problems
        )
        if not problems:
            read_catalogue([file])
        fits = VALIDATOR.is_valid(read(file).data)
        assert fits or problems, "what the schema refuses, the check refuses; it also sees what no schema can say"

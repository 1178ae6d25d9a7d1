"""The catalogue format as a page for those who write catalogues, field by field, made from its schema."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from stackways.rules.base import SLUG_PATTERN
from stackways.rules.collection import Catalogue
from stackways.rules.kinds import RULE_KINDS
from stackways.rules.periods import PERIOD_PATTERN
from stackways.rules.requirements import REQUIREMENT_KINDS
from stackways.rules.requirements.base import MOST_NESTED
from stackways.seed.located import MAX_BYTES, MAX_PARTS, Document
from stackways.seed.schema import IDENTIFIER, Json, catalogue_schema
from stackways.seed.shape import Node, Record, record_for, walk

INTRODUCTION = f"""\
# The catalogue format

<!-- Made by `scripts/write-format` from the models in `rules/`; change those, not this page. -->

A catalogue is one or more YAML files. Each holds institutions, the sources that facts rest on, what the institutions
offer, and the rules they published: one sentence each, dated, with its source. `stackways check PATH` reads a file or a
folder of them and tells every problem with its line and what would be right; `stackways load PATH` loads what has none.
The same format as a JSON Schema (draft 2020-12, `{IDENTIFIER}`) is in `seed/catalogue.schema.json`: an editor
that is given it completes fields and marks mistakes while one types.

- **Codes** name everything. An institution's is one slug (`hku-space`); every other is `institution:slug`. A code is
  given once, whatever it names; only the versions of one rule share theirs.
- **Sources**: every credential, module, programme and rule cites at least one.
- **Dates** are `YYYY-MM-DD`. A date that nobody published is left out, never guessed.
- **Versions**: a rule that changes gets a new version, and the earlier one an end; the past is not edited.
- **Illustrative** entries (`illustrative: true`) are what nobody published. They take part only when asked for, and
  nothing published may refer to them.
- **YAML** is read as YAML 1.2: `no` and `on` are words. A number where text belongs (`versions: [200]`) is put in
  quotes, and so is a text with `: ` or, inside braces or brackets, a comma in it. Anchors and aliases work, tags are
  refused, and so are characters that are no text (control characters, signs that turn the direction of a line).
- **Sizes**: a file holds at most {MAX_BYTES // 1024 // 1024} MiB and {MAX_PARTS:,} values; a catalogue is as many files
  as it needs, one an institution reads best. Groups of a requirement nest at most {MOST_NESTED} deep.

The examples are parts of [catalogue-example.yaml](catalogue-example.yaml), which is made up. What each field is for is
shown in [which answer each field changes](fields.md).
"""

FIELDS = """\
# Which answer each field changes

<!-- Made by `scripts/write-format` from `tests/data/fields.yaml`, whose every line is asked by a test. -->

Each line is a small catalogue, or what somebody holds, in which one change of one field changes an answer: asked before
and after. A field that changes no answer says *information only* where [the format](catalogue-format.md) describes it.
Of a list the number of its members is shown; — means that nothing stands there.

| field | becomes | the question | in the answer | before | after |
| --- | --- | --- | --- | --- | --- |
"""


def fields_page(groups: Sequence[Mapping[str, Any]]) -> str:
    """Return the page (Markdown) that shows which answer each field changes, from cases that are asked."""
    rows = [
        (field, case["at"], case["to"], next(iter(group["ask"])), case["answer"].split("/"), case["was"], case["is"])
        for group in groups
        for field, case in group["fields"].items()
    ]
    told = [
        f"| `{field}` | {_value(to)} | `{asked}` | {' '.join(f'`{step}`' for step in where if not step.isdigit())} "
        f"| {_value(was)} | {_value(becomes)} |"
        for field, _, to, asked, where, was, becomes in sorted(rows, key=lambda row: row[0])
    ]
    return FIELDS + "\n".join(told) + "\n"


def _value(value: object) -> str:
    """Return a value as it stands in a file, in one cell of a table."""
    if value is None:
        return "—"
    written = yaml.dump(value, default_flow_style=True, sort_keys=False, allow_unicode=True, width=10_000)
    plain = written.removesuffix("...\n").strip().replace("|", "/")
    return f"`{plain}`"


_PARTS = [
    "Citation",
    "Confidence",
    "Tier",
    "Level",
    "Money",
    "Selection",
    "Window",
    "Grant",
    "Effects",
    "Grade",
    "Range",
]


def page(example: Document) -> str:
    """Return the page (Markdown), with the parts of an example catalogue at what they are examples of."""
    schema = catalogue_schema()
    definitions: dict[str, Json] = schema["$defs"]
    rules = [kind.__name__ for kind in RULE_KINDS.values()]
    offers = ["Credential", "Module", "Programme"]
    examples = _examples(example)
    sections = [
        INTRODUCTION,
        _section("A file", schema, None),
        "## Entries\n",
        *(_section(name, definitions[name], examples[name], level=3) for name in ("Institution", "Source")),
        *_family("What is offered", "A credential, a module or a programme.", offers, definitions, examples),
        *_family("Rules", definitions["Rule"]["description"], rules, definitions, examples),
        f"## Requirement\n\n{definitions['Requirement']['description']}\n",
        *(
            _section(key, definitions[kind.__name__], examples[kind.__name__], level=3)
            for key, kind in REQUIREMENT_KINDS.items()
        ),
        "## Parts\n",
        *(_section(name, definitions[name], examples.get(name), level=3) for name in _PARTS),
    ]
    return "\n".join(sections)


def _family(
    title: str, about: str, names: list[str], definitions: dict[str, Json], examples: dict[str, str]
) -> list[str]:
    """Return sections on kinds that share fields: what all have is said once."""
    first, *others = (definitions[name]["properties"] for name in names)
    common = {field: part for field, part in first.items() if all(other.get(field) == part for other in others)}
    shared = {"description": about, "properties": common, "required": definitions[names[0]]["required"]}
    sections = [_section(title, shared, None)]
    for name in names:
        own = {field: part for field, part in definitions[name]["properties"].items() if field not in common}
        sections.append(_section(name, definitions[name] | {"properties": own}, examples[name], level=3))
    return sections


def _section(title: str, definition: Json, example: str | None, level: int = 2) -> str:
    """Return a heading, what it is, its fields or values, and the example."""
    lines = [f"{'#' * level} {title}", "", definition.get("description", "")]
    if "enum" in definition:
        lines += ["", f"One of {_values(definition['enum'])}."]
    if fields := definition.get("properties"):
        needed = definition.get("required", [])
        lines += ["", "| field | holds | unless given | meaning |", "| --- | --- | --- | --- |"]
        lines += [_row(name, part, needed=name in needed) for name, part in fields.items()]
    if example:
        lines += ["", "```yaml", example.rstrip("\n"), "```"]
    return "\n".join([*lines, ""])


def _row(name: str, part: Json, *, needed: bool) -> str:
    default = "**needed**" if needed else _default(part)
    cells = (f"`{name}`", _holds(part), default, part.get("description", ""))
    return f"| {' | '.join(' '.join(cell.replace('|', '/').split()) for cell in cells)} |"


def _default(part: Json) -> str:
    default = part.get("default")
    if default is None:
        return ""
    return "none" if default == [] else f"`{str(default).lower() if isinstance(default, bool) else default}`"


def _holds(part: Json) -> str:
    """Return in words what a field holds."""
    if "$ref" in part:
        return _link(part["$ref"].rpartition("/")[2])
    if "anyOf" in part:
        words = [_holds(option) for option in part["anyOf"] if option.get("type") != "null"]
        return " or ".join(dict.fromkeys(words))
    if "enum" in part or "const" in part:
        return _values(part.get("enum", [part.get("const")]))
    if "items" in part:
        return f"list of {_holds(part['items'])}"
    if part.get("type") == "object":
        return _mapping(part)
    return _scalar(part)


def _mapping(part: Json) -> str:
    languages = part.get("propertyNames", {}).get("enum")
    values: Json = part.get("additionalProperties") or next(iter(part.get("patternProperties", {}).values()), {})
    return f"{_values(languages)}: {_holds(values)}" if languages else f"name: {_holds(values)}"


def _scalar(part: Json) -> str:
    words = _PATTERN_WORDS.get(part.get("pattern", ""))
    if words is None:
        words = "date" if part.get("format") == "date" else _TYPE_WORDS[part["type"]]
    low, high = part.get("minimum"), part.get("maximum")
    if part.get("type") == "integer" and (low is not None or high is not None):
        return f"{words}, {low} to {high}" if high is not None else f"{words} from {low}"
    return words


_TYPE_WORDS = {"string": "text", "integer": "whole number", "number": "number", "boolean": "`true` or `false`"}
_PATTERN_WORDS = {
    SLUG_PATTERN: "slug",
    PERIOD_PATTERN: "period, for example `P4Y`",
    r"^\d+(\.\d{1,2})?$": "number",
}


def _values(values: list[Any]) -> str:
    return ", ".join(f"`{str(value).lower() if isinstance(value, bool) else value}`" for value in values)


def _link(name: str) -> str:
    if name == "Code":
        return "code"
    heading = next((key for key, kind in REQUIREMENT_KINDS.items() if kind.__name__ == name), name)
    words = re.sub(r"(?<!^)(?=[A-Z])", " ", name).lower()
    return f"[{words}](#{'rules' if name == 'Rule' else heading.lower()})"


def _examples(document: Document) -> dict[str, str]:
    """Return for each model the first part of the example catalogue that is one, as YAML."""
    found: dict[str, str] = {}
    for node in walk(Node((), document.data, Record(Catalogue))):
        record = record_for(node.shape, node.value)
        if record and record.model.__name__ not in found:
            written = yaml.dump(node.value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100)
            found[record.model.__name__] = written
    return found


class _Dumper(yaml.SafeDumper):
    """Writes as catalogues are written: dates without quotes, lists indented."""

    yaml_implicit_resolvers = {
        sign: [resolver for resolver in resolvers if resolver[0] != "tag:yaml.org,2002:timestamp"]
        for sign, resolvers in yaml.SafeDumper.yaml_implicit_resolvers.items()
    }

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002
        super().increase_indent(flow, indentless=False)

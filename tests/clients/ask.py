"""Asks every operation with the example that it has, through a client that openapi-python-client made.

`ask.py FOLDER ADDRESS`: FOLDER holds the client as the package `client`, and `openapi.json`. Prints, by operation, the
type of what was answered.
"""

import importlib
import io
import json
import sys
import typing
from enum import EnumType
from http import HTTPStatus
from pathlib import Path


def main(folder: Path, address: str) -> None:
    """Ask everything once."""
    sys.path.insert(0, str(folder))
    made = importlib.import_module("client")
    api = made.Client(base_url=address, timeout=120)
    document = json.loads((folder / "openapi.json").read_text())
    said = {
        operation["operationId"]: type(ask(api, operation)).__name__
        for operations in document["paths"].values()
        for operation in operations.values()
    }
    sys.stdout.write(json.dumps(said))


def ask(api: object, operation: dict[str, typing.Any]) -> object:
    """Return the answer to one operation's example."""
    name = operation["operationId"]
    module = importlib.import_module(f"client.api.{operation['tags'][0]}.{name}")
    types = typing.get_type_hints(module.sync_detailed)
    given = {}
    for parameter in operation.get("parameters", ()):
        if "example" in parameter:
            key = parameter["name"] if parameter["name"] in types else f"{parameter['name']}_"  # a name of Python's own
            choices = [kind for kind in typing.get_args(types[key]) if isinstance(kind, EnumType)]
            given[key] = choices[0](parameter["example"]) if choices else parameter["example"]
    if "requestBody" in operation:
        given["body"] = body(operation["requestBody"]["content"], types["body"])
    answered = module.sync_detailed(client=api, **given)
    lines = "application/json" not in operation["responses"]["200"]["content"]
    if answered.status_code != HTTPStatus.OK or (answered.parsed is None and not lines):
        raise SystemExit(f"{name}: {answered.status_code} {answered.content[:300]!r}")
    return answered.content if lines else answered.parsed


def body(content: dict[str, typing.Any], kind: typing.Any) -> object:  # noqa: ANN401 - whatever was made
    """Return the example of what is sent; a file where it is not JSON."""
    if "application/json" in content:
        return kind.from_dict(content["application/json"]["example"])
    example = next(one["example"] for one in content.values() if "example" in one)
    return kind(payload=io.BytesIO(example.encode()))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])

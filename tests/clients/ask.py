"""Asks every operation with the example that it has, through a client that openapi-python-client made.

`ask.py FOLDER ADDRESS`: FOLDER holds the client as the package `client`, and `openapi.json`. Prints, by operation, the
type of what was answered.
"""

import importlib
import json
import keyword
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
            key = parameter["name"] + ("_" if keyword.iskeyword(parameter["name"]) else "")
            choices = [kind for kind in typing.get_args(types[key]) if isinstance(kind, EnumType)]
            given[key] = choices[0](parameter["example"]) if choices else parameter["example"]
    if "requestBody" in operation:
        given["body"] = types["body"].from_dict(operation["requestBody"]["content"]["application/json"]["example"])
    answered = module.sync_detailed(client=api, **given)
    if answered.status_code != HTTPStatus.OK or answered.parsed is None:
        raise SystemExit(f"{name}: {answered.status_code} {answered.content[:300]!r}")
    return answered.parsed


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])

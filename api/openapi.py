"""How the API describes itself: what each operation is in a line, an example of each, and what holds of all of them.

An example is a question that the shipped catalogue answers, so "Try it" works as it stands. A test asks every one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from fastapi import FastAPI
from pydantic.json_schema import models_json_schema

from stackways.api import language
from stackways.api.door import SPEAKING
from stackways.api.problems import MEDIA_TYPE, ProblemDetails

PROBLEM = {"content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemDetails"}}}}
PROBLEMS: dict[int | str, dict[str, Any]] = {
    "4XX": {"description": "Something about the request; `type` says what.", **PROBLEM},
    "5XX": {"description": "Not now (503, with `Retry-After`), too slow (504), or a fault of ours.", **PROBLEM},
}
DESCRIPTION = """\
What earlier learning is recognised towards, and how to get from it to an award. Every answer names its sources and
doubts; *unknown* means that nobody published on it, not that the answer is no; and nothing here binds an institution.

Answers carry the catalogue's version (`Stackways-Catalogue`) and an `ETag`. Errors are RFC 9457 problem details. What a
learner sends is neither kept nor logged."""
LICENCE = {"name": "Apache 2.0", "identifier": "Apache-2.0"}
SERVERS = [{"url": "/", "description": "The server that sends this description."}]
TAGS = [
    {"name": "recognition", "description": "What a learner asks: what counts, what can be had, and how to get there."},
    {"name": "holdings", "description": "Badges and certificates, read and forgotten."},
    {"name": "catalogue", "description": "Institutions, credentials, modules and programmes."},
    {"name": "graph", "description": "What to draw: nodes and edges."},
    {"name": "rules", "description": "Published rules: what they say, since when, and where."},
    {"name": "operations", "description": "For those who run the server."},
]

NANODEGREE = "udacity:ai-programming-with-python"
DIPLOMA = "tp:sd-ai-solution-development"
HELD = {"holdings": [{"code": NANODEGREE, "attained_on": "2025-05-01"}]}


@dataclass(frozen=True)
class Operation:
    """What an operation is in a line, and an example of it."""

    summary: str
    given: dict[str, Any] = field(default_factory=dict)
    """Parameters by name."""
    body: dict[str, Any] | str | None = None
    answer: Any = None
    """For an operation that takes nothing: what it answers."""


OPERATIONS = {
    "exemptions": Operation("What you are exempt from", body={**HELD, "towards": DIPLOMA}),
    "awards": Operation(
        "Awards you can claim, and the nearest others",
        body={
            "holdings": [{"code": "np:pdc-analytics-and-data-visualization", "attained_on": "2025-05-01"}],
            "institution": "np",
        },
    ),
    "what_if": Operation(
        "What would change", body={**HELD, "adding": [{"code": "cisco:ccna", "attained_on": "2026-12-01"}]}
    ),
    "routes": Operation("Routes to an award", {"as": "json"}, {**HELD, "target": DIPLOMA, "alternatives": 1}),
    "funding": Operation("Funding schemes", body={"learner": {"residency": "sg-citizen", "birth_year": 1980}}),
    "read_pasted": Operation("Read a list of certificates", body={"text": "CCNA, May 2023\nDiploma in Business"}),
    "opens": Operation("What a credential leads to", {"code": NANODEGREE}),
    "recognised_towards_module": Operation(
        "What counts towards a module", {"code": "tp:principles-of-machine-learning"}
    ),
    "recognised_towards_programme": Operation("What counts towards a programme", {"code": DIPLOMA}),
    "transferability": Operation("What one institution recognises from another", {"from": "udacity", "to": "tp"}),
    "batch": Operation(
        "Ask one question for many learners",
        {"ask": "exemptions"},
        '{"id": "1", "holdings": [{"code": "cisco:ccna", "attained_on": "2025-05-01"}]}\n',
    ),
    "desk": Operation("An institution's rules, and what needs care", {"institution": "tp", "limit": 10}),
    "import_holdings": Operation(
        "Read badges and certificates",
        body={
            "files": [
                {
                    "name": "badge.json",
                    "text": '{"@context": "https://w3id.org/openbadges/v2", "type": "Assertion", "id": "urn:uuid:1"}',
                }
            ]
        },
    ),
    "list_institutions": Operation("List institutions, by code", {"limit": 10}),
    "list_credentials": Operation("List credentials, by code", {"institution": "cisco", "limit": 10}),
    "list_modules": Operation("List modules, by code", {"institution": "tp", "limit": 10}),
    "list_programmes": Operation("List programmes, by code", {"institution": "tp", "limit": 10}),
    "show_institution": Operation("Show one institution", {"code": "tp"}),
    "show_credential": Operation("Show one credential", {"code": "cisco:ccna"}),
    "show_module": Operation("Show one module", {"code": "tp:principles-of-machine-learning"}),
    "show_programme": Operation("Show one programme", {"code": DIPLOMA}),
    "search_catalogue": Operation("Search the catalogue", {"q": "machine learning", "limit": 10}),
    "draw_neighbourhood": Operation("Draw what is around an entry", {"focus": "cisco:ccna"}),
    "draw_paths": Operation(
        "Draw a route, or the edges between entries",
        {"format": "json"},
        {"codes": [NANODEGREE, "tp:principles-of-machine-learning"]},
    ),
    "list_rules": Operation("List rules, by name", {"doubtful": True, "limit": 10}),
    "show_rule": Operation("Show one rule", {"code": "tp:recognition-principles-of-machine-learning"}),
    "livez": Operation("Whether the server is alive", answer={"status": "live"}),
    "readyz": Operation("Whether questions can be answered", answer={"status": "ready", "catalogue": "0123456789ab"}),
    "metrics": Operation("Figures for Prometheus", answer="# TYPE http_requests_total counter\n"),
}
"""By the operation's id."""


def describe_all(app: FastAPI) -> None:
    """Add to the OpenAPI description what FastAPI does not know: examples, the language, problem details."""
    described = app.openapi
    _, schemas = models_json_schema(
        [(ProblemDetails, "serialization")], ref_template="#/components/schemas/{model}", by_alias=True
    )

    def openapi() -> dict[str, Any]:
        if app.openapi_schema:
            return app.openapi_schema
        document = described()
        document["security"] = []  # none is needed
        document["components"]["schemas"].update(schemas["$defs"])
        for path, operations in document["paths"].items():
            for operation in operations.values():
                _describe(operation)
                if path.startswith(SPEAKING):
                    operation.setdefault("parameters", []).append(language.DESCRIPTION)
        return document

    app.openapi = openapi  # type: ignore[method-assign]


def _describe(operation: dict[str, Any]) -> None:
    about = OPERATIONS[operation["operationId"]]
    operation["summary"] = about.summary
    operation.setdefault("description", f"{about.summary}.")
    for parameter in operation.get("parameters", ()):
        if parameter["name"] in about.given:
            parameter["example"] = about.given[parameter["name"]]
    if about.body is not None:
        content = operation["requestBody"]["content"]
        content[next(iter(content))]["example"] = about.body
    if about.answer is not None:
        content = operation["responses"]["200"]["content"]
        content[next(iter(content))]["example"] = about.answer

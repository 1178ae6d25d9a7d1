"""The served API does what its own description says, whatever is sent, and clients made from that can ask it."""

import json
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.integration.conftest import Loaded

MADE_UP = "3"
"""How many requests Schemathesis makes up at random for each operation, after every boundary that it derives."""


ROOT = Path(__file__).parents[2]
CLIENTS = ROOT / "tests" / "clients"
NODE = Path(sys.executable).with_name("node")
MODULES = ROOT / "web" / "node_modules"


@pytest.fixture(scope="module")
def served(loaded: Loaded, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an API in a process of its own, which must end by itself on SIGTERM."""
    settings = {
        "STACKWAYS_NEO4J_URI": loaded.uri,
        "STACKWAYS_NEO4J_USER": loaded.user,
        "STACKWAYS_NEO4J_PASSWORD": loaded.password,
        "STACKWAYS_PORT": "0",
        "STACKWAYS_QUERY_SECONDS": "60",
    }
    log = tmp_path_factory.mktemp("served") / "log"
    with (
        log.open("w") as file,
        subprocess.Popen(
            [sys.executable, "-u", "-m", "stackways.api"],
            env=os.environ | settings,
            stdout=subprocess.PIPE,
            stderr=file,
            text=True,
        ) as process,
    ):
        assert process.stdout is not None
        try:
            address = process.stdout.readline().split(",")[0].split()[-1]
            ask_each_once(address)
            yield address
        finally:
            process.terminate()
            ended = process.wait(10)
    said = log.read_text()
    assert ended in {0, -15}, said
    assert '"event": "answered"' in said
    assert '"level": "error"' not in said
    assert loaded.password not in said


QUESTIONS = (
    ("GET", "credentials/cisco:ccna", None),
    ("GET", "credentials/cisco:ccna/opens", None),
    ("GET", "modules/tp:principles-of-machine-learning/recognised", None),
    ("GET", "search?q=python", None),
    ("GET", "transferability", None),
    ("GET", "transferability?from=cisco&to=tp", None),
    ("GET", "graph?focus=cisco:ccna", None),
    ("GET", "rules", None),
    ("GET", "rules/tp:recognition-principles-of-machine-learning", None),
    ("POST", "awards", {"holdings": [{"code": "cisco:ccna"}]}),
    ("POST", "exemptions", {"holdings": [{"code": "cisco:ccna"}]}),
    ("POST", "routes", {"target": "tp:sd-ai-solution-development"}),
)


def ask_each_once(address: str) -> None:
    """A server that has just started plans each question once; that is not what is tested here."""
    for method, path, body in QUESTIONS:
        httpx.request(method, f"{address}/v1/{path}", json=body, timeout=120)


def test_whatever_is_sent_the_answer_conforms(served: str, tmp_path: Path) -> None:
    checks = [
        "not_a_server_error",
        "status_code_conformance",
        "content_type_conformance",
        "response_headers_conformance",
        "response_schema_conformance",
        "unsupported_method",
        "allow_header_conformance",
    ]
    # Left out: an unknown code is 422 though the schema allows it; pydantic takes 0 for false.
    run = subprocess.run(
        [
            Path(sys.executable).with_name("schemathesis"),
            "run",
            f"{served}/openapi.json",
            "--request-timeout",
            "60",
            "--phases",
            "coverage,fuzzing",
            "--max-examples",
            MADE_UP,
            "--checks",
            ",".join(checks),
            "--generation-deterministic",
            "--warnings",
            "off",
            "--no-shrink",
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert run.returncode == 0, run.stdout[-6000:] + run.stderr[-2000:]
    operations = sum(map(len, httpx.get(f"{served}/openapi.json").json()["paths"].values()))
    assert f"Tested: {operations}" in run.stdout, run.stdout[-3000:]


def operations_of(document: dict[str, Any]) -> set[str]:
    """The ids of all operations."""
    return {operation["operationId"] for path in document["paths"].values() for operation in path.values()}


@pytest.mark.skipif(not (MODULES / "openapi-fetch").is_dir(), reason="`scripts/build-page check` fetches what it needs")
def test_a_typescript_client_is_made_and_asks_every_operation(served: str, tmp_path: Path) -> None:
    for name in ("ask.ts", "tsconfig.json"):
        shutil.copy(CLIENTS / name, tmp_path)
    (tmp_path / "package.json").write_text('{"type": "module"}')
    (tmp_path / "node_modules").symlink_to(MODULES)
    document = httpx.get(f"{served}/openapi.json").json()
    (tmp_path / "openapi.json").write_text(json.dumps(document))
    made = ("node_modules/openapi-typescript/bin/cli.js", "openapi.json", "-o", "openapi.d.ts")
    for command in ((*made, "--default-non-nullable", "false"), ("node_modules/typescript/bin/tsc", "-p", ".")):
        run = subprocess.run([NODE, *command], cwd=tmp_path, capture_output=True, text=True, check=False)
        assert run.returncode == 0, run.stdout + run.stderr
    run = subprocess.run([NODE, "ask.ts", served], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    said = json.loads(run.stdout)
    assert set(said) == operations_of(document)
    assert None not in said.values()


@pytest.fixture(scope="module")
def generator() -> Path:
    """The generator of Python clients, in an environment of its own: it wants another typer than ours."""
    lock, home = CLIENTS / "requirements.lock", ROOT / ".venv" / "clients"
    stamp = home / ".installed"
    if not stamp.exists() or stamp.read_text() != lock.read_text():
        venv.create(home, clear=True, with_pip=True)
        command = ("-m", "pip", "install", "-q", "--no-input", "--require-hashes", "-r", lock)
        subprocess.run([home / "bin" / "python", *command], check=True, capture_output=True)
        stamp.write_text(lock.read_text())
    return home / "bin" / "openapi-python-client"


def test_a_python_client_is_made_and_asks_every_operation(served: str, generator: Path, tmp_path: Path) -> None:
    document = httpx.get(f"{served}/openapi.json").json()
    (tmp_path / "openapi.json").write_text(json.dumps(document))
    made = subprocess.run(
        [generator, "generate", "--path", "openapi.json", "--output-path", "client", "--meta", "none"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "will not be generated" not in made.stdout, made.stdout
    command = [str(generator.with_name("python")), str(CLIENTS / "ask.py"), str(tmp_path), served]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    said = json.loads(run.stdout)
    assert set(said) == operations_of(document)
    assert "ProblemDetails" not in said.values()

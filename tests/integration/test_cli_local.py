"""Commands that start and stop things, with a local Neo4j in a throw-away home."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from tests.api_client import wait_until_ready
from tests.command_line import started

RUN = [sys.executable, "-c", "from stackways.cli import main; main()"]


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A home of its own, with nothing left running in it."""
    yield tmp_path
    subprocess.run([*RUN, "down"], check=True, capture_output=True, env=environment(tmp_path))


def environment(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("STACKWAYS_NEO4J")}
    return kept | {"STACKWAYS_HOME": str(home), "STACKWAYS_NEO4J_HEAP": "768", "STACKWAYS_NEO4J_PAGE_CACHE": "64"}


def stackways(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*RUN, *arguments], check=False, capture_output=True, text=True, env=environment(home))


def running_in(home: Path) -> list[int]:
    return [p.pid for p in psutil.process_iter() if any(str(home) in part for part in _command_line(p))]


def _command_line(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def test_the_demonstration_answers_ends_and_leaves_nothing_running(home: Path) -> None:
    with socket.socket() as taken:  # the usual port is another program's
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            taken.bind(("127.0.0.1", 7687))
            taken.listen()
        except OSError:
            pass  # it is taken anyway
        done = stackways(home, "demo")
    assert done.returncode == 0, done.stderr
    words = " ".join(done.stdout.split())
    assert "You hold a Udacity nanodegree of May 2025." in words
    assert "✓ You are exempt from Principles of Machine Learning" in words
    assert "Claim it by 1 May 2029." in words
    assert "SGD 24,525" in words
    assert "[sample data]" not in words
    assert "Everything the demo started is stopped" in words
    assert len(done.stdout.splitlines()) <= 60
    assert not (home / "neo4j").exists(), "the demonstration keeps a home of its own"
    assert "\x1b" not in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert running_in(home) == []


def test_a_demonstration_that_is_told_to_end_stops_what_it_started(home: Path) -> None:
    with started([*RUN, "demo"], environment(home)) as demo:
        assert demo.stdout is not None
        assert demo.stderr is not None
        next(line for line in demo.stdout if "Neo4j answers" in line)
        demo.send_signal(signal.SIGTERM)
        demo.stdout.read()
        assert "Traceback" not in demo.stderr.read()
        assert demo.wait() == 128 + signal.SIGTERM
    assert running_in(home) == []


def test_up_status_serve_and_down(home: Path) -> None:
    assert "does not run" in stackways(home, "status").stdout
    assert stackways(home, "down").stdout == "The local Neo4j was not running.\n"
    up = stackways(home, "up")
    assert up.returncode == 0, up.stderr
    password = (home / "neo4j" / "password").read_text().strip()
    assert "bolt://127.0.0.1:" in up.stdout
    assert password not in up.stdout + up.stderr
    status = json.loads(stackways(home, "status", "--json").stdout)
    assert status["local"]["state"] == "running"
    assert status["catalogue"]["version"] is None
    empty = stackways(home, "search", "x")
    assert empty.returncode == 1
    assert "`stackways load`" in empty.stderr

    with started([*RUN, "serve", "--port", "0"], environment(home)) as serving:
        assert serving.stdout is not None
        described = next(line.split()[1] for line in serving.stdout if line.split()[:1] == ["API"])
        address = described.removesuffix("/v1,")
        wait_until_ready(address)
        taken = stackways(home, "serve", "--port", address.rpartition(":")[2])
        assert taken.returncode == 2
        assert "choose another with --host and --port" in taken.stderr
        serving.send_signal(signal.SIGTERM)
        serving.wait(30)
    assert "Machine" in stackways(home, "search", "machine learning").stdout  # serve loaded it, and Neo4j goes on
    began = time.monotonic()
    assert stackways(home, "down").stdout == "The local Neo4j is stopped; its data stays.\n"
    assert time.monotonic() - began < 30
    assert running_in(home) == []


def test_with_a_neo4j_of_ones_own_the_local_one_is_never_started(home: Path) -> None:
    for command in ("up", "demo"):
        ran = subprocess.run(
            [*RUN, "--neo4j-uri", "bolt://127.0.0.1:1", command],
            check=False,
            capture_output=True,
            text=True,
            env=environment(home),
        )
        assert ran.returncode == 2
        assert "does not start a local one" in ran.stderr
    assert running_in(home) == []

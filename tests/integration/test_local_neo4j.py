"""The local Neo4j as people meet it: real processes, real ports, real files."""

import os
import signal
import stat
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
import requests
from neo4j import GraphDatabase, Record
from tests.conftest import Neo4jServer

from stackways.graph.local import LocalNeo4j, LocalNeo4jError, Running


def ask(running: Running, query: str) -> list[Record]:
    with GraphDatabase.driver(running.bolt_uri, auth=(running.user, running.password)) as driver:
        return driver.execute_query(query, database_="neo4j").records


def new(home: Path) -> LocalNeo4j:
    return LocalNeo4j(home, bolt_port=0, http_port=0, heap=512, page_cache=32)


def script(home: Path, what: str) -> "subprocess.Popen[str]":
    """Another process that has the local Neo4j as `neo4j` and does `what`."""
    begin = f"""
        import signal
        from pathlib import Path
        from stackways.graph.local import LocalNeo4j
        signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs ignore it
        neo4j = LocalNeo4j(Path({str(home)!r}), bolt_port=0, http_port=0, heap=512, page_cache=32)
    """
    code = textwrap.dedent(begin) + what
    return subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def until_starting(neo4j: LocalNeo4j) -> None:
    deadline = time.monotonic() + 60
    while neo4j.status().state not in {"starting", "running"}:
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalNeo4j]:
    """One home, with a difficult name, for the tests that each leave it startable."""
    neo4j = new(tmp_path_factory.mktemp("home") / "ünï 證書")
    yield neo4j
    neo4j.down()


def test_the_test_server_answers(neo4j_server: Neo4jServer) -> None:
    with GraphDatabase.driver(neo4j_server.uri, auth=(neo4j_server.user, neo4j_server.password)) as driver:
        assert driver.execute_query("RETURN 1 AS one", database_="neo4j").records[0]["one"] == 1


def test_it_answers_is_private_and_a_second_up_finds_it(shared: LocalNeo4j) -> None:
    first = shared.up()
    assert shared.up() == first
    status = shared.status()
    assert (status.state, status.running) == ("running", first)
    assert ask(first, "RETURN 1 AS one")[0]["one"] == 1
    assert requests.get(first.browser_url, timeout=10).status_code == 200

    assert stat.S_IMODE(first.password_file.stat().st_mode) == 0o600
    assert stat.S_IMODE(shared.home.stat().st_mode) == 0o700
    listening = [c.laddr[0] for c in psutil.Process(first.pid).net_connections() if c.status == psutil.CONN_LISTEN]
    assert {address.removeprefix("::ffff:") for address in listening} == {"127.0.0.1"}
    assert first.password not in " ".join(psutil.Process(first.pid).cmdline())
    assert not [
        path
        for path in shared.home.rglob("*")
        if path.is_file() and path != first.password_file and first.password.encode() in path.read_bytes()
    ]


def test_its_limits_are_in_force(shared: LocalNeo4j) -> None:
    names = ["db.transaction.timeout", "db.memory.transaction.max", "server.fleet_discovery.enabled"]
    rows = ask(shared.up(), f"SHOW SETTINGS {', '.join(map(repr, names))} YIELD name, value")
    assert {row["name"]: row["value"] for row in rows} == {
        "db.transaction.timeout": "2m",
        "db.memory.transaction.max": "256.00MiB",
        "server.fleet_discovery.enabled": "false",
    }


def test_a_password_changed_in_the_database_is_told(shared: LocalNeo4j) -> None:
    running = shared.up()
    shared.password_file.write_text("another", encoding="utf-8")
    try:
        with pytest.raises(LocalNeo4jError, match=r"does not accept the password in .*password`"):
            shared.up()
    finally:
        shared.password_file.write_text(running.password, encoding="utf-8")


def test_a_killed_server_is_told_and_comes_back_with_its_data(shared: LocalNeo4j) -> None:
    running = shared.up()
    ask(running, "CREATE (:Kept)")
    process = psutil.Process(running.pid)
    process.kill()
    process.wait()
    assert shared.status().state == "stale"
    assert ask(shared.up(), "MATCH (k:Kept) RETURN count(k) AS kept")[0]["kept"] == 1


def test_down_takes_less_than_three_seconds(shared: LocalNeo4j) -> None:
    pid = shared.up().pid
    began = time.monotonic()
    assert shared.down() is True
    assert time.monotonic() - began < 3
    assert not psutil.pid_exists(pid)
    assert shared.status().state == "stopped"
    assert shared.down() is False


def test_a_graph_can_be_dumped_imported_and_loaded_but_not_under_a_running_server(
    shared: LocalNeo4j, tmp_path: Path
) -> None:
    (tmp_path / "nodes.csv").write_text("code:ID,name\na,A\nb,B\n", encoding="utf-8")
    (tmp_path / "edges.csv").write_text(":START_ID,:END_ID,:TYPE\na,b,STACKS_INTO\n", encoding="utf-8")
    imported = [f"--nodes=Module={tmp_path}/nodes.csv", f"--relationships={tmp_path}/edges.csv"]
    again = "--overwrite-destination=true"

    ask(shared.up(), "MERGE (:Dumped)")
    with pytest.raises(LocalNeo4jError, match=r"is running.*stackways down"):
        shared.admin("database", "dump", "neo4j")
    shared.down()
    shared.admin("database", "dump", "neo4j", f"--to-path={tmp_path}")
    assert "2 nodes" in shared.admin("database", "import", "full", "neo4j", *imported, again)
    with pytest.raises(LocalNeo4jError, match=r"`neo4j-admin database load` failed: .*no-such-folder"):
        shared.admin("database", "load", "neo4j", f"--from-path={tmp_path}/no-such-folder", again)
    shared.admin("database", "load", "neo4j", f"--from-path={tmp_path}", again)
    labels = ask(shared.up(), "MATCH (n) RETURN collect(DISTINCT labels(n)[0]) AS labels")[0]["labels"]
    assert "Dumped" in labels
    assert "Module" not in labels


def test_two_ups_at_once_start_one_server(shared: LocalNeo4j) -> None:
    shared.down()
    ups = [script(shared.home.parent, "print(neo4j.up().pid)") for _ in range(2)]
    said = [up.communicate(timeout=120) for up in ups]
    assert [up.returncode for up in ups] == [0, 0], said
    running = shared.status().running
    assert running is not None
    assert {out.strip() for out, _ in said} == {str(running.pid)}


def test_ctrl_c_while_it_starts_leaves_nothing_running(shared: LocalNeo4j) -> None:
    shared.down()
    up = script(shared.home.parent, "neo4j.up()")
    until_starting(shared)
    up.send_signal(signal.SIGINT)
    _, said = up.communicate(timeout=30)
    assert "KeyboardInterrupt" in said
    assert shared.status().state == "stopped"


def test_down_while_it_starts_is_told_to_the_one_who_starts_it(shared: LocalNeo4j) -> None:
    shared.down()
    up = script(shared.home.parent, "neo4j.up()")
    until_starting(shared)
    assert shared.down() is True
    _, said = up.communicate(timeout=30)
    assert "was stopped while it was starting" in said
    assert shared.status().state == "stopped"


def test_an_up_that_is_killed_leaves_a_server_that_the_next_up_finds(shared: LocalNeo4j) -> None:
    shared.down()
    up = script(shared.home.parent, "neo4j.up()")
    until_starting(shared)
    up.kill()
    up.communicate(timeout=30)
    starting = shared.status().running
    assert starting is not None
    assert shared.up() == starting


def test_in_the_foreground_it_ends_with_its_terminal(shared: LocalNeo4j) -> None:
    shared.down()
    foreground = script(shared.home.parent, "neo4j.foreground(lambda running: print(running.pid, flush=True))")
    assert foreground.stdout is not None
    pid = int(foreground.stdout.readline())
    assert psutil.pid_exists(pid)
    foreground.terminate()
    foreground.communicate(timeout=30)
    assert foreground.returncode == 128 + signal.SIGTERM
    assert not psutil.pid_exists(pid)


def test_a_server_that_dies_while_starting_tells_why(tmp_path: Path) -> None:
    neo4j = LocalNeo4j(tmp_path, bolt_port=0, http_port=0, heap=1 << 30)
    with pytest.raises(LocalNeo4jError, match=r"not enough memory.*STACKWAYS_NEO4J_HEAP"):
        neo4j.up()
    assert neo4j.status().state == "stopped"


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting a small disk takes root")
def test_a_disk_without_room_is_told_at_once(tmp_path: Path) -> None:
    mount = ["mount", "-t", "tmpfs", "-o", "size=20m", "stackways", str(tmp_path)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("mounting is not allowed here")
    try:
        with pytest.raises(LocalNeo4jError, match=r"is full .20 MB are free"):
            new(tmp_path).up()
    finally:
        subprocess.run(["umount", str(tmp_path)], check=True)

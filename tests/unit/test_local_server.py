"""The parts of the local Neo4j that need no server: its set-up, its ports, its words."""

from __future__ import annotations

import hashlib
import os
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Self

import psutil
import pytest
from neo4j.exceptions import AuthError, Neo4jError, ServiceUnavailable

from stackways.graph.local import LocalNeo4j, LocalNeo4jError, conf, explain, server
from stackways.graph.local.ports import held_port


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def settings(home: Path) -> dict[str, str]:
    lines = (home / "conf" / "neo4j.conf").read_text(encoding="utf-8").splitlines()
    return dict(line.partition("=")[::2] for line in lines)


def test_it_listens_on_loopback_alone_limits_transactions_and_tells_nobody(tmp_path: Path) -> None:
    (tmp_path / "conf").mkdir()
    conf.write_conf(tmp_path, bolt_port=1, http_port=2, heap=1000, page_cache=10)
    written = settings(tmp_path)
    assert written["server.default_listen_address"] == "127.0.0.1"
    assert written["server.bolt.listen_address"] == ":1"
    assert written["server.http.listen_address"] == ":2"
    assert written["db.memory.transaction.max"] == "500m"
    assert written["db.transaction.timeout"] != "0"
    assert written["server.directories.import"] == "import"
    assert written["server.fleet_discovery.enabled"] == written["dbms.usage_report.enabled"] == "false"


def test_the_first_users_password_is_written_as_neo4j_hashes_it() -> None:
    user, _, rest = conf.initial_credentials("secret").partition(":")
    algorithm, digest, salt, rounds = rest.rstrip(":").split(",")
    expected = bytes.fromhex(salt) + b"secret"
    for _ in range(int(rounds)):
        expected = hashlib.sha256(expected).digest()
    assert (user, algorithm, digest) == ("neo4j", "SHA-256", expected.hex())


def test_what_is_private_can_be_read_by_its_owner_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        conf.write_private(tmp_path / "password", "secret")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "password").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["password"]


def test_where_it_lives_comes_from_the_argument_then_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STACKWAYS_HOME", str(tmp_path / "environment"))
    assert LocalNeo4j().home == tmp_path / "environment" / "neo4j"
    assert LocalNeo4j(tmp_path / "argument").home == tmp_path / "argument" / "neo4j"


@pytest.mark.parametrize("given", ["2g", "-1", "0", "many"])
def test_a_heap_that_is_no_number_is_named(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STACKWAYS_NEO4J_HEAP", given)
    with pytest.raises(LocalNeo4jError, match=f"STACKWAYS_NEO4J_HEAP is `{given}`.*MiB"):
        LocalNeo4j()


def test_the_usual_port_gives_way_when_it_is_taken(taken: int) -> None:
    with held_port(None, taken, "Bolt") as port:
        assert port not in {0, taken}


def test_a_port_asked_for_and_taken_is_named_with_its_holder(taken: int) -> None:
    named = rf"port `{taken}`, asked for Bolt, is taken by .*process {os.getpid()}"
    with pytest.raises(LocalNeo4jError, match=named), held_port(taken, 7687, "Bolt"):
        pass


def test_ports_are_held_while_they_are_chosen() -> None:
    code = (
        "import sys\nfrom stackways.graph.local.ports import held_port\n"
        "with held_port(None, int(sys.argv[1]), 'Bolt') as port:\n    print(port, flush=True)\n    sys.stdin.read()\n"
    )
    with (
        held_port(0, 7687, "Bolt") as usual,
        held_port(None, usual, "Bolt") as other,
        subprocess.Popen(
            [sys.executable, "-c", code, str(usual)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as start,
    ):
        assert start.stdout
        third = int(start.stdout.readline())
        assert len({usual, other, third}) == 3
        start.kill()  # its lock goes with it
        start.wait()
        with held_port(third, 7687, "Bolt") as port:
            assert port == third


def test_nothing_started_is_stopped_and_stopping_it_is_fine(tmp_path: Path) -> None:
    neo4j = LocalNeo4j(tmp_path)
    assert neo4j.status().state == "stopped"
    assert neo4j.down() is False


def test_a_server_that_was_killed_leaves_a_stale_mark_until_down(tmp_path: Path) -> None:
    neo4j = LocalNeo4j(tmp_path)
    neo4j._started.parent.mkdir(parents=True)
    neo4j._started.touch()
    assert neo4j.status().state == "stale"
    assert neo4j.down() is False
    assert neo4j.status().state == "stopped"


@pytest.mark.parametrize("arguments", [["--home-dir={home}"], [server._MAIN, "--home-dir={home}2"]])
def test_no_other_program_is_taken_for_the_server(tmp_path: Path, arguments: list[str]) -> None:
    neo4j = LocalNeo4j(tmp_path)
    posing = [argument.format(home=neo4j.home) for argument in arguments]
    with subprocess.Popen([sys.executable, "-c", "input()", *posing], stdin=subprocess.PIPE) as other:
        assert neo4j.status().state == "stopped"
        assert neo4j.down() is False
        assert other.poll() is None
        other.communicate(b"\n")


def test_a_full_disk_is_told_before_the_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(explain, "ROOM", 1 << 62)
    monkeypatch.setattr(server, "library", lambda *_: tmp_path)
    with pytest.raises(LocalNeo4jError, match=r"the disk of .* is full.*STACKWAYS_HOME"):
        LocalNeo4j(tmp_path).up()


def test_a_home_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(LocalNeo4jError, match=r"could not write into .*file.*STACKWAYS_HOME"):
        LocalNeo4j(tmp_path / "file").up()


def test_data_without_its_password_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "library", lambda *_: tmp_path)
    neo4j = LocalNeo4j(tmp_path)
    (neo4j.home / "data" / "databases" / "system").mkdir(parents=True)
    with pytest.raises(LocalNeo4jError, match=r"password.* is missing"):
        neo4j.up()


def test_a_password_is_not_in_what_is_printed(tmp_path: Path) -> None:
    running = server.Running(1, "bolt://x", "http://x", "neo4j", "secret", tmp_path)
    assert "secret" not in repr(running)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("ERROR x\nCaused by: java.io.IOException: No space left on device\n", "the disk is full"),
        ("OpenJDK: Could not reserve enough space for object heap", "not enough memory"),
        ("Caused by: Lock file has been locked by another process: /store_lock", "another Neo4j uses the files"),
        ("ERROR Failed\n\tat a.b(C.java)\nCaused by: x.Y: the root of it.\n\tat a.b(C.java)\n", "x.Y: the root of it"),
        ("2026-01-01 ERROR the only line.", "the only line"),
        ("first\nsecond\n", "first / second"),
        ("", "it said nothing"),
    ],
)
def test_why_it_died_is_one_paragraph(tmp_path: Path, said: str, told: str) -> None:
    (tmp_path / "logs").mkdir()
    explain.console(tmp_path).write_text(said, encoding="utf-8")
    message = str(explain.died(tmp_path))
    assert told in message
    assert "\n" not in message


def test_a_port_taken_meanwhile_is_an_error_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "logs").mkdir()
    explain.console(tmp_path).write_text("Caused by: java.net.BindException: Address already in use", encoding="utf-8")
    assert isinstance(explain.died(tmp_path), explain.PortTakenError)


def test_who_holds_a_port_is_left_out_where_the_system_hides_it(taken: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def hidden(_kind: str) -> None:
        raise psutil.AccessDenied

    monkeypatch.setattr(psutil, "net_connections", hidden)
    assert "is taken. Stop that program" in str(explain.port_taken(taken, "Bolt", taken))


def test_a_store_that_an_import_killed_between_its_renames_left_behind_is_put_back(tmp_path: Path) -> None:
    local = LocalNeo4j(tmp_path)
    kept = local.home / "data.old" / "databases" / "system"
    kept.mkdir(parents=True)
    (local.home / "password").write_text("secret")
    local._prepare()
    assert (local.home / "data" / "databases" / "system").is_dir()
    assert not (local.home / "data.old").exists()


class Refusing:
    """A driver to which the server answers with an error."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    def __call__(self, *_: object, **__: object) -> Refusing:
        return self

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def session(self, **_: object) -> Refusing:
        raise self._error


def answering(code: str) -> Neo4jError:
    return Neo4jError._hydrate_neo4j(code=code, message="as Neo4j says it")


@pytest.mark.parametrize(
    ("error", "looks"),
    [
        (answering("Neo.DatabaseError.Transaction.TransactionStartFailed"), "broken"),
        (answering("Neo.DatabaseError.Transaction.TransactionLogError"), "broken"),
        (answering("Neo.TransientError.Database.DatabaseUnavailable"), "starting"),
        (ServiceUnavailable("not yet"), "starting"),
        (AuthError("another server's port"), "starting"),
    ],
)
def test_how_a_server_looks_is_told_from_what_it_answers(
    error: Exception, looks: str, taken: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "GraphDatabase", SimpleNamespace(driver=Refusing(error)))
    address = f"127.0.0.1:{taken}"
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        running = server.Running(other.pid, f"bolt://{address}", f"http://{address}/", "neo4j", "secret", tmp_path)
        assert LocalNeo4j(tmp_path)._look(running) == looks
        other.communicate(b"\n")


def test_a_password_refused_by_the_server_itself_is_told(
    taken: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "GraphDatabase", SimpleNamespace(driver=Refusing(AuthError("changed"))))
    running = server.Running(os.getpid(), f"bolt://127.0.0.1:{taken}", f"http://127.0.0.1:{taken}/", "x", "y", tmp_path)
    with pytest.raises(LocalNeo4jError, match="it was changed in the database"):
        LocalNeo4j(tmp_path)._look(running)


def test_a_load_that_would_fill_the_disk_is_refused_before(tmp_path: Path) -> None:
    neo4j = LocalNeo4j(tmp_path)
    neo4j.home.mkdir()
    with pytest.raises(LocalNeo4jError, match=r"too little room for this load: \d+ MB are free.*Nothing was changed"):
        neo4j.require_room(1e12)


def test_a_database_that_gave_up_names_the_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "debug.log" in str(explain.broken(tmp_path))
    monkeypatch.setattr(explain, "ROOM", 1 << 62)
    assert "has given up because the disk of" in str(explain.broken(tmp_path))

"""How the jars of the local Neo4j arrive: whole, verified, resumed, or with one clear message."""

import errno
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
import requests

from stackways.graph.local import LocalNeo4jError, download
from stackways.graph.local.lock import LOCK, NEO4J_VERSION, Jar, jars, key

CONTENT = {"one": b"1" * 300_000, "two": b"2" * 1_000}
JARS = tuple(
    Jar("org.example", name, "1.0", "", len(content), hashlib.sha256(content).hexdigest())
    for name, content in CONTENT.items()
)


@dataclass
class Repository:
    """A small Maven repository on loopback."""

    url: str = ""
    files: dict[str, bytes] = field(default_factory=lambda: {jar.path: CONTENT[jar.artifact] for jar in JARS})
    ranges: bool = True
    asked: list[tuple[str, str]] = field(default_factory=list)


@pytest.fixture
def repository() -> Iterator[Repository]:
    repository = Repository()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path, wanted = self.path.lstrip("/"), self.headers["Range"]
            repository.asked.append((path, wanted))
            content = repository.files.get(path)
            if content is None:
                self.send_error(404)
                return
            start = int(wanted.removeprefix("bytes=").removesuffix("-")) if repository.ranges else 0
            self.send_response(206 if repository.ranges else 200)
            self.send_header("Content-Length", str(len(content) - start))
            self.end_headers()
            self.wfile.write(content[start:])

        def log_message(self, *_: object) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        repository.url = f"http://127.0.0.1:{server.server_port}"
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield repository
        server.shutdown()
        thread.join()


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch, repository: Repository) -> None:
    monkeypatch.setattr(download, "jars", lambda: JARS)
    monkeypatch.setattr(download, "key", lambda: "small")
    monkeypatch.setattr(download, "PAUSES", (0, 0))
    monkeypatch.setattr(download, "_repositories", lambda: [repository.url])


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix in {".jar", ".part"}}


WHOLE = {"one-1.0.jar": CONTENT["one"], "two-1.0.jar": CONTENT["two"]}


def test_everything_arrives_and_progress_ends_at_the_whole(tmp_path: Path) -> None:
    seen: list[tuple[str, int, int]] = []
    folder = download.library(tmp_path, lambda *step: seen.append(step))
    assert contents(folder) == WHOLE
    assert seen[-1] == (f"downloading Neo4j {NEO4J_VERSION}", 301_000, 301_000)


def test_what_is_there_is_not_fetched_again(tmp_path: Path, repository: Repository) -> None:
    download.library(tmp_path)
    repository.asked.clear()
    download.library(tmp_path)
    assert repository.asked == []


@pytest.mark.parametrize("ranges", [True, False])
def test_a_part_is_gone_on_with(tmp_path: Path, repository: Repository, *, ranges: bool) -> None:
    repository.ranges = ranges
    folder = tmp_path / "neo4j-small"
    folder.mkdir()
    (folder / "one-1.0.jar.part").write_bytes(CONTENT["one"][:123])
    download.library(tmp_path)
    assert contents(folder) == WHOLE
    assert (JARS[0].path, "bytes=123-") in repository.asked


def test_a_damaged_part_is_thrown_away_and_fetched_anew(tmp_path: Path) -> None:
    folder = tmp_path / "neo4j-small"
    folder.mkdir()
    (folder / "one-1.0.jar.part").write_bytes(b"damaged")
    download.library(tmp_path)
    assert contents(folder) == WHOLE


def test_another_file_under_the_name_is_refused_and_not_kept(tmp_path: Path, repository: Repository) -> None:
    repository.files[JARS[0].path] = b"0" * JARS[0].size
    with pytest.raises(LocalNeo4jError, match=r"`one-1\.0\.jar`.*another file \(SHA-256"):
        download.library(tmp_path)
    assert not (tmp_path / "neo4j-small" / "one-1.0.jar").exists()
    assert not (tmp_path / "neo4j-small" / "one-1.0.jar.part").exists()


def test_the_next_repository_is_asked_when_one_has_not_got_it(
    tmp_path: Path, repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(download, "_repositories", lambda: [f"{repository.url}/mirror", repository.url])
    assert contents(download.library(tmp_path)) == WHOLE


def test_a_repository_without_the_file_is_named_by_its_answer(tmp_path: Path, repository: Repository) -> None:
    del repository.files[JARS[1].path]
    with pytest.raises(LocalNeo4jError, match=r"could not download `two-1\.0\.jar`.*HTTP 404"):
        download.library(tmp_path)


def test_no_network_is_one_paragraph_with_the_cause_and_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(download, "_repositories", lambda: ["http://no-such-host.invalid"])
    with pytest.raises(LocalNeo4jError) as error:
        download.library(tmp_path)
    message = str(error.value)
    assert re.search(r"one-1\.0\.jar|two-1\.0\.jar", message)
    assert "\n" not in message
    assert "object at 0x" not in message
    assert "what has arrived is kept" in message
    assert "STACKWAYS_NEO4J_URI" in message


def test_ctrl_c_leaves_nothing_broken_and_the_next_call_finishes(tmp_path: Path) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        download.library(tmp_path, interrupt)
    folder = tmp_path / "neo4j-small"
    assert all(WHOLE[name] == content for name, content in contents(folder).items() if name.endswith(".jar"))
    assert contents(download.library(tmp_path)) == WHOLE


def test_a_full_disk_is_told_before_anything_is_fetched(
    tmp_path: Path, repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(download, "_free", lambda _: 300_999)
    with pytest.raises(LocalNeo4jError, match=r"the disk is full.*STACKWAYS_CACHE"):
        download.library(tmp_path)
    assert repository.asked == []


def test_a_disk_that_fills_up_meanwhile_is_told_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(download._Fetch, "_receive", full)
    with pytest.raises(LocalNeo4jError, match=r"the disk is full"):
        download.library(tmp_path)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(LocalNeo4jError, match=r"could not write .*file.*STACKWAYS_CACHE"):
        download.library(tmp_path / "file")


def test_the_users_own_repository_comes_before_the_public_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    configuration = tmp_path / "jgo.conf"
    configuration.write_text("[repositories]\nmirror = https://mirror.example\n")
    monkeypatch.setenv("JGO_CONFIG_FILE", str(configuration))
    assert download._repositories()[0] == "https://mirror.example"
    assert len(download._repositories()) == 2


def test_the_lock_pins_every_jar_and_names_no_repository() -> None:
    assert {jar.artifact for jar in jars()} >= {"neo4j", "neo4j-browser", "neo4j-import-tool", "neo4j-bolt"}
    assert len({jar.filename for jar in jars()}) == len(jars())
    assert all(re.fullmatch("[0-9a-f]{64}", jar.sha256) for jar in jars())
    assert "://" not in LOCK.read_text(encoding="utf-8")
    assert "".join(f"{jar.line()}\n" for jar in jars()) == LOCK.read_text(encoding="utf-8")
    assert key().startswith(NEO4J_VERSION)


def test_causes_are_told_in_their_own_words() -> None:
    with pytest.raises(requests.RequestException) as error:
        requests.get("http://127.0.0.1:1", timeout=1)
    assert re.fullmatch(r"\[Errno \d+\] Connection refused", download._cause(error.value))

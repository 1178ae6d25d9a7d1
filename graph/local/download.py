"""Fetch the jars of the lock, once per machine: resumable, verified, and never half there."""

import errno
import hashlib
import itertools
import os
import shutil
import threading
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from pathlib import Path

import requests
from filelock import FileLock
from jgo.config import GlobalSettings
from jgo.maven import MavenContext
from requests.adapters import HTTPAdapter

from stackways.graph.local.errors import LocalNeo4jError, why_unwritten
from stackways.graph.local.lock import NEO4J_VERSION, Jar, jars, key
from stackways.graph.local.progress import Progress, silent
from stackways.words.message import Argument, Message

CONNECTIONS = 6
CHUNK = 1 << 16
TIMEOUT = (10, 20)  # seconds to connect, and between two chunks
PAUSES = (0, 1, 3)  # seconds before each round through the repositories
MEGABYTES = round(sum(jar.size for jar in jars()) / 1e6)


def library(cache: Path, progress: Progress = silent) -> Path:
    """The folder with every jar of the lock, downloaded into `cache` where it is not there yet.

    A jar appears under its name only when its SHA-256 sum is right; what an interrupted download leaves is a `.part`
    that the next call goes on with.

    Raises:
        LocalNeo4jError: no network, a full disk, or a repository that gives other files than those of the lock.
    """
    folder = cache / f"neo4j-{key()}"
    if not _missing(folder):
        return folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / ".lock"):
            if missing := _missing(folder):
                _download(missing, folder, progress)
    except OSError as error:
        raise disk_error(error, folder) from error
    return folder


def _missing(folder: Path) -> list[Jar]:
    sizes = {path.name: path.stat().st_size for path in folder.glob("*.jar")}
    return [jar for jar in jars() if sizes.get(jar.filename) != jar.size]


def _repositories() -> list[str]:
    """The user's own repositories (mirrors) as jgo's configuration names them, then the public one jgo knows."""
    return [*GlobalSettings.load().repositories.values(), *MavenContext().remote_repos.values()]


def _free(folder: Path) -> int:
    return shutil.disk_usage(folder).free


def _download(missing: list[Jar], folder: Path, progress: Progress) -> None:
    total = sum(jar.size for jar in missing)
    have = sum(part.stat().st_size for part in folder.glob("*.part"))
    if _free(folder) < total - have:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    with requests.Session() as http, ThreadPoolExecutor(CONNECTIONS) as pool:
        http.mount("https://", HTTPAdapter(pool_maxsize=CONNECTIONS))
        fetch = _Fetch(http, folder)
        pending = {pool.submit(fetch.jar, jar) for jar in missing}
        try:
            while pending:
                done, pending = wait(pending, timeout=0.2, return_when=FIRST_EXCEPTION)
                progress(str(Message("progress.downloading", version=NEO4J_VERSION)), fetch.received, total)
                for future in done:
                    future.result()
        except BaseException:  # Ctrl-C included: what runs ends at its next chunk, what waits never starts
            fetch.stop.set()
            pool.shutdown(wait=False, cancel_futures=True)
            raise


class _Fetch:
    """Fetches jars into a folder from several threads."""

    def __init__(self, http: requests.Session, folder: Path) -> None:
        self.stop = threading.Event()
        self._http = http
        self._folder = folder
        self._repositories = _repositories()
        self._received: dict[Jar, int] = {}

    @property
    def received(self) -> int:
        """Bytes of all jars so far, what an earlier call left included."""
        return sum(list(self._received.values()))

    def jar(self, jar: Jar) -> None:
        """Have the jar in the folder, whole and verified.

        Raises:
            LocalNeo4jError: no repository gives it, or what they give is another file.
            OSError: it cannot be written.
        """
        problem: Argument | None = None
        for pause, repository in itertools.product(PAUSES, self._repositories):
            if self.stop.wait(pause):
                return
            try:
                problem = self._receive(f"{repository.rstrip('/')}/{jar.path}", jar)
            except requests.RequestException as error:
                problem = _cause(error)
            if problem is None:
                return
        raise _network_error(jar, problem or Message("local.connection-ended"))

    def _receive(self, url: str, jar: Jar) -> Argument | None:
        """Go on with the part that is there, and take it as the jar when it is whole; answer what is wrong, if any."""
        part = self._folder / f"{jar.filename}.part"
        have = part.stat().st_size if part.exists() else 0
        if have < jar.size:
            headers = {"Accept-Encoding": "identity", "Range": f"bytes={have}-"}
            with self._http.get(url, headers=headers, stream=True, timeout=TIMEOUT) as response:
                if not response.ok:
                    return f"HTTP {response.status_code}"
                resumed = response.status_code == requests.codes.partial_content
                have = have if resumed else 0
                with part.open("ab" if resumed else "wb") as file:
                    for chunk in response.iter_content(CHUNK):
                        have += file.write(chunk)
                        self._received[jar] = have
                        if self.stop.is_set():
                            return None
        if have < jar.size:
            return Message("local.connection-ended")
        with part.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        if found != jar.sha256:
            part.unlink()
            return Message("local.another-file", found=found, wanted=jar.sha256)
        part.replace(self._folder / jar.filename)
        self._received[jar] = jar.size
        return None


def _network_error(jar: Jar, problem: Argument) -> LocalNeo4jError:
    return LocalNeo4jError(
        Message("local.download-failed", file=jar.filename, version=NEO4J_VERSION, why=problem, size=str(MEGABYTES))
    )


def _cause(error: Exception) -> str:
    """The innermost reason of a network error in its own words: the outer ones are wrappers."""
    while isinstance(inner := getattr(error, "reason", None) or error.__context__, Exception):
        error = inner
    return str(error)


def disk_error(error: OSError, folder: Path) -> LocalNeo4jError:
    """What to tell of files that cannot be written among the jars."""
    return LocalNeo4jError(
        Message("local.files-unwritable", folder=str(folder), why=why_unwritten(error), size=str(MEGABYTES))
    )

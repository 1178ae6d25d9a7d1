"""Why the local Neo4j did not do what was asked, in words for people."""

import contextlib
import errno
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import psutil

from stackways.graph.local.errors import LocalNeo4jError

CAUSES = (
    ("No space left on device", "the disk is full", "Make room on the disk of `{home}` and run it again."),
    ("Disk quota exceeded", "the disk quota is used up", "Make room in `{home}` and run it again."),
    (
        "Lock file has been locked by another process",
        "another Neo4j uses the files in `{home}`",
        "Stop that one, or set STACKWAYS_HOME to another folder.",
    ),
    (
        "Could not reserve enough space|Cannot allocate memory|insufficient memory|OutOfMemoryError",
        "there is not enough memory",
        "Set STACKWAYS_NEO4J_HEAP and STACKWAYS_NEO4J_PAGE_CACHE (MiB) to what the machine has, and run it again.",
    ),
)
ROOM = 100_000_000  # bytes
TAKEN = "Address already in use|BindException"


class PortTakenError(LocalNeo4jError):
    """Another program took a port that was free a moment ago."""


class BrokenError(LocalNeo4jError):
    """Its database has given up; only a new start mends that."""


def console(home: Path) -> Path:
    """Where what the JVM itself prints goes."""
    return home / "logs" / "console.log"


def _log(home: Path) -> Path:
    return home / "logs" / "neo4j.log"


def forget(home: Path) -> None:
    """Set the last start's log aside, so that what is explained is this one."""
    with contextlib.suppress(FileNotFoundError):
        _log(home).replace(home / "logs" / "neo4j.previous.log")


@contextlib.contextmanager
def writing(home: Path) -> Iterator[None]:
    """Turn errors of the file system in `home` into one paragraph."""
    try:
        yield
    except OSError as error:
        full = error.errno in {errno.ENOSPC, errno.EDQUOT}
        why = "the disk is full" if full else (error.strerror or str(error)).lower()
        raise LocalNeo4jError(
            f"could not write into `{home}`, the home of the local Neo4j: {why}. "
            "Make it writable with some room, or set STACKWAYS_HOME to another folder, and run it again."
        ) from error


def require_room(home: Path) -> None:
    """Refuse to start on a disk so full that Neo4j would hang for minutes before it gives up."""
    if is_full(home):
        raise LocalNeo4jError(
            f"{_full(home)}, and the local Neo4j needs {ROOM // 10**6} MB to start. Make room, or set "
            "STACKWAYS_HOME to a folder elsewhere, and run it again."
        )


def require_room_for(home: Path, megabytes: float) -> None:
    """Refuse a load that would fill the disk, which Neo4j does not survive without a new start."""
    free = shutil.disk_usage(home).free
    needed = megabytes * 10**6 + ROOM
    if free < needed:
        raise LocalNeo4jError(
            f"the disk of `{home}` has too little room for this load: {free // 10**6} MB are free, and about "
            f"{needed / 10**6:.0f} MB are needed. Nothing was changed; make room and run it again."
        )


def broken(home: Path) -> BrokenError:
    """Why the database of a running server has given up."""
    if is_full(home):
        return BrokenError(
            f"the local Neo4j has given up because {_full(home)}. Make room and run `stackways up`: it starts again "
            "with the catalogue that was loaded before."
        )
    return BrokenError(
        f"the database of the local Neo4j has given up; `{home / 'logs' / 'debug.log'}` says why. `stackways up` "
        "starts it again, and its data is safe."
    )


def is_full(home: Path) -> bool:
    """Tell whether the disk of the home has less room than the local Neo4j needs."""
    return shutil.disk_usage(home).free < ROOM


def _full(home: Path) -> str:
    free = shutil.disk_usage(home).free
    return f"the disk of `{home}` is full ({free // 10**6} MB are free)"


def died(home: Path) -> LocalNeo4jError:
    """Why a server ended by itself."""
    said = "".join(
        path.read_text(encoding="utf-8", errors="replace") for path in (console(home), _log(home)) if path.exists()
    )
    if re.search(TAKEN, said):
        return PortTakenError(
            "the local Neo4j could not start: another program took its port meanwhile. Run `stackways up` again."
        )
    for sign, cause, remedy in CAUSES:
        if re.search(sign, said):
            return LocalNeo4jError(f"the local Neo4j stopped: {cause}. {remedy}".format(home=home))
    return LocalNeo4jError(
        f"the local Neo4j stopped by itself: {_last_words(said)}. Its whole log is `{_log(home)}`; `stackways up` "
        "tries again, and its data is safe."
    )


def failed(what: str, said: str) -> LocalNeo4jError:
    """Why a command of Neo4j's own tools failed."""
    return LocalNeo4jError(f"`{what}` failed: {_last_words(said)}.")


def _last_words(said: str) -> str:
    """The innermost cause that is named, else the last error, else the last lines."""
    lines = [
        line.strip() for line in said.splitlines() if re.search(r"\w", line) and not line.lstrip().startswith("at ")
    ]
    for sign in ("Caused by: ", " ERROR ", "Error: ", "Exception"):
        if found := [line for line in lines if sign in line]:
            return (found[-1] if sign == "Exception" else found[-1].rpartition(sign)[2]).rstrip(".")
    return " / ".join(lines[-3:]).rstrip(".") or "it said nothing"


def holder(port: int | None) -> str:
    """Who listens on a port, as far as the system tells us."""
    with contextlib.suppress(psutil.Error):
        for connection in psutil.net_connections("inet"):
            if connection.status == psutil.CONN_LISTEN and connection.laddr[1:] == (port,) and connection.pid:
                return f" by `{psutil.Process(connection.pid).name()}` (process {connection.pid})"
    return ""

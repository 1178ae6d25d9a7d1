"""Why the local Neo4j did not do what was asked, in words for people."""

import contextlib
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import psutil

from stackways.graph.local.errors import LocalNeo4jError, why_unwritten
from stackways.words.message import Message

CAUSES = (
    ("No space left on device", "cause-disk-full"),
    ("Disk quota exceeded", "cause-quota"),
    ("Lock file has been locked by another process", "cause-locked"),
    ("Could not reserve enough space|Cannot allocate memory|insufficient memory|OutOfMemoryError", "cause-memory"),
)
"""What Neo4j and Java say where they stop, and the message that says it to people."""
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
        raise LocalNeo4jError(Message("local.unwritable", home=str(home), why=why_unwritten(error))) from error


def require_room(home: Path) -> None:
    """Refuse to start on a disk so full that Neo4j would hang for minutes before it gives up."""
    if is_full(home):
        raise LocalNeo4jError(
            Message("local.no-room", home=str(home), free=str(_free(home)), needed=str(ROOM // 10**6))
        )


def require_room_for(home: Path, megabytes: float) -> None:
    """Refuse a load that would fill the disk, which Neo4j does not survive without a new start."""
    needed = megabytes * 10**6 + ROOM
    if shutil.disk_usage(home).free < needed:
        free, needs = str(_free(home)), f"{needed / 10**6:.0f}"
        raise LocalNeo4jError(Message("local.no-room-for-load", home=str(home), free=free, needed=needs))


def broken(home: Path) -> BrokenError:
    """Why the database of a running server has given up."""
    if is_full(home):
        return BrokenError(Message("local.gave-up-full", home=str(home), free=str(_free(home))))
    return BrokenError(Message("local.gave-up", log=str(home / "logs" / "debug.log")))


def is_full(home: Path) -> bool:
    """Tell whether the disk of the home has less room than the local Neo4j needs."""
    return shutil.disk_usage(home).free < ROOM


def _free(home: Path) -> int:
    """Return how many MB are free on the disk of the home."""
    return shutil.disk_usage(home).free // 10**6


def died(home: Path) -> LocalNeo4jError:
    """Why a server ended by itself."""
    said = "".join(
        path.read_text(encoding="utf-8", errors="replace") for path in (console(home), _log(home)) if path.exists()
    )
    if re.search(TAKEN, said):
        return PortTakenError(Message("local.port-taken-meanwhile"))
    for sign, cause in CAUSES:
        if re.search(sign, said):
            about = {} if cause == "cause-memory" else {"home": str(home)}
            return LocalNeo4jError(Message("local.stopped", cause=Message(f"local.{cause}", **about)))
    return LocalNeo4jError(Message("local.stopped-by-itself", said=_last_words(said), log=str(_log(home))))


def failed(what: str, said: str) -> LocalNeo4jError:
    """Why a command of Neo4j's own tools failed."""
    return LocalNeo4jError(Message("local.tool-failed", tool=what, said=_last_words(said)))


def _last_words(said: str) -> str | Message:
    """The innermost cause that is named, else the last error, else the last lines."""
    lines = [
        line.strip() for line in said.splitlines() if re.search(r"\w", line) and not line.lstrip().startswith("at ")
    ]
    for sign in ("Caused by: ", " ERROR ", "Error: ", "Exception"):
        if found := [line for line in lines if sign in line]:
            return (found[-1] if sign == "Exception" else found[-1].rpartition(sign)[2]).rstrip(".")
    return " / ".join(lines[-3:]).rstrip(".") or Message("local.said-nothing")


def port_taken(port: int, purpose: str, wanted: int | None) -> LocalNeo4jError:
    """Why a port cannot be had, and who has it, as far as the system tells us."""
    with contextlib.suppress(psutil.Error):
        for connection in psutil.net_connections("inet"):
            if connection.status == psutil.CONN_LISTEN and connection.laddr[1:] == (wanted,) and connection.pid:
                holder = Message(
                    "local.taken-by", program=psutil.Process(connection.pid).name(), process=str(connection.pid)
                )
                return LocalNeo4jError(Message("local.port-taken", port=str(port), purpose=purpose, holder=holder))
    return LocalNeo4jError(Message("local.port-taken", port=str(port), purpose=purpose, holder=""))

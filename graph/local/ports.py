"""Ports for a server that is about to start, held until it listens: two starts never choose the same."""

from __future__ import annotations

import os
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from stackways.graph.local import explain

TRIES = 50
"""Free ports that are asked for before giving up: each may be held by another start."""


@contextmanager
def held_port(wanted: int | None, usual: int, purpose: str) -> Iterator[int]:
    """Give the port wanted; where none is wanted, the usual one or any that is free; 0 wants any.

    Between choosing a port and listening on it a server takes seconds, in which the port is free for everybody who
    looks. So it is locked, for all starts by the same user, and the lock goes with the process that holds it.

    Raises:
        LocalNeo4jError: the port wanted is taken.
    """
    for port in [usual, *[0] * TRIES] if wanted is None else [wanted] if wanted else [0] * TRIES:
        if (chosen := _free(port)) is None:
            continue
        lock = FileLock(_folder() / f"{chosen}.lock")
        try:
            lock.acquire(timeout=0)
        except Timeout:
            continue
        try:
            if port == 0 or _free(chosen) is not None:  # whoever held it may listen by now
                yield chosen
                return
        finally:
            lock.release()
    raise explain.port_taken(wanted or usual, purpose, wanted)


def _free(port: int) -> int | None:
    """Return the port, or for 0 any, if nobody listens on it."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return None
        return int(probe.getsockname()[1])


def _folder() -> Path:
    """Return where the locks of this user stand, whichever home a server has."""
    folder = Path(tempfile.gettempdir()) / f"stackways-ports-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder

"""Serve the API until it is told to stop."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Callable
from tempfile import TemporaryDirectory
from typing import Any

import structlog
import uvicorn
from fastapi import FastAPI
from starlette.types import ASGIApp
from structlog.typing import EventDict
from uvicorn.supervisors.multiprocess import Multiprocess

from stackways.api.app import create_app
from stackways.api.bounded import Bounded
from stackways.pathways.settings import Settings
from stackways.rules.characters import harmless
from stackways.words.message import Message
from stackways.words.system import why_not


class AddressError(Exception):
    """The API cannot listen where it was told to; one paragraph to show as it stands."""


class _Server(uvicorn.Server):
    """Says when it answers."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready()


def serve(settings: Settings, ready: Callable[[str], None] = lambda _: None, *, workers: int = 1) -> None:
    """Serve until Ctrl-C or SIGTERM; `ready` is told the address once it answers there. Logs to stderr.

    The database need not be there: until it is, questions are answered 503. With several workers each has a process, a
    connection to the database and limits of its own; one that dies is started anew.

    Raises:
        AddressError: the host is not this machine's, or the port is taken or not allowed.
    """
    if workers == 1:
        serve_app(create_app(settings), settings, ready)
        return
    write_log()
    listening = _listen(settings.host, settings.port)
    with listening:
        _serve_with(workers, settings, listening, lambda: ready(_address(listening)))


def serve_app(app: ASGIApp, settings: Settings, ready: Callable[[str], None]) -> None:
    """Serve an application where the settings say, until Ctrl-C or SIGTERM."""
    write_log()
    listening = _listen(settings.host, settings.port)
    with listening:
        _Server(_config(app), lambda: ready(_address(listening))).run(sockets=[listening])


def _address(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _config(app: ASGIApp | str, *, workers: int = 1) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        factory=isinstance(app, str),
        workers=workers,
        http=Bounded,
        ws="none",
        lifespan="on",
        access_log=False,  # ours leaves out the query
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=5,
    )


def _serve_with(workers: int, settings: Settings, listening: socket.socket, ready: Callable[[], None]) -> None:
    """Serve with several processes; they read the settings from their environment, and add up their figures."""
    with TemporaryDirectory(prefix="stackways-figures-") as figures:
        os.environ.update(settings.as_environment() | {"PROMETHEUS_MULTIPROC_DIR": figures})
        config = _config(f"{__name__}:worker", workers=workers)
        ready()  # who connects now waits in the queue of the socket until a worker takes it
        Multiprocess(config, [listening]).run()


def worker() -> FastAPI:
    """Return the application of one of several processes."""
    write_log()
    return create_app(Settings.read())


def _listen(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        text = Message("serve.no-address", host=host, port=str(port), why=why_not(error))
        raise AddressError(str(text)) from error


def _harmless(_logger: Any, _level: str, event: EventDict) -> EventDict:  # noqa: ANN401 - as structlog calls it
    """Let nothing that a client sent, an address for instance, steer the terminal that shows the log."""
    return {name: harmless(value) if isinstance(value, str) else value for name, value in event.items()}


def write_log() -> None:
    """Write the log to stderr: one JSON object a line, or for people where a terminal shows it."""
    shown = structlog.dev.ConsoleRenderer() if sys.stderr.isatty() else structlog.processors.JSONRenderer()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _harmless,
            shown,
        ],
        wrapper_class=structlog.make_filtering_bound_logger("info"),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )

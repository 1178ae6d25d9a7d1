"""Serving the API: have a database with a catalogue, take a port, and run."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import threading
import time
import urllib.request
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import uvicorn
from rich.text import Text

from stackways.cli.answering import with_graph
from stackways.cli.errors import InputError
from stackways.cli.terminal import aside, lines, progress_bar, screen
from stackways.pathways.keep_catalogue import load_catalogue
from stackways.pathways.run_database import look_at_database, start_local
from stackways.pathways.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import typer

API = "stackways.api.app:create_app"
"""The API's factory, by name: no door imports another."""


def serve(ctx: typer.Context, *, host: str | None, port: int | None) -> None:
    """Serve the API until Ctrl-C."""
    settings = Settings.read(**(ctx.obj or {}), host=host, port=port)
    listener = listen(settings.host, settings.port)
    local = settings.neo4j_uri is None
    if local:
        have_database(settings)
    else:
        _warn_of_trouble(settings)
    page = screen()
    address = address_of(listener)
    page.print(Text("The API is being served.", style="bold green"))
    lines(page, [("address", address), ("describes", f"itself at {address}/docs"), ("stop it", "with Ctrl-C")])
    if local:
        page.print(Text("The local Neo4j goes on after that; `stackways down` stops it.", style="dim"))
    server(settings).run(sockets=[listener])


def have_database(settings: Settings) -> None:
    """Have the local Neo4j running, with the shipped catalogue where it holds none."""
    with progress_bar(bytes_counted=True) as progress:
        start_local(settings, progress)
    state = asyncio.run(look_at_database(settings)).catalogue
    if state is None or state.version is None:
        with progress_bar() as progress:
            with_graph(settings, lambda graph: load_catalogue(graph, progress=progress))


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens; raises InputError where it cannot be had."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listener = socket.socket(family)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise InputError(
            f"the API cannot listen on `{host}` port `{port}`: {why}; give another with `--host` or `--port` "
            "(`--port 0` takes a free one)"
        ) from None
    return listener


def address_of(listener: socket.socket) -> str:
    """Return the address people type."""
    host, port = listener.getsockname()[:2]
    named = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104 - shown, not bound
    return f"http://{named}:{port}"


def server(settings: Settings) -> uvicorn.Server:
    """Return the API's server, which reads the same settings."""
    for name in ("neo4j_uri", "neo4j_user", "neo4j_database", "home"):
        if (value := getattr(settings, name)) is not None:
            os.environ[f"STACKWAYS_{name.upper()}"] = str(value)
    # Paths and queries can tell what a learner holds, so no line is written for a request.
    return uvicorn.Server(uvicorn.Config(API, factory=True, access_log=False, log_level="warning"))


@contextmanager
def serving(settings: Settings) -> Iterator[tuple[str, Callable[[], None]]]:
    """Serve the API in the background on a free port of this machine; give its address, and how to wait for its end."""
    listener = listen("127.0.0.1", 0)
    running = server(settings)
    thread = threading.Thread(target=running.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        while not running.started and thread.is_alive():
            time.sleep(0.02)
        yield address_of(listener), thread.join
    finally:
        running.should_exit = True
        thread.join(10)
        listener.close()


def post(address: str, body: dict[str, Any]) -> tuple[int, Any]:
    """Ask the API on this machine, past any proxy; return the status and the body of its answer."""
    request = urllib.request.Request(  # noqa: S310 - an address of our own making
        address, json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with direct.open(request, timeout=60) as response:
        return response.status, json.load(response)


def _warn_of_trouble(settings: Settings) -> None:
    """Say on standard error what keeps the API from answering; it serves all the same, and recovers by itself."""
    status = asyncio.run(look_at_database(settings))
    if status.trouble:
        aside().print(Text(f"{status.trouble}; the API answers 503 until it does", style="yellow"))
    elif status.catalogue and status.catalogue.version is None:
        aside().print(Text("the database holds no catalogue yet: load one with `stackways load`", style="yellow"))

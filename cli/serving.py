"""Serving the API: have a database with a catalogue, then run it. No door imports another: the API is found by name."""

from __future__ import annotations

import asyncio
import json
import threading
import time
import urllib.error
import urllib.request
from contextlib import contextmanager, suppress
from importlib import import_module
from typing import TYPE_CHECKING, Any

import structlog
import uvicorn
from rich.text import Text

from stackways.cli.answering import with_graph
from stackways.cli.errors import InputError
from stackways.cli.terminal import aside, lines, progress_bar, say, screen
from stackways.pathways.keep_catalogue import load_catalogue
from stackways.pathways.run_database import look_at_database, start_local
from stackways.words.message import Message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from stackways.pathways.settings import Settings

API = "stackways.api"

READY_SECONDS, READY_LOOKS = 0.2, 600
"""How often, and how many times, is looked whether questions can be answered."""


def serve(settings: Settings, *, workers: int = 1) -> None:
    """Serve the API until Ctrl-C; raises InputError where it cannot listen."""
    if settings.neo4j_uri:
        _warn_of_trouble(settings)
    else:
        have_database(settings)
    api = import_module(f"{API}.serving")
    try:
        api.serve(settings, lambda address: _show_address(address, local=settings.neo4j_uri is None), workers=workers)
    except api.AddressError as error:
        raise InputError(str(error)) from None


def serve_assistants(settings: Settings, *, http: bool, names: Sequence[str]) -> None:
    """Answer assistants until they hang up, or over HTTP until Ctrl-C; raises InputError where it cannot listen."""
    if not settings.neo4j_uri:
        have_database(settings)
    door = import_module(f"{API}.assistants")
    if not http:
        door.serve_stdio(settings)
        return
    try:
        door.serve_http(
            settings,
            names,
            lambda address: lines(screen(), [("assistants", address), ("ends", str(Message("serve.ends")))]),
        )
    except import_module(API).AddressError as error:
        raise InputError(str(error)) from None


def have_database(settings: Settings) -> None:
    """Have the local Neo4j running, with the shipped catalogue where it holds none."""
    with progress_bar(bytes_counted=True) as progress:
        start_local(settings, progress)
    state = asyncio.run(look_at_database(settings)).catalogue
    if state is None or state.version is None:
        with progress_bar() as progress:
            with_graph(settings, lambda graph: load_catalogue(graph, settings, progress=progress))


@contextmanager
def serving(settings: Settings) -> Iterator[tuple[str, Callable[[], None]]]:
    """Serve the API in the background on a free port of this machine; give its address, and how to wait for its end."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger("warning"))
    app = import_module(API).create_app(settings)
    server = uvicorn.Server(uvicorn.Config(app, port=0, access_log=False, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        while not server.started and thread.is_alive():
            time.sleep(0.02)
        address = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
        _wait_until_ready(address)
        yield address, thread.join
    finally:
        server.should_exit = True
        thread.join(10)


def _wait_until_ready(address: str) -> None:
    """Return once every question can be answered, or nobody would wait any longer."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    for _ in range(READY_LOOKS):
        with suppress(urllib.error.HTTPError), direct.open(f"{address}/readyz", timeout=60):
            return
        time.sleep(READY_SECONDS)


def post(address: str, body: dict[str, Any]) -> tuple[int, Any]:
    """Ask the API on this machine, past any proxy; return the status and the body of its answer."""
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(address, json.dumps(body).encode(), headers)  # noqa: S310 - our own address
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with direct.open(request, timeout=60) as response:
        return response.status, json.load(response)


def _show_address(address: str, *, local: bool) -> None:
    page = screen()
    page.print(str(Message("serve.answers-here")), style="bold green")
    shown = import_module(f"{API}.page")
    lines(
        page,
        [
            ("page", address if shown.is_built() else str(Message("serve.no-page"))),
            ("API", str(Message("serve.described", address=address))),
            ("ends", str(Message("serve.ends"))),
        ],
    )
    if local:
        say(page, str(Message("run.goes-on")), "dim")


def _warn_of_trouble(settings: Settings) -> None:
    """Say on standard error what keeps the API from answering; it serves all the same, and recovers by itself."""
    status = asyncio.run(look_at_database(settings))
    if status.trouble:
        aside().print(Text(str(Message("run.answers-503", why=status.trouble)), style="yellow"))
    elif status.catalogue and status.catalogue.version is None:
        aside().print(Text(str(Message("error.no-catalogue")), style="yellow"))

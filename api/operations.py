"""For those who run it: whether it lives, whether it can answer, and its figures."""

from __future__ import annotations

import os
from typing import Literal

from fastapi import APIRouter, Request, Response
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Histogram,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector
from starlette.responses import PlainTextResponse
from starlette.types import Scope

from stackways.api.answers import CATALOGUE
from stackways.api.connection import Connection
from stackways.rules.base import Model

router = APIRouter(tags=["operations"])

NOT_COUNTED = frozenset({"/livez", "/readyz", "/metrics"})
"""What is asked by machines that watch."""
BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
"""The seconds up to which requests are counted together."""


class Live(Model):
    """The process answers."""

    status: Literal["live"] = "live"
    """Always `live`."""


LIVE = Live().model_dump_json()


class Ready(Model):
    """The database answers, holds a catalogue, and is prepared for every question."""

    status: Literal["ready"] = "ready"
    """Always `ready`."""
    catalogue: str
    """Its version."""


@router.get("/livez", response_model=Live)
async def livez() -> Response:
    """Whether the process answers, whatever the database does."""
    return Response(LIVE, media_type="application/json")


@router.get("/readyz")
async def readyz(request: Request, response: Response) -> Ready:
    """Whether questions can be answered: the database is there, holds a whole catalogue and has planned every query."""
    connection: Connection = request.app.state.connection
    version = await connection.ready()
    response.headers[CATALOGUE] = version
    return Ready(catalogue=version)


@router.get("/metrics", response_class=PlainTextResponse)
async def metrics(request: Request) -> Response:
    """Figures for Prometheus: requests and times by path template, never what was asked."""
    registry: CollectorRegistry = request.app.state.registry
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:  # one of several workers: of all of them
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # prometheus_client has no types there
    return Response(generate_latest(registry), headers={"Content-Type": CONTENT_TYPE_LATEST})


class Requests:
    """Requests and their times by path template, for `/metrics`; no figure holds what was asked."""

    def __init__(self, registry: CollectorRegistry) -> None:
        ProcessCollector(registry=registry)
        self._count = Counter(
            "http_requests", "Requests by path template", ["handler", "method", "status"], registry=registry
        )
        self._seconds = Histogram(
            "http_request_duration_seconds", "Seconds by path template", ["handler", "method"],
            registry=registry, buckets=BUCKETS,
        )  # fmt: skip
        self._of: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}

    def add(self, scope: Scope, method: str, status: int, seconds: float) -> None:
        """Count a request that was answered."""
        handler: str = getattr(scope.get("route"), "path", "none")
        if handler in NOT_COUNTED:
            return
        which = (handler, method, status // 100)
        if which not in self._of:
            self._of[which] = (
                self._count.labels(handler, method, f"{status // 100}xx"), self._seconds.labels(handler, method)
            )  # fmt: skip
        count, times = self._of[which]
        count.inc()
        times.observe(seconds)

"""For those who run it: whether it lives, whether it can answer, and its figures."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter, FastAPI, Request, Response
from prometheus_client import CollectorRegistry, ProcessCollector
from prometheus_fastapi_instrumentator import Instrumentator
from starlette.responses import PlainTextResponse

from stackways.api.answers import CATALOGUE
from stackways.api.connection import Connection
from stackways.rules.base import Model

router = APIRouter(tags=["operations"])


class Live(Model):
    """The process answers."""

    status: Literal["live"] = "live"
    """Always `live`."""


class Ready(Model):
    """The database answers, holds a catalogue, and is prepared for every question."""

    status: Literal["ready"] = "ready"
    """Always `ready`."""
    catalogue: str
    """Its version."""


@router.get("/livez")
async def livez() -> Live:
    """Whether the process answers, whatever the database does."""
    return Live()


@router.get("/readyz")
async def readyz(request: Request, response: Response) -> Ready:
    """Whether questions can be answered: the database is there, holds a whole catalogue and has planned every query."""
    connection: Connection = request.app.state.connection
    version = await connection.ready()
    response.headers[CATALOGUE] = version
    return Ready(catalogue=version)


def add_metrics(app: FastAPI, registry: CollectorRegistry) -> None:
    """Count and time every request by path template, and answer `/metrics`; no figure holds what was asked."""
    ProcessCollector(registry=registry)
    instrumentator = Instrumentator(excluded_handlers=["/livez", "/readyz", "/metrics"], registry=registry)
    instrumentator.instrument(app).expose(app, tags=["operations"], response_class=PlainTextResponse)

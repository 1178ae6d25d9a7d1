"""Talking to the API in tests: in this process, or with a stub where the graph would be."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
from fastapi import FastAPI

from stackways.api import create_app
from stackways.pathways.settings import Settings


@dataclass
class StubReader:
    """Stands where a reader would, for pathways that are stubs themselves."""

    version: str = "0123456789ab"
    release: str | None = None
    made_by: tuple[int, str] | None = None


@dataclass
class StubConnection:
    """A graph that is there, or away; without a load that is known nothing is remembered."""

    error: Exception | None = None
    load: tuple[int, str] | None = None

    async def reading(self) -> StubReader:
        if self.error:
            raise self.error
        reader = StubReader()
        reader.made_by = self.load
        return reader

    async def made_by(self) -> tuple[int, str] | None:
        return self.load

    async def ready(self) -> str:
        return (await self.reading()).version


def app_over(connection: Any, **settings: Any) -> FastAPI:  # noqa: ANN401 - a stub of a connection; its settings
    """An application that never opens a graph."""
    app = create_app(Settings(**settings))
    app.state.connection = connection
    return app


def client_of(app: FastAPI) -> httpx.AsyncClient:
    """A client that speaks to the application without a network; what it raises is raised."""
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://stackways")


async def is_ready(client: httpx.AsyncClient) -> None:
    """Return once every question can be answered; the first start of a server takes its time."""
    async with asyncio.timeout(600):
        while (await client.get("/readyz")).status_code != httpx.codes.OK:  # noqa: ASYNC110 - what is asked is no event
            await asyncio.sleep(0.2)


def wait_until_ready(address: str) -> None:
    """Return once a served API can answer every question: after its start, or after another catalogue was loaded."""
    with httpx.Client(trust_env=False, timeout=60) as client:
        for _ in range(600):
            if client.get(f"{address}/readyz").status_code == httpx.codes.OK:
                return
            time.sleep(1)
    raise AssertionError("it does not get ready")


@asynccontextmanager
async def serving(settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    """A client of an application that has started and opens its graph itself."""
    app = create_app(settings)
    async with app.router.lifespan_context(app), client_of(app) as client:
        yield client

"""What the API is compared with: endpoints of the same framework that do nothing, and one bare round trip."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from neo4j import READ_ACCESS, AsyncGraphDatabase


@asynccontextmanager
async def _connected(app: FastAPI) -> AsyncIterator[None]:
    user, password = os.environ["STACKWAYS_NEO4J_USER"], os.environ["STACKWAYS_NEO4J_PASSWORD"]
    async with AsyncGraphDatabase.driver(os.environ["STACKWAYS_NEO4J_URI"], auth=(user, password)) as app.state.driver:
        yield


app = FastAPI(lifespan=_connected)


@app.get("/empty")
async def empty() -> dict[str, str]:
    """Do nothing."""
    return {}


@app.get("/bare")
async def bare() -> dict[str, int]:
    """Ask the database for nothing."""
    async with app.state.driver.session(database="neo4j", default_access_mode=READ_ACCESS) as session:
        record = await (await session.run("RETURN 1 AS one")).single()
    return {"one": record["one"]}

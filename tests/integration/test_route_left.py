"""Who goes away while a route is planned ends the solver: over a real connection to the real API."""

import asyncio
import json
import random
import threading

import pytest
import uvicorn
from pydantic import SecretStr
from tests.integration.conftest import Loaded

from stackways.api import create_app
from stackways.pathways import plan_route
from stackways.pathways.settings import Settings
from stackways.rules.awards.solver import cp_model, repeatable_solver, solve
from stackways.rules.deadline import StoppedError

ASKED = json.dumps({"target": "tp:sd-ai-solution-development"}).encode()
REQUEST = (
    b"POST /v1/routes HTTP/1.1\r\nHost: stackways\r\nContent-Type: application/json\r\n"
    + f"Content-Length: {len(ASKED)}\r\n\r\n".encode()
    + ASKED
)
LOOKS = 1_200
"""How often is looked, every tenth of a second, whether something has happened."""


def endless() -> cp_model.CpModel:
    """Return what no solver decides soon: clauses of three out of many, as many as make it hardest."""
    dice = random.Random(0)  # noqa: S311 - it must repeat its dice, not hide them
    model = cp_model.CpModel()
    truths = [model.new_bool_var("") for _ in range(700)]
    for _ in range(round(4.26 * len(truths))):
        model.add_bool_or([dice.choice([one, one.negated()]) for one in dice.sample(truths, 3)])
    return model


async def happened(event: threading.Event) -> bool:
    for _ in range(LOOKS):
        if event.is_set():
            return True
        await asyncio.sleep(0.1)
    return False


async def test_the_solver_stops_when_the_client_goes_away(loaded: Loaded, monkeypatch: pytest.MonkeyPatch) -> None:
    solving, stopped = threading.Event(), threading.Event()

    def planned(*_: object, **__: object) -> None:
        solver = repeatable_solver(effort=1e6, seconds=600)
        solver.parameters.log_search_progress, solver.parameters.log_to_stdout = True, False
        solver.log_callback = lambda _: solving.set()
        try:
            solve(solver, endless())
        except StoppedError:
            stopped.set()
            raise

    monkeypatch.setattr(plan_route, "plan_routes", planned)
    settings = Settings(
        neo4j_uri=loaded.uri, neo4j_user=loaded.user, neo4j_password=SecretStr(loaded.password), query_seconds=60
    )
    server = uvicorn.Server(uvicorn.Config(create_app(settings), port=0, log_level="error"))
    serving = asyncio.create_task(server.serve())
    try:
        for _ in range(LOOKS):
            await asyncio.sleep(0 if server.started else 0.1)
        port = server.servers[0].sockets[0].getsockname()[1]
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(REQUEST)
        await writer.drain()
        assert await happened(solving)
        assert not stopped.is_set()
        writer.close()
        assert await happened(stopped)
    finally:
        server.should_exit = True
        await serving

"""Attacks that need no database of their own, in their shortest form: nothing is lost, wrong or unexpected.

How long anything takes depends on the machine, and is counted by the command (`python -m tests.abuse`) alone.
"""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
import pytest_asyncio
from tests.abuse import clients, faults, inputs
from tests.abuse.world import SUITE, Count, World, world_before
from tests.conftest import Neo4jServer
from tests.integration.conftest import Loaded

ATTACKS = (
    faults.a_line_that_breaks,
    clients.more_than_can_be_answered,
    clients.clients_that_leave,
    clients.headers_without_end,
    clients.slow_and_many,
    clients.nonsense,
    inputs.numbers_and_dates_at_their_ends,
    inputs.everything_mixed,
)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def world(loaded: Loaded) -> AsyncIterator[World]:
    async with world_before(Neo4jServer(loaded.uri, loaded.user, loaded.password), SUITE) as world:
        yield world


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
async def test_the_service_holds(world: World, attack: Callable[[World], Awaitable[Count]]) -> None:
    count = await attack(world)
    assert count.tries
    assert (count.lost, count.wrong, count.unexpected) == (0, 0, 0), count

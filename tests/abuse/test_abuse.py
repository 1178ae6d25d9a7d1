"""Every attack in short form: nothing is lost, wrong, late or unexpected."""

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
import pytest_asyncio
from tests.abuse.__main__ import ATTACKS
from tests.abuse.world import Count, World, world_in


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    home = tmp_path_factory.mktemp("abused")
    async with world_in(home) as world:
        yield world
    shutil.rmtree(home, ignore_errors=True)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
async def test_the_service_holds(world: World, attack: Callable[..., Awaitable[Count]]) -> None:
    count: Any = await attack(world, long=False)
    assert count.held, count
    assert count.tries

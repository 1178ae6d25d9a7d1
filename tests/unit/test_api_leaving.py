"""Who goes away before the answer is there."""

import asyncio
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import Response

from stackways.api.leaving import GONE, while_waited_for


def request(*, gone: bool) -> Request:
    async def receive() -> dict[str, Any]:
        if gone:
            return {"type": "http.disconnect"}
        await asyncio.sleep(60)
        return {"type": "http.request"}

    return Request({"type": "http", "method": "POST", "headers": []}, receive)


async def test_an_answer_that_is_waited_for_comes() -> None:
    async def answering() -> Response:
        await asyncio.sleep(0.01)
        return Response("here")

    assert (await while_waited_for(request(gone=False), answering())).body == b"here"


async def test_work_that_nobody_waits_for_is_cancelled() -> None:
    ended = asyncio.Event()

    async def answering() -> Response:
        try:
            await asyncio.sleep(60)
        finally:
            ended.set()
        return Response()

    assert (await while_waited_for(request(gone=True), answering())).status_code == GONE
    await asyncio.wait_for(ended.wait(), 1)


async def test_a_mistake_is_still_a_mistake() -> None:
    async def answering() -> Response:
        raise ValueError("no such code")

    with pytest.raises(ValueError, match="no such code"):
        await while_waited_for(request(gone=False), answering())

"""Who goes away before the answer is there: the work for it ends, too."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

GONE = 499
"""The status that nobody reads; it stands in the log, as nginx has it."""


async def while_waited_for(request: Request, answering: Coroutine[Any, Any, Response]) -> Response:
    """Return an answer; where the client goes away before, cancel what makes it."""
    task = asyncio.create_task(answering)
    watching = asyncio.create_task(_until_gone(request))
    try:
        await asyncio.wait({task, watching}, return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            return Response(status_code=GONE)
        return task.result()
    finally:
        task.cancel()
        watching.cancel()


async def _until_gone(request: Request) -> None:
    # The body is read already: what comes now is that the client goes away.
    while (await request.receive())["type"] != "http.disconnect":
        pass

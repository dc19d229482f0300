"""One event loop for all calls of models, in a thread of its own: callers come and go, connections stay open."""

import asyncio
import threading
from collections.abc import Coroutine
from functools import cache
from typing import Any, TypeVar

T = TypeVar("T")


async def run_there(work: Coroutine[Any, Any, T]) -> T:
    """What the work gives, done on the loop of models; it is cancelled there when the caller is here."""
    return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, _loop()))


@cache
def _loop() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="models", daemon=True).start()
    return loop

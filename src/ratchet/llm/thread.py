"""One event loop for all calls of models, in a thread of its own: callers come and go, connections stay open."""

import asyncio
import threading
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class LoopThread:
    """An event loop that runs from its first work on, in a thread of its own."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._loop: asyncio.AbstractEventLoop | None = None
        # The first works come at the same time, from several threads, and connections live on one loop alone.
        self._guard = threading.Lock()

    async def run(self, work: Coroutine[Any, Any, T]) -> T:
        """What the work gives, done on this loop; it is cancelled there when the caller is here."""
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self._start()))

    def _start(self) -> asyncio.AbstractEventLoop:
        with self._guard:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                threading.Thread(target=self._loop.run_forever, name=self._name, daemon=True).start()
            return self._loop


_models = LoopThread("models")


async def run_there(work: Coroutine[Any, Any, T]) -> T:
    """What the work gives, done on the loop of models."""
    return await _models.run(work)

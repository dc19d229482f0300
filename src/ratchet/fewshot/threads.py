"""Threads for work that requests wait for only so long, and bounds on how much of it there is."""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

readers = ThreadPoolExecutor(4, thread_name_prefix="few-shot")
"""For what is done here and in the stores."""

askers = ThreadPoolExecutor(8, thread_name_prefix="few-shot-ask")
"""For what asks models, whose providers may hang: nobody who asks none waits behind them."""


class Underway:
    """One piece of work at a time: whoever wants it while it is being done gets that."""

    def __init__(self, threads: ThreadPoolExecutor) -> None:
        self._threads = threads
        self._starting = threading.Lock()
        self._last: Future[Any] | None = None

    def begin(self, work: Callable[P, None], *args: P.args, **kwargs: P.kwargs) -> Future[None]:
        """The work that is being done, which begins if none is."""
        with self._starting:
            if self._last is None or self._last.done():
                self._last = self._threads.submit(work, *args, **kwargs)
            return self._last


class Turns:
    """Work of one kind that is refused where too much of it is waiting or being done."""

    def __init__(self, threads: ThreadPoolExecutor, at_once_max: int) -> None:
        self._threads = threads
        self._free = threading.Semaphore(at_once_max)

    def take(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Future[T] | None:
        """The work, or None where it is refused; cancel what is waited for no more."""
        if not self._free.acquire(blocking=False):
            return None
        future = self._threads.submit(work, *args, **kwargs)
        future.add_done_callback(lambda _: self._free.release())
        return future

"""Asking for something within a deadline, whatever the other side does."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import BoundedSemaphore
from typing import Final, TypeVar

from ratchet.errors import Busy, Unavailable
from ratchet.sdk.few_shot.forking import PerProcess

ASKED_AT_ONCE: Final = 8
"""Answers that are waited for, in time or not; beyond them nothing more is asked."""

Answer = TypeVar("Answer")


class Asking:
    """A few threads that ask; who wants an answer waits no longer than the deadline, and they end by themselves."""

    def __init__(self) -> None:
        self._asking = PerProcess(_Askers)

    def ask(self, question: Callable[[], Answer], deadline_s: float) -> Answer:
        """The answer; raises `Unavailable` when it does not come in time, `Busy` when too many do not."""
        asking = self._asking.get()
        if not asking.free.acquire(blocking=False):
            raise Busy(f"{ASKED_AT_ONCE} questions have not been answered yet.")
        coming = asking.threads.submit(question)
        coming.add_done_callback(lambda _: asking.free.release())
        try:
            return coming.result(deadline_s)
        except TimeoutError as error:
            raise Unavailable(f"No answer came within {deadline_s * 1000:.0f} ms.") from error


class _Askers:
    def __init__(self) -> None:
        self.threads = ThreadPoolExecutor(ASKED_AT_ONCE, thread_name_prefix="ratchet-few-shot-ask")
        self.free = BoundedSemaphore(ASKED_AT_ONCE)

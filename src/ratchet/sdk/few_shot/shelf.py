"""A dataset's examples kept at hand: given at once, and refreshed behind the requests that use them."""

import time
from collections.abc import Callable
from threading import Event, Lock, Thread
from typing import Final

from ratchet.sdk.few_shot.failures import note_failure
from ratchet.sdk.few_shot.forking import PerProcess
from ratchet.sdk.few_shot.stock import Stock

RETRY_S: Final = 1.0
"""How long a server that failed is left alone; twice as long after each further failure, at most until a refresh."""
_DOUBLINGS_MAX = 10

Read = Callable[[str], Stock | None]


class Shelf:
    """One dataset of one server. A refresh is a thread of its own, and there is one at a time."""

    def __init__(self, read: Read, refresh_s: float) -> None:
        self._read = read
        self._refresh_s = refresh_s
        self._stock: Stock | None = None
        self._due = 0.0
        self._failures = 0
        self._refreshing = PerProcess(_Refreshing)

    def take(self, wait_s: float) -> Stock | None:
        """What there is; as long as there is nothing, callers wait for the first reading, `wait_s` in all."""
        if time.monotonic() >= self._due:
            self._begin()
        if self._stock is None and not self._failures:
            self._refreshing.get().wait(wait_s)
        return self._stock

    def refresh(self) -> None:
        """Read now, and return when that has come to something or nothing."""
        self._begin()
        self._refreshing.get().is_over.wait()

    def _begin(self) -> None:
        refreshing = self._refreshing.get()
        if not refreshing.start():
            return
        try:
            Thread(target=self._fill, args=(refreshing,), name="ratchet-few-shot", daemon=True).start()
        except RuntimeError as error:  # the process ends, or can have no more threads
            self._note(error)
            refreshing.end()

    def _fill(self, refreshing: "_Refreshing") -> None:
        try:
            self._stock = self._read(self._stock.etag if self._stock else "") or self._stock
            self._note(None)
        except Exception as error:  # noqa: BLE001 - no application is troubled by where its examples come from
            self._note(error)
        finally:
            refreshing.end()

    def _note(self, error: Exception | None) -> None:
        self._failures = self._failures + 1 if error else 0
        pause_s = self._refresh_s
        if error:
            note_failure("refresh", error)
            pause_s = min(pause_s, RETRY_S * 2 ** min(self._failures - 1, _DOUBLINGS_MAX))
        self._due = time.monotonic() + pause_s


class _Refreshing:
    """Whether a reading is under way, and until when callers who have nothing wait for it."""

    def __init__(self) -> None:
        self.is_over = Event()
        self.is_over.set()
        self._lock = Lock()
        self._patient_until: float | None = None

    def start(self) -> bool:
        """Take the turn; false when somebody has it."""
        with self._lock:
            if not self.is_over.is_set():
                return False
            self.is_over.clear()
            return True

    def end(self) -> None:
        self.is_over.set()

    def wait(self, wait_s: float) -> None:
        now = time.monotonic()
        if self._patient_until is None:
            self._patient_until = now + wait_s
        self.is_over.wait(max(0.0, self._patient_until - now))

"""Rounds: something that is done again and again, beside everything else and whatever goes wrong."""

import logging
import threading
from collections.abc import Callable
from time import monotonic

log = logging.getLogger(__name__)

_SHARE_MAX = 0.05
_PAUSE_S_MAX = 60.0


class Rounds:
    """A thread that does one thing, waits, and does it again until it is stopped.

    A round that takes long is followed by a pause so long that no more than `share_max` of the time goes into it.
    """

    def __init__(self, name: str, work: Callable[[], object], *, every_s: float, share_max: float = _SHARE_MAX) -> None:
        self._name = name
        self._work = work
        self._every_s = every_s
        self._share_max = share_max
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Finish the round that is on, and do no more."""
        self._stopping.set()
        self._thread.join()

    def _run(self) -> None:
        pause_s = 0.0
        while not self._stopping.wait(pause_s):
            begun = monotonic()
            self._do_once()
            took_s = monotonic() - begun
            pause_s = min(max(self._every_s - took_s, took_s / self._share_max), _PAUSE_S_MAX)

    def _do_once(self) -> None:
        try:
            self._work()
        except Exception:  # the next round may do better, and must come
            log.exception("%s failed and will be tried again", self._name)

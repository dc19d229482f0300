"""A disk that fills up: the embedded engine stops writing while there still is room.

chDB 26.9 does not notice when a write to the disk fails: rows are acknowledged, and parts merged and then deleted,
that were never stored. So it is told to leave some room, which it checks before every insert and merge; and merges
that run while something else takes that room are stopped.
"""

import logging
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

log = logging.getLogger(__name__)

_MEBIBYTE = 1024 * 1024
_INTERVAL_S = 0.25


def kept_free_bytes(directory: Path) -> int:
    """How much room the engine leaves on the disk of this directory."""
    return min(512 * _MEBIBYTE, shutil.disk_usage(directory).total // 20)


class DiskWatch:
    """Stops merges while less than `kept_free_bytes` is free, until `close`."""

    def __init__(self, directory: Path, kept_free: int, command: Callable[[str], object]) -> None:
        self._directory = directory
        self._kept_free = kept_free
        self._command = command
        self._is_stopped = False
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="disk-watch", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop watching."""
        self._closing.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._closing.wait(_INTERVAL_S):
            try:
                self._look()
            except Exception:
                log.exception("The room on the disk of %s is not known", self._directory)

    def _look(self) -> None:
        is_full = shutil.disk_usage(self._directory).free < self._kept_free
        if is_full != self._is_stopped:
            self._command("SYSTEM STOP MERGES" if is_full else "SYSTEM START MERGES")
            self._is_stopped = is_full
            log.warning("The disk of %s %s", self._directory, "is full" if is_full else "has room again")

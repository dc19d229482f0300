"""A directory of the embedded engine: one process has it, and whoever comes second learns which."""

import fcntl
import os
from pathlib import Path

from ratchet.errors import Conflict, Unavailable


class HeldDirectory:
    """A directory that this process has until `release`, or until it ends in whatever way.

    chDB itself would let a second process in, and fail later in a way that nobody understands.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            path.mkdir(parents=True, exist_ok=True)
            self._file = (path / "in-use").open("a+")
        except OSError as error:
            raise Unavailable(
                f"The directory of the event store cannot be used: {error}. Set RATCHET_DATA_DIR."
            ) from error
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise self._in_use() from error
        self._note(f"process {os.getpid()} on {os.uname().nodename}")

    def release(self) -> None:
        """Let another process have it."""
        self._note("")
        self._file.close()

    def _in_use(self) -> Conflict:
        with self._file:
            self._file.seek(0)
            holder = self._file.read().strip() or "another process"
        return Conflict(
            f"The event store in {self.path} is in use by {holder}. Stop it, or give this one a directory of its own "
            "with RATCHET_DATA_DIR. Replicas share a ClickHouse server, never a directory.",
            details={"holder": holder},
        )

    def _note(self, holder: str) -> None:
        self._file.truncate(0)
        self._file.write(holder)
        self._file.flush()

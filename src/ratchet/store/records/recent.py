"""Rows that were read a moment ago, so that what every request needs is not read for every request."""

import threading
import time
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

AGE_S_MAX = 3.0
SIZE_MAX = 1024

Row = TypeVar("Row")


class Recent(Generic[Row]):
    """A few rows for a few seconds: what this process changes is seen at once, what others change soon."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._rows: dict[Hashable, tuple[float, Row]] = {}
        self._changes = 0
        self._guard = threading.Lock()

    def recall(self, name: Hashable) -> Row | None:
        """The row, if it was read a moment ago."""
        read_at, row = self._rows.get(name, (0.0, None))
        return row if row is not None and self._clock() - read_at < AGE_S_MAX else None

    def read(self, name: Hashable, load: Callable[[], Row | None]) -> Row | None:
        """The row, loaded unless it was read a moment ago. That there is none is never remembered."""
        if (row := self.recall(name)) is not None:
            return row
        changes, read_at = self._changes, self._clock()
        row = load()
        if row is not None:
            self._remember(name, read_at, row, changes)
        return row

    def forget(self) -> None:
        """Forget everything, and whatever is being loaded meanwhile: something has changed."""
        with self._guard:
            self._changes += 1
            self._rows.clear()

    def _remember(self, name: Hashable, read_at: float, row: Row, changes: int) -> None:
        with self._guard:
            if changes != self._changes:
                return
            self._rows.pop(name, None)
            while len(self._rows) >= SIZE_MAX:
                del self._rows[next(iter(self._rows))]
            self._rows[name] = (read_at, row)

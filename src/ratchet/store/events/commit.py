"""Group commit: requests that write at the same time are written together, and answered after the write."""

import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Generic, TypeVar

from ratchet.errors import Busy, Unavailable

Row = TypeVar("Row")


class GroupCommit(Generic[Row]):
    """A bounded queue in front of one writer thread.

    `write` gets the rows of every submission that waited, in the order they came, and either stores all of them or
    raises. When a group of several fails, each submission is written alone, so that one cannot fail the others.
    """

    def __init__(
        self,
        write: Callable[[Sequence[Row]], None],
        *,
        name: str,
        pending_size_bytes_max: int,
        group_size_bytes_max: int,
    ) -> None:
        self._write = write
        self._name = name
        self._pending_size_bytes_max = pending_size_bytes_max
        self._group_size_bytes_max = group_size_bytes_max
        self._queue: deque[tuple[Sequence[Row], int, Future[None]]] = deque()
        self._pending_size_bytes = 0
        self._changed = threading.Condition()
        self._closed = False
        self._thread = threading.Thread(target=self._run, name=f"commit-{name}", daemon=True)
        self._thread.start()

    @property
    def pending_size_bytes(self) -> int:
        """What is waiting or being written."""
        return self._pending_size_bytes

    def submit(self, rows: Sequence[Row], size_bytes: int) -> Future[None]:
        """Queue rows; the future is done once they are stored. Raises `Busy` when the queue is full.

        `size_bytes` is an estimate of what the rows hold in memory; one submission larger than the whole queue is
        taken when nothing else waits.
        """
        future: Future[None] = Future()
        with self._changed:
            if self._closed:
                raise Unavailable(f"The server is shutting down: {self._name} are no longer taken.")
            if self._pending_size_bytes and self._pending_size_bytes + size_bytes > self._pending_size_bytes_max:
                raise Busy(f"Too many {self._name} are waiting to be written. Send them again in a moment.")
            self._pending_size_bytes += size_bytes
            self._queue.append((rows, size_bytes, future))
            self._changed.notify()
        return future

    def close(self) -> None:
        """Write what is queued, then stop."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        self._thread.join()

    def _run(self) -> None:
        while group := self._take():
            self._write_group(group)
            with self._changed:
                self._pending_size_bytes -= sum(size for _, size, _ in group)

    def _take(self) -> list[tuple[Sequence[Row], int, Future[None]]]:
        """The next group; empty when closed and drained."""
        with self._changed:
            while not self._queue and not self._closed:
                self._changed.wait()
            group: list[tuple[Sequence[Row], int, Future[None]]] = []
            size = 0
            while self._queue and (not group or size + self._queue[0][1] <= self._group_size_bytes_max):
                group.append(self._queue.popleft())
                size += group[-1][1]
            return group

    def _write_group(self, group: Sequence[tuple[Sequence[Row], int, Future[None]]]) -> None:
        try:
            self._write([row for rows, _, _ in group for row in rows])
        except Exception as error:  # noqa: BLE001 - the writer must outlive its work; the caller gets the error
            if len(group) == 1:
                group[0][2].set_exception(error)
                return
            for submission in group:
                self._write_group([submission])
        else:
            for _, _, future in group:
                future.set_result(None)

"""Group commit: requests that write at the same time are written together, and answered after the write."""

import threading
from collections import Counter, deque
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from typing import Generic, NamedTuple, TypeVar

from ratchet.errors import Busy, Invalid, Unavailable

Row = TypeVar("Row")


class _Submission(NamedTuple, Generic[Row]):
    rows: Sequence[Row]
    size_bytes: int
    future: Future[None]


class GroupCommit(Generic[Row]):
    """A bounded queue in front of one writer thread.

    `write` gets the rows of every submission that waited, in the order they came, and either stores all of them or
    raises. When a group of several fails, each submission is written alone, so that a bad one fails by itself.
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
        self._queue: deque[_Submission[Row]] = deque()
        self._pending_size_bytes = 0
        self._rejected = Counter(busy=0, invalid=0, failed=0)
        self._changed = threading.Condition()
        self._closed = False
        self._thread = threading.Thread(target=self._run, name=f"commit-{name}", daemon=True)
        self._thread.start()

    @property
    def pending_size_bytes(self) -> int:
        """What is waiting or being written."""
        return self._pending_size_bytes

    @property
    def rejected(self) -> Mapping[str, int]:
        """Rows that were sent and not stored, by reason: the queue was full, they are unusable, the store failed."""
        return self._rejected

    def count_invalid(self, rows: int) -> None:
        """Count rows that were found unusable on their way here."""
        with self._changed:
            self._rejected["invalid"] += rows

    def submit(self, rows: Sequence[Row], size_bytes: int) -> Future[None]:
        """Queue rows; the future is done once they are stored. Raises `Busy` when the queue is full.

        `size_bytes` is an estimate of what the rows hold in memory; one submission larger than the whole queue is
        taken when nothing else waits.
        """
        future: Future[None] = Future()
        future.set_running_or_notify_cancel()  # what is queued is written, even when nobody waits for it any more
        with self._changed:
            if self._closed:
                raise Unavailable(f"The server is shutting down: {self._name} are no longer taken.")
            if self._pending_size_bytes and self._pending_size_bytes + size_bytes > self._pending_size_bytes_max:
                self._rejected["busy"] += len(rows)
                raise Busy(f"Too many {self._name} are waiting to be written. Send them again in a moment.")
            self._pending_size_bytes += size_bytes
            self._queue.append(_Submission(rows, size_bytes, future))
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
            error = self._attempt(group)
            if error is None or len(group) == 1:
                self._answer(group, error)
            else:
                self._write_one_by_one(group)

    def _take(self) -> list[_Submission[Row]]:
        """The next group; empty when closed and drained."""
        with self._changed:
            while not self._queue and not self._closed:
                self._changed.wait()
            group: list[_Submission[Row]] = []
            size = 0
            while self._queue and (not group or size + self._queue[0].size_bytes <= self._group_size_bytes_max):
                group.append(self._queue.popleft())
                size += group[-1].size_bytes
            return group

    def _write_one_by_one(self, group: Sequence[_Submission[Row]]) -> None:
        away: Exception | None = None
        for submission in group:
            error = away or self._attempt([submission])
            self._answer([submission], error)
            if isinstance(error, Unavailable):
                away = error  # a store that is away is not waited for once per submission

    def _attempt(self, group: Sequence[_Submission[Row]]) -> Exception | None:
        try:
            self._write([row for submission in group for row in submission.rows])
        except Exception as error:  # noqa: BLE001 - the writer must outlive its work; the submitter gets the error
            return error
        return None

    def _answer(self, group: Sequence[_Submission[Row]], error: Exception | None) -> None:
        # The room first: whoever has an answer may send more at once.
        with self._changed:
            self._pending_size_bytes -= sum(submission.size_bytes for submission in group)
            if error is not None:
                reason = "invalid" if isinstance(error, Invalid) else "failed"
                self._rejected[reason] += sum(len(submission.rows) for submission in group)
        for submission in group:
            if error is None:
                submission.future.set_result(None)
            else:
                submission.future.set_exception(error)

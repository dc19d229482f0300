from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event

import pytest

from ratchet.domain.span import Span
from ratchet.errors import Busy, Invalid, Unavailable
from ratchet.store.events import EventStore
from ratchet.store.events.commit import GroupCommit
from ratchet.store.events.writers import open_writers

TIMEOUT_S = 30


class Ledger:
    """Writes into a list, group by group, and can be held up or made to refuse a row."""

    def __init__(self) -> None:
        self.groups: list[list[int]] = []
        self.refused: set[int] = set()
        self.away = False
        self.attempts = 0
        self.entered = Event()
        self.open = Event()
        self.open.set()

    def write(self, rows: Sequence[int]) -> None:
        self.entered.set()
        assert self.open.wait(TIMEOUT_S)
        self.attempts += 1
        if self.away:
            raise Unavailable("away")
        if self.refused.intersection(rows):
            raise Invalid(f"refused: {rows}")
        self.groups.append(list(rows))


@contextmanager
def commits(ledger: Ledger, pending: int = 1000, group: int = 100) -> Iterator[GroupCommit[int]]:
    queue = GroupCommit(ledger.write, name="rows", pending_size_bytes_max=pending, group_size_bytes_max=group)
    try:
        yield queue
    finally:
        ledger.open.set()
        queue.close()


def hold(queue: GroupCommit[int], ledger: Ledger, row: int = 0) -> Future[None]:
    """Let the writer take one row and stand still with it."""
    ledger.open.clear()
    first = queue.submit([row], 1)
    assert ledger.entered.wait(TIMEOUT_S)
    return first


def test_what_waits_while_a_write_runs_is_written_together_in_the_order_it_came() -> None:
    ledger = Ledger()
    with commits(ledger) as queue:
        first = hold(queue, ledger)
        futures = [queue.submit([n, n * 10], 2) for n in range(1, 5)]
        assert not any(future.done() for future in [first, *futures])
        ledger.open.set()
        for future in [first, *futures]:
            future.result(TIMEOUT_S)
    assert ledger.groups == [[0], [1, 10, 2, 20, 3, 30, 4, 40]]


def test_a_group_is_no_larger_than_its_bound() -> None:
    ledger = Ledger()
    with commits(ledger, group=10) as queue:
        hold(queue, ledger)
        futures = [queue.submit([n], 4) for n in range(1, 6)]
        ledger.open.set()
        for future in futures:
            future.result(TIMEOUT_S)
    assert ledger.groups == [[0], [1, 2], [3, 4], [5]]


def test_a_full_queue_says_busy_at_once_and_takes_more_when_there_is_room_again() -> None:
    ledger = Ledger()
    with commits(ledger, pending=10) as queue:
        first = hold(queue, ledger)
        second = queue.submit([1], 9)
        with pytest.raises(Busy) as refusal:
            queue.submit([2], 1)
        assert refusal.value.retry_after_s >= 1
        ledger.open.set()
        first.result(TIMEOUT_S), second.result(TIMEOUT_S)
        queue.submit([3], 9).result(TIMEOUT_S)
    assert ledger.groups == [[0], [1], [3]]


def test_a_submission_larger_than_the_whole_queue_is_taken_when_nothing_else_waits() -> None:
    ledger = Ledger()
    with commits(ledger, pending=10) as queue:
        queue.submit([1], 1_000_000).result(TIMEOUT_S)
    assert ledger.groups == [[1]]


def test_room_is_free_as_soon_as_a_submitter_has_its_answer() -> None:
    ledger = Ledger()
    with commits(ledger, pending=10) as queue:
        for n in range(200):
            queue.submit([n], 10).result(TIMEOUT_S)
    assert len(ledger.groups) == 200


def test_one_bad_submission_fails_alone() -> None:
    ledger = Ledger()
    ledger.refused = {2}
    with commits(ledger) as queue:
        hold(queue, ledger)
        futures = [queue.submit([n], 1) for n in range(1, 4)]
        ledger.open.set()
        assert [type(future.exception(TIMEOUT_S)) for future in futures] == [type(None), Invalid, type(None)]
        queue.submit([4], 1).result(TIMEOUT_S)
    assert ledger.groups == [[0], [1], [3], [4]]


def test_a_store_that_is_away_fails_a_group_without_being_asked_for_each_submission() -> None:
    ledger = Ledger()
    with commits(ledger) as queue:
        hold(queue, ledger)
        futures = [queue.submit([n], 1) for n in range(1, 9)]
        ledger.away = True
        ledger.open.set()
        assert all(isinstance(future.exception(TIMEOUT_S), Unavailable) for future in futures)
        assert ledger.attempts == 3
        ledger.away = False
        queue.submit([9], 1).result(TIMEOUT_S)
    assert ledger.groups[-1] == [9]


def test_a_submitter_that_gave_up_waiting_stops_nobody() -> None:
    ledger = Ledger()
    with commits(ledger) as queue:
        hold(queue, ledger)
        given_up = queue.submit([1], 1)
        given_up.cancel()
        ledger.open.set()
        queue.submit([2], 1).result(TIMEOUT_S)
    assert 2 in ledger.groups[-1]


def test_closing_writes_what_waits_and_takes_nothing_more() -> None:
    ledger = Ledger()
    with commits(ledger, group=1) as queue:
        hold(queue, ledger)
        futures = [queue.submit([n], 1) for n in range(1, 4)]
        with ThreadPoolExecutor(1) as closing:
            closed = closing.submit(queue.close)
            ledger.open.set()
            closed.result(TIMEOUT_S)
        assert all(future.done() for future in futures)
        with pytest.raises(Unavailable, match="shutting down"):
            queue.submit([9], 1)
    assert ledger.groups == [[0], [1], [2], [3]]


def test_what_many_submit_at_once_is_readable_as_soon_as_each_is_answered(events: EventStore, project: str) -> None:
    writers = open_writers(events, pending_size_bytes_max=10**8)

    def send(n: int) -> int:
        spans = [Span(project, f"trace-{n}", f"span-{k}") for k in range(10)]
        writers.spans.submit(spans, 10_000).result(TIMEOUT_S)
        found = events.query(
            "SELECT count() FROM spans FINAL WHERE project_id = {project:String} AND trace_id = {trace:String}",
            {"project": project, "trace": f"trace-{n}"},
        )
        return found[0][0]

    try:
        with ThreadPoolExecutor(16) as pool:
            assert list(pool.map(send, range(64))) == [10] * 64
    finally:
        writers.close()

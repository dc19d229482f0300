import time
from collections.abc import Callable, Iterator

import pytest
from clickhouse_connect.driver.client import Client

from ratchet.domain.score import Score, ScoreType
from ratchet.domain.span import Span, SpanKey
from ratchet.domain.trace import TraceQuery
from ratchet.errors import Busy
from ratchet.store.events import EventStore
from ratchet.store.events.erasure import erase_deleted
from ratchet.store.events.scores import read_scores, write_scores
from ratchet.store.events.spans import read_spans, read_start_times, write_spans
from ratchet.store.events.trace_deletion import delete_trace_rows, find_known_traces, find_trace_rows
from ratchet.store.events.traces import count_traces, read_traces

HOUR = 3600 * 10**9
WITHIN_S = 120
UNFINISHED = "SELECT count() FROM system.mutations WHERE database = currentDatabase() AND NOT is_done"


@pytest.fixture
def write(events: EventStore, project: str) -> Callable[..., None]:
    """Write a trace of three spans, an hour apart, and a score."""

    def write_trace(trace_id: str, began: int = 1795168800 * 10**9) -> None:
        spans = [
            Span(project, trace_id, f"{trace_id}-{number}", start_time=began + number * HOUR, revision=time.time_ns())
            for number in range(3)
        ]
        write_spans(events, spans)
        write_scores(events, [Score(project, f"{trace_id}-s", "s", ScoreType.NUMERIC, began, 1.0, trace_id=trace_id)])

    return write_trace


def delete(events: EventStore, project: str, *trace_ids: str) -> None:
    rows = find_trace_rows(events, project, trace_ids)
    with events.writer("spans"):
        delete_trace_rows(events, project, trace_ids, rows)


def test_a_trace_that_is_deleted_is_in_no_read(events: EventStore, project: str, write: Callable[..., None]) -> None:
    write("gone")
    write("stays")
    assert find_known_traces(events, project, ["gone", "stays", "never"]) == {"gone", "stays"}
    delete(events, project, "gone")
    assert find_known_traces(events, project, ["gone", "stays", "never"]) == {"stays"}
    assert read_traces(events, project, ["gone", "stays"]).keys() == {"stays"}
    assert count_traces(events, TraceQuery(project_id=project)) == 1
    assert read_spans(events, [SpanKey(project, "gone", "gone-1"), SpanKey(project, "stays", "stays-1")]).keys() == {
        SpanKey(project, "stays", "stays-1")
    }
    assert read_scores(events, project, ["gone-s", "stays-s"]).keys() == {"stays-s"}


def test_the_index_forgets_what_is_deleted(events: EventStore, project: str, write: Callable[..., None]) -> None:
    write("t")
    delete(events, project, "t")
    assert read_start_times(events, [SpanKey(project, "t", "t-0")]) == {}


def test_a_trace_that_is_sent_again_is_a_new_one(events: EventStore, project: str, write: Callable[..., None]) -> None:
    write("t")
    delete(events, project, "t")
    write("t", began=1795254000 * 10**9)
    assert read_traces(events, project, ["t"])["t"].timestamp == 1795254000 * 10**9
    assert len(find_trace_rows(events, project, ["t"]).span_ids) == 3
    assert find_known_traces(events, project, ["t"]) == {"t"}


def test_the_same_ids_of_another_project_stay(events: EventStore, project: str, write: Callable[..., None]) -> None:
    write("t")
    delete(events, f"{project}-other", "t")
    assert find_known_traces(events, project, ["t"]) == {"t"}


def test_what_is_deleted_leaves_the_disk(connect: Callable[[], Client]) -> None:
    with connect() as client:
        client.command("CREATE TABLE kept (id UInt32, text String) ENGINE = MergeTree ORDER BY id")
        client.command("INSERT INTO kept SELECT number, 'text' FROM numbers(1000)")
        client.command("DELETE FROM kept WHERE id = 7 SETTINGS lightweight_deletes_sync = 2")
        assert erase_deleted(client) == ["kept all"]
        wait_until_erased(client)
        assert client.query("SELECT sum(rows) FROM system.parts WHERE table = 'kept' AND active").result_rows == [
            (999,)
        ]


def test_a_table_has_its_turn_once_a_day(connect: Callable[[], Client]) -> None:
    with connect() as client:
        client.command("CREATE TABLE kept (id UInt32) ENGINE = MergeTree ORDER BY id")
        client.command("INSERT INTO kept SELECT number FROM numbers(1000)")
        for number in (1, 2):
            client.command(f"DELETE FROM kept WHERE id = {number} SETTINGS lightweight_deletes_sync = 2")
            assert erase_deleted(client) == (["kept all"] if number == 1 else [])
            if number == 1:
                wait_until_erased(client)
        assert erase_deleted(client, pause_s=0) == ["kept all"]


def wait_until_erased(client: Client) -> None:
    deadline = time.monotonic() + WITHIN_S

    while client.query(UNFINISHED).result_rows != [(0,)]:
        assert time.monotonic() < deadline, "the files were not written anew"


def wait_until_done(events: EventStore) -> None:
    deadline = time.monotonic() + WITHIN_S
    while events.query(UNFINISHED) != [(0,)]:
        assert time.monotonic() < deadline, "deletions were not worked in"


@pytest.fixture
def busy_engine(events: EventStore) -> Iterator[None]:
    """The engine comes to nothing in the background, as while it merges something large."""
    wait_until_done(events)
    events.command("SYSTEM STOP MERGES spans")
    yield
    events.command("SYSTEM START MERGES spans")
    wait_until_done(events)


@pytest.mark.slow
@pytest.mark.usefixtures("busy_engine")
def test_a_deletion_is_seen_at_once_however_busy_the_engine_is(
    events: EventStore, project: str, write: Callable[..., None]
) -> None:
    write("t")
    delete(events, project, "t")
    assert find_known_traces(events, project, ["t"]) == set()
    assert count_traces(events, TraceQuery(project_id=project)) == 0


@pytest.mark.slow
@pytest.mark.usefixtures("busy_engine")
def test_many_deletions_one_by_one_are_told_to_wait(
    events: EventStore, project: str, write: Callable[..., None]
) -> None:
    write("t")
    rows = find_trace_rows(events, project, ["t"])
    for _ in range(16):
        delete_trace_rows(events, project, ["t"], rows)
    with pytest.raises(Busy, match="delete many traces at once"):
        delete_trace_rows(events, project, ["t"], rows)
    write("t")
    assert find_known_traces(events, project, ["t"]) == {"t"}

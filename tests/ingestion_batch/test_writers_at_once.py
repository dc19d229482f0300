"""Whoever writes at the same time, nothing that was said is lost."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from batch_events import event, only_span, spans_of

from ratchet.domain.change import Change
from ratchet.domain.span import Span
from ratchet.ingest.batch import write_changes
from ratchet.ingest.changes import parse_change, parse_event
from ratchet.ingest.spans import Sender
from ratchet.server.stores import Stores
from ratchet.store.events import EventStore, open_event_store
from ratchet.store.events.spans import read_spans, write_spans
from ratchet.store.records import open_record_store
from ratchet.testing.clickhouse import Gateway


def to_change(sent: dict[str, Any], project: str) -> Change:
    return parse_change(parse_event(sent), Sender(project, received_at=0), 0)


def update(project: str, number: int, span_id: str = "s") -> Change:
    said = {f"key {number}": number}
    return to_change(event("span-update", number, id=span_id, traceId="t", metadata=said), project)


def test_updates_of_one_span_from_many_threads_all_count(stores: Stores, events: EventStore, project: str) -> None:
    with ThreadPoolExecutor(8) as threads:
        written = list(threads.map(lambda number: stores.changes.submit([update(project, number)], 100), range(40)))
    for future in written:
        future.result(timeout=60)
    assert only_span(events, project).metadata == {f"key {number}": str(number) for number in range(40)}


def test_two_updates_of_one_span_through_two_replicas_both_count(
    gateway: Gateway, create_database: Callable[[], str], project: str
) -> None:
    postgres = create_database()
    replicas = [(open_event_store(gateway.url), open_record_store(postgres)) for _ in range(2)]
    with ThreadPoolExecutor(2) as threads:
        for span_id in "abcdefgh":
            changes = [update(project, number, span_id) for number in range(2)]
            for written in [
                threads.submit(write_changes, *replica, [change])
                for replica, change in zip(replicas, changes, strict=True)
            ]:
                written.result()
    spans = spans_of(replicas[0][0], project)
    for events, records in replicas:
        events.close()
        records.close()
    assert {span_id: len(span.metadata) for span_id, span in spans.items()} == dict.fromkeys("abcdefgh", 2)


def test_a_row_that_a_crash_left_behind_goes_with_the_next_change(
    stores: Stores, events: EventStore, project: str
) -> None:
    created = event("span-create", 1, id="s", traceId="t", name="n")
    write_changes(events, stores.records, [to_change(created, project)])
    span = only_span(events, project)
    write_spans(events, [Span(project, "s", "s", start_time=span.start_time, revision=1)])
    unplaced = event("span-update", 3, id="s", output="done")
    write_changes(events, stores.records, [update(project, 2), to_change(unplaced, project)])
    assert read_spans(events, [span.key])[span.key].output == "done"
    assert only_span(events, project).metadata == {"key 2": json.dumps(2)}

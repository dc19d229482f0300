"""Spans are found by their ids, whole, wherever in time they are."""

from ratchet.domain.span import Span, SpanKey
from ratchet.store.events import EventStore
from ratchet.store.events.spans import (
    delete_span_rows,
    find_span_rows,
    insert_span_rows,
    read_span_rows,
    read_spans,
    write_spans,
)

NOON = 1_763_812_800 * 10**9
HOUR = 3600 * 10**9


def span(project: str, trace_id: str, span_id: str, start_time: int = NOON, **fields: object) -> Span:
    return Span(project, trace_id, span_id, start_time=start_time, name=span_id, revision=1)._replace(**fields)


def test_a_span_reads_back_in_every_field(events: EventStore, project: str) -> None:
    whole = span(
        project,
        "t",
        "s",
        end_time=NOON + 5,
        metadata={"a": "[1]"},
        usage={"input": 2**63 - 1},
        cost={"total": 0.1},
        tags=["b", "a"],
        public=True,
        trace_metadata={"k": "v"},
    )
    write_spans(events, [whole])
    assert read_spans(events, [whole.key]) == {whole.key: whole}


def test_only_the_spans_that_are_asked_for_are_read(events: EventStore, project: str) -> None:
    spans = [
        span(project, "t", "a"),
        span(project, "t", "b", NOON + 30 * HOUR),
        span(project, "u", "a"),
        span(f"{project}-other", "t", "a"),
    ]
    write_spans(events, spans)
    keys = [spans[0].key, spans[1].key, SpanKey(project, "t", "missing")]
    assert read_spans(events, keys) == {spans[0].key: spans[0], spans[1].key: spans[1]}
    assert read_spans(events, []) == {}


def test_a_span_is_found_without_its_trace(events: EventStore, project: str) -> None:
    spans = [span(project, "t", "a"), span(project, "u", "a", NOON + 5 * HOUR), span(project, "t", "b")]
    write_spans(events, spans)
    assert {row.key for row in find_span_rows(events, project, ["a"])} == {spans[0].key, spans[1].key}


def test_a_row_is_deleted_from_the_hour_that_it_is_in(events: EventStore, project: str) -> None:
    first, second = span(project, "t", "a"), span(project, "t", "a", NOON - HOUR, revision=2)
    insert_span_rows(events, [first, second])
    assert len(read_span_rows(events, [first.key])) == 2
    assert read_spans(events, [first.key]) == {first.key: second}
    delete_span_rows(events, [first])
    assert read_span_rows(events, [first.key]) == [second]


def test_spans_of_more_than_a_hundred_months_are_written_at_once(events: EventStore, project: str) -> None:
    spans = [span(project, "t", f"s{month}", NOON - month * 31 * 24 * HOUR) for month in range(150)]
    write_spans(events, spans)
    assert len(read_spans(events, [one.key for one in spans])) == 150

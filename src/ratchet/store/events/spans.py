"""Spans: written as batches of columns, found by their ids."""

from collections.abc import Iterable, Mapping, Sequence

from ratchet.domain.span import Span, SpanKey
from ratchet.store.events.client import EventStore
from ratchet.store.events.identity import hash_id

# Keeps one statement far below ClickHouse's default limit of 256 KiB.
_TRACES_PER_LOOKUP = 4000


def write_spans(store: EventStore, spans: Sequence[Span]) -> None:
    """Store spans; they are on disk when this returns.

    A span whose id is stored already replaces that row and keeps its start, whatever start it comes with.
    """
    with store.writer("spans"):
        insert_spans(store, spans)


def insert_spans(store: EventStore, spans: Sequence[Span]) -> None:
    """As `write_spans`, for a caller who holds the writer lock because it read what it now writes."""
    if not spans:
        return
    latest = {span.key: span for span in spans}
    starts = read_start_times(store, latest)
    rows = [_with_start(span, starts.get(key)) for key, span in latest.items()] if starts else latest.values()
    store.insert("spans", Span._fields, list(zip(*rows, strict=True)))


def read_start_times(store: EventStore, keys: Iterable[SpanKey]) -> Mapping[SpanKey, int]:
    """The stored start, in nanoseconds, of those spans that are stored."""
    by_trace: dict[int, list[SpanKey]] = {}
    for (project_id, trace_id), spans in _by_trace(keys).items():
        by_trace.setdefault(hash_id(project_id, trace_id), []).extend(spans)
    stored: dict[SpanKey, int] = {}
    hashes = list(by_trace)
    for first in range(0, len(hashes), _TRACES_PER_LOOKUP):
        found = store.query(
            "SELECT trace_hash, span_hash, min(start_time) FROM span_index WHERE trace_hash IN {hashes:Array(UInt64)} "
            "GROUP BY trace_hash, span_hash",
            {"hashes": hashes[first : first + _TRACES_PER_LOOKUP]},
        )
        starts = {(trace_hash, span_hash): start for trace_hash, span_hash, start in found}
        for trace_hash in {trace_hash for trace_hash, _ in starts}:
            for key in by_trace[trace_hash]:
                start = starts.get((trace_hash, hash_id(key.project_id, key.span_id)))
                if start is not None:
                    stored[key] = start
    return stored


def _by_trace(keys: Iterable[SpanKey]) -> dict[tuple[str, str], list[SpanKey]]:
    traces: dict[tuple[str, str], list[SpanKey]] = {}
    for key in keys:
        traces.setdefault((key.project_id, key.trace_id), []).append(key)
    return traces


def _with_start(span: Span, start: int | None) -> Span:
    return span if start is None or start == span.start_time else span._replace(start_time=start)

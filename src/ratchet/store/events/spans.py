"""Spans: written as batches of columns, found by their ids."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from ratchet.domain.span import Span, SpanKey
from ratchet.store.events.arrivals import insert_rows
from ratchet.store.events.client import EventStore
from ratchet.store.events.identity import hash_id
from ratchet.store.events.lookup import by_project, split_ids

# Keeps one statement far below ClickHouse's default limit of 256 KiB.
_TRACES_PER_LOOKUP = 4000


def write_spans(store: EventStore, spans: Sequence[Span]) -> None:
    """Store spans; they are on disk when this returns.

    A span whose id is stored already replaces that row and keeps its start, whatever start it comes with.
    """
    with store.writer("spans"):
        insert_spans(store, spans)


def insert_spans(store: EventStore, spans: Sequence[Span], *, is_news: bool = True) -> None:
    """As `write_spans`, for a caller who holds the writer lock because it read what it now writes.

    What is no news is stored as if it had always been there: nobody who looks at what arrives sees it.
    """
    if not spans:
        return
    latest = {span.key: span for span in spans}
    starts = read_start_times(store, latest)
    rows = [_with_start(span, starts.get(key)) for key, span in latest.items()] if starts else latest.values()
    insert_span_rows(store, list(rows), is_news=is_news)


def insert_span_rows(store: EventStore, rows: Sequence[Span], *, is_news: bool = True) -> None:
    """As `insert_spans`, each at the start that it has: for a caller who knows what it replaces."""
    if rows:
        insert_rows(store, "spans", Span._fields, rows, is_news=is_news)


def delete_span_rows(store: EventStore, rows: Sequence[Span]) -> None:
    """Take rows away from where they are; a span that moved within its trace and hour needs none of this."""
    for row in rows:
        store.command(
            "DELETE FROM spans WHERE project_id = {project:String} AND trace_id = {trace:String} "
            "AND span_id = {span:String} "
            "AND toStartOfHour(start_time) = toStartOfHour(fromUnixTimestamp64Nano({start:Int64}, 'UTC'))",
            {"project": row.project_id, "trace": row.trace_id, "span": row.span_id, "start": row.start_time},
        )


def read_spans(store: EventStore, keys: Iterable[SpanKey]) -> dict[SpanKey, Span]:
    """Those of these spans that are stored, whole."""
    return {row.key: row for row in sorted(read_span_rows(store, keys), key=lambda row: row.revision)}


def read_span_rows(store: EventStore, keys: Iterable[SpanKey]) -> list[Span]:
    """Every stored row of these spans; one has several only while it moves from one hour to another."""
    traces: dict[tuple[str, str], set[str]] = {}
    for key in keys:
        traces.setdefault((key.project_id, key.span_id), set()).add(key.trace_id)
    rows: list[Span] = []
    for project_id, span_ids in by_project(traces).items():
        for some in split_ids(span_ids):
            theirs = {trace_id for span_id in some for trace_id in traces[project_id, span_id]}
            rows += _read_rows(store, project_id, some, theirs)
    return [row for row in rows if row.trace_id in traces[row.project_id, row.span_id]]


def find_span_rows(store: EventStore, project_id: str, span_ids: Iterable[str]) -> list[Span]:
    """Every stored row of these spans, whatever trace they are of; dearer than `read_span_rows`."""
    return [row for some in split_ids(span_ids) for row in _read_rows(store, project_id, some, None)]


def _read_rows(
    store: EventStore, project_id: str, span_ids: Sequence[str], trace_ids: Collection[str] | None
) -> list[Span]:
    bound: dict[str, Any] = {"project": project_id, "spans": list(span_ids)}
    bound["span_hashes"] = [hash_id(project_id, span_id) for span_id in span_ids]
    in_traces = in_trace_hashes = ""
    if trace_ids is not None:
        bound["traces"] = list(trace_ids)
        bound["trace_hashes"] = [hash_id(project_id, trace_id) for trace_id in trace_ids]
        in_traces = "AND trace_id IN {traces:Array(String)}"
        in_trace_hashes = "AND trace_hash IN {trace_hashes:Array(UInt64)}"
    rows = store.query(
        f"SELECT {', '.join(Span._fields)} FROM spans FINAL WHERE project_id = {{project:String}} "
        "AND toStartOfHour(start_time) IN (SELECT toStartOfHour(start_time) FROM span_index "
        f"WHERE span_hash IN {{span_hashes:Array(UInt64)}} {in_trace_hashes}) "
        f"{in_traces} AND span_id IN {{spans:Array(String)}}",
        bound,
    )
    return [Span(*row) for row in rows]


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

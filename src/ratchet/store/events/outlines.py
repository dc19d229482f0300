"""The spans of whole traces: with all that they hold, or as much as rolling them up needs."""

from collections.abc import Sequence
from typing import Any

from ratchet.domain.rollup import find_root
from ratchet.domain.span import Span, SpanKey
from ratchet.store.events.client import EventStore
from ratchet.store.events.identity import hash_id

_KEY = (*SpanKey._fields, "revision")
# What rolling up a trace needs of every span, and what only of its root.
_NARROW = (
    *_KEY,
    *("root_rank", "start_time", "end_time", "name", "level", "error_type", "model", "cost"),
    *("trace_name", "user_id", "session_id", "tags", "environment", "release", "version", "public"),
    *("trace_input", "trace_output", "trace_metadata"),
)
_OF_ROOT = ("input", "output", "metadata")
# What is short of every span.
_SHORT = (
    *(column for column in _NARROW if column not in {"trace_input", "trace_output", "trace_metadata"}),
    *("parent_span_id", "completion_start_time", "type", "status_message", "usage", "prompt_name", "prompt_version"),
)


def read_trace_spans(store: EventStore, project_id: str, trace_id: str) -> list[Span]:
    """Every span of a trace, whole, from the first to start on."""
    spans = _read(store, project_id, [trace_id], Span._fields)
    return sorted(spans.values(), key=lambda span: (span.start_time, span.span_id))


def read_trace_outline(store: EventStore, project_id: str, trace_id: str) -> list[Span]:
    """Every span of a trace without inputs, outputs and metadata, from the first to start on."""
    spans = _read(store, project_id, [trace_id], _SHORT)
    return sorted(spans.values(), key=lambda span: (span.start_time, span.span_id))


def read_outlines(store: EventStore, project_id: str, trace_ids: Sequence[str]) -> dict[str, list[Span]]:
    """Every span of these traces by trace; only the logical root of each has its input, output and metadata."""
    traces: dict[str, dict[SpanKey, Span]] = {}
    for key, span in _read(store, project_id, trace_ids, _NARROW).items():
        traces.setdefault(span.trace_id, {})[key] = span
    roots = [find_root(spans.values()).key for spans in traces.values()]
    for key, root in _read_texts(store, project_id, roots).items():
        spans = traces[key.trace_id]
        if key in spans:
            spans[key] = spans[key]._replace(**{field: getattr(root, field) for field in _OF_ROOT})
    return {trace_id: list(spans.values()) for trace_id, spans in traces.items()}


def _read_texts(store: EventStore, project_id: str, roots: Sequence[SpanKey]) -> dict[SpanKey, Span]:
    traces = [root.trace_id for root in roots]
    spans = [root.span_id for root in roots]
    wanted = set(roots)
    found = _read(store, project_id, traces, (*_KEY, *_OF_ROOT), "AND span_id IN {spans:Array(String)}", spans=spans)
    return {key: span for key, span in found.items() if key in wanted}


def _read(
    store: EventStore,
    project_id: str,
    trace_ids: Sequence[str],
    columns: Sequence[str],
    condition: str = "",
    **values: Any,
) -> dict[SpanKey, Span]:
    """Columns of the spans of traces, in PREWHERE so that no other row's are read.

    Rows that have been replaced, or were left behind in another hour, are told apart by their revision here: for few
    rows that is cheaper than `FINAL`.
    """
    if not trace_ids:
        return {}
    rows = store.query(
        f"SELECT {', '.join(columns)} FROM spans PREWHERE project_id = {{project:String}} "
        "AND toStartOfHour(start_time) IN "
        "(SELECT toStartOfHour(start_time) FROM span_index WHERE trace_hash IN {hashes:Array(UInt64)}) "
        f"AND trace_id IN {{traces:Array(String)}} {condition}",
        {
            "project": project_id,
            "traces": list(trace_ids),
            "hashes": [hash_id(project_id, trace_id) for trace_id in trace_ids],
            **values,
        },
    )
    latest: dict[SpanKey, Span] = {}
    for row in rows:
        span = Span(**dict(zip(columns, row, strict=True)))
        known = latest.get(span.key)
        if known is None or known.revision <= span.revision:
            latest[span.key] = span
    return latest
